"""A stable sort by pT as logic: each word's rank is counted, and each place takes the word of its rank.

All pairs are compared at once, which makes it three to four times shallower than a network of comparators that swap
(Batcher's for 16 words: ten of them in a row), for more multiplexers.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from alkaid.trace import FVariable

from codesign.backends.rtl.bits import count, tree, where

Symbols = np.ndarray[Any, np.dtype[np.object_]]


def sort_by_pt(words: Symbols, keep: int) -> Symbols:
    """(keep, parts) the leading words of (slots, parts), part 0 is pT; equal pT keep their order."""
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
