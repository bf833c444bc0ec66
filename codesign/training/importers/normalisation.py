"""The constants of a batch normalisation, scale * x + offset, and their rounding to the bits that firmware holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from codesign.errors import FrontendError
from codesign.net.fixedpoint import Float
from codesign.net.ops.base import fraction_bits

BITS = 12  # by default, which changes a scale by at most one part in 2**12
LIMITS = (2, 24)  # a float32 has 24 significant bits
Predict = Callable[[Float], Mapping[str, Any]]


@dataclass(frozen=True, eq=False)
class Normalisation:
    """One batch normalisation of a model: its tensor in the net, and its unrounded constants, (features,) each."""

    tensor: str
    layer: str
    scale: Float
    offset: Float


def check_bits(bits: int) -> None:
    """Raises FrontendError for a number of bits outside of LIMITS."""
    if not LIMITS[0] <= bits <= LIMITS[1]:
        raise FrontendError(f"--bn-bits {bits}: a batch normalisation's constants take {LIMITS[0]} to {LIMITS[1]} bits")


def rounded(scale: Float, offset: Float, bits: int) -> tuple[Float, Float]:
    """(scale, offset) rounded to the given bits, to nearest, halves to even."""
    mantissa, exponent = np.frexp(scale)
    scale = np.ldexp(np.rint(np.ldexp(mantissa, bits)), exponent - bits)
    fraction = np.minimum(np.maximum(bits, fraction_bits(scale)), LIMITS[1] - np.frexp(offset)[1])
    return scale, np.ldexp(np.rint(np.ldexp(offset, fraction)), -fraction)


def are_exact(found: tuple[Normalisation, ...], bits: int) -> bool:
    """Whether rounding to `bits` leaves all constants unchanged."""
    pairs = ((n, rounded(n.scale, n.offset, bits)) for n in found)
    return all(np.array_equal(n.scale, scale) and np.array_equal(n.offset, offset) for n, (scale, offset) in pairs)
