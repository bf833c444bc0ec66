"""Random nets that are hard on a backend: a type of its own on every element, dead channels, kernels of zeros."""

from collections.abc import Sequence

import numpy as np

from codesign.design.architectures.inputs import Inputs
from codesign.design.architectures.sums import GROUPS
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint, Float, Overflow, Rounding
from codesign.net.graph import Graph
from codesign.net.ops import (
    Absolute,
    Add,
    Concat,
    Dense,
    Extremum,
    HardSigmoid,
    Input,
    Largest,
    Log2,
    MatMul,
    Multiply,
    Op,
    Pool,
    Quantize,
    Relu,
    Reshape,
    Scale,
    Spread,
    Subtract,
    Table,
    Take,
    Threshold,
    Transpose,
    Trees,
)
from tests.nets import REAL_PORT, deep_set, mlp, small, with_sums
from tests.trees import narrowest, random_parameters, random_trees

PART = "xcvu13p-flga2577-2-e"
PORT = FixedPoint(1, 4, 4)
ALL_SUMS = tuple(GROUPS)
Modes = tuple[Rounding, Overflow]

TRUNCATING: Sequence[Modes] = (("TRN", "WRAP"), ("TRN", "SAT"), ("TRN_ZERO", "SAT_ZERO"), ("TRN", "WRAP_SM"))
ROUNDING: Sequence[Modes] = (("RND", "SAT"), ("RND", "WRAP"), ("RND_CONV", "SAT_SYM"), ("RND_CONV", "WRAP"))
RARE: Sequence[Modes] = (("RND_ZERO", "SAT"), ("RND_INF", "WRAP"), ("RND_MIN_INF", "SAT_SYM"), ("RND_INF", "SAT_ZERO"))

EVERY_OPERATION = Graph(
    (
        Input("candidates", (), (4, 3)),
        Quantize("inputs", ("candidates",)),
        Dense("pairs", ("inputs",), 6),
        Reshape("cube", ("pairs",), (4, 2, 3)),
        Dense("cube_dense", ("cube",), 2),
        Relu("cube_relu", ("cube_dense",)),
        Pool("cube_mean", ("cube_relu",), "mean"),
        Take("first", ("cube_mean",), (0,)),
        Add("outer", ("cube_mean", "first")),
        Multiply("squares", ("inputs", "inputs")),
        Dense("pairs_again", ("squares",), 6, "pairs"),
        Take("one", ("squares",), (1, 1), -1),
        Concat("three", ("outer", "one", "inputs")),
        Transpose("columns", ("three",)),
        MatMul("products", ("columns", "three")),
        HardSigmoid("rising", ("products",)),
        HardSigmoid("falling", ("products",), -1),
        Multiply("gated", ("rising", "falling")),
        Take("row", ("gated",), (6,)),
        Multiply("scaled", ("row", "gated")),
        Pool("pooled", ("scaled",), "sum"),
        Spread("spread", ("pooled",), 3),
        Quantize("edges", ("spread",)),
        Table("tables", ("edges",), 16),
        Pool("logits", ("tables",), "sum"),
        Quantize("compared", ("pooled",)),
        Trees("decision", ("compared",), 2, 7, 3),
    ),
    ("logits", "columns", "pairs_again", "decision"),
)

COMPARISONS = Graph(
    (
        Input("candidates", (), (5, 3)),
        Absolute("sizes", ("candidates",)),
        Take("first", ("sizes",), (0,), -1),
        Take("second", ("sizes",), (1,), -1),
        Extremum("wide", ("first", "second")),
        Extremum("narrow", ("sizes", "second"), "minimum"),
        Subtract("difference", ("second", "sizes")),
        Scale("halves", ("candidates",), -1),
        Add("more", ("difference", "halves")),
        Add("radius", ("wide", "first")),
        Threshold("rings", ("radius",), (-1.0, 0.5, 4.0, 9.3, 99.0)),
        Threshold("inside", ("candidates",), (-3.03125, 0.0, 2.5), "below"),
        Threshold("filled", ("narrow",), (0.25,)),
        Multiply("in_rings", ("rings", "wide")),
        Multiply("sizes_inside", ("candidates", "inside")),
        Multiply("both", ("inside", "filled")),
        Pool("in_rings_sum", ("in_rings",), "sum"),
        Pool("rings_sum", ("rings",), "sum"),
        Largest("leading", ("candidates",), 3),
        Reshape("leading_flat", ("leading",), (9,)),
        Log2("leading_log", ("leading_flat",), 3, 2, -3),
        Log2("rings_log", ("rings_sum",), 2, 1),
        Log2("in_rings_log", ("in_rings_sum",), 6, 3, 1),
        Concat("jet", ("rings_log", "in_rings_log", "leading_log")),
        Dense("logits", ("jet",), 4),
    ),
    ("logits", "narrow", "both", "sizes_inside", "more"),
)

