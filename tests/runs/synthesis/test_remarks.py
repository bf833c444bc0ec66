"""Stages with a stand-in that finish, but miss their clock, warn, or leave reports that cannot be believed."""

import pytest

from codesign.errors import RunError
from codesign.runs.synthesis import stages as flow
from tests.runs.synthesis import vitis_reports, vivado_reports
from tests.runs.synthesis.steps import VITIS, VIVADO, only, routed


@pytest.mark.parametrize("slack", ["-0.410", "-0.001"])
def test_negative_slack_is_a_timing_failure_with_the_clock_that_would_do(install, run, slack):
    log = "CRITICAL WARNING: [Route 35-39] The design did not meet timing requirements."
    synth, route = routed(install, run, files=vivado_reports.vivado_files(slack=slack), log=log)
    assert (synth.outcome, route.outcome) == ("done", "timing-failure")
    assert route.slack.setup_ns == float(slack)
    assert route.timing.clock_ns.low == pytest.approx(2.778 - float(slack))
    assert route.usage.lut.value == 5804
    assert slack in route.message


def test_a_hold_violation_is_a_timing_failure_too(install, run):
    files = vivado_reports.vivado_files() | {"route_timing.rpt": vivado_reports.timing("0.100", "-0.267", failing=3)}
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
    files = vivado_reports.vivado_files() | {"route_timing.rpt": vivado_reports.timing(**changes)}
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
    assert routed(install, run, files=vivado_reports.vivado_files(more_clocks=other))[-1].outcome == "done"


def test_numbers_with_decimal_commas_are_no_figures(install, run):
    files = vivado_reports.vivado_files() | {
        "route_timing.rpt": vivado_reports.timing("-0,902", "0,031", "0,847", failing=10)
    }
    route = routed(install, run, files=files)[-1]
    assert (route.outcome, route.timing.clock_ns.value) == ("report-missing", None)
    for text in ("route_timing.rpt:", "WNS(ns)", "'-0,902'", "LC_ALL=C"):
        assert text in route.message


def test_a_tool_writes_decimal_points_under_any_language(install, run, monkeypatch):
    folder = install(*VIVADO, vsynth={"files": vivado_reports.vivado_files()})
    program = (folder / "vivado").read_text()
    said = "import os; print('numbers', *(os.environ.get(n) for n in ('LC_ALL', 'LC_NUMERIC')))\n"
    (folder / "vivado").write_text(program.replace("import json\n", f"import json\n{said}", 1))
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    flow.synthesise(run, "vivado")
    log = (run.folder / "synth" / "vivado_rtl" / "vsynth.log").read_text()
    assert "numbers  C\n" in log


def test_a_report_without_paths_does_not_hide_that_its_uncertainty_is_unknown(install, run):
    files = vivado_reports.vivado_files()
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
    ("tagger_csynth.rpt", vitis_reports.csynth_text(), 0.127),  # 2.778 - 0.35 - 2.301 ns
    ("csynth.xml", vitis_reports.csynth_xml(), 0.127),
    ("csynth.rpt", vitis_reports.csynth_summary(), 0.13),  # as it says
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
    install(*VITIS, csynth={"files": {report: vitis_reports.csynth_summary(slack=slack)}})
    assert only(flow.synthesise(run, "vitis")).outcome == outcome


def test_a_report_of_another_function_is_not_believed(install, run):
    install(*VITIS, csynth={"files": {vitis_reports.REPORT: vitis_reports.csynth_xml().replace(">tagger<", ">dense<")}})
    found = only(flow.synthesise(run, "vitis"))
    assert found.outcome == "report-missing"
    assert "of dense, not of tagger" in found.message


def test_a_critical_warning_is_named(install, run):
    warning = "CRITICAL WARNING: [Synth 8-3352] multi-driven net"
    route = routed(install, run, log=f"INFO: fine\n{warning}\n{warning}\n")[-1]
    assert (route.outcome, route.critical_warnings) == ("critical-warning", (warning,))
    assert route.usage.lut.value == 5804


def test_registers_without_a_clock_are_a_critical_warning(install, run):
    route = routed(install, run, files=vivado_reports.vivado_files(unclocked=9))[-1]
    assert route.outcome == "critical-warning"
    assert "no clock reaches 9 registers" in route.message


def test_an_uncertainty_that_was_not_taken_is_a_critical_warning(install, run):
    files = vivado_reports.vivado_files()
    files["route_timing.rpt"] = files["route_timing.rpt"].replace("0.347ns", "0.000ns")
    synth, route = routed(install, run, files=files)
    assert (synth.outcome, route.outcome) == ("done", "critical-warning")
    assert "0.347 ns uncertainty requested, 0 ns used" in route.message


def test_csynth_that_misses_its_clock_is_a_timing_failure(install, run):
    install(*VITIS, csynth={"files": vitis_reports.csynth_files(estimated="2.9")})
    found = only(flow.synthesise(run, "vitis"))
    assert (found.outcome, found.slack.setup_ns) == ("timing-failure", -0.472)
    assert found.timing.clock_ns.low == 2.9


def test_the_period_is_the_one_asked_for_and_not_its_two_decimals(install, run):
    install(*VITIS, csynth={"files": vitis_reports.csynth_files()})
    found = only(flow.synthesise(run, "vitis"))
    assert found.timing.clock_ns.low == 2.778
    install(*VITIS, version="2024.1", csynth={"files": vitis_reports.csynth_files(clock="5.00")})
    found = only(flow.synthesise(run, "vitis"))
    assert (found.outcome, "5 ns, not the requested 2.778 ns" in found.message) == ("report-missing", True)


def test_a_cosim_that_differs_is_a_mismatch(install, run):
    log = "ERROR: [COSIM 212-361] C TB post check failed, nonzero return value '3'."
    act = {"files": {vitis_reports.COSIM: vitis_reports.cosim("Fail")}, "log": log, "code": 1}
    install(*VITIS, csynth={"files": vitis_reports.csynth_files()}, cosim=act)
    assert only(flow.synthesise(run, "vitis", "cosim")).outcome == "mismatch"
