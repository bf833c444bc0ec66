"""Training and freezing from a script or a notebook, with paths as text: `codesign.train` and `codesign.freeze`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from codesign.base.config import Source
from codesign.cost import budget
from codesign.design.config_file import read_design
from codesign.design.design import Design
from codesign.errors import about
from codesign.runs.run import Run
from codesign.training import train as stages

Epoch = dict[str, float]


def train(
    config: str | Path | Design,
    folder: str | Path | None = None,
    settings: Mapping[str, Any] | None = None,
    report: Callable[[Epoch], None] | None = None,
) -> Run:
    """Trains a design and returns its run; a run that is trained already is only opened.

    config: the YAML file of a design, a Design, or a run folder to go on with; paths in the file are relative to it.
    folder: of the run, by default `runs/` and the design's key.
    settings: dotted key -> value that replaces the one in the file, such as {"precision.weights": 4}.
    report: called after each epoch with a row of "epoch", "epochs", "loss" and "validation_score".
    Raises ConfigError for a wrong file or key, JetsError if the jets cannot be read, FrontendError if the training
    framework is not installed, RunError if the folder holds another design, and ValueError for settings of a Design.
    """
    if isinstance(config, Design) and settings:
        raise ValueError("settings replace keys of a file; use Design.model_copy to change a Design")
    with begin(config, folder, settings) as run:
        stages.train(run, report or (lambda row: None))
    return run


def begin(
    config: str | Path | Design, folder: str | Path | None = None, settings: Mapping[str, Any] | None = None
) -> AbstractContextManager[Run]:
    """A context with the run to train, as for `train`; a wrong budget or missing jets are reported before it starts."""
    if isinstance(config, Design):
        design, source = config, Source(f"design {config.name}")
    elif Path(config).is_dir():
        return nullcontext(Run.open(config))
    else:
        design, source = read_design(Path(config), settings)
    with about(f"{source.at(('budget',))}: budget"):
        budget.load_budget(design.budget, design.firmware.part)
    return stages.begun(design, Path(folder or Path("runs") / design.key), source)


def freeze(run: Run | str | Path) -> Run:
    """Freezes a trained run to fixed-point numbers, evaluates it on the test jets, and returns it.

    Afterwards `run.net`, `run.metrics` and `run.scores()` are available. A run that is frozen already stays as it is.
    Raises RunError if the run is not trained, and ExactnessError if framework and net give different outputs.
    """
    opened = run if isinstance(run, Run) else Run.open(run)
    stages.freeze(opened)
    return opened
