"""xgboost's JSON of a booster, and the same trees as the arrays of the operation Trees.

Format: https://xgboost.readthedocs.io/en/stable/tutorials/saving_model.html, of xgboost 3.2. In a node of a tree,
`split_conditions` is the threshold, or the value of a leaf; a tree of vector leaves has `leaf_weights`, and a leaf's
`right_children` is its position there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import xgboost
from numpy.typing import NDArray

from codesign.net.fixedpoint import FixedPoint
from codesign.net.ops import Trees

Array = NDArray[Any]
Arrays = dict[str, NDArray[np.float64]]


def trees_in(booster: xgboost.Booster) -> list[dict[str, Any]]:
    """The trees of a booster, each a dictionary of lists by node."""
    trees: list[dict[str, Any]] = _document(booster)["learner"]["gradient_booster"]["model"]["trees"]
    return trees


def _document(booster: xgboost.Booster) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(booster.save_raw("json"))
    return document


def rewritten(booster: xgboost.Booster, cuts: Sequence[Array], leaves: FixedPoint) -> xgboost.Booster:
    """The booster with the thresholds `cuts` in place of bin numbers, and its leaves rounded to a type.

    cuts: of each number, in rising order: a value is in bin b if b of them are not above it.
    """
    document = _document(booster)
    for tree in document["learner"]["gradient_booster"]["model"]["trees"]:
        split = np.array(tree["left_children"]) >= 0
        conditions = np.array(tree["split_conditions"], np.float64)
        for node in np.flatnonzero(split):
            of_number = cuts[tree["split_indices"][node]]
            conditions[node] = of_number[int(np.ceil(conditions[node])) - 1]
        if tree.get("leaf_weights"):
            tree["leaf_weights"] = leaves.cast(tree["leaf_weights"]).tolist()
        else:
            conditions[~split] = leaves.cast(conditions[~split])
        tree["split_conditions"] = conditions.tolist()
    return xgboost.Booster(model_file=bytearray(json.dumps(document).encode()))


def leaves_by_node(tree: Mapping[str, Any]) -> Array:
    """(nodes, numbers of a leaf) the values of the leaves, 0 at other nodes."""
    leaf = np.array(tree["left_children"]) < 0
    if not tree.get("leaf_weights"):
        return np.where(leaf, tree["split_conditions"], 0.0)[:, None]
    values = np.reshape(tree["leaf_weights"], (-1, int(tree["tree_param"]["size_leaf_vector"])))
    return np.where(leaf[:, None], values[np.where(leaf, tree["right_children"], 0)], 0.0)


def arrays_of(booster: xgboost.Booster, op: Trees) -> Arrays:
    """`feature`, `threshold`, `leaf` and `bias` of the operation for all trees of a booster."""
    document = _document(booster)["learner"]
    trees = document["gradient_booster"]["model"]["trees"]
    nodes, size = 2**op.depth - 1, op.outputs if op.vector_leaves else 1
    feature, threshold = np.zeros((len(trees), nodes)), np.zeros((len(trees), nodes))
    leaf = np.zeros((len(trees), nodes + 1, size))
    for number, tree in enumerate(trees):
        _fill(tree, leaves_by_node(tree), 0, 0, feature[number], threshold[number], leaf[number])
    bias = np.broadcast_to(np.float32(json.loads(document["learner_model_param"]["base_score"])), (op.outputs,))
    return {
        "feature": feature,
        "threshold": threshold,
        "leaf": leaf if op.vector_leaves else leaf[..., 0],
        "bias": bias.astype(np.float64),
    }


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
