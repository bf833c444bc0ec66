"""Nets for tests: any architecture with random weights and a type of its own on every element."""

from typing import Any

import numpy as np

from codesign.architectures import deep_set, mlp
from codesign.fixednet import FixedNet
from codesign.fixedpoint import FixedPoint, Float
from codesign.graph import Graph, Pool, Quantize, Relu

PORT = FixedPoint(1, 3, 5)


def small_deep_set(pooling: str = "mean", candidates: int = 16) -> Graph:
    return deep_set(candidates, 3, 4, (6, 5), (6,), pooling)


def small_mlp(candidates: int = 4) -> Graph:
    return mlp(candidates, 3, 4, (6, 5))


def random_net(graph: Graph, seed: int = 0, hidden_modes: tuple[Any, Any] = ("RND", "WRAP")) -> FixedNet:
    """Weights of 0 to 5 bits, some of them without any; inputs saturate, hidden tensors as asked."""
    rng = np.random.default_rng(seed)
    weights, weight_types, types = {}, {}, {graph.ops[0].name: PORT}
    for op in graph.ops:
        for parameter, shape in graph.parameters(op).items():
            t = FixedPoint(1, rng.integers(-1, 1, size=shape), rng.integers(0, 5, size=shape), "RND", "SAT_SYM")
            weight_types[f"{op.name}.{parameter}"] = t
            weights[f"{op.name}.{parameter}"] = t.cast(rng.normal(size=shape) * 0.6)
        channels = graph.shapes[op.name][-1:]
        if isinstance(op, Quantize):
            i, f = rng.integers(1, 4, size=channels), rng.integers(0, 5, size=channels)
            types[op.name] = FixedPoint(1, i, f, "RND", "SAT")
        elif isinstance(op, Relu):
            i, f = rng.integers(0, 3, size=channels), rng.integers(1, 4, size=channels)
            types[op.name] = FixedPoint(0, i, f, *hidden_modes)
        elif isinstance(op, Pool):
            types[op.name] = FixedPoint(1, 2, 4, *hidden_modes)
    return FixedNet.build(graph, weights, weight_types, types)


def random_inputs(net: FixedNet, jets: int, seed: int = 0) -> Float:
    """(jets, *port shape) over the whole range of the port."""
    rng = np.random.default_rng(seed)
    port = net.types[net.port.name]
    return port.cast(rng.uniform(port.low, port.high, size=(jets, *net.port.size)))