TWO_OUTPUTS = Graph(
    (
        Input("candidates", (), (4, 3)),
        Quantize("inputs", ("candidates",)),
        Dense("each", ("inputs",), 2),
        Pool("pool", ("inputs",), "mean"),
        Dense("all", ("pool",), 1),
    ),
    ("all", "each"),
)
AXES_OF_ONE = Graph(
    (
        Input("x", (), (1, 3)),  # also the name of a variable of the C++ around a project
        Quantize("i", ("x",)),
        Pool("mean", ("i",), "mean"),
        Reshape("column", ("mean",), (3, 1), 1),
        Reshape("row", ("column",), (1, 3)),
        Concat("alone", ("row",)),
        MatMul("jet", ("column", "alone")),
        Add("jets", ("jet", "column")),
        Dense("results", ("jets",), 1),
    ),
    ("results", "mean"),
)


def random_net(
    graph: Graph,
    modes: Sequence[Modes],
    seed: int = 0,
    per_candidate: bool = False,
    dead: Sequence[str] = (),
    port: FixedPoint = PORT,
) -> FixedNet:
    """modes: taken in turn by the tensors that can be rounded; the first of several channels has no bits.

    port: if it is given, what follows from it without weights is exact, as in a trained network.
    per_candidate: types of shape (candidates, features) before the pool; dead: Dense layers whose kernel is all zero.
    """
    rng = np.random.default_rng(seed)
    weights: dict[str, Float] = {}
    weight_types: dict[str, FixedPoint] = {}
    types = {graph.ops[0].name: port}
    for op in graph.ops:
        if isinstance(op, Table):
            weights |= _random_tables(op, graph, types[op.inputs[0]], rng)
            weight_types |= {f"{op.name}.{parameter}": FixedPoint(1, 8, 12) for parameter in graph.parameters(op)}
        elif isinstance(op, Trees):
            compared = types[op.inputs[0]].broadcast_to(graph.shapes[op.inputs[0]])
            drawn = {f"{op.name}.{p}": values for p, values in random_parameters(op, compared, rng).items()}
            weights |= drawn
            weight_types |= {name: narrowest(values) for name, values in drawn.items()}
        elif op.owner == op.name:
            for parameter, shape in graph.parameters(op).items():
                i, f = rng.integers(-1, 2, size=shape), rng.integers(1, 5, size=shape)
                name = f"{op.name}.{parameter}"
                weight_types[name] = FixedPoint(1, i, f, "RND", "SAT_SYM")
                alive = op.name not in dead or parameter == "bias"
                weights[name] = weight_types[name].cast(rng.normal(size=shape) * 0.7 * alive)
        exact = op.exact_only or (op.name in graph.of_port and port is not PORT)
        if not exact and op.name not in types:
            shape = graph.shapes[op.name]
            edges = [type(reader) for reader in graph.consumers(op.name)] == [Table]
            size = shape if per_candidate else shape[-2:] if edges else shape[-1:]
            make = _random_edges if edges else _random_type
            types[op.name] = make(op, size, modes[len(types) % len(modes)], rng)
    return FixedNet.build(graph, weights, weight_types, types)


def random_inputs(net: FixedNet, jets: int, seed: int = 0) -> Float:
    """(jets, *port shape) over the whole range of the port."""
    rng = np.random.default_rng(seed)
    port = net.types[net.port.name]
    return port.cast(rng.uniform(port.low, port.high, size=(jets, *net.port.size)))


