import dataclasses
import json
import math
from fractions import Fraction
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from codesign.base.config import load, parse
from codesign.cli.verdict_tables import verdict_table
from codesign.cost.budget import CLOCK, EXIT_CODES, UNROUTED, Budget, Limit, Verdict, check, load_budget, parts
from codesign.cost.figures import Figure, Timing, Usage
from codesign.errors import ConfigError

CONFIGS = Path(__file__).parents[2] / "codesign" / "cost" / "data" / "budgets"
VU13P = "xcvu13p-flga2577-2-e"


def estimated(value: float, low: float, high: float) -> Figure:
    return Figure(value, low, high, "estimated", "RTL trace", "alkaid 0.8.2")


UNKNOWN = Figure.unavailable("C synthesis", "Vitis HLS", "not run")
NONE = estimated(0, 0, 0)
USAGE = Usage(estimated(100_000, 90_000, 120_000), estimated(80_000, 40_000, 80_000), NONE, NONE, NONE)
TIMING = Timing(estimated(3.0, 2.5, 4.0), estimated(21, 21, 21), estimated(1, 1, 1))
HLS = Timing(UNKNOWN, UNKNOWN, UNKNOWN)
PERIOD = Fraction(3)


def budget(**changes: Any) -> Budget:
    data = {"part": VU13P, "slr": 1, "interval_ns": 25.0, "latency_ns": 1000.0} | changes
    return parse(data, Budget, Path("budget.yaml"))


def usage(**changes: Figure) -> Usage:
    return dataclasses.replace(USAGE, **changes)


def timing(**changes: Figure) -> Timing:
    return dataclasses.replace(TIMING, **changes)


def outcomes(verdict: Verdict) -> dict[str, str]:
    return {line.name: line.outcome for line in verdict.lines}


# --- one limit ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "outcome"),
    [(80, 100, "PASS"), (80, 100.1, "INCONCLUSIVE"), (100, 120, "INCONCLUSIVE"), (100.1, 120, "FAIL")],
)
def test_the_ends_of_the_band_decide(low: float, high: float, outcome: str) -> None:
    assert Limit("LUT", estimated(low, low, high), 100).outcome == outcome


@given(st.lists(st.floats(0, 1e6), min_size=3, max_size=3), st.floats(0, 1e6))
def test_a_pass_holds_for_every_value_in_the_band_and_a_fail_for_none(ends: list[float], allowed: float) -> None:
    low, value, high = sorted(ends)
    line = Limit("LUT", estimated(value, low, high), allowed)
    fits = [end <= allowed for end in (low, value, high)]
    assert line.outcome == ("PASS" if all(fits) else "FAIL" if not any(fits) else "INCONCLUSIVE")


def test_the_unknown_is_inconclusive() -> None:
    line = Limit("latency", UNKNOWN, 1000)
    assert (line.outcome, line.margin) == ("INCONCLUSIVE", "unknown")


def test_margins_are_those_of_the_upper_end() -> None:
    assert Limit("LUT", estimated(50, 40, 75), 100).margin == "25 %"
    assert Limit("LUT", estimated(50, 40, 150), 100).margin == "-50 %"
    assert Limit("URAM", estimated(3, 3, 3), 0).margin == "-3"


# --- the verdict ----------------------------------------------------------------------------------------------------


def test_interval_and_latency_come_first_in_cycles_and_nanoseconds() -> None:
    first, second, *resources = check(USAGE, TIMING, budget(), HLS, PERIOD).lines
    assert (first.name, first.used.high, first.allowed) == ("interval of the RTL (ns)", 3.0, 25.0)
    assert first.cycles == TIMING.interval_cycles
    assert (second.name, second.used.value, second.allowed) == ("latency of the RTL (ns)", 63.0, 1000.0)
    assert second.cycles == TIMING.latency_cycles
    assert [line.name.split(",")[0] for line in resources] == ["LUT", "FF", "DSP", "BRAM18", "URAM"]
    assert [line.allowed for line in resources] == [432_000, 864_000, 3_072, 1_344, 320]


@pytest.mark.parametrize(
    ("use", "times", "outcome"),
    [
        ({}, {}, "PASS"),
        ({"lut": estimated(430_000, 400_000, 450_000)}, {}, "INCONCLUSIVE"),
        ({"lut": estimated(460_000, 440_000, 500_000)}, {}, "FAIL"),
        ({}, {"interval_cycles": estimated(9, 9, 9)}, "FAIL"),
        ({}, {"interval_cycles": estimated(8, 8, 9)}, "INCONCLUSIVE"),
        ({}, {"interval_cycles": estimated(8, 8, 8)}, "PASS"),
        ({"dsp": UNKNOWN}, {}, "INCONCLUSIVE"),
        ({"dsp": UNKNOWN}, {"interval_cycles": estimated(9, 9, 9)}, "FAIL"),
    ],
)
def test_a_verdict_is_as_bad_as_its_worst_limit(use: dict[str, Figure], times: dict[str, Figure], outcome: str) -> None:
    verdict = check(usage(**use), timing(**times), budget(), HLS, PERIOD)
    assert verdict.outcome == outcome
    assert verdict.exit_code == {"PASS": 0, "FAIL": 1, "INCONCLUSIVE": 2}[outcome]


