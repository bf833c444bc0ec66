"""Chooses some jets of a file. A file is ordered by process, so its first jets all come from one process.

Instead, whole events are chosen by a hash of their numbers (`codesign.base.choice`), the same share of each process.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.base.choice import Rows, scrambled


def rows_of_events(event: NDArray[np.integer[Any]], process: NDArray[np.integer[Any]], limit: int) -> Rows:
    """Sorted rows of at most `limit` jets: whole events, chosen at random, the same share of each process.

    event, process: (jets,) numbers. The chosen jets of a process differ from the common share by at most half an event,
    except that the smallest event of each process is chosen before all others. The number of jets falls short of the
    limit by less than the size of the next event. Smaller events do not fill the gap, because then a larger limit would
    not always choose all that a smaller one does.
    """
    numbers, first, event_of, sizes = np.unique(event, return_index=True, return_inverse=True, return_counts=True)
    order = _alternating(process[first], sizes, scrambled(numbers))
    chosen = np.zeros(len(numbers), np.bool_)
    chosen[order[np.cumsum(sizes[order]) <= limit]] = True
    return np.flatnonzero(chosen[event_of])


def _alternating(process: NDArray[np.integer[Any]], sizes: Rows, noise: NDArray[np.uint64]) -> Rows:
    """(events,) positions of events in the order of choice; the smallest event of each process comes first.

    The others follow by the middle of each event in the row of all jets of its process, as a share of that row. This is
    Webster's method of apportionment; unlike that of the largest remainder, it takes nothing away when the total grows.
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
