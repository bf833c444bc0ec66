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

MOST_BYTES = 500_000_000  # the largest JSON or text file that is read


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Makes an OSError inside name `path`: the one of a full disk names no file, others name a temporary file."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def write_atomic(path: Path, content: bytes, private: bool = False) -> None:
    """Writes a temporary file beside `path` and moves it into place: no kill or power cut leaves half a file.

    A new file gets the mode that the umask allows, a replaced one keeps its mode. private: only the owner may read it.
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
            os.fsync(descriptor)  # otherwise a power cut may leave the new name without its content
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yields a temporary path beside `path` for a tool to write, then moves the file to `path`.

    After an error nothing is moved, and an earlier file at `path` stays. An OSError names `path`.
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
            with suppress(OSError):  # it was moved, or the tool never wrote it
                temporary.unlink()


def cache_folder(name: str) -> Path:
    """A folder of the user's cache, which need not exist; FileNotFoundError for a user without a home.

    Such a user may be one in a container, and can set XDG_CACHE_HOME.
    """
    try:
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "codesign" / name
    except RuntimeError as error:
        raise FileNotFoundError(str(error)) from None


@contextmanager
def scratch(path: Path | None = None) -> Iterator[Path]:
    """A new folder, private to its owner and removed at the end: beside `path`, or in the system's temporary folder.

    Also removes the folders that killed processes of this machine have left.
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
    """Yields the path of a new folder to write, which then replaces `folder` whole; after an error, `folder` stays.

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
    """Whether a folder that is about to be replaced holds anything; OSError if `folder` is a link or a file.

    A link is refused: following it would remove its target, which may be anything, and replacing the link itself
    would leave the target behind.
    """
    if folder.is_symlink():
        leads = f"is a symbolic link to {folder.readlink()}, and a folder is to be written in its place"
        raise OSError(errno.ELOOP, f"{leads}; remove the link and run this again", str(folder))
    if folder.exists() and not folder.is_dir():
        message = "is not a folder, and one is to be written in its place; remove it and run this again"
        raise OSError(errno.ENOTDIR, message, str(folder))
    return folder.exists() and any(folder.iterdir())


def seal(path: Path) -> None:
    """Writes the SHA-256 digest of a file beside it, for `is_whole`."""
    write_atomic(seal_of(path), _digest_of(path).encode())


def is_whole(path: Path) -> bool:
    """Whether a file still has the content that it had when it was sealed; False without a seal."""
    try:
        return seal_of(path).read_text() == _digest_of(path)
    except (FileNotFoundError, UnicodeDecodeError):
        return False


def seal_of(path: Path) -> Path:
    """The path of the file that holds the digest of `path`."""
    return path.with_name(f"{path.name}.sha256")


def sha256_line(path: Path, root: Path) -> str:
    """Digest and path of a file as `sha256sum` prints them in the folder `root`, without the end of the line."""
    return f"{_digest_of(path)}  {path.relative_to(root).as_posix()}"


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_regular(path: Path, most_bytes: int) -> bytes:
    """The content of a regular file; OSError that names `path` for a device, a pipe, a folder or a larger file.

    A device may have no end, and opening a pipe waits for a process that writes into it.
    """
    with named(path), _opened_regular(path) as file:
        content = file.read(most_bytes + 1)
        if len(content) > most_bytes:
            raise OSError(errno.EFBIG, f"is larger than {most_bytes:,} bytes")
        return content


def read_text(path: Path) -> str:
    """The text of a regular file of at most MOST_BYTES, read with `read_regular`; UnicodeDecodeError if not UTF-8."""
    return read_regular(path, MOST_BYTES).decode()


def regular(path: Path) -> Path:
    """The same path, safe for another library to open; OSError that names it if it is not a regular file."""
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
    """Gives everything in a new folder the modes that the umask allows.

    Files that tools have copied have the modes of the tool's installation, which may be read-only.
    """
    everything = 0o777 & folder.stat().st_mode
    for path in folder.rglob("*"):
        old = path.stat().st_mode
        path.chmod(everything if path.is_dir() else everything & (0o666 | (0o111 if old & 0o100 else 0)))


def npz_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """The arrays of an npz file by name.

    Raises ValueError if it is empty, cut off or otherwise damaged, and OSError if `path` is not a regular file.
    """
    with _opened_regular(path) as file:
        try:
            with np.load(file, allow_pickle=False) as stored:
                return dict(stored)
        except Exception as error:  # EOFError, BadZipFile, zlib.error, ...: it depends on where the damage is
            raise ValueError(f"it is empty, cut off or damaged: {str(error) or type(error).__name__}") from error


def _prefix(path: Path) -> str:
    """The start of a file's temporary names, the same for all processes of this machine."""
    return f".{path.name}.{socket.gethostname()}."


def _temporary(path: Path) -> Path:
    return path.with_name(f"{_prefix(path)}{os.getpid()}.{secrets.token_hex(4)}")


def _keep_mode(path: Path, descriptor: int) -> None:
    with suppress(FileNotFoundError):
        old, fresh = (stat.S_IMODE(status.st_mode) for status in (path.stat(), os.fstat(descriptor)))
        if old != fresh:
            os.fchmod(descriptor, old)


def remove_left_overs(path: Path) -> None:
    """Removes temporary files of `path` whose process has ended; whether one on another machine has is not known."""
    for left in path.parent.glob(f"{glob.escape(_prefix(path))}*"):
        pid = left.name.removeprefix(_prefix(path)).partition(".")[0]
        if pid.isdecimal() and not _is_alive(int(pid)):
            with suppress(OSError):  # it is another user's, or another process was faster
                shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # another user's process
        return True
    return True
