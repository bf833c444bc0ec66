import numpy as np
import pytest

from codesign.jets.simulation.detector import CALO_ETA_MAX, CELL, CELLS_PHI, detect
from codesign.jets.simulation.particles import FIELD_T, propagate
from codesign.jets.simulation.tracker import displaced_efficiency, impact_resolution_cm
from tests.jets.simulation.collisions import record

MANY = 4000


def muons(pt=20.0, eta=0.3, **others):
    return record(*({"id": -13, "charge": 1, "pt": pt, "eta": eta, "mother": 0} | others for _ in range(MANY)))


def test_a_neutral_flies_straight():
    eta, phi, reaches = propagate(*(np.array([value]) for value in (1.0, 1.2, 0.5, 0.0, 0.0)))
    assert (eta[0], phi[0], reaches[0]) == (pytest.approx(1.2), 0.5, True)


def test_opposite_charges_bend_opposite_ways_by_the_helix():
    pt, radius = 5.0, 5.0 / (0.3 * FIELD_T)
    _, phi, _ = propagate(np.array([pt, pt]), np.zeros(2), np.zeros(2), np.array([1.0, -1.0]), np.zeros(2))
    assert phi[1] == -phi[0] == pytest.approx(np.arcsin(1.29 / (2 * radius)))


def test_curling_particles_do_not_reach_the_barrel_and_endcap_is_flat():
    pt, eta = np.array([0.5, 10.0]), np.array([0.1, 2.0])
    calo_eta, _, reaches = propagate(pt, eta, np.zeros(2), np.ones(2), np.zeros(2))
    assert reaches.tolist() == [False, True]
    assert calo_eta[1] == pytest.approx(2.0, abs=0.02)


def test_impact_parameters_are_measured_better_at_high_pt_and_in_the_barrel():
    for index in (0, 1):
        at = [impact_resolution_cm(np.array([pt]), np.array([eta]))[index][0] for pt, eta in ((50, 0), (3, 0), (3, 2))]
        assert at == sorted(at)
    assert 0.01 < impact_resolution_cm(np.array([10.0]), np.zeros(1))[0][0] < 0.012
    assert 0.02 < impact_resolution_cm(np.array([3.0]), np.zeros(1))[0][0] < 0.04


def test_displaced_tracks_are_lost():
    assert displaced_efficiency(np.zeros(1), np.zeros(1)) == [1.0]
    assert displaced_efficiency(np.ones(1), np.zeros(1)) == [0.5]
    falling = displaced_efficiency(np.linspace(0, 5, 50), np.linspace(0, 20, 50))
    assert (np.diff(falling) < 0).all()


def test_tracks_of_muons():
    response, vertex_z = detect(muons(), np.random.default_rng(1))
    tracks = response.tracks
    assert 0.9 < len(tracks) / MANY < 0.99
    assert tracks["pt"].mean() == pytest.approx(20.0, rel=0.01)
    assert tracks["z0"].mean() == pytest.approx(vertex_z[0], abs=0.02)
    core, tail = np.percentile(np.abs(tracks["d0"]), [68.3, 99.5])
    assert core == pytest.approx(impact_resolution_cm(np.array([20.0]), np.array([0.3]))[0][0], rel=0.15)
    assert tail > 4 * core  # a Gaussian would have 2.8
    assert set(tracks["quality"]) == {1, 3, 7}


def test_true_displacement_is_seen_in_d0():
    # 3 mm above the origin, flying along x: d0 is -3 mm.
    tracks = detect(muons(y_mm=3.0), np.random.default_rng(1))[0].tracks
    assert np.median(tracks["d0"]) == pytest.approx(-0.3, abs=0.002)


def test_soft_forward_and_far_produced_particles_leave_no_track():
    for change in ({"pt": 1.0}, {"eta": 2.8}, {"x_mm": 250.0}, {"charge": 0}):
        assert len(detect(muons(**change), np.random.default_rng(1))[0].tracks) == 0


def test_energy_of_photons_and_neutrinos():
    photon = {"id": 22, "pt": 30.0, "eta": 0.5, "phi": -0.01, "mother": 0}
    deposits = detect(record(photon, photon | {"id": 12}), np.random.default_rng(1))[0].deposits
    assert len(deposits) == 1
    assert deposits["em"][0] + deposits["had"][0] == pytest.approx(30.0, rel=0.1)
    assert deposits["phi_cell"][0] == CELLS_PHI - 1
    assert deposits["eta_cell"][0] == pytest.approx((0.5 + CALO_ETA_MAX) / CELL, abs=2)


def test_hadrons_leave_less_than_their_energy():
    hadron = {"id": 211, "pt": 5.0, "charge": 1, "eta": 0.0, "mother": 0}
    deposits = detect(record(*[hadron] * 50), np.random.default_rng(1))[0].deposits
    total = deposits["em"] + deposits["had"]
    assert ((total > 0.5 * 5) & (total < 0.8 * 5)).all()
    assert np.ptp(deposits["em"]) > 1.0


def six_layer_d0_cm(pt_gev: float, eta: float) -> float:
    """d0 of the best parabola through the six outer-tracker layers, hits and multiple scattering (CMS-TDR-014)."""
    radius, hit = np.array([23.0, 36, 51, 68, 86, 111]), np.array([29.0] * 3 + [26.0] * 3) * 1e-4
    inner = [(2.4, 0.003), (3.0, 0.02), (6.0, 0.02), (10.0, 0.02), (16.0, 0.02)]
    covariance = np.diag(hit**2)
    for at, thickness in (*inner, *((each, 0.035) for each in radius)):
        path = thickness * np.cosh(eta)
        angle = 0.0136 / (pt_gev * np.cosh(eta)) * np.sqrt(path) * (1 + 0.038 * np.log(path))
        arm = np.maximum(radius - at, 0.0) * np.cosh(eta)
        covariance += np.outer(arm, arm) * angle**2
    model = np.stack([np.ones(6), radius, radius**2 / 2], axis=1)
    return float(np.sqrt(np.linalg.inv(model.T @ np.linalg.inv(covariance) @ model)[0, 0]))


@pytest.mark.parametrize("pt_gev", [2.0, 3.0, 5.0, 10.0, 20.0])
def test_the_d0_resolution_is_that_of_a_fit_to_the_outer_tracker(pt_gev: float):
    for eta in (0.0, 1.0):
        formula = impact_resolution_cm(np.array([pt_gev]), np.array([eta]))[0][0]
        assert formula == pytest.approx(six_layer_d0_cm(pt_gev, eta), rel=0.25)
