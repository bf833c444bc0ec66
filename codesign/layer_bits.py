"""What each layer of a frozen net reads and multiplies: bit widths that training found, and bit operations.

The effective bit operations of a layer (EBOPs, arXiv:2405.00645) are the sum over its multiplications of the bits of
both factors. They say where the cost of a network arises, without a trace; they count no adder tree, no pooling and
no table, so that they are no LUT.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codesign.fixednet import FixedNet
from codesign.fixedpoint import FixedPoint
from codesign.ops import MatMul, Multiply, Op


@dataclass(frozen=True)
class Layer:
    """One layer of a net: a Dense, or a product of two tensors, which has no weights.

    weights, zeros: how many; weight_bits: mean width of the weights that are not zero, most_weight_bits the largest;
    input_bits: mean width of the numbers it reads, those that are never used left out, most_input_bits the largest.
    Widths are None where there is nothing to take them of. ebops: effective bit operations for one jet.
    """

    name: str
    weights: int
    zeros: int
    weight_bits: float | None
    most_weight_bits: int | None
    input_bits: float | None
    most_input_bits: int | None
    ebops: int


def layers(net: FixedNet) -> tuple[Layer, ...]:
    """The layers that multiply, in the graph's order; steps that share weights are one layer."""
    found: dict[str, list[Op]] = {}
    for op in net.graph.ops:
        if "kernel" in net.graph.parameters(op) or isinstance(op, Multiply | MatMul):
            found.setdefault(op.owner, []).append(op)
    return tuple(_layer(net, name, ops) for name, ops in found.items())


def _layer(net: FixedNet, name: str, ops: list[Op]) -> Layer:
    kernel = net.weights.get(f"{name}.kernel")
    kept: NDArray[np.int64] = np.zeros(0, np.int64)
    if kernel is not None:
        kept = np.broadcast_to(net.weight_types[f"{name}.kernel"].width, kernel.shape)[kernel != 0]
    read = np.concatenate([_widths(net, tensor).ravel() for op in ops for tensor in op.inputs])
    read = read[read > 0]
    return Layer(
        name=name,
        weights=0 if kernel is None else kernel.size,
        zeros=0 if kernel is None else kernel.size - len(kept),
        weight_bits=float(kept.mean()) if len(kept) else None,
        most_weight_bits=int(kept.max()) if len(kept) else None,
        input_bits=float(read.mean()) if len(read) else None,
        most_input_bits=int(read.max()) if len(read) else None,
        ebops=sum(_ebops(net, op) for op in ops),
    )


def _ebops(net: FixedNet, op: Op) -> int:
    widths = [_widths(net, tensor) for tensor in op.inputs]
    if isinstance(op, Multiply):
        return int((widths[0] * widths[1]).sum())
    if isinstance(op, MatMul):
        return int((widths[0] @ widths[1]).sum())
    return int((widths[0] @ enclosed_bits(net.weights[f"{op.owner}.kernel"])).sum())


def enclosed_bits(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Bits from the highest to the lowest that is set, of each value's magnitude: 3 of 0b10100, 0 of a zero."""
    mantissa, _ = np.frexp(np.abs(values))
    integers = np.ldexp(mantissa, 53).astype(np.int64)  # the highest bit is number 52
    trailing = np.frexp(np.maximum(integers & -integers, 1).astype(np.float64))[1] - 1
    return np.where(integers != 0, 53 - trailing, 0).astype(np.int64)


def _widths(net: FixedNet, tensor: str) -> NDArray[np.int64]:
    t: FixedPoint = net.types[tensor]
    return np.broadcast_to(t.width, net.graph.shapes[tensor])
