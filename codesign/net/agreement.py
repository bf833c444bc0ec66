"""Compares each witness (framework, C simulation, RTL) bit for bit with the reference.

The exactness contract asks for equality on at least 10,000 inputs (real jets, topped up with random inputs where a file
holds fewer), on as many inputs that overflow inside the net, and on the corners of the port. A comparison that could
not fail, because it has no inputs or constant outputs, is refused. `codesign.runs.proof` reads the comparisons that a
run has stored.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from codesign.base.pace import Count, Tell, silent
from codesign.errors import BackendError, RunError
from codesign.net import overflow, reference
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint, Float, Int
from codesign.net.ops import Input

CONTRACT_INPUTS = 10_000  # the contract's minimum: real jets, topped up with random inputs
OVERFLOW_SAMPLES = 10_000
JETS, OTHER_JETS, REAL_JETS, FILLED, EDGE_WORDS = "jets", "other_jets", "real_jets", "filled", "edge words"
KINDS = {  # kind of inputs -> its title; REAL_JETS is for files that did not separate test jets from others
    JETS: "test jets",
    OTHER_JETS: "other jets",
    REAL_JETS: "jets, most of them test jets",
    FILLED: "random inputs, as there are no jets",
    "random": "random inputs",
    "overflow": "inputs that overflow inside",
    "zero": "all zero",
    "maximum": "all maximum",
    "minimum": "all minimum",
    "one_candidate": "one candidate only",
    EDGE_WORDS: "words at all edges",
}
TRACED = 100  # limit on the differing inputs that are traced to find the first tensor that differs

Witness = Callable[[Float], Mapping[str, NDArray[Any]]]


@dataclass(frozen=True)
class Agreement:
    """The comparison of one witness with the reference on one kind of inputs.

    samples, mismatches: number of output values compared, and of those that differ; worst_lsb: largest difference, in
    units of the output's last bit; first_tensor: earliest tensor that differs, among those that the witness exposes;
    decision_flips: number of inputs for which another output is the largest; count: number of inputs, None in files of
    earlier versions; made_from: digest of the firmware sources compared, None for the framework and in earlier files.
    Raises ValueError for a field of the wrong type and for numbers that contradict each other.
    """

    witness: str
    against: str
    inputs: str
    samples: int
    mismatches: int
    worst_lsb: float
    first_tensor: str | None
    decision_flips: int
    count: int | None = None
    made_from: str | None = None

    def __post_init__(self) -> None:
        for key in ("witness", "against", "inputs"):
            if not isinstance(getattr(self, key), str):
                raise ValueError(f"{key}: {getattr(self, key)!r} is not a text")
        if not isinstance(self.first_tensor, str | None):
            raise ValueError(f"first_tensor: {self.first_tensor!r} is not the name of a tensor")
        if not isinstance(self.made_from, str | None):
            raise ValueError(f"made_from: {self.made_from!r} is not the digest of firmware")
        for key in ("samples", "mismatches", "decision_flips", "count"):
            number = getattr(self, key)
            whole = isinstance(number, int) and not isinstance(number, bool) and number >= 0
            if not whole and not (key == "count" and number is None):
                raise ValueError(f"{key}: {number!r} is not a whole number of at least 0")
        if self.mismatches > self.samples:
            raise ValueError(f"mismatches: {self.mismatches} of {self.samples} samples")
        distance = self.worst_lsb
        if isinstance(distance, bool) or not isinstance(distance, int | float) or not distance >= 0:
            raise ValueError(f"worst_lsb: {distance!r} is not a number of at least 0")
        for key in ("worst_lsb", "decision_flips"):
            if getattr(self, key) and not self.mismatches:
                raise ValueError(f"{key}: {getattr(self, key)} although mismatches is 0")

    @property
    def exact(self) -> bool:
        """Whether at least one value was compared and all values are equal."""
        return self.samples > 0 and self.mismatches == 0

    def to_dict(self) -> dict[str, Any]:
        """Plain data for `agreement.json`; JSON has no infinity, so the distance of a NaN is the text "inf"."""
        return {**asdict(self), "worst_lsb": "inf" if math.isinf(self.worst_lsb) else self.worst_lsb}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Inverse of `to_dict`; RunError names the key that is missing, unknown or wrong."""
        if not isinstance(data, Mapping):
            raise RunError(f"{data!r} is not a comparison")
        names = [field.name for field in fields(cls)]
        if unknown := [key for key in data if key not in names]:
            raise RunError(f"{unknown[0]}: unknown key")
        if missing := [key for key in names if key not in data and key not in ("count", "made_from")]:
            raise RunError(f"{missing[0]}: missing")
        try:
            return cls(**{**data, "worst_lsb": math.inf if data["worst_lsb"] == "inf" else data["worst_lsb"]})
        except ValueError as error:
            raise RunError(str(error)) from None


def contract_inputs(net: FixedNet, sample: Mapping[str, Float], seed: int = 0) -> dict[str, Float]:
    """The exactness contract's inputs by kind, each (inputs, *port shape), all of the port's type.

    sample: kind -> inputs, real jets first, then the random inputs that top them up; see `_overflowing` for the inputs
    that overflow.
    """
    port = net.types[net.port.name]
    low, high = (np.broadcast_to(bound, net.port.size) for bound in (port.low, port.high))
    return {
        **sample,
        "overflow": overflow.reaching(net, _overflowing(net, np.random.default_rng(seed))),
        "zero": np.zeros((1, *net.port.size)),
        "maximum": high[None],
        "minimum": low[None],
        "one_candidate": _one_candidate(np.concatenate(list(sample.values()))),
    }


