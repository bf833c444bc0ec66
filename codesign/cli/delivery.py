"""Verbs for the hand-over to firmware engineers: vendor tools, shipped designs, bundles."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from codesign.backends import RTL
from codesign.cli.common import Quiet, RunFolder, mention_former_calibration, report_command, say_next, teller
from codesign.cli.terminal import console


def synth(
    run: RunFolder,
    tool: Annotated[str, typer.Option("--tool", help="vitis (HLS) or vivado (synthesis, placement, routing)")],
    stage: Annotated[
        str | None, typer.Option("--stage", help="csynth or cosim of vitis, vsynth of vivado [default: the first]")
    ] = None,
    firmware: Annotated[str, typer.Option("--of", help="what vivado implements: rtl, or hls after csynth")] = RTL,
    hours: Annotated[float | None, typer.Option("--hours", min=0, help="stop the tool after this many hours")] = None,
    quiet: Quiet = False,
) -> None:
    """Runs a vendor's tool where there is one. Exit code 0: done, 1: done with a fault, 3: failed."""
    from codesign.cli import vendor as command

    mention_former_calibration()
    code = command.synth(run, tool, stage, firmware, hours, console, quiet)
    say_next(report_command(run))
    raise typer.Exit(code)


def calibrate(
    reports: Annotated[list[Path], typer.Argument(help="folders with reports of the same designs, or a file of pairs")],
    file: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            help="file to append to; by default $CODESIGN_CALIBRATION, or ~/.local/share/codesign/calibration.jsonl",
        ),
    ] = None,
) -> None:
    """Refits the bands of C synthesis, and LUT and FF of the RTL, from this site's own reports, which are stored.

    Exit code 1: a file was skipped.
    """
    from codesign.cli import vendor as command

    code = command.calibrate_from(reports, file, console)
    if code == 0:
        say_next("codesign check RUN, with the bands that follow")
    raise typer.Exit(code)


def ship(
    run: RunFolder,
    folder: Annotated[Path, typer.Argument(help="for example hls_projects/tagger_deepset")],
    quiet: Quiet = False,
) -> None:
    """Writes a design's folder for hls_projects: firmware, golden vectors, verdict, README; small enough for git."""
    from codesign.runs.delivery import shipping
    from codesign.runs.run import Run

    shipping.ship(Run.open(run), folder, teller(quiet))
    console.print(f"shipped: {folder}", soft_wrap=True)
    say_next(f"make -C {shlex.quote(str(folder))} csim")


def rebuild(
    folders: Annotated[
        list[Path], typer.Argument(metavar="FOLDER...", help="shipped folders, for example hls_projects/tagger_deepset")
    ],
    check: Annotated[bool, typer.Option("--check", help="only compare; exit code 1 if a byte differs")] = False,
) -> None:
    """Writes the firmware of shipped designs again from their design.yaml and net.

    Paths without a design, which hls_projects/* may include, are named and skipped.
    """
    from codesign.runs.delivery import shipping
    from codesign.runs.run import DESIGN

    differs = False
    for folder in folders:
        if len(folders) > 1 and not (folder / DESIGN).exists():
            console.print(f"{folder}: no design, skipped", soft_wrap=True)
            continue
        changed = shipping.rebuild(folder, check)
        differs = differs or bool(changed)
        for name in changed:
            console.print(f"{'differs' if check else 'written again'}: {folder / name}", soft_wrap=True)
        if not changed:
            console.print(f"{folder}: equal, byte for byte", soft_wrap=True)
    quoted = " ".join(shlex.quote(str(folder)) for folder in folders)
    say_next(f"codesign rebuild {quoted}" if check and differs else "make firmware-tests")
    if check and differs:
        raise typer.Exit(1)


def handoff(
    run: RunFolder,
    output: Annotated[Path, typer.Option("-o", "--output", help="the bundle to write")] = Path("bundle.tar.gz"),
    quiet: Quiet = False,
) -> None:
    """Writes one file for a firmware engineer: HLS, RTL, testbench, golden vectors, emulator, verdict, model card."""
    from codesign.runs.delivery.handoff import handoff as write
    from codesign.runs.run import Run

    write(Run.open(run), output, teller(quiet))
    console.print(f"bundle: {output}", soft_wrap=True)
    say_next(f"tar xf {shlex.quote(str(output))}, then `make csim` in its folder")
