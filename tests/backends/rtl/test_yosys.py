"""What is counted in a netlist, and what happens when Yosys fails; firmware_tests maps real designs."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from codesign.backends.rtl import convert as rtl
from codesign.backends.rtl import yosys
from codesign.errors import BackendError
from tests.nets import random_net, small_mlp

PART = "xcvu13p-flga2577-2-e"


def cell(kind: str, inputs: list[Any], outputs: list[Any]) -> dict[str, Any]:
    return {
        "type": kind,
        "port_directions": {"I": "input", "O": "output"},
        "connections": {"I": inputs, "O": outputs},
    }


def module(**cells: dict[str, Any]) -> dict[str, Any]:
    return {"cells": cells}


PIPELINE = module(
    first=cell("FDRE", [1], [2]),
    a=cell("LUT6", [2, "0"], [3]),
    carry=cell("CARRY4", [3], [4]),
    b=cell("LUT2", [4, "x"], [5]),
    mux=cell("MUXF7", [5], [6]),
    second=cell("FDSE", [6], [7]),
    c=cell("LUT1", [7], [8]),
    inverter=cell("INV", [8], [9]),
    product=cell("DSP48E2", [9], [10]),
    d=cell("LUT5", [10], [11]),
    small=cell("RAMB18E2", [11], [12]),
    large=cell("RAMB36E2", [11], [13]),
    huge=cell("URAM288", [11], [14]),
)


def test_cells_are_counted_by_kind() -> None:
    assert yosys.count(PIPELINE) == {
        "lut": 4,
        "ff": 2,
        "carry4": 1,
        "dsp": 1,
        "bram18": 3,
        "uram": 1,
        "depth": 2,
    }


def test_depth_ends_at_registers_and_sums_over_the_longest_path() -> None:
    chain = {f"l{n}": cell("LUT3", [n], [n + 1]) for n in range(5)}
    assert yosys.depth(module(**chain)) == 5
    assert yosys.depth(module(**chain | {"l2": cell("FDRE", [2], [3])})) == 2
    assert yosys.depth(module()) == 0


def test_a_cell_of_unknown_kind_is_no_free_cell() -> None:
    with pytest.raises(BackendError, match="SRL16E"):
        yosys.count(module(s=cell("SRL16E", [1], [2])))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("yosys") / "rtl"
    rtl.convert(random_net(small_mlp()), folder, part=PART, clock_ns=2.6)
    return folder


def test_one_stage_after_the_other(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts add up, the depth is the largest, what is mapped is kept, and an edited stage is mapped again."""
    calls = []

    def fake(script: Path, log: Path, timeout_s: float, memory_gb: float) -> None:
        calls.append(log.stem)
        netlist = {"modules": {log.stem: PIPELINE}}
        (script.parent / "netlist.json").write_text(json.dumps(netlist))

    monkeypatch.setattr(yosys, "_run", fake)
    stages = rtl.RtlProject.load(project).stages
    steps: list[yosys.Step] = []
    found = yosys.synthesise(project, steps.append, whole_limit=0)
    assert calls == [f"tagger_logic{n}" for n in range(stages)]
    assert (found.lut, found.depth, found.parts) == (4 * stages, 2, stages)
    assert found.ff == 2 * stages + rtl.RtlProject.load(project).register_bits
    assert [(s.done, s.lut, s.cached) for s in steps] == [(n + 1, 4 * n + 4, False) for n in range(stages)]

    stage = project / "src" / "tagger_logic2.v"
    stage.write_text(stage.read_text() + "\n// edited\n")
    assert yosys.synthesise(project, steps.append, whole_limit=0) == found
    assert calls[stages:] == ["tagger_logic2"]


