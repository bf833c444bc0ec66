"""Vivado's report_timing_summary and report_route_status."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from codesign.errors import ReportError
from codesign.runs.synthesis.tables import Cell, Report, by_name, version

_SUMMARY = "| Design Timing Summary"
_CHECKS = {"TNS": "WNS", "THS": "WHS", "TPWS": "WPWS"}  # total -> worst slack: setup, hold, pulse width
_MET = "All user specified timing constraints are met."
_NOT_MET = "Timing constraints are not met."
PERIOD_TOLERANCE_NS = 0.0011  # Vivado rounds periods to 1 ps


@dataclass(frozen=True)
class TimingSummary:
    """Worst slacks of a design in ns (WNS, WHS, WPWS); a negative one means that it does not work at its clock.

    constraints_met: the report's own statement; clock_ns: the constrained period; uncertainty_ns: the total uncertainty
    on the worst setup path, None if no path is shown; user_uncertainty_ns: the part of it that was requested;
    failing_endpoints: the sum over all three checks; unclocked: registers that no clock reaches and nothing checks.
    """

    version: str
    part: str
    state: str
    clock_ns: float
    setup_slack_ns: float
    hold_slack_ns: float
    pulse_width_slack_ns: float
    constraints_met: bool
    failing_endpoints: int
    uncertainty_ns: float | None
    user_uncertainty_ns: float
    unclocked: int

    @property
    def failing(self) -> tuple[str, ...]:
        """The names of the checks that fail. A slack of -0.000 fails too, by less than half a picosecond."""
        slacks = {
            "setup": self.setup_slack_ns,
            "hold": self.hold_slack_ns,
            "pulse width": self.pulse_width_slack_ns,
        }
        return tuple(name for name, slack in slacks.items() if math.copysign(1, slack) < 0)

    @property
    def met(self) -> bool:
        """Whether no slack is negative, no endpoint fails, and the report says that all constraints are met."""
        return self.constraints_met and not self.failing and not self.failing_endpoints

    @property
    def achieved_ns(self) -> float:
        """The shortest period that the worst setup path and the worst pulse width may allow.

        A pulse width of half a period needs twice as much more, and no period repairs a hold violation.
        """
        return self.clock_ns - min(self.setup_slack_ns, self.pulse_width_slack_ns)


def parse(path: Path, clock: str | None = None, period_ns: float | None = None) -> TimingSummary:
    """Reads a timing summary.

    clock, period_ns: name and period of the design's clock, to identify it in a report with several clocks.
    Raises ReportError if no path was timed, as happens without a clock, if the clock cannot be identified, or if a
    number that decides whether timing is met is missing or malformed.
    """
    report = Report.read(path)
    row = _summary(report)
    setup, hold, pulse_width = (_slack(row, f"{worst}(ns)", path) for worst in _CHECKS.values())
    failing = [row[name].known_count(name) for name in (f"{total} Failing Endpoints" for total in _CHECKS)]
    unclocked = report.find(r"There are (\S+) register/latch pins with no clock")
    if not unclocked:
        raise ReportError(f"{path}: no check for registers without a clock; leave out -no_check_timing")
    if _MET not in report.text and _NOT_MET not in report.text:
        raise ReportError(f"{path}: does not say whether constraints are met; it is cut off, or there are none")
    uncertainty = report.find(r"Clock Uncertainty:\s+(\S+)ns\b")
    user_uncertainty = report.find(r"\(UU\):\s+(\S+)ns\b")
    return TimingSummary(
        version=version(report.header("Tool Version")),
        part=report.header("Device"),
        state=report.header("Design State"),
        clock_ns=_period(report, clock, period_ns),
        setup_slack_ns=setup,
        hold_slack_ns=hold,
        pulse_width_slack_ns=pulse_width,
        constraints_met=_NOT_MET not in report.text,
        failing_endpoints=sum(failing),
        uncertainty_ns=uncertainty[0][0].known_number("the clock uncertainty") if uncertainty else None,
        user_uncertainty_ns=user_uncertainty[0][0].known_number("the user uncertainty") if user_uncertainty else 0.0,
        unclocked=sum(cell.known_count("registers without a clock") for (cell,) in unclocked),
    )


def routing_errors(path: Path) -> int:
    """The number of nets with routing errors, from report_route_status; ReportError if the report has none."""
    matches = Report.read(path).find(r"# of nets with routing errors\.*\s*:\s*(\S+)")
    if not matches:
        raise ReportError(f"{path}: no route status; did route_design run?")
    return matches[0][0].known_count("nets with routing errors")


def _summary(report: Report) -> Mapping[str, Cell]:
    """Column -> cell of the design's summary line, which follows the line of column names and a line of dashes."""
    names = [
        name
        for total, worst in _CHECKS.items()
        for name in (f"{worst}(ns)", f"{total}(ns)", f"{total} Failing Endpoints", f"{total} Total Endpoints")
    ]
    matches = report.find(rf"^{re.escape(_SUMMARY)}\n(?:.*\n){{,5}}?[ \t]*(WNS\(ns\).*)\n.*\n(.*)$")
    if not matches:
        raise ReportError(f"{report.path}: no design timing summary; it is not a report of report_timing_summary")
    head, line = matches[0]
    if head.text.split() != " ".join(names).split():
        raise ReportError(f"{head.place}: the columns are not {', '.join(names)}; report setup, hold and pulse width")
    return by_name(names, [Cell(text, line.place) for text in line.text.split()] or [line])


def _slack(row: Mapping[str, Cell], name: str, path: Path) -> float:
    if row[name].text in ("NA", "inf"):
        raise ReportError(f"{path}: no path was timed ({name} is {row[name].text}); is the clock's port right?")
    return row[name].known_number(name)


def _period(report: Report, name: str | None, period_ns: float | None) -> float:
    """The period in ns of the design's clock: the only clock, else the one called `name`, else the one of period_ns."""
    rows = report.find(r"^[ \t]*(\S+)[ \t]+\{[^}\n]*\}[ \t]+(\S+)[ \t]+\S+[ \t]*$")
    clocks = [(clock.text, period.known_number(f"the period of {clock.text}")) for clock, period in rows]
    if not clocks:
        raise ReportError(f"{report.path}: no clock in its clock summary; the constraints were not read")
    matching = clocks
    if len(clocks) > 1:
        matching = [clock for clock in clocks if clock[0] == name] or [
            clock for clock in clocks if period_ns is not None and abs(clock[1] - period_ns) <= PERIOD_TOLERANCE_NS
        ]
    if len(matching) != 1:
        listed = ", ".join(f"{clock} of {period:g} ns" for clock, period in clocks)
        raise ReportError(f"{report.path}: cannot tell which clock is the design's: {listed}; name it {name or 'clk'}")
    return matching[0][1]
