"""Pipelines in simulation, one jet per clock: hard nets are exact, and what is broken on purpose in one is found."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from codesign.backends.rtl import convert as rtl
from codesign.backends.rtl import cosim
from codesign.design.architectures import deep_set, gru, linear_attention, mlp, table_set
from codesign.errors import BackendError
from codesign.net import reference
from codesign.net.agreement import Contract
from codesign.net.fixednet import FixedNet
from firmware_tests.nets import NETS as HARD_NETS
from firmware_tests.nets import PART, RARE, ROUNDING, random_inputs, random_net

FEATURES = ("pt_rel", "deta", "dphi")
MANY = tuple(f"feature{number}" for number in range(20))
NETS = {
    "per_candidate": random_net(deep_set(7, FEATURES, {"y": 5}, (8,), (8,), "sum"), RARE, seed=2, per_candidate=True),
    "wide": random_net(deep_set(16, MANY, {"y": 8}, (5,), (6,)), ROUNDING, seed=12),
    "products": random_net(linear_attention(8, FEATURES, {"y": 4}, width=5, key=3, rho=(6,)), ROUNDING, seed=8),
    "recurrence": random_net(gru(8, FEATURES, {"y": 4}, state=5, rho=(8,)), ROUNDING, seed=4),
    "tables": random_net(table_set(8, FEATURES, {"y": 4}, units=5, hidden=(4,), entries=16), ROUNDING, seed=10),
    "trees": HARD_NETS["trees"],
    "trees_of_vectors": HARD_NETS["trees_of_vectors"],
}
Edit = Callable[[str], str]
SMALL = random_net(mlp(8, FEATURES, {"logits": 5}, (8, 8)), ROUNDING, seed=5)


@pytest.mark.parametrize("clock_ns", [1.5, 2.6, 5.2])
def test_latency_and_interval_at_other_clocks(clock_ns: float, tmp_path: Path) -> None:
    project = rtl.convert(SMALL, tmp_path / "rtl", part=PART, clock_ns=clock_ns)
    cosim.compile_cosim(tmp_path / "rtl")
    x = random_inputs(SMALL, 1000)
    stream = cosim.run_cosim(tmp_path / "rtl", x)
    assert (stream.latency_cycles, stream.interval_cycles) == (project.latency_cycles, 1)
    assert np.array_equal(stream.outputs["logits"], reference.run(SMALL, x)["logits"])


@pytest.mark.parametrize("net", NETS.values(), ids=list(NETS))
def test_verilog_equals_the_reference_on_the_contract(net: FixedNet, tmp_path: Path) -> None:
    project = rtl.convert(net, tmp_path / "rtl", part=PART, clock_ns=2.6)
    cosim.compile_cosim(tmp_path / "rtl")
    streams = []

    def compute(x: np.ndarray) -> dict[str, np.ndarray]:
        streams.append(cosim.run_cosim(tmp_path / "rtl", x))
        return streams[-1].outputs

    rows = Contract(net, {"jets": random_inputs(net, 10_000)}).check("verilator", compute)
    assert sum(row.samples for row in rows) > 80_000
    assert all(row.exact for row in rows), rows
    assert {stream.latency_cycles for stream in streams} == {project.latency_cycles}
    assert {stream.interval_cycles for stream in streams} == {1, None}


def test_a_folder_may_be_relative(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(project, tmp_path / "rtl")
    monkeypatch.chdir(tmp_path)
    cosim.compile_cosim(Path("rtl"))
    assert cosim.run_cosim(Path("rtl"), random_inputs(SMALL, 20)).interval_cycles == 1


# --- broken on purpose ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cosim") / "rtl"
    rtl.convert(SMALL, folder, part=PART, clock_ns=2.6)
    return folder


def broken(project: Path, copy: Path, file: str, edit: Edit) -> Path:
    """A copy of the project with one changed source, compiled."""
    shutil.copytree(project, copy)
    path = copy / "src" / file
    text = path.read_text()
    assert edit(text) != text
    path.write_text(edit(text))
    cosim.compile_cosim(copy)
    return copy


def depth(text: str, by: int) -> str:
    """The valid bit of the stream module takes `by` cycles more."""
    cycles = int(text.split("valid = ")[1].split("'")[0])
    return (
        text.replace(f"[{cycles - 1}:0]", f"[{cycles - 1 + by}:0]")
        .replace(f"[{cycles - 1}]", f"[{cycles - 1 + by}]")
        .replace(f"[{cycles}:0] following", f"[{cycles + by}:0] following")
        .replace(f"{cycles}'b0", f"{cycles + by}'b0")
    )


@pytest.mark.parametrize("by", [1, -1])
def test_a_valid_bit_too_late_or_too_early_gives_wrong_results(by: int, project: Path, tmp_path: Path) -> None:
    copy = broken(project, tmp_path / "rtl", "tagger_stream.v", lambda text: depth(text, by))
    with pytest.raises(BackendError, match="valid_out is early or late"):
        cosim.run_cosim(copy, random_inputs(SMALL, 200))


def test_a_register_left_out_is_found(project: Path, tmp_path: Path) -> None:
    """One bit of one stage that skips its register belongs to the next jet."""

    def bypass(text: str) -> str:
        (line,) = (line for line in text.splitlines() if "assign INTERNAL_logic1_inp[" in line)
        high = int(line.split("[")[1].split(":")[0])
        kept = f"assign INTERNAL_logic1_inp = {{stage1_inp[{high}:1], INTERNAL_logic0_outp[0]}};"
        return text.replace(line, kept)

    copy = broken(project, tmp_path / "rtl", "tagger.v", bypass)
    with pytest.raises(BackendError, match="the pipeline mixes jets"):
        cosim.run_cosim(copy, random_inputs(SMALL, 500))


def test_a_lost_valid_bit_is_named(project: Path, tmp_path: Path) -> None:
    copy = broken(
        project,
        tmp_path / "rtl",
        "tagger_stream.v",
        lambda t: t.replace("{valid, valid_in}", "{valid, valid_in & ~model_inp[0]}"),
    )
    with pytest.raises(BackendError, match=r"valid_out came for \d+ of 400 jets"):
        cosim.run_cosim(copy, random_inputs(SMALL, 200))


def test_a_reset_that_forgets_nothing_is_found(project: Path, tmp_path: Path) -> None:
    copy = broken(
        project, tmp_path / "rtl", "tagger_stream.v", lambda text: text.replace("if (rst)", "if (1'b0 & rst)")
    )
    with pytest.raises(BackendError, match="valid_out came for 402 of 400 jets"):
        cosim.run_cosim(copy, random_inputs(SMALL, 200))
