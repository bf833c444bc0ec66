"""The stages above the waist: train a design, freeze it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from codesign.base import extras
from codesign.base.config import Source
from codesign.base.files import write_atomic
from codesign.design.design import Design
from codesign.design.frontends import IN_FLOAT64, OF_TREES, weights_file
from codesign.errors import ExactnessError, FrontendError, RunError
from codesign.jets.dataset import Dataset, Datasets
from codesign.jets.mirror import mirrors
from codesign.net import reference
from codesign.net.plan import wide
from codesign.runs.inputs import datasets, require_jets
from codesign.runs.proof import AGREEMENT, by_witness, lacking
from codesign.runs.run import DESIGN, Run, alone, remove_untrained
from codesign.runs.scores import SCORES
from codesign.runs.stages import witness
from codesign.runs.versions import versions
from codesign.runs.witnesses import FRAMEWORK
from codesign.training import evaluation
from codesign.training.checkpoints import CHECKPOINT, Checkpoint, made_for
from codesign.training.frontends import frontend

Report = Callable[[dict[str, float]], None]


@contextmanager
def begun(design: Design, folder: Path, source: Source) -> Iterator[Run]:
    """The run of a design, to be trained inside the context; created only if its jets and packages are available.

    source: of the design, for errors. A new folder is removed again if the training fails and leaves nothing to resume
    from.
    """
    new = not folder.exists()
    if not (folder / DESIGN).exists():
        require_inputs(Run(folder, design), source)
    try:
        yield Run.create(design, folder)
    except Exception:  # not Ctrl-C, after which the same command resumes
        if new:
            remove_untrained(folder)
        raise


def require_inputs(run: Run, source: Source) -> None:
    """JetsError or FrontendError if the training of a run cannot start; nothing is written. source: of its design."""
    frontend(run.design.frontend)
    if run.design.training.teacher and (module := extras.absent("teacher")):
        raise FrontendError(extras.missing("training.teacher", "teacher", module))
    require_jets(run.design, source)
    datasets(run)


@alone("train")
def train(run: Run, report: Report = lambda row: None) -> Any:
    """Trains the design of a run and saves its weights and history; returns the frontend's model.

    A run that is trained already is only loaded. `progress.json` and `report` get a row for each epoch. A training that
    was killed resumes from its checkpoint, and ends with the same bytes on the same machine.
    """
    _require_trainable(run)
    data = datasets(run)
    framework, model = frontend(run.design.frontend), _built(run, data)
    weights = run.folder / weights_file(run.design.frontend)
    checkpoint = Checkpoint(run.folder / CHECKPOINT, made_for(run.design.key, data.digest))
    if weights.exists():
        _load(framework, model, weights)
        checkpoint.remove()  # left by a process that was killed just before it removed the file
        return model

    def tell(row: dict[str, float], stage: str = "train") -> None:
        run.write("progress.json", {"stage": stage, **row})
        report(row)

    design = run.design
    train_jets = _taught(run, data, lambda row: tell(row, "teacher")) if design.training.teacher else data.train
    if design.training.mirror:
        train_jets = replace(train_jets, turned=mirrors(data.features))
    history = framework.fit(
        model, train_jets, data.validation, design.training, design.pruning, tell, design.heads, checkpoint
    )
    temporary = weights.with_name(f".partial-{weights.name}")
    framework.save(model, temporary)
    run.write("history.json", {"epochs": history})
    run.write("versions.json", versions())
    temporary.replace(weights)
    checkpoint.remove()
    return model


def _taught(run: Run, data: Datasets, report: Report) -> Dataset:
    """The training jets with the logits of the design's teacher."""
    try:
        from codesign.training.teacher import taught  # needs torch, which most designs do not
    except ModuleNotFoundError as error:
        raise FrontendError(extras.missing("training.teacher", "teacher", error.name)) from None
    return taught(run, data, report)


@alone("freeze")
def freeze(run: Run, model: Any = None) -> None:
    """Freezes the trained model to a net, and compares the framework with the reference on the contract's inputs.

    Raises ExactnessError if they differ, also in later calls; the net stays in the folder for inspection.
    """
    imported = run.design.model is not None and run.has("net.json")
    if not imported:
        frozen = run.has("net.json") and run.current("metrics.json")
        if not frozen or (lacking(rows := by_witness(run, FRAMEWORK)) and not any(a.mismatches for a in rows)):
            _freeze(run, model)
    require_framework(run)


