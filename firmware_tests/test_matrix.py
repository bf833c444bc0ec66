"""The equality matrix: every architecture in every frontend, its framework, reference, C simulation and RTL logic.

Small nets of the default kinds; `make matrix` trains them all at full size. They are not trained here, but their bit
widths and biases are scattered first, as training would do.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from codesign.backends.hls import convert as hls4ml
from codesign.backends.hls.csim import compile_csim, run_csim
from codesign.backends.rtl import convert as rtl
from codesign.design.architectures import ARCHITECTURES
from codesign.design.architectures.config import ArchitectureConfig
from codesign.design.architectures.inputs import Inputs
from codesign.design.architectures.sums import GROUPS
from codesign.design.design import Design, JetsConfig
from codesign.design.frontends import FRONTENDS, OF_TREES
from codesign.design.heads import Head
from codesign.design.training import Precision, Pruning, Training
from codesign.jets.dataset import load_dataset
from codesign.net.agreement import Contract
from codesign.net.fixedpoint import FixedPoint
from codesign.net.graph import Graph
from codesign.training.frontends import frontend
from firmware_tests.nets import PART
from tests.nets import small, with_sums

PORT = FixedPoint([0, 1, 1], [1, 3, 3], [6, 5, 5], "TRN", "SAT")  # pt_rel, deta, dphi
PRECISION = Precision(inputs=7, weights=5, activations=6)
OUTPUTS_A_JET = 4


def jets(number: int, seed: int) -> Any:
    """Filled slots first, then empty ones, as real jets have them."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(number, 8, 3)) * [0.2, 1.0, 1.0]
    x[..., 0] = np.abs(x[..., 0])
    filled = np.arange(8) < rng.integers(1, 9, size=(number, 1))
    return PORT.cast(x * filled[..., None])


def scatter(model: Any, rng: np.random.Generator) -> None:
    """Biases away from zero, and, where bit widths are learned, other ones for each element."""
    module = getattr(model, "keras", None)
    if module is None:
        import torch

        with torch.no_grad():
            for name, values in model.module.named_parameters():
                if name.endswith("bias"):
                    values.copy_(torch.as_tensor(rng.normal(size=tuple(values.shape)) * 0.3))
        return
    for variable in module.trainable_variables:
        if variable.name == "bias":
            variable.assign(rng.normal(size=variable.shape) * 0.3)
        elif variable.name in ("b", "f") and len(variable.shape):
            variable.assign(np.clip(variable.numpy() + rng.integers(-3, 1, size=variable.shape), 1, None))


of_networks = pytest.mark.parametrize("name", [name for name in FRONTENDS if name != OF_TREES])


@pytest.mark.parametrize("architecture", [name for name in ARCHITECTURES if name != "trees"])
@of_networks
def test_four_witnesses_compute_the_same(name: str, architecture: str, tmp_path: Path) -> None:
    framework = frontend(name)
    compare(framework, small(architecture, 8, OUTPUTS_A_JET), PORT, jets, tmp_path)


SUMS = {
    "mlp_sums": Inputs(),
    "deep_set": Inputs(sums=tuple(GROUPS), candidates=8),
    "conv1d": Inputs(sums=("charge", "rings"), log=True),
}


@pytest.mark.parametrize(
    "architecture", [pytest.param(name, marks=() if name == "mlp_sums" else pytest.mark.full) for name in SUMS]
)
@of_networks
def test_four_witnesses_compute_the_same_with_sums(name: str, architecture: str, tmp_path: Path) -> None:
    graph = with_sums(architecture, SUMS[architecture], 16, OUTPUTS_A_JET)
    data = load_dataset("shipped")
    shuffled = np.random.default_rng(0).permutation(np.concatenate([data.train.x, data.test.x])).astype(np.float64)
    compare(frontend(name), graph, data.types, lambda number, seed: shuffled[seed : seed + number], tmp_path)


@pytest.mark.parametrize("vector_leaves", [False, True])
def test_four_witnesses_of_trees_compute_the_same(vector_leaves: bool, tmp_path: Path) -> None:
    design = Design(
        jets=JetsConfig(features="direct", max_jets=2000),
        architecture=ArchitectureConfig(name="trees", sizes={"rounds": 3, "vector_leaves": vector_leaves}),
        heads={"logits": Head(), "pt_response": Head()},
        frontend=OF_TREES,
    )
    data = load_dataset("shipped", feature_set="direct", max_jets=2000, responses=("pt_response",))
    framework = frontend(OF_TREES)
    model = framework.build(design.graph, design.boosting, data.types, data.train.x, 1)
    framework.fit(model, data.train, data.validation, Training(), Pruning(), lambda row: None, design.heads)
    shuffled = np.random.default_rng(0).permutation(np.concatenate([data.train.x, data.validation.x, data.test.x]))
    exact = shuffled.astype(np.float64)
    compare_frozen(framework, model, lambda number, seed: exact[seed : seed + number], tmp_path)


def compare(framework: Any, graph: Graph, port: FixedPoint, sample: Callable[[int, int], Any], folder: Path) -> None:
    """Compares the witnesses of a scattered net; sample: (number, seed) -> jets."""
    model = framework.build(graph, PRECISION, port, sample(500, 0), 1)
    scatter(model, np.random.default_rng(2))
    compare_frozen(framework, model, sample, folder)


def compare_frozen(framework: Any, model: Any, sample: Callable[[int, int], Any], folder: Path) -> None:
    """Compares the witnesses of a model; sample: (number, seed) -> jets."""
    net = framework.freeze(model)
    hls4ml.convert(net, folder / "hls", part=PART, clock_ns=2.778)
    compile_csim(folder / "hls")
    rtl.convert(net, folder / "rtl", part=PART, clock_ns=2.778)
    witnesses = {
        "framework": lambda x: framework.predict(model, x.astype(np.float32)),
        "csim": lambda x: run_csim(folder / "hls", x),
        "rtl": lambda x: rtl.emulate(folder / "rtl", x),
    }
    for witness, compute in witnesses.items():
        rows = Contract(net, {"jets": sample(10_000, 1)}).check(witness, compute)
        assert [row.mismatches for row in rows] == [0] * len(rows), rows
        assert sum(row.samples for row in rows) > 20_000 * OUTPUTS_A_JET
