"""Work for the workers of a test, chosen by the file `fate` in the run folder; worker processes can import it."""

import os
import signal
import sys
import time

from codesign.errors import JetsError
from codesign.runs.run import Run
from codesign.sweep.trial import Trial, recorded


def work(run: Run) -> None:
    """Does what `fate` says: succeed, fail, crash, hang, use too much memory, or print."""
    run.write("progress.json", {"stage": "train"})
    with (run.folder / "calls.txt").open("a") as calls:
        calls.write("x")
    match (run.folder / "fate").read_text():
        case "good":
            run.write("progress.json", {"stage": "estimated"})
        case "no jets":
            raise JetsError("no jets in none.npz")
        case "bug":
            raise ZeroDivisionError("by accident\nsecond line")
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "killed slowly":
            time.sleep(1)
            os.kill(os.getpid(), signal.SIGKILL)
        case "killed once" if len((run.folder / "calls.txt").read_text()) == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        case "killed once":
            run.write("progress.json", {"stage": "estimated"})
        case "hangs":
            time.sleep(600)
        case "hungry":
            held = bytearray(2**31)
            held[::4096] = b"x" * len(held[::4096])
            time.sleep(600)
        case "talks":
            print("to stdout", flush=True)
            print("to stderr", file=sys.stderr, flush=True)
            os.system("echo from a child")
            raise JetsError("after talking")


def do(trial: Trial) -> float:
    """Runs `work` as a worker does, and records its result."""
    return recorded(trial, work)
