"""FixedPoint, tested without a compiler: against exact rational arithmetic, the vendor's printed examples, and itself.

firmware_tests/test_ap_fixed.py compares the same casts with the vendor's headers.
"""

import json
import math
from fractions import Fraction
from typing import get_args

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from codesign.errors import ExactnessError, NetError
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


class TestValues:
    @given(t=types(min_width=1, max_width=8))
    def test_all_values_of_a_small_type(self, t):
        m = np.arange(-300, 300)
        held = [int(n) for n in m if t.holds(n * t.lsb)]
        assert held == list(range(int(t.low / t.lsb), int(t.high / t.lsb) + 1))
        assert t.to_integers(np.array(held) * t.lsb).tolist() == held
        symmetric = t.overflow == "SAT_SYM" and t.signed
        assert len(held) == 2 ** int(t.width) - (1 if symmetric else 0)

    @pytest.mark.parametrize("x", [np.nan, np.inf, -np.inf, 0.3, 8.0, -8.25])
    def test_holds_neither_more_nor_others(self, x):
        t = FixedPoint(1, 3, 2)
        assert t.holds([-8.0, 0.25, 7.75])
        assert not t.holds([0.0, x])
        with pytest.raises(NetError, match="do not all fit"):
            t.to_integers([0.0, x])

    @given(t=arrays_of_types(), data=st.data())
    def test_holds_the_same_float32_as_float64(self, t, data):
        x = np.array(data.draw(st.lists(st.integers(-40, 40), min_size=12, max_size=12)), np.float32).reshape(2, 2, 3)
        x *= data.draw(st.sampled_from([1.0, 0.125, 2.0**-6]))
        held = [e.holds(float(x[(jet, *n)])) for jet in (0, 1) for n, e in scalars(t)]
        assert t.holds(x) == t.holds(x.astype(np.float64)) == all(held)

    @pytest.mark.parametrize("fraction", [-30, 0, 30, 120, 200])
    def test_holds_no_float32_beyond_its_ends(self, fraction):
        t = FixedPoint(1, 4 - fraction, fraction)
        ends = np.array([t.low, t.high], np.float32)
        assert t.holds(ends) == t.holds(ends.astype(np.float64))
        assert not t.holds(np.array([np.inf, 0], np.float32))
        assert not t.holds(np.array([np.nan, 0], np.float32))
        assert not t.holds(np.float32(2.0 ** (5 - min(fraction, 120))))
        assert t.holds(np.zeros((0,), np.float32))

    @given(a=types(max_width=6), b=types(max_width=6))
    def test_contains_is_about_values(self, a, b):
        values = np.arange(-64, 64) * b.lsb
        of_b = [x for x in values if b.holds(x)]
        assert a.contains(b) == a.holds(of_b)

    @given(t=arrays_of_types())
    def test_uniform_holds_every_element_and_is_the_smallest(self, t):
        u = t.uniform()
        assert u.shape == ()
        assert (u.rounding, u.overflow) == (t.rounding, t.overflow)
        assert u.contains(t)
        used = [s for _, s in scalars(t) if s.width > 0]
        if used:
            bits = ("signed", "integer", "fraction")
            assert [int(getattr(u, n)) for n in bits] == [max(int(getattr(s, n)) for s in used) for n in bits]

    def test_uniform_of_zeros_is_one_bit(self):
        for overflow in OVERFLOWS:
            assert FixedPoint(1, [-9, -9], 2, "TRN", overflow).uniform().width == 1

    @given(
        ends=st.lists(st.tuples(st.integers(-5000, 5000), st.integers(-5000, 5000)), min_size=1, max_size=4),
        fraction=st.integers(-10, 20),
    )
    @example(ends=[(0, 0)], fraction=3)
    @example(ends=[(-8, 7)], fraction=0)
    @example(ends=[(-9, 0), (0, 8), (-1, 0)], fraction=-4)
    def test_spanning_is_tight(self, ends, fraction):
        low, high = np.array([sorted(pair) for pair in ends]).T * 2.0**-fraction
        t = FixedPoint.spanning(low, high, fraction)
        assert t.holds(low)
        assert t.holds(high)
        for n, scalar in scalars(t):
            if scalar.width > 0:
                smaller = FixedPoint(scalar.signed, scalar.integer - 1, fraction)
                assert not (smaller.holds(low[n]) and smaller.holds(high[n]))
            else:
                assert low[n] == high[n] == 0
            assert scalar.signed == (low[n] < 0)

    @pytest.mark.parametrize("high", [np.inf, np.nan, 2.0**53])
    def test_spanning_refuses_what_is_not_exact(self, high):
        with pytest.raises(ExactnessError, match="53 bits"):
            FixedPoint.spanning([0.0, -1.0], [1.0, high], 0)


