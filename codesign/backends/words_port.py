"""The port of a design that starts from PUPPI words: 16 words and the jet's pT, eta and phi, as firmware delivers them.

The reference for the logic in front of the network is `codesign.jets.features.compute`. This module defines how words
are cut into the port's numbers, and on which words every backend is compared with the reference.

Each word becomes five numbers, in the order of its bits; the jet's three numbers follow after the last word:

    pt (14 bits), eta (12, signed), phi (11, signed), id (3), tail (21: bits 40 to 60, two overlaid sets of fields)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from codesign.errors import BackendError
from codesign.jets import features
from codesign.jets.words import FIELDS, HALF_TURN, SLOTS, Field
from codesign.net.agreement import EDGE_WORDS
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint, Float

TAIL_START = FIELDS["z0"].start
TAIL = Field(TAIL_START, FIELDS["quality"].start + FIELDS["quality"].width - TAIL_START)
PARTS = {**{name: FIELDS[name] for name in ("pt", "eta", "phi", "id")}, "tail": TAIL}
JET = {name: FIELDS[name] for name in ("pt", "eta", "phi")}  # a jet's fields are as wide as a candidate's

Int = NDArray[np.integer[Any]]


@dataclass(frozen=True, eq=False)
class Jets:
    """Jets as firmware sees them. words: (jets, 16) uint64; pt, eta, phi: (jets,) integers in hardware units."""

    words: NDArray[np.uint64]
    pt: Int
    eta: Int
    phi: Int

    def __len__(self) -> int:
        return len(self.words)

    @classmethod
    def joined(cls, *parts: Self) -> Self:
        """The jets of all parts, in the order given."""
        return cls(*(np.concatenate([getattr(p, name) for p in parts]) for name in ("words", "pt", "eta", "phi")))

    def at(self, rows: Int) -> Self:
        """The jets in these rows, in this order."""
        return type(self)(self.words[rows], self.pt[rows], self.eta[rows], self.phi[rows])

    def sorted(self) -> Self:
        """The same jets, each with its words in order of falling pT, as the correlator sends them."""
        return type(self)(features.sort_by_pt(self.words), self.pt, self.eta, self.phi)


@dataclass(frozen=True)
class WordsPort:
    """The features that the logic computes from the words, and the number of candidates.

    sorted_input: the words arrive in order of falling pT (equal pT in any fixed order), as from the correlator;
    otherwise a stable sort by pT is part of the logic.
    """

    feature_set: str = "cms20"
    candidates: int = SLOTS
    sorted_input: bool = True

    @property
    def elements(self) -> tuple[str, ...]:
        """Names of the port's numbers, in the order of their bits."""
        words = [f"word[{slot}].{part}" for slot in range(SLOTS) for part in PARTS]
        return (*words, *(f"jet.{name}" for name in JET))

    @property
    def type(self) -> FixedPoint:
        """The (elements,) types of the port's numbers, all of them integers, as one FixedPoint."""
        fields = [*list(PARTS.values()) * SLOTS, *JET.values()]
        return FixedPoint([int(f.signed) for f in fields], [f.width - f.signed for f in fields], [0] * len(fields))

    def values(self, jets: Jets) -> Float:
        """(jets, elements) the port's numbers."""
        parts = np.stack([_bits(jets.words, part) for part in PARTS.values()], axis=2)
        axis = np.stack([jets.pt, jets.eta, jets.phi], axis=1)
        return np.concatenate([parts.reshape(len(jets), -1), axis], axis=1).astype(np.float64)

    def features(self, jets: Jets) -> Float:
        """(jets, candidates, features) the network's inputs, from the reference of this logic.

        Raises BackendError if the port expects sorted words and these are not sorted.
        """
        if self.sorted_input and not np.array_equal(jets.words, jets.sorted().words):
            raise BackendError("a design with sorted_input got words that are not in falling pT; sort them first")
        made = features.compute(jets.words, jets.pt, jets.eta, jets.phi, self.feature_set, self.candidates)
        return made.as_float().astype(np.float64)

    def check_net(self, net: FixedNet) -> None:
        """Raises BackendError if the network's port has another shape, or its type does not hold these features."""
        made = features.types_of(features.features_of(self.feature_set))
        size = (self.candidates, *made.shape)
        port = net.types[net.port.name]
        if net.port.size != size or not port.contains(made):
            raise BackendError(
                f"the net reads {net.port.size} values of {port}, the words give {size} of {made};"
                f" name the features and candidates it was trained on, or start it from features"
            )

    def prepared(self, jets: Jets) -> Jets:
        """The jets as they arrive at the port: sorted if `sorted_input` is set."""
        return jets.sorted() if self.sorted_input else jets


def edge_jets(seed: int = 0) -> Jets:
    """Edge cases: every jet pT and candidate pT once, phi around its wrap, equal pT, empty slots, set spare bits."""
    rng = np.random.default_rng(seed)
    return Jets.joined(_every_pt(rng), _phi_ends(rng), _holes_and_ties(rng), _constant(), _every_kind(rng))


