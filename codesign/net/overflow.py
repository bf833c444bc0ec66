"""Searches for inputs that make tensors overflow, in nets where random inputs do not.

With random signs a sum of n terms reaches about sqrt(n) terms, and n at most. If the range of a type ends between the
two, random inputs never overflow it, but one corner of the port does, which the signs of the weights choose: each input
is moved to the end of its range where the sum grows. After the first layer this is a climb on the reference, and it
may miss inputs that overflow.
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

ELEMENTS = 3  # number of elements of a tensor, those closest to overflowing, to climb for at each end of the range
STEP = 7  # every seventh input is checked, or replaced
SWEEPS = 12  # maximum number of passes over all inputs; a plain sum of inputs needs one
NETS = 8  # nets whose results are cached


def reaching(net: FixedNet, x: Float) -> Float:
    """The inputs x; if none of them overflows, every seventh is replaced by a corner of the port that does.

    Every third corner is used as it is; in the others about a tenth of the numbers come from the replaced input.
    """
    if happens(net, x[::STEP]) or not len(extremes := corners(net)):
        return x
    mixed, old = x.copy(), x[::STEP]
    repeated = np.resize(extremes, old.shape)
    unchanged = np.random.default_rng(0).random(old.shape) < 0.1
    unchanged[::3] = False
    mixed[::STEP] = np.where(unchanged, old, repeated)
    return mixed


def note(net: FixedNet, x: Float) -> str:
    """A note for the user if an overflow may be possible but neither the inputs x nor any corner reach it; else ""."""
    names = possible(net)
    if not names or happens(net, x[::STEP]) or len(corners(net)):
        return ""
    return (
        "no input was found that makes a tensor overflow, though intervals do not rule it out for"
        f" {', '.join(map(repr, names))}: what these do beyond their range was not compared"
    )


def happens(net: FixedNet, x: Float) -> bool:
    """Whether inputs x: (samples, *port shape) make any rounded tensor leave the range of its type."""
    tensors = reference.run(net, x, trace=True)
    return any(
        _passed(net, op, op.evaluate(net.parameters_of(op), *(tensors[n] for n in op.inputs))).any()
        for op in net.graph.ops
        if op.name in net.rounded
    )


@lru_cache(NETS)
def possible(net: FixedNet) -> dict[str, NDArray[np.bool_]]:
    """The rounded tensors, in order, that are not proven to stay in range, each with the elements that may leave it.

    Elements are a mask (2, *shape), for the upper and the lower end. Intervals are propagated from the port; a tensor's
    interval is limited by the values that can reach it, not only by its type. A tensor that is left out cannot
    overflow; one that is listed may never do so.
    """
    reach = {net.port.name: net.types[net.port.name].broadcast_to(net.port.size)}
    masks = {}
    for op in net.graph.ops[1:]:
        kind, shape = net.types[op.name], net.graph.shapes[op.name]
        narrowed = op.bounded
        exact = op.exact(net.parameters_of(op), *(reach[n] for n in op.inputs)) if narrowed else net.exact_type(op)
        exact = exact.broadcast_to(shape)
        leaves = np.stack([exact.high > kind.high + kind.lsb, exact.low < kind.low - kind.lsb])
        if op.name in net.rounded and leaves.any():
            masks[op.name] = leaves
        reach[op.name] = _within(kind.broadcast_to(shape), exact) if op.name in net.rounded else exact
    return masks


@lru_cache(NETS)
def corners(net: FixedNet) -> Float:
    """(inputs, *port shape) that overflow the first tensor for which the climb finds any; empty if it finds none."""
    for name, elements in possible(net).items():
        if inputs := _climb_for(net, net.graph[name], elements):
            return np.stack(inputs)
    return np.zeros((0, *net.port.size))


def _passed(net: FixedNet, op: Op, exact: Float) -> NDArray[np.bool_]:
    t = net.types[op.name]
    return np.asarray((exact > t.high + t.lsb) | (exact < t.low - t.lsb))


def _within(kind: FixedPoint, exact: FixedPoint) -> FixedPoint:
    """The range of a rounded tensor: its whole type where it may overflow, else that of its rounded exact values."""
    low, high = exact.low - kind.lsb, exact.high + kind.lsb
    inside = (low >= kind.low) & (high <= kind.high)
    return FixedPoint.spanning(np.where(inside, low, kind.low), np.where(inside, high, kind.high), kind.fraction)


def _climb_for(net: FixedNet, op: Op, elements: NDArray[np.bool_]) -> list[Float]:
    """Inputs that make some element of an operation's result leave its range."""
    port = net.types[net.port.name]
    low, high = (np.broadcast_to(bound, net.port.size) for bound in (port.low, port.high))
    exact = _in_front(net, op)
    starts = np.where(np.random.default_rng(0).integers(0, 2, (100, *net.port.size)), high, low)
    t, inputs = net.types[op.name].broadcast_to(net.graph.shapes[op.name]), []
    for may, sign, end in zip(elements, (1.0, -1.0), (t.high + t.lsb, t.lsb - t.low), strict=True):
        beyond = sign * exact(starts) - end  # positive where the element overflows
        nearness = np.where(may.ravel(), (beyond / (end + t.lsb)).max(axis=0).ravel(), -np.inf)
        for element in np.argsort(-nearness)[:ELEMENTS]:
            if np.isfinite(nearness[element]):
                goal = _goal(exact, sign, int(element), float(end.ravel()[element]))
                best = _climb(goal, starts[beyond.reshape(len(starts), -1)[:, element].argmax()], low, high)
                inputs += [best] if goal(best[None])[0] > 0 else []
    return inputs


def _goal(exact: Callable[[Float], Float], sign: float, element: int, end: float) -> Callable[[Float], Float]:
    return lambda x: sign * exact(x).reshape(len(x), -1)[:, element] - end


def _in_front(net: FixedNet, op: Op) -> Callable[[Float], Float]:
    """A function from inputs of the net to the exact result of an operation, before it is rounded."""
    before = tuple(net.graph.ops[: net.graph.ops.index(op)])
    front = FixedNet(Graph(before, tuple(dict.fromkeys(op.inputs))), net.weights, net.weight_types, net.types)

    def exact(x: Float) -> Float:
        tensors = reference.run(front, x)
        return np.asarray(op.evaluate(net.parameters_of(op), *(tensors[name] for name in op.inputs)))

    return exact


def _climb(goal: Callable[[Float], Float], x: Float, low: Float, high: Float) -> Float:
    """Climbs from x: moves coordinates to the ends of their ranges, in each sweep those that raise the goal most."""
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
