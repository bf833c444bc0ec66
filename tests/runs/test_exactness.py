"""The exactness line of a run's verdict, and who reads it."""

import shutil
from pathlib import Path
from typing import Any

from codesign.report.record import assemble
from codesign.runs import proof, stages
from codesign.runs.inputs import contract_of
from codesign.runs.proof import exactness
from codesign.runs.run import Run
from tests.fake_runs import agrees


def rows_of(run: Run, **changes: Any) -> None:
    """Replaces keys in the first row of csim in agreement.json."""
    data = run.read(proof.AGREEMENT)
    row = next(row for row in data["rows"] if row["witness"] == "csim")
    row |= changes
    run.write(proof.AGREEMENT, data)


def test_the_line_says_what_was_compared_on_how_many(proved: Path) -> None:
    run = Run.open(proved)
    test = run.read("metrics.json")["jets"]["test"]
    others = len(contract_of(run).sample["other_jets"])
    line = exactness(run)
    assert (line.outcome, line.used.value, line.allowed, line.open) == ("PASS", 0, 0, "")
    made_up = 10_000 - test - others + 10_000 + 3 + 1000
    assert line.detail == f"framework, rtl, csim on {test} test jets, {others} other jets, {made_up:,} made-up inputs"


def test_a_recorded_difference_fails_with_exit_code_1(run: Run, say) -> None:
    rows_of(run, mismatches=3, worst_lsb=1.0)
    code, printed = say("check", run.folder)
    assert code == 1
    assert "FAIL: does not fit: exactness" in printed
    assert stages.check(run).lines[0].detail.startswith("csim differs in 3 of ")
    code, _ = say("check", run.folder, "--budget", run.folder.parent / "none.yaml")
    assert code == 3


def test_a_simulation_that_differs_fails_though_the_emulator_agrees(run: Run, budget: str) -> None:
    agrees(run, "verilator", wrong_lsb=1.0)
    assert stages.check(run, budget).outcome == "FAIL"
    assert assemble(run).verdict.outcome == "FAIL"


def test_csim_is_asked_for_where_the_hls_is_delivered_and_only_there(run: Run, budget: str) -> None:
    data = run.read(proof.AGREEMENT)
    data["rows"] = [row for row in data["rows"] if row["witness"] != "csim"]
    run.write(proof.AGREEMENT, data)
    line = exactness(run)
    assert (line.outcome, line.used.value) == ("INCONCLUSIVE", 0)
    assert line.open == f"csim was not compared: `codesign csim {run.folder} --trace`"
    assert stages.check(run, budget).outcome == "INCONCLUSIVE"
    shutil.rmtree(run.folder / "hls")
    assert stages.check(run, budget).outcome == "PASS"


def test_the_rtl_needs_its_emulator_or_a_simulation(run: Run) -> None:
    data = run.read(proof.AGREEMENT)
    for row in data["rows"]:
        row["witness"] = "verilator" if row["witness"] == "rtl" else row["witness"]
    run.write(proof.AGREEMENT, data)
    assert exactness(run).outcome == "PASS"
    data["rows"] = [row for row in data["rows"] if row["witness"] != "verilator"]
    run.write(proof.AGREEMENT, data)
    assert exactness(run).open == f"rtl was not compared: `codesign rtl {run.folder}`"


def test_a_difference_that_a_vendor_found_fails(proved: Path) -> None:
    line = exactness(Run.open(proved), ["cosim:vitis: the RTL made by the tool gives other outputs"])
    assert line.outcome == "FAIL"
    assert "cosim:vitis" in line.detail


def test_a_verdict_is_judged_again_when_it_is_read(run: Run) -> None:
    """A PASS that was recorded before a difference was found does not count."""
    assert assemble(run).verdict.fits
    rows_of(run, mismatches=3, worst_lsb=1.0)
    assert assemble(run).verdict.outcome == "FAIL"
    row = run.read("verdict.json")
    run.write("verdict.json", row | {"outcome": "PASS", "lines": []})
    assert assemble(run).verdict.outcome == "FAIL"
