"""C synthesis reports of Vivado HLS and Vitis HLS: TOP_csynth.xml, TOP_csynth.rpt, and the summary csynth.rpt."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from pathlib import Path
from xml.etree import ElementTree

from codesign.errors import ReportError
from codesign.runs.synthesis.tables import Cell, Report, Row, by_name, span, texts, version

_TITLE = re.compile(r"^== (?:Vivado HLS|Vitis HLS) Report for '([^'\n]+)'", re.MULTILINE)
_SUMMARY_TITLE = re.compile(r"^== Synthesis Summary Report of '([^'\n]+)'", re.MULTILINE)


@dataclass(frozen=True)
class Counts:
    """The figures in every report of C synthesis. Cycles are None where the tool does not know them ("undef", "?")."""

    version: str
    part: str
    top: str
    latency_min: int | None
    latency_max: int | None
    interval_min: int | None
    interval_max: int | None
    lut: int
    ff: int
    dsp: int
    bram18: int
    uram: int


@dataclass(frozen=True)
class Csynth(Counts):
    """The report of a function.

    clock_ns: the requested period; uncertainty_ns: the margin kept free in it; estimated_ns: the tool's estimate.
    """

    clock_ns: float
    uncertainty_ns: float
    estimated_ns: float


@dataclass(frozen=True)
class Summary(Counts):
    """The summary of a project. It gives no clock, only the slack: period minus uncertainty minus estimate."""

    slack_ns: float

    def at(self, clock_ns: float, uncertainty_ns: float) -> Csynth:
        """The report of the same function, given the clock that was requested."""
        counts = {field.name: getattr(self, field.name) for field in fields(Counts)}
        estimated_ns = round(clock_ns - uncertainty_ns - self.slack_ns, 4)
        return Csynth(**counts, clock_ns=clock_ns, uncertainty_ns=uncertainty_ns, estimated_ns=estimated_ns)


def is_report(text: str) -> bool:
    """Whether a text is a report of C synthesis, complete or truncated."""
    xml = text.lstrip().startswith("<") and "<profile>" in text[:2000]
    return xml or bool(_TITLE.search(text) or _SUMMARY_TITLE.search(text))


def parse(path: Path) -> Csynth | Summary:
    """Reads a C synthesis report in any format, recognised by its content; ReportError for any other file."""
    report = Report.read(path)
    if report.text.lstrip().startswith("<"):
        return _xml(report)
    if title := _SUMMARY_TITLE.search(report.text):
        return _summary(report, title.group(1))
    if title := _TITLE.search(report.text):
        return _text(report, title.group(1))
    raise ReportError(f"{path}: neither XML nor a line \"== ... Report for 'TOP'\"; it is not a report of C synthesis")


def _xml(report: Report) -> Csynth:
    """TOP_csynth.xml of 2018.2 and later."""
    try:
        root = ElementTree.fromstring(report.text)
    except ElementTree.ParseError as error:
        raise ReportError(
            f"{report.path}: broken XML ({error}); the tool may have been stopped while it wrote"
        ) from None

    def cell(tag: str, default: str | None = None) -> Cell:
        text = root.findtext(tag, default)
        if text is None:
            raise ReportError(f"{report.path}: has no {tag}; it is not a report of C synthesis")
        return Cell(text, f"{report.path}: {tag}")

    def count(name: str, default: str | None = None) -> int:
        return cell(f"AreaEstimates/Resources/{name}", default).known_count(name)

    cycles = "PerformanceEstimates/SummaryOfOverallLatency/"
    best, worst = (cell(cycles + f"{which}-caseLatency", "undef") for which in ("Best", "Worst"))
    least, most = (cell(cycles + f"Interval-{which}", "undef") for which in ("min", "max"))
    counts = Counts(
        cell("ReportVersion/Version").text,
        cell("UserAssignments/Part").text,
        cell("UserAssignments/TopModelName").text,
        *span(best, worst, "latency"),
        *span(least, most, "interval"),
        lut=count("LUT"),
        ff=count("FF"),
        dsp=count("DSP" if root.find("AreaEstimates/Resources/DSP") is not None else "DSP48E"),
        bram18=count("BRAM_18K"),
        uram=count("URAM", "0"),
    )
    return _clocked(
        counts,
        cell("UserAssignments/TargetClockPeriod"),
        cell("UserAssignments/ClockUncertainty", "0"),
        cell("PerformanceEstimates/SummaryOfTimingAnalysis/EstimatedClockPeriod"),
    )


def _text(report: Report, top: str) -> Csynth:
    """TOP_csynth.rpt.

    Only the row "Total" of the summary counts: the rows "Available SLR" and "Available" describe the part.
    """
    tables = list(report.tables())
    clock = _row(tables, report.path, ("Target", "Estimated"), "ap_clk")
    usage = _row(tables, report.path, ("BRAM_18K", "FF", "LUT"), "Total")
    none = Cell("0", str(report.path))  # older releases have no such column
    counts = Counts(
        version(report.header("Version")),
        report.named("Target device"),
        top,
        *_latency(tables),
        lut=usage["LUT"].known_count("LUT"),
        ff=usage["FF"].known_count("FF"),
        dsp=_dsp(usage).known_count("DSP"),
        bram18=usage["BRAM_18K"].known_count("BRAM_18K"),
        uram=usage.get("URAM", none).known_count("URAM"),
    )
    periods = (clock["Target"], clock.get("Uncertainty", none), clock["Estimated"])
    return _clocked(counts, *(Cell(cell.text.removesuffix("ns"), cell.place) for cell in periods))


def _summary(report: Report, top: str) -> Summary:
    """csynth.rpt of Vitis HLS: one table, in which only the top function's row starts with an unindented "+"."""
    for rows in report.tables():
        names = [" ".join(pair).strip() for pair in zip(*map(texts, rows[:2]), strict=False)]
        if {"Slack", "Latency (cycles)", "Interval", "BRAM", "DSP", "FF", "LUT", "URAM"} <= set(names):
            row = next((row for row in rows[2:] if row[0].raw.startswith("+")), None)
            if row is not None:
                return _summarised(report, top, by_name(names, row))
    raise ReportError(f"{report.path}: no line of the top function {top}; the summary is incomplete")


