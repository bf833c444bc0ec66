"""Scores of a run that are damaged are one error that names the file, whoever reads them."""

import numpy as np
import pytest

from codesign.errors import RunError
from codesign.runs.scores import tagger_scores

CLASSES = ("b", "light", "gluon")


@pytest.mark.parametrize(
    ("logits", "y", "message"),
    [
        (np.zeros(4), np.zeros(4, int), r"scores\.npz: logits has shape \(4,\), expected \(jets, 3\)"),
        (np.zeros((4, 2)), np.zeros(4, int), r"scores\.npz: logits has shape \(4, 2\), expected \(jets, 3\)"),
        (np.zeros((4, 3)), np.array([0, 1, 2, 3]), r"scores\.npz: y is not .*, 0 to 2"),
        (np.zeros((4, 3)), np.zeros((4, 1), int), r"scores\.npz: y is not"),
    ],
)
def test_scores_of_another_shape_are_refused(tmp_path, logits, y, message):
    np.savez(tmp_path / "scores.npz", logits=logits, y=y)
    with pytest.raises(RunError, match=message):
        tagger_scores(tmp_path, CLASSES, "codesign freeze x")


def test_scores_are_returned_as_they_are(tmp_path):
    logits, y = np.arange(12.0).reshape(4, 3), np.array([0, 1, 2, 0])
    np.savez(tmp_path / "scores.npz", logits=logits, y=y)
    read = tagger_scores(tmp_path, CLASSES, "codesign freeze x")
    assert all(map(np.array_equal, read, (logits, y)))
