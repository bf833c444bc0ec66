"""The whole way of one small design, by the command line: trained, killed, resumed, frozen, firmware, verdict, page."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

DESIGN = """\
name: tiny
jets: {features: pt_eta_phi, classes: [b, light, electron], max_jets: 2000}
architecture: {name: mlp, sizes: {hidden: [8]}}
precision: {inputs: 6, weights: 4, activations: 5}
training: {epochs: EPOCHS, batch_size: 128}
"""


def codesign(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "codesign", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def succeed(*arguments: object) -> str:
    result = codesign(*arguments)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def trained(tmp_path_factory) -> Path:
    """A run whose training was killed once and then finished by the same command."""
    folder = tmp_path_factory.mktemp("chain")
    config, run = folder / "tiny.yaml", folder / "run"
    config.write_text(DESIGN.replace("EPOCHS", "200"))
    command = [sys.executable, "-m", "codesign", "train", str(config), "-o", str(run)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as training:
        deadline = time.monotonic() + 300
        while not (run / "progress.json").exists():
            assert training.poll() is None, training.stdout.read()
            assert time.monotonic() < deadline
            time.sleep(0.1)
        os.kill(training.pid, signal.SIGKILL)
    assert not (run / "model.weights.h5").exists()
    assert json.loads((run / "progress.json").read_text())["stage"] == "train"
    # the same design would take its time: a shorter one in the same folder is another design, and is refused
    config.write_text(DESIGN.replace("EPOCHS", "2"))
    refused = codesign("train", config, "-o", run)
    assert refused.returncode == 3
    assert "holds design" in refused.stderr
    (run / "design.yaml").unlink()
    succeed("train", config, "-o", run)
    succeed("train", run)  # trained already: nothing to do
    return run


def test_the_chain_ends_in_a_verdict_and_a_page(trained):
    freeze = succeed("freeze", trained)
    assert "bits left" in freeze
    early = codesign("csim", trained)
    assert early.returncode == 3
    assert "codesign convert" in early.stderr
    succeed("convert", trained)
    assert "every tensor of csim equals the reference" in succeed("csim", trained, "--trace")
    succeed("rtl", trained)
    assert "estimated: RTL trace" in succeed("estimate", trained)
    verdict = codesign("check", trained)
    assert verdict.returncode == {"PASS": 0, "FAIL": 1, "INCONCLUSIVE": 2}[outcome(trained)]
    failing = codesign("check", trained, "--budget", impossible(trained))
    assert failing.returncode == 1
    succeed("report", trained)
    assert (trained / "report.html").stat().st_size > 10_000
    rows = json.loads((trained / "agreement.json").read_text())["rows"]
    assert {row["witness"] for row in rows} == {"framework", "csim", "rtl"}
    assert sum(row["mismatches"] for row in rows) == 0
    assert "the same in both: " in succeed("compare", trained, trained)


def test_a_second_round_makes_nothing_again(trained):
    """Depends on nothing but finished stages being skipped: files keep their times."""
    stages = ("net.json", "hls/hls_project.json", "rtl/project.json", "agreement.json")
    verbs = ("freeze", "convert", "rtl", "csim", "estimate")
    for verb in verbs:
        succeed(verb, trained)
    before = {name: (trained / name).stat().st_mtime_ns for name in stages}
    for verb in verbs:
        succeed(verb, trained)
    assert {name: (trained / name).stat().st_mtime_ns for name in stages} == before


def outcome(run: Path) -> str:
    return str(json.loads((run / "verdict.json").read_text())["outcome"])


def impossible(run: Path) -> Path:
    """A budget that no design fits."""
    path = run / "impossible.yaml"
    path.write_text("part: xcvu13p-flga2577-2-e\nshare: 1.0e-6\ninterval_ns: 25.0\nlatency_ns: 1.0\n")
    return path
