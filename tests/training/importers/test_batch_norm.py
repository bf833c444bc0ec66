"""Batch normalisations: constants rounded as documented, and what that costs said in numbers."""

from pathlib import Path

import keras
import numpy as np
import pytest

from codesign.errors import CodesignError, FrontendError
from codesign.net import reference
from codesign.runs.inputs import contract_of, joined
from codesign.runs.proof import agreements
from codesign.runs.run import Run
from codesign.training.frontends.qkeras_import import prefer_modules
from codesign.training.importers import batch_norm, normalisation
from codesign.training.importers.freeze import Choices, freeze
from codesign.training.importers.keras_model import read
from tests.training.importers.test_freeze import TORCH, assert_exact, command

prefer_modules()
layers = keras.layers


def dense(units: int, **options: object) -> keras.layers.Layer:
    from qkeras import QDense, quantized_bits

    bits = quantized_bits(6, 0, alpha=1)
    return QDense(
        units, kernel_quantizer=bits, bias_quantizer=bits if options.get("use_bias", True) else None, **options
    )


def rounding(bits: int = 8, integer: int = 3) -> keras.layers.Layer:
    from qkeras import QActivation, quantized_bits

    return QActivation(quantized_bits(bits, integer, alpha=1))


def saved(path: Path, *inner: keras.layers.Layer, constants: dict[str, list[list[float]]] | None = None) -> Path:
    """A file of a Sequential on (8, 4); constants: gamma, beta, mean, variance of the named layers, or random ones."""
    keras.utils.set_random_seed(1)
    model = keras.Sequential([keras.Input((8, 4)), *inner])
    rng = np.random.default_rng(5)
    for layer in model.layers:
        if type(layer).__name__ == "BatchNormalization":
            shapes = [values.shape for values in layer.get_weights()]
            random = [rng.uniform(0.5, 3, shape) for shape in shapes]
            layer.set_weights([np.asarray(values) for values in (constants or {}).get(layer.name, random)])
    model.save(path)
    return path


def test_rounded_constants_by_hand() -> None:
    scale, offset = normalisation.rounded(np.array([0.29, -5.0, 2.0, 0.0]), np.array([1 / 3, -1.0, 0.1, 100.06]), 4)
    # 0.29 is 9.28 / 32, between 8 and 16, which four bits count; -5 and 2 have few bits
    assert scale.tolist() == [9 / 32, -5.0, 2.0, 0.0]
    # as many fraction bits as the scale, 5, or 4 where it has fewer: 1 / 3 is 10.67 / 32, 0.1 is 1.6 / 16
    assert offset.tolist() == [11 / 32, -1.0, 2 / 16, 1601 / 16]
    assert normalisation.rounded(np.ones(1), np.array([2.0**30 + 1]), 4)[1] == 2.0**30  # 24 bits in all


def test_on_the_inputs_and_behind_layers_with_and_without_bias(tmp_path: Path) -> None:
    path = saved(
        tmp_path / "m.keras",
        layers.BatchNormalization(name="on_inputs"),
        dense(5, use_bias=False),
        layers.BatchNormalization(name="behind", scale=False),
        rounding(),
        dense(3),
        layers.BatchNormalization(name="behind_bias", center=False),
        rounding(),
        layers.Flatten(),
        dense(3),
    )
    said = command(path, "--port", "ap_fixed<20,10>", "-o", tmp_path / "run")
    run = Run.open(tmp_path / "run")
    assert_exact(run, 3)
    found = [a for a in agreements(run) if a.witness == "framework"]
    assert {a.against for a in found} == {"reference; batch normalisation of both in 12 bits"}
    assert "on_inputs: 32 multiplications per jet, of 20 by 12 bits" in said
    assert run.design.model is not None
    assert run.design.model.bn_bits == 12


def test_the_distance_to_the_users_own_model_is_that_of_its_formula(tmp_path: Path) -> None:
    gamma, beta = [1.0, 2.0, 0.7, 1.0], [0.0, 0.1, -0.3, 1.0]
    mean, variance = [0.0, 3.0, 1.0, -2.0], [2.0, 3.0, 0.5, 9.0]
    path = saved(
        tmp_path / "m.keras", layers.BatchNormalization(name="bn", epsilon=0.25),
        rounding(16, 4), layers.Flatten(),
        dense(3), constants={"bn": [gamma, beta, mean, variance]},
    )  # fmt: skip
    run = freeze(str(path), tmp_path / "run", Choices(port="ap_fixed<10,5>", bn_bits=5))
    row = run.read(batch_norm.COST)
    x = np.array([-16.0, 16 - 2**-5])  # the ends of the port
    own = np.asarray(gamma) * (x[:, None] - mean) / np.sqrt(np.asarray(variance) + 0.25) + beta
    scale = np.diag(run.net.weights["bn.kernel"])
    largest = np.abs(own - (x[:, None] * scale + run.net.weights["bn.bias"])).max()
    assert largest >= row["layers"][0]["largest_difference"]
    assert row["layers"][0]["largest_difference"] > 0.05  # one part in 64 of 16 / 1.5, less what the samples miss
    assert row["outputs"][0]["largest_difference"] > 0


