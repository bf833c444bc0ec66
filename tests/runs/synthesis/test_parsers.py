"""Reports of real tools (see reports/README.md) and reports written in their formats."""

from pathlib import Path

import pytest

from codesign.errors import ReportError
from codesign.runs.synthesis import cosim, csynth, timing, utilisation
from tests.runs.synthesis import vitis_reports, vivado_reports

REAL = Path(__file__).parent / "reports"


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_a_real_csynth_report_says_the_same_as_xml_and_as_text():
    xml, text = (csynth.parse(REAL / f"myproject_csynth.{kind}") for kind in ("xml", "rpt"))
    assert xml == text
    assert xml == csynth.Csynth(
        version="2020.1", part="xc7z020-clg400-1", top="myproject", clock_ns=5.0, uncertainty_ns=0.62,
        estimated_ns=4.049, latency_min=10, latency_max=10, interval_min=8, interval_max=8,
        lut=2532, ff=7969, dsp=73, bram18=0, uram=0,
    )  # fmt: skip


def test_a_real_utilisation_report_of_a_7_series_part():
    found = utilisation.parse(REAL / "vivado_synth.rpt")
    assert (found.version, found.part, found.state) == ("2020.1", "7z020clg400-1", "Synthesized")
    assert (found.lut, found.ff, found.dsp, found.bram18, found.uram) == (1526, 2428, 66, 0, 0)


@pytest.mark.parametrize("version", ["2019.2", "2020.2", "2021.1", "2022.2", "2023.2", "2024.2", "2025.1"])
def test_written_csynth_reports_of_each_release(tmp_path, version):
    xml = csynth.parse(put(tmp_path, "tagger_csynth.xml", vitis_reports.csynth_xml(version=version)))
    text = csynth.parse(put(tmp_path, "tagger_csynth.rpt", vitis_reports.csynth_text(version)))
    assert xml.version == text.version == version
    for found in (xml, text):
        assert (found.lut, found.ff, found.dsp, found.bram18, found.uram) == (8851, 494, 20, 2, 0)
        assert (found.clock_ns, found.uncertainty_ns, found.estimated_ns) == (2.78, 0.35, 2.301)
    assert (text.latency_min, text.latency_max, text.interval_min, text.interval_max) == (23, 24, 1, 2)


def test_the_format_is_told_by_content_and_not_by_name(tmp_path):
    for text in (vitis_reports.csynth_xml(), vitis_reports.csynth_text(), vitis_reports.csynth_summary()):
        assert csynth.parse(put(tmp_path, "any.txt", text)).lut == 8851


def test_the_summary_counts_as_the_report_of_the_function(tmp_path):
    # in the layout of a public report of Vitis HLS 2022.1: "-" where there is none, shares in brackets
    found = csynth.parse(put(tmp_path, "csynth.rpt", vitis_reports.csynth_summary()))
    assert found == csynth.Summary(
        version="2023.2", part=vitis_reports.PART, top="tagger", latency_min=23, latency_max=23, interval_min=1,
        interval_max=1, lut=8851, ff=494, dsp=20, bram18=2, uram=0, slack_ns=0.13,
    )  # fmt: skip
    with pytest.raises(ReportError, match="no line of the top function"):
        csynth.parse(put(tmp_path, "csynth.rpt", vitis_reports.csynth_summary().partition("|+ tagger")[0]))


def test_least_above_most_and_periods_below_zero_are_damage(tmp_path):
    swapped = vitis_reports.csynth_text().replace("|       23|       24|", "|       24|       23|")
    with pytest.raises(ReportError, match="the least latency, 24, is above the most, 23"):
        csynth.parse(put(tmp_path, "t.rpt", swapped))
    with pytest.raises(ReportError, match="periods are not negative"):
        csynth.parse(put(tmp_path, "t.xml", vitis_reports.csynth_xml(estimated="-1.0")))


def test_rows_of_the_slr_and_of_the_part_are_not_usage(tmp_path):
    with_slr, without = (
        csynth.parse(put(tmp_path, "t.rpt", vitis_reports.csynth_text(slr=slr))) for slr in (True, False)
    )
    assert with_slr == without
    assert with_slr.lut == 8851


