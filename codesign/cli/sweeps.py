"""Train many designs and make firmware of the best: `codesign sweep CONFIG`. Or see how far a sweep is."""

from __future__ import annotations

import shlex
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from codesign.base.config import value_of
from codesign.cli.common import Json, Quiet, mention_former_calibration, report_command, say_next
from codesign.cli.terminal import console, errors
from codesign.errors import ConfigError, about

if TYPE_CHECKING:
    from codesign.sweep import Sweep, SweepConfig

SweepFolder = Annotated[Path, typer.Argument(help="folder of a sweep")]
Config = Annotated[Path, typer.Argument(help="YAML of a sweep, for example configs/sweeps/demo.yaml")]
ASK_ABOVE = 500  # designs; a larger grid needs a confirmation
UNIFORM = ("precision.weights", "precision.activations")


class RunByDefault(TyperGroup):
    """`codesign sweep CONFIG` is `codesign sweep run CONFIG`."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Inserts `run` when the first argument is not a subcommand."""
        known = args and args[0] in self.commands
        return super().resolve_command(ctx, args if known else ["run", *args])


def run(
    config: Config,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="folder [default: runs/NAME]")] = None,
    jobs: Annotated[int | None, typer.Option("--jobs", min=1, help="designs at a time [default: 2]")] = None,
    bits: Annotated[str | None, typer.Option("--bits", help="of weights and activations alike: 3,4,5,6,8")] = None,
    sparsity: Annotated[str | None, typer.Option("--sparsity", help="shares of zero weights: 0,0.3,0.5,0.7")] = None,
    axes: Annotated[
        list[str] | None, typer.Option("--axis", help="another axis: --axis training.seed=1,2,3 (can be repeated)")
    ] = None,
    keep: Annotated[int | None, typer.Option("--keep", min=1, help="at most this many become firmware")] = None,
    retry: Annotated[bool, typer.Option("--retry", help="try again what failed")] = False,
    take_over: Annotated[
        bool,
        typer.Option("--take-over", help="use the folder of another sweep: its runs stay, its decisions are discarded"),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="do not ask before a large grid")] = False,
    quiet: Quiet = False,
) -> None:
    """Trains all designs of a sweep, makes firmware of the survivors, and writes the report.

    Killed or interrupted, the same command goes on.
    """
    from codesign.cli.sweep_display import funnel_table, sweeping, verdicts
    from codesign.report.write import write_page
    from codesign.sweep.engine import execute, prepare

    sweep_config = _overridden(config, bits, sparsity, axes or [], jobs, keep)
    mention_former_calibration()
    if not yes:
        _confirm(sweep_config)
    sweep = prepare(config, output or Path("runs") / sweep_config.name, sweep_config, take_over)
    with nullcontext(_no_tick) if quiet else sweeping(console) as tick:
        sweep = execute(sweep, tick, retry)
    page = write_page(sweep.folder)
    console.print(verdicts(sweep))
    console.print(funnel_table(sweep))
    console.print(f"report: {page}", soft_wrap=True)
    say_next(next_of_sweep(sweep))
    if failures := [reason for reason in sweep.reasons.values() if reason.startswith("failed")]:
        console.print(f"{len(failures)} failed; once the cause is mended, the same command with --retry tries again")
        raise typer.Exit(1)


def status(folder: SweepFolder, as_json: Json = False) -> None:
    """Shows how far a sweep is, what failed, and how long the rest will take."""
    from codesign.cli.sweep_display import seconds_left, status_table, trials_left
    from codesign.cli.sweep_display import status as summary
    from codesign.sweep import Sweep

    opened = Sweep.open(folder)
    if as_json:
        from codesign.cli import json_output

        left = None if opened.is_over else seconds_left(opened)
        json_output.print_json(json_output.status(opened, trials_left(opened), left))
        return
    console.print(status_table(opened))
    console.print(summary(opened))
    watching = f"codesign sweep watch {shlex.quote(str(folder))}"
    say_next(report_command(folder) if opened.is_over else watching if opened.worker else opened.command)


def watch(folder: SweepFolder) -> None:
    """Follows a sweep that another process works on, as long as one does; Ctrl-C ends the watching only."""
    from codesign.cli.sweep_display import watch as follow
    from codesign.sweep import Sweep

    follow(lambda: Sweep.open(folder), console)
    opened = Sweep.open(folder)
    say_next(report_command(folder) if opened.is_over else opened.command)


def job_script(config: Config) -> None:
    """Prints what a sweep with `cluster: {kind: htcondor}` or `{kind: slurm}` hands to the batch system."""
    from codesign.base import config as configs
    from codesign.sweep import SweepConfig, cluster

    sweep_config = configs.load(config, SweepConfig)
    with about(config):
        script = cluster.job_script(sweep_config.cluster, Path("runs") / sweep_config.name)
    console.print(script, soft_wrap=True)
    # to standard error, so that it does not end up in the script
    errors.print(f"next: codesign sweep {shlex.quote(str(config))}", soft_wrap=True)


def _no_tick(sweep: Sweep) -> None:
    """Shows no progress."""


def next_of_sweep(sweep: Sweep) -> str:
    """The next command: resume an unfinished sweep, hand off the best survivor, or write the page if none survived."""
    if not sweep.is_over:
        return sweep.command
    if not sweep.survivors:
        return report_command(sweep.folder)
    best = max(sweep.survivors, key=lambda run: float(run.metrics["score"]["value"]))
    return f"codesign handoff {shlex.quote(str(best.folder))}"


def _overridden(
    config: Path, bits: str | None, sparsity: str | None, axes: list[str], jobs: int | None, keep: int | None
) -> SweepConfig:
    """The config after the changes from the command line; ConfigError names a wrong option."""
    from codesign.base import config as configs
    from codesign.sweep import SweepConfig

    sweep_config = configs.load(config, SweepConfig)
    if bits is not None:
        sweep_config = sweep_config.replaced(dict.fromkeys(UNIFORM, _values("--bits", bits)), f"--bits {bits}")
    if sparsity is not None:
        sweep_config = sweep_config.replaced(
            {"pruning.sparsity": _values("--sparsity", sparsity)}, f"--sparsity {sparsity}"
        )
    for text in axes:
        key, equals, values = text.partition("=")
        if not equals:
            raise ConfigError(f"--axis {text}: expected KEY=VALUE,VALUE, for example --axis training.seed=1,2,3")
        sweep_config = sweep_config.replaced({key: _values("--axis", values)}, f"--axis {text}")
    changed: dict[str, Any] = {} if keep is None else {"keep": keep}
    if jobs is not None:
        changed["cluster"] = sweep_config.cluster.model_copy(update={"jobs": jobs})
    return sweep_config.model_copy(update=changed)


def _confirm(sweep_config: SweepConfig) -> None:
    """Asks for confirmation of a very large grid, a likely mistake; ConfigError if nobody can answer."""
    from codesign.sweep.config import grid_size

    if (size := grid_size(sweep_config)) <= ASK_ABOVE:
        return
    size_in_words = f"the axes make {size:,} designs, each with a training and a folder"
    if not sys.stdin.isatty():
        raise ConfigError(f"{size_in_words}; give --yes if that is intended, or fewer values")
    typer.confirm(f"{size_in_words}; continue?", abort=True)


def _values(option: str, text: str) -> list[Any]:
    try:
        values = value_of(f"[{text}]", option)
    except ConfigError:
        values = None
    if not values or None in values:
        raise ConfigError(f"{option} {text}: expected values with commas between them, for example 3,4,6")
    return list(values)
