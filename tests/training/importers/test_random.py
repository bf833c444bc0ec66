"""Whatever a model is made of, freeze ends in a net that converts or in an error that says where and what instead."""

import shutil
import tempfile
from pathlib import Path

import keras
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codesign.backends import HLS
from codesign.errors import CodesignError, FrontendError, NetError
from codesign.runs import stages
from codesign.training.frontends.qkeras_import import prefer_modules
from codesign.training.importers import keras_model
from codesign.training.importers.freeze import Choices, freeze, read_type
from tests.training.importers import models, random_models

prefer_modules()
LIBRARIES = ["hgq", "qkeras", "brevitas"]
SETTINGS = settings(deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


def frozen_or_refused(data: st.DataObject, library: str, prove: bool = False) -> None:
    """Raises anything but a CodesignError that names a layer, or the whole model."""

    def choose(options: list[object]) -> object:
        return options[data.draw(st.integers(0, len(options) - 1))]

    keras.utils.clear_session(free_memory=False)
    keras.utils.set_random_seed(0)
    folder = Path(tempfile.mkdtemp())
    try:
        shape = None
        if library == "brevitas":
            random_models.drawn, shape = random_models.torch_module(choose)
            source = f"{random_models.__name__}:drawn"
        else:
            source = str(folder / "m.keras")
            random_models.keras_model(choose, library).save(source)
        port = choose([None, "ap_fixed<6,3>", "ap_ufixed<4,2>"])
        drop = choose([False, False, True])
        try:
            run = freeze(source, folder / "run", Choices(port=port, shape=shape, drop_softmax=drop))
        except CodesignError as error:
            assert_says_where_and_what(str(error))
            return
        stages.write_firmware(run, HLS, folder / "hls")
        if prove:
            stages.convert(run)
            assert all(a.exact for a in stages.csim(run))
    finally:
        shutil.rmtree(folder)


def assert_says_where_and_what(message: str) -> None:
    of_the_whole = ("m.keras", "no output of the model ends in", "--port", "the module", "prove nothing")
    places = message.startswith(("layer ", "call "))
    assert places or any(text in message for text in of_the_whole), message
    assert "Error:" not in message, f"what Python says is not what a user can do: {message}"


def test_inputs_of_three_axes_and_outputs_of_one_number(tmp_path: Path) -> None:
    from hgq.layers import QDense, QSum

    x = keras.Input((2, 4, 3))
    y = QDense(2, name="phi")(x)
    keras.Model(x, [QSum(axes=(1, 2, 3), keepdims=False, name="sum")(y), y]).save(tmp_path / "m.keras")
    run = freeze(str(tmp_path / "m.keras"), tmp_path / "run", Choices(port="ap_fixed<6,3>"))
    assert run.net.port.size == (8, 3)
    assert [run.net.graph.shapes[name] for name in run.net.graph.outputs] == [(1,), (2, 4, 2)]
    assert all(a.exact for a in stages.rtl(run))
    stages.write_firmware(run, HLS, tmp_path / "hls")


def test_what_fails_while_it_is_read_is_said_of_its_layer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(net: object, layer: object, inputs: object) -> str:
        raise KeyError("nothing here")

    monkeypatch.setitem(keras_model.HANDLERS, "keras.Flatten", broken)
    models.hgq_sequential(tmp_path / "m.keras")
    with pytest.raises(FrontendError, match=r"^layer 3 of 4, 'flatten' \(Flatten\): .*'nothing here'.*; use Dense,"):
        keras_model.read(tmp_path / "m.keras")


def test_sums_that_are_too_wide_are_said_of_their_layer(tmp_path: Path) -> None:
    from hgq.layers import QDense, QMultiply

    x = keras.Input((4, 2))
    y = QMultiply(enable_iq=False)([x, x])
    y = QMultiply(enable_iq=False, name="fourth")([y, y])
    keras.Model(x, QDense(1, enable_iq=False, name="last")(y)).save(tmp_path / "m.keras")
    with pytest.raises(NetError, match=r"^layer 2 of 3, 'fourth' \(QMultiply\): .* more than 53 bits"):
        keras_model.read(tmp_path / "m.keras", read_type("ap_fixed<16,8>"))


@pytest.mark.parametrize("library", LIBRARIES)
def test_some_models(library: str) -> None:
    @given(st.data())
    @settings(SETTINGS, max_examples=6)
    def some(data: st.DataObject) -> None:
        frozen_or_refused(data, library)

    some()


@pytest.mark.full
@pytest.mark.parametrize("library", LIBRARIES)
def test_hundreds_of_models(library: str) -> None:
    @given(st.data())
    @settings(SETTINGS, max_examples=150)
    def many(data: st.DataObject) -> None:
        frozen_or_refused(data, library)

    many()


@pytest.mark.full
@pytest.mark.parametrize("library", LIBRARIES)
def test_a_few_models_in_csim(library: str) -> None:
    @given(st.data())
    @settings(SETTINGS, max_examples=10)
    def few(data: st.DataObject) -> None:
        frozen_or_refused(data, library, prove=True)

    few()
