"""A stable sort by pT as logic: it counts the rank of each word, and each place selects the word with its rank.

All pairs are compared at once. This is three to four times shallower than a network of compare-and-swap elements
(Batcher's for 16 words has ten of them in series), at the price of more multiplexers.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from codesign.backends.rtl.bits import at_place, equals, ranks

Symbols = np.ndarray[Any, np.dtype[np.object_]]


def sort_by_pt(words: Symbols, keep: int) -> Symbols:
    """(keep, parts) the words of highest pT, in falling order. words: (slots, parts), part 0 is pT; ties keep order."""
    places = ranks(list(words[:, 0]))
    result = np.empty((keep, words.shape[1]), object)
    for place in range(keep):
        chosen = [equals(rank, place) for rank in places]
        for part in range(words.shape[1]):
            result[place, part] = at_place(chosen, list(words[:, part]))
    return result
