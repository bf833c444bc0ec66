"""Parallel coordinates: every design has a position on every axis, whatever its values are."""

import json
from dataclasses import replace

import pytest
from matplotlib.colors import LinearSegmentedColormap

from codesign.report.plots.importance import Axis, one_by_one
from codesign.report.plots.importance import axes as axes_of
from codesign.report.plots.interactive_parallel import parallel_coordinates
from codesign.report.plots.parallel import MOST_TICKS, SCALE, Dimension, dimensions, picture, scores_in_colour
from tests.report.test_pareto import point

POINTS = [point(1, 20_000.0), point(2, 30_000.0, kept=False), point(3, 25_000.0, score=0.3)]
BITS = Axis(("precision.weights", "precision.activations"), (4.0, 6.0, 4.0))
KIND = Axis(("architecture.name",), ("mlp", "interaction_network", "gru"))
COSTS = {"lut": [20_000.0, 30_000.0, 25_000.0], "latency_ns": [60.0, None, 50.0]}


def test_each_axis_has_a_value_a_design_and_costs_that_are_not_known_are_left_out() -> None:
    drawn = dimensions(POINTS, [BITS, KIND], COSTS, "macro AUC")
    assert [d.label for d in drawn] == ["#", "weights, activations", "architecture", "macro AUC", "LUT"]
    assert all(len(d.values) == len(POINTS) for d in drawn)
    assert drawn[1].ticks == {4.0: "4", 6.0: "6"}
    assert drawn[2].values == (2.0, 1.0, 0.0)
    assert drawn[2].ticks == {0.0: "gru", 1.0: "interaction_network", 2.0: "mlp"}
    assert drawn[2].drawn_ticks() == {0.0: ["gru"], 0.5: ["interaction_", "network"], 1.0: ["mlp"]}
    assert drawn[4].values == (20_000.0, 30_000.0, 25_000.0)


def test_many_numbers_have_even_ticks_and_equal_ones_have_ends_apart() -> None:
    many = Axis(("training.learning_rate",), tuple(n / 1000 for n in range(MOST_TICKS + 1)))
    points = [point(n, 1.0) for n in range(MOST_TICKS + 1)]
    (_, drawn, *_) = dimensions(points, [many], {"lut": [], "latency_ns": []}, "macro AUC")
    assert drawn.ticks == {}
    numbers = dimensions(points, [], {"lut": [], "latency_ns": []}, "macro AUC")[0].drawn_ticks().values()
    assert all(text.isdecimal() for (text,) in numbers), "there is no design 2.5"
    low, high = Dimension("same", (2.0, 2.0), {}).ends
    assert low < 2.0 < high


def test_a_design_that_learned_nothing_does_not_take_all_colours() -> None:
    points = [point(n, 1000.0) for n in range(1, 6)] + [replace(point(6, 1000.0, score=0.3), kept=False)]
    assert scores_in_colour(points) == (points[0].score, points[4].score)


def test_the_picture_has_a_line_a_design_and_names_all_axes() -> None:
    drawn = dimensions(POINTS, [BITS, KIND], COSTS, "macro AUC")
    figure = picture(drawn, POINTS, "jets", "macro AUC")
    lines = [line for line in figure.axes[0].lines if len(line.get_xdata()) == len(drawn)]
    assert len(lines) == len(POINTS)
    assert all(0 <= height <= 1 for line in lines for height in line.get_ydata())
    assert lines[0].get_linewidth() > lines[1].get_linewidth() > 1
    words = {text.get_text().replace("\n", "") for text in figure.axes[0].texts}
    assert {d.label.replace(" ", "") for d in drawn} | {"mlp", "gru", "4", "6"} <= {w.replace(" ", "") for w in words}


def test_of_values_that_are_near_each_other_some_have_no_tick() -> None:
    rates = Axis(("training.learning_rate",), (0.001, 0.0011, 0.1))
    (_, drawn, *_) = dimensions(POINTS, [rates], {"lut": [], "latency_ns": []}, "macro AUC")
    assert list(drawn.drawn_ticks().values()) == [["0.001"], ["0.1"]]
    assert list(drawn.drawn_ticks(apart=0.0).values()) == [["0.001"], ["0.0011"], ["0.1"]]


def test_keys_that_end_alike_keep_their_whole_names() -> None:
    axes = [Axis(("first.size",), (1.0, 2.0, 3.0)), Axis(("second.size",), (1.0, 2.0, 3.0))]
    assert [d.label for d in dimensions(POINTS, axes, COSTS, "macro AUC")][1:3] == ["first.size", "second.size"]


def test_keys_that_change_together_have_an_axis_each() -> None:
    documents = [{"name": f"d{n}", "precision": {"weights": n, "activations": n + 2}, "kind": "x"} for n in (4, 6)]
    (together,) = axes_of(documents)
    weights, activations = one_by_one([together], documents)
    assert (weights.keys, weights.values) == (("precision.weights",), (4.0, 6.0))
    assert (activations.keys, activations.values) == (("precision.activations",), (6.0, 8.0))


@pytest.mark.parametrize("swapped", [False, True])
def test_lines_that_answer_to_the_mouse_can_be_seen(swapped: bool) -> None:
    drawn = dimensions(POINTS, [BITS, KIND], COSTS, "macro AUC")
    plot = parallel_coordinates(drawn, POINTS, {p.number: ["told"] for p in POINTS}, "macro AUC")
    figure = json.loads(plot.narrow if swapped else plot.figure)
    assert [trace["name"] for trace in figure["data"]] == [p.name for p in POINTS]
    for number, (trace, design) in enumerate(zip(figure["data"], POINTS, strict=True)):
        assert trace["x" if swapped else "y"] == [d.heights[number] for d in drawn]
        assert trace["line"]["width"] >= (3 if design.kept else 1.5)
        assert "told" in trace["customdata"][0]
    words = {note["text"].replace("<br>", "").replace(" ", "") for note in figure["layout"]["annotations"]}
    assert {d.label.replace(" ", "") for d in drawn} <= words


def test_each_colour_of_a_line_has_the_contrast_of_a_line_on_white() -> None:
    """WCAG 2.1, 1.4.11: 3 to 1, by its formula of relative luminance."""
    colours = LinearSegmentedColormap.from_list("score", list(SCALE))
    channels = [
        [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in colours(n)[:3]] for n in range(256)
    ]
    luminance = [0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in channels]
    assert min(1.05 / (value + 0.05) for value in luminance) >= 3
    assert luminance == sorted(luminance, reverse=True), "to be told apart in grey"
