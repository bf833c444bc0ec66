import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.errors import RunError
from codesign.figures import Figure, Kind, Timing, Usage


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
    ],
)
def test_a_figure_that_says_nothing_true_cannot_be_made(fields: tuple[Any, ...]) -> None:
    with pytest.raises(ValueError, match=r"unavailable|inside a band|is unknown"):
        Figure(*fields, "RTL trace", "alkaid")


def test_the_label_names_kind_stage_and_tool() -> None:
    assert estimated(1, 1, 2).label == "estimated: RTL trace (alkaid 0.8.2)"
    assert UNKNOWN.label == "unavailable: C synthesis (Vitis HLS)"


def test_a_product_is_as_weak_as_its_weaker_factor() -> None:
    for product in (CYCLES * estimated(2.5, 2, 3, "clock"), estimated(2.5, 2, 3, "clock") * CYCLES):
        assert (product.value, product.low, product.high) == (50, 40, 60)
        assert product.label == "estimated: RTL trace (alkaid 0.8.2)"
        assert sorted(product.note.split("; ")) == ["by edges", "clock"]


def test_a_product_with_the_unknown_is_unknown() -> None:
    assert (CYCLES * UNKNOWN).kind == (UNKNOWN * CYCLES).kind == "unavailable"


@given(figures(), figures())
def test_a_product_keeps_its_value_in_its_band(one: Figure, other: Figure) -> None:
    product = one * other  # the constructor checks the band
    assert (product.kind == "unavailable") == ("unavailable" in (one.kind, other.kind))


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


def test_times_in_nanoseconds_are_cycles_times_clock() -> None:
    timing = Timing(estimated(2.5, 2, 4), CYCLES, Figure.exactly(3, "measured", "simulation", "Verilator 5.48"))
    assert (timing.latency_ns.low, timing.latency_ns.value, timing.latency_ns.high) == (40, 50, 80)
    assert (timing.interval_ns.low, timing.interval_ns.value, timing.interval_ns.high) == (6, 7.5, 12)


def test_or_else_fills_only_what_is_unavailable() -> None:
    better = Usage(CYCLES, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN)
    usage = better.or_else(Usage(*(estimated(n, n, n) for n in range(5))))
    assert usage.lut is CYCLES
    assert [f.value for f in (usage.ff, usage.dsp, usage.bram18, usage.uram)] == [1, 2, 3, 4]
