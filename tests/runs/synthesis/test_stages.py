"""Stages with a stand-in that replays logs and reports, and finish: their figures, inputs and scripts."""

import pytest

from codesign.errors import BackendError, RunError
from codesign.runs.synthesis import stages as flow
from tests.runs.synthesis import vitis_reports, vivado_reports
from tests.runs.synthesis.steps import VITIS, VIVADO, only, routed


def test_csynth_is_a_tool_estimate_with_its_lut_as_an_upper_bound(install, run):
    install(*VITIS, csynth={"files": vitis_reports.csynth_files()})
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
    install(
        *VITIS, *VIVADO, csynth={"files": vitis_reports.csynth_files()}, vsynth={"files": vivado_reports.vivado_files()}
    )
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
    install(*VITIS, csynth={"files": vitis_reports.csynth_files()})
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
    install(*VITIS, csynth={"files": vitis_reports.csynth_files()})
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
        for path, text in vitis_reports.csynth_files().items()
    }
    install(*VITIS, csynth={"files": named})
    assert only(flow.synthesise(run, "vitis")).outcome == "done"
    settings = (run.folder / "synth" / "vitis" / "settings.tcl").read_text()
    assert "set top {tagger_words}" in settings
    assert f"set sources [list {{{firmware / 'tagger_words.cpp'}}} {{{firmware / 'tagger.cpp'}}}]" in settings
    assert f"set vectors {{{run.folder / 'hls' / 'tb_words'}}}" in settings


def test_cosim_measures_cycles_after_csynth(install, run):
    files = {"files": {vitis_reports.COSIM: vitis_reports.cosim()}}
    install(*VITIS, csynth={"files": vitis_reports.csynth_files()}, cosim=files)
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
