"""Small models on synthetic jets: what Keras computes is what the frozen net computes, bit for bit."""

from dataclasses import dataclass

import numpy as np
import pytest

from codesign import reference
from codesign.design import ArchitectureConfig, Precision, Pruning, Training
from codesign.errors import FrontendError
from codesign.fixedpoint import FixedPoint
from codesign.frontends import FRONTENDS, frontend
from codesign.graph import Graph
from codesign.jets.dataset import Dataset
from codesign.ops import Dense, Input

PORT = FixedPoint([0, 1, 1, 0], [6, 3, 3, 1], [2, 5, 5, 0])
CLASSES = 3
FEATURES = ("pt", "deta", "dphi", "isfilled")
PRECISION = {"inputs": 8, "weights": 5, "activations": 6, "ebops_penalty": 1e-3}
SIZES = {"deep_set": {"phi": [6, 6], "rho": [6]}, "mlp": {"hidden": [8, 6]}}


def synthetic_jets(jets: int, seed: int) -> Dataset:
    rng = np.random.default_rng(seed)
    y = rng.integers(0, CLASSES, jets)
    x = rng.normal(size=(jets, 16, 4)) * [4, 1 + y.mean(), 1, 1]
    x[..., 1] *= 1 + y[:, None]
    x[..., 0] = np.abs(x[..., 0]) * (1 + y[:, None] / 2)
    x = FixedPoint(PORT.signed, PORT.integer, PORT.fraction, "RND", "SAT").cast(x)
    return Dataset(x.astype(np.float32), y, np.ones(jets, np.float32), {})


@dataclass
class Trained:
    framework: object
    model: object
    net: object


@pytest.fixture(scope="module")
def train():
    framework = frontend("hgq")
    made = {}

    def make(name="deep_set", again=False, **changes):
        key = (name, again, tuple(sorted(changes.items())))
        if key not in made:
            sparsity = changes.pop("sparsity", 0.0)
            precision = Precision(**PRECISION, **changes)
            graph = ArchitectureConfig(name=name, sizes=SIZES[name]).graph(16, FEATURES, {"logits": CLASSES})
            training = Training(epochs=3, batch_size=128, learning_rate=0.05, seed=3)
            data, validation = synthetic_jets(2048, 0), synthetic_jets(512, 1)
            model = framework.build(graph, precision, PORT, data.x, training.seed)
            framework.fit(model, data, validation, training, Pruning(sparsity=sparsity), lambda row: None)
            made[key] = Trained(framework, model, framework.freeze(model))
        return made[key]

    return make


def differing(trained, x):
    keras = trained.framework.predict(trained.model, x.astype(np.float32))["logits"]
    exact = reference.run(trained.net, x)["logits"]
    assert exact.std() > 0
    return int((keras != exact).sum())


# compiling a training step takes most of the time, so few models serve all tests
LEARNED = {"name": "deep_set", "learned": True}
FIXED = {"name": "mlp", "learned": False, "sparsity": 0.5}


@pytest.mark.parametrize("kind", [LEARNED, FIXED], ids=["learned", "fixed"])
def test_the_frozen_net_computes_what_keras_computes(train, kind):
    trained = train(**kind)
    assert differing(trained, synthetic_jets(10_000, 2).x) == 0


@pytest.mark.parametrize("kind", [LEARNED, FIXED], ids=["learned", "fixed"])
def test_also_where_hidden_tensors_overflow(train, kind):
    trained = train(**kind)
    rng = np.random.default_rng(5)
    x = PORT.cast(rng.uniform(PORT.low, PORT.high, size=(10_000, 16, 4)))
    tensors = reference.run(trained.net, x, trace=True)
    hidden = [n for n in trained.net.rounded if n.endswith("relu")]
    before = {n: np.maximum(tensors[n.removesuffix("_relu")], 0) for n in hidden}
    assert any((before[n] > trained.net.types[n].high + trained.net.types[n].lsb).any() for n in hidden)
    assert differing(trained, x) == 0


def test_candidates_can_have_bit_widths_of_their_own(train):
    trained = train(**LEARNED, per_candidate=True)
    assert trained.net.types["inputs"].shape == (16, 4)
    assert differing(trained, synthetic_jets(2000, 2).x) == 0


def test_the_same_seed_gives_the_same_bytes(train, tmp_path):
    for folder, again in (("one", False), ("two", True)):
        train(**LEARNED, again=again).net.save(tmp_path / folder)
    assert (tmp_path / "one" / "net.npz").read_bytes() == (tmp_path / "two" / "net.npz").read_bytes()


def test_fixed_bit_widths_are_the_asked_ones(train):
    net = train(**FIXED).net
    assert set(net.types["hidden0_relu"].width) == {6}
    assert set(net.weight_types["hidden0.kernel"].width.ravel()) == {5}


def test_learned_bit_widths_stay_below_the_asked_ones(train):
    net = train(**LEARNED).net
    assert net.types["inputs"].width.max() <= 8
    assert net.weight_types["phi0.kernel"].width.max() <= 5
    assert net.weight_types["phi0.kernel"].width.min() < 5


def test_pruning_leaves_the_asked_share_of_zeros(train):
    net = train(**FIXED).net
    for name in ("hidden0.kernel", "hidden1.kernel"):
        assert (net.weights[name] == 0).mean() >= 0.5


def test_weights_come_back_from_their_file(train, tmp_path):
    trained = train(**LEARNED)
    trained.framework.save(trained.model, tmp_path / "model.weights.h5")
    graph = ArchitectureConfig(name="deep_set", sizes=SIZES["deep_set"]).graph(16, FEATURES, {"logits": CLASSES})
    precision = Precision(**PRECISION)
    model = trained.framework.build(graph, precision, PORT, synthetic_jets(512, 9).x, 8)
    trained.framework.load(model, tmp_path / "model.weights.h5")
    assert trained.framework.freeze(model).key == trained.net.key


def test_a_dense_whose_input_nothing_quantizes_is_named():
    graph = Graph((Input("candidates", (), (16, 4)), Dense("y", ("candidates",), 2)), ("y",))
    with pytest.raises(FrontendError, match="put a Quantize"):
        frontend("hgq").build(graph, Precision(), PORT, synthetic_jets(64, 0).x, 1)


def test_an_unknown_frontend_is_named():
    with pytest.raises(FrontendError, match=", ".join(FRONTENDS)):
        frontend("keras2")