def test_latency_of_old_reports_has_no_times_between(tmp_path):
    old = csynth.parse(put(tmp_path, "t.rpt", vitis_reports.csynth_text(unit="", absolute=False)))
    assert (old.latency_min, old.latency_max, old.interval_min, old.interval_max) == (23, 24, 1, 2)
    assert old.clock_ns == 2.78


def test_older_xml_names_dsp48e_and_has_no_uram(tmp_path):
    found = csynth.parse(put(tmp_path, "t.xml", vitis_reports.csynth_xml(dsp_name="DSP48E", uram="")))
    assert (found.dsp, found.uram) == (20, 0)


@pytest.mark.parametrize("unknown", ["undef", "?", "-"])
def test_cycles_that_the_tool_does_not_know_are_not_numbers(tmp_path, unknown):
    found = csynth.parse(put(tmp_path, "t.xml", vitis_reports.csynth_xml(latency=unknown, interval=unknown)))
    assert (found.latency_max, found.interval_max) == (None, None)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("t.xml", "<profile><UserAss", "broken XML"),
        ("t.xml", "<profile></profile>", "ReportVersion/Version"),
        (
            "t.xml",
            vitis_reports.csynth_xml(estimated="N/A"),
            "EstimatedClockPeriod: the estimated clock is not a number",
        ),
        ("t.rpt", "hello", "not a report of C synthesis"),
        ("t.rpt", vitis_reports.csynth_text().partition("|Total")[0], "row Total"),
    ],
)
def test_an_incomplete_csynth_report_says_what_is_missing(tmp_path, name, text, said):
    with pytest.raises(ReportError, match=said):
        csynth.parse(put(tmp_path, name, text))


def test_a_missing_report_is_named(tmp_path):
    with pytest.raises(ReportError, match=r"nothing\.xml"):
        csynth.parse(tmp_path / "nothing.xml")


@pytest.mark.parametrize("total", [True, False])
def test_cosim_of_old_and_new_releases(tmp_path, total):
    found = cosim.parse(put(tmp_path, "t_cosim.rpt", vitis_reports.cosim(total=total)))
    assert found == cosim.Cosim(True, 25, 25, 1, 1)


def test_cosim_of_one_input_has_no_interval(tmp_path):
    found = cosim.parse(put(tmp_path, "t_cosim.rpt", vitis_reports.cosim(interval="NA")))
    assert (found.latency_max, found.interval_max) == (25, None)


def test_both_simulated_languages_have_to_pass(tmp_path):
    text = vitis_reports.cosim()
    verilog = next(line for line in text.splitlines() if "Verilog" in line)
    for first, second in (("Pass", "Fail"), ("Fail", "Pass"), ("Pass", "Pass")):
        rows = [verilog.replace("Verilog", f"{name:>7}").replace("Pass", state) for name, state in
                (("VHDL", first), ("Verilog", second))]  # fmt: skip
        found = cosim.parse(put(tmp_path, "t.rpt", text.replace(verilog, "\n".join(rows))))
        assert found.passed == (first == second)


@pytest.mark.parametrize("cycles", ["-5", "25.5", "²", "٢", "1e3", "2,5", "9" * 5000])
def test_cycles_that_are_no_count_are_refused(tmp_path, cycles):
    with pytest.raises(ReportError, match="latency is not a plain count"):
        cosim.parse(put(tmp_path, "t.rpt", vitis_reports.cosim(latency=cycles)))
    with pytest.raises(ReportError, match="latency is not a plain count"):
        csynth.parse(put(tmp_path, "t.xml", vitis_reports.csynth_xml(latency=cycles)))


def test_a_failed_cosim_is_no_pass(tmp_path):
    assert not cosim.parse(put(tmp_path, "t_cosim.rpt", vitis_reports.cosim("Fail"))).passed


def test_cosim_without_a_simulated_language_is_no_result(tmp_path):
    with pytest.raises(ReportError, match="neither Verilog nor VHDL"):
        cosim.parse(put(tmp_path, "t_cosim.rpt", vitis_reports.cosim("NA")))


