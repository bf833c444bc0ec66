"""The protocol for logic in front of a net, as `codesign.backends.rtl.convert.convert` uses it."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Protocol

from alkaid.trace import FVArray

from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint, Float
from codesign.net.reference import Read

Flavor = Literal["verilog", "vhdl"]


class Front(Protocol):
    """Logic in front of a net: it takes the firmware's port (PUPPI words) and computes the net's inputs."""

    @property
    def name(self) -> str:
        """Port name."""

    @property
    def type(self) -> FixedPoint:
        """Port type."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Port shape, for one jet."""

    def evaluate(self, x: FVArray, net: FixedNet) -> tuple[FVArray, Read]:
        """(*net's port shape) the net's inputs, from symbolic x: (*shape), and what its operations read of tensors."""

    def samples(self) -> tuple[Float, Float]:
        """(samples, *shape) values of the port, and (samples, *net's port shape) the net's inputs by the reference."""

    def sources(self, top: str, flavor: Flavor, ports: Mapping[str, Sequence[Mapping[str, Any]]]) -> Mapping[str, str]:
        """File name -> text of further sources. ports: the top module's ports, with each element's bits."""
