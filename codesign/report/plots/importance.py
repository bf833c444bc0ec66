"""Which axes of a sweep matter: the share of a quantity's spread over the designs that each axis explains.

Optuna's fANOVA (Hutter, Hoos and Leyton-Brown, ICML 2014) fits a random forest to the finished designs and splits the
variance of its prediction into that of each axis alone. With few designs a forest sees patterns in noise, so that
`importance` says when nothing can be told, and gives the range of each share found by leaving out designs.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from optuna.distributions import BaseDistribution

LEAST_DESIGNS = 8  # chosen: below, a forest has about two designs a leaf and the shares follow its seed
TREES = 32  # the shares of 24 designs change by less than 0.01 from seed to seed
LEFT_OUT = 4  # parts of the designs, each left out once
TREES_LEFT_OUT = 16
SEED = 1

Value = float | str


@dataclass(frozen=True)
class Axis:
    """Keys of a design that change together, and their values in all designs.

    values: numbers of the first key that has numbers, or else text of the first key.
    """

    keys: tuple[str, ...]
    values: tuple[Value, ...]

    @property
    def name(self) -> str:
        """The name for people: 'precision.weights with precision.activations'."""
        return " with ".join(self.keys)

    @property
    def short(self) -> str:
        """The last parts of the keys, for a place with little room."""
        return ", ".join(key.removesuffix(".name").rsplit(".", 1)[-1] for key in self.keys)

    @property
    def numeric(self) -> bool:
        """Whether the values are numbers."""
        return all(isinstance(value, float) for value in self.values)

    @property
    def texts(self) -> tuple[str, ...]:
        """The value in each design, as text."""
        return tuple(f"{value:g}" if isinstance(value, float) else value for value in self.values)

    @property
    def levels(self) -> list[Value]:
        """The different values, sorted."""
        return sorted(set(self.values), key=lambda value: (isinstance(value, str), value))


@dataclass(frozen=True)
class Share:
    """The share of a quantity's spread that an axis explains, and its range found by leaving out designs."""

    axis: Axis
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Importance:
    """The shares of all axes, the largest first, adding up to 1; or no shares, and the reason."""

    shares: tuple[Share, ...]
    designs: int
    unknown: str = ""


def flat(document: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Dotted key -> value of a nested document."""
    values: dict[str, Any] = {}
    for key, value in document.items():
        values |= flat(value, f"{prefix}{key}.") if isinstance(value, Mapping) else {f"{prefix}{key}": value}
    return values


def axes(documents: Sequence[Mapping[str, Any]], below: Collection[str] | None = None) -> tuple[Axis, ...]:
    """The axes on which designs differ, from their documents; keys whose values go with each other are one axis.

    below: only these keys and those below them; None for all keys.
    """
    rows = _rows(documents)
    groups: dict[tuple[int, ...], list[str]] = {}
    for key in dict.fromkeys(key for row in rows for key in row):
        if below is not None and not any(f"{key}.".startswith(f"{one}.") for one in below):
            continue
        texts = [_text(row.get(key)) for row in rows]
        pattern = tuple(texts.index(text) for text in texts)
        if any(pattern):
            groups.setdefault(pattern, []).append(key)
    return tuple(Axis(tuple(keys), _values(keys, rows)) for keys in groups.values())


def one_by_one(axes: Sequence[Axis], documents: Sequence[Mapping[str, Any]]) -> tuple[Axis, ...]:
    """The same axes split into one per key, so that keys that change together each show their values."""
    rows = _rows(documents)
    return tuple(Axis((key,), _values((key,), rows)) for axis in axes for key in axis.keys)


def importance(axes: Sequence[Axis], target: Sequence[float], errors: Sequence[float] | None = None) -> Importance:
    """How much of the spread of `target`, one number per design, each axis explains.

    errors: the statistical errors of `target`; if it spreads no more than they do, nothing can be told.
    """
    unknown = _unknown(axes, target, errors)
    if unknown:
        return Importance((), len(target), unknown)
    everyone = np.arange(len(target))
    central = _fanova(axes, target, everyone, TREES)
    parts = [_fanova(axes, target, everyone[everyone % LEFT_OUT != part], TREES_LEFT_OUT) for part in range(LEFT_OUT)]
    shares = []
    for number, axis in enumerate(axes):
        values = [central[number], *(part[number] for part in parts)]
        shares.append(Share(axis, central[number], min(values), max(values)))
    return Importance(tuple(sorted(shares, key=lambda share: -share.value)), len(target))


def _unknown(axes: Sequence[Axis], target: Sequence[float], errors: Sequence[float] | None) -> str:
    if len(target) < 2:
        return "fewer than two designs are finished"
    if len(axes) < 2:
        return "the designs differ on one axis only" if axes else "the designs do not differ"
    if len(target) < LEAST_DESIGNS:
        return f"{len(target)} finished designs are too few to tell the axes apart; {LEAST_DESIGNS} are needed"
    spread = float(np.std(target))
    if errors is not None and spread <= float(np.mean(errors)):
        return f"the designs spread by {spread:.2g}, no more than their statistical error {np.mean(errors):.2g}"
    return "the designs are all equal in it" if spread == 0 else ""


def _fanova(axes: Sequence[Axis], target: Sequence[float], designs: Any, trees: int) -> list[float]:
    """The share of each axis, by a forest of so many trees fitted to some of the designs."""
    import optuna  # takes seconds

    spaces = {f"{number}": _space(axis) for number, axis in enumerate(axes)}
    before = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    try:
        study = optuna.create_study()
        for design in designs:
            params = {f"{number}": axis.values[design] for number, axis in enumerate(axes)}
            study.add_trial(optuna.trial.create_trial(params=params, distributions=spaces, value=float(target[design])))
        evaluator = optuna.importance.FanovaImportanceEvaluator(n_trees=trees, seed=SEED)
        shares = optuna.importance.get_param_importances(study, evaluator=evaluator)
    finally:
        optuna.logging.set_verbosity(before)
    return [float(shares.get(f"{number}", 0.0)) for number in range(len(axes))]


def _space(axis: Axis) -> BaseDistribution:
    from optuna.distributions import CategoricalDistribution, FloatDistribution

    if axis.numeric:
        numbers = [value for value in axis.values if isinstance(value, float)]
        return FloatDistribution(min(numbers), max(numbers))
    return CategoricalDistribution(axis.levels)


def _rows(documents: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{k: v for k, v in flat(document).items() if k != "name"} for document in documents]


def _values(keys: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> tuple[Value, ...]:
    for key in keys:
        column = [row.get(key) for row in rows]
        if all(isinstance(value, int | float) and not isinstance(value, bool) for value in column):
            return tuple(float(value) for value in column if value is not None)
    return tuple(_text(row.get(keys[0])) for row in rows)


def _text(value: Any) -> str:
    if value is None:
        return "-"
    return value if isinstance(value, str) else json.dumps(value)
