"""`--json` prints a single documented object, which agrees with the files and tables."""

import json
import sys
from pathlib import Path
from typing import get_args

import pytest

from codesign.cli import json_docs, json_models
from codesign.cli.app import ERROR, main
from codesign.report import differences, regression_gate
from codesign.runs.run import Run
from codesign.sweep import Sweep
from codesign.sweep.state import Decision
from tests.fake_runs import estimated, fake_design, fake_jets, fake_sweep, frozen, trained, write_sweep

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def jets(tmp_path_factory):
    return fake_jets(tmp_path_factory.mktemp("jets"))


@pytest.fixture(scope="module")
def run(tmp_path_factory, jets):
    return estimated(frozen(trained(tmp_path_factory.mktemp("run") / "one", fake_design(jets, "one"))))


@pytest.fixture(scope="module")
def sweep(tmp_path_factory, jets):
    return fake_sweep(tmp_path_factory.mktemp("sweep"), jets)


@pytest.fixture
def printed(monkeypatch, capsys):
    """Runs a verb with --json; returns its exit code and the printed record, checked by its model."""

    def call(model, *arguments):
        monkeypatch.setattr(sys, "argv", ["codesign", *map(str, arguments), "--json"])
        with pytest.raises(SystemExit) as stop:
            main()
        out = capsys.readouterr().out
        record = model.model_validate_json(out)
        assert json.loads(out).keys() == set(model.model_fields)
        return stop.value.code or 0, record

    return call


def test_the_page_on_json_is_written_from_the_records() -> None:
    assert (ROOT / "docs/json.md").read_text() == json_docs.page()


def test_every_key_but_the_plainest_is_described() -> None:
    plain = {"verb", "format", "usage", "timing", "designs", "gates", "one", "other", "differs", "median", "jets"}
    plain |= {"events", "candidates", "pt_response"}
    for model in json_docs._in_order():
        undescribed = {name for name, field in model.model_fields.items() if not field.description}
        assert undescribed <= plain, model.__name__


def test_words_of_the_report_are_those_of_the_records() -> None:
    assert get_args(json_models.Judgement) == get_args(differences.Judgement)
    assert get_args(json_models.GateOutcome) == get_args(regression_gate.Outcome)


def test_check(run, printed) -> None:
    code, record = printed(json_models.Check, "check", run.folder)
    known = run.read("verdict.json")
    assert (code, record.exit_code, record.outcome) == (2, 2, "INCONCLUSIVE")
    assert (record.budget, record.words) == ("one_slr", known["words"])
    assert (record.design, record.key, record.folder) == ("one", run.design.key, str(run.folder))
    assert [(line.name, line.outcome) for line in record.limits] == [(n["name"], n["outcome"]) for n in known["lines"]]
    lut = next(line for line in record.limits if line.name.startswith("LUT"))
    assert (lut.used.value, lut.used.low, lut.used.high, lut.allowed) == (20_000, 18_000, 24_000, 432_000)
    assert lut.used.note == "outside the calibration"


def test_check_against_another_budget(run, printed) -> None:
    assert printed(json_models.Check, "check", run.folder, "--budget", "one_fpga")[1].budget == "one_fpga"


def test_check_against_a_baseline(sweep, printed, tmp_path, monkeypatch, capsys) -> None:
    file = tmp_path / "baseline.yaml"
    monkeypatch.setattr(sys, "argv", ["codesign", "baseline", str(sweep), "-o", str(file)])
    with pytest.raises(SystemExit):
        main()
    capsys.readouterr()
    code, record = printed(json_models.CheckBaseline, "check", sweep, "--baseline", file)
    assert (code, record.exit_code, record.unknown) == (0, 0, [])
    assert {line.design for line in record.lines} == {"sparse0.0", "sparse0.7"}
    assert {line.outcome for line in record.lines} == {"SAME"}
    file.write_text(file.read_text().replace("value: 30000.0", "value: 20000.0"))
    code, record = printed(json_models.CheckBaseline, "check", sweep, "--baseline", file)
    assert (code, record.exit_code) == (1, 1)
    worse = [line for line in record.lines if line.outcome == "WORSE"]
    assert [(line.design, line.quantity) for line in worse] == [("sparse0.0", "LUT")]


def test_estimate(run, printed) -> None:
    code, record = printed(json_models.Estimate, "estimate", run.folder)
    assert (code, record.net, record.part) == (0, run.net.key, "xcvu13p-flga2577-2-e")
    assert (record.usage.lut.value, record.usage.ff.value, record.usage.dsp.value) == (20_000, 40_000, 0)
    assert (record.timing.latency_cycles.value, record.timing.latency_ns.value) == (10, 27.78)
    assert (record.period_ns, record.timing.clock_mhz.value) == (2.778, 1000 / 2.778)


