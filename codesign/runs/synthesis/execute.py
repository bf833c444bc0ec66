"""Runs a tool in its own process group, with a live log and a time limit.

Vendor tools start many processes. None is left behind, whether the limit, Ctrl-C or the tool itself ends the run.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PATIENCE_S = 5.0  # between SIGTERM and SIGKILL


@dataclass(frozen=True)
class Ended:
    """How a tool ended. code: its exit code, negative for a signal; timed_out: whether it was stopped at the limit."""

    code: int
    timed_out: bool
    seconds: float
    log: str


def execute(
    command: Sequence[str],
    folder: Path,
    log: Path,
    *,
    limit_s: float,
    live: Callable[[str], None],
    environment: Mapping[str, str] | None = None,
) -> Ended:
    """Runs a command in `folder` until it ends or limit_s has passed; `live` is called with each line it prints."""
    started = time.monotonic()
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as file:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        reader = threading.Thread(target=_copy, args=(process.stdout, file, live), daemon=True)
        timed_out = False
        try:
            reader.start()  # in here: Ctrl-C while it starts must end the tool too
            process.wait(limit_s)
        except subprocess.TimeoutExpired:
            timed_out = True
        finally:
            _end_group(process)
            if reader.ident is not None:
                reader.join(PATIENCE_S)
    return Ended(process.returncode, timed_out, time.monotonic() - started, log.read_text(errors="replace"))


def _copy(stream: IO[str], file: IO[str], live: Callable[[str], None]) -> None:
    with stream:
        for line in stream:
            file.write(line)
            file.flush()
            live(line.rstrip("\n"))


def _end_group(process: subprocess.Popen[str]) -> None:
    """Ends the tool and all processes of its group, first with SIGTERM and then with SIGKILL."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
        if process.poll() is None:
            with suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE_S)
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
