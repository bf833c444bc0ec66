import numpy as np
import pytest

from codesign.jets.simulation.calorimeter import Calorimeter, calorimeter
from codesign.jets.simulation.detector import CALO_ETA_MAX, CELL, DEPOSIT
from codesign.jets.simulation.particle_flow import particle_flow
from codesign.jets.simulation.tracker import TRACK

ROW, COLUMN = 68, 20  # eta 0.02
ETA, PHI = (ROW + 0.5) * CELL - CALO_ETA_MAX, (COLUMN + 0.5) * CELL


def seen(em: float, had: float) -> Calorimeter:
    """One cell hit. The resolution smears it by at most some per cent: thresholds in these tests are far from that."""
    deposits = np.array([(ROW, COLUMN, 0, em, had)], DEPOSIT)
    return calorimeter(deposits, None, None, np.random.default_rng(3))


def tracks(*pts: float, muon: bool = False, phi: float = PHI) -> np.ndarray:
    found = np.zeros(len(pts), TRACK)
    found["pt"], found["muon"] = pts, muon
    found["calo_eta"], found["calo_phi"] = ETA, phi
    return found


def test_a_photon():
    flow = particle_flow(tracks(), seen(40.0, 0.4))
    assert flow.neutrals.photon.tolist() == [True]
    assert flow.neutrals.pt[0] == pytest.approx(40, rel=0.1)


def test_a_neutral_hadron():
    flow = particle_flow(tracks(), seen(10.0, 90.0))
    assert flow.neutrals.photon.tolist() == [False]
    assert flow.neutrals.pt[0] == pytest.approx(100, rel=0.5)


def test_a_charged_hadron_leaves_no_neutral():
    flow = particle_flow(tracks(50.0), seen(15.0, 35.0))
    assert (flow.electron.tolist(), flow.rejected.tolist(), len(flow.neutrals.pt)) == ([False], [False], 0)


def test_an_electron_and_one_that_lost_energy_before_its_track():
    for track_pt in (40.0, 28.0):
        flow = particle_flow(tracks(track_pt), seen(40.0, 0.4))
        assert flow.electron.tolist() == [True]


def test_a_pion_in_a_photon_is_no_electron():
    flow = particle_flow(tracks(10.0), seen(40.0, 0.4))
    assert flow.electron.tolist() == [False]
    assert flow.neutrals.pt[0] == pytest.approx(30, rel=0.2)


def test_a_muon_takes_no_energy():
    flow = particle_flow(tracks(40.0, muon=True), seen(40.0, 0.4))
    assert flow.neutrals.pt[0] == pytest.approx(40, rel=0.1)
    assert flow.rejected.tolist() == [False]


def test_a_hard_track_without_energy_is_dropped():
    flow = particle_flow(tracks(9.0, 11.0, phi=PHI + 1.0), seen(40.0, 0.4))
    assert flow.rejected.tolist() == [False, True]


def test_a_track_beside_the_shower_still_links():
    flow = particle_flow(tracks(40.0, phi=PHI + CELL), seen(40.0, 0.4))
    assert flow.electron.tolist() == [True]


def test_an_empty_crossing():
    empty = calorimeter(np.zeros(0, DEPOSIT), None, None, np.random.default_rng(1))
    flow = particle_flow(tracks(), empty)
    assert (len(flow.electron), len(flow.neutrals.pt)) == (0, 0)
