"""Worker processes that start afresh and end with their parent."""

import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process


def worker_pool(jobs: int) -> ProcessPoolExecutor:
    """A pool of `jobs` spawned processes: TensorFlow does not survive a fork, Pythia and FastJet keep global state."""
    return ProcessPoolExecutor(jobs, get_context("spawn"), _obey_parent)


def _obey_parent() -> None:
    """Ignores Ctrl-C, which reaches all processes: the parent decides what becomes of the work in progress.

    A killed parent cannot tell its workers to stop, so they watch it and end with it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
