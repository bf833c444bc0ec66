"""Minimum-bias events to lay over each hard collision, drawn from a pool.

A pool event is used many times, each time turned by a whole number of towers in phi and, half of the time, mirrored
in eta: 144 distinct versions. Splits draw from disjoint pools, so no training jet shares pile-up with a test jet.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.jets.simulation.detector import CELLS_ETA, CELLS_PHI, TOWER, TOWERS_PHI, Response

INT = NDArray[np.int64]

CELLS_A_TOWER = CELLS_PHI // TOWERS_PHI


@dataclass(frozen=True)
class Overlay:
    """The minimum-bias events of one crossing: index into the pool, towers turned in phi, mirrored or not."""

    event: INT
    turn: INT
    mirrored: NDArray[np.bool_]


def draw(pool_events: int, mean_pileup: float, rng: np.random.Generator) -> Overlay:
    """A Poisson number of pool events, each with a random turn and mirror."""
    count = int(rng.poisson(mean_pileup))
    return Overlay(
        rng.integers(0, pool_events, count) if count else np.zeros(0, np.int64),
        rng.integers(0, TOWERS_PHI, count),
        rng.random(count) < 0.5,
    )


def pileup_tracks(pool: Response, overlay: Overlay) -> NDArray[Any]:
    """The tracks of the overlay, turned and mirrored; their vertices are -1, -2, ..., one for each collision."""
    index, owner = _ranges(pool.track_offsets, overlay.event)
    tracks = pool.tracks[index]
    sign = np.where(overlay.mirrored[owner], np.float32(-1), np.float32(1))
    for name in ("eta", "calo_eta", "z0"):
        tracks[name] *= sign
    angle = (overlay.turn[owner] * TOWER).astype(np.float32)
    for name in ("phi", "calo_phi"):
        tracks[name] += angle
    tracks["vertex"] = -1 - owner
    return tracks


def pileup_deposits(pool: Response, overlay: Overlay) -> NDArray[Any]:
    """The deposits of the overlay, turned and mirrored; their vertices are -1, -2, ..., one for each collision."""
    index, owner = _ranges(pool.deposit_offsets, overlay.event)
    deposits = pool.deposits[index]
    row, column = deposits["eta_cell"], deposits["phi_cell"].astype(np.int64)
    deposits["eta_cell"] = np.where(overlay.mirrored[owner], CELLS_ETA - 1 - row, row)
    deposits["phi_cell"] = (column + CELLS_A_TOWER * overlay.turn[owner]) % CELLS_PHI
    deposits["vertex"] = -1 - owner
    return deposits


def join(responses: list[Response]) -> Response:
    """One pool with the events of several."""
    return Response(
        np.concatenate([response.tracks for response in responses]),
        _chain([response.track_offsets for response in responses]),
        np.concatenate([response.deposits for response in responses]),
        _chain([response.deposit_offsets for response in responses]),
    )


def _chain(offsets: list[INT]) -> INT:
    sizes = np.concatenate([np.diff(each) for each in offsets])
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


def _ranges(offsets: INT, events: INT) -> tuple[INT, INT]:
    """Indices of the entries of `events`, one event after the other, and the position in `events` of each."""
    sizes = offsets[events + 1] - offsets[events]
    owner = np.repeat(np.arange(len(events)), sizes)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return offsets[events][owner] + within, owner
