"""Building blocks of the architectures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import Field

from codesign.errors import NetError
from codesign.net.graph import Graph
from codesign.net.ops import Add, Dense, Input, Op, Pool, Quantize, Relu, Spread, Table, Take

Heads = Mapping[str, int]  # output name -> size
Size = Annotated[int, Field(ge=1, le=4096)]  # width of one layer; a Level-1 network has tens
Widths = Annotated[Sequence[Size], Field(max_length=64)]
SomeWidths = Annotated[Widths, Field(min_length=1)]
PoolKind = Literal["mean", "sum"]


class Net:
    """Operations in order; each method appends some and returns the name of the last tensor."""

    def __init__(self, candidates: int, features: Sequence[str]) -> None:
        self.ops: list[Op] = [Input("candidates", (), (candidates, len(features)))]
        self.features = list(features)

    def add(self, op: Op) -> str:
        self.ops.append(op)
        return op.name

    def inputs(self) -> str:
        """All features of all candidates, quantized to the precision that the network reads."""
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
        """A layer of learned tables: one table for each edge, summed at each unit."""
        edges = self.add(Quantize(f"{prefix}_edges", (self.add(Spread(f"{prefix}_spread", (x,), units)),)))
        return self.add(Pool(prefix, (self.add(Table(f"{prefix}_tables", (edges,), entries)),), "sum"))

    def graph(self, last: str, heads: Heads) -> Graph:
        """Ends in one Dense for each head."""
        for name, size in heads.items():
            self.add(Dense(name, (last,), size))
        return self.done(heads)

    def done(self, heads: Heads) -> Graph:
        return Graph(tuple(self.ops), tuple(heads))
