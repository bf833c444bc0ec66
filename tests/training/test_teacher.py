import json

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose

from codesign.base.config import load
from codesign.design.design import Design, JetsConfig
from codesign.design.heads import Head
from codesign.design.training import Teacher, Training
from codesign.errors import ConfigError, JetsError, RunError
from codesign.jets.dataset import Dataset, Lesson
from codesign.jets.store import JetFile, JetTable, save
from codesign.jets.words import SLOTS
from codesign.runs.inputs import datasets
from codesign.runs.run import Run
from codesign.training import teacher
from codesign.training.frontends.losses import soft_loss, taught_loss
from codesign.training.teacher import Transformer, batches, lengths, predict, taught, teacher_folder
from codesign.training.train import train as train_design
from tests.base.test_config import OLD_CLASSES
from tests.jets.synthetic import jet_file

SMALL = Teacher(width=8, blocks=1, epochs=1, candidates=20)
RNG = np.random.default_rng(3)
CLASSES = 8


@pytest.fixture(scope="module")
def jets(tmp_path_factory):
    """A file of 200 jets with 24 slots; jets whose first 16 slots are full have 4 candidates more."""
    file = jet_file(200)
    tables = {}
    for name, table in file.tables.items():
        words = np.zeros((len(table), 24), np.uint64)
        words[:, :SLOTS] = table.words
        words[:, SLOTS : SLOTS + 4] = np.where(table.words[:, SLOTS - 1 :] > 0, table.words[:, SLOTS - 1 :], 0)
        tables[name] = JetTable(words, table.scalars)
    path = tmp_path_factory.mktemp("jets") / "jets.npz"
    save(path, JetFile(tables, file.manifest))
    return path


def run_of(jets, folder, teacher=SMALL, **more):
    training = Training(epochs=1, teacher=teacher)
    return Run.create(Design(jets=JetsConfig(file=str(jets)), training=training, **more), folder)


@pytest.fixture(scope="module")
def run(jets, tmp_path_factory):
    return run_of(jets, tmp_path_factory.mktemp("runs") / "one")


@pytest.fixture(scope="module")
def data(run):
    return datasets(run)


@pytest.fixture(scope="module")
def train(run, data):
    return taught(run, data)


def random_logits(jets=50):
    return RNG.normal(0, 3, (jets, CLASSES)), RNG.normal(0, 3, (jets, CLASSES))


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def test_the_soft_loss_is_zero_at_the_teacher_and_positive_elsewhere():
    student, other = random_logits()
    assert_allclose(soft_loss(student, student + 7, 2.0), 0, atol=1e-12)
    assert (soft_loss(student, other, 2.0) > 0).all()
    assert np.isfinite(soft_loss(student * 1e3, other * 1e3, 0.5)).all()


@pytest.mark.parametrize("temperature", [0.5, 1.0, 4.0])
def test_the_gradient_of_the_soft_loss_is_the_difference_of_the_probabilities(temperature):
    student, other = random_logits()
    tensor = torch.tensor(student, requires_grad=True)
    soft_loss(tensor, torch.tensor(other), temperature, torch).sum().backward()
    expected = temperature * (softmax(student / temperature) - softmax(other / temperature))
    assert np.abs(expected).max() > 0.1
    assert_allclose(tensor.grad.numpy(), expected, atol=1e-12)


def test_a_lesson_mixes_by_its_weight_and_follows_the_rows():
    student, other = random_logits()
    hard = RNG.uniform(0, 3, 50)
    lesson = Lesson(other.astype(np.float32), 0.25, 2.0)
    assert_allclose(taught_loss(lesson, hard, student, other), 0.75 * hard + 0.25 * soft_loss(student, other, 2.0))
    assert_allclose(lesson[10:20].logits, other[10:20], rtol=1e-6)


def test_all_frameworks_have_the_same_loss():
    from codesign.training.frontends import frontend

    frontend("hgq")  # sets up Keras
    import keras

    from codesign.training.frontends.keras_training import _loss as keras_loss
    from codesign.training.frontends.torch_training import _tagger_loss as torch_loss

    student, other = (z.astype(np.float32) for z in random_logits())
    y = RNG.integers(0, CLASSES, len(student))
    lesson = Lesson(other, 0.3, 3.0)
    expected = taught_loss(lesson, -np.log(softmax(student)[np.arange(len(y)), y]), student, other)
    target = Dataset(student, y, np.ones(len(y), np.float32), {}, lesson=lesson).target_of("logits")
    assert target.shape == (len(y), 1 + CLASSES)
    of_keras = keras_loss(Head(loss="cross_entropy"), lesson).call(
        keras.ops.convert_to_tensor(target), keras.ops.convert_to_tensor(student)
    )
    assert_allclose(of_keras, expected, rtol=1e-4)
    assert_allclose(torch_loss(torch.tensor(student), torch.tensor(target), lesson), expected, rtol=1e-4)


def test_no_teacher_keeps_the_key_and_the_document():
    assert "teacher" not in Design().document()["training"]
    assert Design(jets=JetsConfig(classes=OLD_CLASSES)).key == "85e624927225"
    taught_design = Design(training=Training(teacher=Teacher()))
    assert taught_design.key != Design().key
    assert taught_design.document()["training"]["teacher"]["temperature"] == 2.0


