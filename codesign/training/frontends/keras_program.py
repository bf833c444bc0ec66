"""A Keras model that many designs of equal structure train in, compiled once.

XLA takes longer to compile a training step than a short training takes. So everything in which such designs differ is
a variable of the compiled functions: weights, bit widths, their limits, masks, penalties, the scale of the inputs. A
design has numbers of its own, which are put into the variables of the program while it is used.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from codesign.net.fixedpoint import FixedPoint
from codesign.net.graph import Graph
from codesign.training.checkpoints import State

Array = NDArray[Any]
INFERENCE_BATCH = 2048


class KernelMask(keras.constraints.Constraint):  # type: ignore[misc]
    """Keeps pruned weights at zero after every step."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        # a plain tf.Variable, so that the compiled step reads it without it being one of the model's weights
        self.mask = tf.Variable(np.ones(shape, np.float32), trainable=False)

    @property
    def settings(self) -> list[tf.Variable]:
        """What a design sets."""
        return [self.mask]

    def __call__(self, kernel: Any) -> Any:
        """The kernel with zeros where the mask has them."""
        return kernel * self.mask


class Program:
    """A Keras model, the masks of its kernels, the quantizers of its tensors, and its compiled functions.

    Constraints and layers may have `settings`, variables that are none of the model's weights.
    """

    def __init__(self, model: keras.Model, masks: Mapping[str, KernelMask], quantizers: Mapping[str, Any]) -> None:
        self.model, self.masks, self.quantizers = model, masks, quantizers
        self.compiled: dict[Hashable, Any] = {}  # functions by what they are for
        self._holder: Callable[[], KerasModel | None] = lambda: None
        constraints = (variable.constraint for variable in model.variables)
        settings = {id(s): s for part in (*constraints, *model.layers) for s in getattr(part, "settings", ())}
        self._variables = [*(variable.value for variable in model.variables), *settings.values()]

    def numbers(self) -> list[Array]:
        """A copy of all that a design can set or learn."""
        return [variable.numpy() for variable in self._variables]

    def put(self, numbers: Sequence[Array]) -> None:
        """Puts numbers in, as `numbers` gave them; ValueError for those of another structure."""
        for variable, value in zip(self._variables, numbers, strict=True):
            variable.assign(value)

    def lend(self, holder: KerasModel) -> None:
        """Puts the numbers of `holder` in, after giving those of the last one back to it."""
        last = self._holder()
        if last is holder:
            return
        if last is not None:
            last.numbers = self.numbers()
        self.put(holder.numbers)
        self._holder = weakref.ref(holder)

    def function(self, purpose: Hashable, make: Callable[[], Any]) -> Any:
        """The compiled function for a purpose, made when it is first asked for."""
        if purpose not in self.compiled:
            self.compiled[purpose] = make()
        return self.compiled[purpose]

    def predict(self, x: Array) -> list[Array]:
        """The outputs for (jets, ...) inputs, in inference mode."""
        outputs: list[Array] = self.function("predict", lambda: inference(self.model))(x)
        return outputs


_PROGRAMS: dict[Hashable, Program] = {}  # of this process: what is compiled lasts as long as it does


def shared(structure: Hashable, fresh: Program) -> Program:
    """The program of this process for all models of a structure: `fresh`, if it is the first."""
    return _PROGRAMS.setdefault(structure, fresh)


@dataclass(eq=False)
class KerasModel:
    """A Graph as a Keras model with numbers of its own.

    lender: the program, which other models may use too; numbers: of this model, when another one uses it.
    """

    lender: Program
    numbers: list[Array]
    graph: Graph
    port: FixedPoint
    shifts: dict[str, NDArray[np.int64]]  # of the inputs: they are trained on as x * 2**shift

    @property
    def program(self) -> Program:
        """The program with this model's numbers in it; to be asked for again after any other model was used."""
        self.lender.lend(self)
        return self.lender

    @property
    def keras(self) -> keras.Model:
        """The Keras model with this model's numbers in it."""
        return self.program.model

    def state(self) -> State:
        """The numbers of this model, see checkpoints.Part."""
        return {str(n): values for n, values in enumerate(self.program.numbers())}

    def restore(self, state: State) -> None:
        """See checkpoints.Part."""
        self.program.put([state[str(n)] for n in range(len(state))])


def inference(model: keras.Model) -> Callable[[Array], list[Array]]:
    """A function from (jets, ...) inputs to the list of outputs, compiled once for batches of one size.

    Keras's own `predict` would compile again for each number of jets it meets.
    """
    step = tf.function(lambda x: model(x, training=False), jit_compile=True)

    def predict(x: Array) -> list[Array]:
        batches = []
        for batch in full_batches(x, INFERENCE_BATCH):
            outputs = step(batch)
            batches.append([output.numpy() for output in (outputs if isinstance(outputs, list) else [outputs])])
        return [np.concatenate(parts)[: len(x)] for parts in zip(*batches, strict=True)]

    return predict


def full_batches(x: Array, size: int) -> Iterator[NDArray[np.float32]]:
    """The jets in batches of one size; the last one is filled up with the first jet."""
    for first in range(0, len(x), size):
        batch = x[first : first + size]
        filling = np.broadcast_to(x[:1], (size - len(batch), *x.shape[1:]))
        yield np.concatenate([batch, filling]).astype(np.float32, copy=False)
