"""Comparisons and other small functions as tables, on all values of the types, and how many tables they take."""

import numpy as np
import pytest
from alkaid.trace import FVArray, trace
from hypothesis import given
from hypothesis import strategies as st

from codesign.backends.rtl.bits import at_least, firsts, table
from codesign.backends.rtl.convert import HARDWARE
from codesign.net.fixedpoint import FixedPoint

LOOKUP = 8  # alkaid's operation code


def port(*types):
    k, i, f = (np.array([getattr(t, bits) for t in types]) for bits in ("signed", "integer", "fraction"))
    return FVArray.from_kif(k, i, f, HARDWARE).as_new()


def every_value(t):
    return np.arange(t.lowest, t.highest + 1) * t.lsb


types = st.builds(
    lambda signed, width, fraction: FixedPoint(signed, width - fraction, fraction),
    st.booleans().map(int),
    st.integers(1, 12),
    st.integers(-3, 14),
)


@given(types, st.floats(-0.1, 1.1))
def test_a_comparison_is_right_for_every_value(t, share):
    """share: the place of the threshold in the range, which may be beyond either end and between two values."""
    threshold = float(t.low + share * (t.high - t.low))
    x = port(t)
    logic = trace(x, [at_least(x[0], threshold)])
    values = every_value(t)
    assert np.array_equal(logic.predict(values[:, None])[:, 0], values >= threshold)


@given(types, st.integers(0, 4095))
def test_a_value_that_equals_the_threshold_reaches_it(t, number):
    values = every_value(t)
    threshold = float(values[number % len(values)])
    x = port(t)
    assert np.array_equal(trace(x, [at_least(x[0], threshold)]).predict(values[:, None])[:, 0], values >= threshold)


@pytest.mark.parametrize(
    ("width", "threshold", "tables"),
    [
        (6, 21, 1),
        (7, 21, 2),
        (11, 1023, 2),
        (12, 1023, 3),
        (12, 1024, 1),  # either of the two highest bits
        (12, 1040, 2),  # the four lowest bits do not matter
        (12, 2048, 0),  # the highest bit
        (12, 0, 0),
    ],
)
def test_tables_that_an_unsigned_comparison_takes(width, threshold, tables):
    t = FixedPoint(0, width, 0)
    x = port(t)
    logic = trace(x, [at_least(x[0], threshold)])
    assert sum(op.opcode == LOOKUP for op in logic.ops) == tables


def test_a_sign_takes_no_table():
    x = port(FixedPoint(1, 6, 3))
    logic = trace(x, [at_least(x[0], 0.0)])
    assert sum(op.cost for op in logic.ops) == 0


def test_thresholds_with_the_same_low_bits_share_their_tables():
    x = port(FixedPoint(0, 11, 0))
    logic = trace(x, [at_least(x[0], threshold) for threshold in (5, 64 + 5, 128 + 5)])
    assert sum(op.opcode == LOOKUP for op in logic.ops) == 1 + 3


def test_a_table_of_several_integers_and_a_constant():
    x = port(FixedPoint(0, 2, 0), FixedPoint(0, 1, 0))
    one, other = np.asarray(x)
    three = one * 0.0 + 3.0
    logic = trace(x, [table([one, three, other], lambda a, b, c: a * b - 8 * c)])
    values = np.array([(a, c) for a in range(4) for c in range(2)], np.float64)
    assert logic.predict(values)[:, 0].tolist() == [3 * a - 8 * c for a in range(4) for c in range(2)]


@pytest.mark.parametrize("count", [1, 3, 4, 5, 16, 17])
def test_the_first_of_the_largest_numbers_is_found(count):
    """Also where all are equal: few different values, so that most rounds have ties."""
    x = port(*[FixedPoint(0, 2, 0)] * count)
    logic = trace(x, firsts(list(x)))
    values = np.random.default_rng(0).integers(0, 4, (2000, count)).astype(np.float64)
    values[:4] = np.arange(4.0)[:, None]
    assert np.array_equal(logic.predict(values).argmax(axis=1), values.argmax(axis=1))  # NumPy takes the first, too
    assert (logic.predict(values).sum(axis=1) == 1).all()


def test_knock_out_rounds_of_sixteen_take_thirty_comparisons():
    """Six in each of four groups, and six between their winners; each of two words of 14 bits is one adder."""
    x = port(*[FixedPoint(0, 14, 0)] * 16)
    logic = trace(x, firsts(list(x)))
    assert sum(op.opcode in (0, 1) and op.cost >= 13 for op in logic.ops) == 30