class TestRecord:
    @given(t=types() | arrays_of_types())
    def test_survives_json(self, t):
        back = FixedPoint.from_dict(json.loads(json.dumps(t.to_dict())))
        assert back == t
        assert hash(back) == hash(t)
        assert back.shape == t.shape

    def test_equality_sees_every_field(self):
        t = FixedPoint(1, 2, 3)
        others = [(0, 2, 3), (1, 3, 3), (1, 2, 4), (1, 2, 3, "RND"), (1, 2, 3, "TRN", "SAT"), ([1], 2, 3)]
        assert len({t, FixedPoint(True, 2.0, 3), *(FixedPoint(*o) for o in others)}) == 1 + len(others)
        assert t != "ap_fixed<6,3>"

    @pytest.mark.parametrize(
        ("t", "name"),
        [
            (FixedPoint(1, 3, 4), "ap_fixed<8,4,AP_TRN,AP_WRAP>"),
            (FixedPoint(0, 3, 4, "RND", "SAT"), "ap_ufixed<7,3,AP_RND,AP_SAT>"),
            (FixedPoint(0, -2, 5), "ap_ufixed<3,-2,AP_TRN,AP_WRAP>"),
            (FixedPoint(1, 8, -2, "RND_CONV", "SAT_SYM"), "ap_fixed<7,9,AP_RND_CONV,AP_SAT_SYM>"),
        ],
    )
    def test_vendor_name(self, t, name):
        assert t.ap_type() == str(t) == name

    def test_no_vendor_name_for_arrays(self):
        t = FixedPoint(1, [3, 4], 0)
        assert str(t) == "2 types of 4 to 5 bits"
        with pytest.raises(NetError, match="uniform"):
            t.ap_type()

    def test_bits_cannot_be_written(self):
        bits = np.array([3, 4])
        t = FixedPoint(1, bits, 0)
        bits[0] = 9
        assert t.integer.tolist() == [3, 4]
        with pytest.raises(ValueError, match="read-only"):
            t.integer[0] = 9

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ((1, 2.5, 0), "integer must be whole"),
            ((1, 2, np.nan), "fraction must be whole"),
            ((1, "2", 0), "integer must be whole"),
            ((2, 2, 0), "signed must be 0 or 1"),
            ((1, 2, 0, "ROUND"), "rounding 'ROUND' is unknown; use one of TRN, "),
            ((1, 2, 0, "RND", "SATURATE"), "overflow 'SATURATE' is unknown"),
            ((0, 2, 0, "RND", "WRAP_SM"), "signed types only"),
            (([1, 0], 2, 0, "RND", "WRAP_SM"), "signed types only"),
            ((1, [1, 2], [1, 2, 3]), "do not match"),
        ],
    )
    def test_refuses_what_is_no_type(self, arguments, message):
        with pytest.raises(NetError, match=message):
            FixedPoint(*arguments)

    @pytest.mark.parametrize("wrong", [{"width": 3}, {}])
    def test_refuses_a_document_with_other_keys(self, wrong):
        document = {**FixedPoint(1, 2, 3).to_dict(), **wrong}
        if not wrong:
            del document["rounding"]
        with pytest.raises(NetError, match="a type has the keys"):
            FixedPoint.from_dict(document)
