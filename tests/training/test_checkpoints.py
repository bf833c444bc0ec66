"""A killed training resumes from its checkpoint, and ends with the same bytes as an undisturbed one."""

import shutil
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from codesign.base.files import npz_arrays
from codesign.design.architectures.config import ArchitectureConfig
from codesign.design.frontends import weights_file
from codesign.design.training import Precision, Pruning, Teacher, Training
from codesign.runs import stages
from codesign.runs.inputs import datasets
from codesign.runs.run import Run
from codesign.sweep import trial as trials
from codesign.sweep.config import Gates, Limits
from codesign.sweep.stopping import STOPPED, Stopped
from codesign.sweep.trial import Trial, train_and_estimate
from codesign.training import checkpoints
from codesign.training.checkpoints import CHECKPOINT, Checkpoint, NumpyGenerator, made_for
from codesign.training.teacher import taught, teacher_folder
from codesign.training.train import freeze, train
from tests.fake_runs import fake_design, fake_jets

EPOCHS, KILLED_AFTER = 4, 2
STEERED = Precision(weights=4, activations=6, ebops_target=500)
FIXED = Precision(weights=4, activations=6)
FRONTENDS = {"hgq": STEERED, "qkeras": FIXED, "brevitas": FIXED}
PARTS = [
    *(("hgq", part) for part in ("model", "optimizer", "order", "mirrors")),
    *(("brevitas", part) for part in ("model", "optimizer", "schedule", "order", "mirrors")),
]
SIGKILLED = """
import os, signal, sys
from pathlib import Path
from codesign.training import checkpoints
from codesign.sweep.config import Limits
from codesign.sweep.trial import Trial, train_and_estimate

keep = checkpoints.Checkpoint.keep
def keep_and_die(self, history, parts):
    keep(self, history, parts)
    if len(history) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
checkpoints.EVERY_S, checkpoints.Checkpoint.keep = 0.0, keep_and_die
train_and_estimate(Trial(Path(sys.argv[1]), Limits()))
"""


@pytest.fixture(autouse=True)
def after_each_epoch(monkeypatch):
    monkeypatch.setattr(checkpoints, "EVERY_S", 0.0)


@pytest.fixture(scope="module")
def jets(tmp_path_factory):
    return fake_jets(tmp_path_factory.mktemp("jets"))


def design_of(jets, name):
    # batches so large that Brevitas is still collecting ranges at the kill
    training = Training(epochs=EPOCHS, batch_size=64, mirror=True)
    pruning = Pruning(sparsity=0.5, start=0.25, end=0.75)
    small = ArchitectureConfig(name="mlp", sizes={"hidden": [4]})
    settings = {"architecture": small, "training": training, "pruning": pruning}
    return fake_design(jets, frontend=name, precision=FRONTENDS[name], **settings)


def kill(row, epoch=KILLED_AFTER):
    if row["epoch"] == epoch:
        raise KeyboardInterrupt


def results(run):
    names = (weights_file(run.design.frontend), "history.json", "net.npz")
    return {name: (run.folder / name).read_bytes() for name in names}


def finished(run, report=lambda row: None):
    freeze(run, train(run, report))
    assert not run.has(CHECKPOINT)
    return results(run)


def killed(design, folder, report=kill):
    run = Run.create(design, folder)
    with pytest.raises(KeyboardInterrupt):
        train(run, report)
    assert run.has(CHECKPOINT)
    assert not run.has("history.json")
    return run


@pytest.fixture(scope="module")
def undisturbed(jets, tmp_path_factory):
    """A function: frontend -> results of an undisturbed training, which wrote no checkpoint."""
    runs = {}

    def of(name):
        if name not in runs:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(checkpoints, "EVERY_S", 1e9)
                runs[name] = finished(Run.create(design_of(jets, name), tmp_path_factory.mktemp(name) / "run"))
        return runs[name]

    return of


@pytest.mark.parametrize("name", FRONTENDS)
def test_an_interrupted_training_ends_with_the_same_bytes(name, jets, undisturbed, tmp_path, capsys):
    run = killed(design_of(jets, name), tmp_path / "run")
    epochs = []
    assert finished(run, lambda row: epochs.append(row["epoch"])) == undisturbed(name)
    assert epochs == [1, 2, 3, 4]  # early stopping in a sweep needs all of them
    assert f"goes on after epoch {KILLED_AFTER}" in capsys.readouterr().err


