"""Freezing steps that all frontends share: moving scales into kernels, and tabulating the edges of tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.net.fixedpoint import FixedPoint
from codesign.net.graph import Graph
from codesign.net.ops import Dense, Table
from codesign.net.ops.base import fraction_bits

Array = NDArray[Any]


def shifted(t: FixedPoint, bits: Any) -> FixedPoint:
    """The type of x * 2**bits for x of type t; the underlying integers are the same."""
    return FixedPoint(t.signed, t.integer + bits, t.fraction - bits, t.rounding, t.overflow)


def kernel_shift(graph: Graph, op: Dense, shifts: Mapping[str, NDArray[np.int64]]) -> Array:
    """(inputs, 1) bits by which to shift the rows of a kernel that was trained on inputs x * 2**shift."""
    moved = graph.through_wires_of(op.inputs[0], lambda name: _of_tensor(graph, name, shifts))
    rows: Array = moved.reshape(-1, moved.shape[-1])[0][:, None]  # all candidates have the same shift
    return rows


def _of_tensor(graph: Graph, name: str, shifts: Mapping[str, NDArray[np.int64]]) -> Array:
    return np.broadcast_to(shifts.get(name, np.zeros(1, np.int64)), graph.shapes[name])


def freeze_table(
    graph: Graph,
    op: Table,
    read: FixedPoint,
    entries: FixedPoint,
    predict: Callable[[Array], Any],
    shifts: Mapping[str, NDArray[np.int64]],
) -> tuple[dict[str, Array], dict[str, FixedPoint]]:
    """(weights, types of the weights) of a trained Table, each by "op.parameter".

    read, entries: the types of the table's inputs and of its entries, which broadcast over the tensor;
    predict: the layer in inference mode, called with (entries, *tensor shape) for one candidate; shifts: name of an
    input Quantize -> bits by which its values were shifted in training.
    """
    shape, edges = graph.shapes[op.name], graph.parameters(op)["step"]

    def per_edge(values: Array) -> Array:
        return np.asarray(np.broadcast_to(values, shape).reshape(-1, *edges)[0])

    first, width = per_edge(read.low), per_edge(read.width)
    step = np.where(width > 0, per_edge(read.lsb), 1.0)
    entry = np.arange(op.entries, dtype=np.float64).reshape(-1, *[1] * len(edges))
    reached = np.minimum(entry, np.where(width > 0, 2.0**width - 1, 0))  # entries past the last one are never read
    scale = np.ldexp(1.0, per_edge(_of_tensor(graph, op.inputs[0], shifts)))
    x = ((first + reached * step) * scale).astype(np.float32).reshape(-1, *[1] * (len(shape) - len(edges)), *edges)
    values = np.moveaxis(np.asarray(predict(x), np.float64).reshape(-1, *edges), 0, -1)
    k, i, f = (per_edge(bits)[..., None] for bits in (entries.signed, entries.integer, entries.fraction))
    weights = {"values": values, "first": first, "step": step}
    types = {p: FixedPoint.spanning(np.minimum(v, 0), v, fraction_bits(v)) for p, v in weights.items()}
    types["values"] = FixedPoint(k, i, f, entries.rounding, entries.overflow)
    return {f"{op.name}.{p}": v for p, v in weights.items()}, {f"{op.name}.{p}": t for p, t in types.items()}
