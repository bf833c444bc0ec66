import numpy as np
import pytest

from codesign.jets.classes import CLASSES
from codesign.jets.seeded_cone import ConeJets
from codesign.jets.simulation.gen_jets import GenJets
from codesign.jets.simulation.labels import label_jets, label_wide_jets
from codesign.jets.simulation.truth import LEPTON, RESONANCE, Truth
from codesign.jets.words import ANGLE_LSB


def jet(pt_gev=50.0, eta=0.0, phi=0.0):
    one = np.ones(1, np.int64)
    steps = [one * round(value) for value in (pt_gev * 4, eta / ANGLE_LSB, phi / ANGLE_LSB)]
    return ConeJets(one * 0, one * 0, *steps, one, np.ones(1), np.zeros((1, 16), np.int64))


def gen(hadron=0, parton=1, pt=60.0, eta=0.0, phi=0.0, count=1):
    def column(value, kind=float):
        return np.full(count, value, kind)

    return GenJets(
        np.array([0, count]),
        column(pt),
        column(eta),
        column(phi),
        column(9.0),
        column(hadron == 5, int),
        column(hadron == 4, int),
        column(hadron, int),
        column(parton, int),
    )


def truth(leptons=(), resonances=()):
    leptons = np.array([(0, *each) for each in leptons], LEPTON)
    resonances = np.array([(0, *each) for each in resonances], RESONANCE)
    return Truth(leptons, np.array([0, len(leptons)]), resonances, np.array([0, len(resonances)]))


def label(jets, jets_of_generator, facts=None):
    return CLASSES[label_jets(jets, jets_of_generator, facts or truth())["label"][0]]


@pytest.mark.parametrize(
    ("hadron", "parton", "expected"),
    [(5, 21, "b"), (4, 5, "charm"), (0, -3, "light"), (0, 0, "light"), (0, 21, "gluon")],
)
def test_flavours(hadron, parton, expected):
    assert label(jet(), gen(hadron, parton)) == expected


def test_a_heavy_parton_without_heavy_hadron_is_undecided():
    assert label_jets(jet(), gen(0, 5), truth())["label"].tolist() == [-1]


@pytest.mark.parametrize(
    ("kind", "charge", "expected"), [(13, -1, "muon"), (11, 1, "electron"), (15, 1, "tau_plus"), (15, -1, "tau_minus")]
)
def test_leptons_win_and_give_the_target(kind, charge, expected):
    facts = truth([(kind, charge, 40.0, 0.1, 0.1)])
    assert label(jet(), gen(5, 5), facts) == expected
    assert label_jets(jet(), gen(5, 5), facts)["target_pt_ratio"][0] == pytest.approx(40 / 50)


def test_the_nearest_lepton_counts_and_only_within_0_2():
    two = truth([(15, 1, 40.0, 0.15, 0.0), (13, 1, 40.0, 0.05, 0.0)])
    assert label(jet(), gen(), two) == "muon"
    assert label(jet(), gen(), truth([(13, 1, 40.0, 0.15, 0.15)])) == "light"


def test_pileup_is_what_no_generator_jet_is_near():
    assert label(jet(), gen(eta=0.41)) == "pileup"
    assert label(jet(pt_gev=15.0), gen(pt=160.0)) == "pileup"  # less than a tenth of the generator jet
    assert label(jet(), gen(count=0)) == "pileup"
    assert label_jets(jet(), gen(eta=0.41), truth())["target_pt_ratio"][0] == 0


def test_matching_across_the_phi_seam():
    assert label(jet(phi=np.pi - 0.05), gen(5, 5, phi=-np.pi + 0.05)) == "b"


def test_the_target_is_clipped():
    assert label_jets(jet(), gen(pt=5.0), truth())["target_pt_ratio"][0] == pytest.approx(0.3)
    assert label_jets(jet(), gen(pt=160.0), truth())["target_pt_ratio"][0] == pytest.approx(2.0)


def quarks(*directions):
    eta, phi = np.zeros(3), np.zeros(3)
    for k, (e, p) in enumerate(directions):
        eta[k], phi[k] = e, p
    return len(directions), eta, phi


@pytest.mark.parametrize(
    ("directions", "expected"),
    [(((0, 0), (0, 0.7)), 24), (((0, 0), (0, 0.9)), -1), (((1, 0), (0, 0.9)), 0)],
)
def test_containment(directions, expected):
    facts = truth(resonances=[(24, 80.4, *quarks(*directions))])
    scalars = label_wide_jets(jet(300.0), gen(), facts)
    assert (scalars["label"].tolist(), scalars["gen_pt_gev"].tolist()) == ([expected], gen().pt.tolist())
    assert scalars["resonance_mass_gev"][0] == pytest.approx(80.4 if expected == 24 else 0)


def test_a_contained_top_wins_over_its_own_w():
    top, w = (6, 173.0, *quarks((0, 0), (0, 0.1), (0, -0.5))), (24, 80.4, *quarks((0, 0), (0, 0.1)))
    for order in ([top, w], [w, top]):
        assert label_wide_jets(jet(300.0), gen(), truth(resonances=order))["label"].tolist() == [6]
    lost_b = (6, 173.0, *quarks((0, 0), (0, 0.1), (0, -2)))
    assert label_wide_jets(jet(300.0), gen(), truth(resonances=[lost_b, w]))["label"].tolist() == [24]


def test_wide_jets_without_generator_jet_are_marked():
    assert label_wide_jets(jet(300.0), gen(eta=0.61), truth())["gen_pt_gev"].tolist() == [0]


def test_a_wide_jet_with_a_lepton_is_no_qcd_jet():
    for distance, expected in ((0.7, -1), (0.9, 0)):
        facts = truth([(15, 1, 40.0, distance, 0.0)])
        assert label_wide_jets(jet(300.0), gen(), facts)["label"].tolist() == [expected]
    inside = truth([(13, 1, 40.0, 0.5, 0.0)], [(24, 80.4, *quarks((0, 0), (0, 0.1)))])
    assert label_wide_jets(jet(300.0), gen(), inside)["label"].tolist() == [24]
