"""A stable sort by pT as logic: it counts the rank of each word, and each place selects the word with its rank.

All pairs are compared at once. This is three to four times shallower than a network of compare-and-swap elements
(Batcher's for 16 words has ten of them in series), at the price of more multiplexers.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from alkaid.trace import FVariable

from codesign.backends.rtl.bits import count, tree, where

Symbols = np.ndarray[Any, np.dtype[np.object_]]


def sort_by_pt(words: Symbols, keep: int) -> Symbols:
    """(keep, parts) the words of highest pT, in falling order. words: (slots, parts), part 0 is pT; ties keep order."""
    slots = len(words)
    first = {(i, j): ~(words[i, 0] - words[j, 0]).is_negative() for j in range(slots) for i in range(j)}
    before = [[first[j, i] for j in range(i)] + [~first[i, j] for j in range(i + 1, slots)] for i in range(slots)]
    ranks = [count(flags) for flags in before]
    result = np.empty((keep, words.shape[1]), object)
    for place in range(keep):
        chosen = [_equals(rank, place) for rank in ranks]
        for part in range(words.shape[1]):
            masked = [where(c, word[part]) for c, word in zip(chosen, words, strict=True)]
            result[place, part] = tree(np.bitwise_or, masked)
    return result


def _equals(rank: FVariable, place: int) -> FVariable:
    values = np.arange(round(rank.high) + 1)
    return rank.lookup((values == place).astype(np.float64))
