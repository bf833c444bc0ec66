"""Labels and regression targets of jets, by matching them to the generated collision.

Rules of CMS TrainTagger `_split_flavor`: a prompt lepton or visible tau above 5 GeV within 0.2 of the jet wins;
otherwise the nearest generator jet within 0.4 (0.6 for wide jets) gives the hadron and parton flavour.
"""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from codesign.jets.classes import CLASSES, UNLABELLED
from codesign.jets.seeded_cone import ConeJets
from codesign.jets.simulation.gen_jets import GenJets
from codesign.jets.simulation.truth import Truth
from codesign.jets.words import ANGLE_LSB, PT_LSB_GEV

MATCH_RADIUS, LEPTON_RADIUS, WIDE_MATCH_RADIUS, CONTAINED_RADIUS = 0.4, 0.2, 0.6, 0.8
GEN_SHARE_MIN = 0.1  # a jet must carry this share of the generator jet's pT to be matched to it
RATIO_RANGE = (0.3, 2.0)
LABEL = {name: CLASSES.index(name) for name in CLASSES}
QCD, TOP = 0, 6

Array = NDArray[Any]
Scalars = dict[str, Array]


def label_jets(jets: ConeJets, gen: GenJets, truth: Truth) -> Scalars:
    """Per-jet arrays (jets,) of the R = 0.4 jets: labels, targets and flavours; 0 where nothing matches."""
    pt, eta, phi = _physical(jets)
    match = _nearest(jets.event, pt, eta, phi, gen.offsets, gen.pt, gen.eta, gen.phi, MATCH_RADIUS, GEN_SHARE_MIN)
    lepton = _nearest_lepton(jets.event, eta, phi, truth.lepton_offsets, truth.leptons, LEPTON_RADIUS)
    matched, has_lepton = match >= 0, lepton >= 0
    gen_pt, gen_mass = _taken(gen.pt, match), _taken(gen.mass, match)
    hadron_flavour, parton_flavour = _taken(gen.hadron_flavour, match), _taken(gen.parton_flavour, match)
    kind, charge = _taken(truth.leptons["id"], lepton), _taken(truth.leptons["charge"], lepton)
    visible_pt = _taken(truth.leptons["pt"], lepton)
    parton = np.abs(parton_flavour)
    label = np.select(
        [
            ~matched,
            kind == 13,
            kind == 11,
            (kind == 15) & (charge > 0),
            kind == 15,
            hadron_flavour == 5,
            hadron_flavour == 4,
            parton <= 3,
            parton == 21,
        ],
        [
            LABEL[name]
            for name in ("pileup", "muon", "electron", "tau_plus", "tau_minus", "b", "charm", "light", "gluon")
        ],
        UNLABELLED,
    )
    target = np.where(has_lepton & matched, visible_pt, gen_pt)
    return {
        "label": label.astype(np.int8),
        "gen_pt_gev": gen_pt.astype(np.float32),
        "gen_mass_gev": gen_mass.astype(np.float32),
        "lepton_visible_pt_gev": visible_pt.astype(np.float32),
        "target_pt_ratio": np.where(target > 0, np.clip(target / pt, *RATIO_RANGE), 0).astype(np.float32),
        "hadron_flavour": hadron_flavour.astype(np.int8),
        "parton_flavour": parton_flavour.astype(np.int8),
    }


def label_wide_jets(jets: ConeJets, gen: GenJets, truth: Truth) -> Scalars:
    """Per-jet arrays (jets,) of the R = 0.8 jets; the generator's pT and mass are 0 where no generator jet matches.

    The label is the PDG number of a resonance whose quarks are all within 0.8 (a top before others), 0 for QCD,
    -1 where only some of the quarks are, or where a prompt lepton or tau in the jet rules out QCD.
    """
    pt, eta, phi = _physical(jets)
    match = _nearest(jets.event, pt, eta, phi, gen.offsets, gen.pt, gen.eta, gen.phi, WIDE_MATCH_RADIUS, 0.0)
    label, mass = _contained(jets.event, eta, phi, truth.resonance_offsets, truth.resonances)
    lepton = _nearest_lepton(jets.event, eta, phi, truth.lepton_offsets, truth.leptons, CONTAINED_RADIUS)
    label[(label == QCD) & (lepton >= 0)] = UNLABELLED
    return {
        "label": label.astype(np.int8),
        "gen_pt_gev": _taken(gen.pt, match).astype(np.float32),
        "gen_mass_gev": _taken(gen.mass, match).astype(np.float32),
        "resonance_mass_gev": mass.astype(np.float32),
        "b_hadrons": _taken(gen.b_hadrons, match).astype(np.int8),
        "c_hadrons": _taken(gen.c_hadrons, match).astype(np.int8),
    }


def _physical(jets: ConeJets) -> tuple[Array, Array, Array]:
    return jets.pt * PT_LSB_GEV, jets.eta * ANGLE_LSB, jets.phi * ANGLE_LSB


def _taken(values: NDArray[Any], index: NDArray[np.int64]) -> NDArray[Any]:
    """values[index], 0 where the index is -1."""
    padded = np.concatenate([values, np.zeros(1, values.dtype)])
    return np.asarray(padded[index])


@njit(cache=True)
def _distance2(eta: float, phi: float, other_eta: float, other_phi: float) -> float:
    dphi = (phi - other_phi + np.pi) % (2 * np.pi) - np.pi
    return (eta - other_eta) ** 2 + dphi**2


@njit(cache=True)
def _nearest(
    event: Array,
    pt: Array,
    eta: Array,
    phi: Array,
    offsets: Array,
    gen_pt: Array,
    gen_eta: Array,
    gen_phi: Array,
    radius: float,
    share_min: float,
) -> Array:
    """Index of the nearest generator jet of the same event within `radius`, or -1."""
    match = np.full(len(event), -1)
    for i in range(len(event)):
        best = radius**2
        for k in range(offsets[event[i]], offsets[event[i] + 1]):
            distance2 = _distance2(eta[i], phi[i], gen_eta[k], gen_phi[k])
            if distance2 < best and pt[i] > share_min * gen_pt[k]:
                best = distance2
                match[i] = k
    return match


@njit(cache=True)
def _nearest_lepton(event: Array, eta: Array, phi: Array, offsets: Array, leptons: Array, radius: float) -> Array:
    """Index of the nearest lepton or tau of the same event within `radius`, or -1."""
    match = np.full(len(event), -1)
    for i in range(len(event)):
        best = radius**2
        for k in range(offsets[event[i]], offsets[event[i] + 1]):
            distance2 = _distance2(eta[i], phi[i], leptons[k].eta, leptons[k].phi)
            if distance2 < best:
                best = distance2
                match[i] = k
    return match


@njit(cache=True)
def _contained(event: Array, eta: Array, phi: Array, offsets: Array, resonances: Array) -> tuple[Array, Array]:
    """Label and mass in GeV of the resonance contained in each wide jet."""
    label, mass = np.zeros(len(event), np.int64), np.zeros(len(event))
    for i in range(len(event)):
        for k in range(offsets[event[i]], offsets[event[i] + 1]):
            resonance = resonances[k]
            inside = 0
            for q in range(resonance.quarks):
                if _distance2(eta[i], phi[i], resonance.eta[q], resonance.phi[q]) < CONTAINED_RADIUS**2:
                    inside += 1
            if inside == resonance.quarks:
                if label[i] != TOP:
                    label[i] = resonance.id
                    mass[i] = resonance.mass
            elif inside > 0 and label[i] == QCD:
                label[i] = UNLABELLED
    return label, mass
