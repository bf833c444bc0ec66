"""Where candidates come from, on hand-made records and along the whole chain."""

import numpy as np
import pytest

from codesign.jets.simulation.calorimeter import calorimeter
from codesign.jets.simulation.chunk import Chunk, make_chunk, make_pool
from codesign.jets.simulation.config import SimulationConfig
from codesign.jets.simulation.detector import CELLS_ETA, DEPOSIT, detect
from codesign.jets.simulation.generator import MINIMUM_BIAS, PROCESSES, Generator, prepare
from codesign.jets.simulation.origins import ORIGINS, vertices_of
from tests.jets.simulation.collisions import record


def decayed(identity, mother, x_mm=0.0):
    return {"id": identity, "status": -91, "mother": mother, "x_mm": x_mm, "pt": 20.0}


def stable(identity, mother, x_mm=0.0, y_mm=0.0):
    return {"id": identity, "status": 91, "mother": mother, "x_mm": x_mm, "y_mm": y_mm, "pt": 10.0, "charge": 1}


def of(*particles):
    """Vertex number and origin of each stable particle of one event."""
    events = record(*particles)
    vertices = vertices_of(events)
    number = vertices.number[events.status > 0]
    names = [ORIGINS[code] for code in vertices.origin_of(np.zeros(len(number), int), number)]
    return list(zip(number.tolist(), names, strict=True))


def test_a_cascade_of_b_to_charm_is_of_b_and_each_decay_has_its_vertex():
    b, d = decayed(521, 0), decayed(421, 1, x_mm=3.0)
    assert of(b, d, stable(211, 1, 3.0), stable(-211, 1, 3.0), stable(321, 2, 5.0), stable(211, 0)) == [
        (1, "b"),
        (1, "b"),
        (2, "b"),
        (0, "primary"),
    ]


@pytest.mark.parametrize(
    ("ancestors", "expected"),
    [
        ([421], "charm"),
        ([4122], "charm"),
        ([5122], "b"),
        ([15], "tau"),
        ([511, 15], "b"),
        ([431, 15], "charm"),
        ([310], "other secondary"),
        ([3122], "other secondary"),
        ([2212], "other secondary"),
    ],
)
def test_the_heaviest_ancestor_names_the_origin(ancestors, expected):
    chain = [decayed(identity, i, x_mm=float(i)) for i, identity in enumerate(ancestors)]
    assert of(*chain, stable(211, len(chain), 9.0)) == [(1, expected)]


def test_what_decays_at_once_is_primary():
    """A B* and a D* decay where they are made; a photon of a pion belongs to where the pion was made."""
    assert of(decayed(523, 0), stable(22, 1)) == [(0, "primary")]
    assert of(decayed(111, 0), stable(22, 1, 0.02)) == [(0, "primary")]
    assert of(decayed(421, 0), decayed(111, 1, 2.0), stable(22, 2, 2.001), stable(211, 1, 2.0)) == [(1, "charm")] * 2
    assert of(stable(211, 0, 0.0005), stable(211, 0, 0.0, 0.002)) == [(0, "primary"), (1, "other secondary")]


def test_events_number_their_own_vertices():
    one = record(decayed(421, 0), stable(211, 1, 2.0))
    two = one.__class__(
        **{
            name: (
                np.concatenate([[0], one.offsets[1:], one.offsets[1:] + one.offsets[-1]])
                if name == "offsets"
                else np.concatenate([values, values + (len(one.id) if name in ("mother1", "mother2") else 0)])
            )
            for name, values in vars(one).items()
        }
    )
    vertices = vertices_of(two)
    assert vertices.number[two.status > 0].tolist() == [1, 1]
    assert vertices.offsets.tolist() == [0, 2, 4]
    assert vertices.origin_of(np.array([1, 1, 1]), np.array([0, 1, -3])).tolist() == [0, 2, 5]


