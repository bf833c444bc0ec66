"""Networks that see the order of the candidates, which is by pT."""

from __future__ import annotations

from collections.abc import Sequence

from codesign.design.architectures.net import Heads, Net, Size, Widths
from codesign.errors import NetError
from codesign.net.graph import Graph
from codesign.net.ops import Add, Dense, HardSigmoid, Multiply, Pool, Quantize, Relu, Reshape, Take, Transpose


def mlp(candidates: int, features: Sequence[str], heads: Heads, hidden: Widths = (64, 32, 32)) -> Graph:
    """Dense layers of widths `hidden` on all candidates side by side. Sees the order."""
    net = Net(candidates, features)
    flat = net.add(Reshape("flat", ("candidates",), (candidates * len(features),)))
    return net.graph(net.hidden("hidden", net.add(Quantize("inputs", (flat,))), hidden), heads)


def mlp_sums(candidates: int, features: Sequence[str], heads: Heads, hidden: Widths = (32, 16)) -> Graph:
    """A small mlp for exact sums over the jet; by default it reads all sums and no candidates (see `inputs`).

    Sees the order of the candidates that it reads beside the sums, if any.
    """
    return mlp(candidates, features, heads, hidden)


def mlp_mixer(
    candidates: int,
    features: Sequence[str],
    heads: Heads,
    width: Size = 16,
    blocks: Size = 1,
    rho: Widths = (32, 16),
) -> Graph:
    """MLP-Mixer (arXiv:2105.01601, in triggers arXiv:2503.03103): layers across candidates, then across features.

    Sees the order. width: features of each candidate between the layers.
    """
    net = Net(candidates, features)
    x = net.dense_relu("embedding", net.inputs(), width)
    for block in range(blocks):
        columns = net.add(Transpose(f"columns{block}", (x,)))
        mixed = net.dense_relu(f"candidates{block}", columns, candidates)
        x = net.residual(f"mixed{block}", x, net.add(Transpose(f"rows{block}", (mixed,))))
        x = net.residual(f"block{block}", x, net.dense_relu(f"features{block}", x, width))
    return net.graph(net.hidden("rho", net.add(Pool("pool", (x,), "mean")), rho), heads)


def conv1d(
    candidates: int,
    features: Sequence[str],
    heads: Heads,
    filters: Widths = (16, 16),
    kernel: Size = 3,
    stride: Size = 2,
    rho: Widths = (32,),
) -> Graph:
    """Convolutions along the candidates, which are sorted by pT.

    Sees the order. The first convolution has stride 1, the others `stride`.
    """
    net = Net(candidates, features)
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


def gru(candidates: int, features: Sequence[str], heads: Heads, state: Size = 8, rho: Widths = (16,)) -> Graph:
    """A light gated recurrent unit (Li-GRU, arXiv:1803.10225), unrolled from the softest candidate to the hardest.

    Sees the order. Each step has one gate z (a hard sigmoid) and one candidate state c (a relu): h = z h + (1 - z) c.
    """
    net = Net(candidates, features)
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
            remembered = net.add(Multiply(f"kept{step}", (net.add(HardSigmoid(f"keep{step}", (gate,))), h)))
            x = net.residual(f"state{step}", remembered, x)
        h = x
    return net.graph(net.hidden("rho", h, rho), heads)
