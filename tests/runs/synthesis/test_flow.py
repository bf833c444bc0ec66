"""Stages with a stand-in that replays logs and reports: every outcome by its name."""

import os
import signal

import pytest

from codesign.errors import BackendError, ConfigError, RunError, VendorError
from codesign.runs.synthesis import stages as flow
from codesign.runs.synthesis import tools
from codesign.runs.synthesis.outcomes import MEANING, OUTCOMES
from tests.runs.synthesis import written

VITIS = ("vitis_hls",)
VIVADO = ("vivado",)


def only(results):
    assert len(results) == 1
    return results[0]


def routed(install, run, **act):
    install("vivado", vsynth={"files": written.vivado_files()} | act)
    return flow.synthesise(run, "vivado")


def test_every_outcome_has_a_meaning():
    assert set(MEANING) == set(OUTCOMES)
    assert "None" not in " ".join(MEANING.values())


# Which tool


@pytest.mark.parametrize(("name", "needed"), [("vitis", "vitis-run or vitis_hls"), ("vivado", "vivado")])
def test_an_absent_tool_says_what_is_needed_and_what_answers_meanwhile(install, run, monkeypatch, name, needed):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(VendorError, match=needed) as error:
        flow.synthesise(run, name)
    assert error.value.outcome == "tool-absent"
    for text in ("codesign synth-open RUN", "settings64.sh", tools.VARIABLE):
        assert text in str(error.value)


def test_a_compiler_without_vitis_run_is_named(install, run, tmp_path, monkeypatch):
    folder = install("vitis_hls")
    (folder / "vitis_hls").rename(folder / "v++")
    monkeypatch.setenv("PATH", str(folder))
    with pytest.raises(VendorError, match=r"v\+\+ is there"):
        flow.synthesise(run, "vitis")


@pytest.mark.parametrize("program", ["vitis-run", "vitis_hls"])
def test_both_programs_of_vitis_are_found(install, program):
    install(program, version="2024.1")
    found = tools.find("vitis")
    assert (found.program, found.version, found.label) == (program, "2024.1", "Vitis HLS 2024.1")


def test_too_old_a_version_is_refused(install, run):
    install(*VITIS, version="2019.2")
    with pytest.raises(VendorError, match=r"2020\.2 or later") as error:
        flow.synthesise(run, "vitis")
    assert error.value.outcome == "wrong-version"


def test_a_newer_version_than_known_runs_with_a_remark(install, run):
    install(*VIVADO, version="2026.1", vsynth={"files": written.vivado_files()})
    found = flow.synthesise(run, "vivado")[-1]
    assert found.outcome == "done"
    assert "newer than 2025.1" in found.message


def test_a_config_names_the_folder_and_the_version(install, run, tmp_path, monkeypatch):
    folder = install(*VIVADO, version="2023.2")
    monkeypatch.setenv("PATH", "/usr/bin")
    config = tmp_path / "configs" / "tools.yaml"
    config.parent.mkdir()
    config.write_text(f"tools:\n  vivado: {{folder: {folder}, version: '2023.2'}}\n")
    assert tools.find("vivado").path == folder / "vivado"
    config.write_text(f"tools:\n  vivado: {{folder: {folder}, version: '2022.2'}}\n")
    with pytest.raises(VendorError, match=r"asks for 2022\.2") as error:
        tools.find("vivado")
    assert error.value.outcome == "wrong-version"
    config.write_text("tools:\n  vivaldo: {folder: x}\n")
    with pytest.raises(ConfigError, match="vivaldo"):
        tools.find("vivado")


def test_the_environment_names_folders_or_a_config(install, tmp_path, monkeypatch):
    folder = install(*VIVADO)
    monkeypatch.setenv("PATH", "/usr/bin")
    monkeypatch.setenv(tools.VARIABLE, f"{tmp_path}:{folder}")
    assert tools.find("vivado").path == folder / "vivado"
    elsewhere = tmp_path / "site.yaml"
    elsewhere.write_text(f"tools:\n  vivado: {{folder: {folder}}}\n")
    monkeypatch.setenv(tools.VARIABLE, str(elsewhere))
    assert tools.find("vivado").path == folder / "vivado"
    elsewhere.unlink()
    with pytest.raises(ConfigError, match=r"site\.yaml"):
        tools.find("vivado")


