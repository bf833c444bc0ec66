"""Comparisons and what follows from them: thresholds, absolute values, the largest values, logarithms, scales.

None has weights. Their results are exact, and a Quantize reads them into a network.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np

from codesign.errors import NetError
from codesign.net.fixedpoint import EXACT_BITS, FixedPoint
from codesign.net.ops.arithmetic import Elementwise
from codesign.net.ops.base import Shape, Weights, WithoutProducts, finer_fraction, or_zero, used_fraction


class _Exact(WithoutProducts):
    exact_only: ClassVar[bool] = True
    typed_in_training: ClassVar[bool] = False
    bounded: ClassVar[bool] = True
    only_adds: ClassVar[bool] = True


class _Pointwise(_Exact):
    """Acts on each element by itself."""

    in_layer_before: ClassVar[bool] = True

    def axes_across(self) -> int:
        """Zero: it acts on each element by itself."""
        return 0

    def shape(self, *shapes: Shape) -> Shape:
        """Unchanged."""
        return shapes[0]


@dataclass(frozen=True)
class Threshold(_Exact):
    """1 where x reaches a threshold, else 0: (..., 1) -> (..., thresholds), or each feature against its own.

    kind: "at_least" compares x >= threshold, "below" x < threshold. One threshold serves all features.
    """

    thresholds: tuple[float, ...] = ()
    kind: Literal["at_least", "below"] = "at_least"
    in_layer_before: ClassVar[bool] = True

    def axes_across(self) -> int:
        """One: each feature may have its own threshold."""
        return 1

    def nonnegative(self, *inputs: bool) -> bool:
        """Always."""
        return True

    def shape(self, *shapes: Shape) -> Shape:
        """(..., thresholds) or (..., features).

        Raises NetError unless there are thresholds, all finite, as many as features, or one feature or threshold.
        """
        (*lead, features), count = shapes[0], len(self.thresholds)
        fitting = count and (count == features or 1 in (count, features))
        if not fitting or not all(map(math.isfinite, self.thresholds)):
            raise NetError(
                f"{self.name!r} compares {features} features with {count} thresholds; give finite ones, as many as"
                " features, or several for one feature, or one for all"
            )
        return (*lead, max(features, count))

    def evaluate(self, weights: Weights, *xs: Any, xp: Any = np) -> Any:
        """The flags, from comparisons in float64, which holds every threshold."""
        compare = xp.less if self.kind == "below" else xp.greater_equal
        return xp.where(compare(xs[0], np.array(self.thresholds)), 1.0, 0.0)

    def exact(self, weights: Weights, *types: FixedPoint) -> FixedPoint:
        """One bit."""
        (x,) = types
        ends = [self.evaluate({}, bound) for bound in (x.low, x.high)]
        return FixedPoint.spanning(np.minimum(*ends), np.maximum(*ends), np.zeros(ends[0].shape, np.int64))


@dataclass(frozen=True)
class Absolute(_Pointwise):
    """The absolute value of x."""

    def nonnegative(self, *inputs: bool) -> bool:
        """Always."""
        return True

    def evaluate(self, weights: Weights, *xs: Any, xp: Any = np) -> Any:
        """abs(x)."""
        return xp.abs(xs[0])

    def exact(self, weights: Weights, *types: FixedPoint) -> FixedPoint:
        """From the magnitude nearest to zero to the largest one, with the input's LSB."""
        (x,) = types
        low = np.maximum(np.maximum(x.low, -x.high), 0)
        return FixedPoint.spanning(low, np.maximum(-x.low, x.high), or_zero(used_fraction(x)))


@dataclass(frozen=True)
class Scale(_Pointwise):
    """x * 2**exponent: the same bits with another binary point, without logic."""

    exponent: int = 0

    def nonnegative(self, *inputs: bool) -> bool:
        """True if its input is never below zero."""
        return inputs[0]

    def shape(self, *shapes: Shape) -> Shape:
        """Unchanged; NetError for an exponent that no type here needs."""
        if abs(self.exponent) > EXACT_BITS:
            raise NetError(f"{self.name!r} scales by 2**{self.exponent}; use at most 2**{EXACT_BITS}")
        return shapes[0]

    def evaluate(self, weights: Weights, *xs: Any, xp: Any = np) -> Any:
        """x * 2**exponent."""
        return xs[0] * 2.0**self.exponent

    def exact(self, weights: Weights, *types: FixedPoint) -> FixedPoint:
        """The input's type with its binary point moved."""
        (x,) = types
        return FixedPoint(x.signed, x.integer + self.exponent, x.fraction - self.exponent)


