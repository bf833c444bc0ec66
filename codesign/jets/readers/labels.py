"""Classes and cuts of imported jets, by the conditions of a source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.jets.classes import UNLABELLED
from codesign.jets.readers.source import Case, Condition

TWO_CLASSES = "jets of two classes at once"


def labels_of(
    cases: Sequence[Case], jets: Mapping[str, NDArray[Any]], count: int
) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
    """(jets,) position of each jet's class, and which jets meet the conditions of two; those have no label."""
    label, met = np.full(count, UNLABELLED, np.int8), np.zeros(count, np.int64)
    names = list(dict.fromkeys(case.name for case in cases))
    for position, name in enumerate(names):
        rows = np.any([meets(case.when, jets, count) for case in cases if case.name == name], axis=0)
        met += rows
        label[rows] = position
    twice = met > 1
    return np.where(twice, np.int8(UNLABELLED), label), twice


def meets(conditions: Sequence[Condition], jets: Mapping[str, NDArray[Any]], count: int) -> NDArray[np.bool_]:
    """(jets,) which jets meet all conditions."""
    rows = np.ones(count, np.bool_)
    for condition in conditions:
        values = jets[condition.column]
        values = np.abs(values) if condition.absolute else values
        if condition.values is not None:
            rows &= np.isin(values, condition.values)
        if condition.least is not None:
            rows &= values >= condition.least
        if condition.most is not None:
            rows &= values <= condition.most
    return rows
