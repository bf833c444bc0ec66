import numpy as np
import pytest

from codesign.jets.simulation.calorimeter import _cluster, _smear, _subtract_pedestal, calorimeter
from codesign.jets.simulation.detector import CALO_ETA_MAX, CELL, CELLS_ETA, CELLS_PHI, DEPOSIT, Response
from codesign.jets.simulation.pileup import Overlay


def grid(**cells):
    values = np.zeros((CELLS_ETA, CELLS_PHI))
    for row, column, energy in cells["at"]:
        values[row, column] = energy
    return values


def clusters(*at, seed=3.0, cell=1.0):
    return _cluster(grid(at=at), CELL, seed, cell)


def test_a_single_cell():
    label, pt, eta, phi = clusters((60, 10, 20.0))
    assert pt.tolist() == [20.0]
    assert eta[0] == pytest.approx(60.5 * CELL - CALO_ETA_MAX)
    assert phi[0] == pytest.approx(10.5 * CELL)
    assert np.argwhere(label == 0).tolist() == [[r, c] for r in (59, 60, 61) for c in (9, 10, 11)]


def test_weak_cells_are_labelled_but_add_no_energy():
    _, pt, eta, _ = clusters((60, 10, 20.0), (61, 10, 0.9), (60, 11, 2.0))
    assert pt.tolist() == [22.0]
    assert eta[0] == pytest.approx(60.5 * CELL - CALO_ETA_MAX)


def test_nothing_below_the_seed_threshold():
    assert len(clusters((60, 10, 3.0))[1]) == 0


def test_a_cluster_across_the_phi_seam():
    _, pt, _, phi = clusters((60, 0, 10.0), (60, CELLS_PHI - 1, 5.0))
    assert pt.tolist() == [15.0]
    assert phi[0] == pytest.approx((0.5 - 5 / 15) * CELL)


def test_two_equal_neighbours_make_one_cluster():
    for second in ((60, 11), (61, 10), (61, 11), (61, 9)):
        assert clusters((60, 10, 10.0), (*second, 10.0))[1].tolist() == [20.0]


def test_a_shared_cell_goes_to_the_stronger_seed():
    for left, right in ((10.0, 20.0), (20.0, 10.0)):
        pt = clusters((60, 10, left), (60, 11, 4.0), (60, 12, right))[1]
        assert sorted(pt) == [10.0, 24.0]


def test_energy_is_never_counted_twice():
    rng = np.random.default_rng(1)
    values = rng.exponential(2.0, (CELLS_ETA, CELLS_PHI))
    label, pt, _, _ = _cluster(values, CELL, 3.0, 1.0)
    assert len(pt) > 500
    assert pt.sum() == pytest.approx(values[(label >= 0) & (values > 1.0)].sum())


def test_pedestal_of_a_flat_ring():
    values = np.full((4, CELLS_PHI), 2.5)
    values[1, 7] += 30
    _subtract_pedestal(values)
    assert values[1, 7] == pytest.approx(30)
    assert np.count_nonzero(values) == 1


def test_smearing_leaves_empty_cells_and_has_the_asked_width():
    values = np.full((CELLS_ETA, CELLS_PHI), 100.0)
    values[0] = 0
    _smear(values, CELL, ((0.0, 0.05), (0.0, 0.05)), np.random.default_rng(1))
    assert not values[0].any()
    assert values[1:].mean() == pytest.approx(100, abs=0.2)
    assert values[1:].std() == pytest.approx(5, rel=0.02)


def test_overlay_is_turned_and_mirrored():
    deposit = np.array([(40, 143, 0, 50.0, 0.0)], DEPOSIT)
    pool = Response(np.zeros(0), np.zeros(2, np.int64), deposit, np.array([0, 1]))
    overlay = Overlay(np.array([0, 0]), np.array([0, 1]), np.array([False, True]))
    seen = calorimeter(deposit[:0], pool, overlay, np.random.default_rng(1))
    cells = [tuple(cell) for cell in np.argwhere(seen.em_clusters.label >= 0)]
    assert {(40, 143), (CELLS_ETA - 1 - 40, 1)} <= set(cells)
    assert len(seen.em_clusters.pt) == 2
