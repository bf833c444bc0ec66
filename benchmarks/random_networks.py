"""Random networks of all sizes and bit widths, on which costs are compared; the same in every call."""

from collections.abc import Iterator

import numpy as np

from codesign.design.architectures.sequences import mlp
from codesign.design.architectures.sets import deep_set
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint, Overflow, Rounding
from codesign.net.graph import Graph
from codesign.net.ops import Quantize, Relu

# weight bits, activation bits, overflow, rounding, whether widths differ from element to element
Setting = tuple[int, int, Overflow, Rounding, bool]
SETTINGS: list[tuple[Setting, float]] = [
    ((3, 4, "WRAP", "TRN", True), 0.3),
    ((5, 4, "WRAP", "RND", False), 0.5),
    ((4, 5, "SAT", "RND", True), 0.5),
]
DEEP_SETS = [
    ((8, 3), (8, 8), (8,)),
    ((16, 3), (16, 16), (16,)),
    ((16, 16), (16, 16), (16,)),
    ((16, 3), (32, 32), (32, 16)),
    ((16, 20), (32, 32), (32, 16)),
    ((32, 3), (16, 16), (16,)),
]
MLPS = [(8, (8, 8)), (16, (8, 8)), (16, (16, 16)), (16, (32, 16))]


def networks() -> Iterator[tuple[str, Setting, FixedNet]]:
    """Name, setting and net of each network; half of its weights are zero, 30 % in the setting with 3-bit weights."""
    for seed, ((candidates, features), phi, rho) in enumerate(DEEP_SETS):
        name = f"deep_set {candidates}x{features} {'-'.join(map(str, phi))} {'-'.join(map(str, rho))}"
        for setting, zeros in SETTINGS:
            yield (
                name,
                setting,
                random_net(deep_set(candidates, ["x"] * features, {"logits": 5}, phi, rho), setting, zeros, seed),
            )
    for seed, hidden, setting in (
        (7, (64, 32), (5, 5, "WRAP", "RND", True)),
        (8, (64, 32, 32), (7, 7, "WRAP", "RND", False)),
    ):
        yield (
            f"mlp 16x3 {'-'.join(map(str, hidden))}",
            setting,
            random_net(mlp(16, ["x"] * 3, {"logits": 5}, hidden), setting, 0.5, seed),
        )


def small_networks() -> Iterator[tuple[str, Setting, FixedNet]]:
    """Name, setting and net of multi-layer perceptrons of up to about 3000 LUT."""
    for seed, (candidates, hidden) in enumerate(MLPS, 10):
        for setting, zeros in SETTINGS:
            graph = mlp(candidates, ["x"] * 3, {"logits": 5}, hidden)
            yield f"mlp {candidates}x3 {'-'.join(map(str, hidden))}", setting, random_net(graph, setting, zeros, seed)


def random_net(graph: Graph, setting: Setting, zeros: float, seed: int) -> FixedNet:
    weight_bits, activation_bits, overflow, rounding, differ = setting
    rng = np.random.default_rng(seed)
    weights, weight_types, types = {}, {}, {"candidates": FixedPoint(1, 5, 5)}
    for op in graph.ops:
        for parameter, shape in graph.parameters(op).items():
            name = f"{op.name}.{parameter}"
            fraction = rng.integers(1, weight_bits + 1, shape) if differ else weight_bits
            weight_types[name] = FixedPoint(1, 0, fraction, "RND", "SAT_SYM")
            weights[name] = weight_types[name].cast(rng.normal(size=shape) * 0.3) * (rng.random(shape) > zeros)
        channels = graph.shapes[op.name][-1:]
        if isinstance(op, Quantize):
            fraction = rng.integers(1, activation_bits + 1, channels) if differ else activation_bits
            types[op.name] = FixedPoint(1, 2, fraction, rounding, "WRAP")
        if isinstance(op, Relu):
            integer = rng.integers(0, 3, channels) if differ else 2
            fraction = rng.integers(0, activation_bits + 1, channels) if differ else activation_bits
            types[op.name] = FixedPoint(0, integer, fraction, rounding, overflow)
    return FixedNet.build(graph, weights, weight_types, types)
