"""Candidates in the order of their pT, where a net needs that order; the rest of it reads them as they arrive.

The ranks of all words are counted beside the features and what follows from them, and each value that is read in order
is selected by rank.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from alkaid.trace import FVariable, FVArray

from codesign.backends.rtl.words_sort import at_places, leading
from codesign.net.fixednet import FixedNet
from codesign.net.ops import Op
from codesign.net.order import candidate_axes, needs_order, places_read
from codesign.net.reference import Read


def in_order(net: FixedNet, pt: Sequence[FVariable]) -> Read:
    """What an operation (None: an output port) reads in place of a tensor of candidates, which arrive with these pT.

    Only as many places are filled in order as the net reads; behind them, candidates stay as they arrive, unread.
    """
    chosen, axes, ordered = leading(pt, places_read(net)), candidate_axes(net), dict[str, FVArray]()

    def read(op: Op | None, name: str, values: FVArray) -> FVArray:
        if name not in axes or (op is not None and not needs_order(net, op, axes)):
            return values
        if name not in ordered:
            rows = np.moveaxis(np.asarray(values), axes[name], 0).copy()
            rows[: len(chosen)] = at_places(chosen, rows)
            ordered[name] = FVArray(np.moveaxis(rows, 0, axes[name]), values.solver_options, hwconf=values.hwconf)
        return ordered[name]

    return read