def test_constants_of_few_bits_are_not_rounded_and_nothing_is_said_to_be(tmp_path: Path) -> None:
    constants = [[1.5, 1.0, 3.0, 0.0], [0.5, 0.0, 1.0, -2.0], [0.0, 1.0, 0.5, 0.0], [0.75, 3.75, 0.75, 0.75]]
    path = saved(
        tmp_path / "m.keras", rounding(), layers.BatchNormalization(name="bn", epsilon=0.25), rounding(),
        layers.Flatten(), dense(3), constants={"bn": constants},
    )  # fmt: skip
    run = freeze(str(path), tmp_path / "run", Choices())
    assert_exact(run, 3)
    assert {a.against for a in agreements(run)} == {"reference"}
    assert np.diag(run.net.weights["bn.kernel"]).tolist() == [1.5, 0.5, 3.0, 0.0]
    assert run.net.weights["bn.bias"].tolist() == [0.5, -0.5, -0.5, -2.0]
    row = run.read(batch_norm.COST)
    assert row["layers"][0]["multiplications"] == 16  # by 1.5 and 3, for 8 candidates; 0.5 is a shift
    assert [c["largest_difference"] for c in (*row["layers"], *row["outputs"])] == [0, 0]


def test_normalization_and_rescaling_enter_too(tmp_path: Path) -> None:
    path = saved(
        tmp_path / "m.keras",
        layers.Normalization(mean=[1.0, 2.0, -3.0, 0.5], variance=[1.0, 10.0, 0.3, 4.0]),
        layers.Rescaling(1 / 3, 0.2),
        rounding(8, 0),
        layers.Flatten(),
        dense(3),
    )
    assert_exact(freeze(str(path), tmp_path / "run", Choices(port="ap_fixed<10,4>")), 3)


def test_those_of_torch_are_rounded_and_the_cost_is_said(tmp_path: Path) -> None:
    said = command(f"{TORCH}:normalised", "--shape", "8,4", "-o", tmp_path / "run")
    run = Run.open(tmp_path / "run")
    assert_exact(run, 3)
    assert {a.against for a in agreements(run)} == {"reference; batch normalisation of both in 12 bits"}
    assert run.design.model is not None
    assert run.design.model.bn_bits == 12
    row = run.read(batch_norm.COST)
    assert [c["layer"] for c in row["layers"]] == ["candidates", "features", "units"]
    assert all(c["largest_difference"] > 0 for c in (*row["layers"], *row["outputs"]))
    assert "candidates: 32 multiplications per jet" in said


def test_those_of_torch_in_few_bits_are_what_torch_itself_computes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In its own float32, which holds all that is summed here."""
    import torch

    from tests.training.importers import torch_models

    module = torch_models.normalised_by_few_bits().eval()
    monkeypatch.setattr(torch_models, "one_module", module, raising=False)
    run = freeze(f"{TORCH}:one_module", tmp_path / "run", Choices(shape=(8, 4)))
    assert_exact(run, 3)
    assert {a.against for a in agreements(run)} == {"reference"}
    x = joined(contract_of(run).sample)
    given = module(torch.from_numpy(x.astype(np.float32))).detach()
    (logits,) = reference.run(run.net, x).values()
    np.testing.assert_array_equal(given.numpy(), logits)


@pytest.mark.parametrize(
    ("inner", "message"),
    [
        (lambda: [rounding(), layers.BatchNormalization(axis=1)], r"layer 2 of 4.*normalises axis 1.*the last axis"),
        (lambda: [layers.BatchNormalization()], r"it reads 'inputs', whose bit width nothing sets.*--port"),
        (lambda: [rounding(), layers.Normalization(mean=0.0, variance=1.0, invert=True)], "leave invert out"),
    ],
)
def test_others_are_refused_by_name(tmp_path: Path, inner: object, message: str) -> None:
    path = saved(tmp_path / "m.keras", *inner(), layers.Flatten(), dense(3))  # type: ignore[operator]
    with pytest.raises(CodesignError, match=message):
        read(path)


def test_statistics_that_are_no_numbers_are_refused(tmp_path: Path) -> None:
    nan = [[1.0] * 4, [0.0] * 4, [0.0] * 4, [float("nan")] * 4]
    path = saved(
        tmp_path / "m.keras", rounding(), layers.BatchNormalization(name="bn"), dense(3), constants={"bn": nan}
    )
    with pytest.raises(FrontendError, match=r"'bn' \(BatchNormalization\): its statistics are not finite"):
        read(path)
    with pytest.raises(FrontendError, match="2 to 24 bits"):
        freeze(str(path), tmp_path / "run", Choices(bn_bits=1))
