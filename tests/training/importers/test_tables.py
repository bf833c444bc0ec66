"""HGQ2's layers of learned tables, and QKeras's dense layers with a batch normalisation folded in."""

from pathlib import Path

import keras
import numpy as np
import pytest
from hgq.config import QuantizerConfig, QuantizerConfigScope
from hgq.layers import QConvT1D, QDense, QDenseT, QEinsumDenseT, QSum

from codesign.errors import FrontendError
from codesign.net.ops import Table
from codesign.runs import stages
from codesign.runs.delivery import shipping
from codesign.training.frontends.qkeras_import import prefer_modules
from codesign.training.importers import keras_model
from codesign.training.importers.freeze import Choices, freeze
from codesign.training.importers.keras_model import read
from tests.training.importers import models
from tests.training.importers.test_freeze import assert_exact

prefer_modules()


def narrow(shared: bool = True, bits: int = 3, overflow: str = "SAT") -> QuantizerConfig:
    """Of edges; shared: by all candidates."""
    axes = (0, 1) if shared else (0,)
    return QuantizerConfig("kif", "datalane", k0=1, i0=1, f0=bits - 2, overflow_mode=overflow, homogeneous_axis=axes)


def entries(shared: bool = True) -> QuantizerConfig:
    axes = (0, 1) if shared else (0,)
    return QuantizerConfig("kbi", "table", b0=5, i0=1, overflow_mode="SAT_SYM", homogeneous_axis=axes)


def tables(path: Path, shared: bool = True) -> Path:
    """Tables on candidates, on their neighbours, with batch normalisation, and on a jet."""
    keras.utils.set_random_seed(2)
    confs = {"iq_conf": narrow(shared), "toq_conf": entries(shared)}
    with QuantizerConfigScope(default_q_type="kif", place="datalane", overflow_mode="WRAP"):
        x = keras.Input((8, 4), name="candidates")
        y = QDenseT(3, activation="relu", name="phi", **confs)(x)
        y = QConvT1D(2, 3, strides=2, subnn_activation="tanh", name="neighbours", **confs)(y)
        y = keras.layers.Flatten()(y)
        y = QDenseT(4, batch_norm=True, name="rho", iq_conf=narrow(False, 4, "WRAP"), toq_conf=entries(False))(y)
        model = keras.Model(x, QDense(3, name="logits")(y))
    return models.trained(model, path)


def test_tables_are_exact_in_csim_and_rtl(tmp_path: Path) -> None:
    run = freeze(str(tables(tmp_path / "m.keras")), tmp_path / "run", Choices())
    assert_exact(run, 3)
    assert [op.name for op in run.net.graph.ops if isinstance(op, Table)] == [
        "phi_tables", "neighbours_tables", "rho_tables",
    ]  # fmt: skip
    shipping.prove(run)


def test_where_bits_differ_between_candidates_each_has_tables_of_its_own(tmp_path: Path) -> None:
    path = tables(tmp_path / "m.keras", shared=False)
    model = keras.models.load_model(path)
    bits = model.get_layer("phi").iq.quantizer._f
    bits.assign(np.asarray(bits) + np.arange(8).reshape(1, 8, 1, 1) % 2)
    model.save(path)
    run = freeze(str(path), tmp_path / "run", Choices())
    assert_exact(run, 3)
    names = [op.name for op in run.net.graph.ops if isinstance(op, Table)]
    assert names == [*(f"phi_{n}_tables" for n in range(8)), "neighbours_tables", "rho_tables"]


def test_edges_that_are_too_wide_are_refused(tmp_path: Path) -> None:
    x = keras.Input((8, 4))
    for layer, message in (
        (QDenseT(2, iq_conf=narrow(bits=14)), r"'q_dense_t' \(QDenseT\): its edges have up to 14 bits"),
        (QDenseT(2, enable_iq=False), "nothing bounds its tables"),
    ):
        keras.Model(x, QSum(axes=1)(layer(x))).save(tmp_path / "m.keras")
        with pytest.raises(FrontendError, match=message):
            read(tmp_path / "m.keras")


def test_tables_of_an_einsum_are_refused_and_those_instead_of_them_are_exact(tmp_path: Path) -> None:
    confs = {"iq_conf": narrow(), "toq_conf": entries()}
    keras.utils.set_random_seed(6)
    with QuantizerConfigScope(default_q_type="kif", place="datalane", overflow_mode="WRAP"):
        x = keras.Input((8, 4))
        y = QEinsumDenseT("bnc,nm->bmc", (3, 4), d_hl=1, **confs)(x)
        keras.Model(x, QDense(3)(keras.layers.Flatten()(y))).save(tmp_path / "refused.keras")
        turned = keras.layers.Permute((2, 1))(QDenseT(3, **confs)(keras.layers.Permute((2, 1))(x)))
        model = keras.Model(x, QDenseT(3, **confs)(keras.layers.Flatten()(turned)))
    with pytest.raises(FrontendError, match=r"\(QEinsumDenseT\): not supported; .* use QDenseT, behind a Permute"):
        read(tmp_path / "refused.keras")
    run = freeze(str(models.trained(model, tmp_path / "m.keras")), tmp_path / "run", Choices())
    assert_exact(run, 3)


def folded(path: Path, **options: object) -> Path:
    from qkeras import QActivation, QDense, QDenseBatchnorm, quantized_bits, quantized_relu

    bits = quantized_bits(6, 1, alpha=1)
    both = {"kernel_quantizer": bits, "bias_quantizer": bits}
    layers = [
        QActivation(quantized_bits(8, 3, alpha=1)),
        QDenseBatchnorm(5, activation=quantized_relu(5, 2), **both),
        QDenseBatchnorm(4, use_bias=False, **{**both, **options}),
        QActivation(quantized_bits(6, 1, alpha=1)),
        keras.layers.Flatten(),
        QDense(3, **both),
    ]
    model = keras.Sequential([keras.Input((8, 4)), *layers])
    rng = np.random.default_rng(4)
    for layer in model.layers[1:3]:
        for name in ("gamma", "beta", "moving_mean", "moving_variance"):
            variable = getattr(layer.batchnorm, name)
            variable.assign(rng.uniform(0.3, 2, variable.shape))
    model.save(path)
    return path


def test_batch_normalisations_that_qkeras_folds_are_exact(tmp_path: Path) -> None:
    path = folded(tmp_path / "m.keras")
    run = freeze(str(path), tmp_path / "run", Choices())
    assert_exact(run, 3)
    layer = keras_model._load(path, ["qkeras"]).layers[1]
    norm = layer.batchnorm
    gamma, beta, mean, variance = (
        np.asarray(v, np.float64) for v in (norm.gamma, norm.beta, norm.moving_mean, norm.moving_variance)
    )
    scale = gamma / np.sqrt(variance + norm.epsilon)
    for parameter, value in (("kernel", layer.kernel * scale), ("bias", (layer.bias - mean) * scale + beta)):
        rounded = (
            np.clip(np.rint(np.asarray(value, np.float64) * 16), -32, 31) / 16
        )  # quantized_bits(6, 1): 4 fraction bits
        assert np.array_equal(run.net.weights[f"{layer.name}.{parameter}"], rounded)
    assert all(a.exact for a in stages.rtl(run))


def test_a_folded_bias_without_quantizer_is_refused(tmp_path: Path) -> None:
    path = folded(tmp_path / "m.keras", bias_quantizer=None)
    with pytest.raises(FrontendError, match=r"layer 3 of 6.*\(QDenseBatchnorm\): its bias has no quantizer"):
        read(path)
