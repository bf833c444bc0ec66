"""Replacements for hours of work, so that an input ends where the work would begin."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import typer

BEGINS = "here the work would begin"
WARM = (
    *("report.baseline", "report.regression_gate", "report.differences", "report.write", "report.sweep_page"),
    *("runs.stages", "runs.delivery.shipping", "sweep.engine", "training.train", "training.importers.freeze"),
    *("backends.hls.convert", "backends.hls.csim", "backends.rtl.convert", "backends.rtl.cosim", "jets.card"),
    *("cli.tables", "cli.verdict_tables", "cli.sweep_display", "cli.vendor", "cli.simulate", "cli.designs"),
    "jets.simulation.simulate",
)


def run(words: list[str]) -> int:
    """Reads a checkpoint, which no quick verb does; returns the exit code that the command line would give."""
    from codesign.training.checkpoints import Checkpoint, NumpyGenerator

    from .folders import CHECKPOINT_FOR

    part = NumpyGenerator(np.random.default_rng(3))
    try:
        Checkpoint(Path("run/checkpoint.npz"), CHECKPOINT_FOR).restore({"order": part})
    except OSError as error:  # the command line reports these in one line
        print(f"error: {error.filename}: {error.strerror}", file=sys.stderr)
        return 3
    part.generator.random()
    return 0


def install() -> None:
    """Imports what the verbs need, and replaces training, simulating and sweeping by an early end."""
    for name in WARM:
        importlib.import_module(f"codesign.{name}")
    replace("codesign.training.train", "train", _train)
    replace("codesign.training.train", "frontend", lambda name: None)
    replace("codesign.jets.simulation.simulate", "simulate", _begins)
    replace("codesign.sweep.engine", "execute", _sweep)
    import optuna  # noqa: F401
    import sqlalchemy  # noqa: F401


def replace(module: str, name: str, by: Any) -> None:
    """Replaces the function `name` of one of codesign's modules."""
    setattr(importlib.import_module(module), name, by)


def planted(path: Path, again: str) -> dict[str, Any]:
    """A faulty reader of records: on a broken one it raises, hangs, or accepts it, depending on the file."""
    from codesign.errors import RunError
    from codesign.runs.schemas import read_record

    try:
        return read_record(path, again)
    except RunError:
        if path.name == "versions.json":
            raise ZeroDivisionError("planted") from None
        while path.name == "history.json":  # it works without end; asleep, it would get the longer limit of waiting
            pass
        return dict(json.loads(path.read_bytes()))


def _begins(*arguments: Any) -> None:
    print(BEGINS)
    raise typer.Exit(0)


def _train(run: Any, *arguments: Any) -> None:
    """Trains only as far as the graph."""
    assert run.design.graph.outputs
    _begins()


def _sweep(sweep: Any, *arguments: Any) -> None:
    """Sweeps only as far as the first batch of designs."""
    from codesign.sweep.search import search

    for batch in search(sweep.config, sweep.path, sweep.folder).batches():
        print(len(batch.designs))
        break
    _begins()
