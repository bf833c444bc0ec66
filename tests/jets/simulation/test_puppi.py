import numpy as np
import pytest

from codesign.jets.simulation.particle_flow import Neutrals, ParticleFlow
from codesign.jets.simulation.puppi import CANDIDATE, _truncate, candidates, primary_vertex_cm
from codesign.jets.simulation.tracker import TRACK
from codesign.jets.words import FIELDS, pack


def tracks(*rows: dict) -> np.ndarray:
    found = np.zeros(len(rows), TRACK)
    for track, row in zip(found, rows, strict=True):
        track["pt"], track["charge"], track["quality"] = 10.0, 1, 7
        for name, value in row.items():
            track[name] = value
        track["calo_eta"], track["calo_phi"] = track["eta"], track["phi"]
    return found


def flow(found: np.ndarray, *neutrals: tuple, electron=(), rejected=()) -> ParticleFlow:
    columns = [np.array([row[k] for row in neutrals]) for k in range(5)] if neutrals else [np.zeros(0)] * 5
    columns.append(np.zeros(len(neutrals), np.int16))
    columns[3] = columns[3].astype(bool)
    flags = [np.isin(np.arange(len(found)), which) for which in (electron, rejected)]
    return ParticleFlow(*flags, Neutrals(*columns))


def test_the_vertex_is_where_the_track_pt_is():
    found = tracks({"z0": 5.0}, {"z0": 5.1}, {"z0": -3.0, "pt": 15.0})
    none = np.zeros(3, bool)
    assert primary_vertex_cm(found, none) == pytest.approx(5.05, abs=0.15)
    assert primary_vertex_cm(found, np.array([True, True, False])) == pytest.approx(-3.0, abs=0.15)


def test_one_track_counts_for_50_gev_at_most():
    found = tracks({"z0": 5.0, "pt": 40.0}, {"z0": 5.0, "pt": 40.0}, {"z0": -3.0, "pt": 500.0})
    assert primary_vertex_cm(found, np.zeros(3, bool)) == pytest.approx(5.0, abs=0.15)


def test_charged_candidates_come_from_the_vertex_but_muons_from_anywhere():
    found = tracks(
        {"z0": 1.0, "pt": 50.0, "charge": -1},
        {"z0": 1.2, "pt": 20.0},
        {"z0": 4.0, "pt": 20.0},
        {"z0": 4.0, "pt": 20.0, "muon": True},
        {"z0": 1.0, "pt": 20.0},
    )
    kept = candidates(found, flow(found, electron=[1], rejected=[4]))
    assert sorted(kept["id"].tolist()) == [2, 5, 7]


def test_the_vertex_window_is_wider_in_the_endcap():
    found = tracks({"z0": 0.0, "pt": 50.0}, {"z0": 1.0, "eta": 1.0}, {"z0": 1.0, "eta": 2.0})
    assert sorted(candidates(found, flow(found))["eta"].tolist()) == [0, 458]


def test_neutrals_near_the_vertex_tracks_are_kept_and_lone_soft_ones_are_not():
    found = tracks({"pt": 30.0}, {"pt": 20.0, "phi": 0.05})
    near, far = (8.0, 0.05, 0.0, True, 0.0), (3.0, 0.0, 2.0, True, 0.0)
    kept = candidates(found, flow(found, near, far))
    photons = kept[kept["id"] == 1]
    assert len(photons) == 1
    assert photons["puppi_weight"][0] > 240
    assert photons["pt"][0] == round(8.0 * photons["puppi_weight"][0] / 256 / 0.25)


def test_hardware_ranges():
    found = tracks(
        {"pt": 9999.0, "phi": np.pi, "d0": 90.0, "z0": 0.0},
        {"pt": 2.0, "phi": -np.pi - 0.01, "d0": -0.01, "z0": 0.0},
    )
    kept = candidates(found, flow(found))
    assert kept["pt"].tolist() == [2**14 - 1, 8]
    assert kept["phi"].tolist() == [-720, 718]
    assert kept["dxy"].tolist() == [255, 6]  # sqrt(0.01 cm) = 6.4 / 64
    pack({name: kept[name].astype(int) for name in FIELDS})


def test_18_of_a_region_128_of_an_event_ties_in_order():
    found = np.zeros(20 * 90, CANDIDATE)
    found["eta"] = np.repeat(-520 + 115 * np.arange(10), 180)
    found["phi"] = np.tile(np.repeat(-720 + 160 * np.arange(9) + 5, 20), 10)
    found["pt"] = 10
    found["z0"] = np.arange(len(found)) % 1000
    one_region = found[:20].copy()
    one_region["pt"][19] = 11
    assert _truncate(one_region)["z0"].tolist() == [19, *range(17)]
    assert _truncate(found)["z0"].tolist() == [i % 1000 for i in range(len(found)) if i % 20 < 18][:128]
    assert len(_truncate(found[:0])) == 0
