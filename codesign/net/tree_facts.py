"""What the trees of a net consist of, and how much each of their comparisons moves the result on given jets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.net.fixednet import FixedNet
from codesign.net.ops import Trees
from codesign.net.ops.base import narrowest
from codesign.net.ops.trees import Node, Split, leaves, pruned, splits


@dataclass(frozen=True)
class TreeFacts:
    """Counts of one operation, without comparisons that decide nothing and trees that are constant.

    comparisons: nodes of all trees; comparators: the different ones among them; numbers: how many numbers they read;
    leaf_bits: width of a type for all leaves that can be reached.
    """

    name: str
    trees: int
    depth: int
    comparisons: int
    comparators: int
    numbers: int
    leaf_bits: int

    def in_words(self) -> str:
        """Such as '240 trees of depth 3, 812 comparators on 96 numbers, leaves of 6 bits'."""
        parts = (
            f"{_count(self.trees, 'tree')} of depth {self.depth}",
            f"{_count(self.comparators, 'comparator')} on {_count(self.numbers, 'number')}",
            f"leaves of {_count(self.leaf_bits, 'bit')}",
        )
        return ", ".join(parts)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for `report.json`."""
        return asdict(self)


@dataclass(frozen=True)
class Reached:
    """A node or leaf of a tree, and the jets that reach it.

    jets: their share of all jets; mean: of the leaves that these jets reach, one number for each output of the tree.
    explained: the variance of the tree's outputs over all jets that the comparison explains, 0 for a leaf.
    """

    jets: float
    mean: tuple[float, ...]
    split: Split | None = None
    below: Reached | None = None
    above: Reached | None = None
    explained: float = 0.0

    def nodes(self) -> Iterator[Reached]:
        """This node and all below it, from the root and from left to right."""
        yield self
        for child in (self.below, self.above):
            if child is not None:
                yield from child.nodes()

    @property
    def variance(self) -> float:
        """The variance over all jets that all comparisons from here on explain: at a root, that of the tree."""
        return sum(node.explained for node in self.nodes())


def trees_of(net: FixedNet) -> tuple[Trees, ...]:
    """The operations of a net that are Trees."""
    return tuple(op for op in net.graph.ops if isinstance(op, Trees))


def simplified(net: FixedNet, op: Trees) -> tuple[Node, ...]:
    """The trees of an operation without the comparisons that decide nothing."""
    x = net.types[op.inputs[0]].broadcast_to(net.graph.shapes[op.inputs[0]])
    return pruned(op, net.parameters_of(op), x.low, x.high, x.lsb)


def tree_facts(net: FixedNet) -> tuple[TreeFacts, ...]:
    """The counts of each operation that is Trees."""
    return tuple(_facts(net, op) for op in trees_of(net))


def followed(tree: Node, x: NDArray[np.floating[Any]]) -> Reached:
    """The tree with the shares of jets that reach each node, for x: (jets, n), the numbers that it compares.

    The variance that a comparison explains is that between its two sides (law of total variance), so that all
    comparisons of a tree add up to the variance of its outputs, summed over the outputs.
    """
    return _followed(tree, x, np.arange(len(x)))


def _followed(tree: Node, x: NDArray[np.floating[Any]], jets: NDArray[np.intp]) -> Reached:
    share = len(jets) / len(x)
    if not isinstance(tree, Split):
        return Reached(share, tree)
    goes_below = x[jets, tree.feature] < tree.threshold
    below, above = _followed(tree.below, x, jets[goes_below]), _followed(tree.above, x, jets[~goes_below])
    if not len(jets):
        return Reached(0.0, tuple(np.mean(list(leaves(tree)), axis=0).tolist()), tree, below, above)
    part = below.jets / share
    first, second = np.array(below.mean), np.array(above.mean)
    explained = share * part * (1 - part) * float(np.square(first - second).sum())
    return Reached(share, tuple((part * first + (1 - part) * second).tolist()), tree, below, above, explained)


def _facts(net: FixedNet, op: Trees) -> TreeFacts:
    varying = [tree for tree in simplified(net, op) if isinstance(tree, Split)]
    compared = [node for tree in varying for node in splits(tree)]
    return TreeFacts(
        name=op.name,
        trees=len(varying),
        depth=max((_depth(tree) for tree in varying), default=0),
        comparisons=len(compared),
        comparators=len({(split.feature, split.threshold) for split in compared}),
        numbers=len({split.feature for split in compared}),
        leaf_bits=int(narrowest(np.array([leaf for tree in varying for leaf in leaves(tree)] or [(0.0,)])).width),
    )


def _depth(tree: Node) -> int:
    return 1 + max(_depth(tree.below), _depth(tree.above)) if isinstance(tree, Split) else 0


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
