"""Boosted decision trees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from codesign.design.architectures.net import Heads, Net
from codesign.net.graph import Graph
from codesign.net.ops import Reshape, Trees

Rounds = Annotated[int, Field(ge=1, le=4096)]
Depth = Annotated[int, Field(ge=1, le=8)]  # a complete tree of depth 8 has 255 comparisons


def trees(
    candidates: int,
    features: Sequence[str],
    heads: Heads,
    rounds: Rounds = 30,
    depth: Depth = 3,
    vector_leaves: bool = False,
) -> Graph:
    """Boosted trees on candidates side by side and exact sums; by default all sums and the four leading candidates.

    Sees the order of the candidates. rounds: of boosting, each of which adds one tree for each output, or with
    vector_leaves one tree whose leaves hold a number for each output; depth: comparisons from the root to a leaf.
    """
    net = Net(candidates, features)
    flat = net.add(Reshape("flat", ("candidates",), (candidates * len(features),)))
    for name, size in heads.items():
        vectors = vector_leaves and size > 1
        net.add(Trees(name, (flat,), size, rounds if vectors else rounds * size, depth, vectors))
    return net.done(heads)
