import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.jets.features import FEATURE_SETS, compute
from codesign.jets.mirror import MIRRORS, mirrored, mirrors
from codesign.jets.words import pack, unpack

from .synthetic import jet_table

FIELDS_TURNED = {"dphi": ("phi",), "deta": ("eta", "z0")}  # first feature that a mirror negates -> fields of the word


def test_each_feature_set_has_both_mirrors_and_one_without_angles_has_none():
    for names in FEATURE_SETS.values():
        turned = mirrors(names)
        assert [[n for n, on in zip(names, row, strict=True) if on] for row in turned] == [
            [n for n in group if n in names] for group in MIRRORS
        ]
    assert mirrors(("pt", "isfilled")).shape == (0, 2)


@pytest.mark.parametrize("mirror", range(len(MIRRORS)))
def test_a_jet_whose_words_are_mirrored_has_these_features(mirror):
    table = jet_table("sc4", 500, seed=3)
    scalars = {name: np.asarray(table.scalars[name], np.int64) for name in ("pt", "eta", "phi")}
    fields = unpack(table.words)
    turned = FIELDS_TURNED[MIRRORS[mirror][0]]
    flipped = pack({n: -v if n in turned else v for n, v in fields.items()})
    flipped_scalars = {n: -v if n in turned else v for n, v in scalars.items()}
    plain, seen = (
        compute(words, s["pt"], s["eta"], s["phi"], "cms20")
        for words, s in ((table.words, scalars), (flipped, flipped_scalars))
    )
    signs = np.where(mirrors(plain.names)[mirror], -1, 1)
    assert (plain.values * signs == seen.values).all()
    assert (plain.values != seen.values).any()


@given(st.integers(1, 40), st.integers(1, 5), st.integers(0, 2**32))
def test_only_signs_of_whole_jets_change(jets, candidates, seed):
    names = FEATURE_SETS["cms20"]
    x = np.random.default_rng(seed).normal(size=(jets, candidates, len(names))).astype(np.float32)
    before, turned = x.copy(), mirrors(names)
    images = mirrored(x, turned, np.random.default_rng(seed))
    assert (x == before).all()
    ratio = images / x
    assert images.dtype == np.float32
    assert (ratio == ratio[:, :1]).all()
    assert (ratio[..., ~turned.any(axis=0)] == 1).all()
    for row in turned:
        assert (ratio[..., row] == ratio[..., row][..., :1]).all()


def test_all_four_images_are_as_likely():
    names = FEATURE_SETS["pt_eta_phi"]
    images = mirrored(np.ones((4000, 1, 3), np.float32), mirrors(names), np.random.default_rng(0))
    kinds, counts = np.unique(images[:, 0], axis=0, return_counts=True)
    assert kinds.tolist() == [[1, -1, -1], [1, -1, 1], [1, 1, -1], [1, 1, 1]]
    assert (abs(counts - 1000) < 120).all()  # more than four standard deviations
