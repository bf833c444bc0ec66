"""Trees as a user would train them, who has never heard of codesign. Nothing here imports it."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import xgboost

RNG = np.random.default_rng(0)
X = (RNG.integers(-64, 64, (800, 5)) / 8).astype(np.float32)  # of the type ap_fixed<7,4>
CLASSES = (X[:, 0] * X[:, 1] > 0).astype(int) + (X[:, 2] + X[:, 3] > 3)
KINDS: dict[str, tuple[Any, dict[str, Any]]] = {
    "softprob": (CLASSES, {"objective": "multi:softprob", "num_class": 3}),
    "vectors": (CLASSES, {"objective": "multi:softmax", "num_class": 3, "multi_strategy": "multi_output_tree"}),
    "forests": (CLASSES, {"objective": "multi:softprob", "num_class": 3, "num_parallel_tree": 2, "subsample": 0.5}),
    "logistic": (CLASSES > 0, {"objective": "binary:logistic"}),
    "regression": (X[:, 0] + 3 * X[:, 4], {"objective": "reg:squarederror"}),
    "two responses": (X[:, :2] + 4, {"objective": "reg:squarederror"}),
}


def trained(kind: str = "softprob", rounds: int = 4, **settings: Any) -> xgboost.Booster:
    """A booster of one of the kinds."""
    y, given = KINDS[kind]
    return xgboost.train({"max_depth": 3, "seed": 1} | given | settings, xgboost.DMatrix(X, y), rounds)


def changed(path: Path, change: Callable[[dict[str, Any]], Any], kind: str = "softprob") -> Path:
    """The JSON file of a booster, after a change of its `learner`."""
    document = json.loads(trained(kind, rounds=2).save_raw("json"))
    change(document["learner"])
    path.write_text(json.dumps(document))
    return path


def trees(learner: dict[str, Any]) -> list[dict[str, Any]]:
    """The trees of a document."""
    return learner["gradient_booster"]["model"]["trees"]


def margins(booster: xgboost.Booster, x: np.ndarray) -> np.ndarray:
    """What xgboost computes before any softmax or sigmoid: (jets, outputs)."""
    return booster.predict(xgboost.DMatrix(x.astype(np.float32)), output_margin=True).reshape(len(x), -1)


def comparisons(learner: dict[str, Any]) -> Iterator[tuple[int, float]]:
    """The position of a number and the threshold it is compared with, of each node."""
    for tree in trees(learner):
        for node in np.flatnonzero(np.array(tree["left_children"]) >= 0):
            yield tree["split_indices"][node], tree["split_conditions"][node]


def beside_thresholds(compared: Iterable[tuple[int, float]], lsb: float) -> np.ndarray:
    """Random multiples of the LSB, each with one number at a threshold, or one or two LSB beside it."""
    rows = []
    for number, threshold in compared:
        nearest = np.floor(threshold / lsb) * lsb
        rows += [(number, np.clip(nearest + step * lsb, -8, 7.875)) for step in (-1, 0, 1, 2)] * 20
    x = np.random.default_rng(2).integers(-64, 64, (len(rows), X.shape[1])) / 8
    for row, (number, value) in zip(x, rows, strict=True):
        row[number] = value
    return x
