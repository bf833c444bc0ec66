"""Two samples of jets side by side: numbers of jets, shares of the classes, and how far each distribution differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codesign.base.choice import some_rows
from codesign.errors import JetsError
from codesign.jets.card import class_rows
from codesign.jets.features import compute
from codesign.jets.store import JetFile, JetTable
from codesign.jets.words import ANGLE_LSB, PT_LSB_GEV, SLOTS

MOST_JETS = 50_000  # of each sample, chosen at random: the distance is then known to 0.01
LEVEL_1_PERCENT = 1.63  # Kolmogorov's distribution: a distance this many times sqrt(1/n + 1/m) is exceeded by 1 in 100
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Distance:
    """How a quantity is distributed in two samples. distance: Kolmogorov and Smirnov's, 0 to 1.

    expected: the distance that two samples of one distribution exceed in one of a hundred cases, if their values are
    independent; candidates of one jet are not.
    """

    name: str
    medians: tuple[float, float]
    distance: float
    expected: float


@dataclass(frozen=True)
class Comparison:
    """One table of two files. jets: of each; shares: class -> its share of each sample's jets; distances: sorted."""

    table: str
    jets: tuple[int, int]
    shares: Mapping[str, tuple[float, float]]
    distances: tuple[Distance, ...]


def compared(one: JetFile, other: JetFile) -> list[Comparison]:
    """The tables that two files share. Raises JetsError if they share none."""
    names = [name for name in one.tables if name in other.tables]
    if not names:
        has = " and ".join(", ".join(file.tables) or "none" for file in (one, other))
        raise JetsError(f"the two files have no table in common: {has}")
    return [_compared(name, one, other) for name in names]


def distance(one: Values, other: Values) -> float:
    """Kolmogorov and Smirnov's distance of two samples: the largest difference of their cumulated shares."""
    one, other = np.sort(one), np.sort(other)
    ends = np.concatenate([one, other])
    shares = [np.searchsorted(values, ends, side="right") / len(values) for values in (one, other)]
    return float(np.abs(shares[0] - shares[1]).max())


def _compared(name: str, one: JetFile, other: JetFile) -> Comparison:
    tables = one.table(name), other.table(name)
    if not all(map(len, tables)):
        raise JetsError(f"table {name} of one of the two files has no jets")
    rows = [class_rows(file, name) for file in (one, other)]
    classes = list(dict.fromkeys([*rows[0], *rows[1]]))
    shares = {
        label: (float(rows[0][label].mean()) if label in rows[0] else 0.0,
                float(rows[1][label].mean()) if label in rows[1] else 0.0)
        for label in classes
    }  # fmt: skip
    values = [_values(table) for table in tables]
    distances = [
        Distance(
            quantity,
            (float(np.median(first)), float(np.median(second))),
            distance(first, second),
            LEVEL_1_PERCENT * float(np.sqrt(1 / len(first) + 1 / len(second))),
        )
        for quantity, first in values[0].items()
        if len(first) and len(second := values[1][quantity])
    ]
    shown = {label: pair for label, pair in shares.items() if any(pair)}
    ordered = tuple(sorted(distances, key=lambda d: -d.distance))
    return Comparison(name, (len(tables[0]), len(tables[1])), shown, ordered)


def _values(table: JetTable) -> dict[str, Values]:
    """Quantity -> its values: one for each jet, and for features one for each filled slot of the leading 16."""
    table = table[some_rows(len(table), MOST_JETS)]
    pt, eta, phi = (table.scalar(name) for name in ("pt", "eta", "phi"))
    values = {
        "jet pT [GeV]": pt * PT_LSB_GEV,
        "jet eta": eta * ANGLE_LSB,
        "jet phi": phi * ANGLE_LSB,
        "candidates of a jet": table.scalar("candidates").astype(np.float64),
    }
    features = compute(table.words, pt, eta, phi, "cms20", SLOTS)
    inputs = features.as_float().astype(np.float64)
    filled = inputs[..., features.names.index("isfilled")] > 0
    values |= {name: inputs[..., number][filled] for number, name in enumerate(features.names) if name != "isfilled"}
    return values
