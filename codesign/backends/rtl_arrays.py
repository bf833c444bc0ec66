"""NumPy's functions on symbolic arrays of an RTL trace, and the table look-up that NumPy does not have."""

from typing import Any

import numpy as np
from alkaid.trace import FVariable, FVArray

from codesign.fixedpoint import Float


class Symbolic:
    """What `Op.evaluate` asks of its `xp`, for symbolic values."""

    def __getattr__(self, name: str) -> Any:
        return getattr(np, name)

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


SYMBOLIC = Symbolic()
