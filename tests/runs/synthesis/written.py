"""Reports in the formats of the tools, written for the tests; no tool made them."""

from dataclasses import dataclass
from typing import Any

PART = "xcvu13p-flga2577-2-e"


@dataclass(frozen=True)
class Counts:
    """A netlist. tiles: 36 Kb block RAM tiles, halves allowed."""

    lut: int = 5804
    ff: int = 3420
    dsp: int = 80
    tiles: float = 14.5
    uram: int = 3


def csynth_xml(
    *, version: str = "2023.2", clock: str = "2.78", uncertainty: str = "0.35", estimated: str = "2.301",
    latency: str = "23", interval: str = "1", lut: int = 8851, dsp_name: str = "DSP", uram: str = "<URAM>0</URAM>",
) -> str:  # fmt: skip
    """TOP_csynth.xml of Vitis HLS for a part with SLRs."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<profile>
<section name="Vitis HLS Report for 'tagger'" level="0"/>
<ReportVersion><Version>{version}</Version></ReportVersion>
<UserAssignments><unit>ns</unit><ProductFamily>virtexuplus</ProductFamily><Part>{PART}</Part>
<TopModelName>tagger</TopModelName><TargetClockPeriod>{clock}</TargetClockPeriod>
<ClockUncertainty>{uncertainty}</ClockUncertainty><FlowTarget>vivado</FlowTarget></UserAssignments>
<PerformanceEstimates><PipelineType>yes</PipelineType>
<SummaryOfTimingAnalysis><unit>ns</unit><EstimatedClockPeriod>{estimated}</EstimatedClockPeriod></SummaryOfTimingAnalysis>
<SummaryOfOverallLatency><unit>clock cycles</unit><Best-caseLatency>{latency}</Best-caseLatency>
<Average-caseLatency>{latency}</Average-caseLatency><Worst-caseLatency>{latency}</Worst-caseLatency>
<PipelineInitiationInterval>{interval}</PipelineInitiationInterval>
<Interval-min>{interval}</Interval-min><Interval-max>{interval}</Interval-max></SummaryOfOverallLatency>
</PerformanceEstimates>
<AreaEstimates><Resources><BRAM_18K>2</BRAM_18K><{dsp_name}>20</{dsp_name}><FF>494</FF><LUT>{lut}</LUT>{uram}</Resources>
<AvailableResources><BRAM_18K>5376</BRAM_18K><DSP>12288</DSP><FF>3456000</FF><LUT>1728000</LUT><URAM>1280</URAM>
</AvailableResources></AreaEstimates>
</profile>
"""


def csynth_text(version: str = "2023.2", unit: str = " ns", absolute: bool = True, slr: bool = True) -> str:
    """TOP_csynth.rpt. unit: behind periods, since 2019.2; absolute: latency in ns too; slr: with rows of one die."""
    latency = (
        "|  Latency (cycles) |   Latency (absolute)  |  Interval | Pipeline|\n"
        "|   min   |   max   |    min    |    max    | min | max |   Type  |\n"
        "+---------+---------+-----------+-----------+-----+-----+---------+\n"
        "|       23|       24|  63.894 ns|  66.672 ns|    1|    2|      yes|\n"
        if absolute
        else "|  Latency  |  Interval | Pipeline|\n| min | max | min | max |   Type  |\n"
        "+-----+-----+-----+-----+---------+\n|   23|   24|    1|    2| function|\n"
    )
    available = (
        "|Available SLR        |     1344|  3072|   864000|   432000|  320|\n"
        "+---------------------+---------+------+---------+---------+-----+\n"
        "|Utilization SLR (%)  |       ~0|    ~0|       ~0|        2|    0|\n"
        "+---------------------+---------+------+---------+---------+-----+\n"
    )
    return f"""

================================================================
== Vitis HLS Report for 'tagger'
================================================================
* Date:           Sun Nov 22 03:00:00 2026

* Version:        {version} (Build 4023990 on Oct 11 2023)
* Project:        tagger_prj
* Solution:       solution1 (Vivado IP Flow Target)
* Product family: virtexuplus
* Target device:  {PART}


================================================================
== Performance Estimates
================================================================
+ Timing:
    * Summary:
    +--------+----------+----------+------------+
    |  Clock |  Target  | Estimated| Uncertainty|
    +--------+----------+----------+------------+
    |ap_clk  |  2.78{unit}|  2.301{unit}|     0.35{unit}|
    +--------+----------+----------+------------+

+ Latency:
    * Summary:
    +---------+---------+-----------+-----------+-----+-----+---------+
{latency}    +---------+---------+-----------+-----------+-----+-----+---------+

    + Detail:
        * Instance:
        |  Latency (cycles) |   Latency (absolute)  |  Interval | Pipeline|
        |   min   |   max   |    min    |    max    | min | max |   Type  |
        |        7|        7|  19.446 ns|  19.446 ns|    9|    9|      yes|

================================================================
== Utilization Estimates
================================================================
* Summary:
+---------------------+---------+------+---------+---------+-----+
|         Name        | BRAM_18K|  DSP |    FF   |   LUT   | URAM|
+---------------------+---------+------+---------+---------+-----+
|DSP                  |        -|     -|        -|        -|    -|
|Expression           |        -|     -|        0|     2357|    -|
|Instance             |        2|    20|      494|     6494|    -|
+---------------------+---------+------+---------+---------+-----+
|Total                |        2|    20|      494|     8851|    0|
+---------------------+---------+------+---------+---------+-----+
{available if slr else ""}|Available            |     5376| 12288|  3456000|  1728000| 1280|
+---------------------+---------+------+---------+---------+-----+
|Utilization (%)      |       ~0|    ~0|       ~0|       ~0|    0|
+---------------------+---------+------+---------+---------+-----+

+ Detail:
    * Instance:
    +------------+---------+------+------+------+-----+
    |  Instance  | BRAM_18K|  DSP |  FF  |  LUT | URAM|
    +------------+---------+------+------+------+-----+
    |Total       |        2|    20|   494|  6494|    0|
    +------------+---------+------+------+------+-----+
"""


