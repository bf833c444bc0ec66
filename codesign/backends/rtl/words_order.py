"""Candidates in the order of their pT, where a net needs that order; the rest of it reads them as they arrive.

The ranks of all words are counted beside the features and what follows from them, and each value that is read in order
is selected by rank, with the logic of a full stable sort of which only the values that are read remain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from alkaid.trace import FVariable, FVArray

from codesign.backends.rtl.bits import at_place, equals, firsts, ranks
from codesign.net.fixednet import FixedNet
from codesign.net.ops import Op
from codesign.net.order import candidate_axes, needs_order
from codesign.net.reference import Read


@dataclass(frozen=True, eq=False)
class ByRank:
    """A stable sort. chosen: for each place, whether each slot goes there."""

    chosen: Sequence[Sequence[FVariable]]

    @classmethod
    def of(cls, pt: Sequence[FVariable], read: int) -> ByRank:
        """The order of falling pT; equal pT keeps the order of the slots.

        read: how many places are read. The first of them alone takes no ranks.
        """
        places = ranks(pt)
        chosen = [[equals(rank, place) for rank in places] for place in range(len(pt))]
        return cls([firsts(pt), *chosen[1:]] if read == 1 else chosen)

    def __call__(self, values: FVArray, axis: int) -> FVArray:
        """Values whose slots lie along an axis, in order."""
        columns = np.moveaxis(np.asarray(values), axis, 0)
        ordered = np.empty(columns.shape, object)
        for place, *index in np.ndindex(columns.shape):
            ordered[place, *index] = at_place(self.chosen[place], list(columns[:, *index]))
        return FVArray(np.moveaxis(ordered, 0, axis), values.solver_options, hwconf=values.hwconf)


def in_order(net: FixedNet, order: ByRank) -> Read:
    """What an operation (None: an output port) reads in place of a tensor of candidates as they arrive."""
    axes, done = candidate_axes(net), dict[str, FVArray]()

    def read(op: Op | None, name: str, values: FVArray) -> FVArray:
        if name not in axes or (op is not None and not needs_order(net, op, axes)):
            return values
        if name not in done:
            done[name] = order(values, axes[name])
        return done[name]

    return read