def test_another_source_makes_the_unknown_known() -> None:
    partly = usage(dsp=UNKNOWN)
    assert check(partly, TIMING, budget(), HLS, PERIOD).outcome == "INCONCLUSIVE"
    assert check(partly.or_else(USAGE), TIMING, budget(), HLS, PERIOD).outcome == "PASS"


def test_hls_and_the_other_region_inform_but_do_not_decide() -> None:
    large = usage(lut=estimated(460_000, 440_000, 500_000))
    fpga, slr = check(large, TIMING, budget(slr=None), HLS, PERIOD), check(large, TIMING, budget(), HLS, PERIOD)
    assert (fpga.outcome, slr.outcome) == ("PASS", "FAIL")
    beside = {line.name: line.outcome for line in fpga.information}
    assert beside["LUT, 1 of 4 SLRs"] == "FAIL"
    assert beside["latency of the HLS (ns)"] == beside["interval of the HLS (ns)"] == "INCONCLUSIVE"
    assert {line.name: line.outcome for line in slr.information}["LUT, whole FPGA"] == "PASS"


def test_a_share_is_taken_of_the_region() -> None:
    line = check(USAGE, TIMING, budget(slr=2, share=0.25), HLS, PERIOD).lines[2]
    assert (line.name, line.allowed) == ("LUT, 25% of 2 of 4 SLRs", 216_000)


def test_a_verdict_is_plain_json() -> None:
    verdict = check(usage(dsp=UNKNOWN, lut=estimated(3, 3, math.inf)), TIMING, budget(), HLS, PERIOD)
    data = json.loads(json.dumps(verdict.to_dict(), allow_nan=False))
    assert data["outcome"] == "INCONCLUSIVE"
    assert data["words"] == "may fit; open: LUT, 1 of 4 SLRs; DSP, 1 of 4 SLRs"
    assert [line["outcome"] for line in data["lines"]] == [line.outcome for line in verdict.lines]


# --- at which clock -------------------------------------------------------------------------------------------------


def test_times_are_judged_at_the_asked_clock_in_exact_arithmetic() -> None:
    """9 cycles of 1000/360 ns are 25 ns, and 9 of 2.778 ns are 25.002 ns; the expected clock of 3 ns has no effect."""
    nine = timing(interval_cycles=estimated(9, 9, 9))
    at_360_mhz, at_2_778_ns = (check(USAGE, nine, budget(), HLS, Fraction(n)).lines[0] for n in ("25/9", "2.778"))
    assert (at_360_mhz.used.high, at_360_mhz.outcome) == (25.0, "PASS")
    assert (at_2_778_ns.used.high, at_2_778_ns.outcome) == (25.002, "FAIL")


OPEN_CLOCK = Limit(CLOCK, estimated(3.2, 2.7, 4.0), 2.778, open=UNROUTED)
WAIVED_CLOCK = dataclasses.replace(OPEN_CLOCK, waived=True)
FITS = Limit("LUT", estimated(1, 1, 1), 2)
BROKEN = Limit("FF", estimated(3, 3, 3), 2)
BAND = Limit("DSP", estimated(1, 1, 3), 2)


@pytest.mark.parametrize(
    ("lines", "outcome", "words", "short"),
    [
        ((FITS,), "PASS", "fits", "fits"),
        ((FITS, OPEN_CLOCK), "INCONCLUSIVE", "fits, at a clock that only routing can confirm", "fits, unrouted"),
        (
            (FITS, WAIVED_CLOCK),
            "PASS",
            "fits, at a clock that only routing can confirm (waived by the budget)",
            "fits, unrouted",
        ),
        ((BAND, OPEN_CLOCK), "INCONCLUSIVE", f"may fit; open: DSP; {CLOCK}", "may fit"),
        (
            (BAND, dataclasses.replace(OPEN_CLOCK, waived=True)),
            "INCONCLUSIVE",
            f"may fit; open: DSP; {CLOCK}",
            "may fit",
        ),
        ((BROKEN, OPEN_CLOCK), "FAIL", "does not fit: FF", "does not fit"),
        (
            (FITS, dataclasses.replace(WAIVED_CLOCK, allowed=2.6)),
            "FAIL",
            f"does not fit: {CLOCK}",
            "does not fit",
        ),
    ],
)
def test_the_words_of_a_verdict(lines: tuple[Limit, ...], outcome: str, words: str, short: str) -> None:
    verdict = Verdict(lines)
    assert (verdict.outcome, verdict.words, verdict.short) == (outcome, words, short)
    assert verdict.exit_code == EXIT_CODES[verdict.outcome]
    assert verdict.fits == short.startswith("fits")


