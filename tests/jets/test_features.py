from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.errors import JetsError
from codesign.jets import features
from codesign.jets.features import (
    FEATURE_SETS,
    FEATURES,
    FeatureArray,
    compute,
    integer_range,
    sort_by_pt,
    wrap_phi,
)
from codesign.jets.words import SLOTS, pack, unpack

from .synthetic import jet_table


def word(**given: int) -> np.uint64:
    names = ("pt", "eta", "phi", "id", "z0", "dxy", "quality", "puppi_weight", "emid")
    return pack({name: np.array(given.get(name, 0)) for name in names})[()]


def features_of_words(*slots: np.uint64, pt: int = 160, eta: int = 0, phi: int = 0, **options: object) -> FeatureArray:
    words = np.zeros((1, SLOTS), np.uint64)
    words[0, : len(slots)] = slots
    arguments = {"feature_set": "cms20"} | options
    return compute(words, *(np.array([v]) for v in (pt, eta, phi)), **arguments)  # type: ignore[arg-type]


def values(features: FeatureArray, slot: int = 0) -> dict[str, int]:
    return dict(zip(features.names, features.values[0, slot].tolist(), strict=True))


def test_a_charged_candidate_feature_by_feature() -> None:
    candidate = word(pt=80, eta=30, phi=-40, id=3, z0=-90, dxy=12, quality=7)
    features = values(features_of_words(candidate, pt=160, eta=10, phi=-10))
    expected = dict.fromkeys(FEATURES, 0) | {
        "pt": 80,  # 20 GeV
        "pt_rel": 480,  # not 512: 1/40 is 409.6 * 2**-14, and the table gives 6 << 6 = 384
        "pt_log": 3068,  # floor(1024 ln 2560) - floor(1024 ln 128)
        "deta": -20,
        "dphi": -30,
        "mass": 33,
        "is_charged_hadron_plus": 1,
        "z0": -90,
        "dxy": 12,
        "isfilled": 1,
        "quality": 7,
    }
    assert features == expected


def test_a_neutral_candidate_has_weight_and_emid_and_no_track() -> None:
    features = values(features_of_words(word(pt=8, id=1, puppi_weight=200, emid=7)))
    assert (features["puppi_weight"], features["emid"], features["is_photon"], features["mass"]) == (200, 7, 1, 0)
    assert features["z0"] == features["dxy"] == features["quality"] == 0


@pytest.mark.parametrize(
    ("code", "flag", "mass"),
    [
        (0, "is_neutral_hadron", 128),
        (1, "is_photon", 0),
        (2, "is_charged_hadron_minus", 33),
        (3, "is_charged_hadron_plus", 33),
        (4, "is_electron_minus", 1),
        (5, "is_electron_plus", 1),
        (6, "is_muon_minus", 27),
        (7, "is_muon_plus", 27),
    ],
)
def test_one_flag_and_the_mass_of_each_id(code: int, flag: str, mass: int) -> None:
    features = values(features_of_words(word(pt=8, id=code)))
    assert [name for name in features if name.startswith("is_") and features[name]] == [flag]
    assert features["mass"] == mass


def test_order_of_the_cms_inputs() -> None:
    assert FEATURE_SETS["cms20"][:6] == ("pt", "pt_rel", "pt_log", "deta", "dphi", "mass")
    assert FEATURE_SETS["cms20"][14:] == ("z0", "dxy", "isfilled", "puppi_weight", "emid", "quality")
    assert [len(names) for names in FEATURE_SETS.values()] == [20, 17, 14, 3]


def test_equal_pt_keeps_the_order_given() -> None:
    first, second, third = (word(pt=10, eta=eta, id=3) for eta in (1, 2, 3))
    features = features_of_words(word(pt=4, id=3), first, second, word(pt=11, id=3), third, feature_set="pt_eta_phi")
    assert features.values[0, :5, 0].tolist() == [11, 10, 10, 10, 4]
    assert features.values[0, 1:4, 1].tolist() == [-1, -2, -3]


def test_the_leading_candidates_are_kept_even_if_the_words_are_not_sorted() -> None:
    features = features_of_words(word(pt=4, id=3), word(pt=9, id=3), feature_set="pt_eta_phi", candidates=1)
    assert features.values[:, :, 0].tolist() == [[9]]


@pytest.mark.parametrize(
    ("candidate", "jet", "dphi"),
    [
        (719, -720, -1),
        (-720, 719, 1),
        (720, 0, 720),  # exactly half a turn is not wrapped, on either side
        (0, 720, -720),
        (-720, 1, 719),
        (719, -2, -719),
        (-1024, 1023, -607),  # beyond one turn, only one turn is added, as in the emulator
    ],
)
def test_phi_wraps_at_half_a_turn(candidate: int, jet: int, dphi: int) -> None:
    assert wrap_phi(np.array([candidate - jet])).tolist() == [dphi]
    features = values(features_of_words(word(pt=8, id=3, phi=candidate), phi=jet))
    assert features["dphi"] == np.clip(dphi, -512, 511)


def test_out_of_range_values_are_saturated_and_counted() -> None:
    far = word(pt=4096, eta=-2048, id=3)
    features = features_of_words(far, word(pt=4095, eta=0, id=3), eta=2047)
    assert values(features, 0)["pt"] == 4095
    assert values(features, 0)["deta"] == values(features, 1)["deta"] == 511
    assert {name: n for name, n in features.out_of_range.items() if n} == {"pt": 1, "deta": 2, "pt_rel": 2}