@pytest.mark.parametrize("version", ["2019.2", "2020.2", "2023.2", "2025.1"])
def test_block_rams_count_in_18_kb_units(tmp_path, version):
    text = vivado_reports.utilisation(vivado_reports.Counts(tiles=14.5), version=version)
    found = utilisation.parse(put(tmp_path, "u.rpt", text))
    assert found.bram18 == 29
    assert (found.version, found.lut, found.ff, found.dsp, found.uram) == (version, 5804, 3420, 80, 3)


def test_counts_of_one_slr_are_not_those_of_the_design(tmp_path):
    text = vivado_reports.utilisation()
    before, _, by_slr = text.partition("14. SLR")
    moved = put(tmp_path, "u.rpt", before.partition("1. CLB")[0] + "14. SLR" + by_slr + "1. CLB" + before)
    assert utilisation.parse(moved).lut == 5804


def test_utilisation_without_registers_is_incomplete(tmp_path):
    with pytest.raises(ReportError, match="CLB Registers"):
        utilisation.parse(put(tmp_path, "u.rpt", vivado_reports.utilisation().replace("CLB Registers", "nothing")))


@pytest.mark.parametrize("dsp_name", ["DSP Blocks", "DSP48 Blocks"])
def test_hierarchy_has_depths_and_18_kb_units(tmp_path, dsp_name):
    found = utilisation.parse_hierarchy(put(tmp_path, "h.rpt", vivado_reports.hierarchy(dsp_name=dsp_name)))
    assert [(i.depth, i.name) for i in found] == [
        (0, "tagger"), (1, "(tagger)"), (1, "logic0"), (2, "inner"), (3, "deep"),
    ]  # fmt: skip
    assert (found[0].module, found[0].lut, found[0].ff, found[0].dsp, found[0].bram18) == ("(top)", 5804, 3420, 80, 29)


def test_timing_with_uncertainty(tmp_path):
    found = timing.parse(put(tmp_path, "t.rpt", vivado_reports.timing()))
    assert (found.setup_slack_ns, found.hold_slack_ns, found.clock_ns) == (0.102, 0.031, 2.778)
    assert (found.uncertainty_ns, found.user_uncertainty_ns, found.unclocked) == (0.382, 0.347, 0)
    assert found.met


@pytest.mark.parametrize(("setup", "hold"), [("-0.410", "0.031"), ("0.102", "-0.267")])
def test_negative_slack_of_setup_or_hold_is_not_met(tmp_path, setup, hold):
    found = timing.parse(put(tmp_path, "t.rpt", vivado_reports.timing(setup, hold, failing=12)))
    assert not found.met
    assert found.failing_endpoints == 12
    assert found.achieved_ns == pytest.approx(2.778 - float(setup))


@pytest.mark.parametrize(("setup", "hold", "pulse"), [
    ("-0.001", "0.031", "0.847"), ("0.102", "-0.001", "0.847"), ("0.102", "0.031", "-0.001"),
])  # fmt: skip
@pytest.mark.parametrize("met", [True, False])
def test_each_negative_slack_fails_by_name_whatever_the_report_says(tmp_path, setup, hold, pulse, met):
    found = timing.parse(put(tmp_path, "t.rpt", vivado_reports.timing(setup, hold, pulse, met=met)))
    slacks = (found.setup_slack_ns, found.hold_slack_ns, found.pulse_width_slack_ns)
    assert slacks == (float(setup), float(hold), float(pulse))
    assert found.failing == (("setup", "hold", "pulse width")[slacks.index(-0.001)],)
    assert not found.met


def test_constraints_that_the_report_calls_not_met_are_not_met(tmp_path):
    found = timing.parse(put(tmp_path, "t.rpt", vivado_reports.timing(met=False)))
    assert (found.failing, found.met) == ((), False)


def test_registers_without_a_clock_are_counted_below_each_root(tmp_path):
    line = " There are 0 register/latch pins with no clock.\n"
    roots = "".join(
        f" There are {n} register/latch pins with no clock driven by root clock pin: c{n} (HIGH)\n\n" for n in (3, 4)
    )
    assert timing.parse(put(tmp_path, "t.rpt", vivado_reports.timing().replace(line, roots))).unclocked == 7


CLOCKS = "fast {0.000 1.000} 2.000 500.000\n  made {0.000 2.500} 5.000 200.000\n"


