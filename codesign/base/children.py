"""Child processes that never outlive whoever started them, nor do those that they start themselves.

`make` starts `g++`, which starts `cc1plus`: a kill reaches only the first of them, and kill -9 of the parent none. So
a command runs in a process group with a guard, which waits at a pipe that nobody writes to. The pipe ends with the
parent, however that one ends, and then the guard kills the group.
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
    """Runs a command to its end, as `subprocess.run` does, without input; what it writes is text in the result.

    Whatever it has started ends with it, with an exception (Ctrl-C), and with this process. timeout: in seconds.
    Raises subprocess.TimeoutExpired, and OSError for a command that cannot be started.
    """
    with scratch() as temporary:
        return _run(command, cwd, {**(os.environ if env is None else env), "TMPDIR": str(temporary)}, timeout)


def _run(
    command: Sequence[str | Path], cwd: Path | None, env: Mapping[str, str], timeout: float | None
) -> subprocess.CompletedProcess[str]:
    # in the session of this process, because a group cannot hold processes of two
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
