"""Mass regressors through the whole chain: a sweep that trains, chooses, makes firmware and writes the page."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from codesign.sweep import Sweep

DESIGN = """\
name: tiny_mass
jets: {table: sc8, features: pt_eta_phi, max_jets: 4000}
architecture: {name: mlp, sizes: {hidden: [16, 8]}}
heads: {mass_response: {}}
precision: {inputs: 8, weights: 6, activations: 8, ebops_penalty: 1e-8}
training: {epochs: 8, batch_size: 128, learning_rate: 0.01}
"""
SWEEP = """\
name: masses
design: tiny_mass.yaml
axes:
  - {heads.mass_response.loss: [huber]}
  - {heads.pt_response.weight: [0.5]}
"""


def codesign(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "codesign", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("masses")
    (folder / "tiny_mass.yaml").write_text(DESIGN)
    (folder / "masses.yaml").write_text(SWEEP)
    result = codesign("sweep", folder / "masses.yaml", "-o", folder / "runs", "--jobs", 1)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "width reduction" in result.stdout
    return folder / "runs"


def test_a_regressor_of_two_responses_is_exact_everywhere_and_kept(swept: Path) -> None:
    (run,) = Sweep.open(swept).survivors
    key = run.folder.name
    rows = json.loads((swept / key / "agreement.json").read_text())["rows"]
    assert {row["witness"] for row in rows} == {"framework", "rtl", "csim"}
    assert sum(row["mismatches"] for row in rows) == 0
    assert sum(row["decision_flips"] for row in rows) == 0


def test_its_responses_are_where_the_true_quantities_are(swept: Path) -> None:
    (key,) = json.loads((swept / "sweep.json").read_text())["runs"]
    metrics = json.loads((swept / key / "metrics.json").read_text())
    assert list(metrics["responses"]) == ["pt_response", "mass_response"]
    for found in metrics["responses"].values():
        raw, network = (found["overall"][name]["median"] for name in ("raw", "network"))
        assert abs(network - 1) < 0.12 < abs(raw - 1)
        assert found["calibration"] is not None


def test_its_page_and_comparison_speak_of_widths(swept: Path) -> None:
    (key,) = json.loads((swept / "sweep.json").read_text())["runs"]
    assert "How well it corrects the mass" in (swept / "report.html").read_text()
    compared = codesign("compare", swept / key, swept / key)
    assert compared.returncode == 0, compared.stderr
    assert "width reduction" in compared.stdout
