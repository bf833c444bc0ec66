"""How the reference runs a net fast: each operation in the narrowest float that is proven exact, casts in few passes.

A sum of multiples of 2**-f is exact in a float of p bits, in any order, if no partial sum reaches 2**(p - f). Since the
range of every type contains zero, the range that `Op.exact` gives for the sum contains every partial sum. Operations
without such a bound, and casts that need more bits than a float has, run as in `reference.evaluate`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import ROUND, FixedPoint, Float, Int
from codesign.net.ops import Dense, Op

Values = NDArray[Any]  # (jets, *shape) float32 or float64
Cast = Callable[[Values], Values]

Type = np.dtype[Any]
NARROW, WIDE = np.dtype(np.float32), np.dtype(np.float64)
MANTISSA: dict[Type, int] = {NARROW: 24, WIDE: 53}  # bits
LARGEST_EXPONENT = 100  # limit for any value or LSB; normal float32 numbers range from 2**-126 to 2**127
# Multiplications below which OpenBLAS starts no threads (GEMM_MULTITHREAD_THRESHOLD times SMP_THRESHOLD_MIN). On
# matrices this narrow, threads only wait for each other: on two busy cores a product takes 15 times longer with them.
THREADLESS = 2**18
NETS = 8  # nets whose plans are cached


@dataclass(frozen=True, eq=False)
class Step:
    """One operation: evaluated on inputs of type `dtype`, then `cast` where its type is narrower than its result."""

    op: Op
    weights: Mapping[str, Values]
    dtype: Type
    cast: Cast | None

    def run(self, *xs: Values) -> Values:
        """The operation's tensor: a new array or a view of the inputs, which are not modified."""
        inputs = [x.astype(self.dtype, copy=False) for x in xs]
        exact = self._dense(*inputs) if isinstance(self.op, Dense) else self.op.evaluate(self.weights, *inputs, xp=np)
        return self.cast(exact) if self.cast else exact

    def _dense(self, x: Values) -> Values:
        """x @ kernel + bias, with fewer and larger matrices than one per jet."""
        kernel = self.weights["kernel"]
        rows = x.reshape(-1, x.shape[-1])
        block = 1 << int(np.log2(max(THREADLESS / kernel.size, 1)))  # a power of two, as most batches are
        whole = len(rows) // block * block
        parts = rows[:whole].reshape(-1, block, rows.shape[1]), rows[whole:]
        results = [self.op.evaluate(self.weights, part).reshape(-1, kernel.shape[1]) for part in parts if len(part)]
        columns = results[0] if len(results) == 1 else np.concatenate(results)
        return columns.reshape(*x.shape[:-1], kernel.shape[1])


@dataclass(frozen=True, eq=False)
class FastCast:
    """`FixedPoint.cast` for results that need no more bits than their float has.

    scale: 1 / LSB; lsb: the LSB, 0 for elements without bits; lowest, highest: ends of the range in LSB, None if no
    result exceeds them. Each is a number, or an array of the tensor's shape.
    """

    type: FixedPoint
    scale: Any
    lsb: Any
    lowest: Any
    highest: Any

    def __call__(self, x: Values) -> Values:
        """x: (jets, *shape) rounded and brought into range, in x's float type; zeros may be negative."""
        m = self._into_range(self._rounded(np.multiply(x, self.scale)))
        m *= self.lsb
        return m

    def _rounded(self, s: Values) -> Values:
        match self.type.rounding:
            case "RND":
                s += 0.5
                return np.floor(s, out=s)
            case "TRN":
                return np.floor(s, out=s)
            case mode:
                return np.asarray(ROUND[mode](s), s.dtype)

    def _into_range(self, m: Values) -> Values:
        if self.type.overflow in ("SAT", "SAT_SYM"):
            if self.lowest is not None:
                np.maximum(m, self.lowest, out=m)
            if self.highest is not None:
                np.minimum(m, self.highest, out=m)
            return m
        beyond = self._beyond(m.min(axis=0), m.max(axis=0)) if len(m) else False
        if np.any(beyond):
            jets = self._beyond(m, m).reshape(len(m), -1).any(axis=1)
            m[jets] = self.type.into_range(m[jets])
        return m

    def _beyond(self, smallest: Values, largest: Values) -> Any:
        below = False if self.lowest is None else smallest < self.lowest
        return below | (False if self.highest is None else largest > self.highest)


