"""Small models on synthetic jets: what Brevitas computes is what the frozen net computes, bit for bit."""

import sys
from dataclasses import replace

import numpy as np
import pytest
import torch
from brevitas.nn import QuantIdentity
from brevitas.quant import Int8ActPerTensorFloat

from codesign.design.architectures.config import ArchitectureConfig
from codesign.design.frontends import FRONTENDS
from codesign.design.heads import Head, resolved
from codesign.design.training import Precision, Pruning, Training
from codesign.errors import FrontendError
from codesign.jets.targets import Target
from codesign.net import reference
from codesign.net.graph import Graph
from codesign.net.ops import Dense, Input
from codesign.training.frontends import frontend
from tests.nets import SMALL_SIZES
from tests.training.frontends.synthetic import CLASSES, FEATURES, PORT, Trained, overflowing_jets, synthetic_jets

HEADS = {"logits": CLASSES}
PRECISION = Precision(inputs=8, weights=5, activations=6, learned=False)
TRAINING = Training(epochs=3, batch_size=128, learning_rate=0.02, seed=3)


def graph_of(name, heads=HEADS):
    return ArchitectureConfig(name=name, sizes=SMALL_SIZES[name]).graph(16, FEATURES, heads)


def train(name, precision=PRECISION, training=TRAINING, sparsity=0.0):
    brevitas = frontend("brevitas")
    data, validation = synthetic_jets(2048, 0), synthetic_jets(512, 1)
    model = brevitas.build(graph_of(name), precision, PORT, data.x, training.seed)
    history = brevitas.fit(model, data, validation, training, Pruning(sparsity=sparsity), lambda row: None)
    return Trained(model, brevitas.freeze(model), history)


@pytest.fixture(scope="module")
def deep_set():
    return train("deep_set")


@pytest.fixture(scope="module")
def pruned_mlp():
    layers = {"hidden0": {"weights": 4, "biases": 7, "activations": 3}}
    return train("mlp", Precision(**PRECISION.model_dump() | {"layers": layers}), sparsity=0.5)


def differing(trained, x):
    computed = frontend("brevitas").predict(trained.model, x.astype(np.float32))["logits"]
    exact = reference.run(trained.net, x)["logits"]
    assert exact.std() > 0
    return int((computed != exact).sum())


def test_it_learns(deep_set):
    assert deep_set.history[-1]["validation_score"] > 0.75
    assert [row["epoch"] for row in deep_set.history] == [1, 2, 3]


def test_the_frozen_net_computes_what_brevitas_computes(deep_set, pruned_mlp):
    for trained in (deep_set, pruned_mlp):
        assert differing(trained, synthetic_jets(10_000, 2).x) == 0


def test_also_where_hidden_tensors_overflow(deep_set, pruned_mlp):
    x = overflowing_jets(10_000)
    for trained in (deep_set, pruned_mlp):
        tensors = reference.run(trained.net, x, trace=True)
        hidden = [n for n in trained.net.rounded if n.endswith("relu")]
        before = {n: np.maximum(tensors[n.removesuffix("_relu")], 0) for n in hidden}
        assert any((before[n] > trained.net.types[n].high + trained.net.types[n].lsb).any() for n in hidden)
        assert differing(trained, x) == 0


# shared weights and gates; products of tensors; tables on inputs and on sums
@pytest.mark.parametrize("name", ["gru", "linear_attention", "table_set"])
def test_other_operations_are_exact_too(name):
    quick = TRAINING.model_copy(update={"epochs": 1, "batch_size": 256})
    trained = train(name, training=quick)
    assert differing(trained, synthetic_jets(1000, 2).x) == 0
    assert differing(trained, overflowing_jets(1000)) == 0


def test_a_training_longer_than_the_collection_of_ranges_learns_them(deep_set):
    steps = TRAINING.epochs * 2048 // TRAINING.batch_size
    longer = train("mlp", training=TRAINING.model_copy(update={"epochs": 9}))
    collecting = frontend("brevitas").COLLECTING_STEPS
    assert steps < collecting < 3 * steps
    assert differing(longer, synthetic_jets(1000, 2).x) == 0


def test_kernels_start_as_large_as_relus_need():
    model = frontend("brevitas").build(graph_of("mlp"), PRECISION, PORT, synthetic_jets(64, 0).x, 1)
    layer = model.module.of(model.graph["hidden0"])
    inputs = layer.weight.shape[1]
    assert layer.weight.detach().std().item() == pytest.approx((2 / inputs) ** 0.5, rel=0.15)  # He et al.
    assert not layer.bias.detach().any()


def test_tensors_have_a_range_for_each_feature(deep_set):
    types = deep_set.net.types["phi0_relu"]
    features = SMALL_SIZES["deep_set"]["phi"][0]
    fraction = np.broadcast_to(types.fraction, (16, features))
    assert (fraction == fraction[0]).all()  # candidates share it
    assert len(np.unique(fraction[0])) > 1


def test_a_tensor_may_have_one_feature():
    brevitas, data = frontend("brevitas"), synthetic_jets(256, 0)
    graph = ArchitectureConfig(name="deep_set", sizes={"phi": (3, 1), "rho": (1,)}).graph(16, FEATURES, HEADS)
    model = brevitas.build(graph, PRECISION, PORT, data.x, 1)
    brevitas.fit(model, data, synthetic_jets(64, 1), TRAINING, Pruning(), lambda row: None)
    assert differing(Trained(model, brevitas.freeze(model), []), synthetic_jets(1000, 2).x) == 0


