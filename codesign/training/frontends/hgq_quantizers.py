"""HGQ2 quantizers for inputs, hidden tensors, weights and tables, and the types that they learn."""

from __future__ import annotations

from typing import Any, cast

import keras
import numpy as np
import tensorflow as tf
from hgq.quantizer import Quantizer, QuantizerConfig
from numpy.typing import NDArray

from codesign.design.training import Precision
from codesign.net.fixedpoint import FixedPoint
from codesign.net.graph import Graph
from codesign.net.ops import HardSigmoid, Op, Table
from codesign.training.frontends.port import input_type
from codesign.training.frontends.tensors import nonnegative, table_bits, type_axes

Array = NDArray[Any]


def input_quantizer(
    graph: Graph, op: Op, precision: Precision, port: FixedPoint, sample: Array, shift: Array
) -> Quantizer:
    """The quantizer of inputs, which saturates, because a jet of record pT must not wrap to a soft one.

    It starts with the sign of the port, the range of the sample and no LSB finer than the port's.
    sample: (jets, *port shape); shift: see `port.standardising_shift`.
    """
    shared = _shared_axes(graph, op, precision)
    t = input_type(graph, op, table_bits(graph, op, precision.inputs), port, sample, shift, shared)
    magnitude, fixed = t.integer + t.fraction, precision.learned is False
    config = QuantizerConfig(
        "kbi",
        "datalane",
        k0=_Values(t.signed),
        b0=_Values(magnitude),
        i0=_Values(t.integer),
        overflow_mode="SAT",
        round_mode="RND",
        bc=Limits(magnitude if fixed else 0 * magnitude, magnitude),
        ic=Limits(*(np.where(fixed, t.integer, infinity) for infinity in (-np.inf, np.inf))),
        homogeneous_axis=(0, *(axis + 1 for axis in shared)),
    )
    return Quantizer(config, name=f"{op.name}_quantizer")


def hidden_quantizer(graph: Graph, op: Op, precision: Precision) -> Quantizer:
    """The quantizer of a hidden tensor, whose width is learned up to the requested one.

    By default it wraps, which costs nothing, and its integer bits hold the largest value over all jets; with few bits
    or long tails, this leaves little precision for the other values. With `overflow: saturate` it saturates, and its
    range is learned. Inputs of tables always saturate, and so does a gate, since it often is 1.
    """
    signed = int(op.name not in nonnegative(graph))
    bits = table_bits(graph, op, precision.activations_of(op.name)) - (signed if _feeds_table(graph, op) else 0)
    gate = isinstance(op, HardSigmoid)
    saturates = gate or _feeds_table(graph, op) or saturating(precision)
    config = QuantizerConfig(
        "kbi",
        "datalane",
        k0=signed,
        b0=bits,
        i0=0 if gate else 2,
        overflow_mode="SAT" if saturates else "WRAP",
        round_mode="RND",
        bc=Limits(0 if precision.learned is not False else bits, bits),
        # a channel of small values must not get an LSB far below the others'
        ic=Limits(0, 0) if gate else Limits(0, bits),
        homogeneous_axis=(0, *(axis + 1 for axis in _shared_axes(graph, op, precision))),
    )
    return Quantizer(config, name=f"{op.name}_quantizer")


def saturating(precision: Precision) -> bool:
    """Whether hidden tensors saturate; by default they wrap."""
    return precision.overflow == "saturate"


def weight_config(bits: int, learned: bool) -> QuantizerConfig:
    """For weights: in (-1, 1) with an LSB of 2**-(bits - 1); each weight learns a range and an LSB within these."""
    return _saturating("weight", 0, bits - 1, learned)


def bias_config(bits: int, learned: bool) -> QuantizerConfig:
    """For biases: in (-8, 8), since a bias is only one constant per sum and its range may be wide."""
    return _saturating("bias", 3, bits - 4, learned)


def table_quantizer(graph: Graph, op: Table, precision: Precision) -> Quantizer:
    """The quantizer of table entries, with one width for each edge's table."""
    fraction = precision.activations_of(op.name) - 1
    shared = tuple(range(len(graph.shapes[op.name]) - 1))  # jets and candidates
    config = _saturating("table", 1, fraction, precision.learned is not False, homogeneous_axis=shared)
    return Quantizer(config, name=f"{op.name}_quantizer")


def type_of(quantizer: Quantizer, drop_batch_axis: bool = False) -> FixedPoint:
    """The type that a quantizer has learned; drop_batch_axis: without the leading axis of length 1."""
    inner = quantizer.quantizer
    k, i, f = (keras.ops.convert_to_numpy(bits) for bits in inner.kif)
    empty = k + i + f <= 0  # HGQ2 gives such elements 0, and parks their integer bits anywhere
    k, i, f = (np.where(empty, 0, bits) for bits in (k, i, f))
    if drop_batch_axis:
        k, i, f = (bits[0] for bits in (k, i, f))
    return FixedPoint(k, i, f, cast(Any, inner.round_mode), cast(Any, inner.overflow_mode))


def _shared_axes(graph: Graph, op: Op, precision: Precision) -> tuple[int, ...]:
    """The axes of a jet's tensor along which all elements share a type."""
    axes = len(graph.shapes[op.name])
    return () if precision.per_candidate else tuple(range(axes - type_axes(graph, op.name)))


def _feeds_table(graph: Graph, op: Op) -> bool:
    return any(isinstance(reader, Table) for reader in graph.readers(op.name))


def _saturating(place: str, integer: int, fraction: int, learned: bool, **axes: Any) -> QuantizerConfig:
    return QuantizerConfig(
        "kif",
        place,
        k0=1,
        i0=integer,
        f0=fraction,
        overflow_mode="SAT_SYM",
        round_mode="RND",
        ic=Limits(-fraction if learned else integer, integer),
        fc=Limits(-integer if learned else fraction, fraction),
        **axes,
    )


class _Values(keras.initializers.Initializer):  # type: ignore[misc]
    """Initialises a variable with given values, which broadcast to its shape."""

    def __init__(self, values: Array) -> None:
        self.values = values

    def __call__(self, shape: Any, dtype: Any = None) -> Any:
        return keras.ops.convert_to_tensor(np.broadcast_to(self.values, shape), dtype=dtype)


class Limits(keras.constraints.Constraint):  # type: ignore[misc]
    """Element-wise limits of bits; HGQ2's own MinMax takes only scalars, and compiles them in as constants."""

    def __init__(self, low: Any, high: Any) -> None:
        self.settings = [tf.Variable(np.asarray(limit, np.float32), trainable=False) for limit in (low, high)]

    def __call__(self, bits: Any) -> Any:
        """The bits, clipped to the limits."""
        return keras.ops.clip(bits, *self.settings)
