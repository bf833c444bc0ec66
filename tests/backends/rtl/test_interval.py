"""RTL whose candidates take turns, emulated turn by turn; firmware_tests/ simulates the Verilog itself."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from codesign.backends.rtl import convert as rtl
from codesign.backends.rtl import interval as rtl_interval
from codesign.backends.rtl import ports as rtl_ports
from codesign.backends.rtl.interval_split import split
from codesign.errors import BackendError
from codesign.net import reference
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint, Float
from codesign.net.graph import Graph
from codesign.net.ops import Dense, Input, Pool, Quantize
from tests.nets import PORT, random_inputs, random_net, small, small_deep_set

NET = random_net(small_deep_set(), seed=3)


def spread_inputs(net: FixedNet, jets: int) -> Float:
    """Every second jet has 16 times the same candidate, so that means differ."""
    x = random_inputs(net, jets)
    x[::2] = x[::2, :1]
    return x


def convert(net: FixedNet, folder: Path, interval: int) -> rtl.RtlProject:
    return rtl_interval.convert(net, folder, interval, part="xcvu13p-flga2577-2-e", clock_ns=2.6)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("interval") / "rtl"
    convert(NET, folder, 3)
    return folder


@pytest.mark.parametrize(("interval", "slots", "chunks"), [(2, 8, 2), (3, 6, 3), (6, 3, 6), (9, 2, 8)])
def test_turns_give_what_the_reference_gives(interval: int, slots: int, chunks: int, tmp_path: Path) -> None:
    made = convert(NET, tmp_path / "rtl", interval)
    schedule = rtl_interval.Schedule.load(tmp_path / "rtl")
    assert (schedule.interval_cycles, schedule.slots, schedule.chunks) == (interval, slots, chunks)
    x = spread_inputs(NET, 1000)
    expected = reference.run(NET, x)["logits"]
    assert len(np.unique(expected, axis=0)) > 50
    assert np.array_equal(rtl_interval.emulate(tmp_path / "rtl", x)["logits"], expected)
    assert rtl.RtlProject.load(tmp_path / "rtl") == made
    front, back = (rtl.RtlProject.load(tmp_path / "rtl" / part) for part in ("front", "back"))
    assert made.latency_cycles == front.latency_cycles + back.latency_cycles + chunks - 1
    port, _ = rtl_ports.load(tmp_path / "rtl")
    assert [element.element for element in port.elements[-3:]] == [f"candidates[15][{n}]" for n in range(3)]
    assert port.width == schedule.chunk_bits + schedule.waiting_bits


def test_a_sum_over_a_number_that_no_interval_divides(tmp_path: Path) -> None:
    net = random_net(small_deep_set("sum", candidates=7), seed=4)
    convert(net, tmp_path / "rtl", 3)
    assert any(rtl_interval.Schedule.load(tmp_path / "rtl").start), "phi of an empty slot must not be zero here"
    x = random_inputs(net, 500)
    assert np.array_equal(rtl_interval.emulate(tmp_path / "rtl", x)["logits"], reference.run(net, x)["logits"])


def test_architectures_with_more_than_one_layer_of_wires(tmp_path: Path) -> None:
    for name in ("energy_flow", "table_set"):
        net = random_net(small(name), seed=5)
        x = random_inputs(net, 300)
        convert(net, tmp_path / name, 2)
        assert np.array_equal(rtl_interval.emulate(tmp_path / name, x)["logits"], reference.run(net, x)["logits"])


@pytest.mark.parametrize(
    "wrong",
    [
        lambda data: {"chunks": data["chunks"] - 1},
        lambda data: {"start": [value + 1 for value in data["start"]]},
        lambda data: {"total": data["total"] | {"integer": [bits - 2 for bits in data["total"]["integer"]]}},
    ],
    ids=["a turn too few", "wrong start", "registers too short"],
)
def test_wrong_sums_are_seen(wrong: Callable[[dict[str, Any]], dict[str, Any]], project: Path, tmp_path: Path) -> None:
    x = np.concatenate([spread_inputs(NET, 200), np.full((1, 16, 3), PORT.high), np.full((1, 16, 3), PORT.low)])
    expected = reference.run(NET, x)["logits"]
    assert np.array_equal(rtl_interval.emulate(project, x)["logits"], expected)
    for part in ("front", "back"):
        (tmp_path / part).symlink_to(project / part)
    data = json.loads((project / rtl_interval.FILE).read_text())
    (tmp_path / rtl_interval.FILE).write_text(json.dumps(data | wrong(data)))
    assert not np.array_equal(rtl_interval.emulate(tmp_path, x)["logits"], expected)


def test_the_same_net_gives_the_same_bytes(project: Path, tmp_path: Path) -> None:
    rtl._traced.cache_clear()
    convert(NET, tmp_path / "rtl", 3)
    files = sorted(path.relative_to(project) for path in project.rglob("*") if path.is_file())
    assert (
        sorted(path.relative_to(tmp_path / "rtl") for path in (tmp_path / "rtl").rglob("*") if path.is_file()) == files
    )
    assert all((project / name).read_bytes() == (tmp_path / "rtl" / name).read_bytes() for name in files)


def test_what_cannot_take_turns_is_named(tmp_path: Path) -> None:
    with pytest.raises(BackendError, match="one Pool sums over them; this net has none"):
        split(random_net(small("mlp")))
    with pytest.raises(BackendError, match="reads 'own' of all candidates, not only the pool 'mean'"):
        split(random_net(small("jedi_linear")))
    with pytest.raises(BackendError, match="interval of 1"):
        convert(NET, tmp_path / "rtl", 1)


def test_an_output_of_each_candidate_is_named() -> None:
    ops = (
        Input("candidates", (), (4, 3)),
        Quantize("inputs", ("candidates",)),
        Dense("each", ("inputs",), 2),
        Pool("pool", ("each",)),
        Dense("all", ("pool",), 1),
    )
    with pytest.raises(BackendError, match="output 'each'"):
        split(random_net(Graph(ops, ("all", "each"))))


def test_bit_widths_of_their_own_are_named() -> None:
    integer = np.full((16, 3), 3)
    integer[5, 1] = 2
    types = {name: t for name, t in NET.types.items() if not NET.graph[name].exact_only and name != "inputs"}
    net = FixedNet.build(
        NET.graph, NET.weights, NET.weight_types, types | {"inputs": FixedPoint(1, integer, 2, "RND", "SAT")}
    )
    with pytest.raises(BackendError, match=r"tensor 'inputs' has other bit widths for candidate 5.*per_candidate"):
        split(net)


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "rtl").mkdir()
    (tmp_path / "rtl" / "thesis.tex").write_text("")
    with pytest.raises(BackendError, match="holds files that are not"):
        convert(NET, tmp_path / "rtl", 2)
