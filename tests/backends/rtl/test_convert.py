import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from alkaid.trace import FVArray, HWConfig, trace
from alkaid.trace.ops import relu as alkaid_relu
from alkaid.types import CombLogic
from hypothesis import given, settings
from hypothesis import strategies as st

from codesign.backends.rtl import cast as rtl_cast
from codesign.backends.rtl import convert as rtl
from codesign.backends.rtl.cast import cast
from codesign.errors import BackendError, ExactnessError
from codesign.net import reference
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint, Float, Overflow, Rounding
from codesign.net.graph import Graph
from codesign.net.ops import Dense, Input, Pool, Quantize, Relu, Reshape
from tests.nets import deep_set, mlp

VU13P = "xcvu13p-flga2577-2-e"
Edit = Callable[[str, Float], Float]


def net(graph: Graph, types: dict[str, FixedPoint], edit: Edit = lambda name, values: values) -> FixedNet:
    rng = np.random.default_rng(0)
    weights, weight_types = {}, {}
    for op in graph.ops:
        for parameter, shape in graph.parameters(op).items():
            name = f"{op.name}.{parameter}"
            weight_types[name] = FixedPoint(1, 0, 4)
            weights[name] = edit(name, weight_types[name].cast(rng.uniform(-1, 1, shape)))
    return FixedNet.build(graph, weights, weight_types, types)


def heterogeneous(graph: Graph) -> FixedNet:
    """Other bit widths for each element, down to none, and other modes for each tensor."""
    rng = np.random.default_rng(1)
    modes = iter([("RND", "SAT"), ("TRN", "WRAP"), ("RND_CONV", "SAT_SYM"), ("TRN_ZERO", "SAT")] * 3)
    types = {graph.ops[0].name: FixedPoint(1, rng.integers(1, 4, graph.ops[0].size), 4)}  # type: ignore[attr-defined]
    for op in graph.ops:
        if isinstance(op, Quantize | Relu | Pool):
            shape = graph.shapes[op.name]
            signed = 0 if isinstance(op, Relu) else 1
            integer, fraction = rng.integers(1, 4, shape), rng.integers(2, 7, shape)
            fraction[..., 0] = -integer[..., 0] - signed
            types[op.name] = FixedPoint(signed, integer, fraction, *next(modes))
    return net(graph, types)


def full_range(port: FixedPoint, size: tuple[int, ...], jets: int) -> Float:
    low, high = np.broadcast_to(port.low, size), np.broadcast_to(port.high, size)
    return port.cast(np.random.default_rng(2).uniform(low, high, (jets, *size)))


def convert(network: FixedNet, folder: Path, clock_ns: float = 2.6, **options: Any) -> rtl.RtlProject:
    return rtl.convert(network, folder, part=VU13P, clock_ns=clock_ns, **options)


SMALL = mlp(4, 2, 3, (4,))
TYPES = {
    "candidates": FixedPoint(1, 2, 3),
    "inputs": FixedPoint(1, 1, 2, "RND", "SAT"),
    "hidden0_relu": FixedPoint(0, 1, 3, "RND", "SAT"),
}


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


# --- rounding and overflow ------------------------------------------------------------------------------------------


@st.composite
def assignments(draw: st.DrawFn) -> tuple[FixedPoint, FixedPoint]:
    size = 6
    overflow = draw(st.sampled_from(get_args(Overflow)))
    rounding = draw(st.sampled_from(get_args(Rounding)))

    def bits(low: int, high: int) -> list[int]:
        return draw(st.lists(st.integers(low, high), min_size=size, max_size=size))

    signed = 1 if overflow == "WRAP_SM" else bits(0, 1)
    target = FixedPoint(signed, bits(-3, 4), bits(-3, 4), rounding, overflow)
    return FixedPoint(bits(0, 1), bits(-2, 4), bits(-2, 5)), target


@given(assignments())
@settings(deadline=None, max_examples=60)
def test_every_rounding_and_overflow_mode(types: tuple[FixedPoint, FixedPoint]) -> None:
    source, target = types
    x = FVArray.from_kif(source.signed, source.integer, source.fraction, HWConfig(1, -1, -1)).as_new()
    logic = trace(x, cast(target, x))
    every = source.cast(np.arange(-(2**10), 2**10)[:, None] * source.lsb)
    assert np.array_equal(logic.predict(every), target.cast(every))


# --- a fault of alkaid 0.8.2, which must not reach firmware ---------------------------------------------------------


