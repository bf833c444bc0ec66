"""Fixed-point types drawn by hypothesis, and values on and between their multiples."""

from typing import get_args

import numpy as np
from hypothesis import strategies as st

from codesign.net.fixedpoint import FixedPoint, Overflow, Rounding

ROUNDINGS, OVERFLOWS = get_args(Rounding), get_args(Overflow)


@st.composite
def types(draw, max_width=20, min_width=0):
    width, fraction = draw(st.integers(min_width, max_width)), draw(st.integers(-12, 30))
    overflow = draw(st.sampled_from(OVERFLOWS))
    signed = 1 if overflow == "WRAP_SM" else draw(st.integers(0, 1))
    return FixedPoint(signed, width - fraction - signed, fraction, draw(st.sampled_from(ROUNDINGS)), overflow)


@st.composite
def arrays_of_types(draw):
    """A (2, 3) type whose bits differ by row, by column, and by element."""
    bits = st.integers(-3, 6)
    integer = draw(st.lists(bits, min_size=3, max_size=3))
    fraction = draw(st.lists(st.lists(bits, min_size=3, max_size=3), min_size=2, max_size=2))
    signed = draw(st.lists(st.lists(st.integers(0, 1), min_size=1, max_size=1), min_size=2, max_size=2))
    overflow = draw(st.sampled_from([o for o in OVERFLOWS if o != "WRAP_SM"]))
    return FixedPoint(signed, integer, fraction, draw(st.sampled_from(ROUNDINGS)), overflow)


def near(t, lsbs=2**12):
    """Values on and between the multiples of the type's LSB, most of them inside its range or not far outside."""
    eighths = st.integers(-8 * lsbs, 8 * lsbs).map(lambda n: n * float(t.lsb) / 8)
    return eighths | st.floats(-(2.0**52), 2.0**52).map(lambda x: x * float(t.lsb))


def scalars(t):
    """(index, scalar type) of each element of a type."""
    k, i, f = np.broadcast_arrays(t.signed, t.integer, t.fraction)
    return [(n, FixedPoint(k[n], i[n], f[n], t.rounding, t.overflow)) for n in np.ndindex(t.shape)]
