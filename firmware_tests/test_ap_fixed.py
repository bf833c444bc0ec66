"""`FixedPoint.cast` against the vendor's open `ap_fixed` headers: every rounding and overflow mode.

The one type the rest of the package rests on: what csim and firmware do to a number is compared here, integer by
integer, for a few hundred pairs of types, among them negative integer and fraction bits and fraction > width.
"""

import itertools
import signal
import subprocess

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.net.fixedpoint import FixedPoint

from .ap_fixed_oracle import (
    MODES,
    Assignment,
    Oracle,
    assignments,
    compile_cpp,
    constructions,
    header_integers,
    integer_range,
)

ONE_BIT = Assignment(FixedPoint(1, 3, 0), FixedPoint(1, 0, 0, "TRN", "SAT_SYM"))
CARRIED = Assignment(FixedPoint(0, 5, 2), FixedPoint(1, 2, 0, "RND", "WRAP_SM"))
ASSIGNMENTS = [*assignments(), ONE_BIT, CARRIED]
TARGETS = [*constructions(), ONE_BIT.target, CARRIED.target]
ROUNDINGS, OVERFLOWS = (tuple(dict.fromkeys(names)) for names in zip(*MODES, strict=True))


@pytest.fixture(scope="session")
def oracle(tmp_path_factory):
    return Oracle(tmp_path_factory.mktemp("ap_fixed"), ASSIGNMENTS, TARGETS)


def of_mode(rounding, overflow):
    modes = (rounding, overflow)
    return [k for k, a in enumerate(ASSIGNMENTS) if (a.target.rounding, a.target.overflow) == modes]


def differing(oracle, k, m, cast=FixedPoint.cast):
    """The integers among m that the header turns into something else than `cast`, the known corners aside."""
    a = oracle.assignments[k]
    return m[oracle.assign(k, m) != header_integers(a.target, m * a.source.lsb, cast)]


@pytest.mark.parametrize(("rounding", "overflow"), MODES)
def test_cast_equals_the_header(oracle, rounding, overflow):
    rng = np.random.default_rng(1399)
    chosen = of_mode(rounding, overflow)
    assert len(chosen) >= 5
    for k in chosen:
        wrong = differing(oracle, k, ASSIGNMENTS[k].values(rng))
        assert wrong.size == 0, f"{ASSIGNMENTS[k]} differs at m = {wrong[:5]}"


@given(data=st.data())
def test_cast_equals_the_header_for_drawn_types_and_values(oracle, data):
    k = data.draw(st.integers(0, len(ASSIGNMENTS) - 1), label="assignment")
    low, high = integer_range(ASSIGNMENTS[k].source)
    m = np.array(data.draw(st.lists(st.integers(low, high), min_size=1), label="m"))
    assert differing(oracle, k, m).size == 0


@given(data=st.data())
def test_cast_equals_construction_from_double(oracle, data):
    """csim reads its inputs as doubles."""
    k = data.draw(st.integers(0, len(TARGETS) - 1), label="target")
    target = TARGETS[k]
    reach = float(target.lsb) * 2.0**50
    values = st.floats(-reach, reach) | st.integers(-200, 200).map(lambda quarters: quarters * target.lsb / 4)
    x = np.array(data.draw(st.lists(values, min_size=1), label="x"))
    assert (oracle.construct(k, x) == header_integers(target, x)).all()


def test_the_types_cover_the_corners():
    """The comparison cannot pass for want of hard types: all of these are in the table."""
    sources, targets = zip(*((a.source, a.target) for a in ASSIGNMENTS), strict=True)
    assert {int(t.width) for t in targets} == {1, 2, 3, 5, 6, 9, 14, 20}
    for types in (sources, targets):
        assert any(t.integer < 0 for t in types)
        assert any(t.fraction < 0 for t in types)
        assert any(t.fraction > t.width for t in types)
        assert {int(t.signed) for t in types} == {0, 1}
    lost = {int(a.source.fraction - a.target.fraction - a.source.width) for a in ASSIGNMENTS}
    assert {0, 1, 2, 3} <= lost  # all bits of the source lie below the target's LSB
    assert any(a.source.fraction < a.target.fraction for a in ASSIGNMENTS)


@pytest.mark.parametrize(("right", "wrong"), list(itertools.permutations(ROUNDINGS, 2)))
def test_a_wrong_rounding_is_detected(oracle, right, wrong):
    def cast(target, x):
        return FixedPoint(target.signed, target.integer, target.fraction, wrong, target.overflow).cast(x)

    for overflow in OVERFLOWS:
        k = of_mode(right, overflow)[0]
        assert differing(oracle, k, ASSIGNMENTS[k].values(np.random.default_rng(0)), cast).size > 0


@pytest.mark.parametrize(("right", "wrong"), list(itertools.permutations(OVERFLOWS, 2)))
def test_a_wrong_overflow_is_detected(oracle, right, wrong):
    def cast(target, x):
        return FixedPoint(target.signed, target.integer, target.fraction, target.rounding, wrong).cast(x)

    for rounding in ROUNDINGS:
        k = of_mode(rounding, right)[0]
        assert differing(oracle, k, ASSIGNMENTS[k].values(np.random.default_rng(0)), cast).size > 0


def test_a_type_one_bit_off_is_detected(oracle):
    for k, a in enumerate(ASSIGNMENTS):
        if a.target.width != 5:
            continue
        for signed, integer, fraction in ((0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1)):
            near = (a.target.signed + signed, a.target.integer + integer, a.target.fraction + fraction)
            other = FixedPoint(*near, a.target.rounding, a.target.overflow)
            m = np.arange(-512, 512)
            assert (oracle.assign(k, m) * a.target.lsb != other.cast(m * a.source.lsb)).any()


# Where the header errs, pinned: an hls4ml whose headers change fails here, and `header_integers` must follow.


def test_one_bit_saturates_symmetrically_to_minus_one_in_the_header(oracle):
    m = np.arange(-8, 8)
    assert (ONE_BIT.target.cast(m) == 0).all()
    assert (oracle.assign(ASSIGNMENTS.index(ONE_BIT), m) == -(m < 0).astype(int)).all()
    assert (oracle.construct(TARGETS.index(ONE_BIT.target), m) == -(m < 0).astype(int)).all()


def test_wrap_sm_takes_the_lost_bit_before_rounding_in_the_header(oracle):
    m = np.array([30, 31])  # 7.5 and 7.75 round to 8 = 0b1000: the lost bit is 1, the kept sign 0
    assert CARRIED.target.cast(m / 4).tolist() == [-1, -1]
    assert oracle.assign(ASSIGNMENTS.index(CARRIED), m).tolist() == [0, 0]
    assert oracle.construct(TARGETS.index(CARRIED.target), m / 4).tolist() == [0, 0]


def test_without_ndebug_the_header_aborts_where_all_source_bits_are_lost(tmp_path):
    """csim is compiled with assertions on; the value itself would have been right (the table holds such pairs)."""
    program = tmp_path / "lost.cpp"
    program.write_text(
        '#include "ap_fixed.h"\n'
        "int main() { ap_fixed<2, 0> source = 0.25; ap_fixed<4, 5, AP_RND> target; target = source; }\n"
    )
    for options, code in (((), -signal.SIGABRT), (("-DNDEBUG",), 0)):
        compile_cpp(program, tmp_path / "lost", *options)
        done = subprocess.run([tmp_path / "lost"], capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
