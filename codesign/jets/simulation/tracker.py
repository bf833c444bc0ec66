"""Level-1 tracks of the outer tracker: which particles the track finder finds, and what it measures.

docs/simulation.md gives the sources and says what is approximate.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.jets.simulation.particles import BOOL, FLOAT, Particles

PT_MIN_GEV = 2.0  # stubs are made above 2 GeV (CMS-TDR-014)
PT_MAX_GEV = 1000.0
ETA_MAX = 2.4
RADIUS_MAX_CM = 20.0  # the outer tracker begins at 23 cm
BAD_FIT_FRACTION = 0.05
BAD_FIT_STRETCH = 4.0

TRACK = np.dtype(
    [
        ("pt", "f4"),
        ("eta", "f4"),
        ("phi", "f4"),
        ("z0", "f4"),
        ("d0", "f4"),
        ("calo_eta", "f4"),
        ("calo_phi", "f4"),
        ("charge", "i1"),
        ("muon", "?"),
        ("quality", "u1"),
        ("vertex", "i2"),
    ],
    align=True,
)
"""A Level-1 track: pT in GeV, impact parameters in cm, direction at the calorimeter face.

vertex: the number of the particle's true vertex (`codesign.jets.simulation.origins`), which no trigger knows.
"""


def tracks_of(particles: Particles, rng: np.random.Generator) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Tracks that are found (TRACK records), each with the index of its particle."""
    candidates = np.flatnonzero(
        (particles.charge != 0)
        & (particles.pt > 0.75 * PT_MIN_GEV)
        & (np.abs(particles.eta) < ETA_MAX + 0.1)
        & (particles.radius < RADIUS_MAX_CM)
    )
    pt = _measured_pt(particles, candidates, rng)
    found = rng.random(len(candidates)) < track_efficiency(particles, candidates)
    kept = found & (pt > PT_MIN_GEV) & (np.abs(particles.eta[candidates]) < ETA_MAX)
    return _measured(particles, candidates[kept], pt[kept], rng), candidates[kept]


def _measured_pt(particles: Particles, index: NDArray[np.int64], rng: np.random.Generator) -> FLOAT:
    """pT after resolution, and for electrons after bremsstrahlung."""
    pt, eta, electron = particles.pt[index], particles.eta[index], particles.kind[index] == 11
    resolution = (0.010 + 0.0002 * pt) * (1 + 0.30 * eta**2) * np.where(electron, 2.0, 1.0)
    pt = pt * (1 + resolution * rng.standard_normal(len(pt)))
    bremsstrahlung = np.minimum(rng.exponential(0.06, len(pt)), 0.6)
    return np.where(electron, pt * (1 - bremsstrahlung), pt)


def _measured(particles: Particles, index: NDArray[np.int64], pt: FLOAT, rng: np.random.Generator) -> NDArray[Any]:
    """TRACK records of the particles `index`; pt: as measured."""
    count, eta, kind = len(index), particles.eta[index], particles.kind[index]
    bad_fit = rng.random(count) < BAD_FIT_FRACTION
    stretch = np.where(bad_fit, BAD_FIT_STRETCH, 1.0)
    d0_sigma, z0_sigma = impact_resolution_cm(pt, eta)
    # Decays in flight and punch-through: 0.1 % of hadrons at 10 GeV, no more than twice that.
    fake_muon = (kind > 100) & (rng.random(count) < 0.001 * np.minimum(pt / 10, 2))
    tracks = np.zeros(count, TRACK)
    tracks["pt"] = np.minimum(pt, PT_MAX_GEV)
    tracks["eta"] = eta + rng.normal(0, 0.002, count)
    tracks["phi"] = particles.phi[index] + rng.normal(0, 0.0007, count)
    tracks["z0"] = particles.z0[index] + z0_sigma * stretch * rng.standard_normal(count)
    tracks["d0"] = particles.d0[index] + d0_sigma * stretch * rng.standard_normal(count)
    tracks["calo_eta"] = particles.calo_eta[index] + rng.normal(0, 0.01, count)
    tracks["calo_phi"] = particles.calo_phi[index] + rng.normal(0, 0.01, count)
    tracks["charge"] = np.sign(particles.charge[index])
    tracks["muon"] = ((kind == 13) & (rng.random(count) < 0.95)) | fake_muon
    tracks["quality"] = _quality(bad_fit, tracks["d0"], rng)
    tracks["vertex"] = particles.vertex[index]
    return tracks


def impact_resolution_cm(pt_gev: FLOAT, eta: FLOAT) -> tuple[FLOAT, FLOAT]:
    """Standard deviations of d0 and z0 of the Gaussian core, in cm.

    d0: within 25 % of a least-squares fit to the six layers of the outer tracker, 23 cm away from the beam: hits give
    the constant, scattering the term in 1 / pT. z0: the three layers with macro-pixels of 1.5 mm.
    """
    growth = np.sqrt(np.cosh(eta))
    d0 = np.hypot(0.008, 0.070 * growth / pt_gev)
    z0 = 0.07 + 0.06 * eta**2 + 0.05 * growth / np.maximum(pt_gev, 2.0)
    return d0, z0


def track_efficiency(particles: Particles, index: NDArray[np.int64]) -> FLOAT:
    """Probability that the track finder finds each of the particles `index` that it could reconstruct."""
    kind, abs_eta = particles.kind[index], np.abs(particles.eta[index])
    by_kind = np.select([kind == 13, kind == 11], [0.975, 0.93], 0.945)
    by_eta = np.where(abs_eta < 0.8, 0.99, np.where(abs_eta < 2.0, 0.94, 0.92))
    return by_kind * by_eta * displaced_efficiency(particles.d0[index], particles.radius[index])


def displaced_efficiency(d0_cm: FLOAT, radius_cm: FLOAT) -> FLOAT:
    """Efficiency for displaced tracks of a finder seeded at the beam line: 1/2 at |d0| = 1 cm or radius 10 cm."""
    return 1.0 / ((1.0 + (d0_cm / 1.0) ** 2) * (1.0 + (radius_cm / 10.0) ** 4))


def _quality(bad_fit: BOOL, d0: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.int64]:
    """Track quality bits. CMS dumps hold only 1, 3, 5 and 7; badly fitted and displaced tracks are of low quality."""
    low = bad_fit | (np.abs(d0) > 0.3)
    draw = rng.random(len(d0))
    return np.where(draw < np.where(low, 0.25, 0.85), 7, np.where(draw < np.where(low, 0.5, 0.93), 3, 1))
