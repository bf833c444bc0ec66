"""Files of other programs that are used as they are: converted once, into the user's cache."""

from __future__ import annotations

import hashlib
import warnings
from pathlib import Path

from codesign import __version__
from codesign.base.files import cache_folder
from codesign.errors import JetsError, Notice
from codesign.jets.readers.containers import kind_of
from codesign.jets.readers.convert import Request, import_jets
from codesign.jets.readers.source import shipped


def converted(path: Path) -> Path:
    """The jets file of a ROOT, HDF5 or Parquet file; any other path, or a missing one, is returned as it is.

    It is made at the first use and again after the file, codesign or a source has changed. Tells of it with a Notice.
    Raises JetsError as `import_jets` does.
    """
    if not path.is_file() or kind_of(path) is None:
        return path
    status = path.stat()
    state = f"{path.resolve()} {status.st_size} {status.st_mtime_ns} {__version__} {shipped()}"
    jets = _folder() / f"{hashlib.sha256(state.encode()).hexdigest()[:32]}.npz"
    if not jets.exists():
        try:
            imported = import_jets(Request([path]), jets, lambda line: None)
        except JetsError as error:
            raise JetsError(f"{error}; `codesign jets import` takes options for such files") from error
        what = f"{imported.jets:,} jets, read as {imported.source.title}"
        warnings.warn(f"{path} was converted to {jets}: {what}", Notice, stacklevel=2)
    return jets


def _folder() -> Path:
    try:
        return cache_folder("jets")
    except FileNotFoundError as error:
        raise JetsError(f"{error}; set XDG_CACHE_HOME to a folder for converted jets") from None
