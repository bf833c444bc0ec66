"""An RTL project on disk: the same bytes each time, replaced as a whole, read back, and refused where damaged."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from alkaid.types import CombLogic

from codesign.backends.rtl import convert as rtl
from codesign.errors import BackendError
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint
from tests.backends.rtl.small_nets import SMALL, TYPES, VU13P, convert, heterogeneous, net
from tests.nets import deep_set, mlp


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_net_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    network = heterogeneous(deep_set(4, 3, 3, (4,), (4,)))
    network.save(tmp_path / "net")
    convert(network, tmp_path / "here")
    program = (
        "import sys; from pathlib import Path; from codesign.backends.rtl import convert as rtl;"
        "from codesign.net.fixednet import FixedNet;"
        f"rtl.convert(FixedNet.load(Path('net')), Path('there/deep'), part={VU13P!r}, clock_ns=2.6);"
        "assert not {'tensorflow', 'keras', 'torch'} & set(sys.modules)"
    )
    environment = os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": str(Path(rtl.__file__).parents[3])}
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=environment, check=True)
    here, there = contents(tmp_path / "here"), contents(tmp_path / "there" / "deep")
    assert here == there
    assert {"project.json", "ports.json", "logic.json.gz", "src/tagger.v", "src/tagger.xdc"} <= set(here)
    assert not any(str(tmp_path).encode() in content for content in here.values())
    assert str(tmp_path).encode() not in gzip.decompress(here["logic.json.gz"])


def test_a_net_is_traced_once_whatever_is_written_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    traced = []
    trace_net = rtl.trace_net

    def counting(network: FixedNet, *further: object) -> CombLogic:
        traced.append(network.key)
        return trace_net(network, *further)

    monkeypatch.setattr(rtl, "trace_net", counting)
    rtl._traced.cache_clear()
    network, other = net(SMALL, TYPES), net(SMALL, TYPES, lambda name, values: values[::-1])
    network.save(tmp_path / "net")
    convert(network, tmp_path / "first")
    convert(other, tmp_path / "other")
    convert(FixedNet.load(tmp_path / "net"), tmp_path / "again")
    assert traced == [network.key, other.key]
    assert contents(tmp_path / "first") == contents(tmp_path / "again")
    rtl._traced.cache_clear()
    options = {"part": VU13P, "clock_ns": 2.778, "flavor": "vhdl"}
    rtl.convert(network, tmp_path / "vhdl", **options)
    assert traced == [network.key, other.key, network.key]
    rtl._traced.cache_clear()
    rtl.convert(network, tmp_path / "like", like=tmp_path / "first", **options)
    assert len(traced) == 3
    assert contents(tmp_path / "like") == contents(tmp_path / "vhdl")


def test_an_older_project_is_replaced_as_a_whole(tmp_path: Path) -> None:
    deeper = convert(net(mlp(4, 2, 3, (4, 4)), {**TYPES, "hidden1_relu": FixedPoint(0, 1, 3)}), tmp_path / "rtl")
    convert(net(SMALL, TYPES), tmp_path / "rtl")
    assert not (tmp_path / "rtl" / "src" / f"tagger_logic{deeper.stages - 1}.v").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["rtl"]


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(BackendError, match="holds files that are not"):
        convert(net(SMALL, TYPES), tmp_path)
    assert (tmp_path / "thesis.tex").read_text() == "years of work"


def test_a_project_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    project = convert(heterogeneous(SMALL), tmp_path / "rtl")
    assert rtl.RtlProject.load(tmp_path / "rtl") == project
    assert project.net == heterogeneous(SMALL).key
    assert (project.part, project.clock_ns, project.multipliers, project.lookups) == (VU13P, 2.6, 0, 0)


@pytest.mark.parametrize("damage", ["absent", "truncated", "older"])
def test_a_project_that_cannot_be_read_says_so(damage: str, tmp_path: Path) -> None:
    path = tmp_path / "rtl" / "project.json"
    convert(net(SMALL, TYPES), tmp_path / "rtl")
    text = path.read_text()
    path.unlink() if damage == "absent" else path.write_text(
        text[:40] if damage == "truncated" else text.replace('"format": 2', '"format": 0')
    )
    with pytest.raises(BackendError, match=r"project\.json.*run `codesign rtl"):
        rtl.emulate(tmp_path / "rtl", np.zeros((1, 4, 2)))


def test_truncated_logic_says_so(tmp_path: Path) -> None:
    convert(net(SMALL, TYPES), tmp_path / "rtl")
    path = tmp_path / "rtl" / "logic.json.gz"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(BackendError, match="convert the net to RTL again"):
        rtl.emulate(tmp_path / "rtl", np.zeros((1, 4, 2)))


@pytest.mark.parametrize(("clock_ns", "levels"), [(0.5, 1), (2.5, 1), (2.56, 2), (3.83, 2), (3.85, 3)])
def test_a_longer_clock_takes_more_adder_levels_a_stage(clock_ns: float, levels: int, tmp_path: Path) -> None:
    project = convert(net(SMALL, TYPES), tmp_path / "rtl", clock_ns)
    assert project.levels_a_stage == levels
    assert f"-period {clock_ns} " in (tmp_path / "rtl" / "src" / "tagger.xdc").read_text()


def test_inputs_stages_and_outputs_are_registered(tmp_path: Path) -> None:
    project = convert(net(SMALL, TYPES), tmp_path / "rtl", 1.3)
    top = (tmp_path / "rtl" / "src" / "tagger.v").read_text()
    assert project.stages > 2
    assert top.count(" reg [") == project.stages + 1 == project.latency_cycles


def test_ports_say_where_each_element_sits(tmp_path: Path) -> None:
    widths = FixedPoint([1, 0], [2, 0], [3, 0])
    convert(net(SMALL, TYPES | {"candidates": widths}), tmp_path / "rtl", name="jet_tagger")
    ports = json.loads((tmp_path / "rtl" / "ports.json").read_text())
    top = (tmp_path / "rtl" / "src" / "jet_tagger.v").read_text()
    assert [e["element"] for e in ports["model_inp"]][:3] == [
        "candidates[0][0]",
        "candidates[0][1]",
        "candidates[1][0]",
    ]
    assert [e["width"] for e in ports["model_inp"]] == [6, 0] * 4
    assert [e["offset"] for e in ports["model_inp"]][:4] == [0, 6, 6, 12]
    assert f"input wire [{ports['model_inp'][-1]['offset'] - 1}:0] model_inp" in top
    assert [e["element"] for e in ports["model_out"]] == ["logits[0]", "logits[1]", "logits[2]"]


@pytest.mark.parametrize("options", [{"clock_ns": 0.0}, {"name": "jet tagger"}, {"name": "endmodule"}])
def test_nonsense_is_refused(options: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(BackendError, match=r"must be positive|cannot name a module"):
        convert(net(SMALL, TYPES), tmp_path / "rtl", **options)
