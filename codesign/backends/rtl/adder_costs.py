"""The cost of the RTL's adders, attributed to the operations of the net.

The traced logic has no layers: its solver shares and reorders adders. But each element of a tensor of the net is a wire
of the logic, with the same value on each jet, up to its sign and a power of two that later shifts compensate. So the
wires of each tensor are identified by their values on some inputs, and an operation's cost is that of the logic behind
its wires that no earlier tensor needs. Nothing is counted twice, and the sum is the cost of the whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from alkaid.types import CombLogic
from numpy.typing import NDArray

from codesign.backends.rtl.convert import samples
from codesign.backends.rtl.files import load_logic
from codesign.backends.rtl.front import Front
from codesign.net import reference
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import Float

SAMPLES = 256  # two wires that are equal on this many inputs of all magnitudes count as the same wire

_SOURCES = (-1, 5)  # alkaid's operation codes of an input and a constant, which have no operands


def adder_costs(folder: Path, net: FixedNet, front: Front | None = None) -> dict[str, float]:
    """Name of an operation -> cost of its adders, by alkaid's count, in the RTL project in `folder`.

    net: the net of the project; front: the logic in front of it, if any, whose cost counts for the net's port.
    """
    logic = load_logic(folder)
    entering, x = front.samples() if front else (None, samples(net))
    some = np.random.default_rng(0).permutation(len(x))[:SAMPLES]  # neighbours are edge cases of one kind
    x, entering = x[some], (x if entering is None else entering)[some]
    wires = _wires(logic, entering)
    known: dict[bytes, int] = {}
    for wire, values in enumerate(_signatures(wires)):
        known.setdefault(values, wire)
    taken = np.zeros(len(logic.ops), np.bool_)
    tensors: Mapping[str, Float] = reference.run(net, x, trace=True)
    costs = {}
    for op in net.graph.ops:
        signatures = _signatures(tensors[op.name].reshape(len(x), -1))
        costs[op.name] = _take(logic, [known[s] for s in signatures if s in known], taken)
    costs[net.graph.outputs[-1]] += _take(logic, [wire for wire in logic.out_idxs if wire >= 0], taken)
    return costs


def _wires(logic: CombLogic, x: Float) -> Float:
    """(samples, operations of the logic) the value of every wire."""
    number = len(logic.ops)
    every = logic._replace(
        shape=(logic.shape[0], number),
        out_idxs=list(range(number)),
        out_shifts=[0] * number,
        out_negs=[False] * number,
    )
    return np.asarray(every.predict(np.ascontiguousarray(x.reshape(len(x), -1))))


def _signatures(values: Float) -> list[bytes]:
    """The values of each column as bytes, scaled so that the largest is in [0.5, 1) and the first nonzero positive."""
    exponent = np.frexp(np.abs(values).max(axis=0))[1]
    scaled = np.ldexp(values, -exponent)
    first = np.take_along_axis(scaled, (scaled != 0).argmax(axis=0)[None], axis=0)[0]
    signed: NDArray[np.float64] = scaled * np.where(first < 0, -1.0, 1.0) + 0.0  # no negative zeros
    return [column.tobytes() for column in np.ascontiguousarray(signed.T)]


def _take(logic: CombLogic, wires: Sequence[int], taken: NDArray[np.bool_]) -> float:
    """The cost of all logic that these wires need and that `taken` does not mark yet; marks it in `taken`."""
    cost, left = 0.0, list(wires)
    while left:
        wire = left.pop()
        if taken[wire]:
            continue
        taken[wire] = True
        op = logic.ops[wire]
        cost += op.cost
        if op.opcode not in _SOURCES:
            left += [operand for operand in op.addr if operand >= 0 and not taken[operand]]
    return cost
