"""Operations that only move elements. In firmware they are wires, without logic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from codesign.errors import NetError
from codesign.net.ops.base import Shape, Weights, Wires


@dataclass(frozen=True)
class Reshape(Wires):
    """Reshapes the last `axes` axes to `size`, last axis fastest: (candidates, features) flattens by candidate."""

    size: Shape = ()
    axes: int = 2

    def axes_across(self) -> int:
        """The axes whose shape changes."""
        return self.axes

    def shape(self, *shapes: Shape) -> Shape:
        """The declared size; NetError if the numbers of elements differ."""
        if len(shapes[0]) != self.axes or np.prod(shapes[0]) != np.prod(self.size):
            raise NetError(f"{self.name!r} cannot give a tensor of shape {shapes[0]} the shape {self.size}")
        return self.size

    def evaluate(self, weights: Weights, *xs: Any, xp: Any = np) -> Any:
        """x reshaped; a leading length that a framework does not know yet is passed on as -1."""
        lead = xs[0].shape[: len(xs[0].shape) - self.axes]
        return xp.reshape(xs[0], (*(-1 if n is None else n for n in lead), *self.size))


@dataclass(frozen=True)
class Transpose(Wires):
    """Swaps the last two axes: (candidates, features) -> (features, candidates)."""

    def axes_across(self) -> int:
        """Two: both axes that it swaps."""
        return 2

    def follows(self, axis: int, axes: int) -> int:
        """Each of the last two axes follows the other."""
        return axis if axis < axes - 2 else 2 * axes - 3 - axis

    def shape(self, *shapes: Shape) -> Shape:
        """The input's shape with the last two lengths swapped; NetError for fewer than two axes."""
        if len(shapes[0]) < 2:
            raise NetError(f"{self.name!r} transposes two axes, and {self.inputs[0]!r} has shape {shapes[0]}")
        return (*shapes[0][:-2], shapes[0][-1], shapes[0][-2])

    def evaluate(self, weights: Weights, *xs: Any, xp: Any = np) -> Any:
        """x with its last two axes swapped."""
        return xp.swapaxes(xs[0], -1, -2)


@dataclass(frozen=True)
class Take(Wires):
    """Takes elements at fixed positions of one axis, repeatedly if need be: neighbours, windows, one feature."""

    indices: tuple[int, ...] = ()
    axis: Literal[-1, -2] = -2

    def axes_across(self) -> int:
        """Every axis from the one it takes elements of to the last."""
        return -self.axis

    def shape(self, *shapes: Shape) -> Shape:
        """The input's shape with one element per index on that axis; NetError for an index out of range."""
        shape = list(shapes[0])
        if len(shape) < -self.axis or not all(0 <= index < shape[self.axis] for index in self.indices):
            raise NetError(f"{self.name!r} takes elements that {self.inputs[0]!r} of shape {shapes[0]} does not have")
        shape[self.axis] = len(self.indices)
        return tuple(shape)

    def evaluate(self, weights: Weights, *xs: Any, xp: Any = np) -> Any:
        """The elements at the indices."""
        return xp.take(xs[0], np.array(self.indices), axis=self.axis)


@dataclass(frozen=True)
class Concat(Wires):
    """The features of several tensors side by side: (..., f1), (..., f2) -> (..., f1 + f2)."""

    def axes_across(self) -> int:
        """One: the features."""
        return 1

    def shape(self, *shapes: Shape) -> Shape:
        """(..., f1 + f2); NetError if the other axes differ."""
        if len({shape[:-1] for shape in shapes}) != 1:
            raise NetError(f"{self.name!r} puts tensors of different shapes {shapes} side by side")
        return (*shapes[0][:-1], sum(shape[-1] for shape in shapes))

    def evaluate(self, weights: Weights, *xs: Any, xp: Any = np) -> Any:
        """The tensors side by side on the last axis."""
        return xp.concatenate(xs, axis=-1)


@dataclass(frozen=True)
class Spread(Wires):
    """Wires each element to each of `units` targets: (..., n) -> (..., n, units).

    With a Quantize after it, each edge has its own type; a Table on each edge and a sum over n make a layer of
    learned tables.
    """

    units: int = 0

    def axes_across(self) -> int:
        """One: the last axis, after which it adds another."""
        return 1

    def shape(self, *shapes: Shape) -> Shape:
        """(..., n, units)."""
        return (*shapes[0], self.units)

    def evaluate(self, weights: Weights, *xs: Any, xp: Any = np) -> Any:
        """`units` copies of each element."""
        return xp.repeat(xs[0][..., None], self.units, axis=-1)
