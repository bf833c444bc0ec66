"""What really happened in a simulated collision: prompt leptons, taus and boosted resonances.

Walks through Pythia's event record, entry by entry. Generator jets and their flavour are in `gen_jets`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from codesign.jets.simulation.generator import Events

Array = NDArray[Any]

LEPTON_PT_MIN_GEV = 5.0  # CMS TrainTagger: leptons and taus above 5 GeV take part in the labels
RESONANCE_PT_MIN_GEV = 50.0

LEPTON = np.dtype([("event", "i8"), ("id", "i4"), ("charge", "i4"), ("pt", "f8"), ("eta", "f8"), ("phi", "f8")])
"""A prompt electron or muon (id 11, 13) or the visible part of a hadronic tau (id 15). pT in GeV."""

RESONANCE = np.dtype(
    [("event", "i8"), ("id", "i4"), ("mass", "f8"), ("quarks", "i4"), ("eta", "f8", (3,)), ("phi", "f8", (3,))]
)
"""A top, W, Z or H decaying to quarks only: mass in GeV, number of quarks (2 or 3), directions of the quarks."""


@dataclass(frozen=True)
class Truth:
    """Records of a batch, ordered by event; `..._offsets` (events + 1,) delimit the events."""

    leptons: NDArray[Any]
    lepton_offsets: NDArray[np.int64]
    resonances: NDArray[Any]
    resonance_offsets: NDArray[np.int64]


def truth_of(events: Events) -> Truth:
    """Prompt leptons above 5 GeV, hadronic taus by their visible momentum, hadronic resonances above 50 GeV."""
    leptons, lepton_counts = _leptons(
        events.offsets,
        events.id,
        events.status,
        events.mother1,
        events.daughter1,
        events.daughter2,
        events.px,
        events.py,
        events.pz,
    )
    resonances, resonance_counts = _resonances(
        events.offsets,
        events.id,
        events.status,
        events.daughter1,
        events.daughter2,
        events.px,
        events.py,
        events.pz,
        events.energy,
        events.eta,
        events.phi,
    )
    return Truth(leptons, _offsets(lepton_counts), resonances, _offsets(resonance_counts))


def _offsets(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


@njit(cache=True)
def _is_neutrino(identity: int) -> bool:
    return abs(identity) in (12, 14, 16)


@njit(cache=True)
def _is_prompt(index: int, first: int, identity: Array, status: Array, mother: Array) -> bool:
    """True unless a hadron decay or a photon is among the ancestors; above a tau only hadron decays count."""
    ancestor = mother[index]
    while ancestor > first:
        kind = abs(identity[ancestor])
        # |status| above 80: made in hadronisation or decay, so not one of the beam protons.
        if kind == 22 or (100 < kind < 1000000 and abs(status[ancestor]) > 80):
            return False
        if kind == 15:
            return _is_prompt_tau(ancestor, first, identity, status, mother)
        if mother[ancestor] == ancestor:
            break
        ancestor = mother[ancestor]
    return True


@njit(cache=True)
def _is_prompt_tau(index: int, first: int, identity: Array, status: Array, mother: Array) -> bool:
    ancestor = mother[index]
    while ancestor > first:
        kind = abs(identity[ancestor])
        if 100 < kind < 1000000 and abs(status[ancestor]) > 80:
            return False
        if mother[ancestor] == ancestor:
            break
        ancestor = mother[ancestor]
    return True


@njit(cache=True)
def _tau_above(index: int, first: int, identity: Array, mother: Array) -> int:
    """The decaying tau above a particle, or -1."""
    ancestor = int(mother[index])
    while ancestor > first:
        if abs(identity[ancestor]) == 15:
            return ancestor
        if mother[ancestor] == ancestor:
            return -1
        ancestor = int(mother[ancestor])
    return -1


@njit(cache=True)
def _leptons(
    offsets: Array,
    identity: Array,
    status: Array,
    mother: Array,
    daughter1: Array,
    daughter2: Array,
    px: Array,
    py: Array,
    pz: Array,
) -> tuple[Array, Array]:
    events = len(offsets) - 1
    found = np.zeros(256 + 8 * events, LEPTON)
    counts = np.zeros(events, np.int64)
    used = 0
    for event in range(events):
        first, last = offsets[event], offsets[event + 1]
        begin = used
        for i in range(first, last):
            kind = abs(identity[i])
            if used + 1 >= len(found):
                found = np.concatenate((found, np.zeros(len(found), LEPTON)))
            if kind == 15 and status[i] < 0 and abs(identity[daughter1[i]]) != 15 and abs(identity[daughter2[i]]) != 15:
                x, y, z, hadronic = _visible_tau(i, first, last, identity, status, mother, px, py, pz)
                prompt = hadronic and _is_prompt_tau(i, first, identity, status, mother)
            elif (kind == 11 or kind == 13) and status[i] > 0:
                x, y, z = px[i], py[i], pz[i]
                prompt = x * x + y * y > LEPTON_PT_MIN_GEV**2 and _is_prompt(i, first, identity, status, mother)
            else:
                continue
            pt = np.sqrt(x * x + y * y)
            if prompt and pt > LEPTON_PT_MIN_GEV:
                found[used].event = event
                found[used].id = kind
                found[used].charge = -1 if identity[i] > 0 else 1
                found[used].pt = pt
                found[used].eta = np.arcsinh(z / pt)
                found[used].phi = np.arctan2(y, x)
                used += 1
        counts[event] = used - begin
    return found[:used], counts


@njit(cache=True)
def _visible_tau(
    tau: int, first: int, last: int, identity: Array, status: Array, mother: Array, px: Array, py: Array, pz: Array
) -> tuple[float, float, float, bool]:
    """Momentum of the tau's visible decay products, and whether it decayed to hadrons."""
    x, y, z, hadronic = 0.0, 0.0, 0.0, True
    for i in range(tau + 1, last):
        if status[i] <= 0 or _tau_above(i, first, identity, mother) != tau:
            continue
        kind = abs(identity[i])
        if mother[i] == tau and (kind == 11 or kind == 13):
            hadronic = False
        if not _is_neutrino(kind):
            x += px[i]
            y += py[i]
            z += pz[i]
    return x, y, z, hadronic


