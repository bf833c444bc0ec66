"""The logic from PUPPI words to a network's port, as symbolic arithmetic that alkaid turns into RTL.

`codesign.jets.features` is the reference; each feature has its counterpart here, by the same name, made of what
hardware has: slices of bits, tables, multiplexers and adders. They are compared whenever a design is written.

All numbers are integers m in hardware units until the last line of `network_inputs`; an empty slot becomes zeros.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from alkaid.trace import FVariable, FVArray, trace
from alkaid.types import CombLogic

from codesign.backends.rtl import HARDWARE
from codesign.backends.words_bits import any_bit, bits, join, one_of, where
from codesign.backends.words_port import PARTS, TAIL, WordsPort
from codesign.backends.words_sort import sort_by_pt
from codesign.fixedpoint import Float
from codesign.jets import features, tables
from codesign.jets.words import FIELDS, FIRST_CHARGED_ID, HALF_TURN, SLOTS

PT_BITS = tables.PT_BITS
_SHIFT_BITS = 4  # of the shift that brings the leading bit of pT to the top; 15 for pT 0
_MANTISSA_BITS = 4  # of the inverse of a pT with leading bit 1: 4 to 8


@dataclass(frozen=True, eq=False)
class Axis:
    """The jet. inverse_bits: those of 1/pT before the shift is undone; inverse_shift: the bits of that shift."""

    eta: FVariable
    phi: FVariable
    inverse_bits: Sequence[FVariable]
    inverse_shift: Sequence[FVariable]


@dataclass(frozen=True, eq=False)
class Candidate:
    """One word's parts; filled: 1 where the slot holds a candidate."""

    pt: FVariable
    eta: FVariable
    phi: FVariable
    id: FVariable
    tail: FVariable
    filled: FVariable

    def by_id(self, of_id: Callable[[int], float]) -> FVariable:
        """A table of the id, 0 for an empty slot."""
        return (self.filled * 8 + self.id).lookup(np.array([0.0] * 8 + [float(of_id(code)) for code in range(8)]))

    def tail_field(self, name: str) -> FVariable:
        """A field of the bits that two kinds of candidates share, 0 where this kind lacks it."""
        field = FIELDS[name]
        raw = bits(self.tail, field.start - TAIL.start, field.width)
        value = raw.quantize(1, field.width - 1, 0) if field.signed else raw
        return where(self.by_id(lambda code: (code >= FIRST_CHARGED_ID) == field.charged), value)


def trace_features(port: WordsPort) -> CombLogic:
    """The logic that makes the features, without a network behind it."""
    t = port.type
    x = FVArray.from_kif(t.signed, t.integer, t.fraction, HARDWARE, solver_options={}).as_new()
    return trace(x, np.asarray(network_inputs(port, x)).ravel())


def network_inputs(port: WordsPort, x: FVArray) -> FVArray:
    """(candidates, features) what the network reads, from the (elements,) numbers that enter."""
    chosen = features.features_of(port.feature_set)
    values = np.asarray(x)
    words = values[: SLOTS * len(PARTS)].reshape(SLOTS, len(PARTS))
    if not port.sorted_input:
        words = sort_by_pt(words, port.candidates)
    axis = _axis(*values[SLOTS * len(PARTS) :])
    made = np.empty((port.candidates, len(chosen)), object)
    for slot in range(port.candidates):
        candidate = _candidate(*words[slot])
        for column, feature in enumerate(chosen):
            low, high = features.integer_range(feature.type)
            m = COMPUTE[feature.name](candidate, axis)
            made[slot, column] = m.max_of(float(low)).min_of(float(high)) * float(feature.type.lsb)
    return FVArray(made, x.solver_options, hwconf=x.hwconf)


def _pt_rel(c: Candidate, axis: Axis) -> FVariable:
    """pt * (mantissa << shift) >> dropped: partial products, a barrel shifter; nothing is multiplied."""
    terms = [where(bit, c.pt) * float(1 << n) for n, bit in enumerate(axis.inverse_bits)]
    top = terms.pop()  # of a mantissa of 8, which has no other bits
    product = (terms[0] + terms[1]) + one_of(terms[2], top)
    for n, bit in enumerate(axis.inverse_shift):
        product = bit.msb_mux(product * float(1 << (1 << n)), product)
    return bits(product, features.PT_REL_DROPPED, sum(product.kif) - features.PT_REL_DROPPED)


