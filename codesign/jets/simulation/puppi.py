"""Primary vertex and PUPPI: which candidates come from the hard collision, and with what weight.

The weight of a neutral is a sigmoid of its pT and of the primary-vertex tracks around it (Bertolini et al.,
arXiv:1407.6013). Constants: CMS `l1ctLayer1_cff`, by region: barrel, endcap below |eta| 2, endcap above.
"""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from codesign.jets.simulation.particle_flow import ParticleFlow
from codesign.jets.words import ANGLE_LSB, FIELDS, HALF_TURN, PT_LSB_GEV, Z0_LSB_CM

Array = NDArray[Any]

CANDIDATE = np.dtype([(name, "i4") for name in (*FIELDS, "vertex")])
"""A PUPPI candidate in hardware integers, the fields of `codesign.jets.words`, and the number of its true vertex."""

NEUTRAL_HADRON, PHOTON, HADRON, ELECTRON, MUON = 0, 1, 2, 4, 6  # charged: + 1 for positive charge
ETA_MAX = 2.5
PER_REGION, PER_EVENT = 18, 128  # CMS correlator: maximum number of candidates per region and per event
REGIONS_ETA, REGIONS_PHI = 10, 9
PT_MAX = (1 << 14) - 1
DXY_LSB = 1 / 64  # of sqrt(cm)
DXY_MAX = 255
Z0_MAX = 511
WEIGHT_ONE = 256

# FastHisto vertexing of CMS: 256 bins of 0.12 cm over +-15.36 cm, tracks saturate at 50 GeV.
VERTEX_BINS, VERTEX_BIN_CM, TRACK_PT_CAP_GEV = 256, 0.12, 50.0

EDGES = (1.5, 2.0)
DZ_MAX_CM = (0.5, 1.33, 1.33)
DR2_MAX = 0.09
DR_MIN = (0.07, 0.04, 0.04)
ALPHA_SLOPE = (0.7, 1.5, 1.5)
ALPHA_ZERO = (6.0, 6.0, 6.0)
ALPHA_CROP = (4.0, 3.0, 3.0)
# (hadron, photon)
PT_SLOPE = ((0.3, 0.3), (0.3, 0.4), (0.3, 0.4))
PT_ZERO = ((4.0, 2.5), (5.0, 3.0), (7.0, 4.0))
PRIOR = ((5.0, 1.0), (5.0, 1.5), (5.0, 1.5))
PT_CUT_GEV = (1.0, 1.0, 2.0)


def candidates(tracks: NDArray[Any], flow: ParticleFlow) -> NDArray[Any]:
    """PUPPI candidates (CANDIDATE records) of one crossing, by falling pT, truncated as in the correlator."""
    vertex_z = primary_vertex_cm(tracks, flow.rejected)
    charged, primary = _charged(tracks, flow.electron, flow.rejected, vertex_z)
    neutrals = flow.neutrals
    weight = _weights(neutrals.pt, neutrals.eta, neutrals.phi, neutrals.photon, tracks[primary])
    return _truncate(np.concatenate([charged, _neutral(*neutrals, weight)]))


