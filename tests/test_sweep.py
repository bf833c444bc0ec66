import os
import signal

import pytest

from codesign.agreement import Agreement
from codesign.errors import ConfigError, RunError
from codesign.figures import Figure
from codesign.sweep import Sweep, _recorded, _share_out, select

DESIGN = "name: base\narchitecture: {name: mlp, sizes: {hidden: [8]}}\n"
SWEEP = """\
name: small
design: base.yaml
axes:
  - {precision.weights: [3, 5], precision.activations: [4, 6]}
  - {pruning.sparsity: [0.0, 0.5]}
keep: 2
"""


@pytest.fixture
def config(tmp_path):
    (tmp_path / "base.yaml").write_text(DESIGN)
    path = tmp_path / "sweep.yaml"
    path.write_text(SWEEP)
    return path


def test_axes_are_combined_and_keys_of_one_axis_change_together(config, tmp_path):
    sweep = Sweep.create(config, tmp_path / "runs")
    points = [
        (r.design.precision.weights, r.design.precision.activations, r.design.pruning.sparsity) for r in sweep.runs
    ]
    assert points == [(3, 4, 0.0), (3, 4, 0.5), (5, 6, 0.0), (5, 6, 0.5)]
    assert len({run.design.name for run in sweep.runs}) == 4
    assert [r.design for r in Sweep.open(tmp_path / "runs").runs] == [r.design for r in sweep.runs]


def test_a_wrong_axis_is_found_before_anything_is_trained(config, tmp_path):
    config.write_text(SWEEP.replace("precision.weights", "precision.wieghts"))
    with pytest.raises(ConfigError, match=r"axes: .*precision\.wieghts: unknown key; did you mean 'weights'"):
        Sweep.create(config, tmp_path / "runs")


def test_two_equal_points_are_refused(config, tmp_path):
    config.write_text(SWEEP.replace("[0.0, 0.5]", "[0.5, 0.5]"))
    with pytest.raises(ConfigError, match="same design"):
        Sweep.create(config, tmp_path / "runs")


def test_a_folder_without_a_sweep_is_named(tmp_path):
    with pytest.raises(ConfigError, match="holds no sweep"):
        Sweep.open(tmp_path)


def test_another_sweep_does_not_overwrite_a_run(config, tmp_path):
    sweep = Sweep.create(config, tmp_path / "runs")
    victim = sweep.runs[0].folder / "design.yaml"
    victim.write_text(victim.read_text().replace("seed: 1", "seed: 2"))
    with pytest.raises(RunError, match="holds design"):
        Sweep.create(config, tmp_path / "runs")


def finished(run, score, lut, outcome="PASS"):
    figure = Figure.exactly(lut, "estimated", "test", "test").to_dict()
    run.write("metrics.json", {"score": {"value": score, "error": 0.001}})
    run.write("estimate.json", {"usage": {"lut": figure}})
    run.write("verdict.json", {"outcome": outcome})
    run.write("agreement.json", {"rows": [agreement(witness) for witness in ("framework", "rtl")]})


def agreement(witness, mismatches=0):
    return Agreement(witness, "reference", "jets", 80, mismatches, float(mismatches), None, 0).to_dict()


def kept(sweep):
    reasons = select(sweep)
    return [run.folder.name for run in sweep.runs if not reasons[run.folder.name]], reasons


def test_survivors_are_on_the_front_and_inside_the_budget(config, tmp_path):
    sweep = Sweep.create(config, tmp_path / "runs")
    for run, values in zip(sweep.runs, [(0.80, 100), (0.85, 200), (0.84, 250), (0.90, 900, "FAIL")], strict=True):
        finished(run, *values)
    names, reasons = kept(sweep)
    assert names == [sweep.runs[0].folder.name, sweep.runs[1].folder.name]
    assert reasons[sweep.runs[2].folder.name].startswith(sweep.runs[1].design.name)
    assert reasons[sweep.runs[3].folder.name] == "breaks its budget"


def test_equal_designs_do_not_drop_each_other(config, tmp_path):
    sweep = Sweep.create(config, tmp_path / "runs")
    for run in sweep.runs:
        finished(run, 0.8, 100)
    assert len(kept(sweep)[0]) == 2  # and keep: 2 drops the rest
    assert sum(reason == "only the best 2 are kept" for reason in kept(sweep)[1].values()) == 2


def test_a_design_that_is_not_exact_is_no_survivor(config, tmp_path):
    sweep = Sweep.create(config, tmp_path / "runs")
    for run in sweep.runs:
        finished(run, 0.8, 100)
    sweep.runs[0].write("agreement.json", {"rows": [agreement("framework"), agreement("rtl", 3)]})
    sweep.runs[1].write("agreement.json", {"rows": [agreement("framework")]})
    reasons = kept(sweep)[1]
    assert reasons[sweep.runs[0].folder.name] == "failed: 3 outputs of rtl differ from the reference"
    assert reasons[sweep.runs[1].folder.name] == "failed: rtl was not compared with the reference"


def test_any_error_of_a_worker_is_kept_with_its_traceback(config, tmp_path):
    run = Sweep.create(config, tmp_path / "runs").runs[0]

    def work(opened):
        raise ZeroDivisionError("by accident")

    _recorded(run.folder, work)
    assert "ZeroDivisionError: by accident; see error.log" in run.read("progress.json")["error"]
    assert "Traceback" in (run.folder / "error.log").read_text()


def killed(folder):
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_killed_worker_says_that_the_same_command_goes_on(config, tmp_path):
    sweep = Sweep.create(config, tmp_path / "runs")
    with pytest.raises(RunError, match="the same command goes on"):
        _share_out(killed, sweep.runs[:1], 1, lambda: None)


def test_a_failed_design_is_reported_and_the_others_are_kept(config, tmp_path):
    sweep = Sweep.create(config, tmp_path / "runs")
    sweep.runs[0].write("progress.json", {"stage": "failed", "error": "no jets"})
    for run in sweep.runs[1:3]:
        finished(run, 0.8, 100)
    names, reasons = kept(sweep)
    assert len(names) == 2
    assert reasons[sweep.runs[0].folder.name] == "failed: no jets"
