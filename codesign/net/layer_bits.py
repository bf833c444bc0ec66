"""What each layer of a frozen net reads, multiplies and costs: learned bit widths, bit operations, adders.

The effective bit operations of a layer (EBOPs, arXiv:2405.00645) are summed over its multiplications: the product of
the two factors' bit widths. They need no RTL, but leave out sums, pooling and tables. Where there is RTL, its adders
are the better measure: the LUT of a design are estimated from them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint
from codesign.net.ops import Input, Op, Wires

SUMS = "sums"


@dataclass(frozen=True)
class Layer:
    """One layer of a net, with the rounding and activation after it.

    weights, zeros: number of weights, and of those that are zero; weight_bits, most_weight_bits: mean and largest width
    of the non-zero weights; input_bits, most_input_bits: mean and largest width of the elements it reads, without those
    of width 0. Widths are None if there is nothing to average. The leaves of trees count as their weights.
    ebops: effective bit operations for one jet; adders: cost of its adders in the RTL, None if that is not known.
    """

    name: str
    weights: int
    zeros: int
    weight_bits: float | None
    most_weight_bits: int | None
    input_bits: float | None
    most_input_bits: int | None
    ebops: int
    adders: float | None = None


def layers(net: FixedNet, adders: Mapping[str, float] | None = None) -> tuple[Layer, ...]:
    """The layers that have weights, bit operations or adders, in the graph's order; an unrolled cell is one layer.

    adders: name of each operation -> cost of its adders in the RTL, if that is known.
    """
    grouped: dict[str, list[Op]] = {}
    for op in net.graph.ops:
        grouped.setdefault(layer_of(net, op), []).append(op)
    rows = (_layer(net, name, ops, adders) for name, ops in grouped.items())
    return tuple(row for row in rows if row.weights or row.ebops or row.adders)


def layer_of(net: FixedNet, op: Op) -> str:
    """The layer that an operation belongs to; all that follows from the port without weights is one layer, SUMS."""
    if op.name in net.graph.of_port and not isinstance(op, Input | Wires):
        return SUMS
    if op.owner != op.name or net.graph.parameters(op):
        return op.owner
    if op.in_layer_before:
        before = net.graph[op.inputs[0]]
        if not isinstance(net.graph.through_wires(before.name), Input) or isinstance(op, Wires):
            return layer_of(net, before)
    return re.sub(r"\d+", "", op.name)


def _layer(net: FixedNet, name: str, ops: list[Op], adders: Mapping[str, float] | None) -> Layer:
    weights = next((full for p in ("kernel", "leaf") if (full := f"{name}.{p}") in net.weights), "")
    kernel = net.weights.get(weights)
    widths: NDArray[np.int64] = np.zeros(0, np.int64)
    if kernel is not None:
        widths = np.broadcast_to(net.weight_types[weights].width, kernel.shape)[kernel != 0]
    reading = [op for op in ops if op.inputs and not op.in_layer_before]
    read = np.concatenate([np.zeros(0, np.int64), *(_widths(net, t).ravel() for op in reading for t in op.inputs)])
    read = read[read > 0]
    return Layer(
        name=name,
        weights=0 if kernel is None else kernel.size,
        zeros=0 if kernel is None else kernel.size - len(widths),
        weight_bits=float(widths.mean()) if len(widths) else None,
        most_weight_bits=int(widths.max()) if len(widths) else None,
        input_bits=float(read.mean()) if len(read) else None,
        most_input_bits=int(read.max()) if len(read) else None,
        ebops=sum(_ebops(net, op) for op in ops),
        adders=None if adders is None else sum(adders[op.name] for op in ops),
    )


def _ebops(net: FixedNet, op: Op) -> int:
    weights = {name: enclosed_bits(values) for name, values in net.parameters_of(op).items()}
    return op.bit_operations(weights, *(_widths(net, tensor) for tensor in op.inputs))


def enclosed_bits(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Bits from the highest to the lowest set bit of each value's magnitude: 3 for 0b10100, 0 for zero."""
    mantissa, _ = np.frexp(np.abs(values))
    integers = np.ldexp(mantissa, 53).astype(np.int64)  # the highest bit is number 52
    trailing = np.frexp(np.maximum(integers & -integers, 1).astype(np.float64))[1] - 1
    return np.where(integers != 0, 53 - trailing, 0).astype(np.int64)


def _widths(net: FixedNet, tensor: str) -> NDArray[np.int64]:
    t: FixedPoint = net.types[tensor]
    return np.broadcast_to(t.width, net.graph.shapes[tensor])
