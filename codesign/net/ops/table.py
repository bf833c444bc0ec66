"""Learned look-up tables (HGQ-LUT, arXiv:2604.22293): any function of one narrow number; its width sets the cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from codesign.errors import NetError
from codesign.net.fixedpoint import FixedPoint
from codesign.net.ops.base import Shape, Weights, WithoutProducts, fraction_bits


@dataclass(frozen=True)
class Table(WithoutProducts):
    """A table of `entries` values on each edge (..., n, units), the same for every candidate.

    parameters: `values` (n, units, entries); `first` and `step` (n, units): the edge's value x reads entry
    (x - first) / step. An edge of w bits uses the first 2**w entries.
    """

    entries: int = 0
    typed_in_training: ClassVar[bool] = False  # its entries are
    bounded: ClassVar[bool] = False  # entries are found by a division
    only_adds: ClassVar[bool] = False
    in_layer_before: ClassVar[bool] = False

    def axes_across(self) -> int:
        """Two: inputs and units, since each edge has its own table."""
        return 2

    def nonnegative(self, *inputs: bool) -> bool:
        """False: entries may be below zero."""
        return False

    def shape(self, *shapes: Shape) -> Shape:
        """Unchanged; NetError for a tensor without edges."""
        if len(shapes[0]) < 2:
            raise NetError(f"{self.name!r} needs (..., inputs, units), as Spread makes them, not {shapes[0]}")
        return shapes[0]

    def parameters(self, *shapes: Shape) -> dict[str, Shape]:
        """`values`, the entries of each table, and `first` and `step`, which say what entry a value reads."""
        edges = shapes[0][-2:]
        return {"values": (*edges, self.entries), "first": edges, "step": edges}

    def evaluate(self, weights: Weights, *xs: Any, xp: Any = np) -> Any:
        """The entry that each value reads; an `xp` of symbolic arrays has its own `lookup`."""
        x, values = xs[0], weights["values"]
        first, step = weights["first"], weights["step"]
        if hasattr(xp, "lookup"):
            return xp.lookup(x, values, first, step)
        index = ((x - first) / step).astype(np.int64)
        flat = values.reshape(-1)[index + self.entries * np.arange(first.size).reshape(first.shape)]
        return np.asarray(flat)

    def exact(self, weights: Weights, *types: FixedPoint) -> FixedPoint:
        """The type of the entries that values of the input's type can read; NetError if they read beyond the table."""
        (x,) = types
        values, first, step = weights["values"], weights["first"], weights["step"]
        shape = np.broadcast_shapes(x.low.shape, first.shape)
        lowest, highest = (np.rint((bound - first) / step) for bound in (x.low, x.high))
        if (lowest < 0).any() or (highest >= self.entries).any():
            raise NetError(f"{self.name!r} has tables of {self.entries} entries, and its input reads others")
        entry = np.arange(self.entries)
        read = (entry >= lowest[..., None]) & (entry <= highest[..., None])
        low = np.where(read, values, np.inf).min(axis=-1)
        high = np.where(read, values, -np.inf).max(axis=-1)
        fraction = np.where(read, fraction_bits(values), -(2**20)).max(axis=-1)
        return FixedPoint.spanning(*(np.broadcast_to(b, shape) for b in (low, high, fraction)))
