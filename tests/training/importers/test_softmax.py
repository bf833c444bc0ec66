"""--drop-softmax drops a softmax at the end of a model, and nothing else; the witness is the user's own model."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from keras import layers

from codesign.errors import ExactnessError, FrontendError
from codesign.net import reference
from codesign.runs.proof import agreements
from codesign.runs.run import Run
from codesign.training.frontends.qkeras_import import prefer_modules
from codesign.training.importers import qkeras_layers
from codesign.training.importers.assembly import Assembly
from codesign.training.importers.endings import Ending
from codesign.training.importers.freeze import Choices, freeze
from codesign.training.importers.keras_model import read

prefer_modules()
TORCH = "tests.training.importers.torch_softmax"
Tensor = Any


def _dense(units: int, **options: object) -> layers.Layer:
    from qkeras import QDense, quantized_bits

    quantizers = {name: quantized_bits(6, 0, alpha=1) for name in ("kernel_quantizer", "bias_quantizer")}
    return QDense(units, **quantizers, **options)


def _rounded(x: Tensor, text: str = "quantized_bits(8,3,alpha=1)", **options: object) -> Tensor:
    from qkeras import QActivation

    return QActivation(text, **options)(x)


def _saved(path: Path, made: Callable[[Tensor], Any], shape: tuple[int, ...] = (4, 3)) -> str:
    """A file of a model; made: its outputs of rounded inputs."""
    keras.utils.set_random_seed(3)
    candidates = keras.Input(shape)
    keras.Model(candidates, made(_rounded(candidates))).save(path)
    return str(path)


def _frozen(folder: Path, source: str) -> Run:
    run = freeze(source, folder / "run", Choices(drop_softmax=True))
    rows = [a for a in agreements(run) if a.witness == "framework"]
    assert rows
    assert all(a.exact for a in rows)
    return run


def _users(source: str, run: Run) -> tuple[dict[str, np.ndarray], list[np.ndarray]]:
    """What a net and the model in the user's file give for the same inputs."""
    x = run.net.types[run.net.port.name].cast(np.random.default_rng(5).normal(0, 3, (500, *run.net.port.size)))
    given = keras.tree.flatten(keras.models.load_model(source, compile=False)(x.astype(np.float32)))
    return reference.run(run.net, x), [np.asarray(y) for y in given]


def _softmax(x: np.ndarray) -> np.ndarray:
    return np.exp(x) / np.exp(x).sum(axis=-1, keepdims=True)


def _feeds_on(x: Tensor) -> Any:
    p = _dense(3, activation="softmax", name="probs")(layers.Flatten()(x))
    return [p, _dense(1, name="reg")(_rounded(p, "quantized_bits(8,0,alpha=1)", name="pq"))]


def _shared(x: Tensor) -> Any:
    shared = _dense(3, activation="softmax", name="shared")
    return shared(_rounded(shared(x), "quantized_bits(8,0,alpha=1)"))


def _gate(x: Tensor) -> Any:
    x = layers.Flatten()(x)
    gate = layers.Softmax(name="gate")(_dense(3)(x))
    return [layers.Softmax()(_dense(3)(x)), layers.Multiply(name="gated")([_dense(3)(x), gate])]


def _before_a_quantizer(x: Tensor) -> Any:
    return _rounded(_dense(3, activation="sigmoid", name="last")(layers.Flatten()(x)), name="behind")


def _twice_inside(x: Tensor) -> Any:
    inner = keras.Sequential([keras.Input((12,)), _dense(3, activation="softmax", name="inside")])
    flat = layers.Flatten()(x)
    return [inner(flat), inner(layers.Add()([flat, flat]))]


def _read_outside(x: Tensor) -> Any:
    inner = keras.Sequential([keras.Input((12,)), _dense(3, name="phi"), layers.Softmax(name="inside")])
    p = inner(layers.Flatten()(x))
    return [p, layers.Concatenate(name="beside")([p, p])]


def _over_candidates(x: Tensor) -> Any:
    return layers.Softmax(axis=1, name="pointing")(_dense(3)(x))


