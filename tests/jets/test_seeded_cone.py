"""The seeded cone by hand; firmware_tests/test_seeded_cone.py compares it with C++ on the vendor's types."""

import numpy as np
import pytest

from codesign.jets.seeded_cone import radius2_steps, seeded_cone
from codesign.jets.simulation.puppi import CANDIDATE

ALL = {"max_jets": 16, "pt_min": 0, "eta_max": 2000}


def candidates(*pt_eta_phi):
    found = np.zeros(len(pt_eta_phi), CANDIDATE)
    for i, (pt, eta, phi) in enumerate(pt_eta_phi):
        found[i]["pt"], found[i]["eta"], found[i]["phi"] = pt, eta, phi
    return found


def jets_of(found, radius=0.4, **limits):
    return seeded_cone(found, np.array([0, len(found)]), radius, **(ALL | limits))


def test_the_cone_size_is_truncated_as_in_its_18_bit_type():
    assert (radius2_steps(0.4), radius2_steps(0.8)) == (8384, 33600)
    inside, outside = jets_of(candidates((100, 0, 0), (4, 91, 10))), jets_of(candidates((100, 0, 0), (4, 91, 11)))
    assert (91**2 + 10**2 < 8384 <= 91**2 + 11**2, len(inside.pt), len(outside.pt)) == (True, 1, 2)


def test_of_equal_seeds_the_first_wins():
    jets = jets_of(candidates((40, 50, 0), (40, 0, 0), (40, -50, 0)))
    assert jets.members[0, :3].tolist() == [0, 1, -1]
    assert jets.members[1, :2].tolist() == [2, -1]


def test_a_jet_across_the_phi_seam():
    jets = jets_of(candidates((400, 0, 719), (400, 0, -717)))
    assert jets.candidates.tolist() == [2]
    assert jets.phi.tolist() == [-720]  # a mean offset of 2, which the truncated 1/pT makes 1: 720, wrapped


def test_the_mean_offset_is_truncated_towards_zero():
    """Weighted offsets of -1 and 1 (a quarter of a unit, floored: -1 and 0), and of -200 and 200 over 15 GeV."""
    assert jets_of(candidates((400, 0, 0), (1, -1, 0))).eta.tolist() == [0]
    assert jets_of(candidates((400, 0, 0), (1, 1, 0))).eta.tolist() == [0]
    jets = jets_of(candidates((40, 0, 0), (20, -10, -10)))
    assert (jets.eta.tolist(), jets.phi.tolist()) == ([-3], [-3])


def test_candidates_may_come_in_any_order():
    jets = jets_of(candidates((4, 0, 0), (40, 500, 0), (8, 501, 0)), max_jets=1)
    assert (jets.pt.tolist(), jets.members[0, :3].tolist()) == ([48], [1, 2, -1])


def test_pt_saturates():
    assert jets_of(candidates((16000, 0, 0), (16000, 1, 0))).pt.tolist() == [2**14 - 1]


def test_members_are_the_16_hardest_and_all_are_counted():
    jets = jets_of(candidates(*((100 - i, i, 0) for i in range(20))))
    assert jets.members[0].tolist() == list(range(16))
    assert jets.candidates.tolist() == [20]


def test_more_members_are_kept_where_asked_and_nothing_else_changes():
    found = candidates(*((100 - i, i, 0) for i in range(20)))
    few, all_of_them = jets_of(found), jets_of(found, listed=24)
    assert all_of_them.members[0].tolist() == [*range(20), -1, -1, -1, -1]
    for name in ("event", "rank", "pt", "eta", "phi", "candidates", "mass_gev"):
        assert getattr(few, name).tolist() == getattr(all_of_them, name).tolist()


def test_events_do_not_mix_and_cuts_keep_the_rank():
    found = candidates((100, 0, 0), (80, 300, 0), (500, 0, 0), (20, 0, 300))
    jets = seeded_cone(found, np.array([0, 2, 2, 4]), 0.4, max_jets=16, pt_min=60, eta_max=200)
    assert (jets.event.tolist(), jets.rank.tolist(), jets.pt.tolist()) == ([0, 2], [0, 0], [100, 500])
    assert jets.members[:, 0].tolist() == [0, 2]
    assert seeded_cone(found, np.array([0, 4]), 0.4, max_jets=1, pt_min=0, eta_max=600).pt.tolist() == [600]


def test_no_candidates_no_jets():
    jets = jets_of(candidates())
    assert (len(jets.pt), jets.members.shape) == (0, (0, 16))


def test_mass_of_two_massless_candidates():
    jets = jets_of(candidates((400, 0, -40), (400, 0, 40)), radius=0.8)
    assert jets.mass_gev[0] == pytest.approx(2 * 100 * np.sin(40 * np.pi / 720))