def test_a_program_without_a_version_is_an_error(install):
    folder = install(*VIVADO)
    (folder / "vivado").write_text("#!/bin/sh\necho broken\n")
    with pytest.raises(VendorError, match="printed no version: broken") as error:
        tools.find("vivado")
    assert error.value.outcome == "tool-error"


def test_the_folder_of_an_installation_names_its_version_too(install, monkeypatch):
    folder = install(*VIVADO)
    inside = folder / "Vivado" / "2022.2" / "bin"
    inside.mkdir(parents=True)
    (inside / "vivado").write_text("#!/bin/sh\necho unknown option >&2; exit 1\n")
    (inside / "vivado").chmod(0o755)
    (folder / "vivado").unlink()
    (folder / "vivado").symlink_to(inside / "vivado")
    with pytest.raises(VendorError, match="unknown option"):
        tools.find("vivado")  # the name by which it was found says nothing
    (folder / "vivado").unlink()
    monkeypatch.setenv("PATH", str(inside), prepend=os.pathsep)
    assert tools.find("vivado").version == "2022.2"


# Stages that finish


def test_csynth_is_a_tool_estimate_with_its_lut_as_an_upper_bound(install, run):
    install(*VITIS, csynth={"files": written.csynth_files()})
    found = only(flow.synthesise(run, "vitis"))
    assert (found.source, found.outcome, found.tool) == ("csynth:vitis", "done", "Vitis HLS 2023.2")
    lut = found.usage.lut
    assert (lut.value, lut.high, lut.kind, lut.stage) == (8851, 8851, "tool-estimate", "csynth:vitis")
    assert lut.low == pytest.approx(8851 * 111525 / 1218611)  # the pair with the smallest ratio, gru-quickdraw
    assert "upper bound" in lut.note
    assert "27 public pairs" in lut.note
    assert (found.timing.latency_cycles.value, found.timing.interval_cycles.value) == (23, 1)
    assert found.timing.clock_ns.high == float("inf")
    assert found.uncertainty_ns == 0.35
    assert flow.results(run) == [found]


def test_vsynth_gives_synthesis_and_routing(install, run):
    synth, route = routed(install, run)
    assert (synth.source, route.source) == ("synth:vivado", "route:vivado")
    assert (synth.outcome, route.outcome) == ("done", "done")
    assert (synth.usage.lut.value, route.usage.lut.value) == (4855, 5804)
    assert route.usage.bram18.value == 29
    assert route.timing.clock_ns.value == 2.778
    assert route.timing.clock_ns.label == "measured: route:vivado (Vivado 2023.2)"
    assert synth.timing.clock_ns.kind == "tool-estimate"
    assert route.uncertainty_ns == 0.382
    assert [row["name"] for row in route.hierarchy] == ["tagger", "(tagger)", "logic0", "inner"]
    assert set(route.reports) == {
        f"synth/vivado_rtl/route_{kind}.rpt" for kind in ("utilization", "timing", "hierarchy")
    }
    usage, timing = flow.figures(run, "rtl")
    assert usage.lut.stage == "route:vivado"
    assert timing.latency_cycles.value is None
    assert flow.figures(run, "hls")[0].lut.value is None


def test_vsynth_is_out_of_context_with_a_clock_and_no_input_delay(install, run):
    routed(install, run)
    folder = run.folder / "synth" / "vivado_rtl"
    script = (folder / "vsynth.tcl").read_text()
    assert "synth_design -mode out_of_context" in script
    steps = ("synth_design", "opt_design", "place_design", "phys_opt_design", "route_design", "report_timing_summary")
    places = [script.rindex(f"\n{step}") for step in steps]
    assert places == sorted(places)
    clock = (folder / "clock.xdc").read_text()
    assert clock.splitlines() == [
        "create_clock -name clk -period 2.778 [get_ports clk]",
        "set_clock_uncertainty -setup 0.347 [get_clocks clk]",
    ]
    assert "input_delay" not in clock + script
    settings = (folder / "settings.tcl").read_text()
    assert "set top {tagger}" in settings
    assert str(run.folder / "rtl" / "src" / "static" / "mux.v") in settings