def _freeze(run: Run, model: Any) -> None:
    _require_trainable(run)
    data = datasets(run)
    framework = frontend(run.design.frontend)
    if model is None:
        weights = run.folder / weights_file(run.design.frontend)
        if not weights.exists():
            raise RunError(f"{run.folder} is not trained yet; run `codesign train {run.folder}`")
        model = _built(run, data)
        _load(framework, model, weights)
    net = framework.freeze(model)
    net.save(run.folder)
    run.__dict__.pop("net", None)  # the cached net may be from an earlier freeze
    witness(run, FRAMEWORK, lambda x: framework.predict(model, x.astype(np.float32)))
    _evaluate(run, data)


def require_framework(run: Run) -> None:
    """Raises ExactnessError if framework and net give different outputs; the net stays in the folder for inspection.

    Raises RunError if they were not compared on all of the contract's inputs.
    """
    rows = by_witness(run, FRAMEWORK)
    if wrong := [a for a in rows if a.mismatches]:
        raise ExactnessError(
            f"{run.folder}: the {run.design.framework} model and its frozen net differ in {wrong[0].mismatches} of"
            f" {wrong[0].samples} outputs on {wrong[0].inputs} inputs; see {AGREEMENT}{_past_float32(run)}"
        )
    if missing := lacking(rows):
        source = run.design.model.source if run.design.model else ""
        raise RunError(
            f"{run.folder}: the {run.design.framework} model {missing}; read it again with `codesign freeze"
            f" {source} -o {run.folder}`"
        )


def _past_float32(run: Run) -> str:
    """Advice for an error message if float32 sums in the framework may explain the difference; "" if they cannot."""
    imported = run.design.model is not None
    names = [] if run.design.framework in IN_FLOAT64 and not imported else wide(run.net)
    if not names:
        return ""
    return (
        f". Sums of {', '.join(map(repr, names))} may need more than the 24 bits of float32, in which"
        f" {run.design.framework} computes: ask for fewer bits of inputs, weights or activations"
        + ("" if imported else f", or train with {' or '.join(IN_FLOAT64)}, which are compared in float64")
    )


def _load(framework: Any, model: Any, weights: Path) -> None:
    try:
        framework.load(model, weights)
    except Exception as error:  # the type depends on the library and its file format
        reason = next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
        raise RunError(
            f"{weights} does not fit the design beside it ({reason}): it is damaged, or an earlier version wrote it;"
            " remove it, and `codesign train` trains again"
        ) from error


def _require_trainable(run: Run) -> None:
    design = run.design
    if design.model is not None:
        raise RunError(
            f"{run.folder} is of a model that was not trained here; `codesign freeze {design.model.source} -o"
            f" {run.folder}` reads it again"
        )


def _built(run: Run, data: Datasets) -> Any:
    """The untrained model of a run's design."""
    design = run.design
    settings = design.boosting if design.frontend == OF_TREES else design.precision
    return frontend(design.frontend).build(design.graph, settings, data.types, data.train.x, design.training.seed)


def _evaluate(run: Run, data: Datasets) -> None:
    """Writes scores and metrics of the frozen net, which are those of the firmware, on the test jets."""
    test = data.test
    outputs = reference.run(run.net, test.x)
    fitted = reference.run(run.net, data.train.x) if data.train.responses else {}
    arrays: dict[str, Any] = {name: values.astype(np.float32) for name, values in outputs.items()}
    arrays |= {"y": test.y, "pt_gev": test.pt_gev, "process": np.asarray(test.scalars["process"])}
    for head, target in test.responses.items():
        arrays |= {f"{head}_raw_gev": target.raw_gev, f"{head}_true_gev": target.true_gev}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    write_atomic(run.folder / SCORES, buffer.getvalue())
    row: dict[str, Any] = {
        "net": run.net.key,
        "jets": {"file": run.design.jets.file, "digest": data.digest, "train": len(data.train), "test": len(test)},
        "dropped": dict(data.dropped),
        "classes": list(data.classes),
    }
    run.write("metrics.json", row | evaluation.evaluate(outputs, data, fitted))
