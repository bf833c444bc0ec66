"""Fixed-point numbers, as firmware holds them.

Notation: k, i, f = signed (0 or 1), integer bits without the sign, fraction bits; W = k + i + f.
A value is m * 2**-f with an integer m, -k * 2**(i+f) <= m < 2**(i+f). In the vendor's notation that is
ap_fixed<W, k + i> or ap_ufixed<W, i>. Each of i and f may be negative; an element with W <= 0 holds only
zero. k, i and f are scalars or arrays that broadcast over a tensor, because HGQ2 learns one per channel or weight.

The rounding and overflow modes are those of `ap_fixed` (Vitis HLS user guide UG1399, "Arbitrary Precision
Fixed-Point Data Types"): a value is rounded first, and the rounded value is brought into range. firmware_tests/
compares every pair of modes with the headers that come with hls4ml, and pins the two corner cases in which they differ.
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

BITS_MOST = 1000  # maximum number of integer or fraction bits: float64 scales by at most 2**1023
AXES_MOST = 8  # of an array of bits: NumPy cannot combine arrays of more than 32
EXACT_BITS = 53  # integers below 2**53 are exact in float64, whatever the order of their sums


def _half_up(s: Float) -> Float:
    nearest = np.rint(s)
    return np.asarray(nearest + (s - nearest == 0.5))


def _half_down(s: Float) -> Float:
    nearest = np.rint(s)
    return np.asarray(nearest - (s - nearest == -0.5))


# Each rounds s, in LSB, to an integer. s + 0.5 can be inexact just below a half; s - rint(s) never is.
ROUND: dict[str, Callable[[Float], Float]] = {
    "TRN": np.floor,
    "TRN_ZERO": np.trunc,
    "RND": _half_up,
    "RND_ZERO": lambda s: np.where(s < 0, _half_up(s), _half_down(s)),
    "RND_INF": lambda s: np.where(s < 0, _half_down(s), _half_up(s)),
    "RND_MIN_INF": _half_down,
    "RND_CONV": np.rint,
}


@dataclass(frozen=True, eq=False)
class FixedPoint:
    """The type of a tensor: which values each element may hold, and how others are rounded and brought into range."""

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
            object.__setattr__(self, name, _whole_bits(name, bits))
        object.__setattr__(self, "rounding", rounding)
        object.__setattr__(self, "overflow", overflow)
        if not np.isin(self.signed, (0, 1)).all():
            raise NetError("signed must be 0 or 1")
        if overflow == "WRAP_SM" and not self.signed.all():
            raise NetError("overflow 'WRAP_SM' is defined for signed types only; use WRAP")
        try:
            np.broadcast_shapes(*(a.shape for a in (self.signed, self.integer, self.fraction)))
        except ValueError as error:
            raise NetError(f"signed, integer and fraction have shapes that do not match: {error}") from error

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
        return np.asarray(np.where(self.width > 0, self.lowest * self.lsb, 0.0))

    @property
    def high(self) -> Float:
        """Largest value of each element."""
        return np.asarray(np.where(self.width > 0, self.highest * self.lsb, 0.0))

    @property
    def lowest(self) -> Float:
        """Smallest value of each element in LSB."""
        reach = self.highest if self.overflow == "SAT_SYM" else self.highest + 1
        return np.asarray(np.where(self.signed > 0, -reach, 0.0))

    @property
    def highest(self) -> Float:
        """Largest value of each element in LSB."""
        return np.asarray(np.ldexp(1.0, np.maximum(self.integer + self.fraction, 0)) - 1)

    @property
    def only_flags(self) -> bool:
        """Whether every element is 0 or 1, so that a product with it is a choice between a number and 0."""
        return bool((self.low == 0).all() and np.isin(self.high, (0, 1)).all())

    def cast(self, x: ArrayLike) -> Float:
        """Round, then bring into range: what an assignment to a variable of this type does in firmware.

        x: (..., *shape) values; returns the same shape, float64.
        Raises ExactnessError if a value is not finite or has more than 53 bits above this type's LSB.
        """
        with np.errstate(over="ignore"):  # an overflow to infinity is refused on the next line
            scaled = self._in_lsb(x)
        if not (np.abs(scaled) < 2.0**EXACT_BITS).all():
            raise ExactnessError(
                f"a value of {np.abs(np.asarray(x)).max()} at an LSB of {self.lsb.min()} is not finite or"
                f" needs more than {EXACT_BITS} bits; give it fewer fraction bits"
            )
        m = self.into_range(ROUND[self.rounding](scaled))
        return np.asarray(np.where(self.width > 0, m * self.lsb, 0.0) + 0.0)  # + 0.0: no negative zeros

    def _in_lsb(self, x: ArrayLike) -> Float:
        return np.asarray(np.asarray(x, np.float64) * np.ldexp(1.0, self.fraction))

    def into_range(self, m: Float) -> Float:
        """m: (..., *shape) whole numbers of LSB, brought into range as the overflow mode says."""
        outside = (m < self.lowest) | (m > self.highest)
        if not outside.any():
            return m
        span = np.ldexp(1.0, self.width)
        low_bits = m - span * np.floor(m / span)  # the lowest `width` bits
        wrapped = low_bits - span * (low_bits > self.highest)
        match self.overflow:
            case "WRAP":
                return np.where(outside, wrapped, m)
            case "SAT" | "SAT_SYM":
                return np.clip(m, self.lowest, self.highest)
            case "SAT_ZERO":
                return np.where(outside, 0.0, m)
            case "WRAP_SM":
                # the lowest lost bit becomes the sign; if it differs from the kept sign, all bits are inverted
                lost = np.floor(m / span) % 2
                flipped = np.where(lost == (wrapped < 0), wrapped, -wrapped - 1)
                return np.where(outside, flipped, m)

    def holds(self, x: ArrayLike) -> bool:
        """Whether every element of x is one of this type's values."""
        values, scale = np.asarray(x), np.ldexp(1.0, self.fraction)
        narrow = values.dtype == np.float32 and bool(((self.fraction >= 0) & (self.fraction < 100)).all())
        with np.errstate(over="ignore"):  # scaling up loses no bit of a float32
            scaled = values * scale.astype(np.float32) if narrow else np.asarray(values, np.float64) * scale
        if not scaled.size:
            return True
        jets = tuple(range(scaled.ndim - len(self.shape)))
        used = self.width > 0
        inside = (scaled.min(jets) >= self.lowest * used).all() and (scaled.max(jets) <= self.highest * used).all()
        return bool(inside and (scaled == np.floor(scaled)).all())

    def to_integers(self, x: ArrayLike) -> Int:
        """The integers m of values x = m * 2**-f; NetError if a value is not one of this type's."""
        if not self.holds(x):
            raise NetError(f"values between {np.min(x)} and {np.max(x)} do not all fit {self}")
        return np.asarray(np.where(self.width > 0, self._in_lsb(x), 0.0)).astype(np.int64)

    def broadcast_to(self, shape: tuple[int, ...]) -> FixedPoint:
        """The same type with separate bit widths for each element of a tensor of this shape."""
        k, i, f = (np.broadcast_to(bits, shape) for bits in (self.signed, self.integer, self.fraction))
        return FixedPoint(k, i, f, self.rounding, self.overflow)

    def contains(self, other: FixedPoint) -> bool:
        """Whether every value of `other` (broadcast against this type) is a value of this type."""
        only_zero = (other.low == 0) & (other.high == 0)
        grid = other.fraction <= self.fraction
        return bool((only_zero | (grid & (other.low >= self.low) & (other.high <= self.high))).all())

    def uniform(self) -> FixedPoint:
        """The smallest scalar type that holds every element, with the same modes."""
        used = self.width > 0
        if not used.any():
            signed = int(self.overflow == "WRAP_SM")  # WRAP_SM has no unsigned types
            return FixedPoint(signed, 1 - signed, 0, self.rounding, self.overflow)
        k, i, f = np.broadcast_arrays(self.signed, self.integer, self.fraction)
        return FixedPoint(k[used].max(), i[used].max(), f[used].max(), self.rounding, self.overflow)

    def ap_type(self) -> str:
        """The vendor's name of a uniform type, `ap_fixed<W,I,Q,O>`; NetError if bit widths are arrays."""
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
        """Inverse of `to_dict`; NetError if a key is missing or unknown."""
        expected = {"signed", "integer", "fraction", "rounding", "overflow"}
        if set(data) != expected:
            raise NetError(f"a type has the keys {', '.join(sorted(expected))}, got {', '.join(sorted(data))}")
        return cls(**data)

    @classmethod
    def spanning(cls, low: ArrayLike, high: ArrayLike, fraction: ArrayLike) -> Self:
        """The smallest type with `fraction` bits that holds every multiple of its LSB in [low, high].

        Element by element; ExactnessError if an end of the range is not finite or needs more than 53 bits.
        """
        f = np.asarray(fraction)
        with np.errstate(over="ignore"):
            lo, hi = np.ldexp(np.asarray(low, np.float64), f), np.ldexp(np.asarray(high, np.float64), f)
        if not (np.maximum(np.abs(lo), np.abs(hi)) < 2.0**EXACT_BITS).all():
            raise ExactnessError(
                f"a range of [{np.min(low)}, {np.max(high)}] with {np.max(f)} fraction bits is not finite or"
                f" needs more than {EXACT_BITS} bits; give it fewer fraction bits"
            )
        bits = np.maximum(_bits_below(hi), _bits_below(-lo - 1))
        return cls(lo < 0, bits - f, f)

    def __str__(self) -> str:
        if self.shape == ():
            return self.ap_type()
        return f"{'x'.join(map(str, self.shape))} types of {self.width.min()} to {self.width.max()} bits"


def _whole_bits(name: str, bits: ArrayLike) -> Int:
    array = np.array(bits)
    if array.ndim > AXES_MOST:
        raise NetError(f"{name} has {array.ndim} axes; no tensor here has more than {AXES_MOST}")
    if array.dtype.kind not in "biuf" or not np.array_equal(array, np.rint(array)):
        raise NetError(f"{name} must be whole numbers of bits, got {' '.join(str(array).split())[:60]}")
    if array.size and not (array.min() >= -BITS_MOST and array.max() <= BITS_MOST):
        raise NetError(f"{name} of {array.min()} to {array.max()} bits; no type here has more than {BITS_MOST}")
    array = array.astype(np.int64)
    array.flags.writeable = False
    return array


def _bits_below(m: Float) -> Int:
    """Bits that represent the integers from 0 to m; 0 where m < 1."""
    return np.where(m >= 1, np.frexp(np.maximum(m, 1.0))[1], 0).astype(np.int64)
