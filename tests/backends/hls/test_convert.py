import re
import subprocess
import sys
from dataclasses import dataclass

import numpy as np
import pytest

from codesign.backends.hls import convert as hls4ml
from codesign.backends.hls.csim import bridge
from codesign.backends.hls.layers import EMITTERS, emit
from codesign.backends.hls.project import FILE, HlsProject, Tensor
from codesign.backends.hls.records import CUSTOM
from codesign.errors import BackendError
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint
from codesign.net.graph import Graph
from codesign.net.ops import OPS, Dense, Input, Op, Quantize, Relu, Reshape
from tests.nets import PORT, deep_set, random_net, small, small_deep_set, small_mlp

PART = "xcvu13p-flga2577-2-e"
NET = random_net(small_deep_set())


def convert(net, folder, **changed):
    return hls4ml.convert(net, folder, **{"part": PART, "clock_ns": 2.5, **changed})


def contents(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def build(*ops, types, weights=None, outputs=None):
    graph = Graph(ops, outputs or (ops[-1].name,))
    values, weight_types = {}, {}
    for op in ops:
        for parameter, shape in graph.parameters(op).items():
            name = f"{op.name}.{parameter}"
            weight_types[name] = FixedPoint(1, 0, 3)
            values[name] = (weights or {}).get(name, np.full(shape, 0.25))
    return FixedNet.build(graph, values, weight_types, types)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("project") / "hls"
    return convert(NET, folder)


@pytest.mark.parametrize("graph", [small_deep_set(), small_deep_set("sum", 7), small_mlp(), small("table_set")])
def test_the_same_net_gives_the_same_bytes_in_another_process_and_place(graph, tmp_path):
    net = random_net(graph)
    net.save(tmp_path / "net")
    convert(net, tmp_path / "a" / "hls")
    script = (
        "import sys; from pathlib import Path; from codesign.backends.hls.convert import convert;"
        "from codesign.net.fixednet import FixedNet;"
        f"convert(FixedNet.load(Path({str(tmp_path / 'net')!r})), Path({str(tmp_path / 'b')!r}), part={PART!r},"
        " clock_ns=2.5); print(sorted({'tensorflow', 'keras', 'torch', 'jax', 'hgq'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"  # no training framework, and nothing else said
    one, two = contents(tmp_path / "a" / "hls"), contents(tmp_path / "b")
    assert one == two
    assert not [name for name, text in one.items() if str(tmp_path).encode() in text]


def test_cpp_variables_are_the_graphs_names(project):
    top = (project.folder / "firmware" / "tagger.cpp").read_text()
    for op in NET.graph.ops:
        assert re.search(rf"\b{op.name}_t {op.name}\[", top), op.name
    assert not re.search(r"layer\d", top)
    assert f"namespace d_{NET.key} {{" in top


def test_the_record_is_read_back_as_it_was_written(project):
    assert HlsProject.load(project.folder) == project
    assert project.tensors["pool"] == Tensor("pool", (5,))
    assert project.clock_uncertainty_percent == 12.5
    assert "set clock_uncertainty 12.5%" in (project.folder / "project.tcl").read_text()


def test_a_flattened_tensor_is_found_in_the_layer_before(tmp_path):
    project = convert(random_net(small_mlp()), tmp_path / "hls")
    assert project.tensors["flat"] == Tensor("candidates", (12,))


def test_only_rounded_tensors_get_a_quantiser():
    graph = deep_set(4, 2, 3, (4,), (4,))
    weights = {f"{op.name}.{p}": np.ones(s) for op in graph.ops for p, s in graph.parameters(op).items()}
    types = {name: FixedPoint(1, 1, 0) for name in weights}
    rounded = {"candidates": PORT, "inputs": FixedPoint(1, 2, 2), "phi0_relu": FixedPoint(0, 2, 2)}
    layers = {layer.name: layer.kind for layer in emit(FixedNet.build(graph, weights, types, rounded))}
    assert layers["phi0_relu_exact"] == "Activation"
    assert layers["phi0_relu"] == "FixedPointQuantizer"
    assert layers["rho0_relu"] == "Activation"
    assert layers["pool"] == CUSTOM


def test_a_setting_that_hls4ml_changes_is_an_error_and_leaves_no_project(tmp_path, monkeypatch):
    honest = hls4ml._config

    def serialised(*args):
        config = honest(*args)
        config["HLSConfig"]["LayerName"]["phi0"]["ReuseFactor"] = 2
        return config

    monkeypatch.setattr(hls4ml, "_config", serialised)
    with pytest.raises(BackendError, match="reuse_factor of 'phi0'"):
        convert(NET, tmp_path / "hls")
    assert list(tmp_path.iterdir()) == []


def test_a_failure_inside_hls4ml_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(hls4ml, "_rename", lambda model: 1 // 0)
    with pytest.raises(BackendError, match=f"{NET.key}.*ZeroDivisionError"):
        convert(NET, tmp_path / "hls")


def test_an_earlier_project_is_replaced_and_other_files_are_not(tmp_path):
    other = random_net(small_deep_set(), seed=1)
    convert(NET, tmp_path / "hls")
    (tmp_path / "hls" / "stale").write_text("")
    convert(other, tmp_path / "hls")
    assert HlsProject.load(tmp_path / "hls").net == other.key
    assert not (tmp_path / "hls" / "stale").exists()
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.tex").write_text("")
    with pytest.raises(BackendError, match="choose another folder"):
        convert(NET, tmp_path / "thesis")
    assert {p.name for p in tmp_path.iterdir()} == {"hls", "thesis"}


@dataclass(frozen=True)
class Swish(Op):
    def shape(self, *shapes):
        return shapes[0]

    def exact(self, weights, *types):
        return types[0]


def test_an_operation_without_emitter_is_named(tmp_path):
    net = build(Input("x", (), (4, 2)), Swish("odd", ("x",)), types={"x": PORT})
    with pytest.raises(BackendError, match=r"'odd', a Swish; it knows .*Dense.*Pool"):
        convert(net, tmp_path / "hls")


def test_every_operation_of_the_graph_has_an_emitter():
    assert set(EMITTERS) == set(OPS.values())


@pytest.mark.parametrize("name", ["class", "input", "Double", "_x", "größe"])
def test_a_name_that_cpp_cannot_take_is_refused(tmp_path, name):
    net = build(Input("x", (), (4, 2)), Quantize(name, ("x",)), types={"x": PORT, name: FixedPoint(1, 1, 1)})
    with pytest.raises(BackendError, match="cannot name a variable"):
        convert(net, tmp_path / "hls")


def test_names_that_meet_in_cpp_are_refused(tmp_path):
    ops = (Input("x", (), (4, 2)), Relu("a", ("x",)), Quantize("a_exact", ("a",)))
    net = build(*ops, types={"x": PORT, "a": FixedPoint(0, 1, 1), "a_exact": FixedPoint(0, 1, 0)})
    with pytest.raises(BackendError, match="a_exact"):
        convert(net, tmp_path / "hls")


@pytest.mark.parametrize("project_name", ["my tagger", "", "1st", "logits", "entity"])
def test_a_project_name_that_cpp_cannot_take_is_refused(tmp_path, project_name):
    with pytest.raises(BackendError, match="cannot name"):
        convert(NET, tmp_path / "hls", project=project_name)


def test_an_output_that_is_only_wires_is_refused(tmp_path):
    ops = (Input("x", (), (4, 2)), Quantize("q", ("x",)), Reshape("flat", ("q",), (8,)))
    net = build(*ops, types={"x": PORT, "q": FixedPoint(1, 1, 1)})
    with pytest.raises(BackendError, match="output 'flat' has the same wires as 'q'"):
        convert(net, tmp_path / "hls")


def test_wrap_sm_after_rounding_is_refused_and_after_truncation_written(tmp_path):
    ops = (Input("x", (), (4, 2)), Quantize("q", ("x",)))
    with pytest.raises(BackendError, match="'q' overflows with WRAP_SM after rounding with RND"):
        convert(build(*ops, types={"x": PORT, "q": FixedPoint(1, 1, 1, "RND", "WRAP_SM")}), tmp_path / "hls")
    convert(build(*ops, types={"x": PORT, "q": FixedPoint(1, 1, 1, "TRN", "WRAP_SM")}), tmp_path / "hls")


def test_elements_without_bits_become_zero(tmp_path):
    ops = (Input("x", (), (4, 2)), Quantize("q", ("x",)), Dense("d", ("q",), 3))
    kernel = {"d.kernel": np.zeros((2, 3)), "d.bias": np.zeros(3)}
    one_bit = FixedPoint(1, [[1, -3]] * 3 + [[0, -2]], [[2, 2]] * 3 + [[0, 3]], "RND", "SAT_SYM")
    project = convert(build(*ops, types={"x": PORT, "q": one_bit}, weights=kernel), tmp_path / "hls")
    code = (project.folder / "firmware" / "nnet_utils" / "nnet_code_gen.h").read_text()
    assert "out[0] = ap_fixed<4,2,AP_RND,AP_SAT_SYM>(inp[0]);" in code
    assert "out[1] = 0;" in code
    assert "out[6] = 0;" in code  # one bit of SAT_SYM
    assert "out[7] = ap_fixed<2,-1,AP_RND,AP_SAT_SYM>(inp[7]);" in code


def test_negative_zeros_do_not_change_the_bytes(tmp_path):
    ops = (Input("x", (), (4, 2)), Dense("d", ("x",), 3))
    for name, zero in (("a", 0.0), ("b", -0.0)):
        kernel = np.full((2, 3), zero)
        kernel[0, 0] = 0.5
        convert(build(*ops, types={"x": PORT}, weights={"d.kernel": kernel}), tmp_path / name)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


@pytest.mark.parametrize(("text", "message"), [(None, "codesign convert"), ("{", "not JSON"), ("{}", "version")])
def test_a_folder_without_a_readable_record_is_an_error(tmp_path, text, message):
    if text is not None:
        (tmp_path / FILE).write_text(text)
    with pytest.raises(BackendError, match=message):
        HlsProject.load(tmp_path)


def test_a_record_that_names_no_tensor_of_its_own_is_broken(project, tmp_path):
    text = (project.folder / "hls_project.json").read_text()
    (tmp_path / "hls_project.json").write_text(text.replace('"port": "candidates"', '"port": "others"'))
    with pytest.raises(BackendError, match="'others' is not one of its tensors"):
        bridge(HlsProject.load(tmp_path))
