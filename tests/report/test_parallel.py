"""Parallel coordinates: every design has a position on every axis, whatever its values are."""

from dataclasses import replace

from codesign.report.plots.importance import Axis
from codesign.report.plots.parallel import MOST_TICKS, Dimension, dimensions, picture, scores_in_colour
from tests.report.test_pareto import point

POINTS = [point(1, 20_000.0), point(2, 30_000.0, kept=False), point(3, 25_000.0, score=0.3)]
BITS = Axis(("precision.weights", "precision.activations"), (4.0, 6.0, 4.0))
KIND = Axis(("architecture.name",), ("mlp", "interaction_network", "gru"))
COSTS = {"lut": [20_000.0, 30_000.0, 25_000.0], "latency_ns": [60.0, None, 50.0]}


def test_each_axis_has_a_value_a_design_and_costs_that_are_not_known_are_left_out() -> None:
    found = dimensions(POINTS, [BITS, KIND], COSTS, "macro AUC")
    assert [d.label for d in found] == ["#", "weights, activations", "architecture", "macro AUC", "LUT"]
    assert all(len(d.values) == len(POINTS) for d in found)
    assert found[1].ticks == {4.0: "4", 6.0: "6"}
    assert found[2].values == (2.0, 1.0, 0.0)
    assert found[2].ticks == {0.0: "gru", 1.0: "interaction_net…", 2.0: "mlp"}
    assert found[4].values == (20_000.0, 30_000.0, 25_000.0)


def test_many_numbers_have_even_ticks_and_equal_ones_have_ends_apart() -> None:
    many = Axis(("training.learning_rate",), tuple(n / 1000 for n in range(MOST_TICKS + 1)))
    points = [point(n, 1.0) for n in range(MOST_TICKS + 1)]
    (_, drawn, *_) = dimensions(points, [many], {"lut": [], "latency_ns": []}, "macro AUC")
    assert drawn.ticks == {}
    low, high = Dimension("same", (2.0, 2.0), {}).ends
    assert low < 2.0 < high


def test_a_design_that_learned_nothing_does_not_take_all_colours() -> None:
    points = [point(n, 1000.0) for n in range(1, 6)] + [replace(point(6, 1000.0, score=0.3), kept=False)]
    assert scores_in_colour(points) == (points[0].score, points[4].score)


def test_the_picture_has_a_line_a_design_and_names_all_axes() -> None:
    found = dimensions(POINTS, [BITS, KIND], COSTS, "macro AUC")
    figure = picture(found, POINTS, "jets", "macro AUC")
    lines = [line for line in figure.axes[0].lines if len(line.get_xdata()) == len(found)]
    assert len(lines) == len(POINTS)
    assert all(0 <= height <= 1 for line in lines for height in line.get_ydata())
    assert lines[0].get_linewidth() > lines[1].get_linewidth()
    words = {text.get_text() for text in figure.axes[0].texts}
    assert {d.label for d in found} | {"mlp", "gru", "4", "6"} <= words
