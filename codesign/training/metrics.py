"""How well a tagger separates its classes, with statistical errors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.runs.scores import softmax

Array = NDArray[Any]


def auc(signal: Array, background: Array) -> float:
    """Probability that a signal score exceeds a background score, ties counting half (Mann-Whitney)."""
    scores = np.concatenate([signal, background])
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks = (last - (counts - 1) / 2)[inverse]  # the mean rank of equal scores
    wins = ranks[: len(signal)].sum() - len(signal) * (len(signal) + 1) / 2
    return float(wins / (len(signal) * len(background)))


def auc_error(value: float, signal: int, background: int) -> float:
    """Standard error of an AUC for these numbers of jets (Hanley and McNeil, Radiology 143 (1982) 29)."""
    q1, q2 = value / (2 - value), 2 * value**2 / (1 + value)
    variance = value * (1 - value) + (signal - 1) * (q1 - value**2) + (background - 1) * (q2 - value**2)
    return float(np.sqrt(max(variance, 0.0) / (signal * background)))


def one_against_rest(logits: Array, y: Array, classes: Sequence[str]) -> dict[str, dict[str, float]]:
    """Class name -> AUC of its probability against all other classes, the error, and the class's number of jets."""
    p = softmax(logits)
    result = {}
    for position, name in enumerate(classes):
        signal, background = p[y == position, position], p[y != position, position]
        value = auc(signal, background)
        error = auc_error(value, len(signal), len(background))
        result[name] = {"auc": value, "error": error, "jets": len(signal)}
    return result


def macro(per_class: dict[str, dict[str, float]]) -> dict[str, float]:
    """Mean AUC over the classes and its error; the errors of the classes are treated as independent."""
    values = [row["auc"] for row in per_class.values()]
    errors = [row["error"] for row in per_class.values()]
    return {"auc": float(np.mean(values)), "error": float(np.sqrt(np.square(errors).sum()) / len(errors))}


def efficiency_at(logits: Array, y: Array, signal: Sequence[int], background: Sequence[int], mistag: float) -> float:
    """Signal efficiency at the background efficiency `mistag`, for a cut on p_signal / (p_signal + p_background)."""
    p = softmax(logits)
    s, b = p[:, list(signal)].sum(axis=1), p[:, list(background)].sum(axis=1)
    score = s / np.maximum(s + b, 1e-30)
    threshold = np.quantile(score[np.isin(y, background)], 1 - mistag)
    return float((score[np.isin(y, signal)] > threshold).mean())


def within_processes(
    logits: Array, y: Array, process: Array, names: Sequence[str], classes: Sequence[str], least: int = 100
) -> list[dict[str, Any]]:
    """AUC of b against light jets within each process that has at least `least` jets of both.

    Across processes, a tagger could learn the process instead of the flavour.
    """
    if not {"b", "light"} <= set(classes):
        return []
    b, light = classes.index("b"), classes.index("light")
    p = softmax(logits)
    score = p[:, b] / np.maximum(p[:, b] + p[:, light], 1e-30)
    rows = []
    for number, name in enumerate(names):
        signal, background = ((process == number) & (y == c) for c in (b, light))
        if min(signal.sum(), background.sum()) >= least:
            value = auc(score[signal], score[background])
            error = auc_error(value, int(signal.sum()), int(background.sum()))
            rows.append({"process": name, "auc": value, "error": error, "jets": int(signal.sum() + background.sum())})
    return rows
