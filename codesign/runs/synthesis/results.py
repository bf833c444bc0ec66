"""What a vendor stage found: its outcome by name, its figures with their source, its reports by content."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, Self

from codesign.cost.figures import Figure, Kind, Timing, Usage
from codesign.errors import RunError
from codesign.runs.synthesis.bands import RatioBand, csynth_bands
from codesign.runs.synthesis.cosim import Cosim
from codesign.runs.synthesis.csynth import Csynth
from codesign.runs.synthesis.outcomes import FINISHED, MEANING, OUTCOMES, Outcome
from codesign.runs.synthesis.timing import TimingSummary
from codesign.runs.synthesis.utilisation import Utilisation

# Of a clock that is not met, at least so much above the asked one: more than all roundings of periods to 1 ps hide
_NOT_MET_NS = 0.003

Source = Literal["csynth:vitis", "cosim:vitis", "synth:vivado", "route:vivado"]
Firmware = Literal["hls", "rtl"]


@dataclass(frozen=True)
class Slack:
    """Worst slacks in ns, negative where the design fails at its clock. For csynth only setup, by its own estimate."""

    setup_ns: float
    hold_ns: float | None
    pulse_width_ns: float | None
    failing_endpoints: int | None

    @property
    def checks(self) -> dict[str, float]:
        """Those that are known, by name."""
        slacks = {"setup": self.setup_ns, "hold": self.hold_ns, "pulse width": self.pulse_width_ns}
        return {name: slack for name, slack in slacks.items() if slack is not None}


@dataclass(frozen=True)
class Result:
    """One source for one firmware of a run.

    message: what to know of the outcome; tool: name and version; clock_ns, uncertainty_ns: what was asked, and what
    was kept free of it; inputs: digest of all that went in; reports: path in the run -> SHA-256.
    """

    source: Source
    firmware: Firmware
    outcome: Outcome
    message: str
    tool: str
    part: str
    clock_ns: float
    uncertainty_ns: float
    inputs: str
    seconds: float
    usage: Usage
    timing: Timing
    slack: Slack | None = None
    peak_memory_mb: float | None = None
    critical_warnings: tuple[str, ...] = ()
    hierarchy: tuple[dict[str, Any], ...] = ()
    reports: Mapping[str, str] | None = None
    log: str = ""

    @property
    def finished(self) -> bool:
        """Whether its figures count."""
        return self.outcome in FINISHED

    @property
    def meaning(self) -> str:
        """The outcome in words, with its message."""
        return MEANING[self.outcome] + (f": {self.message}" if self.message else "")

    def failed(self, outcome: Outcome, message: str) -> Self:
        """The same without figures."""
        why = (self.source, self.tool, f"{outcome}: {message}")
        return replace(
            self, outcome=outcome, message=message, usage=Usage.unavailable(*why), timing=Timing.unavailable(*why)
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {**asdict(self), "usage": self.usage.to_dict(), "timing": self.timing.to_dict()}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Inverse of `to_dict`; RunError for data that is no result."""
        try:
            fields = dict(data)
            if fields["outcome"] not in OUTCOMES:
                raise ValueError(f"outcome {fields['outcome']!r} is unknown")
            fields["usage"], fields["timing"] = Usage.from_dict(data["usage"]), Timing.from_dict(data["timing"])
            fields["slack"] = Slack(**data["slack"]) if data["slack"] else None
            fields["critical_warnings"] = tuple(data["critical_warnings"])
            fields["hierarchy"] = tuple(data["hierarchy"])
            return cls(**fields)
        except (TypeError, KeyError, ValueError) as error:
            raise RunError(f"no result of a vendor's tool ({error}); run `codesign synth` again") from None


def csynth_usage(report: Csynth, tool: str) -> Usage:
    """What csynth counts, with the band in which Vivado's counts of such designs lay."""
    bands = csynth_bands(report.version)

    def figure(name: str) -> Figure:
        value: float = getattr(report, name)
        if name not in bands:
            return Figure.exactly(value, "tool-estimate", "csynth:vitis", tool, "an estimate of C synthesis")
        low, high = min(1.0, bands[name].low), max(1.0, bands[name].high)
        return Figure(
            value, low * value, high * value, "tool-estimate", "csynth:vitis", tool, _csynth_note(name, bands[name])
        )

    return Usage(*(figure(name) for name in ("lut", "ff", "dsp", "bram18", "uram")))


