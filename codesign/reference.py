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
    tensors = evaluate(net, values, FixedPoint.cast)
    return tensors if trace else {name: tensors[name] for name in net.graph.outputs}
