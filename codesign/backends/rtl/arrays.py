"""NumPy's functions on symbolic arrays of an RTL trace, and the table look-up that NumPy does not have.

A product of two variables is written as a tree of adders, so that its cycles and LUTs are counted like all others.
alkaid would count the product as one operation of one adder level, whatever its width (of less than none, if adders
have no width limit), and a synthesis tool is free to map Verilog's `*` to LUTs or to a DSP block.
"""

from typing import Any

import numpy as np
from alkaid.trace import FVariable, FVArray

from codesign.backends.rtl.bits import bits, tree, where
from codesign.net.fixedpoint import FixedPoint, Float
from codesign.net.graph import Graph


class Symbolic:
    """The functions that `Op.evaluate` uses of its argument `xp`, for symbolic values."""

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
        """(n, m) x @ y of x: (n, k) and y: (k, m)."""
        rows = FVArray(np.asarray(x)[:, :, None], x.solver_options, hwconf=x.hwconf)
        return np.sum(Symbolic.multiply(rows, np.asarray(y)[None]), axis=1)

    @staticmethod
    def lookup(x: FVArray, values: Float, first: Float, step: Float) -> FVArray:
        """(..., n, units) entry (x - first) / step of each edge's table. x: same shape; values: (n, units, entries)."""
        edges = [np.broadcast_to(table, x.shape).ravel() for table in (first, step)]
        tables = np.broadcast_to(values, (*x.shape, values.shape[-1])).reshape(x.size, -1)
        found = np.empty(x.size, dtype=object)
        for n, variable in enumerate(np.asarray(x).ravel()):
            found[n] = _lookup_one(variable, tables[n], edges[0][n], edges[1][n])
        return FVArray(found.reshape(x.shape), x.solver_options, hwconf=x.hwconf)


def _lookup_one(x: FVariable, table: Float, first: float, step: float) -> FVariable:
    """A look-up in only those entries that the variable can reach; its range may be narrower than its type's."""
    lowest, highest = (round((float(bound) - first) / step) for bound in (x.low, x.high))
    if lowest == highest:
        return FVariable.from_const(float(table[lowest]), hwconf=x.hwconf)
    return x.lookup(table[lowest : highest + 1 : round(float(x.step) / step)])


def _product(x: FVariable, y: FVariable) -> FVariable:
    """The exact product: a tree of adders over the wider factor, shifted and masked by each bit of the narrower."""
    if x.low == x.high or y.low == y.high:
        return x * y
    if sum(x.kif) < sum(y.kif):
        x, y = y, x
    signed, integer, fraction = y.kif
    parts = [where(bits(y, position, 1), x * 2.0**position) for position in range(-fraction, integer)]
    if signed:  # the sign bit has the weight -2**integer
        parts.append(-where(y.is_negative(), x * 2.0**integer))
    corners = [a * b for a in (x.low, x.high) for b in (y.low, y.high)]
    t = FixedPoint.spanning(np.float64(min(corners)), np.float64(max(corners)), np.int64(x.kif[2] + fraction))
    total = tree(np.add, parts)
    return total.quantize(int(t.signed), int(t.integer), int(t.fraction))  # the bounds that alkaid finds are wider


def products(graph: Graph) -> int:
    """The number of products of two variables in a graph."""
    return sum(op.products(*(graph.shapes[name] for name in op.inputs)) for op in graph.ops)


SYMBOLIC = Symbolic()
