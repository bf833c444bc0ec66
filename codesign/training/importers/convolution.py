"""Convolutions and tensor contractions as wires around one Dense."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.errors import FrontendError
from codesign.net.ops import Take
from codesign.training.importers.assembly import Assembly

Array = NDArray[Any]


def convolution(net: Assembly, layer: Any, x: str, kernel: Array, bias: Array | None) -> str:
    """A Conv1D along the candidates. kernel: (taps, features, filters).

    One Dense reads the concatenated features of the candidates at all taps. layer: gives name, stride, padding and
    dilation. Raises FrontendError for a padding that would read zeros outside of the jet.
    """
    taps, features, filters = kernel.shape
    return net.dense(layer.name, windows(net, layer, x, taps), kernel.reshape(taps * features, filters), bias)


def windows(net: Assembly, layer: Any, x: str, taps: int) -> str:
    """The inputs of each step of a Conv1D, its candidates' features concatenated: (steps, taps * features)."""
    (stride,), (dilation,) = _tuple(layer.strides), _tuple(layer.dilation_rate)
    if layer.data_format != "channels_last" or getattr(layer, "groups", 1) != 1:
        raise FrontendError("it takes channels first or in groups; use channels last and one group")
    if taps > 1 and layer.padding != "valid":
        raise FrontendError(f"padding {layer.padding!r} reads zeros outside of the jet; use padding='valid'")
    candidates = net.shapes[x][0]
    starts = range(0, candidates - (taps - 1) * dilation, stride)
    if taps == 1 and stride == 1:
        return x
    read = [
        net.append(Take, f"{layer.name}_tap{tap}", x, indices=tuple(s + tap * dilation for s in starts), axis=-2)
        for tap in range(taps)
    ]
    return read[0] if taps == 1 else net.concat(f"{layer.name}_windows", *read)


def einsum(net: Assembly, name: str, x: str, equation: str, kernel: Array, bias: Array | None) -> str:
    """An EinsumDense that sums over some axes of a jet's tensor and adds new ones: "bnc,cd->bnd" or "bnc,nm->bmc".

    Raises FrontendError if each candidate has separate weights, or if the axes are in an unsupported order.
    """
    read, weights, made = _axes(equation, len(net.shapes[x]))
    if len(read) != len(net.shapes[x]):
        raise FrontendError(
            f"the equation {equation!r} does not fit its input, of shape {net.shapes[x]}; name each axis"
        )
    summed = [axis for axis in read if axis in weights and axis not in made]
    kept = [axis for axis in read if axis not in weights]
    new = [axis for axis in weights if axis not in read]
    sizes = {**dict(zip(read, net.shapes[x], strict=True)), **dict(zip(weights, kernel.shape, strict=True))}
    if not summed or set(made) != {*kept, *new} or len(summed) + len(kept) != len(read) or len(read) > 2:
        raise FrontendError(f"the equation {equation!r} has weights of their own for each candidate; share them")
    if [*kept, *summed] != read:
        x = net.transpose(f"{name}_turned", x)
    x = net.reshape(f"{name}_flat", x, (*(sizes[a] for a in kept), int(np.prod([sizes[a] for a in summed]))))
    order = [weights.index(axis) for axis in (*summed, *new)]
    units = int(np.prod([sizes[axis] for axis in new]))
    if bias is not None:
        bias = _of_units(bias, made, new, sizes, equation)
    y = net.dense(name, x, kernel.transpose(order).reshape(-1, units), bias)
    y = net.reshape(f"{name}_units", y, tuple(sizes[axis] for axis in (*kept, *new)) or (1,))
    if [*kept, *new] == made:
        return y
    if len(made) != 2:
        raise FrontendError(f"the equation {equation!r} puts its axes in an order that two axes cannot have")
    return net.transpose(f"{name}_back", y)


def _axes(equation: str, rank: int) -> tuple[list[str], list[str], list[str]]:
    """Axes of a jet's tensor, of the kernel and of the result, with "..." written out for a tensor of `rank` axes."""
    matched = re.fullmatch(r"(\.\.\.)?([a-zA-Z]*),([a-zA-Z]+)->(\.\.\.)?([a-zA-Z]*)", equation.replace(" ", ""))
    if matched is None or bool(matched[1]) != bool(matched[4]):
        raise FrontendError(f"the equation {equation!r} is of an unknown kind; use 'bnc,cd->bnd'")
    read, weights, made = list(matched[2]), list(matched[3]), list(matched[5])
    if matched[1]:
        left = [f"...{index}" for index in range(rank - len(read))]
        return [*left, *read], weights, [*left, *made]
    if not read or not made or read[0] != made[0] or read[0] in weights:
        raise FrontendError(f"the equation {equation!r} does not keep the axis of jets in front")
    return read[1:], weights, made[1:]


def _of_units(bias: Array, made: list[str], new: list[str], sizes: dict[str, int], equation: str) -> Array:
    """(units,) of a bias that broadcasts over the result; FrontendError unless it is constant along the other axes."""
    full = np.broadcast_to(bias, [sizes[axis] for axis in made])
    shared = tuple(index for index, axis in enumerate(made) if axis not in new)
    first = full[tuple(0 if axis not in new else slice(None) for axis in made)]
    if not np.array_equal(full, np.broadcast_to(np.expand_dims(first, shared), full.shape)):
        raise FrontendError(
            f"with {equation!r} each candidate has a bias of its own; let bias_axes be {''.join(new)!r}"
        )
    in_order = [axis for axis in made if axis in new]
    return first.transpose([in_order.index(axis) for axis in new]).reshape(-1)


def _tuple(value: Any) -> tuple[int, ...]:
    return (value,) if isinstance(value, int) else tuple(value)
