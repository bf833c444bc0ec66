"""The Python interface that `import codesign` offers to scripts and notebooks."""

import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest

import codesign
import codesign.training.train as training_stage
from codesign.design.training import Pruning
from codesign.errors import CodesignError, ConfigError, ExactnessError, RunError
from codesign.net import reference
from codesign.runs.inputs import datasets
from codesign.runs.run import Run
from tests.fake_runs import estimated, fake_design, fake_jets, fake_sweep, frozen, frozen_net, trained

HEAVY = ("numpy", "pydantic", "keras", "tensorflow", "torch", "matplotlib")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("door")
    return frozen(trained(folder / "run", fake_design(fake_jets(folder))))


def loaded_by(code: str) -> str:
    shown = f"import sys\n{code}\nprint(*[m for m in {HEAVY} if m in sys.modules])"
    return subprocess.run([sys.executable, "-c", shown], capture_output=True, text=True, check=True).stdout.strip()


def test_importing_codesign_loads_nothing() -> None:
    assert loaded_by("import codesign; codesign.__version__") == ""


def test_opening_a_run_loads_no_framework(run) -> None:
    code = (
        f"import codesign; r = codesign.Run.open({str(run.folder)!r}); r.metrics; r.scores(); r.net.run(r.features())"
    )
    assert loaded_by(f"{code}; codesign.Sweep; codesign.Verdict") == "numpy pydantic"


def test_each_public_name_is_the_object_of_its_home() -> None:
    for name in codesign.__all__:
        home = getattr(codesign, name).__module__
        assert getattr(sys.modules[home], name) is getattr(codesign, name)
        assert getattr(codesign, name).__doc__
    assert set(codesign.__all__) == set(codesign._HOMES)
    assert set(codesign.__all__) <= set(dir(codesign))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Runs'"):
        codesign.Runs  # noqa: B018


def test_a_run_opens_from_text(run) -> None:
    opened = codesign.Run.open(str(run.folder))
    assert opened.folder == run.folder
    assert opened.metrics["score"] == run.read("metrics.json")["score"]


def test_metrics_before_freezing_and_of_another_net_are_errors(tmp_path) -> None:
    jets = fake_jets(tmp_path)
    bare = trained(tmp_path / "bare", fake_design(jets))
    with pytest.raises(RunError, match="codesign freeze"):
        bare.metrics  # noqa: B018
    frozen_run = frozen(bare)
    frozen_net(bare.design, datasets(bare).types, seed=9).save(bare.folder)
    with pytest.raises(RunError, match=r"metrics\.json is of another net; run `codesign freeze"):
        codesign.Run.open(frozen_run.folder).metrics  # noqa: B018


def test_scores_are_the_outputs_of_the_net_on_the_test_jets(run) -> None:
    scores, jets = run.scores(), run.jets()
    outputs = run.net.run(run.features())
    assert np.array_equal(scores.outputs["logits"], outputs["logits"].astype(np.float32))
    assert np.array_equal(scores.y, jets.y)
    assert np.array_equal(scores.pt_gev, jets.pt_gev)
    assert len(scores) == len(jets) > 50
    assert scores.classes == run.design.jets.classes


def test_probabilities_are_the_softmax_of_the_logits(run) -> None:
    scores = run.scores()
    expected = [[np.exp(v - row.max()) for v in row] for row in scores.outputs["logits"].astype(np.float64)]
    expected = np.array([np.array(row) / sum(row) for row in expected])
    np.testing.assert_allclose(scores.probabilities, expected, rtol=1e-12)
    np.testing.assert_allclose(scores.probability("b", "charm"), expected[:, [0, 1]].sum(axis=1), rtol=1e-12)
    assert scores.classes[:2] == ("b", "charm")
    assert np.array_equal(scores.is_class("b", "charm"), scores.y < 2)


def test_a_roc_curve_of_the_scores_has_the_area_of_the_metrics(run) -> None:
    from sklearn.metrics import auc, roc_curve

    scores = run.scores()
    mistagged, efficiency, _ = roc_curve(scores.is_class("b"), scores.probability("b"))
    assert auc(mistagged, efficiency) == pytest.approx(run.metrics["one_against_rest"]["b"]["auc"], abs=1e-9)


def test_an_unknown_class_is_named_with_those_that_there_are(run) -> None:
    with pytest.raises(RunError, match="no class 'top'; this design knows b, charm"):
        run.scores().is_class("top")


