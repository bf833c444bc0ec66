"""The reference: what the firmware computes, in plain arrays. The reference is the hardware.

`evaluate` is the one walk over a net. On float64, exact up to 53 bits (which FixedNet.build proves for every sum),
it is the reference; on symbolic arrays it is the RTL generator.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from codesign.errors import ExactnessError
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint, Float
from codesign.net.ops import Op
from codesign.net.plan import Values, plan

BATCH_JETS = 1024  # few enough for their tensors to stay in a core's cache

Read = Callable[[Op | None, str, Any], Any]  # operation or None for an output, tensor, its values -> what is read of it


def as_it_is(op: Op | None, name: str, values: Any) -> Any:
    """The `Read` of candidates that are in the net's order."""
    return values


def evaluate(
    net: FixedNet,
    x: Any,
    cast: Callable[[FixedPoint, Any], Any],
    xp: Any = np,
    read: Read = as_it_is,
) -> dict[str, Any]:
    """Every tensor by name, from x of shape (..., *port shape), an array that `xp` works on (see Op.evaluate).

    cast(type, exact result) rounds the tensors whose type is narrower than their exact result; read gives
    what an operation reads of each tensor, if the candidates of x are in another order than the net's.
    """
    tensors = {net.port.name: x}
    for op in net.graph.ops[1:]:
        inputs = (read(op, name, tensors[name]) for name in op.inputs)
        exact = op.evaluate(net.parameters_of(op), *inputs, xp=xp)
        tensors[op.name] = cast(net.types[op.name], exact) if op.name in net.rounded else exact
    return tensors


def run(net: FixedNet, x: ArrayLike, trace: bool = False) -> dict[str, Float]:
    """The outputs (with `trace`, all tensors) by name, exact, for x: (jets, *port shape) values of the port's type.

    Raises ExactnessError for any other shape, or for a value that the port's type does not hold.
    """
    values = np.asarray(x)
    if values.shape[1:] != net.port.size:
        raise ExactnessError(f"inputs have shape {values.shape}, the port takes (jets, {net.port.size})")
    names = [op.name for op in net.graph.ops] if trace else net.graph.outputs
    results = {name: np.empty((len(values), *net.graph.shapes[name])) for name in names}
    port, steps = plan(net).port, plan(net).steps
    for first in range(0, len(values), BATCH_JETS):
        batch = slice(first, first + BATCH_JETS)
        tensors = {net.port.name: _checked(port, values[batch])}
        for step in steps:
            tensors[step.op.name] = step.run(*(tensors[name] for name in step.op.inputs))
        for name, result in results.items():
            np.add(tensors[name], 0.0, out=result[batch])  # no negative zeros
    return results


def _checked(port: FixedPoint, x: Values) -> Values:
    values = x if x.dtype == np.float32 else np.asarray(x, np.float64)
    if not port.holds(values):
        raise ExactnessError(
            f"inputs between {values.min()} and {values.max()} are not all values of the port's type {port};"
            " cast them to it first"
        )
    return values
