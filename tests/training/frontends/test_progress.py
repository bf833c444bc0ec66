"""Early stopping: when a training ends, and which epoch's model it returns."""

import numpy as np
import pytest
from pydantic import ValidationError

from codesign.design.design import Design
from codesign.design.training import Pruning, Training
from codesign.training import evaluation
from codesign.training.checkpoints import Checkpoint
from codesign.training.frontends.progress import Progress


class Model:
    """A model whose only number is its epoch."""

    def __init__(self):
        self.epoch = 0

    def state(self):
        return {"epoch": np.array(self.epoch)}

    def restore(self, state):
        self.epoch = int(state["epoch"])


class Jets:
    """Validation jets of which only the length counts."""

    x = None

    def __len__(self):
        return 1

    def __getitem__(self, rows):
        return self


def trained(monkeypatch, scores, patience, pruning=None, checkpoint=None, killed_after=None):
    """(epochs trained, epoch of the model that is returned) for these validation scores."""
    model, following = Model(), iter(scores)
    training = Training(epochs=len(scores), patience=patience)
    progress = Progress(Jets(), training, pruning or Pruning(), lambda row: None, checkpoint, {"model": model})
    for _ in progress.history:
        next(following)
    monkeypatch.setattr(evaluation, "score", lambda outputs, data: {"value": next(following)})
    for epoch in progress.ahead():
        model.epoch = epoch + 1
        progress.tell([0.0], lambda x: {}, {})
        if killed_after == epoch + 1:
            return None
    return len(progress.finished()), model.epoch


@pytest.mark.parametrize(
    ("scores", "patience", "epochs", "best"),
    [
        ([0.5, 0.7, 0.6, 0.65, 0.9], 2, 4, 2),
        ([0.5, 0.7, 0.6, 0.65, 0.9], 3, 5, 5),
        ([0.5, 0.7, 0.7, 0.7, 0.9], 2, 4, 2),  # the first of equals
        ([0.9, 0.1, 0.2], 1, 2, 1),
        ([0.1, 0.2, 0.3], 1, 3, 3),
        ([0.9, 0.1, 0.2], None, 3, 3),  # without patience: the last epoch's model
    ],
)
def test_a_training_ends_without_a_better_score_and_returns_its_best_epoch(monkeypatch, scores, patience, epochs, best):
    assert trained(monkeypatch, scores, patience) == (epochs, best)


def test_epochs_before_the_end_of_pruning_do_not_count(monkeypatch):
    pruning = Pruning(sparsity=0.5, start=0.0, end=0.5)
    assert trained(monkeypatch, [0.9, 0.9, 0.3, 0.2], 1, pruning) == (4, 3)


def test_a_killed_training_remembers_its_best_epoch(monkeypatch, tmp_path):
    monkeypatch.setattr("codesign.training.checkpoints.EVERY_S", 0.0)
    scores = [0.5, 0.7, 0.6, 0.65, 0.9]
    checkpoint = Checkpoint(tmp_path / "checkpoint.npz", {"design": "x"})
    trained(monkeypatch, scores, 2, checkpoint=checkpoint, killed_after=3)
    assert trained(monkeypatch, scores, 2, checkpoint=checkpoint) == (4, 2)


def test_patience_and_a_moving_penalty_exclude_each_other():
    with pytest.raises(ValidationError, match=r"training\.patience .* precision\.ebops_target .* leave one out"):
        Design.model_validate({"training": {"patience": 3}, "precision": {"ebops_target": 1000.0}})


def test_the_key_of_a_design_without_patience_is_the_old_one():
    assert "patience" not in Design().document()["training"]
    assert Design.model_validate({"training": {"patience": 3}}).document()["training"]["patience"] == 3