@dataclass(frozen=True)
class Extremum(Elementwise, _Exact):
    """The larger or the smaller of x and y, element by element; axes of length 1 broadcast."""

    kind: Literal["maximum", "minimum"] = "maximum"

    def nonnegative(self, *inputs: bool) -> bool:
        """Whether one input (for a minimum: both) is never below zero."""
        return any(inputs) if self.kind == "maximum" else all(inputs)

    def evaluate(self, weights: Weights, *xs: Any, xp: Any = np) -> Any:
        """max(x, y) or min(x, y)."""
        return getattr(xp, self.kind)(xs[0], xs[1])

    def exact(self, weights: Weights, *types: FixedPoint) -> FixedPoint:
        """The range of the result, and the finer LSB of the two."""
        x, y = types
        low, high = (self.evaluate({}, *bounds) for bounds in ((x.low, y.low), (x.high, y.high)))
        return FixedPoint.spanning(low, high, finer_fraction(x, y))


@dataclass(frozen=True)
class Largest(_Exact):
    """The `count` largest values of each feature over the candidates, in falling order: (..., n, f) -> (..., count, f).

    Each feature is sorted by itself, so one row may hold values of several candidates.
    """

    count: int = 1
    in_layer_before: ClassVar[bool] = False

    def axes_across(self) -> int:
        """Two: the candidates and the features."""
        return 2

    def follows(self, axis: int, axes: int) -> int | None:
        """Every axis but that of the candidates: it takes each feature by itself."""
        return None if axis == axes - 2 else axis

    def any_order(self, axis: int, axes: int) -> bool:
        """True for the axis of the candidates."""
        return axis == axes - 2

    def nonnegative(self, *inputs: bool) -> bool:
        """True if its input is never below zero."""
        return inputs[0]

    def shape(self, *shapes: Shape) -> Shape:
        """(..., count, features); NetError for fewer than two axes, or more values than candidates."""
        (shape,) = shapes
        if len(shape) < 2 or not 1 <= self.count <= shape[-2]:
            raise NetError(
                f"{self.name!r} takes the {self.count} largest of (candidates, features), and {self.inputs[0]!r} has"
                f" the shape {shape}; take at least one, and no more than there are candidates"
            )
        return (*shape[:-2], self.count, shape[-1])

    def evaluate(self, weights: Weights, *xs: Any, xp: Any = np) -> Any:
        """The last `count` of the sorted values, the largest first."""
        last = xs[0].shape[-2] - 1
        return xp.take(xp.sort(xs[0], axis=-2), np.arange(last, last - self.count, -1), axis=-2)

    def exact(self, weights: Weights, *types: FixedPoint) -> FixedPoint:
        """For each place its range: the value at place p is between the p-th lower and the p-th upper bound."""
        (x,) = types
        low, high = (self.evaluate({}, bound) for bound in (x.low, x.high))
        finest = used_fraction(x).max(axis=-2, keepdims=True)
        return FixedPoint.spanning(low, high, or_zero(np.broadcast_to(finest, low.shape)))


@dataclass(frozen=True)
class Log2(_Pointwise):
    """1 + log2(x / unit) by leading-one detection; 0 for an x below the unit, which is 2**lowest.

    Mitchell's approximation (doi:10.1109/TEC.1962.5219391): the place of the leading one of x, and behind the binary
    point the next `bits` bits of x, which is at most 0.086 (and 2**-bits) below the logarithm. From
    unit * 2**octaves upwards it stays 1 + octaves.
    """

    octaves: int = 0
    bits: int = 2
    lowest: int = 0

    def nonnegative(self, *inputs: bool) -> bool:
        """Always."""
        return True

    def shape(self, *shapes: Shape) -> Shape:
        """Unchanged; NetError for numbers of octaves or bits that no type here needs."""
        if not (1 <= self.octaves <= EXACT_BITS and 0 <= self.bits < EXACT_BITS and abs(self.lowest) <= EXACT_BITS):
            raise NetError(
                f"{self.name!r} has {self.octaves} octaves from 2**{self.lowest} and {self.bits} bits; use 1 to"
                f" {EXACT_BITS} octaves, fewer than {EXACT_BITS} bits, and a unit not further from 1"
            )
        return shapes[0]

    def evaluate(self, weights: Weights, *xs: Any, xp: Any = np) -> Any:
        """The sum of each octave's part, which grows from 0 at its lower end to 1 at its upper end.

        All steps are exact in any float that holds x. `leading_one` of symbolic arrays is the same as logic.
        """
        if hasattr(xp, "leading_one"):
            return xp.leading_one(xs[0], self.octaves, self.bits, self.lowest)
        x = xs[0] * 2.0**-self.lowest
        total = xp.floor(xp.minimum(xp.maximum(x, 0), 1))
        for octave in range(self.octaves):
            part = xp.minimum(xp.maximum(x * 2.0**-octave - 1, 0), 1)
            total = total + xp.floor(part * 2.0**self.bits) * 2.0**-self.bits
        return total

    def exact(self, weights: Weights, *types: FixedPoint) -> FixedPoint:
        """From the logarithm of the lowest to that of the highest value, with `bits` fraction bits."""
        (x,) = types
        low, high = (self.evaluate({}, bound) for bound in (x.low, x.high))
        return FixedPoint.spanning(low, high, np.full(low.shape, self.bits))