def test_stages_of_an_earlier_version_have_numbers_alone(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mapped = []

    def fake(script: Path, log: Path, timeout_s: float, memory_gb: float) -> None:
        mapped.append(log.stem)
        assert f"/{log.stem}.v" in script.read_text()
        (script.parent / "netlist.json").write_text(json.dumps({"modules": {log.stem: PIPELINE}}))

    monkeypatch.setattr(yosys, "_run", fake)
    shutil.copytree(project, tmp_path / "rtl", ignore=shutil.ignore_patterns(yosys.CACHE))
    for path in (tmp_path / "rtl" / "src").glob("tagger_logic*.v"):
        path.rename(path.with_name(path.name.removeprefix("tagger_")))
    yosys.synthesise(tmp_path / "rtl", whole_limit=0)
    assert mapped == [f"logic{n}" for n in range(rtl.RtlProject.load(project).stages)]


@pytest.mark.parametrize(
    "kept", ['{"lut": 4', "[]", "{}", json.dumps(yosys.count(PIPELINE) | {"lut": -4}),
             json.dumps(yosys.count(PIPELINE) | {"ff": 2.5}), json.dumps(yosys.count(PIPELINE) | {"ff": True})],
)  # fmt: skip
def test_counts_that_were_kept_damaged_are_made_again(
    project: Path, tmp_path: Path, kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fake(script: Path, log: Path, timeout_s: float, memory_gb: float) -> None:
        (script.parent / "netlist.json").write_text(json.dumps({"modules": {log.stem: PIPELINE}}))

    monkeypatch.setattr(yosys, "_run", fake)
    shutil.copytree(project, tmp_path / "rtl", ignore=shutil.ignore_patterns(yosys.CACHE))
    found = yosys.synthesise(tmp_path / "rtl")
    (cache,) = (tmp_path / "rtl" / yosys.CACHE).glob("*.json")
    cache.write_text(kept)
    assert yosys.synthesise(tmp_path / "rtl") == found
    assert json.loads(cache.read_text()) == yosys.count(PIPELINE)


@pytest.mark.parametrize("netlist", [
    "", '{"modules": {"tagger": {"cells": {"a": {"type": "LUT', '{"modules": {}}', '{"modules": {"tagger": {}}}',
    '{"modules": {"tagger": {"cells": []}}}', None,
])  # fmt: skip
def test_a_netlist_that_is_not_whole_is_no_count(
    project: Path, tmp_path: Path, netlist: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fake(script: Path, log: Path, timeout_s: float, memory_gb: float) -> None:
        if netlist is not None:
            (script.parent / "netlist.json").write_text(netlist)

    monkeypatch.setattr(yosys, "_run", fake)
    shutil.copytree(project, tmp_path / "rtl", ignore=shutil.ignore_patterns(yosys.CACHE))
    with pytest.raises(BackendError, match=r"an incomplete netlist of tagger.*tagger\.log"):
        yosys.synthesise(tmp_path / "rtl")
    assert not list((tmp_path / "rtl" / yosys.CACHE).glob("*.json"))


def test_a_cell_without_directions_is_no_path_of_depth_0() -> None:
    blind = cell("LUT6", [2], [3]) | {"port_directions": {}}
    with pytest.raises(BackendError, match="which ports of a are outputs"):
        yosys.count(module(a=blind))


def test_a_verilog_error_is_named_and_its_log_kept(project: Path, tmp_path: Path) -> None:
    script, log = tmp_path / "script.ys", tmp_path / "broken.log"
    script.write_text("read_verilog no_such_file.v\n")
    with pytest.raises(BackendError, match=r"Yosys cannot map broken: .*no_such_file.*its log is .*broken.log"):
        yosys._run(script, log, 60, 4)
    assert "no_such_file" in log.read_text()


def test_the_limit_of_memory(tmp_path: Path) -> None:
    copies = "".join(f"design -save copy{n}\n" for n in range(60))
    (tmp_path / "script.ys").write_text("read_verilog -lib +/xilinx/cells_xtra.v\n" + copies)
    with pytest.raises(BackendError, match=r"needs more than the 0.3 GB"):
        yosys._run(tmp_path / "script.ys", tmp_path / "large.log", 60, 0.3)


def test_the_limit_of_time(tmp_path: Path) -> None:
    (tmp_path / "script.ys").write_text("exec -- sleep 30\n")
    with pytest.raises(BackendError, match="goes on from here"):
        yosys._run(tmp_path / "script.ys", tmp_path / "slow.log", 0.3, 4)


def test_without_yosys_the_extra_is_named(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yosys, "find_spec", lambda name: None)
    with pytest.raises(BackendError, match="the extra 'rtl' brings it"):
        yosys.synthesise(project)


def test_vhdl_is_refused(tmp_path: Path) -> None:
    rtl.convert(random_net(small_mlp()), tmp_path / "rtl", part=PART, clock_ns=2.6, flavor="vhdl")
    with pytest.raises(BackendError, match="Yosys reads Verilog only"):
        yosys.synthesise(tmp_path / "rtl")
