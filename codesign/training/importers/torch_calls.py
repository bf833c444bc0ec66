"""Handlers of torch's own modules, functions and methods; the only one with parameters is BatchNorm1d."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from codesign.errors import FrontendError
from codesign.training.importers import batch_norm, parts
from codesign.training.importers.assembly import Assembly

_BATCH_NORM = "use nn.BatchNorm1d, whose constants are rounded to --bn-bits bits"
_WEIGHTS = "its weights have no bit width; use QuantLinear of Brevitas"
_MAX = "a maximum is not among the operations; use a mean or a sum"
REASONS = {
    "Linear": _WEIGHTS,
    "Conv1d": _WEIGHTS,
    "QuantConv1d": "use QuantLinear, which takes (candidates, features) and shares its weights among the candidates",
    "BatchNorm2d": _BATCH_NORM,
    "batch_norm": _BATCH_NORM,
    "LayerNorm": "it divides; leave it out",
    "MaxPool1d": _MAX,
    "max": _MAX,
    "amax": _MAX,
}


def plain(y: Any) -> torch.Tensor:
    """The values of a torch tensor or of a Brevitas tensor, which has a scale beside them."""
    values: torch.Tensor = y if isinstance(y, torch.Tensor) and not hasattr(y, "value") else y.value
    return values.detach()


def _softmax(function: str, net: Assembly, name: str, x: str, dim: Any = None) -> str:
    if dim is None:
        raise FrontendError("it does not say along which axis; give dim=-1, the classes")
    return net.ending(name, x, function, (dim,))


def _axes(net: Assembly, x: str, dim: Any) -> tuple[int, ...]:
    count = len(net.shapes[x]) + 1
    return tuple(sorted(axis % count for axis in (dim if isinstance(dim, list | tuple) else [dim])))


def _reduced(kind: str, net: Assembly, name: str, x: str, dim: Any, keepdim: bool) -> str:
    if dim is None:
        raise FrontendError("it also sums over the jets; give dim=1, the candidates")
    axes = _axes(net, x, dim)
    scale = 1.0 if kind == "sum" else 1 / float(np.prod([net.shapes[x][axis - 1] for axis in axes]))
    if np.frexp(scale)[0] != 0.5:
        raise FrontendError(f"it takes the mean of {1 / scale:g} numbers, which no shift can do; sum them")
    return parts.total(net, name, x, axes, keepdim, scale)


def _flatten(net: Assembly, name: str, x: str, start: int = 0) -> str:
    if start != 1:
        raise FrontendError("it flattens the jets too; give start_dim=1")
    return net.reshape(name, x, (int(np.prod(net.shapes[x])),))


def _transpose(net: Assembly, name: str, x: str, one: int, other: int) -> str:
    count = len(net.shapes[x]) + 1
    if {one % count, other % count} != {count - 2, count - 1} or count < 3:
        raise FrontendError("only the last two axes can be swapped")
    return net.transpose(name, x)


def _batch_norm(net: Assembly, name: str, layer: Any, x: str, values: Any) -> str:
    """A BatchNorm1d, which normalises the first axis after jets: the features of (jets, features), else candidates."""
    scale, offset = batch_norm.of_torch(layer)
    if len(net.shapes[x]) == 1:
        return batch_norm.normalise(net, name, x, scale, offset)
    turned = batch_norm.normalise(net, name, net.transpose(f"{name}_turned", x), scale, offset)
    return net.transpose(f"{name}_back", turned)


def _value(net: Assembly, name: str, x: str, attribute: str) -> str:
    if attribute not in ("value", "tensor"):
        raise FrontendError(
            f"it reads the attribute {attribute!r} of a tensor; only a quantized tensor's value is known"
        )
    return x


def _tensors(net: Assembly, xs: tuple[Any, ...]) -> list[str]:
    return [x for x in xs if isinstance(x, str)]


Call = Callable[..., str]


def _keywords(call: Call) -> Call:
    """A handler that calls `call` with its last argument as keyword arguments, as a traced call has them."""

    def handle(net: Assembly, name: str, *arguments: Any) -> str:
        *given, keywords = arguments
        try:
            return call(net, name, *given, **keywords)
        except TypeError as error:
            raise FrontendError(f"its arguments are not known here: {error}") from error

    return handle


_CALLS: dict[str, Call] = {
    "flatten": lambda net, name, x, start_dim=0: _flatten(net, name, x, start_dim),
    "mean": lambda net, name, x, dim=None, keepdim=False: _reduced("mean", net, name, x, dim, keepdim),
    "sum": lambda net, name, x, dim=None, keepdim=False: _reduced("sum", net, name, x, dim, keepdim),
    "relu": lambda net, name, x, inplace=False: net.relu(name, x),
    "add": lambda net, name, *xs: parts.merged(net, name, "add", _tensors(net, xs)),
    "mul": lambda net, name, *xs: parts.merged(net, name, "multiply", _tensors(net, xs)),
    "sub": lambda net, name, *xs: parts.merged(net, name, "subtract", _tensors(net, xs)),
    "getattr": _value,
    "cat": lambda net, name, tensors, dim=0: parts.joined(net, name, tensors, dim),
    "softmax": lambda net, name, x, dim=None, _stacklevel=3, dtype=None: _softmax("softmax", net, name, x, dim),
    "log_softmax": lambda net, name, x, dim=None, _stacklevel=3, dtype=None: _softmax("log_softmax", net, name, x, dim),
    "sigmoid": lambda net, name, x: net.ending(name, x, "sigmoid"),
    "log_sigmoid": lambda net, name, x: net.ending(name, x, "log_sigmoid"),
    "transpose": lambda net, name, x, dim0, dim1: _transpose(net, name, x, dim0, dim1),
}
CALLS = {name: _keywords(call) for name, call in _CALLS.items()}
MODULES: dict[str, Call] = {
    "torch.Flatten": lambda net, name, layer, x, values: _flatten(net, name, x, layer.start_dim),
    "torch.BatchNorm1d": _batch_norm,
    "torch.ReLU": lambda net, name, layer, x, values: net.relu(name, x),
    "torch.Identity": lambda net, name, layer, x, values: x,
    "torch.Dropout": lambda net, name, layer, x, values: x,
    "torch.Softmax": lambda net, name, layer, x, values: _softmax("softmax", net, name, x, layer.dim),
    "torch.LogSoftmax": lambda net, name, layer, x, values: _softmax("log_softmax", net, name, x, layer.dim),
    "torch.Sigmoid": lambda net, name, layer, x, values: net.ending(name, x, "sigmoid"),
    "torch.LogSigmoid": lambda net, name, layer, x, values: net.ending(name, x, "log_sigmoid"),
}
