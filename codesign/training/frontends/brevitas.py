"""Brevitas: fixed bit widths, with ranges that are learned as powers of two (torch).

Every scale is a power of two, so that each tensor has a fixed-point type. Weights have one scale per unit, tensors and
inputs one per feature, and the inputs of tables a single one. Rounding is to nearest, halves to even; everything
saturates. Dense sums keep full precision. `predict` runs in float64, because float32 would round sums past 24 bits.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from brevitas.core.quant import IntQuant
from brevitas.core.scaling import ParameterFromRuntimeStatsScaling
from brevitas.inject.enum import ScalingImplType
from brevitas.nn import QuantIdentity, QuantLinear
from brevitas.quant.fixed_point import (
    Int8ActPerTensorFixedPoint,
    Int8BiasPerTensorFixedPointInternalScaling,
    Int8WeightPerChannelFixedPoint,
    Uint8ActPerTensorFixedPoint,
)
from numpy.typing import NDArray

from codesign.design.heads import LOGITS, Head
from codesign.design.training import Precision, Pruning, Training
from codesign.errors import FrontendError
from codesign.jets.dataset import Dataset
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint, Overflow, Rounding
from codesign.net.graph import Graph
from codesign.net.ops import Dense, HardSigmoid, Op, Table
from codesign.training.checkpoints import Checkpoint
from codesign.training.frontends import torch_graph, torch_training
from codesign.training.frontends.freezing import freeze_table, kernel_shift, shifted
from codesign.training.frontends.port import input_type, reads_port, standardising_shift
from codesign.training.frontends.progress import Report
from codesign.training.frontends.tensors import nonnegative, prunable_units, table_bits, type_axes

Array = NDArray[Any]
TAGGER = {LOGITS: Head(loss="cross_entropy")}
ROUNDING: Rounding = "RND_CONV"  # torch.round, as Brevitas's default
BIAS_RANGE = 8.0  # a bias is only one constant per sum, so its range may be wide
TABLE_RANGE = 2.0
SMALLEST_RANGE = 2.0**-8  # of weights and tensors: a unit whose weights are all pruned must not get a tiny LSB
COLLECTING_STEPS = 100  # steps in which ranges follow the data; from then on they are learned
PERCENTILE = 99.9  # of the absolute values, which a range holds at first


class FixedInputs(torch.nn.Module):
    """Scales inputs by 2**shift, as training needs, and rounds each feature to its type."""

    factor: torch.Tensor
    scale: torch.Tensor
    bits: torch.Tensor

    def __init__(self, t: FixedPoint, shift: NDArray[np.int64]) -> None:
        super().__init__()
        self.input_type, self.shift = t, shift
        magnitude = t.integer + t.fraction
        # signed for all features, with one bit more, since an unsigned feature is never below zero
        self.quantize = IntQuant(narrow_range=False, signed=True, input_view_impl=torch.nn.Identity())
        self.register_buffer("factor", _tensor(np.where(magnitude > 0, np.ldexp(1.0, shift), 0.0)), persistent=False)
        self.register_buffer("scale", _tensor(t.lsb), persistent=False)
        self.register_buffer("bits", _tensor(magnitude + 1), persistent=False)

    def forward(self, x: torch.Tensor) -> Any:
        """Rounded x * 2**shift, for x: (jets, *shape) in the units of the port."""
        return self.quantize(self.scale, torch.zeros_like(self.scale), self.bits, x * self.factor)


@dataclass
class BrevitasModel:
    """A Graph as a torch module of Brevitas layers."""

    module: torch_graph.GraphModule
    graph: Graph
    port: FixedPoint

    @property
    def shifts(self) -> dict[str, NDArray[np.int64]]:
        """Name of an input Quantize -> shift; the network trains on x * 2**shift."""
        inputs = (op.name for op in self.graph.ops if reads_port(self.graph, op))
        return {name: self.module.rounding(name).shift for name in inputs}


@dataclass(frozen=True)
class _Parts:
    """Makes the Brevitas modules of a Graph. sample: (jets, *port shape); unsigned: tensors that are never negative."""

    graph: Graph
    port: FixedPoint
    precision: Precision
    sample: Array
    unsigned: set[str] = field(default_factory=set)

    def dense(self, op: Dense) -> Any:
        """A QuantLinear. The scale of each unit follows its largest weight; biases have a fixed grid."""
        layer = QuantLinear(
            self.graph.parameters(op)["kernel"][0],
            op.units,
            weight_quant=Int8WeightPerChannelFixedPoint,
            weight_bit_width=self.precision.weights_of(op.name),
            weight_scaling_min_val=SMALLEST_RANGE / 2 ** (self.precision.weights_of(op.name) - 1),
            bias_quant=Int8BiasPerTensorFixedPointInternalScaling,
            bias_bit_width=self.precision.biases_of(op.name),
            bias_scaling_impl_type=ScalingImplType.CONST,
            bias_scaling_init=BIAS_RANGE,
        )
        # torch's own initial weights are smaller by sqrt(6), and taggers that start so small stop learning early
        torch.nn.init.kaiming_uniform_(layer.weight, nonlinearity="relu")
        torch.nn.init.zeros_(layer.bias)
        return layer

    def quantizer(self, op: Op) -> Any:
        """The module that rounds the result of an operation."""
        if reads_port(self.graph, op):
            return self._inputs(op)
        bits = table_bits(self.graph, op, self.precision.activations_of(op.name))
        if isinstance(op, HardSigmoid):
            return _fixed_rounding(bits, False, 1.0)
        axes = len(self.graph.shapes[op.name])
        return _rounding(bits, op.name not in self.unsigned, self._channels(op), axes)

    def _channels(self, op: Op) -> int | None:
        """The number of features with separate scales; None if the whole tensor has one scale."""
        return self.graph.shapes[op.name][-1] if type_axes(self.graph, op.name) == 1 else None

    def _inputs(self, op: Op) -> torch.nn.Module:
        bits = table_bits(self.graph, op, self.precision.inputs)
        shift = standardising_shift(self.graph, op, self.sample)
        shared = tuple(range(len(self.graph.shapes[op.name]) - type_axes(self.graph, op.name)))
        t = input_type(self.graph, op, bits, self.port, self.sample, shift, shared)
        return FixedInputs(t, shift.max(axis=shared, keepdims=True))

    def tables(self, op: Table) -> torch.nn.Module:
        """The module of a Table, with one fixed grid for all entries."""
        entries = _fixed_rounding(self.precision.activations_of(op.name), True, TABLE_RANGE)
        return torch_graph.EdgeTables(self.graph.parameters(op)["step"], entries)


def build(graph: Graph, precision: Precision, port: FixedPoint, sample: Array, seed: int) -> BrevitasModel:
    """The Graph as a torch module of Brevitas layers.

    sample: (jets, *port shape) training inputs, which set the range of the inputs.
    Raises FrontendError for a graph or bit widths that this frontend cannot train.
    """
    for option, instead in (("learned", "bit widths are the given ones"), ("per_candidate", "candidates share theirs")):
        if getattr(precision, option):
            raise FrontendError(
                f"precision.{option} is for frontend hgq only; with brevitas {instead}: set `{option}: false`"
            )
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    parts = _Parts(graph, port, precision, sample, nonnegative(graph))
    return BrevitasModel(torch_graph.GraphModule(graph, parts.dense, parts.quantizer, parts.tables), graph, port)


def fit(
    model: BrevitasModel,
    train: Dataset,
    validation: Dataset,
    training: Training,
    pruning: Pruning,
    report: Report,
    heads: Any = TAGGER,
    checkpoint: Checkpoint | None = None,
) -> list[dict[str, float]]:
    """Trains in float32; returns one row per epoch."""
    dense = [op for op in model.graph.ops if isinstance(op, Dense) and op.owner == op.name]
    kernels = {op.name: model.module.of(op).weight for op in dense}
    hidden = prunable_units(model.graph, pruning)
    history = torch_training.fit(
        model.module, kernels, hidden, train, validation, training, pruning, report, heads, checkpoint
    )
    for part in model.module.modules():
        if isinstance(
            part, ParameterFromRuntimeStatsScaling
        ):  # a training of few steps may still be collecting statistics
            part.init_scale()
    return history


def predict(model: BrevitasModel, x: Array) -> dict[str, Array]:
    """Output name -> (jets, outputs) float64, computed by Brevitas in inference mode."""
    return torch_graph.predict(model.module, x)


def save(model: BrevitasModel, path: Path) -> None:
    """Writes the weights and learned ranges, `*.pt`."""
    torch.save(model.module.state_dict(), path)


def load(model: BrevitasModel, path: Path) -> None:
    """Loads a file of `save` into a model built from the same Design."""
    model.module.load_state_dict(torch.load(path, weights_only=True))


def freeze(model: BrevitasModel) -> FixedNet:
    """The frozen net: weights as Brevitas rounds them, and the type of each tensor."""
    weights: dict[str, Array] = {}
    weight_types: dict[str, FixedPoint] = {}
    types = {model.graph.ops[0].name: model.port}
    with torch_graph.exactly(model.module):
        for op in model.graph.ops[1:]:
            if isinstance(op, Dense) and op.owner == op.name:
                values, kinds = _frozen_dense(model, op)
            elif isinstance(op, Table):
                layer = model.module.of(op)
                entries = _type_of_tensor(layer.quantizer, op.name)
                values, kinds = freeze_table(
                    model.graph, op, types[op.inputs[0]], entries, partial(_apply, layer), model.shifts
                )
            else:
                values, kinds = {}, {}
                if f"round_{op.name}" in model.module.parts:
                    types[op.name] = _type_of_tensor(model.module.rounding(op.name), op.name)
            weights |= values
            weight_types |= kinds
    return FixedNet.build(model.graph, weights, weight_types, types)


def _rounding(bits: int, signed: bool, channels: int | None, axes: int) -> Any:
    """A quantizer with a learned range, or one for each of the `channels` on the last of a jet's `axes`."""
    how: dict[str, Any] = {"collect_stats_steps": COLLECTING_STEPS, "high_percentile_q": PERCENTILE}
    how["scaling_min_val"] = SMALLEST_RANGE
    if channels is not None:
        how["scaling_per_output_channel"] = True
        how["per_channel_broadcastable_shape"] = (*(1,) * axes, channels)
        how["scaling_stats_permute_dims"] = (axes, *range(axes))  # puts the channels first
    return _quantizer(bits, signed, how)


