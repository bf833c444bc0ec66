"""Worker processes, forked from one that has imported everything. A worker that hangs or dies is only a finding."""

from __future__ import annotations

import multiprocessing
import os
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any

import psutil

from .work import Answer

Input = tuple[str, int]  # kind and number
Work = Callable[[str, int], Answer]
MEMORY_BYTES = 3_000_000_000  # that a worker may add to its memory at the start
WORN_OUT = 300  # inputs after which a worker is replaced
SHORTEST_S = 0.05
SLOWEST = 6  # an input may take so many times its limit on a machine that is busy with other work


@dataclass
class Worker:
    """A worker process. at: its current input; since: when that began; computed_s: its CPU seconds before that."""

    process: Any
    pipe: Connection
    at: Input | None = None
    since: float = 0.0
    computed_s: float = 0.0
    done: int = field(default=0)


def answers(inputs: Sequence[Input], work: Work, processes: int, limit_s: float) -> Iterator[tuple[Input, Answer]]:
    """Each input with its answer, in the order in which they finish."""
    waiting = list(reversed(inputs))
    workers = [_started(work) for _ in range(processes)]
    try:
        while waiting or any(worker.at for worker in workers):
            for place, worker in enumerate(workers):
                if worker.at is None and waiting:
                    if worker.done >= WORN_OUT:
                        _end(worker)
                        workers[place] = worker = _started(work)
                    worker.at, worker.since = waiting.pop(), time.monotonic()
                    worker.computed_s = _computed_s(worker.process.pid)
                    worker.pipe.send(worker.at)
            wait([worker.pipe for worker in workers if worker.at], SHORTEST_S)
            for place, worker in enumerate(workers):
                if worker.at and (answer := _answer(worker, limit_s)):
                    yield worker.at, answer
                    worker.at, worker.done = None, worker.done + 1
                    if not worker.process.is_alive():
                        workers[place] = _started(work)
    finally:
        for worker in workers:
            _end(worker)


def _answer(worker: Worker, limit_s: float) -> Answer | None:
    """The answer of a worker, also if it died or hung; None while it still works within its time."""
    try:
        if worker.pipe.poll():
            return worker.pipe.recv()  # type: ignore[no-any-return]
    except EOFError:
        worker.process.join()
        fault = f"the process died: exit code {worker.process.exitcode}"
        return Answer("(died)", "", None, "", fault)
    took_s = time.monotonic() - worker.since
    if took_s > limit_s and (took_s > SLOWEST * limit_s or _cpu_s(worker) > limit_s):
        worker.process.kill()
        worker.process.join()
        return Answer("(hung)", "", None, "", f"no end after {limit_s:g} s of work, or {SLOWEST} times that of waiting")
    return None


def _cpu_s(worker: Worker) -> float:
    """CPU seconds that a worker has spent on its current input."""
    try:
        return _computed_s(worker.process.pid) - worker.computed_s
    except psutil.NoSuchProcess:
        return 0.0


def _computed_s(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def _started(work: Work) -> Worker:
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe()
    process = context.Process(target=_loop, args=(there, here, work), daemon=True)
    process.start()
    there.close()
    return Worker(process, here)


def _loop(pipe: Connection, other_end: Connection, work: Work) -> None:
    other_end.close()
    with open("/proc/self/statm") as file:  # noqa: PTH123
        held = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (held + MEMORY_BYTES, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while True:
        try:
            kind, number = pipe.recv()
        except EOFError:
            return
        pipe.send(work(kind, number))


def _end(worker: Worker) -> None:
    worker.pipe.close()
    worker.process.kill()
    worker.process.join()
