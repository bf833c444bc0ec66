"""Verbs that compare a design with its budget or with a baseline, for people and for CI."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated, Any

import typer

from codesign.cli.common import Json, key_value, mention_former_calibration, report_command, say_next
from codesign.cli.terminal import console
from codesign.errors import ConfigError

Folder = Annotated[Path, typer.Argument(metavar="RUN|SWEEP", help="folder of a run or of a sweep")]
Tolerance = Annotated[list[str] | None, typer.Option("--tolerance", help="instead of the file's: --tolerance lut=0.05")]


def check(
    folder: Folder,
    budget: Annotated[
        str | None, typer.Option("--budget", help="of a run: a name, such as one_slr, or a YAML file")
    ] = None,
    baseline_file: Annotated[
        Path | None, typer.Option("--baseline", help="compare it with this file of `codesign baseline` instead")
    ] = None,
    tolerance: Tolerance = None,
    as_json: Json = False,
) -> None:
    """Compares a run with its budget, or a run or a sweep with a baseline.

    Exit code 0: PASS, 1: FAIL (against a baseline: worse), 2: INCONCLUSIVE, 3: an error.
    """
    from codesign.runs.run import DESIGN

    if baseline_file is not None:
        if budget is not None:
            raise ConfigError("--budget and --baseline cannot be combined; give one of them")
        raise typer.Exit(_against_baseline(folder, baseline_file, tolerance or [], as_json))
    if tolerance:
        raise ConfigError("--tolerance is for a check against a baseline; give --baseline FILE too")
    if not (folder / DESIGN).exists():
        raise ConfigError(
            f"{folder} is not a run folder; give one, or compare a sweep with a baseline: --baseline FILE"
        )
    mention_former_calibration()
    raise typer.Exit(_against_budget(folder, budget, as_json))


def baseline(
    folder: Folder,
    output: Annotated[Path, typer.Option("-o", "--output", help="the YAML file to write")],
    tolerance: Tolerance = None,
    force: Annotated[bool, typer.Option("--force", help="write the file even if it then demands less")] = False,
) -> None:
    """Writes what the proven designs reached, for `codesign check --baseline`.

    An existing file keeps its tolerances, and is not changed (exit code 1) if a design is worse than it says. A run
    replaces only its own design.
    """
    from codesign.base.config import load
    from codesign.cli.verdict_tables import gate_table
    from codesign.report import regression_gate as gate
    from codesign.report.baseline import Baseline, Designs

    designs = Designs.open(folder)
    new = Baseline(designs=designs.records())
    if output.exists():
        old = load(output, Baseline)
        comparison = gate.compare(old, designs)
        if comparison.objections and not force:
            console.print(gate_table(comparison.objections))
            _say(f"{output} is unchanged: it would demand less, or something else; --force writes it anyway")
            raise typer.Exit(1)
        others = old.designs if designs.is_run else {}
        new = Baseline(tolerances=old.tolerances, designs=others | new.designs)
    new.with_tolerances(_values(tolerance)).write(output)
    _say(f"baseline: {output}, designs: {len(new.designs)}")
    say_next(f"codesign check {shlex.quote(str(folder))} --baseline {shlex.quote(str(output))}")


def _against_budget(folder: Path, budget: str | None, as_json: bool) -> int:
    from codesign.cli.verdict_tables import verdict_table
    from codesign.runs import stages
    from codesign.runs.run import Run

    run = Run.open(folder)
    verdict = stages.check(run, budget)
    if as_json:
        from codesign.cli import json_output

        json_output.print_json(json_output.check(run, budget or run.design.budget, verdict))
        return verdict.exit_code
    console.print(verdict_table(verdict))
    say_next(report_command(folder))
    return verdict.exit_code


def _against_baseline(folder: Path, file: Path, tolerance: list[str], as_json: bool) -> int:
    from codesign.base.config import load
    from codesign.cli.verdict_tables import gate_table
    from codesign.report import regression_gate as gate
    from codesign.report.baseline import Baseline, Designs

    if not file.exists():
        raise ConfigError(f"{file}: no such file; `codesign baseline {folder} -o {file}` writes it")
    designs = Designs.open(folder)
    comparison = gate.compare(load(file, Baseline).with_tolerances(_values(tolerance)), designs)
    if as_json:
        from codesign.cli import json_output

        json_output.print_json(json_output.check_baseline(folder, file, comparison))
        return comparison.exit_code
    if shown := comparison.objections + comparison.having("BETTER"):
        console.print(gate_table(shown))
    for line in gate.summary(comparison, designs.folder, file):
        _say(line)
    say_next(report_command(folder))
    return comparison.exit_code


def _values(tolerance: list[str] | None) -> dict[str, Any]:
    return dict(key_value(text, "--tolerance", "lut=0.05") for text in tolerance or [])


def _say(line: str) -> None:
    """Prints a line without breaking it: it may hold a command to copy."""
    console.print(line, soft_wrap=True)
