"""Training of Keras models, shared by the frontends whose models are Keras models."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from codesign import evaluation
from codesign.design import Pruning, Training
from codesign.heads import LOGITS, Head, Lesson, response_loss
from codesign.jets.dataset import Dataset
from codesign.prune import magnitude_mask, sparsity_at

Report = Callable[[dict[str, float]], None]
Predict = Callable[[NDArray[Any]], list[NDArray[Any]]]
TAGGER = {LOGITS: Head(loss="cross_entropy")}


class KernelMask(keras.constraints.Constraint):  # type: ignore[misc]
    """Keeps pruned weights at zero after every step."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        # a plain tf.Variable, so that the compiled step reads it without it being one of the model's weights
        self.mask = tf.Variable(np.ones(shape, np.float32), trainable=False)

    def __call__(self, kernel: Any) -> Any:
        """The kernel with zeros where the mask has them."""
        return kernel * self.mask


class _Prune(keras.callbacks.Callback):  # type: ignore[misc]
    """Moves each mask along the schedule at the start of an epoch."""

    def __init__(self, masks: Mapping[str, KernelMask], pruning: Pruning, epochs: int) -> None:
        super().__init__()
        self.masks, self.pruning, self.epochs = masks, pruning, epochs

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        sparsity = sparsity_at(self.pruning, epoch / self.epochs)
        if sparsity == 0:
            return
        for name, mask in self.masks.items():
            kernel = self.model.get_layer(name).kernel
            pruned = magnitude_mask(keras.ops.convert_to_numpy(kernel.value), sparsity)
            mask.mask.assign(pruned)
            kernel.assign(kernel * pruned)


class _Report(keras.callbacks.Callback):  # type: ignore[misc]
    """Calls `report` once an epoch with the loss and the design's score on the validation jets."""

    def __init__(
        self,
        outputs: Callable[[NDArray[Any]], Mapping[str, NDArray[Any]]],
        validation: Dataset,
        report: Report,
        history: list[dict[str, float]],
        epochs: int,
    ) -> None:
        super().__init__()
        self.outputs, self.validation, self.report = outputs, validation, report
        self.history, self.epochs = history, epochs

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        score = evaluation.score(self.outputs(self.validation.x), self.validation)["value"]
        row = {"epoch": epoch + 1, "epochs": self.epochs, "loss": float(logs["loss"]), "validation_score": score}
        self.history.append(row)
        self.report(row)


def fit(
    model: keras.Model,
    masks: Mapping[str, KernelMask],
    predict: Predict,
    train: Dataset,
    validation: Dataset,
    training: Training,
    pruning: Pruning,
    report: Report,
    heads: Mapping[str, Head] = TAGGER,
) -> list[dict[str, float]]:
    """Each head with its loss and weights, Adam, XLA; returns one row an epoch.

    heads: by name, in the order of the model's outputs.
    The same seed gives the same weights on the same machine and versions: XLA on one thread sums in one order.
    (TensorFlow's own switch for deterministic operations would turn XLA off.)
    """
    keras.utils.set_random_seed(training.seed)
    steps = -(-len(train.y) // training.batch_size)
    rate = keras.optimizers.schedules.CosineDecay(training.learning_rate, steps * training.epochs)
    model.compile(
        optimizer=keras.optimizers.Adam(rate),
        loss=[_loss(head, train.lesson) for head in heads.values()],
        loss_weights=[head.weight for head in heads.values()],
        jit_compile=True,
        steps_per_execution=min(steps, 16),
    )
    history: list[dict[str, float]] = []
    model.fit(
        _batches(train, training, heads),
        epochs=training.epochs,
        verbose=0,
        shuffle=False,  # the batches come shuffled
        callbacks=[
            _Prune(masks, pruning, training.epochs),
            _Report(lambda x: dict(zip(heads, predict(x), strict=True)), validation, report, history, training.epochs),
        ],
    )
    return history


def inference(model: keras.Model, batch_size: int = 2048) -> Predict:
    """A function from (jets, ...) inputs to the list of outputs, compiled once for batches of one size.

    Keras's own `predict` would compile again for each number of jets it meets.
    """
    step = tf.function(lambda x: model(x, training=False), jit_compile=True)

    def predict(x: NDArray[Any]) -> list[NDArray[Any]]:
        padded = np.concatenate([x, np.zeros((-len(x) % batch_size, *x.shape[1:]), x.dtype)]).astype(np.float32)
        parts = [step(padded[first : first + batch_size]) for first in range(0, len(padded), batch_size)]
        batches = [part if isinstance(part, list) else [part] for part in parts]
        return [
            np.concatenate([output.numpy() for output in outputs])[: len(x)] for outputs in zip(*batches, strict=True)
        ]

    return predict


class _ResponseLoss(keras.losses.Loss):  # type: ignore[misc]
    """`heads.response_loss` of each jet."""

    def __init__(self, head: Head) -> None:
        super().__init__()
        self.head = head

    def call(self, y_true: Any, y_pred: Any) -> Any:
        target, response = (keras.ops.reshape(values, (-1,)) for values in (y_true, y_pred))
        return response_loss(self.head, response, target, keras.ops)


class _LessonLoss(keras.losses.Loss):  # type: ignore[misc]
    """`Lesson.loss` of each jet; y_true: (jets, 1 + classes) label and the teacher's logits."""

    def __init__(self, lesson: Lesson) -> None:
        super().__init__()
        self.lesson = lesson

    def call(self, y_true: Any, y_pred: Any) -> Any:
        labels = keras.ops.cast(y_true[:, 0], "int32")
        hard = keras.ops.sparse_categorical_crossentropy(labels, y_pred, from_logits=True)
        return self.lesson.loss(hard, y_pred, y_true[:, 1:], keras.ops)


def _loss(head: Head, lesson: Lesson | None) -> keras.losses.Loss:
    if head.loss != "cross_entropy":
        return _ResponseLoss(head)
    return _LessonLoss(lesson) if lesson else keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def _batches(train: Dataset, training: Training, heads: Mapping[str, Head]) -> tf.data.Dataset:
    """Shuffled full batches: XLA would compile once more for a short last one."""
    size = min(training.batch_size, len(train.y))
    targets = tuple(train.target_of(name) for name in heads)
    weights = tuple(train.weight_of(name).astype(np.float32) for name in heads)
    data = tf.data.Dataset.from_tensor_slices((train.x, targets, weights))
    return data.shuffle(len(train.y), seed=training.seed).batch(size, drop_remainder=True).prefetch(2)
