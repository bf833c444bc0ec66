"""Keras layers that cannot be exact are refused by name, with their position and what to use instead."""

from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np
import pytest
from hgq.layers import QConv1D, QDense, QEinsumDense, QGlobalAveragePooling1D, QSoftmax, Quantizer
from keras import layers

from codesign.errors import FrontendError, NetError
from codesign.net import reference
from codesign.training.frontends.qkeras_import import prefer_modules
from codesign.training.importers.keras_model import read


def refused(tmp_path: Path, *inner: keras.layers.Layer) -> str:
    """The message for a model of these layers."""
    path = tmp_path / "m.keras"
    keras.Sequential([keras.Input((6, 4)), *inner]).save(path)
    with pytest.raises((FrontendError, NetError)) as error:
        read(path)
    return str(error.value)


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (lambda: [QDense(2), layers.Dense(3)], "layer 2 of 2, 'dense' (Dense): not supported; its weights have no bit"),
        (lambda: [QDense(2), layers.GlobalMaxPooling1D()], "use an average or a sum"),
        (lambda: [QDense(2), layers.LSTM(2)], "docs/your_model.md"),
        (lambda: [QDense(2, activation="tanh")], "layer 1 of 1, 'q_dense' (QDense): the activation is tanh"),
        (lambda: [QDense(2), QDense(2, enable_iq=False)], "it reads 'q_dense', whose bit width nothing sets"),
        (lambda: [QDense(2, enable_iq=False)], "give the type of the port with --port"),
        (lambda: [QGlobalAveragePooling1D()], "mean of 6 candidates, which no shift can do"),
        (lambda: [QConv1D(2, 3, padding="same")], "padding 'same' reads zeros"),
        (lambda: [QEinsumDense("bnc,ncd->bnd", (6, 2))], "has weights of their own for each candidate"),
        (
            lambda: [QEinsumDense("bnc,cd->bnd", (6, 2), bias_axes="nd", bias_initializer="glorot_normal")],
            "each candidate has a bias of its own",
        ),
        (lambda: [QDense(2), layers.ReLU(max_value=6)], "it has max_value=6"),
        (lambda: [QDense(2), QSoftmax()], "logits leave the FPGA"),
        (lambda: [Quantizer("kif", "datalane", scaler=3.0), layers.Flatten()], "leave out `scaler`"),
    ],
)
def test_of_hgq2(tmp_path: Path, made: Callable[[], list[keras.layers.Layer]], message: str) -> None:
    keras.backend.clear_session()
    assert message in refused(tmp_path, *made())


def _qkeras(name: str, *arguments: object, **options: object) -> keras.layers.Layer:
    prefer_modules()
    import qkeras

    return getattr(qkeras, name)(*arguments, **options)


def _bits(text: str = "quantized_bits(6,0,alpha=1)") -> dict[str, str]:
    return {"kernel_quantizer": text, "bias_quantizer": "quantized_bits(6,0,alpha=1)"}


INPUTS = "quantized_bits(8,2,alpha=1)"


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (lambda: [_qkeras("QDense", 2, **_bits())], "it reads 'inputs', whose bit width nothing sets"),
        (
            lambda: [_qkeras("QActivation", INPUTS), _qkeras("QDense", 2, **_bits("quantized_bits(6,0,alpha='auto')"))],
            "not a power of two; use alpha=1",
        ),
        (lambda: [_qkeras("QActivation", INPUTS), _qkeras("QDense", 2)], "its kernel has no quantizer"),
        (lambda: [_qkeras("QActivation", "quantized_bits(8,2,1,alpha='auto_po2')")], "depends on the data"),
        (lambda: [_qkeras("QActivation", "quantized_tanh(8)")], "is not a fixed-point rounding"),
        (lambda: [_qkeras("QActivation", "quantized_relu(8,2,negative_slope=0.25)")], "with negative_slope"),
    ],
)
def test_of_qkeras(tmp_path: Path, made: Callable[[], list[keras.layers.Layer]], message: str) -> None:
    assert message in refused(tmp_path, *made())