@pytest.fixture(scope="module")
def interrupted(jets, tmp_path_factory):
    """A function: frontend -> folder of an interrupted training; copy it before using it."""
    folders = {}

    def of(name):
        if name not in folders:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(checkpoints, "EVERY_S", 0.0)
                folders[name] = killed(design_of(jets, name), tmp_path_factory.mktemp(name) / "run").folder
        return folders[name]

    return of


@pytest.mark.parametrize("name", ["hgq", "brevitas"])
def test_the_parts_of_a_checkpoint_are_those_that_are_left_out_below(name, interrupted):
    stored = {key.partition("/")[0] for key in npz_arrays(interrupted(name) / CHECKPOINT)}
    steering = {"steering"} if name == "hgq" else set()
    assert stored == {"head", *(part for frontend, part in PARTS if frontend == name), *steering}


@pytest.mark.parametrize(("name", "left_out"), PARTS)
def test_each_part_of_a_checkpoint_is_needed(name, left_out, interrupted, undisturbed, tmp_path, monkeypatch):
    folder = shutil.copytree(interrupted(name), tmp_path / "run")
    restore = Checkpoint.restore

    def partly(self, parts):
        return restore(self, {part: value for part, value in parts.items() if part != left_out})

    monkeypatch.setattr(Checkpoint, "restore", partly)
    run = Run.open(folder)
    train(run)
    assert len(run.read("history.json")["epochs"]) == EPOCHS
    weights = weights_file(name)
    assert (folder / weights).read_bytes() != undisturbed(name)[weights]


@pytest.mark.parametrize("number", [0, 3], ids=["sum of errors", "EBOPs of the last epoch"])
def test_what_steers_the_penalty_is_needed(number, interrupted, undisturbed, tmp_path, monkeypatch):
    from codesign.training.frontends.hgq_penalty import _Steered

    restore = _Steered.restore

    def changed(self, state):
        if "pid" in state:
            state["pid"][number] += 1
        restore(self, state)

    monkeypatch.setattr(_Steered, "restore", changed)
    run = Run.open(shutil.copytree(interrupted("hgq"), tmp_path / "run"))
    train(run)
    assert (run.folder / "history.json").read_bytes() != undisturbed("hgq")["history.json"]


def test_a_worker_of_a_sweep_that_is_killed_goes_on(jets, undisturbed, tmp_path, monkeypatch):
    run = Run.create(design_of(jets, "brevitas"), tmp_path / "run")
    process = subprocess.run([sys.executable, "-c", SIGKILLED, run.folder])
    assert process.returncode == -signal.SIGKILL
    assert run.has(CHECKPOINT)
    for later in ("rtl", "estimate", "check"):
        monkeypatch.setattr(stages, later, lambda run: None)
    train_and_estimate(Trial(run.folder, Limits()))
    assert run.read("progress.json") == {"stage": "estimated"}
    assert f"goes on after epoch {KILLED_AFTER}" in (run.folder / trials.LOG).read_text()
    assert not run.has(CHECKPOINT)
    assert results(run) == undisturbed("brevitas")


def test_a_training_that_is_stopped_early_leaves_no_checkpoint(jets, tmp_path, monkeypatch):
    def stop(row):
        raise Stopped("behind the others")

    monkeypatch.setattr(trials, "Stopper", lambda *arguments: stop)
    run = Run.create(design_of(jets, "brevitas"), tmp_path / "run")
    (run.folder / CHECKPOINT).write_bytes(b"of an epoch before")
    with pytest.raises(Stopped):
        trials._report(Trial(run.folder, Limits(), Gates(stopping="median")), run)({"validation_score": 0.5})
    assert run.has(STOPPED)
    assert not run.has(CHECKPOINT)