def _csynth_note(name: str, band: RatioBand) -> str:
    role = "an upper bound" if band.high <= 1 else "an estimate"
    return f"{role} of C synthesis: Vivado made {band.low:.2g} to {band.high:.2g} of it ({band.basis})"


def csynth_timing(report: Csynth, tool: str) -> Timing:
    """Cycles as scheduled; the clock as asked, without an upper end, because csynth closes no timing."""
    source: tuple[Kind, str, str] = ("tool-estimate", "csynth:vitis", tool)
    period = max(report.clock_ns, report.estimated_ns)
    note = (
        f"csynth expects {report.estimated_ns:g} ns for the {report.clock_ns:g} ns asked, {report.uncertainty_ns:g} ns"
        " of it kept free; only routing tells"
    )
    counted = "scheduled by C synthesis, from ap_start to ap_done"
    return Timing(
        Figure(period, period, math.inf, *source, note),
        _cycles(report.latency_min, report.latency_max, *source, counted),
        _cycles(report.interval_min, report.interval_max, *source, counted),
    )


def cosim_timing(report: Cosim, clock: Figure, tool: str) -> Timing:
    """Cycles as the simulated RTL took them; the clock is csynth's."""
    source: tuple[Kind, str, str] = ("measured", "cosim:vitis", tool)
    counted = "counted in the simulation of the RTL, from ap_start to ap_done"
    return Timing(
        clock,
        _cycles(report.latency_min, report.latency_max, *source, counted),
        _cycles(report.interval_min, report.interval_max, *source, counted),
    )


def vivado_usage(report: Utilisation, source: Source, tool: str) -> Usage:
    """What Vivado counted in the netlist."""
    names = ("lut", "ff", "dsp", "bram18", "uram")
    return Usage(*(Figure.exactly(getattr(report, name), "measured", source, tool) for name in names))


def vivado_timing(report: TimingSummary, source: Source, tool: str) -> Timing:
    """The clock that the worst path allows, no shorter than asked; cycles are not Vivado's to tell.

    After synthesis the wires are guessed: an estimate without an upper end. A routed clock that fails by more than
    setup has none either: how much longer a pulse width needs it is not said, and no period mends a hold violation. Its
    lower end lies above the period that was asked.
    """
    period = max(report.clock_ns, report.achieved_ns)
    note = f"{report.clock_ns:g} ns asked, {slacks_in_words(report)}"
    cycles = Figure.unavailable(source, tool, "Vivado counts no cycles")
    if source != "route:vivado":
        note = f"{note}; before routing"
        return Timing(Figure(period, period, math.inf, "tool-estimate", source, tool, note), cycles, cycles)
    by_setup = report.met or report.failing == ("setup",)
    if not report.met and (not by_setup or period == report.clock_ns):
        period = max(period, report.clock_ns + _NOT_MET_NS)
    high = period if by_setup else math.inf
    return Timing(Figure(period, period, high, "measured", source, tool, note), cycles, cycles)


def slacks_in_words(report: TimingSummary) -> str:
    """Every worst slack with the clock uncertainty, and which checks fail."""
    uncertainty = "an unknown" if report.uncertainty_ns is None else f"{report.uncertainty_ns:g} ns"
    slacks = (
        f"worst setup slack {report.setup_slack_ns:+.3f} ns, hold {report.hold_slack_ns:+.3f} ns, pulse width"
        f" {report.pulse_width_slack_ns:+.3f} ns with {uncertainty} clock uncertainty"
    )
    if report.met:
        return slacks
    failing = " and ".join(report.failing) or "a constraint that shows in none of these"
    return f"{slacks}; {failing} fails, with {report.failing_endpoints} failing endpoints"


def _cycles(low: int | None, high: int | None, kind: Kind, source: str, tool: str, note: str) -> Figure:
    if low is None or high is None:
        return Figure.unavailable(source, tool, "the tool does not say: a loop of unknown length, or a single input")
    return Figure(float(high), float(low), float(high), kind, source, tool, note)
