"""Rows chosen at random, the same on every machine and with every version of NumPy.

A choice depends only on the number of rows, through integer arithmetic, and a larger choice contains every smaller one.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]

# One seed for all choices, whatever the seed of a training, so that designs are compared on the same jets. The outputs
# of SplitMix64 for this seed are published, and tests compare choices with them.
SEED = 1234567


def scrambled(numbers: NDArray[np.integer[Any]]) -> NDArray[np.uint64]:
    """Outputs of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) with these numbers, from 0; no two are equal."""
    z = np.uint64(SEED) + (numbers.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ z >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ z >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    return np.asarray(z ^ z >> np.uint64(31))


def some_rows(count: int, limit: int) -> Rows:
    """(min(count, limit),) row numbers below `count`, chosen at random, in rising order."""
    return np.sort(np.argsort(scrambled(np.arange(count)))[:limit])
