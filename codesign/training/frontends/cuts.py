"""The thresholds that boosted trees may use, and the bins into which they cut each number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import xgboost
from numpy.typing import NDArray

from codesign.design.training import Boosting
from codesign.net.fixedpoint import FixedPoint
from codesign.training.frontends.boosters import document_of, trees_of

Array = NDArray[Any]


def cuts_of(x: Array, types: FixedPoint, boosting: Boosting) -> list[Array]:
    """The possible thresholds of each number, in rising order, for x: (jets, n); types: (n,) of the numbers.

    They divide the jets into at most `max_bins` bins: values that many jets have, such as 0 in empty slots, get a bin
    of their own, and the others are divided evenly.
    """
    reach = np.maximum(np.abs(x).max(axis=0), types.lsb)
    steps = np.maximum(types.lsb, 2.0 ** (np.floor(np.log2(reach)) + 1 - boosting.threshold_bits))
    return [_cuts(column, step, boosting.max_bins) for column, step in zip(x.T, steps, strict=True)]


def _cuts(values: Array, step: float, bins: int) -> Array:
    cells, counts = np.unique(np.floor(values / step), return_counts=True)
    if len(cells) <= bins:
        return np.asarray(cells[1:] * step)
    alone, share = _heavy(counts, bins)
    starts, filled = [0], 0
    for cell, count in enumerate(counts):
        if cell and (alone[cell] or alone[cell - 1] or filled + count / 2 >= share):
            starts.append(cell)
            filled = 0
        filled += count
    while len(starts) > bins:  # bins that end before a value with its own bin may be small
        sizes = np.add.reduceat(counts, starts)
        del starts[int(np.argmin(sizes[1:] + sizes[:-1])) + 1]
    return np.asarray(cells[starts[1:]] * step)


def _heavy(counts: Array, bins: int) -> tuple[NDArray[np.bool_], float]:
    """Which values fill a bin alone, and how many jets each of the other bins should get."""
    alone = np.zeros(len(counts), bool)
    while True:
        share = counts[~alone].sum() / (bins - alone.sum())
        heavier = ~alone & (counts > share)
        if not heavier.any():
            return alone, share
        alone |= heavier


def binned(x: Array, cuts: Sequence[Array]) -> NDArray[np.float32]:
    """(jets, n) number of the bin of each value: how many of its thresholds are not above it."""
    bins = [np.searchsorted(of_number, column, side="right") for of_number, column in zip(cuts, x.T, strict=True)]
    return np.stack(bins, axis=1).astype(np.float32)


def worth_their_price(booster: xgboost.Booster, cuts: Sequence[Array], boosting: Boosting) -> list[Array]:
    """The thresholds whose comparisons bring more than the share `price` of the gain; the best one in any case.

    None of a number is left if all of its comparisons together bring no more than `number_price`.
    """
    gains, of_number = Counter[tuple[int, int]](), Counter[int]()  # thresholds count from 1, as the bins above them
    for tree in trees_of(document_of(booster)):
        for node in np.flatnonzero(np.array(tree["left_children"]) >= 0):
            number, threshold = tree["split_indices"][node], int(np.ceil(tree["split_conditions"][node]))
            gains[number, threshold] += tree["loss_changes"][node]
            of_number[number] += tree["loss_changes"][node]
    total = gains.total()
    worth = {
        (number, threshold)
        for (number, threshold), gain in gains.items()
        if gain > boosting.price * total and of_number[number] > boosting.number_price * total
    }
    worth |= {max(gains, key=gains.__getitem__)} if gains else set()
    return [np.array([c for k, c in enumerate(of, 1) if (n, k) in worth]) for n, of in enumerate(cuts)]
