"""Child processes that never outlive this process, and neither do their own children.

`make` starts `g++`, which starts `cc1plus`: a kill would reach only `make`, and kill -9 of this process none of them.
So a command runs in a process group with a guard, a shell that reads from a pipe to which nothing is written. When this
process ends, in whatever way, the pipe closes and the guard kills the group.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from codesign.base.files import scratch

_GUARD = ("/bin/sh", "-c", "read nothing; kill -KILL 0")


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float | None = None,
) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end, like `subprocess.run`, without input and with its output as text. timeout: seconds.

    Every process that the command has started is killed when the command ends, when an exception (such as Ctrl-C)
    stops the wait, and when this process ends. env: this process's environment if None; TMPDIR is a scratch folder.
    Raises subprocess.TimeoutExpired, and OSError for a command that cannot be started.
    """
    with scratch() as temporary:
        return _run(command, cwd, {**(os.environ if env is None else env), "TMPDIR": str(temporary)}, timeout)


def _run(
    command: Sequence[str | Path], cwd: Path | None, env: Mapping[str, str], timeout: float | None
) -> subprocess.CompletedProcess[str]:
    # a group cannot hold processes of two sessions, so the guard stays in the session of this process
    guard = subprocess.Popen(
        _GUARD, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, process_group=0
    )
    child: subprocess.Popen[str] | None = None
    try:
        child = subprocess.Popen(
            command,
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            process_group=guard.pid,
        )
        out, err = child.communicate(timeout=timeout)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(guard.pid, signal.SIGKILL)
        with guard:
            guard.wait()
        if child is not None:
            with child:
                child.wait()
    return subprocess.CompletedProcess(command, child.returncode, out, err)
