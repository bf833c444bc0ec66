"""The verdict and the report of a run on which vendor tools have worked."""

from dataclasses import replace

import pytest

from codesign import stages
from codesign.budget import verdict_table
from codesign.figures import Figure, Timing, Usage
from codesign.vendor import flow

from . import written


@pytest.fixture
def estimated(run):
    """A run whose RTL is estimated to fit."""
    source = ("estimated", "RTL trace", "a test")
    usage = Usage(*(Figure(value, value, 2 * value, *source) for value in (6000.0, 4000.0, 0.0, 0.0, 0.0)))
    timing = Timing(Figure(2.778, 2.778, 3.5, *source), Figure.exactly(10.0, *source), Figure.exactly(1.0, *source))
    run.write("estimate.json", {"net": run.net.key, "usage": usage.to_dict(), "timing": timing.to_dict()})
    return run


def line(verdict, name):
    return next(x for x in (*verdict.lines, *verdict.information) if x.name.startswith(name))


def test_without_vendor_tools_the_estimate_decides(estimated):
    verdict = stages.check(estimated)
    assert verdict.outcome == "PASS"
    assert line(verdict, "LUT,").source == "estimated: RTL trace (a test)"
    assert line(verdict, "interval of the HLS").source == "unavailable: C synthesis (Vitis HLS)"
    assert not any("clock" in x.name for x in verdict.lines)


def test_what_vivado_routed_replaces_the_estimate_and_keeps_its_cycles(install, estimated):
    install("vivado", vsynth={"files": written.vivado_files()})
    flow.synthesise(estimated, "vivado")
    verdict = stages.check(estimated)
    assert verdict.outcome == "PASS"
    lut = line(verdict, "LUT,")
    assert (lut.used.value, lut.source) == (5804, "measured: route:vivado (Vivado 2023.2)")
    assert line(verdict, "BRAM18,").used.value == 29
    latency = line(verdict, "latency of the RTL")
    assert latency.used.value == pytest.approx(27.78)
    assert latency.used.kind == "estimated"
    assert line(verdict, "clock of the RTL").outcome == "PASS"


def test_a_timing_failure_fails_although_latency_and_interval_would_fit(install, estimated):
    install("vivado", vsynth={"files": written.vivado_files(slack="-0.410")})
    flow.synthesise(estimated, "vivado")
    verdict = stages.check(estimated)
    assert verdict.outcome == "FAIL"
    assert [x.name for x in verdict.lines if x.outcome == "FAIL"] == ["clock of the RTL (ns)"]
    assert line(verdict, "clock").used.value == pytest.approx(3.188)


@pytest.mark.parametrize("timing", [{"hold": "-0.267"}, {"pulse": "-0.204"}, {"met": False}, {"setup": "-0.000"}])
def test_a_clock_that_is_not_met_for_another_reason_than_setup_is_no_pass(install, estimated, timing):
    install("vivado", vsynth={"files": written.vivado_files() | {"route_timing.rpt": written.timing(**timing)}})
    flow.synthesise(estimated, "vivado")
    verdict = stages.check(estimated)
    assert verdict.outcome == "FAIL"
    assert line(verdict, "clock of the RTL").outcome == "FAIL"


@pytest.mark.parametrize(("interval", "first"), [("8", "interval of the RTL (ns)"), ("10", "interval of the HLS (ns)")])
def test_an_interval_above_the_budget_is_the_first_line(install, estimated, interval, first):
    install("vitis_hls", csynth={"files": written.csynth_files(interval=interval)})
    flow.synthesise(estimated, "vitis")
    verdict = stages.check(estimated)
    assert verdict.lines[0].name == first
    assert verdict.outcome == ("FAIL" if interval == "10" else "PASS")
    assert [x.name for x in verdict.information].count("interval of the HLS (ns)") == (interval == "8")
    assert verdict_table(verdict).row_count == len(verdict.lines) + len(verdict.information)


def test_csynth_is_information_as_a_tool_estimate(install, estimated):
    install("vitis_hls", csynth={"files": written.csynth_files()})
    flow.synthesise(estimated, "vitis")
    verdict = stages.check(estimated)
    assert line(verdict, "LUT,").source == "estimated: RTL trace (a test)"
    lut = line(verdict, "LUT of the HLS")
    assert lut in verdict.information
    assert lut.source == "tool-estimate: csynth:vitis (Vitis HLS 2023.2)"
    assert line(verdict, "interval of the HLS").outcome == "INCONCLUSIVE"  # its clock has no upper end


def test_a_failed_tool_is_named_where_its_figures_would_be(install, estimated):
    install("vitis_hls", csynth={"log": "ERROR: [Common 17-345] A valid license was not found", "code": 1})
    flow.synthesise(estimated, "vitis")
    verdict = stages.check(estimated)
    assert line(verdict, "interval of the HLS").used.note.startswith("no-license: ERROR: [Common 17-345]")


def test_results_of_a_project_that_changed_do_not_count(install, estimated):
    install("vivado", vsynth={"files": written.vivado_files()})
    flow.synthesise(estimated, "vivado")
    (estimated.folder / "rtl" / "src" / "tagger.v").write_text("module tagger(input clk, input x); endmodule\n")
    assert flow.results(estimated) == []
    assert line(stages.check(estimated), "LUT,").source == "estimated: RTL trace (a test)"


def test_results_stay_where_the_project_is_not_kept(install, estimated):
    install("vivado", vsynth={"files": written.vivado_files()})
    found = flow.synthesise(estimated, "vivado")
    (estimated.folder / "rtl" / "project.json").unlink()
    assert flow.results(estimated) == found


def test_a_result_survives_its_file(install, estimated):
    install("vivado", vsynth={"files": written.vivado_files(slack="-0.410")})
    for result in flow.synthesise(estimated, "vivado"):
        assert type(result).from_dict(result.to_dict()) == replace(result)
