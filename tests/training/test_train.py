import sys
from types import SimpleNamespace

import pytest

import codesign
import codesign.training.train as training_stage
from codesign.base.config import Source
from codesign.base.locks import locked
from codesign.cli.app import ERROR, main
from codesign.design.design import Design
from codesign.errors import ExactnessError, JetsError, RunError
from codesign.net.agreement import Agreement
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint
from codesign.runs.run import Run, remove_untrained
from codesign.training.train import begun, freeze, train
from tests.fake_runs import fake_design, fake_jets
from tests.nets import random_net, small_mlp


def differing(folder, net, **design):
    run = Run.create(Design.model_validate(design), folder)
    net.save(folder)
    row = Agreement("framework", "reference", "jets", 80, 3, 1.0, "hidden0", 1, 20)
    run.write("agreement.json", {"net": run.net.key, "rows": [row.to_dict()]})
    run.write("metrics.json", {"net": run.net.key})
    return run


def test_a_framework_that_differs_is_an_error_each_time(tmp_path):
    run = differing(tmp_path, random_net(small_mlp()))
    for _ in range(2):
        with pytest.raises(ExactnessError, match=r"differ in 3 of 80 outputs on jets inputs; see agreement.json$"):
            freeze(run)


def test_sums_too_wide_for_the_framework_are_named_with_what_to_do(tmp_path):
    port = FixedPoint(1, 12, 14)  # 27 bits
    net = random_net(small_mlp())
    types = {net.port.name: port} | {name: net.types[name] for name in net.rounded}
    net = FixedNet.build(net.graph, net.weights, net.weight_types, types)
    with pytest.raises(ExactnessError, match=r"Sums of '.*' may need more than the 24 bits .* train with qkeras"):
        freeze(differing(tmp_path / "hgq", net))
    with pytest.raises(ExactnessError, match=r"see agreement.json$"):
        freeze(differing(tmp_path / "qkeras", net, frontend="qkeras"))


def test_freezing_before_training_says_what_to_do(tmp_path):
    with pytest.raises(RunError, match="codesign train"):
        freeze(Run.create(Design(), tmp_path))


def test_training_on_a_missing_jets_file_names_it(tmp_path):
    design = Design.model_validate_json('{"jets": {"file": "no.npz"}}')
    with pytest.raises(JetsError, match=r"no\.npz"):
        train(Run.create(design, tmp_path))


@pytest.mark.parametrize(("settings", "mirrors"), [({"mirror": True}, 2), ({}, None)])
def test_mirrored_jets_are_those_of_the_training_only(settings, mirrors, tmp_path, monkeypatch):
    class Seen(Exception):
        pass

    def fit(model, train, validation, *others):
        assert (None if train.turned is None else len(train.turned)) == mirrors
        assert validation.turned is None
        raise Seen

    framework = SimpleNamespace(build=lambda *parts: None, fit=fit)
    monkeypatch.setattr(training_stage, "frontend", lambda name: framework)
    with pytest.raises(Seen):
        train(Run.create(Design.model_validate({"training": settings}), tmp_path))


@pytest.mark.parametrize(
    ("name", "weights"), [("hgq", "model.weights.h5"), ("qkeras", "model.weights.h5"), ("brevitas", "model.weights.pt")]
)
def test_damaged_weights_are_named_with_what_to_do(name, weights, tmp_path):
    design = Design.model_validate({"frontend": name, "architecture": {"name": "cms_ng"}})
    run = Run.create(design, tmp_path)
    (tmp_path / weights).write_bytes(b"no weights")
    for stage in (train, freeze):
        with pytest.raises(RunError, match=rf"{weights} does not fit the design .*remove it"):
            stage(run)
    assert (tmp_path / weights).read_bytes() == b"no weights"


WRONG_INPUTS = pytest.mark.parametrize(
    ("jets", "line", "message"),
    [
        ("no.npz", "", "design.yaml:2: jets.file: no jets file at"),
        ("cut.npz", "", "design.yaml:2: jets.file: "),
        ("jets.npz", "classes: [b, wrong]", "no class 'wrong' in table sc4"),
        ("jets.npz", "candidates: 17", "stores 16 candidates per jet, and 17 were requested"),
    ],
)


@WRONG_INPUTS
@pytest.mark.parametrize("there", [False, True])
def test_a_first_training_with_wrong_inputs_leaves_no_folder(jets, line, message, there, tmp_path, monkeypatch, capsys):
    whole = fake_jets(tmp_path).read_bytes()
    (tmp_path / "cut.npz").write_bytes(whole[: len(whole) // 2])
    config, folder = tmp_path / "design.yaml", tmp_path / "runs" / "mine"
    config.write_text(f"jets:\n  file: {tmp_path / jets}\n  {line}\n")
    if there:
        folder.mkdir(parents=True)
    monkeypatch.setattr(sys, "argv", ["codesign", "train", str(config), "-o", str(folder)])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == ERROR
    assert message in capsys.readouterr().err.replace("\n", " ")
    assert folder.exists() == there
    assert not (there and list(folder.iterdir()))
    assert (tmp_path / "runs").exists() == there


def test_jets_that_are_gone_are_named_with_the_option_or_the_run_that_asks_for_them(tmp_path):
    jets = fake_jets(tmp_path)
    config = tmp_path / "design.yaml"
    config.write_text(f"jets: {{file: {jets}}}\n")
    with pytest.raises(JetsError, match=r"^--set jets\.file=no\.npz: jets\.file: no jets file at no\.npz"):
        codesign.train(config, tmp_path / "run", {"jets.file": "no.npz"})
    with pytest.raises(JetsError, match=r"^design fake: jets\.file: no jets file at gone\.npz"):
        codesign.train(fake_design("gone.npz"), tmp_path / "run")
    assert not (tmp_path / "run").exists()
    run = Run.create(fake_design(jets), tmp_path / "run")
    jets.unlink()
    with pytest.raises(JetsError, match=r"/run/design\.yaml:3: jets\.file: no jets file at .*jets\.npz"):
        codesign.train(run.folder)


def failed(folder, left, error=MemoryError):
    """The design of a first training that wrote the file `left` into the run folder and then failed with `error`."""
    design = fake_design(fake_jets(folder.parent))

    def training():
        with begun(design, folder, Source("a test")):
            (folder / left).write_bytes(b"{}")
            raise error

    with pytest.raises(error):
        training()
    return design


def test_a_first_training_that_fails_leaves_no_folder(tmp_path):
    failed(tmp_path / "run", "progress.json")
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("left", ["checkpoint.npz", "notes.txt"])
def test_a_folder_with_anything_else_stays(left, tmp_path):
    design = failed(tmp_path / "run", left)
    assert (tmp_path / "run" / left).read_bytes() == b"{}"
    assert Run.open(tmp_path / "run").design == design


def test_a_folder_that_was_there_stays(tmp_path):
    Run.create(fake_design(fake_jets(tmp_path)), tmp_path / "run")
    assert Run.open(tmp_path / "run").design == failed(tmp_path / "run", "progress.json")


def test_a_folder_that_another_process_trains_in_stays(tmp_path):
    with locked(tmp_path / "run", "train"):  # flock treats another descriptor like another process
        remove_untrained(tmp_path / "run")
        assert (tmp_path / "run").exists()
    remove_untrained(tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_after_ctrl_c_the_folder_is_there_to_go_on_with(tmp_path):
    design = failed(tmp_path / "run", "progress.json", KeyboardInterrupt)
    assert Run.open(tmp_path / "run").design == design
