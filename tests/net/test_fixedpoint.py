"""Casts of FixedPoint, without a compiler: against exact rational arithmetic and the vendor's printed examples.

firmware_tests/test_ap_fixed.py compares the same casts with the vendor's headers.
"""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.errors import ExactnessError
from codesign.net.fixedpoint import FixedPoint
from tests.net.fixed_types import OVERFLOWS, ROUNDINGS, arrays_of_types, near, scalars, types


def exact_rounding(s: Fraction, mode: str) -> int:
    """Rounds `s` to an integer in exact rational arithmetic, as UG1399 describes the mode."""
    floor, ceil, half = math.floor(s), math.ceil(s), Fraction(1, 2)
    if mode == "TRN":
        return floor
    if mode == "TRN_ZERO":
        return math.trunc(s)
    if s - floor != half:
        return math.floor(s + half)
    ties = {"RND": ceil, "RND_MIN_INF": floor, "RND_CONV": floor if floor % 2 == 0 else ceil}
    ties |= {"RND_ZERO": math.trunc(s), "RND_INF": ceil if s > 0 else floor}
    return ties[mode]


def exact_overflow(m: int, signed: int, width: int, mode: str) -> int:
    """Brings the integer `m` into `width` bits, as UG1399 describes the overflow mode."""
    low, high = (-(1 << (width - 1)), (1 << (width - 1)) - 1) if signed else (0, (1 << width) - 1)
    if mode == "SAT_SYM" and signed:
        low = -high
    if low <= m <= high:
        return m
    if mode == "SAT_ZERO":
        return 0
    if mode in ("SAT", "SAT_SYM"):
        return low if m < low else high
    low_bits = m & ((1 << width) - 1)
    if mode == "WRAP_SM" and (m >> width) & 1 != low_bits >> (width - 1):
        low_bits ^= (1 << width) - 1
    return low_bits - (1 << width) if signed and low_bits >> (width - 1) else low_bits


class TestCast:
    @given(data=st.data())
    def test_equals_rational_arithmetic(self, data):
        t = data.draw(types(min_width=1))
        x = data.draw(near(t))
        s = Fraction(x) * Fraction(2) ** int(t.fraction)
        m = exact_overflow(exact_rounding(s, t.rounding), int(t.signed), int(t.width), t.overflow)
        assert t.cast(x) == m * float(t.lsb)

    @pytest.mark.parametrize("rounding", ROUNDINGS)
    @pytest.mark.parametrize("whole", [0, 1, 7, 2**20])
    def test_ties_and_their_neighbours(self, rounding, whole):
        tie = whole + 0.5
        for x in (np.nextafter(tie, 0), tie, np.nextafter(tie, np.inf), whole + 1e-300, whole):
            for s in (x, -x):
                assert FixedPoint(1, 30, 0, rounding).cast(s) == exact_rounding(Fraction(s), rounding)

    @pytest.mark.parametrize("rounding", ROUNDINGS)
    def test_rounding_examples_of_ug1399(self, rounding):
        """ap_fixed<3, 2> for 1.25 and -1.25."""
        results = {"RND": [1.5, -1], "RND_ZERO": [1, -1], "RND_MIN_INF": [1, -1.5], "RND_INF": [1.5, -1.5]}
        results |= {"RND_CONV": [1, -1], "TRN": [1, -1.5], "TRN_ZERO": [1, -1]}
        assert FixedPoint(1, 1, 1, rounding, "SAT").cast([1.25, -1.25]).tolist() == results[rounding]

    @pytest.mark.parametrize("overflow", OVERFLOWS)
    def test_overflow_examples_of_ug1399(self, overflow):
        """ap_fixed<4, 4> and ap_ufixed<4, 4> for 19 and -19."""
        signed = {"SAT": [7, -8], "SAT_ZERO": [0, 0], "SAT_SYM": [7, -7], "WRAP": [3, -3], "WRAP_SM": [-4, 2]}
        unsigned = {"SAT": [15, 0], "SAT_ZERO": [0, 0], "SAT_SYM": [15, 0], "WRAP": [3, 13]}
        assert FixedPoint(1, 3, 0, "RND", overflow).cast([19.0, -19.0]).tolist() == signed[overflow]
        if overflow in unsigned:
            assert FixedPoint(0, 4, 0, "RND", overflow).cast([19.0, -19.0]).tolist() == unsigned[overflow]

    @given(data=st.data())
    def test_of_a_value_of_the_type_changes_nothing(self, data):
        t = data.draw(types() | arrays_of_types())
        once = t.cast(data.draw(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=1)))
        assert t.holds(once)
        assert np.array_equal(t.cast(once), once)
        assert not np.signbit(once[once == 0]).any()

    @given(data=st.data())
    def test_is_element_by_element(self, data):
        t = data.draw(arrays_of_types())
        x = np.array(data.draw(st.lists(st.floats(-100, 100), min_size=24, max_size=24))).reshape(4, 2, 3)
        whole = t.cast(x)
        assert whole.shape == (4, 2, 3)
        for n, scalar in scalars(t):
            assert np.array_equal(whole[:, *n], scalar.cast(x[:, *n]))

    def test_elements_without_bits_are_zero(self):
        t = FixedPoint(0, [3, 0, -2], [0, 0, 1], overflow="SAT")
        assert t.width.tolist() == [3, 0, 0]
        assert t.cast([[5.0, 5.0, -5.0]]).tolist() == [[5.0, 0.0, 0.0]]
        assert t.high.tolist() == [7.0, 0.0, 0.0]
        assert not t.holds([0.0, 1.0, 0.0])

    def test_small_values_survive_a_type_wider_than_a_double(self):
        """In float64 arithmetic, adding 1 to the lower end -2**60 changes nothing."""
        assert FixedPoint(1, 60, 0).cast([1.0, -1.0]).tolist() == [1.0, -1.0]

    @pytest.mark.parametrize("overflow", ["WRAP", "WRAP_SM"])
    def test_wraps_to_the_last_of_53_bits(self, overflow):
        m = 2**52 + 1
        assert FixedPoint(1, 52, 0, "TRN", overflow).cast(float(m)) == exact_overflow(m, 1, 53, overflow)

    @pytest.mark.parametrize("x", [np.nan, np.inf, -np.inf, 2.0**53, -(2.0**53), 1e308])
    @pytest.mark.parametrize("fraction", [0, 10])
    def test_refuses_what_it_cannot_compute_exactly(self, x, fraction):
        with pytest.raises(ExactnessError, match="53 bits"):
            FixedPoint(1, 5, fraction).cast([0.0, x])

    def test_accepts_the_last_exact_value(self):
        assert FixedPoint(0, 53, 0).cast(2.0**53 - 1) == 2.0**53 - 1