def contract_jets(real: Mapping[str, Jets]) -> dict[str, Jets]:
    """Kind -> jets on which a design that starts from words must equal the reference: real jets and all edge cases."""
    return {**real, EDGE_WORDS: edge_jets()}


def _bits(words: NDArray[np.uint64], field: Field) -> NDArray[np.int64]:
    bits = (words >> np.uint64(field.start) & np.uint64((1 << field.width) - 1)).astype(np.int64)
    return bits - ((bits > field.high) * (1 << field.width))


def _random_words(rng: np.random.Generator, jets: int) -> NDArray[np.uint64]:
    return rng.integers(0, 1 << 64, (jets, SLOTS), np.uint64)


def _with_field(words: NDArray[np.uint64], name: str, values: Int) -> NDArray[np.uint64]:
    field = FIELDS[name]
    ones = (1 << field.width) - 1
    kept = words & np.uint64(~(ones << field.start) & ((1 << 64) - 1))
    return kept | (np.asarray(values, np.int64) & ones).astype(np.uint64) << np.uint64(field.start)


def _random_axes(rng: np.random.Generator, words: NDArray[np.uint64]) -> Jets:
    pt, eta, phi = (rng.integers(field.low, field.high + 1, len(words)) for field in JET.values())
    return Jets(words, pt, eta, phi)


def _every_pt(rng: np.random.Generator) -> Jets:
    """Each jet pT with random words, and each candidate pT; spare bits are random too."""
    count = FIELDS["pt"].high + 1
    jet = _random_axes(rng, _random_words(rng, count))
    pt = rng.permutation(count).reshape(-1, SLOTS)
    candidate = _random_axes(rng, _with_field(_random_words(rng, len(pt)), "pt", pt))
    return Jets.joined(Jets(jet.words, np.arange(count), jet.eta, jet.phi), candidate)


def _phi_ends(rng: np.random.Generator) -> Jets:
    """Phi differences of both signs around half a turn, a full turn, and where the wrapped one leaves its type."""
    low, high = FIELDS["phi"].low, FIELDS["phi"].high
    axes = np.array([low, -HALF_TURN, -HALF_TURN + 1, -1, 0, 1, HALF_TURN - 1, HALF_TURN, high])
    ends = [end + step for end in (HALF_TURN, 511, 928, 2 * HALF_TURN) for step in (-1, 0, 1, 2)]
    differences = np.array([sign * end for sign in (-1, 1) for end in ends]).reshape(-1, SLOTS)
    axis, difference = (a.ravel() for a in np.meshgrid(np.arange(len(axes)), np.arange(len(differences))))
    phi = np.clip(axes[axis][:, None] + differences[difference], low, high)
    words = _with_field(_with_field(_random_words(rng, len(phi)), "phi", phi), "pt", np.full(phi.shape, 40))
    jets = _random_axes(rng, words)
    return Jets(words, jets.pt, jets.eta, axes[axis])


def _holes_and_ties(rng: np.random.Generator) -> Jets:
    """Slots with pT 0 but other bits set, between filled slots; pT has only a few values, so that many are equal."""
    pt = rng.choice([0, 0, 1, 4, 5, FIELDS["pt"].high], (2000, SLOTS))
    return _random_axes(rng, _with_field(_random_words(rng, len(pt)), "pt", pt))


def _constant() -> Jets:
    """Words of only zeros and only ones, each with all combinations of the limits of the jet's fields."""
    ends = np.array([[field.low, field.high] for field in JET.values()])
    pt, eta, phi = (np.tile(a.ravel(), 2) for a in np.meshgrid(*ends))
    words = np.zeros((len(pt), SLOTS), np.uint64)
    words[len(pt) // 2 :] = (1 << 64) - 1
    return Jets(words, pt, eta, phi)


def _every_kind(rng: np.random.Generator) -> Jets:
    """Each id with its tail bits all set, none set, and random."""
    kinds = np.tile(np.arange(FIELDS["id"].high + 1), (3, 2))
    tails = np.stack([np.full(SLOTS, -1), np.zeros(SLOTS, int), rng.integers(0, 1 << TAIL.width, SLOTS)])
    words = np.zeros(kinds.shape, np.uint64)
    for field, values in ((TAIL, tails), (FIELDS["id"], kinds), (FIELDS["pt"], rng.integers(1, 1000, kinds.shape))):
        ones = (1 << field.width) - 1
        words |= (values & ones).astype(np.uint64) << np.uint64(field.start)
    return _random_axes(rng, words)


def real_words(jets: Any) -> Jets:
    """The first 16 words of each jet in a `codesign.jets.store.JetTable`, as the correlator sends them."""
    return Jets(jets.words[:, :SLOTS], *(jets.scalar(name) for name in JET))
