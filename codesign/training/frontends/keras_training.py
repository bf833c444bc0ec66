"""The training loop shared by the frontends whose models are Keras models."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from codesign.design.heads import LOGITS, Head
from codesign.design.training import Pruning, Training
from codesign.jets.dataset import Dataset, Lesson
from codesign.training.checkpoints import Checkpoint, NumpyGenerator, Part, State
from codesign.training.frontends.keras_program import KerasModel, Program
from codesign.training.frontends.losses import response_loss, taught_loss
from codesign.training.frontends.progress import Progress, Report
from codesign.training.frontends.prune import masks_at
from codesign.training.frontends.tensors import prunable_units

Array = NDArray[Any]
Step = Callable[..., Any]
BETA_1, BETA_2, EPSILON = 0.9, 0.999, 1e-7  # of Adam
TAGGER = {LOGITS: Head(loss="cross_entropy")}


class Steering:
    """Hook for changes between epochs; this base class changes nothing."""

    def begin(self, program: Program, epoch: int) -> None:
        """Called before each epoch, counted from 0."""

    def end(self, program: Program, epoch: int) -> dict[str, float]:
        """Called after each epoch; returns entries to add to the epoch's row."""
        return {}

    def state(self) -> State:
        """State carried between epochs, see checkpoints.Part."""
        return {}

    def restore(self, state: State) -> None:
        """See checkpoints.Part."""


def fit(
    model: KerasModel,
    train: Dataset,
    validation: Dataset,
    training: Training,
    pruning: Pruning,
    report: Report,
    heads: Mapping[str, Head] = TAGGER,
    steering: Steering | None = None,
    checkpoint: Checkpoint | None = None,
) -> list[dict[str, float]]:
    """Trains all heads with their losses and weights, Adam and a cosine learning rate, in XLA; one row per epoch.

    heads: by name, in the order of the model's outputs. `report` may raise to end the training; with a `checkpoint`,
    the same call then resumes from it.
    The same seed gives the same weights on the same machine and versions, whatever the process trained before, since
    XLA on one thread sums in a fixed order. (TensorFlow's switch for deterministic operations would turn XLA off.)
    """
    steering = steering or Steering()
    batches = _Batches(train, training, heads)
    rates = _cosine(training.learning_rate, len(batches) * training.epochs).reshape(training.epochs, -1)
    optimizer, step = _reset_step(model.program, heads, train.lesson)
    hidden = prunable_units(model.graph, pruning)
    parts: dict[str, Part] = {"model": model, "optimizer": optimizer, "steering": steering, **batches.generators}
    progress = Progress(validation, training, pruning, report, checkpoint, parts)
    for epoch in progress.ahead():
        program = model.program  # in each epoch: a report may have used another model
        prune(program, pruning, epoch / training.epochs, hidden)
        steering.begin(program, epoch)
        losses = [step(*batch, rate) for batch, rate in zip(batches.epoch(), rates[epoch], strict=True)]
        progress.tell(losses, partial(_outputs, program, heads), steering.end(program, epoch))
    return progress.finished()


def _outputs(program: Program, heads: Mapping[str, Head], x: Array) -> dict[str, Array]:
    return dict(zip(heads, program.predict(x), strict=True))


class _Batches:
    """Shuffled batches of full size, since XLA would compile once more for a shorter last batch.

    Each batch is gathered when it is needed, so that the jets are in memory only once.
    """

    def __init__(self, train: Dataset, training: Training, heads: Mapping[str, Head]) -> None:
        self.size = min(training.batch_size, len(train))
        self.order = np.random.default_rng(training.seed)
        self.train, self.mirrors = train, np.random.default_rng((training.seed, 1))
        self.targets = [train.target_of(name) for name in heads]
        self.weights = [train.weight_of(name).astype(np.float32, copy=False) for name in heads]

    def __len__(self) -> int:
        return len(self.train) // self.size

    @property
    def generators(self) -> dict[str, NumpyGenerator]:
        """The random generators, for a checkpoint."""
        return {"order": NumpyGenerator(self.order), "mirrors": NumpyGenerator(self.mirrors)}

    def epoch(self) -> Iterator[tuple[Any, list[Any], list[Any]]]:
        """(x, targets of the heads, weights of the heads) for each batch of one epoch."""
        jets = self.order.permutation(len(self.train))
        for rows in jets[: len(self) * self.size].reshape(-1, self.size):
            x = self.train.seen(rows, self.mirrors)
            yield x, [values[rows] for values in self.targets], [values[rows] for values in self.weights]


def _cosine(rate: float, steps: int) -> NDArray[np.float32]:
    """The learning rate of each step: from `rate` to zero along half a cosine (arXiv:1608.03983)."""
    return (rate * (1 + np.cos(np.pi * np.arange(steps) / steps)) / 2).astype(np.float32)


