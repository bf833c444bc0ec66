"""Inputs that overflow a tensor are found where random inputs reach none, or it is proven that none exist."""

import numpy as np
import pytest

from codesign.net import agreement, overflow, reference
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint, Float
from codesign.net.graph import Graph
from codesign.net.ops import Dense, Input, Pool, Relu
from tests.nets import SMALL_SIZES, random_net, small

N = 400
PORT = FixedPoint(1, 3, 0)  # -8 to 7
SIGNS = np.where(np.random.default_rng(4).integers(0, 2, N), 1.0, -1.0)


def net(*layers: tuple[Float, int]) -> FixedNet:
    """Dense layers on N inputs. layers: (kernel, integer bits of the ReLU that follows)."""
    ops, weights, types, x = [Input("x", (), (N,))], {}, {"x": PORT}, "x"
    for number, (kernel, integer) in enumerate(layers):
        ops += [Dense(f"d{number}", (x,), kernel.shape[1]), Relu(f"r{number}", (f"d{number}",))]
        weights |= {f"d{number}.kernel": kernel, f"d{number}.bias": np.zeros(kernel.shape[1])}
        types[f"r{number}"] = FixedPoint(0, integer, 0, "RND", "SAT")
        x = f"r{number}"
    return FixedNet.build(Graph(tuple(ops), (x,)), weights, dict.fromkeys(weights, FixedPoint(1, 2, 2)), types)


def by_chance(fixed: FixedNet) -> Float:
    return agreement._overflowing(fixed, np.random.default_rng(0))


def test_the_corner_that_the_signs_choose_passes_a_type_that_chance_does_not_reach() -> None:
    """Random signs reach about 5 * 7.5 * sqrt(400) = 750; the maximum is 7 * 400 to 8 * 400, depending on the signs."""
    fixed = net((SIGNS[:, None], 11))  # up to 2047
    assert not overflow.happens(fixed, by_chance(fixed))
    most = float((np.where(SIGNS > 0, 7, -8) * SIGNS).sum())
    (corner,) = overflow.corners(fixed)
    np.testing.assert_array_equal(corner, np.where(SIGNS > 0, 7, -8))
    assert (corner * SIGNS).sum() == most > 2048
    x = agreement.contract_inputs(fixed, {"jets": np.zeros((1, N))})["overflow"]
    assert x.shape == (10_000, N)
    assert PORT.holds(x)
    assert ((x @ SIGNS) > 2048).sum() > 500
    assert (reference.run(fixed, x)["r0"].max()) == 2047
    assert agreement.unreached(fixed) == ""


def test_a_climb_passes_the_type_of_a_tensor_behind_another() -> None:
    """The second layer sums two ReLUs of the same sum: about 6000 in the right corner, and 2 * 750 by chance."""
    fixed = net((np.stack([SIGNS, SIGNS], axis=1), 13), (np.array([[1.0], [1.0]]), 12))  # up to 8191, and up to 4095
    assert list(overflow.possible(fixed)) == ["r1"]
    assert not overflow.happens(fixed, by_chance(fixed))
    x = agreement.contract_inputs(fixed, {"jets": np.zeros((1, N))})["overflow"]
    assert ((2 * x @ SIGNS) > 4096).any()
    assert overflow.happens(fixed, x)


def test_what_cannot_arrive_is_proven_not_to_overflow() -> None:
    """By its type the first layer could hold 16383 and overflow the second; but it never exceeds 8 * 400."""
    fixed = net((SIGNS[:, None], 14), (np.array([[1.0]]), 13))
    assert "r1" in fixed.rounded
    assert overflow.possible(fixed) == {}
    assert len(overflow.corners(fixed)) == 0
    assert agreement.unreached(fixed) == ""


def test_what_is_neither_found_nor_ruled_out_is_said() -> None:
    """Two ReLUs of opposite signs: at most one is large, but intervals add both."""
    fixed = net((np.stack([SIGNS, -SIGNS], axis=1), 12), (np.array([[1.0], [1.0]]), 12))
    assert list(overflow.possible(fixed)) == ["r1"]
    assert len(overflow.corners(fixed)) == 0
    x = agreement.contract_inputs(fixed, {"jets": np.zeros((1, N))})["overflow"]
    np.testing.assert_array_equal(x, by_chance(fixed))
    assert "'r1'" in agreement.unreached(fixed)
    rows = agreement.Contract(fixed, {"jets": by_chance(fixed)}).check("itself", lambda x: reference.run(fixed, x))
    assert all(row.exact for row in rows)


def test_the_lower_end_and_means_are_climbed_to_as_well() -> None:
    graph = Graph((Input("x", (), (20, 20)), Dense("d", ("x",), 1), Pool("p", ("d",), "sum")), ("p",))
    weights = {"d.kernel": -np.abs(SIGNS[:20, None]), "d.bias": np.zeros(1)}
    low = FixedPoint(1, 11, 0, "RND", "WRAP")  # -2048 to 2047; the sum of 400 inputs lies between -2800 and 3200
    fixed = FixedNet.build(graph, weights, dict.fromkeys(weights, FixedPoint(1, 1, 0)), {"x": PORT, "p": low})
    sums = -overflow.corners(fixed).sum(axis=(1, 2))
    assert set(sums) == {3200, -2800}


@pytest.mark.parametrize("seed", [0, 1])
def test_a_net_that_overflows_by_chance_keeps_its_inputs(seed: int) -> None:
    fixed = net((SIGNS[:, None], 6))
    x = agreement._overflowing(fixed, np.random.default_rng(seed))
    np.testing.assert_array_equal(agreement.contract_inputs(fixed, {"jets": x[:1]}, seed)["overflow"], x)


@pytest.mark.parametrize("name", sorted(SMALL_SIZES.keys() - {"trees"}))  # which round nothing
def test_whatever_overflows_by_chance_is_held_possible(name: str) -> None:
    fixed = random_net(small(name))
    tensors = reference.run(fixed, by_chance(fixed)[::50], trace=True)
    possible = overflow.possible(fixed)
    passed = []
    for op in fixed.graph.ops:
        if op.name in fixed.rounded:
            exact, t = op.evaluate(fixed.parameters_of(op), *(tensors[n] for n in op.inputs)), fixed.types[op.name]
            above, below = (exact > t.high + t.lsb).any(axis=0), (exact < t.low - t.lsb).any(axis=0)
            if above.any() or below.any():
                passed.append(op.name)
                assert not (np.stack([above, below]) & ~possible[op.name]).any()
    assert passed
