"""Particle types of the candidate word, from PDG numbers or from flags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.jets.readers.source import FLAGS, SIGNED, Particles

Int = NDArray[np.int64]
NO_TYPE = "candidates of no known type"
CHARGE = "candidates whose charge contradicts their type"
_NEUTRAL, _MINUS, _PLUS = (FLAGS[name] for name in ("neutral_hadron", "charged_hadron_minus", "charged_hadron_plus"))
PDG_BY_ID = np.array([130, 22, -211, 211, 11, -11, 13, -13])  # what particle flow writes for each `id` of the word
# PDG numbers of what lives long enough to reach a detector
_PDG = {int(number): kind for kind, number in enumerate(PDG_BY_ID)}
_PDG |= dict.fromkeys((310, 2112, -2112, 3122, -3122, 3322, -3322, 111), _NEUTRAL)
_PDG |= dict.fromkeys((321, 2212, 3222, -3112, -3312, -3334), _PLUS)
_PDG |= dict.fromkeys((-321, -2212, -3222, 3112, 3312, 3334), _MINUS)


def types_of(particles: Particles, columns: Mapping[str, NDArray[Any]]) -> tuple[Int, dict[str, NDArray[np.bool_]]]:
    """(candidates,) the `id` of the word of each, and fault -> (candidates,) which have it.

    A candidate of no known type becomes a hadron, of its charge if that is known; where charge and type contradict each
    other, the charge decides.
    """
    count = len(next(iter(columns.values())))
    if particles.word_id is not None:
        return _of_words(columns[particles.word_id])
    if particles.pdg is None and not particles.flags:
        return np.full(count, _NEUTRAL), {}
    charge = columns[particles.charge] if particles.charge else None
    if particles.pdg is not None:
        kinds, known = _of_pdg(particles, columns[particles.pdg])
    else:
        kinds, known = _of_flags(particles.flags, columns)
    faults = {NO_TYPE: ~known}
    if charge is None:
        return kinds, faults
    charged = np.asarray(kinds) >= _MINUS
    if particles.flags and (signed := [FLAGS[name] for name in particles.flags if name in SIGNED]):
        kinds = np.where(np.isin(kinds, signed) & (charge > 0), kinds | 1, kinds)
        contradicts = known & (charged & (charge == 0) | ~charged & (charge != 0))
    else:
        contradicts = known & (charged != (charge != 0)) | known & charged & ((kinds & 1 == 1) != (charge > 0))
    by_charge = np.where(charge == 0, _NEUTRAL, np.where(charge > 0, _PLUS, _MINUS))
    # electrons and muons of the wrong sign stay electrons and muons
    flipped = np.where(charged & (charge != 0), kinds & ~1 | (charge > 0), by_charge)
    kinds = np.where(known, np.where(contradicts, flipped, kinds), by_charge)
    return kinds.astype(np.int64), faults | {CHARGE: contradicts}


def _of_words(numbers: NDArray[Any]) -> tuple[Int, dict[str, NDArray[np.bool_]]]:
    known = np.isin(numbers, range(len(PDG_BY_ID)))
    return np.where(known, numbers, _NEUTRAL).astype(np.int64), {NO_TYPE: ~known}


def _of_pdg(particles: Particles, numbers: NDArray[Any]) -> tuple[Int, NDArray[np.bool_]]:
    table = _PDG | {number: FLAGS[name] for number, name in particles.pdg_types.items()}
    distinct, place = np.unique(numbers, return_inverse=True)
    kinds = np.array([table.get(int(number), -1) if np.isfinite(number) else -1 for number in distinct], np.int64)
    kinds = kinds[place]
    return np.where(kinds < 0, _NEUTRAL, kinds), kinds >= 0


def _of_flags(flags: Mapping[str, str], columns: Mapping[str, NDArray[Any]]) -> tuple[Int, NDArray[np.bool_]]:
    """The type of each candidate, and whether it is known: that is, whether exactly one flag is raised."""
    raised = np.stack([columns[column] > 0 for column in flags.values()])
    kinds = np.array([FLAGS[name] for name in flags], np.int64)[np.argmax(raised, axis=0)]
    known = raised.sum(axis=0) == 1
    return np.where(known, kinds, _NEUTRAL), known
