"""Every operation states the facts that its consumers use; one that leaves a fact out fails here by name."""

import inspect

import numpy as np
import pytest

from codesign.backends.hls.layers import EMITTERS
from codesign.net.ops import (
    OPS,
    Absolute,
    Dense,
    Extremum,
    HardSigmoid,
    Input,
    Largest,
    MatMul,
    Multiply,
    Op,
    Pool,
    Reshape,
    Scale,
    Spread,
    Subtract,
    Take,
    Threshold,
)

FLAGS = ("exact_only", "typed_in_training", "bounded", "only_adds", "in_layer_before")
METHODS = ("shape", "axes_across", "nonnegative", "bit_operations", "products", "adder_levels")
COMPUTED = ("evaluate", "exact")  # for all operations but the port, whose values come from outside
each = pytest.mark.parametrize("name", OPS)


def lacking(op: type[Op]) -> list[str]:
    """The facts that an operation does not define itself."""
    flags = [name for name in FLAGS if not isinstance(inspect.getattr_static(op, name, None), bool)]
    wanted = METHODS if op is Input else METHODS + COMPUTED
    return flags + [name for name in wanted if getattr(op, name) is getattr(Op, name)]


@each
def test_every_operation_says_what_consumers_ask(name):
    assert lacking(OPS[name]) == []


def test_one_that_says_nothing_is_named_with_all_that_is_missing():
    class Silent(Op):
        def shape(self, *shapes):
            return shapes[0]

    missing = lacking(Silent)
    assert "bounded" in missing
    assert "products" in missing
    assert "evaluate" in missing
    assert "shape" not in missing


@each
def test_every_operation_can_be_written_as_hls(name):
    assert OPS[name] in EMITTERS


@each
def test_what_is_never_rounded_takes_no_type_in_training(name):
    assert not (OPS[name].exact_only and OPS[name].typed_in_training)


@pytest.mark.parametrize(
    ("op", "shapes", "products", "levels"),
    [
        (Dense("d", ("x",), 3), [(16, 7)], 0, 3),  # 7 products and a bias are 8 terms
        (Pool("p", ("x",)), [(16, 4)], 0, 4),
        (Multiply("m", ("x", "y")), [(16, 1), (16, 4)], 64, 0),
        (MatMul("a", ("x", "y")), [(2, 3), (3, 5)], 30, 0),
        (HardSigmoid("h", ("x",)), [(4,)], 0, 0),
    ],
)
def test_products_and_levels_by_hand(op, shapes, products, levels):
    assert op.products(*shapes) == products
    assert op.adder_levels(*shapes) == levels


def test_bit_operations_by_hand():
    x, y = np.array([[2, 3], [0, 1]]), np.array([[5, 1], [4, 2]])
    assert Multiply("m", ("x", "y")).bit_operations({}, x, y) == 2 * 5 + 3 * 1 + 0 * 4 + 1 * 2
    assert MatMul("a", ("x", "y")).bit_operations({}, x, y) == (10 + 12) + (2 + 6) + (0 + 4) + (0 + 2)
    kernel = {"kernel": np.array([[1, 2], [3, 0]]), "bias": np.array([9, 9])}
    assert Dense("d", ("x",), 2).bit_operations(kernel, x) == (2 + 9) + (4 + 0) + (0 + 3) + (0 + 0)
    assert Pool("p", ("x",)).bit_operations({}, x) == 0


@pytest.mark.parametrize(
    ("op", "inputs", "nonnegative"),
    [
        (HardSigmoid("h", ("x",)), [False], True),
        (Pool("p", ("x",)), [True], True),
        (Pool("p", ("x",)), [False], False),
        (Multiply("m", ("x", "y")), [True, False], False),
        (Dense("d", ("x",), 1), [True], False),
        (Take("t", ("x",), (0,)), [True], True),
        (Threshold("t", ("x",), (1.0,)), [False], True),
        (Absolute("a", ("x",)), [False], True),
        (Extremum("e", ("x", "y")), [True, False], True),
        (Extremum("e", ("x", "y"), "minimum"), [True, False], False),
        (Subtract("s", ("x", "y")), [True, True], False),
        (Scale("s", ("x",), 1), [True], True),
        (Largest("l", ("x",), 2), [False], False),
    ],
)
def test_what_cannot_be_negative(op, inputs, nonnegative):
    assert op.nonnegative(*inputs) is nonnegative


def test_axes_that_an_operation_works_across():
    assert Reshape("r", ("x",), (6,), 2).axes_across() == 2
    assert Take("t", ("x",), (0,), -1).axes_across() == 1
    assert Take("t", ("x",), (0,), -2).axes_across() == 2
    assert Spread("s", ("x",), 2).axes_across() == 1
    assert Threshold("t", ("x",), (1.0,)).axes_across() == 1
    assert Largest("l", ("x",), 2).axes_across() == 2
