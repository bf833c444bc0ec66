"""Results count only for the net and the firmware that they were made from."""

import errno
import os
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from codesign.backends import RTL
from codesign.backends.rtl import convert as rtl
from codesign.errors import RunError
from codesign.report.record import assemble
from codesign.runs import intervals, open_tools, proof, stages
from codesign.runs.delivery import shipping
from codesign.runs.proof import AGREEMENT
from codesign.runs.provenance import RTL_DIGESTS, digest, is_current, note, require_as_made, stamp
from codesign.runs.run import DESIGN, Run
from tests.fake_runs import agrees, fake_design, fake_jets, frozen, simulated, trained

OF_THE_RTL = (stages.ESTIMATE, stages.COSIM, open_tools.MAPPED, intervals.FILE)


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run with real Verilog, its estimate and its verdict; tests must not change it."""
    folder = tmp_path_factory.mktemp("provenance")
    run = frozen(trained(folder / "run", fake_design(fake_jets(folder))))
    stages.rtl(run)
    simulated(run)
    stages.check(run)
    return run.folder


@pytest.fixture
def run(checked: Path, tmp_path: Path) -> Run:
    return Run.open(shutil.copytree(checked, tmp_path / "run"))


@pytest.fixture
def on_a_read_only_disk(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A finished run without its estimate, on a disk that is mounted read-only."""
    (run.folder / stages.ESTIMATE).unlink()

    def refuse(path: Path, content: bytes) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))

    monkeypatch.setattr("codesign.runs.run.write_atomic", refuse)
    monkeypatch.setattr(Run, "is_read_only", True)
    return run


def change_one_weight(run: Run) -> Run:
    """Changes one weight in net.npz by one LSB, and nothing else; returns the run, opened again."""
    before = run.net.key
    with np.load(run.folder / "net.npz") as stored:
        arrays = dict(stored)
    name = next(name for name in arrays if name.endswith(".kernel"))
    arrays[name].flat[int(np.argmax(arrays[name].ravel() > 0))] -= 1
    np.savez_compressed(run.folder / "net.npz", **arrays)
    changed = Run.open(run.folder)
    assert changed.net.key != before
    return changed


def test_a_changed_weight_is_not_judged_by_the_rtl_of_the_old_net(run: Run) -> None:
    old = run.read(stages.ESTIMATE)
    run = change_one_weight(run)
    for ask in (stages.estimate, stages.check, stages.figures):
        with pytest.raises(RunError, match=f"codesign (rtl|estimate) {run.folder}"):
            ask(run)
    assert run.read(stages.ESTIMATE) == old
    report = assemble(run)
    assert (report.usage, report.verdict, report.agreement) == (None, None, ())
    assert set(report.missing) >= {"freeze", "rtl", "estimate", "check", "csim"}
    stages.rtl(run)
    verdict = stages.check(run)
    assert run.read(stages.ESTIMATE)["net"] == run.net.key
    assert (verdict.lines[0].outcome, verdict.fits) == ("INCONCLUSIVE", False)
    assert verdict.lines[0].open.startswith("framework was not compared")


def test_an_estimate_of_other_verilog_is_made_again(run: Run) -> None:
    written = stages.estimate(run)
    run.write(stages.ESTIMATE, written | {"rtl": "another"})
    with pytest.raises(RunError, match=f"run `codesign estimate {run.folder}`"):
        stages.figures(run)
    assert assemble(run).usage is None
    assert stages.estimate(run) == written
    run.write(stages.ESTIMATE, {key: value for key, value in written.items() if key != "rtl"})
    assert stages.estimate(run) == written  # an estimate of an earlier version, which did not record the RTL


def test_what_a_read_only_disk_does_not_take_is_used_from_memory(on_a_read_only_disk: Run, checked: Path) -> None:
    run, whole = on_a_read_only_disk, Run.open(checked)
    assert stages.check(run, "stretch_25ns").to_dict() == stages.check(whole, "stretch_25ns").to_dict()
    assert run.read(stages.ESTIMATE) == whole.read(stages.ESTIMATE)
    assert not (run.folder / stages.ESTIMATE).exists()


def test_a_report_from_a_read_only_disk_computes_a_missing_estimate(on_a_read_only_disk: Run, checked: Path) -> None:
    report, whole = assemble(on_a_read_only_disk), assemble(Run.open(checked))
    assert (report.usage, report.timing, report.verdict) == (whole.usage, whole.timing, whole.verdict)
    assert (report.usage is None, "estimate" in report.missing) == (False, False)


