"""What of a net needs its candidates in order: the rest can be computed from candidates in any order.

A tensor follows the candidates if each operation before it does the same for every one of them: candidates in another
order give the same values, in that order. A sum over such a tensor is the same for any order.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from codesign.net.fixednet import FixedNet
from codesign.net.ops import Op, Take


def candidate_axes(net: FixedNet) -> dict[str, int]:
    """Name of a tensor that follows the candidates, the port first -> its axis along which they lie."""
    axes = {net.port.name: 0}
    for op in net.graph.ops[1:]:
        axis = _axis(net, op, axes)
        if axis is not None and not needs_order(net, op, axes):
            result = op.follows(axis, len(net.graph.shapes[op.inputs[0]]))
            if result is not None:
                axes[op.name] = result
    return axes


def needs_order(net: FixedNet, op: Op, axes: Mapping[str, int]) -> bool:
    """Whether an operation must read in order those of its inputs that follow the candidates along `axes`."""
    axis = _axis(net, op, axes)
    if axis is None:
        return False
    shapes = [net.graph.shapes[name] for name in op.inputs]
    alike = (
        axes[n] == axis if n in axes else s[axis : axis + 1] == (1,) for n, s in zip(op.inputs, shapes, strict=True)
    )
    if len({len(shape) for shape in shapes}) != 1 or not all(alike):
        return True
    if op.any_order(axis, len(shapes[0])):
        return False
    result = op.follows(axis, len(shapes[0]))
    return result is None or (op.name in net.rounded and not _same_type(net, op.name, result))


def gains_from_any_order(net: FixedNet) -> bool:
    """Whether an operation reads candidates whose order changes nothing in its result."""
    axes = candidate_axes(net)
    read = ((op, _axis(net, op, axes)) for op in net.graph.ops[1:] if not needs_order(net, op, axes))
    return any(axis is not None and op.any_order(axis, len(net.graph.shapes[op.inputs[0]])) for op, axis in read)


def places_read(net: FixedNet) -> int:
    """How many of the leading candidates are read in order: all of them, unless only `Take` reads them so."""
    axes = candidate_axes(net)
    every = net.graph.shapes[net.port.name][0]
    places = [every] if axes.keys() & set(net.graph.outputs) else [0]
    for op in net.graph.ops[1:]:
        axis = _axis(net, op, axes)
        if axis is not None and needs_order(net, op, axes):
            if isinstance(op, Take) and axis == len(net.graph.shapes[op.inputs[0]]) + op.axis:
                places += [index + 1 for index in op.indices]
            else:
                places.append(every)
    return max(places)


def _axis(net: FixedNet, op: Op, axes: Mapping[str, int]) -> int | None:
    """The axis of the first input that follows the candidates."""
    return next((axes[name] for name in op.inputs if name in axes), None)


def _same_type(net: FixedNet, name: str, axis: int) -> bool:
    """Whether all candidates have the same type in a tensor; with precision.per_candidate they may differ."""
    t, shape = net.types[name], net.graph.shapes[name]
    each = (np.moveaxis(np.broadcast_to(bits, shape), axis, 0) for bits in (t.signed, t.integer, t.fraction))
    return all(bool((rows == rows[:1]).all()) for rows in each)
