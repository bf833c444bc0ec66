"""HGQ2's layers of learned tables, QDenseT and QConvT1D: a function of one number on each edge, summed at each unit.

The table of an edge has one entry for each value of the edge's quantizer: the result of the small network on the edge.
HGQ2 can learn bit widths per candidate too; where they differ, each candidate gets separate tables.
"""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from codesign.errors import FrontendError
from codesign.net.fixedpoint import FixedPoint
from codesign.net.graph import Graph
from codesign.net.ops import Input, Pool, Shape, Spread, Table, Take
from codesign.training.frontends.freezing import freeze_table
from codesign.training.importers import keras_layers, parts
from codesign.training.importers.assembly import Assembly
from codesign.training.importers.convolution import windows
from codesign.training.importers.hgq_layers import type_of

Array = NDArray[Any]
KINDS = ("hgq.QDenseT", "hgq.QConvT1D")
ADDRESS_BITS = 12  # at most, for a table; 12 take 64 six-input LUTs for each bit of its entries
_AT_ONCE = 64  # entries that are computed together


def dense(net: Assembly, made: Any, inputs: list[str]) -> str:
    """A QDenseT; FrontendError for edges without a quantizer, or with more than ADDRESS_BITS bits."""
    return _behind(net, made, _tables(net, made, inputs[0]))


def convolution(net: Assembly, made: Any, inputs: list[str]) -> str:
    """A QConvT1D: like `dense`, on the concatenated features of neighbouring candidates."""
    return _behind(net, made, _tables(net, made, windows(net, made, inputs[0], made.kernel_size[0])))


def _behind(net: Assembly, made: Any, x: str) -> str:
    x = keras_layers.activation(net, made.name, x, made.activation)
    return net.quantize(f"{made.name}_out", x, type_of(made.oq, drop_batch_axis=True)) if made.enable_oq else x


def _tables(net: Assembly, made: Any, x: str) -> str:
    if not made.enable_iq:
        raise FrontendError("its edges have no quantizer, so nothing bounds its tables; leave enable_iq on")
    shape = (*net.shapes[x], made.n_out)
    edges, entries = (_full(type_of(q, drop_batch_axis=True), shape) for q in (made.iq, made.toq))
    widest = int(edges.width.max())
    if widest > ADDRESS_BITS:
        raise FrontendError(
            f"its edges have up to {widest} bits, and a table of so many has {2**widest:,} entries; give its input"
            f" quantizer {ADDRESS_BITS} bits or fewer, or train it on with a larger beta"
        )
    lead = shape[:-2]
    slots = list(np.ndindex(*lead))
    if all(_at(t, slot) == _at(t, slots[0]) for slot in slots for t in (edges, entries)):
        return _summed(net, made, made.name, x, _at(edges, slots[0]), _at(entries, slots[0]), lead, slots[0])
    if len(lead) != 1:
        raise FrontendError(f"its bit widths differ along the axes {lead}; flatten them before it")
    rows = [
        _summed(
            net, made, f"{made.name}_{slot[0]}", net.append(Take, f"{made.name}_row{slot[0]}", x, indices=slot),
            _at(edges, slot), _at(entries, slot), lead, slot,
        )
        for slot in slots
    ]  # fmt: skip
    return parts.joined(net, f"{made.name}_rows", rows, axis=1)


def _summed(
    net: Assembly, made: Any, name: str, x: str, edges: FixedPoint, entries: FixedPoint, lead: Shape, slot: Shape
) -> str:
    """Tables for all candidates that share them, or for one, and their sums; returns the name of the result.

    slot: the candidate's index on the leading axes `lead`; edges, entries: (inputs, units) types.
    """
    spread = net.append(Spread, f"{name}_spread", x, units=made.n_out)
    read = net.quantize(f"{name}_edges", spread, edges)
    count = 2 ** max(int(edges.width.max()), 0)
    table = net.append(Table, f"{name}_tables", read, entries=count)
    op = Table(table, ("edges",), count)
    alone = Graph((Input("edges", (), edges.shape), op), (table,))
    weights, types = freeze_table(alone, op, edges, entries, lambda values: _entries(made, values, lead, slot), {})
    net.weights |= weights
    net.weight_types |= types
    return net.append(Pool, name, table, kind="sum")


def _entries(made: Any, x: Array, lead: Shape, slot: Shape) -> Array:
    """HGQ2's results for x: (entries, inputs, units) on the edges of one candidate, in the same shape."""
    found = []
    for first in range(0, len(x), _AT_ONCE):
        some = x[first : first + _AT_ONCE]
        rows = some.reshape(len(some), *(1,) * len(lead), *some.shape[1:])
        full = np.broadcast_to(rows, (len(some), *lead, *some.shape[1:]))
        values = made.module(keras.ops.convert_to_tensor(full[..., None]), training=False)
        if made.enable_bn:
            values = made.bn_module(values, training=False) / np.sqrt(np.float32(made.n_in))
        found.append(keras.ops.convert_to_numpy(made.toq(values))[(slice(None), *slot)])
    return np.concatenate(found)


def hold_tables(wide: Any, own: Any) -> None:
    """Makes a layer in float64 compute its tables in float32, with the modules of the same layer in float32."""
    wide.module.call = own.module.__call__
    if own.enable_bn:
        wide.bn_module.call = own.bn_module.__call__


def _full(t: FixedPoint, shape: Shape) -> FixedPoint:
    k, i, f = (np.broadcast_to(bits, shape) for bits in (t.signed, t.integer, t.fraction))
    return FixedPoint(k, i, f, t.rounding, t.overflow)


def _at(t: FixedPoint, slot: Shape) -> FixedPoint:
    """The (inputs, units) part of one candidate."""
    return FixedPoint(t.signed[slot], t.integer[slot], t.fraction[slot], t.rounding, t.overflow)