def test_alkaids_own_relu_is_wrong_and_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    kernel = rng.integers(-15, 16, (3, 16)) / 16 * (rng.random((3, 16)) > 0.5)
    graph = Graph((Input("x", (), (16, 3)), Dense("d", ("x",), 16), Relu("r", ("d",))), ("r",))
    types = {"x": FixedPoint(1, 3, 5), "r": FixedPoint(0, 1, 3)}
    network = net(graph, types, lambda name, w: kernel if name == "d.kernel" else w * 0)
    convert(network, tmp_path / "right")

    def own_relu(t: FixedPoint, x: FVArray) -> FVArray:
        return alkaid_relu(x, np.broadcast_to(t.integer, x.shape), np.broadcast_to(t.fraction, x.shape))

    numeric = Relu.evaluate
    monkeypatch.setattr(rtl_cast, "cast", own_relu)
    monkeypatch.setattr(Relu, "evaluate", lambda op, w, x, xp: x if isinstance(x, FVArray) else numeric(op, w, x))
    rtl._traced.cache_clear()  # by the key of the net, its logic is remembered
    with pytest.raises(BackendError, match="differs from the reference"):
        convert(network, tmp_path / "wrong")
    assert not (tmp_path / "wrong").exists()


def test_weights_that_alkaid_would_round_are_refused(tmp_path: Path) -> None:
    graph = Graph((Input("x", (), (2,)), Dense("d", ("x",), 1)), ("d",))
    kernel = np.array([[1 + 2.0**-30], [1.0]])
    fine = FixedPoint(1, 1, 30)
    weights = {"d.kernel": kernel, "d.bias": np.zeros(1)}
    network = FixedNet.build(graph, weights, dict.fromkeys(weights, fine), {"x": FixedPoint(1, 2, 2)})
    with pytest.raises(BackendError, match=r"d\.kernel has weights of more than 24 bits"):
        convert(network, tmp_path / "rtl")


# --- the project on disk --------------------------------------------------------------------------------------------


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_net_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    network = heterogeneous(deep_set(4, 3, 3, (4,), (4,)))
    network.save(tmp_path / "net")
    convert(network, tmp_path / "here")
    program = (
        "import sys; from pathlib import Path; from codesign.backends.rtl import convert as rtl;"
        "from codesign.net.fixednet import FixedNet;"
        f"rtl.convert(FixedNet.load(Path('net')), Path('there/deep'), part={VU13P!r}, clock_ns=2.6);"
        "assert not {'tensorflow', 'keras', 'torch'} & set(sys.modules)"
    )
    environment = os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": str(Path(rtl.__file__).parents[3])}
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=environment, check=True)
    here, there = contents(tmp_path / "here"), contents(tmp_path / "there" / "deep")
    assert here == there
    assert {"project.json", "ports.json", "logic.json.gz", "src/tagger.v", "src/tagger.xdc"} <= set(here)
    assert not any(str(tmp_path).encode() in content for content in here.values())
    assert str(tmp_path).encode() not in gzip.decompress(here["logic.json.gz"])


def test_a_net_is_traced_once_whatever_is_written_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    traced = []
    trace_net = rtl.trace_net

    def counting(network: FixedNet, *further: object) -> CombLogic:
        traced.append(network.key)
        return trace_net(network, *further)

    monkeypatch.setattr(rtl, "trace_net", counting)
    rtl._traced.cache_clear()
    network, other = net(SMALL, TYPES), net(SMALL, TYPES, lambda name, values: values[::-1])
    network.save(tmp_path / "net")
    convert(network, tmp_path / "first")
    convert(other, tmp_path / "other")
    convert(FixedNet.load(tmp_path / "net"), tmp_path / "again")
    assert traced == [network.key, other.key]
    assert contents(tmp_path / "first") == contents(tmp_path / "again")
    rtl._traced.cache_clear()
    options = {"part": VU13P, "clock_ns": 2.778, "flavor": "vhdl"}
    rtl.convert(network, tmp_path / "vhdl", **options)
    assert traced == [network.key, other.key, network.key]
    rtl._traced.cache_clear()
    rtl.convert(network, tmp_path / "like", like=tmp_path / "first", **options)
    assert len(traced) == 3
    assert contents(tmp_path / "like") == contents(tmp_path / "vhdl")


