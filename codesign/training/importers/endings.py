"""A softmax or sigmoid at the end of a model, which is left to software: the FPGA's outputs are the logits.

The user's own model is not changed and computes everything. Its logits, the input of its softmax, are recorded and
compared with the net's outputs; and the softmax of the net's outputs is compared with the model's output.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.errors import ExactnessError
from codesign.net.fixedpoint import Float

# Eight units in the last place of a float32 in [1, 2), since exp, sum, division and x - max(x) each round
ROUNDING = 2.0**-20


def _log_softmax(x: Float) -> Float:
    shifted = x - x.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))


def _log_sigmoid(x: Float) -> Float:
    return np.asarray(-np.logaddexp(0, -x))


FUNCTIONS: dict[str, Callable[[Float], Float]] = {
    "softmax": lambda x: np.exp(_log_softmax(x)),
    "log_softmax": _log_softmax,
    "sigmoid": lambda x: np.exp(_log_sigmoid(x)),
    "log_sigmoid": _log_sigmoid,
}
ROUNDED = ("QSoftmax", "QuantSigmoid")  # with tables or quantizers of their own, so only the ranking can be checked
ALONG_FEATURES = ("softmax", "log_softmax", "QSoftmax")  # these take an axis


@dataclass(frozen=True)
class Ending:
    """A softmax or sigmoid that is left out of the net.

    name: its result in the model; logits: the tensor it reads; function: a key of FUNCTIONS or one of ROUNDED;
    place: its layer, with the position.
    """

    name: str
    logits: str
    function: str
    place: str

    def check(self, logits: Float, output: NDArray[Any]) -> None:
        """Raises ExactnessError unless the function of the net's logits equals the output of the user's own model.

        logits, output: (jets, ..., classes). Values must agree within the rounding of float32, unless the function is
        one of ROUNDED, and classes must have the same order, except for ties within that rounding.
        """
        values = np.asarray(output, np.float64)
        if self.function in FUNCTIONS:
            want = FUNCTIONS[self.function](logits)
            if not (np.abs(values - want) <= ROUNDING * np.maximum(1, np.abs(want))).all():
                worst = np.abs(values - want).max()
                raise ExactnessError(f"{self._differs()}: values differ by up to {worst:.3g}; {_INSTEAD}")
        order = np.argsort(logits, axis=-1, kind="stable")
        ranked, steps = (np.take_along_axis(v, order, axis=-1) for v in (values, logits))
        tied = ROUNDING * np.abs(ranked[..., 1:])
        kept = (np.diff(ranked, axis=-1) >= -tied) | (np.diff(steps, axis=-1) == 0)
        if not kept.all():
            jets = int((~kept).reshape(len(kept), -1).any(axis=1).sum())
            raise ExactnessError(f"{self._differs()}: classes are in another order for {jets} inputs; {_INSTEAD}")

    def _differs(self) -> str:
        return f"{self.place}: the {self.function} of {self.logits!r} is not what the model gives as {self.name!r}"


_INSTEAD = "it cannot be dropped; leave it out of the model and train with from_logits=True"
BATCH = 1024  # jets
Given = tuple[Any, Any]  # an output of a model, and the input of its softmax if that is left to software


def predictor(
    outputs: Sequence[str], endings: Mapping[str, Ending], compute: Callable[[NDArray[Any]], Sequence[Given]]
) -> Callable[[NDArray[Any]], dict[str, NDArray[Any]]]:
    """The function `Imported.predict`. compute: a batch of jets -> one Given per output, in the order of `outputs`."""

    def named(x: NDArray[Any]) -> dict[str, NDArray[Any]]:
        found = {}
        for name, (given, entering) in zip(outputs, compute(x), strict=True):
            if name in endings:
                found[endings[name].name] = given
            found[name] = entering if name in endings else given
        return {name: y if y.ndim > 1 else y[:, None] for name, y in found.items()}  # (jets,) becomes (jets, 1)

    def predict(x: NDArray[Any]) -> dict[str, NDArray[Any]]:
        batches = [named(x[first : first + BATCH]) for first in range(0, len(x), BATCH)]
        return {name: np.concatenate([batch[name] for batch in batches]) for name in batches[0]}

    return predict
