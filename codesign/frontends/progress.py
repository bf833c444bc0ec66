"""What a training tells after each epoch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign import evaluation
from codesign.jets.dataset import Dataset

Report = Callable[[dict[str, float]], None]
WATCHED_JETS = 20_000  # an AUC to 0.002; all of a large file would take as long as a fifth of the epoch


class Progress:
    """Keeps a row for each epoch, and reports it. `report` may raise to end the training."""

    def __init__(self, validation: Dataset, epochs: int, report: Report) -> None:
        self.epochs, self.report = epochs, report
        self.watched = validation[:: max(1, len(validation) // WATCHED_JETS)]
        self.history: list[dict[str, float]] = []

    def tell(
        self,
        losses: Sequence[Any],
        predict: Callable[[NDArray[Any]], Mapping[str, NDArray[Any]]],
        more: Mapping[str, float],
    ) -> None:
        """After an epoch; losses: of its steps, predict: outputs by name, more: to say besides."""
        score = evaluation.score(predict(self.watched.x), self.watched)["value"]
        row = {
            "epoch": len(self.history) + 1,
            "epochs": self.epochs,
            "loss": float(np.mean(losses)),
            "validation_score": score,
            **more,
        }
        self.history.append(row)
        self.report(row)
