"""A number of a report, in whatever way it is written, is read right or refused."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.errors import ReportError
from codesign.runs.synthesis import timing, utilisation
from codesign.runs.synthesis.tables import Cell
from tests.runs.synthesis import vivado_reports

# Separators of CLDR's locales: decimal point or comma; groups by point, comma, apostrophes, and the kinds of blank
DECIMAL = st.sampled_from([".", ",", "٫"])
GROUP = st.sampled_from(["", ",", ".", "'", "’", " ", "\u00a0", "\u202f", "٬", "_"])
DIGITS = st.sampled_from(["0123456789", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "⁰¹²³⁴⁵⁶⁷⁸⁹", "０１２３４５６７８９"])
MINUS = st.sampled_from(["-", "−", "﹣"])


def localised(thousandths: int, decimal: str, group: str, digits: str, minus: str) -> str:
    """An integer number of thousandths as a locale writes it, always with three decimals as in timing reports."""
    whole, fraction = divmod(abs(thousandths), 1000)
    text = f"{whole:,}".replace(",", group) + decimal + f"{fraction:03}"
    return (minus if thousandths < 0 else "") + text.translate(str.maketrans("0123456789", digits))


def outcome(read: Callable[[str], float | None]) -> float | str | None:
    """What reading gives, or where it was refused; a refusal says what to do."""
    try:
        return read("LUT")
    except ReportError as error:
        place, said = str(error).split(": ", 1)
        return f"refused at {place}" if "LC_ALL=C" in said else "refused without help"


@given(st.integers(-(10**9), 10**9), DECIMAL, GROUP, DIGITS, MINUS)
def test_a_number_of_any_locale_is_read_right_or_refused(thousandths, decimal, group, digits, minus):
    text = localised(thousandths, decimal, group, digits, minus)
    assert outcome(Cell(text, "timing.rpt:7").number) in (thousandths / 1000, "refused at timing.rpt:7")


@given(st.integers(0, 10**12), GROUP, DIGITS)
def test_a_count_of_any_locale_is_read_right_or_refused(count, group, digits):
    text = f"{count:,}".replace(",", group).translate(str.maketrans("0123456789", digits))
    assert outcome(Cell(text, "u.rpt:26").count) in (count, "refused at u.rpt:26")


@given(st.integers(-(10**9), 10**9))
def test_a_number_as_the_tools_write_it_is_never_refused(thousandths):
    text = localised(thousandths, ".", "", "0123456789", "-")
    assert Cell(f"  {text} ", "timing.rpt:7").number("WNS(ns)") == thousandths / 1000
    assert Cell(f" {abs(thousandths)} ", "u.rpt:1").count("LUT") == abs(thousandths)


@given(st.text())
def test_any_text_is_a_finite_number_unknown_or_refused(text):
    for read in (Cell(text, "x.rpt:1").number, Cell(text, "x.rpt:1").count):
        value = outcome(read)
        assert value in (None, "refused at x.rpt:1") or abs(value) < 10**15


@pytest.mark.parametrize("text", [
    "-0,902", "5,804", "5.804,0", "1e400", "1e3", "nan", "inf", "-inf", "Infinity", "²", "1²", "٣", "0x10", "1_000",
    "+5", "5.", ".5", "--5", "1 000", "<0.01", "~0", "9" * 16, "9" * 5000, "3\n4",
])  # fmt: skip
def test_what_is_not_wholly_a_plain_number_is_refused(text):
    with pytest.raises(ReportError, match=r"x\.rpt:3: slack is not a plain number but"):
        Cell(text, "x.rpt:3").number("slack")


@pytest.mark.parametrize("text", ["-5", "-0", "2.0", "2.5"])
def test_a_count_is_whole_and_not_negative(text):
    with pytest.raises(ReportError, match=r"x\.rpt:3: LUT is not a plain count but"):
        Cell(text, "x.rpt:3").count("LUT")


@pytest.mark.parametrize("lut", ["5,804", "-5", "1e400", "nan", "²", "5804.5"])
def test_the_file_the_line_and_the_text_are_in_the_message(tmp_path, lut):
    text = vivado_reports.utilisation().replace("|   5804 |", f"| {lut} |")
    line = next(number for number, row in enumerate(text.splitlines(), 1) if row.startswith("| CLB LUTs"))
    (tmp_path / "u.rpt").write_text(text)
    with pytest.raises(ReportError, match=re.escape(f"u.rpt:{line}: CLB LUTs is not a plain count but {lut!r}")):
        utilisation.parse(tmp_path / "u.rpt")


@pytest.mark.parametrize("tiles", ["14,5", "14.25", "-1.0", "1.500"])
def test_block_rams_come_in_halves(tmp_path, tiles):
    (tmp_path / "u.rpt").write_text(vivado_reports.utilisation().replace("|   14.5 |", f"| {tiles} |"))
    with pytest.raises(ReportError, match="Block RAM Tile is"):
        utilisation.parse(tmp_path / "u.rpt")


@given(st.data())
def test_a_timing_report_cut_off_anywhere_keeps_its_slacks_or_is_refused(tmp_path_factory, data):
    text = vivado_reports.timing("-0.902", "0.031", "0.847", failing=10)
    path = tmp_path_factory.mktemp("cut") / "t.rpt"
    path.write_text(text[: data.draw(st.integers(0, len(text)))])
    try:
        found = timing.parse(path)
    except ReportError:
        return
    assert (found.setup_slack_ns, found.failing_endpoints, found.met) == (-0.902, 10, False)