@dataclass(frozen=True, eq=False)
class Contract:
    """The exactness contract of a net: its inputs, and what the reference computes for them, once for all witnesses.

    sample: kind -> inputs (inputs, *port shape), real jets first, then the random inputs that top them up.
    """

    net: FixedNet
    sample: Mapping[str, Float]

    @cached_property
    def inputs(self) -> dict[str, Float]:
        """Kind -> (inputs, *port shape), all that `contract_inputs` lists."""
        return contract_inputs(self.net, self.sample)

    @cached_property
    def expected(self) -> dict[str, dict[str, Float]]:
        """Kind -> the reference's outputs by name; BackendError if a comparison with them would prove nothing."""
        expected = {kind: reference.run(self.net, x) for kind, x in self.inputs.items()}
        _refuse_constant(self.net, [expected[kind] for kind in self.sample])
        _refuse_without_overflow(self.net, self.inputs["overflow"])
        return expected

    def check(
        self, witness: str, compute: Witness, trace: Witness | None = None, tell: Tell = silent
    ) -> list[Agreement]:
        """Compares a witness with the reference on all inputs.

        compute: returns the witness's outputs by name for inputs (samples, *port shape); trace: the same with every
        tensor that the witness exposes, called only where outputs differ (`compute` if it is None).
        Raises BackendError for a comparison that would prove nothing.
        """
        tell(f"{witness}: choosing the contract's inputs and computing the expected outputs")
        net, inputs, expected = self.net, self.inputs, self.expected
        rows: list[Agreement] = []
        count = Count(tell, witness, sum(map(len, inputs.values())), "inputs run")
        for kind, x in inputs.items():
            count(sum(row.count or 0 for row in rows))
            row = compare(net, witness, kind, expected[kind], computed := compute(x))
            if not row.exact:
                some = _differing_inputs(net, expected[kind], computed)[:TRACED]
                traced = differing_tensors(net, reference.run(net, x[some], trace=True), (trace or compute)(x[some]))
                row = replace(row, first_tensor=next((name for name, _, _ in traced), row.first_tensor))
            rows.append(row)
        return rows


def unreached(net: FixedNet, seed: int = 0) -> str:
    """A note for the user if the inputs meant to overflow do not, although an overflow may be possible; else ""."""
    return overflow.note(net, _overflowing(net, np.random.default_rng(seed)))


def compare(
    net: FixedNet, witness: str, inputs: str, expected: Mapping[str, Float], computed: Mapping[str, NDArray[Any]]
) -> Agreement:
    """Compares one kind of inputs; BackendError if the witness lacks an output or gives it the wrong shape."""
    samples = mismatches = flips = 0
    count = len(expected[net.graph.outputs[0]])
    worst = 0.0
    for name in net.graph.outputs:
        want = expected[name]
        if name not in computed or computed[name].shape != want.shape:
            shape = computed[name].shape if name in computed else "nothing"
            raise BackendError(f"{witness} gives {shape} for output {name!r}, the reference {want.shape}")
        distance = _lsb_distance(net.types[name], want, computed[name])
        samples += want.size
        mismatches += int(np.count_nonzero(distance))
        worst = max(worst, float(distance.max(initial=0)))
        flips += int((want.argmax(axis=-1) != np.asarray(computed[name]).argmax(axis=-1)).sum())
    first = next((d[0] for d in differing_tensors(net, expected, computed)), None)
    return Agreement(witness, "reference", inputs, samples, mismatches, worst, first, flips, count)


def differing_tensors(
    net: FixedNet, expected: Mapping[str, Float], computed: Mapping[str, NDArray[Any]]
) -> list[tuple[str, int, float]]:
    """(name, differing elements, largest distance in LSB) of the tensors that differ, in the graph's order."""
    rows = []
    for op in net.graph.ops:
        if op.name in computed and op.name in expected and not isinstance(op, Input):
            values = np.asarray(computed[op.name], np.float64).reshape(expected[op.name].shape)
            distance = _lsb_distance(net.types[op.name], expected[op.name], values)
            if distance.any():
                rows.append((op.name, int(np.count_nonzero(distance)), float(distance.max())))
    return rows


def _lsb_distance(t: FixedPoint, want: Float, computed: NDArray[Any]) -> Float:
    """|got - want| in LSB; infinite where the witness gives a NaN."""
    distance = np.abs(np.asarray(computed, np.float64) - want) / t.lsb
    return np.where(np.isnan(distance), np.inf, distance)


def _differing_inputs(net: FixedNet, expected: Mapping[str, Float], computed: Mapping[str, NDArray[Any]]) -> Int:
    """Indices of the inputs for which any output differs."""
    different = [np.asarray(computed[name]) != expected[name] for name in net.graph.outputs]
    return np.flatnonzero(np.any([d.reshape(len(d), -1).any(axis=1) for d in different], axis=0))


def _overflowing(net: FixedNet, rng: np.random.Generator) -> Float:
    """Inputs over the whole range of the port, most of them far outside the range of real jets.

    The first half is uniform, with a random scale for each input. In the second half every feature is at one end of its
    range, and in every other input at the same end for all candidates, so that means over the candidates overflow too.
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


def _refuse_constant(net: FixedNet, expected: Sequence[Mapping[str, Float]]) -> None:
    for name in net.graph.outputs:
        values = np.concatenate([outputs[name] for outputs in expected])
        if len(values) == 0 or np.ptp(values, axis=0).max() == 0:
            raise BackendError(f"output {name!r} is the same for every jet: a comparison would prove nothing")


def _refuse_without_overflow(net: FixedNet, x: Float) -> None:
    """BackendError if the inputs x overflow no rounded tensor although the search finds inputs that do."""
    if not overflow.happens(net, x[:: overflow.STEP]) and len(overflow.corners(net)):
        raise BackendError("the inputs overflow nothing, although some could: a comparison would prove less")
