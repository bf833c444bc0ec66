"""Stand-ins for the vendor's tools, in a folder of their own, and a run whose projects they can take."""

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from codesign.net.fixedpoint import FixedPoint
from codesign.runs.provenance import stamp
from codesign.runs.run import Run
from codesign.runs.synthesis import tools
from tests.fake_runs import fake_design, frozen_net
from tests.runs.synthesis import vitis_reports

STANDIN = Path(__file__).parent / "standin" / "standin.py"

Install = Callable[..., Path]


@pytest.fixture
def install(tmp_path, monkeypatch) -> Install:
    """Puts stand-ins of these names into a folder on PATH, which tells them how to act."""

    def put(*names: str, version: str = "2023.2", **acts: Any) -> Path:
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        for name in names:
            shutil.copy(STANDIN, folder / name)
            text = (folder / name).read_text()
            (folder / name).write_text(f"#!{os.path.realpath(sys.executable)} -IS\n{text}")
            (folder / name).chmod(0o755)
        scenario = {"version": version} | {f"{stage}.tcl": act for stage, act in acts.items()}
        (folder / "scenario.json").write_text(json.dumps(scenario))
        monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
        return folder

    monkeypatch.delenv(tools.VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    return put


@pytest.fixture
def run(tmp_path) -> Run:
    """A frozen run with an HLS and an RTL project of its net, as far as the tools look at them."""
    created = Run.create(fake_design(tmp_path / "jets.npz"), tmp_path / "run")
    frozen_net(created.design, FixedPoint(1, [3, 2, 2], [4, 6, 6]), 1).save(created.folder)
    firmware(created)
    return created


def firmware(run: Run) -> None:
    """HLS and RTL projects of its net, as far as the tools look at them."""
    put(run.folder / "hls" / "firmware" / "tagger.cpp", '#include "tagger.h"\n')
    put(run.folder / "hls" / "firmware" / "tagger.h", "// net\n")
    put(run.folder / "hls" / "tagger_test.cpp", "int main() {}\n")
    put(run.folder / "hls" / "tb_data" / "vectors.txt", "jets 2\n")
    fields = {
        "format": 1, "name": "tagger", "net": run.net.key, "tool": "hls4ml",
        "part": vitis_reports.PART, "clock_ns": 2.778, "clock_uncertainty_percent": 12.5,
        "port": "candidates", "outputs": ["logits"], "tensors": {},
        "port_type": FixedPoint(1, 3, 4).to_dict(),
    }  # fmt: skip
    run.write("hls/hls_project.json", fields)
    put(run.folder / "rtl" / "src" / "tagger.v", "module tagger(input clk); endmodule\n")
    put(run.folder / "rtl" / "src" / "tagger_wrapper.v", "module tagger_wrapper(input clk); endmodule\n")
    put(run.folder / "rtl" / "src" / "static" / "mux.v", "module mux; endmodule\n")
    counted = {"tool": "alkaid 0.8.2", "adder_cost": 5000.0, "register_bits": 4000}
    rtl = {"net": run.net.key, "name": "tagger", "part": vitis_reports.PART, "clock_ns": 2.778}
    run.write("rtl/project.json", rtl | counted)
    if run.has("estimate.json"):
        run.write("estimate.json", run.read("estimate.json") | stamp(run))


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
