"""Where the stable particles of a simulated collision come from: their production vertex, and what decayed there.

Vertices have numbers within an event. 0 is the primary vertex of the hard collision; 1, 2, ... are the displaced decays
of that collision, in the order of Pythia's record; -1, -2, ... are the pile-up collisions laid over it. The event
and the number of a vertex determine its origin, one of ORIGINS.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from codesign.jets.simulation.generator import Events

ORIGINS = ("primary", "b", "charm", "tau", "other secondary", "pileup")
"""Value in the `origin` column -> name. A decay counts for the heaviest of its ancestors: b before charm before tau.

other secondary: all other displaced decays, such as those of neutral kaons and of lambdas.
"""

PRIMARY, B, CHARM, TAU, OTHER, PILEUP = range(len(ORIGINS))
DISPLACED_MM = 1e-3  # decays closer to the primary vertex than this belong to it
NEUTRAL_PION = 111  # flies some micrometres when it is fast, yet its photons point to where it was made

Array = NDArray[Any]


@dataclass(frozen=True)
class Vertices:
    """The vertices of a batch. number: (entries,) vertex of each stable particle, 0 for other entries.

    origin: values of ORIGINS for the vertices 0, 1, ... of each event, one event after the other;
    offsets: (events + 1,) delimit them.
    """

    number: NDArray[np.int16]
    origin: NDArray[np.int8]
    offsets: NDArray[np.int64]

    def origin_of(self, event: NDArray[np.int64], number: NDArray[np.integer[Any]]) -> NDArray[np.int8]:
        """The value of ORIGINS for vertices `number` of events `event`, which broadcast."""
        known = self.origin[self.offsets[event] + np.maximum(number, 0)]
        return np.where(number < 0, PILEUP, known).astype(np.int8)


def vertices_of(events: Events) -> Vertices:
    """The production vertices of all stable particles of a batch."""
    number, origin, counts = _vertices(
        events.offsets, events.id, events.status, events.mother1, events.x_mm, events.y_mm, events.z_mm
    )
    return Vertices(number, origin, np.concatenate([[0], np.cumsum(counts)]).astype(np.int64))


@njit(cache=True)
def _has_quark(identity: int, quark: int) -> bool:
    """Whether a PDG number is that of a hadron with this quark as its heaviest one."""
    identity = abs(identity)
    if not 100 < identity < 1_000_000:
        return False
    thousands, hundreds = identity // 1000 % 10, identity // 100 % 10
    return bool(thousands == quark or (thousands == 0 and hundreds == quark))


@njit(cache=True)
def _origin_above(index: int, first: int, identity: Array, mother: Array) -> int:
    """Origin of the displaced entry `index`: that of the heaviest of its ancestors."""
    origin, ancestor = OTHER, mother[index]
    while ancestor > first:
        if _has_quark(identity[ancestor], 5):
            return B
        if _has_quark(identity[ancestor], 4):
            origin = CHARM
        elif abs(identity[ancestor]) == 15 and origin == OTHER:
            origin = TAU
        if mother[ancestor] == ancestor:
            break
        ancestor = mother[ancestor]
    return origin


@njit(cache=True)
def _vertices(
    offsets: Array, identity: Array, status: Array, mother: Array, x: Array, y: Array, z: Array
) -> tuple[Array, Array, Array]:
    number = np.zeros(len(identity), np.int16)
    counts = np.ones(len(offsets) - 1, np.int64)
    origin = np.zeros(len(identity) + len(counts), np.int8)
    made_by = np.zeros(len(identity) + 1, np.int64)  # an entry made at each vertex of the event
    used = 0
    for event in range(len(counts)):
        first, last = offsets[event], offsets[event + 1]
        origin[used] = PRIMARY
        for i in range(first, last):
            if status[i] <= 0:
                continue
            j = i
            while identity[mother[j]] == NEUTRAL_PION:
                j = mother[j]
            if x[j] ** 2 + y[j] ** 2 + z[j] ** 2 < DISPLACED_MM**2:
                continue
            for vertex in range(1, counts[event]):
                k = made_by[vertex]
                if x[k] == x[j] and y[k] == y[j] and z[k] == z[j]:
                    number[i] = vertex
                    break
            if number[i] == 0:
                number[i] = counts[event]
                made_by[counts[event]] = j
                origin[used + counts[event]] = _origin_above(j, first, identity, mother)
                counts[event] += 1
        used += counts[event]
    return number, origin[:used], counts
