"""Files that are either whole or not there."""

import errno
import glob
import hashlib
import os
import secrets
import shutil
import socket
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

MOST_BYTES = 500_000_000  # of a file of JSON or text


@contextmanager
def named(path: Path) -> Iterator[None]:
    """An OSError inside names `path`: a full disk names no file by itself, and a temporary name helps nobody."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def write_atomic(path: Path, content: bytes, private: bool = False) -> None:
    """Writes under a temporary name beside `path` and moves it into place: no kill or power cut leaves half a file.

    A new file has the mode that the umask leaves it, one that is replaced keeps its own. private: for its owner only.
    Raises OSError that names `path`.
    """
    with named(path):
        _write(path, content, private)


def _write(path: Path, content: bytes, private: bool) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    remove_left_overs(path)
    temporary = _temporary(path)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if private else 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if not private:
                _keep_mode(path, descriptor)
            file.write(content)
            file.flush()
            os.fsync(descriptor)  # else a power cut may leave the new name without its content
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """For what tools write: yields a temporary name beside `path`, and moves what is there into its place.

    After an error nothing is moved, and what was at `path` before stays. An OSError names `path`.
    """
    with named(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        remove_left_overs(path)
        temporary = _temporary(path)
        try:
            yield temporary
            with temporary.open("rb") as file:
                os.fsync(file)
            temporary.replace(path)
        finally:
            with suppress(OSError):  # there is nothing any more, or there never was
                temporary.unlink()


@contextmanager
def scratch(path: Path | None = None) -> Iterator[Path]:
    """A new folder for its owner only, removed at the end: beside `path`, or among the system's temporary ones.

    Also removes those that killed processes of this machine have left.
    """
    path = path or Path(tempfile.gettempdir()) / "codesign"
    path.parent.mkdir(parents=True, exist_ok=True)
    remove_left_overs(path)
    folder = _temporary(path)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def replacing_folder(folder: Path) -> Iterator[Path]:
    """Yields where to write a folder that is to take the place of `folder`: whole, or after an error not at all.

    Raises OSError as `is_occupied` does.
    """
    is_occupied(folder)
    with scratch(folder) as temporary:
        written = temporary / "new"
        yield written
        if folder.exists():
            folder.rename(temporary / "old")
        written.rename(folder)


def is_occupied(folder: Path) -> bool:
    """Whether a folder that is to be replaced holds anything; OSError that names it for a link or a file in its place.

    A link is not followed: what it leads to may be anything, and would be removed; replaced itself, it would leave
    that behind.
    """
    if folder.is_symlink():
        leads = f"is a symbolic link to {folder.readlink()}, and a folder is to be written in its place"
        raise OSError(errno.ELOOP, f"{leads}; remove the link and run this again", str(folder))
    if folder.exists() and not folder.is_dir():
        message = "is not a folder, and one is to be written in its place; remove it and run this again"
        raise OSError(errno.ENOTDIR, message, str(folder))
    return folder.exists() and any(folder.iterdir())


def seal(path: Path) -> None:
    """Keeps the digest of a file beside it, for `is_whole`."""
    write_atomic(seal_of(path), _digest_of(path).encode())


def is_whole(path: Path) -> bool:
    """Whether a file is there as it was when it was sealed."""
    try:
        return seal_of(path).read_text() == _digest_of(path)
    except (FileNotFoundError, UnicodeDecodeError):
        return False


def seal_of(path: Path) -> Path:
    """Where the digest of a file is kept."""
    return path.with_name(f"{path.name}.sha256")


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_regular(path: Path, most_bytes: int) -> bytes:
    """What a regular file holds; OSError that names `path` for a device, a pipe, a folder, or more than `most_bytes`.

    A device may have no end, and opening a pipe waits for whoever writes into it.
    """
    with named(path), _opened_regular(path) as file:
        content = file.read(most_bytes + 1)
        if len(content) > most_bytes:
            raise OSError(errno.EFBIG, f"is larger than {most_bytes:,} bytes")
        return content


def read_text(path: Path) -> str:
    """The text of a file that codesign keeps, as `read_regular` reads it; UnicodeDecodeError if it is none."""
    return read_regular(path, MOST_BYTES).decode()


def regular(path: Path) -> Path:
    """The same path, for readers of other libraries; OSError that names it if it is a device, a pipe or a folder."""
    with _opened_regular(path):
        return path


@contextmanager
def _opened_regular(path: Path) -> Iterator[BinaryIO]:
    if "\0" in str(path):
        raise OSError(errno.EINVAL, "a path cannot hold the character NUL", str(path))
    with open(path, "rb", opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK)) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "is not a regular file", str(path))
        yield file


def own_modes(folder: Path) -> None:
    """Gives all in a new folder the modes that the umask leaves.

    What tools have copied has those of their installation instead, which may be read-only.
    """
    everything = 0o777 & folder.stat().st_mode
    for path in folder.rglob("*"):
        old = path.stat().st_mode
        path.chmod(everything if path.is_dir() else everything & (0o666 | (0o111 if old & 0o100 else 0)))


def npz_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """The arrays of an npz file by name. ValueError if it is empty, cut off or otherwise damaged.

    OSError that names `path` if it is not a regular file.
    """
    with _opened_regular(path) as file:
        try:
            with np.load(file, allow_pickle=False) as stored:
                return dict(stored)
        except Exception as error:  # EOFError, BadZipFile, zlib.error, ...: each place of the damage has its own
            raise ValueError(f"it is empty, cut off or damaged: {str(error) or type(error).__name__}") from error


def _prefix(path: Path) -> str:
    """How temporary names of a file begin, of all processes of this machine."""
    return f".{path.name}.{socket.gethostname()}."


def _temporary(path: Path) -> Path:
    return path.with_name(f"{_prefix(path)}{os.getpid()}.{secrets.token_hex(4)}")


def _keep_mode(path: Path, descriptor: int) -> None:
    with suppress(FileNotFoundError):
        old, fresh = (stat.S_IMODE(status.st_mode) for status in (path.stat(), os.fstat(descriptor)))
        if old != fresh:
            os.fchmod(descriptor, old)


def remove_left_overs(path: Path) -> None:
    """Removes what killed processes of this machine were writing; processes of other machines cannot be asked."""
    for left in path.parent.glob(f"{glob.escape(_prefix(path))}*"):
        pid = left.name.removeprefix(_prefix(path)).partition(".")[0]
        if pid.isdecimal() and not _is_alive(int(pid)):
            with suppress(OSError):  # another user's, or another process was faster
                shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # another user's
        return True
    return True
