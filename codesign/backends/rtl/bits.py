"""Pieces of logic on alkaid's symbolic numbers: slices, joins, masks, counts. Bits are numbered from the lowest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce

import numpy as np
from alkaid.trace import FVariable

from codesign.net.fixedpoint import FixedPoint
from codesign.net.ops import Log2

LUT_INPUTS = 6  # of the FPGA: a table with this many input bits takes one LUT for each bit of the result
_ROUND = 4  # numbers that are compared with each other at once


def bits(x: FVariable, start: int, width: int) -> FVariable:
    """The `width` bits of an integer from bit `start` upwards, as an unsigned integer; wires only."""
    return x.quantize(0, start + width, -start) * 2.0**-start


def join(parts: Sequence[FVariable]) -> FVariable:
    """The number with these bits, lowest first; wires only."""
    return reduce(lambda x, y: x + y, (bit * float(1 << n) for n, bit in enumerate(parts)))


def any_bit(x: FVariable) -> FVariable:
    """1 if x is not 0, else 0."""
    return x.unary_bit_op("any")


def is_flag(x: FVariable) -> bool:
    """Whether a number is one bit that counts 1."""
    return bool(x.low == 0 and x.high == 1 and x.step == 1)


def table(inputs: Sequence[FVariable], function: Callable[..., float]) -> FVariable:
    """function(*inputs), for integers that are never negative; it is also called with values that they never have.

    An input that is given twice is one input of the table.
    """
    start, keys = 0, []
    places: dict[FVariable, tuple[int, int, int]] = {}  # its lowest bit, mask, and value if it is constant
    for x in dict.fromkeys(inputs):
        width = 0 if x.low == x.high else int(x.kif[1])
        places[x] = (start, (1 << width) - 1, 0 if width else int(x.low))
        keys += [x * float(1 << start)] if width else []
        start += width
    read = [places[x] for x in inputs]

    def entry(number: int) -> float:
        return float(function(*((number >> start & mask) + constant for start, mask, constant in read)))

    if not keys:
        return FVariable.from_const(entry(0), hwconf=inputs[0].hwconf)
    key = sum(keys[1:], keys[0])
    return key.lookup(np.array([entry(number) for number in range(int(key.low), int(key.high) + 1)]))


def at_least(x: FVariable, threshold: float) -> FVariable:
    """1 if x >= threshold, else 0.

    The bits below the lowest one of the threshold do not matter. A chain of tables compares the others from the lowest
    up, each with the result of the one before. All but the first read as many bits as they can, so that thresholds of
    the same x share the first ones.
    """
    if x.low >= threshold or x.high < threshold:
        return FVariable.from_const(float(x.low >= threshold), hwconf=x.hwconf)
    signed, integer, fraction = (int(number) for number in x.kif)
    width = signed + integer + fraction
    whole = x * 2.0**fraction
    sign = 1 << (width - 1) if signed else 0  # inverting the sign bit orders the bit patterns like their values
    level = int(np.ceil(threshold * 2.0**fraction)) + sign
    start = (level & -level).bit_length() - 1
    longer = -(-max(width - start - LUT_INPUTS, 0) // (LUT_INPUTS - 1))
    stop = width - longer * (LUT_INPUTS - 1)
    part, inverted = level >> start & (1 << stop - start) - 1, sign >> start if stop == width else 0
    reached = table([bits(whole, start, stop - start)], lambda value, p=part, i=inverted: (value ^ i) >= p)
    while stop < width:
        start, stop = stop, stop + LUT_INPUTS - 1
        part, inverted = level >> start & (1 << stop - start) - 1, sign >> start if stop == width else 0
        reached = table(
            [bits(whole, start, stop - start), reached],
            lambda value, before, p=part, i=inverted: (value ^ i) >= p + 1 - before,
        )
    return reached


def opposite(flag: FVariable) -> FVariable:
    """0 for 1, and 1 for 0; alkaid's `~` of a constant is not that."""
    return FVariable.from_const(1.0 - flag.low, hwconf=flag.hwconf) if flag.low == flag.high else ~flag


def where(condition: FVariable, x: FVariable) -> FVariable:
    """x, or 0 if `condition`, a single bit, is 0."""
    return condition.msb_mux(x, 0.0)


def one_of(x: FVariable, y: FVariable) -> FVariable:
    """The nonzero one of two integers, of which at least one must be 0; or 0."""
    return x | y


