"""Three faults of alkaid 0.8.2 that are taken out; where they never struck, the logic stays the same.

`canonicalize_msb_wraps` takes a one-bit wrap of a shifted variable for the variable's most significant bit where the
bit's weight equals that of the unshifted one's, and drops the shift: another bit is read then. It only tidies, so
nothing is lost without it.

The delay of an adder without a limit of its carry chain, `HWConfig(_, -1, _)`, falls with its width while logic is
traced, and below zero past 46 bits. Operations are ordered by their delays, so a sum came before what it adds.

The lowest bit and the logarithm of a number are taken in float32: a constant of more than 24 bits was rounded, such as
half an LSB less the last of 26 bits behind it, and a range just past a power of two lost its highest bit.
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
    """The exponent of the lowest bit that is set in x; that of alkaid's own for 0, which has none."""
    if x == 0:
        return int(_lowest_bit_float32(x))
    numerator, denominator = float(x).as_integer_ratio()
    return (numerator & -numerator).bit_length() - denominator.bit_length()


def ceil_log2(x: float) -> int:
    """The smallest n with x <= 2**n; alkaid's own for numbers that have none."""
    if not 0 < x < math.inf:
        return int(_ceil_log2_float32(x))
    mantissa, exponent = math.frexp(x)
    return exponent - (mantissa == 0.5)


def repair() -> None:
    """Mends all, for this process."""
    canon.canonicalize_msb_wraps = _as_it_is
    surrogate.cost_lat_add = _never_back_in_time
    _replace("get_lsb_loc", _lowest_bit_float32, lowest_bit)
    _replace("iceil_log2", _ceil_log2_float32, ceil_log2)


def _replace(name: str, wrong: Callable[..., Any], right: Callable[..., Any]) -> None:
    """In each of alkaid's modules, which import functions by name."""
    for module in [m for n, m in sys.modules.items() if n.partition(".")[0] == "alkaid"]:
        if getattr(module, name, None) is wrong:
            setattr(module, name, right)
