"""Progress of a long stage: a line of plain text every few seconds, the same for a terminal, a pipe and a log."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

EVERY_S = 5.0
Tell = Callable[[str], None]  # takes one line


def silent(line: str) -> None:
    """A `Tell` that prints nothing."""


class Pace:
    """Decides when to report the progress of a stage of `total` steps: at once, then every few seconds, at the end."""

    def __init__(self, total: int, every_s: float = EVERY_S) -> None:
        self.total, self._every_s = total, every_s
        self._first: tuple[int, float] | None = None  # steps done and time at the first call, where the rate starts
        self._told = 0.0

    def due(self, done: int) -> bool:
        """Whether it is time for a line; if so, the time to the next one starts now."""
        now = time.monotonic()
        if self._first is None:
            self._first = done, now
        elif done < self.total and now - self._told < self._every_s:
            return False
        self._told = now
        return True

    def left(self, done: int) -> str:
        """The time left at the rate so far, as ", about 0:01:30 left"; "" at the start and at the end."""
        if self._first is None or not self._first[0] < done < self.total:
            return ""
        before, begin = self._first
        seconds = (time.monotonic() - begin) * (self.total - done) / (done - before)
        return f", about {timedelta(seconds=round(seconds))} left"


class Count(Pace):
    """A callable that takes the number of steps done and tells "WHAT: n of m UNIT, about T left" when it is time."""

    def __init__(self, tell: Tell, what: str, total: int, unit: str, every_s: float = EVERY_S) -> None:
        super().__init__(total, every_s)
        self._tell, self._what, self._unit = tell, what, unit

    def __call__(self, done: int) -> None:
        """Reports that `done` steps are done, if it is time for a line."""
        if self.due(done):
            self._tell(f"{self._what}: {done:,} of {self.total:,} {self._unit}{self.left(done)}")
