"""Handlers of Brevitas's layers. A quantizer is a type if its scale is a power of two and its zero point is zero."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from codesign.errors import FrontendError
from codesign.net.fixedpoint import FixedPoint
from codesign.training.importers import parts
from codesign.training.importers.assembly import Assembly

Array = NDArray[Any]
Values = Mapping[str, Any]  # "weight", "bias" -> the rounded values from the layer's quantizers, with their scales

_ROUNDING = {"ROUND": "RND_CONV", "HALF_EVEN": "RND_CONV", "FLOOR": "TRN", "ROUND_TO_ZERO": "TRN_ZERO"}
_POWER_OF_TWO = "use quantizers of brevitas.quant.fixed_point, or restrict_scaling_type=RestrictValueType.POWER_OF_TWO"


def rounded_parameters(module: Any, x: torch.Tensor) -> dict[str, dict[str, Any]]:
    """Layer -> "weight" or "bias" -> the result of its quantizer while the module computed x.

    Raises FrontendError if the module cannot compute x, or rounds a parameter differently in two calls.
    """
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    hooks = []
    for name, layer in module.named_modules():
        for parameter in ("weight", "bias"):
            quantizer = getattr(layer, f"{parameter}_quant", None)
            if isinstance(quantizer, torch.nn.Module):
                keep = _keeper(found[name], parameter)
                hooks.append(quantizer.register_forward_hook(keep))
    try:
        with torch.no_grad():
            module(x)
    except (RuntimeError, ValueError) as error:
        raise FrontendError(f"the module cannot compute an input of shape {tuple(x.shape)[1:]}: {error}") from error
    finally:
        for hook in hooks:
            hook.remove()
    return dict(found)


def _keeper(found: dict[str, Any], parameter: str) -> Callable[..., None]:
    def keep(quantizer: Any, arguments: Any, result: Any) -> None:
        if parameter in found and not torch.equal(found[parameter].value, result.value):
            raise FrontendError(f"a layer is used twice, and rounds its {parameter} by its input; use it once")
        found[parameter] = result

    return keep


def type_of(proxy: Any) -> FixedPoint:
    """The type to which an activation quantizer rounds in inference; FrontendError if it is not a fixed-point type."""
    scale, bits, zero = proxy.scale(), proxy.bit_width(), proxy.zero_point()
    if scale is None or bits is None:
        raise FrontendError(f"its quantizer has no fixed scale; {_POWER_OF_TWO}")
    if zero is not None and bool((zero != 0).any()):
        raise FrontendError(f"its quantizer has a zero point, which firmware would have to subtract; {_POWER_OF_TWO}")
    signed, narrow = int(bool(proxy.is_signed)), bool(proxy.is_narrow_range)
    if narrow and not signed:
        raise FrontendError("its quantizer is unsigned with a narrow range; set narrow_range=False")
    if proxy.rounding_mode not in _ROUNDING:
        raise FrontendError(f"its quantizer rounds by {proxy.rounding_mode}; use one of {', '.join(_ROUNDING)}")
    fraction = _fraction(scale)
    fraction = fraction[0] if fraction.ndim else fraction  # drops the axis of jets
    integer = int(bits) - signed - fraction
    return FixedPoint(signed, integer, fraction, _ROUNDING[proxy.rounding_mode], "SAT_SYM" if narrow else "SAT")  # type: ignore[arg-type]


def _fraction(scale: torch.Tensor) -> NDArray[np.int64]:
    mantissa, exponent = np.frexp(scale.detach().numpy())
    if (mantissa != 0.5).any():
        raise FrontendError(f"its scale is {scale.max().item():g}, not a power of two; {_POWER_OF_TWO}")
    return np.asarray(1 - exponent, np.int64)


def _quantized(net: Assembly, name: str, x: str, proxy: Any) -> str:
    """x rounded by an input or output quantizer of a layer, or x itself if that is absent or disabled."""
    return net.quantize(name, x, type_of(proxy)) if proxy is not None and proxy.is_quant_enabled else x


def _values(found: Any, parameter: str) -> Array:
    if not hasattr(found, "scale") or found.scale is None:
        raise FrontendError(
            f"its {parameter} has no quantizer; use Int8WeightPerTensorFixedPoint for weights, and"
            " Int8BiasPerTensorFixedPointInternalScaling for biases"
        )
    _fraction(found.scale)
    return np.asarray(found.value.detach().numpy(), np.float64)


def _linear(net: Assembly, name: str, layer: Any, x: str, values: Values) -> str:
    x = _quantized(net, f"{name}_in", x, layer.input_quant)
    bias = None if layer.bias is None else _values(values.get("bias"), "bias")
    y = net.dense(name, x, _values(values.get("weight"), "weight").T, bias)
    return _quantized(net, f"{name}_out", y, layer.output_quant)


def _relu(net: Assembly, name: str, layer: Any, x: str, values: Values) -> str:
    x = _quantized(net, f"{name}_in", x, layer.input_quant)
    return net.relu(name, x, type_of(layer.act_quant) if layer.act_quant.is_quant_enabled else None)


def _identity(net: Assembly, name: str, layer: Any, x: str, values: Values) -> str:
    return _quantized(net, name, _quantized(net, f"{name}_in", x, layer.input_quant), layer.act_quant)


def _add(net: Assembly, name: str, layer: Any, x: str, y: str, values: Values) -> str:
    both = [_quantized(net, f"{name}_in{index}", z, layer.input_quant) for index, z in enumerate((x, y), 1)]
    return _quantized(net, f"{name}_out", parts.merged(net, name, "add", both), layer.output_quant)


HANDLERS: dict[str, Callable[..., str]] = {
    "brevitas.QuantLinear": _linear,
    "brevitas.QuantReLU": _relu,
    "brevitas.QuantIdentity": _identity,
    "brevitas.QuantDropout": lambda net, name, layer, x, values: x,
    "brevitas.QuantEltwiseAdd": _add,
    "brevitas.QuantSigmoid": lambda net, name, layer, x, values: net.ending(name, x, "QuantSigmoid"),
}
