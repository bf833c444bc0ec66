"""What alkaid 0.8.2 gets wrong with wide numbers, and codesign mends; expected values by hand or in whole numbers."""

import numpy as np
import pytest
from alkaid.trace import FVArray, trace

from codesign.backends.rtl import alkaid_repair
from codesign.backends.rtl import convert as rtl
from codesign.backends.rtl.cast import cast
from codesign.net.fixedpoint import FixedPoint


def symbolic(width: int, fraction: int, count: int) -> FVArray:
    k, i, f = np.ones(count), np.full(count, width - fraction - 1), np.full(count, fraction)
    return FVArray.from_kif(k, i, f, rtl.HARDWARE, solver_options={"hard_dc": 2}).as_new()


@pytest.mark.parametrize(
    ("x", "lowest", "log"),
    [
        (1.0, 0, 0),
        (-12.0, 2, None),
        (2.0**-10 - 2.0**-36, -36, -10),
        (2.0**15 + 2.0**-10, -10, 16),
        (2.0**40 - 1, 0, 40),
        (3 * 2.0**-50, -50, -48),
    ],
)
def test_lowest_bit_and_logarithm_of_wide_numbers(x: float, lowest: int, log: int | None) -> None:
    assert alkaid_repair.lowest_bit(x) == lowest
    if log is not None:
        assert alkaid_repair.ceil_log2(x) == log


def test_halves_of_a_sum_of_52_bits_go_to_the_even_neighbour() -> None:
    fraction, kept = 36, 9
    x = symbolic(52, fraction, 1)
    logic = trace(x, cast(FixedPoint(1, 15, kept, "RND_CONV", "SAT"), x))
    rng = np.random.default_rng(0)
    halves = (2 * rng.integers(-(2**14), 2**14, 2000) + 1) << (fraction - kept - 1)
    whole = np.concatenate([rng.integers(-(2**50), 2**50, 2000), halves, halves - 1, halves + 1])
    unit = 1 << (fraction - kept)
    expected = [round_half_even(int(n), unit) for n in whole]
    found = logic.predict(np.ldexp(whole.astype(np.float64), -fraction)[:, None])[:, 0] * 2**kept
    assert found.astype(np.int64).tolist() == expected


def round_half_even(n: int, unit: int) -> int:
    below, rest = divmod(n, unit)
    return below + (2 * rest > unit or (2 * rest == unit and below % 2 == 1))


def test_sums_of_wide_numbers_come_after_what_they_add() -> None:
    x = symbolic(44, 30, 6)
    kernel = np.random.default_rng(1).integers(-255, 256, (6, 4)).astype(np.float64)
    logic = trace(x, (x @ kernel) @ kernel[:4, :2])
    whole = np.random.default_rng(2).integers(-(2**30), 2**30, (50, 6))
    expected = whole @ kernel.astype(np.int64) @ kernel[:4, :2].astype(np.int64)
    found = np.ldexp(logic.predict(np.ldexp(whole.astype(np.float64), -30)), 30)
    assert found.astype(np.int64).tolist() == expected.tolist()
