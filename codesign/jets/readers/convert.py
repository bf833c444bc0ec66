"""Files of other programs into one jets file: in chunks, with every fault and repair counted."""

from __future__ import annotations

import glob
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from codesign.base.choice import scrambled
from codesign.base.pace import Count, Tell
from codesign.errors import JetsError, about
from codesign.jets.classes import SPLITS
from codesign.jets.columns import COLUMNS
from codesign.jets.readers import find
from codesign.jets.readers.candidates import Chunk, chunk_of
from codesign.jets.readers.containers import check_size, opened
from codesign.jets.readers.labels import TWO_CLASSES, labels_of, meets
from codesign.jets.readers.quantise import NOT_FINITE, Quantised, Units, check_saturated, quantised
from codesign.jets.readers.source import Source
from codesign.jets.store import JetFile, JetTable, save
from codesign.jets.words import FIELDS, SLOTS, pack

Policy = Literal["refuse", "repair", "drop"]
POLICIES: tuple[Policy, ...] = get_args(Policy)
UNITS: tuple[Units, ...] = get_args(Units)
CHUNK_BYTES = 100_000_000  # of the columns of a file that are read at a time
SHARES = (0.8, 0.1, 0.1)  # of the events in training, validation and test jets
CUT, EMPTY = "jets outside the cuts of the source", "jets without candidates, left out"
UNSORTED = "jets whose candidates were not sorted by pT"
FAULTY = "jets with a fault, left out"
_LARGEST = 2.0**31 - 1
_GENERATED = ("gen_mass_gev", "gen_pt_gev")  # the data card shows them, 0 where they are unknown


@dataclass(frozen=True)
class Request:
    """What to import and how. files, test_files: paths; the jets of test_files form the test split, all of them.

    source: how to read them, None to recognise it by their columns; units: of a source whose unit must be given;
    faulty: what to do with faults; candidates: slots of a jet, None for those of the source.
    """

    files: Sequence[Path]
    test_files: Sequence[Path] = ()
    source: Source | None = None
    units: Units | None = None
    faulty: Policy = "refuse"
    candidates: int | None = None


@dataclass(eq=False)
class Imported:
    """What was read. counts: repair or cut -> how often; faults: fault -> how often; classes: name -> jets.

    totals: the name of a saturation in `counts` -> number of values that it is counted among.
    """

    source: Source
    jets: int = 0
    rows: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    totals: Counter[str] = field(default_factory=Counter)
    classes: dict[str, int] = field(default_factory=dict)


def matching(patterns: Sequence[str]) -> list[Path]:
    """The files that paths and patterns with * name, in order. Raises JetsError for a pattern without any."""
    files: list[Path] = []
    for pattern in patterns:
        names = [pattern] if Path(pattern).exists() else sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207  # a pattern may be absolute
        if not names:
            raise JetsError(f"{pattern}: no such file; check the path")
        files += map(Path, names)
    return list(dict.fromkeys(files))


def import_jets(request: Request, output: Path, tell: Tell) -> Imported:
    """Reads files into a jets file at `output`, which is written whole or not at all; returns what was read.

    Raises JetsError, which names the file, for one that cannot be read, for columns that are missing or of another
    type, for files of different sources, for a fault if `faulty` is refuse, if most values of a column are beyond the
    range of the word, and if no jets are left.
    """
    files = [*request.files, *request.test_files]
    if output.exists() and any(output.samefile(path) for path in files):
        raise JetsError(f"{output} is one of the files to read; give another path to write to")
    source, rows = _source_and_rows(request, files)
    imported = Imported(source, rows=sum(rows))
    count = Count(tell, output.name, sum(rows), "rows")
    slots, done = request.candidates or source.candidates, 0
    parts: list[JetTable] = []
    for path, total in zip(files, rows, strict=True):
        with opened(path) as container, about(path):
            tree = find.tree_of(source, container)
            counts, totals = imported.counts.copy(), imported.totals.copy()
            for first, last in _ranges(total, container.bytes_of(tree, source.file_columns)):
                arrays = container.read(tree, source.file_columns, first, last)
                parts.append(_table(chunk_of(source, arrays, first), request, imported, slots, done, path))
                count(done + last)
            check_saturated(source, imported.counts - counts, imported.totals - totals)
        done += total
    if not sum(map(len, parts)):
        why = ", ".join(f"{number:,} {what}" for what, number in imported.counts.items() if number)
        raise JetsError(
            f"no jets are left of {imported.rows:,} rows in {files[0]}{' and others' * (len(files) > 1)}: {why}"
        )
    classes = list(dict.fromkeys(case.name for case in source.classes))
    scalars = {name: np.concatenate([part.scalars[name] for part in parts]) for name in parts[0].scalars}
    words = np.zeros((len(scalars["label"]), slots), np.uint64)
    end = len(words)
    while parts:  # from the last, so that a part is freed as soon as it is copied
        part = parts.pop().words
        words[end - len(part) : end, : part.shape[1]] = part
        end -= len(part)
    table = JetTable(words, scalars, {"classes": classes, "source": source.name})
    imported.jets = len(table)
    label = scalars["label"]
    imported.classes = {name: int((label == position).sum()) for position, name in enumerate(classes)}
    imported.classes["unlabelled"] = int((label < 0).sum())
    save(output, JetFile({source.table: table}, _manifest(imported, request)))
    return imported


