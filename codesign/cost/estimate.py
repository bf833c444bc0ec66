"""Resources and timing of an RTL project, estimated without a vendor's tool.

All numbers come from tables in data/, which are read and fitted on first use:
    jedi_linear_route.csv      20 published designs, with da4ml's cost of their logic and Vivado's reports after routing
    alkaid_da4ml_cost.csv      the same networks traced by da4ml and by alkaid, because the two count cost differently
    yosys_lut.csv              networks traced by alkaid and mapped by Yosys: LUT over cost where no design was routed
    da4ml_yosys_lut.csv        the same for da4ml, whose cost was compared with routed designs
docs/estimates.md shows the fits and their limits.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from codesign.cost.figures import Figure, Timing, Usage

if TYPE_CHECKING:
    from codesign.backends import Counts

STAGE = "RTL trace"
COVERAGE = 0.95  # the probability that a band holds the true value
CALIBRATED_LEVELS = 2  # adder levels per stage in the published designs
# LUT / da4ml cost where the published designs do not apply, for example to other pipelines; chosen, not fitted
OUTSIDE = (0.8, 1.25)

Column = NDArray[np.float64]


@dataclass(frozen=True)
class Band:
    """A central factor, and the range in which a new design's factor is expected."""

    value: float
    low: float
    high: float

    def times(self, factor: float) -> Band:
        """The band multiplied by `factor`."""
        return Band(factor * self.value, factor * self.low, factor * self.high)

    def at(self, x: float, note: str, tool: str) -> Figure:
        """The estimate x times this band."""
        band = self.times(x)
        return Figure(band.value, band.low, band.high, "estimated", STAGE, tool, note)


@dataclass(frozen=True)
class Calibration:
    """The fits. designs: the number of routed designs; smallest_lut, largest_lut: the range that they cover.

    lut_per_cost, lut_per_cost_outside: LUT over alkaid's cost, inside and outside the range of the calibration;
    lut_per_cost_mapped: the same, derived from Yosys netlists of `mapped` smaller designs;
    ff_per_lut: flip-flops over LUT; period_at_zero_ns, period_ns_per_lut: the straight line through the achieved
    periods; period_error: the largest relative error when the line through the other designs predicts one design.
    """

    designs: int
    smallest_lut: float
    largest_lut: float
    lut_per_cost: Band
    lut_per_cost_outside: Band
    lut_per_cost_mapped: Band
    mapped: int
    ff_per_lut: Band
    period_at_zero_ns: float
    period_ns_per_lut: float
    period_error: float

    def period_ns(self, lut: float) -> float:
        """The clock period in ns that routed designs of `lut` LUTs achieved."""
        return self.period_at_zero_ns + self.period_ns_per_lut * lut

    def covers(self, lut: float, rtl: Counts) -> bool:
        """Whether the calibration applies: size, adder levels per stage, neither multipliers nor look-up tables."""
        inside = self.smallest_lut <= lut <= self.largest_lut
        return inside and rtl.levels_a_stage == CALIBRATED_LEVELS and not (rtl.multipliers or rtl.lookups)


def estimate(rtl: Counts) -> tuple[Usage, Timing]:
    """LUT, FF, DSP, memories, clock, latency and interval of an RTL project, each with its band and its basis.

    The band of LUT is wider outside the range of the calibration, and the clock is assumed where no calibration
    applies; the notes of both figures say so.
    """
    fits = calibration()
    lut = _lut(rtl, fits)
    none = Figure.exactly(0.0, "estimated", STAGE, rtl.tool, "the logic has adders and multiplexers only")
    usage = Usage(lut, _ff(rtl, lut, fits), dsp=none, bram18=none, uram=none)
    counted = f"counted in the generated pipeline: {rtl.stages} stages of logic and the input register; not simulated"
    timing = Timing(
        _clock_ns(rtl, lut, fits),
        Figure.exactly(rtl.latency_cycles, "estimated", STAGE, rtl.tool, counted),
        Figure.exactly(
            1.0, "estimated", STAGE, rtl.tool, "the pipeline takes a jet at each clock edge by construction"
        ),
    )
    return usage, timing


def hls_figures() -> tuple[Usage, Timing]:
    """Unavailable figures for an HLS project on which Vitis HLS has not run."""
    what = ("C synthesis", "Vitis HLS", "Vitis HLS has not run; nothing else schedules its C++")
    return Usage.unavailable(*what), Timing.unavailable(*what)


@cache
def calibration() -> Calibration:
    """The fits to the tables in data/."""
    jedi, costs = table("jedi_linear_route.csv"), table("alkaid_da4ml_cost.csv")
    lut, da4ml, period = jedi["route_lut"], jedi["da4ml_cost_lut"], jedi["achieved_ns"]
    alike = (costs["da4ml_cost"] >= da4ml.min()) & (costs["da4ml_cost"] <= da4ml.max())
    scale = _ratio_of_a_new_design((costs["da4ml_cost"] / costs["alkaid_cost"])[alike])
    inside = _product(_ratio_of_a_new_design(lut / da4ml), scale)
    mapped, of_da4ml = table("yosys_lut.csv"), table("da4ml_yosys_lut.csv")
    small = mapped["yosys_lut"] < lut.min()
    netlists = _ratio_of_a_new_design((mapped["yosys_lut"] / mapped["alkaid_cost"])[small])
    routed = _product(_ratio_of_a_new_design(lut / da4ml), netlists)
    through_yosys = routed.times(1 / float((of_da4ml["yosys_lut"] / of_da4ml["da4ml_cost"]).mean()))
    outside = Band(
        inside.value,
        min(inside.low, OUTSIDE[0] * scale.value, through_yosys.low),
        max(inside.high, OUTSIDE[1] * scale.value, through_yosys.high),
    )
    slope, offset = np.polyfit(lut, period, 1)
    return Calibration(
        len(lut),
        float(lut.min()),
        float(lut.max()),
        inside,
        outside,
        through_yosys,
        int(small.sum()),
        _ratio_of_a_new_design(jedi["route_ff"] / lut),
        float(offset),
        float(slope),
        _leave_one_out_error(lut, period),
    )


