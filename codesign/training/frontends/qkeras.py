"""QKeras (qkeras-v3, Keras 3): bit widths given layer by layer, power-of-two scales only (alpha = 1).

Weights and biases are rounded by `quantized_bits(bits, integer, alpha=1)` in QDense, in (-1, 1) and (-8, 8). Tensors
use the same quantizer, saturating, with a range for each feature that follows the jets in the first half of the
training: ranges fixed at the start would suit the initial weights but clip what trained weights give. QKeras rounds
halves to even.

Training is in float32. `predict` and `freeze` use the same layers in float64: a sum of 13-bit inputs times 9-bit
weights, as in the CMS network, does not fit the 24 bits of a float32.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from codesign.base.choice import some_rows
from codesign.design.heads import Head
from codesign.design.training import Precision, Pruning, Training
from codesign.jets.dataset import Dataset
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint
from codesign.net.graph import Graph
from codesign.net.ops import Dense, HardSigmoid, Op, Table
from codesign.training.checkpoints import Checkpoint
from codesign.training.frontends.freezing import freeze_table, kernel_shift, shifted
from codesign.training.frontends.keras_float64 import float64
from codesign.training.frontends.keras_graph import EdgeTables, keras_model
from codesign.training.frontends.keras_program import KerasModel, KernelMask, Program, inference
from codesign.training.frontends.keras_seed import seeded
from codesign.training.frontends.keras_training import TAGGER, Steering
from codesign.training.frontends.keras_training import fit as keras_fit
from codesign.training.frontends.port import reads_port, reads_signed, standardising_shift
from codesign.training.frontends.progress import Report
from codesign.training.frontends.qkeras_import import prefer_modules
from codesign.training.frontends.ranges import feature_integers, integer_bits
from codesign.training.frontends.tensors import nonnegative, table_bits, type_axes

prefer_modules()  # HGQ2's package of the same name must not be found first
from qkeras import QDense, quantized_bits  # noqa: E402

Array = NDArray[Any]
WEIGHT_INTEGER, BIAS_INTEGER, TABLE_INTEGER = 0, 3, 1
FOLLOWING, FOLLOWED_JETS = 0.5, 2000  # share of the epochs in which ranges follow the data, and the jets used for it


@dataclass(eq=False)
class QKerasModel(KerasModel):
    """A Graph as a Keras model of QKeras layers, in float32 and float64. Bit widths are constants of the program."""

    wide: keras.Model
    predict_wide: Callable[[Array], list[Array]]
    precision: Precision

    @property
    def roundings(self) -> Mapping[str, Rounding]:
        """Name of a rounded tensor -> its Rounding."""
        return self.program.quantizers


class Rounding(keras.layers.Layer):  # type: ignore[misc]
    """quantized_bits on a tensor, after multiplication by powers of two.

    To pass gradients, QKeras computes x + (q(x) - x), which in float32 is not q(x) where q saturates; in inference
    the same quantizer is used without this.
    """

    def __init__(self, tensor: str, bits: int, integer: Array | int, signed: bool, scale: Array | None = None) -> None:
        super().__init__(name=f"{tensor}_rounding")
        self.bits, self.signed, self.scale = bits, signed, scale
        # stores 2**integer and not the exponent, since a compiled power of two need not be exact
        reach = np.ldexp(1.0, np.asarray(integer))
        self.reach = self.add_weight(
            shape=reach.shape, initializer=lambda *_, **__: reach, trainable=False, name="reach"
        )
        self.trained, self.exact = (
            quantized_bits(bits, 0, keep_negative=int(signed), alpha=1, use_ste=through) for through in (True, False)
        )

    def call(self, x: Any, training: Any = None) -> Any:
        """The rounded values."""
        scaled = (x if self.scale is None else x * self.scale) / self.reach
        return (self.trained(scaled) if training else self.exact(scaled)) * self.reach

    def follow(self, values: Array) -> None:
        """Sets each range to the power of two that holds all values; values: (jets, *shape) before rounding."""
        shared = tuple(range(values.ndim - len(self.reach.shape)))
        size = np.abs(values).max(axis=shared)
        self.reach.assign(np.where(size > 0, np.ldexp(1.0, np.frexp(size)[1]), self.reach.numpy()))

    @property
    def type(self) -> FixedPoint:
        """The type of the rounded values."""
        return _type(self.bits, np.frexp(self.reach.numpy())[1].astype(np.int64) - 1, self.signed)


class _Following(Steering):
    """Makes the ranges of tensors follow the network's values on some jets, in the first half of the training."""

    def __init__(self, model: QKerasModel, x: Array, epochs: int) -> None:
        self.x, self.epochs = x[some_rows(len(x), FOLLOWED_JETS)], epochs
        # not inputs, whose ranges are known, nor gates and tables, which have one range for all features
        self.followers = [r for r in model.roundings.values() if r.scale is None and len(r.reach.shape) == 1]

    def begin(self, program: Program, epoch: int) -> None:
        """Updates the ranges before an epoch."""
        if 0 < epoch <= self.epochs * FOLLOWING and self.followers:
            for rounding, values in zip(self.followers, self._unrounded(program)(self.x), strict=True):
                rounding.follow(values)

    def _unrounded(self, program: Program) -> Any:
        def compiled() -> Any:
            return inference(keras.Model(program.model.inputs, [r.input for r in self.followers]))

        return program.function("unrounded", compiled)


