import json
import math
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.cost.figures import Figure, Kind, Timing, Usage
from codesign.errors import RunError


def estimated(value: float, low: float, high: float, note: str = "") -> Figure:
    return Figure(value, low, high, "estimated", "RTL trace", "alkaid 0.8.2", note)


UNKNOWN = Figure.unavailable("C synthesis", "Vitis HLS", "not run")
CYCLES = Figure.exactly(20, "measured", "simulation", "Verilator 5.48", "by edges")


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    ends = st.floats(0, 1e6)
    low, value, high = sorted(draw(st.tuples(ends, ends, ends)))
    kind: Kind = draw(st.sampled_from(["measured", "tool-estimate", "mapped-yosys", "estimated"]))
    return draw(
        st.sampled_from(
            [Figure(value, low, high, kind, "s", "t", "n"), Figure(value, low, math.inf, kind, "s", "t"), UNKNOWN]
        )
    )


@pytest.mark.parametrize(
    "fields",
    [
        (None, None, None, "estimated"),
        (1.0, 1.0, 1.0, "unavailable"),
        (1.0, None, 1.0, "estimated"),
        (1.0, 1.5, 2.0, "estimated"),
        (3.0, 1.5, 2.0, "estimated"),
        (1.0, -1.0, 2.0, "estimated"),
        (math.nan, math.nan, math.nan, "estimated"),
        (math.inf, 1.0, math.inf, "estimated"),
        (1.0, 1.0, 1.0, "guessed"),
        (True, True, True, "estimated"),
        ("1", "1", "1", "estimated"),
    ],
)
def test_a_figure_that_says_nothing_true_cannot_be_made(fields: tuple[Any, ...]) -> None:
    with pytest.raises(ValueError, match=r"unavailable|inside a band|is unknown|are numbers"):
        Figure(*fields, "RTL trace", "alkaid")


def test_the_label_names_kind_stage_and_tool() -> None:
    assert estimated(1, 1, 2).label == "estimated: RTL trace (alkaid 0.8.2)"
    assert UNKNOWN.label == "unavailable: C synthesis (Vitis HLS)"


def test_times_and_over_keep_the_source_and_the_band() -> None:
    clock = estimated(2.5, 2, 4, "clock")
    assert clock.times(Fraction(2)) == estimated(5, 4, 8, "clock")
    assert clock.over(1000.0) == estimated(400, 250, 500, "clock")
    assert estimated(2.5, 2, math.inf).over(1000.0) == estimated(400, 0, 500)
    assert estimated(2.5, 0, 4).over(1000.0) == estimated(400, 250, math.inf)
    assert UNKNOWN.times(Fraction(2)) == UNKNOWN.over(1000.0) == UNKNOWN
    assert estimated(0, 0, 4).over(1000.0).kind == "unavailable"


@given(figures(), st.fractions(0, 1000))
def test_so_many_times_a_figure_is_a_figure(figure: Figure, factor: Fraction) -> None:
    assert figure.times(factor).kind == figure.kind  # the constructor checks the band


@given(figures())
def test_a_figure_survives_json(figure: Figure) -> None:
    text = json.dumps(figure.to_dict(), allow_nan=False)
    assert Figure.from_dict(json.loads(text)) == figure


def test_usage_and_timing_survive_json() -> None:
    usage = Usage(*(estimated(n, n, n + 1) for n in range(4)), UNKNOWN)
    timing = Timing(estimated(2.5, 2, math.inf), CYCLES, CYCLES)
    assert Usage.from_dict(json.loads(json.dumps(usage.to_dict()))) == usage
    assert Timing.from_dict(json.loads(json.dumps(timing.to_dict()))) == timing


@pytest.mark.parametrize("lut", [{}, {"lut": {"value": 1}}, {"lut": {}}, {"lut": UNKNOWN.to_dict(), "bram": {}}])
def test_broken_records_say_so(lut: dict[str, Any]) -> None:
    data = Usage.unavailable("s", "t", "n").to_dict()
    del data["lut"]
    with pytest.raises(RunError, match=r"expected the figures|no figure"):
        Usage.from_dict(data | lut)


def test_times_in_nanoseconds_are_those_at_the_asked_clock() -> None:
    """The expected clock is a separate figure: it must not lengthen the times."""
    timing = Timing(estimated(2.5, 2, 4), CYCLES, Figure.exactly(9, "measured", "simulation", "Verilator 5.48"))
    at_360_mhz = Fraction(1000, 360)
    assert timing.interval_ns(at_360_mhz) == replace(timing.interval_cycles, value=25.0, low=25.0, high=25.0)
    assert timing.interval_ns(Fraction("2.778")).value == 25.002
    assert timing.latency_ns(Fraction(5, 2)) == replace(CYCLES, value=50, low=50, high=50)
    assert (timing.clock_mhz.low, timing.clock_mhz.value, timing.clock_mhz.high) == (250, 400, 500)


def test_or_else_fills_only_what_is_unavailable() -> None:
    better = Usage(CYCLES, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN)
    usage = better.or_else(Usage(*(estimated(n, n, n) for n in range(5))))
    assert usage.lut is CYCLES
    assert [f.value for f in (usage.ff, usage.dsp, usage.bram18, usage.uram)] == [1, 2, 3, 4]
