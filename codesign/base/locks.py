"""Locks between processes, so that processes that change the same files take turns.

Reading needs no lock, because files are moved into place whole. A lock is `flock` on a file `.NAME.lock` in the folder:
the kernel frees it when the process that holds it ends, in whatever way, and the file may stay.
"""

from __future__ import annotations

import errno
import fcntl
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from codesign.errors import RunError

PATIENCE_S = 1.0  # changing files takes less; a process that waits longer says which process it waits for
GLANCE_S = 0.1  # `holder` holds a free lock for far less time than this
_POLL_S = 0.01
MAY_NOT_WRITE = (errno.EACCES, errno.EPERM, errno.EROFS)


@contextmanager
def locked(folder: Path, name: str, wait: bool = True) -> Iterator[bool]:
    """Holds the folder's lock `name`; a process that already holds it must not call this again.

    Yields True with the lock, and False without it if the folder is read-only: such a process changes nothing.
    Raises RunError if the file system has no locks, or if another process holds the lock and `wait` is False.
    """
    try:
        lock = _opened(folder, name)
    except OSError as error:
        if error.errno not in MAY_NOT_WRITE or os.access(folder, os.W_OK):
            raise
        yield False
        return
    try:
        _take(lock, folder, name, wait)
        try:
            yield True
        finally:
            fcntl.flock(lock, fcntl.LOCK_UN)  # closing is not enough where a forked child has it open as well
    finally:
        os.close(lock)


def holder(folder: Path, name: str) -> str | None:
    """The process that holds a lock, in words; None if the lock is free."""
    try:
        lock = os.open(folder / f".{name}.lock", os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    except PermissionError:  # another user's lock, which others may not open
        return "a process that cannot be identified"
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)  # shared, so that two processes may ask at the same time
        fcntl.flock(lock, fcntl.LOCK_UN)
    except OSError as error:
        return _holder(lock) if isinstance(error, BlockingIOError) else "a process that cannot be identified"
    else:
        return None
    finally:
        os.close(lock)


def _opened(folder: Path, name: str) -> int:
    """The open lock file. Every user who may write the folder may lock it, whatever the umask: groups share runs."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f".{name}.lock"
    with suppress(FileExistsError):
        fresh = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with suppress(PermissionError):  # file systems without modes
            os.fchmod(fresh, 0o600 | (folder.stat().st_mode & 0o066))
        return fresh
    return os.open(path, os.O_RDWR)


def _take(lock: int, folder: Path, name: str, wait: bool) -> None:
    begin = time.monotonic()
    while not _free(lock, folder):
        waited = time.monotonic() - begin
        if not wait and waited > GLANCE_S:
            raise RunError(f"{_holder(lock)} is at work on the {name} of {folder}; wait for it, or stop it")
        if wait and waited > PATIENCE_S:
            print(f"waiting for {_holder(lock)}, which is at work on the {name} of {folder}", file=sys.stderr)
            fcntl.flock(lock, fcntl.LOCK_EX)
            break
        time.sleep(_POLL_S)
    with suppress(OSError):  # on a full disk, only the message is less precise
        os.ftruncate(lock, 0)
        me = f"process {os.getpid()} on {socket.gethostname()}, since {time.strftime('%H:%M:%S')}"
        os.pwrite(lock, me.encode(), 0)


def _free(lock: int, folder: Path) -> bool:
    """Takes the lock and returns True, or False if another process holds it; RunError without support for locks."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        raise RunError(
            f"the file system of {folder} has no locks ({error.strerror}), without which two processes would destroy"
            " each other's results; use a folder on a local disk, on NFS with locks, or on Lustre mounted with -o flock"
        ) from None
    return True


def _holder(lock: int) -> str:
    return os.pread(lock, 200, 0).decode(errors="replace") or "another process"
