"""Particle flow: links tracks to calorimeter clusters; energy that the tracks do not explain becomes neutrals.

Follows the steps of CMS `PFAlgo3` (tracks to electromagnetic clusters, then to hadronic ones) in floating point.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from codesign.jets.simulation.calorimeter import Calorimeter
from codesign.jets.simulation.detector import CALO_ETA_MAX, CELL

BOOL = NDArray[np.bool_]
FLOAT = NDArray[np.float64]
Array = NDArray[Any]

PHOTON_PT_MIN_GEV = 0.5
NEUTRAL_HADRON_PT_MIN_GEV = 1.0
HADRON_EXCESS_SIGMAS = 1.5
BREMSSTRAHLUNG_MAX = 0.6  # energy an electron may have lost before its track is measured, over the track's pT
MAX_INVISIBLE_PT_GEV = 10.0  # CMS PFAlgo: a track above this without calorimeter energy is dropped


class Neutrals(NamedTuple):
    """Neutral candidates: pT in GeV, direction, photon or hadron, hadronic over electromagnetic energy.

    vertex: number of the true vertex that most of the energy in the candidate's cluster comes from.
    """

    pt: FLOAT
    eta: FLOAT
    phi: FLOAT
    photon: BOOL
    hadronic_ratio: FLOAT
    vertex: Array


class ParticleFlow(NamedTuple):
    """electron, rejected: (tracks,) masks; neutrals: the neutral candidates."""

    electron: BOOL
    rejected: BOOL
    neutrals: Neutrals


def particle_flow(tracks: NDArray[Any], calorimeter: Calorimeter) -> ParticleFlow:
    """Candidates of one crossing, from its tracks and clusters."""
    electron, rejected, *neutrals = _link(
        tracks,
        calorimeter.had,
        tuple(calorimeter.em_clusters),
        tuple(calorimeter.clusters),
    )
    return ParticleFlow(electron, rejected, Neutrals(*neutrals))


@njit(cache=True)
def _cell(eta: float, phi: float) -> tuple[int, int]:
    """Row and column of the electromagnetic cell at a direction."""
    row = int((eta + CALO_ETA_MAX) / CELL)
    columns = int(np.round(2 * np.pi / CELL))
    rows = int(np.round(2 * CALO_ETA_MAX / CELL))
    return min(max(row, 0), rows - 1), int(np.floor(phi / CELL)) % columns


@njit(cache=True)
def _link(tracks: Array, had: FLOAT, em_clusters: tuple[Array, ...], clusters: tuple[Array, ...]) -> tuple[Array, ...]:
    em_label, em_pt, em_eta, em_phi, em_vertex = em_clusters
    label, cluster_pt, cluster_eta, cluster_phi, cluster_vertex = clusters
    em_count, count = len(em_pt), len(cluster_pt)
    track_em = np.full(len(tracks), -1)
    track_cluster = np.full(len(tracks), -1)
    em_track_pt, em_tracks = np.zeros(em_count), np.zeros(em_count, np.int64)
    for i in range(len(tracks)):
        row, column = _cell(tracks[i].calo_eta, tracks[i].calo_phi)
        if tracks[i].muon:
            continue
        track_em[i] = em_label[row, column]
        track_cluster[i] = label[row >> 1, column >> 1]
        if track_em[i] >= 0:
            em_track_pt[track_em[i]] += tracks[i].pt
            em_tracks[track_em[i]] += 1

    photon_pt, ratio = np.zeros(em_count), np.zeros(em_count)
    is_electron = np.zeros(em_count, np.bool_)
    explained = np.zeros(count)  # energy of each cluster that photons and electrons account for
    for k in range(em_count):
        row, column = _cell(em_eta[k], em_phi[k])
        ratio[k] = had[row >> 1, column >> 1] / max(em_pt[k], 1e-3)
        photon_pt[k], is_electron[k] = _photon_or_electron(em_pt[k], em_track_pt[k], em_tracks[k], ratio[k])
        parent = label[row >> 1, column >> 1]
        if parent >= 0:
            explained[parent] += em_pt[k] if is_electron[k] else photon_pt[k]

    electron = np.zeros(len(tracks), np.bool_)
    rejected = np.zeros(len(tracks), np.bool_)
    track_pt, has_track = np.zeros(count), np.zeros(count, np.bool_)
    for i in range(len(tracks)):
        electron[i] = track_em[i] >= 0 and is_electron[track_em[i]]
        if track_cluster[i] < 0:
            rejected[i] = tracks[i].pt > MAX_INVISIBLE_PT_GEV and not tracks[i].muon
        elif not electron[i]:
            track_pt[track_cluster[i]] += tracks[i].pt
            has_track[track_cluster[i]] = True

    pt, eta, phi = np.empty(em_count + count), np.empty(em_count + count), np.empty(em_count + count)
    photon, neutral_ratio = np.zeros(em_count + count, np.bool_), np.zeros(em_count + count)
    vertex = np.zeros(em_count + count, np.int16)
    used = 0
    for k in range(em_count):
        if photon_pt[k] > PHOTON_PT_MIN_GEV:
            pt[used], eta[used], phi[used] = photon_pt[k], em_eta[k], em_phi[k]
            photon[used], neutral_ratio[used], vertex[used] = True, ratio[k], em_vertex[k]
            used += 1
    for k in range(count):
        left = cluster_pt[k] - explained[k]
        if has_track[k]:
            left = _neutral_excess(left, track_pt[k], abs(cluster_eta[k]))
        if left > NEUTRAL_HADRON_PT_MIN_GEV:
            pt[used], eta[used], phi[used] = left, cluster_eta[k], cluster_phi[k]
            vertex[used] = cluster_vertex[k]
            used += 1
    directions = pt[:used], eta[:used], phi[:used]
    return electron, rejected, *directions, photon[:used], neutral_ratio[:used], vertex[:used]


@njit(cache=True)
def _photon_or_electron(pt: float, track_pt: float, tracks: int, ratio: float) -> tuple[float, bool]:
    """Photon pT in an electromagnetic cluster, and whether its tracks are electrons."""
    if tracks == 0:
        return (pt if ratio < 0.5 else 0.0), False
    sigma = np.sqrt((0.10 * pt) ** 2 + 0.5**2 + (0.03 * track_pt) ** 2)
    excess = pt - track_pt
    if ratio >= 0.4 or excess <= -1.5 * sigma:
        return 0.0, False
    # Bremsstrahlung lowers the track's pT but not the cluster's: the window is wider on that side.
    most = max(2 * sigma, BREMSSTRAHLUNG_MAX * track_pt)
    electron = ratio < 0.15 and pt > 2.0 and -2 * sigma < excess < most
    return (excess if excess > 2 * sigma else 0.0), electron


@njit(cache=True)
def _neutral_excess(energy: float, track_pt: float, abs_eta: float) -> float:
    """Energy above what the tracks explain, 0 if compatible. Resolution: CMS l1ctLayer1_cff calorimeter parameters."""
    if abs_eta < 0.7:
        sigma = 0.12 * track_pt + 2.909
    elif abs_eta < 1.2:
        sigma = 0.12 * track_pt + 2.864
    else:
        sigma = 0.13 * track_pt + 1.8
    return energy - track_pt if energy - track_pt > HADRON_EXCESS_SIGMAS * sigma else 0.0
