"""The report of a training after each epoch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.jets.dataset import Dataset
from codesign.training import evaluation
from codesign.training.checkpoints import Checkpoint, Part

Report = Callable[[dict[str, float]], None]
WATCHED_JETS = 20_000  # give an AUC to 0.002; all jets of a large file would take a fifth of an epoch's time


class Progress:
    """Collects a row for each epoch, reports it, and writes the parts of the training into its checkpoint.

    A training that resumes from a checkpoint reports the epochs of the earlier process again, so that the receiver of
    the reports gets all of them. `report` may raise to end the training.
    """

    def __init__(
        self,
        validation: Dataset,
        epochs: int,
        report: Report,
        checkpoint: Checkpoint | None,
        parts: Mapping[str, Part],
    ) -> None:
        self.epochs, self.report, self.checkpoint, self.parts = epochs, report, checkpoint, parts
        self.watched = validation[:: max(1, len(validation) // WATCHED_JETS)]
        self.history = checkpoint.restore(parts) if checkpoint else []
        for row in self.history:
            report(row)

    @property
    def ahead(self) -> range:
        """The epochs that are still to be trained, counted from 0."""
        return range(len(self.history), self.epochs)

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
        if self.checkpoint:
            self.checkpoint.keep(self.history, self.parts)
        self.report(row)
