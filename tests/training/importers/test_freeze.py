"""Models of a user's own, frozen as on the command line."""

import hashlib
import tarfile
from pathlib import Path

import keras
import numpy as np
import pytest
from typer.testing import CliRunner

from codesign.cli.app import app
from codesign.errors import CodesignError, FrontendError, RunError
from codesign.net import reference
from codesign.net.agreement import CONTRACT_INPUTS, OVERFLOW_SAMPLES
from codesign.net.ops import Dense, Relu
from codesign.runs import stages
from codesign.runs.delivery import shipping
from codesign.runs.delivery.card import model_card
from codesign.runs.delivery.handoff import handoff
from codesign.runs.inputs import contract_of, joined
from codesign.runs.proof import agreements
from codesign.runs.run import Run
from codesign.training.frontends.qkeras_import import prefer_modules
from codesign.training.importers.freeze import Choices, freeze, read_type
from tests.training.importers import models

prefer_modules()  # as a user's environment with both QKeras and HGQ2 needs it
TORCH = "tests.training.importers.torch_models"


def command(*arguments: object) -> str:
    """What `codesign freeze` prints; raises what it raises."""
    result = CliRunner().invoke(app, ["freeze", *map(str, arguments)], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def assert_exact(run: Run, outputs: int) -> None:
    """The framework equals the reference on all of the contract's inputs, and they are not all the same."""
    found = {a.inputs: a for a in agreements(run) if a.witness == "framework"}
    assert all(a.exact for a in found.values()), found
    assert found["random"].samples == CONTRACT_INPUTS * outputs
    assert found["overflow"].samples == OVERFLOW_SAMPLES * outputs
    assert run.net.rounded  # something can overflow
    values = reference.run(run.net, joined(contract_of(run).sample)[:100])
    assert all(np.ptp(output, axis=0).min() > 0 for output in values.values())


def test_every_layer_of_hgq2_is_frozen_exactly(tmp_path: Path) -> None:
    path = models.hgq_functional(tmp_path / "my.model.keras")
    command(path, "-o", tmp_path / "run", "--set", "firmware.clock_ns=5")
    run = Run.open(tmp_path / "run")
    assert_exact(run, 3)
    assert (run.design.name, run.design.framework, run.design.firmware.clock_ns) == ("my.model", "hgq", 5)
    assert run.net.graph.outputs == ("logits",)
    assert run.net.types["inputs"].shape == (4,)  # one type a feature


def test_every_layer_of_qkeras_is_frozen_exactly(tmp_path: Path) -> None:
    path = models.qkeras_functional(tmp_path / "tagger.keras")
    command(path, "-o", tmp_path / "run")
    run = Run.open(tmp_path / "run")
    assert_exact(run, 3)
    assert run.net.types["inputs"] == run.net.types["q_activation"].uniform() or run.net.types["inputs"].shape == (4,)
    assert [op.name for op in run.net.graph.ops if isinstance(op, Relu)] == ["q_activation_1", "q_conv1d_activation"]


def test_every_call_of_brevitas_is_frozen_exactly(tmp_path: Path) -> None:
    command(f"{TORCH}:tagger", "--shape", "8,4", "-o", tmp_path / "run")
    run = Run.open(tmp_path / "run")
    assert_exact(run, 3)
    assert (run.design.name, run.design.framework) == ("tagger", "brevitas")


def test_a_torch_module_with_sums_wider_than_float32_is_compared_in_float64(tmp_path: Path) -> None:
    """24-bit inputs times 6-bit weights, 32 of them: 35 bits."""
    run = freeze(f"{TORCH}:float_inputs", tmp_path / "run", Choices(port="ap_fixed<24,12>", shape=(8, 4)))
    found = {a.inputs: a for a in agreements(run)}
    assert found["random"].samples == CONTRACT_INPUTS * 3
    assert all(a.exact for a in found.values())
    x = joined(contract_of(run).sample)[:100]
    (logits,) = reference.run(run.net, x).values()
    assert (logits.astype(np.float32) != logits).any()  # float32 cannot hold them


def test_the_user_s_torch_module_stays_in_float32(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    from codesign.training.importers import torch_model
    from tests.training.importers import torch_models

    module = torch_models.tagger()
    monkeypatch.setattr(torch_models, "one_module", module, raising=False)
    imported = torch_model.read(f"{TORCH}:one_module", (8, 4))
    imported.predict(np.zeros((3, 8, 4)))
    assert {values.dtype for values in module.parameters()} == {torch.float32}
    assert torch.get_default_dtype() == torch.float32


def test_a_wider_port_lets_the_first_quantizer_overflow(tmp_path: Path) -> None:
    path = models.hgq_sequential(tmp_path / "m.keras")
    narrow = freeze(str(path), tmp_path / "narrow", Choices())
    wide = freeze(str(path), tmp_path / "wide", Choices(port="ap_fixed<16,8>"))
    assert_exact(wide, 3)
    assert "quantizer" not in narrow.net.rounded
    assert "quantizer" in wide.net.rounded
    assert narrow.design.key != wide.design.key


def test_a_port_s_type_lets_the_first_layer_read_the_inputs_as_they_are(tmp_path: Path) -> None:
    from qkeras import QDense, quantized_bits

    bits = {name: quantized_bits(6, 0, alpha=1) for name in ("kernel_quantizer", "bias_quantizer")}
    keras.utils.set_random_seed(1)
    first = QDense(5, activation="quantized_relu(6,2)", **bits)
    keras.Sequential([keras.Input((8, 4)), first, keras.layers.Flatten(), QDense(3, **bits)]).save(tmp_path / "m.keras")
    for number, (source, shape) in enumerate([(str(tmp_path / "m.keras"), None), (f"{TORCH}:float_inputs", (8, 4))]):
        with pytest.raises(FrontendError, match=r"reads 'inputs', whose bit width nothing sets.*--port"):
            freeze(source, tmp_path / "refused", Choices(shape=shape))
        command(
            source, "--port", "ap_fixed<8,4>", "-o", tmp_path / f"run{number}", *(("--shape", "8,4") if shape else ())
        )
        run = Run.open(tmp_path / f"run{number}")
        assert run.net.types["inputs"].ap_type() == "ap_fixed<8,4,AP_TRN,AP_WRAP>"
        assert all(a.exact for a in agreements(run))


def test_the_same_model_goes_on_in_its_folder_and_another_does_not(tmp_path: Path) -> None:
    path = models.hgq_sequential(tmp_path / "m.keras")
    first = freeze(str(path), tmp_path / "run", Choices())
    again = freeze(str(path.rename(tmp_path / "renamed.keras")), tmp_path / "run", Choices())
    assert (again.design.key, again.net.key) == (first.design.key, first.net.key)
    assert "framework" in command(tmp_path / "run")
    (tmp_path / "run" / "agreement.json").unlink()
    with pytest.raises(RunError, match=r"was not compared; read it again with `codesign freeze .*renamed.keras -o"):
        CliRunner().invoke(app, ["freeze", str(tmp_path / "run")], catch_exceptions=False)
    with pytest.raises(RunError, match="choose another folder"):
        freeze(str(models.hgq_sequential(tmp_path / "other.keras")), tmp_path / "run", Choices())


def test_later_verbs_take_an_imported_model_and_training_does_not(tmp_path: Path) -> None:
    run = freeze(str(models.hgq_sequential(tmp_path / "m.keras")), tmp_path / "run", Choices())
    assert all(a.exact for a in stages.rtl(run))
    stages.check(run)
    page = CliRunner().invoke(app, ["report", str(run.folder)], catch_exceptions=False)
    assert page.exit_code == 0
    assert f"codesign freeze {run.folder}" not in (run.folder / "report.html").read_text()  # nothing is missing there
    with pytest.raises(RunError, match="was not trained here"):
        CliRunner().invoke(app, ["train", str(run.folder)], catch_exceptions=False)


def test_real_jets_give_the_port_its_type(tmp_path: Path) -> None:
    model = keras.Sequential([keras.Input((16, 20)), *_reading_jets()])
    model.save(tmp_path / "m.keras")
    run = freeze(str(tmp_path / "m.keras"), tmp_path / "run", Choices(jets="shipped"))
    found = {a.inputs: a for a in agreements(run)}
    assert found["jets"].exact
    assert found["overflow"].exact
    assert run.net.types["inputs"].shape == (20,)
    with pytest.raises(FrontendError, match="8 x 4 numbers, and the port has 20 features"):
        freeze(str(models.hgq_sequential(tmp_path / "n.keras")), tmp_path / "other", Choices(jets="shipped"))
    with pytest.raises(FrontendError, match="leave --port out"):
        freeze(str(tmp_path / "m.keras"), tmp_path / "o", Choices(jets="shipped", port="ap_fixed<8,4>"))


def _reading_jets() -> list[keras.layers.Layer]:
    from hgq.layers import QDense, QMeanPow2

    return [QDense(4, activation="relu"), QMeanPow2(axes=1), QDense(3)]


def test_a_softmax_at_the_end_is_dropped_only_when_asked(tmp_path: Path) -> None:
    in_layer = models.hgq_sequential(tmp_path / "m.keras", activation="softmax")
    own_layer = models.qkeras_functional(tmp_path / "q.keras", softmax=True)
    sources = ((str(in_layer), None), (str(own_layer), None), (f"{TORCH}:with_softmax", (8, 4)))
    for number, (source, shape) in enumerate(sources):
        with pytest.raises(FrontendError, match=r"logits leave the FPGA.*--drop-softmax"):
            freeze(source, tmp_path / "refused", Choices(shape=shape))
        run = freeze(source, tmp_path / f"run{number}", Choices("ap_fixed<16,8>", shape=shape, drop_softmax=True))
        assert_exact(run, 3)
        assert isinstance(run.net.graph.ops[-1], Dense)
    assert not (tmp_path / "refused").exists()
    without = models.hgq_sequential(tmp_path / "n.keras")
    with pytest.raises(FrontendError, match="leave --drop-softmax out"):
        freeze(str(without), tmp_path / "refused", Choices(drop_softmax=True))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("float_scale", r"call 3 of 3, '_2' \(QuantLinear\).*not a power of two; use quantizers of brevitas"),
        ("float_bias", "its bias has no quantizer; use .*Int8BiasPerTensorFixedPointInternalScaling"),
        ("float_inputs", r"reads 'inputs', whose bit width nothing sets.*--port"),
        ("float_layer", r"call 4 of 4, '_3' \(Linear\): not supported.*use QuantLinear"),
        ("normalised_by_batch", r"call 4 of 4, '_3' \(BatchNorm1d\): it normalises by the jets of each batch"),
        ("broken", r"torch_models\.py:\d+: RuntimeError: no weights here"),
        ("branching", "cannot be traced"),
        ("absent", "cannot be imported"),
        ("number", "int"),
    ],
)
def test_a_torch_module_that_cannot_be_exact_is_refused_by_name(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(FrontendError, match=message):
        freeze(f"{TORCH}:{name}", tmp_path / "run", Choices(shape=(8, 4)))
    assert not (tmp_path / "run").exists()


def test_a_torch_module_needs_the_shape_of_its_input(tmp_path: Path) -> None:
    with pytest.raises(FrontendError, match="--shape"):
        freeze(f"{TORCH}:tagger", tmp_path / "run", Choices())
    with pytest.raises(FrontendError, match=r"cannot compute an input of shape \(8, 5\)"):
        freeze(f"{TORCH}:tagger", tmp_path / "run", Choices(shape=(8, 5)))


def test_what_is_no_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.keras").write_text("no archive")
    for source, message in (
        (tmp_path / "absent.keras", "no such file"),
        (tmp_path / "text.keras", "not a Keras 3 file"),
        (tmp_path / "model.h5", "neither a run folder nor a .keras file"),
    ):
        with pytest.raises(CodesignError, match=message):
            freeze(str(source), tmp_path / "run", Choices())


def test_a_type_is_written_as_vitis_writes_it() -> None:
    assert read_type("ap_fixed<12,6>").ap_type() == "ap_fixed<12,6,AP_TRN,AP_WRAP>"
    assert read_type("ap_ufixed<8, -1>").ap_type() == "ap_ufixed<8,-1,AP_TRN,AP_WRAP>"
    with pytest.raises(FrontendError, match="expected ap_fixed<W,I>"):
        read_type("16,6")


def test_heads_of_any_name_are_handed_on(tmp_path: Path) -> None:
    from qkeras import QActivation, QDense, quantized_bits

    bits = {name: quantized_bits(6, 0, alpha=1) for name in ("kernel_quantizer", "bias_quantizer")}
    keras.utils.set_random_seed(1)
    candidates = keras.Input((2, 2))
    flat = keras.layers.Flatten()(QActivation(quantized_bits(6, 2, alpha=1))(candidates))
    heads = [QDense(2, name=name, **bits)(flat) for name in ("class", "time", "NULL", "tagger", "pt", "pt_t")]
    keras.Model(candidates, heads).save(tmp_path / "m.keras")
    run = freeze(str(tmp_path / "m.keras"), tmp_path / "run", Choices())
    assert run.net.graph.outputs == (
        "class_2",
        "time_2",
        "NULL_2",
        "tagger_2",
        "pt_2",
        "pt_t",
    )  # the last is walked first
    handoff(run, tmp_path / "bundle.tar.gz")  # compiles, and compares csim and RTL
    assert all(a.exact for a in agreements(run))
    with tarfile.open(tmp_path / "bundle.tar.gz") as tar:
        files = {name.partition("/")[2] for name in tar.getnames()}
        card = next(tar.extractfile(m).read().decode() for m in tar.getmembers() if m.name.endswith("MODEL_CARD.md"))
        page = next(tar.extractfile(m).read().decode() for m in tar.getmembers() if m.name.endswith("README.md"))
    assert {"design.yaml", "net.json", "net.npz", f"hls/firmware/{run.top}.cpp", f"rtl/src/{run.top}.v"} <= files
    assert hashlib.sha256((tmp_path / "m.keras").read_bytes()).hexdigest() in card
    assert "weights.h5" not in page
    assert "@" not in page


def test_a_card_of_random_inputs_names_no_features(tmp_path: Path) -> None:
    """Though there are as many as in the feature set that designs have by default."""
    keras.Sequential([keras.Input((4, 20)), *_reading_jets()]).save(tmp_path / "m.keras")
    run = freeze(str(tmp_path / "m.keras"), tmp_path / "run", Choices())
    shipping.prove(run)
    assert "PUPPI" not in model_card(run)