def test_extreme_words_and_jets_stay_in_range() -> None:
    for pt, eta, phi in ((16383, 2047, 1023), (0, -2048, -1024), (1, 0, 0)):
        highest = word(pt=16383, eta=2047, phi=1023, id=7, z0=511, dxy=255, quality=7)
        lowest = word(pt=1, eta=-2048, phi=-1024, id=2, z0=-512)
        features = features_of_words(highest, lowest, pt=pt, eta=eta, phi=phi)
        assert features.types.holds(features.as_float())


def test_empty_slots_and_empty_jets_are_all_zeros() -> None:
    features = features_of_words(word(pt=8, id=3), pt=8, eta=100, phi=100)
    assert not features.values[0, 1:].any()
    assert not features_of_words(pt=0, eta=2047, phi=-1024).values.any()
    assert compute(np.zeros((0, 16), np.uint64), *[np.zeros(0, np.int16)] * 3, "cms20").values.shape == (0, 16, 20)


def test_a_slot_without_pt_is_empty_whatever_its_other_bits() -> None:
    assert not features_of_words(word(pt=0, eta=5, id=3, dxy=9)).values.any()


@pytest.mark.parametrize("feature_set", FEATURE_SETS)
def test_the_network_reads_the_same_integers(feature_set: str) -> None:
    table = jet_table("sc4", 50, seed=3)
    axis = (table.scalars[name] for name in ("pt", "eta", "phi"))
    features = compute(table.words, *axis, feature_set)
    x = features.as_float()
    assert x.dtype == np.float32
    assert x.std() > 0
    np.testing.assert_array_equal(features.types.to_integers(x), features.values)
    assert features.types.shape == (len(features.names),)
    assert sum(features.out_of_range.values()) == 0


@given(st.integers(1, 16383), st.integers(60, 16383))
def test_pt_rel_is_below_the_true_ratio_by_at_most_the_table_error(pt: int, jet_pt: int) -> None:
    pt_rel = values(features_of_words(word(pt=pt, id=3), pt=jet_pt))["pt_rel"]
    truth = min(pt / jet_pt, 2 - 2**-10)
    assert 0.8 * truth - 2**-10 < pt_rel / 1024 <= 1.001 * truth


def test_types_hold_what_the_word_can_say() -> None:
    for name, field in (("z0", 511), ("dxy", 255), ("puppi_weight", 511), ("emid", 63), ("quality", 7)):
        assert integer_range(FEATURES[name].type)[1] == field


def test_sorting_keeps_every_word() -> None:
    words = jet_table("sc8", 20, seed=5).words[:, ::-1]
    ordered = sort_by_pt(words)
    np.testing.assert_array_equal(np.sort(ordered), np.sort(words))
    assert (np.diff(unpack(ordered)["pt"]) <= 0).all()


def test_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    table = jet_table("sc4", 50, seed=3)
    eta = np.where(np.arange(50) % 3, table.scalar("eta"), 2000)  # a third of the jets far from their candidates
    arguments = (table.words, table.scalar("pt"), eta, table.scalar("phi"), "cms20")
    whole = compute(*arguments)
    assert sum(whole.out_of_range.values()) > 0
    monkeypatch.setattr(features, "CHUNK_JETS", 7)
    parts = compute(*arguments)
    assert len(list(features.in_chunks(*arguments))) == 8
    np.testing.assert_array_equal(parts.values, whole.values)
    assert (parts.names, parts.types, parts.out_of_range) == (whole.names, whole.types, whole.out_of_range)


def test_a_wrong_jet_is_named_by_its_row_in_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features, "CHUNK_JETS", 7)
    table = jet_table("sc4", 50, seed=3)
    eta = table.scalar("eta").astype(np.int64)
    eta[30] = 5000
    with pytest.raises(JetsError, match="at row 30"):
        compute(table.words, table.scalar("pt"), eta, table.scalar("phi"), "cms20")


def test_wrong_requests_are_refused() -> None:
    with pytest.raises(JetsError, match="feature set 'cms21' is unknown; use one of cms20"):
        features_of_words(feature_set="cms21")
    with pytest.raises(JetsError, match="17 candidates were requested"):
        features_of_words(candidates=17)
    with pytest.raises(JetsError, match="jet pt must be 1 hardware integers, not float64"):
        features_of_words(pt=20.25)  # type: ignore[arg-type]
    with pytest.raises(JetsError, match=r"jet phi is 1024 at row 0, outside \[-1024, 1023\]"):
        features_of_words(phi=1024)


def test_the_table_in_the_docs_is_the_code() -> None:
    page = (Path(__file__).parents[2] / "docs" / "jets.md").read_text()
    rows = [row for row in page.splitlines() if row.startswith("| `") and "ap_" in row and row.count("|") == 5]
    kinds = (f.type.ap_type().removesuffix(",AP_TRN,AP_SAT>") + ">" for f in FEATURES.values())
    expected = [
        f"| `{f.name}` | {f.description} | {f.unit} | `{kind}` |"
        for f, kind in zip(FEATURES.values(), kinds, strict=True)
    ]
    assert rows == expected
