"""A Design: everything that decides what one firmware computes and how it was trained."""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from codesign.architectures import ARCHITECTURES
from codesign.config import Strict
from codesign.frontends import FRONTENDS
from codesign.graph import Graph
from codesign.heads import Head, HeadName, resolved
from codesign.jets.classes import DEFAULT_CLASSES


class JetsConfig(Strict):
    """Which jets, and what of them the network sees."""

    file: str = Field("shipped", description="a jets file, or 'shipped' for the sample in the package")
    table: Literal["sc4", "sc8"] = Field("sc4", description="jets of R = 0.4 (tagger) or 0.8 (mass)")
    features: str = "cms20"
    candidates: int = Field(16, ge=1, le=16)
    classes: tuple[str, ...] = Field((), validate_default=True, description="by default all that a tagger knows")
    max_jets: int | None = Field(None, ge=1, description="train on the first so many jets only")

    @field_validator("classes")
    @classmethod
    def _of_the_table(cls, classes: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        return classes or DEFAULT_CLASSES[info.data.get("table", "sc4")]


class ArchitectureConfig(Strict):
    """A function of `architectures.py` and its sizes."""

    name: str = "deep_set"
    sizes: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.name not in ARCHITECTURES:
            raise ValueError(f"architecture {self.name!r} is unknown; use one of {', '.join(ARCHITECTURES)}")
        known = list(inspect.signature(ARCHITECTURES[self.name]).parameters)[3:]
        unknown = [size for size in self.sizes if size not in known]
        if unknown:
            raise ValueError(f"{self.name} has no size {unknown[0]!r}; its sizes are {', '.join(known)}")
        return self

    def graph(self, candidates: int, features: Sequence[str], heads: Mapping[str, int]) -> Graph:
        """The network for so many candidates, the named features, and outputs of the given names and sizes."""
        return ARCHITECTURES[self.name](candidates, features, heads, **self.sizes)


class Precision(Strict):
    """Bit widths. Where `learned`, they are upper limits and each weight and channel finds its own below them."""

    inputs: int = Field(10, ge=1, le=20)
    weights: int = Field(6, ge=2, le=20)
    activations: int = Field(8, ge=1, le=20)
    learned: bool = True
    ebops_penalty: float = Field(3e-7, ge=0, description="loss for each effective bit operation (HGQ2's beta)")
    per_candidate: bool = Field(False, description="own bit widths for each candidate, which sees their pT order")


class Pruning(Strict):
    """Magnitude pruning: the share of zero weights rises from `start` to `end` of the epochs, then fine-tuning."""

    sparsity: float = Field(0.0, ge=0, lt=1, description="share of each hidden kernel's weights that become zero")
    start: float = Field(0.25, ge=0, le=1)
    end: float = Field(0.6, ge=0, le=1)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"pruning ends ({self.end}) before it starts ({self.start})")
        return self


class Training(Strict):
    """How the network is trained; the learning rate falls to zero along a cosine."""

    epochs: int = Field(30, ge=1)
    batch_size: int = Field(256, ge=1)
    learning_rate: float = Field(4e-3, gt=0)
    seed: int = Field(1, ge=0)


class Firmware(Strict):
    """For which part and clock."""

    part: str = "xcvu13p-flga2577-2-e"
    clock_ns: float = Field(2.778, gt=0)


class Design(Strict):
    """All of it. `name` is for people; `key` changes with anything else."""

    name: str = Field("design", pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$")
    jets: JetsConfig = JetsConfig()
    architecture: ArchitectureConfig = ArchitectureConfig()
    heads: dict[HeadName, Head] = Field({"logits": Head()}, validate_default=True, description="the outputs")
    frontend: str = "hgq"
    precision: Precision = Precision()
    pruning: Pruning = Pruning()
    training: Training = Training()
    firmware: Firmware = Firmware()
    budget: str = "one_slr"

    @field_validator("heads")
    @classmethod
    def _fitting_heads(cls, heads: dict[HeadName, Head], info: ValidationInfo) -> dict[HeadName, Head]:
        jets = info.data.get("jets")  # not there if it is wrong itself
        return resolved(heads, jets.table) if jets else heads

    @field_validator("frontend")
    @classmethod
    def _known_frontend(cls, name: str) -> str:
        if name not in FRONTENDS:
            raise ValueError(f"frontend {name!r} is unknown; use one of {', '.join(FRONTENDS)}")
        return name

    @property
    def key(self) -> str:
        """Twelve hexadecimal digits of everything but the name and the budget, which change no bit of the result."""
        text = json.dumps(self.model_dump(mode="json", exclude={"name", "budget"}), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]
