"""Freezes the user's own model into a run folder, and compares its framework with the reference."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from codesign.base import extras
from codesign.base.config import Source, parse, replaced
from codesign.cost import budget
from codesign.design.design import RANDOM, Design, JetsConfig
from codesign.errors import FrontendError
from codesign.jets.features import features_of, types_of
from codesign.net import reference
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint, Float
from codesign.runs import stages
from codesign.runs.inputs import contract_of, joined, require_jets
from codesign.runs.run import Run
from codesign.runs.versions import versions
from codesign.runs.witnesses import FRAMEWORK
from codesign.training.frontends import frontend
from codesign.training.importers import batch_norm, leaf_rounding, leaves, normalisation, tree_files
from codesign.training.importers.imported import Imported
from codesign.training.train import require_framework

_OPTIONS = {"jets.file": "--jets", "jets.features": "--features"}  # what errors name instead of a line of YAML


@dataclass(frozen=True)
class Choices:
    """How to read a model.

    port: type of the inputs as `ap_fixed<W,I>`; None for the type of the jets or, without jets, of the model's first
    quantizers; jets: a jets file to compare on, None for random inputs; features: the feature set that the model reads;
    shape: of a torch module's input, without the axis of jets; drop_softmax: leave a last softmax or sigmoid to
    software; bn_bits: bits of the constants of batch normalisations; leaf_bits: of the leaves of trees; settings:
    dotted key of the Design, such as firmware.part -> value.
    """

    port: str | None = None
    jets: str | None = None
    features: str = JetsConfig.model_fields["features"].default
    shape: tuple[int, ...] | None = None
    drop_softmax: bool = False
    bn_bits: int = normalisation.BITS
    leaf_bits: int = leaves.BITS
    settings: Mapping[str, Any] | None = None


def freeze(source: str, output: Path | None, choices: Choices) -> Run:
    """Freezes a file (`.keras`, or trees) or a torch module `package.module:name`; returns its run, in runs/KEY.

    Raises FrontendError for a model that cannot be exact, RunError for a folder that holds another design, and
    ExactnessError if framework and net give different outputs; the net then stays in the folder for inspection.
    """
    data: dict[str, Any] = {"name": _name(source), "jets": _jets(choices)}
    options = replaced(Source("the options of freeze", options=_OPTIONS), data, choices.settings or {})
    normalisation.check_bits(choices.bn_bits)
    asked = parse(data, Design, options)
    budget.load_budget(asked.budget, asked.firmware.part)
    if asked.jets.file != RANDOM:
        require_jets(asked, options)
    if asked.jets.file != RANDOM and choices.shape is None:
        choices = replace(choices, shape=(asked.jets.candidates, len(features_of(asked.jets.features))))
    imported = _read(source, _port(asked, choices), choices)
    if asked.jets.file != RANDOM:
        _check_jets(imported.net)
        data["jets"]["candidates"] = imported.net.port.size[0]
    model = {"source": source, "framework": imported.framework, "digest": imported.digest}
    data["model"] = model | {"port": choices.port, "drop_softmax": choices.drop_softmax}
    if imported.normalisations:
        data["model"]["bn_bits"] = choices.bn_bits
    if imported.rounding:
        data["model"]["leaf_bits"] = choices.leaf_bits
    design = parse(data, Design, options)
    folder = output or Path("runs") / design.key
    with _none_left(folder):
        run = Run.create(design, folder)
        imported.net.save(run.folder)
        run.__dict__.pop("net", None)  # the cached net may be from an earlier freeze
        run.write("versions.json", versions())
        stages.witness(run, FRAMEWORK, lambda x: _computed(run.net, imported, x), against=_against(imported))
    require_framework(run)
    if imported.unrounded is not None and imported.normalisations and not run.current(batch_norm.COST):
        x = joined(contract_of(run).sample)
        row = batch_norm.cost(
            run.net, imported.normalisations, choices.bn_bits, x, imported.predict, imported.unrounded
        )
        run.write(batch_norm.COST, {"net": run.net.key, **row})
    if imported.rounding and not run.current(leaf_rounding.COST):
        row = leaf_rounding.cost(imported, imported.rounding, joined(contract_of(run).sample))
        run.write(leaf_rounding.COST, {"net": run.net.key, **row})
    return run


def _against(imported: Imported) -> str:
    """What the framework is compared with; the text says so if constants of the user's model had to be rounded."""
    if imported.rounding and imported.rounding.moved.any():
        return f"reference; leaves of both in {imported.rounding.bits} bits"
    if normalisation.are_exact(imported.normalisations, imported.bn_bits):
        return "reference"
    return f"reference; batch normalisation of both in {imported.bn_bits} bits"