@njit(cache=True)
def _last_copy(index: int, identity: Array, daughter: Array) -> int:
    while identity[daughter[index]] == identity[index] and daughter[index] != index:
        index = int(daughter[index])
    return index


@njit(cache=True)
def _resonances(
    offsets: Array,
    identity: Array,
    status: Array,
    daughter1: Array,
    daughter2: Array,
    px: Array,
    py: Array,
    pz: Array,
    energy: Array,
    eta: Array,
    phi: Array,
) -> tuple[Array, Array]:
    events = len(offsets) - 1
    found = np.zeros(64 + 8 * events, RESONANCE)
    counts = np.zeros(events, np.int64)
    used = 0
    for event in range(events):
        begin = used
        for i in range(offsets[event], offsets[event + 1]):
            kind = abs(identity[i])
            first, second = daughter1[i], daughter2[i]
            if kind not in (6, 23, 24, 25) or status[i] >= 0 or first == second:
                continue
            if identity[first] == identity[i] or identity[second] == identity[i]:
                continue
            if px[i] ** 2 + py[i] ** 2 < RESONANCE_PT_MIN_GEV**2:
                continue
            third = -1
            if kind == 6:
                boson, third = (first, second) if abs(identity[first]) == 24 else (second, first)
                boson = _last_copy(boson, identity, daughter1)
                first, second = daughter1[boson], daughter2[boson]
            if abs(identity[first]) > 5 or abs(identity[second]) > 5:
                continue
            if used >= len(found):
                found = np.concatenate((found, np.zeros(len(found), RESONANCE)))
            found[used].event = event
            found[used].id = kind
            mass2 = energy[i] ** 2 - px[i] ** 2 - py[i] ** 2 - pz[i] ** 2
            found[used].mass = np.sqrt(max(mass2, 0.0))
            found[used].quarks = 3 if third >= 0 else 2
            for k, quark in enumerate((first, second, third)):
                if quark >= 0:
                    found[used].eta[k] = eta[quark]
                    found[used].phi[k] = phi[quark]
            used += 1
        counts[event] = used - begin
    return found[:used], counts