def _summarised(report: Report, top: str, row: dict[str, Cell]) -> Summary:
    def count(name: str) -> int:
        """The number in a cell such as "3866 (1%)"; 0 for "-"."""
        return Cell(re.sub(r"\(~?[0-9]+%\)$", "", row[name].text), row[name].place).count(name) or 0

    slack = row["Slack"].known_number("Slack")
    if slack == 0 and row["Slack"].text.startswith("-"):
        slack = -0.005  # "-0.00" has two decimals, so it is a violation of up to half the last digit
    return Summary(
        version(report.header("Version")),
        report.named("Target device"),
        top,
        *span(row["Latency (cycles)"], row["Latency (cycles)"], "latency"),
        *span(row["Interval"], row["Interval"], "interval"),
        lut=count("LUT"),
        ff=count("FF"),
        dsp=count("DSP"),
        bram18=count("BRAM"),
        uram=count("URAM"),
        slack_ns=slack,
    )


def _row(tables: list[list[Row]], path: Path, columns: tuple[str, ...], name: str) -> dict[str, Cell]:
    """Column -> cell of the row called `name`, in the first table that has the columns; ReportError if missing."""
    for rows in tables:
        names = texts(rows[0])
        if set(columns) <= set(names):
            for row in rows[1:]:
                if row[0].text == name:
                    return by_name(names, row)
            break
    raise ReportError(f"{path}: no table with columns {', '.join(columns)} and row {name}; the report is incomplete")


def _dsp(usage: dict[str, Cell]) -> Cell:
    for name in ("DSP", "DSP48E"):
        if name in usage:
            return usage[name]
    raise ReportError(f"{usage['LUT'].place}: no column DSP or DSP48E; the report is incomplete")


def _latency(tables: list[list[Row]]) -> tuple[int | None, int | None, int | None, int | None]:
    """(latency_min, latency_max, interval_min, interval_max) from the first latency table, the top function's.

    Since 2019.2 there are latencies in ns between the two; earlier releases have no such columns.
    """
    for rows in tables:
        if rows[0][0].text.startswith("Latency") and len(rows) > 2:
            row = rows[2]
            interval = 4 if len(row) >= 7 else 2
            if len(row) <= interval + 1:
                raise ReportError(f"{row[0].place}: no latency and interval in {len(row)} cells; the report is damaged")
            return *span(row[0], row[1], "latency"), *span(row[interval], row[interval + 1], "interval")
    return None, None, None, None


def _clocked(counts: Counts, target: Cell, uncertainty: Cell, estimated: Cell) -> Csynth:
    clock_ns = target.known_number("the target clock")
    uncertainty_ns = uncertainty.known_number("the clock uncertainty")
    estimated_ns = estimated.known_number("the estimated clock")
    if clock_ns <= 0 or uncertainty_ns < 0 or estimated_ns < 0:
        raise ReportError(
            f"{target.place}: a target of {clock_ns:g} ns, {uncertainty_ns:g} ns of it reserved, {estimated_ns:g} ns"
            " estimated: periods are not negative; the report is damaged"
        )
    return Csynth(**vars(counts), clock_ns=clock_ns, uncertainty_ns=uncertainty_ns, estimated_ns=estimated_ns)
