"""Early stopping of trainings that fall behind the earlier ones.

Optuna's pruners decide. Their study is in memory and holds the validation scores of all designs of earlier batches, so
which trainings stop depends on results alone and not on which worker was faster.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from codesign.errors import CodesignError
from codesign.runs.run import Run

Method = Literal["none", "median", "hyperband"]
LEAST_RIVALS = 4  # a median over fewer designs says little
STOPPED = "stopped.json"


class Stopped(CodesignError):
    """Ends a training that falls behind; the message says why."""


class Stopper:
    """Called with the history row of each epoch; raises Stopped when the training should end.

    rivals: validation scores by epoch of each design of earlier batches; place: index of the design in its batch.
    """

    def __init__(self, method: Method, warm_up: int, epochs: int, rivals: Sequence[Sequence[float]], place: int):
        import optuna

        optuna.logging.set_verbosity(optuna.logging.WARNING)
        self.method = method
        pruner: optuna.pruners.BasePruner
        if method == "median":
            pruner = optuna.pruners.MedianPruner(LEAST_RIVALS, warm_up)
        else:
            pruner = optuna.pruners.HyperbandPruner(max(1, warm_up), epochs)
        study = optuna.create_study(study_name="stopping", direction="maximize", pruner=pruner)
        for scores in rivals:
            trial = study.ask()
            for epoch, score in enumerate(scores, 1):
                trial.report(score, epoch)
                trial.should_prune()  # also records in the trial which rungs it reached
            study.tell(trial, scores[-1])
        for _ in range(place):  # Hyperband assigns designs to its brackets by their trial numbers
            study.tell(study.ask(), state=optuna.trial.TrialState.FAIL)
        self.trial = study.ask()

    def __call__(self, row: Mapping[str, float]) -> None:
        """Reports one epoch; raises Stopped if the training should end. row: as in `history.json`."""
        self.trial.report(row["validation_score"], int(row["epoch"]))
        if row["epoch"] < row["epochs"] and self.trial.should_prune():
            raise Stopped(
                f"stopped after epoch {row['epoch']:.0f} of {row['epochs']:.0f} at a validation score of"
                f" {row['validation_score']:.4f}, behind the designs before it ({self.method})"
            )


def scores(run: Run) -> list[float]:
    """Validation scores by epoch of a run that was trained or stopped; empty for a run that failed."""
    for name in ("history.json", STOPPED):
        if run.has(name):
            return [row["validation_score"] for row in run.read(name)["epochs"]]
    return []
