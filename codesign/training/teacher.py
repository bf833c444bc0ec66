"""A large float network whose logits smaller networks learn beside the labels (Hinton et al., arXiv:1503.02531).

It is a small Particle Transformer (Qu, Li, Qian, arXiv:2202.03772): each candidate attends to all others of its jet,
with a bias computed from the pair, and a mean over the candidates gives the logits. It never becomes firmware: it is
not quantised, and it may read more candidates than the 16 that reach the chip.

    teachers/KEY/lessons.npz    logits of the training jets; beside the run folders, shared by all runs of the teacher
    teachers/KEY/teacher.json   its design, its jets, one row per epoch, its score on the test jets
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from codesign.base.files import npz_arrays, write_atomic
from codesign.base.locks import locked
from codesign.design.heads import LOGITS
from codesign.design.training import Teacher
from codesign.errors import RunError
from codesign.jets.dataset import Dataset, Datasets, Lesson
from codesign.runs.inputs import datasets
from codesign.runs.run import Run
from codesign.training import evaluation
from codesign.training.checkpoints import CHECKPOINT, Checkpoint, NumpyGenerator, Part, made_for
from codesign.training.frontends.torch_parts import TorchPart, of_module, of_state_dict

Report = Callable[[dict[str, float]], None]
Array = NDArray[Any]

PAIR = ("pt", "deta", "dphi")  # the features for the bias of a pair; every feature set has them
BATCH, BUCKET = 256, 32  # jets per step; steps over which jets are sorted by length, so that there is little padding
ATTENTION_HEADS = 4
DROPOUT, DECAY = 0.1, 0.01
SMALLEST = 1e-4  # lower bound before a logarithm, as a candidate is at distance 0 from itself


class Transformer(nn.Module):
    """(jets, candidates, features) with zeros in empty slots -> (jets, classes) logits."""

    mean: torch.Tensor
    scale: torch.Tensor

    def __init__(self, teacher: Teacher, train: Dataset, features: tuple[str, ...], classes: int) -> None:
        super().__init__()
        self.classes = classes
        self.columns = [features.index(name) for name in PAIR]
        filled = train.x[train.x[..., self.columns[0]] > 0]
        self.register_buffer("mean", torch.from_numpy(filled.mean(axis=0)))
        self.register_buffer("scale", torch.from_numpy(1 / np.maximum(filled.std(axis=0), 1e-3)))
        width = teacher.width
        self.embed = nn.Sequential(nn.Linear(len(features), width), nn.GELU(), nn.Linear(width, width))
        self.pair = nn.Sequential(nn.Linear(len(PAIR), 16), nn.GELU(), nn.Linear(16, ATTENTION_HEADS))
        self.blocks = nn.ModuleList(Block(width) for _ in range(teacher.blocks))
        self.head = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, width), nn.GELU(), nn.Linear(width, classes))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(jets, classes) logits from raw features, which are standardised here."""
        filled = x[..., self.columns[0]] > 0
        bias = self.pair(pair_terms(*(x[..., column] for column in self.columns)))
        bias = bias.permute(0, 3, 1, 2).masked_fill(~filled[:, None, None, :], -1e9)  # nothing attends to empty slots
        tokens = self.embed((x - self.mean) * self.scale)
        for block in self.blocks:
            tokens = block(tokens, bias)
        seen = filled[..., None]
        logits: torch.Tensor = self.head((tokens * seen).sum(1) / seen.sum(1).clamp(min=1))
        return logits


