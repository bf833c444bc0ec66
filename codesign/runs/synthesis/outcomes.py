"""The ways in which a vendor stage can end, by name."""

from __future__ import annotations

from typing import Literal, get_args

Outcome = Literal[
    "done",
    "critical-warning",
    "timing-failure",
    "unrouted",
    "mismatch",
    "tool-absent",
    "wrong-version",
    "no-license",
    "part-absent",
    "out-of-memory",
    "time-limit",
    "tool-error",
    "report-missing",
]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

MEANING: dict[Outcome, str] = {
    "done": "finished without remarks",
    "critical-warning": "finished, with critical warnings that someone must read",
    "timing-failure": "finished, but a path is slower than the clock allows (negative slack)",
    "unrouted": "the router left nets unconnected: the design does not fit as placed",
    "mismatch": "the RTL made by the tool gives other outputs than the C++ (cosim failed)",
    "tool-absent": "no such tool on this computer",
    "wrong-version": "the tool has another version than requested, or is too old",
    "no-license": "the tool found no valid license for this step or part",
    "part-absent": "the FPGA is not installed in this tool",
    "out-of-memory": "the tool was killed, or ended, for lack of memory",
    "time-limit": "stopped at the time limit",
    "tool-error": "the tool ended with an error",
    "report-missing": "the tool succeeded but left no readable report",
}

# Outcomes of stages that went through to the end: their figures count, good or bad
FINISHED: tuple[Outcome, ...] = ("done", "critical-warning", "timing-failure", "mismatch")
