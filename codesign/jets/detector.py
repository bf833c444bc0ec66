"""Parametrised Level-1 detector: stable particles to tracks and calorimeter deposits.

No particle is followed through material: a helix to the calorimeter face, and responses in closed form. Sources and
what is approximate are in docs/simulation.md. Lengths in cm unless the name says otherwise.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.jets.generator import Events

BOOL = NDArray[np.bool_]
FLOAT = NDArray[np.float64]

FIELD_T = 3.8
CALO_RADIUS_M = 1.29  # CMS ECAL barrel face
CALO_Z_M = 3.2  # CMS endcap calorimeter face
BEAM_SPOT_Z_CM = 4.5
PARTICLE_ETA_MAX = 4.0

# Trigger cells: CMS barrel towers are 5 degrees wide; electromagnetic cells are half as large each way.
TOWERS_PHI = 72
TOWERS_ETA = 68
TOWER = 2 * np.pi / TOWERS_PHI
CELLS_PHI = 2 * TOWERS_PHI
CELLS_ETA = 2 * TOWERS_ETA
CELL = TOWER / 2
CALO_ETA_MAX = TOWERS_ETA * TOWER / 2

TRACK_PT_MIN_GEV = 2.0  # stubs are made above 2 GeV (CMS-TDR-014)
TRACK_PT_MAX_GEV = 1000.0
TRACK_ETA_MAX = 2.4
TRACK_RADIUS_MAX_CM = 20.0  # the outer tracker begins at 23 cm

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
    ],
    align=True,
)
"""A Level-1 track: pT in GeV, impact parameters in cm, direction at the calorimeter face."""

DEPOSIT = np.dtype([("eta_cell", "u1"), ("phi_cell", "u1"), ("em", "f4"), ("had", "f4")], align=True)
"""Transverse energy in GeV that one particle leaves in one electromagnetic cell and in the tower that holds it."""


@dataclass(frozen=True)
class Response:
    """Tracks and deposits of a batch, ordered by event; offsets (events + 1,)."""

    tracks: NDArray[Any]
    track_offsets: NDArray[np.int64]
    deposits: NDArray[Any]
    deposit_offsets: NDArray[np.int64]


def detect(events: Events, rng: np.random.Generator) -> tuple[Response, FLOAT]:
    """Response to each event at a random place along the beam, and the true vertex z (events,) in cm."""
    vertex_z = rng.normal(0.0, BEAM_SPOT_Z_CM, events.count)
    stable = np.flatnonzero((events.status > 0) & (np.abs(events.eta) < PARTICLE_ETA_MAX))
    particles = _particles(events, stable, vertex_z)
    tracks, track_particle = _tracks(particles, rng)
    deposits, deposit_particle = _deposits(particles, rng)
    response = Response(
        tracks,
        _offsets(particles.event[track_particle], events.count),
        deposits,
        _offsets(particles.event[deposit_particle], events.count),
    )
    return response, vertex_z


@dataclass(frozen=True)
class _Particles:
    """Stable particles of a batch; `radius` is where they were made, `d0`, `z0` their true impact parameters."""

    event: NDArray[np.int64]
    kind: NDArray[np.int64]
    charge: FLOAT
    pt: FLOAT
    eta: FLOAT
    phi: FLOAT
    radius: FLOAT
    d0: FLOAT
    z0: FLOAT
    calo_eta: FLOAT
    calo_phi: FLOAT
    reaches_calo: BOOL


def _offsets(event: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    return np.searchsorted(event, np.arange(count + 1)).astype(np.int64)


def _particles(events: Events, stable: NDArray[np.int64], vertex_z: FLOAT) -> _Particles:
    pt, eta, phi = events.pt[stable], events.eta[stable], events.phi[stable]
    x, y, z = (axis[stable] / 10.0 for axis in (events.x_mm, events.y_mm, events.z_mm))
    cos, sin = np.cos(phi), np.sin(phi)
    event = events.event[stable]
    # Straight-line approximation: exact enough for the |d0| << bending radius of tracks above 2 GeV.
    z0 = vertex_z[event] + z - (x * cos + y * sin) * np.sinh(eta)
    charge = events.charge[stable]
    calo_eta, calo_phi, reaches = _propagate(pt, eta, phi, charge, vertex_z[event] + z)
    return _Particles(
        event=event,
        kind=np.abs(events.id[stable]).astype(np.int64),
        charge=charge,
        pt=pt,
        eta=eta,
        phi=phi,
        radius=np.hypot(x, y),
        d0=x * sin - y * cos,
        z0=z0,
        calo_eta=calo_eta,
        calo_phi=calo_phi,
        reaches_calo=reaches,
    )


def _propagate(pt: FLOAT, eta: FLOAT, phi: FLOAT, charge: FLOAT, z_cm: FLOAT) -> tuple[FLOAT, FLOAT, BOOL]:
    """Direction (eta, phi) of the point where a helix from the beam axis meets the calorimeter, and whether it does."""
    slope = np.sinh(np.clip(eta, -6, 6))
    z_m = z_cm / 100.0
    bending_radius = np.where(charge != 0, pt / (0.3 * FIELD_T), 1e9)
    half_chord = CALO_RADIUS_M / (2 * bending_radius)
    reaches_barrel = half_chord < 1
    turn = np.where(reaches_barrel, np.arcsin(np.minimum(half_chord, 1.0)), np.pi / 2)
    z_barrel = z_m + 2 * bending_radius * turn * slope
    barrel = reaches_barrel & (np.abs(z_barrel) < CALO_Z_M)
    z_endcap = np.where(slope < 0, -CALO_Z_M, CALO_Z_M)
    with np.errstate(divide="ignore", invalid="ignore"):
        turn_endcap = (z_endcap - z_m) / (2 * bending_radius * slope)
        radius_endcap = 2 * bending_radius * np.abs(np.sin(turn_endcap))
    z = np.where(barrel, z_barrel, z_endcap)
    radius = np.where(barrel, CALO_RADIUS_M, np.maximum(radius_endcap, 1e-3))
    turn = np.where(barrel, turn, turn_endcap)
    reaches = np.isfinite(turn) & (barrel | ((turn < np.pi) & (turn > 0)))
    with np.errstate(invalid="ignore"):
        calo_phi = phi - np.where(charge != 0, np.sign(charge) * turn, 0.0)
        return np.arcsinh(z / radius), calo_phi, reaches


def _tracks(particles: _Particles, rng: np.random.Generator) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Found and smeared tracks, with the index of the particle of each."""
    candidates = np.flatnonzero(
        (particles.charge != 0)
        & (particles.pt > 0.75 * TRACK_PT_MIN_GEV)
        & (np.abs(particles.eta) < TRACK_ETA_MAX + 0.1)
        & (particles.radius < TRACK_RADIUS_MAX_CM)
    )
    pt, eta, kind = particles.pt[candidates], particles.eta[candidates], particles.kind[candidates]
    count = len(candidates)
    electron, muon = kind == 11, kind == 13
    resolution = (0.010 + 0.0002 * pt) * (1 + 0.30 * eta**2) * np.where(electron, 2.0, 1.0)
    pt = pt * (1 + resolution * rng.standard_normal(count))
    bremsstrahlung = np.minimum(rng.exponential(0.06, count), 0.6)
    pt = np.where(electron, pt * (1 - bremsstrahlung), pt)
    found = rng.random(count) < track_efficiency(particles, candidates)
    kept = found & (pt > TRACK_PT_MIN_GEV) & (np.abs(eta) < TRACK_ETA_MAX)
    candidates, pt, eta = candidates[kept], pt[kept], eta[kept]
    electron, muon = electron[kept], muon[kept]
    count = len(candidates)
    bad_fit = rng.random(count) < BAD_FIT_FRACTION
    stretch = np.where(bad_fit, BAD_FIT_STRETCH, 1.0)
    d0_sigma, z0_sigma = impact_resolution_cm(pt, eta)
    # Decays in flight and punch-through: 0.1 % of hadrons at 10 GeV, no more than twice that.
    fake_muon = (particles.kind[candidates] > 100) & (rng.random(count) < 0.001 * np.minimum(pt / 10, 2))
    tracks = np.zeros(count, TRACK)
    tracks["pt"] = np.minimum(pt, TRACK_PT_MAX_GEV)
    tracks["eta"] = eta + rng.normal(0, 0.002, count)
    tracks["phi"] = particles.phi[candidates] + rng.normal(0, 0.0007, count)
    tracks["z0"] = particles.z0[candidates] + z0_sigma * stretch * rng.standard_normal(count)
    tracks["d0"] = particles.d0[candidates] + d0_sigma * stretch * rng.standard_normal(count)
    tracks["calo_eta"] = particles.calo_eta[candidates] + rng.normal(0, 0.01, count)
    tracks["calo_phi"] = particles.calo_phi[candidates] + rng.normal(0, 0.01, count)
    tracks["charge"] = np.sign(particles.charge[candidates])
    tracks["muon"] = (muon & (rng.random(count) < 0.95)) | fake_muon
    tracks["quality"] = _quality(bad_fit, tracks["d0"], rng)
    return tracks, candidates


