"""Boosted trees by xgboost, with thresholds and leaves as the firmware has them.

xgboost sees the number of the bin that each value is in, so that it can split at the chosen thresholds only. The
trained booster is rewritten: its thresholds become values again, its leaves multiples of one LSB. All of its sums are
then exact in float32, and it computes the same as the firmware.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import xgboost
from numpy.typing import NDArray

from codesign.base.files import write_atomic
from codesign.design.heads import Head
from codesign.design.training import Boosting, Pruning, Training
from codesign.errors import FrontendError
from codesign.jets.dataset import Dataset
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint
from codesign.net.graph import Graph
from codesign.net.ops import Trees
from codesign.net.ops.base import narrowest
from codesign.training.checkpoints import Checkpoint
from codesign.training.frontends.boosters import arrays_of, rewritten
from codesign.training.frontends.boosting import Task, boosted
from codesign.training.frontends.cuts import cuts_of, worth_their_price
from codesign.training.frontends.keras_training import TAGGER
from codesign.training.frontends.port import in_chunks, read_type
from codesign.training.frontends.progress import Report
from codesign.training.frontends.tree_arrays import FLOAT_BITS, Arrays

Array = NDArray[Any]


@dataclass(eq=False)
class XgboostModel:
    """The boosters by head, as the firmware computes them; none before the training."""

    graph: Graph
    boosting: Boosting
    port: FixedPoint
    seed: int
    boosters: dict[str, xgboost.Booster] = field(default_factory=dict)

    @property
    def trees(self) -> list[Trees]:
        """The operations that are trained, one for each head."""
        return [op for op in self.graph.ops if isinstance(op, Trees)]

    def numbers(self, x: Array) -> NDArray[np.float32]:
        """(jets, n) what the trees compare, for x: (jets, *port shape)."""
        (source,) = {op.inputs[0] for op in self.trees}
        chunks = in_chunks(self.graph, self.trees[0], x, np.float64)
        return np.concatenate([tensors[source].astype(np.float32) for tensors in chunks])

    @property
    def types(self) -> FixedPoint:
        """The (n,) exact types of what the trees compare."""
        return read_type(self.graph, self.trees[0], self.port)


def build(graph: Graph, boosting: Boosting, port: FixedPoint, sample: Array, seed: int) -> XgboostModel:
    """The untrained trees of a Graph; FrontendError for one with trained layers, or numbers of more than 24 bits."""
    model = XgboostModel(graph, boosting, port, seed)
    if not model.trees or any(graph.parameters(op) for op in graph.ops if not isinstance(op, Trees)):
        raise FrontendError("the frontend xgboost trains the architecture trees and nothing else")
    if (widest := int(model.types.width.max())) > FLOAT_BITS:
        raise FrontendError(
            f"a number that the trees compare has {widest} bits, and xgboost compares no more than {FLOAT_BITS}; leave"
            " out the widest sums"
        )
    return model


def fit(
    model: XgboostModel,
    train: Dataset,
    validation: Dataset,
    training: Training,
    pruning: Pruning,
    report: Report,
    heads: Mapping[str, Head] = TAGGER,
    checkpoint: Checkpoint | None = None,
) -> list[dict[str, float]]:
    """Trains the trees of all heads, one head after the other; one row for each round of the first head.

    A training that was stopped starts again from its first round, since it takes a minute.
    """
    jets = replace(train, x=model.numbers(train.x))
    watched = replace(validation, x=model.numbers(validation.x))
    cuts = cuts_of(jets.x, model.types, model.boosting)
    history: list[dict[str, float]] = []
    for op in model.trees:
        task = Task(op, heads[op.name], model.boosting, training, model.seed)
        chosen = cuts
        if model.boosting.price or model.boosting.number_price:
            first = boosted(jets, watched, cuts, task, _silent)
            chosen = worth_their_price(first.booster, cuts, model.boosting)
        trained = boosted(jets, watched, chosen, task, report if not history else _silent)
        assert trained.leaves is not None
        model.boosters[op.name] = rewritten(trained.booster[: trained.rounds], chosen, trained.leaves)
        history = history or trained.history
    return history


def _silent(row: dict[str, float]) -> None:
    """The report of a training that is not the one whose rounds are shown."""


def predict(model: XgboostModel, x: Array) -> dict[str, Array]:
    """Output name -> (jets, outputs) float32, computed by xgboost; FrontendError for values that are not numbers."""
    numbers = model.numbers(x)
    if not np.isfinite(numbers).all():
        raise FrontendError("the inputs hold values that are not finite numbers, and trees have no branch for these")
    matrix = xgboost.DMatrix(numbers)
    return {
        op.name: model.boosters[op.name].predict(matrix, output_margin=True).reshape(len(x), op.outputs)
        for op in model.trees
    }


def save(model: XgboostModel, path: Path) -> None:
    """Writes the boosters in xgboost's JSON, by head."""
    texts = {name: json.loads(booster.save_raw("json")) for name, booster in model.boosters.items()}
    write_atomic(path, json.dumps(texts).encode())


def load(model: XgboostModel, path: Path) -> None:
    """Reads a file of `save`; ValueError if it is of other heads."""
    texts = json.loads(path.read_bytes())
    if set(texts) != {op.name for op in model.trees}:
        raise ValueError(f"it holds trees of {', '.join(texts)}")
    for name, text in texts.items():
        model.boosters[name] = xgboost.Booster(model_file=bytearray(json.dumps(text).encode()))


def freeze(model: XgboostModel) -> FixedNet:
    """The frozen net: the boosters' trees, as many as early stopping has left."""
    ops = list(model.graph.ops)
    weights: dict[str, Array] = {}
    for number, op in enumerate(ops):
        if isinstance(op, Trees):
            arrays: Arrays = arrays_of(model.boosters[op.name], op)
            ops[number] = replace(op, trees=len(arrays["leaf"]))
            weights |= {f"{op.name}.{name}": values for name, values in arrays.items()}
    types = {name: narrowest(values) for name, values in weights.items()}
    return FixedNet.build(Graph(tuple(ops), model.graph.outputs), weights, types, {ops[0].name: model.port})
