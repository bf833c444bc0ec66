"""A Keras model that is compiled once and shared by many designs of equal structure.

XLA takes longer to compile a training step than a short training takes. Everything in which such designs differ is
therefore a variable of the compiled functions: weights, bit widths and their limits, masks, penalties, the scale of the
inputs. Each design has its own values, which are written into these variables while the design is in use.
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
        # a plain tf.Variable: the compiled step reads it, but it is not one of the model's weights
        self.mask = tf.Variable(np.ones(shape, np.float32), trainable=False)

    @property
    def settings(self) -> list[tf.Variable]:
        """The variables that a design sets."""
        return [self.mask]

    def __call__(self, kernel: Any) -> Any:
        """The kernel, with zeros where the mask is zero."""
        return kernel * self.mask


class Program:
    """A Keras model, the masks of its kernels, the quantizers of its tensors, and its compiled functions.

    Constraints and layers may have `settings`: variables that are not among the model's weights.
    """

    def __init__(self, model: keras.Model, masks: Mapping[str, KernelMask], quantizers: Mapping[str, Any]) -> None:
        self.model, self.masks, self.quantizers = model, masks, quantizers
        self.compiled: dict[Hashable, Any] = {}  # purpose -> function
        self._holder: Callable[[], KerasModel | None] = lambda: None
        constraints = (variable.constraint for variable in model.variables)
        settings = {id(s): s for part in (*constraints, *model.layers) for s in getattr(part, "settings", ())}
        self._variables = [*(variable.value for variable in model.variables), *settings.values()]

    def numbers(self) -> list[Array]:
        """A copy of the values of all variables that a design can set or learn."""
        return [variable.numpy() for variable in self._variables]

    def put(self, numbers: Sequence[Array]) -> None:
        """Sets all variables to values from `numbers`; ValueError for values of another structure."""
        for variable, value in zip(self._variables, numbers, strict=True):
            variable.assign(value)

    def lend(self, holder: KerasModel) -> None:
        """Loads the numbers of `holder`, after saving the present ones into the model that used the program last."""
        last = self._holder()
        if last is holder:
            return
        if last is not None:
            last.numbers = self.numbers()
        self.put(holder.numbers)
        self._holder = weakref.ref(holder)

    def function(self, purpose: Hashable, make: Callable[[], Any]) -> Any:
        """The compiled function for a purpose; `make` creates it at the first call."""
        if purpose not in self.compiled:
            self.compiled[purpose] = make()
        return self.compiled[purpose]

    def predict(self, x: Array) -> list[Array]:
        """The outputs for (jets, ...) inputs, in inference mode."""
        outputs: list[Array] = self.function("predict", lambda: inference(self.model))(x)
        return outputs


_PROGRAMS: dict[Hashable, Program] = {}  # for the lifetime of the process, as compiled functions are


def shared(structure: Hashable, fresh: Program) -> Program:
    """The program that all models of a structure share in this process; the first `fresh` one becomes it."""
    return _PROGRAMS.setdefault(structure, fresh)


@dataclass(eq=False)
class KerasModel:
    """A Graph as a Keras model with its own numbers.

    lender: the program, which other models may share; numbers: this model's values while another one uses the program.
    """

    lender: Program
    numbers: list[Array]
    graph: Graph
    port: FixedPoint
    shifts: dict[str, NDArray[np.int64]]  # of the inputs: they are trained on as x * 2**shift

    @property
    def program(self) -> Program:
        """The program with this model's numbers loaded; read this property again after any other model was used."""
        self.lender.lend(self)
        return self.lender

    @property
    def keras(self) -> keras.Model:
        """The Keras model with this model's numbers loaded."""
        return self.program.model

    def state(self) -> State:
        """The numbers of this model, see checkpoints.Part."""
        return {str(n): values for n, values in enumerate(self.program.numbers())}

    def restore(self, state: State) -> None:
        """See checkpoints.Part."""
        self.program.put([state[str(n)] for n in range(len(state))])


def inference(model: keras.Model) -> Callable[[Array], list[Array]]:
    """A function from (jets, ...) inputs to the list of outputs, compiled once for batches of a fixed size.

    Keras's own `predict` would compile again for each new number of jets.
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
    """The jets in batches of the same size; the last one is padded with copies of the first jet."""
    for first in range(0, len(x), size):
        batch = x[first : first + size]
        filling = np.broadcast_to(x[:1], (size - len(batch), *x.shape[1:]))
        yield np.concatenate([batch, filling]).astype(np.float32, copy=False)