class Block(nn.Module):
    """Attention and a feed-forward network; each normalises its input first and adds its output to it."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.before, self.between = nn.LayerNorm(width), nn.LayerNorm(width)
        self.queries_keys_values, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.feed = nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, tokens: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        """(jets, candidates, width) from tokens of that shape and bias: (jets, heads, candidates, candidates)."""
        jets, candidates, width = tokens.shape
        mixed = self.queries_keys_values(self.before(tokens))
        q, k, v = mixed.view(jets, candidates, 3, ATTENTION_HEADS, -1).permute(2, 0, 3, 1, 4)
        weights = torch.softmax(q @ k.transpose(-1, -2) / k.shape[-1] ** 0.5 + bias, dim=-1)
        tokens = tokens + self.dropout(self.out((weights @ v).transpose(1, 2).reshape(jets, candidates, width)))
        after: torch.Tensor = tokens + self.dropout(self.feed(self.between(tokens)))
        return after


def pair_terms(pt: torch.Tensor, deta: torch.Tensor, dphi: torch.Tensor) -> torch.Tensor:
    """(jets, candidates, candidates, 3) logarithms of distance, kT and momentum share of each pair.

    pt, deta, dphi: (jets, candidates). These are the first three of the Particle Transformer's four terms; the fourth,
    the mass, follows from them for a narrow pair.
    """
    distance = ((deta[:, :, None] - deta[:, None, :]) ** 2 + (dphi[:, :, None] - dphi[:, None, :]) ** 2).sqrt()
    softer, total = torch.minimum(pt[:, :, None], pt[:, None, :]), pt[:, :, None] + pt[:, None, :]
    terms = (distance, softer * distance, softer / total.clamp(min=SMALLEST))
    return torch.stack([term.clamp(min=SMALLEST).log() for term in terms], dim=-1)


def taught(run: Run, data: Datasets, report: Report = lambda row: None) -> Dataset:
    """The training jets of a run with its teacher's lesson; trains the teacher unless another run has done so.

    Raises JetsError if the teacher asks for more candidates than the jets file has, RunError for a damaged lesson.
    """
    teacher = run.design.training.teacher
    if teacher is None:
        return data.train
    folder = teacher_folder(run, data)
    checkpoint = Checkpoint(folder / CHECKPOINT, made_for(folder.name, data.digest))
    with locked(folder, "teacher"):  # the designs of a sweep share a teacher, which only one of them trains
        if not (folder / "lessons.npz").exists():
            _train(run, teacher, data, folder, report, checkpoint)
        checkpoint.remove()  # also where no training ran: a process may have been killed before it removed the file
    return replace(data.train, lesson=Lesson(_logits(folder, data), teacher.weight, teacher.temperature))


def teacher_folder(run: Run, data: Datasets) -> Path:
    """The teacher's folder; its key covers the teacher and its jets, but not the weight and temperature of lessons."""
    teacher, jets = run.design.training.teacher, run.design.jets
    if teacher is None:
        raise RunError(f"{run.folder} has no teacher; give its design a `training.teacher`")
    responses = [name for name in run.design.heads if name != LOGITS]
    document = {
        "teacher": teacher.model_dump(mode="json", exclude={"weight", "temperature"}),
        "jets": jets.model_dump(mode="json", exclude={"file", "candidates"}) | jets.choice,
        "digest": data.digest,
        "with_targets": [responses, jets.candidates] if responses else None,  # jets without a target are left out
    }
    key = hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()[:12]
    return run.folder.parent / "teachers" / key


def _train(run: Run, teacher: Teacher, own: Datasets, folder: Path, report: Report, checkpoint: Checkpoint) -> None:
    same = teacher.candidates == run.design.jets.candidates
    data = own if same else datasets(run, teacher.candidates)
    torch.set_num_threads(1)  # a fixed order of sums; designs train side by side anyway
    torch.manual_seed(teacher.seed)
    model = Transformer(teacher, data.train, data.features, len(data.classes))
    history = fit(model, teacher, data.train, data.validation, report, checkpoint)
    score = evaluation.score({LOGITS: predict(model, data.test.x)}, data.test)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, logits=predict(model, data.train.x))
    row = {
        "teacher": teacher.model_dump(mode="json"),
        "jets": {"file": run.design.jets.file, "digest": data.digest, "train": len(data.train), "test": len(data.test)},
        "parameters": sum(values.numel() for values in model.parameters()),
        "epochs": history,
        "score": score,
    }
    write_atomic(folder / "teacher.json", (json.dumps(row, indent=1, allow_nan=False) + "\n").encode())
    write_atomic(folder / "lessons.npz", buffer.getvalue())


