"""The command line: tables, outcomes, exit codes."""

import sys

import pytest

from codesign.cli.app import ERROR, main
from codesign.cli.vendor import FAULT
from tests.runs.synthesis import vitis_reports, vivado_reports


@pytest.fixture
def codesign(monkeypatch, capsys):
    """Runs a command line; its exit code and what it printed."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["codesign", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            main()
        printed = capsys.readouterr()
        return stop.value.code, printed.out + printed.err

    return call


def test_a_finished_stage_prints_its_figures(install, run, codesign):
    install("vivado", vsynth={"log": "Starting Placer Task\nnoise", "files": vivado_reports.vivado_files()})
    code, printed = codesign("synth", run.folder, "--tool", "vivado")
    assert code == 0
    for text in ("route:vivado", "done", "5,804", "29", "+0.102", "Starting Placer Task"):
        assert text in printed
    assert "noise" not in printed


def test_a_fault_and_a_failure_have_their_exit_codes(install, run, codesign):
    install("vivado", vsynth={"files": vivado_reports.vivado_files(slack="-0.410")})
    code, printed = codesign("synth", run.folder, "--tool", "vivado")
    assert code == 1
    assert "timing-failure" in printed
    assert "-0.410" in printed
    install(
        "vivado",
        vsynth={"files": vivado_reports.vivado_files() | {"route_timing.rpt": vivado_reports.timing(pulse="-0.204")}},
    )
    (run.folder / "rtl" / "src" / "tagger.v").write_text("module tagger(input clk, input x); endmodule\n")
    code, printed = codesign("synth", run.folder, "--tool", "vivado")
    assert code == 1
    assert "-0.204" in printed
    install("vitis_hls", csynth={"log": "ERROR: [HLS 200-1023] Part 'xcvu13p' is not installed.", "code": 1})
    code, printed = codesign("synth", run.folder, "--tool", "vitis", "--stage", "csynth")
    assert code == ERROR
    assert "part-absent" in printed
    assert "None" not in printed


def test_an_absent_tool_is_one_message(install, run, codesign, monkeypatch):
    monkeypatch.setenv("PATH", "")
    code, printed = codesign("synth", run.folder, "--tool", "vivado")
    assert code == ERROR
    assert "tool-absent" in printed
    assert "codesign synth-open RUN" in printed
    assert "Traceback" not in printed


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--tool", "quartus"), "vitis or vivado"),
        (("--tool", "vivado", "--stage", "csynth"), "vsynth"),
        (("--tool", "vivado", "--of", "vhdl"), "hls or rtl"),
    ],
)
def test_a_wrong_choice_names_the_right_ones(run, codesign, options, said):
    code, printed = codesign("synth", run.folder, *options)
    assert code == ERROR
    assert said in printed


def test_a_calibration_that_no_longer_counts_is_mentioned_once(install, run, codesign, tmp_path):
    install("vivado", vsynth={"files": vivado_reports.vivado_files()})
    (tmp_path / "configs").mkdir()
    (tmp_path / "configs" / "calibration.jsonl").touch()
    _, printed = codesign("synth", run.folder, "--tool", "vivado")
    assert printed.count("configs/calibration.jsonl is no longer read") == 1


def test_calibrate_prints_the_bands(install, run, codesign, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    install(
        "vitis_hls",
        "vivado",
        csynth={"files": vitis_reports.csynth_files()},
        vsynth={"files": vivado_reports.vivado_files()},
    )
    codesign("synth", run.folder, "--tool", "vitis")
    codesign("synth", run.folder, "--tool", "vivado", "--of", "hls")
    code, printed = codesign("calibrate", run.folder)
    assert code in (0, None)
    assert "1 pairs added, 0 were there already" in printed
    assert "2023.2" in printed
    kept = tmp_path / "share" / "codesign" / "calibration.jsonl"
    assert kept.is_file()
    assert str(kept) in printed.replace("\n", "")
    assert "0 pairs added, 1 were there already" in codesign("calibrate", run.folder)[1]


def test_calibrate_says_last_what_it_skipped_and_its_exit_code_tells(install, tmp_path, codesign, monkeypatch):
    install()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "tagger_csynth.xml").write_text(vitis_reports.csynth_xml())
    (tmp_path / "site" / "route.rpt").write_text(vivado_reports.utilisation())
    assert codesign("calibrate", "site")[0] == 0
    (tmp_path / "site" / "cut.rpt").write_text(vivado_reports.utilisation()[:1200])
    code, printed = codesign("calibrate", "site")
    assert code == FAULT
    assert "1 were there already" in printed
    assert printed.splitlines()[-1].startswith("skipped site/cut.rpt: no row")
    (tmp_path / "site" / "route.rpt").unlink()
    code, printed = codesign("calibrate", "site")
    assert code == ERROR
    assert "site/cut.rpt: no row" in printed
