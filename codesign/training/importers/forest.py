"""Boosted trees that were trained elsewhere: their checks, the rounding of their leaves, and the net.

Thresholds lose nothing: every number of the port is a multiple of an LSB, so each comparison with a float is one with
such a multiple. Leaves and bias are rounded, and the user's own model is then compared with its leaves rounded too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

from codesign.errors import FrontendError
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint, Float
from codesign.net.ops import Shape, Trees
from codesign.net.ops.base import narrowest
from codesign.training.frontends.tree_arrays import FLOAT_BITS, change_leaves, filled, leaves_by_node
from codesign.training.importers.assembly import Assembly
from codesign.training.importers.leaves import Rounding, check_bits

DEEPEST = 10  # a complete tree of depth 10 has 1,023 comparisons
OUTPUT = "scores"
Tree = dict[str, Any]
_LEAF: Tree = {"left_children": [-1], "right_children": [-1], "split_indices": [0], "split_conditions": [0.0]}


@dataclass(frozen=True)
class Forest:
    """The trees of a model. A tree is a dictionary of lists by node, as in `tree_arrays`.

    numbers: how many numbers the trees may read; of_output: for each tree the output it adds to, None if the leaves
    are vectors and each tree adds to all; bias: (outputs,); inclusive: a node goes on to its left child for
    x <= threshold, otherwise for x < threshold.
    """

    numbers: int
    trees: Sequence[Tree]
    of_output: Sequence[int] | None
    bias: Float
    inclusive: bool = False

    @property
    def outputs(self) -> int:
        """Number of outputs."""
        return len(self.bias)


def check(trees: Sequence[Tree], numbers: int) -> None:
    """Raises FrontendError for trees whose lists do not describe trees of finite numbers; numbers: as in `Forest`."""
    if not trees:
        raise FrontendError("it has no trees; save it after the training")
    for number, tree in enumerate(trees):
        try:
            _check_tree(tree, numbers)
        except (ValueError, TypeError, KeyError, IndexError, OverflowError) as error:
            reason = f"it has no {error}" if isinstance(error, KeyError) else error
            raise FrontendError(f"tree {number}: {reason}; save the model again, the file is damaged") from None


def _check_tree(tree: Tree, numbers: int) -> None:
    lists = [tree[name] for name in ("left_children", "right_children", "split_indices", "split_conditions")]
    if len({len(values) for values in lists}) != 1:
        raise ValueError("its lists have different lengths")
    left, right, feature, threshold = (np.array(values) for values in lists)
    if any(values.dtype.kind != "i" for values in (left, right, feature)) or threshold.dtype.kind not in "if":
        raise ValueError("its lists hold something other than numbers")
    if any(tree.get("split_type", ())):
        raise FrontendError("a tree splits by category; give it numbers instead, such as one 0 or 1 for each category")
    waiting, seen = [0], set[int]()
    while waiting:
        node = waiting.pop()
        if not 0 <= node < len(left):
            raise ValueError(f"a child is node {node}, and its nodes are 0 to {len(left) - 1}")
        if node in seen:
            raise ValueError(f"node {node} is the child of two nodes, or of a node below it")
        seen.add(node)
        if left[node] >= 0:
            waiting += [int(right[node]), int(left[node])]
            if not 0 <= feature[node] < numbers:
                raise ValueError(f"node {node} compares number {feature[node]}, and the model reads 0 to {numbers - 1}")
            if not np.isfinite(threshold[node]):
                raise ValueError(f"the threshold of node {node} is {threshold[node]}, not a finite number")
    if not np.isfinite(leaves_by_node(tree)).all():
        raise ValueError("a leaf is not a finite number")


def build(
    forest: Forest, shape: Shape | None, port: FixedPoint | None, drop: bool, bits: int
) -> tuple[FixedNet, Rounding]:
    """The net of checked trees, with the output "scores", and its Rounding.

    shape: of one jet's input, whose numbers the trees read in C order; None for a row of numbers; port: its type; drop:
    whether --drop-softmax was given; bits: of a leaf. Raises FrontendError for what cannot be exact.
    """
    check_bits(bits)
    if not np.isfinite(forest.bias).all():
        raise FrontendError(f"its sums start from {forest.bias.tolist()}, not from finite numbers; train it again")
    if port is None:
        raise FrontendError("trees do not say the type of their inputs; give it with --port, such as ap_fixed<16,6>")
    if shape is not None and prod(shape) != forest.numbers:
        raise FrontendError(
            f"the model reads {forest.numbers} numbers, and the port has {' x '.join(map(str, shape))} ="
            f" {prod(shape)}; train it on those, or leave --jets and --shape out"
        )
    if (widest := int(np.max(port.width))) > FLOAT_BITS:
        raise FrontendError(
            f"the port has {widest} bits, and trees compare float32, of {FLOAT_BITS}; give a narrower one"
        )
    trees, vectors = _in_order(forest), forest.of_output is None
    depth = max(1, *map(_depth, trees))
    if depth > DEEPEST:
        raise FrontendError(f"a tree has {depth} comparisons in a row; train with max_depth of at most {DEEPEST}")
    rounding = _rounding(forest, trees, bits)
    net = Assembly(shape or (forest.numbers,), port, drop)
    compared = net.reshape("numbers", net.input, (forest.numbers,))
    scores = net.append(
        Trees, OUTPUT, compared, outputs=forest.outputs, trees=len(trees), depth=depth, vector_leaves=vectors
    )
    whole = [_with_whole_thresholds(tree, port.broadcast_to(net.shapes[net.input]), forest.inclusive) for tree in trees]
    change_leaves(whole, rounding.type.cast)
    op = net.ops[-1]
    assert isinstance(op, Trees)
    for name, values in (filled(whole, op) | {"bias": rounding.bias}).items():
        net.weights[f"{scores}.{name}"], net.weight_types[f"{scores}.{name}"] = values, narrowest(values)
    return net.net([scores])[0], rounding


def _in_order(forest: Forest) -> list[Tree]:
    """The trees in the order of the operation, where tree t adds to output t % outputs, filled up with zeros."""
    if forest.of_output is None:
        return list(forest.trees)
    by_output: list[list[Tree]] = [[] for _ in range(forest.outputs)]
    for tree, output in zip(forest.trees, forest.of_output, strict=True):
        by_output[output].append(tree)
    rounds = max(map(len, by_output))
    return [trees[number] if number < len(trees) else _LEAF for number in range(rounds) for trees in by_output]


def _depth(tree: Mapping[str, Any]) -> int:
    deepest, waiting = 0, [(0, 0)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        if tree["left_children"][node] >= 0:
            waiting += [(tree["left_children"][node], depth + 1), (tree["right_children"][node], depth + 1)]
    return deepest


def _with_whole_thresholds(tree: Tree, port: FixedPoint, inclusive: bool) -> Tree:
    """A copy whose comparisons are x < threshold with a multiple of the LSB of x, at most one beyond its range."""
    leaf = np.array(tree["left_children"]) < 0
    feature = np.where(leaf, 0, tree["split_indices"])
    low, high, lsb = (values.ravel()[feature] for values in (port.low, port.high, port.lsb))
    threshold = np.clip(np.array(tree["split_conditions"], np.float64), low - lsb, high + lsb)
    steps = np.where(np.abs(threshold) < lsb, 0.5 * np.sign(threshold), threshold / lsb)  # a tiny one stays beside 0
    steps = np.floor(steps) + 1 if inclusive else np.ceil(steps)
    conditions = np.where(leaf, tree["split_conditions"], np.clip(steps * lsb, low, high + lsb))
    return {**tree, "split_conditions": conditions.tolist()}


def _rounding(forest: Forest, trees: Sequence[Tree], bits: int) -> Rounding:
    """The finest LSB with which every leaf has `bits` bits, also for the bias."""
    values = [leaves_by_node(tree) for tree in trees]
    every = np.concatenate([leaves.ravel() for leaves in values])
    most = np.abs(every).max() or np.abs(forest.bias).max() or 1.0
    fraction = bits - 1 - int(np.floor(np.log2(most)))
    half = 2 ** (bits - 1)
    while np.rint(every.min() * 2.0**fraction) < -half or np.rint(every.max() * 2.0**fraction) >= half:
        fraction -= 1
    t = FixedPoint(1, bits - 1 - fraction, fraction, "RND_CONV", "SAT")
    bias = np.rint(forest.bias * 2.0**fraction) * 2.0**-fraction
    moved, total = np.abs(bias - forest.bias), np.abs(bias)
    for number, leaves in enumerate(values):
        of = slice(None) if forest.of_output is None else number % forest.outputs
        moved[of] += np.abs(t.cast(leaves) - leaves).max(axis=0).reshape(moved[of].shape)
        total[of] += np.abs(t.cast(leaves)).max(axis=0).reshape(total[of].shape)
    if (needed := total.max() * 2.0**fraction) >= 2.0**FLOAT_BITS:
        raise FrontendError(
            f"a sum of leaves takes {int(np.log2(needed)) + 1} bits, and xgboost adds float32, of {FLOAT_BITS}; ask for"
            " fewer --leaf-bits"
        )
    return Rounding(bits, t, bias, moved)
