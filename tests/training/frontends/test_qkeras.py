"""Small models on synthetic jets: what QKeras computes is what the frozen net computes, and its ranges follow jets."""

import numpy as np
import pytest

from codesign.design.architectures.config import ArchitectureConfig
from codesign.design.training import Precision, Pruning, Training
from codesign.net import reference
from codesign.training.frontends import frontend, qkeras
from codesign.training.frontends.ranges import integer_bits
from tests.nets import SMALL_SIZES
from tests.training.frontends.synthetic import CLASSES, FEATURES, PORT, Trained, overflowing_jets, synthetic_jets

PRECISION = Precision(inputs=8, weights=5, activations=6)
TRAINING = Training(epochs=4, batch_size=128, learning_rate=0.02, seed=3)


def build(name="deep_set"):
    graph = ArchitectureConfig(name=name, sizes=SMALL_SIZES[name]).graph(16, FEATURES, {"logits": CLASSES})
    return frontend("qkeras").build(graph, PRECISION, PORT, synthetic_jets(2048, 0).x, TRAINING.seed)


def fit(model, training=TRAINING):
    data, validation = synthetic_jets(2048, 0), synthetic_jets(512, 1)
    return frontend("qkeras").fit(model, data, validation, training, Pruning(), lambda row: None)


@pytest.fixture(scope="module")
def deep_set():
    model = build()
    history = fit(model)
    return Trained(model, frontend("qkeras").freeze(model), history)


def reaches(model):
    return {name: rounding.reach.numpy().copy() for name, rounding in model.roundings.items()}


def test_it_learns(deep_set):
    assert deep_set.history[-1]["validation_score"] > 0.75
    assert [row["epoch"] for row in deep_set.history] == [1, 2, 3, 4]


def test_the_frozen_net_computes_what_qkeras_computes(deep_set):
    for x in (synthetic_jets(10_000, 2).x, overflowing_jets(10_000)):
        computed = frontend("qkeras").predict(deep_set.model, x.astype(np.float32))["logits"]
        exact = reference.run(deep_set.net, x.astype(np.float64))["logits"]
        assert exact.std() > 0
        assert np.array_equal(computed, exact)


def test_ranges_are_powers_of_two_one_a_feature(deep_set):
    ranges = reaches(deep_set.model)
    assert ranges["phi0_relu"].shape == (SMALL_SIZES["deep_set"]["phi"][0],)
    for reach in ranges.values():
        assert (np.frexp(reach)[0] == 0.5).all()


def test_ranges_that_are_too_small_grow_with_the_jets(deep_set):
    model = build()
    rounding = model.roundings["rho0_relu"]
    rounding.reach.assign(np.full(rounding.reach.shape, 2.0**-6))  # everything saturates
    history = fit(model)
    assert (reaches(model)["rho0_relu"] > 1).any()
    assert history[-1]["validation_score"] > 0.75


def test_ranges_stay_from_the_middle_of_the_training_on(monkeypatch):
    model, seen = build(), []
    rounding = model.roundings["rho0_relu"]
    follow = type(rounding).follow
    monkeypatch.setattr(type(rounding), "follow", lambda self, values: (seen.append(self), follow(self, values)))
    fit(model, TRAINING.model_copy(update={"epochs": 6}))
    assert seen.count(rounding) == 3  # before the second, third and fourth of six epochs


def test_the_ranges_of_inputs_stay_those_of_the_sample():
    model = build("mlp")  # which reads the features of all candidates side by side
    before = reaches(model)
    fit(model)
    after = reaches(model)
    assert np.array_equal(after["inputs"], before["inputs"])
    assert not np.array_equal(after["hidden0_relu"], before["hidden0_relu"])


def test_ranges_are_of_jets_of_all_processes():
    """A jets file is ordered by process; here the last third of the jets has values 64 times as large."""
    ordered = synthetic_jets(9000, 0).x * np.where(np.arange(9000) < 6000, 1 / 64, 1.0)[:, None, None]
    graph = ArchitectureConfig(name="deep_set", sizes=SMALL_SIZES["deep_set"]).graph(16, FEATURES, {"logits": CLASSES})
    orders = (ordered, ordered[::-1], ordered[np.random.default_rng(0).permutation(9000)])
    bits = [integer_bits(graph, x, seed=1) for x in orders]
    assert all(max(b[name] for b in bits) - min(b[name] for b in bits) <= 1 for name in bits[0])
    followed = qkeras._Following(build(), np.arange(9000), 4).x
    assert (abs(np.bincount(followed // 3000) - 2000 / 3) < 80).all()  # of each third of the jets 667 +- 19


def test_a_feature_that_is_always_zero_keeps_its_range():
    rounding = build().roundings["rho0_relu"]
    before = rounding.reach.numpy().copy()
    values = np.zeros((100, *rounding.reach.shape), np.float32)
    values[:, 0] = 5.0
    rounding.follow(values)
    after = rounding.reach.numpy()
    assert after[0] == 8
    assert np.array_equal(after[1:], before[1:])


def test_weights_and_ranges_come_back_from_their_file(deep_set, tmp_path):
    qkeras = frontend("qkeras")
    qkeras.save(deep_set.model, tmp_path / "model.weights.h5")
    again = build()
    qkeras.load(again, tmp_path / "model.weights.h5")
    assert qkeras.freeze(again).key == deep_set.net.key
