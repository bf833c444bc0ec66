"""Reports in the formats of Vivado, written for the tests; no tool made them."""

from dataclasses import dataclass
from typing import Any

from tests.runs.synthesis.vitis_reports import PART


@dataclass(frozen=True)
class Counts:
    """A netlist. tiles: 36 Kb block RAM tiles, halves allowed."""

    lut: int = 5804
    ff: int = 3420
    dsp: int = 80
    tiles: float = 14.5
    uram: int = 3


def utilisation(
    counts: Counts = Counts(), *, version: str = "2023.2", state: str = "Routed", family: str = "CLB", part: str = PART
) -> str:
    """report_utilization. family: "CLB" for UltraScale+, "Slice" for 7 series; since 2021 with a column Prohibited."""
    prohibited = version >= "2021"

    def row(name: str, used: float, available: int) -> str:
        middle = "|     0 |          0 " if prohibited else "|     0 "
        return f"| {name:<26} | {used:>6} {middle}| {available:>9} | {100 * used / available:5.2f} |"

    def table(*rows: str) -> str:
        names = "|          Site Type         |  Used  | Fixed "
        names += "| Prohibited | Available | Util% |" if prohibited else "| Available | Util% |"
        line = "+----------------------------+--------+-------+-----------+-------+"
        return "\n".join([line, names, line, *rows, line])

    tile36 = int(counts.tiles)
    tile18 = round(2 * (counts.tiles - tile36))
    memory = [
        row("Block RAM Tile", counts.tiles, 2688),
        row("  RAMB36/FIFO*", tile36, 2688),
        row("  RAMB18", tile18, 5376),
    ]
    if family == "CLB":
        memory.append(row("URAM", counts.uram, 1280))
    return f"""Copyright 1986-2022 Xilinx, Inc. All Rights Reserved.
-----------------------------------------------------------------------------------------------------------------------
| Tool Version : Vivado v.{version} (lin64) Build 4029153 Fri Oct 13 20:13:54 MDT 2023
| Date         : Sun Nov 22 03:00:00 2026
| Host         : standin
| Command      : report_utilization -file utilization.rpt
| Design       : tagger
| Device       : {part}
| Speed File   : -2
| Design State : {state}
-----------------------------------------------------------------------------------------------------------------------

1. {family} Logic
------------

{
        table(
            row(f"{family} LUTs*", counts.lut, 1728000),
            row("  LUT as Logic", counts.lut - 220, 1728000),
            row("  LUT as Memory", 220, 791040),
            row(f"{family} Registers", counts.ff, 3456000),
        )
    }
* Warning! LUT value is adjusted to account for LUT combining.

2. BLOCKRAM
-----------

{table(*memory)}

3. ARITHMETIC
-------------

{table(row("DSPs", counts.dsp, 12288), row("  DSP48E2 only", counts.dsp, 12288))}

14. SLR CLB Logic and Dedicated Block Utilization
-------------------------------------------------

+----------------------------+------+------+------+------+--------+--------+--------+--------+
|          Site Type         | SLR0 | SLR1 | SLR2 | SLR3 | SLR0 % | SLR1 % | SLR2 % | SLR3 % |
+----------------------------+------+------+------+------+--------+--------+--------+--------+
| CLB LUTs                   |    7 |    0 |    0 |    0 |   0.01 |   0.00 |   0.00 |   0.00 |
| CLB Registers              |    7 |    0 |    0 |    0 |   0.01 |   0.00 |   0.00 |   0.00 |
| Block RAM Tile             |    7 |    0 |    0 |    0 |   0.01 |   0.00 |   0.00 |   0.00 |
| URAM                       |    7 |    0 |    0 |    0 |   0.01 |   0.00 |   0.00 |   0.00 |
| DSPs                       |    7 |    0 |    0 |    0 |   0.01 |   0.00 |   0.00 |   0.00 |
+----------------------------+------+------+------+------+--------+--------+--------+--------+
"""


