"""The seeded-cone jet finder of the Level-1 correlator, in the integers of its firmware.

Reproduces CMSSW `L1Trigger/Phase2L1ParticleFlow/src/jetmet/L1SeedConePFJetEmulator.cc`: the hardest candidate left is
the seed, candidates within the cone make the jet, and its axis is the seed moved once by the pT-weighted offsets.
pT in 0.25 GeV, angles in pi/720. One thing differs on purpose: the emulator leaves an axis at the seam of phi outside
[-720, 720), where the jet word and the features count angles inside, so here it is wrapped.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from codesign.jets.tables import PT_BITS, PT_FRACTION, SEEDED_CONE_INVERSE, inverse_pt
from codesign.jets.words import ANGLE_LSB, HALF_TURN, SLOTS

INT = NDArray[np.int64]
Array = NDArray[Any]

PT_MAX = (1 << PT_BITS) - 1  # pt_t saturates
INVERSE_FRACTION = int(SEEDED_CONE_INVERSE.fraction)
PRODUCT_BITS = 22  # pt_etaphi_t = ap_fixed<22, 22>
AXIS_BITS = 12  # etaphi_t, which is glbeta_t = ap_int<12> for both angles
RADIUS2_STEP = 32  # rCone2_ is ap_fixed<18, 23>: a multiple of 32, truncated
RADIUS = {"sc4": 0.4, "sc8": 0.8}  # table of a jets file -> radius of its jets
MOST_JETS = {"sc4": 16, "sc8": 6}  # table -> jets of an event, at most


class ConeJets(NamedTuple):
    """Jets by event and by order of finding. `members` (jets, listed): indices of the hardest candidates, -1 if empty.

    The others are (jets,): event, rank in the event, pT, eta, phi (hardware integers, phi in [-720, 720)), number of
    candidates and mass in GeV of all of them, taken as massless.
    """

    event: INT
    rank: INT
    pt: INT
    eta: INT
    phi: INT
    candidates: INT
    mass_gev: NDArray[np.float64]
    members: INT


def radius2_steps(radius: float) -> int:
    """The squared cone size as the firmware holds it: 8384 for R = 0.4, 33600 for R = 0.8."""
    return int((radius / ANGLE_LSB) ** 2) // RADIUS2_STEP * RADIUS2_STEP


def seeded_cone(
    candidates: Mapping[str, NDArray[Any]] | NDArray[Any],
    offsets: INT,
    radius: float,
    max_jets: int,
    pt_min: int,
    eta_max: int,
    listed: int = SLOTS,
) -> ConeJets:
    """Jets of each event with pT >= pt_min and |eta| <= eta_max, among the `max_jets` first found.

    candidates: pt, eta and phi, as records or as columns, in any order, where those of equal pT stay in order; offsets:
    (events + 1,) delimits the events; listed: maximum number of candidates listed as members of each jet.
    """
    inverses = inverse_pt(np.arange(PT_MAX + 1), SEEDED_CONE_INVERSE)
    columns = [np.asarray(candidates[name], np.int64) for name in ("pt", "eta", "phi")]
    found = []
    for event in range(len(offsets) - 1):
        first, last = offsets[event], offsets[event + 1]
        order = first + np.argsort(-columns[0][first:last], kind="stable")
        pt, eta, phi = (column[order] for column in columns)
        jets, mass, members = _event_jets(pt, eta, phi, radius2_steps(radius), max_jets, inverses, listed)
        kept = np.flatnonzero((jets[:, 0] >= pt_min) & (np.abs(jets[:, 1]) <= eta_max))
        members = np.append(order, -1)[members]  # index -1 of an empty place reads this -1
        found.append((np.full(len(kept), event), kept, *jets[kept].T, mass[kept], members[kept]))
    return ConeJets(*(np.concatenate(column) for column in zip(*found, strict=True)))


@njit(cache=True)
def wrap(phi: int) -> int:
    """An angle or a difference of angles in [-720, 720)."""
    return (phi + HALF_TURN) % (2 * HALF_TURN) - HALF_TURN


@njit(cache=True)
def _signed(value: int, bits: int) -> int:
    """The low `bits` of a number, read as signed."""
    half = 1 << (bits - 1)
    return (value + half) % (2 * half) - half


@njit(cache=True)
def _shift(weighted: int, inverse: int) -> int:
    """The weighted mean as the 12-bit integer of the emulator: converting ap_fixed to ap_int truncates towards zero."""
    product = _signed(weighted, PRODUCT_BITS) * inverse
    steps = abs(product) >> INVERSE_FRACTION
    return _signed(steps if product >= 0 else -steps, AXIS_BITS)


@njit(cache=True)
def axis(pt: INT, eta: INT, phi: INT, members: INT, seed: int, inverses: INT) -> tuple[int, int, int]:
    """pT, eta and phi of a jet: the seed's direction plus the pT-weighted mean offset of its members."""
    total, sum_eta, sum_phi = 0, 0, 0
    for i in members:
        total = min(total + pt[i], PT_MAX)
        # The products drop their two fraction bits, towards minus infinity, before they are summed.
        sum_eta += (pt[i] * (eta[i] - eta[seed])) >> PT_FRACTION
        sum_phi += (pt[i] * wrap(phi[i] - phi[seed])) >> PT_FRACTION
    eta_axis = _signed(eta[seed] + _shift(sum_eta, inverses[total]), AXIS_BITS)
    phi_axis = _signed(phi[seed] + _shift(sum_phi, inverses[total]), AXIS_BITS)
    return total, eta_axis, wrap(phi_axis)


