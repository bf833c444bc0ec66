"""Every architecture as a random net: its shapes, its symmetry, and the RTL traced from it."""

import inspect

import numpy as np
import pytest

from codesign.backends.rtl import convert as rtl
from codesign.design.architectures import ARCHITECTURES
from codesign.design.training import Pruning
from codesign.errors import FrontendError, NetError
from codesign.net import reference
from codesign.net.graph import Graph
from codesign.net.ops import Input
from codesign.training.frontends.tensors import hidden_layers, prunable_units
from tests.nets import FEATURES, SMALL_SIZES, random_inputs, random_net, small

SEES_THE_ORDER = {"mlp", "mlp_sums", "edge_conv", "mlp_mixer", "conv1d", "gru", "trees"}
HEADS = {"logits": 8, "pt_response": 1}


@pytest.fixture(params=list(ARCHITECTURES))
def name(request):
    return request.param


def test_the_default_sizes_make_a_graph_with_every_head(name):
    graph = ARCHITECTURES[name](16, FEATURES, HEADS)
    assert [graph.shapes[output] for output in graph.outputs] == [(8,), (1,)]
    assert Graph.from_dict(graph.to_dict()) == graph


def test_the_layers_before_others_are_hidden_and_the_last_ones_are_not(name):
    graph = ARCHITECTURES[name](16, FEATURES, HEADS)
    hidden = hidden_layers(graph)
    assert not hidden & {"logits", "pt_response"}
    assert bool(hidden) == (name not in ("table_set", "trees"))  # the layers of a table_set are tables
    if name == "deep_set":
        assert hidden == {"phi0", "phi1", "rho0", "rho1"}


def test_every_size_has_a_default_and_every_architecture_small_sizes(name):
    sizes = list(inspect.signature(ARCHITECTURES[name]).parameters.values())[3:]
    assert all(size.default is not inspect.Parameter.empty for size in sizes)
    assert set(SMALL_SIZES) == set(ARCHITECTURES)


@pytest.mark.parametrize("modes", [("RND", "WRAP"), ("TRN", "SAT")])
def test_exact_types_hold_every_exact_result(name, modes):
    net = random_net(small(name), 1, modes)
    tensors = reference.run(net, random_inputs(net, 2000), trace=True)
    for op in net.graph.ops:
        assert net.types[op.name].holds(tensors[op.name]), op.name
        if not isinstance(op, Input):
            exact = op.evaluate(net.parameters_of(op), *(tensors[n] for n in op.inputs))
            assert net.exact_type(op).holds(exact), op.name


def test_the_order_of_the_candidates_is_seen_or_not(name):
    net = random_net(small(name))
    x = random_inputs(net, 500)
    there, back = (reference.run(net, x[:, order])["logits"] for order in (range(8), [3, 0, 6, 1, 7, 2, 5, 4]))
    assert there.std() > 0
    assert np.array_equal(there, back) == (name not in SEES_THE_ORDER)


def test_the_traced_logic_equals_the_reference(name):
    net = random_net(small(name), 2)
    logic = rtl.trace_net(net)
    x = random_inputs(net, 3000)
    expected = reference.run(net, x)["logits"]
    assert expected.std() > 0
    assert np.array_equal(logic.predict(x.reshape(len(x), -1)), expected)


def test_a_net_comes_back_from_its_files(name, tmp_path):
    net = random_net(small(name), 3)
    net.save(tmp_path)
    loaded = type(net).load(tmp_path)
    assert loaded.key == net.key
    x = random_inputs(net, 100)
    assert np.array_equal(reference.run(loaded, x)["logits"], reference.run(net, x)["logits"])


def test_a_feature_that_an_architecture_needs_is_named():
    with pytest.raises(NetError, match="'pt_rel'"):
        ARCHITECTURES["energy_flow"](16, ("pt", "deta", "dphi"), HEADS)


def test_a_moment_set_reads_the_sums_that_a_mass_is_made_of():
    graph = ARCHITECTURES["moment_set"](16, FEATURES, HEADS)
    rng = np.random.default_rng(0)
    x = rng.integers(-64, 64, (100, 16, 3)) / 64.0
    tensors = {"candidates": x}
    for op in graph.ops[1:]:
        if not graph.parameters(op) and all(name in tensors for name in op.inputs):
            tensors[op.name] = op.evaluate({}, *(tensors[name] for name in op.inputs))
    z, deta, dphi = x[..., 0], x[..., 1], x[..., 2]
    sums = [(z * d).sum(axis=1) for d in (1, deta, dphi, deta**2, dphi**2)]
    assert np.array_equal(tensors["moments"], np.stack(sums, axis=1))
    (reader,) = graph.consumers("jet")
    assert {name for op in graph.consumers("moments") for name in op.inputs} == {"pool", "moments"}
    assert reader.name == "rho0"


@pytest.mark.parametrize(
    ("name", "sizes", "message"),
    [
        ("edge_conv", {"neighbours": 3}, "power of two"),
        ("edge_conv", {"neighbours": 16}, "below the 16"),
        ("conv1d", {"filters": (4, 4, 4, 4)}, "fewer filters"),
        ("deep_set", {"pooling": "max"}, "'mean' or 'sum'"),
    ],
)
def test_sizes_that_do_not_fit_are_refused(name, sizes, message):
    with pytest.raises(NetError, match=message):
        ARCHITECTURES[name](16, FEATURES, HEADS, **sizes)


def test_units_of_a_network_without_hidden_layers_cannot_be_pruned():
    graph = ARCHITECTURES["table_set"](16, FEATURES, HEADS)
    with pytest.raises(FrontendError, match="this network has none"):
        prunable_units(graph, Pruning(method="unit", sparsity=0.5))
    assert prunable_units(graph, Pruning(method="unit")) == set()
