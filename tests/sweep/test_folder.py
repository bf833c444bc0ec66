"""A sweep refuses the folder of another sweep unless the user wants it."""

import json
import re

import pytest

from codesign.errors import ConfigError, RunError
from codesign.sweep.engine import prepare
from codesign.sweep.state import Decision, Sweep


@pytest.fixture
def folder(config, tmp_path):
    """The folder of the sweep `small`, with one decision."""
    made = prepare(config, tmp_path / "runs")
    made.save().decided({made.runs[0].folder.name: Decision("training", "failed: no jets")})
    return made.folder


def content(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def another(config, name="other", **replaced):
    text = config.read_text().replace("name: small", f"name: {name}")
    for old, new in replaced.items():
        text = text.replace(old, new)
    path = config.with_name("another.yaml")
    path.write_text(text)
    return path


def test_a_sweep_of_another_name_is_refused_and_writes_nothing(config, folder):
    before = content(folder)
    path = another(config)
    with pytest.raises(RunError) as error:
        prepare(path, folder)
    said = str(error.value)
    assert said.startswith(f"{folder / 'sweep.json'} is of sweep 'small', not 'other' ({path}): ")
    assert "another folder with -o" in said
    assert "--take-over" in said
    assert content(folder) == before


def test_a_sweep_of_the_same_name_with_none_of_its_designs_is_refused(config, folder):
    config.with_name("deep.yaml").write_text("name: base\narchitecture: {name: mlp, sizes: {hidden: [16]}}\n")
    before = content(folder)
    with pytest.raises(RunError, match=r"another sweep named 'small', which has none of the designs of .*another"):
        prepare(another(config, "small", **{"base.yaml": "deep.yaml"}), folder)
    assert content(folder) == before


def test_a_search_of_another_name_opens_no_study(config, folder):
    before = content(folder)
    path = another(config)
    path.write_text(path.read_text() + "search: {method: random, trials: 5, batch: 2}\n")
    with pytest.raises(RunError, match="is of sweep 'small'"):
        prepare(path, folder)
    assert content(folder) == before


def test_the_same_sweep_goes_on_with_more_or_fewer_values(config, folder):
    assert len(prepare(config, folder).runs) == 4
    assert len(prepare(another(config, "small", **{"[0.0, 0.5]": "[0.0, 0.5, 0.7]"}), folder).runs) == 6
    assert len(prepare(another(config, "small", **{"[0.0, 0.5]": "[0.5]"}), folder).runs) == 2


def test_taking_over_keeps_the_run_folders(config, folder):
    config.with_name("deep.yaml").write_text("name: base\narchitecture: {name: mlp, sizes: {hidden: [16]}}\n")
    before = {path.name for path in folder.iterdir() if path.is_dir()}
    made = prepare(another(config, **{"base.yaml": "deep.yaml"}), folder, take_over=True).save()
    assert Sweep.open(folder).name == "other"
    assert {run.folder.name for run in made.runs}.isdisjoint(before)
    assert {path.name for path in folder.iterdir() if path.is_dir()} > before


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"asked": {}, "runs": []}'])
def test_a_broken_record_is_written_again_by_the_sweep(text, config, folder):
    (folder / "sweep.json").write_text(text)
    assert len(prepare(config, folder).save().runs) == 4


def test_the_record_of_an_earlier_version_still_has_its_name(config, folder):
    state = json.loads((folder / "sweep.json").read_text())
    state["asked"] = {"name": "small", "of another version": 1}
    (folder / "sweep.json").write_text(json.dumps(state))
    with pytest.raises(RunError, match="is of sweep 'small'"):
        prepare(another(config), folder)


def test_the_folder_of_a_run_is_refused(config, folder):
    run = next(path for path in folder.iterdir() if path.is_dir())
    with pytest.raises(RunError, match=r"is a run's .design.yaml is there., not a sweep's"):
        prepare(config, run)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"runs": [["a"]]}, "runs.0: Input should be a valid string"),
        ({"runs": ["../.."]}, "runs.0: String should match"),
        ({"runs": ["a", "a"], "decisions": {}}, "a run is listed twice"),
        ({"decisions": {"x": {"gate": "", "why": ""}}}, "'x' has a decision, but is not among the runs"),
        ({"decisions": 3}, "decisions: Input should be an object"),
        ({"config": None}, "config: Input should be a valid string"),
    ],
)
def test_a_record_with_what_cannot_be_is_named(change, said, folder):
    path = folder / "sweep.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(ConfigError, match=rf"sweep\.json is broken or of an earlier version \(.*{re.escape(said)}"):
        Sweep.open(folder)


def test_a_gate_that_is_none_is_named(folder):
    path = folder / "sweep.json"
    path.write_text(path.read_text().replace('"gate": "training"', '"gate": "door"'))
    with pytest.raises(ConfigError, match="the gate 'door' is unknown"):
        Sweep.open(folder)
