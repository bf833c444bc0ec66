"""A Graph with its weights and types, assembled operation by operation while an importer walks a model."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.errors import FrontendError
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint, Float
from codesign.net.graph import Graph
from codesign.net.names import TOP, clash, is_reserved
from codesign.net.ops import (
    Add,
    Concat,
    Dense,
    Input,
    Multiply,
    Op,
    Pool,
    Quantize,
    Relu,
    Reshape,
    Shape,
    Transpose,
    Wires,
)
from codesign.net.ops.base import fraction_bits
from codesign.training.importers.endings import ALONG_FEATURES, Ending
from codesign.training.importers.normalisation import BITS, Normalisation
from codesign.training.importers.places import located_by_name
from codesign.training.importers.port import asked_of_port

Array = NDArray[Any]
LEAVE_OUT = (
    "logits leave the FPGA, because {0} costs much there and changes no decision; leave it out of the model and train"
    " with from_logits=True, or drop it now with --drop-softmax if nothing in the model reads it again"
)


class Assembly:
    """Collects operations: each method appends some, and returns the name of the resulting tensor.

    Names are those of the model's layers, changed where firmware cannot use them. A method raises FrontendError for
    what cannot be exact; the walker of the model adds the place.
    port: type of the inputs, None to take it from the model's own quantizers; drop_softmax: leave a softmax or sigmoid
    that nothing reads again to software; bn_bits: bits of the constants of batch normalisations.
    """

    def __init__(
        self, size: Shape, port: FixedPoint | None = None, drop_softmax: bool = False, bn_bits: int = BITS
    ) -> None:
        if port is not None and port.shape not in ((), size[-1:]):
            raise FrontendError(
                f"the model reads {' x '.join(map(str, size))} numbers, and the port has {port.shape[0]} features for"
                " each candidate; choose with --features what it was trained on, or leave --jets out for random inputs"
            )
        self.drop_softmax = drop_softmax
        self.endings: dict[str, Ending] = {}  # by the name of their result, which no operation can read
        self.place = ""  # the layer that is being walked, set by the walker
        self.places: dict[str, str] = {}  # tensor -> place of the layer that made it
        self.ops: list[Op] = []
        self.types: dict[str, FixedPoint] = {}
        self.weights: dict[str, Float] = {}
        self.weight_types: dict[str, FixedPoint] = {}
        self.shapes: dict[str, Shape] = {}
        rows = size if len(size) < 3 else (int(np.prod(size[:-1])), size[-1])  # hls4ml takes at most two axes
        self.port = self.append(Input, "inputs", size=rows)
        self.input = self.reshape("inputs_shape", self.port, size)  # what the model reads
        if port is not None:
            self.types[self.port] = port
        self.bn_bits, self.normalisations = bn_bits, list[Normalisation]()
        self._exact: set[str] = set()  # multiplications by constants of few bits, which need no quantizer in front

    def append(self, op: type[Op], name: str, *inputs: str, **fields: Any) -> str:
        """Appends any operation, under a free name that firmware can use."""
        for source in inputs:
            self._refuse_ending(source)
        made = op(self._free(name), inputs, **fields)
        self.shapes[made.name] = made.shape(*(self.shapes[source] for source in inputs))
        self.ops.append(made)
        self.places[made.name] = self.place
        return made.name

    def quantize(self, name: str, x: str, t: FixedPoint) -> str:
        """x rounded to a type."""
        made = self.append(Quantize, name, x)
        self.types[made] = t
        return made

    def relu(self, name: str, x: str, t: FixedPoint | None = None) -> str:
        """max(x, 0), rounded to the type if one is given."""
        made = self.append(Relu, name, x)
        if t is not None:
            self.types[made] = t
        return made

    def dense(
        self,
        name: str,
        x: str,
        kernel: Array,
        bias: Array | None,
        kernel_type: FixedPoint | None = None,
        bias_type: FixedPoint | None = None,
    ) -> str:
        """x @ kernel + bias on the last axis; FrontendError if nothing sets the bit width of x.

        A parameter whose type is not given, or does not hold its values, gets the smallest type that does.
        """
        if unset := self._unquantised(x):
            raise FrontendError(
                f"it reads {unset!r}, whose bit width nothing sets; put a quantizer between them"
                + (", or give the type of the port with --port" if unset == self.port else "")
            )
        return self.on_rows(name, x, lambda rows: self._dense(name, rows, kernel, bias, kernel_type, bias_type))

    def linear(self, name: str, x: str, kernel: Array) -> str:
        """x @ kernel for a matrix of powers of two and zeros, such as a shift, a sign or a sum of features."""
        return self.on_rows(name, x, lambda rows: self._exactly(name, rows, kernel, None))

    def affine(self, name: str, x: str, scale: Float, offset: Float) -> str:
        """x * scale + offset for each feature."""
        return self._exactly(name, x, np.diag(scale), offset)

    def on_rows(self, name: str, x: str, make: Callable[[str], str]) -> str:
        """Applies `make` to x as (rows, features), since hls4ml does not support tensors with more axes."""
        shape = self.shapes[x]
        if len(shape) < 3:
            return make(x)
        made = make(self.reshape(f"{name}_rows", x, (int(np.prod(shape[:-1])), shape[-1])))
        return self.reshape(f"{name}_shape", made, (*shape[:-1], self.shapes[made][-1]))

    def scaled(self, name: str, x: str, factor: float | Array) -> str:
        """x * factor, where factor is a power of two or its negative, or one such number for each feature."""
        factors = np.asarray(factor, np.float64)
        if (wrong := factors[np.abs(np.frexp(factors)[0]) != 0.5]).size:
            raise FrontendError(f"it multiplies with {wrong.flat[0]:g}; firmware scales by powers of two only")
        features = self.shapes[x][-1]
        if factors.size != 1 and not factors.size == factors.shape[-1] == features:
            raise FrontendError(
                f"it multiplies {features} features with factors of shape {factors.shape}; give one for each feature"
            )
        return x if (factors == 1).all() else self.linear(name, x, factors.reshape(-1) * np.eye(features))

    def pool(self, name: str, x: str, kind: str) -> str:
        """Mean or sum over the candidates."""
        return self.append(Pool, name, x, kind=kind)

    def add(self, name: str, *xs: str) -> str:
        """The sum of two or more tensors."""
        return self._chain(Add, name, xs)

    def multiply(self, name: str, *xs: str) -> str:
        """The product of two or more tensors."""
        return self._chain(Multiply, name, xs)

    def concat(self, name: str, *xs: str) -> str:
        """The features of several tensors, concatenated."""
        return self.append(Concat, name, *xs)

    def reshape(self, name: str, x: str, size: Shape) -> str:
        """x in another shape per jet, in C order (last axis fastest)."""
        return x if self.shapes[x] == size else self.append(Reshape, name, x, size=size, axes=len(self.shapes[x]))

    def transpose(self, name: str, x: str) -> str:
        """x with its last two axes swapped."""
        return self.append(Transpose, name, x)

    def ending(self, name: str, x: str, function: str, axes: tuple[int, ...] = (-1,)) -> str:
        """A softmax or sigmoid of x that is left to software; axes: counted including the axis of jets.

        Raises FrontendError if it may not be dropped; a later operation that reads it raises one too.
        """
        if not self.drop_softmax:
            raise FrontendError(LEAVE_OUT.format(function))
        self._refuse_ending(x)
        last = len(self.shapes[x])
        if function in ALONG_FEATURES and [axis % (last + 1) for axis in axes] != [last]:
            raise FrontendError(
                f"its {function} is along axis {', '.join(map(str, axes))}, not along the last one, the classes, so"
                " dropping it would change decisions; leave it out of the model and train with from_logits=True"
            )
        made = self._free(name)
        self.shapes[made] = self.shapes[x]
        self.endings[made] = Ending(made, x, function, self.place)
        return made

    def check_applied(self, made: str, times: int) -> None:
        """FrontendError if the present layer made an ending but is applied more than once, so others need it too."""
        ending = self.endings.get(made)
        if ending and ending.place == self.place and times > 1:
            raise FrontendError(
                f"its {ending.function} cannot be dropped, because the layer is applied {times} times;"
                " give each place a layer of its own, or train with from_logits=True and without it"
            )

    def net(self, outputs: list[str]) -> tuple[FixedNet, dict[str, Ending]]:
        """The net with these outputs, and output name -> the ending that follows it in the model."""
        if self.drop_softmax and not any(name in self.endings for name in outputs):
            raise FrontendError("no output of the model ends in a softmax or sigmoid; leave --drop-softmax out")
        ends: list[str] = []
        for output in outputs:
            name = self.endings[output].logits if output in self.endings else output
            # in firmware each output is a separate tensor, not the wires of another one
            wires = name in ends or isinstance(self._op(name), Wires | Input)
            ends.append(self.append(Quantize, f"{name}_out", name) if wires else name)
        asked = {} if self.port in self.types else {self.port: asked_of_port(self.ops, self.types)}
        hint = "; batch normalisations take less with fewer --bn-bits" if self.normalisations else ""
        with located_by_name(self.places, hint):
            net = FixedNet.build(
                Graph(tuple(self.ops), tuple(ends)), self.weights, self.weight_types, self.types | asked
            )
        return net, {end: self.endings[made] for end, made in zip(ends, outputs, strict=True) if made in self.endings}

    def _unquantised(self, name: str) -> str | None:
        """The port or Dense whose full precision reaches a tensor without a quantizer; None if there is none."""
        op = self._op(name)
        if name in self.types:
            return None
        if isinstance(op, Input) or (isinstance(op, Dense) and name not in self._exact):
            return name
        return next((unset for source in op.inputs if (unset := self._unquantised(source))), None)

    def _exactly(self, name: str, x: str, kernel: Array, bias: Array | None) -> str:
        made = self._dense(name, x, kernel, bias, None, None)
        self._exact.add(made)
        return made

    def _dense(self, name: str, x: str, kernel: Array, bias: Array | None, kernel_type: Any, bias_type: Any) -> str:
        made = self.append(Dense, name, x, units=kernel.shape[1])
        values = {
            "kernel": (kernel, kernel_type),
            "bias": (np.zeros(kernel.shape[1]) if bias is None else bias, bias_type),
        }
        for parameter, (given, t) in values.items():
            exact = np.asarray(given, np.float64)
            self.weights[f"{made}.{parameter}"] = exact
            self.weight_types[f"{made}.{parameter}"] = t if t is not None and t.holds(exact) else smallest_type(exact)
        return made

    def _chain(self, kind: type[Op], name: str, xs: tuple[str, ...]) -> str:
        made = xs[0]
        for count, x in enumerate(xs[1:], 2):
            made = self.append(kind, name if count == len(xs) else f"{name}_upto{count}", made, x)
        return made

    def _refuse_ending(self, name: str) -> None:
        if ending := self.endings.get(name):
            raise FrontendError(
                f"it reads the {ending.function} of {ending.place}, and --drop-softmax can only drop what nothing reads"
                " again; let it read the logits, or use ReLU and a quantizer there, and train again"
            )

    def _op(self, name: str) -> Op:
        self._refuse_ending(name)
        return next(op for op in self.ops if op.name == name)

    def _free(self, name: str) -> str:
        """An unused identifier for firmware, made from a layer's name: it starts with a letter and is not reserved."""
        plain = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_") or "layer"
        plain = plain if plain[0].isalpha() else f"layer_{plain}"
        numbered = (f"{plain}_{count}" for count in itertools.count(2))
        return next(free for free in itertools.chain([plain], numbered) if self._is_free(free))

    def _is_free(self, name: str) -> bool:
        return not is_reserved(name) and name != TOP and not any(clash(name, other) for other in self.shapes)


def smallest_type(values: Float) -> FixedPoint:
    """The smallest type of each value, element by element; zeros take no bits."""
    return FixedPoint.spanning(np.minimum(values, 0), np.maximum(values, 0), fraction_bits(values))