@dataclass
class _Parts:
    """Makes the QKeras layers of a Graph, and collects their roundings, masks and input shifts."""

    graph: Graph
    port: FixedPoint
    precision: Precision
    sample: Array
    integers: dict[str, int]
    roundings: dict[str, Rounding] = field(default_factory=dict)
    masks: dict[str, KernelMask] = field(default_factory=dict)
    shifts: dict[str, NDArray[np.int64]] = field(default_factory=dict)

    def dense(self, op: Dense) -> keras.layers.Layer:
        """A QDense with fixed widths."""
        mask = self.masks[op.name] = KernelMask(self.graph.parameters(op)["kernel"])
        layer = QDense(
            op.units,
            kernel_initializer="he_uniform",
            kernel_quantizer=quantized_bits(self.precision.weights_of(op.name), WEIGHT_INTEGER, alpha=1),
            bias_quantizer=quantized_bits(self.precision.biases_of(op.name), BIAS_INTEGER, alpha=1),
            name=op.name,
        )
        layer.kernel_constraint = _Both(layer.kernel_constraint, mask)  # QKeras's constraint clips weights to the range
        return layer

    def quantizer(self, op: Op) -> keras.layers.Layer:
        """The Rounding of a tensor, with a range for each feature except for gates and for inputs of tables."""
        signed = op.name not in nonnegative(self.graph)
        bits = table_bits(self.graph, op, self.precision.activations_of(op.name))
        integer: Array | int = self.integers[op.name]
        if not isinstance(op, HardSigmoid) and type_axes(self.graph, op.name) == 1:
            integer = np.full(self.graph.shapes[op.name][-1], integer)
        scale = None
        if reads_port(self.graph, op):
            bits = table_bits(self.graph, op, self.precision.inputs)
            signed = reads_signed(self.graph, op, self.port)
            shift = self.shifts[op.name] = standardising_shift(self.graph, op, self.sample)
            scale, integer = np.ldexp(np.float32(1), shift), feature_integers(self.graph, op, self.sample, shift)
        rounding = self.roundings[op.name] = Rounding(op.name, bits, integer, signed, scale)
        return rounding

    def tables(self, op: Table) -> keras.layers.Layer:
        """The layer of a Table, whose entries share one width."""
        entries = self.roundings[op.name] = Rounding(
            op.name, self.precision.activations_of(op.name), TABLE_INTEGER, True
        )
        return EdgeTables(op, self.graph.shapes[op.name][-2:], entries)


class _Both(keras.constraints.Constraint):  # type: ignore[misc]
    def __init__(self, first: Any, second: KernelMask) -> None:
        self.first, self.second = first, second

    @property
    def settings(self) -> list[Any]:
        return self.second.settings

    def __call__(self, values: Any) -> Any:
        return self.second(values if self.first is None else self.first(values))


