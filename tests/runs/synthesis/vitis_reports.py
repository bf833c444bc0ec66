"""Reports in the formats of Vitis HLS, written for the tests; no tool made them."""

PART = "xcvu13p-flga2577-2-e"


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


REPORT = "tagger_prj/solution1/syn/report/tagger_csynth.xml"
COSIM = "tagger_prj/solution1/sim/report/tagger_cosim.rpt"
VERILOG = "tagger_prj/solution1/syn/verilog/tagger.v"


def csynth_files(**changes: str) -> dict[str, str]:
    """What csynth.tcl leaves."""
    return {REPORT: csynth_xml(**changes), VERILOG: "module tagger(input ap_clk); endmodule\n"}