def test_what_is_open_cannot_pass_but_can_fail() -> None:
    assert dataclasses.replace(FITS, open="not asked").outcome == "INCONCLUSIVE"
    assert dataclasses.replace(BROKEN, open="not asked").outcome == "FAIL"
    assert WAIVED_CLOCK.remarks == (UNROUTED, "the budget waives this")


def test_the_table_shows_every_line_with_band_cycles_and_source() -> None:
    verdict = check(USAGE, TIMING, budget(latency_ns=50.0), HLS, PERIOD)
    text = StringIO()
    Console(file=text, width=200).print(verdict_table(verdict))
    shown = text.getvalue()
    times = ("FAIL: does not fit: latency of the RTL (ns)", "63", "21 cycles")
    for part in (*times, "100,000 [90,000, 120,000]", "432,000", "1,728,000"):
        assert part in shown
    assert "1 cycle " in shown
    assert " 1 cycles" not in shown
    assert shown.count("unavailable: C synthesis (Vitis HLS)") == 2
    assert shown.count("estimated: RTL trace (alkaid 0.8.2)") == 12


def test_exit_codes_differ() -> None:
    assert sorted(EXIT_CODES.values()) == [0, 1, 2]


# --- parts and files ------------------------------------------------------------------------------------------------


def test_known_parts_have_sources() -> None:
    assert set(parts()) == {"xcvu13p-flga2577-2-e", "xcvu9p-flga2104-2L-e"}
    assert all("csynth.xml" in part.source for part in parts().values())
    vu9p = parts()["xcvu9p-flga2104-2L-e"]
    assert (vu9p.lut / vu9p.slr, vu9p.dsp / vu9p.slr, vu9p.bram18 / vu9p.slr) == (394_080, 2_280, 1_440)


@pytest.mark.parametrize("path", sorted(CONFIGS.glob("*.yaml")), ids=lambda path: path.stem)
def test_shipped_budgets_ask_for_a_new_jet_every_crossing(path: Path) -> None:
    assert load(path, Budget).interval_ns == 25


def test_shipped_budgets() -> None:
    names = [path.stem for path in sorted(CONFIGS.glob("*.yaml"))]
    one_fpga, one_slr, stretch = (load(CONFIGS / f"{name}.yaml", Budget) for name in names)
    assert names == ["one_fpga", "one_slr", "stretch_25ns"]
    assert (one_fpga.slr, one_slr.slr, stretch.latency_ns) == (None, 1, 25)


def test_a_part_of_ones_own() -> None:
    own = {"name": "zynq", "lut": 53200, "ff": 106400, "dsp": 220, "bram18": 280, "uram": 0, "slr": 1, "source": "me"}
    verdict = check(USAGE, TIMING, budget(part=own, slr=None), HLS, PERIOD)
    assert outcomes(verdict)["LUT, whole FPGA"] == "FAIL"
    assert [line.name for line in verdict.information] == ["interval of the HLS (ns)", "latency of the HLS (ns)"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"part": "xcvu13p"}, "part 'xcvu13p' is unknown; did you mean 'xcvu13p-flga2577-2-e'"),
        ({"slr": 5}, "has 4 SLRs, not 5"),
        ({"share": 1.5}, "share"),
        ({"share": 0}, "share"),
        ({"latency_ns": "1 us"}, "nanoseconds"),
        ({"unrouted": "yes"}, "unrouted: input should be 'open' or 'allow'"),
        ({"latency": 1000.0}, "did you mean 'latency_ns'"),
    ],
)
def test_a_wrong_budget_says_what_is_wrong(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        budget(**changes)


def test_a_budget_is_found_by_name_and_by_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    by_name = load_budget("one_slr", VU13P)
    path = tmp_path / "mine.yaml"
    path.write_text("part: xcvu13p-flga2577-2-e\nslr: 1\ninterval_ns: 25.0\nlatency_ns: 1000.0\n")
    assert load_budget(str(path), VU13P) == by_name


@pytest.mark.parametrize("name", ["one_slrr", "../budgets/one_slr", ""])
def test_a_wrong_budget_name_names_those_that_there_are(name):
    with pytest.raises(ConfigError, match="use one of one_fpga, one_slr, stretch_25ns, or the path of a YAML file"):
        load_budget(name, VU13P)


def test_a_mistyped_budget_names_the_nearest() -> None:
    with pytest.raises(
        ConfigError, match=r"^budget 'one_slrr' is unknown; did you mean 'one_slr'\? \(use one of one_f"
    ):
        load_budget("one_slrr", VU13P)


def test_a_budget_of_another_part_than_the_design_s_is_refused():
    with pytest.raises(ConfigError, match=r"firmware\.part is xcvu9p"):
        load_budget("one_slr", "xcvu9p-flga2104-2L-e")