def test_float_models_are_refused(tmp_path: Path) -> None:
    assert "no layers of HGQ2 or QKeras" in refused(tmp_path, layers.Dense(2))


def test_two_inputs_are_refused(tmp_path: Path) -> None:
    one, other = keras.Input((4, 2)), keras.Input((4, 2))
    keras.Model([one, other], QDense(2)(layers.Add()([one, other]))).save(tmp_path / "m.keras")
    with pytest.raises(FrontendError, match="2 inputs"):
        read(tmp_path / "m.keras")


def test_a_constant_in_a_sum_is_refused(tmp_path: Path) -> None:
    x = keras.Input((4, 2))
    keras.Model(x, keras.ops.add(QDense(2)(x), 1.0)).save(tmp_path / "m.keras")
    with pytest.raises(FrontendError, match="one side is a constant"):
        read(tmp_path / "m.keras")


def test_a_model_inside_a_model_is_walked_in_its_place(tmp_path: Path) -> None:
    inner = keras.Sequential([keras.Input((4, 2)), QDense(3, name="phi")], name="inside")
    x = keras.Input((4, 2))
    y = QDense(2, name="logits")(layers.Flatten(name="flat")(inner(x)))
    keras.Model(x, [y, inner(x)]).save(tmp_path / "m.keras")
    net = read(tmp_path / "m.keras").net
    names = {op.name for op in net.graph.ops}
    assert names == {"inputs", "phi_in", "phi", "phi_in_2", "phi_2", "flat", "logits_in", "logits"}
    assert net.graph.outputs == ("logits", "phi_2")


@pytest.mark.parametrize("size", [(-1, 8, 3), (-1, 24)])
def test_an_operation_that_reshapes_counts_the_axis_of_jets(tmp_path: Path, size: tuple[int, ...]) -> None:
    x = keras.Input((6, 4))
    keras.Model(x, QDense(2, name="logits")(keras.ops.reshape(x, size))).save(tmp_path / "m.keras")
    net = read(tmp_path / "m.keras").net
    assert net.graph.shapes["logits"] == (*size[1:-1], 2)


@pytest.mark.parametrize("size", [(-1, 12), (-1, 8), (2, -1, 24)])
def test_an_operation_that_mixes_jets_is_refused(tmp_path: Path, size: tuple[int, ...]) -> None:
    x = keras.Input((6, 4), batch_size=2)
    keras.Model(x, QDense(2)(keras.ops.reshape(x, size))).save(tmp_path / "m.keras")
    with pytest.raises(FrontendError, match=r"layer 1 of 2, 'reshape' \(Reshape\).* of the 24 numbers of each jet"):
        read(tmp_path / "m.keras")


def test_a_quantizer_may_scale_each_feature(tmp_path: Path) -> None:
    prefer_modules()
    from qkeras import QActivation, QDense, quantized_bits

    bits = {name: quantized_bits(6, 0, alpha=1) for name in ("kernel_quantizer", "bias_quantizer")}

    def saved(alpha: list[float]) -> Path:
        x = keras.Input((6, 4))
        y = QActivation(quantized_bits(8, 3, alpha=alpha), name="scaled")(x)
        path = tmp_path / "m.keras"
        keras.Model(x, QDense(2, name="logits", **bits)(y)).save(path)
        return path

    imported = read(saved([1.0, 0.5, 0.25, 2.0]))
    net = imported.net
    x = net.types["inputs"].cast(np.random.default_rng(0).uniform(-8, 8, (50, 6, 4)))
    by_hand = x * [1.0, 0.5, 0.25, 2.0] @ net.weights["logits.kernel"] + net.weights["logits.bias"]
    np.testing.assert_array_equal(reference.run(net, x)["logits"], by_hand)
    np.testing.assert_array_equal(imported.predict(x.astype(np.float32))["logits"], by_hand)
    with pytest.raises(FrontendError, match=r"'scaled' \(QActivation\): it multiplies with 0.3; firmware scales by"):
        read(saved([1.0, 0.3, 1.0, 1.0]))
