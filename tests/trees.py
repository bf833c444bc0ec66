"""Random trees for tests, and an independent walk through them in plain Python."""

from collections.abc import Mapping, Sequence

import numpy as np

from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint, Float
from codesign.net.graph import Graph
from codesign.net.ops import Input, Reshape, Trees
from codesign.net.ops.base import fraction_bits

PORT = FixedPoint([[1, 0, 1], [0, 1, 1]], [[3, 4, 0], [1, 5, -1]], [[2, 0, 4], [0, -1, 1]])  # the last is always zero


def random_trees(
    outputs: int = 3,
    trees: int = 7,
    depth: int = 3,
    vector_leaves: bool = False,
    seed: int = 0,
    port: FixedPoint = PORT,
) -> FixedNet:
    """Trees named "logits" that compare all numbers of a port."""
    size = port.shape
    flat = Reshape("flat", ("candidates",), (int(np.prod(size)),), len(size))
    op = Trees("logits", ("flat",), outputs, trees, depth, vector_leaves)
    graph = Graph((Input("candidates", (), size), flat, op), ("logits",))
    return built(graph, random_parameters(op, port, np.random.default_rng(seed)), port)


def random_parameters(op: Trees, compared: FixedPoint, rng: np.random.Generator) -> dict[str, Float]:
    """Parameters of Trees that compare numbers of this type.

    Thresholds reach one LSB beyond the range of the type, and a quarter of the pairs of leaves are equal.
    """
    low, high, lsb = (values.ravel() for values in (compared.low, compared.high, compared.lsb))
    shapes = op.parameters((len(low),))
    feature = rng.integers(0, len(low), shapes["feature"])
    steps = np.rint((high - low) / lsb)[feature] + 3
    threshold = (low - lsb)[feature] + np.floor(rng.random(shapes["threshold"]) * steps) * lsb[feature]
    leaf = rng.integers(-31, 32, shapes["leaf"]) / 8.0
    same = rng.random(shapes["leaf"][:2]) < 0.25
    leaf[:, 1::2][same[:, 1::2]] = leaf[:, ::2][same[:, 1::2]]
    bias = rng.integers(-20, 20, op.outputs) / 4.0
    return {"feature": feature.astype(np.float64), "threshold": threshold, "leaf": leaf, "bias": bias}


def built(graph: Graph, parameters: Mapping[str, Float], port: FixedPoint) -> FixedNet:
    """The net of a graph whose last operation is Trees with these parameters, in the narrowest types."""
    name = graph.ops[-1].name
    weights = {f"{name}.{p}": np.asarray(values, np.float64) for p, values in parameters.items()}
    types = {p: narrowest(values) for p, values in weights.items()}
    return FixedNet.build(graph, weights, types, {graph.ops[0].name: port})


def narrowest(values: Float) -> FixedPoint:
    """The narrowest type that holds all values."""
    return FixedPoint.spanning(values.min(), values.max(), fraction_bits(values).max())


def walked(op: Trees, parameters: Mapping[str, Float], x: Sequence[float]) -> list[float]:
    """The outputs for one jet, node by node."""
    lists = {name: np.asarray(values).tolist() for name, values in parameters.items()}
    total = list(lists["bias"])
    for tree in range(op.trees):
        node = 0
        while node < 2**op.depth - 1:
            feature = int(lists["feature"][tree][node])
            node = 2 * node + (1 if x[feature] < lists["threshold"][tree][node] else 2)
        leaf = lists["leaf"][tree][node - (2**op.depth - 1)]
        if op.vector_leaves:
            total = [one + other for one, other in zip(total, leaf, strict=True)]
        else:
            total[tree % op.outputs] += leaf
    return total
