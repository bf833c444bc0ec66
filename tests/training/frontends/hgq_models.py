"""Small HGQ2 models and the jets that they train on, for the tests of that frontend."""

from dataclasses import dataclass

import numpy as np

from codesign.design.architectures.config import ArchitectureConfig
from codesign.design.training import Precision, Pruning, Training
from codesign.jets.dataset import Dataset
from codesign.net.fixedpoint import FixedPoint

PORT = FixedPoint([0, 1, 1, 0], [6, 3, 3, 1], [2, 5, 5, 0])
CLASSES = 3
FEATURES = ("pt", "deta", "dphi", "isfilled")
PRECISION = {"inputs": 8, "weights": 5, "activations": 6, "ebops_penalty": 1e-3}
SIZES = {"deep_set": {"phi": [6, 6], "rho": [6]}, "mlp": {"hidden": [8, 6]}}


def synthetic_jets(jets: int, seed: int) -> Dataset:
    rng = np.random.default_rng(seed)
    y = rng.integers(0, CLASSES, jets)
    x = rng.normal(size=(jets, 16, 4)) * [4, 1 + y.mean(), 1, 1]
    x[..., 1] *= 1 + y[:, None]
    x[..., 0] = np.abs(x[..., 0]) * (1 + y[:, None] / 2)
    x = FixedPoint(PORT.signed, PORT.integer, PORT.fraction, "RND", "SAT").cast(x)
    return Dataset(x.astype(np.float32), y, np.ones(jets, np.float32), {})


def built(build, name="deep_set", sparsity=0.0, **changes):
    graph = ArchitectureConfig(name=name, sizes=SIZES[name]).graph(16, FEATURES, {"logits": CLASSES})
    return build(graph, Precision(**PRECISION | changes), PORT, TRAIN.x, TRAINING.seed)


def fit(framework, model, sparsity=0.0, report=lambda row: None, **pruning):
    return framework.fit(model, TRAIN, VALIDATION, TRAINING, Pruning(sparsity=sparsity, **pruning), report)


TRAINING = Training(epochs=3, batch_size=128, learning_rate=0.05, seed=3)
TRAIN, VALIDATION = synthetic_jets(2048, 0), synthetic_jets(500, 1)  # so that no batch size divides the latter


@dataclass
class Trained:
    framework: object
    model: object
    net: object
