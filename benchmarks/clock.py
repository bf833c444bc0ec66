"""Wall and CPU time of a task with its child processes, for benchmarks on machines that also do other work."""

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass
class Took:
    """Wall and CPU time in seconds; 0 until the task is done."""

    wall_s: float = 0.0
    cpu_s: float = 0.0

    def __str__(self) -> str:
        return f"{self.wall_s:.1f} s ({self.cpu_s:.1f} s CPU)"


@contextmanager
def clock() -> Iterator[Took]:
    """Measures a `with clock() as took:` block; CPU time includes children that ended inside the block."""
    took, wall, cpu = Took(), time.perf_counter(), _cpu_s()
    yield took
    took.wall_s, took.cpu_s = time.perf_counter() - wall, _cpu_s() - cpu


def peak_gb() -> float:
    """Peak memory of this process so far, in GB (10**9 bytes)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9


def _cpu_s() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)
