"""The command line. Each verb adds one stage to a run folder; a stage that is there already is not made again."""

from __future__ import annotations

import sys

import typer
from rich.console import Console

from codesign.commands import delivery, designs, firmware, jets, regression_gate, sweeps
from codesign.commands.common import ERROR, INTERRUPTED
from codesign.errors import CodesignError

app = typer.Typer(
    name="codesign",
    help=__doc__,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    add_completion=False,
)
for verb in (
    *(designs.train, designs.freeze),
    *(firmware.convert, firmware.csim, firmware.rtl, firmware.synth_open, firmware.estimate, firmware.intervals),
    *(delivery.synth, delivery.calibrate, delivery.ship, delivery.rebuild, delivery.handoff),
    *(designs.report, designs.compare, regression_gate.check, regression_gate.baseline),
):
    app.command()(verb)
on_jets = typer.Typer(help="Make jets, and look at them.", no_args_is_help=True)
for jets_verb in (jets.simulate, jets.info):
    on_jets.command()(jets_verb)
app.add_typer(on_jets, name="jets")
on_sweeps = typer.Typer(help=sweeps.__doc__, cls=sweeps.RunByDefault, no_args_is_help=True)
for sweep_verb in (sweeps.run, sweeps.status, sweeps.watch, sweeps.job_script):
    on_sweeps.command()(sweep_verb)
app.add_typer(on_sweeps, name="sweep")


def main() -> None:
    """Runs the command line; errors of ours are one message, without a traceback."""
    try:
        code = app(standalone_mode=False)
    except CodesignError as error:
        Console(stderr=True).print(f"[bold red]error:[/] {error}", highlight=False, soft_wrap=True)
        code = ERROR
    except typer.TyperException as error:  # a wrong option or argument
        if str(error):  # a group without a verb has printed its help
            Console(stderr=True).print(f"[bold red]error:[/] {error}; see `codesign --help`", highlight=False)
        code = ERROR
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    if code == INTERRUPTED:
        Console(stderr=True).print("stopped; the same command goes on from here")
    sys.exit(code)
