"""HGQ2: bit widths learned with the weights, one per weight and one per channel (arXiv:2405.00645).

Each tensor that frontends round gets one HGQ2 Quantizer, which gives its type. Dense sums keep full precision.
Inputs saturate, because a jet of record pT must not wrap to a soft one. Hidden tensors either wrap, which costs
nothing, in ranges measured before freezing, or saturate in learned ranges.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from hgq.config import QuantizerConfigScope
from hgq.layers import QDense
from hgq.quantizer import Quantizer
from numpy.typing import NDArray

from codesign.design.heads import Head
from codesign.design.training import Precision, Pruning, Training
from codesign.jets.dataset import Dataset
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint
from codesign.net.graph import Graph
from codesign.net.ops import Dense, MatMul, Multiply, Op, Pool, Table, Wires
from codesign.training.checkpoints import Checkpoint
from codesign.training.frontends.freezing import freeze_table, kernel_shift, shifted
from codesign.training.frontends.hgq_penalty import steering
from codesign.training.frontends.hgq_quantizers import (
    bias_config,
    hidden_quantizer,
    input_quantizer,
    saturating,
    table_quantizer,
    type_of,
    weight_config,
)
from codesign.training.frontends.hgq_ranges import calibrate
from codesign.training.frontends.keras_graph import Cost, EdgeTables, keras_model
from codesign.training.frontends.keras_program import KerasModel, KernelMask, Program, shared
from codesign.training.frontends.keras_seed import seeded
from codesign.training.frontends.keras_training import TAGGER
from codesign.training.frontends.keras_training import fit as keras_fit
from codesign.training.frontends.port import reads_port, standardising_shift
from codesign.training.frontends.progress import Report
from codesign.training.frontends.tensors import rounded

Array = NDArray[Any]
ADDER_COST = 0.65  # EBOPs of adding one bit, as in HGQ2's QSum


@dataclass(eq=False)
class HgqModel(KerasModel):
    """A Graph as a Keras model of HGQ2 layers."""

    precision: Precision

    @property
    def quantizers(self) -> Mapping[str, Quantizer]:
        """Name of a rounded tensor -> its quantizer."""
        return self.program.quantizers


@dataclass
class _Parts:
    """Makes the HGQ2 layers of a Graph, and collects their quantizers, masks and input shifts."""

    graph: Graph
    port: FixedPoint
    precision: Precision
    sample: Array
    quantizers: dict[str, Quantizer] = field(default_factory=dict)
    masks: dict[str, KernelMask] = field(default_factory=dict)
    shifts: dict[str, NDArray[np.int64]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.penalty = tf.Variable(self.precision.ebops_penalty, trainable=False, dtype=tf.float32)

    def bits(self, name: str) -> Any:
        """(1, *shape) bits of each element of a tensor that is rounded, or that wires connect to rounded ones."""
        op = self.graph[name]
        if isinstance(op, Wires):
            return op.evaluate({}, *(self.bits(source) for source in op.inputs), xp=keras.ops)
        return self.quantizers[name].bits_((1, *self.graph.shapes[name]))

    def dense(self, op: Dense) -> keras.layers.Layer:
        """A QDense without an input quantizer: the tensor it reads is rounded already, and its bits are known."""
        mask = self.masks[op.name] = KernelMask(self.graph.parameters(op)["kernel"])
        learned = self.precision.learned is not False
        layer = QDense(
            op.units,
            kernel_constraint=mask,
            kq_conf=weight_config(self.precision.weights_of(op.name), learned),
            bq_conf=bias_config(self.precision.biases_of(op.name), learned),
            beta0=self.precision.ebops_penalty,
            enable_ebops=True,
            name=op.name,
        )
        layer._layers.remove(layer._iq)  # Keras also lists sub-layers apart from the attributes
        layer._iq = _Rounded(self, op.inputs[0])
        return layer

    def quantizer(self, op: Op) -> keras.layers.Layer:
        """The layer that rounds the result of an operation, and scales it first if it is an input."""
        if not reads_port(self.graph, op):
            quantizer = self.quantizers[op.name] = hidden_quantizer(self.graph, op, self.precision)
            return quantizer
        shift = self.shifts[op.name] = standardising_shift(self.graph, op, self.sample)
        quantizer = input_quantizer(self.graph, op, self.precision, self.port, self.sample, shift)
        self.quantizers[op.name] = quantizer
        return _Scaled(np.ldexp(np.float32(1), shift), quantizer, op.name)

    def tables(self, op: Table) -> keras.layers.Layer:
        """The layer of a Table, whose entries have learned widths."""
        entries = self.quantizers[op.name] = table_quantizer(self.graph, op, self.precision)
        edges = self.graph.shapes[op.name][-2:]
        return EdgeTables(op, edges, entries, Cost(lambda: self._table_ebops(op), self.penalty))

    def _table_ebops(self, op: Table) -> Any:
        """EBOPs as HGQ2's QDenseT counts them: LUT6 for the table's address bits, times the bits of its entries."""
        address, entry = self.bits(op.inputs[0]), self.quantizers[op.name].bits_((1, *self.graph.shapes[op.name]))
        luts = keras.ops.where(address >= 5, 2 ** (address - 5), address / 5) / 2
        return keras.ops.sum((luts + 1) * entry)

    def cost(self, op: Op) -> Cost | None:
        """The cost of products and sums outside of Dense; None for other operations, and where bits are unknown."""
        to_round = set(rounded(self.graph))
        known = all(self.graph.sources(name) <= to_round for name in op.inputs)
        if not (known and isinstance(op, Pool | Multiply | MatMul)):
            return None
        return Cost(lambda: self._ebops(op), self.penalty)

    def _ebops(self, op: Op) -> Any:
        bits = [self.bits(source) for source in op.inputs]
        match op:
            case Pool():
                return ADDER_COST * keras.ops.sum(bits[0])
            case Multiply():
                return keras.ops.sum(bits[0] * bits[1])
            case _:
                return keras.ops.sum(bits[0] @ bits[1])


class _Rounded:
    """Replaces QDense's input quantizer for a tensor that is rounded already and whose bits are known."""

    built = True

    def __init__(self, parts: _Parts, name: str) -> None:
        self.parts, self.name = parts, name

    def __call__(self, x: Any, training: Any = None) -> Any:
        return x

    def bits_(self, shape: Any) -> Any:
        return self.parts.bits(self.name)