BAD_FIT_FRACTION = 0.05
BAD_FIT_STRETCH = 4.0


def impact_resolution_cm(pt_gev: FLOAT, eta: FLOAT) -> tuple[FLOAT, FLOAT]:
    """Standard deviations of d0 and z0 of the Gaussian core, in cm.

    d0: straight-line extrapolation of a six-layer fit from 23 cm, 80 um of hit resolution and scattering in the 8 to
    10 % of a radiation length before the outer tracker: 0.07 cm GeV / pT, growing as the path does, sin(theta)^-1/2.
    z0: three layers of 1.5 mm macro-pixels.
    """
    growth = np.sqrt(np.cosh(eta))
    d0 = np.hypot(0.008, 0.070 * growth / pt_gev)
    z0 = 0.07 + 0.06 * eta**2 + 0.05 * growth / np.maximum(pt_gev, 2.0)
    return d0, z0


def track_efficiency(particles: _Particles, index: NDArray[np.int64]) -> FLOAT:
    """Probability that the track finder finds each of the particles `index` that it could reconstruct."""
    kind, abs_eta = particles.kind[index], np.abs(particles.eta[index])
    by_kind = np.select([kind == 13, kind == 11], [0.975, 0.93], 0.945)
    by_eta = np.where(abs_eta < 0.8, 0.99, np.where(abs_eta < 2.0, 0.94, 0.92))
    return by_kind * by_eta * displaced_efficiency(particles.d0[index], particles.radius[index])


def displaced_efficiency(d0_cm: FLOAT, radius_cm: FLOAT) -> FLOAT:
    """Loss of the track finder, seeded to the beam line, for displaced tracks: half at |d0| = 1 cm or radius 10 cm."""
    return 1.0 / ((1.0 + (d0_cm / 1.0) ** 2) * (1.0 + (radius_cm / 10.0) ** 4))


def _quality(bad_fit: BOOL, d0: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.int64]:
    """Track quality bits. CMS dumps hold only 1, 3, 5 and 7; badly fitted and displaced tracks are of low quality."""
    low = bad_fit | (np.abs(d0) > 0.3)
    draw = rng.random(len(d0))
    return np.where(draw < np.where(low, 0.25, 0.85), 7, np.where(draw < np.where(low, 0.5, 0.93), 3, 1))


def _deposits(particles: _Particles, rng: np.random.Generator) -> tuple[NDArray[Any], NDArray[np.int64]]:
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
    return deposits, index
