"""Paths in a config are relative to its folder; for one version also to the working directory, with a warning."""

import sys

import pytest

from codesign.base.config import load
from codesign.cli.app import ERROR, main
from codesign.design.config_file import PathWarning, load_design
from codesign.design.design import Design
from codesign.sweep.config import SweepConfig, design_at, grid


@pytest.fixture
def configs(tmp_path, monkeypatch):
    """A folder of configs inside the working directory, with files in both."""
    (tmp_path / "work" / "configs").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "work")
    for name in ("configs/near.npz", "far.npz", "configs/near.yaml", "far.yaml", "../outside.npz"):
        (tmp_path / "work" / name).write_text("")
    return tmp_path / "work" / "configs"


def design(configs, jets, **settings):
    path = configs / "mine.yaml"
    path.write_text(f"name: mine\njets:\n  file: {jets}\n")
    return load_design(path.relative_to(configs.parent), settings)


@pytest.mark.parametrize(
    ("written", "opened"),
    [
        ("near.npz", "configs/near.npz"),
        ("./near.npz", "configs/near.npz"),
        ("../far.npz", "far.npz"),
        ("gone.npz", "configs/gone.npz"),
        ("shipped", "shipped"),
        ("random", "random"),
    ],
)
def test_jets_are_found_beside_the_config(written, opened, configs):
    assert design(configs, written).jets.file == opened


def test_a_file_outside_of_the_working_directory_has_its_whole_path(configs):
    outside = configs.parents[1] / "outside.npz"
    assert design(configs, "../../outside.npz").jets.file == str(outside)
    assert design(configs, outside).jets.file == str(outside)


def test_the_same_file_gives_the_same_key_wherever_the_config_is(configs):
    here = configs.parent / "mine.yaml"
    here.write_text("name: mine\njets: {file: far.npz}\n")
    assert load_design(here).key == design(configs, "../far.npz").key == load(here, Design).key


def test_a_config_in_the_working_directory_is_taken_as_it_is_written(configs):
    here = configs.parent / "mine.yaml"
    for written in ("far.npz", "./far.npz", "gone.npz"):
        here.write_text(f"name: mine\njets: {{file: {written}}}\n")
        assert load_design(here).jets.file == written


def test_a_file_that_only_the_working_directory_has_is_taken_with_a_warning(configs):
    warning = (
        r"^configs/mine\.yaml:3: jets\.file: far\.npz is found from the working directory only.*; write \.\./far\.npz$"
    )
    with pytest.warns(PathWarning, match=warning):
        assert design(configs, "far.npz").jets.file == "far.npz"


def test_a_file_in_both_places_is_the_one_beside_the_config(configs):
    (configs / "far.npz").write_text("")
    assert design(configs, "far.npz").jets.file == "configs/far.npz"


def test_a_path_in_an_option_is_relative_to_the_working_directory(configs):
    assert design(configs, "near.npz", **{"jets.file": "far.npz"}).jets.file == "far.npz"


@pytest.mark.parametrize(
    ("written", "opened"), [("near.yaml", "configs/near.yaml"), ("../far.yaml", "far.yaml"), ("one_slr", "one_slr")]
)
def test_budgets_are_found_beside_the_config(written, opened, configs):
    (configs / "mine.yaml").write_text(f"budget: {written}\n")
    assert load_design(configs / "mine.yaml").budget == opened


def test_values_of_a_sweep_are_relative_to_the_sweep_and_those_of_its_design_to_the_design(configs):
    (configs.parent / "far.yaml").write_text("jets: {file: far.npz}\n")
    path = configs / "sweep.yaml"
    path.write_text("name: s\ndesign: ../far.yaml\naxes:\n  - {training.seed: [1, 2]}\n")
    sweep = load(path, SweepConfig)
    assert {design_at(sweep, path, point).jets.file for point in grid(sweep)} == {"far.npz"}
    path.write_text("name: s\ndesign: ../far.yaml\naxes:\n  - {jets.file: [near.npz, ../far.npz]}\n")
    sweep = load(path, SweepConfig)
    designs = [design_at(sweep, path, point) for point in grid(sweep)]
    assert [d.jets.file for d in designs] == ["configs/near.npz", "far.npz"]
    assert [d.name for d in designs] == ["s-fnear.npz", "s-f.._far.npz"]
    option = sweep.replaced({"jets.file": ["far.npz"]}, "--axis jets.file=far.npz")
    assert design_at(option, path, {"jets.file": "far.npz"}).jets.file == "far.npz"


def test_the_command_line_warns_in_one_line(configs, monkeypatch, capsys):
    (configs / "mine.yaml").write_text("budget: far.yaml\n")
    monkeypatch.setattr("warnings.filters", [])
    monkeypatch.setattr("warnings.showwarning", None)
    monkeypatch.setattr(sys, "argv", ["codesign", "train", "configs/mine.yaml", "-o", "run"])
    with pytest.raises(SystemExit) as stop:
        main()
    warning, error = capsys.readouterr().err.splitlines()
    assert warning.startswith("warning: configs/mine.yaml:1: budget: far.yaml is found from the working directory")
    assert error.startswith("error: configs/mine.yaml:1: budget: far.yaml: ")
    assert stop.value.code == ERROR


def test_a_new_design_in_a_folder_names_jets_from_there(configs, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["codesign", "new", "configs/mine", "--jets", "later.npz"])
    with pytest.raises(SystemExit):
        main()
    assert load(configs / "mine.yaml", Design).jets.file == "../later.npz"
    assert load_design(configs / "mine.yaml").jets.file == "later.npz"
