"""Calorimeter of one crossing: cells filled, smeared, pedestal-subtracted and clustered.

Grids are (eta, phi), phi cyclic, transverse energy in GeV: `em` in cells, `had` in towers of 2 x 2 cells.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from codesign.jets.simulation.detector import (
    CALO_ETA_MAX,
    CELL,
    CELLS_ETA,
    CELLS_PHI,
    TOWER,
    TOWERS_ETA,
    TOWERS_PHI,
    Response,
)
from codesign.jets.simulation.pileup import Overlay, pileup_deposits

FLOAT = NDArray[np.float64]
Array = NDArray[Any]
Resolution = tuple[tuple[float, float], tuple[float, float]]

BARREL_ETA_MAX = 1.5
# Thresholds (seed, cell) in GeV; they are fixed because a trigger does not know the pile-up.
EM_THRESHOLDS_GEV = (3.0, 1.0)
CALO_THRESHOLDS_GEV = (5.0, 2.0)
# Stochastic and constant terms of the energy resolution: barrel, endcap. CMS ECAL, HCAL and HGCAL test beams.
EM_RESOLUTION = ((0.04, 0.010), (0.22, 0.015))
HAD_RESOLUTION = ((1.0, 0.05), (0.75, 0.05))


class Clusters(NamedTuple):
    """Clusters of one grid. label: (eta, phi) cluster of each cell, or -1. The others are (clusters,): GeV, position.

    vertex: number of the true vertex that most of the energy comes from (`codesign.jets.simulation.origins`).
    """

    label: NDArray[np.int32]
    pt: FLOAT
    eta: FLOAT
    phi: FLOAT
    vertex: NDArray[np.int16]


class Calorimeter(NamedTuple):
    """What the trigger sees of a crossing: hadronic towers, electromagnetic clusters, and clusters of both."""

    had: FLOAT
    em_clusters: Clusters
    clusters: Clusters


def calorimeter(
    deposits: NDArray[Any], pool: Response | None, overlay: Overlay | None, rng: np.random.Generator
) -> Calorimeter:
    """Clusters of one crossing: `deposits` of the hard collision and those of the overlay (None for no pile-up)."""
    em = np.zeros((CELLS_ETA, CELLS_PHI))
    had = np.zeros((TOWERS_ETA, TOWERS_PHI))
    every = deposits if pool is None or overlay is None else np.concatenate([deposits, pileup_deposits(pool, overlay)])
    _fill(em, had, every)
    _smear(em, CELL, EM_RESOLUTION, rng)
    _smear(had, TOWER, HAD_RESOLUTION, rng)
    if overlay is not None:
        _subtract_pedestal(em)
        _subtract_pedestal(had)
    np.maximum(em, 0.0, out=em)
    np.maximum(had, 0.0, out=had)
    towers = em[::2, ::2] + em[1::2, ::2] + em[::2, 1::2] + em[1::2, 1::2] + had
    em_clusters = _cluster(em, CELL, *EM_THRESHOLDS_GEV)
    clusters = _cluster(towers, TOWER, *CALO_THRESHOLDS_GEV)
    em_vertex, vertex = _vertices(em_clusters[0], len(em_clusters[1]), clusters[0], len(clusters[1]), every)
    return Calorimeter(had, Clusters(*em_clusters, em_vertex), Clusters(*clusters, vertex))


@njit(cache=True)
def _fill(em: FLOAT, had: FLOAT, deposits: Array) -> None:
    for deposit in deposits:
        em[deposit.eta_cell, deposit.phi_cell] += deposit.em
        had[deposit.eta_cell >> 1, deposit.phi_cell >> 1] += deposit.had


@njit(cache=True)
def _vertices(em_label: Array, em_count: int, label: Array, count: int, deposits: Array) -> tuple[Array, Array]:
    """The vertex that gives most of the energy of each electromagnetic cluster, and of each cluster of towers.

    Where all pile-up together gives more than the hard collision, it is the pile-up collision that gives most.
    """
    low, high = 0, 0
    for deposit in deposits:
        low, high = min(low, deposit.vertex), max(high, deposit.vertex)
    em_energy, energy = np.zeros((em_count, high - low + 1)), np.zeros((count, high - low + 1))
    for deposit in deposits:
        cluster = em_label[deposit.eta_cell, deposit.phi_cell]
        if cluster >= 0:
            em_energy[cluster, deposit.vertex - low] += deposit.em
        cluster = label[deposit.eta_cell >> 1, deposit.phi_cell >> 1]
        if cluster >= 0:
            energy[cluster, deposit.vertex - low] += deposit.em + deposit.had
    return _largest(em_energy, low), _largest(energy, low)


@njit(cache=True)
def _largest(energy: FLOAT, low: int) -> Array:
    """The vertex of each row; column k of `energy` is for vertex low + k."""
    vertex = np.zeros(len(energy), np.int16)
    for k in range(len(energy)):
        pileup, hard = energy[k, :-low], energy[k, -low:]
        if pileup.sum() > hard.sum():
            vertex[k] = low + np.argmax(pileup)
        else:
            vertex[k] = np.argmax(hard)
    return vertex


@njit(cache=True)
def _smear(grid: FLOAT, step: float, resolution: Resolution, rng: np.random.Generator) -> None:
    """Smears the energy E of each cell that was hit by a Gaussian of width sqrt(stochastic^2 E + constant^2 E^2)."""
    rows, columns = grid.shape
    for row in range(rows):
        eta = (row + 0.5) * step - CALO_ETA_MAX
        stochastic, constant = resolution[0] if abs(eta) < BARREL_ETA_MAX else resolution[1]
        cosh = np.cosh(eta)
        for column in range(columns):
            if grid[row, column] > 0:
                energy = grid[row, column] * cosh
                sigma = np.sqrt(stochastic**2 * energy + (constant * energy) ** 2)
                grid[row, column] += sigma / cosh * rng.standard_normal()


def _subtract_pedestal(grid: FLOAT) -> None:
    """Subtracts the median of each ring of constant eta: the diffuse energy of pile-up."""
    middle = grid.shape[1] // 2
    # np.median selects by branching, which costs ten times more on noise than NumPy's vectorised sort of float32.
    ordered = np.sort(grid.astype(np.float32), axis=1)
    grid -= (ordered[:, middle - 1] + ordered[:, middle])[:, None] / 2


@njit(cache=True)
def _cluster(grid: FLOAT, step: float, seed_gev: float, cell_gev: float) -> tuple[Array, FLOAT, FLOAT, FLOAT]:
    """3 x 3 clusters around local maxima above `seed_gev`; a cell goes to its most energetic neighbouring seed.

    Among equal neighbours the first counts as the maximum. Only cells above `cell_gev` add to the energy and to the
    energy-weighted position; all nine are labelled, for tracks to link to.
    """
    rows, columns = grid.shape
    label = np.full((rows, columns), -1, np.int32)
    seed_row = np.empty(rows * columns // 4, np.int64)
    seed_column = np.empty(rows * columns // 4, np.int64)
    seeds = 0
    for row in range(rows):
        for column in range(columns):
            if grid[row, column] > seed_gev and _is_maximum(grid, row, column):
                label[row, column] = seeds
                seed_row[seeds] = row
                seed_column[seeds] = column
                seeds += 1
    pt, eta, phi = np.zeros(seeds), np.zeros(seeds), np.zeros(seeds)
    for seed in range(seeds):
        for near in range(9):
            row = seed_row[seed] + near // 3 - 1
            column = (seed_column[seed] + near % 3 - 1) % columns
            if row < 0 or row >= rows:
                continue
            owner = label[row, column]
            if owner != seed and near != 4:
                if owner >= 0 and not _is_weaker(grid, seed_row, seed_column, owner, seed, row, column):
                    continue
                label[row, column] = seed
    for seed in range(seeds):
        for near in range(9):
            row = seed_row[seed] + near // 3 - 1
            column = (seed_column[seed] + near % 3 - 1) % columns
            if 0 <= row < rows and label[row, column] == seed and grid[row, column] > cell_gev:
                energy = grid[row, column]
                pt[seed] += energy
                eta[seed] += energy * (near // 3 - 1)
                phi[seed] += energy * (near % 3 - 1)
        eta[seed] = (seed_row[seed] + 0.5 + eta[seed] / pt[seed]) * step - CALO_ETA_MAX
        phi[seed] = (seed_column[seed] + 0.5 + phi[seed] / pt[seed]) * step
    return label, pt, eta, phi


@njit(cache=True)
def _is_weaker(grid: FLOAT, seed_row: Array, seed_column: Array, owner: int, seed: int, row: int, column: int) -> bool:
    """Whether the owner of a cell has its seed elsewhere, and a seed of less energy than the contender."""
    if seed_row[owner] == row and seed_column[owner] == column:
        return False
    return bool(grid[seed_row[owner], seed_column[owner]] < grid[seed_row[seed], seed_column[seed]])


@njit(cache=True)
def _is_maximum(grid: FLOAT, row: int, column: int) -> bool:
    rows, columns = grid.shape
    energy = grid[row, column]
    for near in range(9):
        other = row + near // 3 - 1
        if near == 4 or other < 0 or other >= rows:
            continue
        value = grid[other, (column + near % 3 - 1) % columns]
        if value > energy or (near < 4 and value == energy):
            return False
    return True