def test_hls_verilog_is_routed_after_csynth(install, run):
    install(*VITIS, *VIVADO, csynth={"files": written.csynth_files()}, vsynth={"files": written.vivado_files()})
    with pytest.raises(RunError, match="--tool vitis"):
        flow.synthesise(run, "vivado", firmware="hls")
    flow.synthesise(run, "vitis")
    route = flow.synthesise(run, "vivado", firmware="hls")[-1]
    assert (route.firmware, route.outcome) == ("hls", "done")
    assert "[get_ports ap_clk]" in (run.folder / "synth" / "vivado_hls" / "clock.xdc").read_text()
    usage, timing = flow.figures(run, "hls")
    assert usage.lut.stage == "route:vivado"
    assert (timing.clock_ns.stage, timing.interval_cycles.stage) == ("route:vivado", "csynth:vitis")


def test_projects_that_are_kept_together_share_headers(install, run):
    install(*VITIS, csynth={"files": written.csynth_files()})
    flow.synthesise(run, "vitis")
    settings = run.folder / "synth" / "vitis" / "settings.tcl"
    firmware = run.folder / "hls" / "firmware"
    own = f"-std=c++0x -I{firmware} -I{firmware / 'nnet_utils'}"
    assert f"set cflags {{{own}}}" in settings.read_text()
    shared = run.folder.parent / "include" / "nnet_utils" / "nnet_dense.h"
    shared.parent.mkdir(parents=True)
    shared.write_text("// once for all\n")
    flow.synthesise(run, "vitis")
    assert f"{own} -I{shared.parent.parent} -I{shared.parent}" in settings.read_text()
    known = flow.results(run)
    shared.write_text("// changed\n")
    assert (len(known), flow.results(run)) == (1, [])


def test_results_stay_where_a_project_is_kept_with_others(install, run):
    header = run.folder / "hls" / "firmware" / "nnet_utils" / "nnet_dense.h"
    header.parent.mkdir()
    header.write_text("// the same for all\n")
    install(*VITIS, csynth={"files": written.csynth_files()})
    found = flow.synthesise(run, "vitis")
    (run.folder.parent / "include").mkdir()
    header.parent.rename(run.folder.parent / "include" / "nnet_utils")
    assert flow.results(run) == found


def test_a_design_that_starts_from_words_is_synthesised_from_words(install, run):
    firmware = run.folder / "hls" / "firmware"
    (firmware / "tagger_words.cpp").write_text("// words\n")
    (run.folder / "hls" / "tagger_words_test.cpp").write_text("// words\n")
    (run.folder / "hls" / "tb_words").mkdir()
    named = {
        path.replace("tagger", "tagger_words"): text.replace(">tagger<", ">tagger_words<")
        for path, text in written.csynth_files().items()
    }
    install(*VITIS, csynth={"files": named})
    assert only(flow.synthesise(run, "vitis")).outcome == "done"
    settings = (run.folder / "synth" / "vitis" / "settings.tcl").read_text()
    assert "set top {tagger_words}" in settings
    assert f"set sources [list {{{firmware / 'tagger_words.cpp'}}} {{{firmware / 'tagger.cpp'}}}]" in settings
    assert f"set vectors {{{run.folder / 'hls' / 'tb_words'}}}" in settings


def test_cosim_measures_cycles_after_csynth(install, run):
    files = {"files": {written.COSIM: written.cosim()}}
    install(*VITIS, csynth={"files": written.csynth_files()}, cosim=files)
    found = only(flow.synthesise(run, "vitis", "cosim"))
    assert (found.source, found.outcome) == ("cosim:vitis", "done")
    assert (found.timing.latency_cycles.value, found.timing.latency_cycles.kind) == (25, "measured")
    assert {r.source for r in flow.results(run)} == {"csynth:vitis", "cosim:vitis"}
    settings = (run.folder / "synth" / "vitis" / "settings.tcl").read_text()
    assert f"set vectors {{{run.folder / 'hls' / 'tb_data'}}}" in settings
    usage, timing = flow.figures(run, "hls")
    assert (usage.lut.stage, timing.latency_cycles.stage) == ("csynth:vitis", "cosim:vitis")


def test_a_finished_stage_is_not_run_again_unless_its_inputs_change(install, run):
    routed(install, run)
    stamp = run.folder / "synth" / "vivado_rtl" / "vsynth.log"
    before = stamp.stat().st_mtime_ns
    routed(install, run)
    assert stamp.stat().st_mtime_ns == before
    (run.folder / "rtl" / "src" / "tagger.v").write_text("module tagger(input clk, input x); endmodule\n")
    routed(install, run)
    assert stamp.stat().st_mtime_ns > before


