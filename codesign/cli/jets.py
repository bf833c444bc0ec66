"""Verbs on jets."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from codesign.cli.common import Json, Quiet, say_next
from codesign.cli.terminal import console, errors


def simulate(
    config: Annotated[Path, typer.Argument(help="YAML, for example configs/jets/l1_pu200.yaml")],
    output: Annotated[Path, typer.Option("-o", "--output", help="the jets file to write")],
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="worker processes; changes no byte of the result")] = 2,
    events: Annotated[
        Path | None, typer.Option("--events", help="also write all jets of every crossing, and its events, here")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Simulates collisions with pile-up, the Level-1 detector, PUPPI and the seeded-cone jets."""
    from codesign.cli.simulate import simulate_with_progress

    simulate_with_progress(config, output, jobs, console, events, quiet)
    say_next(f"codesign jets info {shlex.quote(str(output))}")


def info(
    file: Annotated[Path, typer.Argument(help="a jets file, or 'shipped' for the sample in the package")],
    other: Annotated[Path | None, typer.Argument(help="a second jets file, to compare with")] = None,
    picture: Annotated[Path | None, typer.Option("-o", "--picture", help="also draw the card into this PNG")] = None,
    as_json: Json = False,
) -> None:
    """Prints the data card of a jets file (counts, spectra, response, versions), or compares two files."""
    from codesign.cli.jets_card import print_card
    from codesign.errors import JetsError, about
    from codesign.jets.card import data_card
    from codesign.jets.store import open_jets

    jetfile = open_jets(file)
    if other is not None:
        if as_json or picture is not None:
            raise JetsError("--json and --picture are for one jets file, and two are given; leave one out")
        from codesign.cli.jets_compare import print_comparison
        from codesign.jets.compare import compared

        with about(f"{file} and {other}"):
            print_comparison(compared(jetfile, open_jets(other)), (file, other), console)
        return
    with about(file):
        card = data_card(jetfile)
    if as_json:
        from codesign.cli import json_output

        json_output.print_json(json_output.info(file, card))
    else:
        print_card(card, console)
    if picture is not None:
        from codesign.jets.drawing import draw

        draw(jetfile, picture)
        (errors if as_json else console).print(f"drawn in {picture}", soft_wrap=True)
    if as_json:
        return
    say_next("codesign new NAME" if str(file) == "shipped" else f"codesign new NAME --jets {shlex.quote(str(file))}")
