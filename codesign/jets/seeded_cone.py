"""The seeded-cone jet finder of the Level-1 correlator, in the integers of its firmware.

Reproduces CMSSW `L1Trigger/Phase2L1ParticleFlow/src/jetmet/L1SeedConePFJetEmulator.cc`: the hardest candidate left is
the seed, candidates within the cone make the jet, and its axis is the seed moved once by the pT-weighted offsets.
pT in 0.25 GeV, angles in pi/720.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from codesign.jets.words import ANGLE_LSB, HALF_TURN, SLOTS

INT = NDArray[np.int64]

PT_BITS = 14
PT_MAX = (1 << PT_BITS) - 1  # pt_t saturates
PT_FRACTION = 2  # fraction bits of pt_t
INVERSE_BITS, INVERSE_FRACTION = 18, 20  # inv_pt_t = ap_ufixed<18, -2>
INVERSE_ENTRIES = 1024
PRODUCT_BITS = 22  # pt_etaphi_t = ap_fixed<22, 22>
RADIUS2_STEP = 32  # rCone2_ is ap_fixed<18, 23>: a multiple of 32, truncated


class ConeJets(NamedTuple):
    """Jets by event and by order of finding. `members` (jets, 16): indices of the hardest candidates, -1 if empty.

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


def inverse_table() -> INT:
    """1/pT of the firmware, in units of 2^-20 / GeV, indexed by the ten bits below the leading one of pT."""
    pt = (1 << (PT_BITS - 1)) + (np.arange(INVERSE_ENTRIES) << 3)
    gev = (pt / (1 << PT_FRACTION)).astype(np.float32)
    return np.floor((np.float32(1) / gev).astype(np.float64) * (1 << INVERSE_FRACTION)).astype(np.int64)


def radius2_steps(radius: float) -> int:
    """The squared cone size as the firmware holds it: 8384 for R = 0.4, 33600 for R = 0.8."""
    return int((radius / ANGLE_LSB) ** 2) // RADIUS2_STEP * RADIUS2_STEP


def seeded_cone(
    candidates: NDArray[Any], offsets: INT, radius: float, max_jets: int, pt_min: int, eta_max: int
) -> ConeJets:
    """Jets of each event with pT >= pt_min and |eta| <= eta_max, among the `max_jets` first found.

    `candidates`: CANDIDATE records, each event's by falling pT; `offsets` (events + 1,) delimits the events.
    """
    limits = (radius2_steps(radius), max_jets, pt_min, eta_max)
    return ConeJets(*_all_events(candidates, offsets, limits, inverse_table()))


@njit(cache=True)
def wrap(phi):
    """An angle or a difference of angles in [-720, 720)."""
    return (phi + HALF_TURN) % (2 * HALF_TURN) - HALF_TURN


@njit(cache=True)
def invert(pt, table):
    """1/pT by shift and look-up, as `invert_with_shift`: the result wraps to 18 bits (below 4 GeV)."""
    shift = 0
    while pt << shift < 1 << (PT_BITS - 1):
        shift += 1
    index = ((pt << shift) >> 3) & (INVERSE_ENTRIES - 1)
    return (table[index] << shift) & ((1 << INVERSE_BITS) - 1)


@njit(cache=True)
def _signed(value, bits):
    """The low `bits` of a number, read as signed."""
    half = 1 << (bits - 1)
    return (value + half) % (2 * half) - half


@njit(cache=True)
def axis(pt, eta, phi, members, count, seed, table):
    """pT, eta and phi of a jet: the seed's direction plus the pT-weighted mean offset of its members."""
    total, sum_eta, sum_phi = 0, 0, 0
    for k in range(count):
        i = members[k]
        total = min(total + pt[i], PT_MAX)
        # The products drop their two fraction bits, towards minus infinity, before they are summed.
        sum_eta += (pt[i] * (eta[i] - eta[seed])) >> PT_FRACTION
        sum_phi += (pt[i] * wrap(phi[i] - phi[seed])) >> PT_FRACTION
    inverse = invert(total, table)
    shift_eta = (_signed(sum_eta, PRODUCT_BITS) * inverse) >> INVERSE_FRACTION
    shift_phi = (_signed(sum_phi, PRODUCT_BITS) * inverse) >> INVERSE_FRACTION
    return total, _signed(eta[seed] + shift_eta, 12), wrap(phi[seed] + shift_phi)


@njit(cache=True)
def _mass_gev(pt, eta, phi, members, count):
    px, py, pz, energy = 0.0, 0.0, 0.0, 0.0
    for k in range(count):
        i = members[k]
        gev = pt[i] / (1 << PT_FRACTION)
        px += gev * np.cos(phi[i] * ANGLE_LSB)
        py += gev * np.sin(phi[i] * ANGLE_LSB)
        pz += gev * np.sinh(eta[i] * ANGLE_LSB)
        energy += gev * np.cosh(eta[i] * ANGLE_LSB)
    return np.sqrt(max(energy**2 - px**2 - py**2 - pz**2, 0.0))


@njit(cache=True)
def _all_events(candidates, offsets, limits, table):
    radius2, max_jets, pt_min, eta_max = limits
    events = len(offsets) - 1
    most = events * max_jets
    table_of_jets = np.zeros((6, most), np.int64)
    mass = np.zeros(most)
    members = np.full((most, SLOTS), -1)
    jets = 0
    for event in range(events):
        first = offsets[event]
        found = candidates[first : offsets[event + 1]]
        count = len(found)
        pt = np.empty(count, np.int64)
        eta = np.empty(count, np.int64)
        phi = np.empty(count, np.int64)
        for i in range(count):
            pt[i], eta[i], phi[i] = found[i].pt, found[i].eta, found[i].phi
        left = np.ones(count, np.bool_)
        inside = np.empty(count, np.int64)
        seed = 0
        for rank in range(max_jets):
            while seed < count and not left[seed]:
                seed += 1
            if seed == count:
                break
            size = 0
            for i in range(seed, count):
                deta, dphi = eta[i] - eta[seed], wrap(phi[i] - phi[seed])
                if left[i] and deta * deta + dphi * dphi < radius2:
                    inside[size] = i
                    size += 1
                    left[i] = False
            jet_pt, jet_eta, jet_phi = axis(pt, eta, phi, inside, size, seed, table)
            if jet_pt < pt_min or abs(jet_eta) > eta_max:
                continue
            values = (event, rank, jet_pt, jet_eta, jet_phi, size)
            for k in range(6):
                table_of_jets[k, jets] = values[k]
            mass[jets] = _mass_gev(pt, eta, phi, inside, size)
            for k in range(min(size, SLOTS)):
                members[jets, k] = first + inside[k]
            jets += 1
    event, rank, jet_pt, jet_eta, jet_phi, size = table_of_jets[:, :jets]
    return event, rank, jet_pt, jet_eta, jet_phi, size, mass[:jets], members[:jets]
