"""Primary vertex and PUPPI: which candidates come from the hard collision, and with what weight.

The weight of a neutral is a sigmoid of its pT and of the primary-vertex tracks around it (Bertolini et al.,
arXiv:1407.6013). Constants: CMS `l1ctLayer1_cff`, by region: barrel, endcap below |eta| 2, endcap above.
"""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from codesign.jets.particle_flow import Neutrals, ParticleFlow
from codesign.jets.words import ANGLE_LSB, HALF_TURN, PT_LSB_GEV, Z0_LSB_CM

CANDIDATE = np.dtype(
    [(name, "i4") for name in ("pt", "eta", "phi", "id", "z0", "dxy", "quality", "puppi_weight", "emid")]
)
"""A PUPPI candidate in hardware integers, the fields of `codesign.jets.words`."""

NEUTRAL_HADRON, PHOTON, HADRON, ELECTRON, MUON = 0, 1, 2, 4, 6  # charged: + 1 for positive charge
ETA_MAX = 2.5
PER_REGION, PER_EVENT = 18, 128  # CMS correlator: candidates of a region, of the event
REGIONS_ETA, REGIONS_PHI = 10, 9
PT_MAX = (1 << 14) - 1
DXY_LSB = 1 / 64  # of sqrt(cm)
DXY_MAX = 255

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


def primary_vertex_cm(tracks: NDArray[Any], usable: NDArray[np.bool_]) -> float:
    """z of the three adjacent histogram bins with the largest sum of track pT (CMS FastHisto)."""
    bins = np.clip(((tracks["z0"] / VERTEX_BIN_CM) + VERTEX_BINS // 2).astype(np.int64), 0, VERTEX_BINS - 1)
    weights = np.minimum(tracks["pt"], TRACK_PT_CAP_GEV) * usable
    histogram = np.bincount(bins, weights, VERTEX_BINS)
    window = histogram.copy()
    window[1:] += histogram[:-1]
    window[:-1] += histogram[1:]
    return (float(np.argmax(window)) + 0.5 - VERTEX_BINS // 2) * VERTEX_BIN_CM


def candidates(tracks: NDArray[Any], flow: ParticleFlow) -> NDArray[Any]:
    """PUPPI candidates (CANDIDATE records) of one crossing, by falling pT, cut as the correlator cuts them."""
    vertex_z = primary_vertex_cm(tracks, ~flow.rejected)
    region = np.digitize(np.abs(tracks["eta"]), EDGES)
    near = np.abs(tracks["z0"] - vertex_z) <= np.take(DZ_MAX_CM, region)
    primary = near & ~flow.rejected
    kept = primary | (tracks["muon"] & ~flow.rejected)
    charged = _charged(tracks[kept], flow.electron[kept])
    neutral = _neutral(flow.neutrals, tracks[primary])
    return _truncate(np.concatenate([charged, neutral]))


def _charged(tracks: NDArray[Any], electron: NDArray[np.bool_]) -> NDArray[Any]:
    found = np.zeros(len(tracks), CANDIDATE)
    kind = np.where(tracks["muon"], MUON, np.where(electron, ELECTRON, HADRON))
    found["pt"] = np.minimum(np.round(tracks["pt"] / PT_LSB_GEV), PT_MAX)
    found["eta"] = np.round(tracks["eta"] / ANGLE_LSB)
    found["phi"] = _hardware_phi(tracks["phi"])
    found["id"] = kind + (tracks["charge"] > 0)
    found["z0"] = np.clip(np.round(tracks["z0"] / Z0_LSB_CM), -512, 511)
    found["dxy"] = np.minimum(np.round(np.sqrt(np.abs(tracks["d0"])) / DXY_LSB), DXY_MAX)
    found["quality"] = tracks["quality"]
    return found


def _neutral(neutrals: Neutrals, primary: NDArray[Any]) -> NDArray[Any]:
    weight = _weights(neutrals.pt, neutrals.eta, neutrals.phi, neutrals.photon, primary)
    weight = np.round(weight * 256)
    pt = neutrals.pt * weight / 256
    region = np.digitize(np.abs(neutrals.eta), EDGES)
    kept = (np.abs(neutrals.eta) < ETA_MAX) & (pt >= np.take(PT_CUT_GEV, region))
    found = np.zeros(np.count_nonzero(kept), CANDIDATE)
    photon = neutrals.photon[kept]
    found["pt"] = np.minimum(np.round(pt[kept] / PT_LSB_GEV), PT_MAX)
    found["eta"] = np.round(neutrals.eta[kept] / ANGLE_LSB)
    found["phi"] = _hardware_phi(neutrals.phi[kept])
    found["id"] = np.where(photon, PHOTON, NEUTRAL_HADRON)
    found["puppi_weight"] = weight[kept]
    found["emid"] = np.where(photon, np.where(neutrals.hadronic_ratio[kept] < 0.1, 7, 2), 0)
    return found


def _hardware_phi(phi: NDArray[Any]) -> NDArray[np.int64]:
    """Hardware phi in [-720, 720)."""
    steps = np.round(phi / ANGLE_LSB).astype(np.int64)
    return np.asarray((steps + HALF_TURN) % (2 * HALF_TURN) - HALF_TURN)


@njit(cache=True)
def _weights(pt, eta, phi, photon, tracks):
    """PUPPI weight of each neutral candidate, 0 to 1."""
    weights = np.zeros(len(pt))
    for i in range(len(pt)):
        region = 0 if abs(eta[i]) < EDGES[0] else (1 if abs(eta[i]) < EDGES[1] else 2)
        kind = 1 if photon[i] else 0
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


def _truncate(found: NDArray[Any]) -> NDArray[Any]:
    """The 18 hardest candidates of each region, then the 128 hardest of the event, by falling pT; ties keep order."""
    found = found[found["pt"] > 0]
    found = found[np.argsort(-found["pt"], kind="stable")]
    row = np.clip(((found["eta"] * ANGLE_LSB + ETA_MAX) * REGIONS_ETA / (2 * ETA_MAX)).astype(int), 0, REGIONS_ETA - 1)
    column = (found["phi"] + HALF_TURN) * REGIONS_PHI // (2 * HALF_TURN)
    region = row * REGIONS_PHI + column
    order = np.argsort(region, kind="stable")
    sorted_region = region[order]
    rank = np.arange(len(order)) - np.searchsorted(sorted_region, sorted_region)
    kept = np.zeros(len(found), bool)
    kept[order] = rank < PER_REGION
    return found[kept][:PER_EVENT]
