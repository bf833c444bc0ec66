"""Nets for tests: any architecture with random weights and a different type for every element."""

from typing import Any

import numpy as np

from codesign.design.architectures import ARCHITECTURES
from codesign.design.architectures.config import ArchitectureConfig
from codesign.design.architectures.inputs import Inputs
from codesign.jets.features import FEATURE_SETS, features_of, types_of
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint, Float
from codesign.net.graph import Graph
from codesign.net.ops import HardSigmoid, MatMul, Multiply, Op, Pool, Quantize, Relu, Table, Trees
from tests.trees import narrowest, random_parameters

PORT = FixedPoint(1, 3, 5)
_CMS = types_of(features_of("cms20"))
REAL_PORT = FixedPoint(_CMS.signed, _CMS.integer, _CMS.fraction, "RND", "SAT")  # truncated, random flags would be 0
FEATURES = ("pt_rel", "deta", "dphi")  # the smallest set with which every architecture can be built
SMALL_SIZES: dict[str, dict[str, Any]] = {
    "mlp": {"hidden": (6, 5)},
    "deep_set": {"phi": (6, 5), "rho": (6,)},
    "energy_flow": {"phi": (6, 5), "rho": (6,)},
    "moment_set": {"phi": (6, 5), "rho": (6,)},
    "cms_ng": {},
    "jedi_linear": {"embedding": (5,), "interaction": 6, "rho": (6,)},
    "interaction_network": {"effect": (4, 3), "objects": (5,), "rho": (6,)},
    "edge_conv": {"neighbours": 2, "edge": (5, 4), "rho": (6,)},
    "mlp_mixer": {"width": 5, "rho": (6,)},
    "linear_attention": {"width": 5, "key": 3, "rho": (6,)},
    "conv1d": {"filters": (5, 4), "rho": (6,)},
    "gru": {"state": 3, "rho": (5,)},
    "mlp_sums": {"hidden": (6, 5)},
    "table_set": {"units": 5, "hidden": (4,), "entries": 16},
    "trees": {"rounds": 3, "depth": 2},
}


def small(name: str, candidates: int = 8, heads: int = 4) -> Graph:
    """The graph of any architecture, in a small size."""
    build = ARCHITECTURES[name]
    return build(candidates, FEATURES, {"logits": heads}, **SMALL_SIZES[name])


def with_sums(name: str, inputs: Inputs, candidates: int = 8, heads: int = 4) -> Graph:
    """The graph of any architecture in a small size, with the features of CMS and `inputs` of them; see REAL_PORT."""
    config = ArchitectureConfig(name=name, sizes={size: _plain(value) for size, value in SMALL_SIZES[name].items()})
    return config.graph(candidates, FEATURE_SETS["cms20"], {"logits": heads}, inputs)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def deep_set(candidates: int, features: int, outputs: int, *sizes: Any) -> Graph:
    return ARCHITECTURES["deep_set"](candidates, _names(features), {"logits": outputs}, *sizes)


def mlp(candidates: int, features: int, outputs: int, *sizes: Any) -> Graph:
    return ARCHITECTURES["mlp"](candidates, _names(features), {"logits": outputs}, *sizes)


def _names(features: int) -> list[str]:
    return [f"feature{number}" for number in range(features)]


def small_deep_set(pooling: str = "mean", candidates: int = 16) -> Graph:
    return deep_set(candidates, 3, 4, (6, 5), (6,), pooling)


def small_mlp(candidates: int = 4) -> Graph:
    return mlp(candidates, 3, 4, (6, 5))


def random_net(
    graph: Graph, seed: int = 0, hidden_modes: tuple[Any, Any] = ("RND", "WRAP"), port: FixedPoint = PORT
) -> FixedNet:
    """A net with weights of 0 to 5 bits; inputs saturate. hidden_modes: rounding and overflow of hidden tensors."""
    rng = np.random.default_rng(seed)
    weights: dict[str, Float] = {}
    weight_types: dict[str, FixedPoint] = {}
    types = {graph.ops[0].name: port}
    for op in graph.ops:
        if isinstance(op, Table):
            weights |= random_tables(op, graph, types[op.inputs[0]], rng)
            weight_types |= {f"{op.name}.{p}": FixedPoint(1, 8, 8) for p in graph.parameters(op)}
        elif isinstance(op, Trees):
            before = graph.ops[: graph.ops.index(op)]
            compared = FixedNet.build(Graph(before, op.inputs), weights, weight_types, types).types[op.inputs[0]]
            for parameter, values in random_parameters(op, compared, rng).items():
                weights[f"{op.name}.{parameter}"] = values
                weight_types[f"{op.name}.{parameter}"] = narrowest(values)
        elif op.owner == op.name:
            for parameter, shape in graph.parameters(op).items():
                t = FixedPoint(1, rng.integers(-1, 1, size=shape), rng.integers(0, 5, size=shape), "RND", "SAT_SYM")
                weight_types[f"{op.name}.{parameter}"] = t
                weights[f"{op.name}.{parameter}"] = t.cast(rng.normal(size=shape) * 0.6)
        if op.name not in graph.of_port and (chosen := _random_type(op, graph, hidden_modes, rng)) is not None:
            types[op.name] = chosen
    return FixedNet.build(graph, weights, weight_types, types)


def random_tables(op: Table, graph: Graph, edges: FixedPoint, rng: np.random.Generator) -> dict[str, Float]:
    """Parameters of a Table: entries with 3 fraction bits, for inputs of type `edges`."""
    shapes = graph.parameters(op)
    first, step = (np.broadcast_to(v, shapes["step"]) for v in (edges.low, np.where(edges.width > 0, edges.lsb, 1.0)))
    values = np.rint(rng.normal(size=shapes["values"]) * 8) / 8
    return {f"{op.name}.values": values, f"{op.name}.first": first, f"{op.name}.step": step}


def _random_type(op: Op, graph: Graph, modes: tuple[Any, Any], rng: np.random.Generator) -> FixedPoint | None:
    channels = graph.shapes[op.name][-1:]
    readers = [type(reader) for reader in graph.consumers(op.name)]
    match op:
        case Quantize() if readers == [Table]:
            edges = graph.shapes[op.name][-2:]
            return FixedPoint(1, rng.integers(-2, 2, size=edges), 1, "RND", "SAT")
        case Quantize():
            return FixedPoint(1, rng.integers(1, 4, size=channels), rng.integers(0, 5, size=channels), "RND", "SAT")
        case Relu():
            return FixedPoint(0, rng.integers(0, 3, size=channels), rng.integers(1, 4, size=channels), *modes)
        case Multiply() | MatMul():
            return FixedPoint(1, 2, rng.integers(1, 4, size=channels), *modes)
        case HardSigmoid():
            return FixedPoint(0, 0, 4, "RND", "SAT")
        case Pool() if not isinstance(graph[op.inputs[0]], Table):
            return FixedPoint(1, 2, 4, *modes)
    return None


def random_inputs(net: FixedNet, jets: int, seed: int = 0) -> Float:
    """(jets, *port shape) values over the whole range of the port."""
    rng = np.random.default_rng(seed)
    port = net.types[net.port.name]
    return port.cast(rng.uniform(port.low, port.high, size=(jets, *net.port.size)))