def test_what_is_written_later_replaces_what_was_only_in_memory(run: Run) -> None:
    run.unwritten["verdict.json"] = {"budget": "in memory"}
    assert run.read("verdict.json") == {"budget": "in memory"}
    run.write("verdict.json", {"budget": "on disk"})
    assert run.read("verdict.json") == {"budget": "on disk"}


def test_verilog_that_is_missing_or_of_another_net_names_its_verb(run: Run) -> None:
    (run.folder / stages.ESTIMATE).unlink()
    project = run.read("rtl/project.json")
    run.write("rtl/project.json", project | {"net": "another"})
    with pytest.raises(RunError, match=f"was made from another net.*; `codesign rtl {run.folder}` makes it again"):
        stages.check(run)
    shutil.rmtree(run.folder / "rtl")
    with pytest.raises(RunError, match=f"has no Verilog of its net yet; run `codesign rtl {run.folder}`"):
        stages.check(run)


@pytest.mark.parametrize("name", OF_THE_RTL)
def test_each_result_of_the_rtl_is_of_this_net_and_this_verilog(run: Run, name: str) -> None:
    estimate = run.read(stages.ESTIMATE)
    result = run.read(name) if run.has(name) else {key: estimate[key] for key in ("usage", "timing")}
    result |= {open_tools.MAPPED: {"carry4": 1, "depth": 2}}.get(name, {})
    result |= {intervals.FILE: {"period_ns": 2.5, "crossing_cycles": 10, "rows": []}}.get(name, {})
    run.write(name, result | stamp(run))
    assert is_current(run, name)
    run.write(name, result | stamp(run) | {"net": "another"})
    assert not is_current(run, name)
    run.write(name, result | stamp(run))
    source = run.folder / "rtl" / "src" / f"{run.top}.v"
    source.write_text(source.read_text() + "// edited\n")
    assert not is_current(run, name)


def test_what_a_simulation_leaves_beside_the_sources_changes_nothing(run: Run) -> None:
    before = digest(run, RTL)
    (run.folder / "rtl" / "cosim").mkdir()
    (run.folder / "rtl" / "cosim" / "build.log").write_text("built")
    assert digest(run, RTL) == before


def test_a_shipped_design_has_the_digest_of_the_verilog_that_it_does_not_keep(run: Run) -> None:
    before = digest(run, RTL)
    (run.folder / RTL_DIGESTS).write_text(shipping.digests_of(run.folder / "rtl"))
    shutil.rmtree(run.folder / "rtl")
    (run.folder / "rtl.json").unlink()  # it is not shipped
    assert digest(run, RTL) == before
    assert is_current(run, stages.ESTIMATE)


def test_verilog_that_is_written_again_is_compared_again(run: Run) -> None:
    shutil.rmtree(run.folder / "rtl")
    agrees(run, "verilator")
    stages.rtl(run)
    assert "verilator" not in {row["witness"] for row in run.read(AGREEMENT)["rows"]}
    assert "rtl" in {row["witness"] for row in run.read(AGREEMENT)["rows"]}


@pytest.mark.parametrize("name", [AGREEMENT, stages.ESTIMATE, stages.VERDICT])
def test_a_file_that_holds_no_object_is_named_with_what_to_do(run: Run, name: str) -> None:
    (run.folder / name).write_text("[]")
    with pytest.raises(RunError, match=rf"{name} is broken: .*; remove it and run `codesign \w+ "):
        assemble(run)


def test_a_design_that_is_not_proved_is_not_handed_on(run: Run) -> None:
    rows = run.read(AGREEMENT)
    for row in rows["rows"]:
        row["mismatches"] = 1 if (row["witness"], row["inputs"]) == ("rtl", "jets") else 0
    run.write(AGREEMENT, rows)
    with pytest.raises(RunError, match=r"rtl differs in 1 of .* on jets.*not delivered"):
        shipping.prove(run)


def edited(run: Run, name: str) -> None:
    path = run.folder / name
    path.write_text(path.read_text() + "// edited\n")


