"""The meaning of each operation, in numbers: all witnesses rely on `evaluate`, so none would notice a mistake in it."""

import numpy as np
import pytest

from codesign.net.ops import (
    Add,
    Concat,
    HardSigmoid,
    MatMul,
    Multiply,
    Op,
    Pool,
    Relu,
    Reshape,
    Spread,
    Table,
    Take,
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
    (Multiply("y", ("x", "x")), [X, X[..., :1]], [[1, -2, 3], [16, 20, -24]]),
    (MatMul("y", ("x", "x")), [X, np.swapaxes(X, 1, 2)], [[14, -24], [-24, 77]]),
    (Reshape("y", ("x",), (6,)), [X], [1, -2, 3, 4, 5, -6]),
    (Transpose("y", ("x",)), [X], [[1, 4], [-2, 5], [3, -6]]),
    (Take("y", ("x",), (1, 0, 0)), [X], [[4, 5, -6], [1, -2, 3], [1, -2, 3]]),
    (Take("y", ("x",), (2,), -1), [X], [[3], [-6]]),
    (Concat("y", ("x", "x")), [X, X[..., :1]], [[1, -2, 3, 1], [4, 5, -6, 4]]),
    (Spread("y", ("x",), 2), [X[:, 0]], [[1, 1], [-2, -2], [3, 3]]),
    (Table("y", ("x",), 2), [np.array([[[0.5, 0.0]]])], [[8, 5]]),
]


@pytest.mark.parametrize(("op", "inputs", "expected"), CASES, ids=[type(op).__name__ for op, _, _ in CASES])
def test_an_operation_means_these_numbers(op, inputs, expected):
    assert op.evaluate(TABLES, *inputs)[0].tolist() == expected
