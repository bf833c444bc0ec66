"""Handlers of QKeras's layers (qkeras-v3). QKeras rounds to nearest, halves to even, and saturates."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from codesign.errors import FrontendError
from codesign.net.fixedpoint import FixedPoint
from codesign.training.frontends.qkeras_import import prefer_modules
from codesign.training.importers import keras_layers
from codesign.training.importers.assembly import Assembly
from codesign.training.importers.convolution import convolution

Array = NDArray[Any]
_NOT_TAKEN = ("synchronized", "renorm", "renorm_clipping", "renorm_momentum")
_OF_WEIGHTS = "_quantizer_internal"
_INSTEAD = "use quantized_bits or quantized_relu with alpha=1"


def register() -> None:
    """Makes QKeras's layers and quantizers known to Keras, and QDenseBatchnorm readable."""
    prefer_modules()
    import_module("qkeras.utils")._add_supported_quantized_objects(keras.saving.get_custom_objects())
    import_module("qkeras").QDenseBatchnorm.from_config = classmethod(_without_renorm)


def _without_renorm(kind: Any, config: dict[str, Any]) -> Any:
    """A QDenseBatchnorm from its config, without options of its inner layer that it writes but does not accept."""
    return kind(**{name: value for name, value in config.items() if name not in _NOT_TAKEN})


def without_straight_through(layer: Any) -> None:
    """Makes a layer's quantizers return the rounded number itself.

    In training they return x + (rounded - x), which may differ from it in the last bit of a float. Each quantizer is
    checked to differ by no more than this when it is read.
    """
    for quantizer in (*getattr(layer, "quantizers", ()), getattr(layer, "activation", None)):
        if hasattr(quantizer, "use_ste"):
            quantizer.use_ste = False


def _activation(net: Assembly, name: str, x: str, quantizer: Any) -> str:
    """Appends the activation of a layer, a quantizer or a plain function; returns the name of its result."""
    kind = type(quantizer).__name__
    if kind == "quantized_bits":
        t, alpha = _bits_type(quantizer), _alpha(quantizer)
        _check_straight_through(quantizer, _probe(t))
        return net.scaled(f"{name}_scaled", net.quantize(name, x, t), alpha)
    if kind == "quantized_relu":
        t = _relu_type(quantizer)
        _check_straight_through(quantizer, _probe(t))
        return net.relu(name, x, t)
    if hasattr(quantizer, "bits") or not callable(getattr(quantizer, "__get__", None)):
        raise FrontendError(f"{kind} is not a fixed-point rounding; {_INSTEAD}")
    return keras_layers.activation(net, name, x, quantizer)


def _probe(t: FixedPoint) -> Array:
    """(1001, features) float32 numbers that cover a type's range and as much again outside of it."""
    return np.linspace(-2, 2, 1001, dtype=np.float32)[:, None] * np.float32(2.0) ** int(t.integer)


def _check_straight_through(quantizer: Any, x: Any) -> None:
    """FrontendError unless use_ste changes a quantizer's results by no more than the rounding of two float32 sums."""
    plain = np.asarray(keras.ops.convert_to_numpy(quantizer(x)), np.float64)
    quantizer.use_ste = True
    try:
        trained = np.asarray(keras.ops.convert_to_numpy(quantizer(x)), np.float64)
    finally:
        quantizer.use_ste = False
    size = np.abs(np.asarray(keras.ops.convert_to_numpy(x), np.float64)) + np.abs(plain)
    if not (np.abs(trained - plain) <= 2.0**-23 * size).all():
        raise FrontendError(
            f"its {type(quantizer).__name__} gives other numbers with use_ste=True than with use_ste=False; train with"
            " quantizers of qkeras-v3 as they are"
        )


def _bits_type(q: Any) -> FixedPoint:
    _check_deterministic(q)
    signed = int(bool(q.keep_negative))
    bits, integer = int(q.bits), int(np.asarray(q.integer))
    if bits - signed < 1:
        raise FrontendError(f"quantized_bits of {bits} bits is a sign, not a rounding; use 2 bits or more")
    return FixedPoint(signed, integer, bits - signed - integer, "RND_CONV", "SAT_SYM" if q.symmetric else "SAT")


def _relu_type(q: Any) -> FixedPoint:
    _check_deterministic(q)
    unusual = [name for name in ("negative_slope", "use_sigmoid") if getattr(q, name)]
    if q.relu_upper_bound is not None and not q.is_quantized_clip:
        unusual.append("relu_upper_bound")
    if unusual:
        raise FrontendError(f"quantized_relu with {unusual[0]} is not supported; leave {unusual[0]} out")
    return FixedPoint(0, int(q.integer), int(q.bits) - int(q.integer), "RND_CONV", "SAT")


