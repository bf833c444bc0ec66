"""What `codesign.backends.rtl.convert.convert` asks of logic that is to stand in front of a net."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Protocol

from alkaid.trace import FVArray

from codesign.net.fixedpoint import FixedPoint, Float

Flavor = Literal["verilog", "vhdl"]


class Front(Protocol):
    """Logic that makes what a net reads from other numbers, which then enter in the place of the net's port."""

    @property
    def name(self) -> str:
        """Of the numbers that enter."""

    @property
    def type(self) -> FixedPoint:
        """Of the numbers that enter."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Of the numbers that enter."""

    def evaluate(self, x: FVArray) -> FVArray:
        """(*net's port shape) from symbolic x: (*shape)."""

    def samples(self) -> tuple[Float, Float]:
        """Numbers that enter (samples, *shape), and by the reference what the net then reads."""

    def sources(self, top: str, flavor: Flavor, ports: Mapping[str, Sequence[Mapping[str, Any]]]) -> Mapping[str, str]:
        """Further source files by name. ports: of the top module, and where each element sits in them."""
