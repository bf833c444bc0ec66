"""Learned look-up tables: a function for each layer, with one constant array per edge, used at all positions.

The bits of an edge's value are the index into its array, so that nothing is subtracted or scaled.
"""

import math
import re
from collections.abc import Sequence

import numpy as np

from codesign.backends.hls.records import TABLES, HlsLayer, flat_shape, full_type, maybe_rounded
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint, Float
from codesign.net.ops import Op, Shape, Table

Bits = tuple[int, int] | None  # highest and lowest bit of the index; None for an edge that is always zero

# complete: selecting one of the constants takes logic with as many inputs as the index has bits, and no memory
_ARRAY = """\
    static const {integer} edge{edge}[{size}] = {{{entries}}};
    #pragma HLS ARRAY_PARTITION variable=edge{edge} complete
"""
_READ = "        out[first + {edge}].range() = bits_t(edge{edge}[{index}]);\n"
_INDEX = "inp[first + {edge}].range({high}, {low}).to_uint()"
_FUNCTION = """
template<typename input_t, typename output_t>
void {name}(input_t *inp, output_t *out) {{
    #pragma HLS INLINE
    typedef ap_int<output_t::width> bits_t;
{arrays}
    for (unsigned first = 0; first < {size}; first += {edges}) {{
        #pragma HLS UNROLL
{reads}    }}
}}
"""


def emit(net: FixedNet, op: Op) -> list[HlsLayer]:
    """The layer with its tables (in LSB of the result, in order of the index) and the index bits of each edge."""
    assert isinstance(op, Table)
    exact = net.exact_type(op) if op.name in net.rounded else net.types[op.name]
    x = _at_all_positions(full_type(net, op.inputs[0]))
    widths = x.width.ravel().tolist()
    entries = np.rint(np.ldexp(_results(net, op, x), int(exact.uniform().fraction))).astype(np.int64)
    lowest = int(net.types[op.inputs[0]].uniform().fraction) - x.fraction.ravel()
    fields = {
        "tables": [edge[: 2**w].tolist() for edge, w in zip(entries, widths, strict=True)],
        "bits": [(int(low) + w - 1, int(low)) if w else None for low, w in zip(lowest, widths, strict=True)],
        "out_shape": list(flat_shape(net.graph.shapes[op.name])),
    }
    return maybe_rounded(net, op, TABLES, fields)


def code(name: str, size: int, tables: Sequence[Sequence[int]], bits: Sequence[Bits]) -> str:
    """The text of the C++ function `name` for a tensor of `size` elements."""
    largest = max(max(abs(entry) for entry in table) for table in tables)
    integer = next(t for t, width in (("short", 16), ("int", 32), ("long long", 64)) if largest < 2 ** (width - 1))
    arrays = [
        _ARRAY.format(integer=integer, edge=edge, size=len(table), entries=", ".join(map(str, table)))
        for edge, table in enumerate(tables)
    ]
    reads = [
        _READ.format(edge=edge, index=_INDEX.format(edge=edge, high=index[0], low=index[1]) if index else 0)
        for edge, index in enumerate(bits)
    ]
    return _FUNCTION.format(name=name, size=size, edges=len(tables), arrays="".join(arrays), reads="".join(reads))


def expected(shape: Shape, tables: Sequence[Sequence[int]], bits: Sequence[Bits]) -> dict[str, str]:
    """The facts that `written` must find in the function's text."""
    facts = {"loop": f"{math.prod(shape)} by {len(tables)}"}
    for edge, (table, index) in enumerate(zip(tables, bits, strict=True)):
        facts[f"index of table {edge}"] = f"{index[0]}, {index[1]}" if index else "0"
        facts |= {f"entry {entry} of table {edge}": str(value) for entry, value in enumerate(table)}
    return facts


def written(body: str) -> dict[str, str]:
    """The facts in the text of the function, under the same names as in `expected`."""
    loop = re.search(r"first < (\d+); first \+= (\d+)\)", body)
    facts = {"loop": f"{loop[1]} by {loop[2]}"} if loop else {}
    for edge, entries in re.findall(r"static const [a-z ]+ edge(\d+)\[\d+\] = {(.*)};", body):
        facts |= {f"entry {entry} of table {edge}": value for entry, value in enumerate(entries.split(", "))}
    index = r"inp\[first \+ \1\]\.range\((\d+, \d+)\)\.to_uint\(\)|(0)"
    reads = re.findall(rf"out\[first \+ (\d+)\]\.range\(\) = bits_t\(edge\1\[(?:{index})\]\);", body)
    return facts | {f"index of table {edge}": bits or constant for edge, bits, constant in reads}


def _at_all_positions(x: FixedPoint) -> FixedPoint:
    """The smallest type for each edge that holds its values at all positions."""
    leading = tuple(range(x.low.ndim - 2))
    used = x.width > 0
    never = ~used.any(axis=leading)
    k, i, f = (
        np.where(never, 0, np.where(used, bits, -(2**20)).max(axis=leading))
        for bits in (x.signed, x.integer, x.fraction)
    )
    return FixedPoint(k, i, f)


def _results(net: FixedNet, op: Op, x: FixedPoint) -> Float:
    """(edges, 2**w) the result for each index of w bits, in order; values are first clipped to the input's range."""
    inputs = full_type(net, op.inputs[0])
    leading = tuple(range(inputs.low.ndim - 2))
    low, high = inputs.low.min(axis=leading), inputs.high.max(axis=leading)
    index = np.arange(2 ** int(x.width.max()))[:, None, None]
    span = np.ldexp(1.0, x.width)
    negative = (x.signed > 0) & (index % span >= span / 2)
    values = np.clip((index % span - span * negative) * x.lsb, low, high)
    results: Float = op.evaluate(net.parameters_of(op), values)
    return results.reshape(len(index), -1).T