def test_a_stage_of_the_other_tool_is_refused(run):
    with pytest.raises(BackendError, match="use csynth or cosim"):
        flow.synthesise(run, "vitis", "vsynth")


def test_a_run_without_its_project_says_which_verb_makes_it(install, run):
    install(*VITIS, *VIVADO)
    (run.folder / "rtl" / "project.json").unlink()
    with pytest.raises(RunError, match="codesign rtl"):
        flow.synthesise(run, "vivado")
    run.write("hls/hls_project.json", {"net": "another"})
    with pytest.raises(RunError, match="codesign convert"):
        flow.synthesise(run, "vitis")


# Stages that finish with something to say


@pytest.mark.parametrize("slack", ["-0.410", "-0.001"])
def test_negative_slack_is_a_timing_failure_with_the_clock_that_would_do(install, run, slack):
    log = "CRITICAL WARNING: [Route 35-39] The design did not meet timing requirements."
    synth, route = routed(install, run, files=written.vivado_files(slack=slack), log=log)
    assert (synth.outcome, route.outcome) == ("done", "timing-failure")
    assert route.slack.setup_ns == float(slack)
    assert route.timing.clock_ns.low == pytest.approx(2.778 - float(slack))
    assert route.usage.lut.value == 5804
    assert slack in route.message


def test_a_hold_violation_is_a_timing_failure_too(install, run):
    files = written.vivado_files() | {"route_timing.rpt": written.timing("0.100", "-0.267", failing=3)}
    assert routed(install, run, files=files)[-1].outcome == "timing-failure"


@pytest.mark.parametrize(
    ("changes", "said", "low"),
    [
        # 14 endpoints, -0.204 ns: a check of the whole period needs 2.778 + 0.204 ns, one of half of it more
        ({"pulse": "-0.204", "failing": 14}, "pulse width -0.204 ns", 2.982),
        ({"hold": "-0.267"}, "hold fails", 2.781),
        ({"met": False}, "a constraint that shows in none of these fails", 2.781),
        ({"failing": 1}, "1 failing endpoints", 2.781),
    ],
)
def test_whatever_check_fails_is_a_timing_failure_that_no_verdict_passes(install, run, changes, said, low):
    files = written.vivado_files() | {"route_timing.rpt": written.timing(**changes)}
    route = routed(install, run, files=files)[-1]
    assert route.outcome == "timing-failure"
    assert said in route.message
    clock = route.timing.clock_ns
    assert (clock.low, clock.high) == (pytest.approx(low), float("inf"))
    assert flow.results(run)[-1].slack.checks == {
        "setup": float(changes.get("setup", "0.102")),
        "hold": float(changes.get("hold", "0.031")),
        "pulse width": float(changes.get("pulse", "0.847")),
    }


def test_of_two_clocks_the_one_that_was_constrained_counts(install, run):
    other = "refclk  {0.000 5.000}  10.000  100.000\n  mmcm_out  {0.000 2.000}  4.000  250.000\n"
    assert routed(install, run, files=written.vivado_files(more_clocks=other))[-1].outcome == "done"


def test_numbers_with_decimal_commas_are_no_figures(install, run):
    files = written.vivado_files() | {"route_timing.rpt": written.timing("-0,902", "0,031", "0,847", failing=10)}
    route = routed(install, run, files=files)[-1]
    assert (route.outcome, route.timing.clock_ns.value) == ("report-missing", None)
    for text in ("route_timing.rpt:", "WNS(ns)", "'-0,902'", "LC_ALL=C"):
        assert text in route.message


def test_a_tool_writes_decimal_points_under_any_language(install, run, monkeypatch):
    folder = install(*VIVADO, vsynth={"files": written.vivado_files()})
    program = (folder / "vivado").read_text()
    said = "import os; print('numbers', *(os.environ.get(n) for n in ('LC_ALL', 'LC_NUMERIC')))\n"
    (folder / "vivado").write_text(program.replace("import json\n", f"import json\n{said}", 1))
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    flow.synthesise(run, "vivado")
    log = (run.folder / "synth" / "vivado_rtl" / "vsynth.log").read_text()
    assert "numbers  C\n" in log


def test_a_report_without_paths_does_not_hide_that_its_uncertainty_is_unknown(install, run):
    files = written.vivado_files()
    files["route_timing.rpt"] = files["route_timing.rpt"].partition("| Timing Details")[0]
    route = routed(install, run, files=files)[-1]
    assert route.outcome == "critical-warning"
    assert "clock uncertainty that was used is not known" in route.message


