"""Networks on pairs of candidates."""

from __future__ import annotations

from collections.abc import Sequence

from codesign.design.architectures.net import Heads, Net, Size, SomeWidths, Widths
from codesign.errors import NetError
from codesign.net.graph import Graph
from codesign.net.ops import Dense, Pool, Reshape, Take


def interaction_network(
    candidates: int,
    features: Sequence[str],
    heads: Heads,
    effect: SomeWidths = (8, 6),
    objects: SomeWidths = (16,),
    rho: Widths = (32, 16),
) -> Graph:
    """JEDI-net (arXiv:1908.05318): each candidate sums the effects of all others on it.

    Permutation-invariant. The first layer on a pair is linear in both, so it is computed once per candidate.
    effect: widths on pairs; objects: on each candidate and its summed effects; rho: on the sum over candidates.
    """
    net, n = Net(candidates, features), candidates
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
    neighbours: Size = 4,
    edge: SomeWidths = (12, 12),
    rho: Widths = (32, 16),
) -> Graph:
    """ParticleNet's edge convolution (arXiv:1902.08570), with a candidate's neighbours fixed by pT rank.

    Sees the order. Neighbours go by rank, which takes only wires; by distance they would take 120 comparisons and a
    sorter per jet. Each candidate is paired with the `neighbours` candidates nearest in rank, and averages the pairs.
    """
    net, n = Net(candidates, features), candidates
    if not 0 < neighbours < n or neighbours & (neighbours - 1):
        raise NetError(f"neighbours is {neighbours}; use a power of two below the {n} candidates")
    nearest = [sorted((abs(i - j), j) for j in range(n) if j != i)[:neighbours] for i in range(n)]
    pairs = [(i, j) for i in range(n) for _, j in nearest[i]]
    edges = _edges(net, net.inputs(), pairs, edge)
    by_receiver = net.add(Reshape("by_receiver", (edges,), (n, neighbours, edge[-1])))
    pool = net.add(Pool("pool", (net.add(Pool("received", (by_receiver,), "mean")),), "mean"))
    return net.graph(net.hidden("rho", pool, rho), heads)


def _edges(net: Net, x: str, pairs: Sequence[tuple[int, int]], widths: Widths) -> str:
    """Hidden layers on pairs (receiver, sender) of candidates: (pairs, widths[-1])."""
    receiver = net.add(Dense("receiver", (x,), widths[0]))
    sender = net.add(Dense("sender", (x,), widths[0]))
    ends = (
        net.add(Take(f"{name}s", (name,), tuple(pair[end] for pair in pairs)))
        for end, name in enumerate((receiver, sender))
    )
    return net.hidden("edges", net.add_relu("edge", *ends), widths[1:])