def _fixed_rounding(bits: int, signed: bool, limit: float) -> Any:
    """A quantizer with the range (-limit, limit) or [0, limit)."""
    return _quantizer(bits, signed, {"scaling_impl_type": ScalingImplType.CONST, "scaling_init": limit})


def _quantizer(bits: int, signed: bool, how: dict[str, Any]) -> Any:
    act_quant = Int8ActPerTensorFixedPoint if signed else Uint8ActPerTensorFixedPoint
    return QuantIdentity(act_quant=act_quant, bit_width=bits, **how)


def _type_of_tensor(quantizer: Any, name: str) -> FixedPoint:
    if isinstance(quantizer, FixedInputs):
        t = quantizer.input_type
        return shifted(FixedPoint(t.signed, t.integer, t.fraction, ROUNDING, "SAT"), -quantizer.shift)
    proxy = quantizer.act_quant
    of_features = proxy.scale().squeeze()  # drops the axes of length 1 for jets and candidates
    return _type(of_features, proxy.bit_width(), proxy.is_signed, proxy.is_narrow_range, name)


def _type(scale: Any, bits: Any, signed: bool, narrow: bool, name: str) -> FixedPoint:
    """The type of a quantizer; FrontendError for a scale that is not a power of two."""
    mantissa, exponent = np.frexp(scale.numpy())
    if (mantissa != 0.5).any():
        raise FrontendError(
            f"{name!r} has the scale {scale.max().item()}, which is not a power of two; use"
            " RestrictValueType.POWER_OF_TWO"
        )
    fraction = 1 - exponent.astype(np.int64)
    overflow: Overflow = "SAT_SYM" if narrow else "SAT"
    return FixedPoint(int(signed), int(bits) - int(signed) - fraction, fraction, ROUNDING, overflow)


def _frozen_dense(model: BrevitasModel, op: Dense) -> tuple[dict[str, Array], dict[str, FixedPoint]]:
    layer = model.module.of(op)
    kernel, bias = layer.quant_weight(), layer.quant_bias()
    moved = kernel_shift(model.graph, op, model.shifts)
    kernel_type, bias_type = (
        _type(q.scale.reshape(-1), q.bit_width, proxy.is_signed, proxy.is_narrow_range, op.name)
        for q, proxy in ((kernel, layer.weight_quant), (bias, layer.bias_quant))
    )
    names = [f"{op.name}.{parameter}" for parameter in ("kernel", "bias")]
    values = [np.ldexp(kernel.value.numpy().T, moved), bias.value.numpy()]
    return dict(zip(names, values, strict=True)), dict(
        zip(names, [shifted(kernel_type, moved), bias_type], strict=True)
    )


def _apply(layer: torch.nn.Module, x: Array) -> Array:
    return np.asarray(layer(torch.from_numpy(x).double()).numpy())


def _tensor(values: Any) -> torch.Tensor:
    return torch.from_numpy(np.asarray(values, np.float32))
