"""Emitters of the operations that hls4ml lacks; their C++ is in `nnet_codesign.h`."""

import math
from typing import Any

import numpy as np

from codesign.backends.hls.records import (
    CUSTOM,
    IDENTITY,
    HlsLayer,
    container,
    flat_shape,
    full_type,
    maybe_rounded,
    result,
)
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint, Int
from codesign.net.ops import (
    Add,
    Concat,
    Extremum,
    HardSigmoid,
    Largest,
    Log2,
    MatMul,
    Op,
    Pool,
    Shape,
    Subtract,
    Threshold,
)
from codesign.net.ops.base import or_zero, used_fraction


def wires(net: FixedNet, op: Op) -> list[HlsLayer]:
    """An operation that only moves the elements of its input."""
    return [_wires(op, [net.graph.shapes[op.inputs[0]]], net.types[op.name])]


def concat(net: FixedNet, op: Op) -> list[HlsLayer]:
    """Inputs side by side; three or more are joined one by one, through tensors `<name>_first<n>`."""
    if len(op.inputs) == 1:
        return wires(net, op)
    shapes, layers = net.graph.shapes, []
    joined, shape, t = op.inputs[0], shapes[op.inputs[0]], full_type(net, op.inputs[0])
    for count, name in enumerate(op.inputs[1:], 2):
        part = Concat(op.name if count == len(op.inputs) else f"{op.name}_first{count}", (joined, name))
        t = part.exact({}, t, full_type(net, name))
        layers.append(_wires(part, [shape, shapes[name]], t))
        joined, shape = part.name, part.shape(shape, shapes[name])
    return layers


def elementwise(net: FixedNet, op: Op) -> list[HlsLayer]:
    """Add, Subtract, Multiply or Extremum; the index map of each side repeats the elements of an axis of length 1."""
    shape = net.graph.shapes[op.name]
    sides = [np.broadcast_to(_positions(net.graph.shapes[name]), shape) for name in op.inputs]
    maps = {side: _map(index) for side, index in zip(("left", "right"), sides, strict=True)}
    sizes = {"n_out": math.prod(shape)}
    match op:
        case Add():
            function = "add"
        case Subtract():
            function = "subtract"
        case Extremum():
            function, sizes["largest"] = "extremum", int(op.kind == "maximum")
        case _:
            function = "multiply"
            # a flag selects, so that no tool makes a multiplier of it
            flags = [name for name in op.inputs if net.types[name].only_flags]
            if flags:
                function, sizes["flag_left"] = "gate", int(flags[0] == op.inputs[0])
    return maybe_rounded(net, op, CUSTOM, _fields(function, shape, sizes, maps=maps))


def threshold(net: FixedNet, op: Op) -> list[HlsLayer]:
    """Comparisons with thresholds in LSB of the input, rounded up, which changes no result."""
    assert isinstance(op, Threshold)
    shape, x = net.graph.shapes[op.name], full_type(net, op.inputs[0])
    t = x.uniform()
    levels = np.clip(np.ceil(np.array(op.thresholds) / t.lsb), t.lowest, t.highest + 1)
    level = FixedPoint.spanning(t.low, t.high + t.lsb, t.fraction)
    sources = np.broadcast_to(_positions(net.graph.shapes[op.inputs[0]]), shape)
    sizes = {"n_out": math.prod(shape), "below": int(op.kind == "below"), "level_bits": int(level.width)}
    maps = {"from": _map(sources), "level": [int(m) for m in np.broadcast_to(levels, shape).ravel()]}
    return [_exact(net, op, "threshold", sizes, {"level_t": container(level)}, maps)]


def absolute(net: FixedNet, op: Op) -> list[HlsLayer]:
    """A negation where the sign is set."""
    return [_exact(net, op, "absolute", {"n_out": math.prod(net.graph.shapes[op.name])})]


def scale(net: FixedNet, op: Op) -> list[HlsLayer]:
    """A copy of the bits, to a type whose binary point is elsewhere."""
    return [_exact(net, op, "scale", {"n_out": math.prod(net.graph.shapes[op.name])})]


def largest(net: FixedNet, op: Op) -> list[HlsLayer]:
    """All pairs are compared at once, and each place selects the value with its rank."""
    assert isinstance(op, Largest)
    *outer, candidates, features = net.graph.shapes[op.inputs[0]]
    sizes = {"outer": math.prod(outer), "candidates": candidates, "features": features, "places": op.count}
    return [_exact(net, op, "largest", {**sizes, "rank_bits": candidates.bit_length()})]


