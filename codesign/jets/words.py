"""The 64-bit PUPPI candidate word of the Phase-2 Level-1 correlator.

Fields in hardware integers, least significant bit first (CMSSW
`DataFormats/L1TParticleFlow/interface/puppi.h`):

    bits   0-13   pt            0.25 GeV
    bits  14-25   eta           pi/720, signed, global
    bits  26-36   phi           pi/720, signed, global
    bits  37-39   id            0 neutral hadron, 1 photon, 2 h-, 3 h+, 4 e-, 5 e+, 6 mu-, 7 mu+
  charged (id 2 to 7)
    bits  40-49   z0            0.05 cm, signed
    bits  50-57   dxy           sqrt(abs(d0) in cm) in steps of 1/64
    bits  58-60   quality       track quality
  neutral (id 0 and 1)
    bits  40-48   puppi_weight  1/256
    bits  49-54   emid          electromagnetic identification bits

An empty slot is the word 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.errors import JetsError

SLOTS = 16  # candidates of a jet that reach the taggers' firmware; a jets file keeps as many or more
PT_LSB_GEV = 0.25
ANGLE_LSB = np.pi / 720
Z0_LSB_CM = 0.05
HALF_TURN = 720  # phi runs over [-720, 720) once wrapped
FIRST_CHARGED_ID = 2


@dataclass(frozen=True)
class Field:
    """A bit field of the word; `charged` is None where both kinds of candidate carry it."""

    start: int
    width: int
    signed: bool = False
    charged: bool | None = None

    @property
    def low(self) -> int:
        return -(1 << (self.width - 1)) if self.signed else 0

    @property
    def high(self) -> int:
        return (1 << (self.width - self.signed)) - 1


FIELDS = {
    "pt": Field(0, 14),
    "eta": Field(14, 12, signed=True),
    "phi": Field(26, 11, signed=True),
    "id": Field(37, 3),
    "z0": Field(40, 10, signed=True, charged=True),
    "dxy": Field(50, 8, charged=True),
    "quality": Field(58, 3, charged=True),
    "puppi_weight": Field(40, 9, charged=False),
    "emid": Field(49, 6, charged=False),
}

WORD_BITS = max(field.start + field.width for field in FIELDS.values())  # that carry a field; those above are free


def pack(fields: Mapping[str, NDArray[np.integer[Any]]]) -> NDArray[np.uint64]:
    """Words of the candidates whose nine hardware integers are given, in arrays of one shape.

    A neutral candidate must have 0 in the fields of charged ones and the other way round, because the word has no
    place for them. Raises JetsError if it does not, and for a missing or unknown field, a shape or type that does not
    fit, or a value outside its bits.
    """
    if set(fields) != set(FIELDS):
        raise JetsError(
            f"a PUPPI word needs the fields {', '.join(FIELDS)}; "
            f"missing: {sorted(set(FIELDS) - set(fields))}, unknown: {sorted(set(fields) - set(FIELDS))}"
        )
    charged = np.asarray(fields["id"]) >= FIRST_CHARGED_ID
    words = np.zeros(charged.shape, np.uint64)
    for name, field in FIELDS.items():
        values = _checked(name, field, np.asarray(fields[name]), charged)
        words |= (values & ((1 << field.width) - 1)).astype(np.uint64) << np.uint64(field.start)
    return words


def unpack(words: NDArray[np.uint64]) -> dict[str, NDArray[np.int64]]:
    """The nine hardware integers of each word, in the shape of `words`; 0 where a kind lacks the field."""
    charged = unpack_field(words, "id") >= FIRST_CHARGED_ID
    return {
        name: unpack_field(words, name)
        if field.charged is None
        else np.where(charged == field.charged, unpack_field(words, name), 0)
        for name, field in FIELDS.items()
    }


def unpack_field(words: NDArray[np.uint64], name: str) -> NDArray[np.int64]:
    """The bits of one field as integers, whatever the kind of candidate."""
    field = FIELDS[name]
    bits = np.asarray(words, np.uint64) >> np.uint64(field.start) & np.uint64((1 << field.width) - 1)
    values = bits.astype(np.int64)
    return values - ((values > field.high) * (1 << field.width)) if field.signed else values


def _checked(
    name: str, field: Field, values: NDArray[np.integer[Any]], charged: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """The values as int64 once they are known to fit the field and to belong to the right candidates."""
    if not np.issubdtype(values.dtype, np.integer):
        raise JetsError(f"field {name} of a PUPPI word must be integers, not {values.dtype}; quantise it first")
    if values.shape != charged.shape:
        raise JetsError(f"field {name} of a PUPPI word has shape {values.shape}, field id has {charged.shape}")
    bad = (values < field.low) | (values > field.high)
    if bad.any():
        raise JetsError(
            f"field {name} of a PUPPI word is {values[bad][0]}, outside [{field.low}, {field.high}] "
            f"({bad.sum()} such values); saturate or wrap it before packing"
        )
    if field.charged is not None:
        bad = (values != 0) & (charged != field.charged)
        if bad.any():
            kind = "neutral" if field.charged else "charged"
            raise JetsError(f"field {name} is {values[bad][0]} on a {kind} candidate ({bad.sum()} such); set it to 0")
    return values.astype(np.int64)