def build(graph: Graph, precision: Precision, port: FixedPoint, sample: Array, seed: int) -> QKerasModel:
    """The Graph as a Keras model of QKeras layers.

    sample: (jets, *port shape) training inputs, which determine the integer bits at the start.
    Raises FrontendError for a graph that cannot be trained, and if QKeras is not installed.
    """
    integers = integer_bits(graph, sample, seed)
    parts = _Parts(graph, port, precision, sample, integers)
    with seeded(seed):
        model = keras_model(graph, parts.dense, parts.quantizer, parts.tables)
    again = _Parts(graph, port, precision, sample, integers)
    with float64():
        wide = keras_model(graph, again.dense, again.quantizer, again.tables)
    program = Program(model, parts.masks, parts.roundings)
    return QKerasModel(program, program.numbers(), graph, port, parts.shifts, wide, inference(wide), precision)


def fit(
    model: QKerasModel,
    train: Dataset,
    validation: Dataset,
    training: Training,
    pruning: Pruning,
    report: Report,
    heads: Mapping[str, Head] = TAGGER,
    checkpoint: Checkpoint | None = None,
) -> list[dict[str, float]]:
    """Trains in place; see keras_training.fit."""
    following = _Following(model, train.x, training.epochs)
    return keras_fit(model, train, validation, training, pruning, report, heads, following, checkpoint)


def predict(model: QKerasModel, x: Array) -> dict[str, Array]:
    """Output name -> (jets, outputs) float64, computed by Keras in inference mode."""
    with float64():
        model.wide.set_weights(model.keras.get_weights())
        return dict(zip(model.graph.outputs, model.predict_wide(x), strict=True))


def save(model: QKerasModel, path: Path) -> None:
    """Writes the weights, `*.weights.h5`."""
    model.keras.save_weights(path)


def load(model: QKerasModel, path: Path) -> None:
    """Loads a file of `save` into a model built from the same Design."""
    model.keras.load_weights(path)


def freeze(model: QKerasModel) -> FixedNet:
    """The frozen net: weights as QKeras rounds them, and the type of each tensor."""
    weights: dict[str, Array] = {}
    weight_types: dict[str, FixedPoint] = {}
    types = {model.graph.ops[0].name: model.port}
    model.wide.set_weights(model.keras.get_weights())
    for op in model.graph.ops[1:]:
        if isinstance(op, Dense) and op.owner == op.name:
            _freeze_dense(model, op, weights, weight_types)
        elif isinstance(op, Table):
            predicted = partial(model.wide.get_layer(op.name), training=False)
            entries = model.roundings[op.name].type
            values, kinds = freeze_table(model.graph, op, types[op.inputs[0]], entries, predicted, model.shifts)
            weights |= values
            weight_types |= kinds
        elif op.name in model.roundings:
            t = model.roundings[op.name].type
            types[op.name] = shifted(t, -model.shifts[op.name]) if op.name in model.shifts else t
    return FixedNet.build(model.graph, weights, weight_types, types)


def _freeze_dense(
    model: QKerasModel, op: Dense, weights: dict[str, Array], weight_types: dict[str, FixedPoint]
) -> None:
    layer = model.keras.get_layer(op.name)
    rows = kernel_shift(model.graph, op, model.shifts)
    for parameter, variable, quantizer, bits, integer, moved in (
        ("kernel", layer.kernel, layer.kernel_quantizer_internal, model.precision.weights_of(op.name), 0, rows),
        ("bias", layer.bias, layer.bias_quantizer_internal, model.precision.biases_of(op.name), BIAS_INTEGER, 0),
    ):
        name = f"{op.name}.{parameter}"
        values = keras.ops.convert_to_numpy(quantizer(variable)).astype(np.float64)
        weights[name] = np.ldexp(values, moved)
        weight_types[name] = shifted(_type(bits, integer, True), moved)


def _type(bits: int, integer: Array | int, signed: bool) -> FixedPoint:
    return FixedPoint(int(signed), integer, bits - int(signed) - np.asarray(integer), "RND_CONV", "SAT")
