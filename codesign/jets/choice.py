"""Which jets stand for all: a jets file is ordered by process, so that its first jets are those of one process.

Whole events are chosen by a hash of their numbers (`codesign.base.choice`), the same share of each process.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.base.choice import Rows, scrambled


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