def test_an_older_project_is_replaced_as_a_whole(tmp_path: Path) -> None:
    deeper = convert(net(mlp(4, 2, 3, (4, 4)), {**TYPES, "hidden1_relu": FixedPoint(0, 1, 3)}), tmp_path / "rtl")
    convert(net(SMALL, TYPES), tmp_path / "rtl")
    assert not (tmp_path / "rtl" / "src" / f"tagger_logic{deeper.stages - 1}.v").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["rtl"]


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(BackendError, match="holds files that are not"):
        convert(net(SMALL, TYPES), tmp_path)
    assert (tmp_path / "thesis.tex").read_text() == "years of work"


def test_a_project_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    project = convert(heterogeneous(SMALL), tmp_path / "rtl")
    assert rtl.RtlProject.load(tmp_path / "rtl") == project
    assert project.net == heterogeneous(SMALL).key
    assert (project.part, project.clock_ns, project.multipliers, project.lookups) == (VU13P, 2.6, 0, 0)


@pytest.mark.parametrize("damage", ["absent", "truncated", "older"])
def test_a_project_that_cannot_be_read_says_so(damage: str, tmp_path: Path) -> None:
    path = tmp_path / "rtl" / "project.json"
    convert(net(SMALL, TYPES), tmp_path / "rtl")
    text = path.read_text()
    path.unlink() if damage == "absent" else path.write_text(
        text[:40] if damage == "truncated" else text.replace('"format": 2', '"format": 0')
    )
    with pytest.raises(BackendError, match=r"project\.json.*run `codesign rtl"):
        rtl.emulate(tmp_path / "rtl", np.zeros((1, 4, 2)))


def test_truncated_logic_says_so(tmp_path: Path) -> None:
    convert(net(SMALL, TYPES), tmp_path / "rtl")
    path = tmp_path / "rtl" / "logic.json.gz"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(BackendError, match="convert the net to RTL again"):
        rtl.emulate(tmp_path / "rtl", np.zeros((1, 4, 2)))


@pytest.mark.parametrize(("clock_ns", "levels"), [(0.5, 1), (2.5, 1), (2.56, 2), (3.83, 2), (3.85, 3)])
def test_a_longer_clock_takes_more_adder_levels_a_stage(clock_ns: float, levels: int, tmp_path: Path) -> None:
    project = convert(net(SMALL, TYPES), tmp_path / "rtl", clock_ns)
    assert project.levels_a_stage == levels
    assert f"-period {clock_ns} " in (tmp_path / "rtl" / "src" / "tagger.xdc").read_text()


def test_inputs_stages_and_outputs_are_registered(tmp_path: Path) -> None:
    project = convert(net(SMALL, TYPES), tmp_path / "rtl", 1.3)
    top = (tmp_path / "rtl" / "src" / "tagger.v").read_text()
    assert project.stages > 2
    assert top.count(" reg [") == project.stages + 1 == project.latency_cycles


def test_inputs_of_one_bit_are_added_like_others(tmp_path: Path) -> None:
    project = convert(net(mlp(8, 2, 3, (4,)), TYPES | {"inputs": FixedPoint(0, 0, 1)}), tmp_path / "rtl")
    assert (project.lookups, project.multipliers) == (0, 0)
    assert project.adder_cost > 0


def test_ports_say_where_each_element_sits(tmp_path: Path) -> None:
    widths = FixedPoint([1, 0], [2, 0], [3, 0])
    convert(net(SMALL, TYPES | {"candidates": widths}), tmp_path / "rtl", name="jet_tagger")
    ports = json.loads((tmp_path / "rtl" / "ports.json").read_text())
    top = (tmp_path / "rtl" / "src" / "jet_tagger.v").read_text()
    assert [e["element"] for e in ports["model_inp"]][:3] == [
        "candidates[0][0]",
        "candidates[0][1]",
        "candidates[1][0]",
    ]
    assert [e["width"] for e in ports["model_inp"]] == [6, 0] * 4
    assert [e["offset"] for e in ports["model_inp"]][:4] == [0, 6, 6, 12]
    assert f"input wire [{ports['model_inp'][-1]['offset'] - 1}:0] model_inp" in top
    assert [e["element"] for e in ports["model_out"]] == ["logits[0]", "logits[1]", "logits[2]"]


@pytest.mark.parametrize("options", [{"clock_ns": 0.0}, {"name": "jet tagger"}, {"name": "endmodule"}])
def test_nonsense_is_refused(options: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(BackendError, match=r"must be positive|cannot name a module"):
        convert(net(SMALL, TYPES), tmp_path / "rtl", **options)