def _check_deterministic(q: Any) -> None:
    if float(np.asarray(q.qnoise_factor)) != 1:
        raise FrontendError("its quantizer is only switched on in part; set qnoise_factor to 1")


def _alpha(q: Any) -> Array:
    """The factor of a quantizer, applied after rounding: one number, or one for each feature."""
    if isinstance(q.alpha, str):
        raise FrontendError(f"alpha={q.alpha!r} gives it a scale that depends on the data; use alpha=1")
    return np.asarray(1.0 if q.alpha is None else q.alpha, np.float64)


def _weights(layer: Any, parameter: str) -> Array:
    """Values as the layer's quantizer rounds them; FrontendError without one, or if its scale is not a power of two."""
    return _rounded(layer, parameter, getattr(layer, parameter))


def _rounded(layer: Any, parameter: str, x: Any) -> Array:
    quantizer = getattr(layer, f"{parameter}{_OF_WEIGHTS}")
    if quantizer is None:
        raise FrontendError(f"its {parameter} has no quantizer; {_INSTEAD}")
    if hasattr(quantizer, "use_ste"):
        _check_straight_through(quantizer, x)
    values = np.asarray(keras.ops.convert_to_numpy(quantizer(x)), np.float64)
    scale = getattr(quantizer, "scale", None)
    scales = np.asarray(keras.ops.convert_to_numpy(1.0 if scale is None else scale), np.float64)
    if (np.abs(np.frexp(scales)[0]) != 0.5).any():
        raise FrontendError(
            f"the scale of its {parameter} is {scales.flat[0]:g}, not a power of two; use alpha=1 or alpha='auto_po2'"
        )
    return values


def recorded(layer: Any) -> dict[str, Array]:
    """Name of each quantizer of a layer's weights -> its input in inference."""
    values: dict[str, Array] = {}

    def record(name: str, quantizer: Any, x: Any) -> Any:
        values[name] = x
        return quantizer(x)

    quantizers = {name: value for name, value in vars(layer).items() if name.endswith(_OF_WEIGHTS) and value}
    shape = [n or 1 for n in layer.get_build_config()["input_shape"]]
    for name, quantizer in quantizers.items():
        setattr(layer, name, partial(record, name, quantizer))
    try:
        layer(np.zeros(shape, np.float32), training=False)
    finally:
        for name, quantizer in quantizers.items():
            setattr(layer, name, quantizer)
    return values


def hold_weights(wide: Any, own: Any) -> None:
    """Gives a layer in float64 the rounded weights of the same layer in float32."""
    if any(name.endswith(_OF_WEIGHTS) for name in vars(own)):
        for name, x in recorded(own).items():
            values = np.asarray(keras.ops.convert_to_numpy(getattr(own, name)(x)), np.float64)
            setattr(wide, name, partial(_held, values))


def _held(values: Array, _: Any) -> Any:
    return keras.ops.convert_to_tensor(values)


def _bias(layer: Any) -> Array | None:
    return _weights(layer, "bias") if layer.use_bias else None


def _dense(net: Assembly, layer: Any, inputs: list[str]) -> str:
    made = net.dense(layer.name, inputs[0], _weights(layer, "kernel"), _bias(layer))
    return _behind(net, layer, made)


def _dense_batchnorm(net: Assembly, layer: Any, inputs: list[str]) -> str:
    """A dense layer that folds a batch normalisation into its weights, and then rounds them itself."""
    folded = recorded(layer)
    kernel, bias = (_rounded(layer, name, folded.get(f"{name}{_OF_WEIGHTS}")) for name in ("kernel", "bias"))
    return _behind(net, layer, net.dense(layer.name, inputs[0], kernel, bias))


def _conv1d(net: Assembly, layer: Any, inputs: list[str]) -> str:
    made = convolution(net, layer, inputs[0], _weights(layer, "kernel"), _bias(layer))
    return _behind(net, layer, made)


def _behind(net: Assembly, layer: Any, x: str) -> str:
    return x if layer.activation is None else _activation(net, f"{layer.name}_activation", x, layer.activation)


HANDLERS: dict[str, Callable[[Assembly, Any, list[str]], str]] = {
    "qkeras.QActivation": lambda net, layer, xs: _activation(net, layer.name, xs[0], layer.activation),
    "qkeras.QDense": _dense,
    "qkeras.QConv1D": _conv1d,
    "qkeras.QDenseBatchnorm": _dense_batchnorm,
}
