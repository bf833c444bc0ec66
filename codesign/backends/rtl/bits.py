"""Pieces of logic on alkaid's symbolic numbers: slices, joins, masks, counts. Bits are numbered from the lowest."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np
from alkaid.trace import FVariable

from codesign.net.fixedpoint import FixedPoint

LUT_INPUTS = 6  # of the FPGA: a table with this many input bits takes one LUT for each bit of the result


def bits(x: FVariable, start: int, width: int) -> FVariable:
    """The `width` bits of an integer from bit `start` upwards, as an unsigned integer; wires only."""
    return x.quantize(0, start + width, -start) * 2.0**-start


def join(parts: Sequence[FVariable]) -> FVariable:
    """The number with these bits, lowest first; wires only."""
    return reduce(lambda x, y: x + y, (bit * float(1 << n) for n, bit in enumerate(parts)))


def any_bit(x: FVariable) -> FVariable:
    """1 if x is not 0, else 0."""
    return x.unary_bit_op("any")


def where(condition: FVariable, x: FVariable) -> FVariable:
    """x, or 0 if `condition`, a single bit, is 0."""
    return condition.msb_mux(x, 0.0)


def one_of(x: FVariable, y: FVariable) -> FVariable:
    """The nonzero one of two integers, of which at least one must be 0; or 0."""
    return x | y


def saturated(m: FVariable, kind: FixedPoint) -> FVariable:
    """The integer m saturated to the range of `kind` in units of its LSB; only the bits above that range decide."""
    width = int(kind.integer + kind.fraction)  # without the sign
    signed, integer, _ = m.kif
    above = int(signed) + integer - width
    if kind.signed:
        if above <= 1:
            return m
        patterns = np.arange(1 << above)
        inside = np.isin(patterns, (0, patterns[-1])).astype(np.float64)
        highest = -m.is_negative() ^ float((1 << width) - 1)
        return bits(m, width, above).lookup(inside).msb_mux(m.quantize(1, width, 0), highest)
    if above <= 0:
        return m
    over = any_bit(bits(m, width, above))
    return bits(m, 0, width) | (-over).quantize(0, width, 0)


def tree(combine: np.ufunc, values: Sequence[FVariable]) -> FVariable:
    """All values combined in pairs, which makes the logic as shallow as possible."""
    while len(values) > 1:
        paired = [combine(x, y) for x, y in zip(values[::2], values[1::2], strict=False)]
        values = [*paired, *values[len(paired) * 2 :]]
    return values[0]


def count(flags: Sequence[FVariable]) -> FVariable:
    """The number of bits that are 1: tables, then adders."""
    groups = [flags[n : n + LUT_INPUTS] for n in range(0, len(flags), LUT_INPUTS)]
    return tree(np.add, [_population(group) for group in groups])


def _population(flags: Sequence[FVariable]) -> FVariable:
    joined = join(flags)
    return joined.lookup(np.array([float(n.bit_count()) for n in range(1 << len(flags))]))
