"""Handlers of Keras's own layers and operations without weights, which are exact in any framework."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from codesign.errors import FrontendError
from codesign.net.ops import Shape
from codesign.training.importers.assembly import Assembly
from codesign.training.importers.endings import FUNCTIONS
from codesign.training.importers.parts import joined, mean, merged, windows_mean

ANY_INSTEAD = (
    "use Dense, EinsumDense, Conv1D, Add, Multiply, Subtract, average pooling, sums, Concatenate, Flatten, Reshape,"
    " Permute, ReLU and quantizers (docs/your_model.md)"
)
_QUANTIZED = "its weights have no bit width; use {0} of HGQ2 or QKeras"
_MAX = "a maximum is not among the operations; use an average or a sum"
INSTEAD = {
    "keras.Dense": _QUANTIZED.format("QDense"),
    "keras.EinsumDense": _QUANTIZED.format("QEinsumDense"),
    "keras.Conv1D": _QUANTIZED.format("QConv1D"),
    "keras.LayerNormalization": "it divides; use QBatchNormalization of HGQ2, whose factors are constants",
    "keras.GlobalMaxPooling1D": _MAX,
    "keras.MaxPooling1D": _MAX,
    "hgq.QGlobalMaxPooling1D": _MAX,
    "hgq.QMaxPooling1D": _MAX,
    "hgq.QMaximum": _MAX,
    "hgq.QMinimum": _MAX,
    "keras.Lambda": "its function is unknown to firmware; use layers",
    "keras.Masking": "empty candidates are zeros in firmware; leave it out, and let the model see the zeros",
    "hgq.QMultiHeadAttention": "softmax is not exact in hls4ml; use linear attention",
    "hgq.QEinsumDenseT": (
        "HGQ2 itself fails to compute it unless d_hl=1; use QDenseT, behind a Permute to sum over candidates, behind a"
        " Flatten to sum over both"
    ),
}


def activation(net: Assembly, name: str, x: str, function: Any) -> str:
    """Appends a layer's activation; FrontendError for one that is neither linear nor ReLU nor left to software."""
    called = getattr(function, "__name__", type(function).__name__)
    if function is None or called == "linear":
        return x
    if called == "relu":
        return net.relu(f"{name}_relu", x)
    if called in FUNCTIONS:
        return net.ending(f"{name}_{called}", x, called)
    raise FrontendError(f"the activation is {called}, which firmware would need a table for; use relu")


def softmax(function: str, net: Assembly, layer: Any, inputs: list[str]) -> str:
    """A layer that is itself a softmax or sigmoid."""
    if len(inputs) > 1:
        raise FrontendError("it reads a mask; empty candidates are zeros in firmware: leave the mask out")
    axes = getattr(layer, "axes", getattr(layer, "axis", -1))
    return net.ending(layer.name, inputs[0], function, tuple(axes) if isinstance(axes, list | tuple) else (axes,))


def _flatten(net: Assembly, layer: Any, inputs: list[str]) -> str:
    return net.reshape(layer.name, inputs[0], (int(np.prod(net.shapes[inputs[0]])),))


def _reshape(net: Assembly, layer: Any, inputs: list[str]) -> str:
    count = int(np.prod(net.shapes[inputs[0]]))
    if hasattr(layer, "newshape"):  # keras.ops.reshape, whose shape starts with the axis of jets
        jets, *asked = (-1 if n is None else int(n) for n in layer.newshape)
    else:
        jets, asked = -1, [int(n) for n in layer.target_shape]
    size = _whole(asked, count)
    if jets != -1 or int(np.prod(size)) != count:
        raise FrontendError(
            f"it makes {(jets, *asked)} of the {count} numbers of each jet, which mixes jets; give -1 for the first"
            " axis, and behind it the shape of one jet"
        )
    return net.reshape(layer.name, inputs[0], size)


def _whole(sizes: list[int], count: int) -> Shape:
    """The shape of `count` numbers, with the size that is -1 filled in."""
    known = int(np.prod([n for n in sizes if n != -1]))
    return tuple(count // known if n == -1 else n for n in sizes)


def _permute(net: Assembly, layer: Any, inputs: list[str]) -> str:
    order, shape = tuple(layer.dims), net.shapes[inputs[0]]
    if order == tuple(range(1, len(order) + 1)):
        return inputs[0]
    if order != (*range(1, len(shape) - 1), len(shape), len(shape) - 1):
        raise FrontendError(f"it orders the axes as {order}; only the last two can be swapped")
    return net.transpose(layer.name, inputs[0])


def _relu(net: Assembly, layer: Any, inputs: list[str]) -> str:
    extras = {name: getattr(layer, name, None) for name in ("max_value", "negative_slope", "threshold")}
    if wrong := [f"{name}={value:g}" for name, value in extras.items() if value]:
        raise FrontendError(f"it has {wrong[0]}; use a plain ReLU, and a quantizer that saturates for a limit")
    return net.relu(layer.name, inputs[0])


def _pooling(net: Assembly, layer: Any, inputs: list[str]) -> str:
    if layer.data_format != "channels_last":
        raise FrontendError("it takes channels first; use channels last, (candidates, features)")
    return mean(net, layer.name, inputs[0], layer.keepdims)


def _merge(method: str, net: Assembly, layer: Any, inputs: list[str]) -> str:
    return merged(net, layer.name, method, inputs)


def _same(net: Assembly, layer: Any, inputs: list[str]) -> str:
    return inputs[0]


HANDLERS: dict[str, Callable[[Assembly, Any, list[str]], str]] = {
    "keras.Flatten": _flatten,
    "keras.Reshape": _reshape,
    "keras.Permute": _permute,
    "keras.Concatenate": lambda net, layer, inputs: joined(net, layer.name, inputs, layer.axis),
    "keras.ReLU": _relu,
    "keras.Relu": _relu,
    "keras.Activation": lambda net, layer, inputs: activation(net, layer.name, inputs[0], layer.activation),
    "keras.GlobalAveragePooling1D": _pooling,
    "keras.AveragePooling1D": lambda net, layer, inputs: windows_mean(net, layer.name, inputs[0], layer),
    "keras.Softmax": partial(softmax, "softmax"),  # the layer, and the operation of keras.ops
    "keras.LogSoftmax": partial(softmax, "log_softmax"),
    "keras.Sigmoid": partial(softmax, "sigmoid"),
    "keras.LogSigmoid": partial(softmax, "log_sigmoid"),
    "keras.Add": partial(_merge, "add"),
    "keras.Multiply": partial(_merge, "multiply"),
    "keras.Subtract": partial(_merge, "subtract"),
    **dict.fromkeys(
        [
            f"keras.{name}"
            for name in (
                *("Dropout", "SpatialDropout1D", "AlphaDropout", "GaussianDropout", "GaussianNoise"),
                *("ActivityRegularization", "Identity"),
            )
        ],
        _same,
    ),
}
