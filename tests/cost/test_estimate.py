import csv
import dataclasses
import math
import subprocess
import sys
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from codesign.backends.rtl.convert import RtlProject
from codesign.cost.estimate import OUTSIDE, calibration, estimate, hls_figures
from codesign.net.fixedpoint import FixedPoint

TYPICAL = RtlProject(
    folder=Path("rtl"),
    name="tagger",
    flavor="verilog",
    part="xcvu13p-flga2577-2-e",
    clock_ns=2.6,
    net="0" * 12,
    port=FixedPoint(1, 4, 4),
    port_shape=(16, 3),
    outputs={"logits": (8,)},
    stages=20,
    levels_a_stage=2,
    adder_cost=90_000.0,
    register_bits=80_000,
    multipliers=0,
    lookups=0,
    tool="alkaid 0.8.2",
)


def variant(**changes: object) -> RtlProject:
    return dataclasses.replace(TYPICAL, **changes)  # type: ignore[arg-type]


def routed_designs() -> dict[str, np.ndarray]:
    lines = (files("codesign.cost") / "data" / "jedi_linear_route.csv").read_text().splitlines()
    rows = list(csv.DictReader(lines[1:]))
    return {key: np.array([float(row[key]) for row in rows if row[key] not in ("True", "False")]) for key in rows[0]}


def test_the_table_names_its_source() -> None:
    first = (files("codesign.cost") / "data" / "jedi_linear_route.csv").read_text().splitlines()[0]
    assert "arXiv:2508.15468" in first
    assert "xcvu13p-flga2577-2-e" in first


def test_the_fits_are_those_of_the_published_designs() -> None:
    fits, table = calibration(), routed_designs()
    assert fits.designs == 20
    assert (fits.smallest_lut, fits.largest_lut) == (35_684, 295_715)
    assert fits.period_ns(0) == pytest.approx(2.55, abs=0.01)
    assert fits.period_ns(100_000) - fits.period_ns(0) == pytest.approx(0.69, abs=0.01)
    ratio = table["route_lut"] / table["da4ml_cost_lut"]
    assert (ratio.mean(), ratio.std(ddof=1)) == pytest.approx((1.051, 0.043), abs=0.001)


def test_the_published_designs_lie_in_their_own_bands() -> None:
    fits, table = calibration(), routed_designs()
    period = np.array([fits.period_ns(lut) for lut in table["route_lut"]])
    assert (np.abs(table["achieved_ns"] / period - 1) <= fits.period_error).all()
    ff = table["route_ff"] / table["route_lut"]
    inside = (ff >= fits.ff_per_lut.low) & (ff <= fits.ff_per_lut.high)
    assert inside.mean() >= 0.9


def test_a_design_like_the_published_ones() -> None:
    usage, timing = estimate(TYPICAL)
    fits = calibration()
    assert usage.lut.value == pytest.approx(fits.lut_per_cost.value * 90_000)
    assert usage.lut.low == pytest.approx(fits.lut_per_cost.low * 90_000)
    assert usage.lut.high == pytest.approx(fits.lut_per_cost.high * 90_000)
    assert "calibrated on 20" in usage.lut.note
    assert usage.ff.value == usage.ff.high == 80_000
    assert 0 < usage.ff.low < 80_000  # type: ignore[operator]
    assert [f.value for f in (usage.dsp, usage.bram18, usage.uram)] == [0, 0, 0]
    assert timing.latency_cycles.value == 21
    assert "20 stages" in timing.latency_cycles.note
    assert timing.interval_cycles.value == 1
    assert {f.kind for f in vars(usage).values()} | {f.kind for f in vars(timing).values()} == {"estimated"}


@pytest.mark.parametrize(
    "changes",
    [{"adder_cost": 20_000.0}, {"adder_cost": 300_000.0}, {"levels_a_stage": 1}, {"lookups": 3}, {"multipliers": 1}],
)
def test_outside_the_calibration_the_band_widens_and_says_so(changes: dict[str, float]) -> None:
    inside, outside = estimate(TYPICAL)[0].lut, estimate(variant(**changes))[0].lut
    assert "outside the calibration (36k-296k LUT" in outside.note
    assert outside.low / outside.value < inside.low / inside.value  # type: ignore[operator]
    assert outside.high / outside.value > inside.high / inside.value  # type: ignore[operator]


def test_the_wider_band_holds_the_narrow_one_and_the_known_factors() -> None:
    fits = calibration()
    assert fits.lut_per_cost_outside.low <= fits.lut_per_cost.low
    assert fits.lut_per_cost_outside.high >= fits.lut_per_cost.high
    assert fits.lut_per_cost_outside.low < fits.lut_per_cost_outside.value * OUTSIDE[0]


def test_the_wider_band_holds_what_yosys_says_of_small_designs() -> None:
    """LUT after routing, estimated through the Yosys netlists of at least 5 networks, agrees with routed designs."""
    fits = calibration()
    assert fits.mapped >= 5
    assert fits.lut_per_cost_outside.low <= fits.lut_per_cost_mapped.low < fits.lut_per_cost_mapped.value
    assert fits.lut_per_cost_outside.high >= fits.lut_per_cost_mapped.high
    assert fits.lut_per_cost.low < fits.lut_per_cost_mapped.value < fits.lut_per_cost.high


def test_registers_outside_the_calibration_have_no_lower_end() -> None:
    assert estimate(variant(adder_cost=500.0, register_bits=400))[0].ff.low == 0


def test_a_clock_that_routed_designs_do_not_reach_becomes_longer() -> None:
    clock = estimate(variant(clock_ns=2.0))[1].clock_ns
    assert clock.value == pytest.approx(calibration().period_ns(calibration().lut_per_cost.value * 90_000))
    assert 2.0 < clock.low < clock.value < clock.high  # type: ignore[operator]
    assert "2 ns asked, 3.24 ns expected" in clock.note


def test_a_slow_clock_is_kept() -> None:
    clock = estimate(variant(clock_ns=9.0))[1].clock_ns
    assert (clock.low, clock.value, clock.high) == (9, 9, 9)


def test_one_level_a_stage_is_bounded_by_two() -> None:
    clock, two = estimate(variant(levels_a_stage=1))[1].clock_ns, estimate(TYPICAL)[1].clock_ns
    assert clock.low == 2.6
    assert clock.high >= two.high  # type: ignore[operator]
    assert "upper limit for 1" in clock.note


def test_more_levels_than_calibrated_leave_the_clock_open() -> None:
    timing = estimate(variant(levels_a_stage=3, clock_ns=4.0))[1]
    assert (timing.clock_ns.low, timing.clock_ns.value, timing.clock_ns.high) == (4, 4, math.inf)
    assert "clock assumed" in timing.clock_ns.note
    assert timing.clock_mhz.low == 0


def test_hls_without_vitis_is_unavailable() -> None:
    usage, timing = hls_figures()
    period = Fraction(5, 2)
    times = timing.latency_ns(period), timing.interval_ns(period), timing.clock_mhz
    assert {f.kind for f in (*vars(usage).values(), *vars(timing).values(), *times)} == {"unavailable"}
    assert "Vitis HLS has not run" in timing.latency_ns(period).note


def test_importing_fits_nothing() -> None:
    dear = "{'scipy', 'alkaid', 'codesign.backends.rtl.convert'}"
    program = f"import codesign.cost.estimate, sys; assert not {dear} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True)
