"""A lower bound on a design's cost from its untrained graph, to drop designs that must break their budget.

Training decides how many of the bit operations survive, so the cost of the trained design is not known here. The bound
is empirical: every trained design of configs/sweeps/architectures.yaml and demo.yaml (10 architectures, three
frontends, sparsity from 0 to 70 %) cost more than the factors below say. `python benchmarks/least_cost.py` lists them.

For trees and exact sums, the bits that they add up are counted. One LUT takes at most two bits out of a sum: that of a
ternary adder turns three bits into one. Comparators are not counted, because trees share them. Training may leave
sums unread and leaves narrower than they may be, which the factors allow for by one half; the mapped designs that they
rest on are few.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from codesign.cost import budget
from codesign.cost.figures import Figure, Timing, Usage
from codesign.design.design import Design
from codesign.jets.features import features_of, types_of
from codesign.net.fixednet import FixedNet
from codesign.net.graph import Graph
from codesign.net.ops import Dense, Pool, Trees
from codesign.training.frontends.port import reads_port

# LUT per bit operation, by whether widths are learned. The smallest values measured were 0.059 with learned widths and
# 0.21 with fixed ones; the bounds are lower, because a larger penalty or sparsity than was tried may go further.
LEAST_LUT_PER_BIT_OPERATION = {True: 0.04, False: 0.14}
LEAST_CYCLES_PER_LEVEL = 0.4  # clock cycles per adder level; the smallest value measured was 0.59, at 4 bits
LEAST_LUT_PER_ADDED_BIT = 0.5  # a ternary adder; the leaves of trees of depth 1 and 2 may be part of its LUTs
# A bit of a leaf depends on seven comparators in a tree of depth 3, one more than a LUT has inputs, so that it takes
# two LUTs. The bound is half of that, because training may leave comparators unused or bits of leaves constant.
LEAST_LUT_PER_DEEP_LEAF_BIT, DEEP = 1.0, 3
READ_SUMS = 0.5  # share of the bits of sums: sums that nothing reads vanish, which training decides
STAGE, TOOL = "untrained graph", "least of trained designs"


def cannot_fit(design: Design) -> str:
    """The limit of its budget that a design must break whatever it learns, in words; "" if there is none."""
    limits = budget.load_budget(design.budget, design.firmware.part)
    nothing = Timing.unavailable(STAGE, TOOL, "not trained yet")
    verdict = budget.check(*least(design), limits, nothing, design.firmware.period_ns)
    for line in verdict.lines:
        if line.outcome == "FAIL":
            return f"{line.name}: at least {line.used.low:,.0f} whatever it learns, {line.allowed:,.0f} are allowed"
    return ""


def least(design: Design) -> tuple[Usage, Timing]:
    """Figures that are lower bounds: LUT and latency cycles from `low` to infinity, the rest unavailable."""
    graph = design.graph
    learned = design.frontend == "hgq" and design.precision.learned is not False
    products = LEAST_LUT_PER_BIT_OPERATION[learned] * bit_operations(design, graph)
    sums = LEAST_LUT_PER_ADDED_BIT * READ_SUMS * summed_bits(design, graph)
    lut = _at_least(products + least_lut_of_trees(design, graph) + sums)
    cycles = _at_least(LEAST_CYCLES_PER_LEVEL * adder_levels(graph))
    usage = replace(Usage.unavailable(STAGE, TOOL, "not trained yet"), lut=lut)
    clock = Figure.exactly(float(design.firmware.period_ns), "estimated", STAGE, TOOL)
    interval = Figure.unavailable(STAGE, TOOL, "not traced yet")
    return usage, Timing(clock_ns=clock, latency_cycles=cycles, interval_cycles=interval)


def bit_operations(design: Design, graph: Graph) -> float:
    """Sum over all dense layers of weight bits times input bits per product, without the pruned weights."""
    precision = design.precision

    def read_bits(name: str) -> NDArray[np.int64]:
        bits = precision.inputs if reads_port(graph, graph[name]) else precision.activations_of(name)
        return np.full(graph.shapes[name], bits)

    total = 0.0
    for op in graph.ops:
        if isinstance(op, Dense):
            bits = graph.through_wires_of(op.inputs[0], read_bits).sum()
            total += float(bits) * precision.weights_of(op.name) * op.units
    return total * (1 - design.pruning.sparsity)


def least_lut_of_trees(design: Design, graph: Graph) -> float:
    """LUT that sum the leaves of all trees; 0 if training may stop early, and leave out any number of them."""
    if design.training.patience is not None:
        return 0.0
    lut = 0.0
    for op in graph.ops:
        if isinstance(op, Trees):
            summands = op.trees * (op.outputs if op.vector_leaves else 1)
            added = max(summands - op.outputs, 0) * design.boosting.leaf_bits
            lut += added * (LEAST_LUT_PER_DEEP_LEAF_BIT if op.depth >= DEEP else LEAST_LUT_PER_ADDED_BIT)
    return lut


def summed_bits(design: Design, graph: Graph) -> int:
    """Bits that the sums over the port, which have no weights and are not rounded, take in and do not give out."""
    ops = tuple(op for op in graph.ops if op.name in graph.of_port)
    pools = [op for op in ops if isinstance(op, Pool) and op.kind == "sum"]
    if not pools:
        return 0
    types = {ops[0].name: types_of(features_of(design.jets.features))}
    exact = FixedNet.build(Graph(ops, (pools[-1].name,)), {}, {}, types)

    def bits(name: str) -> int:
        return int(np.broadcast_to(exact.types[name].width, graph.shapes[name]).sum())

    return sum(bits(op.inputs[0]) - bits(op.name) for op in pools)


def adder_levels(graph: Graph) -> int:
    """Levels of two-input adders on the longest path from the port to an output."""
    levels: dict[str, int] = {}
    for op in graph.ops:
        before = max((levels[name] for name in op.inputs), default=0)
        levels[op.name] = before + op.adder_levels(*(graph.shapes[name] for name in op.inputs))
    return max(levels[name] for name in graph.outputs)


def _at_least(number: float) -> Figure:
    return Figure(number, number, math.inf, "estimated", STAGE, TOOL)
