"""The one list of quantities names every figure of a design."""

from dataclasses import fields
from fractions import Fraction

from codesign.cost.figures import Figure, Timing, Usage
from codesign.cost.quantities import TITLES, quantities


def exactly(value: float) -> Figure:
    return Figure.exactly(value, "measured", "a test", "by hand")


def test_every_resource_and_time_has_a_title_and_its_figure():
    usage = Usage(*(exactly(n) for n in (10, 20, 30, 40, 50)))
    timing = Timing(clock_ns=exactly(2.5), latency_cycles=exactly(9), interval_cycles=exactly(3))
    figures = quantities(usage, timing, Fraction(1000, 360))
    assert list(figures) == list(TITLES)
    assert {field.name for record in (usage, timing) for field in fields(record)} <= set(TITLES)
    assert [figure.value for figure in figures.values()] == [10, 20, 30, 40, 50, 2.5, 400, 9, 25, 3, 25 / 3]