@dataclass(frozen=True, eq=False)
class Plan:
    """port: the port's type, for each element; steps: the operations after the port, in order."""

    port: FixedPoint
    steps: tuple[Step, ...]


@lru_cache(NETS)
def plan(net: FixedNet) -> Plan:
    """The plan for a net."""
    port = net.types[net.port.name].broadcast_to(net.port.size)
    return Plan(port, tuple(_step(net, op) for op in net.graph.ops[1:]))


def wide(net: FixedNet) -> list[str]:
    """Operations with bounded sums not proven exact in float32, the type most frameworks use."""
    return [step.op.name for step in plan(net).steps if step.op.bounded and step.dtype is WIDE]


def _step(net: FixedNet, op: Op) -> Step:
    dtype = NARROW if _exact_in(NARROW, net, op) else WIDE
    cast = _cast(net, op, dtype) if op.name in net.rounded else None
    return Step(op, {name: w.astype(dtype) for name, w in net.parameters_of(op).items()}, dtype, cast)


def _exact_in(dtype: Type, net: FixedNet, op: Op) -> bool:
    """Whether a float type holds an operation's inputs, weights and partial sums, and its result in LSB, exactly."""
    if not op.bounded:
        return False
    weights = net.parameters_of(op)
    inputs = [net.types[name].broadcast_to(net.graph.shapes[name]) for name in op.inputs]
    products = op.exact(weights | {"bias": np.zeros_like(weights["bias"])} if "bias" in weights else weights, *inputs)
    exact = net.exact_type(op)
    types = [*inputs, *(net.weight_types[f"{op.owner}.{name}"] for name in weights), products, exact]
    if not all(_holds(dtype, t.low, t.high, t.fraction) for t in types):
        return False
    return op.name not in net.rounded or _casts(dtype, net.types[op.name], exact)


def _casts(dtype: Type, kind: FixedPoint, exact: FixedPoint) -> bool:
    """Whether a float type holds any exact result plus or minus half an LSB of `kind`, as rounding needs."""
    half = kind.lsb / 2
    return _holds(dtype, exact.low - half, exact.high + half, np.maximum(exact.fraction, kind.fraction + 1))


def _holds(dtype: Type, low: Float, high: Float, fraction: Int) -> bool:
    """Whether a float type holds all multiples of 2**-fraction in [low, high], and the integers they multiply."""
    size = np.maximum(-low, high)
    if max(np.abs(fraction).max(), np.log2(np.maximum(size, 1)).max()) > LARGEST_EXPONENT:
        return False
    return bool((np.ldexp(size, fraction) < 2.0 ** MANTISSA[dtype]).all())


def _cast(net: FixedNet, op: Op, dtype: Type) -> Cast:
    kind, exact = net.types[op.name], net.exact_type(op)
    if not _casts(dtype, kind, exact):
        return kind.cast
    low, high = exact.low / kind.lsb - 1, exact.high / kind.lsb + 1  # no rounding goes further
    alive = kind.width > 0
    lowest, highest = np.where(alive, kind.lowest, -np.inf), np.where(alive, kind.highest, np.inf)
    return FastCast(
        type=kind,
        scale=_array(1 / kind.lsb, net, op, dtype),
        lsb=_array(kind.lsb * alive, net, op, dtype),
        lowest=_array(lowest, net, op, dtype) if (low < lowest).any() else None,
        highest=_array(highest, net, op, dtype) if (high > highest).any() else None,
    )


def _array(values: Float, net: FixedNet, op: Op, dtype: Type) -> Any:
    """One number if all values are equal, else a full array, which NumPy handles faster than a broadcast one."""
    if (values == values.flat[0]).all():
        return dtype.type(values.flat[0])
    return np.ascontiguousarray(np.broadcast_to(values, net.graph.shapes[op.name]), dtype)
