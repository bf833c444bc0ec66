"""HGQ2: bit widths learned with the weights, one a weight and one a channel (arXiv:2405.00645).

Where types come from: a tensor that the Graph lets be rounded (Quantize, Relu, Pool) gets one HGQ2 Quantizer, shared
by all layers that read it. Dense sums keep full precision. Inputs saturate, because a jet of record pT must not come
out as a soft one; hidden tensors wrap, which costs nothing, and their ranges are measured before freezing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import keras
import numpy as np
from hgq.config import QuantizerConfigScope
from hgq.constraints import MinMax
from hgq.layers import QDense, QSum
from hgq.quantizer import Quantizer, QuantizerConfig
from hgq.utils import trace_minmax
from numpy.typing import NDArray

from codesign.design import Precision
from codesign.errors import FrontendError
from codesign.fixednet import FixedNet
from codesign.fixedpoint import FixedPoint
from codesign.frontends.keras_training import KernelMask, Predict, inference
from codesign.frontends.keras_training import fit as keras_fit
from codesign.graph import Graph
from codesign.ops import Dense, Op, Pool, Quantize, Relu, Reshape

Array = NDArray[Any]


@dataclass
class HgqModel:
    """A Graph as a Keras model, with the quantizer of each rounded tensor by name."""

    keras: keras.Model
    predict: Predict
    graph: Graph
    port: FixedPoint
    quantizers: dict[str, Quantizer]
    masks: dict[str, KernelMask]  # of the kernels, for pruning
    shifts: dict[str, NDArray[np.int64]]  # of the inputs: they are trained on as x * 2**shift


@dataclass
class _Parts:
    """What a model is built from, and what the walk over its Graph has made so far."""

    graph: Graph
    port: FixedPoint
    precision: Precision
    sample: Array
    quantizers: dict[str, Quantizer] = field(default_factory=dict)
    masks: dict[str, KernelMask] = field(default_factory=dict)
    shifts: dict[str, NDArray[np.int64]] = field(default_factory=dict)


def build(graph: Graph, precision: Precision, port: FixedPoint, sample: Array, seed: int) -> HgqModel:
    """The Graph as a Keras model of HGQ2 layers.

    sample: (jets, *port shape) training inputs, from which the range of the input quantizer starts.
    Raises FrontendError for an operation this frontend does not know.
    """
    keras.utils.set_random_seed(seed)
    source = keras.Input(graph.shapes[graph.ops[0].name], name=graph.ops[0].name)
    tensors: dict[str, Any] = {graph.ops[0].name: source}
    parts = _Parts(graph, port, precision, sample)
    with QuantizerConfigScope(place="all", br=None, ir=None):
        for op in graph.ops[1:]:
            tensors[op.name] = _layer(op, parts, tensors)
        outputs = [_rounded(parts, tensors, name) for name in graph.outputs]
    model = keras.Model(source, outputs)
    return HgqModel(model, inference(model), graph, port, parts.quantizers, parts.masks, parts.shifts)


def fit(model: HgqModel, *args: Any, **kwargs: Any) -> list[dict[str, float]]:
    """Trains, then measures the ranges of the wrapping tensors on all training and validation jets."""
    history = keras_fit(model.keras, model.masks, model.predict, *args, **kwargs)
    train, validation = args[:2]
    calibrate(model, np.concatenate([train.x, validation.x]))
    return history


def calibrate(model: HgqModel, x: Array) -> None:
    """Sets the integer bits of the wrapping tensors to what jets x need.

    Twice, because a tensor's LSB can move in the first pass and with it what the next tensor sees.
    """
    trace_minmax(model.keras, x, batch_size=4096)
    trace_minmax(model.keras, x, batch_size=4096, reset=False)


def predict(model: HgqModel, x: Array) -> dict[str, Array]:
    """What Keras computes, in inference mode: output name -> (jets, outputs) float32."""
    return dict(zip(model.graph.outputs, model.predict(x), strict=True))


def save(model: HgqModel, path: Path) -> None:
    """Writes the weights and learned bit widths, `*.weights.h5`."""
    model.keras.save_weights(path)


def load(model: HgqModel, path: Path) -> None:
    """Reads what `save` wrote into a model built from the same Design."""
    model.keras.load_weights(path)


def freeze(model: HgqModel) -> FixedNet:
    """Weights as HGQ2 rounds them, and the type that each tensor has learned."""
    weights: dict[str, Array] = {}
    weight_types: dict[str, FixedPoint] = {}
    types = {model.graph.ops[0].name: model.port}
    for op in model.graph.ops[1:]:
        if isinstance(op, Dense):
            layer = model.keras.get_layer(op.name)
            shift = model.shifts.get(op.inputs[0], np.zeros(1, np.int64))[:, None]
            for parameter, value, quantizer, moved in (
                ("kernel", layer.qkernel, layer.kq, shift),
                ("bias", layer.qbias, layer.bq, 0),
            ):
                name = f"{op.name}.{parameter}"
                weights[name] = np.ldexp(keras.ops.convert_to_numpy(value).astype(np.float64), moved)
                weight_types[name] = _shifted(_type(quantizer), moved)
        elif op.name in model.quantizers:
            t = _type(model.quantizers[op.name], drop_batch_axis=True)
            types[op.name] = _shifted(t, -model.shifts[op.name]) if op.name in model.shifts else t
    return FixedNet.build(model.graph, weights, weight_types, types)


def _shifted(t: FixedPoint, bits: Any) -> FixedPoint:
    """The type of x * 2**bits for x of type t: the same integers."""
    return FixedPoint(t.signed, t.integer + bits, t.fraction - bits, t.rounding, t.overflow)


def _layer(op: Op, parts: _Parts, tensors: dict[str, Any]) -> Any:
    """Applies one operation; the quantizer of its result is made here and used by the layers that read it."""
    x, precision = tensors[op.inputs[0]], parts.precision
    match op:
        case Quantize():
            shift = parts.shifts[op.name] = _standardising_shift(op, parts)
            parts.quantizers[op.name] = _input_quantizer(op, parts, shift)
            return keras.layers.Rescaling(np.ldexp(np.float32(1), shift), name=op.name)(x)
        case Relu():
            parts.quantizers[op.name] = _hidden_quantizer(op, precision, x.shape, signed=False)
            return keras.layers.ReLU(name=op.name)(x)
        case Pool():
            parts.quantizers[op.name] = _hidden_quantizer(op, precision, x.shape[:-2] + x.shape[-1:], signed=True)
            scale = 1 / x.shape[1] if op.kind == "mean" else 1
            layer = QSum(axes=(1,), scale=scale, beta0=precision.ebops_penalty, enable_ebops=True, name=op.name)
            return _reading(layer, parts.quantizers[op.inputs[0]], x)
        case Reshape():
            return keras.layers.Flatten(name=op.name)(_rounded(parts, tensors, op.inputs[0]))
        case Dense():
            mask = parts.masks[op.name] = KernelMask(parts.graph.parameters(op)["kernel"])
            layer = QDense(
                op.units,
                kernel_constraint=mask,
                kq_conf=_weight_config(precision),
                bq_conf=_bias_config(precision),
                beta0=precision.ebops_penalty,
                enable_ebops=True,
                name=op.name,
            )
            if op.inputs[0] not in parts.quantizers:
                raise FrontendError(f"{op.name!r} reads {op.inputs[0]!r}, whose bit width nothing sets; put a Quantize")
            return _reading(layer, parts.quantizers[op.inputs[0]], x)
    raise FrontendError(f"the hgq frontend has no layer for {type(op).__name__} (operation {op.name!r})")


def _reading(layer: Any, quantizer: Quantizer, x: Any) -> Any:
    """Applies an HGQ2 layer with the tensor's own quantizer as its input quantizer, so that EBOPs count its bits."""
    layer._layers.remove(layer._iq)  # a Keras layer keeps a list beside its attributes
    layer._iq = quantizer
    return layer(x)


