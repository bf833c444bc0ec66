"""A network as named operations on named tensors: no numbers, no framework.

An operation says its meaning once, in `evaluate`, with plain array arithmetic on the trailing axes. The same lines
run on NumPy arrays with a leading axis of jets (the reference) and on symbolic arrays without one (the RTL trace).
`exact` gives the smallest fixed-point type that holds every result. A new operation is one class here, and one
entry in each frontend and backend that is to know it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, ClassVar, Literal, Self

import numpy as np
from numpy.typing import NDArray

from codesign.errors import ExactnessError, NetError
from codesign.fixedpoint import EXACT_BITS, FixedPoint, Float, Int

Shape = tuple[int, ...]  # of one jet's tensor: (candidates, features) or (features,)
Weights = Mapping[str, Float]  # parameter name ("kernel", "bias") -> values


@dataclass(frozen=True)
class Op:
    """One operation; its `name` is also the name of the tensor it makes."""

    name: str
    inputs: tuple[str, ...]

    exact_only: ClassVar[bool] = False  # its result is never rounded, so it takes no type of its own

    def shape(self, *shapes: Shape) -> Shape:
        """Shape of the result for one jet, given the shapes of the inputs."""
        raise NotImplementedError

    def parameters(self, *shapes: Shape) -> dict[str, Shape]:
        """Names and shapes of the trained parameters."""
        return {}

    def evaluate(self, weights: Weights, *xs: Any) -> Any:
        """The exact result, before any rounding; xs: (..., *input shape)."""
        raise NotImplementedError

    def exact(self, weights: Weights, *types: FixedPoint) -> FixedPoint:
        """The smallest type that holds every exact result, for inputs of the given types (full shapes)."""
        raise NotImplementedError


@dataclass(frozen=True)
class Input(Op):
    """What arrives at the firmware's port: (candidates, features)."""

    size: Shape = ()

    def shape(self, *shapes: Shape) -> Shape:
        """The declared size."""
        return self.size


@dataclass(frozen=True)
class Quantize(Op):
    """The same values in a narrower type: how much of the input the network reads."""

    def shape(self, *shapes: Shape) -> Shape:
        """Unchanged."""
        return shapes[0]

    def evaluate(self, weights: Weights, *xs: Any) -> Any:
        """Unchanged; the type of the result does the work."""
        return xs[0]

    def exact(self, weights: Weights, *types: FixedPoint) -> FixedPoint:
        """The type of the input."""
        return types[0]


@dataclass(frozen=True)
class Dense(Op):
    """x @ kernel + bias on the last axis; on (candidates, features) the same weights for each candidate."""

    units: int = 0
    exact_only: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        """Last axis becomes `units`."""
        return (*shapes[0][:-1], self.units)

    def parameters(self, *shapes: Shape) -> dict[str, Shape]:
        """kernel (inputs, units) and bias (units,)."""
        return {"kernel": (shapes[0][-1], self.units), "bias": (self.units,)}

    def evaluate(self, weights: Weights, *xs: Any) -> Any:
        """Sums at full precision."""
        return xs[0] @ weights["kernel"] + weights["bias"]

    def exact(self, weights: Weights, *types: FixedPoint) -> FixedPoint:
        """Interval arithmetic with the actual weights; ExactnessError if a partial sum could pass 53 bits."""
        (x,), kernel, bias = types, weights["kernel"], weights["bias"]
        low = x.low @ np.maximum(kernel, 0) + x.high @ np.minimum(kernel, 0) + bias
        high = x.high @ np.maximum(kernel, 0) + x.low @ np.minimum(kernel, 0) + bias
        used = (x.width > 0)[..., :, None] & (kernel != 0)
        product_fraction = x.fraction[..., :, None] + fraction_bits(kernel)
        fraction = np.where(used, product_fraction, _NO_FRACTION).max(axis=-2)
        fraction = np.maximum(fraction, np.where(bias != 0, fraction_bits(bias), _NO_FRACTION))
        fraction = np.where(fraction == _NO_FRACTION, 0, fraction)
        most = np.maximum(-x.low, x.high) @ np.abs(kernel) + np.abs(bias)
        bits = int(np.ceil(np.log2(np.maximum(np.ldexp(most, fraction), 1.0)).max()))
        if bits >= EXACT_BITS:
            raise ExactnessError(
                f"the sums of {self.name!r} take {bits} bits, more than the {EXACT_BITS} that the reference holds"
                " exactly; use narrower inputs or weights"
            )
        return FixedPoint.spanning(low, high, fraction)


@dataclass(frozen=True)
class Relu(Op):
    """max(x, 0)."""

    def shape(self, *shapes: Shape) -> Shape:
        """Unchanged."""
        return shapes[0]

    def evaluate(self, weights: Weights, *xs: Any) -> Any:
        """max(x, 0)."""
        return np.maximum(xs[0], 0)

    def exact(self, weights: Weights, *types: FixedPoint) -> FixedPoint:
        """The input's type without its negative values."""
        (x,) = types
        return FixedPoint.spanning(np.zeros_like(x.high), np.maximum(x.high, 0), x.fraction)


