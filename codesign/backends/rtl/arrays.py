"""NumPy's functions on symbolic arrays of an RTL trace, and the table look-up that NumPy does not have.

A product of two variables is written as the adders that it takes. To alkaid it would be one operation of one adder
level, whatever its width, and with adders of any width of less than none; and Verilog's `*` becomes LUTs or a DSP block
as a tool likes. As a tree of adders its cycles and LUTs are counted as all others are.
"""

from typing import Any

import numpy as np
from alkaid.trace import FVariable, FVArray

from codesign.backends.rtl.bits import bits, tree, where
from codesign.net.fixedpoint import FixedPoint, Float
from codesign.net.graph import Graph


class Symbolic:
    """What `Op.evaluate` asks of its `xp`, for symbolic values."""

    def __getattr__(self, name: str) -> Any:
        return getattr(np, name)

    @staticmethod
    def multiply(x: FVArray, y: FVArray) -> FVArray:
        """x * y, element by element; axes of length 1 broadcast."""
        pairs = np.broadcast(np.asarray(x), np.asarray(y))
        found = np.empty(pairs.shape, dtype=object)
        found.ravel()[:] = [_product(one, other) for one, other in pairs]
        return FVArray(found, x.solver_options, hwconf=x.hwconf)

    @staticmethod
    def matmul(x: FVArray, y: FVArray) -> FVArray:
        """x @ y of (n, k) and (k, m)."""
        rows = FVArray(np.asarray(x)[:, :, None], x.solver_options, hwconf=x.hwconf)
        return np.sum(Symbolic.multiply(rows, np.asarray(y)[None]), axis=1)

    @staticmethod
    def lookup(x: FVArray, values: Float, first: Float, step: Float) -> FVArray:
        """The entry (x - first) / step of each edge's table; values: (n, units, entries), x: (..., n, units)."""
        edges = [np.broadcast_to(table, x.shape).ravel() for table in (first, step)]
        tables = np.broadcast_to(values, (*x.shape, values.shape[-1])).reshape(x.size, -1)
        found = np.empty(x.size, dtype=object)
        for n, variable in enumerate(np.asarray(x).ravel()):
            found[n] = _lookup_one(variable, tables[n], edges[0][n], edges[1][n])
        return FVArray(found.reshape(x.shape), x.solver_options, hwconf=x.hwconf)


def _lookup_one(x: FVariable, table: Float, first: float, step: float) -> FVariable:
    """Only the entries that the variable can reach: its range may be narrower than its type's."""
    lowest, highest = (round((float(bound) - first) / step) for bound in (x.low, x.high))
    if lowest == highest:
        return FVariable.from_const(float(table[lowest]), hwconf=x.hwconf)
    return x.lookup(table[lowest : highest + 1 : round(float(x.step) / step)])


def _product(x: FVariable, y: FVariable) -> FVariable:
    """The sum of the bits of the narrower factor times the shifted wider one, in a tree; exact."""
    if x.low == x.high or y.low == y.high:
        return x * y
    if sum(x.kif) < sum(y.kif):
        x, y = y, x
    signed, integer, fraction = y.kif
    parts = [where(bits(y, position, 1), x * 2.0**position) for position in range(-fraction, integer)]
    if signed:  # the sign counts -2**integer
        parts.append(-where(y.is_negative(), x * 2.0**integer))
    corners = [a * b for a in (x.low, x.high) for b in (y.low, y.high)]
    t = FixedPoint.spanning(np.float64(min(corners)), np.float64(max(corners)), np.int64(x.kif[2] + fraction))
    total = tree(np.add, parts)
    return total.quantize(int(t.signed), int(t.integer), int(t.fraction))  # its own bounds are wider


def products(graph: Graph) -> int:
    """How many products of two variables a graph has."""
    return sum(op.products(*(graph.shapes[name] for name in op.inputs)) for op in graph.ops)


SYMBOLIC = Symbolic()