def _random_type(op: Op, size: tuple[int, ...], modes: Modes, rng: np.random.Generator) -> FixedPoint:
    rounding, overflow = modes
    signed = 0 if isinstance(op, Relu | Pool | HardSigmoid) and overflow != "WRAP_SM" else 1
    i, f = rng.integers(0, 4, size=size), rng.integers(0, 4, size=size)
    if size[-1] > 1:
        i[..., 0], f[..., 0] = -signed - 2, 2
    return FixedPoint(signed, i, f, rounding, overflow)


def _random_edges(op: Op, size: tuple[int, ...], modes: Modes, rng: np.random.Generator) -> FixedPoint:
    """Up to 4 bits an edge, the same LSB at all positions."""
    f, width = rng.integers(-1, 3, size=size[-2:]), rng.integers(0, 5, size=size)
    return FixedPoint(1, width - 1 - f, f, *modes)


def _random_tables(op: Table, graph: Graph, edges: FixedPoint, rng: np.random.Generator) -> dict[str, Float]:
    """Entries with 4 fraction bits; each edge's first is for the smallest value at any position."""
    shapes = graph.parameters(op)
    leading = tuple(range(edges.low.ndim - 2))
    values = np.rint(rng.normal(size=shapes["values"]) * 16) / 16
    first, step = edges.low.min(axis=leading), np.ldexp(1.0, -edges.fraction)
    return {f"{op.name}.values": values, f"{op.name}.first": first, f"{op.name}.step": step}


NETS = {
    "deep_set_mean": random_net(deep_set(16, 3, 5, (8, 8), (8,)), ROUNDING),
    "deep_set_sum": random_net(deep_set(16, 3, 5, (8, 8), (8,), "sum"), TRUNCATING, seed=1),
    "deep_set_of_7": random_net(deep_set(7, 3, 5, (8,), (8,), "sum"), RARE, seed=2, per_candidate=True),
    "deep_set_per_candidate": random_net(deep_set(8, 3, 5, (6,), (8, 4)), ROUNDING, seed=3, per_candidate=True),
    "two_outputs": random_net(TWO_OUTPUTS, ROUNDING, seed=6),
    "mlp": random_net(mlp(8, 3, 5, (8, 8)), TRUNCATING[1:] + ROUNDING, seed=5),
    "every_operation": random_net(EVERY_OPERATION, RARE, seed=1, per_candidate=True),
    "comparisons": random_net(COMPARISONS, ROUNDING, seed=9),
    "axes_of_one": random_net(AXES_OF_ONE, TRUNCATING, seed=8),
    "energy_flow": random_net(small("energy_flow"), TRUNCATING, seed=10),
    "moment_set": random_net(small("moment_set"), ROUNDING, seed=13),
    "cms_ng": random_net(small("cms_ng"), ROUNDING, seed=10),
    "jedi_linear": random_net(small("jedi_linear"), TRUNCATING, seed=11, per_candidate=True),
    "interaction_network": random_net(small("interaction_network"), ROUNDING, seed=10),
    "edge_conv": random_net(small("edge_conv"), TRUNCATING, seed=11),
    "mlp_mixer": random_net(small("mlp_mixer"), ROUNDING, seed=10),
    "linear_attention": random_net(small("linear_attention"), TRUNCATING, seed=12),
    "conv1d": random_net(small("conv1d"), RARE, seed=12, per_candidate=True),
    "gru": random_net(small("gru"), TRUNCATING, seed=13),
    "mlp_sums": random_net(with_sums("mlp_sums", Inputs(candidates=2)), ROUNDING, seed=14, port=REAL_PORT),
    "sums_log": random_net(with_sums("deep_set", Inputs(sums=ALL_SUMS, log=True)), ROUNDING, seed=15, port=REAL_PORT),
    "sums_tables": random_net(
        with_sums("table_set", Inputs(sums=("pt", "dxy_largest"), candidates=4)), ROUNDING, seed=16, port=REAL_PORT
    ),
    "table_set": random_net(small("table_set"), ROUNDING, seed=10, per_candidate=True),
    "trees": random_trees(5, 33, 3, seed=1, port=PORT.broadcast_to((8, 3))),
    "trees_of_vectors": random_trees(4, 7, 5, vector_leaves=True, seed=2),
}
