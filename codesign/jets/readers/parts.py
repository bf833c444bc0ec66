"""The finished chunks of a long import, so that an import that was stopped goes on where it stopped.

Each is a file in `OUTPUT.importing/`, moved there whole. The folder goes when the jets file is written, and when a file
turns out to be faulty; after Ctrl-C, a kill or a full disk it stays. An import of one chunk needs none.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.base.files import npz_arrays, replacing, scratch, write_atomic
from codesign.base.locks import locked
from codesign.base.pace import Tell
from codesign.errors import CodesignError, RunError
from codesign.jets.readers.jet_table import Part
from codesign.jets.store import JetTable

SUFFIX = ".importing"
_MARK = "fingerprint"
_WORDS, _COUNTS, _SCALARS = "words", "counts", "scalars/"  # entries of a chunk's file
_COUNTED = ("counts", "faults", "totals")


class Parts:
    """Finished chunks by number, in a folder, or in memory without one."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._memory: dict[int, Part] = {}

    def get(self, number: int) -> Part | None:
        """A chunk; None if it is not finished, or if its file is damaged."""
        if self._folder is None:
            return self._memory.get(number)
        try:
            return _part(self._path(self._folder, number))
        except (FileNotFoundError, ValueError, KeyError):  # it is made again
            return None

    def pop(self, number: int) -> Part:
        """A finished chunk, which is then no longer in memory."""
        part = self.get(number)
        if part is None:
            raise RunError(f"chunk {number} of {self._folder} was removed or damaged meanwhile; import again")
        self._memory.pop(number, None)
        return part

    def put(self, number: int, part: Part) -> None:
        """Stores a finished chunk. Raises OSError, which names its file, if that cannot be written."""
        if self._folder is None:
            self._memory[number] = part
            return
        counted = {name: dict(getattr(part, name)) for name in _COUNTED}
        arrays: dict[str, NDArray[Any]] = {
            _WORDS: part.table.words,
            _COUNTS: np.frombuffer(json.dumps(counted).encode(), np.uint8),
        }
        arrays |= {f"{_SCALARS}{name}": values for name, values in part.table.scalars.items()}
        with replacing(self._path(self._folder, number)) as temporary, temporary.open("wb") as file:
            np.savez(file, allow_pickle=False, **arrays)

    @staticmethod
    def _path(folder: Path, number: int) -> Path:
        return folder / f"{number:06d}.npz"


@contextmanager
def resumed(output: Path, fingerprint: str, chunks: int, tell: Tell) -> Iterator[Parts]:
    """The chunks that an earlier call with the same fingerprint has finished, and a place for the others.

    fingerprint: of all that decides what the chunks hold; with another one, an earlier call's chunks are removed, and
    `tell` says so. Raises RunError if another process is importing to `output`.
    """
    if chunks < 2:
        yield Parts(None)
        return
    with locked(output.parent, output.name, wait=False):
        folder = output.with_name(output.name + SUFFIX)
        _claim(folder, fingerprint, tell)
        if done := len(list(folder.glob("*.npz"))):
            tell(f"{output.name}: an earlier import was stopped after {done} of {chunks} chunks; going on from there")
        try:
            yield Parts(folder)
        except CodesignError:
            _remove(folder)
            raise
        _remove(folder)


def _claim(folder: Path, fingerprint: str, tell: Tell) -> None:
    """Makes the folder of the chunks; one of another import goes."""
    mark = folder / _MARK
    if folder.exists():
        if mark.exists() and mark.read_text() == fingerprint:
            return
        tell(f"{folder}: the files or the options are not those of the import that was stopped; starting anew")
        _remove(folder)
    write_atomic(mark, fingerprint.encode())


def _remove(folder: Path) -> None:
    """Removes the folder all at once: a kill must not leave chunks without their fingerprint."""
    with scratch(folder) as doomed:
        folder.rename(doomed / "parts")


def _part(path: Path) -> Part:
    arrays = npz_arrays(path)
    counted = json.loads(arrays[_COUNTS].tobytes())
    scalars = {name.removeprefix(_SCALARS): values for name, values in arrays.items() if name.startswith(_SCALARS)}
    return Part(JetTable(arrays[_WORDS], scalars), *(Counter[str](counted[name]) for name in _COUNTED))