def hierarchy(counts: Counts = Counts(), dsp_name: str = "DSP Blocks") -> str:
    """report_utilization -hierarchical of a top with one instance."""
    tile36 = int(counts.tiles)
    tile18 = round(2 * (counts.tiles - tile36))
    tail = f"{tile36} | {tile18} | {counts.uram} | {counts.dsp}"
    return f"""| Tool Version : Vivado v.2023.2 (lin64) Build 4029153
| Design       : tagger

1. Utilization by Hierarchy
---------------------------

+-----------+--------+------------+------------+---------+------+------+--------+--------+------+------------+
|  Instance | Module | Total LUTs | Logic LUTs | LUTRAMs | SRLs |  FFs | RAMB36 | RAMB18 | URAM | {dsp_name} |
+-----------+--------+------------+------------+---------+------+------+--------+--------+------+------------+
| tagger    |  (top) |       {counts.lut} |       5584 |       0 |  220 | {counts.ff} | {tail} |
|   (tagger) |  (top) |         10 |         10 |       0 |    0 |  140 |      0 |      0 |    0 |          0 |
|   logic0  | logic0 |       1200 |       1200 |       0 |    0 |  900 | {tail} |
|     inner |  inner |        600 |        600 |       0 |    0 |  400 |      0 |      0 |    0 |          0 |
|       deep |  deep |        300 |        300 |       0 |    0 |  200 |      0 |      0 |    0 |          0 |
+-----------+--------+------------+------------+---------+------+------+--------+--------+------+------------+
"""


def timing(
    setup: str = "0.102", hold: str = "0.031", pulse: str = "0.847", *, failing: int = 0, clock: str = "2.778",
    unclocked: int = 0, state: str = "Routed", version: str = "2023.2", met: bool | None = None,
    more_clocks: str = "",
) -> str:  # fmt: skip
    """report_timing_summary with a user uncertainty of 0.347 ns.

    met: what it says in words, by default what the slacks say; more_clocks: lines above the design's clock.
    """
    if met is None:
        met = not any(slack.startswith("-") for slack in (setup, hold, pulse))
    said = "All user specified timing constraints are met." if met else "Timing constraints are not met."
    columns = [(f"{name} Failing Endpoints", f"{name} Total Endpoints") for name in ("TNS", "THS", "TPWS")]
    names = [f"{w}(ns) {t.split()[0]}(ns) {t} {n}" for w, (t, n) in zip(("WNS", "WHS", "WPWS"), columns, strict=True)]
    return f"""| Tool Version      : Vivado v.{version} (lin64) Build 4029153
| Command           : report_timing_summary -file timing.rpt
| Design            : tagger
| Device            : xcvu13p-flga2577
| Speed File        : -2  PRODUCTION 1.27 02-28-2020
| Design State      : {state}

check_timing report

Table of Contents
-----------------
1. checking no_clock ({unclocked})
2. checking constant_clock (0)

1. checking no_clock ({unclocked})
------------------------
 There are {unclocked} register/latch pins with no clock.

------------------------------------------------------------------------------------------------
| Design Timing Summary
| ---------------------
------------------------------------------------------------------------------------------------

    {"  ".join(names)}
    {"  -------" * 12}
      {setup}   0.000   {failing}   723   {hold}   0.000   0   723   {pulse}   0.000   0   400

{said}

------------------------------------------------------------------------------------------------
| Clock Summary
| -------------
------------------------------------------------------------------------------------------------

Clock  Waveform(ns)         Period(ns)      Frequency(MHz)
-----  ------------         ----------      --------------
{more_clocks}clk    {{0.000 1.389}}        {clock}           359.971

------------------------------------------------------------------------------------------------
| Timing Details
| --------------
------------------------------------------------------------------------------------------------

Max Delay Paths
--------------------------------------------------------------------------------------
Slack (MET) :             {setup}ns  (required time - arrival time)
  Requirement:            {clock}ns  (clk rise@{clock}ns - clk rise@0.000ns)
  Clock Uncertainty:      0.382ns  ((TSJ^2 + TIJ^2)^1/2 + DJ) / 2 + PE + UU
    Total System Jitter     (TSJ):    0.071ns
    User Uncertainty        (UU):     0.347ns
"""


def route_status(errors: int = 0) -> str:
    """report_route_status."""
    return f"""Design Route Status
                                               :      # nets :
   ------------------------------------------- : ----------- :
   # of logical nets.......................... :       22437 :
       # of routable nets..................... :       16003 :
           # of fully routed nets............. :       {16003 - errors} :
       # of nets with routing errors.......... :           {errors} :
   ------------------------------------------- : ----------- :
"""


def vivado_files(
    synth: Counts = Counts(lut=4855), route: Counts = Counts(), slack: str = "0.102", errors: int = 0, **timings: Any
) -> dict[str, str]:
    """All reports of vsynth.tcl."""
    return {
        "synth_utilization.rpt": utilisation(synth, state="Synthesized"),
        "synth_hierarchy.rpt": hierarchy(synth),
        "synth_timing.rpt": timing("0.500", state="Synthesized", **timings),
        "route_status.rpt": route_status(errors),
        "route_utilization.rpt": utilisation(route),
        "route_hierarchy.rpt": hierarchy(route),
        "route_timing.rpt": timing(slack, **timings),
    }