def _source_and_rows(request: Request, files: Sequence[Path]) -> tuple[Source, list[int]]:
    """The one source of all files, and the rows of each; every file is opened before the first is read."""
    source, rows = request.source, []
    for path in files:
        with opened(path) as container:
            own = request.source or find.told_by(container)
            if source and own.name != source.name:
                raise JetsError(
                    f"{path} is of the source {own.name}, and {files[0]} of {source.name}; import them separately"
                )
            source = own
            tree = find.tree_of(source, container)
            check_size(container, tree, source.file_columns)
            rows.append(container.rows(tree, source.file_columns))
            if not rows[-1]:
                raise JetsError(f"{path} has no rows in {tree or 'its table'}; leave it out")
    if source is None:
        raise JetsError("no files to import; name at least one")
    return source, rows


def _ranges(rows: int, size: float) -> Iterator[tuple[int, int]]:
    """The first row of each chunk and the one after its last. size: of all rows in memory, in bytes."""
    step = max(int(CHUNK_BYTES * rows / max(size, 1)), 100)
    for first in range(0, rows, step):
        yield first, min(first + step, rows)


def _table(chunk: Chunk, request: Request, imported: Imported, slots: int, before: int, path: Path) -> JetTable:
    """The jets of one chunk, without those that are cut. before: rows in the files before this one."""
    source = imported.source
    whole = quantised(source, chunk, request.units)
    label, twice = labels_of(source.classes, chunk.jets, len(chunk))
    scalars = {name: np.asarray(chunk.jets[q.column], np.float64) for name, q in source.jet.scalars.items()}
    axis = [np.asarray(chunk.jets[q.column], np.float64) for q in (source.jet.pt, source.jet.eta, source.jet.phi) if q]
    infinite = ~np.all([np.isfinite(values) for values in [*scalars.values(), *axis, np.zeros(len(chunk))]], axis=0)
    whole.faults[NOT_FINITE] += int(infinite.sum())
    whole.faults[TWO_CLASSES] += int(twice.sum())
    imported.faults += whole.faults
    imported.counts += whole.counts
    imported.totals += whole.totals
    if request.faulty == "refuse" and (fault := next((name for name in whole.faults if whole.faults[name]), None)):
        raise JetsError(
            f"{path}: {whole.faults[fault]:,} {fault}, in rows {chunk.event[0]} to {chunk.event[-1]}; give --faulty"
            " repair to mend them (docs/readers.md says how), or --faulty drop to leave their jets out"
        )
    words, filled, unsorted = _words(whole, len(chunk), slots)
    stays = meets(source.cuts, chunk.jets, len(chunk))
    imported.counts[CUT] += int((~stays).sum())
    imported.counts[EMPTY] += int((stays & (filled == 0)).sum())
    stays &= filled > 0
    wrong = infinite | (whole.bad | twice if request.faulty == "drop" else False)
    imported.counts[FAULTY] += int((stays & wrong).sum())
    stays &= ~wrong
    imported.counts[UNSORTED] += int((stays & unsorted).sum())
    event = _numbers_of(source.jet.event, chunk) if source.jet.event else before + chunk.event
    columns: dict[str, NDArray[Any]] = {name: whole.jets[name].astype(np.int16) for name in ("pt", "eta", "phi")}
    columns |= {
        "label": label,
        "event": event,
        "split": _split(event, path in request.test_files, bool(request.test_files)),
        "process": np.zeros(len(chunk), np.int16),
        "candidates": np.minimum(filled, np.iinfo(np.int16).max).astype(np.int16),
        **dict.fromkeys(_GENERATED, np.zeros(len(chunk), np.float32)),
        "puppi_mass_gev": whole.mass_gev.astype(np.float32),
        **{name: _stored(name, values) for name, values in scalars.items()},
    }
    return JetTable(words, columns)[stays]


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
    filled = np.bincount(jet_of, minlength=jets)
    rising = (np.diff(pt) > 0) & (np.diff(jet_of) == 0)
    unsorted = np.bincount(jet_of[1:][rising], minlength=jets) > 0
    order = np.lexsort((-pt, jet_of))  # stable: candidates of equal pT keep their order, as in the firmware
    place = np.arange(len(order)) - np.repeat(np.cumsum(filled) - filled, filled)
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


def _manifest(imported: Imported, request: Request) -> dict[str, Any]:
    from codesign import __version__

    return {
        "versions": {"codesign": __version__},
        "processes": [imported.source.name],
        "source": {
            "name": imported.source.name,
            "files": [path.name for path in request.files],
            "test_files": [path.name for path in request.test_files],
            "units": request.units,
            "faulty": request.faulty,
            "repairs": {name: count for name, count in imported.counts.items() if count},
            "faults": {name: count for name, count in imported.faults.items() if count},
            "lost": imported.source.lost,
        },
    }
