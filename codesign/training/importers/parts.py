"""Operations that the layers of several frameworks share. Each returns the name of its result."""

from __future__ import annotations

from typing import Any

import numpy as np

from codesign.errors import FrontendError
from codesign.training.importers.assembly import Assembly


def mean(net: Assembly, name: str, x: str, keepdims: bool) -> str:
    """The mean over the candidates of a tensor (candidates, features)."""
    if len(net.shapes[x]) != 2:
        raise FrontendError(f"it pools (candidates, features), not a tensor of shape {net.shapes[x]}")
    made = net.pool(name, x, "mean")
    return net.reshape(f"{name}_kept", made, (1, *net.shapes[made])) if keepdims else made


def windows_mean(net: Assembly, name: str, x: str, layer: Any) -> str:
    """The mean of neighbouring candidates, in adjacent windows without overlap."""
    (size,), (stride,) = layer.pool_size, layer.strides
    n, features = net.shapes[x]
    if stride != size or n % size or layer.data_format != "channels_last":
        raise FrontendError(f"its windows of {size} in steps of {stride} do not divide {n} candidates; let them touch")
    return net.pool(name, net.reshape(f"{name}_windows", x, (n // size, size, features)), "mean")


def total(net: Assembly, name: str, x: str, axes: tuple[int, ...], keepdims: bool, scale: float) -> str:
    """The sum of a tensor over axes, which count the axis of jets, times a power of two."""
    shape = net.shapes[x]
    kept = tuple(1 if axis in axes else n for axis, n in enumerate(shape, 1) if keepdims or axis not in axes) or (1,)
    if 0 in axes or any(axis > len(shape) for axis in axes):
        raise FrontendError(f"it sums over axes {axes} of (jets, {', '.join(map(str, shape))})")
    if axes == (1,) and len(shape) == 2:
        is_mean = scale == 1 / shape[0]
        made = net.pool(name, x, "mean" if is_mean else "sum")
        made = made if is_mean else net.scaled(f"{name}_scaled", made, scale)
    elif axes in ((len(shape),), tuple(range(1, len(shape) + 1))):
        if len(axes) > 1:
            x = net.reshape(f"{name}_flat", x, (int(np.prod(shape)),))
        made = net.linear(name, x, np.full((net.shapes[x][-1], 1), scale))
    else:
        raise FrontendError(f"it sums over axes {axes}; use the candidates, the features or both")
    return net.reshape(f"{name}_shape", made, kept)


def joined(net: Assembly, name: str, xs: list[str], axis: int) -> str:
    """Tensors joined along the features or the candidates; `axis` counts the axis of jets."""
    axes = len(net.shapes[xs[0]]) + 1
    if axis % axes == axes - 1:
        return net.concat(name, *xs)
    if axis % axes != axes - 2 or axes < 3:
        raise FrontendError(f"it joins along axis {axis}; join features or candidates")
    turned = [net.transpose(f"{name}_part{index}", x) for index, x in enumerate(xs)]
    return net.transpose(name, net.concat(f"{name}_turned", *turned))


def merged(net: Assembly, name: str, method: str, inputs: list[str]) -> str:
    """Sum, product or difference; tensors with fewer axes get axes of length 1 in front, as in Keras."""
    if len(inputs) < 2:
        raise FrontendError("one side is a constant; fold it into the bias or the kernel of a layer")
    if method == "subtract":
        inputs, method = [inputs[0], net.scaled(f"{name}_negative", inputs[1], -1)], "add"
    axes = max(len(net.shapes[x]) for x in inputs)
    even = [
        net.reshape(f"{name}_part{index}", x, (*(1,) * (axes - len(net.shapes[x])), *net.shapes[x]))
        for index, x in enumerate(inputs)
    ]
    return str(getattr(net, method)(name, *even))
