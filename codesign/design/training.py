"""How a network is trained: its bit widths, pruning, schedule and teacher; or where an imported model came from."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from codesign.base.config import COUNT_MAX, EPOCHS_MAX, SEED_BELOW, Strict

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

    candidates: int = Field(16, ge=1, le=255, description="that it sees: more than 16 if the jets file stores more")
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
        description="stop after this many epochs without a better validation score, and keep the best epoch's model",
    )
    batch_size: int = Field(256, ge=1, le=COUNT_MAX)
    learning_rate: float = Field(4e-3, gt=0, le=1)
    seed: int = Field(1, ge=0, lt=SEED_BELOW)
    mirror: bool = Field(False, description="see each jet as it is or mirrored in phi, in the beam axis, or in both")
    teacher: Teacher | None = None


class Boosting(Strict):
    """How boosted trees are trained; `training.patience` counts rounds, and `training.epochs` does not apply."""

    learning_rate: float = Field(0.6, gt=0, le=1, description="factor of each tree; smaller ones need more rounds")
    leaf_bits: int = Field(4, ge=2, le=16, description="of each leaf; all leaves of an output share their LSB")
    threshold_bits: int = Field(16, ge=1, le=24, description="most leading bits of a number that are compared")
    max_bins: int = Field(16, ge=2, le=255, description="most different thresholds of a number, plus one")
    min_child_weight: float = Field(50.0, ge=0, le=1e9, description="least sum of second derivatives in a leaf")
    l2: float = Field(1.0, ge=0, le=1e6, description="penalty of the squares of the leaves")
    price: float = Field(
        1e-4,
        ge=0,
        lt=1,
        description="share of the gain that a comparator must bring: those that bring less are left out, and the trees"
        " are trained again with the others",
    )
    number_price: float = Field(
        0.0, ge=0, lt=1, description="the same for each number that is compared, and all of its comparators together"
    )


class ImportedModel(Strict):
    """A model that was trained elsewhere, and how it was read; it replaces all settings of the training."""

    source: str = Field(description="a .keras file, a file of trees, or package.module:name of a torch module")
    framework: Literal["hgq", "qkeras", "brevitas", "xgboost", "conifer"]
    digest: str = Field(description="SHA-256 of the file, or of the torch module's parameters")
    port: str | None = Field(
        None, description="type of the inputs, if not that of the jets or of the model's quantizers"
    )
    drop_softmax: bool = False
    bn_bits: int | None = Field(None, description="bits of the constants of batch normalisations, if there are any")
    leaf_bits: int | None = Field(None, description="bits of the leaves, if the model consists of trees")
