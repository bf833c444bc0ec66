"""The training loop for torch modules made from Graphs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import torch

from codesign.design.heads import Head
from codesign.design.training import Pruning, Training
from codesign.jets.dataset import Dataset, Lesson
from codesign.training.checkpoints import Checkpoint, NumpyGenerator, Part
from codesign.training.frontends.losses import response_loss, taught_loss
from codesign.training.frontends.progress import Progress, Report
from codesign.training.frontends.prune import masks_at
from codesign.training.frontends.torch_graph import predict
from codesign.training.frontends.torch_parts import TorchPart, of_module, of_state_dict


def fit(
    module: torch.nn.Module,
    kernels: Mapping[str, torch.nn.Parameter],
    hidden: set[str],
    train: Dataset,
    validation: Dataset,
    training: Training,
    pruning: Pruning,
    report: Report,
    heads: Mapping[str, Head],
    checkpoint: Checkpoint | None = None,
) -> list[dict[str, float]]:
    """Trains all heads with their losses and weights, Adam and a cosine learning rate; returns one row per epoch.

    kernels: name -> (units, inputs) of the kernels to prune; hidden: see prune.masks_at.
    The same seed gives the same weights on the same machine and versions: torch runs on one thread, which fixes the
    order of sums.
    """
    torch.set_num_threads(1)
    data = _Batches(train, training, heads)
    optimizer = torch.optim.Adam(module.parameters(), lr=training.learning_rate, eps=1e-7)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, len(data) * training.epochs)
    parts: dict[str, Part] = {
        "model": of_module(module),
        "optimizer": of_state_dict(optimizer),
        "schedule": of_state_dict(schedule),
        "order": TorchPart(data.order.get_state, data.order.set_state),
        "mirrors": NumpyGenerator(data.mirrors),
    }
    progress = Progress(validation, training, pruning, report, checkpoint, parts)
    for epoch in progress.ahead():
        masks = _masks(kernels, hidden, pruning, epoch / training.epochs)
        module.train()
        losses = []
        for x, targets, weights in data.epoch():
            optimizer.zero_grad()
            loss = _loss(module(x), targets, weights, heads, train.lesson)
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
            _apply(masks, kernels)
            losses.append(loss.item())
        progress.tell(losses, partial(predict, module), {})
    return progress.finished()


class _Batches:
    """Shuffled batches of full size."""

    def __init__(self, train: Dataset, training: Training, heads: Mapping[str, Head]) -> None:
        self.size = min(training.batch_size, len(train))
        self.order = torch.Generator().manual_seed(training.seed)
        self.train, self.mirrors = train, np.random.default_rng((training.seed, 1))
        self.targets = {name: torch.from_numpy(np.asarray(train.target_of(name))) for name in heads}
        self.weights = {name: torch.from_numpy(train.weight_of(name).astype(np.float32)) for name in heads}

    def __len__(self) -> int:
        return len(self.train) // self.size

    def epoch(self) -> Any:
        """(x, targets by head, weights by head) for each batch of one epoch."""
        jets = torch.randperm(len(self.train), generator=self.order)
        for rows in torch.split(jets[: len(self) * self.size], self.size):
            targets = {name: values[rows] for name, values in self.targets.items()}
            x = torch.from_numpy(self.train.seen(rows.numpy(), self.mirrors))
            yield x, targets, {name: values[rows] for name, values in self.weights.items()}


def _loss(
    outputs: Mapping[str, torch.Tensor],
    targets: Mapping[str, torch.Tensor],
    weights: Mapping[str, torch.Tensor],
    heads: Mapping[str, Head],
    lesson: Lesson | None,
) -> torch.Tensor:
    total = torch.zeros(())
    for name, head in heads.items():
        if head.loss == "cross_entropy":
            of_jets = _tagger_loss(outputs[name], targets[name], lesson)
        else:
            of_jets = response_loss(head, outputs[name].reshape(-1), targets[name], torch)
        total = total + head.weight * torch.mean(weights[name] * of_jets)
    return total


def _tagger_loss(logits: torch.Tensor, targets: torch.Tensor, lesson: Lesson | None) -> torch.Tensor:
    """(jets,) loss; targets: (jets,) labels, or with a lesson (jets, 1 + classes) labels and the teacher's logits."""
    labels = targets if lesson is None else targets[:, 0].long()
    hard = torch.nn.functional.cross_entropy(logits, labels, reduction="none")
    if lesson is None:
        return hard
    mixed: torch.Tensor = taught_loss(lesson, hard, logits, targets[:, 1:], torch)
    return mixed


def _masks(
    kernels: Mapping[str, torch.nn.Parameter], hidden: set[str], pruning: Pruning, progress: float
) -> dict[str, torch.Tensor]:
    """Name -> mask for this epoch, already applied to the kernels; empty before pruning starts."""
    values = {name: np.asarray(kernel.detach().numpy()).T for name, kernel in kernels.items()}
    masks = {name: torch.from_numpy(mask.T) for name, mask in masks_at(pruning, progress, values, hidden).items()}
    _apply(masks, kernels)
    return masks


def _apply(masks: Mapping[str, torch.Tensor], kernels: Mapping[str, torch.nn.Parameter]) -> None:
    with torch.no_grad():
        for name, mask in masks.items():
            kernels[name].mul_(mask)
