"""Random nets that are hard on a backend: a type of its own on every element, dead channels, kernels of zeros."""

from collections.abc import Sequence

import numpy as np

from codesign.fixednet import FixedNet
from codesign.fixedpoint import FixedPoint, Float, Overflow, Rounding
from codesign.graph import Graph
from codesign.ops import Op, Pool, Relu

PART = "xcvu13p-flga2577-2-e"
PORT = FixedPoint(1, 4, 4)
Modes = tuple[Rounding, Overflow]

TRUNCATING: Sequence[Modes] = (("TRN", "WRAP"), ("TRN", "SAT"), ("TRN_ZERO", "SAT_ZERO"), ("TRN", "WRAP_SM"))
ROUNDING: Sequence[Modes] = (("RND", "SAT"), ("RND", "WRAP"), ("RND_CONV", "SAT_SYM"), ("RND_CONV", "WRAP"))
RARE: Sequence[Modes] = (("RND_ZERO", "SAT"), ("RND_INF", "WRAP"), ("RND_MIN_INF", "SAT_SYM"), ("RND_INF", "SAT_ZERO"))


def random_net(
    graph: Graph, modes: Sequence[Modes], seed: int = 0, per_candidate: bool = False, dead: Sequence[str] = ()
) -> FixedNet:
    """modes: taken in turn by the tensors that can be rounded; their first channel has no bits at all.

    per_candidate: types of shape (candidates, features) before the pool; dead: Dense layers whose kernel is all zero.
    """
    rng = np.random.default_rng(seed)
    weights: dict[str, Float] = {}
    weight_types: dict[str, FixedPoint] = {}
    types = {graph.ops[0].name: PORT}
    for op in graph.ops:
        for parameter, shape in graph.parameters(op).items():
            i, f = rng.integers(-1, 2, size=shape), rng.integers(1, 5, size=shape)
            name = f"{op.name}.{parameter}"
            weight_types[name] = FixedPoint(1, i, f, "RND", "SAT_SYM")
            alive = op.name not in dead or parameter == "bias"
            weights[name] = weight_types[name].cast(rng.normal(size=shape) * 0.7 * alive)
        if not op.exact_only and op.name not in types:
            shape = graph.shapes[op.name]
            size = shape if per_candidate else shape[-1:]
            types[op.name] = _random_type(op, size, modes[len(types) % len(modes)], rng)
    return FixedNet.build(graph, weights, weight_types, types)


def random_inputs(net: FixedNet, jets: int, seed: int = 0) -> Float:
    """(jets, *port shape) over the whole range of the port."""
    rng = np.random.default_rng(seed)
    port = net.types[net.port.name]
    return port.cast(rng.uniform(port.low, port.high, size=(jets, *net.port.size)))


def _random_type(op: Op, size: tuple[int, ...], modes: Modes, rng: np.random.Generator) -> FixedPoint:
    rounding, overflow = modes
    signed = 0 if isinstance(op, Relu | Pool) and overflow != "WRAP_SM" else 1
    i, f = rng.integers(0, 4, size=size), rng.integers(0, 4, size=size)
    i[..., 0], f[..., 0] = -signed - 2, 2
    return FixedPoint(signed, i, f, rounding, overflow)
