"""What needs the candidates in order, by hand, and by candidates in another order."""

import numpy as np
import pytest

from codesign.net import reference
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint
from codesign.net.graph import Graph
from codesign.net.ops import (
    Absolute,
    Add,
    Concat,
    Dense,
    Input,
    Largest,
    MatMul,
    Multiply,
    Pool,
    Quantize,
    Reshape,
    Spread,
    Subtract,
    Take,
    Threshold,
    Transpose,
)
from codesign.net.order import candidate_axes, gains_from_any_order, needs_order, places_read

PORT = Input("x", (), (4, 3))
TYPE = FixedPoint(1, 3, 0)


def net_of(*ops, types=None):
    return FixedNet.build(Graph((PORT, *ops), (ops[-1].name,)), {}, {}, {"x": TYPE, **(types or {})})


@pytest.mark.parametrize(
    ("op", "axis", "axes", "follows", "any_order"),
    [
        (Dense("d", ("x",), 2), 0, 2, 0, False),
        (Dense("d", ("x",), 2), 1, 2, None, False),
        (Absolute("a", ("x",)), 1, 2, 1, False),
        (Multiply("m", ("x", "y")), 0, 2, 0, False),
        (Spread("s", ("x",), 2), 0, 2, 0, False),
        (Take("t", ("x",), (0,), -1), 0, 2, 0, False),
        (Take("t", ("x",), (0,), -2), 0, 2, None, False),
        (Reshape("r", ("x",), (12,), 2), 0, 2, None, False),
        (Transpose("t", ("x",)), 0, 2, 1, False),
        (Transpose("t", ("x",)), 1, 2, 0, False),
        (Transpose("t", ("x",)), 0, 3, 0, False),
        (MatMul("m", ("x", "y")), 0, 2, None, False),
        (Pool("p", ("x",)), 0, 2, None, True),
        (Pool("p", ("x",)), 1, 2, 0, False),
        (Pool("p", ("x",)), 0, 3, 0, False),
        (Largest("l", ("x",), 2), 0, 2, None, True),
        (Largest("l", ("x",), 2), 1, 2, 1, False),
    ],
)
def test_what_an_axis_becomes(op, axis, axes, follows, any_order):
    assert op.follows(axis, axes) == follows
    assert op.any_order(axis, axes) is any_order


SUMS = (
    Take("two", ("x",), (0, 1), -1),
    Transpose("rows", ("two",)),
    Largest("larger", ("rows",), 1),
    Transpose("column", ("larger",)),
    Multiply("product", ("column", "two")),
    Pool("total", ("product",), "sum"),
    Take("leading", ("x",), (0, 2), -2),
    Reshape("flat", ("leading",), (6,)),
    Concat("all", ("total", "flat")),
)


def test_sums_need_no_order_and_leading_candidates_do():
    net = net_of(*SUMS, types={"product": FixedPoint(1, 6, 0), "total": FixedPoint(1, 8, 0)})
    axes = candidate_axes(net)
    assert axes == {"x": 0, "two": 0, "rows": 1, "larger": 1, "column": 0, "product": 0}
    assert [op.name for op in net.graph.ops if needs_order(net, op, axes)] == ["leading"]
    assert gains_from_any_order(net)


@pytest.mark.parametrize("place", [1, 3])
def test_what_needs_no_order_is_the_same_in_any(place):
    """Exchanges two candidates that are not read by their place, 1 and 3, or one that is."""
    net = net_of(*SUMS, types={"product": FixedPoint(1, 6, 0), "total": FixedPoint(1, 8, 0)})
    x = TYPE.cast(np.random.default_rng(0).normal(scale=4, size=(200, 4, 3)))
    other = x[:, [0, 3, 2, 1]] if place == 1 else x[:, [3, 1, 2, 0]]
    one, two = (reference.run(net, values, trace=True) for values in (x, other))
    assert np.array_equal(one["total"], two["total"])
    assert np.array_equal(one["all"], two["all"]) == (place == 1)


def test_a_net_that_reads_every_candidate_in_its_place_gains_nothing():
    net = net_of(Reshape("flat", ("x",), (12,)))
    assert needs_order(net, net.graph["flat"], candidate_axes(net))
    assert not gains_from_any_order(net)


@pytest.mark.parametrize(("last", "order"), [(2, False), (1, True)])
def test_other_bit_widths_for_a_candidate_need_the_order(last, order):
    narrow = FixedPoint(np.ones((4, 1), int), np.array([[2], [2], [2], [last]]), np.zeros((4, 1), int))
    types = {"q": narrow, "total": FixedPoint(1, 6, 0)}
    net = net_of(Quantize("q", ("x",)), Pool("total", ("q",), "sum"), types=types)
    assert needs_order(net, net.graph["q"], candidate_axes(net)) is order
    assert gains_from_any_order(net) is not order


def test_candidates_against_one_of_them_need_the_order():
    """Every candidate minus the leading one: the latter is read in order, the former may come in any."""
    ops = (Take("first", ("x",), (0,), -2), Subtract("beyond", ("x", "first")), Pool("total", ("beyond",), "sum"))
    net = net_of(*ops, types={"total": FixedPoint(1, 8, 0)})
    axes = candidate_axes(net)
    assert [op.name for op in net.graph.ops if needs_order(net, op, axes)] == ["first"]
    assert axes["beyond"] == 0


def test_candidates_beside_another_order_need_theirs():
    """Neighbours are read in order, so what is added to them must be in the same order."""
    ops = (Take("next", ("x",), (1, 2, 3, 0), -2), Add("pairs", ("x", "next")))
    net = net_of(*ops)
    axes = candidate_axes(net)
    assert [op.name for op in net.graph.ops if needs_order(net, op, axes)] == ["next", "pairs"]


def test_flags_of_candidates_follow_them():
    net = net_of(Take("one", ("x",), (0,), -1), Threshold("flags", ("one",), (1.0, 2.0)), Pool("n", ("flags",), "sum"))
    assert candidate_axes(net)["flags"] == 0


@pytest.mark.parametrize(
    ("ops", "places"),
    [
        ([Pool("total", ("x",), "sum")], 0),
        ([Take("first", ("x",), (0,), -2)], 1),
        ([Take("some", ("x",), (2, 0), -2)], 3),
        ([Take("one", ("x",), (2,), -1), Take("first", ("one",), (0,), -2)], 1),
        ([Take("one", ("x",), (0,), -1)], 4),  # an output with a row for each candidate
        ([Transpose("rows", ("x",)), Take("first", ("rows",), (0,), -1)], 1),
        ([Reshape("flat", ("x",), (12,))], 4),
        ([Take("first", ("x",), (0,), -2), Reshape("flat", ("x",), (12,))], 4),
    ],
)
def test_places_that_are_read(ops, places):
    graph = Graph((PORT, *ops), tuple(dict.fromkeys(op.name for op in ops if op.name in ("first", ops[-1].name))))
    assert places_read(FixedNet.build(graph, {}, {}, {"x": TYPE})) == places
