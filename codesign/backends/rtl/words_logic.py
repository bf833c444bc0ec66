"""The logic from PUPPI words to a network's port, as symbolic arithmetic that alkaid turns into RTL.

`codesign.jets.features` is the reference; each feature has a counterpart of the same name here, built from hardware
elements: slices of bits, tables, multiplexers and adders. They are compared whenever a design is written.

All numbers are integers m in hardware units up to the last step of `network_inputs`; an empty slot becomes zeros.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from alkaid.trace import FVariable, FVArray, trace
from alkaid.types import CombLogic

from codesign.backends.rtl.bits import any_bit, at_least, bits, join, one_of, opposite, saturated, table, where
from codesign.backends.rtl.convert import HARDWARE
from codesign.backends.rtl.words_sort import sort_by_pt
from codesign.backends.words_port import PARTS, TAIL, WordsPort
from codesign.jets import features, tables
from codesign.jets.features import Feature
from codesign.jets.words import FIELDS, FIRST_CHARGED_ID, HALF_TURN, SLOTS
from codesign.net.fixedpoint import Float, Int

PT_BITS = tables.PT_BITS
_SHIFT_BITS = 4  # width of the shift that moves the leading bit of pT to the top; the shift is 15 for pT 0
_SMALL_BITS = 3  # width of the small pT values whose inverse does not fit its type
_PRODUCT_BITS = tables.PT_BITS + int(tables.TAGGER_INVERSE.width)
_DIGITS = ((7, 8), (4, 5, 6), (6,), (1, 5, 7), (7,))  # mantissas with an 8, a 4, a 2, a 1 or -1, and a -1 as summand


@dataclass(frozen=True, eq=False)
class Mantissa:
    """A number from 0 to 8 as flags for its summands 8, 4, 2 and 1; minus_1 turns the summand 1 into -1."""

    plus_8: FVariable
    plus_4: FVariable
    plus_2: FVariable
    one: FVariable
    minus_1: FVariable


@dataclass(frozen=True, eq=False)
class Axis:
    """The jet. 1/pT is `inverse` shifted left by the number with the bits `inverse_shift`, lowest first."""

    eta: FVariable
    phi: FVariable
    inverse: Mantissa
    inverse_shift: Sequence[FVariable]


@dataclass(frozen=True, eq=False)
class Candidate:
    """The parts of one word. filled: 1 if the slot holds a candidate."""

    pt: FVariable
    eta: FVariable
    phi: FVariable
    id: FVariable
    tail: FVariable
    filled: FVariable

    def by_id(self, of_id: Callable[[int], float]) -> FVariable:
        """The value of `of_id` for the candidate's id, from a table; 0 for an empty slot."""
        return (self.id + self.filled * 8.0).lookup(np.array([0.0] * 8 + [float(of_id(code)) for code in range(8)]))

    def tail_field(self, name: str) -> FVariable:
        """A field of the tail, whose bits charged and neutral candidates share; 0 if this kind lacks the field."""
        field = FIELDS[name]
        raw = bits(self.tail, field.start - TAIL.start, field.width)
        value = raw.quantize(1, field.width - 1, 0) if field.signed else raw
        return where(self.by_id(lambda code: (code >= FIRST_CHARGED_ID) == field.charged), value)


def trace_features(port: WordsPort, only: Sequence[Feature] = ()) -> CombLogic:
    """The logic that computes the features, or just those in `only`, without a network behind it."""
    t = port.type
    x = FVArray.from_kif(t.signed, t.integer, t.fraction, HARDWARE, solver_options={}).as_new()
    return trace(x, np.asarray(network_inputs(port, x, only)).ravel())


def network_inputs(port: WordsPort, x: FVArray, only: Sequence[Feature] = ()) -> FVArray:
    """(candidates, features) the network's inputs, or `only` some, from x: (elements,) the port's numbers."""
    chosen = only or features.features_of(port.feature_set)
    values = np.asarray(x)
    words = values[: SLOTS * len(PARTS)].reshape(SLOTS, len(PARTS))
    if not port.sorted_input:
        words = sort_by_pt(words, port.candidates)
    axis = _axis(*values[SLOTS * len(PARTS) :])
    made = np.empty((port.candidates, len(chosen)), object)
    for slot in range(port.candidates):
        candidate = _candidate(*words[slot])
        for column, feature in enumerate(chosen):
            m = saturated(COMPUTE[feature.name](candidate, axis), feature.type)
            made[slot, column] = m * float(feature.type.lsb)
    return FVArray(made, x.solver_options, hwconf=x.hwconf)


