import re
from pathlib import Path

import pytest

from codesign.base import config as configs
from codesign.errors import ConfigError, JetsError
from codesign.sweep import SweepConfig, engine
from codesign.sweep.cluster import Workers
from codesign.sweep.config import design_at, design_name, grid, grid_size
from codesign.sweep.engine import execute, prepare
from codesign.sweep.state import Decision, Sweep


def asked(path, **changes):
    return configs.load(path, SweepConfig, changes)


def test_axes_are_combined_and_keys_of_one_axis_change_together(config, tmp_path):
    sweep = prepare(config, tmp_path / "runs").save()
    points = [
        (r.design.precision.weights, r.design.precision.activations, r.design.pruning.sparsity) for r in sweep.runs
    ]
    assert points == [(3, 4, 0.0), (3, 4, 0.5), (5, 6, 0.0), (5, 6, 0.5)]
    assert [run.design.name for run in sweep.runs][:2] == ["small-w3-a4-s0", "small-w3-a4-s0.5"]
    assert [r.design for r in Sweep.open(tmp_path / "runs").runs] == [r.design for r in sweep.runs]


def test_a_wrong_axis_is_found_before_anything_is_trained(config, tmp_path):
    config.write_text(config.read_text().replace("precision.weights", "precision.wieghts"))
    with pytest.raises(ConfigError, match=r"axes: .*precision\.wieghts: unknown key; did you mean 'weights'"):
        prepare(config, tmp_path / "runs")
    assert not (tmp_path / "runs").exists()


def test_a_wrong_value_of_an_axis_names_its_line_or_its_option(config):
    (config.parent / "base.yaml").write_text("name: base\n")
    wrong = asked(config).replaced({"precision.weights": [3, 40]}, "--axis precision.weights=3,40")
    with pytest.raises(ConfigError) as error:
        design_at(wrong, config, {"precision.weights": 40})
    assert str(error.value).startswith("--axis precision.weights=3,40: precision.weights: input should be less than")
    config.write_text(config.read_text().replace("[0.0, 0.5]", "[0.0, 1.5]"))
    with pytest.raises(ConfigError) as error:
        design_at(asked(config), config, {"precision.weights": 3, "pruning.sparsity": 1.5})
    assert str(error.value).startswith(f"{config}:5: axes: pruning.sparsity=1.5: pruning.sparsity: input should be")
    with pytest.raises(ConfigError, match=r"--axis name\.x=1,2: name is base and holds no keys"):
        design_at(asked(config).replaced({"name.x": [1, 2]}, "--axis name.x=1,2"), config, {"name.x": 1})


def test_a_design_that_is_not_there_is_named_with_line_and_folder(config, tmp_path):
    moved = tmp_path / "elsewhere" / "sweep.yaml"
    moved.parent.mkdir()
    moved.write_text(config.read_text())
    with pytest.raises(ConfigError) as error:
        prepare(moved, tmp_path / "runs")
    assert f"{moved}:2: design: base.yaml: no such file" in str(error.value)
    assert f"relative to the folder of this sweep, {moved.parent}" in str(error.value)
    assert not (tmp_path / "runs").exists()


def test_missing_jets_are_found_before_anything_is_trained(config, tmp_path, monkeypatch):
    """Named are the line of the design that is varied, or the axis."""
    monkeypatch.setattr(Workers, "run", lambda workers, work, trials, tick: pytest.fail("a worker was started"))
    base = config.parent / "base.yaml"
    before = base.read_text()
    base.write_text(f"{before}jets:\n  file: {tmp_path / 'no.npz'}\n")
    line = before.count("\n") + 2
    with pytest.raises(JetsError, match=rf"^{re.escape(str(base))}:{line}: jets\.file: no jets file at .*no\.npz"):
        execute(prepare(config, tmp_path / "runs"), lambda sweep: None)
    on_an_axis = asked(config).replaced({"jets.file": ["shipped", "no.npz"]}, "--axis jets.file=shipped,no.npz")
    with pytest.raises(JetsError, match=r"^--axis jets\.file=shipped,no\.npz: jets\.file: no jets file at no\.npz"):
        execute(prepare(config, tmp_path / "other", on_an_axis), lambda sweep: None)


