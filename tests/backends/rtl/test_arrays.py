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
from codesign.net.ops import Absolute, Extremum, Largest, Log2, Scale, Threshold
from firmware_tests import nets as hard_nets
from tests.nets import FEATURES, random_net, small

ADDERS, MULTIPLY = (0, 1, 4), 7  # alkaid's operation codes


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


COMPARISONS = [
    Threshold("y", ("x",), (-1.5, 0.0, 0.25, 1.0, 4.0, 5.0, 100.0, -100.0)),
    Threshold("y", ("x",), (-1.5, 0.0, 0.3, 1.0, 4.0, 5.3, 100.0, -100.0), "below"),
    Absolute("y", ("x",)),
    Scale("y", ("x",), -2),
    Log2("y", ("x",), 12, 2),
    Log2("y", ("x",), 3, 0, -2),
    Log2("y", ("x",), 5, 4, 2),
]


@pytest.mark.parametrize("op", COMPARISONS, ids=str)
@given(t=types, seed=st.integers(0, 2**32 - 1))
def test_logic_of_one_number_is_the_reference(op, t, seed):
    x = port(t)
    logic = trace(x, op.evaluate({}, x, xp=SYMBOLIC))
    values = np.concatenate([ends_and_others(t, np.random.default_rng(seed)), [-t.lsb * t.signed, 0.0, t.lsb]])
    values = t.cast(np.clip(values, t.low, t.high))[:, None]
    assert np.array_equal(logic.predict(values), op.evaluate({}, values))


@pytest.mark.parametrize("kind", ["maximum", "minimum"])
@given(one=types, other=types, seed=st.integers(0, 2**32 - 1))
def test_extrema_of_any_two_types_are_exact(kind, one, other, seed):
    x, op = port(one, other), Extremum("y", ("x", "y"), kind)
    logic = trace(x, op.evaluate({}, x[:1], x[1:], xp=SYMBOLIC))
    rng = np.random.default_rng(seed)
    a, b = ends_and_others(one, rng), ends_and_others(other, rng)
    b[3:5] = other.high, other.low
    assert np.array_equal(logic.predict(np.stack([a, b], axis=1))[:, 0], op.evaluate({}, a, b))


def test_the_larger_of_two_numbers_whose_difference_has_one_sign():
    x = port(FixedPoint(0, 4, 0), FixedPoint(0, 3, 0))
    larger = SYMBOLIC.maximum(x[:1] + x[1:], x[:1])  # their difference is x[1], whose top bit is no sign
    values = np.array([[3.0, 7.0], [15.0, 4.0], [2.0, 0.0]])
    assert trace(x, larger).predict(values)[:, 0].tolist() == [10, 19, 2]


@given(st.lists(types, min_size=1, max_size=7), st.data())
def test_the_largest_values_are_exact(kinds, data):
    x, count = port(*kinds), data.draw(st.integers(1, len(kinds)))
    op = Largest("y", ("x",), count)
    logic = trace(x, np.ravel(op.evaluate({}, x.reshape(-1, 1), xp=SYMBOLIC)))
    rng = np.random.default_rng(0)
    values = np.stack([rng.permutation(ends_and_others(t, rng, 100)) for t in kinds], axis=1)
    assert np.array_equal(logic.predict(values), op.evaluate({}, values[..., None])[..., 0])


@pytest.mark.parametrize("number", [2, 6, 16])
def test_the_largest_flags_are_exact_and_the_first_is_an_or(number):
    x = port(*[FixedPoint(0, 1, 0)] * number)
    op = Largest("y", ("x",), number)
    logic = trace(x, np.ravel(op.evaluate({}, x.reshape(-1, 1), xp=SYMBOLIC)))
    flags = np.random.default_rng(0).random((300, number)) < np.random.default_rng(1).random((300, 1))
    flags = flags.astype(float)
    assert np.array_equal(logic.predict(flags), op.evaluate({}, flags[..., None])[..., 0])
    assert trace(x, Largest("y", ("x",), 1).evaluate({}, x.reshape(-1, 1), xp=SYMBOLIC)[0]).cost == 0


@pytest.mark.parametrize("number", [1, 2, 3, 16, 40])
def test_flags_are_counted(number):
    x = port(*[FixedPoint(0, 1, 0)] * number)
    logic = trace(x, SYMBOLIC.sum(x.reshape(-1, 1), axis=-2))
    flags = np.random.default_rng(0).integers(0, 2, (200, number)).astype(float)
    flags[:2] = [[0.0], [1.0]]
    assert np.array_equal(logic.predict(flags)[:, 0], flags.sum(axis=1))


def levels(logic):
    return max(op.latency for op in logic.ops) / ADDER_LEVEL_DELAY


def test_a_comparison_takes_tables_and_no_adder():
    x = port(FixedPoint(0, 12, 0))
    for threshold in (64.0, 96.0, 1001.0):
        logic = trace(x, Threshold("y", ("x",), (threshold,)).evaluate({}, x, xp=SYMBOLIC))
        assert levels(logic) <= 1
        assert all(op.opcode not in ADDERS or op.cost == 0 for op in logic.ops)


def test_the_three_largest_of_16_take_no_sorting_network():
    x = port(*[FixedPoint(0, 4, 4)] * 16)
    logic = trace(x, np.ravel(Largest("y", ("x",), 3).evaluate({}, x.reshape(-1, 1), xp=SYMBOLIC)))
    assert levels(logic) <= 7  # Batcher's has ten compare-and-swap elements in series


def test_products_are_counted():
    graphs = {name: build(16, FEATURES, {"logits": 8}) for name, build in ARCHITECTURES.items()}
    found = {name: products(graph) for name, graph in graphs.items() if products(graph)}
    assert found == {
        "energy_flow": 16 * 32,
        "moment_set": 2 * 16 * 2,
        "linear_attention": 2 * 16 * 6 * 6,
        "gru": 8 * (16 + 15),
    }


def test_masks_are_no_products(tmp_path):
    net = hard_nets.NETS["comparisons"]
    project = rtl.convert(net, tmp_path / "rtl", part="xcvu13p-flga2577-2-e", clock_ns=2.778)
    assert project.multipliers == 0
    assert products(net.graph) == 5 * 5 + 5 * 3 + 5 * 3


def test_a_project_says_how_many_products_it_has(tmp_path):
    net = random_net(small("moment_set"))
    project = rtl.convert(net, tmp_path / "rtl", part="xcvu13p-flga2577-2-e", clock_ns=2.778)
    assert project.multipliers == products(net.graph) == 2 * 8 * 2
