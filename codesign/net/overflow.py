"""Inputs that make tensors leave the range of their types, found from the net where random ones do not.

With n inputs, random signs reach about sqrt(n) of what a sum can reach at most. A type between the two is never passed
by chance, but by the corner of the port that the signs of the weights choose: each input is moved to the end of its
range where the sum grows. Behind a first layer this is a climb on the reference, and what it does not find may exist.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from codesign.net import reference
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint, Float
from codesign.net.graph import Graph
from codesign.net.ops import Op

ELEMENTS = 3  # of a tensor, those closest to an end of their range, that are climbed for at each end
STEP = 7  # one in so many inputs is looked at
SWEEPS = 12  # of all inputs; a sum of inputs needs one
NETS = 8  # whose corners are kept


def reaching(net: FixedNet, x: Float) -> Float:
    """Inputs of the port, in which corners that overflow take the place of every seventh where none of them does.

    The corners are as they were found, or with every tenth of their numbers from the input that was there.
    """
    if happens(net, x[::STEP]) or not len(found := corners(net)):
        return x
    made, old = x.copy(), x[::STEP]
    repeated = np.resize(found, old.shape)
    kept = np.random.default_rng(0).random(old.shape) < 0.1
    kept[::3] = False
    made[::STEP] = np.where(kept, old, repeated)
    return made


def note(net: FixedNet, x: Float) -> str:
    """What to tell of a net in which neither inputs x nor any corner overflow; "" where it is proven that none can."""
    names = possible(net)
    if not names or happens(net, x[::STEP]) or len(corners(net)):
        return ""
    return (
        "no input was found that makes a tensor overflow, though intervals do not rule it out for"
        f" {', '.join(map(repr, names))}: what these do beyond their range was not compared"
    )


def happens(net: FixedNet, x: Float) -> bool:
    """Whether inputs (samples, *port shape) make any rounded tensor pass the range of its type."""
    tensors = reference.run(net, x, trace=True)
    return any(
        _passed(net, op, op.evaluate(net.parameters_of(op), *(tensors[n] for n in op.inputs))).any()
        for op in net.graph.ops
        if op.name in net.rounded
    )


@lru_cache(NETS)
def possible(net: FixedNet) -> dict[str, NDArray[np.bool_]]:
    """The rounded tensors, in order, that are not proven to stay in range, each with the elements that may leave it.

    Elements: (2, *shape), at the upper and at the lower end. Intervals are followed from the port, and each is narrowed
    by what can arrive, not only by its type. What is left out cannot overflow; what is named may be unreachable.
    """
    reach = {net.port.name: net.types[net.port.name].broadcast_to(net.port.size)}
    found = {}
    for op in net.graph.ops[1:]:
        kind, shape = net.types[op.name], net.graph.shapes[op.name]
        narrowed = op.bounded
        exact = op.exact(net.parameters_of(op), *(reach[n] for n in op.inputs)) if narrowed else net.exact_type(op)
        exact = exact.broadcast_to(shape)
        leaves = np.stack([exact.high > kind.high + kind.lsb, exact.low < kind.low - kind.lsb])
        if op.name in net.rounded and leaves.any():
            found[op.name] = leaves
        reach[op.name] = _within(kind.broadcast_to(shape), exact) if op.name in net.rounded else exact
    return found


@lru_cache(NETS)
def corners(net: FixedNet) -> Float:
    """(inputs, *port shape) that overflow, of the first tensor for which a climb finds any; none if there are none."""
    for name, elements in possible(net).items():
        if found := _climb_for(net, net.graph[name], elements):
            return np.stack(found)
    return np.zeros((0, *net.port.size))


def _passed(net: FixedNet, op: Op, exact: Float) -> NDArray[np.bool_]:
    t = net.types[op.name]
    return np.asarray((exact > t.high + t.lsb) | (exact < t.low - t.lsb))


def _within(kind: FixedPoint, exact: FixedPoint) -> FixedPoint:
    """What a rounded tensor can hold: its whole type where it may overflow, else no more than arrives."""
    low, high = exact.low - kind.lsb, exact.high + kind.lsb
    inside = (low >= kind.low) & (high <= kind.high)
    return FixedPoint.spanning(np.where(inside, low, kind.low), np.where(inside, high, kind.high), kind.fraction)


def _climb_for(net: FixedNet, op: Op, elements: NDArray[np.bool_]) -> list[Float]:
    """Inputs that make some element of an operation's result leave its range."""
    port = net.types[net.port.name]
    low, high = (np.broadcast_to(bound, net.port.size) for bound in (port.low, port.high))
    exact = _in_front(net, op)
    starts = np.where(np.random.default_rng(0).integers(0, 2, (100, *net.port.size)), high, low)
    t, found = net.types[op.name].broadcast_to(net.graph.shapes[op.name]), []
    for may, sign, end in zip(elements, (1.0, -1.0), (t.high + t.lsb, t.lsb - t.low), strict=True):
        beyond = sign * exact(starts) - end  # above zero where the range is left
        nearness = np.where(may.ravel(), (beyond / (end + t.lsb)).max(axis=0).ravel(), -np.inf)
        for element in np.argsort(-nearness)[:ELEMENTS]:
            if np.isfinite(nearness[element]):
                goal = _goal(exact, sign, int(element), float(end.ravel()[element]))
                best = _climb(goal, starts[beyond.reshape(len(starts), -1)[:, element].argmax()], low, high)
                found += [best] if goal(best[None])[0] > 0 else []
    return found


def _goal(exact: Callable[[Float], Float], sign: float, element: int, end: float) -> Callable[[Float], Float]:
    return lambda x: sign * exact(x).reshape(len(x), -1)[:, element] - end


def _in_front(net: FixedNet, op: Op) -> Callable[[Float], Float]:
    """What an operation makes of inputs of the net, before it is rounded."""
    before = tuple(net.graph.ops[: net.graph.ops.index(op)])
    front = FixedNet(Graph(before, tuple(dict.fromkeys(op.inputs))), net.weights, net.weight_types, net.types)

    def exact(x: Float) -> Float:
        tensors = reference.run(front, x)
        return np.asarray(op.evaluate(net.parameters_of(op), *(tensors[name] for name in op.inputs)))

    return exact


def _climb(goal: Callable[[Float], Float], x: Float, low: Float, high: Float) -> Float:
    """The input to which moving coordinates to ends of their range leads, each time those that raise the goal most."""
    best = goal(x[None])[0]
    for _ in range(SWEEPS):
        ends = np.stack([low.ravel(), high.ravel()])
        moved = np.tile(x.ravel(), (2, x.size, 1))
        moved[:, np.arange(x.size), np.arange(x.size)] = ends
        gains = goal(moved.reshape(-1, *x.shape)).reshape(2, -1) - best
        better, order = gains.argmax(axis=0), np.argsort(-gains.max(axis=0))
        rising = int((gains.max(axis=0) > 0).sum())
        if not rising:
            break
        counts = sorted({max(rising >> halvings, 1) for halvings in range(rising.bit_length())})
        tried = np.tile(x.ravel(), (len(counts), 1))
        for row, count in zip(tried, counts, strict=True):
            row[order[:count]] = ends[better[order[:count]], order[:count]]
        values = goal(tried.reshape(-1, *x.shape))
        x, best = tried[values.argmax()].reshape(x.shape), values.max()
    return x
