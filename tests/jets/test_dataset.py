from pathlib import Path

import numpy as np
import pytest

from codesign.errors import JetsError
from codesign.jets import features
from codesign.jets.classes import CLASSES, TAGGER_CLASSES, WIDE_CLASSES
from codesign.jets.dataset import load_dataset
from codesign.jets.features import compute
from codesign.jets.store import SHIPPED, JetFile, JetTable, load, save
from codesign.jets.targets import MASS_RATIO_RANGE
from codesign.jets.weights import MASS_BINS_GEV, PT_BINS_GEV, class_weights, response_weights

from .synthetic import jet_file, jet_table


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    save(tmp_path / "jets.npz", jet_file(300))
    return tmp_path / "jets.npz"


def save_with(path: Path, **scalars: np.ndarray) -> Path:
    """Path of a file whose sc4 table has the given scalars instead of its own."""
    table = jet_table("sc4", 300, seed=1)
    save(path / "changed.npz", JetFile({"sc4": JetTable(table.words, dict(table.scalars) | scalars)}, {}))
    return path / "changed.npz"


def test_splits_hold_the_jets_of_their_events(saved: Path) -> None:
    data = load_dataset(saved)
    assert data.classes == TAGGER_CLASSES
    assert data.train.x.shape[1:] == (16, 20)
    assert data.train.x.dtype == np.float32
    table = jet_table("sc4", 300, seed=1)
    for number, split in enumerate((data.train, data.validation, data.test)):
        rows = (table.scalars["split"] == number) & (table.scalars["label"] >= 0) & (table.scalars["label"] < 8)
        assert len(split) == rows.sum() > 0
        np.testing.assert_array_equal(split.y, table.scalars["label"][rows])
        np.testing.assert_array_equal(split.scalars["event"], table.scalars["event"][rows])
        axis = (table.scalars[name][rows] for name in ("pt", "eta", "phi"))
        np.testing.assert_array_equal(split.x, compute(table.words[rows], *axis, "cms20").as_float())
        np.testing.assert_array_equal(split.pt_gev, table.scalars["pt"][rows] / 4)
    assert data.dropped == {"unlabelled": 30, "pileup": 30}


