"""The importance of a sweep's axes: it is found where an effect exists, and not claimed where the data cannot tell."""

import itertools

import numpy as np
import pytest

from codesign.report.plots.importance import LEAST_DESIGNS, axes, importance

GRID = [
    {
        "name": f"d{n}",
        "precision": {"weights": w, "activations": w + 2},
        "architecture": {"name": a, "sizes": {}},
        "x": 1,
    }
    for n, (w, a) in enumerate(itertools.product([3, 4, 6, 8], ["mlp", "deep_set", "gru"]))
]
BITS = np.array([row["precision"]["weights"] for row in GRID])


def test_keys_that_change_together_are_one_axis_and_constants_are_none() -> None:
    bits, kind = axes(GRID)
    assert bits.keys == ("precision.weights", "precision.activations")
    assert bits.numeric
    assert bits.levels == [3.0, 4.0, 6.0, 8.0]
    assert bits.name == "precision.weights with precision.activations"
    assert (kind.keys, kind.numeric, kind.short) == (("architecture.name",), False, "architecture")
    assert kind.levels == ["deep_set", "gru", "mlp"]


def test_axes_may_be_chosen_by_their_keys_or_what_these_are_below() -> None:
    assert [axis.keys for axis in axes(GRID, {"architecture.name"})] == [("architecture.name",)]
    assert [axis.keys for axis in axes(GRID, {"precision"})] == [("precision.weights", "precision.activations")]
    assert axes(GRID, {"precision.weight", "x"}) == ()


def test_values_that_are_no_numbers_are_text() -> None:
    rows = [{"learned": None, "sizes": {"phi": [8]}}, {"learned": True, "sizes": {}}]
    assert [(a.keys, a.values) for a in axes(rows)] == [(("learned", "sizes.phi"), ("-", "true"))]


@pytest.mark.parametrize(("weight", "axis"), [((1.0, 0.1), "precision.weights"), ((0.1, 4.0), "architecture.name")])
def test_the_axis_that_decides_comes_first(weight: tuple[float, float], axis: str) -> None:
    kinds = np.array([{"mlp": 0.0, "deep_set": 1.0, "gru": 2.0}[row["architecture"]["name"]] for row in GRID])
    shares = importance(axes(GRID), list(weight[0] * BITS + weight[1] * kinds), [0.01] * len(GRID))
    assert shares.shares[0].axis.keys[0] == axis
    assert shares.shares[0].value > 0.8
    assert sum(share.value for share in shares.shares) == pytest.approx(1.0)
    assert all(0 <= share.low <= share.value <= share.high <= 1 for share in shares.shares)
    again = importance(axes(GRID), list(weight[0] * BITS + weight[1] * kinds), [0.01] * len(GRID))
    assert again == shares, "the same designs give the same shares"


def test_what_cannot_be_told_is_not_drawn() -> None:
    scores = list(BITS / 10)
    few = importance(axes(GRID[: LEAST_DESIGNS - 1]), scores[: LEAST_DESIGNS - 1])
    one_axis = importance(axes(GRID)[:1], scores)
    noise = importance(axes(GRID), scores, [0.5] * len(GRID))
    equal = importance(axes(GRID), [0.5] * len(GRID))
    none = importance((), scores)
    unfinished = importance((), [])
    assert all(result.shares == () for result in (few, one_axis, noise, equal, none, unfinished))
    assert "7 finished designs are too few" in few.unknown
    assert "one axis only" in one_axis.unknown
    assert "no more than their statistical error" in noise.unknown
    assert "all equal" in equal.unknown
    assert "do not differ" in none.unknown
    assert "fewer than two" in unfinished.unknown
