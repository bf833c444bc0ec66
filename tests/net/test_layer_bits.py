"""Bits and bit operations of layers, against a count that multiplies one number at a time."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.design.architectures.inputs import Inputs
from codesign.net.layer_bits import enclosed_bits, layers
from codesign.net.ops import Dense, MatMul, Multiply
from tests.nets import REAL_PORT, SMALL_SIZES, random_net, small, with_sums


def bits_of(value: float) -> int:
    """Bits between the outermost ones of a number, counted in its binary digits."""
    numerator, _ = float(abs(value)).as_integer_ratio()
    return len(f"{numerator:b}".strip("0"))


@given(st.integers(-(2**40), 2**40), st.integers(-30, 30))
def test_enclosed_bits_are_the_digits_between_the_outermost_ones(mantissa: int, exponent: int) -> None:
    value = mantissa * 2.0**exponent
    assert enclosed_bits(np.array([value]))[0] == bits_of(value)


@pytest.mark.parametrize("architecture", sorted(SMALL_SIZES.keys() - {"trees"}))  # which multiply nothing
def test_bit_operations_are_those_of_one_multiplication_after_the_other(architecture: str) -> None:
    net = random_net(small(architecture))
    expected: dict[str, int] = {}
    for op in net.graph.ops:
        widths = [np.broadcast_to(net.types[t].width, net.graph.shapes[t]) for t in op.inputs]
        if isinstance(op, Dense):
            kernel = net.weights[f"{op.owner}.kernel"]
            rows = widths[0].reshape(-1, len(kernel))
            count = sum(int(b) * bits_of(w) for row in rows for b, ws in zip(row, kernel, strict=True) for w in ws)
        elif isinstance(op, Multiply):
            count = sum(int(x) * int(y) for x, y in np.broadcast(*widths))
        elif isinstance(op, MatMul):
            (n, inner), m = widths[0].shape, widths[1].shape[1]
            triples = ((i, k, j) for i in range(n) for k in range(inner) for j in range(m))
            count = sum(int(widths[0][i, k]) * int(widths[1][k, j]) for i, k, j in triples)
        else:
            continue
        name = op.owner if isinstance(op, Dense) else re.sub(r"\d", "", op.name)
        expected[name] = expected.get(name, 0) + count
    assert {layer.name: layer.ebops for layer in layers(net)} == expected
    assert any(expected.values()) or architecture == "table_set"


def test_widths_are_those_of_the_weights_that_are_kept_and_of_the_inputs_that_are_used() -> None:
    net = random_net(small("deep_set"))
    for layer in layers(net):
        kernel = net.weights[f"{layer.name}.kernel"]
        width = np.broadcast_to(net.weight_types[f"{layer.name}.kernel"].width, kernel.shape)
        assert layer.weights == kernel.size
        assert layer.zeros == (kernel == 0).sum()
        assert layer.weight_bits == width[kernel != 0].mean()
        assert layer.most_weight_bits == width[kernel != 0].max()
        (tensor,) = net.graph[layer.name].inputs
        read = np.broadcast_to(net.types[tensor].width, net.graph.shapes[tensor])
        assert layer.input_bits == read[read > 0].mean()
        assert layer.most_input_bits == read.max()


def test_a_product_of_tensors_has_no_weights() -> None:
    products = [layer for layer in layers(random_net(small("linear_attention"))) if not layer.weights]
    assert products
    assert all(p.weight_bits is None and p.zeros == 0 and p.ebops > 0 for p in products)


def test_adders_of_rounding_and_activation_count_for_the_layer_before_them() -> None:
    net = random_net(small("deep_set"))
    adders = {op.name: 10.0**number for number, op in enumerate(net.graph.ops)}
    by_layer = {layer.name: layer.adders for layer in layers(net, adders)}
    assert sum(by_layer.values()) == sum(adders.values())
    assert by_layer["phi0"] == adders["phi0"] + adders["phi0_relu"]
    assert by_layer["pool"] == adders["pool"]
    assert by_layer["inputs"] == adders["inputs"]
    assert all(layer.adders is None for layer in layers(net))


def test_sums_of_the_port_are_one_layer():
    net = random_net(with_sums("mlp_sums", Inputs(sums=("counts", "rings"), candidates=2)), port=REAL_PORT)
    rows = {
        row.name: row for row in layers(net, {op.name: float(op.name in net.graph.of_port) for op in net.graph.ops})
    }
    assert list(rows) == ["candidates", "sums", "hidden0", "hidden1", "logits"]
    assert rows["sums"].adders > 10
    # four rings mask the flag and the 12 bits of pT of each of 8 candidates
    assert rows["sums"].ebops == 8 * 4 * (1 + 12)