def fit(
    model: Transformer,
    teacher: Teacher,
    train: Dataset,
    validation: Dataset,
    report: Report,
    checkpoint: Checkpoint | None = None,
) -> list[dict[str, float]]:
    """Trains with the weighted cross entropy, AdamW and a cosine learning rate; returns one row per epoch."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=teacher.learning_rate, weight_decay=DECAY)
    steps = teacher.epochs * -(-len(train) // BATCH)
    rate = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    x, y, weight = (torch.from_numpy(values) for values in (train.x, train.y, train.weight))
    order = np.random.default_rng(teacher.seed)
    parts: dict[str, Part] = {
        "model": of_module(model),
        "optimizer": of_state_dict(optimizer),
        "schedule": of_state_dict(rate),
        "order": NumpyGenerator(order),
        "dropout": TorchPart(torch.get_rng_state, torch.set_rng_state),
    }
    history = checkpoint.restore(parts) if checkpoint else []
    for row in history:
        report(row)
    for epoch in range(len(history), teacher.epochs):
        model.train()
        total = 0.0
        for rows, length in batches(lengths(train.x), order):
            optimizer.zero_grad()
            of_jets = nn.functional.cross_entropy(model(x[rows, :length]), y[rows], reduction="none")
            loss = (weight[rows] * of_jets).mean()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            rate.step()
            total += loss.item() * len(rows)
        score = evaluation.score({LOGITS: predict(model, validation.x)}, validation)["value"]
        row = {"epoch": epoch + 1, "epochs": teacher.epochs, "loss": total / len(train), "validation_score": score}
        history.append(row)
        if checkpoint:
            checkpoint.keep(history, parts)
        report(row)
    return history


def predict(model: Transformer, x: Array) -> NDArray[np.float32]:
    """(jets, classes) logits."""
    model.eval()
    logits: NDArray[np.float32] = np.zeros((len(x), model.classes), np.float32)
    with torch.no_grad():
        for rows, length in batches(lengths(x)):
            logits[rows] = model(torch.from_numpy(x[rows, :length])).numpy()
    return logits


def lengths(x: Array) -> NDArray[np.int64]:
    """(jets,) number of slots up to the last filled one, at least 1."""
    slots = x.any(axis=2) * np.arange(1, x.shape[1] + 1)
    return np.asarray(np.maximum(slots.max(axis=1), 1), np.int64)


def batches(length: NDArray[np.int64], order: np.random.Generator | None = None) -> Iterator[tuple[Array, int]]:
    """(rows, length of the longest) per batch; every jet once, with jets of similar length; shuffled if `order`."""
    if order is None:
        cut = _cut(np.argsort(length, kind="stable"), BATCH)
    else:
        buckets = _cut(order.permutation(len(length)), BATCH * BUCKET)
        cut = [batch for rows in buckets for batch in _cut(rows[np.argsort(length[rows], kind="stable")], BATCH)]
        cut = [cut[i] for i in order.permutation(len(cut))]
    for rows in cut:
        yield rows, int(length[rows].max())


def _cut(rows: Array, size: int) -> list[Array]:
    return [rows[first : first + size] for first in range(0, len(rows), size)]


def _logits(folder: Path, data: Datasets) -> NDArray[np.float32]:
    path = folder / "lessons.npz"
    try:
        logits = np.asarray(npz_arrays(path)["logits"], np.float32)
    except (OSError, ValueError, KeyError) as error:
        raise RunError(f"{path} is damaged ({error}); remove {folder}, and the teacher is trained again") from None
    shape = (len(data.train), len(data.classes))
    if logits.shape != shape or not np.isfinite(logits).all():
        raise RunError(
            f"{path} holds logits {logits.shape}, not finite ones for {shape} training jets and classes; remove"
            f" {folder}, and the teacher is trained again"
        )
    return logits
