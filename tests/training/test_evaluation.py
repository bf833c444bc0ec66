from dataclasses import replace

import numpy as np
import pytest

from codesign.jets.dataset import Datasets, load_dataset
from codesign.jets.store import save
from codesign.training import evaluation
from tests.jets.synthetic import jet_file


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Datasets:
    path = tmp_path_factory.mktemp("jets") / "jets.npz"
    save(path, jet_file(6000))
    return load_dataset(path, "sc8", "pt_eta_phi", responses=["pt_response", "mass_response"])


def perfect(data: Datasets, head: str, split: str) -> np.ndarray:
    target = getattr(data, split).responses[head]
    return (target.true_gev / target.raw_gev)[:, None]


def test_no_correction_has_score_0_and_a_perfect_one_1(wide: Datasets) -> None:
    unchanged = np.ones((len(wide.test), 1))
    for head in ("pt_response", "mass_response"):
        nothing = evaluation.score({head: unchanged}, wide.test)
        assert nothing["value"] == pytest.approx(0, abs=1e-6)
        assert nothing["name"] == "width reduction"
        assert evaluation.score({head: perfect(wide, head, "test")}, wide.test)["value"] == pytest.approx(1)


def test_a_network_that_has_learned_nothing_has_a_finite_score(wide: Datasets) -> None:
    score = evaluation.score({"mass_response": np.full((len(wide.test), 1), -1.0)}, wide.test)
    assert score["value"] == evaluation.WORST_REDUCTION
    assert np.isfinite(score["error"])


def test_a_tagger_is_scored_by_its_classes_whatever_else_it_corrects(wide: Datasets) -> None:
    logits = np.eye(len(wide.classes))[wide.test.y]
    score = evaluation.score({"logits": logits, "mass_response": np.ones((len(wide.test), 1))}, wide.test)
    assert score == {"name": "macro AUC", "value": 1.0, "error": 0.0}


def test_the_evaluation_of_two_heads(wide: Datasets) -> None:
    rng = np.random.default_rng(0)

    def outputs(split: str) -> dict[str, np.ndarray]:
        exact = perfect(wide, "mass_response", split)
        return {
            "logits": rng.normal(size=(len(exact), len(wide.classes))),
            "mass_response": exact * rng.normal(0.8, 0.04, exact.shape),
        }

    row = evaluation.evaluate(outputs("test"), wide, outputs("train"))
    mass = row["responses"]["mass_response"]
    assert mass["overall"]["network"]["median"] == pytest.approx(0.8, abs=0.01)
    assert mass["overall"]["network"]["width"] == pytest.approx(0.05, rel=0.1)
    assert mass["overall"]["calibrated"]["median"] == pytest.approx(1, abs=0.02)
    assert {"raw", "all_candidates"} < set(mass["overall"])
    assert [b["low"] for b in mass["true_bins"]][:4] == [20, 40, 60, 80]
    assert sum(b["raw"]["jets"] for b in mass["true_bins"] if 40 <= b["low"] < 200) == mass["overall"]["raw"]["jets"]
    assert [cut["share"] for cut in row["sculpting"]] == [0.5, 0.2, 0.1, 0.05]
    assert row["macro"]["auc"] == row["score"]["value"] == pytest.approx(0.5, abs=0.05)


def test_too_few_jets_for_a_calibration_leave_it_out(wide: Datasets) -> None:
    few = replace(wide, train=wide.train[:20])
    unchanged = {split: np.ones((len(getattr(few, split)), 1)) for split in ("train", "test")}
    report = evaluation.correction("mass_response", unchanged["test"], unchanged["train"], few)
    assert report["calibration"] is None
    assert "calibrated" not in report["overall"]


def test_efficiencies_of_b_and_tau_jets() -> None:
    classes = ("b", "light", "gluon", "tau_plus", "tau_minus")
    y = np.repeat(np.arange(5), 1000)
    logits = 8.0 * np.eye(5)[y]
    rng = np.random.default_rng(0)
    mistaken = rng.random(5000) < 0.3  # 30 % of each class look like light jets
    logits[mistaken] = 8.0 * np.eye(5)[1]
    logits += rng.normal(0, 0.01, logits.shape)
    rows = {row["signal"]: row for row in evaluation.efficiencies(logits, y, classes)}
    assert rows["b"]["efficiency"] == pytest.approx(0.7, abs=0.04)
    assert rows["tau"]["jets"] == 2000
    assert rows["tau"]["error"] == pytest.approx(np.sqrt(0.3 * 0.7 / 2000), rel=0.1)
    assert evaluation.efficiencies(logits[:, :2], np.minimum(y, 1), classes[:2]) == []
