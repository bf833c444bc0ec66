"""The models in examples/ are frozen exactly by the commands that they name; with few jets, and hardly trained."""

from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner

from codesign.cli.app import app
from codesign.net.agreement import CONTRACT_INPUTS, OVERFLOW_SAMPLES
from codesign.runs.proof import agreements
from codesign.runs.run import Run

EPOCHS = {"hgq2": 0, "qkeras": 0, "brevitas": 1}  # Brevitas measures the ranges of its tensors in the first steps


@pytest.mark.parametrize("framework", EPOCHS)
def test_an_example_is_frozen_exactly(framework: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    example = import_module(f"examples.{framework}_tagger")
    example.main(epochs=EPOCHS[framework], max_jets=500)
    command = next(line for line in example.__doc__.splitlines() if line.startswith("codesign freeze")).split()
    result = CliRunner().invoke(app, command[1:], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    rows = [row for row in agreements(Run.open(Path(command[-1]))) if row.witness == "framework"]
    assert all(row.exact for row in rows)
    assert sum(row.count or 0 for row in rows) >= CONTRACT_INPUTS + OVERFLOW_SAMPLES
