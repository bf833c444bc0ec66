"""The result of a vendor stage: its outcome, its figures with their source, and the digests of its reports."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, Self, get_args

from codesign.cost.figures import Figure, Kind, Timing, Usage
from codesign.errors import RunError
from codesign.runs.synthesis.bands import RatioBand, csynth_bands
from codesign.runs.synthesis.cosim import Cosim
from codesign.runs.synthesis.csynth import Csynth
from codesign.runs.synthesis.outcomes import FINISHED, MEANING, OUTCOMES, Outcome
from codesign.runs.synthesis.timing import TimingSummary
from codesign.runs.synthesis.utilisation import Utilisation

# The period of a clock that is not met lies at least this far above the requested one: more than rounding to 1 ps hides
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
        """Name of the check -> slack in ns, for those that are known."""
        slacks = {"setup": self.setup_ns, "hold": self.hold_ns, "pulse width": self.pulse_width_ns}
        return {name: slack for name, slack in slacks.items() if slack is not None}


@dataclass(frozen=True)
class Result:
    """The result of one source (tool and step) for one firmware of a run.

    message: details of the outcome; tool: name and version; clock_ns, uncertainty_ns: the requested period, and the
    margin kept free in it; inputs: digest of all inputs; reports: path in the run -> SHA-256.
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
        """Whether the stage went through, so that its figures count."""
        return self.outcome in FINISHED

    @property
    def meaning(self) -> str:
        """The outcome in words, with its message."""
        return MEANING[self.outcome] + (f": {self.message}" if self.message else "")

    def failed(self, outcome: Outcome, message: str) -> Self:
        """This result with another outcome and message, and without figures."""
        why = (self.source, self.tool, f"{outcome}: {message}")
        return replace(
            self, outcome=outcome, message=message, usage=Usage.unavailable(*why), timing=Timing.unavailable(*why)
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {**asdict(self), "usage": self.usage.to_dict(), "timing": self.timing.to_dict()}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Inverse of `to_dict`; RunError for data that is not a result."""
        try:
            fields = dict(data)
            if fields["outcome"] not in OUTCOMES:
                raise ValueError(f"outcome {fields['outcome']!r} is unknown")
            if fields["source"] not in get_args(Source) or fields["firmware"] not in get_args(Firmware):
                raise ValueError(f"{fields['source']!r} of {fields['firmware']!r} is not a source of figures")
            fields["usage"], fields["timing"] = Usage.from_dict(data["usage"]), Timing.from_dict(data["timing"])
            fields["slack"] = Slack(**data["slack"]) if data["slack"] else None
            fields["critical_warnings"] = tuple(data["critical_warnings"])
            fields["hierarchy"] = tuple(data["hierarchy"])
            return cls(**fields)
        except (TypeError, KeyError, ValueError) as error:
            raise RunError(f"not a result of a vendor's tool ({error}); run `codesign synth` again") from None


def csynth_usage(report: Csynth, tool: str) -> Usage:
    """Counts of csynth, with the band of Vivado's counts for other designs relative to csynth's."""
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
    return f"{role} of C synthesis: Vivado's count is {band.low:.2g} to {band.high:.2g} times that ({band.basis})"


def csynth_timing(report: Csynth, tool: str) -> Timing:
    """Cycles as scheduled. The clock is the requested or the estimated one, whichever is slower.

    The clock has no upper end, because csynth does not close timing.
    """
    source: tuple[Kind, str, str] = ("tool-estimate", "csynth:vitis", tool)
    period = max(report.clock_ns, report.estimated_ns)
    note = (
        f"csynth expects {report.estimated_ns:g} ns for the {report.clock_ns:g} ns requested,"
        f" {report.uncertainty_ns:g} ns of it reserved; only routing tells"
    )
    counted = "scheduled by C synthesis, from ap_start to ap_done"
    return Timing(
        Figure(period, period, math.inf, *source, note),
        _cycles(report.latency_min, report.latency_max, *source, counted),
        _cycles(report.interval_min, report.interval_max, *source, counted),
    )


def cosim_timing(report: Cosim, clock: Figure, tool: str) -> Timing:
    """Cycles as counted in the simulated RTL. clock: the figure from csynth."""
    source: tuple[Kind, str, str] = ("measured", "cosim:vitis", tool)
    counted = "counted in the simulation of the RTL, from ap_start to ap_done"
    return Timing(
        clock,
        _cycles(report.latency_min, report.latency_max, *source, counted),
        _cycles(report.interval_min, report.interval_max, *source, counted),
    )


def vivado_usage(report: Utilisation, source: Source, tool: str) -> Usage:
    """Vivado's counts in the netlist, as exact figures."""
    names = ("lut", "ff", "dsp", "bram18", "uram")
    return Usage(*(Figure.exactly(getattr(report, name), "measured", source, tool) for name in names))


def vivado_timing(report: TimingSummary, source: Source, tool: str) -> Timing:
    """The clock that the worst path allows, but no shorter than requested; cycles are unavailable from Vivado.

    After synthesis wire delays are guesses, so the clock is an estimate without an upper end. A routed clock that fails
    more than setup has no upper end either: the report does not say which period the pulse width needs, and no period
    repairs a hold violation. Its lower end is above the requested period.
    """
    period = max(report.clock_ns, report.achieved_ns)
    note = f"{report.clock_ns:g} ns requested, {slacks_in_words(report)}"
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
    """A sentence with every worst slack, the clock uncertainty, and the checks that fail."""
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
