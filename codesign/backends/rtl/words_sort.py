"""A stable sort by pT as logic: it counts the rank of each word, and each place selects the word with its rank.

All pairs are compared at once. This is three to four times shallower than a network of compare-and-swap elements
(Batcher's for 16 words has ten of them in series), at the price of more multiplexers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from alkaid.trace import FVariable

from codesign.backends.rtl.bits import at_place, equals, firsts, ranks

Symbols = np.ndarray[Any, np.dtype[np.object_]]


def sort_by_pt(words: Symbols, keep: int) -> Symbols:
    """(keep, parts) the words of highest pT, in falling order. words: (slots, parts), part 0 is pT; ties keep order."""
    return at_places(leading(list(words[:, 0]), keep), words)


def leading(pt: Sequence[FVariable], places: int) -> list[list[FVariable]]:
    """(places, slots) 1 if a slot goes to a place, in the order of falling pT; equal pT keeps the order of the slots.

    The first place alone takes no ranks.
    """
    if places == 1:
        return [firsts(pt)]
    of_slots = ranks(pt)
    return [[equals(rank, place) for rank in of_slots] for place in range(places)]


def at_places(chosen: Sequence[Sequence[FVariable]], values: Symbols) -> Symbols:
    """(places, ...) the values that are chosen for each place, from (slots, ...)."""
    result = np.empty((len(chosen), *values.shape[1:]), object)
    for place, *index in np.ndindex(result.shape):
        result[place, *index] = at_place(chosen[place], list(values[:, *index]))
    return result