def test_a_teacher_of_a_files_first_jets_is_not_taken_for_one_of_chosen_jets(data, tmp_path, monkeypatch):
    """Its lessons are for other jets, and their number may be the same."""
    training = Training(teacher=Teacher())
    runs = [Run(tmp_path / "run", Design(jets=JetsConfig(max_jets=n), training=training)) for n in (1000, None)]
    chosen, every = (teacher_folder(run, data) for run in runs)
    monkeypatch.setattr(JetsConfig, "choice", {})
    assert teacher_folder(runs[0], data) != chosen
    assert teacher_folder(runs[1], data) == every


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "heads: {pt_response: {}}\ntraining: {teacher: {}}\n",
            "training.teacher teaches classes; add the head logits",
        ),
        ("training: {teacher: {widht: 8}}\n", "did you mean 'width'"),
        ("training: {teacher: {weight: 0}}\n", "greater than 0"),
    ],
)
def test_a_teacher_that_does_not_fit_is_named(text, expected, tmp_path):
    (tmp_path / "design.yaml").write_text(text)
    with pytest.raises(ConfigError) as error:
        load(tmp_path / "design.yaml", Design)
    assert expected in str(error.value)


def test_more_candidates_than_the_file_keeps_are_refused(jets, tmp_path):
    run = run_of(jets, tmp_path / "run", SMALL.model_copy(update={"candidates": 25}))
    with pytest.raises(JetsError, match=r"stores 24 candidates per jet, and 25 were requested.*candidates_kept: 25"):
        taught(run, datasets(run))


def test_the_lesson_is_of_the_training_jets(run, data, train):
    assert train.lesson.logits.shape == (len(data.train), CLASSES)
    assert train.lesson.logits.std() > 0
    assert data.train.lesson is None
    record = json.loads((teacher_folder(run, data) / "teacher.json").read_text())
    assert record["score"]["name"] == "macro AUC"
    assert len(record["epochs"]) == SMALL.epochs


def test_a_teacher_is_trained_once_for_all_runs_beside_each_other(run, data, train, jets, monkeypatch):
    monkeypatch.setattr(teacher, "_train", lambda *a: pytest.fail("trained again"))
    for name, change in (("seed", {"seed": 2}), ("weight", {"teacher": SMALL.model_copy(update={"weight": 1.0})})):
        training = Training(epochs=1, teacher=SMALL).model_copy(update=change)
        other = Run.create(Design(jets=run.design.jets, training=training), run.folder.parent / name)
        assert_allclose(taught(other, data).lesson.logits, train.lesson.logits)
    wider = run_of(jets, run.folder.parent / "wider", SMALL.model_copy(update={"width": 12}))
    assert teacher_folder(wider, data) != teacher_folder(run, data)


@pytest.mark.parametrize("logits", [np.zeros((3, CLASSES)), np.full((78, CLASSES), np.nan), None])
def test_logits_of_the_wrong_shape_are_refused(run, data, logits, tmp_path):
    path = teacher_folder(run_of(run.design.jets.file, tmp_path / "run"), data) / "lessons.npz"
    path.parent.mkdir(parents=True)
    if logits is None:
        path.write_bytes(b"PK")
    else:
        np.savez(path, logits=logits)
    with pytest.raises(RunError, match="the teacher is trained again"):
        taught(Run.open(tmp_path / "run"), data)


def test_the_transformer_sees_neither_padding_nor_order_but_the_17th_candidate(run):
    data = datasets(run, SMALL.candidates)
    assert data.train.x.shape[1:] == (20, 20)
    torch.manual_seed(0)
    model = Transformer(SMALL, data.train, data.features, CLASSES)
    x = data.train.x
    logits = predict(model, x)
    assert logits.std(axis=0).min() > 0
    padded = np.pad(x, [(0, 0), (0, 5), (0, 0)])
    assert_allclose(predict(model, padded), logits, atol=1e-4)
    assert_allclose(predict(model, x[:, ::-1].copy()), logits, atol=1e-4)
    full = x[:, SLOTS].any(axis=1)
    assert full.any()
    assert np.abs(predict(model, x[:, :SLOTS])[full] - logits[full]).max() > 1e-3


def test_batches_hold_every_jet_once_in_a_new_order_each_time():
    length = lengths(np.pad(RNG.uniform(1, 2, (1000, 3, 2)), [(0, 0), (0, 4), (0, 0)]))
    assert set(length) == {3}
    length = RNG.integers(1, 17, 1000)
    order = np.random.default_rng(0)
    first, second = list(batches(length, order)), list(batches(length, order))
    for epoch in (first, second, list(batches(length))):
        assert sorted(np.concatenate([rows for rows, _ in epoch])) == list(range(1000))
        assert all(longest == length[rows].max() for rows, longest in epoch)
    assert not np.array_equal(first[0][0], second[0][0])


def test_a_student_is_trained_on_its_teacher_s_lesson(jets, tmp_path):
    losses = []
    for temperature in (1.0, 8.0):
        teacher = SMALL.model_copy(update={"temperature": temperature})
        student = run_of(jets, tmp_path / str(temperature), teacher, frontend="brevitas", architecture={"name": "mlp"})
        train_design(student)
        losses.append(student.read("history.json")["epochs"][0]["loss"])
    assert np.isfinite(losses).all()
    assert losses[0] != losses[1]