def test_results_of_an_older_form_are_made_again(install, run):
    routed(install, run)
    kept = run.read("synth_vivado.json")
    for row in kept["rows"]:
        del row["slack"]["pulse_width_ns"]
    run.write("synth_vivado.json", kept)
    with pytest.raises(RunError, match="codesign synth"):
        flow.results(run)
    assert [r.outcome for r in routed(install, run)] == ["done", "done"]
    assert len(flow.results(run)) == 2


@pytest.mark.parametrize(("name", "text", "slack"), [
    ("tagger_csynth.rpt", written.csynth_text(), 0.127),  # 2.778 - 0.35 - 2.301 ns
    ("csynth.xml", written.csynth_xml(), 0.127),
    ("csynth.rpt", written.csynth_summary(), 0.13),  # as it says
])  # fmt: skip
def test_each_report_that_csynth_writes_is_read_back(install, run, name, text, slack):
    install(*VITIS, csynth={"files": {f"tagger_prj/solution1/syn/report/{name}": text}})
    found = only(flow.synthesise(run, "vitis"))
    assert (found.outcome, found.usage.lut.value, found.usage.bram18.value) == ("done", 8851, 2)
    assert found.timing.latency_cycles.low == 23
    assert found.slack.setup_ns == slack


@pytest.mark.parametrize(("slack", "outcome"), [("-0.00", "timing-failure"), ("0.00", "done")])
def test_a_violation_too_small_for_the_summary_is_one(install, run, slack, outcome):
    report = "tagger_prj/solution1/syn/report/csynth.rpt"
    install(*VITIS, csynth={"files": {report: written.csynth_summary(slack=slack)}})
    assert only(flow.synthesise(run, "vitis")).outcome == outcome


def test_a_report_of_another_function_is_not_believed(install, run):
    install(*VITIS, csynth={"files": {written.REPORT: written.csynth_xml().replace(">tagger<", ">dense<")}})
    found = only(flow.synthesise(run, "vitis"))
    assert found.outcome == "report-missing"
    assert "of dense, not of tagger" in found.message


def test_a_critical_warning_is_named(install, run):
    warning = "CRITICAL WARNING: [Synth 8-3352] multi-driven net"
    route = routed(install, run, log=f"INFO: fine\n{warning}\n{warning}\n")[-1]
    assert (route.outcome, route.critical_warnings) == ("critical-warning", (warning,))
    assert route.usage.lut.value == 5804


def test_registers_without_a_clock_are_a_critical_warning(install, run):
    route = routed(install, run, files=written.vivado_files(unclocked=9))[-1]
    assert route.outcome == "critical-warning"
    assert "no clock reaches 9 registers" in route.message


def test_an_uncertainty_that_was_not_taken_is_a_critical_warning(install, run):
    files = written.vivado_files()
    files["route_timing.rpt"] = files["route_timing.rpt"].replace("0.347ns", "0.000ns")
    synth, route = routed(install, run, files=files)
    assert (synth.outcome, route.outcome) == ("done", "critical-warning")
    assert "0.347 ns uncertainty requested, 0 ns used" in route.message


def test_csynth_that_misses_its_clock_is_a_timing_failure(install, run):
    install(*VITIS, csynth={"files": written.csynth_files(estimated="2.9")})
    found = only(flow.synthesise(run, "vitis"))
    assert (found.outcome, found.slack.setup_ns) == ("timing-failure", -0.472)
    assert found.timing.clock_ns.low == 2.9


def test_the_period_is_the_one_asked_for_and_not_its_two_decimals(install, run):
    install(*VITIS, csynth={"files": written.csynth_files()})
    found = only(flow.synthesise(run, "vitis"))
    assert found.timing.clock_ns.low == 2.778
    install(*VITIS, version="2024.1", csynth={"files": written.csynth_files(clock="5.00")})
    found = only(flow.synthesise(run, "vitis"))
    assert (found.outcome, "5 ns, not the requested 2.778 ns" in found.message) == ("report-missing", True)


