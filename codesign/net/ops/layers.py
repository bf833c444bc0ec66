"""The operations of a plain network: port, quantizer, dense layer, activations, pool."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np

from codesign.errors import ExactnessError, NetError
from codesign.net.fixedpoint import EXACT_BITS, FixedPoint, Int
from codesign.net.ops.base import (
    NO_FRACTION,
    Op,
    Shape,
    Weights,
    WithoutProducts,
    fraction_bits,
    log2,
    or_zero,
    used_fraction,
)


@dataclass(frozen=True)
class Input(WithoutProducts):
    """The firmware's port: (candidates, features)."""

    size: Shape = ()
    typed_in_training: ClassVar[bool] = False  # the features have their types
    bounded: ClassVar[bool] = True
    only_adds: ClassVar[bool] = False
    in_layer_before: ClassVar[bool] = False

    def axes_across(self) -> int:
        """Zero."""
        return 0

    def nonnegative(self, *inputs: bool) -> bool:
        """False: features may be below zero."""
        return False

    def shape(self, *shapes: Shape) -> Shape:
        """The declared size."""
        return self.size


class _Pointwise(WithoutProducts):
    """Rounding or an activation: acts on each element by itself, and belongs to the layer that it reads."""

    typed_in_training: ClassVar[bool] = True
    bounded: ClassVar[bool] = True
    only_adds: ClassVar[bool] = True
    in_layer_before: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        """Unchanged."""
        return shapes[0]

    def axes_across(self) -> int:
        """Zero: it acts on each element by itself."""
        return 0


@dataclass(frozen=True)
class Quantize(_Pointwise):
    """Rounds a tensor to a narrower type, such as the features to the precision that the network reads."""

    def nonnegative(self, *inputs: bool) -> bool:
        """True if its input is never below zero."""
        return inputs[0]

    def evaluate(self, weights: Weights, *xs: Any, xp: Any = np) -> Any:
        """x unchanged; the cast to the type of the result rounds it."""
        return xs[0]

    def exact(self, weights: Weights, *types: FixedPoint) -> FixedPoint:
        """The type of the input."""
        return types[0]


@dataclass(frozen=True)
class Dense(Op):
    """x @ kernel + bias on the last axis; on (candidates, features) the same weights for each candidate.

    shares: another Dense whose parameters this one uses, as the steps of an unrolled recurrent cell do.
    """

    units: int = 0
    shares: str = ""
    exact_only: ClassVar[bool] = True
    typed_in_training: ClassVar[bool] = False
    bounded: ClassVar[bool] = True
    only_adds: ClassVar[bool] = False
    in_layer_before: ClassVar[bool] = False

    def axes_across(self) -> int:
        """One: the features."""
        return 1

    def nonnegative(self, *inputs: bool) -> bool:
        """False: weights may be below zero."""
        return False

    def bit_operations(self, weights: Mapping[str, Int], *widths: Int) -> int:
        """The product of the two widths, summed over all products of an input and a weight."""
        return int((widths[0] @ weights["kernel"]).sum())

    def products(self, *shapes: Shape) -> int:
        """Zero: its weights are constants."""
        return 0

    def adder_levels(self, *shapes: Shape) -> int:
        """Depth of an adder tree over the inputs and the bias."""
        return math.ceil(math.log2(shapes[0][-1] + 1))

    @property
    def owner(self) -> str:
        """The Dense that owns the kernel and bias."""
        return self.shares or self.name

    def shape(self, *shapes: Shape) -> Shape:
        """(..., units)."""
        return (*shapes[0][:-1], self.units)

    def parameters(self, *shapes: Shape) -> dict[str, Shape]:
        """kernel (inputs, units) and bias (units,)."""
        return {"kernel": (shapes[0][-1], self.units), "bias": (self.units,)}

    def evaluate(self, weights: Weights, *xs: Any, xp: Any = np) -> Any:
        """x @ kernel + bias at full precision."""
        return xs[0] @ weights["kernel"] + weights["bias"]

    def exact(self, weights: Weights, *types: FixedPoint) -> FixedPoint:
        """Interval arithmetic with the actual weights; ExactnessError if a partial sum could exceed 53 bits."""
        (x,), kernel, bias = types, weights["kernel"], weights["bias"]
        low = x.low @ np.maximum(kernel, 0) + x.high @ np.minimum(kernel, 0) + bias
        high = x.high @ np.maximum(kernel, 0) + x.low @ np.minimum(kernel, 0) + bias
        used = (x.width > 0)[..., :, None] & (kernel != 0)
        product_fraction = x.fraction[..., :, None] + fraction_bits(kernel)
        fraction = np.where(used, product_fraction, NO_FRACTION).max(axis=-2)
        fraction = or_zero(np.maximum(fraction, np.where(bias != 0, fraction_bits(bias), NO_FRACTION)))
        most = np.maximum(-x.low, x.high) @ np.abs(kernel) + np.abs(bias)
        bits = int(np.ceil(np.log2(np.maximum(np.ldexp(most, fraction), 1.0)).max()))
        if bits >= EXACT_BITS:
            raise ExactnessError(
                f"the sums of {self.name!r} take {bits} bits, more than the {EXACT_BITS} that the reference holds"
                " exactly; use narrower inputs or weights"
            )
        return FixedPoint.spanning(low, high, fraction)


