"""The leaves of trees, and their rounding to the bits that firmware holds."""

from __future__ import annotations

from dataclasses import dataclass

from codesign.errors import FrontendError
from codesign.net.fixedpoint import FixedPoint, Float
from codesign.training.frontends.tree_arrays import FLOAT_BITS

BITS = 8  # of a leaf, by default
LIMITS = (2, FLOAT_BITS)


@dataclass(frozen=True)
class Rounding:
    """How the leaves and the bias were rounded. moved: (outputs,) by how much this can change an output, at most."""

    bits: int
    type: FixedPoint
    bias: Float
    moved: Float


def check_bits(bits: int) -> None:
    """Raises FrontendError for a number of bits outside of LIMITS."""
    if not LIMITS[0] <= bits <= LIMITS[1]:
        raise FrontendError(f"--leaf-bits {bits}: leaves take {LIMITS[0]} to {LIMITS[1]} bits")
