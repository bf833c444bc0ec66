"""Taggers and regressors as Graphs: one function an architecture.

Each takes the number of candidates, the names of the features, and the outputs by name with their sizes ("logits" of a
tagger, the responses of a regressor), then sizes of its own. The candidates arrive sorted by pT; an architecture says
whether it sees that order or is permutation-invariant. The default sizes fit one SLR of a VU13P.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from codesign.errors import NetError
from codesign.graph import Graph
from codesign.ops import (
    Add,
    Dense,
    HardSigmoid,
    Input,
    MatMul,
    Multiply,
    Op,
    Pool,
    Quantize,
    Relu,
    Reshape,
    Spread,
    Table,
    Take,
    Transpose,
)

Heads = Mapping[str, int]  # output name -> size
Widths = Sequence[int]
PoolKind = Literal["mean", "sum"]


class _Net:
    """Operations in order; each method appends some and returns the name of the last tensor."""

    def __init__(self, candidates: int, features: Sequence[str]) -> None:
        self.ops: list[Op] = [Input("candidates", (), (candidates, len(features)))]
        self.features = list(features)

    def add(self, op: Op) -> str:
        self.ops.append(op)
        return op.name

    def inputs(self) -> str:
        """All features of all candidates, as narrow as the network reads them."""
        return self.add(Quantize("inputs", ("candidates",)))

    def feature(self, tensor: str, *names: str) -> str:
        """Some features only, quantized; NetError if the feature set lacks one."""
        if missing := [name for name in names if name not in self.features]:
            raise NetError(f"this architecture needs the feature {missing[0]!r}, which the feature set does not have")
        indices = tuple(self.features.index(name) for name in names)
        return self.add(Quantize(tensor, (self.add(Take(f"{tensor}_taken", ("candidates",), indices, -1)),)))

    def dense_relu(self, name: str, x: str, width: int) -> str:
        return self.add(Relu(f"{name}_relu", (self.add(Dense(name, (x,), width)),)))

    def hidden(self, prefix: str, x: str, widths: Widths) -> str:
        """Dense and Relu for each width."""
        for index, width in enumerate(widths):
            x = self.dense_relu(f"{prefix}{index}", x, width)
        return x

    def add_relu(self, name: str, x: str, y: str) -> str:
        return self.add(Relu(name, (self.add(Add(f"{name}_sum", (x, y))),)))

    def residual(self, name: str, x: str, y: str) -> str:
        """x + y, rounded."""
        return self.add(Quantize(name, (self.add(Add(f"{name}_sum", (x, y))),)))

    def tables(self, prefix: str, x: str, units: int, entries: int) -> str:
        """A layer of learned tables: one on each edge, summed at each unit."""
        edges = self.add(Quantize(f"{prefix}_edges", (self.add(Spread(f"{prefix}_spread", (x,), units)),)))
        return self.add(Pool(prefix, (self.add(Table(f"{prefix}_tables", (edges,), entries)),), "sum"))

    def graph(self, last: str, heads: Heads) -> Graph:
        """Ends in one Dense for each head."""
        for name, size in heads.items():
            self.add(Dense(name, (last,), size))
        return self.done(heads)

    def done(self, heads: Heads) -> Graph:
        return Graph(tuple(self.ops), tuple(heads))


def mlp(candidates: int, features: Sequence[str], heads: Heads, hidden: Widths = (64, 32, 32)) -> Graph:
    """Dense layers on all candidates side by side, which see their order; `hidden`: their widths."""
    net = _Net(candidates, features)
    flat = net.add(Reshape("flat", ("candidates",), (candidates * len(features),)))
    return net.graph(net.hidden("hidden", net.add(Quantize("inputs", (flat,))), hidden), heads)


def deep_set(
    candidates: int,
    features: Sequence[str],
    heads: Heads,
    phi: Widths = (32, 32),
    rho: Widths = (32, 16),
    pooling: PoolKind = "mean",
) -> Graph:
    """Particle flow network (Komiske, Metodiev, Thaler, arXiv:1810.05165): phi on each candidate, a pool, then rho.

    Permutation-invariant. phi, rho: widths of the hidden layers; pooling: "mean" or "sum" over the candidates.
    """
    if pooling not in ("mean", "sum"):
        raise NetError(f"pooling {pooling!r} is unknown; use 'mean' or 'sum'")
    net = _Net(candidates, features)
    pool = net.add(Pool("pool", (net.hidden("phi", net.inputs(), phi),), pooling))
    return net.graph(net.hidden("rho", pool, rho), heads)


def energy_flow(
    candidates: int, features: Sequence[str], heads: Heads, phi: Widths = (32, 32), rho: Widths = (32, 16)
) -> Graph:
    """Energy flow network (arXiv:1810.05165): the sum of phi(deta, dphi), weighted with each candidate's pT fraction.

    Permutation-invariant, and infrared and collinear safe up to rounding: it reads nothing else of a candidate.
    """
    net = _Net(candidates, features)
    angles, fractions = net.feature("angles", "deta", "dphi"), net.feature("fractions", "pt_rel")
    weighted = net.add(Multiply("weighted", (net.hidden("phi", angles, phi), fractions)))
    pool = net.add(Pool("pool", (weighted,), "sum"))
    return net.graph(net.hidden("rho", pool, rho), heads)


def cms_ng(candidates: int, features: Sequence[str], heads: Heads) -> Graph:
    """The CMS Level-1 tagger (CMS-DP-2025-032, arXiv:2509.24371): 10-10, mean, 32-16 to the classes, 10 to others.

    Permutation-invariant. Its batch normalisation of the inputs is part of the first kernel and bias here.
    """
    net = _Net(candidates, features)
    pool = net.add(Pool("pool", (net.hidden("phi", net.inputs(), (10, 10)),), "mean"))
    for name, size in heads.items():
        prefix, widths = ("rho", (32, 16)) if name == "logits" else (f"{name}_rho", (10,))
        net.add(Dense(name, (net.hidden(prefix, pool, widths),), size))
    return net.done(heads)


def jedi_linear(
    candidates: int,
    features: Sequence[str],
    heads: Heads,
    embedding: Widths = (32,),
    interaction: int = 32,
    rho: Widths = (32, 16),
) -> Graph:
    """JEDI-linear (arXiv:2508.15468): each candidate meets the mean of all, at a cost linear in their number.

    Permutation-invariant. interaction: width of the layer that adds a candidate's own part to the global one.
    """
    net = _Net(candidates, features)
    nodes = net.hidden("embedding", net.inputs(), embedding)
    own = net.add(Dense("own", (nodes,), interaction))
    mean = net.add(Pool("mean", (nodes,), "mean"))
    others = net.add(Dense("others", (net.add(Reshape("mean_row", (mean,), (1, embedding[-1]), 1)),), interaction))
    pool = net.add(Pool("pool", (net.add_relu("interaction", own, others),), "mean"))
    return net.graph(net.hidden("rho", pool, rho), heads)


def interaction_network(
    candidates: int,
    features: Sequence[str],
    heads: Heads,
    effect: Widths = (8, 6),
    objects: Widths = (16,),
    rho: Widths = (32, 16),
) -> Graph:
    """JEDI-net (arXiv:1908.05318): an effect on each candidate from every other one, summed, then objects.

    Permutation-invariant. The first layer on a pair is linear in both, so it is made once a candidate.
    """
    net, n = _Net(candidates, features), candidates
    inputs = net.inputs()
    pairs = [(i, j) for i in range(n) for j in range(n) if i != j]
    effects = _edges(net, inputs, pairs, effect)
    received = net.add(Pool("received", (net.add(Reshape("by_receiver", (effects,), (n, n - 1, effect[-1]))),), "sum"))
    own = net.add(Dense("own", (inputs,), objects[0]))
    nodes = net.add_relu("object", own, net.add(Dense("from_others", (received,), objects[0])))
    pool = net.add(Pool("pool", (net.hidden("objects", nodes, objects[1:]),), "sum"))
    return net.graph(net.hidden("rho", pool, rho), heads)


def edge_conv(
    candidates: int,
    features: Sequence[str],
    heads: Heads,
    neighbours: int = 4,
    edge: Widths = (12, 12),
    rho: Widths = (32, 16),
) -> Graph:
    """ParticleNet's edge convolution (arXiv:1902.08570), with a candidate's neighbours fixed by pT rank.

    By rank and not by distance, since distances would need 120 comparisons and a sorter a jet, and rank only wires;
    so it sees the order. Each candidate meets the `neighbours` candidates nearest in rank, and takes their mean.
    """
    net, n = _Net(candidates, features), candidates
    if not 0 < neighbours < n or neighbours & (neighbours - 1):
        raise NetError(f"neighbours is {neighbours}; use a power of two below the {n} candidates")
    nearest = [sorted((abs(i - j), j) for j in range(n) if j != i)[:neighbours] for i in range(n)]
    pairs = [(i, j) for i in range(n) for _, j in nearest[i]]
    edges = _edges(net, net.inputs(), pairs, edge)
    by_receiver = net.add(Reshape("by_receiver", (edges,), (n, neighbours, edge[-1])))
    pool = net.add(Pool("pool", (net.add(Pool("received", (by_receiver,), "mean")),), "mean"))
    return net.graph(net.hidden("rho", pool, rho), heads)


def mlp_mixer(
    candidates: int,
    features: Sequence[str],
    heads: Heads,
    width: int = 16,
    blocks: int = 1,
    rho: Widths = (32, 16),
) -> Graph:
    """MLP-Mixer (arXiv:2105.01601, in triggers arXiv:2503.03103): layers across candidates, then across features.

    Sees the order. width: features of each candidate between the layers.
    """
    net = _Net(candidates, features)
    x = net.dense_relu("embedding", net.inputs(), width)
    for block in range(blocks):
        columns = net.add(Transpose(f"columns{block}", (x,)))
        mixed = net.dense_relu(f"candidates{block}", columns, candidates)
        x = net.residual(f"mixed{block}", x, net.add(Transpose(f"rows{block}", (mixed,))))
        x = net.residual(f"block{block}", x, net.dense_relu(f"features{block}", x, width))
    return net.graph(net.hidden("rho", net.add(Pool("pool", (x,), "mean")), rho), heads)


def linear_attention(
    candidates: int,
    features: Sequence[str],
    heads: Heads,
    width: int = 16,
    key: int = 6,
    rho: Widths = (32, 16),
) -> Graph:
    """An attention block without softmax (arXiv:2006.16236): relu(q) (relu(k)^T v), then a residual and a layer.

    Permutation-invariant. The products relu(k)^T v are summed over the candidates once, so the cost is linear in them.
    key: length of queries, keys and values.
    """
    net = _Net(candidates, features)
    x = net.dense_relu("embedding", net.inputs(), width)
    query, keys = (net.dense_relu(name, x, key) for name in ("query", "key"))
    values = net.add(Quantize("value", (net.add(Dense("value_exact", (x,), key)),)))
    memory = net.add(MatMul("memory", (net.add(Transpose("key_columns", (keys,))), values)))
    attended = net.add(MatMul("attended", (query, memory)))
    x = net.residual("attention", x, net.add(Dense("attention_output", (attended,), width)))
    pool = net.add(Pool("pool", (net.dense_relu("feed_forward", x, width),), "mean"))
    return net.graph(net.hidden("rho", pool, rho), heads)


def conv1d(
    candidates: int,
    features: Sequence[str],
    heads: Heads,
    filters: Widths = (16, 16),
    kernel: int = 3,
    stride: int = 2,
    rho: Widths = (32,),
) -> Graph:
    """Convolutions along the candidates, which are sorted by pT: it sees the order.

    The first convolution has stride 1, the others `stride`.
    """
    net = _Net(candidates, features)
    x, length, width = "candidates", candidates, len(features)
    for index, count in enumerate(filters):
        starts = range(0, length - kernel + 1, stride if index else 1)
        if not starts:
            raise NetError(f"convolution {index} has a kernel of {kernel} on {length} candidates; use fewer filters")
        windows = tuple(start + offset for start in starts for offset in range(kernel))
        taken = net.add(Take(f"windows{index}_taken", (x,), windows))
        x = net.add(Reshape(f"windows{index}", (taken,), (len(starts), kernel * width)))
        if index == 0:
            x = net.add(Quantize("inputs", (x,)))
        x, length, width = net.dense_relu(f"conv{index}", x, count), len(starts), count
    flat = net.add(Reshape("flat", (x,), (length * width,)))
    return net.graph(net.hidden("rho", flat, rho), heads)


def gru(candidates: int, features: Sequence[str], heads: Heads, state: int = 8, rho: Widths = (16,)) -> Graph:
    """A light gated recurrent unit (Li-GRU, arXiv:1803.10225), unrolled from the softest candidate to the hardest.

    Sees the order. One gate z and one candidate state c a step: h = z h + (1 - z) c, with a hard sigmoid and a relu.
    """
    net = _Net(candidates, features)
    own = net.add(Dense("own", (net.inputs(),), 2 * state))
    gates, states = tuple(range(state)), tuple(range(state, 2 * state))
    h = ""
    for step in range(candidates):
        row = net.add(Take(f"row{step}", (own,), (candidates - 1 - step,)))
        total = net.add(Reshape(f"own{step}", (row,), (2 * state,)))
        if h:
            recurrent = net.add(Dense(f"recurrent{step}", (h,), 2 * state, "recurrent1" if step > 1 else ""))
            total = net.add(Add(f"total{step}", (total, recurrent)))
        gate = net.add(Take(f"gate{step}_taken", (total,), gates, -1))
        new = net.add(Relu(f"new{step}", (net.add(Take(f"new{step}_taken", (total,), states, -1)),)))
        forget = net.add(HardSigmoid(f"forget{step}", (gate,), -1))
        x = net.add(Multiply(f"written{step}", (forget, new)))
        if h:
            kept = net.add(Multiply(f"kept{step}", (net.add(HardSigmoid(f"keep{step}", (gate,))), h)))
            x = net.residual(f"state{step}", kept, x)
        h = x
    return net.graph(net.hidden("rho", h, rho), heads)


def table_set(
    candidates: int, features: Sequence[str], heads: Heads, units: int = 16, hidden: Widths = (), entries: int = 64
) -> Graph:
    """A deep set of learned tables (HGQ-LUT, arXiv:2604.22293): no multiplication, few adder levels.

    Permutation-invariant. units: of the layer on each candidate; hidden: of layers behind the mean;
    entries: of each table, which the bits of its input cannot exceed.
    """
    net = _Net(candidates, features)
    x = net.add(Pool("pool", (net.tables("phi", "candidates", units, entries),), "mean"))
    for index, width in enumerate(hidden):
        x = net.tables(f"rho{index}", x, width, entries)
    for name, size in heads.items():
        net.tables(name, x, size, entries)
    return net.done(heads)


ARCHITECTURES: dict[str, Callable[..., Graph]] = {
    function.__name__: function
    for function in (
        *(mlp, deep_set, energy_flow, cms_ng, jedi_linear, interaction_network),
        *(edge_conv, mlp_mixer, linear_attention, conv1d, gru, table_set),
    )
}


def _edges(net: _Net, x: str, pairs: Sequence[tuple[int, int]], widths: Widths) -> str:
    """Hidden layers on pairs (receiver, sender) of candidates: (pairs, widths[-1])."""
    receiver = net.add(Dense("receiver", (x,), widths[0]))
    sender = net.add(Dense("sender", (x,), widths[0]))
    ends = (
        net.add(Take(f"{name}s", (name,), tuple(pair[end] for pair in pairs)))
        for end, name in enumerate((receiver, sender))
    )
    return net.hidden("edges", net.add_relu("edge", *ends), widths[1:])
