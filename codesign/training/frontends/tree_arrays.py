"""Trees as xgboost's JSON writes them, and as the arrays of the operation Trees.

Format: https://xgboost.readthedocs.io/en/stable/tutorials/saving_model.html, of xgboost 3.2. In a node of a tree,
`split_conditions` is the threshold, or the value of a leaf; a tree of vector leaves has `leaf_weights`, and a leaf's
`right_children` is its position there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.net.ops import Trees

Array = NDArray[Any]
Arrays = dict[str, NDArray[np.float64]]
FLOAT_BITS = 24  # of a float32: what xgboost compares and adds exactly


def change_leaves(trees: Iterable[dict[str, Any]], changed: Callable[[Array], Array]) -> None:
    """Replaces the values of the leaves; changed: takes and returns an array of them."""
    for tree in trees:
        if tree.get("leaf_weights"):
            tree["leaf_weights"] = changed(np.array(tree["leaf_weights"], np.float64)).tolist()
        else:
            leaf = np.array(tree["left_children"]) < 0
            conditions = np.array(tree["split_conditions"], np.float64)
            conditions[leaf] = changed(conditions[leaf])
            tree["split_conditions"] = conditions.tolist()


def leaves_by_node(tree: Mapping[str, Any]) -> Array:
    """(nodes, numbers of a leaf) the values of the leaves, 0 at other nodes."""
    leaf = np.array(tree["left_children"]) < 0
    if not tree.get("leaf_weights"):
        return np.where(leaf, tree["split_conditions"], 0.0)[:, None]
    values = np.reshape(tree["leaf_weights"], (-1, int(tree["tree_param"]["size_leaf_vector"])))
    return np.where(leaf[:, None], values[np.where(leaf, tree["right_children"], 0)], 0.0)


def filled(trees: Sequence[Mapping[str, Any]], op: Trees) -> Arrays:
    """`feature`, `threshold` and `leaf` of the operation."""
    nodes, size = 2**op.depth - 1, op.outputs if op.vector_leaves else 1
    feature, threshold = np.zeros((len(trees), nodes)), np.zeros((len(trees), nodes))
    leaf = np.zeros((len(trees), nodes + 1, size))
    for number, tree in enumerate(trees):
        _fill(tree, leaves_by_node(tree), 0, 0, feature[number], threshold[number], leaf[number])
    return {"feature": feature, "threshold": threshold, "leaf": leaf if op.vector_leaves else leaf[..., 0]}


def _fill(
    tree: Mapping[str, Any], leaves: Array, at: int, node: int, feature: Array, threshold: Array, leaf: Array
) -> None:
    """Writes the subtree at node `at` of the document to node `node` of the complete tree; a leaf repeats below."""
    left, right = tree["left_children"][at], tree["right_children"][at]
    inside = node < len(feature)
    if left < 0 and inside:
        for child in (2 * node + 1, 2 * node + 2):
            _fill(tree, leaves, at, child, feature, threshold, leaf)
    elif left < 0:
        leaf[node - len(feature)] = np.float32(leaves[at])
    else:
        feature[node], threshold[node] = tree["split_indices"][at], np.float32(tree["split_conditions"][at])
        _fill(tree, leaves, left, 2 * node + 1, feature, threshold, leaf)
        _fill(tree, leaves, right, 2 * node + 2, feature, threshold, leaf)
