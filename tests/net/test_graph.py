import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.errors import ExactnessError, NetError
from codesign.net.fixedpoint import FixedPoint
from codesign.net.graph import Graph
from codesign.net.ops import Dense, Input, Pool, Quantize, Relu, Reshape
from codesign.net.ops.base import fraction_bits
from tests.nets import random_inputs, random_net, small_deep_set, small_mlp


def graph(*ops, outputs=("y",)):
    return Graph((Input("x", (), (4, 3)), *ops), outputs)


def test_shapes_follow_the_operations():
    shapes = small_deep_set().shapes
    assert shapes["phi1_relu"] == (16, 5)
    assert shapes["pool"] == (5,)
    assert small_mlp().shapes["flat"] == (12,)


@pytest.mark.parametrize(
    ("ops", "outputs", "message"),
    [
        ((Relu("y", ("later",)),), ("y",), "'later', which no earlier operation computes"),
        ((Relu("y", ("x",)), Relu("y", ("x",))), ("y",), "two operations are named 'y'"),
        ((Relu("y", ("x",)),), ("z",), "output 'z'"),
        ((Relu("no-name", ("x",)),), ("x",), "cannot name an operation"),
        ((Input("second", (), (1,)),), ("x",), "one Input"),
    ],
)
def test_a_wrong_graph_is_refused(ops, outputs, message):
    with pytest.raises(NetError, match=message):
        graph(*ops, outputs=outputs)


def test_the_mean_of_twelve_candidates_is_refused():
    ops = (Input("x", (), (12, 3)), Pool("y", ("x",), "mean"))
    with pytest.raises(NetError, match="12 candidates"):
        _ = Graph(ops, ("y",)).shapes


def test_pooling_a_flat_tensor_is_refused():
    with pytest.raises(NetError, match="pools"):
        _ = graph(Reshape("flat", ("x",), (12,)), Pool("y", ("flat",))).shapes


def test_an_unknown_operation_in_a_file_is_named():
    data = small_mlp().to_dict()
    data["ops"][1]["op"] = "Softmax"
    with pytest.raises(NetError, match="'flat' is a Softmax"):
        Graph.from_dict(data)


def test_plain_data_gives_the_same_graph():
    for graph in (small_deep_set("sum"), small_mlp()):
        assert Graph.from_dict(graph.to_dict()) == graph


def test_dense_too_wide_for_float64_is_refused():
    wide = FixedPoint(1, 20, 20)
    op = Dense("y", ("x",), 1)
    weights = {"kernel": np.full((3, 1), 1 + 2.0**-20), "bias": np.zeros(1)}
    full = FixedPoint(*(np.broadcast_to(b, (3,)) for b in (wide.signed, wide.integer, wide.fraction)))
    with pytest.raises(ExactnessError, match=r"'y' take 6\d bits"):
        op.exact(weights, full)


@pytest.mark.parametrize("graph", [small_deep_set(), small_deep_set("sum"), small_mlp()])
@pytest.mark.parametrize("seed", range(4))
def test_exact_types_hold_every_value_that_comes(graph, seed):
    net = random_net(graph, seed)
    from codesign.net import reference

    tensors = reference.run(net, random_inputs(net, 500, seed), trace=True)
    for name, values in tensors.items():
        assert net.types[name].holds(values), name
    assert tensors["logits"].std() > 0


@pytest.mark.parametrize("seed", range(4))
def test_exact_types_of_sums_are_as_small_as_can_be(seed):
    """The bound is reached by setting each input to the end of its range that moves an output furthest."""
    rng = np.random.default_rng(seed)
    t = FixedPoint(rng.integers(0, 2, 5), rng.integers(0, 4, 5), rng.integers(0, 4, 5))
    kernel, bias = rng.integers(-7, 8, (5, 3)) / 8, rng.integers(-7, 8, 3) / 8
    exact = Dense("y", ("x",), 3).exact({"kernel": kernel, "bias": bias}, t)
    highest = np.array([np.where(w > 0, t.high, t.low) @ w + b for w, b in zip(kernel.T, bias, strict=True)])
    lowest = np.array([np.where(w > 0, t.low, t.high) @ w + b for w, b in zip(kernel.T, bias, strict=True)])
    assert ((highest <= exact.high) & (lowest >= exact.low)).all()
    narrower = FixedPoint(exact.signed, exact.integer - 1, exact.fraction)
    assert ((highest > narrower.high) | (lowest < narrower.low)).all()


def test_an_unused_input_adds_no_bits():
    t = FixedPoint([1, 1], [3, 9], [0, 9])
    exact = Dense("y", ("x",), 1).exact({"kernel": np.array([[0.5], [0.0]]), "bias": np.zeros(1)}, t)
    assert exact == FixedPoint([1], [2], [1])


def test_an_input_without_bits_adds_none():
    t = FixedPoint([1, 0], [3, -9], [0, 9])
    exact = Dense("y", ("x",), 1).exact({"kernel": np.array([[0.5], [0.5]]), "bias": np.zeros(1)}, t)
    assert exact == FixedPoint([1], [2], [1])


@given(st.integers(-(2**40), 2**40), st.integers(-20, 20))
def test_fraction_bits_are_the_fewest(m, shift):
    value = np.ldexp(float(m), -shift)
    f = int(fraction_bits(np.array(value)))
    if m == 0:
        assert f == 0
    else:
        assert np.ldexp(value, f) % 2 == 1  # an odd integer, which one bit fewer could not represent


def test_quantize_keeps_the_values():
    op = Quantize("q", ("x",))
    x = np.arange(6.0).reshape(1, 2, 3)
    assert op.evaluate({}, x) is x


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"kind": float("nan")}, "'pool': kind: Input should be 'mean' or 'sum'"),
        ({"kind": "median"}, "'pool': kind: Input should be 'mean' or 'sum'"),
        ({"inputs": [3]}, "'pool': inputs.0: Input should be a valid string"),
        ({"units": 4}, "'pool': units: Unexpected keyword argument"),
    ],
)
def test_a_field_that_an_operation_cannot_have_is_named(changed, message):
    data = Graph((Input("x", (), (4, 2)), Pool("pool", ("x",))), ("pool",)).to_dict()
    assert Graph.from_dict(data).ops[1] == Pool("pool", ("x",), "mean")
    data["ops"][1] |= changed
    with pytest.raises(NetError, match=message):
        Graph.from_dict(data)
