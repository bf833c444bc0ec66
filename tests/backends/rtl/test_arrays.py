"""Products of two variables as adders: exact for all types, and counted in adder levels."""

import numpy as np
import pytest
from alkaid.trace import FVArray, trace
from hypothesis import given
from hypothesis import strategies as st

from codesign.backends.rtl import convert as rtl
from codesign.backends.rtl.arrays import SYMBOLIC, products
from codesign.backends.rtl.bits import bits
from codesign.backends.rtl.convert import ADDER_LEVEL_DELAY, HARDWARE
from codesign.design.architectures import ARCHITECTURES
from codesign.net.fixedpoint import FixedPoint
from tests.nets import FEATURES, random_net, small

MULTIPLY = 7  # alkaid's operation code


def port(*types):
    k, i, f = (np.array([getattr(t, bits) for t in types]) for bits in ("signed", "integer", "fraction"))
    return FVArray.from_kif(k, i, f, HARDWARE).as_new()


def ends_and_others(t, rng, number=300):
    values = rng.integers(np.ldexp(t.low, t.fraction), np.ldexp(t.high, t.fraction) + 1, number)
    return np.concatenate([[t.low, t.high, 0.0, t.low, t.high], np.ldexp(values.astype(float), -int(t.fraction))])


types = st.builds(
    lambda signed, width, fraction: FixedPoint(signed, width - fraction, fraction),
    st.booleans().map(int),
    st.integers(1, 12),
    st.integers(-3, 14),
)


@given(types, types, st.integers(0, 2**32 - 1))
def test_products_of_any_two_types_are_exact_and_made_of_adders(one, other, seed):
    x = port(one, other)
    logic = trace(x, SYMBOLIC.multiply(x[:1], x[1:]))
    rng = np.random.default_rng(seed)
    a, b = ends_and_others(one, rng), ends_and_others(other, rng)
    b[3:5] = other.high, other.low  # the four corners
    assert np.array_equal(logic.predict(np.stack([a, b], axis=1))[:, 0], a * b)
    assert all(op.opcode != MULTIPLY for op in logic.ops)


def test_a_square_is_exact():
    x = port(FixedPoint(1, 2, 7))
    logic = trace(x, SYMBOLIC.multiply(x, x))
    values = ends_and_others(FixedPoint(1, 2, 7), np.random.default_rng(0))
    assert np.array_equal(logic.predict(values[:, None])[:, 0], values**2)


@pytest.mark.parametrize(("width", "levels"), [(2, 1), (4, 2), (8, 3), (11, 4)])
def test_a_product_takes_as_many_adder_levels_as_its_tree_is_high(width, levels):
    x = port(FixedPoint(0, 0, width), FixedPoint(0, 0, width))
    logic = trace(x, SYMBOLIC.multiply(x[:1], x[1:]))
    latency = max(op.latency for op in logic.ops)  # with that of a multiplexer
    assert levels * 1.09 <= latency <= (levels + 1.5) * ADDER_LEVEL_DELAY


def test_a_factor_may_be_constant():
    x = port(FixedPoint(1, 2, 3))
    logic = trace(x, SYMBOLIC.multiply(x, x * 0.0 + 0.75))
    assert logic.predict(np.array([[1.5]])).tolist() == [[1.125]]


@given(st.integers(1, 3), st.integers(1, 3), st.integers(1, 3), st.integers(0, 2**32 - 1))
def test_products_of_matrices_are_those_of_numpy(n, k, m, seed):
    t = FixedPoint(1, 1, 3)
    x = port(*[t] * (n * k + k * m))
    one, other = (FVArray(np.asarray(part), x.solver_options, hwconf=HARDWARE) for part in (x[: n * k], x[n * k :]))
    logic = trace(x, np.ravel(SYMBOLIC.matmul(one.reshape(n, k), other.reshape(k, m))))
    values = np.random.default_rng(seed).integers(-16, 16, (50, n * k + k * m)) / 8
    expected = values[:, : n * k].reshape(-1, n, k) @ values[:, n * k :].reshape(-1, k, m)
    assert np.array_equal(logic.predict(values), expected.reshape(50, -1))


def test_a_bit_of_a_shifted_variable_is_that_bit():
    x = port(FixedPoint(0, 0, 9))
    logic = trace(
        x, [bits(np.asarray(x * 8.0)[0], -1, 1)]
    )  # alkaid 0.8.2 would read the bit that counts 0.5 of x itself
    values = np.arange(512) / 512
    assert np.array_equal(logic.predict(values[:, None])[:, 0], (values * 16 // 1) % 2)


def test_products_are_counted():
    graphs = {name: build(16, FEATURES, {"logits": 8}) for name, build in ARCHITECTURES.items()}
    found = {name: products(graph) for name, graph in graphs.items() if products(graph)}
    assert found == {
        "energy_flow": 16 * 32,
        "moment_set": 2 * 16 * 2,
        "linear_attention": 2 * 16 * 6 * 6,
        "gru": 8 * (16 + 15),
    }


def test_a_project_says_how_many_products_it_has(tmp_path):
    net = random_net(small("moment_set"))
    project = rtl.convert(net, tmp_path / "rtl", part="xcvu13p-flga2577-2-e", clock_ns=2.778)
    assert project.multipliers == products(net.graph) == 2 * 8 * 2