def saturated(m: FVariable, kind: FixedPoint, present: FVariable | None = None) -> FVariable:
    """The integer m saturated to the range of `kind` in units of its LSB; only the bits above that range decide.

    present: a bit, and the result is 0 where it is 0; the tables that saturate do that too.
    """
    width = int(kind.integer + kind.fraction)  # without the sign
    signed, integer, _ = m.kif
    above = int(signed) + integer - width
    if kind.signed:
        if above <= 1:
            return m if present is None else where(present, m)
        flags = [] if present is None else [present]
        inside = table([bits(m, width, above), *flags], lambda top, *on: all(on) and top in (0, (1 << above) - 1))
        end = table(
            [m.is_negative(), *flags], lambda below, *on: all(on) * (-(1 << width) if below else (1 << width) - 1)
        )
        return inside.msb_mux(m.quantize(1, width, 0), end)
    if present is not None:
        m = where(present, m)
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


def ranks(values: Sequence[FVariable]) -> list[FVariable]:
    """The place of each number in falling order, from 0; all pairs are compared at once, and ties keep their order."""
    first = {(i, j): opposite((values[i] - values[j]).is_negative()) for j in range(len(values)) for i in range(j)}
    before = [
        [first[j, i] for j in range(i)] + [opposite(first[i, j]) for j in range(i + 1, len(values))]
        for i in range(len(values))
    ]
    return [count(flags) for flags in before]


def firsts(values: Sequence[FVariable]) -> list[FVariable]:
    """For each number 1 if `ranks` gives it the place 0, else 0: knock-out rounds, in each of which four meet.

    Sixteen numbers take 30 comparisons in place of 120.
    """
    if len(values) == 1:
        return [FVariable.from_const(1.0, hwconf=values[0].hwconf)]
    if len(values) <= _ROUND:
        return [equals(rank, 0) for rank in ranks(values)]
    groups = [values[n : n + _ROUND] for n in range(0, len(values), _ROUND)]
    inner = [firsts(group) for group in groups]
    outer = firsts([at_place(flags, group) for flags, group in zip(inner, groups, strict=True)])
    return [where(won, flag) for won, flags in zip(outer, inner, strict=True) for flag in flags]


def at_place(chosen: Sequence[FVariable], values: Sequence[FVariable]) -> FVariable:
    """The one value whose flag is 1."""
    return tree(np.bitwise_or, [where(flag, x) for flag, x in zip(chosen, values, strict=True)])


def equals(x: FVariable, number: int) -> FVariable:
    """1 if x, which is never negative, is this number, else 0; from a table."""
    if x.low == x.high:
        return FVariable.from_const(float(x.low == number), hwconf=x.hwconf)
    values = np.arange(x.low, x.high + 1)
    return x.lookup((values == number).astype(np.float64))


def logarithm(x: FVariable, octaves: int, kept: int) -> FVariable:
    """`codesign.net.ops.Log2` of x with the unit 1: a table for few bits, else the leading one masks the bits below."""
    if x.high < 1:
        return FVariable.from_const(0.0, hwconf=x.hwconf)
    positive = x.max_of(0.0)
    _, integer, fraction = (int(n) for n in positive.kif)
    fraction = min(fraction, kept)
    positive = positive.quantize(0, integer, fraction)
    if integer + fraction <= LUT_INPUTS:
        values = np.arange(positive.low, positive.high + positive.step, positive.step)
        return positive.lookup(Log2("table", ("x",), octaves, kept).evaluate({}, values))
    codes = {octave + 1: _leads(positive, octave, integer) for octave in range(min(octaves, integer))}
    fractions = []
    for octave in range(len(codes)):
        first = max(octave - kept, -fraction)
        if first < octave:
            below = bits(positive, first, octave - first) * 2.0 ** (first - octave)
            fractions.append(where(codes[octave + 1], below))
    if integer > octaves:
        codes[octaves + 1] = any_bit(bits(positive, octaves, integer - octaves))
    chosen = [[flag for code, flag in codes.items() if code >> n & 1] for n in range(max(codes).bit_length())]
    exponent = join([any_bit(join(flags)) for flags in chosen])
    return exponent + tree(np.bitwise_or, fractions) if fractions else exponent


def _leads(x: FVariable, place: int, integer: int) -> FVariable:
    """1 if the bit at a place is set and none above it."""
    one = bits(x, place, 1)
    return one if place + 1 == integer else one & ~any_bit(bits(x, place + 1, integer - place - 1))


def _population(flags: Sequence[FVariable]) -> FVariable:
    joined = join(flags)
    if joined.low == joined.high:
        return FVariable.from_const(float(int(joined.low).bit_count()), hwconf=joined.hwconf)
    values = np.arange(joined.low, joined.high + joined.step, joined.step)
    return joined.lookup(np.array([float(int(n).bit_count()) for n in values]))
