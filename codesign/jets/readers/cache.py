"""Files of other programs that are used as they are: converted once, into the user's cache, which is bounded."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
import warnings
from contextlib import suppress
from pathlib import Path

from codesign import __version__
from codesign.base.files import cache_folder
from codesign.base.locks import holder, locked
from codesign.errors import JetsError, Notice, RunError
from codesign.jets.readers.containers import kind_of
from codesign.jets.readers.convert import Request, import_jets, state_of
from codesign.jets.readers.parts import SUFFIX
from codesign.jets.readers.source import shipped

MOST_BYTES = 20_000_000_000  # beyond it, what was not used for longest is removed
# A process opens a file at once after it has asked for its path, and removing an open file does not disturb its reader.
IN_USE_S = 600.0


def converted(path: Path) -> Path:
    """The jets file of a ROOT, HDF5, Parquet or scouting file; any other path, or a missing one, is returned as it is.

    It is made at the first use and again after the file, codesign or a source has changed. Tells of it with a Notice.
    Raises JetsError as `import_jets` does.
    """
    if not path.is_file() or kind_of(path) is None:
        return path
    state = f"{state_of(path)} {__version__} {shipped()}"
    folder, name = _folder(), hashlib.sha256(state.encode()).hexdigest()[:32]
    jets = folder / f"{name}.npz"
    with suppress(OSError):  # of a read-only cache, or because it is not there
        os.utime(jets)
    if jets.exists():
        return jets
    with locked(folder, name):
        if not jets.exists():
            _convert(path, jets)
    _trim(folder, jets)
    return jets


def _convert(path: Path, jets: Path) -> None:
    try:
        imported = import_jets(Request([path]), jets, lambda line: None)
    except JetsError as error:
        raise JetsError(f"{error}; `codesign jets import` takes options for such files") from error
    what = f"{imported.jets:,} jets, read as {imported.source.title}"
    warnings.warn(f"{path} was converted to {jets}: {what}", Notice, stacklevel=3)


def _trim(folder: Path, used: Path) -> None:
    """Removes the jets and the unfinished conversions that were not used for longest, down to MOST_BYTES.

    What is `used` now or was a short while ago stays, and so does what another process is making.
    """
    with suppress(RunError), locked(folder, "trim", wait=False) as may_write:  # or another process is trimming
        entries = sorted(map(_entry, [*folder.glob("*.npz"), *folder.glob(f"*{SUFFIX}")]))
        total = sum(size for _, size, _ in entries)
        for last, size, path in entries:
            if total <= MOST_BYTES or not may_write:
                return
            jets = path.with_name(path.name.removesuffix(SUFFIX))
            if jets == used or time.time() - last < IN_USE_S or holder(folder, jets.name) or _entry(path)[0] > last:
                continue
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
            for lock in (jets.name, jets.stem):  # a process that waits for one converts again, to the same bytes
                (folder / f".{lock}.lock").unlink(missing_ok=True)
            total -= size


def _entry(path: Path) -> tuple[float, int, Path]:
    """When a file, or the last of a folder, was used, and its size; 0 for what another process has just removed."""
    try:
        status = [inside.stat() for inside in (path.iterdir() if path.is_dir() else [path])]
    except FileNotFoundError:
        status = []
    return max((s.st_mtime for s in status), default=0.0), sum(s.st_size for s in status), path


def _folder() -> Path:
    try:
        return cache_folder("jets")
    except FileNotFoundError as error:
        raise JetsError(f"{error}; set XDG_CACHE_HOME to a folder for converted jets") from None
