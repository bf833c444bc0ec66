import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.jets.store import SHIPPED, load
from codesign.jets.targets import half_mass_squared, leading, mass_target, pt_target, puppi_mass_gev
from codesign.jets.words import ANGLE_LSB, pack

from .synthetic import jet_table


def words_of(*candidates: tuple[int, int, int]) -> np.ndarray:
    """(1, n) words of neutral hadrons. candidates: (pt, eta, phi) in LSB."""
    columns = np.array(candidates, np.int64).T[:, None, :]
    zero = np.zeros_like(columns[0])
    names = ("id", "z0", "dxy", "quality", "puppi_weight", "emid")
    return pack(dict(zip(("pt", "eta", "phi"), columns, strict=True)) | dict.fromkeys(names, zero))


def four_vector_mass(words: np.ndarray) -> np.ndarray:
    """(jets,) mass in GeV from the sum of massless four-vectors, without tables."""
    from codesign.jets.words import unpack_field

    pt, eta, phi = (unpack_field(words, name) for name in ("pt", "eta", "phi"))
    pt, eta, phi = pt / 4, eta * ANGLE_LSB, phi * ANGLE_LSB
    p = [(pt * f).sum(axis=1) for f in (np.cos(phi), np.sin(phi), np.sinh(eta))]
    energy = (pt * np.cosh(eta)).sum(axis=1)
    return np.sqrt(np.maximum(energy**2 - sum(q**2 for q in p), 0))


def test_two_candidates_back_to_back_weigh_twice_their_pt() -> None:
    assert puppi_mass_gev(words_of((40, 100, 0), (40, 100, -720)))[0] == pytest.approx(20.0, rel=1e-6)


def test_phi_goes_round_the_detector() -> None:
    near, across = words_of((80, 0, -2), (80, 0, 2)), words_of((80, 0, 718), (80, 0, -718))
    assert half_mass_squared(near) == half_mass_squared(across) > 0


def test_one_direction_has_no_mass() -> None:
    assert half_mass_squared(words_of((16383, 5, 7))) == 0
    assert half_mass_squared(words_of((100, 5, 7), (9, 5, 7))) == 0


def test_the_largest_jet_there_could_be_does_not_overflow() -> None:
    corners = [(16383, 2047 * (-1) ** i, 720 * (i % 3 - 1) - (i % 3 == 2)) for i in range(16)]
    computed = int(half_mass_squared(words_of(*corners))[0])
    pairs = [(a, b) for n, a in enumerate(corners) for b in corners[:n]]
    exact = sum(
        Fraction(a[0] * b[0])
        * (
            round((math.cosh(min(abs(a[1] - b[1]), 720) * ANGLE_LSB) - 1) * 2**20)
            + round((1 - math.cos((a[2] - b[2]) * ANGLE_LSB)) * 2**20)
        )
        for a, b in pairs
    )
    assert computed == exact < 2**62


candidate = st.tuples(st.integers(4, 4000), st.integers(-90, 90), st.integers(-90, 90))


@given(st.lists(candidate, min_size=2, max_size=16))
def test_the_mass_is_that_of_the_four_vectors_and_of_no_order(candidates: list[tuple[int, int, int]]) -> None:
    words = words_of(*candidates)
    # each table entry is exact to half a step of 2**-20, and is multiplied by pt pt' of all pairs
    slack = 2 * 2.0**-20 * sum(pt for pt, _, _ in candidates) ** 2 / 16
    assert abs(puppi_mass_gev(words)[0] ** 2 - four_vector_mass(words)[0] ** 2) <= slack
    assert half_mass_squared(words[:, ::-1]) == half_mass_squared(words)


def test_jets_of_few_candidates_have_the_mass_that_the_simulation_stored() -> None:
    table = load(SHIPPED).table("sc8")
    all_kept = table.scalar("candidates") <= 16
    mass = puppi_mass_gev(table.words)
    assert all_kept.sum() > 5000
    assert np.abs(mass - table.scalar("puppi_mass_gev"))[all_kept].max() < 0.05
    assert mass[~all_kept].mean() < table.scalar("puppi_mass_gev")[~all_kept].mean()


def test_the_network_of_fewer_candidates_has_their_mass() -> None:
    table = jet_table("sc8", 60, seed=1)
    eight = mass_target(leading(table.words, 8), table.scalars)
    np.testing.assert_allclose(np.nan_to_num(eight.raw_gev), puppi_mass_gev(table.words[:, :8]).astype(np.float32))


def test_the_true_mass_is_the_resonance_where_it_is_contained() -> None:
    table = jet_table("sc8", 300, seed=1)
    target = mass_target(table.words, table.scalars)
    resonance = table.scalars["label"] > 0
    known = target.defined
    np.testing.assert_array_equal(
        target.true_gev[known & resonance], table.scalars["resonance_mass_gev"][known & resonance]
    )
    np.testing.assert_array_equal(
        target.true_gev[known & ~resonance], table.scalars["gen_mass_gev"][known & ~resonance]
    )
    assert 0 < (~known).sum() < 100
    assert (puppi_mass_gev(table.words)[~known] == 0).all()
    assert target.ratio[known].min() >= np.float32(0.3)
    assert target.ratio[known].max() <= 4.0


def test_the_pt_target_is_the_stored_one_and_undefined_for_pileup() -> None:
    table = load(SHIPPED).table("sc4")
    target = pt_target(table.scalars)
    stored = table.scalar("target_pt_ratio")
    np.testing.assert_allclose(np.nan_to_num(target.ratio), stored, rtol=1e-6)
    assert 0 < (~target.defined).sum() < len(table)
