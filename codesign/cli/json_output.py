"""Fills the records of `--json` and prints them: one JSON object on standard output, and nothing else there."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codesign.base.config import Strict
from codesign.cli import json_models as models
from codesign.cli.terminal import console
from codesign.cost.budget import Limit, Verdict
from codesign.cost.figures import Figure, Timing, Usage
from codesign.cost.quantities import quantities
from codesign.runs.run import Run

if TYPE_CHECKING:
    from codesign.report.differences import Difference
    from codesign.report.regression_gate import Comparison
    from codesign.sweep import Sweep


def print_json(record: Strict) -> None:
    """Prints a record as JSON."""
    console.print(record.model_dump_json(indent=1), soft_wrap=True)


def check(run: Run, budget: str, verdict: Verdict) -> models.Check:
    """The record of a verdict; budget: name or file of the budget."""
    return models.Check(
        **_design(run),
        budget=budget,
        outcome=verdict.outcome,
        exit_code=verdict.exit_code,
        words=verdict.words,
        limits=[_limit(line) for line in verdict.lines],
        information=[_limit(line) for line in verdict.information],
    )


def check_baseline(folder: Path, file: Path, comparison: Comparison) -> models.CheckBaseline:
    """The record of a comparison with a baseline. folder: the run or sweep; file: the baseline."""
    keys = models.Comparison.model_fields
    return models.CheckBaseline(
        folder=str(folder),
        baseline=str(file),
        exit_code=comparison.exit_code,
        lines=[models.Comparison(**{key: getattr(line, key) for key in keys}) for line in comparison.lines],
        unknown=list(comparison.unknown),
        versions=list(comparison.versions),
    )


def estimate(run: Run, usage: Usage, timing: Timing) -> models.Estimate:
    """The record of a run's figures, with times at the clock that its design requests."""
    period = run.design.firmware.period_ns
    figures = {name: _quantity(figure) for name, figure in quantities(usage, timing, period).items()}
    return models.Estimate(
        **_design(run),
        net=run.net.key,
        part=run.design.firmware.part,
        period_ns=float(period),
        usage=models.UsageOf(**{name: figures[name] for name in models.UsageOf.model_fields}),
        timing=models.TimingOf(**{name: figures[name] for name in models.TimingOf.model_fields}),
    )


def status(sweep: Sweep, trials_left: int, seconds_left: float | None) -> models.Status:
    """The record of a sweep's progress; seconds_left: None if unknown."""
    return models.Status(
        folder=str(sweep.folder),
        name=sweep.name,
        over=sweep.is_over,
        worker=sweep.worker,
        command=sweep.command,
        trials_left=trials_left,
        seconds_left=seconds_left,
        designs=[_design_status(sweep, run) for run in sweep.runs],
        gates=[models.GateOf(name=g.name, entered=g.entered, dropped=len(g.dropped)) for g in sweep.funnel],
    )


def info(file: Path, card: Mapping[str, Any]) -> models.Info:
    """The record of a jets file's data card."""
    return models.Info.model_validate({"file": str(file), "events": None, **card})


def compare(one: Run, other: Run, rows: Sequence[Difference]) -> models.Compare:
    """The record of a comparison of two runs."""
    return models.Compare(
        one=models.DesignOf(**_design(one)),
        other=models.DesignOf(**_design(other)),
        rows=[
            models.Difference(
                what=row.what,
                is_result=row.result,
                differs=row.differs,
                one=row.texts[0],
                other=row.texts[1],
                change=row.change,
                judgement=row.judgement,
                doubt=row.doubt,
                source=row.source,
            )
            for row in rows
        ],
    )


def _design(run: Run) -> dict[str, Any]:
    return {"folder": str(run.folder), "design": run.design.name, "key": run.design.key}


def _design_status(sweep: Sweep, run: Run) -> models.DesignStatus:
    from codesign.runs.provenance import is_current
    from codesign.runs.stages import ESTIMATE, estimated
    from codesign.sweep import progress

    now, frozen = progress(run), run.has("net.json")
    epoch, epochs = (int(now[key]) if key in now else None for key in ("epoch", "epochs"))
    return models.DesignStatus(
        **_design(run),
        stage=str(now["stage"]),
        epoch=epoch,
        epochs=epochs,
        validation_score=now.get("validation_score"),
        test_score=float(run.metrics["score"]["value"]) if frozen and run.current("metrics.json") else None,
        lut=_quantity(estimated(run)[0].lut) if frozen and is_current(run, ESTIMATE) else None,
        **sweep.fate(run),
        error=now.get("error"),
    )


def _limit(line: Limit) -> models.Limit:
    return models.Limit(
        name=line.name,
        outcome=line.outcome,
        used=_quantity(line.used),
        allowed=line.allowed,
        cycles=_quantity(line.cycles) if line.cycles else None,
        remarks=list(line.remarks),
    )


def _quantity(figure: Figure) -> models.Quantity:
    high = None if figure.high is None or math.isinf(figure.high) else figure.high
    return models.Quantity(**(vars(figure) | {"high": high}))
