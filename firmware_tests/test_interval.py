"""Verilog whose candidates take turns, simulated with a jet every few clocks; and HLS projects asked for the same."""

from pathlib import Path

import numpy as np
import pytest

from codesign.backends.hls import convert as hls4ml
from codesign.backends.hls import csim
from codesign.backends.hls.sharing import Sharing
from codesign.backends.rtl import cosim
from codesign.backends.rtl import interval as rtl_interval
from codesign.backends.rtl.convert import RtlProject
from codesign.errors import BackendError
from codesign.net import reference
from codesign.net.agreement import Contract
from codesign.net.fixedpoint import Float
from firmware_tests.nets import PART
from tests.nets import random_inputs, random_net, small_deep_set

NET = random_net(small_deep_set(), seed=3)


def inputs(jets: int) -> Float:
    """Every second jet has 16 times the same candidate, so that means differ."""
    x = random_inputs(NET, jets)
    x[::2] = x[::2, :1]
    return x


def convert(folder: Path, interval: int) -> RtlProject:
    made = rtl_interval.convert(NET, folder, interval, part=PART, clock_ns=2.778)
    cosim.compile_cosim(folder)
    return made


@pytest.mark.parametrize("interval", [2, 3])
def test_verilog_is_exact_at_its_interval_and_no_faster(interval: int, tmp_path: Path) -> None:
    made = convert(tmp_path / "rtl", interval)
    x, folder = inputs(2000), tmp_path / "rtl"
    expected = reference.run(NET, x)["logits"]
    assert len(np.unique(expected, axis=0)) > 50
    for between in (interval, interval + 2):
        stream = cosim.run_cosim(folder, x, interval=between)
        assert np.array_equal(stream.outputs["logits"], expected)
        assert stream.interval_cycles == between
        assert stream.latency_cycles == made.latency_cycles
    rows = Contract(NET, {"jets": x}).check(
        "verilator", lambda values: cosim.run_cosim(folder, values, interval=interval).outputs
    )
    assert all(row.exact for row in rows), rows
    with pytest.raises(BackendError, match="valid_out came for"):  # jets that come without ready are ignored
        cosim.run_cosim(folder, x, interval=interval - 1)


def test_a_sum_that_keeps_the_jet_before_is_seen(tmp_path: Path) -> None:
    made = convert(tmp_path / "rtl", 3)
    top = tmp_path / "rtl" / "src" / f"{made.name}_stream.v"
    text = top.read_text()
    front = RtlProject.load(tmp_path / "rtl" / "front").stages
    assert f"wire first = valid[{front}];" in text
    top.write_text(text.replace(f"valid[{front}];", f"valid[{front + 1}];"))
    cosim.compile_cosim(tmp_path / "rtl")
    x = inputs(200)
    try:
        got = cosim.run_cosim(tmp_path / "rtl", x, interval=3).outputs["logits"]
    except BackendError as error:
        assert "change results" in str(error)  # noqa: PT017
    else:
        assert not np.array_equal(got, reference.run(NET, x)["logits"])


@pytest.mark.parametrize("sharing", [Sharing(3, "pipeline"), Sharing(2, "dataflow"), Sharing(9, "dataflow")], ids=str)
def test_hls_that_shares_computes_the_same(sharing: Sharing, tmp_path: Path) -> None:
    hls4ml.convert(NET, tmp_path / "hls", part=PART, clock_ns=2.778, sharing=sharing)
    csim.compile_csim(tmp_path / "hls")
    rows = Contract(NET, {"jets": inputs(500)}).check("csim", lambda x: csim.run_csim(tmp_path / "hls", x))
    assert all(row.exact for row in rows), rows
