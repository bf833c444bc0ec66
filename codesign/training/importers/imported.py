"""What every importer returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from codesign.net.fixednet import FixedNet
from codesign.training.importers.endings import Ending
from codesign.training.importers.leaves import Rounding
from codesign.training.importers.normalisation import BITS, Normalisation, Predict


@dataclass(frozen=True)
class Imported:
    """A net and the model it was made from.

    framework: as in ImportedModel; digest: of the model;
    predict: (jets, *port shape) -> {output name: its value in the user's own model}, and {ending: its result};
    endings: output name -> the softmax or sigmoid that follows it in the model, but not in the net;
    normalisations: the batch normalisations, whose constants are rounded to bn_bits in the net and in `predict`;
    unrounded: like predict, but with the model's own constants; rounding: that of the leaves of trees.
    """

    net: FixedNet
    framework: str
    digest: str
    predict: Predict
    endings: Mapping[str, Ending]
    bn_bits: int = BITS
    normalisations: tuple[Normalisation, ...] = ()
    unrounded: Predict | None = None
    rounding: Rounding | None = None
