"""Reports of C/RTL co-simulation, TOP_cosim.rpt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from codesign.errors import ReportError
from codesign.runs.synthesis.tables import Report, Row, span, texts


@dataclass(frozen=True)
class Cosim:
    """Latency and interval of the simulated RTL in clock cycles; intervals are None if it had only one input.

    passed: whether the testbench accepted the outputs.
    """

    passed: bool
    latency_min: int | None
    latency_max: int | None
    interval_min: int | None
    interval_max: int | None


def parse(path: Path) -> Cosim:
    """Reads a cosim report of any release; ReportError if neither Verilog nor VHDL was simulated.

    If both were simulated, both have to pass, and the cycles are those of the first.
    """
    rows = [row for table in Report.read(path).tables() for row in table if _simulated(row)]
    if not rows:
        raise ReportError(f"{path}: neither Verilog nor VHDL was simulated; see the log beside it")
    passed = all(row[1].text.lower() == "pass" for row in rows)
    latency, interval = span(rows[0][2], rows[0][4], "latency"), span(rows[0][5], rows[0][7], "interval")
    return Cosim(passed, *latency, *interval)


def _simulated(row: Row) -> bool:
    language, *cells = texts(row)
    return language in ("Verilog", "VHDL") and len(cells) >= 7 and cells[0] not in ("NA", "")