def test_an_open_band_and_an_unknown_number_are_null(run) -> None:
    from codesign.cli.json_output import _quantity
    from codesign.cost.figures import Figure

    band = _quantity(Figure(1.0, 0.5, float("inf"), "estimated", "a test", "none"))
    assert (band.value, band.low, band.high) == (1.0, 0.5, None)
    unknown = _quantity(Figure.unavailable("a test", "none", "nobody knows"))
    assert (unknown.value, unknown.low, unknown.high, unknown.kind) == (None, None, None, "unavailable")


def test_status_of_a_sweep_that_was_stopped(sweep, printed) -> None:
    code, record = printed(json_models.Status, "sweep", "status", sweep)
    assert (code, record.name, record.over, record.worker, record.trials_left) == (0, "sparsities", False, None, 0)
    assert record.command == f"codesign sweep {sweep / 'sweep.yaml'} -o {sweep}"
    assert [(d.design, d.survivor, d.gate) for d in record.designs] == [
        ("sparse0.0", True, None),
        ("sparse0.4", False, "pareto"),
        ("sparse0.7", True, None),
    ]
    assert [d.lut.value for d in record.designs] == [30_000, 20_000, 10_000]
    first = Run.open(Path(record.designs[0].folder))
    assert record.designs[0].test_score == first.metrics["score"]["value"]
    dropped = {gate.name: (gate.entered, gate.dropped) for gate in record.gates}
    assert dropped["Pareto front"] == (3, 1)


def test_status_of_trainings_and_failures(tmp_path, jets, printed) -> None:
    designs = [fake_design(jets, name) for name in ("a", "b")]
    runs = [Run.create(design, tmp_path / "sweep" / design.name) for design in designs]
    runs[0].write("progress.json", {"stage": "train", "epoch": 3, "epochs": 30, "validation_score": 0.75})
    runs[1].write("progress.json", {"stage": "failed", "error": "no \x1b[1m jets"})
    write_sweep(tmp_path / "sweep", runs, {})
    decided = Sweep.open(tmp_path / "sweep").decided({"b": Decision("training", "failed: no jets")})
    assert not decided.is_over
    one, other = printed(json_models.Status, "sweep", "status", tmp_path / "sweep")[1].designs
    assert (one.stage, one.epoch, one.epochs, one.validation_score, one.survivor) == ("train", 3, 30, 0.75, None)
    assert (other.stage, other.error, other.survivor, other.lut) == ("failed", "no \x1b[1m jets", False, None)


def test_info(printed) -> None:
    code, record = printed(json_models.Info, "jets", "info", "shipped")
    assert (code, record.file, record.events) == (0, "shipped", None)
    assert len(record.sha256) == 64
    assert set(record.tables) == {"sc4", "sc8"}
    sc4, sc8 = record.tables["sc4"], record.tables["sc8"]
    assert sum(sc4.splits.values()) == sc4.jets == sum(sum(c.splits.values()) for c in sc4.classes.values())
    assert {c.mass_gev for c in sc4.classes.values()} == {None}
    assert all(c.mass_gev > 0 for c in sc8.classes.values())


def test_a_picture_is_told_elsewhere(printed, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("codesign.jets.drawing.draw", lambda jets, path: path.write_bytes(b"drawn"))
    printed(json_models.Info, "jets", "info", "shipped", "-o", tmp_path / "card.png")
    assert (tmp_path / "card.png").read_bytes() == b"drawn"


def test_compare(sweep, printed) -> None:
    one, _, other = Sweep.open(sweep).runs
    code, record = printed(json_models.Compare, "compare", one.folder, other.folder)
    assert (code, record.one.design, record.other.design) == (0, "sparse0.0", "sparse0.7")
    rows = {row.what: row for row in record.rows}
    sparsity = rows["pruning.sparsity"]
    assert (sparsity.one, sparsity.other, sparsity.is_result, sparsity.differs) == ("0", "0.7", False, True)
    lut = next(row for what, row in rows.items() if "LUT" in what)
    assert (lut.judgement, lut.is_result) == ("better", True)
    assert [row.differs for row in record.rows] == sorted((row.differs for row in record.rows), reverse=True)


@pytest.mark.parametrize(
    "words", [("check",), ("estimate",), ("sweep", "status"), ("jets", "info"), ("compare", "gone")]
)
def test_after_an_error_standard_output_is_empty(words, monkeypatch, capsys, tmp_path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["codesign", *words, "gone", "--json"])
    with pytest.raises(SystemExit) as stop:
        main()
    out, err = capsys.readouterr()
    assert (stop.value.code, out) == (ERROR, "")
    assert "gone" in err