def test_jets_read_a_few_at_a_time_are_the_same(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = load_dataset(saved)
    monkeypatch.setattr(features, "CHUNK_JETS", 13)
    parts = load_dataset(saved)
    for name in ("train", "validation", "test"):
        np.testing.assert_array_equal(getattr(parts, name).x, getattr(whole, name).x)
    assert parts.out_of_range == whole.out_of_range
    table = jet_table("sc4", 300, seed=1)
    axis = (table.scalars[name] for name in ("pt", "eta", "phi"))
    assert parts.out_of_range == compute(table.words, *axis, "cms20").out_of_range


def test_class_order_is_the_one_asked_for(saved: Path) -> None:
    data = load_dataset(saved, classes=["muon", "b"], feature_set="pt_eta_phi", candidates=8)
    assert data.train.x.shape[1:] == (8, 3)
    assert data.features == ("pt", "deta", "dphi")
    labels = np.array([CLASSES.index("muon"), CLASSES.index("b")])
    np.testing.assert_array_equal(labels[data.train.y], data.train.scalars["label"])
    assert set(data.train.y) == {0, 1}


def test_the_classes_are_in_the_order_of_the_cms_tagger(saved: Path) -> None:
    """b, c, uds, g, tau_p, tau_n, mu, e in CMSSW."""
    expected = ("b", "charm", "light", "gluon", "tau_plus", "tau_minus", "muon", "electron")
    assert load_dataset(saved).classes == expected


@pytest.mark.parametrize("named", [True, False])
def test_a_file_from_before_the_order_changed_is_read_by_name(tmp_path: Path, named: bool) -> None:
    """In version 2, label 6 stood for electrons and 7 for muons, and the manifest named them in that order."""
    names = ["b", "charm", "light", "gluon", "tau_plus", "tau_minus", "electron", "muon", "pileup"]
    table = jet_table("sc4", 300, seed=1)
    manifest = {"classes": names} if named else {}
    save(tmp_path / "old.npz", JetFile({"sc4": table}, manifest, version=2))
    data = load_dataset(tmp_path / "old.npz", classes=["muon", "electron"])
    for split in (data.train, data.validation, data.test):
        np.testing.assert_array_equal(split.scalars["label"], np.array([7, 6])[split.y])
    assert len(data.train) > 0
    assert set(data.dropped) == {*names[:6], "pileup", "unlabelled"}


def test_wide_jets_have_their_own_classes(saved: Path) -> None:
    data = load_dataset(saved, table="sc8")
    assert data.classes == tuple(WIDE_CLASSES)
    codes = np.array(list(WIDE_CLASSES.values()))
    np.testing.assert_array_equal(codes[data.test.y], data.test.scalars["label"])
    assert set(data.dropped) == {"unlabelled"}
    assert "resonance_mass_gev" in data.train.scalars


def test_the_shipped_sample_has_what_the_docs_promise() -> None:
    assert SHIPPED.stat().st_size <= 4_000_000
    data = load_dataset("shipped")
    splits = (data.train, data.validation, data.test)
    assert sum(map(len, splits)) >= 20_000
    assert np.bincount(np.concatenate([s.y for s in splits]), minlength=8).min() >= 1_000
    assert all(np.bincount(s.y, minlength=8).min() >= 100 for s in splits)
    assert sum(data.out_of_range.values()) < 100
    assert len(load(SHIPPED).table("sc8")) >= 5_000


def test_class_weights_give_every_class_the_same_sum() -> None:
    y = np.array([0] * 90 + [1] * 9 + [3])
    weight = class_weights(y, 4)
    sums = np.bincount(y, weights=weight)
    np.testing.assert_allclose(sums[[0, 1, 3]], 100 / 3, rtol=1e-6)
    assert weight.mean() == pytest.approx(1)
    assert class_weights(np.zeros(0, np.int64), 3).shape == (0,)


def test_class_pt_weights_give_every_class_the_same_spectrum() -> None:
    rng = np.random.default_rng(0)
    y = np.repeat([0, 1], [4000, 1000])
    pt_gev = np.where(y == 0, rng.uniform(30, 100, 5000), rng.triangular(15, 100, 100, 5000).clip(30))
    weight = class_weights(y, 2, pt_gev)
    spectra = [np.histogram(pt_gev[y == c], PT_BINS_GEV[:-1], weights=weight[y == c].astype(float))[0] for c in (0, 1)]
    np.testing.assert_allclose(spectra[0], spectra[1], rtol=1e-5)
    plain = [np.histogram(pt_gev[y == c], PT_BINS_GEV[:-1])[0] for c in (0, 1)]
    assert abs(plain[0] / 4 - plain[1]).max() > 50


def test_a_nearly_empty_pt_bin_of_a_class_does_not_rule() -> None:
    y = np.repeat([0, 1], 1000)
    pt_gev = np.where(y == 0, 40.0, 90.0)
    pt_gev[1000] = 40.0
    weight = class_weights(y, 2, pt_gev)
    assert weight[1000] == pytest.approx(10 / 0.5 * weight[1500], rel=0.01)


def test_weightings_differ_as_named(saved: Path) -> None:
    weights = [load_dataset(saved, weighting=w).train.weight for w in ("none", "class", "class_pt")]
    assert (weights[0] == 1).all()
    assert len(np.unique(weights[1])) > 1
    assert len(np.unique(weights[2])) > len(np.unique(weights[1]))
    for weight in weights:
        assert weight.mean() == pytest.approx(1, rel=1e-5)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_number_that_is_none_is_named_with_its_row(tmp_path: Path, value: float) -> None:
    target = np.ones(300, np.float32)
    target[[17, 40]] = value
    with pytest.raises(JetsError, match=rf"target_pt_ratio is {value} at row 17 \(2 such rows\)"):
        load_dataset(save_with(tmp_path, target_pt_ratio=target))


def test_an_event_in_two_splits_is_refused(tmp_path: Path) -> None:
    split = (np.arange(300) % 3).astype(np.int8)
    with pytest.raises(JetsError, match=r"event 0 of .* is in the splits train and validation"):
        load_dataset(save_with(tmp_path, split=split))


def test_unknown_splits_labels_and_classes_are_refused(tmp_path: Path, saved: Path) -> None:
    with pytest.raises(JetsError, match="has split 3"):
        load_dataset(save_with(tmp_path, split=np.full(300, 3, np.int8)))
    label = np.zeros(300, np.int8)
    label[5] = 9
    with pytest.raises(JetsError, match="label 9 at row 5 of table sc4"):
        load_dataset(save_with(tmp_path, label=label))
    with pytest.raises(JetsError, match="no class 'bottom' in table sc4; choose from b, charm"):
        load_dataset(saved, classes=["bottom"])
    with pytest.raises(JetsError, match="names a class twice"):
        load_dataset(saved, classes=["b", "b"])


def test_a_class_without_training_jets_is_refused(tmp_path: Path) -> None:
    path = save_with(tmp_path, label=np.zeros(300, np.int8))
    with pytest.raises(JetsError, match="has no charm jets in its train split; leave charm out"):
        load_dataset(path)
    assert len(load_dataset(path, classes=["b"]).train) == 102


def test_a_missing_scalar_is_named(tmp_path: Path) -> None:
    save(tmp_path / "bare.npz", JetFile({"sc4": JetTable(np.zeros((2, 16), np.uint64), {})}, {}))
    with pytest.raises(JetsError, match="no scalar 'split'"):
        load_dataset(tmp_path / "bare.npz")


def test_jets_without_a_mass_are_dropped_and_counted(saved: Path) -> None:
    plain, wide = load_dataset(saved, "sc8"), load_dataset(saved, "sc8", responses=["pt_response", "mass_response"])
    splits = [(getattr(plain, name), getattr(wide, name)) for name in ("train", "validation", "test")]
    lost = sum(len(before) - len(after) for before, after in splits)
    assert wide.dropped == {**plain.dropped, "no mass_response": lost}
    assert lost > 0
    for _, split in splits:
        assert list(split.targets) == ["pt_response", "mass_response"]
        assert all(np.isfinite(target).all() and target.shape == (len(split),) for target in split.targets.values())
        np.testing.assert_allclose(
            split.targets["mass_response"],
            np.clip(
                split.responses["mass_response"].true_gev / split.responses["mass_response"].raw_gev, *MASS_RATIO_RANGE
            ),
            rtol=1e-6,
        )


def test_pileup_jets_have_no_pt_to_learn(saved: Path) -> None:
    with pytest.raises(JetsError, match="no pileup jets in its train split"):
        load_dataset(save_unmatched(saved), classes=["b", "pileup"], responses=["pt_response"])


def save_unmatched(saved: Path) -> Path:
    """Path of a file with the same jets, but pile-up jets have no generator jet, as in real samples."""
    table = jet_table("sc4", 300, seed=1)
    gen_pt = np.where(table.scalars["label"] == CLASSES.index("pileup"), 0, table.scalars["gen_pt_gev"])
    return save_with(saved.parent, gen_pt_gev=gen_pt)


def test_response_weights_are_flat_in_the_true_mass() -> None:
    rng = np.random.default_rng(0)
    true_gev = rng.gamma(2, 30, 20_000)
    label = rng.choice([0, 0, 0, 6, 24], 20_000)
    weight = response_weights("mass_response", true_gev, label)
    for kind in (label == 0, label > 0):
        sums = np.histogram(true_gev[kind], MASS_BINS_GEV, weights=weight[kind].astype(float))[0]
        counts = np.histogram(true_gev[kind], MASS_BINS_GEV)[0]
        full = counts > 300
        assert full.sum() >= 8
        np.testing.assert_allclose(sums[full], 20_000 / 2 / np.count_nonzero(counts), rtol=0.1)
        assert counts[full].max() / counts[full].min() > 1.5
    assert weight.mean() == pytest.approx(1, rel=1e-5)


def test_a_nearly_empty_bin_of_true_mass_does_not_rule() -> None:
    true_gev = np.array([50.0] * 5000 + [150.0])
    weight = response_weights("mass_response", true_gev, np.zeros(5001, int))
    assert weight[-1] / weight[0] == pytest.approx(10 / 0.5, rel=0.01)


def save_by_process(path: Path) -> Path:
    """Path of a file in the order of the simulation: 900 jets of the first process, then 900 of each of two others."""
    table = jet_table("sc4", 2700, seed=1)
    event = np.arange(2700) // 3
    scalars = dict(table.scalars) | {"split": (event % 9 == 8).astype(np.int8), "process": event // 300}
    save(path / "ordered.npz", JetFile({"sc4": JetTable(table.words, scalars)}, {}))
    return path / "ordered.npz"


def test_max_jets_leaves_each_process_its_share_in_whole_events(tmp_path: Path) -> None:
    """By hand: a quarter of the jets is a quarter of each process, to within one event of three jets."""
    path = save_by_process(tmp_path)
    whole = load_dataset(path)
    data = load_dataset(path, max_jets=len(whole.train) // 4)
    assert 0 <= len(whole.train) // 4 - len(data.train) < 3
    counts = [np.bincount(split.scalars["process"], minlength=3) for split in (whole.train, data.train)]
    assert (abs(counts[1] - counts[0] / 4) <= 3).all()
    event = data.train.scalars["event"]
    rows = np.flatnonzero(np.isin(whole.train.scalars["event"], event))
    np.testing.assert_array_equal(event, whole.train.scalars["event"][rows])  # whole events, in the file's order
    for name in ("x", "y"):
        np.testing.assert_array_equal(getattr(data.train, name), getattr(whole.train, name)[rows])
    np.testing.assert_array_equal(data.test.x, whole.test.x)
    np.testing.assert_array_equal(data.validation.weight, whole.validation.weight)


def test_a_limit_of_all_jets_changes_nothing(tmp_path: Path) -> None:
    path = save_by_process(tmp_path)
    whole = load_dataset(path)
    for limit in (len(whole.train), 10**9):
        data = load_dataset(path, max_jets=limit)
        np.testing.assert_array_equal(data.train.x, whole.train.x)
        np.testing.assert_array_equal(data.train.weight, whole.train.weight)


def test_weights_are_those_of_the_jets_chosen(saved: Path) -> None:
    """The weights of every class have the same sum; those of the response equal a file with only these jets."""
    whole = load_dataset(saved, "sc8", responses=["mass_response"])
    data = load_dataset(saved, "sc8", responses=["mass_response"], max_jets=40)
    assert len(data.train) <= 40
    sums = np.bincount(data.train.y, weights=data.train.weight)
    np.testing.assert_allclose(sums, len(data.train) / 5, rtol=1e-5)
    table = jet_table("sc8", 300, seed=2)
    kept = (table.scalars["split"] != 0) | np.isin(table.scalars["event"], data.train.scalars["event"])
    alone = JetTable(table.words[kept], {name: values[kept] for name, values in table.scalars.items()})
    save(saved.parent / "alone.npz", JetFile({"sc8": alone}, {}))
    expected = load_dataset(saved.parent / "alone.npz", "sc8", responses=["mass_response"]).train
    np.testing.assert_array_equal(data.train.weight_of("mass_response"), expected.weight_of("mass_response"))
    np.testing.assert_array_equal(data.train.targets["mass_response"], expected.targets["mass_response"])
    assert data.train.weight_of("logits") is data.train.weight
    assert len(data.validation) == len(whole.validation)


def test_candidates_do_not_change_which_jets_are_chosen(saved: Path) -> None:
    """A teacher that sees more candidates than its student learns from the same jets."""
    few, many = (load_dataset(saved, candidates=number, max_jets=60).train for number in (8, 16))
    np.testing.assert_array_equal(few.scalars["event"], many.scalars["event"])
    np.testing.assert_array_equal(few.x, many.x[:, :8])


def test_a_limit_that_leaves_a_class_without_jets_is_refused(saved: Path) -> None:
    with pytest.raises(JetsError, match=r"has no b jets among the 1 that max_jets: 1 leaves for training; raise max_j"):
        load_dataset(saved, max_jets=1)
    assert load_dataset(saved, classes=["b"], max_jets=5).train.y.tolist() == [0] * 5
