"""The meaning of each operation, in numbers: all witnesses rely on `evaluate`, so none would notice a mistake in it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.errors import NetError
from codesign.net.fixedpoint import FixedPoint
from codesign.net.ops import (
    Absolute,
    Add,
    Concat,
    Extremum,
    HardSigmoid,
    Largest,
    Log2,
    MatMul,
    Multiply,
    Op,
    Pool,
    Relu,
    Reshape,
    Scale,
    Spread,
    Subtract,
    Table,
    Take,
    Threshold,
    Transpose,
)

X = np.array([[[1.0, -2.0, 3.0], [4.0, 5.0, -6.0]]])  # one jet of two candidates
TABLES = {"values": np.array([[[7.0, 8.0], [5.0, 6.0]]]), "first": np.zeros((1, 2)), "step": np.full((1, 2), 0.5)}
CASES: list[tuple[Op, list[np.ndarray], list[object]]] = [
    (Relu("y", ("x",)), [X], [[1, 0, 3], [4, 5, 0]]),
    (HardSigmoid("y", ("x",)), [X], [[0.75, 0, 1], [1, 1, 0]]),
    (HardSigmoid("y", ("x",), -1), [X], [[0.25, 1, 0], [0, 0, 1]]),
    (Pool("y", ("x",), "sum"), [X], [5, 3, -3]),
    (Pool("y", ("x",), "mean"), [X], [2.5, 1.5, -1.5]),
    (Add("y", ("x", "x")), [X, X[:, :1]], [[2, -4, 6], [5, 3, -3]]),
    (Subtract("y", ("x", "x")), [X, X[:, :1]], [[0, 0, 0], [3, 7, -9]]),
    (Multiply("y", ("x", "x")), [X, X[..., :1]], [[1, -2, 3], [16, 20, -24]]),
    (MatMul("y", ("x", "x")), [X, np.swapaxes(X, 1, 2)], [[14, -24], [-24, 77]]),
    (Reshape("y", ("x",), (6,)), [X], [1, -2, 3, 4, 5, -6]),
    (Transpose("y", ("x",)), [X], [[1, 4], [-2, 5], [3, -6]]),
    (Take("y", ("x",), (1, 0, 0)), [X], [[4, 5, -6], [1, -2, 3], [1, -2, 3]]),
    (Take("y", ("x",), (2,), -1), [X], [[3], [-6]]),
    (Concat("y", ("x", "x")), [X, X[..., :1]], [[1, -2, 3, 1], [4, 5, -6, 4]]),
    (Spread("y", ("x",), 2), [X[:, 0]], [[1, 1], [-2, -2], [3, 3]]),
    (Threshold("y", ("x",), (-2.0, 5.0, 3.25)), [X], [[1, 0, 0], [1, 1, 0]]),
    (Threshold("y", ("x",), (-2.0, 5.0, 3.25), "below"), [X], [[0, 1, 1], [0, 0, 1]]),
    (Threshold("y", ("x",), (1.0, 1.5, 4.0)), [X[..., :1]], [[1, 0, 0], [1, 1, 1]]),
    (Scale("y", ("x",), -1), [X], [[0.5, -1, 1.5], [2, 2.5, -3]]),
    (Absolute("y", ("x",)), [X], [[1, 2, 3], [4, 5, 6]]),
    (Extremum("y", ("x", "x")), [X, X[:, :1]], [[1, -2, 3], [4, 5, 3]]),
    (Extremum("y", ("x", "x"), "minimum"), [X, X[..., :1]], [[1, -2, 1], [4, 4, -6]]),
    (Largest("y", ("x",), 2), [X], [[4, 5, 3], [1, -2, -6]]),
    (Largest("y", ("x",), 1), [X], [[4, 5, 3]]),
    # 3 = 0b11 and 6 = 0b110 are 1.1 in binary times 2 and 4
    (Log2("y", ("x",), 8, 1), [X], [[1, 0, 2.5], [3, 3, 0]]),
    # in quarters: 4, -8, 12 and 16, 20 = 0b10100, -24; from 16 quarters upwards it stays 5
    (Log2("y", ("x",), 4, 2, -2), [X], [[3, 0, 4.5], [5, 5, 0]]),
    (Table("y", ("x",), 2), [np.array([[[0.5, 0.0]]])], [[8, 5]]),
]


@pytest.mark.parametrize(("op", "inputs", "expected"), CASES, ids=[type(op).__name__ for op, _, _ in CASES])
def test_an_operation_means_these_numbers(op, inputs, expected):
    assert op.evaluate(TABLES, *inputs)[0].tolist() == expected


@given(st.integers(0, 2**20), st.integers(0, 6))
def test_a_logarithm_is_the_bit_length_and_the_bits_behind_it(n, fraction):
    exponent = max(n.bit_length() - 1, 0)
    behind = ((n - (1 << exponent)) << fraction) >> exponent if n else 0
    logarithm = Log2("y", ("x",), 24, fraction).evaluate({}, np.array([float(n)]))
    assert logarithm.tolist() == [n.bit_length() + behind / (1 << fraction)]


@given(st.floats(1, 2**20))
def test_a_logarithm_is_never_above_and_at_most_0_09_and_one_lsb_below(x):
    logarithm = Log2("y", ("x",), 24, 8).evaluate({}, np.array([x]))[0]
    assert -0.0861 - 2**-8 <= logarithm - 1 - np.log2(x) <= 1e-12


EXACT = [
    Threshold("y", ("x",), (-2.0, 0.0, 0.625)),
    Threshold("y", ("x",), (-2.0, 1.0, 0.625), "below"),
    Threshold("y", ("x",), (0.25,)),
    Absolute("y", ("x",)),
    Scale("y", ("x",), 3),
    Largest("y", ("x",), 2),
    Log2("y", ("x",), 3, 2),
    Log2("y", ("x",), 2, 1, -3),
]
widths = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 3), st.integers(-1, 3)), min_size=3, max_size=3)


@pytest.mark.parametrize("op", EXACT, ids=str)
@given(kif=widths)
def test_the_exact_type_of_a_comparison_is_reached_at_both_ends_and_never_left(op, kif):
    t = FixedPoint(*np.array(kif).T).broadcast_to((4, 3))
    values = t.cast(np.random.default_rng(0).uniform(t.low, t.high, (300, 4, 3)))
    values[:2] = t.low, t.high
    compared, exact = op.evaluate({}, values), op.exact({}, t)
    assert exact.holds(compared)
    assert np.array_equal(exact.integer + exact.fraction > 0, compared.max(axis=0) > 0)


OF_TWO = [Extremum("y", ("x", "y")), Extremum("y", ("x", "y"), "minimum"), Subtract("y", ("x", "y"))]


@pytest.mark.parametrize("op", OF_TWO, ids=str)
@given(one=widths, other=widths)
def test_the_exact_type_of_two_inputs_holds_every_result(op, one, other):
    types = [FixedPoint(*np.array(kif).T) for kif in (one, other)]
    ends = [np.stack([t.low, t.high, t.cast(0.0 * t.low)]) for t in types]
    exact = op.exact({}, *types)
    assert all(exact.holds(op.evaluate({}, x, y)) for x in ends[0] for y in ends[1])


@pytest.mark.parametrize(
    ("op", "shapes", "message"),
    [
        (Threshold("y", ("x",)), [(4, 1)], "compares 1 features with 0 thresholds"),
        (Threshold("y", ("x",), (1.0, 2.0)), [(4, 3)], "compares 3 features with 2 thresholds"),
        (Threshold("y", ("x",), (float("inf"),)), [(4, 3)], "give finite ones"),
        (Extremum("y", ("x", "z")), [(4, 3), (4, 2)], "cannot combine tensors of shapes"),
        (Largest("y", ("x",), 5), [(4, 3)], "takes the 5 largest"),
        (Largest("y", ("x",), 0), [(4, 3)], "takes the 0 largest"),
        (Largest("y", ("x",), 1), [(3,)], "takes the 1 largest"),
        (Scale("y", ("x",), 99), [(3,)], "by 2..99"),
        (Log2("y", ("x",), 0), [(3,)], "has 0 octaves"),
        (Log2("y", ("x",), 4, 99), [(3,)], "99 bits"),
    ],
)
def test_a_comparison_that_cannot_be_made_is_refused(op, shapes, message):
    with pytest.raises(NetError, match=message):
        op.shape(*shapes)