class _Adam:
    """Adam (Kingma and Ba, arXiv:1412.6980), with Keras's defaults, on all variables as one vector.

    Most variables of these models are small: separate moments would take more time than a small batch's gradients.
    """

    def __init__(self, variables: Sequence[Any]) -> None:
        self.variables = variables
        self.sizes = [int(np.prod(variable.shape)) for variable in variables]
        zeros = np.zeros(sum(self.sizes), np.float32)
        self.mean, self.square = (tf.Variable(zeros, trainable=False) for _ in range(2))
        self.steps = tf.Variable(np.float32(0), trainable=False)

    def reset(self) -> None:
        """Sets moments and step count back to zero."""
        for variable in (self.mean, self.square, self.steps):
            variable.assign(tf.zeros_like(variable))

    def state(self) -> State:
        """See checkpoints.Part."""
        return {"mean": self.mean.numpy(), "square": self.square.numpy(), "steps": self.steps.numpy()}

    def restore(self, state: State) -> None:
        """See checkpoints.Part."""
        for name, variable in (("mean", self.mean), ("square", self.square), ("steps", self.steps)):
            variable.assign(state[name])

    def apply(self, gradients: Sequence[Any], rate: Any) -> None:
        """Makes one step, and then applies the constraints of the variables."""
        gradient = tf.concat([tf.reshape(g, [-1]) for g in gradients], axis=0)
        self.steps.assign_add(1)
        self.mean.assign_add((gradient - self.mean) * (1 - BETA_1))
        self.square.assign_add((gradient * gradient - self.square) * (1 - BETA_2))
        rate = rate * tf.sqrt(1 - BETA_2**self.steps) / (1 - BETA_1**self.steps)
        change = tf.split(rate * self.mean / (tf.sqrt(self.square) + EPSILON), self.sizes)
        for variable, flat in zip(self.variables, change, strict=True):
            moved = variable.value - tf.reshape(flat, variable.shape)
            variable.value.assign(variable.constraint(moved) if variable.constraint else moved)


def _reset_step(program: Program, heads: Mapping[str, Head], lesson: Lesson | None) -> tuple[_Adam, Step]:
    """(optimizer after a reset, compiled training step) for these losses."""
    losses = tuple((head.loss, head.weight, head.quantile) for head in heads.values())
    taught = lesson and (lesson.weight, lesson.temperature)
    optimizer, step = program.function((losses, taught), lambda: _training_step(program.model, heads, lesson))
    optimizer.reset()
    return optimizer, step


def _training_step(model: keras.Model, heads: Mapping[str, Head], lesson: Lesson | None) -> tuple[_Adam, Step]:
    variables = model.trainable_variables
    optimizer = _Adam(variables)
    losses = [_loss(head, lesson) for head in heads.values()]
    shares = [head.weight for head in heads.values()]

    @tf.function(jit_compile=True)  # type: ignore[untyped-decorator]
    def step(x: Any, targets: list[Any], weights: list[Any], rate: Any) -> Any:
        with tf.GradientTape() as tape:
            outputs = model(x, training=True)
            outputs = outputs if isinstance(outputs, list) else [outputs]
            parts = [
                share * loss(target, output, sample_weight=weight)
                for share, loss, target, output, weight in zip(shares, losses, targets, outputs, weights, strict=True)
            ]
            total = sum((*parts, *model.losses))
        optimizer.apply(tape.gradient(total, variables, unconnected_gradients="zero"), rate)
        return total

    return optimizer, step


def prune(program: Program, pruning: Pruning, progress: float, hidden: set[str]) -> None:
    """Updates each mask to the schedule at `progress` (0 to 1), and sets the pruned weights to zero."""
    kernels = {name: program.model.get_layer(name).kernel for name in program.masks}
    values = {name: keras.ops.convert_to_numpy(kernel.value) for name, kernel in kernels.items()}
    for name, mask in masks_at(pruning, progress, values, hidden).items():
        program.masks[name].mask.assign(mask)
        kernels[name].assign(values[name] * mask)


class _ResponseLoss(keras.losses.Loss):  # type: ignore[misc]
    """`losses.response_loss` of each jet."""

    def __init__(self, head: Head) -> None:
        super().__init__(name="response")  # TensorFlow would reject the class name, which starts with _
        self.head = head

    def call(self, y_true: Any, y_pred: Any) -> Any:
        target, response = (keras.ops.reshape(values, (-1,)) for values in (y_true, y_pred))
        return response_loss(self.head, response, target, keras.ops)


class _LessonLoss(keras.losses.Loss):  # type: ignore[misc]
    """`losses.taught_loss` of each jet; y_true: (jets, 1 + classes) label and the teacher's logits."""

    def __init__(self, lesson: Lesson) -> None:
        super().__init__(name="lesson")
        self.lesson = lesson

    def call(self, y_true: Any, y_pred: Any) -> Any:
        labels = keras.ops.cast(y_true[:, 0], "int32")
        hard = keras.ops.sparse_categorical_crossentropy(labels, y_pred, from_logits=True)
        return taught_loss(self.lesson, hard, y_pred, y_true[:, 1:], keras.ops)


def _loss(head: Head, lesson: Lesson | None) -> keras.losses.Loss:
    if head.loss != "cross_entropy":
        return _ResponseLoss(head)
    return _LessonLoss(lesson) if lesson else keras.losses.SparseCategoricalCrossentropy(from_logits=True)
