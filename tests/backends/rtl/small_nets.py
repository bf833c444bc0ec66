"""Small nets that the tests of the RTL convert, and inputs over the whole range of their ports."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from codesign.backends.rtl import convert as rtl
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint, Float
from codesign.net.graph import Graph
from codesign.net.ops import Pool, Quantize, Relu
from tests.nets import mlp

VU13P = "xcvu13p-flga2577-2-e"


Edit = Callable[[str, Float], Float]


def net(graph: Graph, types: dict[str, FixedPoint], edit: Edit = lambda name, values: values) -> FixedNet:
    rng = np.random.default_rng(0)
    weights, weight_types = {}, {}
    for op in graph.ops:
        for parameter, shape in graph.parameters(op).items():
            name = f"{op.name}.{parameter}"
            weight_types[name] = FixedPoint(1, 0, 4)
            weights[name] = edit(name, weight_types[name].cast(rng.uniform(-1, 1, shape)))
    return FixedNet.build(graph, weights, weight_types, types)


def heterogeneous(graph: Graph) -> FixedNet:
    """Other bit widths for each element, down to none, and other modes for each tensor."""
    rng = np.random.default_rng(1)
    modes = iter([("RND", "SAT"), ("TRN", "WRAP"), ("RND_CONV", "SAT_SYM"), ("TRN_ZERO", "SAT")] * 3)
    types = {graph.ops[0].name: FixedPoint(1, rng.integers(1, 4, graph.ops[0].size), 4)}  # type: ignore[attr-defined]
    for op in graph.ops:
        if isinstance(op, Quantize | Relu | Pool):
            shape = graph.shapes[op.name]
            signed = 0 if isinstance(op, Relu) else 1
            integer, fraction = rng.integers(1, 4, shape), rng.integers(2, 7, shape)
            fraction[..., 0] = -integer[..., 0] - signed
            types[op.name] = FixedPoint(signed, integer, fraction, *next(modes))
    return net(graph, types)


def full_range(port: FixedPoint, size: tuple[int, ...], jets: int) -> Float:
    low, high = np.broadcast_to(port.low, size), np.broadcast_to(port.high, size)
    return port.cast(np.random.default_rng(2).uniform(low, high, (jets, *size)))


def convert(network: FixedNet, folder: Path, clock_ns: float = 2.6, **options: Any) -> rtl.RtlProject:
    return rtl.convert(network, folder, part=VU13P, clock_ns=clock_ns, **options)


SMALL = mlp(4, 2, 3, (4,))
TYPES = {
    "candidates": FixedPoint(1, 2, 3),
    "inputs": FixedPoint(1, 1, 2, "RND", "SAT"),
    "hidden0_relu": FixedPoint(0, 1, 3, "RND", "SAT"),
}
