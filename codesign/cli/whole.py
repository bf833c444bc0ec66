"""`codesign run`: takes a design or a sweep through all stages to its page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from codesign.base.pace import Tell
from codesign.cli import designs, sweeps
from codesign.cli.common import Quiet, Settings, mention_former_calibration, say_next, teller
from codesign.cli.tables import differing_text, figure_texts, score_text
from codesign.cli.terminal import console
from codesign.errors import ConfigError
from codesign.runs.pipeline import PIPELINE, Stage, next_command
from codesign.runs.run import Run


def run(
    config: Annotated[
        Path, typer.Argument(metavar="CONFIG|RUN", help="YAML of a design or a sweep, or a run folder to go on with")
    ],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="run folder [default: runs/KEY, of a sweep runs/NAME]")
    ] = None,
    settings: Settings = None,
    quiet: Quiet = False,
) -> None:
    """Takes a design, or a sweep, through all stages to its page; started again, it goes on where it stopped.

    Exit code: the verdict's, 0 PASS, 1 FAIL, 2 INCONCLUSIVE, 3 an error; for a sweep, as with `codesign sweep`.
    """
    if _is_sweep(config):
        if settings:
            raise ConfigError(
                "--set is for a design; for a sweep, replace axes: `codesign sweep CONFIG --axis KEY=...`"
            )
        sweeps.run(config, output, quiet=quiet)
        return
    mention_former_calibration()
    first, *others = PIPELINE
    with designs.begin(config, output, settings) as opened:
        _act(opened, first, quiet)
    for stage in others:
        _act(opened, stage, quiet)
    verdict = opened.verdict
    assert verdict is not None  # `check` has just written it
    say_next(next_command(opened))
    raise typer.Exit(verdict.exit_code)


def _is_sweep(config: Path) -> bool:
    """Whether a file is a sweep config; ConfigError for the folder of a sweep, naming the command that resumes it."""
    from codesign.base.config import read_yaml
    from codesign.sweep import SWEEP, Sweep

    if (config / SWEEP).is_file():
        raise ConfigError(f"{config} is the folder of a sweep; `{Sweep.open(config).command}` resumes it")
    return config.is_file() and "axes" in read_yaml(config)


def _act(run: Run, stage: Stage, quiet: bool) -> None:
    """Runs a stage, which skips work already done, and prints its result."""
    before = ", done before" if stage.is_done(run) and stage.verb != "report" else ""
    if not before and not quiet:
        teller(quiet)(f"{PIPELINE.index(stage) + 1}/{len(PIPELINE)} {stage.verb}: {stage.adds}")
    console.print(f"{stage.verb}: {ACTIONS[stage.verb](run, teller(quiet))}{before}", soft_wrap=True)


def _train(run: Run, tell: Tell) -> str:
    if not PIPELINE[0].is_done(run):
        designs.train_telling(run, tell)
    return str(run.folder)


def _freeze(run: Run, tell: Tell) -> str:
    from codesign.runs.proof import by_witness
    from codesign.runs.witnesses import FRAMEWORK
    from codesign.training.train import freeze

    freeze(run)
    score = f"{score_text(run)}; " if run.has("metrics.json") else ""
    return f"{score}framework: {differing_text(by_witness(run, FRAMEWORK))}"


def _rtl(run: Run, tell: Tell) -> str:
    from codesign.runs import stages

    return differing_text(stages.rtl(run, tell))


def _estimate(run: Run, tell: Tell) -> str:
    from codesign.runs import stages

    stages.estimate(run)
    usage, timing = stages.figures(run)
    lut = " ".join(figure_texts(usage.lut)).strip()
    return f"{lut} LUT, latency {figure_texts(timing.latency_cycles)[0]} clocks"


def _convert(run: Run, tell: Tell) -> str:
    from codesign.runs import stages

    return str(stages.convert(run))


def _csim(run: Run, tell: Tell) -> str:
    from codesign.runs import stages

    return differing_text(stages.csim(run, tell))


def _check(run: Run, tell: Tell) -> str:
    from codesign.runs import stages

    verdict = stages.refresh(run)
    return f"{verdict.outcome}: {verdict.words}"


def _report(run: Run, tell: Tell) -> str:
    from codesign.report.write import write_page

    return str(write_page(run.folder))


# verb of the pipeline -> the function that runs its stage (all earlier stages are done) and returns the result in words
ACTIONS: dict[str, Callable[[Run, Tell], str]] = {
    "train": _train,
    "freeze": _freeze,
    "rtl": _rtl,
    "estimate": _estimate,
    "convert": _convert,
    "csim": _csim,
    "check": _check,
    "report": _report,
}
