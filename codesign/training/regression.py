"""How well a regressor corrects a quantity of jets: responses in bins, calibration, and sculpting of the mass.

A response is the corrected (or raw) value divided by the true one. Its width is relative: half the distance between
the 16 % and 84 % quantiles over the median, which for a normal distribution is the standard deviation over the mean.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

LEAST_JETS = 25  # quantiles of fewer jets are meaningless
DEGREES = (3, 4, 5, 6)  # of a calibration's polynomial
TOLERATED = 1.5  # chi square per degree of freedom, above which a polynomial is too stiff for its points
GRID = 101  # knots of a calibration
FINE_MASS_EDGES_GEV = (*range(20, 210, 10), 225)
MASS_EDGES_GEV = (20, 40, 60, 80, 100, 120, 140, 160, 180, 200, 225)
WIDE_PT_EDGES_GEV = (100, 150, 200, 300, 400, 600, 1000, 2000)
PT_EDGES_GEV = (15, 20, 25, 30, 40, 50, 65, 80, 100, 130, 170, 220, 300, 500)


@dataclass(frozen=True)
class Resolution:
    """Median and relative width of a response, with statistical errors. jets: their number.

    The width is infinite if the median is not above 0.
    """

    median: float
    width: float
    median_error: float
    width_error: float
    jets: int

    def to_dict(self) -> dict[str, float | None]:
        """Plain data, with None for infinity, which JSON cannot express."""
        return {name: value if np.isfinite(value) else None for name, value in asdict(self).items()}


def resolution(response: Array, weight: Array | None = None) -> Resolution:
    """The resolution of (jets,) responses, with (jets,) weights.

    Errors are those of a normal distribution's quantiles (Cramer, Mathematical Methods of Statistics, 28.5):
    1.25 sigma / sqrt(n) for the median and 0.96 sigma / sqrt(n) for half the distance between the 16 % and 84 %
    quantiles, where n is the number of jets or, with weights, (sum w)^2 / sum w^2.
    """
    weight = np.ones(len(response)) if weight is None else np.asarray(weight, np.float64)
    low, median, high = quantiles(response, weight, (0.16, 0.5, 0.84))
    sigma = (high - low) / 2
    root = np.sqrt(weight.sum() ** 2 / np.square(weight).sum())
    width = sigma / median if median > 0 else np.inf
    return Resolution(
        float(median), float(width), float(1.25 * sigma / root), float(0.96 * width / root), len(response)
    )


def quantiles(values: Array, weight: Array, shares: Sequence[float]) -> Array:
    """The values below which the given shares of the weight lie; equal weights give NumPy's method "hazen"."""
    order = np.argsort(values, kind="stable")
    cumulated = np.cumsum(weight[order])
    centres = (cumulated - weight[order] / 2) / cumulated[-1]
    return np.interp(shares, centres, values[order])


def in_bins(
    responses: Mapping[str, Array], along: Array, edges: Sequence[float], weight: Array | None = None
) -> list[dict[str, Any]]:
    """One row for each bin of `along` with enough jets: its edges, and name -> Resolution as plain data."""
    rows = []
    for low, high in pairwise(edges):
        inside = (along >= low) & (along < high)
        if inside.sum() >= LEAST_JETS:
            inner = None if weight is None else weight[inside]
            resolutions = {name: resolution(values[inside], inner).to_dict() for name, values in responses.items()}
            rows.append({"low": low, "high": high} | resolutions)
    return rows


