"""Handlers of HGQ2's layers. A layer rounds its input, computes, applies its activation, and rounds its output."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from codesign.errors import FrontendError
from codesign.net.fixedpoint import FixedPoint
from codesign.training.importers import keras_layers, parts
from codesign.training.importers.assembly import Assembly
from codesign.training.importers.convolution import convolution, einsum

Array = NDArray[Any]
Body = Callable[[Assembly, Any, list[str]], str]

_ROUNDING = {"RND": "RND", "TRN": "TRN", "RND_CONV": "RND_CONV", "S_RND": "RND", "S_RND_CONV": "RND_CONV"}
_OVERFLOW = {"WRAP": "WRAP", "SAT": "SAT", "SAT_SYM": "SAT_SYM", "SYM": "SAT_SYM"}


def type_of(quantizer: Any, drop_batch_axis: bool) -> FixedPoint:
    """The type to which a quantizer rounds in inference; FrontendError if it does not round to a fixed-point type."""
    inner = quantizer.quantizer
    if quantizer.scaler is not None or quantizer.affine is not None:
        raise FrontendError(f"{quantizer.name!r} scales its values; leave out `scaler` and `affine`")
    if not hasattr(inner, "kif") or inner.round_mode not in _ROUNDING or inner.overflow_mode not in _OVERFLOW:
        raise FrontendError(f"{quantizer.name!r} is of type {quantizer.q_type!r}; use 'kif' or 'kbi' with WRAP or SAT")
    k, i, f = (np.rint(_array(bits)).astype(np.int64) for bits in inner.kif)
    empty = k + i + f <= 0  # always zero; HGQ2 parks the integer bits of such elements anywhere
    k, i, f = (np.where(empty, 0, bits) for bits in (k, i, f))
    if drop_batch_axis:
        k, i, f = (bits[0] if bits.ndim else bits for bits in (k, i, f))
    return FixedPoint(k, i, f, _ROUNDING[inner.round_mode], _OVERFLOW[inner.overflow_mode])  # type: ignore[arg-type]


def layer(body: Body) -> Body:
    """A handler that appends the input quantizers, the body, the activation and the output quantizer."""

    def handle(net: Assembly, made: Any, inputs: list[str]) -> str:
        if made.enable_iq:
            quantizers = made.iq if len(inputs) > 1 else [_single(made)]
            inputs = [
                net.quantize(_numbered(f"{made.name}_in", index, len(inputs)), x, type_of(q, drop_batch_axis=True))
                for index, (x, q) in enumerate(zip(inputs, quantizers, strict=True), 1)
            ]
        x = keras_layers.activation(net, made.name, body(net, made, inputs), getattr(made, "activation", None))
        return net.quantize(f"{made.name}_out", x, type_of(made.oq, drop_batch_axis=True)) if made.enable_oq else x

    return handle


def _single(made: Any) -> Any:
    try:
        return made.iq[0]  # a layer that can take several inputs has a list
    except TypeError:
        return made.iq


def _numbered(name: str, index: int, count: int) -> str:
    return name if count == 1 else f"{name}{index}"


def _dense(net: Assembly, made: Any, inputs: list[str]) -> str:
    bias = None if made.bias is None else _array(made.qbias)
    return net.dense(made.name, inputs[0], _array(made.qkernel), bias, *_weight_types(made))


def _einsum_dense(net: Assembly, made: Any, inputs: list[str]) -> str:
    bias = None if made.bias is None else _array(made.qbias)
    return einsum(net, made.name, inputs[0], made.equation, _array(made.qkernel), bias)


def _conv1d(net: Assembly, made: Any, inputs: list[str]) -> str:
    bias = None if made.bias is None else _array(made.qbias)
    return convolution(net, made, inputs[0], _array(made.qkernel), bias)


def _batch_normalization(net: Assembly, made: Any, inputs: list[str]) -> str:
    if made.axis not in (-1, len(net.shapes[inputs[0]])):
        raise FrontendError(f"it normalises axis {made.axis}; normalise the features, the last axis")
    scale, offset = (_array(values) for values in made.qscaler_and_qoffset)
    return net.dense(made.name, inputs[0], np.diag(scale), offset)


def _sum(net: Assembly, made: Any, inputs: list[str]) -> str:
    return parts.total(net, made.name, inputs[0], tuple(made.axes), made.keepdims, made.scale)


def _quantizer(net: Assembly, made: Any, inputs: list[str]) -> str:
    return net.quantize(made.name, inputs[0], type_of(made, drop_batch_axis=True))


def _weight_types(made: Any) -> tuple[FixedPoint, FixedPoint | None]:
    return type_of(made.kq, False), None if made.bq is None else type_of(made.bq, False)


def _array(values: Any) -> Array:
    return np.asarray(keras.ops.convert_to_numpy(values), np.float64)


def hold_weights(wide: Any, own: Any) -> None:
    """Gives a layer in float64 the rounded weights of the same layer in float32."""
    if not hasattr(own, "_kq"):
        return
    pairs = own.qscaler_and_qoffset if hasattr(own, "qscaler_and_qoffset") else (own.qkernel, own.qbias)
    for quantizer, values in zip((wide._kq, wide._bq), pairs, strict=True):
        if quantizer is not None:
            quantizer.call = partial(_held, _array(values))


def _held(values: Array, *_: Any, **__: Any) -> Any:
    return keras.ops.convert_to_tensor(values)


HANDLERS: dict[str, Body] = {
    "hgq.Quantizer": _quantizer,
    "hgq.QDense": layer(_dense),
    "hgq.QBatchNormDense": layer(_dense),
    "hgq.QEinsumDense": layer(_einsum_dense),
    "hgq.QConv1D": layer(_conv1d),
    "hgq.QBatchNormalization": layer(_batch_normalization),
    "hgq.QSum": layer(_sum),
    "hgq.QMeanPow2": layer(_sum),
    "hgq.QGlobalAveragePooling1D": layer(lambda net, made, xs: parts.mean(net, made.name, xs[0], made.keepdims)),
    "hgq.QAveragePooling1D": layer(lambda net, made, xs: parts.windows_mean(net, made.name, xs[0], made)),
    "hgq.QAdd": layer(lambda net, made, xs: parts.merged(net, made.name, "add", xs)),
    "hgq.QMultiply": layer(lambda net, made, xs: parts.merged(net, made.name, "multiply", xs)),
    "hgq.QSubtract": layer(lambda net, made, xs: parts.merged(net, made.name, "subtract", xs)),
    "hgq.QSoftmax": partial(keras_layers.softmax, "QSoftmax"),
}
