"""Files of other programs into one jets file: in chunks, with every fault and repair counted."""

from __future__ import annotations

import glob
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.base.pace import Count, Tell
from codesign.errors import JetsError, about
from codesign.jets.readers import find
from codesign.jets.readers.candidates import chunk_of
from codesign.jets.readers.container import Container
from codesign.jets.readers.containers import check_size, opened
from codesign.jets.readers.jet_table import Part, Policy, Reading, part_of
from codesign.jets.readers.parts import Parts, resumed
from codesign.jets.readers.quantise import Units, check_saturated
from codesign.jets.readers.source import Source, Table
from codesign.jets.store import JetFile, JetTable, save

CHUNK_BYTES = 100_000_000  # of the columns of a file that are read at a time


@dataclass(frozen=True)
class Request:
    """What to import and how. files, test_files: paths; the jets of test_files form the test split, all of them.

    source: how to read them, None to recognise it by their columns; units: of a source whose unit must be given;
    faulty: what to do with faults; candidates: slots of a jet, None for those of the source; table: for files of whole
    events, None for that of the source.
    """

    files: Sequence[Path]
    test_files: Sequence[Path] = ()
    source: Source | None = None
    units: Units | None = None
    faulty: Policy = "refuse"
    candidates: int | None = None
    table: Table | None = None


@dataclass(frozen=True)
class Piece:
    """Rows first to last - 1 of a tree of a file. before: rows in the files before this one."""

    path: Path
    tree: str
    first: int
    last: int
    before: int


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

    def add(self, part: Part) -> None:
        """Adds what was counted in a chunk."""
        self.jets += len(part.table)
        self.counts += part.counts
        self.faults += part.faults
        self.totals += part.totals


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
    range of the word, and if no jets are left; RunError if another process is importing to `output`. After Ctrl-C or a
    kill, the same call goes on where this one stopped.
    """
    files = [*request.files, *request.test_files]
    if output.exists() and any(output.samefile(path) for path in files):
        raise JetsError(f"{output} is one of the files to read; give another path to write to")
    source, pieces = _plan(request, files)
    imported = Imported(source, rows=sum(piece.last - piece.first for piece in pieces))
    with resumed(output, _fingerprint(request, source), len(pieces), tell) as parts:
        _read(request, imported, pieces, parts, Count(tell, output.name, imported.rows, "rows"))
        table = _joined(request, imported, pieces, parts)
        save(output, JetFile({source.table: table}, _manifest(imported, request)))
    return imported


def _plan(request: Request, files: Sequence[Path]) -> tuple[Source, list[Piece]]:
    """The one source of all files, and the chunks to read; every file is opened before the first is read."""
    source, pieces, before = request.source, [], 0
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
            if not (rows := container.rows(tree, source.file_columns)):
                raise JetsError(f"{path} has no rows in {tree or 'its table'}; leave it out")
            size = container.bytes_of(tree, source.file_columns) * source.growth
            pieces += [Piece(path, tree, first, last, before) for first, last in _ranges(rows, size)]
            before += rows
    if source is None:
        raise JetsError("no files to import; name at least one")
    if request.table and source.cone is None and request.table != source.table:
        raise JetsError(
            f"--table {request.table}: files of {source.name} hold jets of {source.table}; a table is chosen for"
            " files of whole events only"
        )
    return source.model_copy(update={"table": request.table or source.table}), pieces


def _ranges(rows: int, size: float) -> Iterator[tuple[int, int]]:
    """The first row of each chunk and the one after its last. size: of all rows in memory, in bytes."""
    step = max(int(CHUNK_BYTES * rows / max(size, 1)), 100)
    for first in range(0, rows, step):
        yield first, min(first + step, rows)


def _fingerprint(request: Request, source: Source) -> str:
    """All that decides what the chunks of an import hold."""
    from codesign import __version__

    files = [[state_of(path) for path in paths] for paths in (request.files, request.test_files)]
    options = (request.units, request.faulty, request.candidates, CHUNK_BYTES, __version__)
    return hashlib.sha256(f"{files} {options} {source.model_dump_json()}".encode()).hexdigest()


def state_of(path: Path) -> str:
    """A text that changes when a file does: its path, size and time."""
    status = path.stat()
    return f"{path.resolve()} {status.st_size} {status.st_mtime_ns}"


def _read(request: Request, imported: Imported, pieces: Sequence[Piece], parts: Parts, count: Count) -> None:
    """Reads the chunks that are not there yet, and adds up what was counted; raises JetsError for a faulty file."""
    source, tests = imported.source, set(request.test_files)
    slots = request.candidates or source.candidates
    numbered = list(enumerate(pieces))
    for path, of_file in groupby(numbered, lambda item: item[1].path):
        options = Reading(source, request.units, slots, request.faulty, path in tests, bool(tests))
        counts, totals = imported.counts.copy(), imported.totals.copy()
        with ExitStack() as stack:
            stack.enter_context(about(path))
            container: Container | None = None
            for number, piece in of_file:
                part = parts.get(number)
                if part is None:
                    container = container or stack.enter_context(opened(path))
                    arrays = container.read(piece.tree, source.file_columns, piece.first, piece.last)
                    part = part_of(chunk_of(source, arrays, piece.first), options, piece.before, path)
                    parts.put(number, part)
                imported.add(part)
                count(piece.before + piece.last)
            check_saturated(source, imported.counts - counts, imported.totals - totals)
    if not imported.jets:
        why = ", ".join(f"{number:,} {what}" for what, number in imported.counts.items() if number)
        others = " and others" * (len(request.files) + len(tests) > 1)
        raise JetsError(f"no jets are left of {imported.rows:,} rows in {pieces[0].path}{others}: {why}")


def _joined(request: Request, imported: Imported, pieces: Sequence[Piece], parts: Parts) -> JetTable:
    """The jets of all chunks, of which one at a time is in memory beside the table."""
    source = imported.source
    words = np.zeros((imported.jets, request.candidates or source.candidates), np.uint64)
    scalars: dict[str, NDArray[Any]] = {}
    end = 0
    for number in range(len(pieces)):
        part = parts.pop(number).table
        begin, end = end, end + len(part)
        words[begin:end, : part.words.shape[1]] = part.words
        for name, values in part.scalars.items():
            scalars.setdefault(name, np.zeros(imported.jets, values.dtype))[begin:end] = values
    classes = list(dict.fromkeys(case.name for case in source.classes))
    label = scalars["label"]
    imported.classes = {name: int((label == position).sum()) for position, name in enumerate(classes)}
    imported.classes["unlabelled"] = int((label < 0).sum())
    return JetTable(words, scalars, {"classes": classes, "source": source.name})


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
