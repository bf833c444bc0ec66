"""What a network learns: its outputs by name, each with its loss and the weight of that loss.

A response head outputs a factor: the response r that turns a raw quantity of the jet into the true one. Its target is
t = true / raw (codesign/jets/targets.py), and all its losses are functions of the difference u = r - t of the factors,
so that a jet of 50 GeV and one of 150 GeV count the same. They learn the middle of the distribution of t; losses of
r / t - 1, which divides by the target, would learn a smaller value.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from codesign.base.config import Strict

HeadName = Literal["logits", "pt_response", "mass_response"]
Loss = Literal["cross_entropy", "huber", "log_cosh", "quantile"]

LOGITS = "logits"
RESPONSE_LOSSES: tuple[Loss, ...] = ("huber", "log_cosh", "quantile")
HEADS_OF_TABLE: dict[str, tuple[HeadName, ...]] = {
    "sc4": ("logits", "pt_response"),
    "sc8": ("logits", "pt_response", "mass_response"),
}
HEADS: tuple[HeadName, ...] = ("logits", "pt_response", "mass_response")  # the order of a network's outputs


class Head(Strict):
    """One output of a network."""

    loss: Loss | None = Field(None, description="cross_entropy for logits; huber, log_cosh or quantile for responses")
    weight: float = Field(1.0, gt=0, le=1e6, description="factor of its loss in the sum")
    quantile: float = Field(0.5, gt=0, lt=1, description="of the loss `quantile`: 0.5 learns the median")


def resolved(heads: Mapping[HeadName, Head], table: str) -> dict[HeadName, Head]:
    """The heads in the order of the outputs, each with its loss; ValueError if there is none or one does not fit."""
    if not heads:
        raise ValueError(f"a network needs a head; give one or more of {', '.join(HEADS_OF_TABLE[table])}")
    complete = {}
    for name in HEADS:
        if name not in heads:
            continue
        if name not in HEADS_OF_TABLE[table]:
            raise ValueError(f"{name} has no target in table {table}; it has {', '.join(HEADS_OF_TABLE[table])}")
        fitting: tuple[Loss, ...] = ("cross_entropy",) if name == LOGITS else RESPONSE_LOSSES
        loss = heads[name].loss or fitting[0]
        if loss not in fitting:
            raise ValueError(f"{name} cannot learn with the loss {loss}; use {' or '.join(fitting)}")
        complete[name] = heads[name].model_copy(update={"loss": loss})
    return complete


def sizes(heads: Mapping[HeadName, Head], classes: int) -> dict[str, int]:
    """Output name -> size, as the architectures expect it."""
    return {name: classes if name == LOGITS else 1 for name in heads}