class _Scaled(keras.layers.Layer):  # type: ignore[misc]
    """Multiplies by powers of two, then rounds."""

    def __init__(self, scale: Array, quantizer: Quantizer, name: str) -> None:
        super().__init__(name=name)
        self.scale, self.quantizer = tf.Variable(scale, trainable=False), quantizer

    @property
    def settings(self) -> list[tf.Variable]:
        """The variables that a design sets."""
        return [self.scale]

    def call(self, x: Any, training: Any = None) -> Any:
        return self.quantizer(x * self.scale, training=training)


def build(graph: Graph, precision: Precision, port: FixedPoint, sample: Array, seed: int) -> HgqModel:
    """The Graph as a Keras model of HGQ2 layers, compiled once for all designs of this graph in this process.

    sample: (jets, *port shape) training inputs, which set the initial range of the input quantizer.
    Raises FrontendError for a graph that this frontend cannot train.
    """
    fresh = unshared(graph, precision, port, sample, seed)
    fresh.lender = shared((graph, precision.per_candidate, saturating(precision)), fresh.lender)
    return fresh


def unshared(graph: Graph, precision: Precision, port: FixedPoint, sample: Array, seed: int) -> HgqModel:
    """Like `build`, but with a program that no other model shares."""
    parts = _Parts(graph, port, precision, sample)
    with seeded(seed), QuantizerConfigScope(place="all", br=None, ir=None):
        model = keras_model(graph, parts.dense, parts.quantizer, parts.tables, parts.cost)
    parts.sample = np.zeros(0)  # frees the jets: the costs of the program keep `parts` alive
    program = Program(model, parts.masks, parts.quantizers)
    return HgqModel(program, program.numbers(), graph, port, parts.shifts, precision)


def fit(
    model: HgqModel,
    train: Dataset,
    validation: Dataset,
    training: Training,
    pruning: Pruning,
    report: Report,
    heads: Mapping[str, Head] = TAGGER,
    checkpoint: Checkpoint | None = None,
) -> list[dict[str, float]]:
    """Trains, then measures the ranges of the wrapping tensors on all training and validation jets."""
    steered = steering(model.precision, training.epochs)
    history = keras_fit(model, train, validation, training, pruning, report, heads, steered, checkpoint)
    calibrate(model.program, train.x, validation.x)
    return history


def predict(model: HgqModel, x: Array) -> dict[str, Array]:
    """Output name -> (jets, outputs) float32, computed by Keras in inference mode."""
    return dict(zip(model.graph.outputs, model.program.predict(x), strict=True))


def save(model: HgqModel, path: Path) -> None:
    """Writes the weights and learned bit widths, `*.weights.h5`."""
    model.keras.save_weights(path)


def load(model: HgqModel, path: Path) -> None:
    """Loads a file of `save` into a model built from the same Design."""
    model.keras.load_weights(path)


def freeze(model: HgqModel) -> FixedNet:
    """The frozen net: weights as HGQ2 rounds them, and the type that each tensor has learned."""
    weights: dict[str, Array] = {}
    weight_types: dict[str, FixedPoint] = {}
    types = {model.graph.ops[0].name: model.port}
    for op in model.graph.ops[1:]:
        if isinstance(op, Dense):
            if op.owner == op.name:
                _freeze_dense(model, op, weights, weight_types)
        elif isinstance(op, Table):
            entries = type_of(model.quantizers[op.name], drop_batch_axis=True)
            layer = model.keras.get_layer(op.name)
            frozen = freeze_table(
                model.graph, op, types[op.inputs[0]], entries, partial(layer, training=False), model.shifts
            )
            weights |= frozen[0]
            weight_types |= frozen[1]
        elif op.name in model.quantizers:
            t = type_of(model.quantizers[op.name], drop_batch_axis=True)
            types[op.name] = shifted(t, -model.shifts[op.name]) if op.name in model.shifts else t
    return FixedNet.build(model.graph, weights, weight_types, types)


def _freeze_dense(model: HgqModel, op: Dense, weights: dict[str, Array], weight_types: dict[str, FixedPoint]) -> None:
    layer = model.keras.get_layer(op.name)
    rows = kernel_shift(model.graph, op, model.shifts)
    for parameter, value, quantizer, moved in (
        ("kernel", layer.qkernel, layer.kq, rows),
        ("bias", layer.qbias, layer.bq, 0),
    ):
        name = f"{op.name}.{parameter}"
        weights[name] = np.ldexp(keras.ops.convert_to_numpy(value).astype(np.float64), moved)
        weight_types[name] = shifted(type_of(quantizer), moved)
