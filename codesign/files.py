"""Files that are either whole or not there."""

import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def named(path: Path) -> Iterator[None]:
    """An OSError inside names `path`: a full disk names no file by itself, and a temporary name helps nobody."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def write_atomic(path: Path, content: bytes) -> None:
    """Writes to a temporary name beside `path` and moves it into place, so that a killed run leaves no half file.

    Raises OSError that names `path`.
    """
    with named(path):
        _write(path, content)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def read_regular(path: Path, most_bytes: int) -> bytes:
    """What a regular file holds; OSError that names `path` for a device, a pipe, a folder, or more than `most_bytes`.

    A device may have no end, and opening a pipe waits for whoever writes into it.
    """
    if "\0" in str(path):
        raise OSError(errno.EINVAL, "a path cannot hold the character NUL", str(path))
    with named(path), os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "is not a regular file")
        content = file.read(most_bytes + 1)
        if len(content) > most_bytes:
            raise OSError(errno.EFBIG, f"is larger than {most_bytes:,} bytes")
        return content