@contextmanager
def _none_left(folder: Path) -> Iterator[None]:
    """Removes a new folder if an error interrupts its making, so that no net is left without its comparison."""
    new = not folder.exists()
    try:
        yield
    except BaseException:
        if new:
            shutil.rmtree(folder, ignore_errors=True)
        raise


def _computed(net: FixedNet, imported: Imported, x: Float) -> Mapping[str, Any]:
    """Outputs of the user's own model for x; ExactnessError if a softmax left to software is not that of the net."""
    predicted = imported.predict(x)
    if imported.endings:
        logits = reference.run(net, x)
        for name, ending in imported.endings.items():
            ending.check(logits[name], predicted[ending.name])
    return predicted


def read_type(text: str) -> FixedPoint:
    """The type `ap_fixed<W,I>` or `ap_ufixed<W,I>`, as Vitis writes it, with the vendor's default modes."""
    matched = re.fullmatch(r"\s*ap_(u?)fixed<\s*(\d+)\s*,\s*(-?\d+)\s*>\s*", text)
    if matched is None:
        raise FrontendError(f"--port {text}: expected ap_fixed<W,I> or ap_ufixed<W,I>, for example ap_fixed<12,6>")
    signed, width, integer = int(not matched[1]), int(matched[2]), int(matched[3])
    return FixedPoint(signed, integer - signed, width - integer)


def _read(source: str, port: FixedPoint | None, choices: Choices) -> Imported:
    if source.endswith(".keras"):
        frontend("hgq")  # loads Keras as this project sets it up
        imported: Imported = import_module("codesign.training.importers.keras_model").read(
            Path(source), port, choices.drop_softmax, choices.bn_bits
        )
        return imported
    if re.fullmatch(r"\w+(\.\w+)*:\w+", source):
        return _torch(source, port, choices)
    if source.endswith(tree_files.SUFFIXES):
        return tree_files.read(source, choices.shape, port, choices.drop_softmax, choices.leaf_bits)
    raise FrontendError(
        f"{source} is neither a run folder nor a .keras file, nor trees (.ubj or .json of xgboost, .json of conifer),"
        " nor a torch module, package.module:name"
    )


def _name(source: str) -> str:
    stem = Path(source).stem if source.endswith((".keras", *tree_files.SUFFIXES)) else source.rpartition(":")[2]
    plain = re.sub(r"[^A-Za-z0-9_.-]", "_", stem).lstrip("0123456789_.-")
    return plain or "model"


def _jets(choices: Choices) -> dict[str, Any]:
    return {"file": RANDOM} if choices.jets is None else {"file": choices.jets, "features": choices.features}


def _port(design: Design, choices: Choices) -> FixedPoint | None:
    if design.jets.file == RANDOM:
        return None if choices.port is None else read_type(choices.port)
    if choices.port is not None:
        raise FrontendError("--jets already says the type of the port, that of its features; leave --port out")
    return types_of(features_of(design.jets.features))


def _check_jets(net: FixedNet) -> None:
    if len(net.port.size) != 2:
        raise FrontendError(
            f"the model reads {' x '.join(map(str, net.port.size))} numbers, not (candidates, features) of a jet; leave"
            " --jets out for random inputs"
        )


def _torch(source: str, port: FixedPoint | None, choices: Choices) -> Imported:
    try:
        importer = import_module("codesign.training.importers.torch_model")
    except ModuleNotFoundError as error:
        raise FrontendError(extras.missing(f"reading {source}", "brevitas", error.name)) from None
    imported: Imported = importer.read(source, choices.shape, port, choices.drop_softmax, choices.bn_bits)
    return imported
