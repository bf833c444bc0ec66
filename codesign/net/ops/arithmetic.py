"""Sums and products of tensors with each other. Axes of length 1 broadcast as in NumPy."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from codesign.errors import NetError
from codesign.net.fixedpoint import FixedPoint, Int
from codesign.net.ops.base import (
    Op,
    Shape,
    Weights,
    WithoutProducts,
    finer_fraction,
    or_zero,
    product_range,
    used_fraction,
)


class Elementwise(Op):
    """Acts on the elements of two tensors, broadcast against each other."""

    bounded: ClassVar[bool] = True
    in_layer_before: ClassVar[bool] = False

    def axes_across(self) -> int:
        """Zero: it acts on each element by itself."""
        return 0

    def nonnegative(self, *inputs: bool) -> bool:
        """True if neither input is below zero."""
        return all(inputs)

    def shape(self, *shapes: Shape) -> Shape:
        """The broadcast shape; NetError if there is none, or if the numbers of axes differ."""
        try:
            if len({len(shape) for shape in shapes}) != 1:
                raise ValueError
            return np.broadcast_shapes(*shapes)
        except ValueError:
            raise NetError(f"{self.name!r} cannot combine tensors of shapes {shapes}") from None


@dataclass(frozen=True)
class Add(Elementwise, WithoutProducts):
    """x + y, at full precision; a Quantize after it rounds."""

    exact_only: ClassVar[bool] = True
    typed_in_training: ClassVar[bool] = False
    only_adds: ClassVar[bool] = True

    def evaluate(self, weights: Weights, *xs: Any, xp: Any = np) -> Any:
        """x + y."""
        return xs[0] + xs[1]

    def exact(self, weights: Weights, *types: FixedPoint) -> FixedPoint:
        """The finer LSB of the two, and the range of the sum."""
        x, y = types
        return FixedPoint.spanning(x.low + y.low, x.high + y.high, finer_fraction(x, y))


@dataclass(frozen=True)
class Subtract(Elementwise, WithoutProducts):
    """x - y, at full precision; a Quantize after it rounds."""

    exact_only: ClassVar[bool] = True
    typed_in_training: ClassVar[bool] = False
    only_adds: ClassVar[bool] = True

    def nonnegative(self, *inputs: bool) -> bool:
        """False: y may be larger."""
        return False

    def evaluate(self, weights: Weights, *xs: Any, xp: Any = np) -> Any:
        """x - y."""
        return xs[0] - xs[1]

    def exact(self, weights: Weights, *types: FixedPoint) -> FixedPoint:
        """The finer LSB of the two, and the range of the difference."""
        x, y = types
        return FixedPoint.spanning(x.low - y.high, x.high - y.low, finer_fraction(x, y))


@dataclass(frozen=True)
class Multiply(Elementwise):
    """x * y."""

    typed_in_training: ClassVar[bool] = True
    only_adds: ClassVar[bool] = False

    def bit_operations(self, weights: Mapping[str, Int], *widths: Int) -> int:
        """The product of the two widths, summed over all pairs of elements."""
        return int((widths[0] * widths[1]).sum())

    def products(self, *shapes: Shape) -> int:
        """One for each element of the result."""
        return math.prod(self.shape(*shapes))

    def adder_levels(self, *shapes: Shape) -> int:
        """Zero: adders inside products are not counted."""
        return 0

    def evaluate(self, weights: Weights, *xs: Any, xp: Any = np) -> Any:
        """x * y."""
        return xp.multiply(xs[0], xs[1])

    def exact(self, weights: Weights, *types: FixedPoint) -> FixedPoint:
        """All fraction bits of the product, and its range."""
        x, y = types
        return FixedPoint.spanning(*product_range(x, y), or_zero(used_fraction(x) + used_fraction(y)))


@dataclass(frozen=True)
class MatMul(Op):
    """x @ y of two tensors: (n, k), (k, m) -> (n, m); the products in attention."""

    typed_in_training: ClassVar[bool] = True
    bounded: ClassVar[bool] = True
    only_adds: ClassVar[bool] = False
    in_layer_before: ClassVar[bool] = False

    def axes_across(self) -> int:
        """Two: both of its axes."""
        return 2

    def nonnegative(self, *inputs: bool) -> bool:
        """True if neither input is below zero."""
        return all(inputs)

    def bit_operations(self, weights: Mapping[str, Int], *widths: Int) -> int:
        """The product of the two widths, summed over all pairs that are multiplied."""
        return int((widths[0] @ widths[1]).sum())

    def products(self, *shapes: Shape) -> int:
        """k for each element of the result."""
        return math.prod(self.shape(*shapes)) * shapes[0][-1]

    def adder_levels(self, *shapes: Shape) -> int:
        """Zero: neither its sums nor its products are counted, so the total stays a lower bound."""
        return 0

    def shape(self, *shapes: Shape) -> Shape:
        """(n, m); NetError where the inner lengths differ."""
        x, y = shapes
        if len(x) != 2 or len(y) != 2 or x[1] != y[0]:
            raise NetError(f"{self.name!r} cannot multiply matrices of shapes {x} and {y}")
        return (x[0], y[1])

    def evaluate(self, weights: Weights, *xs: Any, xp: Any = np) -> Any:
        """x @ y."""
        return xp.matmul(xs[0], xs[1])

    def exact(self, weights: Weights, *types: FixedPoint) -> FixedPoint:
        """All fraction bits of the products, and the range of their sums."""
        x, y = (_with_axis(t, axis) for t, axis in zip(types, (-1, 0), strict=True))  # (n, k, 1) and (1, k, m)
        low, high = product_range(x, y)
        fraction = or_zero((used_fraction(x) + used_fraction(y)).max(axis=1))
        return FixedPoint.spanning(low.sum(axis=1), high.sum(axis=1), fraction)


def _with_axis(t: FixedPoint, axis: int) -> FixedPoint:
    k, i, f = (np.expand_dims(np.broadcast_to(bits, t.low.shape), axis) for bits in (t.signed, t.integer, t.fraction))
    return FixedPoint(k, i, f, t.rounding, t.overflow)