def test_a_sweep_that_is_trained_needs_no_jets(config, tmp_path, monkeypatch):
    monkeypatch.setattr(engine.gates, "is_over", lambda run: True)
    monkeypatch.setattr(engine.gates, "after_training", lambda run: Decision("training", "not made here"))
    base = config.parent / "base.yaml"
    base.write_text(f"{base.read_text()}jets:\n  file: {tmp_path / 'no.npz'}\n")
    sweep = execute(prepare(config, tmp_path / "runs"), lambda sweep: None)
    assert sweep.survivors == ()


def test_a_grid_has_the_product_of_its_axes(config):
    assert grid_size(asked(config)) == 4 == len(list(grid(asked(config))))
    assert grid_size(asked(config).replaced({"training.seed": list(range(19))})) == 76
    assert grid_size(asked(config, **{"search.method": "random"})) == 0


def test_two_equal_points_are_refused(config, tmp_path):
    config.write_text(config.read_text().replace("[0.0, 0.5]", "[0.5, 0.5]"))
    with pytest.raises(ConfigError, match="two designs of the sweep are the same"):
        prepare(config, tmp_path / "runs")


@pytest.mark.parametrize(
    ("axes", "message"),
    [
        ("[{precision.weights: [3, 4], precision.activations: [4]}]", "lists of one length"),
        ("[{precision.weights: []}]", "lists of one length"),
        ("[{precision.weights: [3]}, {precision.weights: [4]}]", "precision.weights is on two axes"),
        ("[{precision.ebops_penalty: {low: 1.0e-8, high: 1.0e-6}}]", "a grid cannot have ranges"),
        ("[{precision.ebops_penalty: {low: 1.0e-6, high: 1.0e-8}}]", "must be below high"),
        ("[{precision.ebops_penalty: {low: 0.0, high: 1.0, log: true}}]", "starts above zero"),
        ("[{training.seed: [1, 2], precision.ebops_penalty: {low: 0.1, high: 1.0}}]", "a range stands alone"),
    ],
)
def test_axes_that_make_no_points_are_refused(config, axes, message):
    text = config.read_text()
    config.write_text(text[: text.index("axes")] + f"axes: {axes}\n")
    with pytest.raises(ConfigError, match=message):
        asked(config)


def test_the_command_line_replaces_an_axis_or_adds_one(config):
    replaced = asked(config).replaced({"precision.weights": [2, 4, 6], "precision.activations": [2, 4, 6]})
    points = [(point["precision.weights"], point["precision.activations"]) for point in grid(replaced)]
    assert sorted(points) == [(2, 2), (2, 2), (4, 4), (4, 4), (6, 6), (6, 6)]
    assert len(list(grid(asked(config).replaced({"training.seed": [1, 2, 3]})))) == 12


def test_replacing_one_key_of_an_axis_leaves_the_others(config):
    points = list(grid(asked(config).replaced({"precision.weights": [2]})))
    assert {point["precision.activations"] for point in points} == {4, 6}
    assert {point["precision.weights"] for point in points} == {2}


def test_names_tell_keys_and_lists_apart():
    assert design_name("s", {"precision.weights": 3, "training.width": 4}) == "s-we3-wi4"
    assert design_name("s", {"architecture.sizes.phi": [32, 16]}) == "s-p32_16"
    assert design_name("s", {"precision.ebops_penalty": 3e-7}) == "s-e3e-07"


def test_an_unknown_budget_is_found_at_the_first_design(config, tmp_path):
    (config.parent / "base.yaml").write_text("name: base\nbudget: no_such\n")
    with pytest.raises(ConfigError, match="no_such"):
        design_at(asked(config), config, {})


def test_a_local_cluster_has_no_queue(config):
    with pytest.raises(ConfigError, match="queue is for a batch system"):
        asked(config, **{"cluster.queue": "longlunch"})