def test_a_cluster_is_of_the_vertex_with_most_of_its_energy():
    cell = (CELLS_ETA // 2, 10)
    deposits = np.array([(*cell, 1, 20.0, 0.0), (*cell, 0, 12.0, 0.0), (*cell, 0, 12.0, 0.0)], DEPOSIT)
    seen = calorimeter(deposits, None, None, np.random.default_rng(1))
    assert seen.em_clusters.vertex.tolist() == seen.clusters.vertex.tolist() == [0]
    seen = calorimeter(deposits[:2], None, None, np.random.default_rng(1))
    assert seen.em_clusters.vertex.tolist() == [1]


def test_tracks_and_deposits_keep_the_vertex_of_their_particle():
    events = record(decayed(511, 0), *[stable(211, 1, 2.0) for _ in range(300)], *[stable(211, 0) for _ in range(300)])
    vertices = vertices_of(events)
    response, _ = detect(events, np.random.default_rng(2), vertices.number)
    for kept in (response.tracks["vertex"], response.deposits["vertex"]):
        assert set(kept) == {0, 1}


POOL = {"train": 30, "validation": 1, "test": 1}
CONFIG = SimulationConfig(seed=3, mean_pileup=60.0, pool_events=POOL, processes={"ttbar": 8}, origins=True)


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    path = tmp_path_factory.mktemp("pythia") / "multiparton.tables"
    prepare(path, MINIMUM_BIAS, seed=1)
    return path


@pytest.fixture(scope="module")
def results(tables):
    """The same chunk without and with its crossings."""
    pool = make_pool(CONFIG, Chunk("minimum_bias", 0, "train", 30), tables)
    return [make_chunk(CONFIG, Chunk("ttbar", 0, "train", 8), pool, tables, crossings) for crossings in (False, True)]


def test_every_candidate_has_a_vertex_and_an_origin_that_fit(results):
    table = results[1].crossings.tables["sc4"]
    vertex, origin = table.columns["vertex"], table.columns["origin"]
    filled = table.words != 0
    assert not vertex[~filled].any()
    assert not origin[~filled].any()
    assert ((vertex < 0) == (origin == ORIGINS.index("pileup")))[filled].all()
    assert ((vertex == 0) == (origin == ORIGINS.index("primary")))[filled].all()
    assert vertex.min() < -5
    assert {ORIGINS.index(name) for name in ("primary", "b", "other secondary", "pileup")} <= set(origin[filled])


def test_tracks_of_b_decays_are_measured_to_be_displaced(tables):
    """d0 is measured, the origin is truth: on average the one must show the other."""
    events = Generator(PROCESSES["ttbar"], 4, tables).batch(60)
    vertices = vertices_of(events)
    response, _ = detect(events, np.random.default_rng(5), vertices.number)
    tracks = response.tracks[response.tracks["pt"] > 5]
    event = np.repeat(np.arange(events.count), np.diff(response.track_offsets))[response.tracks["pt"] > 5]
    origin = vertices.origin_of(event, tracks["vertex"])
    d0 = {name: np.abs(tracks["d0"][origin == code]) for code, name in enumerate(ORIGINS)}
    assert len(d0["b"]) > 100
    assert np.median(d0["b"]) > 1.3 * np.median(d0["primary"])


def test_asking_for_crossings_changes_no_jet(results):
    plain, whole = results
    for name, table in plain.tables.items():
        other = whole.tables[name]
        assert np.array_equal(table.words, other.words)
        for key, values in (table.scalars | table.columns).items():
            assert np.array_equal(values, (other.scalars | other.columns)[key])


def test_crossings_hold_all_jets_and_the_sums_over_them(results):
    crossings = results[1].crossings
    events, jets = crossings.events, crossings.tables["sc4"]
    assert len(jets) > len(results[1].tables["sc4"])
    assert (events["event"] == np.unique(jets.scalar("event"))).all()
    for event, ht in zip(events["event"], events["ht"], strict=True):
        pt = [
            int(pt)
            for pt, eta, of_event in zip(*(jets.scalar(n) for n in ("pt", "eta", "event")), strict=True)
            if of_event == event and pt >= 120 and abs(eta) <= 550  # 30 GeV, 2.4
        ]
        assert ht == sum(pt)
    assert (np.abs(events["vertex_z_cm"]) < 30).all()
    assert 40 < events["pileup"].mean() < 80
    assert (events["m_hat_gev"] > 2 * 150).all()  # of two tops
    assert (events["gen_ht_gev"] > 0).any()
    assert crossings.tables["sc8"].scalar("pt").min() < 400
