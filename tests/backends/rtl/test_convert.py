"""Nets in the RTL emulator compute what the reference computes, also where much of them is pruned away."""

from pathlib import Path

import numpy as np
import pytest

from codesign.backends.rtl import convert as rtl
from codesign.errors import ExactnessError
from codesign.net import reference
from codesign.net.fixedpoint import FixedPoint, Float
from codesign.net.graph import Graph
from codesign.net.ops import Dense, Input, Relu, Reshape
from tests.backends.rtl.small_nets import SMALL, TYPES, Edit, convert, full_range, heterogeneous, net
from tests.nets import deep_set, mlp


@pytest.mark.parametrize(
    "graph",
    [deep_set(8, 3, 4, (6, 8), (8,)), deep_set(8, 3, 4, (6, 8), (8,), "sum"), mlp(4, 3, 4, (6, 5))],
    ids=["deep_set_mean", "deep_set_sum", "mlp"],
)
def test_emulator_is_the_reference_on_jets_that_overflow(graph: Graph, tmp_path: Path) -> None:
    network = heterogeneous(graph)
    x = full_range(network.types["candidates"], network.port.size, 10_000)
    convert(network, tmp_path / "rtl")
    tensors = reference.run(network, x, trace=True)
    overflown = (tensors["inputs"] != tensors[network.graph["inputs"].inputs[0]]).any(axis=0)
    assert overflown.mean() > 0.5
    assert len(np.unique(tensors["logits"], axis=0)) > 300
    assert np.array_equal(rtl.emulate(tmp_path / "rtl", x)["logits"], tensors["logits"])


@pytest.mark.parametrize(
    ("edit", "changes"),
    [
        (lambda name, w: w * (name != "hidden0.kernel"), {}),
        (lambda name, w: w * (name != "logits.kernel"), {}),
        (lambda name, w: w * 0, {}),
        (lambda name, w: w * [0, 1, 1] if name.startswith("logits") else w, {}),
        (lambda name, w: w, {"candidates": FixedPoint([1, 0], [2, 0], [3, 0])}),
        (lambda name, w: w, {"candidates": FixedPoint(0, 0, 0)}),
        (lambda name, w: w, {"hidden0_relu": FixedPoint(0, 0, 0)}),
        (lambda name, w: w, {"hidden0_relu": FixedPoint(0, [0, 1, 2, 0], [0, 2, -1, -3])}),
    ],
    ids=["kernel", "last_kernel", "everything", "one_output", "feature", "port", "layer", "channels"],
)
@pytest.mark.parametrize("flavor", ["verilog", "vhdl"])
def test_pruned_away(edit: Edit, changes: dict[str, FixedPoint], flavor: rtl.Flavor, tmp_path: Path) -> None:
    network = net(SMALL, TYPES | changes, edit)
    x = full_range(network.types["candidates"], network.port.size, 500)
    convert(network, tmp_path / "rtl", flavor=flavor)
    assert np.array_equal(rtl.emulate(tmp_path / "rtl", x)["logits"], reference.run(network, x)["logits"])


def test_a_candidate_whose_every_channel_is_pruned(tmp_path: Path) -> None:
    widths = np.where(np.arange(4)[:, None] == 2, 0, [[1, 2]])
    inputs = FixedPoint(np.minimum(widths, 1), widths, widths)
    network = net(deep_set(4, 2, 3, (4,), (4,)), {"candidates": FixedPoint(1, 2, 3), "inputs": inputs})
    x = full_range(network.types["candidates"], network.port.size, 500)
    convert(network, tmp_path / "rtl")
    assert np.array_equal(rtl.emulate(tmp_path / "rtl", x)["logits"], reference.run(network, x)["logits"])


def test_several_outputs_keep_names_and_shapes(tmp_path: Path) -> None:
    graph = Graph(
        (Input("x", (), (4, 2)), Reshape("flat", ("x",), (8,)), Dense("d", ("flat",), 3), Relu("r", ("d",))),
        ("r", "x", "d"),
    )
    network = net(graph, {"x": FixedPoint(1, 2, 3), "r": FixedPoint(0, 1, 2)})
    x = full_range(network.types["x"], (4, 2), 300)
    convert(network, tmp_path / "rtl")
    got, expected = rtl.emulate(tmp_path / "rtl", x), reference.run(network, x)
    assert list(got) == ["r", "x", "d"]
    assert all(np.array_equal(got[name], expected[name]) for name in got)


def test_a_flipped_weight_bit_shows(tmp_path: Path) -> None:
    def flip(name: str, values: Float) -> Float:
        changed = values.copy()
        if name == "hidden0.kernel":
            changed[0, 0] += np.where(changed[0, 0] < 0, 1, -1) * 2.0**-4
        return changed

    x = full_range(TYPES["candidates"], (4, 2), 1000)
    convert(net(SMALL, TYPES, flip), tmp_path / "rtl")
    assert not np.array_equal(rtl.emulate(tmp_path / "rtl", x)["logits"], reference.run(net(SMALL, TYPES), x)["logits"])


def test_one_jet_and_none(tmp_path: Path) -> None:
    network = net(SMALL, TYPES)
    convert(network, tmp_path / "rtl")
    x = full_range(TYPES["candidates"], (4, 2), 1)
    assert np.array_equal(rtl.emulate(tmp_path / "rtl", x)["logits"], reference.run(network, x)["logits"])
    assert rtl.emulate(tmp_path / "rtl", x[:0])["logits"].shape == (0, 3)


@pytest.mark.parametrize("size", [(4,), (1, 4)])
def test_inputs_that_are_views_of_the_port_s_range(size: tuple[int, ...], tmp_path: Path) -> None:
    """Where the port's types have the port's shape, its corners are read-only views, which alkaid does not take."""
    graph = Graph((Input("x", (), size), Dense("d", ("x",), 3)), ("d",))
    network = net(graph, {"x": FixedPoint(1, np.array([1, 2, 3, 0]), 3)})
    highest = np.broadcast_to(network.types["x"].high, size)[None]
    assert not highest.flags.writeable
    convert(network, tmp_path / "rtl")
    got = rtl.emulate(tmp_path / "rtl", highest)["d"]
    by_hand = np.array([1.875, 3.875, 7.875, 0.875]) @ network.weights["d.kernel"] + network.weights["d.bias"]
    assert np.array_equal(got.ravel(), by_hand)
    assert np.array_equal(highest.ravel(), [1.875, 3.875, 7.875, 0.875])


@pytest.mark.parametrize("x", [np.full((1, 4, 2), 4.0), np.full((1, 4, 2), 1 / 16), np.full((1, 4, 2), np.nan)])
def test_values_that_the_port_cannot_hold_are_refused(x: Float, tmp_path: Path) -> None:
    convert(net(SMALL, TYPES), tmp_path / "rtl")
    with pytest.raises(ExactnessError, match="port's type"):
        rtl.emulate(tmp_path / "rtl", x)


def test_a_wrong_shape_is_refused(tmp_path: Path) -> None:
    convert(net(SMALL, TYPES), tmp_path / "rtl")
    with pytest.raises(ExactnessError, match=r"\(jets, \(4, 2\)\)"):
        rtl.emulate(tmp_path / "rtl", np.zeros((4, 2)))


def test_inputs_of_one_bit_are_added_like_others(tmp_path: Path) -> None:
    project = convert(net(mlp(8, 2, 3, (4,)), TYPES | {"inputs": FixedPoint(0, 0, 1)}), tmp_path / "rtl")
    assert (project.lookups, project.multipliers) == (0, 0)
    assert project.adder_cost > 0
