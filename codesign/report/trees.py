"""What the trees of a design read most, and the tree that moves its result most: a section of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from codesign.design.heads import LOGITS
from codesign.net import reference
from codesign.net.ops import Trees
from codesign.net.ops.trees import Node, leaves, splits
from codesign.net.tree_facts import Reached, TreeFacts, followed, simplified, tree_facts, trees_of
from codesign.report.tree_names import Number, numbers_of
from codesign.runs.run import Run

MOST_JETS = 4096  # evenly spread over the test jets: shares are known to 0.8 % of themselves and better
MOST_NUMBERS = 12
MOST_LEVELS = 4  # of a tree, in its picture and in words


@dataclass(frozen=True)
class Reading:
    """A number that the trees read: how many different comparators it has, and the share of variance they explain."""

    number: Number
    comparators: int
    share: float


@dataclass(frozen=True)
class TreesRead:
    """One operation that is Trees, followed on test jets.

    readings: all numbers that are read, the most important first; numbers: all that could be read.
    tree, output: the tree of largest variance, its position among the trees, and the output that it moves most.
    """

    facts: TreeFacts
    jets: int
    numbers: tuple[Number, ...]
    readings: tuple[Reading, ...]
    tree: Reached
    position: int
    output: int
    output_name: str

    @property
    def shown(self) -> tuple[Reading, ...]:
        """The readings that the page shows."""
        return self.readings[:MOST_NUMBERS]

    @property
    def others(self) -> float:
        """The share of the readings that the page does not show."""
        return sum(reading.share for reading in self.readings[MOST_NUMBERS:])

    @property
    def in_words(self) -> str:
        """The tree as a sentence, for those who do not see its picture."""
        return _in_words(self.tree, 0, self.numbers, self.output)


def trees_read(run: Run) -> tuple[TreesRead, ...]:
    """What each operation of a frozen run that is Trees reads; JetsError if the jets cannot be read."""
    ops = trees_of(run.net)
    if not ops:
        return ()
    x = run.features()
    x = x[:: -(-len(x) // MOST_JETS)]
    tensors = reference.run(run.net, x, trace=True)
    counted = zip(ops, tree_facts(run.net), strict=True)
    return tuple(_read(run, op, facts, tensors[op.inputs[0]]) for op, facts in counted if facts.trees)


def _read(run: Run, op: Trees, facts: TreeFacts, x: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> TreesRead:
    simple = simplified(run.net, op)
    reached = [followed(tree, x) for tree in simple]
    position = max(range(len(reached)), key=lambda number: reached[number].variance)
    numbers = numbers_of(run.net, run.design, op.inputs[0])
    output = _moved_most(simple[position]) if op.vector_leaves else position % op.outputs
    return TreesRead(
        facts=facts,
        jets=len(x),
        numbers=numbers,
        readings=_readings(numbers, simple, reached),
        tree=reached[position],
        position=position,
        output=output if op.vector_leaves else 0,
        output_name=_output_name(run, op, output),
    )


def _readings(numbers: tuple[Number, ...], trees: tuple[Node, ...], reached: list[Reached]) -> tuple[Reading, ...]:
    comparators = {(split.feature, split.threshold) for tree in trees for split in splits(tree)}
    explained = dict.fromkeys(sorted({feature for feature, _ in comparators}), 0.0)
    for tree in reached:
        for node in tree.nodes():
            if node.split:
                explained[node.split.feature] += node.explained
    total = sum(explained.values()) or 1.0
    counts = {feature: sum(feature == other for other, _ in comparators) for feature in explained}
    rows = (Reading(numbers[feature], counts[feature], part / total) for feature, part in explained.items())
    return tuple(sorted(rows, key=lambda row: (-row.share, -row.comparators)))


def _in_words(node: Reached, level: int, numbers: Sequence[Number], output: int) -> str:
    if node.split and node.below and node.above and level < MOST_LEVELS:
        below, above = (_in_words(child, level + 1, numbers, output) for child in (node.below, node.above))
        return f"if {numbers[node.split.feature].below(node.split.threshold)} then ({below}) else ({above})"
    values = [leaf.mean[output] for leaf in node.nodes() if not leaf.split]
    return f"{values[0]:+.3g}" if len(values) == 1 else f"{min(values):+.3g} to {max(values):+.3g}"


def _moved_most(tree: Node) -> int:
    values = np.array(list(leaves(tree)))
    return int(np.argmax(values.max(axis=0) - values.min(axis=0)))


def _output_name(run: Run, op: Trees, output: int) -> str:
    """The class of an output of the tagger; the name of a response."""
    classes = run.design.jets.classes
    if op.outputs == len(classes) and _head(run, op) == LOGITS:
        return f"the class {classes[output]}"
    return _head(run, op) if op.outputs == 1 else f"output {output} of {_head(run, op)}"


def _head(run: Run, op: Trees) -> str:
    """The output of the net that holds what the trees compute, or else the name of the trees."""
    graph = run.net.graph
    return next((name for name in graph.outputs if graph.through_wires(name).name == op.name), op.name)