@dataclass(frozen=True)
class Relu(_Pointwise):
    """max(x, 0)."""

    def nonnegative(self, *inputs: bool) -> bool:
        """Always."""
        return True

    def evaluate(self, weights: Weights, *xs: Any, xp: Any = np) -> Any:
        """max(x, 0)."""
        return xp.maximum(xs[0], 0)

    def exact(self, weights: Weights, *types: FixedPoint) -> FixedPoint:
        """The input's type without its negative values."""
        (x,) = types
        return FixedPoint.spanning(np.zeros_like(x.high), np.maximum(x.high, 0), x.fraction)


@dataclass(frozen=True)
class HardSigmoid(_Pointwise):
    """sign * x / 4 + 1 / 2, clipped to [0, 1]: a gate that takes only a shift and comparisons."""

    sign: Literal[1, -1] = 1
    bounded: ClassVar[bool] = False  # what is cut off at 0 and 1 may lie anywhere

    def nonnegative(self, *inputs: bool) -> bool:
        """Always."""
        return True

    def evaluate(self, weights: Weights, *xs: Any, xp: Any = np) -> Any:
        """min(max(sign * x / 4 + 1 / 2, 0), 1)."""
        return xp.minimum(xp.maximum(xs[0] * (self.sign * 0.25) + 0.5, 0), 1)

    def exact(self, weights: Weights, *types: FixedPoint) -> FixedPoint:
        """Two more fraction bits than the input, between 0 and 1."""
        (x,) = types
        ends = [np.clip(bound * self.sign * 0.25 + 0.5, 0, 1) for bound in (x.low, x.high)]
        return FixedPoint.spanning(np.minimum(*ends), np.maximum(*ends), np.maximum(or_zero(used_fraction(x)) + 2, 1))


@dataclass(frozen=True)
class Pool(Op):
    """Mean or sum over the last axis but one, the candidates: (..., candidates, features) -> (..., features)."""

    kind: Literal["mean", "sum"] = "mean"
    typed_in_training: ClassVar[bool] = True
    bounded: ClassVar[bool] = True
    only_adds: ClassVar[bool] = True
    in_layer_before: ClassVar[bool] = False

    def axes_across(self) -> int:
        """Two: the candidates and the features."""
        return 2

    def follows(self, axis: int, axes: int) -> int | None:
        """Every axis but that of the candidates: it takes each feature by itself."""
        return axis if axis < axes - 2 else axes - 2 if axis == axes - 1 else None

    def any_order(self, axis: int, axes: int) -> bool:
        """True for the axis of the candidates."""
        return axis == axes - 2

    def nonnegative(self, *inputs: bool) -> bool:
        """True if its input is never below zero."""
        return inputs[0]

    def bit_operations(self, weights: Mapping[str, Int], *widths: Int) -> int:
        """Zero: it only adds."""
        return 0

    def products(self, *shapes: Shape) -> int:
        """Zero: it only adds."""
        return 0

    def adder_levels(self, *shapes: Shape) -> int:
        """Depth of an adder tree over the candidates."""
        return math.ceil(math.log2(shapes[0][-2]))

    def shape(self, *shapes: Shape) -> Shape:
        """(..., features).

        Raises NetError for fewer than two axes, or for a mean over a number of candidates that is not a power of two,
        which would not be exact.
        """
        (shape,) = shapes
        if len(shape) < 2:
            raise NetError(f"{self.name!r} pools (candidates, features), not a tensor of shape {shape}")
        if self.kind == "mean" and shape[-2] & (shape[-2] - 1):
            raise NetError(
                f"{self.name!r} takes the mean of {shape[-2]} candidates, which no shift can do; use kind 'sum' or"
                " 8, 16 or 32 candidates"
            )
        return (*shape[:-2], shape[-1])

    def evaluate(self, weights: Weights, *xs: Any, xp: Any = np) -> Any:
        """The sum, shifted right for a mean."""
        total = xp.sum(xs[0], axis=-2)
        return total * 2.0 ** -log2(xs[0].shape[-2]) if self.kind == "mean" else total

    def exact(self, weights: Weights, *types: FixedPoint) -> FixedPoint:
        """The range of the sum, with more fraction bits for a mean."""
        (x,) = types
        shift = log2(x.low.shape[-2]) if self.kind == "mean" else 0
        fraction = or_zero(used_fraction(x).max(axis=-2) + shift)
        low, high = (np.ldexp(bound.sum(axis=-2), -shift) for bound in (x.low, x.high))
        return FixedPoint.spanning(low, high, fraction)
