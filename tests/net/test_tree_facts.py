import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.net import reference
from codesign.net.layer_bits import layers
from codesign.net.ops.trees import Split
from codesign.net.tree_facts import followed, simplified, tree_facts, trees_of
from tests.nets import random_inputs, random_net, small_mlp
from tests.trees import PORT, built, random_trees


@pytest.mark.parametrize("vector_leaves", [False, True])
@given(seed=st.integers(0, 1000))
def test_comparisons_explain_the_variance_of_their_tree(vector_leaves: bool, seed: int) -> None:
    net = random_trees(trees=1, outputs=1 if not vector_leaves else 3, depth=3, vector_leaves=vector_leaves, seed=seed)
    x = random_inputs(net, 100, seed)
    (tree,) = simplified(net, trees_of(net)[0])
    reached = followed(tree, x.reshape(len(x), -1))
    outputs = reference.run(net, x)["logits"]
    assert reached.variance == pytest.approx(outputs.var(axis=0).sum(), abs=1e-9)
    assert sum(node.jets for node in reached.nodes() if not node.split) == pytest.approx(1)


def test_the_first_comparison_by_hand() -> None:
    tree = Split(0, 2.0, (1.0,), Split(1, 0.0, (4.0,), (6.0,)))
    reached = followed(tree, np.array([[1.0, 0.0], [3.0, -1.0], [3.0, 1.0], [3.0, 1.0]]))
    assert (reached.below, reached.above) != (None, None)
    assert [round(node.jets, 4) for node in reached.nodes()] == [1, 0.25, 0.75, 0.25, 0.5]
    assert reached.mean == pytest.approx((17 / 4,))
    # below: 1 for a quarter; above: 16/3 for three quarters
    assert reached.explained == pytest.approx(1 / 4 * 3 / 4 * (16 / 3 - 1) ** 2)
    assert reached.variance == pytest.approx(np.var([1, 4, 6, 6]))


def test_counts_leave_out_what_decides_nothing() -> None:
    graph = random_trees(outputs=1, trees=3, depth=1).graph
    never = {
        "feature": np.array([[0], [0], [1.0]]),
        "threshold": np.array([[1.0], [1.0], [99.0]]),  # nothing reaches the last
        "leaf": np.array([[-2.0, 1.5], [0.5, 0.25], [31.0, 0.0]]),
        "bias": np.zeros(1),
    }
    (facts,) = tree_facts(built(graph, never, PORT))
    # -2 to 1.5 in steps of 0.25: sign, one integer bit, two fraction bits
    assert facts.in_words() == "2 trees of depth 1, 1 comparator on 1 number, leaves of 4 bits"
    assert facts.comparisons == 2


def test_a_net_without_trees_has_none() -> None:
    assert tree_facts(random_net(small_mlp())) == ()


def test_leaves_are_the_weights_of_the_layer() -> None:
    net = random_trees(trees=7, depth=3)
    (layer,) = layers(net)
    assert (layer.name, layer.weights) == ("logits", 7 * 8)
    assert layer.zeros == np.count_nonzero(net.weights["logits.leaf"] == 0)
