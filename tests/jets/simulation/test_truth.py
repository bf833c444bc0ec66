import numpy as np
import pytest

from codesign.jets.simulation.gen_jets import gen_jets
from codesign.jets.simulation.truth import truth_of
from tests.jets.simulation.collisions import record

DECAYED, STABLE = -91, 1
W = {"id": 24, "status": -62, "pt": 100.0, "mother": 0}
B = {"id": 511, "status": DECAYED, "pt": 100.0, "mother": 0}
MUON = {"id": 13, "status": STABLE, "pt": 20.0, "eta": 0.4, "phi": 0.2, "charge": -1, "mother": 1}


def kinds(*particles):
    return truth_of(record(*particles)).leptons["id"].tolist()


def test_a_muon_from_a_boson_is_prompt_and_one_from_a_hadron_is_not():
    assert kinds(W, MUON) == [13]
    assert kinds(B, MUON) == []
    assert kinds(W, MUON | {"pt": 4.9}) == []


def test_an_electron_from_a_photon_is_not_prompt():
    assert kinds({"id": 22, "status": -51, "pt": 30.0, "mother": 0}, MUON | {"id": 11}) == []


def test_the_beam_proton_is_no_hadron_decay():
    assert kinds({"id": 2212, "status": -12, "pt": 0.0, "mother": 0}, MUON) == [13]


TAU = {"id": -15, "status": DECAYED, "pt": 50.0, "mother": 1}
PION = {"id": 211, "status": STABLE, "pt": 30.0, "eta": 0.5, "phi": 0.1, "charge": 1, "mother": 2}
NEUTRINO = {"id": -16, "status": STABLE, "pt": 20.0, "eta": 0.1, "phi": 0.0, "mother": 2}


def test_a_hadronic_tau_is_its_visible_part():
    leptons = truth_of(record(W, TAU, PION, PION, NEUTRINO)).leptons
    assert leptons["id"].tolist() == [15]
    assert leptons["charge"].tolist() == [1]
    assert leptons["pt"][0] == pytest.approx(60.0)
    assert leptons["eta"][0] == pytest.approx(0.5)


def test_a_leptonic_tau_gives_a_prompt_lepton():
    assert kinds(W, TAU, MUON | {"mother": 2}, NEUTRINO) == [13]
    assert kinds(B, TAU, MUON | {"mother": 2}, NEUTRINO) == []


def test_a_tau_from_a_hadron_is_not_prompt():
    assert kinds(B, TAU, PION, NEUTRINO) == []


def quark(mother, eta, identity=1):
    return {"id": identity, "status": -23, "pt": 60.0, "eta": eta, "mother": mother}


def test_a_hadronic_top_has_three_quarks_and_its_w_two():
    top = {"id": 6, "status": -62, "pt": 300.0, "mass": 173.0, "mother": 0}
    event = record(top, W | {"mother": 1, "mass": 80.0}, quark(1, 0.3, 5), quark(2, 0.1, 2), quark(2, 0.2, -1))
    found = truth_of(event).resonances
    assert found["id"].tolist() == [6, 24]
    assert found["quarks"].tolist() == [3, 2]
    assert found["eta"][0].tolist() == [0.1, 0.2, 0.3]
    assert found["mass"].tolist() == pytest.approx([173.0, 80.0])


def test_a_leptonic_w_is_no_hadronic_resonance():
    assert len(truth_of(record(W, MUON, MUON | {"id": -14, "charge": 0})).resonances) == 0


def jets_of(*particles):
    return gen_jets(record(*particles), 0.4, 5.0, np.ones(1, bool))


HARD = {"id": 211, "status": STABLE, "charge": 1, "pt": 50.0, "eta": 0.5, "mother": 0}


def test_heavy_hadrons_name_the_jet_without_changing_it():
    d_meson = {"id": 421, "status": DECAYED, "pt": 20.0, "eta": 0.55, "mother": 0}
    b_meson = d_meson | {"id": -511}
    for particles, flavour in (((), 0), ((d_meson,), 4), ((d_meson, b_meson), 5), ((b_meson | {"pt": 4.0},), 0)):
        jets = jets_of(HARD, *particles)
        assert jets.hadron_flavour.tolist() == [flavour]
        assert jets.pt[0] == pytest.approx(50.0)


def test_only_the_last_heavy_hadron_of_a_chain_counts():
    excited = {"id": 513, "status": DECAYED, "pt": 40.0, "eta": 0.5, "mother": 0}
    ground = {"id": 511, "status": DECAYED, "pt": 40.0, "eta": 0.5, "mother": 2}
    assert jets_of(HARD, excited, ground).b_hadrons.tolist() == [1]


def test_the_hardest_parton_names_the_jet_but_heavy_ones_win():
    def parton(identity, pt):
        return {"id": identity, "status": -71, "pt": pt, "eta": 0.5, "mother": 0}

    assert jets_of(HARD, parton(21, 30.0), parton(2, 10.0)).parton_flavour.tolist() == [21]
    assert jets_of(HARD, parton(21, 30.0), parton(-5, 2.0)).parton_flavour.tolist() == [-5]
    assert jets_of(HARD, parton(4, 30.0), parton(5, 2.0)).parton_flavour.tolist() == [5]


def test_neutrinos_are_not_in_jets_and_soft_jets_are_dropped():
    jets = jets_of(HARD, HARD | {"id": 12, "charge": 0}, HARD | {"phi": 2.0, "pt": 4.9})
    np.testing.assert_allclose(jets.pt, [50.0])


def test_events_not_wanted_have_no_jets():
    assert gen_jets(record(HARD), 0.4, 5.0, np.zeros(1, bool)).offsets.tolist() == [0, 0]
