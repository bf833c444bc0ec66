"""RTL that starts from PUPPI words: the `Front` that `codesign.backends.rtl.convert` puts in front of a net."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any

import numpy as np
from alkaid.trace import FVArray

from codesign.backends.rtl.front import Flavor
from codesign.backends.rtl.words_logic import network_inputs
from codesign.backends.rtl.words_order import in_order
from codesign.backends.words_port import JET, PARTS, WordsPort, edge_jets
from codesign.jets.words import SLOTS
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint, Float
from codesign.net.order import gains_from_any_order
from codesign.net.reference import Read, as_it_is

WORD_BITS = 64
_SUFFIX = {"verilog": "v", "vhdl": "vhd"}


@dataclass(frozen=True)
class WordsFront:
    """A `Front` that computes the features of a WordsPort from the numbers of that port."""

    port: WordsPort
    name: str = "words"

    @property
    def type(self) -> FixedPoint:
        """Port type: (elements,) integers."""
        return self.port.type

    @property
    def shape(self) -> tuple[int, ...]:
        """Port shape, for one jet: (elements,)."""
        return self.port.type.shape

    def evaluate(self, x: FVArray, net: FixedNet) -> tuple[FVArray, Read]:
        """(candidates, features) the network's inputs, from symbolic x: (elements,), and what is read in order.

        Words are sorted first, unless all of them enter a net of which a part needs no order.
        """
        if self.port.sorted_input or self.port.candidates < SLOTS or not gains_from_any_order(net):
            return network_inputs(self.port, x), as_it_is
        as_they_arrive = replace(self.port, sorted_input=True)
        pt = list(np.asarray(x)[: SLOTS * len(PARTS) : len(PARTS)])
        return network_inputs(as_they_arrive, x), in_order(net, pt)

    def samples(self) -> tuple[Float, Float]:
        """(jets, elements) the edge cases, and (jets, candidates, features) the reference's features for them."""
        jets = self.port.prepared(edge_jets())
        return self.port.values(jets), self.port.features(jets)

    def sources(self, top: str, flavor: Flavor, ports: Mapping[str, Sequence[Mapping[str, Any]]]) -> Mapping[str, str]:
        """TOP_words.v or .vhd: a module that takes whole words and cuts them for the module TOP_stream."""
        (entering, cut), (leaving, results) = ports.items()
        suffix = _SUFFIX[flavor]
        template = (files("codesign.backends.rtl") / "templates" / f"words_top.{suffix}").read_text()
        values = {
            "TOP": top,
            "WORDS_HIGH": SLOTS * WORD_BITS - 1,
            "ENTERING": entering,
            "ENTERING_HIGH": sum(element["width"] for element in cut) - 1,
            "LEAVING": leaving,
            "LEAVING_HIGH": sum(element["width"] for element in results) - 1,
            "SLICES": "\n".join(_SLICE[flavor].format(*bits) for bits in _slices(cut)),
        }
        for name, value in values.items():
            template = template.replace(f"@{name}@", str(value))
        return {f"{top}_words.{suffix}": template}


_SLICE = {
    "verilog": "    assign entering[{0}:{1}] = {2}[{3}:{4}];",
    "vhdl": "    entering({0} downto {1}) <= {2}({3} downto {4});",
}


def _slices(layout: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, int, str, int, int]]:
    """(high, low) bits in the input of TOP_stream; name of the words module's port, and the (high, low) bits in it.

    Bits that are not needed are not in the layout; if the lowest bits of an element are missing, its fraction is
    negative.
    """
    sources = [("words", WORD_BITS * slot + field.start) for slot in range(SLOTS) for field in PARTS.values()]
    sources += [(f"jet_{name}", 0) for name in JET]
    for element, (port, start) in zip(layout, sources, strict=True):
        offset, width = element["offset"], element["width"]
        if width:
            low = start - element["fraction"]
            yield offset + width - 1, offset, port, low + width - 1, low
