import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from codesign.backends.hls import convert as hls4ml
from codesign.backends.hls import csim
from codesign.base import children
from codesign.errors import BackendError
from codesign.net.fixedpoint import FixedPoint
from codesign.net.graph import Graph
from codesign.net.ops import Dense, Input, Quantize
from tests.nets import deep_set, random_inputs, random_net, small_deep_set

NET = random_net(small_deep_set())


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return hls4ml.convert(NET, tmp_path_factory.mktemp("project") / "hls", part="xcvu13p-flga2577-2-e", clock_ns=2.5)


def test_csim_loads_neither_hls4ml_nor_a_framework():
    script = (
        "import sys, codesign.backends.hls.csim; print(sorted({'hls4ml', 'keras', 'tensorflow'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout == "[]\n"


def test_csim_needs_a_library(project):
    with pytest.raises(BackendError, match="compile the project first"):
        csim.run_csim(project.folder, random_inputs(NET, 2))


@pytest.mark.parametrize("results", [b"", b"PK\x03\x04cut off"])
def test_results_that_are_not_whole_are_an_error(project, results, monkeypatch):
    def cut(command, **options):
        Path(command[4], "y.npz").write_bytes(results)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(csim, "_is_compiled", lambda project, trace: True)
    monkeypatch.setattr(children, "run", cut)
    with pytest.raises(BackendError, match="left incomplete results"):
        csim.run_csim(project.folder, random_inputs(NET, 2))


@pytest.mark.parametrize("shape", [(16, 3), (2, 15, 3), (2, 48)])
def test_inputs_of_another_shape_are_refused(project, shape):
    with pytest.raises(BackendError, match="the port takes"):
        csim.run_csim(project.folder, np.zeros(shape))


@pytest.mark.parametrize("value", [8.0, -8.1, 1 / 64, np.nan])
def test_inputs_that_the_port_does_not_take_are_refused(project, value):
    with pytest.raises(BackendError, match="not all values of the port's type"):
        csim.run_csim(project.folder, np.full((2, 16, 3), value))


def test_no_project_is_an_error(tmp_path):
    with pytest.raises(BackendError, match="codesign convert"):
        csim.compile_csim(tmp_path)


def test_a_missing_compiler_is_named(project, monkeypatch):
    monkeypatch.setattr(csim, "COMPILER", ("no-such-compiler",))
    with pytest.raises(BackendError, match=r"g\+\+ is not installed"):
        csim.compile_csim(project.folder)


def test_the_bridge_calls_the_top_function_with_every_output(tmp_path):
    ops = (Input("x", (), (2, 3)), Quantize("q", ("x",)), Dense("a", ("q",), 4), Dense("b", ("q",), 1))
    net = random_net(Graph(ops, ("b", "a")))
    project = hls4ml.convert(net, tmp_path / "hls", part="xcvu13p-flga2577-2-e", clock_ns=2.5)
    source = csim.bridge(project)
    assert "tagger(x, b, a);" in source
    assert "_results[1][_jet * 8 + _i] = a[_i].to_double();" in source
    assert f"using namespace d_{net.key};" in source


def test_the_port_of_the_project_is_the_nets(project):
    per_feature = FixedPoint(1, [3, 1, 2], [2, 0, 5])
    assert project.port_type == NET.types["candidates"]
    net = random_net(deep_set(16, 3, 4, (4,), (4,)))
    types = {n: t for n, t in net.types.items() if not net.graph[n].exact_only} | {"candidates": per_feature}
    narrowed = type(net).build(net.graph, net.weights, net.weight_types, types)
    assert hls4ml._tensors(narrowed, hls4ml.emit(narrowed))["candidates"].shape == (16, 3)
    assert hls4ml.emit(narrowed)[0].types == {"result": "ap_fixed<9,4>"}