def _over_all(x: Tensor) -> Any:
    return keras.ops.softmax(_dense(3)(x), axis=(1, 2))


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (_feeds_on, r"layer 4 of 5, 'pq' \(QActivation\): it reads the softmax of layer 3 of 5, 'probs' \(QDense\)"),
        (_shared, r"layer 2 of 4, 'shared' \(QDense\): its softmax cannot be dropped.* applied 2 times; give each"),
        (
            _gate,
            r"'gated' \(Multiply\): it reads the softmax of layer 5 of 8, 'gate' \(Softmax\).*let it read the log",
        ),
        (_before_a_quantizer, r"'behind' \(QActivation\): it reads the sigmoid of layer 3 of 4, 'last' \(QDense\)"),
        (_twice_inside, r"'inside' \(QDense\): its softmax cannot be dropped.* applied 2 times"),
        (_read_outside, r"layer 5 of 5, 'beside' \(Concatenate\): it reads the softmax of layer 4 of 5, 'inside'"),
        (
            _over_candidates,
            r"'pointing' \(Softmax\): its softmax is along axis 1, not along the last one.*leave it out",
        ),
        (_over_all, "is along axis 1, 2, not along the last one"),
    ],
)
def test_a_softmax_that_something_else_needs_is_not_dropped(tmp_path: Path, made: Any, message: str) -> None:
    source = _saved(tmp_path / "m.keras", made)
    with pytest.raises(FrontendError, match=message):
        freeze(source, tmp_path / "run", Choices(drop_softmax=True))
    assert not (tmp_path / "run").exists()


def test_an_output_quantizer_behind_a_softmax_reads_it(tmp_path: Path) -> None:
    from hgq.layers import QDense

    inner = [QDense(3, activation="softmax", enable_oq=True, name="last")]
    keras.Sequential([keras.Input((4, 3)), layers.Flatten(), *inner]).save(tmp_path / "m.keras")
    with pytest.raises(FrontendError, match=r"'last' \(QDense\): it reads the softmax of layer 2 of 2, 'last'"):
        read(tmp_path / "m.keras", drop_softmax=True)


def test_of_several_heads_each_softmax_is_dropped_and_the_rest_stays(tmp_path: Path) -> None:
    def heads(x: Tensor) -> Any:
        x = layers.Flatten()(x)
        logits = _dense(3, name="logits")(x)
        read_too = _dense(2, activation="sigmoid", name="tags")(_rounded(logits, "quantized_relu(6,3)"))
        return [layers.Softmax()(logits), _dense(1, name="pt")(x), read_too, keras.ops.log_softmax(_dense(4)(x))]

    source = _saved(tmp_path / "m.keras", heads)
    run = _frozen(tmp_path, source)
    net, (classes, pt, tags, log) = _users(source, run)
    assert run.net.graph.outputs[:3] == ("logits", "pt", "tags")
    np.testing.assert_array_equal(net["pt"], pt)
    np.testing.assert_allclose(_softmax(net["logits"]), classes, atol=1e-6)
    np.testing.assert_allclose(1 / (1 + np.exp(-net["tags"])), tags, atol=1e-6)
    np.testing.assert_allclose(np.log(_softmax(net[run.net.graph.outputs[3]])), log, atol=1e-5)
    np.testing.assert_array_equal(np.argmax(net["logits"], axis=1), np.argmax(classes, axis=1))
    assert len(set(np.argmax(classes, axis=1))) == 3


