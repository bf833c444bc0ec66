"""A FixedNet as hls4ml layers: one small function an operation.

Every type is written out, so that hls4ml infers none. A tensor that is rounded becomes two layers: `<name>_exact`,
which holds the full result, and `<name>`, a FixedPointQuantizer with one type an element.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from codesign.errors import BackendError
from codesign.fixednet import FixedNet
from codesign.fixedpoint import FixedPoint
from codesign.ops import Dense, Input, Op, Pool, Quantize, Relu, Reshape, Shape

_CPP_WORDS = """alignas alignof and asm auto bitand bitor bool break case catch char class compl const constexpr
continue decltype default delete do double else enum explicit export extern false float for friend goto if inline
input int long mutable namespace new noexcept not nullptr operator or private protected public register return short
signed sizeof static struct switch template this throw true try typedef typeid typename union unsigned using virtual
void volatile while xor"""  # `input` is hls4ml's own word


@dataclass(frozen=True)
class HlsLayer:
    """One hls4ml layer: its `kind` in hls4ml, its attributes, and its types by role (result, accum, weight, bias)."""

    name: str
    kind: str
    inputs: tuple[str, ...]
    shape: Shape
    types: dict[str, str]
    fields: dict[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The dictionary that `ModelGraph.from_layer_list` takes."""
        base = {"name": self.name, "class_name": self.kind, "inputs": list(self.inputs)}
        return {**base, **self.fields}


def emit(net: FixedNet) -> list[HlsLayer]:
    """The layers of a net in graph order.

    Raises BackendError for an operation without an emitter and a name that C++ cannot take.
    """
    layers: list[HlsLayer] = []
    for op in net.graph.ops:
        if type(op) not in EMITTERS:
            known = ", ".join(kind.__name__ for kind in EMITTERS)
            raise BackendError(
                f"the hls4ml backend cannot write {op.name!r}, a {type(op).__name__}; it knows {known}."
                " Write the design with the RTL backend, or add an emitter to codesign/backends/hls_layers.py"
            )
        layers.extend(EMITTERS[type(op)](net, op))
    _check_names(layers)
    return layers


def container(t: FixedPoint) -> str:
    """The smallest C++ type for all elements of an array whose values already are of type `t`."""
    u = t.uniform()
    k, i, f = int(u.signed), int(u.integer), int(u.fraction)
    return f"ap_{'' if k else 'u'}fixed<{k + i + f},{k + i}>"


def _input(net: FixedNet, op: Op) -> list[HlsLayer]:
    fields = {"input_shape": list(net.graph.shapes[op.name]), "type_name": f"{op.name}_t"}
    return [HlsLayer(op.name, "InputLayer", (), net.graph.shapes[op.name], _result(net, op.name), fields)]


def _quantize(net: FixedNet, op: Op) -> list[HlsLayer]:
    return [_quantizer(net, op, op.inputs[0])]


def _dense(net: FixedNet, op: Op) -> list[HlsLayer]:
    # The accumulator wraps, so partial sums may leave its range: the whole sum, which does not, is still exact.
    shape = net.graph.shapes[op.inputs[0]]
    kernel, bias = (f"{op.owner}.{parameter}" for parameter in ("kernel", "bias"))
    fields: dict[str, Any] = {
        "n_in": shape[-1],
        "n_out": net.graph.shapes[op.name][-1],
        "data_format": "channels_last",
        "use_bias": True,
        "weight_data": net.weights[kernel] + 0.0,  # no negative zero, so that equal nets give equal bytes
        "bias_data": net.weights[bias] + 0.0,
    }
    if len(shape) == 2:
        fields["parallelization_factor"] = shape[0]
    types = {
        **_result(net, op.name),
        "accum": container(net.types[op.name]),
        "weight": container(net.weight_types[kernel]),
        "bias": container(net.weight_types[bias]),
    }
    return [HlsLayer(op.name, "Dense", op.inputs, net.graph.shapes[op.name], types, fields)]


def _relu(net: FixedNet, op: Op) -> list[HlsLayer]:
    size = int(np.prod(net.graph.shapes[op.name]))
    return _maybe_rounded(net, op, "Activation", {"activation": "relu", "n_in": size})


def _pool(net: FixedNet, op: Op) -> list[HlsLayer]:
    assert isinstance(op, Pool)
    candidates, features = net.graph.shapes[op.inputs[0]]
    shift = candidates.bit_length() - 1 if op.kind == "mean" else 0
    exact = net.exact_type(op)
    accum = FixedPoint(exact.signed, exact.integer + shift, exact.fraction)
    fields = {"n_in": candidates, "n_filt": features, "shift": shift}
    return _maybe_rounded(net, op, "CandidateSum", fields, {"accum": container(accum)})


def _reshape(net: FixedNet, op: Op) -> list[HlsLayer]:
    shape = net.graph.shapes[op.name]
    return [HlsLayer(op.name, "Reshape", op.inputs, shape, _result(net, op.name), {"target_shape": list(shape)})]


EMITTERS: dict[type[Op], Callable[[FixedNet, Op], list[HlsLayer]]] = {
    Input: _input,
    Quantize: _quantize,
    Dense: _dense,
    Relu: _relu,
    Pool: _pool,
    Reshape: _reshape,
}


def _result(net: FixedNet, name: str) -> dict[str, str]:
    return {"result": container(net.types[name])}


def _maybe_rounded(
    net: FixedNet, op: Op, kind: str, fields: dict[str, Any], types: dict[str, str] | None = None
) -> list[HlsLayer]:
    """The layer, followed by its quantiser if the net rounds its tensor."""
    shape, types = net.graph.shapes[op.name], types or {}
    if op.name not in net.rounded:
        return [HlsLayer(op.name, kind, op.inputs, shape, {**_result(net, op.name), **types}, fields)]
    exact = f"{op.name}_exact"
    result = {"result": container(net.exact_type(op))}
    return [HlsLayer(exact, kind, op.inputs, shape, {**result, **types}, fields), _quantizer(net, op, exact)]


def _quantizer(net: FixedNet, op: Op, source: str) -> HlsLayer:
    shape, t = net.graph.shapes[op.name], net.types[op.name]
    if t.overflow == "WRAP_SM" and t.rounding != "TRN":
        raise BackendError(
            f"{op.name!r} overflows with WRAP_SM after rounding with {t.rounding}: the vendor's open headers, which"
            " csim uses, wrap before they round; use TRN with WRAP_SM, or WRAP"
        )
    width = np.where(t.high > t.low, t.width, 0)  # one signed bit of SAT_SYM holds only zero, not so in the headers
    k, i, width = (np.broadcast_to(bits, shape) for bits in (t.signed, t.integer, width))
    fields: dict[str, Any] = {
        "mask_kbi": tuple(bits[None].astype(np.int16) for bits in (k, width, k + i)),  # signed, width, integer
        "RND": t.rounding,
        "SAT": t.overflow,
        "fusible": None,
        "overrides": {},
    }
    return HlsLayer(op.name, "FixedPointQuantizer", (source,), shape, _result(net, op.name), fields)


def _check_names(layers: list[HlsLayer]) -> None:
    seen: set[str] = set()
    for layer in layers:
        # hls4ml looks layers up by their name in lower case
        name = layer.name.lower()
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", layer.name) or name in _CPP_WORDS.split():
            raise BackendError(f"{layer.name!r} cannot name a variable in C++ or hls4ml; rename the operation")
        if name in seen:
            raise BackendError(f"two layers of the HLS project would be named {name!r}; rename the operation")
        seen.add(name)
