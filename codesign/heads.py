"""What a network learns: its outputs by name, the loss of each and how much it counts.

A response head gives a factor: the response r that turns a raw quantity of the jet into the true one. Its target is
t = true / raw (codesign/jets/targets.py), and all its losses are of the difference u = r - t of the factors, so that a
jet of 50 GeV and one of 150 GeV count the same. Without the raw quantity in the denominator, as in r / t - 1, they
learn the middle of what t can be; with it they would learn less.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from codesign.config import Strict

HeadName = Literal["logits", "pt_response", "mass_response"]
Loss = Literal["cross_entropy", "huber", "log_cosh", "quantile"]

LOGITS = "logits"
RESPONSE_LOSSES: tuple[Loss, ...] = ("huber", "log_cosh", "quantile")
HEADS_OF_TABLE: dict[str, tuple[HeadName, ...]] = {
    "sc4": ("logits", "pt_response"),
    "sc8": ("logits", "pt_response", "mass_response"),
}
HEADS: tuple[HeadName, ...] = ("logits", "pt_response", "mass_response")  # the order of a network's outputs
SOFT = 0.1  # difference below which huber and log_cosh are parabolas; below the resolution of a good regressor


class Head(Strict):
    """One output of a network."""

    loss: Loss | None = Field(None, description="cross_entropy for logits; huber, log_cosh or quantile for responses")
    weight: float = Field(1.0, gt=0, le=1e6, description="factor of its loss in the sum")
    quantile: float = Field(0.5, gt=0, lt=1, description="of the loss `quantile`: 0.5 learns the median")


def resolved(heads: Mapping[HeadName, Head], table: str) -> dict[HeadName, Head]:
    """The heads in the order of the outputs, each with its loss; ValueError for what does not fit."""
    if not heads:
        raise ValueError(f"a network needs a head; give one or more of {', '.join(HEADS_OF_TABLE[table])}")
    found = {}
    for name in HEADS:
        if name not in heads:
            continue
        if name not in HEADS_OF_TABLE[table]:
            raise ValueError(f"{name} has no target in table {table}; it has {', '.join(HEADS_OF_TABLE[table])}")
        fitting: tuple[Loss, ...] = ("cross_entropy",) if name == LOGITS else RESPONSE_LOSSES
        loss = heads[name].loss or fitting[0]
        if loss not in fitting:
            raise ValueError(f"{name} cannot learn with the loss {loss}; use {' or '.join(fitting)}")
        found[name] = heads[name].model_copy(update={"loss": loss})
    return found


def sizes(heads: Mapping[HeadName, Head], classes: int) -> dict[str, int]:
    """Output name -> size, as architectures take it."""
    return {name: classes if name == LOGITS else 1 for name in heads}


def response_loss(head: Head, response: Any, target: Any, xp: Any = np) -> Any:
    """The loss of each jet; response and target: (jets,) arrays of the module `xp`.

    xp: NumPy, keras.ops or torch. huber: Huber, Ann. Math. Statist. 35 (1964) 73; log_cosh is its smooth relative;
    quantile: Koenker and Bassett, Econometrica 46 (1978) 33. All but the last grow as abs(u) far from 0.
    """
    u = response - target
    size = xp.abs(u)
    if head.loss == "quantile":
        return xp.maximum(head.quantile * -u, (1 - head.quantile) * u) * 2
    if head.loss == "log_cosh":  # SOFT * log(cosh(u / SOFT)), without the overflow of cosh
        return size + SOFT * (xp.log1p(xp.exp(-2 * size / SOFT)) - float(np.log(2)))
    return xp.where(size < SOFT, u * u / (2 * SOFT), size - SOFT / 2)


@dataclass(frozen=True, eq=False)
class Lesson:
    """What a teacher says of some jets: logits (jets, classes); its weight in the loss; the temperature."""

    logits: NDArray[np.float32]
    weight: float
    temperature: float

    def __getitem__(self, rows: slice) -> Self:
        return type(self)(self.logits[rows], self.weight, self.temperature)

    def loss(self, cross_entropy: Any, logits: Any, taught: Any, xp: Any = np) -> Any:
        """The loss of each jet: `cross_entropy` (jets,) with the labels mixed with `soft_loss`.

        logits, taught: (jets, classes) of the student and of the teacher, arrays of the module `xp`.
        """
        return (1 - self.weight) * cross_entropy + self.weight * soft_loss(logits, taught, self.temperature, xp)


def soft_loss(logits: Any, taught: Any, temperature: float, xp: Any = np) -> Any:
    """(jets,) how far a student is from its teacher: T^2 KL(teacher || student) of their softmax at temperature T.

    logits, taught: (jets, classes) arrays of the module `xp`: NumPy, keras.ops or torch. With T^2 the gradient is as
    large as that of a cross entropy, whatever T (Hinton, Vinyals and Dean, arXiv:1503.02531, section 2).
    """
    student, teacher = (_log_softmax(values / temperature, xp) for values in (logits, taught))
    return temperature**2 * xp.sum(xp.exp(teacher) * (teacher - student), axis=1)


def _log_softmax(logits: Any, xp: Any) -> Any:
    shifted = logits - xp.amax(logits, axis=1, keepdims=True)
    return shifted - xp.log(xp.sum(xp.exp(shifted), axis=1, keepdims=True))
