"""Boosted trees as tables: comparisons, then a code of the leaf that each tree reaches, then sums of leaves.

Nodes that compare the same number with the same threshold share one comparison. A tree's code has one bit for each
level, chosen among the comparisons of that level, or fewer bits where the tree has few different leaves. The codes of
trees that add to the same output are joined up to six bits, the index into a table of the sum of their leaves. Such a
table takes as many LUTs as a table of one tree's leaves, and saves an adder. All tables start at zero but one, which
starts at the bias and what the others lack.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from alkaid.trace import FVariable, FVArray

from codesign.backends.rtl.bits import LUT_INPUTS, at_least, table, tree
from codesign.net.ops import Trees
from codesign.net.ops.base import Weights
from codesign.net.ops.trees import Leaf, Node, Split, leaves, pruned, splits

Compare = Callable[[Split], FVariable]  # 1 where a jet goes on above the threshold of a node
Path = tuple[int, ...]  # the turns from the root to a node: 1 for above, 0 for below
NUMBERED = 4  # leaves for which all ways to number them are tried


@dataclass(frozen=True)
class Code:
    """Which leaf a tree reaches. bits: of a number, lowest first; leaf: the leaf that each number stands for."""

    bits: tuple[FVariable, ...]
    leaf: tuple[Leaf, ...]


def trees(op: Trees, weights: Weights, x: FVArray) -> FVArray:
    """(outputs,) the result of Trees for x: (n,)."""
    numbers = list(np.asarray(x))
    low, high, step = (np.array([float(getattr(v, what)) for v in numbers]) for what in ("low", "high", "step"))

    @cache
    def comparison(feature: int, threshold: float) -> FVariable:
        return at_least(numbers[feature], threshold)

    grown = pruned(op, weights, low, high, step)
    codes = [_code(one, lambda node: comparison(node.feature, node.threshold)) for one in grown]
    sums = np.empty(op.outputs, dtype=object)
    for output, bias in enumerate(weights["bias"].tolist()):
        place = output if op.vector_leaves else 0
        added = codes if op.vector_leaves else codes[output :: op.outputs]
        parts = [Part(code.bits, tuple(leaf[place] for leaf in code.leaf)) for code in added]
        groups = _groups([part for part in parts if part.bits])
        constant = bias + sum(min(part.values) for part in parts)
        tables = [_sum_of(group, 0.0 if number else constant) for number, group in enumerate(groups)]
        narrow_first = sorted(tables, key=lambda values: float(values.high - values.low))
        sums[output] = tree(np.add, narrow_first) if groups else FVariable.from_const(constant, hwconf=x.hwconf)
    return FVArray(sums, x.solver_options, hwconf=x.hwconf)


@dataclass(frozen=True)
class Part:
    """What a tree adds to one output. bits: of its code; values: what each code adds."""

    bits: tuple[FVariable, ...]
    values: tuple[float, ...]


def _groups(parts: Sequence[Part]) -> list[list[Part]]:
    """Parts whose codes fit one table: each part, longest code first, joins the group with most of its bits."""
    groups: list[list[Part]] = []
    inputs: list[set[FVariable]] = []
    for part in sorted(parts, key=lambda part: -len(part.bits)):
        fitting = [n for n, known in enumerate(inputs) if len(known.union(part.bits)) <= LUT_INPUTS]
        if fitting:
            best = max(fitting, key=lambda n: len(inputs[n].intersection(part.bits)))
            groups[best].append(part)
            inputs[best].update(part.bits)
        else:
            groups.append([part])
            inputs.append(set(part.bits))
    return groups


def _sum_of(group: Sequence[Part], constant: float) -> FVariable:
    """constant + what a group adds beyond the least that it can add."""
    starts = list(itertools.accumulate((len(part.bits) for part in group), initial=0))
    least = sum(min(part.values) for part in group)

    def total(*bits: int) -> float:
        codes = (_number(bits[first:last]) for first, last in itertools.pairwise(starts))
        return constant - least + sum(part.values[code] for part, code in zip(group, codes, strict=True))

    return table([bit for part in group for bit in part.bits], total)


def _number(bits: Sequence[int]) -> int:
    return sum(bit << position for position, bit in enumerate(bits))


def _code(one: Node, compare: Compare) -> Code:
    """The shorter of two codes: the turns on the way to a leaf, or a number of the leaf."""
    turns = _turns(one, compare)
    by_turns = Code(tuple(turns), tuple(_end_of(one, number) for number in range(1 << len(turns))))
    different = sorted(set(leaves(one)))
    shorter = (len(different) - 1).bit_length() < len(turns) and len(different) <= NUMBERED
    comparisons = list({(node.feature, node.threshold): node for node in splits(one)}.values())
    return _numbered(one, different, comparisons, compare) if shorter and len(comparisons) <= LUT_INPUTS else by_turns


def _end_of(one: Node, turns: int) -> Leaf:
    """The leaf at the end of turns, of which the first is the lowest bit."""
    while isinstance(one, Split):
        one, turns = one.above if turns & 1 else one.below, turns >> 1
    return one


def _turns(one: Node, compare: Compare) -> list[FVariable]:
    """The turn at each level on the way to the leaf that is reached; any value after its end."""
    level: dict[Path, Node] = {(): one}
    turns: list[FVariable] = []
    while True:
        nodes = {path: node for path, node in level.items() if isinstance(node, Split)}
        if not nodes:
            return turns
        turns.append(_chosen({path: compare(node) for path, node in nodes.items()}, turns))
        level = {(*p, turn): child for p, n in nodes.items() for turn, child in enumerate((n.below, n.above))}


def _chosen(values: Mapping[Path, FVariable], turns: Sequence[FVariable]) -> FVariable:
    """The value at the path of the turns, by tables; as few of the turns are read as tell the values apart."""
    for size in range(len(turns) + 1):
        for places in itertools.combinations(range(len(turns)), size):
            chosen = _told_apart(values, places)
            if chosen is not None and size + len(set(chosen.values())) <= LUT_INPUTS:
                return _multiplexer([turns[place] for place in places], chosen)
    halves = [{path[1:]: value for path, value in values.items() if path[0] == turn} for turn in (0, 1)]
    below, above = (_chosen(half, turns[1:]) if half else None for half in halves)
    if below is None or above is None:
        return next(value for value in (below, above) if value is not None)
    return _multiplexer(turns[:1], {(0,): below, (1,): above})


def _told_apart(values: Mapping[Path, FVariable], places: Sequence[int]) -> dict[Path, FVariable] | None:
    """The values by the turns at some places of their paths; None if these do not tell all different values apart."""
    chosen: dict[Path, FVariable] = {}
    for path, value in values.items():
        if chosen.setdefault(tuple(path[place] for place in places), value) is not value:
            return None
    return chosen


def _multiplexer(keys: Sequence[FVariable], values: Mapping[Path, FVariable]) -> FVariable:
    """The value at the path of the keys, which are bits as all values are; any value at a path that has none."""
    different = list(dict.fromkeys(values.values()))
    if len(different) == 1:
        return different[0]
    position = {path: different.index(value) for path, value in values.items()}
    return table([*keys, *different], lambda *bits: bits[len(keys) + position.get(bits[: len(keys)], 0)])


def _numbered(one: Node, different: Sequence[Leaf], comparisons: Sequence[Split], compare: Compare) -> Code:
    """The code that numbers the leaves so that as few tables as possible give its bits."""
    position = {(node.feature, node.threshold): place for place, node in enumerate(comparisons)}
    patterns = range(1 << len(comparisons))  # the results of all comparisons

    def reached(pattern: int) -> int:
        node = one
        while isinstance(node, Split):
            node = node.above if pattern >> position[node.feature, node.threshold] & 1 else node.below
        return different.index(node)

    leaf = [reached(pattern) for pattern in patterns]
    size = (len(different) - 1).bit_length()

    def bits(numbers: Sequence[int]) -> list[list[int]]:
        """Each bit of the leaves' numbers, by pattern."""
        return [[numbers[n] >> place & 1 for n in leaf] for place in range(size)]

    def read(bit: Sequence[int]) -> list[int]:
        """The comparisons that a bit depends on."""
        return [n for n in range(len(comparisons)) if any(bit[p] != bit[p ^ 1 << n] for p in patterns)]

    def cost(numbers: Sequence[int]) -> tuple[int, int]:
        sizes = [len(read(bit)) for bit in bits(numbers)]
        return sum(n > 1 for n in sizes), sum(sizes)

    numbers = min(itertools.permutations(range(1 << size), len(different)), key=cost)
    tables = []
    for bit in bits(numbers):
        used = read(bit)
        inputs = [compare(comparisons[n]) for n in used]
        tables.append(table(inputs, lambda *on, b=bit, u=used: b[sum(v << n for v, n in zip(on, u, strict=True))]))
    by_number = dict(zip(numbers, different, strict=True))
    return Code(tuple(tables), tuple(by_number.get(number, different[0]) for number in range(1 << size)))
