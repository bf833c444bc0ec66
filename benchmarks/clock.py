"""Wall and CPU time of a piece of work, with its children's, for benchmarks on machines that have other work."""

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass
class Took:
    """Seconds; 0 until the work is done."""

    wall_s: float = 0.0
    cpu_s: float = 0.0

    def __str__(self) -> str:
        return f"{self.wall_s:.1f} s ({self.cpu_s:.1f} s CPU)"


@contextmanager
def clock() -> Iterator[Took]:
    """with clock() as took: ... ; CPU time of this process and of the children that ended meanwhile."""
    took, wall, cpu = Took(), time.perf_counter(), _cpu_s()
    yield took
    took.wall_s, took.cpu_s = time.perf_counter() - wall, _cpu_s() - cpu


def peak_gb() -> float:
    """Largest memory that this process has had, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9


def _cpu_s() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)
