"""The quantities of a design, from LUT to the interval: one list of what each is called and where its figure is."""

from __future__ import annotations

from dataclasses import fields
from fractions import Fraction

from codesign.cost.figures import Figure, Timing, Usage

TITLES = {
    "lut": "LUT",
    "ff": "FF",
    "dsp": "DSP",
    "bram18": "BRAM18",
    "uram": "URAM",
    "clock_ns": "clock expected (ns)",
    "clock_mhz": "clock expected (MHz)",
    "latency_cycles": "latency (cycles)",
    "latency_ns": "latency (ns)",
    "interval_cycles": "interval (cycles)",
    "interval_ns": "interval (ns)",
}
RESOURCES = tuple(field.name for field in fields(Usage))


def quantities(usage: Usage, timing: Timing, period_ns: Fraction) -> dict[str, Figure]:
    """Key of TITLES -> Figure, in that order; times in ns at the clock of this period, the one that is asked for."""
    figures = {field.name: getattr(usage, field.name) for field in fields(usage)}
    figures |= {field.name: getattr(timing, field.name) for field in fields(timing)}
    figures |= {"clock_mhz": timing.clock_mhz, "latency_ns": timing.latency_ns(period_ns)}
    figures["interval_ns"] = timing.interval_ns(period_ns)
    return {key: figures[key] for key in TITLES}