def _rounded(parts: _Parts, tensors: dict[str, Any], name: str) -> Any:
    """The tensor with its quantizer applied, for readers that have no input quantizer."""
    quantizer = parts.quantizers.get(name)
    return tensors[name] if quantizer is None else quantizer(tensors[name])


def _standardising_shift(op: Op, parts: _Parts) -> NDArray[np.int64]:
    """Bits to shift each input so that its spread is near 1, which training needs and firmware gets for nothing.

    Shared by the candidates, so that their order stays unseen. No shift where anything but a Dense reads the inputs,
    since its weights are what the shift is moved into when the net is frozen.
    """
    sample = parts.sample
    spread = sample.reshape(-1, sample.shape[-1]).std(axis=0)
    shift = np.where(spread > 0, np.rint(-np.log2(np.maximum(spread, 1e-9))), 0).astype(np.int64)
    if not all(isinstance(reader, Dense) for reader in parts.graph.consumers(op.name)):
        shift = np.zeros_like(shift)
    shape = parts.graph.shapes[op.name]
    return np.broadcast_to(shift, sample.shape[1:]).reshape(shape) if len(shape) == 1 else shift


def _input_quantizer(op: Op, parts: _Parts, shift: NDArray[np.int64]) -> Quantizer:
    """Saturating; starts with the sign of the port, the range of the sample and no LSB finer than the port's."""
    shape, precision, sample = parts.graph.shapes[op.name], parts.precision, parts.sample
    shared = len(shape) == 2 and not precision.per_candidate
    port_shape = parts.graph.shapes[parts.graph.ops[0].name]
    reach = np.ldexp(np.abs(sample).max(axis=0).reshape(shape), shift)
    k, i_port, f_port, reach = (
        b.max(axis=0, keepdims=True) if shared else b
        for b in (
            *(
                np.broadcast_to(b, port_shape).reshape(shape) + moved
                for b, moved in (
                    (parts.port.signed, 0),
                    (parts.port.integer, shift),
                    (parts.port.fraction, -shift),
                )
            ),
            reach,
        )
    )
    i0 = np.minimum(np.where(reach > 0, np.frexp(reach)[1], 0), i_port)
    b0 = np.clip(precision.inputs - k, 0, np.maximum(i0 + f_port, 0))
    config = QuantizerConfig(
        "kbi",
        "datalane",
        k0=_Values(k),
        b0=_Values(b0),
        i0=_Values(i0),
        overflow_mode="SAT",
        round_mode="RND",
        bc=_Between(0 if precision.learned else b0, b0),
        ic=None if precision.learned else _Between(i0, i0),
        homogeneous_axis=(0, 1) if shared else (0,),
    )
    return Quantizer(config, name=f"{op.name}_quantizer")