@dataclass(frozen=True)
class Pool(Op):
    """Mean or sum over the candidates: (candidates, features) -> (features,)."""

    kind: Literal["mean", "sum"] = "mean"

    def shape(self, *shapes: Shape) -> Shape:
        """Drops the candidate axis; a mean over a number that is no power of two would not be exact."""
        if len(shapes[0]) != 2:
            raise NetError(f"{self.name!r} pools (candidates, features), not a tensor of shape {shapes[0]}")
        if self.kind == "mean" and shapes[0][0] & (shapes[0][0] - 1):
            raise NetError(
                f"{self.name!r} takes the mean of {shapes[0][0]} candidates, which no shift can do; use kind 'sum' or"
                " 8, 16 or 32 candidates"
            )
        return shapes[0][1:]

    def evaluate(self, weights: Weights, *xs: Any) -> Any:
        """The sum, shifted right for a mean."""
        total = np.sum(xs[0], axis=-2)
        return total * 2.0 ** -_log2(xs[0].shape[-2]) if self.kind == "mean" else total

    def exact(self, weights: Weights, *types: FixedPoint) -> FixedPoint:
        """The range of the sum, with more fraction bits for a mean."""
        (x,) = types
        shift = _log2(x.low.shape[0]) if self.kind == "mean" else 0
        fraction = np.where(x.width > 0, x.fraction, _NO_FRACTION).max(axis=0)
        fraction = np.where(fraction == _NO_FRACTION, 0, fraction + shift)
        return FixedPoint.spanning(np.ldexp(x.low.sum(axis=0), -shift), np.ldexp(x.high.sum(axis=0), -shift), fraction)


@dataclass(frozen=True)
class Flatten(Op):
    """(candidates, features) -> (candidates * features,), candidate by candidate."""

    exact_only: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        """One axis."""
        return (int(np.prod(shapes[0])),)

    def evaluate(self, weights: Weights, *xs: Any) -> Any:
        """A change of shape."""
        return xs[0].reshape(*xs[0].shape[:-2], -1)

    def exact(self, weights: Weights, *types: FixedPoint) -> FixedPoint:
        """The input's type, reshaped."""
        (x,) = types
        k, i, f = (bits.reshape(-1) for bits in np.broadcast_arrays(x.signed, x.integer, x.fraction))
        return FixedPoint(k, i, f, x.rounding, x.overflow)


OPS: dict[str, type[Op]] = {op.__name__: op for op in (Input, Quantize, Dense, Relu, Pool, Flatten)}


@dataclass(frozen=True)
class Graph:
    """Operations in an order in which each follows its inputs, and the names of the tensors that leave.

    Raises NetError where a name is used twice or before it is made.
    """

    ops: tuple[Op, ...]
    outputs: tuple[str, ...]

    def __post_init__(self) -> None:
        made: set[str] = set()
        for op in self.ops:
            missing = [name for name in op.inputs if name not in made]
            if missing:
                raise NetError(f"operation {op.name!r} reads {missing[0]!r}, which no earlier operation makes")
            if op.name in made:
                raise NetError(f"two operations are named {op.name!r}")
            if not op.name.isidentifier():
                raise NetError(f"{op.name!r} cannot name an operation: firmware needs an identifier")
            made.add(op.name)
        for name in self.outputs:
            if name not in made:
                raise NetError(f"output {name!r} is made by no operation")
        if [op.name for op in self.ops if isinstance(op, Input)] != [self.ops[0].name]:
            raise NetError("a Graph starts with its one Input")

    def __getitem__(self, name: str) -> Op:
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Op]:
        return {op.name: op for op in self.ops}

    @cached_property
    def shapes(self) -> dict[str, Shape]:
        """Shape of each tensor for one jet."""
        shapes: dict[str, Shape] = {}
        for op in self.ops:
            shapes[op.name] = op.shape(*(shapes[name] for name in op.inputs))
        return shapes

    def parameters(self, op: Op) -> dict[str, Shape]:
        """Names and shapes of the trained parameters of one operation."""
        return op.parameters(*(self.shapes[name] for name in op.inputs))

    def consumers(self, name: str) -> list[Op]:
        """The operations that read a tensor."""
        return [op for op in self.ops if name in op.inputs]

    def to_dict(self) -> dict[str, Any]:
        """Plain data for `net.json`."""
        return {
            "ops": [{"op": type(op).__name__, **asdict(op)} for op in self.ops],
            "outputs": list(self.outputs),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Inverse of `to_dict`; NetError on an operation this version does not know."""
        ops = []
        for fields in data["ops"]:
            kind = fields["op"]
            if kind not in OPS:
                raise NetError(f"operation {fields['name']!r} is a {kind}, which this version does not know")
            values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in fields.items() if k != "op"}
            ops.append(OPS[kind](**values))
        return cls(tuple(ops), tuple(data["outputs"]))


_NO_FRACTION = -(2**20)


def fraction_bits(values: NDArray[np.float64]) -> Int:
    """The fewest fraction bits that write each value exactly; 0 for a zero."""
    mantissa, exponent = np.frexp(values)
    m = np.ldexp(mantissa, EXACT_BITS).astype(np.int64)
    lowest = m & -m  # the lowest bit that is set
    trailing = np.where(m != 0, np.frexp(np.maximum(lowest, 1).astype(np.float64))[1] - 1, 0)
    return np.where(m != 0, EXACT_BITS - exponent - trailing, 0).astype(np.int64)


def _log2(n: int) -> int:
    return n.bit_length() - 1
