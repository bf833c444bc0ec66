"""Functions of a few bits as look-up tables, of which a synthesis tool makes one LUT for each bit of the result."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from alkaid.trace import FVariable

from codesign.backends.rtl.bits import LUT_INPUTS, bits


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
