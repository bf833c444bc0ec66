"""Parametrised Level-1 detector: gives tracks and calorimeter deposits, but follows no particle through material."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.jets.simulation.generator import Events
from codesign.jets.simulation.particles import CALO_RADIUS_M, FLOAT, Particles, stable_particles
from codesign.jets.simulation.tracker import tracks_of

BEAM_SPOT_Z_CM = 4.5

# Trigger cells: CMS barrel towers are 5 degrees wide; electromagnetic cells are half as large each way.
TOWERS_PHI = 72
TOWERS_ETA = 68
TOWER = 2 * np.pi / TOWERS_PHI
CELLS_PHI = 2 * TOWERS_PHI
CELLS_ETA = 2 * TOWERS_ETA
CELL = TOWER / 2
CALO_ETA_MAX = TOWERS_ETA * TOWER / 2

DEPOSIT = np.dtype([("eta_cell", "u1"), ("phi_cell", "u1"), ("vertex", "i2"), ("em", "f4"), ("had", "f4")], align=True)
"""Transverse energy in GeV that one particle leaves in one electromagnetic cell and in the tower that holds it.

vertex: the number of the particle's true vertex (`codesign.jets.simulation.origins`).
"""


@dataclass(frozen=True)
class Response:
    """Tracks and deposits of a batch, ordered by event; offsets (events + 1,)."""

    tracks: NDArray[Any]
    track_offsets: NDArray[np.int64]
    deposits: NDArray[Any]
    deposit_offsets: NDArray[np.int64]


def detect(events: Events, rng: np.random.Generator, vertex: NDArray[np.int16] | None = None) -> tuple[Response, FLOAT]:
    """Response to each event at a random place along the beam, and the true vertex z (events,) in cm.

    vertex: (entries,) the number of each entry's vertex, which tracks and deposits keep; without it all are 0.
    """
    vertex_z = rng.normal(0.0, BEAM_SPOT_Z_CM, events.count)
    particles = stable_particles(events, vertex_z, vertex)
    tracks, track_particle = tracks_of(particles, rng)
    deposits, deposit_particle = _deposits(particles, rng)
    response = Response(
        tracks,
        _offsets(particles.event[track_particle], events.count),
        deposits,
        _offsets(particles.event[deposit_particle], events.count),
    )
    return response, vertex_z


def _offsets(event: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    return np.searchsorted(event, np.arange(count + 1)).astype(np.int64)


def _deposits(particles: Particles, rng: np.random.Generator) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Energy in the cells, with the index of the particle of each deposit."""
    seen = particles.reaches_calo & (np.abs(particles.calo_eta) < CALO_ETA_MAX) & (particles.pt > 0.1)
    seen &= ~np.isin(particles.kind, (12, 14, 16)) & (particles.radius < 100 * CALO_RADIUS_M)
    index = np.flatnonzero(seen)
    kind, eta, phi = particles.kind[index], particles.calo_eta[index], particles.calo_phi[index]
    et = particles.pt[index] * np.cosh(particles.eta[index]) / np.cosh(eta)
    muon = kind == 13
    electromagnetic = (kind == 22) | (kind == 11)
    et = np.where(muon, np.minimum(et, 1.5), et)  # a minimum-ionising particle
    energy = np.maximum(et * np.cosh(eta), 0.5)
    response = np.clip(0.45 + 0.13 * np.log(energy), 0.3, 1.0)  # non-compensating hadron calorimeter
    et = np.where(electromagnetic | muon, et, et * response)
    # 40 % of hadrons cross the electromagnetic part as minimum-ionising particles, the others shower there.
    passes = rng.random(len(index)) < 0.4
    showered = 0.15 + 0.6 * rng.random(len(index))
    mip = np.minimum(0.25 / np.maximum(et, 0.25), 0.5)
    em_fraction = np.where(electromagnetic, 0.99, np.where(passes, mip, showered))
    deposits = np.zeros(len(index), DEPOSIT)
    deposits["eta_cell"] = np.floor((eta + CALO_ETA_MAX) / CELL)
    deposits["phi_cell"] = np.floor(np.mod(phi, 2 * np.pi) / CELL).astype(np.int64) % CELLS_PHI
    deposits["em"] = et * em_fraction
    deposits["had"] = et * (1 - em_fraction)
    deposits["vertex"] = particles.vertex[index]
    return deposits, index
