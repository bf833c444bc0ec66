"""Boosted trees: what xgboost computes after quantization is what the frozen net computes, bit for bit."""

import re

import numpy as np
import pytest
from pydantic import ValidationError

from codesign.design.architectures.config import ArchitectureConfig
from codesign.design.architectures.inputs import Inputs
from codesign.design.design import Design, JetsConfig
from codesign.design.heads import Head
from codesign.design.training import Boosting, Precision, Pruning, Teacher, Training
from codesign.errors import FrontendError
from codesign.jets.dataset import Lesson, load_dataset
from codesign.net import reference
from codesign.net.fixedpoint import FixedPoint
from codesign.net.tree_facts import tree_facts
from codesign.training.frontends import frontend
from codesign.training.frontends.cuts import binned, cuts_of

FEATURES = "direct"
module = frontend("xgboost")


@pytest.fixture(scope="module")
def data():
    return load_dataset("shipped", feature_set=FEATURES, max_jets=4000, responses=("pt_response",))


def design(rounds=4, depth=3, vector_leaves=False, **settings):
    sizes = {"rounds": rounds, "depth": depth, "vector_leaves": vector_leaves}
    given = {"inputs": Inputs(sums=("counts", "pt"), candidates=2)} | settings
    return Design(
        jets=JetsConfig(features=FEATURES),
        architecture=ArchitectureConfig(name="trees", sizes=sizes),
        frontend="xgboost",
        **given,
    )


def trained(asked, data, training=Training()):  # noqa: B008 - a frozen record
    model = module.build(asked.graph, asked.boosting, data.types, data.train.x, 1)
    rows = []
    history = module.fit(model, data.train, data.validation, training, Pruning(), rows.append, asked.heads)
    assert rows == history
    return model, history


def inputs(net, data):
    port, shape = net.types["candidates"], net.port.size
    low, high = (np.broadcast_to(bound, shape) for bound in (port.low, port.high))
    drawn = port.cast(np.random.default_rng(0).uniform(low, high, (500, *shape)))
    return np.concatenate([data.test.x[:3000], drawn, [low, high, np.zeros(shape)]]).astype(np.float32)


@pytest.mark.parametrize(
    "asked",
    [
        design(),
        design(depth=5, rounds=2),
        design(vector_leaves=True),
        design(inputs=Inputs(sums=(), candidates=3)),
        design(inputs=Inputs(sums=("rings", "dxy", "charge"), candidates=0, log=True)),
        design(boosting=Boosting(leaf_bits=3, threshold_bits=4, max_bins=8, price=0.001)),
        design(heads={"logits": Head(), "pt_response": Head()}),
        design(heads={"pt_response": Head(loss="quantile", quantile=0.4)}),
        design(heads={"pt_response": Head(loss="log_cosh")}),
    ],
    ids=["sums", "deep", "vectors", "candidates", "logarithms", "coarse", "two heads", "quantile", "log cosh"],
)
def test_xgboost_itself_computes_what_the_frozen_net_computes(asked, data):
    model, history = trained(asked, data)
    net = module.freeze(model)
    x = inputs(net, data)
    expected, computed = module.predict(model, x), reference.run(net, x)
    for name in asked.heads:
        assert len(np.unique(expected[name])) > 3
        assert np.array_equal(computed[name], expected[name])
    assert history[-1]["loss"] < history[0]["loss"]


@pytest.mark.parametrize("bits", [2, 4, 6])
def test_leaves_have_their_bits_and_thresholds_are_values_of_the_inputs(bits, data):
    model, _ = trained(design(boosting=Boosting(leaf_bits=bits)), data)
    net = module.freeze(model)
    whole = net.weights["logits.leaf"] / float(net.weight_types["logits.leaf"].lsb)
    assert -(2 ** (bits - 1)) <= whole.min() < whole.max() < 2 ** (bits - 1)
    lsb = model.types.lsb[net.weights["logits.feature"].astype(int)]
    assert (net.weights["logits.threshold"] % lsb == 0).all()


def test_a_price_leaves_out_comparators(data):
    (free,), (priced,) = (
        tree_facts(module.freeze(trained(design(boosting=Boosting(price=price)), data)[0])) for price in (0.0, 0.01)
    )
    assert priced.comparators < free.comparators / 2


def test_early_stopping_cuts_the_trees_after_the_best_round(data):
    asked = design(rounds=40, boosting=Boosting(learning_rate=1.0, min_child_weight=0.0))
    model, history = trained(asked, data, Training(patience=2))
    scores = [row["validation_score"] for row in history]
    best = int(np.argmax(scores))
    assert len(history) == best + 3 < 40
    net = module.freeze(model)
    assert len(net.weights["logits.leaf"]) == 8 * (best + 1)
    assert np.array_equal(reference.run(net, data.test.x)["logits"], module.predict(model, data.test.x)["logits"])


