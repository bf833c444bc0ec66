"""The pT look-up tables of the CMS Level-1 correlator, in integers, bit for bit.

Re-implemented from the definitions in CMSSW, package L1Trigger/Phase2L1ParticleFlow:
`interface/common/inversion.h` (`invert_with_shift`), `interface/common/log.h` (`log_with_shift`), and the same
inversion inside `interface/jetmet/L1SeedConePFJetEmulator.h`.

Both work alike. A pT of type `ap_ufixed<14,12>` (0.25 GeV) is shifted left until its leading bit is 1; the bits
after that one address a table; the shift is undone on the entry. The emulator fills its tables in float32 and
truncates. No entry lies within float32 rounding of a multiple of its LSB other than exact ones, so the integer
arithmetic here gives the same entries (compared with a C++ program on the `ap_fixed` headers that come with
hls4ml: equal for all 16384 values of pT).
"""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.net.fixedpoint import FixedPoint

PT_BITS = 14
PT_FRACTION = 2  # pT LSB: 2**-2 GeV
INVERSE_ENTRIES = 1024
LOG_ENTRIES = 256

SEEDED_CONE_INVERSE = FixedPoint(0, -2, 20)  # ap_ufixed<18,-2>, `inv_pt_t` of L1SeedConePFJetEmulator.h
TAGGER_INVERSE = FixedPoint(0, 0, 14, overflow="SAT")  # ap_ufixed<14,0>, `inv_pt_t` of L1TSC4NGJetID.h
TAGGER_LOG = FixedPoint(0, 4, 10, overflow="SAT")  # ap_ufixed<14,4>, `log_pt_t` of L1TSC4NGJetID.h


def inverse_pt(pt: NDArray[np.integer[Any]], kind: FixedPoint) -> NDArray[np.int64]:
    """1/pT in 1/GeV, as integers in the LSB of `kind`, for hardware pT in [0, 2**14).

    Where the result does not fit, its high bits are lost, as in the emulator: the shift of an `ap_fixed` number
    neither saturates nor widens it. With ap_ufixed<18,-2> that is at 4 GeV and below, with ap_ufixed<14,0> at
    1 GeV and below; both give 0 for pT 0.
    """
    shift, address = _normalise(pt, INVERSE_ENTRIES)
    table = inverse_pt_table(kind)
    kept: NDArray[np.int64] = (table[address] << shift) & ((1 << int(kind.width)) - 1)
    return kept


def log_pt(pt: NDArray[np.integer[Any]]) -> NDArray[np.int64]:
    """Natural logarithm of pT in GeV, in the LSB of TAGGER_LOG (2**-10); 0 at 1 GeV and below."""
    shift, address = _normalise(pt, LOG_ENTRIES)
    log: NDArray[np.int64] = log_pt_table()[address] - log_of_shift()[shift]
    return log * (log > 0)


@cache
def inverse_pt_table(kind: FixedPoint) -> NDArray[np.int64]:
    """(1024,) inverses of the pT with leading bit 1 (2048 GeV and above), truncated to the LSB of `kind`."""
    pt = _normalised_pt(INVERSE_ENTRIES)
    return _frozen((1 << (int(kind.fraction) + PT_FRACTION)) // pt)


@cache
def log_pt_table() -> NDArray[np.int64]:
    """(256,) logarithms of the pT with leading bit 1, truncated to the LSB of TAGGER_LOG."""
    return _frozen(np.floor(np.log(_normalised_pt(LOG_ENTRIES) / (1 << PT_FRACTION)) / TAGGER_LOG.lsb))


@cache
def log_of_shift() -> NDArray[np.int64]:
    """(14,) logarithms of 2**shift, truncated like the table: the emulator's `log_power_table`."""
    return _frozen(np.floor(np.log(2.0 ** np.arange(PT_BITS)) / TAGGER_LOG.lsb))


def _normalised_pt(entries: int) -> NDArray[np.int64]:
    """The smallest hardware pT that addresses each entry."""
    top = 1 << (PT_BITS - 1)
    return top + np.arange(entries) * (top // entries)


def _normalise(pt: NDArray[np.integer[Any]], entries: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The left shift that brings the leading bit of pT to the top, and the table address of the bits below it."""
    pt = np.asarray(pt, np.int64)
    leading = np.maximum(np.frexp(pt)[1] - 1, 0)
    shift = (PT_BITS - 1 - leading).astype(np.int64)
    below_leading = (pt << shift) & ((1 << (PT_BITS - 1)) - 1)
    return shift, below_leading // ((1 << (PT_BITS - 1)) // entries)


def _frozen(values: NDArray[Any]) -> NDArray[np.int64]:
    table = values.astype(np.int64)
    table.flags.writeable = False
    return table
