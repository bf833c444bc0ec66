"""Vivado's report_utilization, plain and hierarchical, after synthesis or after routing."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from codesign.errors import ReportError
from codesign.vendor.tables import cells, header, number, read, tables, version

_LUT = ("CLB LUTs", "Slice LUTs", "LUTs")
_FF = ("CLB Registers", "Slice Registers", "Registers")


@dataclass(frozen=True)
class Utilisation:
    """What a netlist occupies. bram18: 18 Kb block RAMs, two for each 36 Kb "Block RAM Tile".

    state: "Synthesized", "Routed", ... as Vivado says.
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


def parse(path: Path) -> Utilisation:
    """Reads a plain report; ReportError if LUT or registers are missing.

    Only tables with a column "Used" count: those by SLR have a column for each die.
    """
    text = read(path)
    used: dict[str, float] = {}
    for rows in tables(text):
        names = cells(rows[0])
        if names[0] != "Site Type" or "Used" not in names:
            continue
        for row in map(cells, rows[1:]):
            value = number(row[names.index("Used")]) if len(row) == len(names) else None
            if value is not None:
                used.setdefault(row[0].rstrip("*"), value)
    return Utilisation(
        version=version(header(text, "Tool Version")),
        part=header(text, "Device"),
        design=header(text, "Design"),
        state=header(text, "Design State"),
        lut=_first(used, _LUT, path),
        ff=_first(used, _FF, path),
        dsp=_first(used, ("DSPs", "DSP Slices"), path),
        bram18=_bram18(used, path),
        uram=used.get("URAM", 0.0),  # older families have none
    )


def parse_hierarchy(path: Path) -> tuple[Instance, ...]:
    """Reads a report of `report_utilization -hierarchical`; ReportError if there is no such table."""
    for rows in tables(read(path)):
        names = cells(rows[0])
        if "Instance" in names and "Module" in names:
            return tuple(_instance(names, row) for row in rows[1:] if len(row) == len(names))
    raise ReportError(f"{path}: no table of instances; it is no hierarchical report of utilisation")


def _instance(names: list[str], row: list[str]) -> Instance:
    by_name = dict(zip(names, row, strict=True))
    name = by_name["Instance"]
    dsp = next((column for column in names if column.startswith("DSP")), "")

    def count(column: str) -> int:
        return int(number(by_name.get(column, "0")) or 0)

    return Instance(
        depth=(len(name) - len(name.lstrip()) - 1) // 2,
        name=name.strip(),
        module=by_name["Module"].strip(),
        lut=count("Total LUTs"),
        ff=count("FFs"),
        dsp=count(dsp),
        bram18=2 * count("RAMB36") + count("RAMB18"),
        uram=count("URAM"),
    )


def _first(used: dict[str, float], names: tuple[str, ...], path: Path) -> float:
    for name in names:
        if name in used:
            return used[name]
    raise ReportError(f"{path}: no row {' or '.join(names)}; the report is incomplete")


def _bram18(used: dict[str, float], path: Path) -> float:
    """A tile is 36 Kb: one RAMB36, or up to two RAMB18 which count half a tile each."""
    return 2 * _first(used, ("Block RAM Tile",), path)
