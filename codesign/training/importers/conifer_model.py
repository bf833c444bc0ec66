"""A model in conifer's JSON (github.com/thesps/conifer), as CMS's trigger code reads it, as a FixedNet.

conifer's sum of an output is (init_predict + its leaves) * norm, and n_classes 2 means one output. The witness walks
the lists of the file node by node, in float64, with the leaves that the firmware has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.errors import FrontendError
from codesign.net.fixedpoint import FixedPoint, Float
from codesign.net.ops import Shape
from codesign.training.importers import forest
from codesign.training.importers.forest import Forest, Tree
from codesign.training.importers.imported import Imported

FIELDS = ("n_classes", "n_features", "init_predict", "trees")  # those without a default
_LEAF = -2  # the `feature` of a leaf
CONVENTIONS = {"<=": True, "<": False}


def read(
    document: Mapping[str, Any],
    digest: str,
    shape: Shape | None,
    port: FixedPoint | None,
    drop_softmax: bool,
    leaf_bits: int,
) -> Imported:
    """The model of a document; for the others see `forest.build`. Raises FrontendError for what cannot be exact."""
    read_trees = _forest(document)
    forest.check(read_trees.trees, read_trees.numbers)
    net, rounding = forest.build(read_trees, shape, port, drop_softmax, leaf_bits)
    (name,) = net.graph.outputs
    predict = partial(_sums, read_trees, rounding.type.cast, rounding.bias, name)
    unrounded = partial(_sums, read_trees, np.asarray, read_trees.bias, name)
    return Imported(net, "conifer", digest, predict, {}, unrounded=unrounded, rounding=rounding)


def _forest(document: Mapping[str, Any]) -> Forest:
    numbers, classes = int(document["n_features"]), int(document["n_classes"])
    outputs = 1 if classes == 2 else classes
    scale = float(document.get("norm", 1.0))
    convention = document.get("splitting_convention", "<=")
    if convention not in CONVENTIONS:
        raise FrontendError(f"its splitting_convention is {convention!r}; conifer has {' and '.join(CONVENTIONS)}")
    bias = np.broadcast_to(np.array(document["init_predict"], np.float64), outputs) * scale
    trees, of_output = [], []
    for number, group in enumerate(document["trees"]):
        if len(group) != outputs:
            raise FrontendError(f"round {number} has {len(group)} trees, and the model has {outputs} outputs")
        for output, tree in enumerate(group):
            trees.append(_tree(tree, scale, f"round {number}, output {output}"))
            of_output.append(output)
    return Forest(numbers, trees, of_output, bias, CONVENTIONS[convention])


def _tree(tree: Mapping[str, Any], scale: float, place: str) -> Tree:
    """The tree with the lists of xgboost; FrontendError if it compares sums of several numbers."""
    feature = np.array(tree["feature"])
    leaf = feature == _LEAF
    children = np.array([tree["children_left"], tree["children_right"]])
    if childless := np.flatnonzero(~leaf & (children < 0).any(axis=0)).tolist():
        raise FrontendError(f"{place}: node {childless[0]} is no leaf and has no child; save the model again")
    for node in np.flatnonzero(~leaf) if "weight" in tree else ():
        weight = np.array(tree["weight"][node])
        if np.flatnonzero(weight).tolist() != [feature[node]] or weight[feature[node]] != 1:
            raise FrontendError(
                f"{place}: node {node} compares a weighted sum of numbers; train trees that are not oblique"
            )
    values = np.array(tree["value"], np.float64) * scale
    return {
        "left_children": np.where(leaf, -1, children[0]).tolist(),
        "right_children": np.where(leaf, -1, children[1]).tolist(),
        "split_indices": np.where(leaf, 0, feature).tolist(),
        "split_conditions": np.where(leaf, values, tree["threshold"]).tolist(),
    }


def _sums(read_trees: Forest, changed: Any, bias: Float, name: str, x: Float) -> dict[str, NDArray[Any]]:
    """Output name -> (jets, outputs), for x: (jets, *port shape); changed: takes leaves and rounds them or not."""
    rows, jets = x.reshape(len(x), -1), np.arange(len(x))
    sums = np.tile(bias, (len(x), 1))
    of_output: Sequence[int] = read_trees.of_output or ()
    for tree, output in zip(read_trees.trees, of_output, strict=True):
        left, right, feature, value = (
            np.array(tree[key]) for key in ("left_children", "right_children", "split_indices", "split_conditions")
        )
        at = np.zeros(len(x), np.intp)
        while (inside := left[at] >= 0).any():
            number = rows[jets, feature[at]]
            goes_left = number <= value[at] if read_trees.inclusive else number < value[at]
            at = np.where(inside, np.where(goes_left, left[at], right[at]), at)
        sums[:, output] += changed(value[at])
    return {name: sums}