@pytest.mark.parametrize("damage", [lambda content: content[: len(content) // 2], lambda content: b""])
def test_a_damaged_checkpoint_is_named_and_the_training_starts_anew(damage, interrupted, undisturbed, tmp_path, capsys):
    folder = shutil.copytree(interrupted("brevitas"), tmp_path / "run")
    path = folder / CHECKPOINT
    path.write_bytes(damage(path.read_bytes()))
    assert finished(Run.open(folder)) == undisturbed("brevitas")
    printed = capsys.readouterr().err
    assert f"{path} cannot be used (it is empty, cut off or damaged" in printed
    assert "the training starts anew" in printed


@pytest.mark.parametrize("left_out", [None, "dropout", "order", "optimizer", "schedule", "model"])
def test_a_teacher_goes_on_too(left_out, jets, tmp_path, monkeypatch):
    teacher = Teacher(width=8, blocks=1, epochs=4)
    training = Training(teacher=teacher)
    runs = [Run.create(fake_design(jets, training=training), tmp_path / name / "run") for name in ("one", "two")]
    data = datasets(runs[0])
    whole, again = (teacher_folder(run, data) for run in runs)
    taught(runs[0], data)
    with pytest.raises(KeyboardInterrupt):
        taught(runs[1], data, kill)
    assert {key.partition("/")[0] for key in npz_arrays(again / CHECKPOINT)} == {
        "head", "dropout", "order", "optimizer", "schedule", "model"
    }  # fmt: skip
    restore = Checkpoint.restore
    monkeypatch.setattr(
        Checkpoint, "restore", lambda self, parts: restore(self, {n: p for n, p in parts.items() if n != left_out})
    )
    taught(runs[1], data)
    assert not (again / CHECKPOINT).exists()
    assert ((whole / "lessons.npz").read_bytes() == (again / "lessons.npz").read_bytes()) == (left_out is None)


def generator_file(path, draws=3):
    """Writes a checkpoint of a generator after `draws` numbers; returns the numbers that it draws next."""
    generator = np.random.default_rng(1)
    generator.random(draws)
    Checkpoint(path, made_for("key", "jets")).keep([{"epoch": 1}], {"order": NumpyGenerator(generator)})
    return generator.random(5).tolist()


def test_a_generator_goes_on_where_it_was(tmp_path):
    after = generator_file(tmp_path / CHECKPOINT)
    generator = np.random.default_rng(2)
    history = Checkpoint(tmp_path / CHECKPOINT, made_for("key", "jets")).restore({"order": NumpyGenerator(generator)})
    assert history == [{"epoch": 1}]
    assert generator.random(5).tolist() == after


@pytest.mark.parametrize(
    ("changed", "difference"),
    [
        ({"design": "other"}, "design key (now other)"),
        ({"jets": "newer"}, "jets jets (now newer)"),
        ({"numpy": "9.9"}, f"numpy {np.__version__} (now 9.9)"),
        ({"tomorrow": "1"}, "tomorrow none (now 1)"),
    ],
)
def test_a_checkpoint_of_something_else_is_not_used(changed, difference, tmp_path, capsys):
    path = tmp_path / CHECKPOINT
    generator_file(path)
    generator = np.random.default_rng(2)
    checkpoint = Checkpoint(path, made_for("key", "jets") | changed)
    assert checkpoint.restore({"order": NumpyGenerator(generator)}) == []
    assert generator.random() == np.random.default_rng(2).random()
    assert capsys.readouterr().err == f"{path} was written for {difference}; the training starts anew\n"


def test_where_one_part_does_not_fit_none_is_moved(tmp_path, capsys):
    path = tmp_path / CHECKPOINT
    generator_file(path)
    order, missing = np.random.default_rng(2), np.random.default_rng(3)
    parts = {"order": NumpyGenerator(order), "mirrors": NumpyGenerator(missing)}
    assert Checkpoint(path, made_for("key", "jets")).restore(parts) == []
    assert order.random() == np.random.default_rng(2).random()
    assert "cannot be used ('generator')" in capsys.readouterr().err


def test_short_epochs_are_not_each_written(tmp_path, monkeypatch):
    monkeypatch.setattr(checkpoints, "EVERY_S", 2.0)
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    checkpoint, part = Checkpoint(tmp_path / CHECKPOINT, {}), NumpyGenerator(np.random.default_rng(1))
    written = []
    for epoch in range(1, 8):
        now += 0.75
        checkpoint.keep([{"epoch": n} for n in range(epoch)], {"order": part})
        written.append((tmp_path / CHECKPOINT).exists())
        (tmp_path / CHECKPOINT).unlink(missing_ok=True)
    assert written == [False, False, True, False, False, True, False]
