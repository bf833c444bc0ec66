"""`codesign new`: designs and sweeps to start from, on simulated jets and on others."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from codesign.base.config import load
from codesign.cli.app import ERROR
from codesign.design.config_file import read_design
from codesign.design.design import Design
from codesign.jets.store import JetFile, save
from codesign.runs.inputs import require_jets
from codesign.sweep.config import SweepConfig, design_at, grid
from tests.fake_runs import fake_jets
from tests.jets.synthetic import jet_file, jet_table

ROOT = Path(__file__).parents[2]


def test_a_new_design_says_all_that_it_asks_for(cli) -> None:
    code, printed = cli("new", "mine")
    assert (code, printed.out) == (0, "design: mine.yaml\nnext: codesign run mine.yaml\n")
    design = load(Path("mine.yaml"), Design)
    assert design == load(ROOT / "configs/taggers/deep_set.yaml", Design).model_copy(update={"name": "mine"})


def test_a_new_design_on_own_jets_in_a_folder(cli) -> None:
    assert cli("new", "designs/my.first", "--jets", "jets: of 'mine'.npz")[0] == 0
    design = load(Path("designs/my.first.yaml"), Design)
    assert (design.name, design.jets.file) == ("my.first", "../jets: of 'mine'.npz")


def test_keys_behind_a_hash_in_a_new_design_are_keys(cli, tmp_path) -> None:
    cli("new", "mine")
    text = re.sub(r"^(\s*)# (?=[\w]+: )", r"\1", Path("mine.yaml").read_text(), flags=re.MULTILINE)
    (tmp_path / "all.yaml").write_text(text)
    design = load(tmp_path / "all.yaml", Design)
    assert (design.jets.max_jets, design.firmware.inputs) == (20_000, "words")


def test_a_new_sweep_varies_its_design(cli) -> None:
    code, printed = cli("new", "mine", "--sweep")
    assert code == 0
    assert printed.out.endswith("next: codesign run mine_sweep.yaml\n")
    path = Path("mine_sweep.yaml")
    sweep = load(path, SweepConfig)
    designs = [design_at(sweep, path, point) for point in grid(sweep)]
    assert [(d.precision.weights, d.pruning.sparsity) for d in designs] == [(4, 0.0), (4, 0.5), (6, 0.0), (6, 0.5)]


def test_a_new_sweep_takes_the_design_that_is_there(cli) -> None:
    Path("mine.yaml").write_text("name: mine\n")
    assert "mine.yaml exists already; the sweep varies it" in cli("new", "mine", "--sweep")[1].out
    assert Path("mine.yaml").read_text() == "name: mine\n"


@pytest.mark.parametrize("arguments", [["mine"], ["mine", "--sweep"]])
def test_nothing_is_overwritten(arguments, cli) -> None:
    for name in ("mine.yaml", "mine_sweep.yaml"):
        Path(name).write_text("mine")
    code, printed = cli("new", *arguments)
    assert code == ERROR
    assert "exists already, and is not overwritten" in printed.err
    assert {path.read_text() for path in Path().iterdir()} == {"mine"}


@pytest.mark.parametrize("name", ["1st", "my design", "a/ü"])
def test_a_name_that_no_design_can_have_is_refused(name, cli) -> None:
    code, printed = cli("new", name)
    assert code == ERROR
    assert "cannot be the name of a design; it begins with a letter" in printed.err
    assert not list(Path().iterdir())


def save_own(classes: list[str], table: str = "sc4", of: int = 2) -> None:
    """own.npz, whose jets have the labels 0 to of - 1 in turn, or none."""
    jets = jet_table(table, 60, seed=1)
    label = np.resize(np.arange(of) if of else [-1], 60).astype(np.int8)
    jets = replace(jets, scalars={**jets.scalars, "label": label}, manifest={"classes": classes, "source": "own"})
    save(Path("own.npz"), JetFile({table: jets}, jet_file(1).manifest))


def test_a_new_design_on_imported_jets_names_their_table_and_classes(cli) -> None:
    save_own(["no", "light jet", "charm", "unused"], table="sc8", of=3)
    assert cli("new", "mine", "--jets", "own.npz")[0] == 0
    design, source = read_design(Path("mine.yaml"))
    assert design.jets.table == "sc8"
    assert design.jets.classes == ("no", "light jet", "charm")  # no jet of the fourth is there to train on
    require_jets(design, source)


def test_a_new_design_on_simulated_jets_takes_the_default_classes(cli) -> None:
    fake_jets(Path())
    assert cli("new", "mine", "--jets", "jets.npz")[0] == 0
    assert "# classes: [b, charm" in Path("mine.yaml").read_text()
    assert load(Path("mine.yaml"), Design).jets.table == "sc4"


@pytest.mark.parametrize("classes", [[], ["b"]])
def test_jets_that_no_tagger_can_be_trained_on_are_refused(classes, cli) -> None:
    save_own(classes, of=len(classes))
    code, printed = cli("new", "mine", "--jets", "own.npz")
    assert code == ERROR
    assert f"own.npz has {len(classes)} classes with jets in its train split" in printed.err
    assert not Path("mine.yaml").exists()


def test_a_file_that_holds_no_jets_is_named_before_the_design_is_written(cli) -> None:
    Path("own.npz").write_text("text")
    code, printed = cli("new", "mine", "--jets", "own.npz")
    assert (code, [path.name for path in Path().iterdir()]) == (ERROR, ["own.npz"])
    assert "own.npz" in printed.err


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("", "mine.yaml:1: jets.classes: no class 'charm' in table sc4; choose from b, light"),
        ("\n  classes: [b, top]", "mine.yaml:3: jets.classes: no class 'top' in table sc4; choose from b, light"),
        ("\n  table: sc8", "mine.yaml:3: jets.table: no table 'sc8' in this jets file; it has sc4"),
    ],
)
def test_classes_and_tables_that_the_jets_have_not_are_named_with_their_line(line, message, cli) -> None:
    save_own(["b", "light"])
    Path("mine.yaml").write_text(f"jets:\n  file: own.npz{line}\n")
    code, printed = cli("train", "mine.yaml", "-o", "run")
    assert code == ERROR
    assert message in " ".join(printed.err.split())
    assert not Path("run").exists()
