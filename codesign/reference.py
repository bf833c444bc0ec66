"""The reference: what the firmware computes, in plain arrays. The reference is the hardware.

`evaluate` is the one walk over a net. On float64, exact up to 53 bits (which FixedNet.build proves for every sum),
it is the reference; on symbolic arrays it is the RTL generator.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from codesign.errors import ExactnessError
from codesign.fixednet import FixedNet
from codesign.fixedpoint import FixedPoint, Float

BATCH_JETS = 4096  # the tensors of so many jets are in memory at a time: up to 40 kB a jet


def evaluate(net: FixedNet, x: Any, cast: Callable[[FixedPoint, Any], Any], xp: Any = np) -> dict[str, Any]:
    """Every tensor by name, from x of shape (..., *port shape), an array that `xp` works on (see Op.evaluate).

    `cast` rounds where a type is narrower.
    """
    tensors = {net.port.name: x}
    for op in net.graph.ops[1:]:
        exact = op.evaluate(net.parameters_of(op), *(tensors[name] for name in op.inputs), xp=xp)
        tensors[op.name] = cast(net.types[op.name], exact) if op.name in net.rounded else exact
    return tensors


def run(net: FixedNet, x: ArrayLike, trace: bool = False) -> dict[str, Float]:
    """The outputs (with `trace`, all tensors) by name, exact, for x: (jets, *port shape) values of the port's type.

    Raises ExactnessError for an input that the port's type does not hold.
    """
    values = np.asarray(x, np.float64)
    if values.shape[1:] != net.port.size:
        raise ExactnessError(f"inputs have shape {values.shape}, the port takes (jets, {net.port.size})")
    port = net.types[net.port.name]
    if not port.holds(values):
        raise ExactnessError(
            f"inputs between {values.min()} and {values.max()} are not all values of the port's type {port};"
            " cast them to it first"
        )
    kept = [op.name for op in net.graph.ops] if trace else net.graph.outputs
    parts = []
    for first in range(0, max(len(values), 1), BATCH_JETS):
        tensors = evaluate(net, values[first : first + BATCH_JETS], FixedPoint.cast)
        parts.append([tensors[name] for name in kept])
    return {name: np.concatenate(made) for name, made in zip(kept, zip(*parts, strict=True), strict=True)}
