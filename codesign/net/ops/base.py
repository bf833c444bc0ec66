"""What an operation is, and the arithmetic of types that the operations share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from codesign.net.fixedpoint import EXACT_BITS, FixedPoint, Float, Int

Shape = tuple[int, ...]  # of one jet's tensor: (candidates, features) or (features,)
Weights = Mapping[str, Float]  # parameter name ("kernel", "bias") -> values


@dataclass(frozen=True)
class Op:
    """One operation; its `name` is also the name of the tensor it computes."""

    name: str
    inputs: tuple[str, ...]

    # What every consumer must know of an operation. Those without a default are said by each operation, or by a base
    # class that its kind shares; tests/net/test_facts.py names one that is left out.
    exact_only: ClassVar[bool] = False  # its result is never rounded, so it takes no type of its own
    typed_in_training: ClassVar[bool]  # a frontend rounds its result to a type of its own
    bounded: ClassVar[bool]  # the range of `exact` holds each partial sum too, so that a float that holds it is exact
    only_adds: ClassVar[bool]  # it adds, compares or rounds what it reads: coarser inputs would make it no cheaper
    in_layer_before: ClassVar[bool]  # tables of layers show it with what it reads: rounding, activation, wires

    @property
    def owner(self) -> str:
        """The operation whose parameters this one uses: itself, except in an unrolled cell."""
        return self.name

    def shape(self, *shapes: Shape) -> Shape:
        """Shape of the result for one jet, given the shapes of the inputs."""
        raise NotImplementedError

    def parameters(self, *shapes: Shape) -> dict[str, Shape]:
        """Names and shapes of the trained parameters."""
        return {}

    def evaluate(self, weights: Weights, *xs: Any, xp: Any = np) -> Any:
        """The exact result, before any rounding; xs: (..., *input shape), in arrays that `xp` works on.

        xp has NumPy's multiply, matmul, sum, maximum, minimum, abs, floor, greater_equal, less, where, sort, reshape,
        swapaxes, take, concatenate and repeat: NumPy itself for the reference, a training framework's for its model,
        and those of symbolic arrays for the RTL trace.
        """
        raise NotImplementedError

    def exact(self, weights: Weights, *types: FixedPoint) -> FixedPoint:
        """The smallest type that holds every exact result, for inputs of the given types (full shapes)."""
        raise NotImplementedError

    def axes_across(self) -> int:
        """Number of trailing axes that it works across; along the others it does the same for each element."""
        raise NotImplementedError

    def follows(self, axis: int, axes: int) -> int | None:
        """The axis of the result that follows an axis of the inputs, which have `axes` each; None if none does.

        It does the same for each element along that axis: those in another order give the same results in that order.
        """
        return axis if axis < axes - self.axes_across() else None

    def any_order(self, axis: int, axes: int) -> bool:
        """Whether the elements along an axis of the inputs, which have `axes` each, give the same in any order."""
        return False

    def nonnegative(self, *inputs: bool) -> bool:
        """Whether no result is below zero; inputs: whether each input is never below zero."""
        raise NotImplementedError

    def bit_operations(self, weights: Mapping[str, Int], *widths: Int) -> int:
        """Effective bit operations for one jet (arXiv:2405.00645): the product of both widths, for each product.

        weights: widths of the weights, by parameter; widths: those of the inputs' elements (full shapes).
        """
        raise NotImplementedError

    def products(self, *shapes: Shape) -> int:
        """Number of products of two variables; weights are constants and do not count."""
        raise NotImplementedError

    def adder_levels(self, *shapes: Shape) -> int:
        """Levels of two-input adders from its inputs to its result; products of variables are not counted."""
        raise NotImplementedError


class WithoutProducts(Op):
    """An operation that multiplies nothing and adds at most two numbers for each result."""

    def bit_operations(self, weights: Mapping[str, Int], *widths: Int) -> int:
        """Zero: it multiplies nothing."""
        return 0

    def products(self, *shapes: Shape) -> int:
        """Zero: it multiplies nothing."""
        return 0

    def adder_levels(self, *shapes: Shape) -> int:
        """Zero: a sum of two numbers, or a comparison, is often merged into neighbouring logic."""
        return 0


class Wires(WithoutProducts):
    """An operation that only moves elements: no logic, no rounding, and the types move with the values."""

    exact_only: ClassVar[bool] = True
    typed_in_training: ClassVar[bool] = False
    bounded: ClassVar[bool] = True
    only_adds: ClassVar[bool] = False  # what reads the moved elements decides
    in_layer_before: ClassVar[bool] = True

    def nonnegative(self, *inputs: bool) -> bool:
        """True if no input is below zero."""
        return all(inputs)

    def exact(self, weights: Weights, *types: FixedPoint) -> FixedPoint:
        """The inputs' types, moved."""
        k, i, f = (
            self.evaluate(weights, *(np.broadcast_to(getattr(t, bits), t.low.shape) for t in types))
            for bits in ("signed", "integer", "fraction")
        )
        modes = {(t.rounding, t.overflow) for t in types}
        return FixedPoint(k, i, f, *(modes.pop() if len(modes) == 1 else ("TRN", "WRAP")))


NO_FRACTION = -(2**20)  # stands for the fraction of an element that is always zero: below any other


def used_fraction(x: FixedPoint) -> Int:
    """Fraction bits of each element; NO_FRACTION if the element is always zero."""
    return np.where((x.low != 0) | (x.high != 0), x.fraction, NO_FRACTION)


def or_zero(fraction: Int) -> Int:
    """The fraction bits, with 0 for NO_FRACTION (also after small numbers were added to it)."""
    return np.where(fraction <= NO_FRACTION // 2, 0, fraction)


def fraction_bits(values: NDArray[np.float64]) -> Int:
    """The fewest fraction bits that represent each value exactly; 0 for zero."""
    mantissa, exponent = np.frexp(values)
    m = np.ldexp(mantissa, EXACT_BITS).astype(np.int64)
    lowest = m & -m  # the lowest bit that is set
    trailing = np.where(m != 0, np.frexp(np.maximum(lowest, 1).astype(np.float64))[1] - 1, 0)
    return np.where(m != 0, EXACT_BITS - exponent - trailing, 0).astype(np.int64)


def narrowest(values: Float) -> FixedPoint:
    """The narrowest type, the same for all, that holds some values exactly."""
    used = values[values != 0]
    return FixedPoint.spanning(values.min(), values.max(), int(fraction_bits(used).max()) if len(used) else 0)


def finer_fraction(x: FixedPoint, y: FixedPoint) -> Int:
    """The fraction bits of the finer of two types, element by element; 0 where both elements are always zero."""
    return or_zero(np.maximum(used_fraction(x), used_fraction(y)))


def product_range(x: FixedPoint, y: FixedPoint) -> tuple[Float, Float]:
    """Smallest and largest product of the elements of two types, broadcast against each other."""
    corners = [a * b for a in (x.low, x.high) for b in (y.low, y.high)]
    return np.minimum.reduce(corners), np.maximum.reduce(corners)


def log2(n: int) -> int:
    """The exponent of a power of two."""
    return n.bit_length() - 1