@dataclass(frozen=True, eq=False)
class Calibration:
    """A monotone map of a corrected quantity that brings its median response to 1 in bins of the true quantity.

    predicted_gev, true_gev: (knots,) rising; linear between the knots, with the factor of the end knot beyond them.
    """

    predicted_gev: Array
    true_gev: Array

    @classmethod
    def fit(
        cls, predicted_gev: Array, true_gev: Array, edges: Sequence[float], weight: Array | None = None
    ) -> Calibration:
        """Fits a smooth numerical inversion, the usual calibration of jets (ATLAS, arXiv:1703.09665, section 5.3).

        The prediction at the median response, in bins of the true value, is smoothed by the polynomial of lowest
        degree, from 3 to 6, that describes it within its errors, and inverted where it rises. Raises ValueError if
        jets fill too few bins, or predictions do not rise with the true value.
        """
        measured = in_bins({"it": predicted_gev / true_gev, "at": true_gev}, true_gev, edges, weight)
        known = [row for row in measured if row["it"]["median"] > 0]
        if len(known) <= DEGREES[0]:
            raise ValueError(f"a calibration needs jets in more than {DEGREES[0]} bins of the true value")
        true = np.array([row["at"]["median"] for row in known])
        medians, errors = (np.array([row["it"][name] for row in known]) for name in ("median", "median_error"))
        smooth = _smooth(true, true * medians, true * np.maximum(errors, 1e-6))
        grid = np.linspace(true[0], true[-1], GRID)
        predicted = smooth(grid)
        rising = predicted > np.maximum.accumulate(np.concatenate([[0.0], predicted[:-1]]))
        if rising.sum() < 2:
            raise ValueError("a calibration needs predictions that rise with the true value")
        return cls(predicted[rising], grid[rising])

    def __call__(self, predicted_gev: Array) -> Array:
        """(jets,) the calibrated quantity for (jets,) predictions."""
        factors = self.true_gev / self.predicted_gev
        inside = np.interp(predicted_gev, self.predicted_gev, self.true_gev)
        below, above = predicted_gev < self.predicted_gev[0], predicted_gev > self.predicted_gev[-1]
        return np.where(below, predicted_gev * factors[0], np.where(above, predicted_gev * factors[-1], inside))

    def to_dict(self) -> dict[str, list[float]]:
        """Plain data."""
        return {"predicted_gev": self.predicted_gev.tolist(), "true_gev": self.true_gev.tolist()}


def _smooth(x: Array, y: Array, error: Array) -> np.polynomial.Polynomial:
    for degree in DEGREES:
        polynomial = np.polynomial.Polynomial.fit(x, y, degree, w=1 / error)
        freedom = len(x) - degree - 1
        if freedom <= 1 or np.square((polynomial(x) - y) / error).sum() <= TOLERATED * freedom:
            break
    return polynomial


def jensen_shannon(one: Array, other: Array) -> float:
    """Divergence in bits of two histograms with the same bins: 0 for the same shape, 1 for no overlap (Lin, 1991)."""
    p, q = one / one.sum(), other / other.sum()
    middle = (p + q) / 2

    def against(a: Array) -> float:
        filled = a > 0
        return float((a[filled] * np.log2(a[filled] / middle[filled])).sum())

    return (against(p) + against(q)) / 2


def sculpting(mass_gev: Array, score: Array, shares: Sequence[float], edges: Array) -> list[dict[str, float]]:
    """How far cuts on a tagger's score distort the mass spectrum of background jets.

    mass_gev, score: (jets,) of the background; shares: the fraction of jets that passes each cut. Each row has the
    divergence between the spectra of the passing jets and of all, and that of as many random jets (mean of 20 draws),
    since small samples differ by chance. Masses outside the edges count in the outermost bins.
    """
    mass_gev = np.clip(mass_gev, edges[0], edges[-1])
    whole = np.histogram(mass_gev, edges)[0]
    rng = np.random.default_rng(0)
    rows = []
    for share in shares:
        number = max(round(share * len(score)), 1)
        tagged = np.histogram(mass_gev[np.argsort(-score, kind="stable")[:number]], edges)[0]
        draws = [np.histogram(rng.choice(mass_gev, number, replace=False), edges)[0] for _ in range(20)]
        chance = float(np.mean([jensen_shannon(draw, whole) for draw in draws]))
        rows.append({"share": share, "jets": number, "divergence": jensen_shannon(tagged, whole), "by_chance": chance})
    return rows
