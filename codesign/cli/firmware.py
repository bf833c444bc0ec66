"""Verbs that turn a frozen net into firmware, prove it and count what it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from codesign.base.pace import Pace
from codesign.cli.common import RunFolder, mention_former_calibration
from codesign.cli.terminal import console, errors

if TYPE_CHECKING:
    from codesign.backends.rtl.yosys import Step


def convert(run: RunFolder) -> None:
    """Writes the HLS project with hls4ml, and reads back that it is what was asked for."""
    from codesign.runs import stages
    from codesign.runs.run import Run

    console.print(f"HLS project: {stages.convert(Run.open(run))}")


def csim(
    run: RunFolder,
    trace: Annotated[
        bool, typer.Option("--trace", help="compare every tensor and name the first that differs")
    ] = False,
) -> None:
    """Compiles the HLS project with g++ and compares it with the reference, bit for bit."""
    from codesign.cli.tables import agreement_table, tensor_table
    from codesign.runs import stages
    from codesign.runs.run import Run

    opened = Run.open(run)
    found = stages.csim(opened, errors.print)
    console.print(agreement_table(found))
    differing = stages.differing_tensors(opened) if trace else []
    if trace:
        console.print(tensor_table(differing))
    if differing or not all(a.exact for a in found):
        raise typer.Exit(1)


def rtl(
    run: RunFolder,
    cosim: Annotated[
        bool, typer.Option("--cosim", help="simulate the Verilog with Verilator, one jet a clock")
    ] = False,
    flavor: Annotated[
        Literal["verilog", "vhdl"],
        typer.Option("--flavor", help="vhdl: write that too, into rtl_vhdl; Verilator cannot read it"),
    ] = "verilog",
) -> None:
    """Traces the net to pipelined Verilog, and compares its emulation with the reference, bit for bit."""
    from codesign.cli.tables import agreement_table, cycles_table
    from codesign.cost.figures import Timing
    from codesign.runs import open_tools, stages
    from codesign.runs.provenance import is_current
    from codesign.runs.run import Run

    opened = Run.open(run)
    found = stages.rtl(opened, errors.print)
    console.print(f"Verilog: {run / 'rtl'}")
    if flavor == "vhdl":
        console.print(f"VHDL: {open_tools.write_vhdl(opened)}")
    if cosim:
        console.print("building the simulation, which takes about a minute for 60,000 LUT")
        found += open_tools.cosim(opened)
    console.print(agreement_table(found))
    if is_current(opened, stages.COSIM):
        console.print(cycles_table(Timing.from_dict(opened.read(stages.COSIM)["timing"])))
    if not all(a.exact for a in found):
        raise typer.Exit(1)


def synth_open(
    run: RunFolder,
    hours: Annotated[float, typer.Option("--hours", min=0, help="stop after so many")] = 2.0,
    memory_gb: Annotated[float, typer.Option("--memory-gb", min=0, help="of each process")] = 4.0,
) -> None:
    """Maps the Verilog to UltraScale+ cells with Yosys and counts them; about 5 s for 1000 LUT."""
    from codesign.cli.tables import mapped_table, mapping_line
    from codesign.runs import open_tools
    from codesign.runs.run import Run

    pace: Pace | None = None

    def tell(step: Step) -> None:
        nonlocal pace
        pace = pace or Pace(step.total)
        if pace.due(step.done) or console.is_terminal:
            console.print(mapping_line(step) + pace.left(step.done))

    console.print("mapping with Yosys; about 5 s for 1000 LUT")
    found = open_tools.synth_open(
        Run.open(run),
        tell,
        timeout_s=hours * 3600,
        memory_gb=memory_gb,
    )
    console.print(mapped_table(found))


def estimate(run: RunFolder) -> None:
    """Estimates LUT, FF, DSP, cycles and interval from the RTL, each with its source and band."""
    from codesign.cli.tables import figures_table
    from codesign.runs import stages
    from codesign.runs.run import Run

    opened = Run.open(run)
    mention_former_calibration()
    stages.estimate(opened)
    console.print(figures_table(*stages.figures(opened), opened.design.firmware))


def intervals(
    run: RunFolder,
    cosim: Annotated[
        bool, typer.Option("--cosim", help="simulate each Verilog with Verilator, a jet every so many clocks")
    ] = False,
) -> None:
    """Shares the candidates' logic over 1, 2, 3, 6 and 9 clocks: interval against LUT, and the cheapest design."""
    from codesign.cli.tables import event_table, intervals_table
    from codesign.runs.intervals import cheapest_lines, explore
    from codesign.runs.run import Run

    found = explore(Run.open(run), cosim=cosim, progress=console.print)
    console.print(intervals_table(found))
    console.print(event_table(found))
    for line in cheapest_lines(found):
        console.print(line, soft_wrap=True)
    if any(row.exact is False for row in found.rows):
        raise typer.Exit(1)