def test_a_softmax_at_the_end_of_a_model_inside_is_dropped(tmp_path: Path) -> None:
    inner = keras.Sequential([keras.Input((12,)), _dense(3, activation="softmax", name="inside")])
    source = _saved(tmp_path / "m.keras", lambda x: layers.Dropout(0.1)(inner(layers.Flatten()(x))))
    run = _frozen(tmp_path, source)
    net, (classes,) = _users(source, run)
    np.testing.assert_allclose(_softmax(net["inside"]), classes, atol=1e-6)
    assert np.ptp(classes, axis=0).min() > 0.5


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("gating", r"call 6 of 6, 'mul' \(mul\): it reads the softmax of call 5 of 6, 'softmax' \(softmax\)"),
        ("shared", r"'softmax' \(Softmax\): its softmax cannot be dropped.* applied 2 times"),
        ("over_jets", "its softmax is along axis 0, not along the last one"),
        ("no_axis", "give dim=-1"),
    ],
)
def test_a_softmax_of_torch_that_something_else_needs_is_not_dropped(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(FrontendError, match=message):
        freeze(f"{TORCH}:{name}", tmp_path / "run", Choices(shape=(4, 3), drop_softmax=True))
    assert not (tmp_path / "run").exists()


def test_of_several_heads_of_torch_each_softmax_is_dropped(tmp_path: Path) -> None:
    import torch

    from tests.training.importers.torch_softmax import heads

    run = freeze(f"{TORCH}:heads", tmp_path / "run", Choices(shape=(4, 3), drop_softmax=True))
    x = run.net.types[run.net.port.name].cast(np.random.default_rng(5).normal(size=(500, 4, 3)))
    with torch.no_grad():
        given = heads(torch.from_numpy(x.astype(np.float32)))
    classes, tags, rounded = (y.numpy() for y in (given["classes"], *given["tags"]))
    logits, sigmoid, coarse = reference.run(run.net, x).values()
    np.testing.assert_allclose(_softmax(logits), classes, atol=1e-6)
    np.testing.assert_allclose(1 / (1 + np.exp(-sigmoid)), tags, atol=1e-6)
    assert (
        np.median(np.abs(1 / (1 + np.exp(-coarse)) - rounded)) < 2**-8
    )  # of 8 bits, which saturate at the learned end
    assert np.ptp(logits, axis=0).min() > 0


def test_the_witness_is_the_module_itself_and_not_its_trace(tmp_path: Path) -> None:
    with pytest.raises(ExactnessError, match="differ in"):
        freeze(f"{TORCH}:other_when_traced", tmp_path / "run", Choices(shape=(4, 3)))


@pytest.mark.parametrize("drop", [False, True])
def test_a_wrong_rebuild_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, drop: bool) -> None:
    source = _saved(
        tmp_path / "m.keras", lambda x: _dense(3, activation="softmax" if drop else None)(layers.Flatten()(x))
    )
    if drop:  # what is left out is not only the softmax
        honest = Assembly.ending
        monkeypatch.setattr(
            Assembly, "ending", lambda net, n, x, f, *a: honest(net, n, net.scaled("twice", x, 2), f, *a)
        )
    else:
        monkeypatch.setattr(qkeras_layers, "_bias", lambda layer: None)
        monkeypatch.setattr(
            qkeras_layers, "_weights", lambda layer, name: 0.5 * np.asarray(layer.kernel).round(1).round()
        )
    with pytest.raises(ExactnessError):
        freeze(source, tmp_path / "run", Choices(drop_softmax=drop))
    assert (tmp_path / "run" / "agreement.json").exists() is not drop  # which says what differs, in numbers
    assert (tmp_path / "run").exists() is not drop


def _ending(function: str = "softmax") -> Ending:
    return Ending("probs", "logits", function, "layer 1 of 1, 'probs' (QDense)")


def test_what_a_model_gives_must_be_the_softmax_of_the_logits() -> None:
    logits = np.log([[1.0, 2.0, 5.0]])  # so that their softmax is 1/8, 1/4, 5/8
    right = np.array([[0.125, 0.25, 0.625]], np.float32)
    _ending().check(logits, right)
    _ending("QSoftmax").check(logits, np.array([[0.0, 0.25, 0.25]]))  # rounded, and in the same order
    for wrong in (right + np.float32(1e-5), right[:, ::-1], right * np.nan):
        with pytest.raises(ExactnessError, match=r"layer 1 of 1, 'probs' \(QDense\): the softmax of 'logits' is not"):
            _ending().check(logits, wrong)
    with pytest.raises(ExactnessError, match="another order for 1 inputs"):
        _ending("QSoftmax").check(logits, np.array([[0.25, 0.0, 0.75]]))
    tiny = np.array([[-200.0, -100.0, 0.0]])  # exp(-100) is 3.7e-44 and exp(-200) is 0 in float32
    _ending().check(tiny, np.array([[0.0, 3.7e-44, 1.0]]))
    with pytest.raises(ExactnessError, match="another order"):
        _ending().check(tiny, np.array([[3.7e-44, 0.0, 1.0]]))


class _Straight:
    """A quantizer that gives other numbers in training."""

    use_ste = False

    def __call__(self, x: Any) -> Any:
        return x + 0.25 if self.use_ste else x


def test_a_quantizer_that_rounds_otherwise_in_training_is_refused() -> None:
    with pytest.raises(FrontendError, match="_Straight gives other numbers with use_ste=True"):
        qkeras_layers._check_straight_through(_Straight(), np.ones(3, np.float32))
