"""The report of a training after each epoch."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.design.training import Pruning, Training
from codesign.jets.dataset import Dataset
from codesign.training import evaluation
from codesign.training.checkpoints import Checkpoint, Part, State

Report = Callable[[dict[str, float]], None]
WATCHED_JETS = 20_000  # give an AUC to 0.002; all jets of a large file would take a fifth of an epoch's time


class _Best:
    """The state of the model after its best epoch, as a part of the training; empty before there is one."""

    def __init__(self) -> None:
        self.of_model: State = {}

    def state(self) -> State:
        """See checkpoints.Part."""
        return dict(self.of_model)

    def restore(self, state: State) -> None:
        """See checkpoints.Part."""
        self.of_model = dict(state)


class Progress:
    """Collects a row for each epoch, reports it, and writes the parts of the training into its checkpoint.

    A training that resumes from a checkpoint reports the epochs of the earlier process again, so that the receiver of
    the reports gets all of them. `report` may raise to end the training. With `training.patience`, the training ends
    after so many epochs without a better score, and `finished` puts the best model back.
    """

    def __init__(
        self,
        validation: Dataset,
        training: Training,
        pruning: Pruning,
        report: Report,
        checkpoint: Checkpoint | None,
        parts: Mapping[str, Part],
    ) -> None:
        """parts: all that changes in the training; the one named "model" is the model itself."""
        self.epochs, self.patience = training.epochs, training.patience
        self.first_that_counts = math.ceil(pruning.end * training.epochs) if pruning.sparsity else 0
        self.best = _Best()
        self.report, self.checkpoint = report, checkpoint
        self.parts = {**parts, "best": self.best} if self.patience else dict(parts)
        self.watched = validation[:: max(1, len(validation) // WATCHED_JETS)]
        self.history = checkpoint.restore(self.parts) if checkpoint else []
        for row in self.history:
            report(row)

    def ahead(self) -> Iterator[int]:
        """The epochs that are still to be trained, counted from 0; `tell` is called after each."""
        while len(self.history) < self.epochs and not self._out_of_patience():
            yield len(self.history)

    def tell(
        self,
        losses: Sequence[Any],
        predict: Callable[[NDArray[Any]], Mapping[str, NDArray[Any]]],
        more: Mapping[str, float],
    ) -> None:
        """Called after each epoch. losses: one per step; predict: x -> outputs by name; more: entries for the row."""
        score = evaluation.score(predict(self.watched.x), self.watched)["value"]
        row = {
            "epoch": len(self.history) + 1,
            "epochs": self.epochs,
            "loss": float(np.mean(losses)),
            "validation_score": score,
            **more,
        }
        self.history.append(row)
        if self.patience and self._best_epoch() == len(self.history) - 1:
            self.best.restore(self.parts["model"].state())
        if self.checkpoint:
            self.checkpoint.keep(self.history, self.parts)
        self.report(row)

    def finished(self) -> list[dict[str, float]]:
        """The rows of all epochs. With `training.patience`, the model is again what it was after its best epoch."""
        if self.best.of_model:
            self.parts["model"].restore(self.best.of_model)
        return self.history

    def _best_epoch(self) -> int | None:
        """The epoch with the best score, counted from 0, the first of equals; None before pruning has ended."""
        scores = [row["validation_score"] for row in self.history][self.first_that_counts :]
        return self.first_that_counts + int(np.argmax(scores)) if scores else None

    def _out_of_patience(self) -> bool:
        best = self._best_epoch()
        return self.patience is not None and best is not None and len(self.history) - 1 - best >= self.patience