def logarithm(net: FixedNet, op: Op) -> list[HlsLayer]:
    """The leading one among the octaves selects its number, and the bits below it."""
    assert isinstance(op, Log2)
    shape, x = net.graph.shapes[op.name], full_type(net, op.inputs[0]).uniform()
    largest_value = float(np.maximum(-x.low, x.high))
    reach = np.maximum(np.maximum(largest_value, np.ldexp(largest_value, -op.lowest)), 2.0 ** (op.octaves + 1))
    fraction = max(int(x.fraction) + max(op.lowest, 0), op.bits)  # shifts lose only bits below those of the result
    accum, log = FixedPoint.spanning(-reach, reach, fraction), net.types[op.name]
    typedefs = {"accum_t": container(accum), "log_t": container(log)}
    sizes = {"n_out": math.prod(shape), "octaves": op.octaves, "left": max(-op.lowest, 0), "right": max(op.lowest, 0)}
    return [_exact(net, op, "logarithm", sizes, typedefs)]


def matmul(net: FixedNet, op: Op) -> list[HlsLayer]:
    """Sums of products, accumulated in the exact type; only the final sum, not each partial sum, must fit it."""
    assert isinstance(op, MatMul)
    (rows, inner), (_, columns) = (net.graph.shapes[name] for name in op.inputs)
    sizes = {"rows": rows, "inner": inner, "columns": columns}
    accum = {"accum_t": container(net.exact_type(op))}
    return maybe_rounded(net, op, CUSTOM, _fields("matmul", (rows, columns), sizes, accum))


def pool(net: FixedNet, op: Op) -> list[HlsLayer]:
    """A sum over the pooled axis; for a mean, also a shift."""
    assert isinstance(op, Pool)
    *outer, pooled, features = net.graph.shapes[op.inputs[0]]
    shift = pooled.bit_length() - 1 if op.kind == "mean" else 0
    exact = net.exact_type(op)
    accum = {"accum_t": container(FixedPoint(exact.signed, exact.integer + shift, exact.fraction))}
    sizes = {"outer": math.prod(outer), "pooled": pooled, "features": features, "shift": shift}
    return maybe_rounded(net, op, CUSTOM, _fields("pool", net.graph.shapes[op.name], sizes, accum))


def hard_sigmoid(net: FixedNet, op: Op) -> list[HlsLayer]:
    """A shift, an addition of 1/2, and two comparisons."""
    assert isinstance(op, HardSigmoid)
    shape, x = net.graph.shapes[op.name], full_type(net, op.inputs[0])
    reach = np.maximum(np.maximum(-x.low, x.high), 1.0)  # largest magnitude of x, 1/2 + x/4 and the bounds 0 and 1
    accum = {"accum_t": container(FixedPoint.spanning(-reach, reach, np.maximum(or_zero(used_fraction(x)) + 2, 1)))}
    sizes = {"n_out": math.prod(shape), "falling": int(op.sign < 0)}
    return maybe_rounded(net, op, CUSTOM, _fields("hard_sigmoid", shape, sizes, accum))


def _exact(
    net: FixedNet,
    op: Op,
    function: str,
    constants: dict[str, int],
    typedefs: dict[str, str] | None = None,
    maps: dict[str, Any] | None = None,
) -> HlsLayer:
    """The layer of an operation that is never rounded."""
    shape = net.graph.shapes[op.name]
    fields = _fields(function, shape, constants, typedefs, maps)
    return HlsLayer(op.name, CUSTOM, op.inputs, flat_shape(shape), result(net, op.name), fields)


def _positions(shape: Shape, first: int = 0) -> Int:
    return np.arange(first, first + math.prod(shape)).reshape(shape)


def _map(positions: Int) -> Any:
    """The index map in the form of the layer's attribute: IDENTITY or a list."""
    flat = [int(position) for position in positions.ravel()]
    return IDENTITY if flat == list(range(len(flat))) else flat


def _wires(op: Op, shapes: list[Shape], t: FixedPoint) -> HlsLayer:
    """A layer that moves elements; evaluating the operation on positions instead of values gives its index map."""
    first = math.prod(shapes[0])
    positions = op.evaluate({}, *(_positions(shape, start) for shape, start in zip(shapes, (0, first), strict=False)))
    shape, sizes = positions.shape, {"n_out": positions.size}
    if len(shapes) == 1:
        fields = _fields("wires", shape, sizes, maps={"from": _map(positions)})
    else:
        fields = _fields("joined_wires", shape, {**sizes, "n_first": first}, maps={"from": _map(positions)})
    return HlsLayer(op.name, CUSTOM, op.inputs, flat_shape(shape), {"result": container(t)}, fields)


def _fields(
    function: str,
    shape: Shape,
    constants: dict[str, int],
    typedefs: dict[str, str] | None = None,
    maps: dict[str, Any] | None = None,
) -> dict[str, Any]:
    return {
        "function": function,
        "out_shape": list(flat_shape(shape)),
        "constants": constants,
        "typedefs": typedefs or {},
        "maps": maps or {},
    }
