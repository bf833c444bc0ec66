"""Verbs that turn a frozen net into firmware, prove it exact, and estimate or count its resources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from codesign.backends import RTL
from codesign.base.pace import Pace, silent
from codesign.cli.common import Json, Quiet, RunFolder, mention_former_calibration, report_command, say_next, teller
from codesign.cli.terminal import console
from codesign.runs.pipeline import next_command
from codesign.runs.run import Run

if TYPE_CHECKING:
    from codesign.backends.rtl.yosys import Step


def convert(run: RunFolder) -> None:
    """Writes the HLS project with hls4ml, and checks that hls4ml wrote what the net says."""
    from codesign.runs import stages

    opened = Run.open(run)
    console.print(f"HLS project: {stages.convert(opened)}", soft_wrap=True)
    say_next(next_command(opened))


def csim(
    run: RunFolder,
    trace: Annotated[
        bool, typer.Option("--trace", help="compare every tensor and name the first that differs")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Compiles the HLS project with g++ and compares it with the reference, bit for bit."""
    from codesign.cli.tables import agreement_table, tensor_table
    from codesign.runs import stages

    opened = Run.open(run)
    agreements = stages.csim(opened, teller(quiet))
    console.print(agreement_table(agreements))
    differing = stages.differing_tensors(opened) if trace else []
    if trace:
        console.print(tensor_table(differing))
    say_next(next_command(opened))
    if differing or not all(a.exact for a in agreements):
        raise typer.Exit(1)


def rtl(
    run: RunFolder,
    cosim: Annotated[
        bool, typer.Option("--cosim", help="simulate the Verilog with Verilator, one jet per clock")
    ] = False,
    flavor: Annotated[
        Literal["verilog", "vhdl"],
        typer.Option("--flavor", help="vhdl: write that too, into rtl_vhdl; Verilator cannot read it"),
    ] = "verilog",
    quiet: Quiet = False,
) -> None:
    """Traces the net to pipelined Verilog, and compares its emulation with the reference, bit for bit."""
    from codesign.cli.tables import agreement_table, cycles_table
    from codesign.cost.figures import Timing
    from codesign.runs import open_tools, stages
    from codesign.runs.provenance import is_current

    opened = Run.open(run)
    agreements = stages.rtl(opened, teller(quiet))
    console.print(f"Verilog: {run / RTL}", soft_wrap=True)
    if flavor == "vhdl":
        console.print(f"VHDL: {open_tools.write_vhdl(opened)}")
    if cosim:
        if not quiet:
            console.print("building the simulation, which takes about a minute for 60,000 LUT")
        agreements += open_tools.cosim(opened)
    console.print(agreement_table(agreements))
    if is_current(opened, stages.COSIM):
        console.print(cycles_table(Timing.from_dict(opened.read(stages.COSIM)["timing"])))
    say_next(next_command(opened))
    if not all(a.exact for a in agreements):
        raise typer.Exit(1)


def synth_open(
    run: RunFolder,
    hours: Annotated[float, typer.Option("--hours", min=0, help="stop after this many hours")] = 2.0,
    memory_gb: Annotated[float, typer.Option("--memory-gb", min=0, help="memory limit of each process")] = 4.0,
    quiet: Quiet = False,
) -> None:
    """Maps the Verilog to UltraScale+ cells with Yosys and counts them; about 5 s for 1000 LUT."""
    from codesign.cli.tables import mapped_table, mapping_line
    from codesign.runs import open_tools

    pace: Pace | None = None

    def tell(step: Step) -> None:
        nonlocal pace
        pace = pace or Pace(step.total)
        if not quiet and (pace.due(step.done) or console.is_terminal):
            console.print(mapping_line(step) + pace.left(step.done))

    if not quiet:
        console.print("mapping with Yosys; about 5 s for 1000 LUT")
    opened = Run.open(run)
    console.print(mapped_table(open_tools.synth_open(opened, tell, timeout_s=hours * 3600, memory_gb=memory_gb)))
    say_next(report_command(run))


def estimate(run: RunFolder, as_json: Json = False) -> None:
    """Estimates LUT, FF, DSP, cycles and interval from the RTL, each with its source and band."""
    from codesign.cli.tables import figures_table
    from codesign.runs import stages

    opened = Run.open(run)
    mention_former_calibration()
    stages.estimate(opened)
    if as_json:
        from codesign.cli import json_output

        json_output.print_json(json_output.estimate(opened, *stages.figures(opened)))
        return
    console.print(figures_table(*stages.figures(opened), opened.design.firmware))
    say_next(next_command(opened))


def intervals(
    run: RunFolder,
    cosim: Annotated[
        bool, typer.Option("--cosim", help="simulate each Verilog with Verilator, one jet per interval")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Shares the candidates' logic over 1, 2, 3, 6 and 9 clocks: interval against LUT, and the cheapest design."""
    from codesign.cli.tables import event_table, intervals_table
    from codesign.runs.intervals import cheapest_lines, explore

    exploration = explore(Run.open(run), cosim=cosim, progress=silent if quiet else console.print)
    console.print(intervals_table(exploration))
    console.print(event_table(exploration))
    for line in cheapest_lines(exploration):
        console.print(line, soft_wrap=True)
    say_next(report_command(run))
    if any(row.exact is False for row in exploration.rows):
        raise typer.Exit(1)
