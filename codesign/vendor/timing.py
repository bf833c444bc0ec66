"""Vivado's report_timing_summary and report_route_status."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from codesign.errors import ReportError
from codesign.vendor.tables import header, number, read, version

_SUMMARY = "| Design Timing Summary"
_CLOCKS = "| Clock Summary"


@dataclass(frozen=True)
class TimingSummary:
    """Slacks of a design in ns; negative ones mean that the clock is too fast for it.

    clock_ns: the constrained period; uncertainty_ns: all that is taken off it on the worst setup path, None if no path
    is shown; user_uncertainty_ns: the part of it that was asked for; unclocked: registers that no clock reaches, which
    nothing checks.
    """

    version: str
    part: str
    state: str
    clock_ns: float
    setup_slack_ns: float
    hold_slack_ns: float
    failing_endpoints: int
    uncertainty_ns: float | None
    user_uncertainty_ns: float
    unclocked: int

    @property
    def met(self) -> bool:
        """Whether setup and hold hold everywhere."""
        return self.setup_slack_ns >= 0 and self.hold_slack_ns >= 0

    @property
    def achieved_ns(self) -> float:
        """The shortest period that the worst setup path allows."""
        return self.clock_ns - self.setup_slack_ns


def parse(path: Path) -> TimingSummary:
    """Reads a timing summary; ReportError if no path was timed, which a missing clock makes."""
    text = read(path)
    values = _numbers_below(text, _SUMMARY, "WNS(ns)")
    if len(values) < 7:
        raise ReportError(f"{path}: no design timing summary; it is no report of report_timing_summary")
    setup, failing, hold = number(values[0]), number(values[2]), number(values[4])
    hold_failing = number(values[6])
    if setup is None or hold is None:
        raise ReportError(f"{path}: no path was timed ({' '.join(values[:5])}); is the clock's port right?")
    clock = re.search(r"^\S+\s+\{[^}]*\}\s+([\d.]+)\s+[\d.]+", text.partition(_CLOCKS)[2], re.MULTILINE)
    if clock is None:
        raise ReportError(f"{path}: no clock in its clock summary; the constraints were not read")
    unclocked = re.search(r"There are (\d+) register/latch pins with no clock", text)
    return TimingSummary(
        version=version(header(text, "Tool Version")),
        part=header(text, "Device"),
        state=header(text, "Design State"),
        clock_ns=float(clock.group(1)),
        setup_slack_ns=setup,
        hold_slack_ns=hold,
        failing_endpoints=int((failing or 0) + (hold_failing or 0)),
        uncertainty_ns=_after(text, "Clock Uncertainty:"),
        user_uncertainty_ns=_after(text, "(UU):") or 0.0,
        unclocked=int(unclocked.group(1)) if unclocked else 0,
    )


def routing_errors(path: Path) -> int:
    """Nets that the router left with errors, from report_route_status; ReportError if that is no such report."""
    found = re.search(r"# of nets with routing errors\.*\s*:\s*(\d+)", text := read(path))
    if found is None and "Design Route Status" not in text:
        raise ReportError(f"{path}: no route status; did route_design run?")
    return int(found.group(1)) if found else 0


def _numbers_below(text: str, section: str, first_column: str) -> list[str]:
    """The cells of the row two lines below the header that starts with first_column."""
    lines = text.partition(section)[2].splitlines()
    for index, line in enumerate(lines):
        if line.strip().startswith(first_column):
            return lines[index + 2].split() if index + 2 < len(lines) else []
    return []


def _after(text: str, label: str) -> float | None:
    """The ns behind the first occurrence of a label, None where there is none."""
    found = re.search(rf"{re.escape(label)}\s+([\d.]+)ns", text)
    return float(found.group(1)) if found else None
