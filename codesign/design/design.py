"""A Design: everything that decides what one firmware computes and how it was trained."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from codesign.base.config import COUNT_MAX, EPOCHS_MAX, SEED_BELOW, Strict, did_you_mean
from codesign.design.architectures.config import ArchitectureConfig
from codesign.design.architectures.inputs import Inputs
from codesign.design.firmware import Firmware
from codesign.design.frontends import FRONTENDS
from codesign.design.heads import LOGITS, Head, HeadName, resolved, sizes
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
    max_jets: int | None = Field(None, ge=1, description="train on at most so many, the same share of each process")

    @field_validator("classes")
    @classmethod
    def _of_the_table(cls, classes: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        return classes or DEFAULT_CLASSES[info.data.get("table", "sc4")]

    @property
    def choice(self) -> dict[str, str]:
        """Added to keys where `max_jets` is set, because it used to choose the first jets of the file."""
        return {} if self.max_jets is None else {"choice": "by event and process"}


MOVED_PENALTY = ("ebops_ramp", "ebops_target")


class LayerPrecision(Strict):
    """Bit widths of one layer, where they differ from those of the other layers."""

    weights: int | None = Field(None, ge=2, le=20)
    biases: int | None = Field(None, ge=2, le=24)
    activations: int | None = Field(None, ge=1, le=20)


class Precision(Strict):
    """Bit widths. If `learned`, they are upper limits, and each weight and channel learns its own below them.

    Sums keep full precision, so accumulators take no width.
    """

    inputs: int = Field(10, ge=1, le=20)
    weights: int = Field(6, ge=2, le=20)
    biases: int | None = Field(None, ge=2, le=24, description="by default 4 more than the activations")
    activations: int = Field(8, ge=1, le=20)
    layers: dict[str, LayerPrecision] = Field(
        default_factory=dict, description="operation name -> its own widths; `phi0` is also that of `phi0_relu`"
    )
    learned: bool | None = Field(None, description="by default where the frontend can, which is hgq")
    overflow: Literal["wrap", "saturate"] | None = Field(
        None, description="of hidden tensors: hgq's wrap by default, those of other frontends always saturate"
    )
    ebops_penalty: float = Field(3e-7, ge=0, le=1, description="loss for each effective bit operation (HGQ2's beta)")
    ebops_ramp: float | None = Field(
        None, gt=0, le=1, description="the penalty of the last epoch; it moves log-linearly"
    )
    ebops_target: float | None = Field(None, gt=0, description="EBOPs towards which HGQ2's BetaPID steers the penalty")
    per_candidate: bool = Field(False, description="own bit widths for each candidate, which sees their pT order")

    @model_validator(mode="after")
    def _one_way_to_the_penalty(self) -> Self:
        moved = [key for key in MOVED_PENALTY if getattr(self, key) is not None]
        if len(moved) > 1:
            raise ValueError(f"{' and '.join(moved)} both move the penalty; leave one out")
        if moved and self.learned is False:
            raise ValueError(f"{moved[0]} moves learned bit widths, and `learned: false` fixes them; leave one out")
        if moved and self.ebops_penalty == 0:
            raise ValueError(f"{moved[0]} starts from ebops_penalty, which must then be above 0")
        return self

    def weights_of(self, name: str) -> int:
        """Bits of a layer's weights."""
        return self._own(name, "weights") or self.weights

    def activations_of(self, name: str) -> int:
        """Bits of a layer's output."""
        return self._own(name, "activations") or self.activations

    def biases_of(self, name: str) -> int:
        """Bits of a layer's biases."""
        return self._own(name, "biases") or self.biases or self.activations_of(name) + 4

    def _own(self, name: str, what: str) -> int | None:
        for key in (name, name.removesuffix("_relu")):
            if key in self.layers and (bits := getattr(self.layers[key], what)) is not None:
                return int(bits)
        return None


