"""Run folders of a sweep have readable names, and are found by the key of their design."""

import json

import pytest

from codesign.design.design import Design
from codesign.design.training import Pruning
from codesign.runs.run import Run
from codesign.sweep.engine import prepare
from codesign.sweep.folders import folders_of
from codesign.sweep.state import KEPT, Sweep


def design(name="bits-w4-s0.5", **changes):
    return Design(name=name, **changes)


def test_a_folder_is_called_after_its_design_with_its_key_behind(config, tmp_path):
    made = prepare(config, tmp_path / "runs")
    names = [f"small-w{w}-a{a}-s{s}" for w, a in ((3, 4), (5, 6)) for s in ("0", "0.5")]
    assert [run.folder.name for run in made.runs] == [
        f"{name}-{run.design.key[:8]}" for name, run in zip(names, made.runs, strict=True)
    ]


def test_folders_of_earlier_versions_are_used_and_opened(config, tmp_path):
    folder = tmp_path / "runs"
    runs = prepare(config, tmp_path / "new").runs
    for run in runs:
        Run.create(run.design, folder / run.design.key).write("progress.json", {"stage": "done"})
    earlier = prepare(config, folder).save().decided({runs[0].design.key: KEPT})
    assert [run.folder.name for run in earlier.runs] == [run.design.key for run in runs]
    assert Sweep.open(folder).survivors == earlier.runs[:1]
    assert len([path for path in folder.iterdir() if path.is_dir()]) == len(runs)


def test_a_design_of_another_name_keeps_its_folder(tmp_path):
    Run.create(design(), tmp_path / f"bits-w4-s0.5-{design().key[:8]}")
    other = design("bits-w4-s0.5-t1")
    assert other.key == design().key
    assert folders_of(tmp_path, [other]) == {other.key: tmp_path / f"bits-w4-s0.5-{other.key[:8]}"}


def test_a_folder_of_another_design_with_the_same_digits_is_not_taken(tmp_path):
    wanted = design()
    Run.create(design(pruning=Pruning(sparsity=0.5)), tmp_path / f"other-{wanted.key[:8]}")
    assert folders_of(tmp_path, [wanted])[wanted.key].name == f"{wanted.name}-{wanted.key[:8]}"


def test_a_long_name_is_cut_and_a_folder_without_a_design_is_not_taken(tmp_path):
    long = design("a" * 300)
    (tmp_path / f"x-{long.key[:8]}").mkdir()
    (place,) = folders_of(tmp_path, [long]).values()
    assert place.name == "a" * 100 + f"-{long.key[:8]}"
    assert folders_of(tmp_path / "none", []) == {}


@pytest.mark.parametrize("axis", ["  - {training.seed: [1, 2]}\n", ""])
def test_a_sweep_with_another_axis_goes_on_with_its_folders(axis, config, tmp_path):
    before = prepare(config, tmp_path / "runs").save()
    config.write_text(config.read_text().replace("keep: 2", "keep: 3").replace("axes:\n", f"axes:\n{axis}"))
    after = prepare(config, tmp_path / "runs")
    assert {run.folder for run in before.runs} <= {run.folder for run in after.runs}
    assert len(json.loads((tmp_path / "runs" / "sweep.json").read_text())["runs"]) == 4
