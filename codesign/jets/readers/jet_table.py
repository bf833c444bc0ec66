"""One chunk of a file as a table of jets, with every fault and repair counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from codesign.base.choice import scrambled
from codesign.errors import JetsError
from codesign.jets.classes import SPLITS
from codesign.jets.columns import COLUMNS
from codesign.jets.readers.candidates import Chunk
from codesign.jets.readers.events import jets_of_events, of_words
from codesign.jets.readers.labels import TWO_CLASSES, labels_of, meets
from codesign.jets.readers.quantise import NOT_FINITE, Quantised, Units, quantised
from codesign.jets.readers.source import Source
from codesign.jets.store import JetTable
from codesign.jets.words import FIELDS, SLOTS, pack

Policy = Literal["refuse", "repair", "drop"]
POLICIES: tuple[Policy, ...] = get_args(Policy)
UNITS: tuple[Units, ...] = get_args(Units)
SHARES = (0.8, 0.1, 0.1)  # of the events in training, validation and test jets
CUT, EMPTY = "jets outside the cuts of the source", "jets without candidates, left out"
UNSORTED = "jets whose candidates were not sorted by pT"
FAULTY = "jets with a fault, left out"
_LARGEST = 2.0**31 - 1
_GENERATED = ("gen_mass_gev", "gen_pt_gev")  # the data card shows them, 0 where they are unknown


@dataclass(frozen=True)
class Reading:
    """How a chunk is read. units: of a source whose unit must be given; slots: of a jet; faulty: as in a request.

    Of the split: is_test, whether all jets are for the test; test_is_given, whether files of test jets were named.
    """

    source: Source
    units: Units | None
    slots: int
    faulty: Policy
    is_test: bool
    test_is_given: bool


@dataclass(frozen=True, eq=False)
class Part:
    """The jets of one chunk and what was counted, as in `Imported`."""

    table: JetTable
    counts: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    totals: Counter[str] = field(default_factory=Counter)


def part_of(chunk: Chunk, reading: Reading, before: int, path: Path) -> Part:
    """The jets of one chunk of a file, without those that are cut. before: rows in the files before this one.

    Raises JetsError for a fault if `faulty` is refuse.
    """
    source = reading.source
    rows = f"rows {chunk.event[0]} to {chunk.event[-1]}"
    column = source.candidate.word
    whole = of_words(chunk, column) if column else quantised(source, chunk, reading.units)
    if source.cone is not None:
        chunk, whole = jets_of_events(source, source.cone, chunk, whole, reading.slots)
    label, twice = labels_of(source.classes, chunk.jets, len(chunk))
    scalars = {name: np.asarray(chunk.jets[q.column], np.float64) for name, q in source.jet.scalars.items()}
    axis = [np.asarray(chunk.jets[q.column], np.float64) for q in (source.jet.pt, source.jet.eta, source.jet.phi) if q]
    infinite = ~np.all([np.isfinite(values) for values in [*scalars.values(), *axis, np.zeros(len(chunk))]], axis=0)
    whole.faults[NOT_FINITE] += int(infinite.sum())
    whole.faults[TWO_CLASSES] += int(twice.sum())
    if reading.faulty == "refuse" and (fault := next((name for name in whole.faults if whole.faults[name]), None)):
        raise JetsError(
            f"{path}: {whole.faults[fault]:,} {fault}, in {rows}; give --faulty"
            " repair to mend them (docs/readers.md says how), or --faulty drop to leave their jets out"
        )
    counts = whole.counts
    words, filled, unsorted = _words(whole, len(chunk), reading.slots)
    stays = meets(source.cuts, chunk.jets, len(chunk))
    counts[CUT] += int((~stays).sum())
    counts[EMPTY] += int((stays & (filled == 0)).sum())
    stays &= filled > 0
    wrong = infinite | (whole.bad | twice if reading.faulty == "drop" else False)
    counts[FAULTY] += int((stays & wrong).sum())
    stays &= ~wrong
    counts[UNSORTED] += int((stays & unsorted).sum())
    event = _numbers_of(source.jet.event, chunk) if source.jet.event else before + chunk.event
    columns: dict[str, NDArray[Any]] = {name: whole.jets[name].astype(np.int16) for name in ("pt", "eta", "phi")}
    columns |= {
        "label": label,
        "event": event,
        "split": _split(event, reading.is_test, reading.test_is_given),
        "process": np.zeros(len(chunk), np.int16),
        "candidates": np.minimum(filled, np.iinfo(np.int16).max).astype(np.int16),
        **dict.fromkeys(_GENERATED, np.zeros(len(chunk), np.float32)),
        "puppi_mass_gev": whole.mass_gev.astype(np.float32),
        **{name: _stored(name, values) for name, values in scalars.items()},
    }
    return Part(JetTable(words, columns)[stays], counts, whole.faults, whole.totals)


def _stored(name: str, values: NDArray[np.float64]) -> NDArray[Any]:
    """A scalar of the source in the kind of number that a jets file has; a value below 0 means none."""
    known = name in COLUMNS and COLUMNS[name].kind == "integer"
    finite = np.clip(np.nan_to_num(values, posinf=0, neginf=0), -_LARGEST if known else 0, _LARGEST)
    return finite.astype(np.int32) if known else finite.astype(np.float32)


def _numbers_of(column: str, chunk: Chunk) -> NDArray[np.int64]:
    """(jets,) numbers of events. Raises JetsError if they are not integers."""
    values = chunk.jets[column]
    if values.dtype.kind not in "iu":
        raise JetsError(f"column {column} holds {values.dtype}, and numbers of events are integers")
    return values.astype(np.int64)


def _words(whole: Quantised, jets: int, slots: int) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.bool_]]:
    """(jets, slots in use) leading words, (jets,) number of candidates, (jets,) whether they were not sorted by pT."""
    jet_of, pt = whole.jet_of, whole.fields["pt"]
    filled, listed = whole.candidates, np.bincount(jet_of, minlength=jets)
    rising = (np.diff(pt) > 0) & (np.diff(jet_of) == 0)
    unsorted = np.bincount(jet_of[1:][rising], minlength=jets) > 0
    order = np.lexsort((-pt, jet_of))  # stable: candidates of equal pT keep their order, as in the firmware
    place = np.arange(len(order)) - np.repeat(np.cumsum(listed) - listed, listed)
    order, place = order[place < slots], place[place < slots]
    words = np.zeros((jets, min(slots, max(int(filled.max(initial=0)), SLOTS))), np.uint64)
    words[jet_of[order], place] = pack({name: whole.fields[name][order] for name in FIELDS})
    return words, filled, unsorted


def _split(event: NDArray[np.int64], is_test: bool, test_is_given: bool) -> NDArray[np.int8]:
    """(jets,) split of each, by a hash of its event, so that an event is in one split."""
    if is_test:
        return np.full(len(event), SPLITS.index("test"), np.int8)
    ends = np.cumsum(SHARES[:2]) / (sum(SHARES[:2]) if test_is_given else 1)
    place = (scrambled(event) >> np.uint64(11)).astype(np.float64) / 2**53
    return np.minimum(np.searchsorted(ends, place, side="right"), 1 if test_is_given else 2).astype(np.int8)
