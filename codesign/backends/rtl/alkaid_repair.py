"""Repairs three faults of alkaid 0.8.2; logic that they do not affect stays the same.

`canonicalize_msb_wraps` mistakes a one-bit wrap of a shifted variable for the variable's most significant bit if that
bit of the unshifted variable has the same weight, and drops the shift, so that another bit is read. The pass only
tidies the logic, so it is replaced with one that does nothing.

While logic is traced, the delay of an adder whose carry chain has no limit, `HWConfig(_, -1, _)`, falls with its width,
and is negative above 46 bits. Operations are sorted by delay, so a sum could come before its operands.

The lowest bit and the logarithm of a number are computed in float32. So a constant of more than 24 bits was rounded,
for example half an LSB minus the last of 26 bits behind it, and a range just above a power of two lost its highest bit.
"""

import math
import sys
from collections.abc import Callable
from typing import Any

from alkaid import _binary
from alkaid.trace.passes import canon, surrogate
from alkaid.types import CombLogic

_cost_and_delay = surrogate.cost_lat_add
_lowest_bit_float32, _ceil_log2_float32 = _binary.get_lsb_loc, _binary.iceil_log2


def _as_it_is(logic: CombLogic) -> CombLogic:
    return logic


def _never_back_in_time(*arguments: Any, **options: Any) -> tuple[float, float]:
    cost, delay = _cost_and_delay(*arguments, **options)
    return cost, max(delay, 0.0)


def lowest_bit(x: float) -> int:
    """The exponent of the lowest set bit of x; for 0, which has none, the result of alkaid's own function."""
    if x == 0:
        return int(_lowest_bit_float32(x))
    numerator, denominator = float(x).as_integer_ratio()
    return (numerator & -numerator).bit_length() - denominator.bit_length()


def ceil_log2(x: float) -> int:
    """The smallest n with x <= 2**n; for an x without one, the result of alkaid's own function."""
    if not 0 < x < math.inf:
        return int(_ceil_log2_float32(x))
    mantissa, exponent = math.frexp(x)
    return exponent - (mantissa == 0.5)


def repair() -> None:
    """Repairs all three faults in this process."""
    canon.canonicalize_msb_wraps = _as_it_is
    surrogate.cost_lat_add = _never_back_in_time
    _replace("get_lsb_loc", _lowest_bit_float32, lowest_bit)
    _replace("iceil_log2", _ceil_log2_float32, ceil_log2)


def _replace(name: str, wrong: Callable[..., Any], right: Callable[..., Any]) -> None:
    """Replaces a function in each of alkaid's loaded modules, because they import functions by name."""
    for module in [m for n, m in sys.modules.items() if n.partition(".")[0] == "alkaid"]:
        if getattr(module, name, None) is wrong:
            setattr(module, name, right)