def _pt_log(c: Candidate, axis: Axis) -> FVariable:
    normal, shift = _normalise(c.pt)
    log = _address(normal, tables.LOG_ENTRIES).lookup(tables.log_pt_table().astype(np.float64))
    return (log - join(shift).lookup(_log_of_shift())).max_of(0.0)


def _deta(c: Candidate, axis: Axis) -> FVariable:
    return where(c.filled, axis.eta - c.eta)


def _dphi(c: Candidate, axis: Axis) -> FVariable:
    turn, d = 2.0 * HALF_TURN, c.phi - axis.phi
    above, below = (HALF_TURN - d).is_negative(), (d + HALF_TURN).is_negative()
    return where(c.filled, above.msb_mux(d - turn, below.msb_mux(d + turn, d)))


def _tail(name: str) -> Callable[[Candidate, Axis], FVariable]:
    return lambda c, axis: c.tail_field(name)


def _has_id(name: str) -> Callable[[Candidate, Axis], FVariable]:
    return lambda c, axis: c.by_id(lambda code: code == features.ID_OF_FLAG[name])


COMPUTE: dict[str, Callable[[Candidate, Axis], FVariable]] = {
    "pt": lambda c, axis: c.pt,
    "pt_rel": _pt_rel,
    "pt_log": _pt_log,
    "deta": _deta,
    "dphi": _dphi,
    "mass": lambda c, axis: c.by_id(lambda code: float(features.MASS_BY_ID[code])),
    "isfilled": lambda c, axis: c.filled,
    **{name: _has_id(name) for name in features.ID_OF_FLAG},
    **{name: _tail(name) for name in ("z0", "dxy", "puppi_weight", "emid", "quality")},
}


def _candidate(pt: FVariable, eta: FVariable, phi: FVariable, code: FVariable, tail: FVariable) -> Candidate:
    return Candidate(pt, eta, phi, code, tail, filled=any_bit(pt))


def _axis(pt: FVariable, eta: FVariable, phi: FVariable) -> Axis:
    normal, shift = _normalise(pt)
    mantissa = _address(normal, tables.INVERSE_ENTRIES).lookup(_inverse_table())
    kept = [join(shift).lookup(_fits(n)) for n in range(_MANTISSA_BITS)]
    return Axis(eta, phi, [where(fits, bits(mantissa, n, 1)) for n, fits in enumerate(kept)], shift)


def _normalise(pt: FVariable) -> tuple[FVariable, list[FVariable]]:
    """pT with its leading bit at the top, and the bits of the shift that brought it there, lowest first."""
    shift: list[FVariable] = []
    for n in reversed(range(_SHIFT_BITS)):
        distance = 1 << n
        high = any_bit(bits(pt, PT_BITS - distance, distance))
        pt = high.msb_mux(pt, bits(pt, 0, PT_BITS - distance) * float(1 << distance))
        shift.insert(0, ~high)
    return pt, shift


def _address(normal: FVariable, entries: int) -> FVariable:
    """The bits below the leading one."""
    width = entries.bit_length() - 1
    return bits(normal, PT_BITS - 1 - width, width)


def _inverse_table() -> Float:
    return tables.inverse_pt_table(tables.TAGGER_INVERSE).astype(np.float64)


def _fits(bit: int) -> Float:
    """For each shift, whether a bit of the mantissa stays inside the inverse's type."""
    width = int(tables.TAGGER_INVERSE.width)
    return np.array([float(bit + shift < width) for shift in range(1 << _SHIFT_BITS)])


def _log_of_shift() -> Float:
    """Past the largest shift of a filled slot: large enough that the logarithm becomes 0."""
    known = tables.log_of_shift()
    return np.pad(known, (0, (1 << _SHIFT_BITS) - len(known)), constant_values=known[-1] * 2).astype(np.float64)
