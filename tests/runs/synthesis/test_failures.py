"""Stages with a stand-in that fail: every outcome by its name, and no figure from a failed step."""

import signal

import pytest

from codesign.runs.synthesis import stages as flow
from codesign.runs.synthesis.outcomes import MEANING, OUTCOMES
from tests.runs.synthesis import vitis_reports, vivado_reports
from tests.runs.synthesis.steps import VITIS, VIVADO, only, routed


def test_every_outcome_has_a_meaning():
    assert set(MEANING) == set(OUTCOMES)
    assert "None" not in " ".join(MEANING.values())


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
        ({"files": {vitis_reports.REPORT: "<profile>"}}, "report-missing", "broken XML"),
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
    install(*VITIS, csynth={"files": vitis_reports.csynth_files()})
    assert only(flow.synthesise(run, "vitis")).outcome == "done"


def test_a_failure_after_synthesis_keeps_its_figures(install, run):
    files = {name: text for name, text in vivado_reports.vivado_files().items() if name.startswith("synth")}
    synth, route = routed(install, run, files=files, log=MEMORY, code=137)
    assert (synth.outcome, synth.usage.lut.value) == ("done", 4855)
    assert (route.outcome, route.usage.lut.value) == ("out-of-memory", None)
    assert flow.figures(run, "rtl")[0].lut.stage == "synth:vivado"


def test_a_failure_before_any_report_is_one_result(install, run):
    found = only(routed(install, run, files={}, log=LICENSE, code=1))
    assert (found.source, found.outcome) == ("synth:vivado", "no-license")


def test_an_unrouted_design_has_no_figures(install, run):
    route = routed(install, run, files=vivado_reports.vivado_files(errors=7))[-1]
    assert (route.outcome, route.usage.lut.value) == ("unrouted", None)
    assert "7 nets" in route.message


def test_a_clock_that_was_not_asked_for_is_not_believed(install, run):
    found = only(routed(install, run, files=vivado_reports.vivado_files(clock="5.000")))
    assert found.outcome == "report-missing"
    assert "5 ns, not the requested 2.778 ns" in found.message


def test_the_time_limit_has_its_name(install, run):
    install(*VIVADO, vsynth={"sleep_s": 600})
    found = only(flow.synthesise(run, "vivado", limit_h=0.0))
    assert found.outcome == "time-limit"
    assert "--hours" in found.message


def test_lines_are_seen_while_the_tool_runs_and_kept(install, run):
    seen = []
    install(*VITIS, csynth={"log": "one\ntwo", "files": vitis_reports.csynth_files()})
    flow.synthesise(run, "vitis", live=seen.append)
    assert [line for line in seen if line in ("one", "two")] == ["one", "two"]
    assert "one\ntwo\n" in (run.folder / "synth" / "vitis" / "csynth.log").read_text()


def test_results_of_an_earlier_net_do_not_count(install, run):
    routed(install, run)
    run.write("synth_vivado.json", run.read("synth_vivado.json") | {"net": "another"})
    assert flow.results(run) == []
