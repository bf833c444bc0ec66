"""What the trees of a design compare, in words and in units: features of candidates, and sums over a jet.

A number is followed back through the wires of the graph to the element of the port, or to the sum, that it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from math import ceil, pi

import numpy as np

from codesign.design.architectures.config import EVERYTHING, OWN_INPUTS
from codesign.design.architectures.sums import GROUPS
from codesign.design.design import Design
from codesign.jets.features import FEATURES, Feature, features_of
from codesign.net.fixednet import FixedNet
from codesign.net.ops import Quantize, Wires

SUMS = "sum_all"  # the tensor of all sums of a design, see `add_sums`
FLAG = "flag"


@dataclass(frozen=True)
class Number:
    """A number that trees compare. lsb: the step in which the network counts; unit: of one step, as features have it.

    name: for people; description: what it is.
    """

    name: str
    lsb: float
    unit: str
    description: str

    def below(self, threshold: float) -> str:
        """The comparison `number < threshold` in words, in the unit of the number.

        >>> Number("pt of candidate 0", 1 / 64, "0.25 GeV", "").below(0.5)
        'pt of candidate 0 < 8 GeV'
        """
        steps = ceil(threshold / self.lsb)  # the same numbers are below it
        if self.unit == FLAG and steps == 1:
            return f"{self.name} = 0"
        size, symbol = unit_of(self.unit)
        return f"{self.name} < {steps * size:.4g}{' ' if symbol else ''}{symbol}"


def unit_of(text: str) -> tuple[float, str]:
    """Size and symbol of the unit of one step.

    >>> unit_of("0.25 GeV"), unit_of("1/64 sqrt(cm)"), unit_of("1/1024"), unit_of("candidates")
    ((0.25, 'GeV'), (0.015625, 'sqrt(cm)'), (0.0009765625, ''), (1.0, 'candidates'))
    """
    size, symbol = re.fullmatch(r"(pi/\d+|[\d.]+(?:/\d+)?)? ?(.*)", text).groups()  # type: ignore[union-attr]
    if size is None:
        return 1.0, "" if symbol == FLAG else symbol
    above, _, below = size.replace("pi", repr(pi)).partition("/")
    return float(above) / float(below or 1), "rad" if "pi" in size else symbol


def numbers_of(net: FixedNet, design: Design, tensor: str) -> tuple[Number, ...]:
    """Each element of a tensor (n,): a feature, a sum, or if it is neither the tensor that computes it."""
    named = {net.port.name: _port(net, design), SUMS: _sums(net, design)}
    return tuple(_elements(net, tensor, {name: array for name, array in named.items() if array is not None}))


Named = np.ndarray[tuple[int, ...], np.dtype[np.object_]]


def _elements(net: FixedNet, tensor: str, named: dict[str, Named]) -> Named:
    if tensor in named:
        return named[tensor]
    op = net.graph[tensor]
    if isinstance(op, Wires):
        result: Named = op.evaluate({}, *(_elements(net, source, named) for source in op.inputs))
        return result
    if isinstance(op, Quantize):
        return _elements(net, op.inputs[0], named)
    return _unnamed(net, tensor)


def _unnamed(net: FixedNet, tensor: str) -> Named:
    lsb = np.broadcast_to(net.types[tensor].lsb, net.graph.shapes[tensor])
    result = np.empty(lsb.shape, object)
    for place in np.ndindex(lsb.shape):
        name = f"{tensor}[{', '.join(map(str, place))}]"
        step = float(lsb[place])
        result[place] = Number(name, step, f"{step!r}", f"computed by {tensor}")
    return result


def _port(net: FixedNet, design: Design) -> Named | None:
    features, shape = features_of(design.jets.features), net.port.size
    if len(shape) != 2 or shape[1] != len(features):  # a model that was not trained on the features of the design
        return None
    result = np.empty(shape, object)
    for candidate, number in np.ndindex(shape):
        result[candidate, number] = _feature(features[number], candidate)
    return result


def _feature(feature: Feature, candidate: int) -> Number:
    name, description = f"{feature.name} of candidate {candidate}", feature.description
    return Number(name, float(feature.type.lsb), feature.unit, description)


def _sums(net: FixedNet, design: Design) -> Named | None:
    inputs = design.inputs.or_else(OWN_INPUTS.get(design.architecture.name, EVERYTHING))
    sums = [one for group in inputs.sums or () for one in GROUPS[group].sums]
    shapes = net.graph.shapes
    if not sums or shapes.get(SUMS) != (len(sums),):
        return None
    steps = {feature.unit: float(feature.type.lsb) for feature in FEATURES.values()}
    result = np.empty(len(sums), object)
    for place, (one, lsb) in enumerate(zip(sums, np.broadcast_to(net.types[SUMS].lsb, len(sums)), strict=True)):
        number = Number(one.name, steps.get(one.unit, 1.0), one.unit, one.description)
        if inputs.log and one.low >= 0:
            step = float(lsb)
            number = replace(number, name=f"log2 of {one.name}", lsb=step, unit=f"{step!r}")
        result[place] = number
    return result
