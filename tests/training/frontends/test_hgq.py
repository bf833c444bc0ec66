"""Small models on synthetic jets: what Keras computes is what the frozen net computes, bit for bit."""

import numpy as np
import pytest

from codesign.design.architectures.config import ArchitectureConfig
from codesign.design.frontends import FRONTENDS
from codesign.design.training import Precision
from codesign.errors import FrontendError
from codesign.net import reference
from codesign.net.fixedpoint import FixedPoint
from codesign.net.graph import Graph
from codesign.net.ops import Dense, Input
from codesign.training.frontends import frontend
from tests.nets import small
from tests.training.frontends.hgq_models import (
    CLASSES,
    FEATURES,
    PORT,
    PRECISION,
    SIZES,
    TRAIN,
    VALIDATION,
    Trained,
    built,
    fit,
    synthetic_jets,
)


@pytest.fixture(scope="module")
def train():
    framework = frontend("hgq")
    models = {}

    def make(name="deep_set", again=False, **changes):
        key = (name, again, tuple(sorted(changes.items())))
        if key not in models:
            model = built(framework.build, name, **changes)
            fit(framework, model, changes.get("sparsity", 0.0))
            models[key] = Trained(framework, model, framework.freeze(model))
        return models[key]

    return make


def differing(trained, x):
    keras = trained.framework.predict(trained.model, x.astype(np.float32))["logits"]
    exact = reference.run(trained.net, x)["logits"]
    assert exact.std() > 0
    return int((keras != exact).sum())


# compiling a training step takes most of the time, so few models serve all tests
LEARNED = {"name": "deep_set", "learned": True}
FIXED = {"name": "mlp", "learned": False, "sparsity": 0.5}
SATURATING = {**LEARNED, "overflow": "saturate"}
KINDS = pytest.mark.parametrize("kind", [LEARNED, FIXED, SATURATING], ids=["learned", "fixed", "saturating"])


@KINDS
def test_the_frozen_net_computes_what_keras_computes(train, kind):
    trained = train(**kind)
    assert differing(trained, synthetic_jets(10_000, 2).x) == 0


@KINDS
def test_also_where_hidden_tensors_overflow(train, kind):
    trained = train(**kind)
    rng = np.random.default_rng(5)
    x = PORT.cast(rng.uniform(PORT.low, PORT.high, size=(10_000, 16, 4)))
    tensors = reference.run(trained.net, x, trace=True)
    hidden = [n for n in trained.net.rounded if n.endswith("relu")]
    before = {n: np.maximum(tensors[n.removesuffix("_relu")], 0) for n in hidden}
    assert any((before[n] > trained.net.types[n].high + trained.net.types[n].lsb).any() for n in hidden)
    assert differing(trained, x) == 0


def test_hidden_tensors_saturate_where_asked(train):
    def modes(kind):
        net = train(**kind).net
        return {net.types[name].overflow for name in net.rounded if name.endswith("relu")}

    assert modes(LEARNED) == {"WRAP"}
    assert modes(SATURATING) == {"SAT"}


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


OTHER = {"weights": 3, "activations": 4, "ebops_penalty": 1e-4, "learned": False, "sparsity": 0.5}


def saved(framework, model, folder):
    framework.freeze(model).save(folder)
    return (folder / "net.npz").read_bytes()


def test_what_was_trained_before_changes_no_byte(train, tmp_path):
    """One compiled program for both, against one that is compiled for this design alone."""
    framework = frontend("hgq")
    other = train("deep_set", **OTHER)
    after = train(**LEARNED, again="after another")
    assert after.model.lender is other.model.lender
    alone = built(framework.unshared, **LEARNED)
    assert alone.lender is not other.model.lender
    fit(framework, alone)
    assert saved(framework, alone, tmp_path / "alone") == saved(framework, after.model, tmp_path / "after")


@pytest.mark.parametrize("name", ["deep_set", "energy_flow", "linear_attention", "table_set"])
def test_all_that_a_design_decides_is_lent(name):
    """What a program of another design computes and adds to the loss, with this design's numbers in it."""
    graph = small(name, 16, CLASSES)
    port = FixedPoint(1, 3, 5)
    x = port.cast(np.random.default_rng(1).normal(size=(64, 16, 3))).astype(np.float32)
    one, other = (
        frontend("hgq").unshared(graph, Precision(**PRECISION | changes), port, x, seed)
        for seed, changes in ((1, {"ebops_penalty": 1e-6}), (2, {"weights": 7, "activations": 5}))
    )

    def computed():
        outputs = one.program.model(x, training=True)
        return np.asarray(outputs), [float(loss) for loss in one.program.model.losses]

    own = computed()
    one.lender = other.lender
    lent = computed()
    np.testing.assert_array_equal(own[0], lent[0])
    assert own[1] == lent[1]
    assert min(own[1]) > 0