def test_edited_verilog_is_no_more_exact_and_is_made_again(run: Run) -> None:
    assert proof.exact(proof.by_witness(run, "rtl"))
    edited(run, f"rtl/src/{run.top}.v")
    assert proof.by_witness(run, "rtl") == []
    with pytest.raises(RunError, match=f"was edited since it was made.*`codesign rtl {run.folder}` makes it again"):
        stages.check(run)
    assert proof.exact(stages.rtl(run))
    assert "// edited" not in (run.folder / f"rtl/src/{run.top}.v").read_text()


def test_verilog_of_an_earlier_version_keeps_the_name_it_had(run: Run) -> None:
    firmware = run.design.firmware
    rtl.convert(run.net, run.folder / "rtl", part=firmware.part, clock_ns=float(firmware.period_ns))
    note(run, RTL)
    run.write("rtl.json", {key: value for key, value in run.read("rtl.json").items() if key != "top"})
    assert all(row.exact for row in stages.rtl(run))
    assert rtl.RtlProject.load(require_as_made(run, RTL)).name == "tagger"
    assert (run.folder / "rtl/src/tagger.v").is_file()


def test_firmware_of_a_design_that_was_renamed_is_made_again(run: Run) -> None:
    document = yaml.safe_load((run.folder / DESIGN).read_text())
    (run.folder / DESIGN).write_text(yaml.safe_dump(document | {"name": "Another"}))
    renamed = Run.open(run.folder)
    with pytest.raises(RunError, match="made for another name"):
        stages.check(renamed)
    stages.rtl(renamed)
    assert rtl.RtlProject.load(require_as_made(renamed, RTL)).name == f"another_{run.net.key}"


@pytest.mark.parametrize("left", ["rtl/src/{}_logic0.v", "rtl/logic.json.gz"])
def test_verilog_of_which_a_file_is_missing_is_made_again(run: Run, left: str) -> None:
    path = run.folder / left.format(run.top)
    path.unlink()
    with pytest.raises(RunError, match="was edited since it was made"):
        stages.check(run)
    stages.rtl(run)
    assert path.is_file()
    assert stages.check(run).lines[0].outcome != "FAIL"


@pytest.mark.parametrize("firmware", [{"clock_mhz": 200}, {"clock_ns": 2.0}, {"clock_mhz": 360, "inputs": "words"}])
def test_verilog_for_another_clock_part_or_port_is_made_again(run: Run, firmware: dict[str, Any]) -> None:
    document = yaml.safe_load((run.folder / DESIGN).read_text())
    document["firmware"] = firmware
    (run.folder / DESIGN).write_text(yaml.safe_dump(document))
    other = Run.open(run.folder)
    with pytest.raises(RunError, match=r"made for another name, part, clock or port than .*design\.yaml asks for"):
        stages.check(other)


def test_rows_of_the_same_net_but_other_verilog_are_not_believed(run: Run) -> None:
    rows = run.read(AGREEMENT)
    for row in rows["rows"]:
        row["made_from"] = None if row["witness"] == "framework" else "0123456789abcdef"
    run.write(AGREEMENT, rows)
    assert proof.by_witness(run, "rtl") == []
    assert stages.check(run).outcome == "INCONCLUSIVE"
    assert proof.by_witness(run, "framework")


def test_a_run_whose_verilog_is_gone_is_not_exact(run: Run) -> None:
    shutil.rmtree(run.folder / "rtl")
    assert proof.by_witness(run, "rtl") == []


def test_edited_hls_is_compared_again_and_its_difference_is_kept(run: Run) -> None:
    stages.convert(run)
    assert all(row.exact for row in stages.csim(run))
    weights = run.folder / "hls/firmware/weights/logits_bias.h"
    head, brace, numbers = weights.read_text().rpartition("{")
    first, comma, others = numbers.partition(",")
    weights.write_text(f"{head}{brace}{float(first) + 1}{comma}{others}")
    assert proof.by_witness(run, "csim") == []
    assert any(row.mismatches for row in stages.csim(run))
    assert stages.check(run).outcome == "FAIL"
    stages.convert(run)
    assert all(row.exact for row in stages.csim(run))
    assert stages.check(run).outcome != "FAIL"


def test_firmware_that_was_edited_is_not_handed_on_under_the_old_proofs(run: Run, tmp_path: Path) -> None:
    written = Run.open(shutil.copytree(run.folder, tmp_path / "written"))
    shipping.require_proved(run, written)
    edited(written, f"rtl/src/{run.top}.v")
    with pytest.raises(RunError, match="its proofs do not hold"):
        shipping.require_proved(run, written)
