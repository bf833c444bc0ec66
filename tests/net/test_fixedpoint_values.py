"""Which values a FixedPoint holds, which type is the smallest for some, and its record in JSON."""

import json

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from codesign.errors import ExactnessError, NetError
from codesign.net.fixedpoint import FixedPoint
from tests.net.fixed_types import OVERFLOWS, arrays_of_types, scalars, types


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