def _hidden_quantizer(op: Op, precision: Precision, shape: tuple[Any, ...], signed: bool) -> Quantizer:
    """Wrapping; its integer bits follow the data, its width is learned up to the asked one."""
    bits = precision.activations
    config = QuantizerConfig(
        "kbi",
        "datalane",
        k0=int(signed),
        b0=bits,
        i0=2,
        overflow_mode="WRAP",
        round_mode="RND",
        bc=MinMax(0 if precision.learned else bits, bits),
        ic=MinMax(0, bits),  # a channel of small values must not get an LSB far below the others'
        homogeneous_axis=(0,) if precision.per_candidate or len(shape) == 2 else (0, 1),
    )
    return Quantizer(config, name=f"{op.name}_quantizer")


def _weight_config(precision: Precision) -> QuantizerConfig:
    """Per weight: in (-1, 1) on a grid of 2**-(bits - 1), with learned range and grid inside that."""
    f = precision.weights - 1
    return _saturating("weight", integer=0, fraction=f, learned=precision.learned)


def _bias_config(precision: Precision) -> QuantizerConfig:
    """As fine as the activations; a bias is one constant a sum, so its range may be wide."""
    return _saturating("bias", integer=3, fraction=precision.activations, learned=precision.learned)


def _saturating(place: str, integer: int, fraction: int, learned: bool) -> QuantizerConfig:
    return QuantizerConfig(
        "kif",
        place,
        k0=1,
        i0=integer,
        f0=fraction,
        overflow_mode="SAT_SYM",
        round_mode="RND",
        ic=MinMax(-fraction if learned else integer, integer),
        fc=MinMax(-integer if learned else fraction, fraction),
    )


def _type(quantizer: Quantizer, drop_batch_axis: bool = False) -> FixedPoint:
    inner = quantizer.quantizer
    k, i, f = (keras.ops.convert_to_numpy(bits) for bits in inner.kif)
    empty = k + i + f <= 0  # HGQ2 gives such elements 0, and parks their integer bits anywhere
    k, i, f = (np.where(empty, 0, bits) for bits in (k, i, f))
    if drop_batch_axis:
        k, i, f = (bits[0] for bits in (k, i, f))
    return FixedPoint(k, i, f, cast(Any, inner.round_mode), cast(Any, inner.overflow_mode))


class _Values(keras.initializers.Initializer):  # type: ignore[misc]
    """Starts a variable with given values, which broadcast to its shape."""

    def __init__(self, values: Array) -> None:
        self.values = values

    def __call__(self, shape: Any, dtype: Any = None) -> Any:
        return keras.ops.convert_to_tensor(np.broadcast_to(self.values, shape), dtype=dtype)


class _Between(keras.constraints.Constraint):  # type: ignore[misc]
    """Element-wise limits; HGQ2's own MinMax takes only scalars."""

    def __init__(self, low: Any, high: Any) -> None:
        self.low, self.high = np.float32(low), np.float32(high)

    def __call__(self, bits: Any) -> Any:
        return keras.ops.clip(bits, self.low, self.high)
