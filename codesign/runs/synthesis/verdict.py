"""The verdict on a run: proofs, clock, interval, latency and resources of its RTL, with the HLS project beside it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import fields

from codesign.backends import HLS, RTL
from codesign.cost.budget import CLOCK, UNROUTED, Budget, Limit, Verdict, check
from codesign.cost.figures import Figure, Timing, Usage
from codesign.runs.proof import exactness
from codesign.runs.run import Run
from codesign.runs.synthesis import stages as flow
from codesign.runs.synthesis.results import Firmware, Result


def judge(run: Run, usage: Usage, timing: Timing, limits: Budget) -> Verdict:
    """The verdict on the RTL, whose figures are given, and on its proofs; the HLS project is information only.

    Firmware runs at the requested clock of its crate, not at the fastest it could reach: latency and interval are those
    at the requested clock, and whether the firmware reaches it is a limit of its own.
    An interval above the budget comes first. Here the HLS project counts too: one that misses the interval is not
    firmware for the trigger, however good the RTL is.
    """
    results = flow.results(run)
    hls_usage, hls_timing = flow.figures(run, HLS)
    plain = check(usage, timing, limits, hls_timing, run.design.firmware.period_ns)
    clock = _clock(run, RTL, CLOCK, timing.clock_ns, results, limits.unrouted == "allow")
    hls_clock = _clock(run, HLS, "clock of the HLS (ns)", hls_timing.clock_ns, results)
    lines = [exactness(run, contradictions(results)), *clock, *plain.lines]
    information = [*plain.information, *hls_clock, *_hls_resources(hls_usage, limits)]
    late = [line for line in (*lines, *information) if line.name.startswith("interval") and line.outcome == "FAIL"]
    return Verdict(
        (*late, *(line for line in lines if line not in late)),
        tuple(line for line in information if line not in late),
    )


def contradictions(results: Iterable[Result]) -> list[str]:
    """Mismatches that vendor tools found in their own simulations, one text each."""
    return [f"{r.source}: {r.meaning}" for r in results if r.outcome == "mismatch"]


def _clock(
    run: Run, firmware: Firmware, name: str, clock: Figure, results: list[Result], waived: bool = False
) -> tuple[Limit, ...]:
    """Lines on the expected or routed period against the requested one, and on a hold violation if there is one.

    Vivado rounds periods to 1 ps, so 360 MHz is 2.778 ns to it: the limit is rounded up to the next picosecond.
    """
    routed = next((r for r in results if r.source == "route:vivado" and r.firmware == firmware and r.finished), None)
    firmware_settings = run.design.firmware
    known = clock.value is not None
    if not known and firmware == HLS:
        return ()
    mhz = clock.over(1000.0)
    reached = f"routing reached {_band(mhz)}" if routed else f"{_band(mhz)} is expected"
    detail = f"{firmware_settings.clock} is asked for, {reached}"
    open_ = UNROUTED
    if routed:
        open_ = "" if routed.outcome in ("done", "timing-failure") else routed.meaning
    allowed = math.ceil(firmware_settings.period_ns * 1000) / 1000
    line = Limit(name, clock, allowed, detail=detail, open=open_, waived=waived and known and not routed)
    hold = routed.slack.hold_ns if routed and routed.slack else None
    if hold is None or hold >= 0:
        return (line,)
    assert routed
    violated = Figure.exactly(-hold, "measured", routed.source, routed.tool, "no clock is slow enough for it")
    return line, Limit(f"hold violation of the {firmware.upper()} (ns)", violated, 0.0)


def _band(mhz: Figure) -> str:
    """'302 MHz (246 to 360)'."""
    if mhz.value is None or mhz.low is None or mhz.high is None:
        return "no frequency"
    return f"{mhz.value:.4g} MHz" + (f" ({mhz.low:.4g} to {mhz.high:.4g})" if mhz.low != mhz.high else "")


def _hls_resources(usage: Usage, limits: Budget) -> tuple[Limit, ...]:
    named = ((field.name, getattr(usage, field.name)) for field in fields(usage))
    return tuple(
        Limit(f"{name.upper()} of the HLS, {limits.region(limits.slr)}", figure, limits.allowed(name, limits.slr))
        for name, figure in named
        if figure.value is not None
    )
