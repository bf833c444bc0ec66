"""A FixedNet as hls4ml layers: one small function per operation."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from codesign.backends.hls import custom_layers as custom
from codesign.backends.hls import table as hls_table
from codesign.backends.hls import trees as hls_trees
from codesign.backends.hls.records import HlsLayer, container, flat_shape, maybe_rounded, quantizer, result
from codesign.errors import BackendError
from codesign.net.fixednet import FixedNet
from codesign.net.names import is_no_variable
from codesign.net.ops import (
    Absolute,
    Add,
    Concat,
    Dense,
    Extremum,
    HardSigmoid,
    Input,
    Largest,
    Log2,
    MatMul,
    Multiply,
    Op,
    Pool,
    Quantize,
    Relu,
    Reshape,
    Scale,
    Spread,
    Subtract,
    Table,
    Take,
    Threshold,
    Transpose,
    Trees,
)


def emit(net: FixedNet) -> list[HlsLayer]:
    """The layers of a net in graph order.

    Raises BackendError for an operation without an emitter, and for a name that C++ or hls4ml cannot use.
    """
    layers: list[HlsLayer] = []
    for op in net.graph.ops:
        if type(op) not in EMITTERS:
            known = ", ".join(kind.__name__ for kind in EMITTERS)
            raise BackendError(
                f"the hls4ml backend cannot write {op.name!r}, a {type(op).__name__}; it knows {known}."
                " Write the design with the RTL backend, or add an emitter to codesign/backends/hls/layers.py"
            )
        layers.extend(EMITTERS[type(op)](net, op))
    _check_names(layers)
    return layers


def _input(net: FixedNet, op: Op) -> list[HlsLayer]:
    shape = net.graph.shapes[op.name]
    fields = {"input_shape": list(shape), "type_name": f"{op.name}_t"}
    return [HlsLayer(op.name, "InputLayer", (), shape, result(net, op.name), fields)]


def _quantize(net: FixedNet, op: Op) -> list[HlsLayer]:
    return [quantizer(net, op, op.inputs[0])]


def _dense(net: FixedNet, op: Op) -> list[HlsLayer]:
    # The accumulator wraps, so partial sums may leave its range; the whole sum stays inside it and is exact.
    shape = flat_shape(net.graph.shapes[op.name])
    kernel, bias = (f"{op.owner}.{parameter}" for parameter in ("kernel", "bias"))
    fields: dict[str, Any] = {
        "n_in": net.graph.shapes[op.inputs[0]][-1],
        "n_out": shape[-1],
        "data_format": "channels_last",
        "use_bias": True,
        "weight_data": net.weights[kernel] + 0.0,  # no negative zero, so that equal nets give equal bytes
        "bias_data": net.weights[bias] + 0.0,
    }
    if len(shape) == 2:
        fields["parallelization_factor"] = shape[0]
    types = {
        **result(net, op.name),
        "accum": container(net.types[op.name]),
        "weight": container(net.weight_types[kernel]),
        "bias": container(net.weight_types[bias]),
    }
    return [HlsLayer(op.name, "Dense", op.inputs, shape, types, fields)]


def _relu(net: FixedNet, op: Op) -> list[HlsLayer]:
    size = int(np.prod(net.graph.shapes[op.name]))
    return maybe_rounded(net, op, "Activation", {"activation": "relu", "n_in": size})


def _reshape(net: FixedNet, op: Op) -> list[HlsLayer]:
    shape = flat_shape(net.graph.shapes[op.name])
    return [HlsLayer(op.name, "Reshape", op.inputs, shape, result(net, op.name), {"target_shape": list(shape)})]


EMITTERS: dict[type[Op], Callable[[FixedNet, Op], list[HlsLayer]]] = {
    Input: _input,
    Quantize: _quantize,
    Dense: _dense,
    Relu: _relu,
    HardSigmoid: custom.hard_sigmoid,
    Pool: custom.pool,
    Add: custom.elementwise,
    Subtract: custom.elementwise,
    Multiply: custom.elementwise,
    MatMul: custom.matmul,
    Threshold: custom.threshold,
    Absolute: custom.absolute,
    Scale: custom.scale,
    Extremum: custom.elementwise,
    Largest: custom.largest,
    Log2: custom.logarithm,
    Reshape: _reshape,
    Transpose: custom.wires,
    Take: custom.wires,
    Concat: custom.concat,
    Spread: custom.wires,
    Table: hls_table.emit,
    Trees: hls_trees.emit,
}


def _check_names(layers: list[HlsLayer]) -> None:
    seen: set[str] = set()
    for layer in layers:
        # hls4ml looks layers up by their lower-case names
        name = layer.name.lower()
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", layer.name) or is_no_variable(name):
            raise BackendError(f"{layer.name!r} cannot name a variable in C++ or hls4ml; rename the operation")
        if name in seen:
            raise BackendError(f"two layers of the HLS project would be named {name!r}; rename the operation")
        seen.add(name)