def test_a_cosim_that_differs_is_a_mismatch(install, run):
    log = "ERROR: [COSIM 212-361] C TB post check failed, nonzero return value '3'."
    act = {"files": {written.COSIM: written.cosim("Fail")}, "log": log, "code": 1}
    install(*VITIS, csynth={"files": written.csynth_files()}, cosim=act)
    assert only(flow.synthesise(run, "vitis", "cosim")).outcome == "mismatch"


# Stages that fail

LICENSE = "ERROR: [Common 17-345] A valid license was not found for feature 'Synthesis' and/or device 'xcvu13p'."
PART = "ERROR: [HLS 200-1023] Part 'xcvu13p-flga2577-2-e' is not installed."
MEMORY = '/tools/Xilinx/Vivado/2023.2/bin/rdiArgs.sh: line 312:  4711 Killed                  "$RDI_PROG" "$@"'


@pytest.mark.parametrize(
    ("act", "outcome", "said"),
    [
        ({"log": LICENSE, "code": 1}, "no-license", "17-345"),
        ({"log": PART, "code": 1}, "part-absent", "is not installed"),
        ({"log": MEMORY, "code": 137}, "out-of-memory", "Killed"),
        ({"log": "Out of memory on request for 8388608 bytes", "code": 1}, "out-of-memory", "8388608"),
        ({"log": "quiet", "signal": int(signal.SIGKILL)}, "out-of-memory", "signal 9"),
        ({"log": "ERROR: [HLS 207-1] undeclared name", "code": 1}, "tool-error", "undeclared name"),
        ({"log": "quiet", "code": 4}, "tool-error", "code 4"),
        ({"log": "quiet", "signal": int(signal.SIGSEGV)}, "tool-error", "signal 11"),
        ({"log": "all fine"}, "report-missing", "tagger_csynth.xml"),
        ({"files": {written.REPORT: "<profile>"}}, "report-missing", "broken XML"),
    ],
)
def test_each_failure_has_its_name_and_no_figures(install, run, act, outcome, said):
    install(*VITIS, csynth=act)
    found = only(flow.synthesise(run, "vitis"))
    assert found.outcome == outcome
    assert said in found.message
    assert outcome in found.usage.lut.note
    assert found.usage.lut.value is None
    assert not found.finished
    assert flow.results(run) == [found]
    install(*VITIS, csynth={"files": written.csynth_files()})
    assert only(flow.synthesise(run, "vitis")).outcome == "done"


def test_a_failure_after_synthesis_keeps_its_figures(install, run):
    files = {name: text for name, text in written.vivado_files().items() if name.startswith("synth")}
    synth, route = routed(install, run, files=files, log=MEMORY, code=137)
    assert (synth.outcome, synth.usage.lut.value) == ("done", 4855)
    assert (route.outcome, route.usage.lut.value) == ("out-of-memory", None)
    assert flow.figures(run, "rtl")[0].lut.stage == "synth:vivado"


def test_a_failure_before_any_report_is_one_result(install, run):
    found = only(routed(install, run, files={}, log=LICENSE, code=1))
    assert (found.source, found.outcome) == ("synth:vivado", "no-license")


def test_an_unrouted_design_has_no_figures(install, run):
    route = routed(install, run, files=written.vivado_files(errors=7))[-1]
    assert (route.outcome, route.usage.lut.value) == ("unrouted", None)
    assert "7 nets" in route.message


def test_a_clock_that_was_not_asked_for_is_not_believed(install, run):
    found = only(routed(install, run, files=written.vivado_files(clock="5.000")))
    assert found.outcome == "report-missing"
    assert "5 ns, not the requested 2.778 ns" in found.message


def test_the_time_limit_has_its_name(install, run):
    install(*VIVADO, vsynth={"sleep_s": 600})
    found = only(flow.synthesise(run, "vivado", limit_h=0.0))
    assert found.outcome == "time-limit"
    assert "--hours" in found.message


def test_lines_are_seen_while_the_tool_runs_and_kept(install, run):
    seen = []
    install(*VITIS, csynth={"log": "one\ntwo", "files": written.csynth_files()})
    flow.synthesise(run, "vitis", live=seen.append)
    assert [line for line in seen if line in ("one", "two")] == ["one", "two"]
    assert "one\ntwo\n" in (run.folder / "synth" / "vitis" / "csynth.log").read_text()


def test_results_of_an_earlier_net_do_not_count(install, run):
    routed(install, run)
    run.write("synth_vivado.json", run.read("synth_vivado.json") | {"net": "another"})
    assert flow.results(run) == []