def test_a_program_is_compiled_once_for_all_its_designs(train):
    programs = {train(**kind).model.lender for kind in (LEARNED, {"name": "deep_set", **OTHER})}
    (program,) = programs
    assert len(program.compiled) == 3  # prediction, training, ranges
    step = next(program_parts[1] for program_parts in program.compiled.values() if isinstance(program_parts, tuple))
    assert step.experimental_get_tracing_count() == 1
    assert train(**FIXED).model.lender not in programs
    assert train(**LEARNED, per_candidate=True).model.lender not in programs


def test_two_models_of_one_program_keep_their_numbers(train):
    framework = frontend("hgq")
    one, other = built(framework.build, **LEARNED), built(framework.build, **OTHER)
    before = framework.predict(one, VALIDATION.x)["logits"]
    fit(framework, other, sparsity=0.5)
    of_other = framework.predict(other, VALIDATION.x)["logits"]
    np.testing.assert_array_equal(framework.predict(one, VALIDATION.x)["logits"], before)
    np.testing.assert_array_equal(framework.predict(other, VALIDATION.x)["logits"], of_other)
    assert not np.array_equal(of_other, before)
    assert set(framework.freeze(other).types["phi0_relu"].width.ravel()) == {4}
    shares = [[mask.mask.numpy().mean() for mask in model.program.masks.values()] for model in (one, other)]
    assert min(shares[0]) == 1
    assert max(shares[1]) < 1


class StopsHereError(Exception):
    pass


def test_a_training_that_is_stopped_leaves_nothing_behind(train, tmp_path):
    framework = frontend("hgq")

    def stop(row):
        raise StopsHereError

    with pytest.raises(StopsHereError):
        fit(framework, built(framework.build, **OTHER), 0.5, stop)
    after = train(**LEARNED, again="after a stopped one")
    assert saved(framework, after.model, tmp_path / "after") == saved(
        framework, train(**LEARNED).model, tmp_path / "first"
    )


def test_a_report_may_use_another_model_of_the_program(train, tmp_path):
    framework = frontend("hgq")
    other, model = built(framework.build, **OTHER), built(framework.build, **LEARNED)
    fit(framework, model, report=lambda row: framework.predict(other, VALIDATION.x))
    assert saved(framework, model, tmp_path / "one") == saved(framework, train(**LEARNED).model, tmp_path / "two")


def test_compiled_ranges_are_those_of_trace_minmax(train):
    from hgq.utils import trace_minmax

    framework = frontend("hgq")
    model = train(**LEARNED).model
    x = np.concatenate([TRAIN.x, VALIDATION.x])
    assert len(x) % 1024
    measured = []
    for measure in (
        lambda: framework.calibrate(model.program, x),
        lambda: [trace_minmax(model.keras, x, batch_size=1024, reset=first) for first in (True, False)],
    ):
        measure()
        measured.append({name: np.stack([q.quantizer._i, q.quantizer._k]) for name, q in model.quantizers.items()})
    assert measured[0].keys() == measured[1].keys()
    for name, ranges in measured[0].items():
        np.testing.assert_array_equal(ranges, measured[1][name])
    assert measured[0]["phi0_relu"].std() > 0


def test_a_ramp_moves_the_penalty_by_equal_factors(train):
    framework = frontend("hgq")
    history = fit(framework, built(framework.build, **LEARNED, ebops_ramp=1e-5))
    assert [row["ebops_penalty"] for row in history] == pytest.approx([1e-3, 1e-4, 1e-5])


def test_a_larger_penalty_leaves_fewer_bits(train):
    framework = frontend("hgq")
    models = [built(framework.build, **LEARNED, ebops_penalty=1e-7, ebops_ramp=end) for end in (1e-7, 1.0)]
    constant, rising = (fit(framework, model)[-1]["ebops"] for model in models)
    assert 0 < rising < 0.9 * constant


def test_the_penalty_is_steered_towards_a_target(train):
    framework = frontend("hgq")
    for target, dearer in ((1e3, True), (1e6, False)):
        rows = fit(framework, built(framework.build, **LEARNED, ebops_target=target))
        penalties = [row["ebops_penalty"] for row in rows]
        assert penalties[0] == pytest.approx(1e-3)
        assert penalties[-1] > 2e-3 if dearer else penalties[-1] < 5e-4


@pytest.mark.parametrize("method", ["global", "unit"])
def test_other_ways_to_prune_leave_the_asked_share_of_zeros(train, method):
    framework = frontend("hgq")
    model = built(framework.build, **LEARNED, ebops_penalty=1e-6)
    fit(framework, model, 0.5, method=method)
    net = framework.freeze(model)
    assert differing(Trained(framework, model, net), VALIDATION.x) == 0
    masks = {name: mask.mask.numpy() for name, mask in model.program.masks.items()}
    if method == "global":
        assert sum((mask == 0).sum() for mask in masks.values()) == round(0.5 * sum(m.size for m in masks.values()))
    else:
        assert {name: (mask == 0).all(axis=0).sum() for name, mask in masks.items()} == {
            "phi0": 3,
            "phi1": 3,
            "rho0": 3,
            "logits": 0,
        }
    for name, mask in masks.items():
        assert (net.weights[f"{name}.kernel"][mask == 0] == 0).all()
