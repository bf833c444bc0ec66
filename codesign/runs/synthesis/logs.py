"""The cause of a failure, from the log of a tool.

The messages are those of Vivado and Vitis HLS 2019.2 to 2025.1, over which their bracketed numbers have not changed.
"""

from __future__ import annotations

import re

from codesign.runs.synthesis.outcomes import Outcome

_SIGNS: tuple[tuple[Outcome, str], ...] = (
    ("no-license", r"\[Common 17-345\]|ERROR.*\blicen[cs]e\b|valid license was not found"),
    (
        "part-absent",
        r"ERROR.*\bPart '[^']*' is not installed|Specified part could not be found|ERROR.*No parts matched",
    ),
    (
        "out-of-memory",
        r"Out of memory|std::bad_alloc|Cannot allocate memory|insufficient memory for the Java"
        r"|line \d+:\s+\d+ Killed\b|virtual memory exhausted",
    ),
)
_KILLED = (-9, 137)  # by SIGKILL, directly or through a shell: the kernel does that when memory runs out
# Critical warnings of the router and the timer that only repeat that the slack is negative
_NO_NEWS = re.compile(r"\[Route 35-39\]|\[Timing 38-282\]|did not meet timing|timing requirements? (were|are) not met")
_MEMORY = re.compile(r"peak = ([0-9]{1,15}(?:\.[0-9]{1,9})?)(?![0-9.,])")


def failure(log: str, code: int) -> tuple[Outcome, str]:
    """The outcome of a tool that ended with this exit code, and the log line that shows it."""
    for outcome, sign in _SIGNS:
        for line in log.splitlines():
            if re.search(sign, line):
                return outcome, line.strip()
    if code in _KILLED:
        return "out-of-memory", "the tool was killed (signal 9), as the kernel does when memory runs out"
    errors = [line.strip() for line in log.splitlines() if re.match(r"\s*(ERROR|\[?FATAL)", line)]
    how = f"signal {-code}" if code < 0 else f"code {code}"
    return "tool-error", errors[0] if errors else f"it ended with {how} and named no error"


def critical_warnings(log: str) -> tuple[str, ...]:
    """The critical warnings, each once, except those that only repeat that timing failed."""
    lines = (line.strip() for line in log.splitlines() if line.lstrip().startswith("CRITICAL WARNING"))
    return tuple(dict.fromkeys(line for line in lines if not _NO_NEWS.search(line)))


def peak_memory_mb(log: str) -> float | None:
    """The peak memory in MB that Vivado reports; None if it reports none."""
    peaks_mb = [float(text) for text in _MEMORY.findall(log)]
    return max(peaks_mb) if peaks_mb else None