@njit(cache=True)
def primary_vertex_cm(tracks: Array, rejected: Array) -> float:
    """z of the three adjacent histogram bins with the largest sum of track pT (CMS FastHisto)."""
    histogram = np.zeros(VERTEX_BINS + 2)  # an empty bin on either side
    for i in range(len(tracks)):
        if not rejected[i]:
            z_bin = int(np.floor(tracks[i].z0 / VERTEX_BIN_CM)) + VERTEX_BINS // 2
            histogram[min(max(z_bin, 0), VERTEX_BINS - 1) + 1] += min(tracks[i].pt, TRACK_PT_CAP_GEV)
    best = np.argmax(histogram[:-2] + histogram[1:-1] + histogram[2:])
    return float((best + 0.5 - VERTEX_BINS // 2) * VERTEX_BIN_CM)


@njit(cache=True)
def _region(eta: float) -> int:
    return 0 if abs(eta) < EDGES[0] else (1 if abs(eta) < EDGES[1] else 2)


@njit(cache=True)
def _hardware_phi(phi: float) -> int:
    """Hardware phi in [-720, 720)."""
    return (int(np.round(phi / ANGLE_LSB)) + HALF_TURN) % (2 * HALF_TURN) - HALF_TURN


@njit(cache=True)
def _charged(tracks: Array, electron: Array, rejected: Array, vertex_z: float) -> tuple[Array, Array]:
    """Candidates from the primary vertex's tracks and all muons, and (tracks,) which tracks are from the vertex."""
    found = np.zeros(len(tracks), CANDIDATE)
    primary = np.zeros(len(tracks), np.bool_)
    used = 0
    for i in range(len(tracks)):
        track = tracks[i]
        primary[i] = not rejected[i] and abs(track.z0 - vertex_z) <= DZ_MAX_CM[_region(track.eta)]
        if rejected[i] or not (primary[i] or track.muon):
            continue
        kind = MUON if track.muon else (ELECTRON if electron[i] else HADRON)
        found[used].pt = min(int(np.round(track.pt / PT_LSB_GEV)), PT_MAX)
        found[used].eta = int(np.round(track.eta / ANGLE_LSB))
        found[used].phi = _hardware_phi(track.phi)
        found[used].id = kind + (1 if track.charge > 0 else 0)
        found[used].z0 = min(max(int(np.round(track.z0 / Z0_LSB_CM)), -Z0_MAX - 1), Z0_MAX)
        found[used].dxy = min(int(np.round(np.sqrt(abs(track.d0)) / DXY_LSB)), DXY_MAX)
        found[used].quality = track.quality
        found[used].vertex = track.vertex
        used += 1
    return found[:used], primary


@njit(cache=True)
def _neutral(
    pt: Array, eta: Array, phi: Array, photon: Array, hadronic_ratio: Array, vertex: Array, weight: Array
) -> Array:
    """Candidates from the neutrals that pass the cut on weighted pT."""
    found = np.zeros(len(pt), CANDIDATE)
    used = 0
    for i in range(len(pt)):
        steps = int(np.round(weight[i] * WEIGHT_ONE))
        weighted = pt[i] * steps / WEIGHT_ONE
        if abs(eta[i]) >= ETA_MAX or weighted < PT_CUT_GEV[_region(eta[i])]:
            continue
        found[used].pt = min(int(np.round(weighted / PT_LSB_GEV)), PT_MAX)
        found[used].eta = int(np.round(eta[i] / ANGLE_LSB))
        found[used].phi = _hardware_phi(phi[i])
        found[used].id = PHOTON if photon[i] else NEUTRAL_HADRON
        found[used].puppi_weight = steps
        found[used].emid = 0 if not photon[i] else (7 if hadronic_ratio[i] < 0.1 else 2)
        found[used].vertex = vertex[i]
        used += 1
    return found[:used]


@njit(cache=True)
def _weights(pt: Array, eta: Array, phi: Array, photon: Array, tracks: Array) -> Array:
    """PUPPI weight of each neutral candidate, 0 to 1, from its pT and the primary tracks within 0.3."""
    weights = np.zeros(len(pt))
    for i in range(len(pt)):
        region, kind = _region(eta[i]), 1 if photon[i] else 0
        near = 0.0
        for track in tracks:
            deta = eta[i] - track.calo_eta
            dphi = (phi[i] - track.calo_phi + np.pi) % (2 * np.pi) - np.pi
            dr2 = deta * deta + dphi * dphi
            if dr2 < DR2_MAX:
                near += min(track.pt, TRACK_PT_CAP_GEV) ** 2 / max(dr2, DR_MIN[region] ** 2)
        alpha = ALPHA_SLOPE[region] * (np.log(max(near, 1e-9)) - ALPHA_ZERO[region])
        alpha = min(max(alpha, -ALPHA_CROP[region]), ALPHA_CROP[region])
        score = alpha + PT_SLOPE[region][kind] * (pt[i] - PT_ZERO[region][kind]) - PRIOR[region][kind]
        weights[i] = 1 / (1 + np.exp(-min(max(score, -40.0), 40.0)))
    return weights


@njit(cache=True)
def _truncate(found: Array) -> Array:
    """The 18 hardest candidates of each region, then the 128 hardest of the event, by falling pT; ties keep order."""
    kept = np.empty(PER_EVENT, np.int64)
    in_region = np.zeros((REGIONS_ETA, REGIONS_PHI), np.int64)
    used = 0
    for i in np.argsort(-found["pt"], kind="mergesort"):
        eta = int((found[i].eta * ANGLE_LSB + ETA_MAX) * REGIONS_ETA / (2 * ETA_MAX))
        eta = min(max(eta, 0), REGIONS_ETA - 1)
        phi = (found[i].phi + HALF_TURN) * REGIONS_PHI // (2 * HALF_TURN)
        if found[i].pt > 0 and used < PER_EVENT and in_region[eta, phi] < PER_REGION:
            in_region[eta, phi] += 1
            kept[used] = i
            used += 1
    return found[kept[:used]]