@pytest.mark.parametrize(
    ("clock", "period", "right"), [("clk", None, 2.778), ("made", None, 5), ("x", 2.0, 2), ("clk", 5.0, 2.778)]
)
def test_the_clock_is_found_by_name_and_else_by_period(tmp_path, clock, period, right):
    path = put(tmp_path, "t.rpt", vivado_reports.timing(more_clocks=CLOCKS))
    assert timing.parse(path, clock, period).clock_ns == right


@pytest.mark.parametrize(("clock", "period"), [(None, None), ("x", None), ("x", 3.0)])
def test_a_clock_that_cannot_be_told_is_refused_with_the_names_of_all(tmp_path, clock, period):
    path = put(tmp_path, "t.rpt", vivado_reports.timing(more_clocks=CLOCKS))
    with pytest.raises(ReportError, match=r"fast of 2 ns, made of 5 ns, clk of 2\.778 ns"):
        timing.parse(path, clock, period)


def test_a_clock_of_any_name_is_the_designs_where_there_is_no_other(tmp_path):
    assert (
        timing.parse(put(tmp_path, "t.rpt", vivado_reports.timing().replace("clk    {", "ap_clk {")), "clk").clock_ns
        == 2.778
    )


@pytest.mark.parametrize("place", [
    "Design Timing Summary", "Timing constraints", "| Clock Summary", "TPWS Total", "with no clock", "   400\n",
])  # fmt: skip
def test_a_timing_report_that_is_cut_off_is_never_a_pass(tmp_path, place):
    text = vivado_reports.timing(met=False).partition(place)
    assert text[1]
    with pytest.raises(ReportError, match=r"t\.rpt"):
        timing.parse(put(tmp_path, "t.rpt", text[0] + text[1][:-1]))


def test_a_line_that_is_missing_is_not_a_zero(tmp_path):
    no_check = vivado_reports.timing().replace(" There are 0 register/latch pins with no clock.\n", "")
    with pytest.raises(ReportError, match="registers without a clock"):
        timing.parse(put(tmp_path, "t.rpt", no_check))
    cut = vivado_reports.route_status().partition("# of nets with routing")[0]
    with pytest.raises(ReportError, match="route status"):
        timing.routing_errors(put(tmp_path, "r.rpt", cut))
    with pytest.raises(ReportError, match="no column RAMB18"):
        utilisation.parse_hierarchy(put(tmp_path, "h.rpt", vivado_reports.hierarchy().replace("RAMB18", "other ")))
    with pytest.raises(ReportError, match="names the Device"):
        utilisation.parse(put(tmp_path, "u.rpt", vivado_reports.utilisation().replace("| Device ", "| What ")))


@pytest.mark.parametrize("text", [vivado_reports.timing("NA", "NA"), vivado_reports.timing("inf", "inf")])
def test_timing_of_nothing_is_not_a_pass(tmp_path, text):
    with pytest.raises(ReportError, match="no path was timed"):
        timing.parse(put(tmp_path, "t.rpt", text))


def test_timing_without_paths_does_not_know_its_uncertainty(tmp_path):
    text = vivado_reports.timing(unclocked=4).partition("| Timing Details")[0]
    found = timing.parse(put(tmp_path, "t.rpt", text))
    assert (found.uncertainty_ns, found.unclocked) == (None, 4)


def test_an_uncertainty_that_is_no_number_is_not_an_unknown_one(tmp_path):
    with pytest.raises(ReportError, match="'0,382'"):
        timing.parse(put(tmp_path, "t.rpt", vivado_reports.timing().replace("0.382ns", "0,382ns")))


def test_timing_without_a_clock_is_not_a_pass(tmp_path):
    with pytest.raises(ReportError, match="no clock in its clock summary"):
        timing.parse(put(tmp_path, "t.rpt", vivado_reports.timing().replace("clk    {", "none")))


def test_route_errors(tmp_path):
    assert timing.routing_errors(put(tmp_path, "r.rpt", vivado_reports.route_status(7))) == 7
    with pytest.raises(ReportError, match="route status"):
        timing.routing_errors(put(tmp_path, "r.rpt", "empty"))
