"""Trees by hand, against a walk through them in plain Python, and against xgboost itself."""

import json
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.errors import NetError
from codesign.net import reference
from codesign.net.fixedpoint import FixedPoint
from codesign.net.graph import Graph
from codesign.net.ops import Input, Trees
from codesign.net.ops.trees import Split, leaves, pruned
from codesign.net.plan import NARROW, plan
from tests.nets import random_inputs
from tests.trees import built, random_trees, walked

X = FixedPoint(1, 3, 1).broadcast_to((2,))
ENDS = (X.low, X.high, X.lsb)
HAND = {  # two trees of depth 2 for one output
    "feature": np.array([[0, 1, 0], [1, 1, 1.0]]),
    "threshold": np.array([[0.5, -2.0, 3.0], [1.0, 1.0, 1.0]]),
    "leaf": np.array([[1.0, 2.0, 4.0, 8.0], [-16.0, -16.0, -32.0, -64.0]]),
    "bias": np.array([100.0]),
}
ONE = Trees("y", ("x",), 1, 2, 2)


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        ([0.0, -2.5], 100 + 1 - 16),  # below, below; below, below
        ([0.0, -2.0], 100 + 2 - 16),  # a value equal to its threshold is not below it
        ([0.5, -2.5], 100 + 4 - 16),
        ([2.5, 0.5], 100 + 4 - 16),
        ([3.0, 1.0], 100 + 8 - 64),
    ],
)
def test_two_trees_by_hand(x, expected):
    assert ONE.evaluate(HAND, np.array([x])).tolist() == [[expected]]
    assert walked(ONE, HAND, x) == [expected]


def test_leaves_that_are_vectors_add_to_every_output_and_others_to_one_in_turn():
    weights = {"feature": np.zeros((3, 1)), "threshold": np.zeros((3, 1)), "bias": np.array([0.0, 0.5])}
    one = weights | {"leaf": np.array([[1.0, 2], [4, 8], [16, 32]])}
    x = np.array([[-1.0], [0.0]])
    assert Trees("y", ("x",), 2, 3, 1).evaluate(one, x).tolist() == [[17, 4.5], [34, 8.5]]
    vectors = weights | {"leaf": np.arange(12.0).reshape(3, 2, 2)}
    assert Trees("y", ("x",), 2, 3, 1, True).evaluate(vectors, x).tolist() == [[0 + 4 + 8, 15.5], [2 + 6 + 10, 21.5]]


sizes = st.tuples(st.integers(1, 4), st.integers(1, 9), st.integers(1, 5), st.booleans(), st.integers(0, 2**32 - 1))


@given(sizes)
def test_any_trees_equal_a_walk_in_plain_python(size):
    net = random_trees(*size)
    op, x = net.graph["logits"], random_inputs(net, 20)
    expected = [walked(op, net.parameters_of(op), jet) for jet in x.reshape(len(x), -1).tolist()]
    assert net.run(x)["logits"].tolist() == expected
    assert net.types["logits"].holds(np.array(expected))
    assert op.evaluate(net.parameters_of(op), x.reshape(4, 5, -1)).reshape(20, -1).tolist() == expected


@given(sizes)
def test_no_sum_over_some_of_the_trees_leaves_the_range(size):
    net = random_trees(*size)
    op = net.graph["logits"]
    weights = net.parameters_of(op)
    for chosen in (weights["leaf"] < 0, weights["leaf"] > 0):
        some = op.evaluate(weights | {"leaf": weights["leaf"] * chosen}, random_inputs(net, 50).reshape(50, -1))
        assert net.types["logits"].holds(some)


def test_the_range_counts_only_leaves_that_can_be_reached():
    never = HAND | {"threshold": np.array([[8.0, -2.0, 3.0], [1.0, 1.0, -9.0]])}  # x is below 8 and not below -8
    t = ONE.exact(never, X)
    # the leaves 4 and 8 of the first tree and -32 of the second cannot be reached
    assert (t.low.tolist(), t.high.tolist(), t.fraction.tolist()) == ([0.0], [127.0], [0])
    assert pruned(ONE, never, *ENDS) == (Split(1, -2.0, (1.0,), (2.0,)), Split(1, 1.0, (-16.0,), (-64.0,)))


def test_a_comparison_whose_result_those_before_decide_vanishes():
    chain = HAND | {"feature": np.zeros((2, 3)), "threshold": np.array([[0.0, 0.0, 0.5], [2.0, 3.0, 1.0]])}
    first, second = pruned(ONE, chain, *ENDS)
    assert first == Split(0, 0.0, (1.0,), Split(0, 0.5, (4.0,), (8.0,)))
    assert second == Split(0, 2.0, (-16.0,), (-64.0,))
    assert list(leaves(first)) == [(1.0,), (4.0,), (8.0,)]


def test_thresholds_between_two_values_count_as_the_upper_one():
    between = HAND | {"threshold": HAND["threshold"] - 0.25}
    x = X.cast(np.random.default_rng(0).uniform(-8, 8, (200, 2)))
    assert np.array_equal(ONE.evaluate(between, x), ONE.evaluate(HAND, x))
    assert pruned(ONE, between, *ENDS) == pruned(ONE, HAND, *ENDS)


@pytest.mark.parametrize("feature", [-1.0, 2.0, 0.5])
def test_a_feature_that_the_input_does_not_have_is_named(feature):
    wrong = HAND["feature"].copy()
    wrong[1, 2] = feature
    graph = Graph((Input("x", (), (2,)), ONE), ("y",))
    with pytest.raises(NetError, match=rf"'y': node 2 of tree 1 compares feature {feature:g}; .* features 0 to 1"):
        built(graph, HAND | {"feature": wrong}, X)