def test_the_same_seed_gives_the_same_bytes(deep_set, tmp_path):
    for folder, net in (("one", deep_set.net), ("two", train("deep_set").net)):
        net.save(tmp_path / folder)
    assert (tmp_path / "one" / "net.npz").read_bytes() == (tmp_path / "two" / "net.npz").read_bytes()
    other = train("deep_set", training=TRAINING.model_copy(update={"seed": 4}))
    assert other.net.key != deep_set.net.key


def test_bit_widths_are_the_asked_ones_layer_by_layer(pruned_mlp):
    types, weights = pruned_mlp.net.types, pruned_mlp.net.weight_types
    assert types["inputs"].width.max() == 8
    assert set(weights["hidden0.kernel"].width.ravel()) == {4}
    assert set(weights["hidden0.bias"].width.ravel()) == {7}
    assert set(types["hidden0_relu"].width.ravel()) == {3}
    assert set(weights["hidden1.kernel"].width.ravel()) == {5}
    assert set(types["hidden1_relu"].width.ravel()) == {6}


def test_inputs_have_the_sign_of_the_port_and_no_finer_lsb(deep_set):
    t = deep_set.net.types["inputs"]
    assert t.signed.ravel().tolist() == PORT.signed.tolist()
    assert (t.fraction.ravel() <= PORT.fraction).all()
    assert (t.integer.ravel() <= PORT.integer).all()
    assert (t.rounding, t.overflow) == ("RND_CONV", "SAT")


def test_pruning_leaves_the_asked_share_of_zeros(pruned_mlp):
    for name in ("hidden0.kernel", "hidden1.kernel"):
        assert (pruned_mlp.net.weights[name] == 0).mean() >= 0.5


def test_weights_come_back_from_their_file(deep_set, tmp_path):
    brevitas = frontend("brevitas")
    brevitas.save(deep_set.model, tmp_path / "model.weights.pt")
    model = brevitas.build(graph_of("deep_set"), PRECISION, PORT, synthetic_jets(2048, 0).x, 8)
    brevitas.load(model, tmp_path / "model.weights.pt")
    assert brevitas.freeze(model).key == deep_set.net.key


def test_heads_are_trained_each_with_its_loss():
    brevitas = frontend("brevitas")
    jets = synthetic_jets(1024, 0)
    ratio = 1 + 0.2 * jets.y.astype(np.float32)
    target = Target(raw_gev=np.full(len(jets), 50, np.float32), true_gev=50 * ratio, ratio=ratio)
    jets = replace(jets, responses={"pt_response": target})
    heads = resolved({"logits": Head(), "pt_response": Head(loss="log_cosh", weight=2)}, "sc4")
    model = brevitas.build(graph_of("deep_set", {"logits": CLASSES, "pt_response": 1}), PRECISION, PORT, jets.x, 1)
    history = brevitas.fit(model, jets, jets, TRAINING, Pruning(), lambda row: None, heads)
    assert history[-1]["loss"] < history[0]["loss"]
    response = brevitas.predict(model, jets.x)["pt_response"]
    assert response.shape == (1024, 1)
    assert abs(response.mean() - 1.2) < 0.25  # an untrained network gives about 0


@pytest.mark.parametrize("option", ["learned", "per_candidate"])
def test_what_only_hgq_can_do_is_refused_by_name(option):
    precision = PRECISION.model_copy(update={option: True})
    with pytest.raises(FrontendError, match=f"precision.{option} is for frontend hgq"):
        frontend("brevitas").build(graph_of("mlp"), precision, PORT, synthetic_jets(64, 0).x, 1)


def test_a_scale_that_is_no_power_of_two_is_refused_by_name():
    brevitas = frontend("brevitas")
    model = brevitas.build(graph_of("mlp"), PRECISION, PORT, synthetic_jets(64, 0).x, 1)
    model.module.parts["round_hidden0_relu"] = QuantIdentity(
        act_quant=Int8ActPerTensorFloat, scaling_impl_type="const", scaling_init=0.3
    )
    with pytest.raises(FrontendError, match="'hidden0_relu' has the scale"):
        brevitas.freeze(model)


def test_a_dense_whose_input_nothing_quantizes_is_named():
    graph = Graph((Input("candidates", (), (16, 4)), Dense("y", ("candidates",), 2)), ("y",))
    with pytest.raises(FrontendError, match="put a Quantize"):
        frontend("brevitas").build(graph, PRECISION, PORT, synthetic_jets(64, 0).x, 1)


def test_a_missing_package_is_named_with_its_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "brevitas.nn", None)
    monkeypatch.delitem(sys.modules, FRONTENDS["brevitas"], raising=False)
    with pytest.raises(FrontendError, match="the extra 'brevitas' brings it"):
        frontend("brevitas")


def test_inference_leaves_the_model_as_it_was(deep_set):
    module = deep_set.model.module
    assert module.training
    assert {p.dtype for p in module.parameters()} == {torch.float32}
