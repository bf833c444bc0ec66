"""Trees as tables: equal to the reference, with few comparisons, tables and adders, and one broken number shows."""

from collections import Counter

import numpy as np
import pytest
from alkaid.trace import trace
from hypothesis import given, settings
from hypothesis import strategies as st

from codesign.backends.rtl import convert as rtl
from codesign.backends.rtl.arrays import SYMBOLIC
from codesign.net.agreement import Contract
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint
from codesign.net.graph import Graph
from codesign.net.ops import Input, Trees
from tests.nets import random_inputs
from tests.trees import built, random_trees

PART = "xcvu13p-flga2577-2-e"
LOOKUP, ADDERS = 8, (0, 1, 4)  # alkaid's operation codes
BYTES = FixedPoint(0, 8, 0).broadcast_to((6,))


def forest(depth, feature, threshold, leaf, outputs=1, port=BYTES):
    """Trees without bias, from lists of one row for each tree."""
    op = Trees("y", ("x",), outputs, len(feature), depth)
    parameters = {"feature": feature, "threshold": threshold, "leaf": leaf, "bias": [0.0] * outputs}
    return built(Graph((Input("x", (), port.shape), op), ("y",)), parameters, port)


def counts(net):
    """How many tables and adders the logic of a net has."""
    logic = rtl.trace_net(net)
    adders = [op for op in logic.ops if op.opcode in ADDERS and op.cost > 0]
    return sum(op.opcode == LOOKUP for op in logic.ops), len(adders)


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 4), st.integers(1, 12), st.integers(1, 6), st.booleans(), st.integers(0, 2**32 - 1))
def test_the_logic_of_any_trees_equals_the_reference(outputs, trees, depth, vector_leaves, seed):
    net = random_trees(outputs, trees, depth, vector_leaves, seed)
    x = random_inputs(net, 300)
    ends = net.types["candidates"]
    x[:2] = ends.low, ends.high
    logic = rtl.trace_net(net)
    got = logic.predict(np.ascontiguousarray(x.reshape(len(x), -1)))
    assert np.array_equal(got, net.run(x)["logits"])


def test_numbers_that_the_logic_before_makes_constant_are_compared_as_such():
    """An alkaid constant has a step of its own, here 0.25, on which thresholds are rounded up."""
    net = random_trees(1, 1, 1, port=BYTES)
    x = rtl.FVArray.from_kif(*(np.array([v]) for v in (0, 2, 2)), rtl.HARDWARE).as_new()
    constant = x * 0.0 + 0.75
    weights = {"feature": np.zeros((1, 1)), "leaf": np.array([[1.0, 3.0]]), "bias": np.array([0.5])}
    for threshold, expected in ((0.75, 3.5), (0.7, 3.5), (1.0, 1.5)):
        op = Trees("y", ("x",), 1, 1, 1)
        y = SYMBOLIC.trees(op, {**weights, "threshold": np.array([[threshold]])}, constant)
        assert trace(x, y).predict(np.zeros((1, 1)))[0, 0] == expected
    assert net.types["logits"].shape == (1,)


def test_equal_comparisons_are_made_once():
    """Both trees compare one 8-bit number with 85, two tables; their two codes are the index of one table more."""
    net = forest(1, [[0], [0]], [[85.0], [85.0]], [[1.0, 2.0], [-3.0, 5.0]])
    assert counts(net) == (2, 0)  # the sum is a choice between two numbers


def test_comparisons_that_decide_nothing_take_no_logic():
    net = forest(2, [[0, 1, 2]], [[85.0, 256.0, 0.0]], [[1.0, 2.0, 4.0, 8.0]])  # x1 < 256, and x2 >= 0
    assert counts(net) == (2, 0)
    equal = forest(2, [[0, 1, 2]], [[85.0, 3.0, 9.0]], [[1.0, 1.0, 8.0, 8.0]])
    assert counts(equal) == (2, 0)
    assert counts(forest(1, [[0]], [[300.0]], [[1.0, 2.0]])) == (0, 0)


def test_two_trees_of_eight_leaves_share_one_table_and_need_no_adder():
    """14 comparisons of one bit, two turns of each tree by tables, and the table of both."""
    port = FixedPoint(0, 1, 0).broadcast_to((14,))
    feature = np.arange(14.0).reshape(2, 7)
    net = forest(3, feature, np.ones((2, 7)), np.arange(16.0).reshape(2, 8) ** 2, port=port)
    assert counts(net) == (2 * 2 + 1, 0)


def test_three_trees_of_four_leaves_in_a_row_share_one_table():
    """Trees that end early, with three comparisons in a row, have codes of two bits."""
    port = FixedPoint(0, 1, 0).broadcast_to((9,))
    feature = [[0, 1, 0, 2, 2, 0, 0], [3, 4, 3, 5, 5, 3, 3], [6, 7, 6, 8, 8, 6, 6]]
    leaf = np.array([[1.0, 2, 4, 4, 8, 8, 8, 8], [1, 3, 9, 9, 27, 27, 27, 27], [1, 5, 25, 25, 125, 125, 125, 125]])
    tables, adders = counts(forest(3, feature, np.ones((3, 7)), leaf, port=port))
    assert adders == 0
    assert tables <= 3 * 2 + 1


def test_the_bias_takes_no_adder():
    net = random_trees(1, 2, 3, port=BYTES)
    assert net.weights["logits.bias"].any()
    assert counts(net)[1] == 0


def numbers_of(net, **changed):
    weights = dict(net.weights) | {f"logits.{name}": values for name, values in changed.items()}
    return FixedNet.build(net.graph, weights, net.weight_types, {"candidates": net.types["candidates"]})


@pytest.mark.parametrize(("part", "lsb"), [("threshold", 1.0), ("leaf", 0.125)])
def test_one_lsb_in_one_threshold_or_leaf_is_found(part, lsb, tmp_path):
    """The firmware of another net, in which one number that matters is one LSB larger, is not exact."""
    net = random_trees(2, 12, 3, port=FixedPoint(0, 5, 0).broadcast_to((2, 3)))
    x = random_inputs(net, 10_000)
    values = net.weights[f"logits.{part}"]
    moved = (
        numbers_of(net, **{part: values + lsb * (np.arange(values.size).reshape(values.shape) == n)}) for n in range(99)
    )
    other = next(one for one in moved if (one.run(x)["logits"] != net.run(x)["logits"]).any())
    rtl.convert(other, tmp_path / "rtl", part=PART, clock_ns=2.6)
    rows = Contract(net, {"jets": x}).check("rtl", lambda x: rtl.emulate(tmp_path / "rtl", x))
    assert Counter(row.exact for row in rows if row.inputs == "jets") == {False: 1}


def test_a_project_counts_its_stages(tmp_path):
    net = random_trees(3, 24, 3, port=FixedPoint(0, 8, 0).broadcast_to((2, 3)))
    project = rtl.convert(net, tmp_path / "rtl", part=PART, clock_ns=2.6)
    assert project.stages >= 2
    assert project.multipliers == 0
