"""The description of one hls4ml layer, and the functions that the emitters of all operations share.

Every type is written out, so that hls4ml infers none. A tensor that is rounded becomes two layers: `<name>_exact`,
which holds the full result, and `<name>`, a FixedPointQuantizer with one type per element.
"""

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from codesign.errors import BackendError
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint
from codesign.net.ops import Op, Shape

CUSTOM = "CodesignLayer"  # a function of nnet_codesign.h, with this layer's sizes, types and index maps
TABLES = "CodesignTables"  # a function written for this layer only, with its look-up tables
TREES = "CodesignTrees"  # the same, with its boosted trees
IDENTITY = "i"  # the index map that keeps every element where it is


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


def container(t: FixedPoint) -> str:
    """The smallest C++ type that holds every element of an array of type `t`."""
    u = t.uniform()
    k, i, f = int(u.signed), int(u.integer), int(u.fraction)
    return f"ap_{'' if k else 'u'}fixed<{k + i + f},{k + i}>"


def result(net: FixedNet, name: str) -> dict[str, str]:
    """The types by role of an array that holds the tensor `name`: only the result's."""
    return {"result": container(net.types[name])}


def flat_shape(shape: Shape) -> Shape:
    """(..., features) as (positions, features), the highest rank of hls4ml's layers; C++ arrays are flat anyway."""
    return shape if len(shape) == 1 else (math.prod(shape[:-1]), shape[-1])


def full_type(net: FixedNet, name: str) -> FixedPoint:
    """The type of the tensor `name`, broadcast to the tensor's shape."""
    return net.types[name].broadcast_to(net.graph.shapes[name])


def maybe_rounded(
    net: FixedNet, op: Op, kind: str, fields: dict[str, Any], inputs: tuple[str, ...] | None = None
) -> list[HlsLayer]:
    """The layer, followed by its quantiser if the net rounds its tensor. inputs: the layers it reads; None: op's."""
    shape, inputs = flat_shape(net.graph.shapes[op.name]), op.inputs if inputs is None else inputs
    if op.name not in net.rounded:
        return [HlsLayer(op.name, kind, inputs, shape, result(net, op.name), fields)]
    exact = f"{op.name}_exact"
    held = {"result": container(net.exact_type(op))}
    return [HlsLayer(exact, kind, inputs, shape, held, fields), quantizer(net, op, exact)]


def quantizer(net: FixedNet, op: Op, source: str) -> HlsLayer:
    """The layer that rounds `source` to the type of op's tensor.

    Raises BackendError for WRAP_SM with rounding, which csim's headers would do in the wrong order.
    """
    shape, t = net.graph.shapes[op.name], net.types[op.name]
    if t.overflow == "WRAP_SM" and t.rounding != "TRN":
        raise BackendError(
            f"{op.name!r} overflows with WRAP_SM after rounding with {t.rounding}: the vendor's open headers, which"
            " csim uses, wrap before they round; use TRN with WRAP_SM, or WRAP"
        )
    width = np.where(t.high > t.low, t.width, 0)  # one signed bit with SAT_SYM holds only 0, but not in the headers
    k, i, width = (np.broadcast_to(bits, shape).reshape(flat_shape(shape)) for bits in (t.signed, t.integer, width))
    fields: dict[str, Any] = {
        "mask_kbi": tuple(bits[None].astype(np.int16) for bits in (k, width, k + i)),  # signed, width, integer
        "RND": t.rounding,
        "SAT": t.overflow,
        "fusible": None,
        "overrides": {},
    }
    return HlsLayer(op.name, "FixedPointQuantizer", (source,), flat_shape(shape), result(net, op.name), fields)
