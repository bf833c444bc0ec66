"""The verdict and the report of a run on which vendor tools have worked."""

from dataclasses import replace

import pytest

from codesign.cli.verdict_tables import verdict_table
from codesign.cost.budget import UNROUTED
from codesign.cost.figures import Figure, Timing, Usage
from codesign.design.firmware import Firmware
from codesign.runs import stages
from codesign.runs.provenance import stamp
from codesign.runs.synthesis import stages as flow
from codesign.runs.synthesis.verdict import judge
from tests.runs.synthesis import vitis_reports, vivado_reports
from tests.sweep.test_gates import agreed


@pytest.fixture
def estimated(run):
    """A run that is exact, and whose RTL is estimated to fit, at a clock that is not routed."""
    agreed(run, "framework", "rtl", "csim")
    source = ("estimated", "RTL trace", "a test")
    usage = Usage(*(Figure(value, value, 2 * value, *source) for value in (6000.0, 4000.0, 0.0, 0.0, 0.0)))
    timing = Timing(Figure(2.778, 2.778, 3.5, *source), Figure.exactly(10.0, *source), Figure.exactly(1.0, *source))
    run.write("estimate.json", {**stamp(run), "usage": usage.to_dict(), "timing": timing.to_dict()})
    return run


def line(verdict, name):
    return next(x for x in (*verdict.lines, *verdict.information) if x.name.startswith(name))


def test_without_vendor_tools_the_estimate_decides(estimated):
    verdict = stages.check(estimated)
    assert (verdict.outcome, verdict.words) == ("INCONCLUSIVE", "fits, at a clock that only routing can confirm")
    assert line(verdict, "LUT,").source == "estimated: RTL trace (a test)"
    assert line(verdict, "interval of the HLS").source == "unavailable: C synthesis (Vitis HLS)"
    assert not any(x.name == "clock of the HLS (ns)" for x in (*verdict.lines, *verdict.information))


def judged(run, period, low, value, high, unrouted="open"):
    """The line of a clock that is estimated, and the verdict. period: keys of the firmware."""
    source = ("estimated", "RTL trace", "a test")
    usage, timing = stages.figures(run)
    clock = Figure(value, low, high, *source)
    other = replace(run, design=run.design.model_copy(update={"firmware": Firmware(**period)}))
    limits = stages.load_budget("one_slr", vitis_reports.PART).model_copy(update={"unrouted": unrouted})
    verdict = judge(other, usage, replace(timing, clock_ns=clock), limits)
    return line(verdict, "clock of the RTL"), verdict


@pytest.mark.parametrize(
    ("low", "value", "high", "unrouted", "outcome", "code"),
    [
        (2.778, 3.31, 4.06, "open", "INCONCLUSIVE", 2),  # 302 MHz expected where 360 are asked
        (2.778, 3.31, 4.06, "allow", "INCONCLUSIVE", 0),
        (2.5, 2.6, 2.7, "open", "INCONCLUSIVE", 2),  # all of the band fits, and nothing is routed
        (2.779, 3.31, 4.06, "open", "FAIL", 1),  # the lower end misses by 1 ps
        (2.779, 3.31, 4.06, "allow", "FAIL", 1),
        (2.778, 2.778, float("inf"), "open", "INCONCLUSIVE", 2),
    ],
)
def test_an_unrouted_clock_never_passes_and_fails_where_its_band_misses(
    estimated, low, value, high, unrouted, outcome, code
):
    clock, verdict = judged(estimated, {"clock_mhz": 360.0}, low, value, high, unrouted)
    assert (clock.outcome, verdict.exit_code) == (outcome, code)
    assert clock.allowed == 2.778  # 1000/360 ns, to the picosecond that Vivado keeps
    assert (clock.open in clock.remarks) == (outcome != "FAIL")
    assert ("only routing can confirm" in verdict.words) == (outcome != "FAIL")


def test_the_clock_line_says_what_is_asked_and_expected_in_mhz(estimated):
    """By hand: 1000/3.125 = 320, 1000/4 = 250 and 1000/2.5 = 400 MHz."""
    clock, _ = judged(estimated, {"clock_mhz": 360.0}, 2.5, 3.125, 4.0)
    assert clock.remarks == ("360 MHz is asked for, 320 MHz (250 to 400) is expected", UNROUTED)
    clock, _ = judged(estimated, {"clock_ns": 2.5}, 2.5, 3.125, 4.0)
    assert clock.remarks[0] == "2.5 ns is asked for, 320 MHz (250 to 400) is expected"
    assert clock.allowed == 2.5


def test_latency_and_interval_are_those_at_the_asked_clock(estimated):
    """By hand: 10 cycles of 1000/360 ns are 27.777... ns, one is 2.777... ns, whatever clock is expected."""
    _, verdict = judged(estimated, {"clock_mhz": 360.0}, 2.778, 3.31, 4.06)
    assert line(verdict, "latency of the RTL").used.value == 250 / 9
    assert line(verdict, "interval of the RTL").used.value == 25 / 9
    assert line(verdict, "latency of the RTL").used.high == 250 / 9


def test_an_unknown_clock_is_not_waived(estimated):
    usage, timing = stages.figures(estimated)
    limits = stages.load_budget("one_slr", vitis_reports.PART).model_copy(update={"unrouted": "allow"})
    unknown = Figure.unavailable("RTL trace", "a test", "nobody knows")
    assert judge(estimated, usage, replace(timing, clock_ns=unknown), limits).exit_code == 2


