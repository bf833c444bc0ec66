"""Boosted decision trees: sums of the leaves that a jet reaches, with comparisons as their only logic besides adders.

The trees are complete binary trees in the order of a heap: node i has the children 2i + 1, for x[feature] < threshold,
and 2i + 2 otherwise; the leaves follow from left to right. A tree that ends early repeats its leaf below.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from codesign.errors import NetError
from codesign.net.fixedpoint import FixedPoint, Float
from codesign.net.ops.base import NO_FRACTION, Shape, Weights, WithoutProducts, fraction_bits, or_zero

Leaf = tuple[float, ...]  # one number, or one for each output
Values = NDArray[Any]


@dataclass(frozen=True)
class Split:
    """A node of a tree: continues at `below` if x[feature] < threshold, else at `above`."""

    feature: int
    threshold: float
    below: Node
    above: Node


Node = Split | Leaf


@dataclass(frozen=True)
class Trees(WithoutProducts):
    """bias + the sum of the leaves reached, exactly: (n,) -> (outputs,). Tree t adds to output t % outputs.

    trees, depth: their number, and the comparisons from a root to a leaf; vector_leaves: each tree adds to all outputs.
    parameters: `feature` (trees, nodes), the position of the number that a node compares; `threshold` (trees, nodes),
    in the units of that number; `leaf` (trees, leaves), with vector_leaves (trees, leaves, outputs); `bias` (outputs,).
    There are 2**depth - 1 nodes and 2**depth leaves.
    """

    outputs: int = 0
    trees: int = 0
    depth: int = 0
    vector_leaves: bool = False
    exact_only: ClassVar[bool] = True
    typed_in_training: ClassVar[bool] = False
    bounded: ClassVar[bool] = True
    only_adds: ClassVar[bool] = False  # comparisons with coarser numbers are narrower
    in_layer_before: ClassVar[bool] = False

    def axes_across(self) -> int:
        """One: the numbers that it compares."""
        return 1

    def nonnegative(self, *inputs: bool) -> bool:
        """False: leaves may be below zero."""
        return False

    def adder_levels(self, *shapes: Shape) -> int:
        """Depth of an adder tree over the trees of one output and the bias; comparisons and leaves are not counted."""
        summed = self.trees if self.vector_leaves else math.ceil(self.trees / self.outputs)
        return math.ceil(math.log2(summed + 1))

    def shape(self, *shapes: Shape) -> Shape:
        """(outputs,); NetError if there is nothing to compare or to add, or if the input has several axes."""
        if len(shapes[0]) != 1:
            raise NetError(f"{self.name!r} compares numbers along one axis, not {shapes[0]}; use Reshape before it")
        for size in ("outputs", "trees", "depth"):
            if getattr(self, size) < 1:
                raise NetError(f"{self.name!r} has {size} {getattr(self, size)}; use 1 or more")
        return (self.outputs,)

    def parameters(self, *shapes: Shape) -> dict[str, Shape]:
        """`feature` and `threshold` of the nodes, `leaf` and `bias`."""
        nodes, leaves = (self.trees, 2**self.depth - 1), (self.trees, 2**self.depth)
        return {
            "feature": nodes,
            "threshold": nodes,
            "leaf": (*leaves, self.outputs) if self.vector_leaves else leaves,
            "bias": (self.outputs,),
        }

    def evaluate(self, weights: Weights, *xs: Any, xp: Any = np) -> Any:
        """bias + the leaves reached, in the float type of the leaves; an `xp` of symbolic arrays has its own `trees`.

        Jets are on the last axis inside, so that all comparisons and choices are passes over contiguous memory.
        """
        if hasattr(xp, "trees"):
            return xp.trees(self, weights, xs[0])
        x = np.asarray(xs[0])
        index = self._leaves_reached(weights, np.ascontiguousarray(x.reshape(-1, x.shape[-1]).T))
        leaf, bias = weights["leaf"], weights["bias"]
        reached = leaf.reshape(-1, *leaf.shape[2:]).take(index, axis=0)  # (trees, jets) or (trees, jets, outputs)
        if self.vector_leaves:
            result = reached.sum(axis=0)
        else:
            result = np.stack([reached[output :: self.outputs].sum(axis=0) for output in range(self.outputs)], -1)
        return (result + bias).reshape(*x.shape[:-1], self.outputs)

    def _leaves_reached(self, weights: Weights, x: Values) -> NDArray[np.int32]:
        """(trees, jets) positions among the leaves of all trees, for x: (n, jets)."""
        feature, threshold, node = comparators(weights)
        above = x[feature] >= threshold[:, None]
        nodes = above[node.T.ravel()].reshape(2**self.depth - 1, self.trees, -1)
        index = np.zeros(nodes.shape[1:], np.int32)
        path: list[NDArray[np.bool_]] = []  # at each level, whether a jet goes on above the threshold
        for depth in range(self.depth):
            level = nodes[2**depth - 1 : 2 ** (depth + 1) - 1]
            for turn in path:
                left, right = np.split(level, 2)
                level = left ^ ((left ^ right) & turn)  # where(turn, right, left), eight times faster
            path.append(level[0])
            index += index + path[-1]
        index += (np.arange(self.trees, dtype=np.int32) << self.depth)[:, None]
        return index

    def exact(self, weights: Weights, *types: FixedPoint) -> FixedPoint:
        """The range of the bias and of any of the trees, and the fraction bits of the leaves that can be reached.

        The range holds sums over some trees too, in any order. NetError for a feature that the input does not have.
        """
        count = self.outputs if self.vector_leaves else 1
        low, high, fraction = (np.zeros((self.trees, count)) for _ in range(3))
        for number, tree in enumerate(pruned(self, weights, types[0].low, types[0].high, types[0].lsb)):
            reached = np.array(list(leaves(tree)))
            low[number], high[number] = reached.min(axis=0), reached.max(axis=0)
            fraction[number] = np.where(reached != 0, fraction_bits(reached), NO_FRACTION).max(axis=0)
        bias = weights["bias"]
        finest = np.where(bias != 0, fraction_bits(bias), NO_FRACTION)
        finest = np.maximum(finest, self._by_output(fraction, NO_FRACTION).max(axis=0))
        lowest = self._by_output(np.minimum(low, 0)).sum(axis=0) + bias
        highest = self._by_output(np.maximum(high, 0)).sum(axis=0) + bias
        return FixedPoint.spanning(lowest, highest, or_zero(finest.astype(np.int64)))

    def _by_output(self, values: Float, padding: float = 0.0) -> Float:
        """(summands, outputs) of values: (trees, numbers of a leaf), padded where an output has fewer trees."""
        if self.vector_leaves:
            return values
        padded = np.full(math.ceil(self.trees / self.outputs) * self.outputs, padding)
        padded[: self.trees] = values[:, 0]
        return padded.reshape(-1, self.outputs)


def comparators(weights: Weights) -> tuple[NDArray[np.intp], Values, NDArray[np.intp]]:
    """Features and thresholds of the distinct comparisons, and (trees, nodes) which of them each node makes."""
    feature, threshold = weights["feature"].ravel().astype(np.intp), weights["threshold"].ravel()
    order = np.lexsort((threshold, feature))
    f, t = feature[order], threshold[order]
    new = np.concatenate([[True], (f[1:] != f[:-1]) | (t[1:] != t[:-1])])
    node = np.empty(feature.size, np.intp)
    node[order] = np.cumsum(new) - 1
    return f[new], t[new], node.reshape(weights["feature"].shape)


def pruned(op: Trees, weights: Weights, low: Float, high: Float, lsb: Float) -> tuple[Node, ...]:
    """The trees without comparisons that decide nothing: the range or those before tell, or the leaves are equal.

    low, high, lsb: (n,) of the numbers that are compared; the thresholds of the result are multiples of the LSB.
    NetError for a feature that they do not have.
    """
    feature = weights["feature"]
    wrong = (feature < 0) | (feature >= low.size) | (feature != np.rint(feature))
    if wrong.any():
        tree, node = (int(place[0]) for place in np.nonzero(wrong))
        raise NetError(
            f"{op.name!r}: node {node} of tree {tree} compares feature {feature[tree, node]:g}; its input has the"
            f" features 0 to {low.size - 1}"
        )
    at = feature.astype(np.intp)
    whole = np.ceil(weights["threshold"] / lsb[at]) * lsb[at]  # the same numbers are below it
    leaf = weights["leaf"].reshape(op.trees, 2**op.depth, -1)
    ranges = dict(enumerate(zip(low.tolist(), high.tolist(), strict=True)))
    nodes = zip(at.tolist(), whole.tolist(), lsb[at].tolist(), leaf.tolist(), strict=True)
    return tuple(_pruned(list(zip(*tree[:3], strict=True)), tree[3], 0, ranges) for tree in nodes)


def _pruned(
    nodes: list[tuple[int, float, float]],
    leaf: list[list[float]],
    node: int,
    ranges: Mapping[int, tuple[float, float]],
) -> Node:
    """The tree below a node. nodes: feature, threshold and its LSB of each node; ranges: of the features, here."""
    if node >= len(nodes):
        return tuple(leaf[node - len(nodes)])
    feature, threshold, lsb = nodes[node]
    low, high = ranges[feature]
    if high < threshold:
        return _pruned(nodes, leaf, 2 * node + 1, ranges)
    if low >= threshold:
        return _pruned(nodes, leaf, 2 * node + 2, ranges)
    left = _pruned(nodes, leaf, 2 * node + 1, {**ranges, feature: (low, threshold - lsb)})
    right = _pruned(nodes, leaf, 2 * node + 2, {**ranges, feature: (threshold, high)})
    return left if left == right else Split(feature, threshold, left, right)


def leaves(tree: Node) -> Iterator[Leaf]:
    """The leaves of a tree, from left to right."""
    if isinstance(tree, Split):
        yield from leaves(tree.below)
        yield from leaves(tree.above)
    else:
        yield tree


def splits(tree: Node) -> Iterator[Split]:
    """The comparisons of a tree, each before those below it."""
    if isinstance(tree, Split):
        yield tree
        yield from splits(tree.below)
        yield from splits(tree.above)
