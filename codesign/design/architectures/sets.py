"""Networks on a set of candidates: their outputs do not depend on the order."""

from __future__ import annotations

from collections.abc import Sequence

from codesign.design.architectures.net import Heads, Net, PoolKind, Size, SomeWidths, Widths
from codesign.errors import NetError
from codesign.net.graph import Graph
from codesign.net.ops import Concat, Dense, MatMul, Multiply, Pool, Quantize, Reshape, Transpose


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
    net = Net(candidates, features)
    pool = net.add(Pool("pool", (net.hidden("phi", net.inputs(), phi),), pooling))
    return net.graph(net.hidden("rho", pool, rho), heads)


def energy_flow(
    candidates: int, features: Sequence[str], heads: Heads, phi: Widths = (32, 32), rho: Widths = (32, 16)
) -> Graph:
    """Energy flow network (arXiv:1810.05165): the sum of phi(deta, dphi), weighted with each candidate's pT fraction.

    Permutation-invariant, and infrared and collinear safe up to rounding: it reads no other feature.
    """
    net = Net(candidates, features)
    angles, fractions = net.feature("angles", "deta", "dphi"), net.feature("fractions", "pt_rel")
    weighted = net.add(Multiply("weighted", (net.hidden("phi", angles, phi), fractions)))
    pool = net.add(Pool("pool", (weighted,), "sum"))
    return net.graph(net.hidden("rho", pool, rho), heads)


def moment_set(
    candidates: int, features: Sequence[str], heads: Heads, phi: Widths = (32, 32), rho: Widths = (64, 32)
) -> Graph:
    """A deep set that also reads the moments from which the mass of a jet follows, for mass regressors.

    Permutation-invariant. rho reads, beside the mean of phi, the sums over candidates of z, z deta, z dphi, z deta^2
    and z dphi^2, where z is the share of the jet's pT: energy moments (Komiske, Metodiev, Thaler, arXiv:1712.07124).
    For small angles (m / pT)^2 is the sum of the z d^2 minus the squares of the sums of the z d. A plain deep set has
    to approximate such products with piecewise linear functions.
    """
    net = Net(candidates, features)
    pool = net.add(Pool("pool", (net.hidden("phi", net.inputs(), phi),), "mean"))
    z, angles = net.feature("z", "pt_rel"), net.feature("angles", "deta", "dphi")
    first = net.add(Multiply("first", (angles, z)))
    second = net.add(Multiply("second", (first, angles)))
    moments = net.add(Pool("moments", (net.add(Concat("z_moments", (z, first, second))),), "sum"))
    return net.graph(net.hidden("rho", net.add(Concat("jet", (pool, moments))), rho), heads)


def cms_ng(candidates: int, features: Sequence[str], heads: Heads) -> Graph:
    """The CMS Level-1 tagger (CMS-DP-2025-032, arXiv:2509.24371): 10-10, mean, 32-16 for classes, 10 for the rest.

    Permutation-invariant. The batch normalisation of its inputs is folded into the first kernel and bias here.
    """
    net = Net(candidates, features)
    pool = net.add(Pool("pool", (net.hidden("phi", net.inputs(), (10, 10)),), "mean"))
    for name, size in heads.items():
        prefix, widths = ("rho", (32, 16)) if name == "logits" else (f"{name}_rho", (10,))
        net.add(Dense(name, (net.hidden(prefix, pool, widths),), size))
    return net.done(heads)


def jedi_linear(
    candidates: int,
    features: Sequence[str],
    heads: Heads,
    embedding: SomeWidths = (32,),
    interaction: Size = 32,
    rho: Widths = (32, 16),
) -> Graph:
    """JEDI-linear (arXiv:2508.15468): each candidate interacts with the mean of all, at linear cost.

    Permutation-invariant. interaction: width of the layer that adds a candidate's own part to the global one.
    """
    net = Net(candidates, features)
    nodes = net.hidden("embedding", net.inputs(), embedding)
    own = net.add(Dense("own", (nodes,), interaction))
    mean = net.add(Pool("mean", (nodes,), "mean"))
    others = net.add(Dense("others", (net.add(Reshape("mean_row", (mean,), (1, embedding[-1]), 1)),), interaction))
    pool = net.add(Pool("pool", (net.add_relu("interaction", own, others),), "mean"))
    return net.graph(net.hidden("rho", pool, rho), heads)


def linear_attention(
    candidates: int,
    features: Sequence[str],
    heads: Heads,
    width: Size = 16,
    key: Size = 6,
    rho: Widths = (32, 16),
) -> Graph:
    """An attention block without softmax (arXiv:2006.16236): relu(q) (relu(k)^T v), then a residual and a layer.

    Permutation-invariant. The products relu(k)^T v are summed over the candidates once, so the cost is linear in them.
    key: length of queries, keys and values.
    """
    net = Net(candidates, features)
    x = net.dense_relu("embedding", net.inputs(), width)
    query, keys = (net.dense_relu(name, x, key) for name in ("query", "key"))
    values = net.add(Quantize("value", (net.add(Dense("value_exact", (x,), key)),)))
    memory = net.add(MatMul("memory", (net.add(Transpose("key_columns", (keys,))), values)))
    attended = net.add(MatMul("attended", (query, memory)))
    x = net.residual("attention", x, net.add(Dense("attention_output", (attended,), width)))
    pool = net.add(Pool("pool", (net.dense_relu("feed_forward", x, width),), "mean"))
    return net.graph(net.hidden("rho", pool, rho), heads)


def table_set(
    candidates: int, features: Sequence[str], heads: Heads, units: Size = 16, hidden: Widths = (), entries: Size = 64
) -> Graph:
    """A deep set of learned tables (HGQ-LUT, arXiv:2604.22293): no multiplication, few adder levels.

    Permutation-invariant. units: of the layer on each candidate; hidden: units of the layers after the mean;
    entries: of each table, whose input has at most log2(entries) bits.
    """
    net = Net(candidates, features)
    x = net.add(Pool("pool", (net.tables("phi", "candidates", units, entries),), "mean"))
    for index, width in enumerate(hidden):
        x = net.tables(f"rho{index}", x, width, entries)
    for name, size in heads.items():
        net.tables(name, x, size, entries)
    return net.done(heads)
