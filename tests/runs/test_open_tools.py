"""Co-simulation as a stage of a run: what it records, when it runs again, and what the figures then say."""

from pathlib import Path

import pytest

from codesign.backends.rtl import yosys
from codesign.errors import RunError
from codesign.report.record import assemble
from codesign.report.write import write_page
from codesign.runs import open_tools, stages
from codesign.runs.proof import agreements
from codesign.runs.run import Run
from tests.fake_runs import fake_design, fake_jets, frozen, trained


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("open_tools")
    made = frozen(trained(folder / "run", fake_design(fake_jets(folder))))
    stages.rtl(made)
    stages.estimate(made)
    return made


def test_without_verilog_the_command_is_named(tmp_path: Path) -> None:
    fresh = frozen(trained(tmp_path / "run", fake_design(fake_jets(tmp_path))))
    with pytest.raises(RunError, match=f"codesign rtl {fresh.folder}"):
        open_tools.cosim(fresh)
    with pytest.raises(RunError, match=f"codesign rtl {fresh.folder}"):
        open_tools.write_vhdl(fresh)


def test_cosim_of_a_run(run: Run) -> None:
    _, before = stages.figures(run)
    assert before.latency_cycles.kind == "estimated"
    found = open_tools.cosim(run)
    assert [a.inputs for a in found] == [
        "jets",
        "other_jets",
        "filled",
        "overflow",
        "zero",
        "maximum",
        "minimum",
        "one_candidate",
    ]
    assert all(a.exact for a in found)
    assert [a for a in agreements(run) if a.witness == "verilator"] == found
    _, timing = stages.figures(run)
    for figure in (timing.latency_cycles, timing.interval_cycles):
        assert (figure.kind, figure.stage) == ("measured", "cosim:verilator")
        assert figure.tool.startswith("Verilator 5.")
    assert timing.latency_cycles.value == before.latency_cycles.value
    assert timing.interval_cycles.value == 1
    assert timing.clock_ns == before.clock_ns
    assert timing.clock_mhz.kind == "estimated"
    assert assemble(run).timing == timing

    record = run.folder / stages.COSIM
    written = record.stat().st_mtime_ns
    assert open_tools.cosim(run) == found
    assert record.stat().st_mtime_ns == written


def test_a_simulation_that_nobody_recorded_is_done_again(run: Run) -> None:
    found = open_tools.cosim(run)
    stages.forget(run, "verilator")
    assert open_tools.cosim(run) == found


def test_cycles_of_other_verilog_do_not_count(run: Run) -> None:
    open_tools.cosim(run)
    kept = run.read(stages.COSIM)
    run.write(stages.COSIM, kept | {"rtl": "another"})
    assert stages.figures(run)[1].latency_cycles.kind == "estimated"
    run.write(stages.COSIM, kept)
    assert stages.figures(run)[1].latency_cycles.kind == "measured"


def test_verilog_edited_by_hand_is_not_simulated_as_the_design_s(run: Run) -> None:
    open_tools.cosim(run)
    source = run.folder / "rtl" / "src" / f"{run.top}_stream.v"
    text = source.read_text()
    source.write_text(text.replace("valid_out = valid[", "valid_out = valid_in & valid["))
    with pytest.raises(RunError, match=f"was edited since it was made.*`codesign rtl {run.folder}` makes it again"):
        open_tools.cosim(run)
    assert not [a for a in agreements(run) if a.witness == "verilator"]
    source.write_text(text)
    assert all(a.exact for a in open_tools.cosim(run))


def test_what_yosys_counts_is_in_the_report_but_not_among_the_estimates(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    netlist = yosys.Netlist(
        lut=1234, ff=567, carry4=89, dsp=0, bram18=0, uram=0, depth=3, parts=7, tool="Yosys of a test"
    )
    monkeypatch.setattr(yosys, "synthesise", lambda folder, progress, **limits: netlist)
    before = assemble(run)
    assert before.mapped is None
    found = open_tools.synth_open(run)
    after = assemble(run)
    assert after.mapped == found
    assert (after.usage, after.timing) == (before.usage, before.timing)
    for figure in (found.usage.lut, found.usage.ff, found.usage.dsp, found.usage.bram18):
        assert figure.label == "mapped-yosys: synth:yosys (Yosys of a test)"
    assert (found.usage.lut.value, found.carry4, found.depth) == (1234, 89, 3)
    assert "in 7 parts" in found.usage.lut.note
    assert "upper limit" in found.usage.ff.note
    page = write_page(run.folder).read_text()
    assert "mapped-yosys: synth:yosys (Yosys of a test)" in page
    assert "1,234" in page


def test_vhdl_lies_beside_the_verilog(run: Run) -> None:
    folder = open_tools.write_vhdl(run)
    assert (folder / "src" / f"{run.top}_stream.vhd").exists()
    assert (folder / "logic.json.gz").read_bytes() == (run.folder / "rtl" / "logic.json.gz").read_bytes()
    assert open_tools.write_vhdl(run) == folder
