"""Which jets stand for all: a jets file is ordered by process, so that its first jets are those of one process.

Choices follow from the numbers of events or rows by integer arithmetic alone. They are the same on every machine and
with every version of NumPy, and a larger choice contains every smaller one.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]

# Of all choices, whatever the seed of a training: designs are compared on the same jets. Outputs of SplitMix64 for this
# seed are published, and tests hold choices against them.
SEED = 1234567


def scrambled(numbers: NDArray[np.integer[Any]]) -> NDArray[np.uint64]:
    """Outputs of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) by their number, from 0; no two are equal."""
    z = np.uint64(SEED) + (numbers.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ z >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ z >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    return np.asarray(z ^ z >> np.uint64(31))


def some_rows(count: int, limit: int) -> Rows:
    """(min(count, limit),) rising rows of `count`, chosen at random."""
    return np.sort(np.argsort(scrambled(np.arange(count)))[:limit])


def rows_of_events(event: NDArray[np.integer[Any]], process: NDArray[np.integer[Any]], limit: int) -> Rows:
    """Rising rows of at most `limit` jets: whole events, chosen at random, the same share of each process.

    event, process: (jets,) of each jet. The jets chosen of a process differ by at most half an event from the common
    share, but for one event of each process, the smallest, which comes before all others. The number of jets is below
    the limit by less than the event that would come next: to fill it up with smaller ones, a smaller limit would have
    to leave out what a larger one takes.
    """
    numbers, first, event_of, sizes = np.unique(event, return_index=True, return_inverse=True, return_counts=True)
    order = _alternating(process[first], sizes, scrambled(numbers))
    kept = np.zeros(len(numbers), np.bool_)
    kept[order[np.cumsum(sizes[order]) <= limit]] = True
    return np.flatnonzero(kept[event_of])


def _alternating(process: NDArray[np.integer[Any]], sizes: Rows, noise: NDArray[np.uint64]) -> Rows:
    """(events,) positions of events in the order in which they are taken; of each process the smallest come first.

    Then by the middle of each event in the row of all jets of its process, as a share of them: Webster's method of
    apportionment, which, unlike that of the largest remainder, never takes away from anybody when there is more.
    """
    _, process = np.unique(process, return_inverse=True)
    by_size = np.lexsort((noise, sizes, process))
    later = np.ones(len(sizes), np.bool_)
    later[by_size[np.unique(process[by_size], return_index=True)[1]]] = False
    row = np.lexsort((noise, later, process))
    end = np.cumsum(sizes[row])
    jets = np.bincount(process, sizes).astype(np.int64)
    start = (np.cumsum(jets) - jets)[process[row]]
    middle = (2 * (end - start) - sizes[row]) / (2 * jets[process[row]])
    return row[np.lexsort((noise[row], middle, later[row]))]
