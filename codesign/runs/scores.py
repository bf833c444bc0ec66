"""The outputs of a run's frozen net on its test jets, as arrays: `run.scores()`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.base.records import read_arrays
from codesign.design.heads import LOGITS
from codesign.errors import RunError

SCORES = "scores.npz"


def softmax(logits: NDArray[Any]) -> NDArray[Any]:
    """(jets, classes) probabilities from (jets, classes) logits."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(e / e.sum(axis=1, keepdims=True))


@dataclass(frozen=True, eq=False)
class Scores:
    """The firmware's outputs for the test jets, in the order of `run.jets("test")`.

    outputs: head -> (jets, size), "logits" for a tagger; y: (jets,) position of each jet's class in `classes`.
    pt_gev: (jets,) pT of the Level-1 jet; process: (jets,) number of the simulated process it comes from.
    raw_gev, true_gev: response head -> (jets,) the quantity before the correction, and its true value.
    """

    y: NDArray[np.int64]
    outputs: Mapping[str, NDArray[np.float32]]
    classes: tuple[str, ...]
    pt_gev: NDArray[np.float32]
    process: NDArray[Any]
    raw_gev: Mapping[str, NDArray[Any]]
    true_gev: Mapping[str, NDArray[Any]]

    def __len__(self) -> int:
        return len(self.y)

    @property
    def probabilities(self) -> NDArray[np.float64]:
        """(jets, classes) softmax of the logits; RunError if the design has no tagger."""
        if LOGITS not in self.outputs:
            raise RunError(f"this design has no head {LOGITS!r}, only {', '.join(self.outputs)}; use `outputs`")
        return softmax(self.outputs[LOGITS].astype(np.float64))

    def is_class(self, *names: str) -> NDArray[np.bool_]:
        """(jets,) whether each jet is in one of these classes; RunError for a class that the design does not have."""
        return np.isin(self.y, [self._position(name) for name in names])

    def probability(self, *names: str) -> NDArray[np.float64]:
        """(jets,) probability that each jet is in one of these classes; RunError as for `is_class`."""
        return np.asarray(self.probabilities[:, [self._position(name) for name in names]].sum(axis=1))

    def _position(self, name: str) -> int:
        if name not in self.classes:
            raise RunError(f"there is no class {name!r}; this design knows {', '.join(self.classes)}")
        return self.classes.index(name)


def tagger_scores(folder: Path, classes: Sequence[str], again: str) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """(jets, classes) logits of a run's test jets, and (jets,) the position of each jet's class in `classes`.

    again: the command that writes the scores. Raises RunError if the file is missing or broken, or has other classes.
    """
    arrays = read_arrays(folder / SCORES, again, LOGITS, "y")
    logits, y = arrays[LOGITS], arrays["y"]
    if logits.ndim != 2 or logits.shape[1] != len(classes):
        raise RunError(
            f"{folder / SCORES}: {LOGITS} has shape {logits.shape}, expected (jets, {len(classes)}), one column per"
            f" class of metrics.json; remove it and run `{again}`"
        )
    if y.ndim != 1 or not np.isin(y, range(len(classes))).all():
        raise RunError(
            f"{folder / SCORES}: y is not the position of each jet's class, 0 to {len(classes) - 1}; remove it and run"
            f" `{again}`"
        )
    return logits, y


def read_scores(folder: Path, heads: Sequence[str], classes: Sequence[str], again: str) -> Scores:
    """The scores in a run folder. heads, classes: those of its design; again: the command that writes the scores.

    Raises RunError if the file is missing or broken.
    """
    responses = [name for name in heads if name != LOGITS]
    targets = [f"{name}_{what}_gev" for name in responses for what in ("raw", "true")]
    arrays = read_arrays(folder / SCORES, again, *heads, "y", "pt_gev", "process", *targets)
    return Scores(
        y=arrays["y"],
        outputs={name: arrays[name] for name in heads},
        classes=tuple(classes),
        pt_gev=arrays["pt_gev"],
        process=arrays["process"],
        raw_gev={name: arrays[f"{name}_raw_gev"] for name in responses},
        true_gev={name: arrays[f"{name}_true_gev"] for name in responses},
    )
