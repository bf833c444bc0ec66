"""The verdict with what vendor tools know: the clock that routing allows, and the HLS project beside the RTL."""

from __future__ import annotations

from dataclasses import fields

from codesign.budget import Budget, Line, Verdict, check
from codesign.figures import Figure, Timing, Usage
from codesign.run import Run
from codesign.vendor import flow
from codesign.vendor.results import Firmware


def judge(run: Run, usage: Usage, timing: Timing, limits: Budget) -> Verdict:
    """The verdict on the RTL, whose figures are given, with the HLS project as information.

    A routed clock is a limit of its own: firmware runs at the clock of its crate, not at the one it could take.
    An interval above the budget stands first, and that of the HLS decides too: a project that misses it is no firmware
    for the trigger, whatever its RTL sibling does.
    """
    hls_usage, hls_timing = flow.figures(run, "hls")
    plain = check(usage, timing, limits, hls_timing)
    lines = [*plain.lines, *_clock(run, "rtl", timing.clock_ns)]
    information = [*plain.information, *_clock(run, "hls", hls_timing.clock_ns), *_hls_resources(hls_usage, limits)]
    late = [line for line in (*lines, *information) if line.name.startswith("interval") and line.outcome == "FAIL"]
    return Verdict(
        (*late, *(line for line in lines if line not in late)),
        tuple(line for line in information if line not in late),
    )


def _clock(run: Run, firmware: Firmware, clock: Figure) -> tuple[Line, ...]:
    """The routed clock against the one asked for, if it was routed."""
    name = f"clock of the {firmware.upper()} (ns)"
    routed = (r for r in flow.results(run) if r.source == "route:vivado" and r.firmware == firmware and r.finished)
    return tuple(Line(name, clock, result.clock_ns) for result in routed)


def _hls_resources(usage: Usage, limits: Budget) -> tuple[Line, ...]:
    named = ((field.name, getattr(usage, field.name)) for field in fields(usage))
    return tuple(
        Line(f"{name.upper()} of the HLS, {limits.region(limits.slr)}", figure, limits.allowed(name, limits.slr))
        for name, figure in named
        if figure.value is not None
    )
