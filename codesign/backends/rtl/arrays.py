"""NumPy's functions on symbolic arrays of an RTL trace, and those that NumPy does not have: look-up tables, trees.

A product of two variables is written as a tree of adders, so that its cycles and LUTs are counted like all others.
alkaid would count the product as one operation of one adder level, whatever its width (of less than none, if adders
have no width limit), and a synthesis tool is free to map Verilog's `*` to LUTs or to a DSP block.
"""

from collections.abc import Callable, Collection
from typing import Any

import numpy as np
from alkaid.trace import FVariable, FVArray

from codesign.backends.rtl import trees as rtl_trees
from codesign.backends.rtl.bits import (
    any_bit,
    at_least,
    at_place,
    bits,
    count,
    equals,
    is_flag,
    join,
    logarithm,
    opposite,
    ranks,
    tree,
    where,
)
from codesign.net.fixedpoint import FixedPoint, Float
from codesign.net.graph import Graph
from codesign.net.ops import Multiply, Trees
from codesign.net.ops.base import Weights


class Symbolic:
    """The functions that `Op.evaluate` uses of its argument `xp`, for symbolic values."""

    def __getattr__(self, name: str) -> Any:
        return getattr(np, name)

    @staticmethod
    def multiply(x: FVArray, y: FVArray) -> FVArray:
        """x * y, element by element; axes of length 1 broadcast."""
        return _each(_product, x, y)

    @staticmethod
    def maximum(x: FVArray, y: Any) -> FVArray:
        """The larger of x and y, an array or a number, element by element; axes of length 1 broadcast."""
        return _each(_maximum, x, y)

    @staticmethod
    def minimum(x: FVArray, y: Any) -> FVArray:
        """The smaller of x and y, an array or a number, element by element; axes of length 1 broadcast."""
        return _each(_minimum, x, y)

    @staticmethod
    def greater_equal(x: FVArray, y: Float) -> FVArray:
        """1 where x >= y, else 0; y: numbers."""
        return _each(at_least, x, y)

    @staticmethod
    def less(x: FVArray, y: Float) -> FVArray:
        """1 where x < y, else 0; y: numbers."""
        return _each(lambda one, level: opposite(at_least(one, level)), x, y)

    @staticmethod
    def where(condition: FVArray, x: float, y: float) -> FVArray:
        """The flags times x - y, plus y, for two numbers."""
        return condition * (x - y) + y

    @staticmethod
    def sum(x: FVArray, axis: int) -> FVArray:
        """The sum along one axis; flags are counted by tables."""
        rows = np.moveaxis(np.asarray(x), axis, -1)
        flags = np.vectorize(is_flag, otypes=[bool])(rows).all(axis=-1)
        if not flags.any() or rows.shape[-1] < 3:
            return np.sum(x, axis=axis)
        total = np.asarray(np.sum(x, axis=axis))
        for index in zip(*np.nonzero(flags), strict=True):
            total[index] = count(list(rows[index]))
        return FVArray(total, x.solver_options, hwconf=x.hwconf)

    @staticmethod
    def sort(x: FVArray, axis: int) -> FVArray:
        """Rising values along one axis, each column by itself; the logic of values that nothing reads is left out."""
        columns = np.moveaxis(np.asarray(x), axis, -1)
        if columns.shape[-1] == 1:
            return x
        made = np.empty(columns.shape, dtype=object)
        for index in np.ndindex(columns.shape[:-1]):
            made[index][:] = _falling(list(columns[index]))[::-1]
        return FVArray(np.moveaxis(made, -1, axis), x.solver_options, hwconf=x.hwconf)

    @staticmethod
    def leading_one(x: FVArray, octaves: int, kept: int, lowest: int) -> FVArray:
        """`codesign.net.ops.Log2` with `kept` bits after its point, from a table or by masks, without a shifter."""
        return _each(lambda one: logarithm(one * 2.0**-lowest, octaves, kept), x)

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

    @staticmethod
    def trees(op: Trees, weights: Weights, x: FVArray) -> FVArray:
        """(outputs,) the sums of boosted trees for x: (n,)."""
        return rtl_trees.trees(op, weights, x)


def _each(function: Callable[..., FVariable], x: FVArray, *others: Any) -> FVArray:
    """The function of each element of x and the others, broadcast against each other."""
    arrays = np.broadcast_arrays(np.asarray(x), *(np.asarray(y) for y in others))
    made = np.empty(arrays[0].size, dtype=object)
    made[:] = [function(*values) for values in zip(*(a.ravel() for a in arrays), strict=True)]
    return FVArray(made.reshape(arrays[0].shape), x.solver_options, hwconf=x.hwconf)


def _maximum(x: FVariable, y: FVariable | float) -> FVariable:
    """The larger one; of two flags their OR. alkaid's `max_of` takes the top bit of a difference as its sign."""
    if not isinstance(y, FVariable):
        return x.max_of(float(y))
    if is_flag(x) and is_flag(y):
        return x | y
    low, high = max(x.low, y.low), max(x.high, y.high)
    return (x - y).is_negative().msb_mux(y, x, (low, high, min(x.step, y.step)))


def _minimum(x: FVariable, y: FVariable | float) -> FVariable:
    if not isinstance(y, FVariable):
        return x.min_of(float(y))
    if is_flag(x) and is_flag(y):
        return x & y
    low, high = min(x.low, y.low), min(x.high, y.high)
    return (x - y).is_negative().msb_mux(x, y, (low, high, min(x.step, y.step)))


def _falling(values: list[FVariable]) -> list[FVariable]:
    """The values in falling order; flags by their number, the first as their OR."""
    if all(map(is_flag, values)):
        number = count(values)
        return [any_bit(join(values)), *(at_least(number, n) for n in range(2, len(values) + 1))]
    places = ranks(values)
    return [at_place([equals(rank, n) for rank in places], values) for n in range(len(values))]


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


def products(graph: Graph, flags: Collection[str] = ()) -> int:
    """The number of products of two variables in a graph; flags: tensors of single bits, which only mask."""
    ops = (op for op in graph.ops if not (isinstance(op, Multiply) and set(op.inputs) & set(flags)))
    return sum(op.products(*(graph.shapes[name] for name in op.inputs)) for op in ops)


SYMBOLIC = Symbolic()
