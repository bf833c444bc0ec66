"""Vivado's report_utilization, plain and hierarchical, after synthesis or after routing."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from codesign.errors import ReportError
from codesign.runs.synthesis.tables import Cell, Report, by_name, texts, version

_LUT = ("CLB LUTs", "Slice LUTs", "LUTs")
_FF = ("CLB Registers", "Slice Registers", "Registers")
_DSP = ("DSPs", "DSP Slices")
_BRAM = "Block RAM Tile"


@dataclass(frozen=True)
class Utilisation:
    """The resources that a netlist uses. bram18: 18 Kb block RAMs, two for each 36 Kb "Block RAM Tile".

    state: Vivado's design state, such as "Synthesized" or "Routed".
    """

    version: str
    part: str
    design: str
    state: str
    lut: float
    ff: float
    dsp: float
    bram18: float
    uram: float


@dataclass(frozen=True)
class Instance:
    """One line of the hierarchical report; depth 0 is the top. A name in brackets is a module's own logic."""

    depth: int
    name: str
    module: str
    lut: int
    ff: int
    dsp: int
    bram18: int
    uram: int

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


def is_plain(text: str) -> bool:
    """Whether a text is a plain report that `parse` can read: not hierarchical and not by SLR; it may be truncated."""
    command = re.search(r"^\|\s*Command\s*:\s*report_utilization\b(.*)$", text, re.MULTILINE)
    if command is None:
        return "| Site Type" in re.sub(" +", " ", text)
    return not re.search(r"-(hierarchical|slr)\b", command.group(1))


def parse(path: Path) -> Utilisation:
    """Reads a plain report; ReportError if the part, the design, or a resource is missing.

    Only tables with a column "Used" count: tables by SLR have one column per die instead.
    """
    report = Report.read(path)
    used: dict[str, Cell] = {}
    for rows in report.tables():
        names = texts(rows[0])
        if names[0] == "Site Type" and "Used" in names:
            for row in rows[1:]:
                used.setdefault(row[0].text.rstrip("*"), by_name(names, row)["Used"])
    return Utilisation(
        version=version(report.header("Tool Version")),
        part=report.named("Device"),
        design=report.named("Design"),
        state=report.header("Design State"),
        lut=_count(used, _LUT, path),
        ff=_count(used, _FF, path),
        dsp=_count(used, _DSP, path),
        bram18=_bram18(used, path),
        uram=_count(used, ("URAM",), path) if "URAM" in used else 0,  # older families have no UltraRAM
    )


def parse_hierarchy(path: Path) -> tuple[Instance, ...]:
    """Reads a report of `report_utilization -hierarchical`; ReportError if there is no such table or no top in it."""
    for rows in Report.read(path).tables():
        names = texts(rows[0])
        if "Instance" in names and "Module" in names:
            instances = tuple(_instance(by_name(names, row)) for row in rows[1:])
            if not instances or instances[0].depth != 0:
                raise ReportError(f"{path}: the table of instances does not start with the top; the report is cut off")
            return instances
    raise ReportError(f"{path}: no table of instances; it is not a hierarchical report of utilisation")


def _instance(row: dict[str, Cell]) -> Instance:
    name = row["Instance"].raw

    def count(column: str) -> int:
        if column not in row:
            raise ReportError(f"{row['Instance'].place}: the table of instances has no column {column}")
        return row[column].known_count(f"{column} of {name.strip()}")

    return Instance(
        depth=(len(name) - len(name.lstrip()) - 1) // 2,
        name=name.strip(),
        module=row["Module"].text,
        lut=count("Total LUTs"),
        ff=count("FFs"),
        dsp=count(next((column for column in row if column.startswith("DSP")), "DSP Blocks")),
        bram18=2 * count("RAMB36") + count("RAMB18"),
        uram=count("URAM") if "URAM" in row else 0,
    )


def _row(used: dict[str, Cell], names: tuple[str, ...], path: Path) -> tuple[str, Cell]:
    for name in names:
        if name in used:
            return name, used[name]
    raise ReportError(f"{path}: no row {' or '.join(names)}; the report is incomplete")


def _count(used: dict[str, Cell], names: tuple[str, ...], path: Path) -> int:
    name, cell = _row(used, names, path)
    return cell.known_count(name)


def _bram18(used: dict[str, Cell], path: Path) -> int:
    """A tile is 36 Kb: one RAMB36, or up to two RAMB18 which count half a tile each."""
    _, cell = _row(used, (_BRAM,), path)
    halves = 2 * cell.known_number(_BRAM)
    if not re.fullmatch(r"[0-9]+(\.[05])?", cell.text):
        raise ReportError(f"{cell.place}: {_BRAM} is {cell.text}; tiles come in halves, from 0 on")
    return int(halves)
