"""Batch normalisation, y = scale * x + offset for each feature, with constants that firmware can hold.

In inference, scale = gamma / sqrt(variance + epsilon) and offset = beta - mean * scale are constants, but with all the
bits of a float. Here the scale is rounded to `bits` significant bits, and the offset to as many fraction bits, or to
those of the scale where it has more, but to no more than 24 bits in all. Constants that fit these bits are unchanged.
Others are rounded both in the net and in the model that it is compared with; `cost` measures the difference from the
user's own model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from codesign.errors import FrontendError
from codesign.net import reference
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import Float
from codesign.net.ops.base import fraction_bits
from codesign.training.importers.normalisation import Normalisation, Predict, rounded

if TYPE_CHECKING:
    from codesign.training.importers.assembly import Assembly

COST = "batch_norm.json"  # in a run folder: the errors from rounding the constants


def normalise(net: Assembly, name: str, x: str, scale: Float, offset: Float) -> str:
    """Appends scale * x + offset with rounded constants; FrontendError if a constant is not a finite number."""
    features = net.shapes[x][-1]
    scale, offset = (np.broadcast_to(np.asarray(values, np.float64), features) for values in (scale, offset))
    if not (np.isfinite(scale).all() and np.isfinite(offset).all()):
        raise FrontendError("its statistics are not finite numbers; train it again, with finite inputs")

    def made(rows: str) -> str:
        tensor = net.affine(name, rows, *rounded(scale, offset, net.bn_bits))
        net.normalisations.append(Normalisation(tensor, name, scale, offset))
        return tensor

    return net.on_rows(name, x, made)


def of_keras(layer: Any, features: int | None = None) -> tuple[Float, Float]:
    """(scale, offset) of a BatchNormalization of Keras or QKeras, a Normalization or a Rescaling, in inference.

    features: their number in the input, to refuse a Normalization of another axis.
    """
    if type(layer).__name__ == "Rescaling":
        return np.asarray(layer.scale, np.float64), np.asarray(layer.offset, np.float64)
    if type(layer).__name__ == "Normalization":
        return _of_normalization(layer, features)
    if getattr(layer, "inverse_quantizer_internal", None) is not None:
        raise FrontendError("it rounds the inverse of its deviation; leave inverse_quantizer out")
    mean, variance = _parameter(layer, "moving_mean", "mean"), _parameter(layer, "moving_variance", "variance")
    gamma = _parameter(layer, "gamma", "gamma") if layer.scale else 1.0
    beta = _parameter(layer, "beta", "beta") if layer.center else 0.0
    with np.errstate(all="ignore"):  # what is not finite is refused by name
        scale = gamma / np.sqrt(variance + float(layer.epsilon))
        return np.asarray(scale), np.asarray(beta - mean * scale)


def of_torch(layer: Any) -> tuple[Float, Float]:
    """(scale, offset) of a torch BatchNorm1d in inference; FrontendError if it has no running statistics."""
    if layer.running_mean is None or layer.running_var is None:
        raise FrontendError("it normalises by the jets of each batch; train it with track_running_stats=True")
    mean, variance = (values.detach().double().numpy() for values in (layer.running_mean, layer.running_var))
    gamma, beta = (
        default if values is None else values.detach().double().numpy()
        for values, default in ((layer.weight, 1.0), (layer.bias, 0.0))
    )
    with np.errstate(all="ignore"):  # what is not finite is refused by name
        scale = gamma / np.sqrt(variance + layer.eps)
        return np.asarray(scale), np.asarray(beta - mean * scale)


def _of_normalization(layer: Any, features: int | None) -> tuple[Float, Float]:
    if layer.invert:
        raise FrontendError("it inverts a normalisation; leave invert out")
    mean, variance = (np.asarray(values, np.float64) for values in (layer.mean, layer.variance))
    if features is not None and mean.size not in (1, features):
        raise FrontendError("it normalises other axes than the features; use axis=-1")
    scale = 1 / np.maximum(np.sqrt(variance.reshape(-1)), 1e-7)  # keras.config.epsilon(), as in Keras
    return scale, -mean.reshape(-1) * scale


def _parameter(layer: Any, parameter: str, quantizer: str) -> Float:
    value = getattr(layer, parameter)
    rounding = getattr(layer, f"{quantizer}_quantizer_internal", None)
    return np.asarray(value if rounding is None else rounding(value), np.float64)


def handle(net: Assembly, layer: Any, inputs: list[str]) -> str:
    """The handler of the Keras layers in KINDS."""
    shape = net.shapes[inputs[0]]
    axis = getattr(layer, "axis", None)
    axes = axis if isinstance(axis, list | tuple) else [axis]
    if any(a not in (None, -1, len(shape)) for a in axes):
        raise FrontendError(f"it normalises axis {axis}; normalise the features, the last axis")
    return normalise(net, layer.name, inputs[0], *of_keras(layer, shape[-1]))


KINDS = ("keras.BatchNormalization", "keras.Normalization", "keras.Rescaling", "qkeras.QBatchNormalization")


@contextmanager
def in_bits(pairs: list[tuple[Any, Any]], bits: int) -> Iterator[None]:
    """Context in which the first layer of each pair computes with the rounded constants of the second."""
    for layer, own in pairs:
        scale, offset = np.broadcast_arrays(*of_keras(own))
        layer.call = partial(_affine, *rounded(scale, offset, bits))
    try:
        yield
    finally:
        for layer, _ in pairs:
            del layer.call


def _affine(scale: Float, offset: Float, x: Any, training: Any = None, mask: Any = None) -> Any:
    return x * scale + offset


def cost(
    net: FixedNet, found: tuple[Normalisation, ...], bits: int, x: Float, predict: Predict, unrounded: Predict
) -> dict[str, Any]:
    """The errors from rounding the constants, for `batch_norm.json`; x: (jets, *port shape) inputs to measure them on.

    layers: for each, the multiplications per jet, the bits of their factors, and the largest difference between the
    results of the user's constants and of the rounded ones for the same input. outputs: for each, the largest
    difference between the user's model and the one with rounded constants, the range of the former, and the number of
    jets in which another output is the largest.
    """
    tensors = reference.run(net, x, trace=True)
    own, ours = unrounded(x), predict(x)
    return {
        "bits": bits,
        "inputs": len(x),
        "layers": [_layer_cost(net, n, tensors[net.graph[n.tensor].inputs[0]]) for n in found],
        "outputs": [_output_cost(name, np.asarray(own[name]), np.asarray(ours[name])) for name in net.graph.outputs],
    }


def _layer_cost(net: FixedNet, found: Normalisation, x: Float) -> dict[str, Any]:
    scale = np.diag(net.weights[f"{found.tensor}.kernel"])
    offset = net.weights[f"{found.tensor}.bias"]
    own = x * found.scale + found.offset
    factors = np.abs(np.frexp(scale)[0])
    read = net.types[net.graph[found.tensor].inputs[0]].broadcast_to(x.shape[1:])
    return {
        "layer": found.layer,
        "multiplications": int((~np.isin(factors, (0, 0.5))).sum() * (x[0].size // x.shape[-1])),
        "input_bits": int(read.width.max()),
        "scale_bits": int(np.maximum(fraction_bits(factors), 0).max(initial=0)),
        "largest_difference": float(np.abs(own - (x * scale + offset)).max()),
        "low": float(own.min()),
        "high": float(own.max()),
    }


def _output_cost(name: str, own: Float, ours: Float) -> dict[str, Any]:
    return {
        "output": name,
        "largest_difference": float(np.abs(own - ours).max()),
        "low": float(own.min()),
        "high": float(own.max()),
        "decision_flips": int((own.argmax(axis=-1) != ours.argmax(axis=-1)).sum()),
    }


def lines(row: Mapping[str, Any]) -> list[str]:
    """The result of `cost` as sentences for the user."""
    said = [
        f"{c['layer']}: {c['multiplications']} multiplications per jet, of {c['input_bits']} by {c['scale_bits']} bits;"
        f" its values, {c['low']:.3g} to {c['high']:.3g}, move by at most {c['largest_difference']:.2g}, because its"
        f" constants are rounded to {row['bits']} bits (--bn-bits)"
        for c in row["layers"]
    ]
    return said + [
        f"{c['output']}: your own model gives {c['low']:.3g} to {c['high']:.3g}, and this one at most"
        f" {c['largest_difference']:.2g} more or less; {c['decision_flips']} of {row['inputs']:,} decisions differ"
        for c in row["outputs"]
        if c["largest_difference"] > 0
    ]
