"""Rounds of boosting on binned numbers, with the losses of codesign's heads and leaves of few bits.

Each tree is rounded as soon as it is grown, and the next ones see the rounded sums, so that they correct what rounding
and the limited range of the leaves have left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import xgboost
from numpy.typing import NDArray

from codesign.design.heads import LOGITS, Head
from codesign.design.training import Boosting, Pruning, Training
from codesign.jets.dataset import Dataset
from codesign.net.fixedpoint import FixedPoint
from codesign.net.ops import Trees
from codesign.runs.scores import softmax
from codesign.training.checkpoints import State
from codesign.training.frontends.boosters import document_of, trees_of
from codesign.training.frontends.cuts import binned
from codesign.training.frontends.losses import SOFT, response_loss, taught_loss
from codesign.training.frontends.progress import Progress, Report
from codesign.training.frontends.tree_arrays import leaves_by_node

Array = NDArray[Any]
LEAST_CURVATURE = 1e-16  # as in xgboost, so that no leaf divides by zero
BIAS_LSB = 2.0**-8  # of the middle of the targets, from which the trees of a response start
MOST_BINS = 256  # that Boosting.max_bins may ask for; xgboost then merges none of ours


@dataclass(frozen=True)
class Task:
    """What some trees learn, and how."""

    op: Trees
    head: Head
    boosting: Boosting
    training: Training
    seed: int

    @property
    def rounds(self) -> int:
        """Rounds of boosting, each of which adds a tree for each output, or one for all of them."""
        return self.op.trees if self.op.vector_leaves else self.op.trees // self.op.outputs


@dataclass
class Boosted:
    """Trees that compare bins; `leaves` is the type to which their leaves are rounded, known after the first round.

    rounds: how many of the booster's count; the others came after the best round.
    """

    booster: xgboost.Booster
    leaves: FixedPoint | None = None
    rounds: int = 0
    history: list[dict[str, float]] = field(default_factory=list)

    def state(self) -> State:
        """See checkpoints.Part."""
        return {"rounds": np.array(self.rounds)}

    def restore(self, state: State) -> None:
        """See checkpoints.Part."""
        self.rounds = int(state["rounds"])


def boosted(train: Dataset, validation: Dataset, cuts: Sequence[Array], task: Task, report: Report) -> Boosted:
    """Trains the trees of one head. train, validation: x is (jets, n), what the trees compare.

    The rows of the history are of rounded trees. With `training.patience`, the best round is the last that counts.
    """
    op, bias = task.op, 0.0 if task.op.name == LOGITS else _middle(train, task.op.name)
    matrix = xgboost.QuantileDMatrix(binned(train.x, cuts), max_bin=MOST_BINS)
    result = Boosted(xgboost.Booster(_settings(task, bias), [matrix]))
    training = task.training.model_copy(update={"epochs": task.rounds})
    progress = Progress(validation, training, Pruning(), report, None, {"model": result})
    watched = xgboost.DMatrix(binned(progress.watched.x, cuts))
    sums, of_watched = (np.full((len(jets), op.outputs), bias) for jets in (train, progress.watched))
    slope = _slope_of_logits if op.name == LOGITS else _slope_of_response
    for number in progress.ahead():
        loss, gradient, curvature = slope(train, task.head, op.name, sums)
        gradient, curvature = gradient.astype(np.float32), curvature.astype(np.float32)
        result.booster.boost(matrix, iteration=number, grad=gradient, hess=curvature)
        result.rounds = number + 1
        new = result.booster[number : number + 1]
        leaves = [leaves_by_node(tree) for tree in trees_of(document_of(new))]
        result.leaves = result.leaves or leaf_type(np.concatenate(leaves), task.boosting.leaf_bits)
        rounded = [result.leaves.cast(values) for values in leaves]
        for total, jets in ((sums, matrix), (of_watched, watched)):
            reached = new.predict(jets, pred_leaf=True).astype(np.intp).reshape(len(total), len(rounded))
            for output, values in enumerate(rounded):
                of = slice(None) if op.vector_leaves else slice(output, output + 1)
                total[:, of] += values[reached[:, output]]
        progress.tell([loss], lambda x: {op.name: of_watched}, {})
    result.history = progress.finished()
    return result


def _settings(task: Task, bias: float) -> dict[str, Any]:
    op, of_classes = task.op, task.op.name == LOGITS
    return {
        "max_depth": op.depth,
        "eta": task.boosting.learning_rate,
        "tree_method": "hist",
        "max_bin": MOST_BINS,
        "min_child_weight": task.boosting.min_child_weight,
        "reg_lambda": task.boosting.l2,
        "base_score": bias,
        "num_class" if of_classes else "num_target": op.outputs,
        "objective": "multi:softprob" if of_classes else "reg:squarederror",
        "multi_strategy": "multi_output_tree" if op.vector_leaves else "one_output_per_tree",
        "nthread": 1,  # a fixed order of sums; designs train side by side anyway
        "seed": task.seed,
    }


def leaf_type(leaves: Array, bits: int) -> FixedPoint:
    """The type of all leaves, from those of the first round, with zeros for nodes that are not leaves.

    Half of the first leaves may be clipped: later trees go on in their direction, and a finer LSB is worth more. For
    classes this is the leaf of a jet that is surely of another class, half the learning rate, in every round.
    """
    middle = float(np.median(np.abs(leaves[leaves != 0]))) if leaves.any() else 1.0
    fraction = bits - 1 - round(np.log2(middle))
    return FixedPoint(1, bits - 1 - fraction, fraction, "RND_CONV", "SAT")


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
        loss = taught_loss(lesson, loss, logits, lesson.logits)
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
