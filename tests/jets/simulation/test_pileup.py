import numpy as np

from codesign.jets.simulation.detector import CALO_ETA_MAX, CELL, CELLS_ETA, DEPOSIT, TOWERS_PHI, Response
from codesign.jets.simulation.pileup import Overlay, draw, join, pileup_tracks
from codesign.jets.simulation.tracker import TRACK


def pool_of(*etas_and_phis):
    tracks = np.zeros(len(etas_and_phis), TRACK)
    for track, (eta, phi) in zip(tracks, etas_and_phis, strict=True):
        track["eta"] = track["calo_eta"] = eta
        track["phi"] = track["calo_phi"] = phi
        track["z0"], track["pt"] = 3.0, 5.0
    offsets = np.arange(len(tracks) + 1)
    return Response(tracks, offsets, np.zeros(len(tracks), DEPOSIT), offsets)


def test_a_track_stays_in_the_cell_of_its_deposit():
    eta, phi = 0.7, 1.3
    row, column = int((eta + CALO_ETA_MAX) / CELL), int(phi / CELL)
    for turn in (0, 1, 40, TOWERS_PHI - 1):
        for mirrored in (False, True):
            track = pileup_tracks(pool_of((eta, phi)), Overlay(np.array([0]), np.array([turn]), np.array([mirrored])))[
                0
            ]
            cell = int((track["calo_eta"] + CALO_ETA_MAX) / CELL), int(track["calo_phi"] % (2 * np.pi) / CELL)
            assert cell == (CELLS_ETA - 1 - row if mirrored else row, (column + 2 * turn) % (2 * TOWERS_PHI))
            assert track["z0"] == (-3.0 if mirrored else 3.0)
            assert track["pt"] == 5.0


def test_the_pool_is_left_as_it_was():
    pool = pool_of((0.7, 1.3))
    before = pool.tracks.copy()
    pileup_tracks(pool, Overlay(np.array([0]), np.array([5]), np.array([True])))
    assert (pool.tracks == before).all()


def test_events_are_drawn_as_often_as_asked():
    rng = np.random.default_rng(1)
    counts = [len(draw(10, 50.0, rng).event) for _ in range(400)]
    assert abs(np.mean(counts) - 50) < 1.5
    assert abs(np.var(counts) - 50) < 12
    assert len(draw(10, 0.0, rng).event) == 0


def test_tracks_of_the_drawn_events_only():
    pool = join([pool_of((0.1, 0)), pool_of((0.2, 0), (0.3, 0))])
    assert pool.track_offsets.tolist() == [0, 1, 2, 3]
    overlay = Overlay(np.array([2, 0, 2]), np.zeros(3, int), np.zeros(3, bool))
    np.testing.assert_allclose(pileup_tracks(pool, overlay)["eta"], [0.3, 0.1, 0.3], rtol=1e-6)
