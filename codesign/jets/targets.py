"""Targets of the response heads: true over raw pT and mass, with the raw ones as the firmware computes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from codesign.jets.features import sort_by_pt
from codesign.jets.words import ANGLE_LSB, HALF_TURN, PT_LSB_GEV, unpack_field

Int = NDArray[np.int64]
Float = NDArray[np.float64]

TABLE_FRACTION = 20  # fraction bits of the tables of cosh and cos
PT_RATIO_RANGE = (0.3, 2.0)  # of `target_pt_ratio`, as in TrainTagger
# The raw mass of 16 candidates lacks soft and neutral candidates, so that its ratio has a long upper tail.
MASS_RATIO_RANGE = (0.3, 4.0)


@dataclass(frozen=True, eq=False)
class Target:
    """raw_gev, true_gev: (jets,) pT or mass as measured and as generated.

    ratio: (jets,) true over raw, clipped, which the network learns. All three are NaN where the ratio is undefined.
    """

    raw_gev: NDArray[np.float32]
    true_gev: NDArray[np.float32]
    ratio: NDArray[np.float32]

    def __getitem__(self, rows: Int | slice) -> Self:
        return type(self)(self.raw_gev[rows], self.true_gev[rows], self.ratio[rows])

    @property
    def defined(self) -> NDArray[np.bool_]:
        """(jets,) where there is a ratio."""
        return np.isfinite(self.ratio)


def pt_target(scalars: Mapping[str, NDArray[Any]]) -> Target:
    """pT of the generator jet, or of the visible tau or lepton, over that of the Level-1 jet; undefined for pile-up."""
    true = np.asarray(scalars["gen_pt_gev"], np.float64)
    if "lepton_visible_pt_gev" in scalars:
        lepton = scalars["lepton_visible_pt_gev"]
        true = np.where((lepton > 0) & (true > 0), lepton, true)
    return _target(scalars["pt"] * PT_LSB_GEV, true, PT_RATIO_RANGE)


def mass_target(words: NDArray[np.uint64], scalars: Mapping[str, NDArray[Any]]) -> Target:
    """True mass over the mass of the candidates in words (jets, slots).

    The true mass is that of the resonance where all its quarks are in the jet (label above 0), else that of the
    generator jet. Undefined where the candidates have no mass: one candidate only, or all in one direction.
    """
    true = np.where(scalars["label"] > 0, scalars["resonance_mass_gev"], scalars["gen_mass_gev"])
    return _target(puppi_mass_gev(words), true, MASS_RATIO_RANGE)


def puppi_mass_gev(words: NDArray[np.uint64]) -> Float:
    """(jets,) mass of the candidates in words (jets, slots), taken as massless, from exact integers."""
    square = np.ldexp(2.0 * PT_LSB_GEV**2 * half_mass_squared(words), -TABLE_FRACTION)
    return np.asarray(np.sqrt(square))


def half_mass_squared(words: NDArray[np.uint64]) -> Int:
    """(jets,) half the squared mass, integers in (0.25 GeV)^2 / 2**20.

    The sum over pairs of pt pt' (cosh(deta) - cos(dphi)), the invariant mass as CMS's global trigger computes it from
    look-up tables (CMS Level-1 Trigger TDR, CERN-LHCC-2013-011). It is below 2**59 for 16 candidates of any pT.
    """
    pt, eta, phi = (unpack_field(words, name) for name in ("pt", "eta", "phi"))
    total = np.zeros(len(words), np.int64)
    for i in range(words.shape[1]):
        for j in range(i):
            # no cone is wider than the tables
            deta = np.minimum(np.abs(eta[:, i] - eta[:, j]), HALF_TURN)
            dphi = np.abs(phi[:, i] - phi[:, j])
            dphi = np.minimum(dphi, 2 * HALF_TURN - dphi)
            total += pt[:, i] * pt[:, j] * (_cosh_minus_1()[deta] + _1_minus_cos()[dphi])
    return total


def leading(words: NDArray[np.uint64], candidates: int) -> NDArray[np.uint64]:
    """(jets, candidates) the hardest words of each jet, which a network of that many candidates sees."""
    return sort_by_pt(words)[:, :candidates]


def _target(raw: Float, true: Float, limits: tuple[float, float]) -> Target:
    defined = (raw > 0) & (true > 0)
    ratio = np.divide(true, raw, out=np.full(len(raw), np.nan), where=defined)
    nan = np.where(defined, 1.0, np.nan)
    clipped = np.clip(ratio, *limits)
    return Target(*((values * nan).astype(np.float32) for values in (raw, true, clipped)))


@cache
def _cosh_minus_1() -> Int:
    return _table(np.cosh(np.arange(HALF_TURN + 1) * ANGLE_LSB) - 1)


@cache
def _1_minus_cos() -> Int:
    return _table(1 - np.cos(np.arange(HALF_TURN + 1) * ANGLE_LSB))


def _table(values: Float) -> Int:
    entries = np.rint(np.ldexp(values, TABLE_FRACTION)).astype(np.int64)
    entries.flags.writeable = False
    return entries