def _pt_rel(c: Candidate, axis: Axis) -> FVariable:
    """pt * 1/jet pt with one adder, as the mantissa of 1/pT has at most two summands; uses -x = not(x) + 1."""
    d, pt = axis.inverse, c.pt
    for n, bit in reversed(list(enumerate(axis.inverse_shift))):  # the highest bit is known first
        pt = bit.msb_mux(pt * float(1 << (1 << n)), pt)
    one, two, four, eight = (bits(pt, 0, _PRODUCT_BITS - n) * float(1 << n) for n in range(4))
    larger = d.minus_1 + one_of(where(d.plus_8, eight), where(d.plus_4, four))
    smaller = one_of(where(d.plus_2, two), where(d.one, one)) ^ -d.minus_1
    return bits(larger + smaller, features.PT_REL_DROPPED, _PRODUCT_BITS - features.PT_REL_DROPPED)


def _pt_log(c: Candidate, axis: Axis) -> FVariable:
    normal, shift = _normalise(c.pt)
    log = _address(normal, tables.LOG_ENTRIES).lookup(tables.log_pt_table().astype(np.float64))
    return (log - join(shift).lookup(_log_of_shift())).max_of(0.0)


def _deta(c: Candidate, axis: Axis) -> FVariable:
    return saturated(axis.eta - c.eta, features.FEATURES["deta"].type, c.filled)


def _dphi(c: Candidate, axis: Axis) -> FVariable:
    """Half a turn is 720; one adder takes a whole turn away or adds it, whose low bits are 0."""
    d = c.phi - axis.phi
    above, below = at_least(d, HALF_TURN + 1), opposite(at_least(d, -HALF_TURN))
    turn = table([above, below], lambda down, up: 2 * HALF_TURN * (up - down))
    wrapped = (d + turn).quantize(1, HALF_TURN.bit_length(), 0)
    return saturated(wrapped, features.FEATURES["dphi"].type, c.filled)


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
    """The jet, with its mantissa from a table of the leading bits; small pT, whose inverse loses bits, has its own."""
    normal, shift = _normalise(pt)
    small = ~any_bit(bits(pt, _SMALL_BITS, PT_BITS - _SMALL_BITS))
    address, few = _address(normal, tables.INVERSE_ENTRIES), bits(pt, 0, _SMALL_BITS)
    large, exact = tables.inverse_pt_table(tables.TAGGER_INVERSE), _small_mantissas()
    flags = [small.msb_mux(few.lookup(_flag(exact, d)), address.lookup(_flag(large, d))) for d in range(len(_DIGITS))]
    return Axis(eta, phi, Mantissa(*flags), shift)


def _small_mantissas() -> Int:
    """The mantissas for pT below 2**_SMALL_BITS: only the part that is inside the inverse's type after the shift."""
    pt = np.arange(1 << _SMALL_BITS)
    kept = tables.inverse_pt(pt, tables.TAGGER_INVERSE)
    return np.array([int(m) >> PT_BITS - max(int(p).bit_length(), 1) for p, m in zip(pt, kept, strict=True)])


def _flag(mantissas: Int, digit: int) -> Float:
    """For each mantissa, 1.0 if it has the digit, else 0.0."""
    return np.isin(mantissas, _DIGITS[digit]).astype(np.float64)


def _normalise(pt: FVariable) -> tuple[FVariable, list[FVariable]]:
    """pT shifted left until its leading bit is at the top, and the bits of that shift, lowest first."""
    shift: list[FVariable] = []
    for n in reversed(range(_SHIFT_BITS)):
        distance = 1 << n
        high = any_bit(bits(pt, PT_BITS - distance, distance))
        pt = high.msb_mux(pt, bits(pt, 0, PT_BITS - distance) * float(1 << distance))
        shift.insert(0, ~high)
    return pt, shift


def _address(normal: FVariable, entries: int) -> FVariable:
    """The address in a table of `entries`: the bits below the leading one of a normalised pT."""
    width = entries.bit_length() - 1
    return bits(normal, PT_BITS - 1 - width, width)


def _log_of_shift() -> Float:
    """The table of shifts, padded beyond the largest shift of a filled slot so that the logarithm becomes 0."""
    known = tables.log_of_shift()
    return np.pad(known, (0, (1 << _SHIFT_BITS) - len(known)), constant_values=known[-1] * 2).astype(np.float64)
