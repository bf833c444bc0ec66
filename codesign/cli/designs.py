"""Verbs for designing a network: train, freeze, report, compare."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated, Any

import typer

from codesign.base.pace import Pace, Tell, silent
from codesign.cli.common import (
    Json,
    Quiet,
    RunFolder,
    Settings,
    key_value,
    mention_former_calibration,
    say_next,
    teller,
)
from codesign.cli.terminal import console
from codesign.errors import ConfigError
from codesign.runs.pipeline import PIPELINE, next_command
from codesign.runs.run import Run


def train(
    config: Annotated[Path, typer.Argument(help="YAML of a design, or a run folder to go on with")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="run folder [default: runs/KEY]")] = None,
    settings: Settings = None,
    quiet: Quiet = False,
) -> None:
    """Trains a design with quantization-aware training."""
    with begin(config, output, settings) as run:
        before = ", done before" if PIPELINE[0].is_done(run) else ""
        train_telling(run, silent if quiet or before else console.print)
    console.print(f"trained: {run.folder}{before}", soft_wrap=True)
    say_next(next_command(run))


def begin(config: Path, output: Path | None, settings: list[str] | None) -> AbstractContextManager[Run]:
    """A context with the run to train: the run of a folder, or a new run of a config after the `--set` changes."""
    from codesign.training import script

    return script.begin(config, output, dict(_setting(text) for text in settings or []))


def train_telling(run: Run, tell: Tell) -> None:
    """Trains a run; `tell` gets a line at the start and lines on epochs, as often as `Pace` allows."""
    from codesign.cli.tables import epoch_line
    from codesign.training.evaluation import score_name
    from codesign.training.train import train as train_run

    tell(f"training {run.design.name} ({run.design.key}); the first epoch compiles, which takes a while")
    score = score_name(run.design.heads)
    pace: Pace | None = None

    def tell_epoch(row: dict[str, float]) -> None:
        nonlocal pace
        epoch = int(row["epoch"])
        if pace is None or epoch == 1:  # the teacher's epochs come first, then the design's start again at 1
            pace = Pace(int(row["epochs"]))
        if pace.due(epoch) or console.is_terminal:
            tell(epoch_line(row, score) + pace.left(epoch))

    train_run(run, tell_epoch)


def freeze(
    source: Annotated[
        str,
        typer.Argument(
            metavar="RUN|MODEL",
            help="run folder, my_model.keras, trees (.ubj or .json), or package.module:torch_module",
        ),
    ],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="run folder of a model of your own [default: runs/KEY]")
    ] = None,
    port: Annotated[
        str | None, typer.Option("--port", help="type of its inputs, ap_fixed<W,I> [default: its first quantizers']")
    ] = None,
    jets_file: Annotated[
        str | None, typer.Option("--jets", help="compare it on these jets, or 'shipped' [default: random inputs]")
    ] = None,
    features: Annotated[str, typer.Option("--features", help="the feature set that it reads, with --jets")] = "cms20",
    shape: Annotated[
        str | None, typer.Option("--shape", help="of the input of a torch module: 16,20 (candidates,features)")
    ] = None,
    drop_softmax: Annotated[
        bool, typer.Option("--drop-softmax", help="leave its last softmax or sigmoid to software")
    ] = False,
    bn_bits: Annotated[
        int, typer.Option("--bn-bits", help="significant bits of the constants of its batch normalisations")
    ] = 12,
    leaf_bits: Annotated[int, typer.Option("--leaf-bits", help="bits of the leaves of its trees")] = 8,
    prove: Annotated[
        bool, typer.Option("--prove", help="go on with convert, csim, rtl and check; all must be exact")
    ] = False,
    settings: Annotated[
        list[str] | None, typer.Option("--set", help="another part or clock: --set firmware.clock_mhz=200")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Freezes a trained model to fixed-point numbers, and checks that the framework computes the same."""
    from codesign.cli.tables import agreement_table, score_text
    from codesign.net.agreement import unreached
    from codesign.net.tree_facts import tree_facts
    from codesign.runs.delivery import shipping
    from codesign.runs.proof import agreements
    from codesign.runs.stages import zeros_and_bits
    from codesign.training.importers import batch_norm, leaf_rounding
    from codesign.training.importers.freeze import Choices
    from codesign.training.importers.freeze import freeze as freeze_model
    from codesign.training.train import freeze as freeze_run

    if Path(source).is_dir():
        opened = Run.open(Path(source))
        freeze_run(opened)
    else:
        values = dict(_setting(text) for text in settings or [])
        choices = Choices(port, jets_file, features, _shape(shape), drop_softmax, bn_bits, leaf_bits, values)
        opened = freeze_model(source, output, choices)
    for row in zeros_and_bits(opened):
        console.print(f"{row['layer']}: {row['zeros']} of {row['weights']} weights are zero, {row['bits']} bits left")
    for facts in tree_facts(opened.net):
        console.print(f"{facts.name}: {facts.in_words()}", markup=False, highlight=False)
    if opened.has(batch_norm.COST):
        for line in batch_norm.lines(opened.read(batch_norm.COST)):
            console.print(line, markup=False, highlight=False)
    if opened.has(leaf_rounding.COST):
        console.print(leaf_rounding.line(opened.read(leaf_rounding.COST)), markup=False, highlight=False)
    if prove:
        shipping.prove(opened, teller(quiet))
    console.print(agreement_table(agreements(opened)))
    if warning := unreached(opened.net):
        console.print(f"note: {warning}", markup=False)
    if opened.has("metrics.json"):
        console.print(score_text(opened))
    if not Path(source).is_dir():
        console.print(f"frozen: {opened.folder}", soft_wrap=True)
    say_next(next_command(opened))


def report(
    folder: Annotated[Path, typer.Argument(help="folder of a run or of a sweep")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="the page to write [default: report.html in the folder]")
    ] = None,
) -> None:
    """Writes report.html, one page that stands alone."""
    from codesign.report.write import write_page

    mention_former_calibration()
    console.print(f"report: {write_page(folder, output)}", soft_wrap=True)
    say_next(_after_the_page(folder))


def _after_the_page(folder: Path) -> str:
    from codesign.cli.sweeps import next_of_sweep
    from codesign.sweep import SWEEP, Sweep

    is_sweep = (folder / SWEEP).is_file()
    return next_of_sweep(Sweep.open(folder)) if is_sweep else next_command(Run.open(folder))


def compare(one: RunFolder, other: RunFolder, as_json: Json = False) -> None:
    """Shows two runs side by side: what differs, whether the second is better, and what is the same."""
    from codesign.cli.verdict_tables import differences_table
    from codesign.report.differences import names, rows, same
    from codesign.report.record import assemble

    runs = Run.open(one), Run.open(other)
    reports = assemble(runs[0]), assemble(runs[1])
    differences = rows(*reports)
    if as_json:
        from codesign.cli import json_output

        json_output.print_json(json_output.compare(*runs, differences))
        return
    if any(row.differs for row in differences):
        console.print(differences_table(differences, names(*reports)))
    console.print(f"the same in both: {same(differences)}", style="dim")
    say_next(next_command(runs[0]))


def _setting(text: str) -> tuple[str, Any]:
    return key_value(text, "--set", "precision.weights=4")


def _shape(text: str | None) -> tuple[int, ...] | None:
    try:
        return None if text is None else tuple(int(n) for n in text.split(","))
    except ValueError:
        raise ConfigError(f"--shape {text}: expected whole numbers, for example --shape 16,20") from None
