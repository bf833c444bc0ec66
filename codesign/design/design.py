"""A Design: everything that decides what one firmware computes and how it was trained."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from codesign.base.config import Strict, did_you_mean, unknown
from codesign.design.architectures.config import ArchitectureConfig
from codesign.design.architectures.inputs import Inputs
from codesign.design.firmware import Firmware
from codesign.design.frontends import FRONTENDS, OF_TREES, trains
from codesign.design.heads import LOGITS, Head, HeadName, resolved, sizes
from codesign.design.training import MOVED_PENALTY, Boosting, ImportedModel, Precision, Pruning, Training
from codesign.errors import CodesignError
from codesign.jets.classes import DEFAULT_CLASSES
from codesign.jets.features import features_of
from codesign.jets.words import SLOTS
from codesign.net.graph import Graph
from codesign.net.ops.base import Wires

RANDOM = "random"  # instead of a jets file: random inputs, for an imported model without jets


class JetsConfig(Strict):
    """The jets, and the candidates and features of them that the network sees."""

    file: str = Field(
        "shipped",
        description="a jets file, relative to the config, 'shipped' for the sample in the package, or 'random'",
    )
    table: Literal["sc4", "sc8"] = Field("sc4", description="jets of R = 0.4 (tagger) or 0.8 (mass)")
    features: str = "cms20"
    candidates: int = Field(16, ge=1, le=32)
    classes: tuple[str, ...] = Field((), validate_default=True, description="by default all that a tagger knows")
    max_jets: int | None = Field(None, ge=1, description="train on at most this many, the same share of each process")

    @field_validator("classes")
    @classmethod
    def _of_the_table(cls, classes: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        return classes or DEFAULT_CLASSES[info.data.get("table", "sc4")]

    @property
    def choice(self) -> dict[str, str]:
        """Added to keys where `max_jets` is set, because it used to choose the first jets of the file."""
        return {} if self.max_jets is None else {"choice": "by event and process"}


# keys added later, and the clock key that is not set: left out at their default, so that older designs keep their key
_OF_IMPORTS = ("bn_bits", "leaf_bits")
_LEFT_OUT_AT_DEFAULT = {
    "firmware": ("clock_mhz", "clock_ns"),
    "inputs": ("sums", "candidates", "log"),
    "precision": (*MOVED_PENALTY, "overflow"),
    "pruning": ("method",),
    "training": ("mirror", "patience", "teacher"),
}
_OF_TRAINING = ("architecture", "inputs", "heads", "frontend", "precision", "pruning", "training", "boosting")


class Design(Strict):
    """All settings of a design. `name` is for people; `key` identifies what can change the result."""

    name: str = Field("design", pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$")
    jets: JetsConfig = JetsConfig()
    architecture: ArchitectureConfig = ArchitectureConfig()
    inputs: Inputs = Field(Inputs(), description="what the network reads of the candidates that enter the firmware")
    heads: dict[HeadName, Head] = Field({"logits": Head()}, validate_default=True, description="the outputs")
    frontend: str = "hgq"
    precision: Precision = Precision()
    pruning: Pruning = Pruning()
    training: Training = Training()
    boosting: Boosting = Field(Boosting(), description="how the frontend xgboost trains boosted trees")
    firmware: Firmware = Firmware()
    budget: str = "one_slr"
    model: ImportedModel | None = None

    @field_validator("heads")
    @classmethod
    def _fitting_heads(cls, heads: dict[HeadName, Head], info: ValidationInfo) -> dict[HeadName, Head]:
        jets = info.data.get("jets")  # missing if it is invalid itself
        return resolved(heads, jets.table) if jets else heads

    @field_validator("frontend")
    @classmethod
    def _known_frontend(cls, name: str) -> str:
        if name not in FRONTENDS:
            raise ValueError(unknown("frontend", name, FRONTENDS))
        return name

    @model_validator(mode="after")
    def _precision_of_the_frontend(self) -> Self:
        if self.frontend != "hgq":
            for key in ("learned", "per_candidate", *MOVED_PENALTY):
                if getattr(self.precision, key):
                    raise ValueError(
                        f"precision.{key} needs the frontend hgq; {self.frontend} trains at the bit widths it is given"
                    )
            if self.precision.overflow == "wrap":
                raise ValueError(
                    f"precision.overflow: wrap needs the frontend hgq; tensors of {self.frontend} always saturate"
                )
        return self

    @model_validator(mode="after")
    def _trees_of_their_frontend(self) -> Self:
        if not trains(self.frontend, self.architecture.name):
            raise ValueError(
                f"the architecture trees and the frontend {OF_TREES} belong together, found {self.architecture.name}"
                f" and {self.frontend}; set both, or neither"
            )
        if self.frontend == OF_TREES:
            for part, record in (("precision", Precision()), ("pruning", Pruning())):
                if getattr(self, part) != record:
                    raise ValueError(f"{part} does not apply to trees; leave it out, and set boosting instead")
        elif self.boosting != Boosting():
            raise ValueError(f"boosting needs the frontend {OF_TREES}; {self.frontend} trains networks")
        return self

    @model_validator(mode="after")
    def _one_criterion_for_the_end(self) -> Self:
        moved = [key for key in MOVED_PENALTY if getattr(self.precision, key) is not None]
        if self.training.patience and moved:
            raise ValueError(
                f"training.patience keeps the epoch of the best score, precision.{moved[0]} makes later epochs smaller"
                " and worse; leave one out"
            )
        return self

    @model_validator(mode="after")
    def _layers_of_the_network(self) -> Self:
        if self.model:
            return self
        known: list[str] = []
        try:
            graph = self.graph
            if self.precision.layers:  # what belongs to the port is known only where all shapes fit together
                known = [op.name for op in graph.ops if op.name not in graph.of_port and not isinstance(op, Wires)]
        except CodesignError as error:
            raise ValueError(str(error) if str(error).startswith("inputs.") else f"architecture: {error}") from None
        for name in self.precision.layers:
            if not {name, f"{name}_relu"} & {*known}:
                raise ValueError(
                    f"precision.layers: {self.architecture.name} has no layer {name!r}{did_you_mean(name, known)}"
                    f" (there are {', '.join(known)})"
                )
        return self

    @model_validator(mode="after")
    def _words_of_a_jet(self) -> Self:
        if self.firmware.inputs == "words" and self.jets.candidates > SLOTS:
            raise ValueError(
                f"firmware.inputs: words brings {SLOTS} candidates of a jet, jets.candidates asks for"
                f" {self.jets.candidates}; ask for no more than {SLOTS}, or start from features"
            )
        return self

    @model_validator(mode="after")
    def _teacher_of_a_tagger(self) -> Self:
        if self.training.teacher and LOGITS not in self.heads:
            raise ValueError(f"training.teacher teaches classes; add the head {LOGITS}, or leave the teacher out")
        return self

    @property
    def graph(self) -> Graph:
        """The design's network, without weights; not that of an imported model."""
        names = [feature.name for feature in features_of(self.jets.features)]
        outputs = sizes(self.heads, len(self.jets.classes))
        return self.architecture.graph(self.jets.candidates, names, outputs, self.inputs)

    @property
    def framework(self) -> str:
        """Name of the framework that trained the model."""
        return self.model.framework if self.model else self.frontend

    def document(self) -> dict[str, Any]:
        """Plain data for `design.yaml`: all settings, or for an imported model those that apply to it."""
        left_out: dict[str, Any] = {part: self._at_default(part, names) for part, names in _LEFT_OUT_AT_DEFAULT.items()}
        if self.inputs == Inputs():
            left_out["inputs"] = True
        if self.frontend != OF_TREES:
            left_out["boosting"] = True
        if self.model is None:
            left_out["model"] = True
        else:
            left_out |= {
                **dict.fromkeys(_OF_TRAINING, True),
                "model": self._at_default("model", _OF_IMPORTS),
            }
        document = self.model_dump(mode="json", exclude=left_out)
        return document | {"jets": {"file": RANDOM}} if self.model and self.jets.file == RANDOM else document

    def settings(self) -> dict[str, Any]:
        """The document without the name, and for trees without what applies to networks only."""
        left_out = {"name"} | ({"precision", "pruning"} if self.frontend == OF_TREES else set())
        return {part: value for part, value in self.document().items() if part not in left_out}

    def _at_default(self, part: str, names: tuple[str, ...]) -> set[str]:
        record = getattr(self, part)
        return {name for name in names if getattr(record, name) == type(record).model_fields[name].default}

    @property
    def key(self) -> str:
        """Twelve hexadecimal digits of all that can change a bit of the result; the name and the budget cannot."""
        document = {name: value for name, value in self.document().items() if name not in ("name", "budget")}
        document["jets"] |= self.jets.choice
        if "model" in document:
            document["model"] = {name: value for name, value in document["model"].items() if name != "source"}
        return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()[:12]
