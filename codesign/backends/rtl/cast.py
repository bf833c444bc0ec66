"""Assignment to a fixed-point variable, as adders, bits and multiplexers of an RTL trace.

Only alkaid's truncation, wrapping and saturation are used; the other modes of `ap_fixed` are built from them here.
Notation: ulp is the distance between neighbouring values after the cast, lsb the distance before it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
from alkaid.trace import FVariable, FVArray

from codesign.backends.rtl.bits import bits
from codesign.base.pace import Count, Tell
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint


def cast(t: FixedPoint, x: FVArray) -> FVArray:
    """`FixedPoint.cast` for symbolic values x: (*shape); exact for every rounding and overflow mode."""
    k, i, f = (np.broadcast_to(bits, x.shape).ravel().tolist() for bits in (t.signed, t.integer, t.fraction))
    elements = np.empty(x.size, dtype=object)
    for n, value in enumerate(np.asarray(x).ravel()):
        elements[n] = _cast_one(value, FixedPoint(k[n], i[n], f[n], t.rounding, t.overflow))
    return FVArray(elements.reshape(x.shape), x.solver_options, hwconf=x.hwconf)


def counting(net: FixedNet, tell: Tell) -> Callable[[FixedPoint, FVArray], FVArray]:
    """`cast` with a progress line: how many of the net's rounded tensors are traced, which takes most of the time."""
    count = Count(tell, "rtl", sum(op.name in net.rounded for op in net.graph.ops[1:]), "rounded tensors traced")
    done = itertools.count(1)
    count(0)

    def counted(t: FixedPoint, x: FVArray) -> FVArray:
        result = cast(t, x)
        count(next(done))
        return result

    return counted


def _cast_one(x: FVariable, t: FixedPoint) -> FVariable:
    if x.low == x.high or t.width == 0:
        return FVariable.from_const(float(t.cast(x.low)), hwconf=x.hwconf)
    ulp, lsb = float(t.lsb), float(x.step)
    rounded = x
    if ulp > lsb:
        rounded = _truncated(_ROUND[t.rounding](x, ulp, lsb), int(t.fraction))
    return _OVERFLOW[t.overflow](rounded, t)


# each result, rounded down to a multiple of ulp, is x rounded in that mode
_ROUND: dict[str, Callable[[FVariable, float, float], FVariable]] = {
    "TRN": lambda x, ulp, lsb: x,
    "TRN_ZERO": lambda x, ulp, lsb: x + _negative(x) * ulp - _negative(x) * lsb,
    "RND": lambda x, ulp, lsb: x + ulp / 2,
    "RND_ZERO": lambda x, ulp, lsb: x + (ulp / 2 - lsb) + _negative(x) * lsb,
    "RND_INF": lambda x, ulp, lsb: x + ulp / 2 - _negative(x) * lsb,
    "RND_MIN_INF": lambda x, ulp, lsb: x + (ulp / 2 - lsb),
    "RND_CONV": lambda x, ulp, lsb: x + (ulp / 2 - lsb) + _bit(x, ulp) * lsb,
}


def _saturate_to_zero(x: FVariable, t: FixedPoint) -> FVariable:
    outside = (x - float(t.low)).is_negative() | (float(t.high) - x).is_negative()
    return outside.msb_mux(0.0, _wrap(x, t))


def _wrap_sign_magnitude(x: FVariable, t: FixedPoint) -> FVariable:
    wrapped = _wrap(x, t)
    span = float(np.ldexp(1.0, t.integer + 1))
    flip = _bit(x, span) ^ _bit(x, span / 2)  # compares the lowest lost bit with the new sign bit
    return flip.msb_mux(-wrapped - float(t.lsb), wrapped)


def _wrap(x: FVariable, t: FixedPoint) -> FVariable:
    return x.quantize(int(t.signed), int(t.integer), int(t.fraction))


_OVERFLOW: dict[str, Callable[[FVariable, FixedPoint], FVariable]] = {
    "WRAP": _wrap,
    "WRAP_SM": _wrap_sign_magnitude,
    "SAT": lambda x, t: x.max_of(float(t.low)).min_of(float(t.high)),
    "SAT_SYM": lambda x, t: x.max_of(float(t.low)).min_of(float(t.high)),
    "SAT_ZERO": _saturate_to_zero,
}


def _truncated(x: FVariable, fraction: int) -> FVariable:
    signed, integer, _ = x.kif
    return x.quantize(signed, max(integer, -fraction), fraction)


def _negative(x: FVariable) -> FVariable:
    """1 if x < 0, else 0."""
    return x.is_negative()


def _bit(x: FVariable, weight: float) -> FVariable:
    """The bit of x with this weight, as 0 or 1."""
    return bits(x, int(np.log2(weight)), 1)
