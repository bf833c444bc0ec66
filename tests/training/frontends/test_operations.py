"""Operations without weights mean the same in the frameworks as in NumPy."""

import keras
import numpy as np
import pytest
import torch

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
    Take,
    Threshold,
    Transpose,
)
from codesign.training.frontends.torch_graph import TorchArrays

CASES: list[tuple[Op, list[str]]] = [
    (Relu("y", ("x",)), ["x"]),
    (HardSigmoid("y", ("x",), -1), ["x"]),
    (Pool("y", ("x",), "sum"), ["x"]),
    (Pool("y", ("x",), "mean"), ["x"]),
    (Add("y", ("x", "row")), ["x", "row"]),
    (Subtract("y", ("x", "row")), ["x", "row"]),
    (Multiply("y", ("x", "column")), ["x", "column"]),
    (MatMul("y", ("x", "x")), ["x", "turned"]),
    (Threshold("y", ("x",), (-1.5, 0.0, 2.25)), ["x"]),
    (Threshold("y", ("x",), (-1.5, 0.0, 2.25, 3.0), "below"), ["column"]),
    (Threshold("y", ("x",), (0.3,)), ["x"]),
    (Absolute("y", ("x",)), ["x"]),
    (Scale("y", ("x",), -3), ["x"]),
    (Extremum("y", ("x", "row")), ["x", "row"]),
    (Extremum("y", ("x", "column"), "minimum"), ["x", "column"]),
    (Largest("y", ("x",), 3), ["x"]),
    (Log2("y", ("x",), 5, 2, -3), ["x"]),
    (Reshape("y", ("x",), (12,)), ["x"]),
    (Transpose("y", ("x",)), ["x"]),
    (Take("y", ("x",), (1, 0, 1)), ["x"]),
    (Concat("y", ("x", "column")), ["x", "column"]),
    (Spread("y", ("x",), 2), ["x"]),
]
JETS = FixedPoint(1, 3, 4).cast(np.random.default_rng(0).uniform(-8, 8, (200, 4, 3)))
TENSORS = {"x": JETS, "row": JETS[:, :1], "column": JETS[..., :1], "turned": np.swapaxes(JETS, 1, 2)}


@pytest.mark.parametrize(("op", "names"), CASES, ids=[str(op) for op, _ in CASES])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_frameworks_compute_what_numpy_does(op, names, dtype):
    expected = op.evaluate({}, *(TENSORS[name] for name in names))
    assert expected.std() > 0
    xs = [TENSORS[name].astype(dtype) for name in names]
    in_torch = op.evaluate({}, *map(torch.from_numpy, xs), xp=TorchArrays)
    assert np.array_equal(in_torch.numpy(), expected)
    in_keras = op.evaluate({}, *map(keras.ops.convert_to_tensor, xs), xp=keras.ops)
    assert np.array_equal(keras.ops.convert_to_numpy(in_keras), expected)


@pytest.mark.parametrize(("op", "names"), CASES, ids=[str(op) for op, _ in CASES])
def test_keras_knows_the_shape_of_the_result(op, names):
    inputs = [keras.Input(TENSORS[name].shape[1:]) for name in names]
    result = op.evaluate({}, *inputs, xp=keras.ops)
    assert result.shape == (None, *op.shape(*(TENSORS[name].shape[1:] for name in names)))
