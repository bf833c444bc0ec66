"""Which operation of a net the adders of its RTL belong to.

The traced logic has no layers: its solver shares and reorders adders. But an element of a tensor of the net is a wire
of the logic, and has the same value on each jet, up to its sign and a power of two that later shifts make up for. So
each tensor's wires are found by their values on some inputs, and what they take beyond the wires of earlier tensors is
the operation's own. Nothing is counted twice, and the sum is the cost of the whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from alkaid.types import CombLogic
from numpy.typing import NDArray

from codesign.backends.rtl.convert import load_logic, samples
from codesign.backends.rtl.front import Front
from codesign.net import reference
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import Float

SAMPLES = 256  # two wires that are equal on so many inputs of all magnitudes are taken for the same

_SOURCES = (-1, 5)  # alkaid's operation codes of an input and of a constant, which have no operands


def adder_costs(folder: Path, net: FixedNet, front: Front | None = None) -> dict[str, float]:
    """Name of an operation -> cost of its adders, by alkaid's count, in the RTL project in a folder.

    net: the one that the project was made from, behind `front` where there is one, whose cost the port then has.
    """
    logic = load_logic(folder)
    entering, x = front.samples() if front else (None, samples(net))
    some = np.random.default_rng(0).permutation(len(x))[:SAMPLES]  # neighbours are edges of the same kind
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
    """(samples, operations of the logic): the value of every wire."""
    number = len(logic.ops)
    every = logic._replace(
        shape=(logic.shape[0], number),
        out_idxs=list(range(number)),
        out_shifts=[0] * number,
        out_negs=[False] * number,
    )
    return np.asarray(every.predict(np.ascontiguousarray(x.reshape(len(x), -1))))


def _signatures(values: Float) -> list[bytes]:
    """Of each column: its values as bytes, with the largest in [0.5, 1) and the first that is not zero positive."""
    exponent = np.frexp(np.abs(values).max(axis=0))[1]
    scaled = np.ldexp(values, -exponent)
    first = np.take_along_axis(scaled, (scaled != 0).argmax(axis=0)[None], axis=0)[0]
    signed: NDArray[np.float64] = scaled * np.where(first < 0, -1.0, 1.0) + 0.0  # no negative zeros
    return [column.tobytes() for column in np.ascontiguousarray(signed.T)]


def _take(logic: CombLogic, wires: Sequence[int], taken: NDArray[np.bool_]) -> float:
    """The cost of what these wires need and is not taken yet, which is taken now."""
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
