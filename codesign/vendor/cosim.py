"""Reports of C/RTL co-simulation, TOP_cosim.rpt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from codesign.errors import ReportError
from codesign.vendor.tables import cells, number, read, tables


@dataclass(frozen=True)
class Cosim:
    """What the simulated RTL did, in clock cycles.

    passed: the testbench accepted its outputs. Intervals are None where only one input was fed in.
    """

    passed: bool
    latency_min: int | None
    latency_max: int | None
    interval_min: int | None
    interval_max: int | None


def parse(path: Path) -> Cosim:
    """Reads a cosim report of any release; ReportError if no language was simulated."""
    for rows in tables(read(path)):
        for row in map(cells, rows):
            if row[0] in ("Verilog", "VHDL") and len(row) >= 8 and row[1] not in ("NA", ""):
                low, _, high, interval_low, _, interval_high = (_cycles(cell) for cell in row[2:8])
                return Cosim(row[1].lower() == "pass", low, high, interval_low, interval_high)
    raise ReportError(f"{path}: neither Verilog nor VHDL was simulated; see the log beside it")


def _cycles(cell: str) -> int | None:
    value = number(cell)
    return None if value is None else int(value)
