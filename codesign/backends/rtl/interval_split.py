"""A net cut in two at its pool: the operations on each candidate up to their sum, and the rest.

The first part can then process some candidates at a time, and the next ones a clock later.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from codesign.errors import BackendError
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint
from codesign.net.graph import Graph
from codesign.net.ops import (
    Input,
    Op,
    Pool,
    Quantize,
)


@dataclass(frozen=True)
class Split:
    """A net whose outputs depend on the candidates only through a single Pool.

    candidates: their number; each: the operations on each candidate; pool: the Pool of their results; rest: the
    operations after it.
    """

    net: FixedNet
    candidates: int
    each: tuple[Op, ...]
    pool: Pool
    rest: tuple[Op, ...]

    @property
    def total(self) -> FixedPoint:
        """The exact type of the pool's result; a mean has the bits of the sum, with a shifted binary point."""
        return self.net.exact_type(self.pool)

    @property
    def mean_shift(self) -> int:
        """log2(candidates) for a mean, whose result is the sum divided by 2**mean_shift; 0 for a sum."""
        return self.candidates.bit_length() - 1 if self.pool.kind == "mean" else 0

    def front(self, slots: int) -> FixedNet:
        """The net for `slots` candidates at once, from (slots, features) to their exact sum, named like the pool."""
        port, *others = self.each
        assert isinstance(port, Input)
        entering = replace(port, size=(slots, *port.size[1:]))
        pool = Pool(self.pool.name, self.pool.inputs, "sum")
        types = {op.name: _of_one(self.net, op.name) for op in self.each if not op.exact_only}
        return _build(self.net, Graph((entering, *others, pool), (pool.name,)), types)

    def back(self) -> FixedNet:
        """The net after the sum; its port is the pool's exact result."""
        entering = Input(f"{self.pool.name}_total", (), self.net.graph.shapes[self.pool.name])
        pool = Quantize(self.pool.name, (entering.name,))
        types = {op.name: self.net.types[op.name] for op in (pool, *self.rest) if not op.exact_only}
        graph = Graph((entering, pool, *self.rest), self.net.graph.outputs)
        return _build(self.net, graph, {entering.name: self.total, **types})


def split(net: FixedNet) -> Split:
    """The two parts of a net; BackendError that names the operation or tensor that makes the cut impossible."""
    graph = net.graph
    each = _of_each_candidate(graph)
    pools = [op for op in graph.ops if isinstance(op, Pool) and op.name not in each and op.inputs[0] in each]
    if len(pools) != 1:
        found = ", ".join(repr(op.name) for op in pools) or "none"
        raise BackendError(f"candidates can take turns only where one Pool sums over them; this net has {found}")
    (pool,) = pools
    rest = [op for op in graph.ops if op.name not in each and op is not pool]
    for op in rest:
        if seen := [name for name in op.inputs if name in each]:
            raise BackendError(
                f"{op.name!r} reads {seen[0]!r} of all candidates, not only the pool {pool.name!r}; candidates cannot"
                " take turns in this net"
            )
    if seen := [name for name in graph.outputs if name in each]:
        raise BackendError(
            f"output {seen[0]!r} has a value for each candidate; candidates cannot take turns in this net"
        )
    used = _ancestors(graph, pool)
    own = tuple(op for op in graph.ops if op.name in used)
    for op in own:
        _refuse_own_types(net, op)
    return Split(net, net.port.size[0], own, pool, tuple(rest))


def _of_each_candidate(graph: Graph) -> set[str]:
    """Tensors whose row c depends only on candidate c, because no operation combines rows of the first axis."""
    each = {graph.ops[0].name}
    for op in graph.ops[1:]:
        ranks = {len(graph.shapes[name]) for name in op.inputs}
        apart = len(ranks) == 1 and min(ranks) > op.axes_across()
        if apart and all(name in each for name in op.inputs):
            each.add(op.name)
    return each


def _ancestors(graph: Graph, op: Op) -> set[str]:
    found: set[str] = set()
    waiting: list[str] = list(op.inputs)
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting += [source for source in graph[name].inputs if source not in found]
    return found


def _refuse_own_types(net: FixedNet, op: Op) -> None:
    t, shape = net.types[op.name], net.graph.shapes[op.name]
    for bits in (t.signed, t.integer, t.fraction):
        rows = np.broadcast_to(bits, shape)
        different = (rows != rows[:1]).reshape(len(rows), -1).any(axis=1)
        if different.any():
            raise BackendError(
                f"tensor {op.name!r} has other bit widths for candidate {int(different.argmax())} than for candidate 0"
                " (precision.per_candidate), so they cannot take turns in the same logic; train without"
            )


def _of_one(net: FixedNet, name: str) -> FixedPoint:
    """The type of one candidate's row, which is the same for all candidates."""
    t, shape = net.types[name], net.graph.shapes[name]
    k, i, f = (np.broadcast_to(bits, shape)[0] for bits in (t.signed, t.integer, t.fraction))
    return FixedPoint(k, i, f, t.rounding, t.overflow)


def _build(net: FixedNet, graph: Graph, types: dict[str, FixedPoint]) -> FixedNet:
    names = _weights(graph)
    return FixedNet.build(graph, {n: net.weights[n] for n in names}, {n: net.weight_types[n] for n in names}, types)


def _weights(graph: Graph) -> Collection[str]:
    return {f"{op.owner}.{parameter}" for op in graph.ops for parameter in graph.parameters(op)}