def test_a_folder_without_a_sweep_is_named(tmp_path):
    with pytest.raises(ConfigError, match="holds no sweep"):
        Sweep.open(tmp_path)


def test_a_sweep_of_an_earlier_version_says_how_to_go_on(tmp_path):
    (tmp_path / "sweep.json").write_text('{"name": "old", "runs": [], "reasons": {}}')
    with pytest.raises(ConfigError, match="earlier version"):
        Sweep.open(tmp_path)


@pytest.mark.parametrize("broken", ['{"config": "a.yaml", "as', '{"config": "a.yaml", "asked": {"name": 3}}', "[]"])
def test_a_broken_sweep_says_how_to_go_on_and_the_command_does(config, tmp_path, broken):
    folder = tmp_path / "runs"
    prepare(config, folder).save()
    (folder / "sweep.json").write_text(broken)
    with pytest.raises(ConfigError, match=r"sweep\.json is broken or of an earlier version .* writes it again"):
        Sweep.open(folder)
    prepare(config, folder).save()
    assert len(Sweep.open(folder).runs) == 4


def test_more_workers_and_another_limit_are_no_new_question(config, tmp_path):
    before = prepare(config, tmp_path / "runs")
    config.write_text(config.read_text() + "cluster: {jobs: 7}\nlimits: {minutes: 3}\n")
    after = prepare(config, tmp_path / "runs")
    assert [run.folder for run in after.runs] == [run.folder for run in before.runs]
    assert after.config.cluster.jobs == 7


@pytest.mark.parametrize("path", sorted(Path("configs/sweeps").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_sweeps_of_the_project_are_sound(path, tmp_path):
    sweep = prepare(path, tmp_path / "runs")
    assert sweep.runs or sweep.config.search.method != "grid"


TREES = "name: trees\narchitecture: {name: trees}\nfrontend: xgboost\n"


def test_designs_beside_the_axes_are_tried_as_they_are(config, tmp_path):
    (config.parent / "other trees.yaml").write_text(TREES)
    config.write_text(config.read_text() + "beside: [other trees.yaml]\n")
    assert grid_size(asked(config)) == 5
    *points, last = prepare(config, tmp_path / "runs").save().runs
    assert [run.design.frontend for run in points] == ["hgq"] * 4
    assert (last.design.name, last.design.architecture.name) == ("small-other_trees", "trees")
    assert Sweep.open(tmp_path / "runs").runs[-1].design == last.design


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("beside: [gone.yaml]", r"sweep\.yaml:\d+: beside: gone\.yaml: no such file; the path is relative to"),
        ("beside: [bad.yaml]", r"bad\.yaml:4: boosting\.rounds?: unknown key"),
        ("beside: [base.yaml, ./base.yaml]", "beside: two files have the same name"),
        ("beside: [base.yaml]\nsearch: {method: random}", "beside: the search random tries points of its axes only"),
    ],
)
def test_a_wrong_design_beside_the_axes_is_named(config, tmp_path, text, message):
    (config.parent / "bad.yaml").write_text(f"{TREES}boosting: {{round: 3}}\n")
    config.write_text(f"{config.read_text()}{text}\n")
    with pytest.raises(ConfigError, match=message):
        prepare(config, tmp_path / "runs")
    assert not (tmp_path / "runs").exists()


def test_missing_jets_of_a_design_beside_the_axes_name_its_file(config, tmp_path, monkeypatch):
    monkeypatch.setattr(Workers, "run", lambda workers, work, trials, tick: pytest.fail("a worker was started"))
    (config.parent / "trees.yaml").write_text(f"{TREES}jets: {{file: gone.npz}}\n")
    config.write_text(config.read_text() + "beside: [trees.yaml]\n")
    with pytest.raises(JetsError, match=r"trees\.yaml:4: jets\.file: no jets file at .*gone\.npz"):
        execute(prepare(config, tmp_path / "runs"), lambda sweep: None)