def csynth_summary(slack: str = "0.13", part: str = PART) -> str:
    """csynth.rpt: the project in one table, of which the first line is the top function's."""
    return f"""

================================================================
== Synthesis Summary Report of 'tagger'
================================================================
+ General Information: 
    * Date:           Sun Nov 22 03:00:00 2026
    * Version:        2023.2 (Build 4023990 on Oct 11 2023)
    * Project:        tagger_prj
    * Solution:       solution1 (Vivado IP Flow Target)
    * Product family: virtexuplus
    * Target device:  {part}
    

+ Performance & Resource Estimates: 
    
    PS: '+' for module; 'o' for loop; '*' for dataflow
    +----------+------+------+---------+---------+----------+---------+------+----------+---------+----------+------------+
    |  Modules | Issue|      | Latency | Latency | Iteration|         | Trip |          |         |          |            |            |     |
    |  & Loops | Type | Slack| (cycles)|   (ns)  |  Latency | Interval| Count| Pipelined|   BRAM  |    DSP   |     FF     |     LUT    | URAM|
    +----------+------+------+---------+---------+----------+---------+------+----------+---------+----------+------------+
    |+ tagger* |     -|  {slack}|       23|   63.894|         -|        1|     -|  dataflow|  2 (~0%)|  20 (~0%)|   494 (~0%)|  8851 (~0%)|    -|
    | + dense  |     -|  0.40|        7|   19.446|         -|        1|     -|       yes|        -|  10 (~0%)|   100 (~0%)|  1000 (~0%)|    -|
    |  o loop  |     -|  1.20|        5|   13.890|         2|        1|     5|       yes|        -|         -|           -|           -|    -|
    +----------+------+------+---------+---------+----------+---------+------+----------+---------+----------+------------+


================================================================
== HW Interfaces
================================================================
* TOP LEVEL CONTROL
+-----------+------------+-----------------------------------+
| Interface | Type       | Ports                             |
+-----------+------------+-----------------------------------+
| ap_clk    | clock      | ap_clk                            |
+-----------+------------+-----------------------------------+
"""  # noqa: E501, W291, W293


def cosim(status: str = "Pass", latency: str = "25", interval: str = "1", total: bool = True) -> str:
    """TOP_cosim.rpt; total: with the column of 2020.2 and later."""
    more = "|                   149" if total else ""
    none = "|                    NA" if total else ""
    wide = [f"{cell:>15}" for cell in (latency, latency, latency, interval, interval, interval)]
    return f"""Report time       : Sun Nov 22 03:00:00 UTC 2026.
Solution          : solution1.
Simulation tool   : xsim.

+----------+----------+-----------------------------------------------+-----------------------------------------------+
|          |          |             Latency(Clock Cycles)             |              Interval(Clock Cycles)           |
+   RTL    +  Status  +-----------------------------------------------+-----------------------------------------------+
|          |          |      min      |      avg      |      max      |      min      |      avg      |      max      |
+----------+----------+-----------------------------------------------+-----------------------------------------------+
|      VHDL|        NA|{"|".join(["NA".rjust(15)] * 6)}{none}|
|   Verilog|{status:>10}|{"|".join(wide)}{more}|
+----------+----------+-----------------------------------------------+-----------------------------------------------+
"""


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


REPORT = "tagger_prj/solution1/syn/report/tagger_csynth.xml"
COSIM = "tagger_prj/solution1/sim/report/tagger_cosim.rpt"
VERILOG = "tagger_prj/solution1/syn/verilog/tagger.v"


def csynth_files(**changes: str) -> dict[str, str]:
    """What csynth.tcl leaves."""
    return {REPORT: csynth_xml(**changes), VERILOG: "module tagger(input ap_clk); endmodule\n"}
