"""Rounds of boosting on binned numbers, with the losses of codesign's heads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import xgboost
from numpy.typing import NDArray

from codesign.design.heads import LOGITS, Head
from codesign.design.training import Boosting, Training
from codesign.jets.dataset import Dataset
from codesign.net.fixedpoint import FixedPoint
from codesign.net.ops import Trees
from codesign.runs.scores import softmax
from codesign.training import evaluation
from codesign.training.frontends.losses import SOFT, response_loss
from codesign.training.frontends.progress import Report
from codesign.training.frontends.tree_arrays import trees_in

Array = NDArray[Any]
LEAST_CURVATURE = 1e-16  # as in xgboost, so that no leaf divides by zero
BIAS_LSB = 2.0**-8  # of the middle of the targets, from which the trees of a response start


@dataclass(frozen=True)
class Task:
    """What some trees learn, and how."""

    op: Trees
    head: Head
    boosting: Boosting
    training: Training
    seed: int


def cuts_of(x: Array, types: FixedPoint, boosting: Boosting) -> list[Array]:
    """The possible thresholds of each number, in rising order, for x: (jets, n); types: (n,) of the numbers.

    They divide the jets into at most `max_bins` bins that are as equal as the values allow.
    """
    reach = np.maximum(np.abs(x).max(axis=0), types.lsb)
    steps = np.maximum(types.lsb, 2.0 ** (np.floor(np.log2(reach)) + 1 - boosting.threshold_bits))
    return [_cuts(column, step, boosting.max_bins) for column, step in zip(x.T, steps, strict=True)]


def _cuts(values: Array, step: float, bins: int) -> Array:
    cells, counts = np.unique(np.floor(values / step), return_counts=True)
    if len(cells) <= bins:
        return np.asarray(cells[1:] * step)
    below = np.cumsum(counts)[:-1] / len(values)  # the share of jets below cells[1:]
    positions = np.unique(np.searchsorted(below, np.arange(1, bins) / bins).clip(max=len(below) - 1))
    return np.asarray(cells[1:][positions] * step)


def binned(x: Array, cuts: Sequence[Array]) -> NDArray[np.float32]:
    """(jets, n) number of the bin of each value: how many of its thresholds are not above it."""
    bins = [np.searchsorted(of_number, column, side="right") for of_number, column in zip(cuts, x.T, strict=True)]
    return np.stack(bins, axis=1).astype(np.float32)


def worth_their_price(booster: xgboost.Booster, cuts: Sequence[Array], price: float) -> list[Array]:
    """The thresholds whose comparators bring more than the share `price` of the gain; the best one in any case."""
    gains = Counter[tuple[int, int]]()  # by the position of the number, and of its threshold, counted from 1
    for tree in trees_in(booster):
        for node in np.flatnonzero(np.array(tree["left_children"]) >= 0):
            place = tree["split_indices"][node], int(np.ceil(tree["split_conditions"][node]))
            gains[place] += tree["loss_changes"][node]
    worth = {place for place, gain in gains.items() if gain > price * gains.total()} | {
        max(gains, key=gains.__getitem__)
    }
    return [np.array([c for k, c in enumerate(of, 1) if (n, k) in worth]) for n, of in enumerate(cuts)]


def boosted(
    train: Dataset,
    validation: Dataset,
    cuts: Sequence[Array],
    task: Task,
    report: Report,
) -> tuple[xgboost.Booster, list[dict[str, float]]]:
    """The trained booster, which compares bins, and a row for each round. train, validation: x is what trees compare.

    With `training.patience`, the booster ends with the round of the best validation score.
    """
    op, head, boosting, training = task.op, task.head, task.boosting, task.training
    rounds = op.trees if op.vector_leaves else op.trees // op.outputs
    bias = 0.0 if op.name == LOGITS else _middle(train, op.name)
    settings = {
        "max_depth": op.depth,
        "eta": boosting.learning_rate,
        "tree_method": "hist",
        "max_bin": 256,
        "min_child_weight": boosting.min_child_weight,
        "reg_lambda": boosting.l2,
        "base_score": bias,
        "num_target" if op.name != LOGITS else "num_class": op.outputs,
        "objective": "multi:softprob" if op.name == LOGITS else "reg:squarederror",
        "multi_strategy": "multi_output_tree" if op.vector_leaves else "one_output_per_tree",
        "nthread": 1,  # a fixed order of sums; designs train side by side anyway
        "seed": task.seed,
    }
    seen = xgboost.DMatrix(binned(validation.x, cuts))
    matrix = xgboost.QuantileDMatrix(binned(train.x, cuts), max_bin=256)
    booster = xgboost.Booster(settings, [matrix, seen])
    slope = _slope_of_logits if op.name == LOGITS else _slope_of_response
    history: list[dict[str, float]] = []
    best = 0
    for number in range(rounds):
        margin = booster.predict(matrix, output_margin=True).reshape(len(train), op.outputs)
        loss, gradient, curvature = slope(train, head, op.name, margin.astype(np.float64))
        booster.boost(matrix, iteration=number, grad=gradient.astype(np.float32), hess=curvature.astype(np.float32))
        outputs = booster.predict(seen, output_margin=True).reshape(len(validation), op.outputs)
        score = evaluation.score({op.name: outputs}, validation)["value"]
        row = {"epoch": number + 1, "epochs": rounds, "loss": loss, "validation_score": score}
        history.append(row)
        report(row)
        best = number if score > history[best]["validation_score"] else best
        if training.patience and number - best >= training.patience:
            break
    return booster[: best + 1] if training.patience else booster, history


Slope = Callable[[Dataset, Head, str, Array], tuple[float, Array, Array]]


def _slope_of_logits(train: Dataset, head: Head, name: str, logits: Array) -> tuple[float, Array, Array]:
    """Mean loss before a round, and its first and second derivatives by each logit: (jets, classes)."""
    weight, p = train.weight_of(name)[:, None].astype(np.float64), softmax(logits)
    hard = p.copy()
    hard[np.arange(len(p)), train.y] -= 1
    slope, curvature = hard, 2 * p * (1 - p)
    loss = -np.log(np.maximum(p[np.arange(len(p)), train.y], 1e-30))
    if lesson := train.lesson:
        taught, own = (softmax(values / lesson.temperature) for values in (lesson.logits, logits))
        slope = (1 - lesson.weight) * slope + lesson.weight * lesson.temperature * (own - taught)
        curvature = (1 - lesson.weight) * curvature + lesson.weight * 2 * own * (1 - own)
    return float(np.mean(weight[:, 0] * loss)), slope * weight, np.maximum(curvature * weight, LEAST_CURVATURE)


def _slope_of_response(train: Dataset, head: Head, name: str, response: Array) -> tuple[float, Array, Array]:
    """The same for a response; the second derivative is that of the parabola that touches the loss from above."""
    weight, target = train.weight_of(name).astype(np.float64), train.responses[name].ratio.astype(np.float64)
    u = response[:, 0] - target
    loss = float(np.mean(weight * response_loss(head, response[:, 0], target)))
    match head.loss:
        case "huber":
            slope, curvature = np.clip(u / SOFT, -1, 1), 1 / np.maximum(np.abs(u), SOFT)
        case "log_cosh":
            slope = np.tanh(u / SOFT)
            curvature = np.where(np.abs(u) < 1e-6, 1 / SOFT, slope / np.where(u == 0, 1.0, u))
        case _:
            slope = np.where(u < 0, -2 * head.quantile, 2 * (1 - head.quantile))
            curvature = np.abs(slope) / np.maximum(np.abs(u), SOFT)
    return loss, (slope * weight)[:, None], np.maximum(curvature * weight, LEAST_CURVATURE)[:, None]


def _middle(train: Dataset, name: str) -> float:
    """The median of the targets, as a multiple of BIAS_LSB."""
    return float(np.rint(np.median(train.responses[name].ratio) / BIAS_LSB) * BIAS_LSB)