@pytest.mark.parametrize(
    ("sizes", "shape", "message"),
    [
        ((0, 2, 2), (2,), "has outputs 0; use 1 or more"),
        ((1, 0, 2), (2,), "has trees 0"),
        ((1, 2, -1), (2,), "has depth -1"),
        ((1, 2, 2), (4, 3), r"one axis, not \(4, 3\); use Reshape"),
    ],
)
def test_trees_without_size_or_on_several_axes_are_refused(sizes, shape, message):
    with pytest.raises(NetError, match=message):
        Trees("y", ("x",), *sizes).shape(shape)


def test_a_net_on_disk_is_readable_and_the_same_net(tmp_path):
    net = random_trees(vector_leaves=True)
    net.save(tmp_path)
    again = type(net).load(tmp_path)
    assert again.key == net.key
    assert '"op": "Trees",\n    "name": "logits",' in (tmp_path / "net.json").read_text()
    assert again.graph["logits"] == Trees("logits", ("flat",), 3, 7, 3, True)


@pytest.mark.parametrize("part", ["threshold", "leaf"])
def test_one_lsb_more_in_one_threshold_or_leaf_shows(part):
    net = random_trees(trees=24, port=FixedPoint(1, 3, 0).broadcast_to((2, 3)))
    op, x = net.graph["logits"], random_inputs(net, 2000).reshape(2000, -1)
    weights = net.parameters_of(op)
    first, rest = np.unravel_index(int(np.abs(weights[part] - 0.1).argmin()), weights[part].shape)
    moved = {name: values.copy() for name, values in weights.items()}
    moved[part][first, rest] += 1.0 if part == "threshold" else 0.125
    assert (op.evaluate(moved, x) != op.evaluate(weights, x)).any()


def test_a_hundred_thousand_jets_of_240_trees_take_no_second():
    net = random_trees(8, 240, 3, port=FixedPoint(0, 12, 0).broadcast_to((4, 16)))
    assert plan(net).steps[-1].dtype == NARROW
    x = random_inputs(net, 100_000).astype(np.float32)
    started = time.process_time()
    reference.run(net, x)
    assert time.process_time() - started < 2


@pytest.mark.parametrize("strategy", ["one_output_per_tree", "multi_output_tree"])
def test_the_sums_are_those_of_xgboost(strategy):
    """Leaves are rounded to 2**-10 in xgboost's own model, so that its float32 sums are exact."""
    xgboost = pytest.importorskip("xgboost")
    rng = np.random.default_rng(1)
    x = rng.integers(-20, 21, (3000, 5)).astype(np.float32)
    classes = (x[:, 0] > 3).astype(int) + (x[:, 1] + x[:, 2] > 0)
    settings = {"objective": "multi:softprob", "num_class": 3, "max_depth": 3, "tree_method": "hist"}
    settings |= {"multi_strategy": strategy, "base_score": 0.0, "nthread": 1}
    booster = xgboost.train(settings, xgboost.DMatrix(x, classes), 5)
    document = json.loads(bytes(booster.save_raw("json")))
    trees = document["learner"]["gradient_booster"]["model"]["trees"]
    vectors = strategy == "multi_output_tree"
    op = Trees("logits", ("x",), 3, len(trees), 3, vectors)
    shapes = op.parameters((5,))
    parameters = {name: np.zeros(shape) for name, shape in shapes.items()}
    for number, tree in enumerate(trees):
        key = "leaf_weights" if vectors else "split_conditions"
        tree[key] = [
            round(value * 1024) / 1024 if vectors or left < 0 else value
            for value, left in zip(tree[key], np.resize(tree["left_children"], len(tree[key])), strict=True)
        ]
        complete(tree, {name: values[number] for name, values in parameters.items() if name != "bias"}, 0, 0)
    booster = xgboost.Booster(model_file=bytearray(json.dumps(document).encode()))
    net = built(Graph((Input("x", (), (5,)), op), ("logits",)), parameters, FixedPoint(1, 5, 0).broadcast_to((5,)))
    ties = np.resize(np.unique(parameters["threshold"]), (200, 5))
    ties = np.stack([rng.permutation(jet) for jet in ties])
    every = np.concatenate([x, ties, np.full((1, 5), -32), np.full((1, 5), 31)]).astype(np.float32)
    expected = booster.predict(xgboost.DMatrix(every), output_margin=True)
    assert len(np.unique(expected, axis=0)) > 50
    assert np.array_equal(net.run(every)["logits"], expected)


def complete(tree, parameters, place, node):
    """Writes the subtree of xgboost's node `node` to place `place` of a complete tree, repeating leaves."""
    nodes = len(parameters["feature"])
    left, right = tree["left_children"][node], tree["right_children"][node]
    if place >= nodes:
        assert left < 0
        size = int(tree["tree_param"]["size_leaf_vector"])
        values = tree["leaf_weights"][right * size :][:size] if size > 1 else tree["split_conditions"][node]
        parameters["leaf"][place - nodes] = values
    elif left < 0:
        complete(tree, parameters, 2 * place + 1, node)
        complete(tree, parameters, 2 * place + 2, node)
    else:
        parameters["feature"][place] = tree["split_indices"][node]
        parameters["threshold"][place] = tree["split_conditions"][node]
        complete(tree, parameters, 2 * place + 1, left)
        complete(tree, parameters, 2 * place + 2, right)