def test_scores_of_responses_have_both_ends_of_the_correction(tmp_path) -> None:
    heads = {"pt_response": codesign.Design.model_fields["heads"].get_default()["logits"].model_copy()}
    run = frozen(trained(tmp_path / "run", fake_design(fake_jets(tmp_path), heads=heads)))
    scores, target = run.scores(), run.jets().responses["pt_response"]
    assert np.array_equal(scores.raw_gev["pt_response"], target.raw_gev)
    assert np.array_equal(scores.true_gev["pt_response"], target.true_gev)
    with pytest.raises(RunError, match="no head 'logits', only pt_response"):
        scores.probabilities  # noqa: B018


def test_the_nets_run_refuses_what_its_port_does_not_hold(run) -> None:
    x = run.features()[:2].astype(np.float64)
    assert run.net.run(x, trace=True).keys() == set(run.net.graph.shapes)
    with pytest.raises(ExactnessError, match="cast them to it first"):
        run.net.run(x + 1e-6)


def test_the_verdict_is_there_after_the_check(tmp_path) -> None:
    run = frozen(trained(tmp_path / "run", fake_design(fake_jets(tmp_path))))
    assert run.verdict is None
    assert estimated(run, lut=10_000_000).verdict.outcome == "FAIL"


def test_rows_of_a_sweep_hold_what_was_varied_and_decided(tmp_path) -> None:
    folder = fake_sweep(tmp_path / "sweep", fake_jets(tmp_path))
    rows = codesign.Sweep.open(str(folder)).rows()
    assert [row["pruning.sparsity"] for row in rows] == [0.0, 0.4, 0.7]
    assert [row["lut"] for row in rows] == [30_000, 20_000, 10_000]
    assert [(row["lut_low"], row["lut_high"]) for row in rows[:1]] == [(27_000, 36_000)]
    assert [row["latency_ns"] for row in rows] == [27.78] * 3  # ten cycles of 2.778 ns
    assert [row["survivor"] for row in rows] == [True, False, True]
    assert [row["gate"] for row in rows] == [None, "pareto", None]
    assert rows[1]["why"].endswith("tags as well")
    assert [row["csim"] for row in rows] == [True, None, True]
    first = Run.open(rows[0]["folder"])
    assert rows[0]["score"] == first.metrics["score"]["value"]
    assert (rows[0]["design"], rows[0]["key"]) == (first.design.name, first.design.key)


def test_a_table_of_a_sweep_is_a_data_frame_of_its_rows(tmp_path, monkeypatch) -> None:
    sweep = codesign.Sweep.open(fake_sweep(tmp_path / "sweep", fake_jets(tmp_path)))
    monkeypatch.setitem(sys.modules, "pandas", SimpleNamespace(DataFrame=lambda rows: ("frame", rows)))
    assert sweep.table() == ("frame", sweep.rows())
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(CodesignError, match=r"pip install pandas`; Sweep\.rows\(\) gives the same as a list of dicts$"):
        sweep.table()


class Framework:
    """A training framework whose model is a random net."""

    def __init__(self, design) -> None:
        self.design, self.trained = design, 0

    def build(self, graph, precision, types, x, seed):
        return frozen_net(self.design, types, seed)

    def fit(self, model, train, validation, training, pruning, report, heads, checkpoint):
        self.trained += 1
        row = {"epoch": 1, "epochs": 1, "loss": 2.0, "validation_score": 0.5}
        report(row)
        return [row]

    def save(self, model, path):
        path.write_bytes(b"weights")

    def load(self, model, path):
        assert path.read_bytes() == b"weights"

    def freeze(self, model):
        return model

    def predict(self, model, x):
        return reference.run(model, x)


def test_a_script_trains_freezes_and_opens(tmp_path, monkeypatch) -> None:
    config = tmp_path / "mine.yaml"
    jets = fake_jets(tmp_path)
    config.write_text(
        f"jets: {{file: {jets}, features: pt_eta_phi}}\narchitecture: {{sizes: {{phi: [4], rho: [4]}}}}\n"
    )
    framework = Framework(fake_design(jets))
    monkeypatch.setattr(training_stage, "frontend", lambda name: framework)
    told = []
    run = codesign.train(str(config), str(tmp_path / "run"), {"pruning.sparsity": 0.5}, told.append)
    assert run.design.pruning == Pruning(sparsity=0.5)
    assert [row["epoch"] for row in told] == [1]
    assert codesign.freeze(run) is run
    assert run.metrics["score"]["name"] == "macro AUC"
    assert codesign.freeze(str(run.folder)).net.key == run.net.key
    assert codesign.train(run.design, run.folder).folder == run.folder
    assert framework.trained == 1


def test_a_script_with_a_wrong_budget_does_not_train(tmp_path) -> None:
    config = tmp_path / "mine.yaml"
    config.write_text("budget: no_such\n")
    with pytest.raises(ConfigError, match=r"mine\.yaml:1: budget: .*'no_such' is unknown"):
        codesign.train(str(config), str(tmp_path / "run"))
    assert not (tmp_path / "run").exists()
