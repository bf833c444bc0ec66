"""Every design in hls_projects: its firmware equals the model it was trained as, and can be rebuilt byte for byte."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from codesign.net import vectors
from codesign.runs import stages
from codesign.runs.delivery import shipping
from codesign.runs.proof import AGREEMENT
from codesign.runs.provenance import RTL_DIGESTS
from codesign.runs.run import Run
from codesign.training.frontends import frontend
from codesign.training.train import train
from firmware_tests import without_python

PROJECTS = Path(__file__).parents[1] / "hls_projects"
SHIPPED = sorted(path.parent for path in PROJECTS.glob("*/design.yaml"))
each_design = pytest.mark.parametrize("folder", SHIPPED, ids=[folder.name for folder in SHIPPED])
one_design = pytest.mark.parametrize("folder", SHIPPED[:1], ids=[folder.name for folder in SHIPPED[:1]])


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return without_python.make_path(tmp_path_factory.mktemp("tools") / "bin")


@pytest.fixture
def copied(folder, tmp_path):
    """A design with the shared headers, to be broken or built."""
    leavings = shutil.ignore_patterns("build", "csim", "*.log")
    shutil.copytree(PROJECTS / "include", tmp_path / "include")
    return shutil.copytree(folder, tmp_path / folder.name, ignore=leavings)


def differing_from_its_model(folder: Path) -> int:
    """Outputs in which what the testbench wrote differs from what the Keras or torch model computes."""
    run = Run.open(folder)
    golden = folder / "hls" / vectors.FOLDER
    x = vectors.read_inputs(run.net, golden)
    predicted = frontend(run.design.frontend).predict(train(run), x.astype(np.float32))
    written = np.loadtxt(golden / "csim_results.log", dtype=np.int64, ndmin=2)
    types = [np.broadcast_to(run.net.types[name].lsb, run.net.graph.shapes[name]).ravel() for name in predicted]
    values = np.concatenate([np.asarray(values).reshape(len(x), -1) for values in predicted.values()], axis=1)
    assert len(x) > vectors.JETS
    assert np.ptp(values, axis=0).min() > 0
    assert values.shape == written.shape
    return int((written * np.concatenate(types) != values).sum())


def exit_code_of_the_testbench(folder: Path, path: Path) -> int:
    """Of the program itself: make ends with 2 whatever is wrong."""
    (program,) = (folder / "hls" / "build").glob("*_test")
    return without_python.run(path, program, "tb_data", cwd=folder / "hls").returncode


@each_design
def test_csim_with_gpp_alone_equals_the_model_bit_for_bit(copied, path):
    done = without_python.run(path, "make", "csim", cwd=copied)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 differences in " in done.stdout
    assert differing_from_its_model(copied) == 0


@one_design
def test_one_weight_lsb_is_found_by_the_testbench_and_by_the_model(copied, path):
    net = Run.open(copied).net
    last = [name for name in net.weights if name.endswith(".kernel")][-1].replace(".", "_")
    header = copied / "hls" / "firmware" / "weights" / f"{last}.h"
    text = header.read_text()
    body = text.split("{")[-1].split("}")[0]
    values = body.split(", ")
    largest = int(np.abs(np.array(values, float)).argmax())
    digits = len(values[largest].partition(".")[2])
    towards_zero = -np.sign(float(values[largest])) * 2.0**-digits
    values[largest] = f"{float(values[largest]) + towards_zero:.{digits}f}"
    header.write_text(text.replace(body, ", ".join(values)))
    done = without_python.run(path, "make", "csim", cwd=copied)
    assert done.returncode != 0
    assert "first differing tensor: " in done.stdout
    assert differing_from_its_model(copied) > 0
    assert exit_code_of_the_testbench(copied, path) == 1
    (copied / "hls" / "tb_data" / "vectors.txt").write_text("")
    assert exit_code_of_the_testbench(copied, path) == 3, "an error is not a difference"


@each_design
def test_the_emulator_library_gives_the_golden_outputs(copied, path):
    done = without_python.run(path, "make", "example", cwd=copied)
    assert done.stdout.count(": 0 differences") == 2, done.stdout + done.stderr


@each_design
def test_the_vectors_are_the_references(folder):
    assert vectors.differing(Run.open(folder).net, folder / "hls" / vectors.FOLDER) == []


@each_design
def test_hls_and_rtl_are_rebuilt_byte_for_byte(folder):
    assert shipping.rebuild(folder, check=True) == []


@each_design
def test_the_verilog_of_the_digests_equals_the_reference_on_the_contract(copied):
    rows = [row for row in json.loads((copied / "agreement.json").read_text())["rows"] if row["witness"] == "framework"]
    run = Run.open(copied)
    run.write(AGREEMENT, {"net": run.net.key, "rows": rows})
    found = stages.rtl(run)
    assert len(found) >= 2
    assert all(a.exact for a in found)
    assert shipping.digests_of(copied / "rtl") == (copied / RTL_DIGESTS).read_text()