class Pruning(Strict):
    """The share of zero weights rises between the fractions `start` and `end` of the epochs; fine-tuning follows.

    magnitude: removes the smallest weights of each kernel; global: of all kernels together, each weight measured by
    its share of its own kernel; unit: whole units of the hidden layers.
    """

    method: Literal["magnitude", "global", "unit"] = "magnitude"
    sparsity: float = Field(0.0, ge=0, lt=1, description="share of the weights, or hidden units, that become zero")
    start: float = Field(0.25, ge=0, le=1)
    end: float = Field(0.6, ge=0, le=1)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"pruning ends ({self.end}) before it starts ({self.start})")
        return self


class Teacher(Strict):
    """A float transformer, trained first; the network learns its class logits as well as the labels (teacher.py)."""

    candidates: int = Field(16, ge=1, le=255, description="that it sees: more than 16 if the jets file keeps more")
    width: int = Field(64, ge=4, le=4096, multiple_of=4)
    blocks: int = Field(2, ge=1, le=64)
    epochs: int = Field(10, ge=1, le=EPOCHS_MAX)
    learning_rate: float = Field(1e-3, gt=0, le=1)
    seed: int = Field(1, ge=0, lt=SEED_BELOW)
    weight: float = Field(0.5, gt=0, le=1, description="its share of the tagger's loss; the labels have the rest")
    temperature: float = Field(2.0, gt=0, le=1000, description="divides the logits of both before they are compared")


class Training(Strict):
    """How the network is trained; the learning rate falls to zero along a cosine."""

    epochs: int = Field(30, ge=1, le=EPOCHS_MAX)
    patience: int | None = Field(
        None,
        ge=1,
        le=EPOCHS_MAX,
        description="end after so many epochs without a better validation score, and keep the best epoch's model",
    )
    batch_size: int = Field(256, ge=1, le=COUNT_MAX)
    learning_rate: float = Field(4e-3, gt=0, le=1)
    seed: int = Field(1, ge=0, lt=SEED_BELOW)
    mirror: bool = Field(False, description="see each jet as it is or mirrored in phi, in the beam axis, or in both")
    teacher: Teacher | None = None


class ImportedModel(Strict):
    """A model that was trained elsewhere, and how it was read; it replaces all settings of the training."""

    source: str = Field(description="a .keras file, or package.module:name of a torch module")
    framework: Literal["hgq", "qkeras", "brevitas"]
    digest: str = Field(description="SHA-256 of the file, or of the torch module's parameters")
    port: str | None = Field(
        None, description="type of the inputs, if not that of the jets or of the model's quantizers"
    )
    drop_softmax: bool = False
    bn_bits: int | None = Field(None, description="bits of the constants of batch normalisations, if there are any")


# keys added later, and the clock key that is not set: left out at their default, so that older designs keep their key
_LEFT_OUT_AT_DEFAULT = {
    "firmware": ("clock_mhz", "clock_ns"),
    "inputs": ("sums", "candidates", "log"),
    "precision": (*MOVED_PENALTY, "overflow"),
    "pruning": ("method",),
    "training": ("mirror", "patience", "teacher"),
}
_OF_TRAINING = ("architecture", "inputs", "heads", "frontend", "precision", "pruning", "training")


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
            raise ValueError(f"frontend {name!r} is unknown; use one of {', '.join(FRONTENDS)}")
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
        try:
            graph = self.graph
        except CodesignError as error:
            raise ValueError(str(error) if str(error).startswith("inputs.") else f"architecture: {error}") from None
        known = [op.name for op in graph.ops if op.name not in graph.of_port and not isinstance(op, Wires)]
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
        if self.model is None:
            left_out["model"] = True
        else:
            left_out |= {**dict.fromkeys(_OF_TRAINING, True), "model": self._at_default("model", ("bn_bits",))}
        document = self.model_dump(mode="json", exclude=left_out)
        return document | {"jets": {"file": RANDOM}} if self.model and self.jets.file == RANDOM else document

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
