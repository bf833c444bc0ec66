"""The fast walk of `reference.run` against the plain one of `reference.evaluate`, which defines what a net computes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.net import reference
from codesign.net.agreement import contract_inputs
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint
from codesign.net.graph import Graph
from codesign.net.ops import Add, Dense, HardSigmoid, Input, MatMul, Multiply, Op, Pool, Quantize, Relu
from codesign.net.plan import NARROW, THREADLESS, WIDE, FastCast, plan
from firmware_tests.nets import NETS, random_inputs
from tests.net.fixed_types import OVERFLOWS, ROUNDINGS


def plain(net, x):
    return reference.evaluate(net, np.asarray(x, np.float64), FixedPoint.cast)


def step(net, name):
    return next(s for s in plan(net).steps if s.op.name == name)


@pytest.mark.parametrize("name", NETS)
def test_every_tensor_equals_the_plain_walk(name):
    net = NETS[name]
    for x in contract_inputs(net, {"jets": random_inputs(net, 300)}).values():
        planned, expected = reference.run(net, x[::8], trace=True), plain(net, x[::8])
        assert list(planned) == list(expected)
        for tensor, values in expected.items():
            assert planned[tensor].dtype == np.float64
            assert np.array_equal(planned[tensor], values), tensor


def test_most_of_these_nets_are_narrow_and_some_of_it_wide():
    steps = [s for net in NETS.values() for s in plan(net).steps]
    narrow = [s for s in steps if s.dtype == NARROW]
    assert 0.5 < len(narrow) / len(steps) < 1
    assert sum(isinstance(s.cast, FastCast) for s in steps) > 50
    assert {type(s.op) for s in steps if s.dtype == WIDE} >= {HardSigmoid}


@pytest.mark.parametrize("jets", [0, 1, reference.BATCH_JETS, reference.BATCH_JETS + 1])
def test_any_number_of_jets(jets):
    net = NETS["deep_set_mean"]
    x = random_inputs(net, jets)
    assert np.array_equal(reference.run(net, x)["logits"], plain(net, x)["logits"])


def test_a_product_has_the_same_rows_whatever_its_blocks():
    net = one(Dense("y", ("x",), 64), FixedPoint(1, 3, 0), {"kernel": np.ones((2048, 64)), "bias": np.zeros(64)}, 2048)
    assert 1 < THREADLESS // (2048 * 64) < 7
    x = random_inputs(net, 7)
    assert np.array_equal(reference.run(net, x)["y"], plain(net, x)["y"])


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int64, np.uint8])
def test_inputs_of_any_number_type(dtype):
    net = one(Relu("y", ("x",)), FixedPoint(0, 7, 0), {}, 3)
    x = np.arange(6).reshape(2, 3).astype(dtype)
    assert np.array_equal(reference.run(net, x)["y"], np.arange(6).reshape(2, 3))
    assert x.dtype == dtype


def test_no_input_is_changed():
    net = NETS["deep_set_mean"]
    x = random_inputs(net, 50).astype(np.float32)
    before = x.copy()
    reference.run(net, x, trace=True)
    assert np.array_equal(x, before)


def one(op: Op, port: FixedPoint, weights, *size, rounded: FixedPoint | None = None) -> FixedNet:
    graph = Graph((Input("x", (), size), op), (op.name,))
    types = {"x": port} | ({op.name: rounded} if rounded else {})
    named = {f"{op.name}.{name}": np.asarray(values, np.float64) for name, values in weights.items()}
    return FixedNet.build(graph, named, dict.fromkeys(named, FixedPoint(1, 30, 10)), types)


class TestTheNarrowestFloat:
    """Cases on both sides of 24 bits: float32 is used where it is exact; elsewhere the case shows why it would fail."""

    def dense(self, bits, kernel, bias=0.0):
        port = FixedPoint(0, bits, 0)
        weights = {"kernel": np.reshape(kernel, (-1, 1)), "bias": [bias]}
        graph = Graph((Input("x", (), (len(kernel),)), Dense("y", ("x",), 1)), ("y",))
        named = {f"y.{name}": np.asarray(values, np.float64) for name, values in weights.items()}
        return FixedNet.build(graph, named, {n: FixedPoint(1, 12, 0) for n in named}, {"x": port})

    def test_sums_that_fit_are_narrow(self):
        net = self.dense(12, [2047.0, -2047.0])
        assert step(net, "y").dtype == NARROW
        x = [[4095, 0], [0, 4095], [4095, 4094]]
        assert reference.run(net, x)["y"][:, 0].tolist() == [4095 * 2047, -4095 * 2047, 2047]

    def test_partial_sums_that_cancel_count_too(self):
        """The result is small, but a partial sum needs more than the 24 bits of float32."""
        net = self.dense(14, [2047.0, -2047.0, 1.0])
        assert step(net, "y").dtype == WIDE
        assert reference.run(net, [[2**14 - 1, 2**14 - 1, 1]])["y"].item() == 1

    def test_a_sum_over_candidates_counts_its_partial_sums(self):
        assert step(one(Pool("y", ("x",), "sum"), FixedPoint(1, 19, 0), {}, 16, 1), "y").dtype == NARROW
        net = one(Pool("y", ("x",), "sum"), FixedPoint(1, 21, 0), {}, 16, 1)
        assert step(net, "y").dtype == WIDE
        x = np.full((1, 16, 1), 2**21 - 1)
        assert reference.run(net, x)["y"].item() == 16 * (2**21 - 1)

    def test_an_input_too_wide_for_float32_stays_wide(self):
        net = one(Relu("y", ("x",)), FixedPoint(0, 25, 0), {}, 1)
        assert step(net, "y").dtype == WIDE
        assert reference.run(net, [[2**24 + 1]])["y"].item() == 2**24 + 1

    def test_an_lsb_out_of_reach_of_float32_stays_wide(self):
        net = one(Multiply("y", ("x", "x")), FixedPoint(0, -70, 80), {}, 1)
        assert step(net, "y").dtype == WIDE
        assert reference.run(net, [[2.0**-80]])["y"].item() == 2.0**-160

    def test_half_an_lsb_beside_a_result_counts(self):
        """The sum of 1/2 - 2**-25 and 1/2 needs 25 bits: float32 rounds it up to 1."""
        kind = FixedPoint(0, 1, 0, "RND", "SAT")
        narrow = one(Quantize("y", ("x",)), FixedPoint(0, 0, 23), {}, 1, rounded=kind)
        assert step(narrow, "y").dtype == NARROW
        wide = one(Quantize("y", ("x",)), FixedPoint(0, 0, 25), {}, 1, rounded=kind)
        assert step(wide, "y").dtype == WIDE
        below_half = [[0.5 - 2.0**-25]]
        assert np.floor(np.float32(below_half[0][0]) + np.float32(0.5)) == 1
        assert reference.run(wide, below_half)["y"].item() == 0

    def test_a_bias_that_cancels_counts_beside_the_products(self):
        net = self.dense(23, [1.0, 0.0], bias=-1.0)
        assert step(net, "y").dtype == NARROW
        net = self.dense(25, [1.0, 0.0], bias=-1.0)
        assert step(net, "y").dtype == WIDE
        assert reference.run(net, [[2**25 - 1, 0]])["y"].item() == 2**25 - 2

    def test_results_that_no_float_scales_are_cast_as_before(self):
        kind = FixedPoint(1, 4, 32, "RND", "WRAP")
        net = one(Quantize("y", ("x",)), FixedPoint(1, 20, 32), {}, 1, rounded=kind)
        assert not isinstance(step(net, "y").cast, FastCast)
        x = [[2.0**20 - 2.0**-32], [-(2.0**20)]]
        assert np.array_equal(reference.run(net, x)["y"], plain(net, x)["y"])


@st.composite
def casts(draw):
    """A net that only casts from one (2, 3) type to another, with any modes and different bits for each element."""
    overflow = draw(st.sampled_from(OVERFLOWS))
    widest = draw(st.sampled_from([6, 14, 24]))

    def bits(low, high):
        return draw(st.lists(st.lists(st.integers(low, high), min_size=3, max_size=3), min_size=2, max_size=2))

    port = FixedPoint(draw(st.integers(0, 1)), bits(-3, widest), bits(-3, widest))
    signed = 1 if overflow == "WRAP_SM" else bits(0, 1)
    kind = FixedPoint(signed, bits(-4, 8), bits(-4, 8), draw(st.sampled_from(ROUNDINGS)), overflow)
    return one(Quantize("y", ("x",)), port, {}, 2, 3, rounded=kind)


@given(net=casts(), seed=st.integers(0, 2**32 - 1))
def test_casts_equal_those_of_fixed_point(net, seed):
    x = random_inputs(net, 40, seed)
    x = np.concatenate([x, contract_inputs(net, {"jets": x})["overflow"][::500]])
    assert np.array_equal(reference.run(net, x)["y"], net.types["y"].cast(x))


@st.composite
def layers(draw):
    """Dense, Relu and Pool, with weights of up to 13 bits and inputs of up to 14 bits: on both sides of 24 bits."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    inputs, units = draw(st.integers(1, 20)), draw(st.integers(1, 5))
    port = FixedPoint(draw(st.integers(0, 1)), rng.integers(0, 9, inputs), rng.integers(0, 6, inputs))
    weight = FixedPoint(1, draw(st.integers(0, 6)), draw(st.integers(0, 6)), "RND", "SAT")
    weights = {"d.kernel": rng.normal(size=(inputs, units)) * 8, "d.bias": rng.normal(size=units) * 8}
    ops = (
        Input("x", (), (4, inputs)),
        Dense("d", ("x",), units),
        Relu("r", ("d",)),
        Pool("p", ("r",), draw(st.sampled_from(["mean", "sum"]))),
    )
    mode = draw(st.sampled_from([("RND", "WRAP"), ("RND_CONV", "SAT"), ("TRN", "WRAP"), ("RND", "SAT_SYM")]))
    relu = FixedPoint(0, rng.integers(-1, 9, units), rng.integers(-1, 8, units), *mode)
    weights = {name: weight.cast(values) for name, values in weights.items()}
    return FixedNet.build(Graph(ops, ("p",)), weights, dict.fromkeys(weights, weight), {"x": port, "r": relu})


@given(net=layers(), seed=st.integers(0, 2**32 - 1))
def test_layers_equal_the_plain_walk(net, seed):
    x = random_inputs(net, 30, seed)
    planned, expected = reference.run(net, x, trace=True), plain(net, x)
    assert all(np.array_equal(planned[name], values) for name, values in expected.items())


@given(bits=st.integers(4, 30), seed=st.integers(0, 2**32 - 1))
def test_products_and_sums_of_tensors_equal_the_plain_walk(bits, seed):
    ops = (
        Input("x", (), (3, 3)),
        MatMul("m", ("x", "x")),
        Multiply("s", ("x", "x")),
        Add("a", ("m", "s")),
    )
    if 2 * bits + 3 > 53:
        bits = 25
    net = FixedNet.build(Graph(ops, ("a",)), {}, {}, {"x": FixedPoint(1, bits // 2, bits - bits // 2)})
    x = random_inputs(net, 20, seed)
    assert np.array_equal(reference.run(net, x)["a"], plain(net, x)["a"])
