"""Witnesses compared bit for bit: framework, C simulation and RTL against the reference.

The exactness contract asks for equality on at least 10,000 real jets, on as many inputs that overflow inside, and on
the corners of the port. A comparison that could not fail, on no jets or on constant outputs, is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from codesign import overflow, reference
from codesign.errors import BackendError
from codesign.fixednet import FixedNet
from codesign.fixedpoint import FixedPoint, Float, Int
from codesign.ops import Input

OVERFLOW_SAMPLES = 10_000
TRACED = 100  # differing inputs on which the first differing tensor is looked for

Witness = Callable[[Float], Mapping[str, NDArray[Any]]]


@dataclass(frozen=True)
class Agreement:
    """One witness on one kind of inputs.

    samples and mismatches count outputs; worst_lsb is the largest distance in units of the output's last bit;
    first_tensor is the earliest tensor that differs, as far as the witness shows its tensors; decision_flips counts
    jets whose largest output is another one.
    """

    witness: str
    against: str
    inputs: str
    samples: int
    mismatches: int
    worst_lsb: float
    first_tensor: str | None
    decision_flips: int

    @property
    def exact(self) -> bool:
        """Whether there was something to compare and all of it is equal."""
        return self.samples > 0 and self.mismatches == 0

    def to_dict(self) -> dict[str, Any]:
        """Plain data for `agreement.json`."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Inverse of `to_dict`."""
        return cls(**data)


def contract_inputs(net: FixedNet, jets: Float, seed: int = 0) -> dict[str, Float]:
    """The exactness contract's inputs by kind, each (samples, *port shape), all of the port's type.

    jets: real ones; see `_overflowing` for those that overflow.
    """
    port = net.types[net.port.name]
    low, high = (np.broadcast_to(bound, net.port.size) for bound in (port.low, port.high))
    return {
        "jets": jets,
        "overflow": overflow.reaching(net, _overflowing(net, np.random.default_rng(seed))),
        "zero": np.zeros((1, *net.port.size)),
        "maximum": high[None],
        "minimum": low[None],
        "one_candidate": _one_candidate(jets),
    }


def check(net: FixedNet, witness: str, compute: Witness, jets: Float, trace: Witness | None = None) -> list[Agreement]:
    """Compares a witness with the reference on all of the contract's inputs.

    compute: the witness's outputs by name for (samples, *port shape) inputs; trace: the same with every tensor it
    shows, asked for only where outputs differ (without it, what `compute` shows is used).
    Raises BackendError for a comparison that would prove nothing.
    """
    found = []
    for kind, x in contract_inputs(net, jets).items():
        expected = reference.run(net, x)
        if kind == "jets":
            _refuse_constant(net, expected)
        if kind == "overflow":
            _refuse_without_overflow(net, x)
        row = compare(net, witness, kind, expected, got := compute(x))
        if not row.exact:
            some = _differing_inputs(net, expected, got)[:TRACED]
            traced = differing_tensors(net, reference.run(net, x[some], trace=True), (trace or compute)(x[some]))
            row = replace(row, first_tensor=next((name for name, _, _ in traced), row.first_tensor))
        found.append(row)
    return found


def unreached(net: FixedNet, seed: int = 0) -> str:
    """What to tell of a net whose overflowing inputs overflow nothing, though it may be possible; "" otherwise."""
    return overflow.note(net, _overflowing(net, np.random.default_rng(seed)))


def compare(
    net: FixedNet, witness: str, inputs: str, expected: Mapping[str, Float], got: Mapping[str, NDArray[Any]]
) -> Agreement:
    """One comparison; BackendError if the witness lacks an output or gives it another shape."""
    samples = mismatches = flips = 0
    worst = 0.0
    for name in net.graph.outputs:
        want = expected[name]
        if name not in got or got[name].shape != want.shape:
            shape = got[name].shape if name in got else "nothing"
            raise BackendError(f"{witness} gives {shape} for output {name!r}, the reference {want.shape}")
        distance = _lsb_distance(net.types[name], want, got[name])
        samples += want.size
        mismatches += int(np.count_nonzero(distance))
        worst = max(worst, float(distance.max(initial=0)))
        flips += int((want.argmax(axis=-1) != np.asarray(got[name]).argmax(axis=-1)).sum())
    first = next((d[0] for d in differing_tensors(net, expected, got)), None)
    return Agreement(witness, "reference", inputs, samples, mismatches, worst, first, flips)


def differing_tensors(
    net: FixedNet, expected: Mapping[str, Float], got: Mapping[str, NDArray[Any]]
) -> list[tuple[str, int, float]]:
    """(name, differing elements, largest distance in LSB) of the tensors that differ, in the graph's order."""
    rows = []
    for op in net.graph.ops:
        if op.name in got and op.name in expected and not isinstance(op, Input):
            values = np.asarray(got[op.name], np.float64).reshape(expected[op.name].shape)
            distance = _lsb_distance(net.types[op.name], expected[op.name], values)
            if distance.any():
                rows.append((op.name, int(np.count_nonzero(distance)), float(distance.max())))
    return rows


def _lsb_distance(t: FixedPoint, want: Float, got: NDArray[Any]) -> Float:
    """|got - want| in LSB; infinite where a witness gives no number."""
    distance = np.abs(np.asarray(got, np.float64) - want) / t.lsb
    return np.where(np.isnan(distance), np.inf, distance)


def _differing_inputs(net: FixedNet, expected: Mapping[str, Float], got: Mapping[str, NDArray[Any]]) -> Int:
    """Indices of the inputs for which any output differs."""
    different = [np.asarray(got[name]) != expected[name] for name in net.graph.outputs]
    return np.flatnonzero(np.any([d.reshape(len(d), -1).any(axis=1) for d in different], axis=0))


def _overflowing(net: FixedNet, rng: np.random.Generator) -> Float:
    """Inputs that fill the whole range of the port, most of them far outside of what real jets take.

    The first half: uniform, with a random scale for each input. The rest: every feature at one end of its range, at
    the same end for all candidates in every second one, so that means over the candidates overflow too.
    """
    port, size = net.types[net.port.name], net.port.size
    low, high = (np.broadcast_to(bound, size) for bound in (port.low, port.high))
    half = OVERFLOW_SAMPLES // 2
    scale = 2.0 ** rng.integers(-4, 3, size=(half, *(1 for _ in size)))
    saturating = FixedPoint(port.signed, port.integer, port.fraction, "RND", "SAT")
    uniform = saturating.cast(rng.uniform(low, high, size=(half, *size)) * scale)
    ends = rng.integers(0, 2, size=(OVERFLOW_SAMPLES - half, *size))
    ends[::2] = ends[::2, :1]
    return np.concatenate([uniform, np.where(ends, high, low)])


def _one_candidate(jets: Float) -> Float:
    """Up to 1000 jets with only their leading candidate."""
    lone = np.zeros_like(jets[:1000])
    lone[:, :1] = jets[:1000, :1]
    return lone


def _refuse_constant(net: FixedNet, expected: Mapping[str, Float]) -> None:
    for name in net.graph.outputs:
        if len(expected[name]) == 0 or np.ptp(expected[name], axis=0).max() == 0:
            raise BackendError(f"output {name!r} is the same for every jet: a comparison would prove nothing")


def _refuse_without_overflow(net: FixedNet, x: Float) -> None:
    """The overflowing inputs must pass the range of some rounded tensor, if any input is known that does."""
    if not overflow.happens(net, x[:: overflow.STEP]) and len(overflow.corners(net)):
        raise BackendError("the overflowing inputs overflow nothing, though some would: a comparison would prove less")