@njit(cache=True)
def _mass_gev(pt: INT, eta: INT, phi: INT) -> float:
    gev = pt / (1 << PT_FRACTION)
    px = np.sum(gev * np.cos(phi * ANGLE_LSB))
    py = np.sum(gev * np.sin(phi * ANGLE_LSB))
    pz = np.sum(gev * np.sinh(eta * ANGLE_LSB))
    energy = np.sum(gev * np.cosh(eta * ANGLE_LSB))
    return float(np.sqrt(max(energy**2 - px**2 - py**2 - pz**2, 0.0)))


@njit(cache=True)
def _cone(pt: INT, eta: INT, phi: INT, left: Array, seed: int, radius2: int) -> Array:
    """Indices of the remaining candidates within the cone of the seed."""
    inside = np.zeros(len(pt), np.bool_)
    for i in range(seed, len(pt)):
        deta, dphi = eta[i] - eta[seed], wrap(phi[i] - phi[seed])
        inside[i] = left[i] and deta * deta + dphi * dphi < radius2
    return np.flatnonzero(inside)


@njit(cache=True)
def _event_jets(
    pt: INT, eta: INT, phi: INT, radius2: int, max_jets: int, inverses: INT, listed: int
) -> tuple[INT, NDArray[np.float64], INT]:
    """Jets of one event: (jets, 4) pT, eta, phi and number of candidates; (jets,) mass; (jets, listed) members."""
    jets = np.zeros((max_jets, 4), np.int64)
    mass = np.zeros(max_jets)
    members = np.full((max_jets, listed), -1)
    left = np.ones(len(pt), np.bool_)
    rank, seed = 0, 0
    while rank < max_jets and seed < len(pt):
        if left[seed]:
            inside = _cone(pt, eta, phi, left, seed, radius2)
            left[inside] = False
            jets[rank, 0], jets[rank, 1], jets[rank, 2] = axis(pt, eta, phi, inside, seed, inverses)
            jets[rank, 3] = len(inside)
            mass[rank] = _mass_gev(pt[inside], eta[inside], phi[inside])
            hardest = inside[:listed]
            members[rank, : len(hardest)] = hardest
            rank += 1
        seed += 1
    return jets[:rank], mass[:rank], members[:rank]