def test_what_vivado_routed_replaces_the_estimate_and_keeps_its_cycles(install, estimated):
    install("vivado", vsynth={"files": vivado_reports.vivado_files()})
    flow.synthesise(estimated, "vivado")
    verdict = stages.check(estimated)
    assert (verdict.outcome, verdict.words) == ("PASS", "fits")
    lut = line(verdict, "LUT,")
    assert (lut.used.value, lut.source) == (5804, "measured: route:vivado (Vivado 2023.2)")
    assert line(verdict, "BRAM18,").used.value == 29
    latency = line(verdict, "latency of the RTL")
    assert latency.used.value == pytest.approx(27.78)
    assert latency.used.kind == "estimated"
    clock = line(verdict, "clock of the RTL")
    assert clock.outcome == "PASS"
    assert clock.remarks == ("2.778 ns is asked for, routing reached 360 MHz",)


def test_a_route_with_critical_warnings_confirms_no_clock(install, estimated):
    log = "CRITICAL WARNING: [Synth 8-3352] multi-driven"
    install("vivado", vsynth={"files": vivado_reports.vivado_files(), "log": log})
    flow.synthesise(estimated, "vivado")
    clock = line(stages.check(estimated), "clock of the RTL")
    assert clock.outcome == "INCONCLUSIVE"
    assert "someone must read" in clock.open


def test_a_timing_failure_fails_although_latency_and_interval_would_fit(install, estimated):
    install("vivado", vsynth={"files": vivado_reports.vivado_files(slack="-0.410")})
    flow.synthesise(estimated, "vivado")
    verdict = stages.check(estimated)
    assert verdict.outcome == "FAIL"
    assert [x.name for x in verdict.lines if x.outcome == "FAIL"] == ["clock of the RTL (ns)"]
    assert line(verdict, "clock").used.value == pytest.approx(3.188)


@pytest.mark.parametrize("timing", [{"hold": "-0.267"}, {"pulse": "-0.204"}, {"met": False}, {"setup": "-0.000"}])
def test_a_clock_that_is_not_met_for_another_reason_than_setup_is_no_pass(install, estimated, timing):
    install(
        "vivado",
        vsynth={"files": vivado_reports.vivado_files() | {"route_timing.rpt": vivado_reports.timing(**timing)}},
    )
    flow.synthesise(estimated, "vivado")
    verdict = stages.check(estimated)
    assert verdict.outcome == "FAIL"
    assert line(verdict, "clock of the RTL").outcome == "FAIL"


@pytest.mark.parametrize(
    ("interval", "first"), [("8", "exactness (differing outputs)"), ("10", "interval of the HLS (ns)")]
)
def test_an_interval_above_the_budget_is_the_first_line(install, estimated, interval, first):
    install("vitis_hls", csynth={"files": vitis_reports.csynth_files(interval=interval)})
    flow.synthesise(estimated, "vitis")
    verdict = stages.check(estimated)
    assert verdict.lines[0].name == first
    assert verdict.outcome == ("FAIL" if interval == "10" else "INCONCLUSIVE")
    assert [x.name for x in verdict.information].count("interval of the HLS (ns)") == (interval == "8")
    assert verdict_table(verdict).row_count == len(verdict.lines) + len(verdict.information)


def test_csynth_is_information_as_a_tool_estimate(install, estimated):
    install("vitis_hls", csynth={"files": vitis_reports.csynth_files()})
    flow.synthesise(estimated, "vitis")
    verdict = stages.check(estimated)
    assert line(verdict, "LUT,").source == "estimated: RTL trace (a test)"
    lut = line(verdict, "LUT of the HLS")
    assert lut in verdict.information
    assert lut.source == "tool-estimate: csynth:vitis (Vitis HLS 2023.2)"
    clock = line(verdict, "clock of the HLS")
    assert clock in verdict.information
    assert (clock.outcome, clock.open) == ("INCONCLUSIVE", UNROUTED)  # it has no upper end


def test_a_failed_tool_is_named_where_its_figures_would_be(install, estimated):
    install("vitis_hls", csynth={"log": "ERROR: [Common 17-345] A valid license was not found", "code": 1})
    flow.synthesise(estimated, "vitis")
    verdict = stages.check(estimated)
    assert line(verdict, "interval of the HLS").used.note.startswith("no-license: ERROR: [Common 17-345]")


def test_results_of_a_project_that_changed_do_not_count(install, estimated):
    install("vivado", vsynth={"files": vivado_reports.vivado_files()})
    flow.synthesise(estimated, "vivado")
    (estimated.folder / "rtl" / "src" / "tagger.v").write_text("module tagger(input clk, input x); endmodule\n")
    assert flow.results(estimated) == []
    estimated.write("estimate.json", estimated.read("estimate.json") | stamp(estimated))  # as `codesign estimate` would
    assert line(stages.check(estimated), "LUT,").source == "estimated: RTL trace (a test)"


def test_results_stay_where_the_project_is_not_kept(install, estimated):
    install("vivado", vsynth={"files": vivado_reports.vivado_files()})
    found = flow.synthesise(estimated, "vivado")
    (estimated.folder / "rtl" / "project.json").unlink()
    assert flow.results(estimated) == found


def test_a_result_survives_its_file(install, estimated):
    install("vivado", vsynth={"files": vivado_reports.vivado_files(slack="-0.410")})
    for result in flow.synthesise(estimated, "vivado"):
        assert type(result).from_dict(result.to_dict()) == replace(result)