def test_a_teacher_changes_the_trees(data):
    logits = np.eye(8, dtype=np.float32)[(data.train.y + 1) % 8] * 5  # a teacher that is wrong about each jet
    train = data.train.__class__(**{**vars(data.train), "lesson": Lesson(logits, 1.0, 1.0)})
    model = module.build(design().graph, Boosting(), data.types, train.x, 1)
    module.fit(model, train, data.validation, Training(), Pruning(), lambda row: None, design().heads)
    predicted = module.predict(model, data.test.x)["logits"].argmax(axis=1)
    assert ((predicted == (data.test.y + 1) % 8).mean()) > 2 * (predicted == data.test.y).mean()


def test_saved_trees_are_the_same_again(data, tmp_path):
    model, _ = trained(design(), data)
    again, _ = trained(design(), data)
    for number, one in enumerate((model, again)):
        module.save(one, tmp_path / f"{number}.json")
    assert (tmp_path / "0.json").read_bytes() == (tmp_path / "1.json").read_bytes()
    read = module.build(design().graph, Boosting(), data.types, data.train.x, 1)
    module.load(read, tmp_path / "0.json")
    assert module.freeze(read).key == module.freeze(model).key


def test_inputs_that_are_not_numbers_are_refused(data):
    model, _ = trained(design(rounds=1), data)
    x = data.test.x[:2].copy()
    x[1, 0, 0] = np.nan
    with pytest.raises(FrontendError, match="not finite"):
        module.predict(model, x)


def test_thresholds_divide_the_jets_evenly_and_are_found_by_hand():
    x = np.array([[0, 1, 2, 3, 4, 5, 6, 7], [0, 0, 0, 0, 0, 0, 1, 9]], float).T
    types = FixedPoint(0, [3, 4], [0, 0])
    few = cuts_of(x, types, Boosting(max_bins=4))
    assert [list(cuts) for cuts in few] == [[2, 4, 6], [1, 9]]
    coarse = cuts_of(x, types, Boosting(threshold_bits=2))  # of 3 and 4 bits: multiples of 2 and of 4
    assert [list(cuts) for cuts in coarse] == [[2, 4, 6], [8]]
    assert binned(x, few)[:, 0].tolist() == [0, 0, 1, 1, 2, 2, 3, 3]


def test_values_that_many_jets_have_do_not_take_thresholds_from_the_others():
    """Of 100 jets, 88 have the value 0, which gets one of four bins; the others share the other twelve jets."""
    x = np.array([0] * 88 + [1, 1, 2, 2, 3, 4, 5, 6, 6, 6, 7, 8], float)[:, None]
    assert list(cuts_of(x, FixedPoint(0, [4], [0]), Boosting(max_bins=4))[0]) == [1, 3, 6]


@pytest.mark.parametrize("bins", [2, 3, 5, 16])
def test_there_are_no_more_bins_than_allowed(bins):
    rng = np.random.default_rng(bins)
    for _ in range(50):
        x = np.rint(rng.normal(size=(200, 1)) * rng.integers(1, 40)) * (rng.random((200, 1)) < rng.random())
        cuts = cuts_of(x, FixedPoint(1, [8], [0]), Boosting(max_bins=bins))[0]
        assert len(cuts) < bins
        assert (np.diff(cuts) > 0).all()
        assert len(np.unique(binned(x, [cuts]))) == len(cuts) + 1


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"frontend": "xgboost"}, "the architecture trees and the frontend xgboost belong together, found deep_set"),
        ({"architecture": {"name": "trees"}}, "belong together, found trees and hgq"),
        ({"boosting": {"leaf_bits": 5}}, "boosting needs the frontend xgboost; hgq trains networks"),
        ({"architecture": {"name": "trees"}, "frontend": "xgboost", "precision": {"weights": 5}}, "precision does not"),
        ({"architecture": {"name": "trees"}, "frontend": "xgboost", "boosting": {"leaf_bits": 1}}, "leaf_bits"),
        ({"architecture": {"name": "trees", "sizes": {"depth": 9}}, "frontend": "xgboost"}, "sizes.depth"),
    ],
)
def test_settings_that_do_not_belong_together_are_named(settings, message):
    with pytest.raises(ValidationError, match=re.escape(message)):
        Design.model_validate(settings)


def test_designs_of_networks_keep_their_documents():
    assert "boosting" not in Design().document()
    assert "boosting" in design().document()
    assert design().key != design(boosting=Boosting(price=0.1)).key
    assert Design(training=Training(teacher=Teacher()), precision=Precision()).document()["training"]["teacher"]