def _lut(rtl: Counts, fits: Calibration) -> Figure:
    value = fits.lut_per_cost.value * rtl.adder_cost
    if fits.covers(value, rtl):
        return fits.lut_per_cost.at(rtl.adder_cost, f"calibrated on {fits.designs} routed designs", rtl.tool)
    note = f"outside the calibration ({_domain(fits)}): wider band"
    return fits.lut_per_cost_outside.at(rtl.adder_cost, note, rtl.tool)


def _ff(rtl: Counts, lut: Figure, fits: Calibration) -> Figure:
    """The flip-flops. Vivado may drop registers or move chains of them into LUT, but adds none: an upper limit."""
    assert lut.low is not None
    bits, low = float(rtl.register_bits), 0.0
    note = "all registers of the pipeline, an upper limit; no lower one is known"
    if fits.covers(fits.lut_per_cost.value * rtl.adder_cost, rtl):
        low = min(bits, fits.ff_per_lut.low * lut.low)
        note = (
            f"all registers of the pipeline, an upper limit; the lower end: FF per LUT of {fits.designs} routed designs"
        )
    return Figure(bits, low, bits, "estimated", STAGE, rtl.tool, note)


def _clock_ns(rtl: Counts, lut: Figure, fits: Calibration) -> Figure:
    """The requested period in ns, or a longer one if routed designs of this size did not reach it."""
    assert lut.value is not None
    assert lut.low is not None
    assert lut.high is not None
    requested_ns = rtl.clock_ns
    if rtl.levels_a_stage > CALIBRATED_LEVELS:
        note = f"clock assumed: no calibration for {rtl.levels_a_stage} adder levels a stage, only routing can tell"
        return Figure(requested_ns, requested_ns, math.inf, "estimated", STAGE, rtl.tool, note)
    error = fits.period_error if fits.covers(lut.value, rtl) else max(fits.period_error, OUTSIDE[1] - 1)
    value, high = fits.period_ns(lut.value), fits.period_ns(lut.high) * (1 + error)
    low = fits.period_ns(lut.low) * (1 - error) if rtl.levels_a_stage == CALIBRATED_LEVELS else requested_ns
    note = f"{requested_ns:g} ns asked, {value:.2f} ns expected from {fits.designs} routed designs"
    if rtl.levels_a_stage < CALIBRATED_LEVELS:
        note += f" of {CALIBRATED_LEVELS} adder levels a stage, an upper limit for {rtl.levels_a_stage}"
    elif not fits.covers(lut.value, rtl):
        note += f", outside their range ({_domain(fits)})"
    return Figure(
        max(requested_ns, value), max(requested_ns, low), max(requested_ns, high), "estimated", STAGE, rtl.tool, note
    )


def _domain(fits: Calibration) -> str:
    return (
        f"{fits.smallest_lut / 1000:.0f}k-{fits.largest_lut / 1000:.0f}k LUT, adders only,"
        f" {CALIBRATED_LEVELS} levels a stage"
    )


def _ratio_of_a_new_design(ratios: Column) -> Band:
    """The mean, and the interval that holds one more ratio with probability COVERAGE if ratios are normal."""
    from scipy.special import stdtrit  # type: ignore[import-untyped]  # not at the top: slow to import

    mean, n = float(ratios.mean()), len(ratios)
    reach = float(stdtrit(n - 1, (1 + COVERAGE) / 2) * ratios.std(ddof=1) * math.sqrt(1 + 1 / n))
    return Band(mean, mean - reach, mean + reach)


def _product(one: Band, other: Band) -> Band:
    """The product of two independent factors; their relative widths add in quadrature."""
    value = one.value * other.value
    below = math.hypot(1 - one.low / one.value, 1 - other.low / other.value)
    above = math.hypot(one.high / one.value - 1, other.high / other.value - 1)
    return Band(value, value * (1 - below), value * (1 + above))


def _leave_one_out_error(x: Column, y: Column) -> float:
    """The largest relative error when the line through all other points predicts a point."""
    errors = []
    for i in range(len(x)):
        slope, offset = np.polyfit(np.delete(x, i), np.delete(y, i), 1)
        errors.append(abs(y[i] / (offset + slope * x[i]) - 1))
    return float(max(errors))


def table(name: str) -> dict[str, Column]:
    """Name -> column, for the numeric columns of a table in data/."""
    lines = (files("codesign.cost") / "data" / name).read_text().splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    numeric = [key for key, text in rows[0].items() if text.replace(".", "").isdigit()]
    return {key: np.array([float(row[key]) for row in rows]) for key in numeric}
