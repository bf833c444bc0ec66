"""C synthesis reports of Vivado HLS and Vitis HLS, TOP_csynth.xml and TOP_csynth.rpt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from codesign.errors import ReportError
from codesign.vendor.tables import Row, cells, header, number, read, tables, version


@dataclass(frozen=True)
class Csynth:
    """What C synthesis expects. Cycles are None where the tool does not know them ("undef", "?").

    clock_ns: the asked period; uncertainty_ns: what the tool keeps free of it; estimated_ns: its own estimate.
    """

    version: str
    part: str
    top: str
    clock_ns: float
    uncertainty_ns: float
    estimated_ns: float
    latency_min: int | None
    latency_max: int | None
    interval_min: int | None
    interval_max: int | None
    lut: float
    ff: float
    dsp: float
    bram18: float
    uram: float


def parse(path: Path) -> Csynth:
    """Reads a csynth report, XML or text by its name; ReportError if it is not one."""
    return parse_xml(path) if path.suffix == ".xml" else parse_text(path)


def parse_xml(path: Path) -> Csynth:
    """Reads TOP_csynth.xml of 2018.2 and later."""
    try:
        root = ElementTree.fromstring(read(path))
    except ElementTree.ParseError as error:
        raise ReportError(f"{path}: broken XML ({error}); the tool may have been stopped while it wrote") from None

    def text(tag: str, default: str | None = None) -> str:
        found = root.findtext(tag)
        if found is None and default is None:
            raise ReportError(f"{path}: has no {tag}; it is no report of C synthesis")
        return (found if found is not None else default or "").strip()

    def measure(tag: str, default: str | None = None) -> float:
        return _known(number(text(tag, default)), path, tag)

    latency = "PerformanceEstimates/SummaryOfOverallLatency/"
    area = "AreaEstimates/Resources/"
    dsp = "DSP" if root.find(area + "DSP") is not None else "DSP48E"
    return Csynth(
        version=text("ReportVersion/Version"),
        part=text("UserAssignments/Part"),
        top=text("UserAssignments/TopModelName"),
        clock_ns=measure("UserAssignments/TargetClockPeriod"),
        uncertainty_ns=measure("UserAssignments/ClockUncertainty", "0"),
        estimated_ns=measure("PerformanceEstimates/SummaryOfTimingAnalysis/EstimatedClockPeriod"),
        latency_min=_cycles(text(latency + "Best-caseLatency", "undef")),
        latency_max=_cycles(text(latency + "Worst-caseLatency", "undef")),
        interval_min=_cycles(text(latency + "Interval-min", "undef")),
        interval_max=_cycles(text(latency + "Interval-max", "undef")),
        lut=measure(area + "LUT"),
        ff=measure(area + "FF"),
        dsp=measure(area + dsp),
        bram18=measure(area + "BRAM_18K"),
        uram=measure(area + "URAM", "0"),
    )


def parse_text(path: Path) -> Csynth:
    """Reads TOP_csynth.rpt.

    Only the row "Total" of the summary counts: rows "Available SLR" and "Available" are what the part has.
    """
    text = read(path)
    title = re.search(r"^== .*Report for '([^']+)'", text, re.MULTILINE)
    if title is None:
        raise ReportError(f"{path}: no line \"== ... Report for 'TOP'\"; it is no report of C synthesis")
    found = list(tables(text))
    clock = _row(found, path, "Target", "ap_clk")
    usage = _row(found, path, "BRAM_18K", "Total")
    latency = _latency(found)
    return Csynth(
        version=version(header(text, "Version")),
        part=header(text, "Target device"),
        top=title.group(1),
        clock_ns=_known(number(clock["Target"]), path, "Target"),
        uncertainty_ns=_known(number(clock.get("Uncertainty", "0")), path, "Uncertainty"),
        estimated_ns=_known(number(clock["Estimated"]), path, "Estimated"),
        latency_min=latency[0],
        latency_max=latency[1],
        interval_min=latency[2],
        interval_max=latency[3],
        lut=_known(number(usage["LUT"]), path, "LUT"),
        ff=_known(number(usage["FF"]), path, "FF"),
        dsp=_known(number(usage.get("DSP", usage.get("DSP48E", ""))), path, "DSP"),
        bram18=_known(number(usage["BRAM_18K"]), path, "BRAM_18K"),
        uram=number(usage.get("URAM", "0")) or 0.0,
    )


def _row(found: list[list[Row]], path: Path, column: str, name: str) -> dict[str, str]:
    """Column -> cell of the row of this name, in the first table that has the column."""
    for rows in found:
        names = cells(rows[0])
        if column in names:
            for row in map(cells, rows[1:]):
                if row[0] == name and len(row) == len(names):
                    return dict(zip(names, row, strict=True))
            break
    raise ReportError(f"{path}: no table with column {column} and row {name}; the report is incomplete")


def _latency(found: list[list[Row]]) -> tuple[int | None, int | None, int | None, int | None]:
    """Latency and interval, least and most, of the first table of latencies: the top function's.

    Since 2019.2 the times in ns stand between the two; before, nothing does.
    """
    for rows in found:
        if cells(rows[0])[0].startswith("Latency") and len(rows) > 2:
            values = cells(rows[2])
            interval = 4 if len(values) >= 7 else 2
            low, high = values[interval : interval + 2]
            return _cycles(values[0]), _cycles(values[1]), _cycles(low), _cycles(high)
    return None, None, None, None


def _cycles(text: str) -> int | None:
    return int(text) if text.isdigit() else None


def _known(value: float | None, path: Path, what: str) -> float:
    if value is None:
        raise ReportError(f"{path}: {what} is not a number; the report is incomplete")
    return value
