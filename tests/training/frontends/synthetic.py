"""Synthetic jets of three classes, which differ in width and pT, for small models of any frontend."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from codesign.jets.dataset import Dataset
from codesign.net.fixedpoint import FixedPoint

PORT = FixedPoint([0, 1, 1, 0], [6, 3, 3, 1], [2, 5, 5, 6])
FEATURES = ("pt", "deta", "dphi", "pt_rel")
CLASSES = 3


@dataclass
class Trained:
    model: Any
    net: Any
    history: list[dict[str, float]]


def synthetic_jets(jets: int, seed: int) -> Dataset:
    rng = np.random.default_rng(seed)
    y = rng.integers(0, CLASSES, jets)
    x = rng.normal(size=(jets, 16, 4)) * [4, 1, 1, 0.3]
    x[..., 1] *= 1 + y[:, None]
    x[..., 0] = np.abs(x[..., 0]) * (1 + y[:, None] / 2)
    x = FixedPoint(PORT.signed, PORT.integer, PORT.fraction, "RND", "SAT").cast(x)
    return Dataset(x.astype(np.float32), y, np.ones(jets, np.float32), {})


def overflowing_jets(jets: int) -> np.ndarray:
    rng = np.random.default_rng(5)
    return PORT.cast(rng.uniform(PORT.low, PORT.high, size=(jets, 16, 4)))
