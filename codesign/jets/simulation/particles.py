"""Stable particles on their way through the detector: where they are made and where they reach the calorimeter.

Particles are not followed step by step: each is a helix in the field, which meets the calorimeter face in closed form.
Lengths are in cm unless the name says otherwise.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codesign.jets.simulation.generator import Events

BOOL = NDArray[np.bool_]
FLOAT = NDArray[np.float64]

FIELD_T = 3.8
CALO_RADIUS_M = 1.29  # CMS ECAL barrel face
CALO_Z_M = 3.2  # CMS endcap calorimeter face
ETA_MAX = 4.0


@dataclass(frozen=True)
class Particles:
    """Stable particles of a batch. radius: distance of their origin from the beam; d0, z0: true impact parameters.

    vertex: number of the vertex where they were made, see `codesign.jets.simulation.origins`.
    """

    event: NDArray[np.int64]
    kind: NDArray[np.int64]
    charge: FLOAT
    pt: FLOAT
    eta: FLOAT
    phi: FLOAT
    radius: FLOAT
    vertex: NDArray[np.int16]
    d0: FLOAT
    z0: FLOAT
    calo_eta: FLOAT
    calo_phi: FLOAT
    reaches_calo: BOOL


def stable_particles(events: Events, vertex_z: FLOAT, vertex: NDArray[np.int16] | None = None) -> Particles:
    """Stable particles with |eta| < 4 of a batch whose events happened at `vertex_z` (events,).

    vertex: (entries,) the number of each entry's vertex; without it all are 0.
    """
    stable = np.flatnonzero((events.status > 0) & (np.abs(events.eta) < ETA_MAX))
    pt, eta, phi = events.pt[stable], events.eta[stable], events.phi[stable]
    x, y, z = (axis[stable] / 10.0 for axis in (events.x_mm, events.y_mm, events.z_mm))
    cos, sin = np.cos(phi), np.sin(phi)
    event = events.event[stable]
    # Straight-line approximation: exact enough for the |d0| << bending radius of tracks above 2 GeV.
    z0 = vertex_z[event] + z - (x * cos + y * sin) * np.sinh(eta)
    charge = events.charge[stable]
    calo_eta, calo_phi, reaches = propagate(pt, eta, phi, charge, vertex_z[event] + z)
    return Particles(
        event=event,
        kind=np.abs(events.id[stable]).astype(np.int64),
        charge=charge,
        pt=pt,
        eta=eta,
        phi=phi,
        radius=np.hypot(x, y),
        vertex=np.zeros(len(stable), np.int16) if vertex is None else vertex[stable],
        d0=x * sin - y * cos,
        z0=z0,
        calo_eta=calo_eta,
        calo_phi=calo_phi,
        reaches_calo=reaches,
    )


def propagate(pt: FLOAT, eta: FLOAT, phi: FLOAT, charge: FLOAT, z_cm: FLOAT) -> tuple[FLOAT, FLOAT, BOOL]:
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
