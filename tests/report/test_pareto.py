"""Score against cost: which designs are on the Pareto front, and how a plot shows them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.report.plots.pareto import LATENCY, Point, below, corners, frame, front, score_against_cost, short_names


def point(number: int, cost: float, **changes: object) -> Point:
    fields = {"score": 0.85 + 0.01 * number, "kept": True, "low": 0.9 * cost, "high": 1.2 * cost} | changes
    return Point(number=number, name=f"design{number}", score_error=0.003, cost=cost, **fields)


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.booleans()), min_size=1, max_size=12),
)
def test_nothing_sound_beats_the_front_and_all_else_is_beaten(rows: list[tuple[int, int, bool]]) -> None:
    points = [point(n, float(c), score=float(s), sound=ok) for n, (c, s, ok) in enumerate(rows)]
    best = front(points)
    sound = [p for p in points if p.sound]
    assert bool(best) == bool(sound)
    for p in sound:
        beaten = [o for o in best if o.cost <= p.cost and o.score >= p.score]
        assert beaten
        if p in best:
            assert beaten == [p]
    assert [p.cost for p in best] == sorted({p.cost for p in best})


def test_a_picture_shows_each_design_and_the_limits_in_reach() -> None:
    points = [point(1, 20_000, best=True), point(2, 30_000), point(3, 25_000, kept=False)]
    figure = score_against_cost(points, {"share": 60_000.0, "one SLR": 432_000.0}, "estimated", "jets")
    ax = figure.axes[0]
    labels = [entry.get_text() for entry in ax.get_legend().get_texts()]
    assert labels[:4] == ["1  design1  (best)", "2  design2", "3  design3  (dropped)", "Pareto front"]
    assert labels[4:] == ["share: 60,000 LUT", "one SLR: 432,000 LUT"]
    assert [p.number for p in points] == sorted(int(item.get_text()) for item in ax.texts)
    assert 60_000 < ax.get_xlim()[1] < 100_000, "a far budget must not squeeze the designs together"
    assert all(ax.get_xlim()[0] < p.low for p in points)
    assert ax.get_xlabel() == "LUT, estimated"


def test_of_many_designs_the_legend_names_those_that_are_kept() -> None:
    points = [point(n, 1000.0 + n, kept=n < 3, score=0.8) for n in range(30)]
    legend = score_against_cost(points, {}, "estimated", "", cost=LATENCY).axes[0].get_legend()
    assert [entry.get_text() for entry in legend.get_texts()] == [
        *(f"{n}  design{n}" for n in range(3)),
        "Pareto front",
    ]


def test_a_design_that_learned_nothing_does_not_squeeze_the_others() -> None:
    points = [point(n, 1000.0 + n) for n in range(1, 6)] + [point(6, 1006.0, score=0.5, kept=False)]
    assert [p.number for p in below(points)] == [6]
    ax = score_against_cost(points, {}, "estimated", "").axes[0]
    assert ax.get_ylim()[0] > 0.8
    assert "below the frame: 6" in [entry.get_text() for entry in ax.get_legend().get_texts()]
    assert below([point(n, 1.0, score=0.9) for n in range(3)]) == []


def test_a_kept_design_lies_wholly_inside_however_far_its_score_is_below() -> None:
    """In the demo of the README, half of the marker of the cheapest recommended design was once below the axis."""
    scores = {1: 0.8742, 2: 0.8712, 3: 0.8627, 4: 0.8731, 5: 0.8718, 6: 0.8668}
    points = [point(n, 40_000.0 * n, score=s, kept=n not in (4, 5), best=n == 1) for n, s in scores.items()]
    figure = score_against_cost(points, {}, "estimated", "")
    ax = figure.axes[0]
    assert below(points) == []
    assert not any("below the frame" in entry.get_text() for entry in ax.get_legend().get_texts())
    assert sorted(int(item.get_text()) for item in ax.texts) == list(scores)
    assert all(ax.bbox.contains(*corner) for item in ax.texts for corner in item.get_window_extent().corners())
    for kept in (True, False):  # the lowest design is outside the frame only if it was not kept
        far = [*points, point(7, 1000.0, score=0.5, kept=kept)]
        assert [p.number for p in below(far)] == ([] if kept else [7])


@given(st.lists(st.tuples(st.floats(0.4, 0.9), st.booleans()), min_size=1, max_size=12))
def test_no_marker_is_cut_by_the_frame(rows: list[tuple[float, bool]]) -> None:
    points = [point(n, 1000.0 * n, score=score, kept=kept) for n, (score, kept) in enumerate(rows)]
    (left, right), (bottom, top) = frame(points)
    half = 0.03 * (top - bottom)  # a star of 17 points in axes of about 300 points
    outside = below(points)
    assert not any(p.kept for p in outside)
    assert all(p.score + half < bottom for p in outside)
    for p in points:
        if p not in outside:
            assert left + 0.03 * (right - left) < p.cost < right - 0.03 * (right - left)
            assert bottom + half < p.score - p.score_error
            assert p.score + p.score_error < top - half


def test_one_design_equal_designs_and_open_bands_have_room_around_them() -> None:
    for points in ([point(1, 0.0)], [point(1, 5000), point(1, 5000)], [point(1, 5000, high=math.inf)]):
        ax = score_against_cost(points, {"far": 1e9}, "estimated", "").axes[0]
        low, high = ax.get_xlim()
        assert low < high < 20_000
        assert ax.get_ylim()[0] < points[0].score < ax.get_ylim()[1]


@pytest.mark.parametrize("name", ["x" * 80, "deep_set-" * 9])
def test_a_long_name_takes_more_lines_of_the_legend_and_is_whole(name: str) -> None:
    long = Point(1, name, 0.9, 0.01, 100, 90, 110, kept=True)
    figure = score_against_cost([long], {}, "estimated", "")
    texts = [entry.get_text() for entry in figure.axes[0].get_legend().get_texts()]
    assert max(len(line) for text in texts for line in text.split("\n")) < 40
    assert name in texts[0].replace("\n", "")


def test_numbers_of_neighbours_stand_on_other_sides() -> None:
    """Equal latencies and nearly equal scores: one number above its design, the other below."""
    near = [point(1, 1000.0, score=0.8), point(2, 1000.0, score=0.801), point(3, 5000.0, score=0.9)]
    (_, first), (_, second), _ = corners(near)
    assert (first, second) == (False, True)


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["demo-w4-a6", "demo-w6-a8"], ["w4-a6", "w6-a8"]),
        (["demo-w4", "demo-w44"], ["w4", "w44"]),
        (["demo", "demo-b"], ["demo", "demo-b"]),
        (["alone-w4"], ["alone-w4"]),
        ([], []),
    ],
)
def test_short_names_leave_out_what_all_share(names: list[str], short: list[str]) -> None:
    assert short_names(names) == short
