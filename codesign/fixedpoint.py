"""Fixed-point numbers, as firmware holds them.

Notation: k, i, f = signed (0 or 1), integer bits without the sign, fraction bits; W = k + i + f.
A value is m * 2**-f with an integer m, -k * 2**(i+f) <= m < 2**(i+f). In the vendor's notation that is
ap_fixed<W, k + i> or ap_ufixed<W, i>. Each of i and f may be negative; an element with W <= 0 holds only
zero. k, i and f are scalars or arrays that broadcast over a tensor, because HGQ2 learns one a channel or weight.

The rounding and overflow modes are those of `ap_fixed` (Vitis HLS user guide UG1399, "Arbitrary Precision
Fixed-Point Data Types"); firmware_tests/ compares every pair of them with the headers that come with hls4ml.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from codesign.errors import ExactnessError, NetError

Rounding = Literal["TRN", "TRN_ZERO", "RND", "RND_ZERO", "RND_INF", "RND_MIN_INF", "RND_CONV"]
Overflow = Literal["WRAP", "SAT", "SAT_ZERO", "SAT_SYM", "WRAP_SM"]
Float = NDArray[np.float64]
Int = NDArray[np.int64]

EXACT_BITS = 53  # integers below 2**53 are exact in float64, whatever the order of their sums

# whether to go up from floor(s), given d = s - floor(s), s < 0 and floor(s) odd
_ROUND_UP: dict[str, Callable[[Float, NDArray[np.bool_], NDArray[np.bool_]], NDArray[np.bool_]]] = {
    "TRN": lambda d, negative, odd: np.zeros_like(negative),
    "TRN_ZERO": lambda d, negative, odd: negative & (d > 0),
    "RND": lambda d, negative, odd: d >= 0.5,
    "RND_ZERO": lambda d, negative, odd: (d > 0.5) | ((d == 0.5) & negative),
    "RND_INF": lambda d, negative, odd: (d > 0.5) | ((d == 0.5) & ~negative),
    "RND_MIN_INF": lambda d, negative, odd: d > 0.5,
    "RND_CONV": lambda d, negative, odd: (d > 0.5) | ((d == 0.5) & odd),
}


@dataclass(frozen=True, eq=False)
class FixedPoint:
    """The type of a tensor: which values each element may hold, and how others become one of them."""

    signed: Int
    integer: Int
    fraction: Int
    rounding: Rounding = "TRN"
    overflow: Overflow = "WRAP"

    def __init__(
        self,
        signed: ArrayLike,
        integer: ArrayLike,
        fraction: ArrayLike,
        rounding: Rounding = "TRN",
        overflow: Overflow = "WRAP",
    ) -> None:
        if rounding not in get_args(Rounding):
            raise NetError(f"rounding {rounding!r} is unknown; use one of {', '.join(get_args(Rounding))}")
        if overflow not in get_args(Overflow):
            raise NetError(f"overflow {overflow!r} is unknown; use one of {', '.join(get_args(Overflow))}")
        for name, bits in (("signed", signed), ("integer", integer), ("fraction", fraction)):
            array = np.array(bits)
            if array.dtype.kind not in "biu" and not np.array_equal(array, np.rint(array)):
                raise NetError(f"{name} must be whole numbers of bits, got {array}")
            array = array.astype(np.int64)
            array.flags.writeable = False
            object.__setattr__(self, name, array)
        object.__setattr__(self, "rounding", rounding)
        object.__setattr__(self, "overflow", overflow)
        if not np.isin(self.signed, (0, 1)).all():
            raise NetError("signed must be 0 or 1")
        np.broadcast_shapes(*(a.shape for a in (self.signed, self.integer, self.fraction)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, FixedPoint):
            return NotImplemented
        return self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        return hash(str(self.to_dict()))

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the bit widths, () for a uniform type."""
        return np.broadcast_shapes(self.signed.shape, self.integer.shape, self.fraction.shape)

    @property
    def width(self) -> Int:
        """Bits an element takes; 0 for an element that is always zero."""
        return np.asarray(np.maximum(self.signed + self.integer + self.fraction, 0))

    @property
    def lsb(self) -> Float:
        """Distance between neighbouring values."""
        return np.ldexp(1.0, -self.fraction)

    @property
    def low(self) -> Float:
        """Smallest value of each element."""
        m = self._magnitude * self.signed
        return np.asarray(np.where(self.width > 0, -(m - self._symmetric * (m > 0)) * self.lsb, 0.0))

    @property
    def high(self) -> Float:
        """Largest value of each element."""
        return np.asarray(np.where(self.width > 0, (self._magnitude - 1) * self.lsb, 0.0))

    @property
    def _magnitude(self) -> Float:
        return np.asarray(np.ldexp(1.0, np.maximum(self.integer + self.fraction, 0)))

    @property
    def _symmetric(self) -> int:
        return 1 if self.overflow == "SAT_SYM" else 0

    def cast(self, x: ArrayLike) -> Float:
        """Round, then bring into range: what an assignment to a variable of this type does in firmware.

        x: (..., *shape) values; returns the same shape, float64.
        Raises ExactnessError if a value is not finite or has more than 53 bits above this type's LSB.
        """
        scaled = np.ldexp(np.asarray(x, np.float64), self.fraction)
        if not (np.abs(scaled) < 2.0**EXACT_BITS).all():
            raise ExactnessError(
                f"a value of {np.abs(np.asarray(x)).max()} at an LSB of {self.lsb.min()} is not finite or"
                f" needs more than {EXACT_BITS} bits; give it fewer fraction bits"
            )
        floor = np.floor(scaled)
        up = _ROUND_UP[self.rounding](scaled - floor, scaled < 0, floor % 2 == 1)
        m = self._into_range(floor + up)
        return np.asarray(np.where(self.width > 0, m * self.lsb, 0.0))

    def _into_range(self, m: Float) -> Float:
        high = self._magnitude - 1
        low = -self._magnitude * self.signed
        outside = (m < low) | (m > high)
        span = high - low + 1
        wrapped = np.mod(m - low, span) + low
        match self.overflow:
            case "WRAP":
                return wrapped
            case "SAT" | "SAT_SYM":
                return np.clip(m, np.minimum(low + self._symmetric, 0), high)
            case "SAT_ZERO":
                return np.where(outside, 0.0, m)
            case "WRAP_SM":
                # the lowest lost bit becomes the sign; if it differs from the kept sign, all others are inverted
                lost = np.floor_divide(m - np.where(wrapped < 0, wrapped + span, wrapped), span) % 2
                flipped = np.where(lost == (wrapped < 0), wrapped, -wrapped - 1)
                return np.where(outside & (self.signed > 0), flipped, wrapped)

    def holds(self, x: ArrayLike) -> bool:
        """Whether every element of x is one of this type's values."""
        values = np.asarray(x, np.float64)
        on_grid = np.ldexp(values, self.fraction) % 1 == 0
        return bool((on_grid & (values >= self.low) & (values <= self.high)).all())

    def to_integers(self, x: ArrayLike) -> Int:
        """The integers m of values x = m * 2**-f; NetError if a value is not one of this type's."""
        if not self.holds(x):
            raise NetError(f"values between {np.min(x)} and {np.max(x)} do not all fit {self}")
        return np.asarray(np.where(self.width > 0, np.ldexp(np.asarray(x, np.float64), self.fraction), 0)).astype(
            np.int64
        )

    def contains(self, other: FixedPoint) -> bool:
        """Whether every value of `other` (broadcast against this type) is a value of this type."""
        empty = other.width == 0
        grid = other.fraction <= self.fraction
        return bool((empty | (grid & (other.low >= self.low) & (other.high <= self.high))).all())

    def uniform(self) -> FixedPoint:
        """The smallest scalar type that holds every element, with the same modes."""
        used = self.width > 0
        if not used.any():
            return FixedPoint(0, 1, 0, self.rounding, self.overflow)
        k, i, f = np.broadcast_arrays(self.signed, self.integer, self.fraction)
        return FixedPoint(k[used].max(), i[used].max(), f[used].max(), self.rounding, self.overflow)

    def ap_type(self) -> str:
        """The vendor's name of a scalar type, `ap_fixed<W,I,Q,O>`; NetError for a type with arrays."""
        if self.shape != ():
            raise NetError("only a uniform type has one ap_fixed name; use .uniform() first")
        k, i, f = int(self.signed), int(self.integer), int(self.fraction)
        return f"ap_{'' if k else 'u'}fixed<{k + i + f},{k + i},AP_{self.rounding},AP_{self.overflow}>"

    def to_dict(self) -> dict[str, Any]:
        """Plain lists and strings, for `net.json`."""
        bits = {n: getattr(self, n).tolist() for n in ("signed", "integer", "fraction")}
        return {**bits, "rounding": self.rounding, "overflow": self.overflow}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Inverse of `to_dict`."""
        return cls(**data)

    @classmethod
    def spanning(cls, low: ArrayLike, high: ArrayLike, fraction: ArrayLike) -> Self:
        """The smallest type with `fraction` bits that holds all of [low, high], element by element."""
        f = np.asarray(fraction)
        lo, hi = np.ldexp(np.asarray(low, np.float64), f), np.ldexp(np.asarray(high, np.float64), f)
        bits = np.maximum(_bits_below(hi), _bits_below(-lo - 1))
        return cls(lo < 0, bits - f, f)

    def __str__(self) -> str:
        if self.shape == ():
            return self.ap_type()
        return f"{'x'.join(map(str, self.shape))} types of {self.width.min()} to {self.width.max()} bits"


def _bits_below(m: Float) -> Int:
    """Bits to write integers 0 to m; 0 where m < 1."""
    return np.where(m >= 1, np.frexp(np.maximum(m, 1.0))[1], 0).astype(np.int64)
