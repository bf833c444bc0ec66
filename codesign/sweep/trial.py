"""One design in a worker process: its log, its limits and its record, whatever happens to it.

progress.json   the current stage, or how the design failed
stages.jsonl    one line per finished stage, with its duration in seconds; a stage is done only once
log.txt         all output of the worker and of its child processes
attempt.txt     the last attempt that a worker has started; it shows at which design a worker died
"""

from __future__ import annotations

import faulthandler
import json
import os
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

import psutil
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from codesign.base.files import read_text, write_atomic
from codesign.base.records import BROKEN, parsed, read_lines
from codesign.design.frontends import weights_file
from codesign.errors import CodesignError, RunError
from codesign.runs.proof import by_witness, lacking
from codesign.runs.provenance import is_current
from codesign.runs.run import Run
from codesign.runs.witnesses import CSIM, EMULATOR, FRAMEWORK
from codesign.sweep.config import Gates, Limits
from codesign.sweep.state import progress
from codesign.sweep.stopping import STOPPED, Stopped, Stopper, scores
from codesign.training.checkpoints import CHECKPOINT

LOG, STAGES, ATTEMPT = "log.txt", "stages.jsonl", "attempt.txt"
GIB = 2**30


class _Stage(BaseModel):
    """The fields of a line of stages.jsonl that `stage_seconds` reads."""

    model_config = ConfigDict(strict=True)
    stage: str
    seconds: float = Field(ge=0, le=1e9)


@dataclass(frozen=True)
class Trial:
    """The task of a worker: a run folder, with the limits and gates of its design.

    rivals: run folders of earlier batches, for early stopping; place: index of the design in its batch; attempt: a new
    random word each time that the trial is handed to the workers.
    """

    folder: Path
    limits: Limits
    gates: Gates = field(default_factory=Gates)
    rivals: tuple[Path, ...] = ()
    place: int = 0
    attempt: str = ""


def train_and_estimate(trial: Trial) -> float:
    """The cheap part, from training to the verdict; returns the memory that the worker then holds, in GiB."""
    from codesign.runs import stages
    from codesign.training.train import freeze, train

    def work(run: Run) -> None:
        if run.has(STOPPED):
            return
        # freeze again if a kill came before the metrics, or if an earlier version compared fewer vectors than required
        if not (run.has("net.json") and run.current("metrics.json")) or lacking(by_witness(run, FRAMEWORK)):
            with timed(run, "train", run.has(weights_file(run.design.frontend))):
                model = train(run, _report(trial, run))
            with timed(run, "freeze"):
                freeze(run, model)
        with timed(run, "rtl", not lacking(by_witness(run, EMULATOR))):
            stages.rtl(run)
        with timed(run, "estimate", is_current(run, stages.ESTIMATE)):
            stages.estimate(run)
            stages.check(run)
        run.write("progress.json", {"stage": "estimated"})

    return recorded(trial, work)


def make_firmware(trial: Trial) -> float:
    """The expensive part: the HLS project and its C simulation; returns the worker's memory in GiB."""
    from codesign.runs import stages

    def work(run: Run) -> None:
        with timed(run, "convert", stages.is_converted(run)):
            stages.convert(run)
        with timed(run, "csim", not lacking(by_witness(run, CSIM))):
            stages.csim(run)
        stages.refresh(run)
        run.write("progress.json", {"stage": "done"})

    return recorded(trial, work)


def recorded(trial: Trial, work: Callable[[Run], None]) -> float:
    """Runs `work` and returns the worker's memory in GiB; an error goes to the run folder, so the sweep goes on."""
    run = Run.open(trial.folder)
    if progress(run)["stage"] == "failed":  # an earlier process exceeded a limit and ended itself
        return _memory_gib()
    write_atomic(run.folder / ATTEMPT, trial.attempt.encode())
    with _logged(run) as log, _watched(run, trial.limits, log):
        try:
            work(run)
        except Stopped:
            run.write("progress.json", {"stage": "stopped"})
        except CodesignError as error:
            run.write("progress.json", {"stage": "failed", "error": str(error)})
        except Exception as error:  # not one of ours: this is the last place that can record it
            log.write(traceback.format_exc())
            text = f"{type(error).__name__}: {error}".splitlines()[0]
            run.write("progress.json", {"stage": "failed", "error": f"{text}; see {run.folder / LOG}"})
    return _memory_gib()


def begun(trial: Trial) -> bool:
    """Whether a worker has started this attempt; False while it is only queued."""
    path = trial.folder / ATTEMPT
    return path.exists() and read_text(path) == trial.attempt


@contextmanager
def timed(run: Run, stage: str, done: bool = False) -> Iterator[None]:
    """Records that a stage is under way and then, unless it was `done` before, how long it took."""
    run.write("progress.json", {"stage": stage})
    started = time.time()
    yield
    if not done:
        row = {"stage": stage, "started": round(started, 1), "seconds": round(time.time() - started, 1)}
        with (run.folder / STAGES).open("a") as record:
            record.write(json.dumps(row | {"pid": os.getpid()}) + "\n")


def stage_seconds(run: Run) -> dict[str, float]:
    """Stage -> seconds it took, for all finished stages; RunError for a line that is not a stage."""
    path = run.folder / STAGES
    lines = read_lines(path, f"codesign train {run.folder}") if path.exists() else []
    took: dict[str, float] = {}
    for number, line in enumerate(lines, 1):
        try:
            row = parsed(line)
        except BROKEN:  # a line that a killed process left incomplete
            continue
        try:
            stage = _Stage.model_validate(row)
        except ValidationError:
            raise RunError(f"{path}:{number}: not a stage and its seconds; remove the line, or the file") from None
        took[stage.stage] = stage.seconds
    return took


def _report(trial: Trial, run: Run) -> Callable[[dict[str, float]], None]:
    """The function that a training calls with the history row of each epoch; it raises Stopped."""
    if trial.gates.stopping == "none":
        return lambda row: None
    rivals: Sequence[Sequence[float]] = [
        rival_scores for path in trial.rivals if (rival_scores := scores(Run.open(path)))
    ]
    warm_up, epochs = trial.gates.warm_up_epochs, run.design.training.epochs
    stopper = Stopper(trial.gates.stopping, warm_up, epochs, rivals, trial.place)
    history: list[dict[str, float]] = []

    def report(row: dict[str, float]) -> None:
        if "validation_score" not in row:
            return  # an epoch of the teacher
        history.append(row)
        try:
            stopper(row)
        except Stopped as reason:
            run.write(STOPPED, {"why": str(reason), "epochs": history})
            (run.folder / CHECKPOINT).unlink(missing_ok=True)  # this training will not be resumed
            raise

    return report


@contextmanager
def _logged(run: Run) -> Iterator[TextIO]:
    """Sends all output of this process and its children, including that of C++ code, to the run's log."""
    with (run.folder / LOG).open("a", buffering=1) as log:
        saved = {fd: os.dup(fd) for fd in (1, 2)}
        try:
            for fd in saved:
                os.dup2(log.fileno(), fd)
            faulthandler.enable(log)
            with redirect_stdout(log), redirect_stderr(log):
                yield log
        finally:
            faulthandler.disable()
            for fd, old in saved.items():
                os.dup2(old, fd)
                os.close(old)


@contextmanager
def _watched(run: Run, limits: Limits, log: TextIO) -> Iterator[None]:
    """Ends this process when the design exceeds its time or memory: nothing else stops a thread in C++.

    The failure is recorded first; the worker's nanny starts another process, which finds the record.
    """
    over, started = threading.Event(), time.monotonic()

    def watch() -> None:
        while not over.wait(0.5):
            if time.monotonic() - started > 60 * limits.minutes:
                _give_up(run, log, f"took longer than {limits.minutes:g} minutes (limits.minutes of the sweep)")
            used = _memory_gib(children=True)
            if used > limits.memory_gib:
                why = f"used {used:.1f} GiB, {limits.memory_gib:g} are allowed (limits.memory_gib of the sweep)"
                _give_up(run, log, why)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def _give_up(run: Run, log: TextIO, why: str) -> None:
    stage = progress(run)["stage"]
    log.write(f"{why}; where it was:\n")
    faulthandler.dump_traceback(log)
    kill_children(psutil.Process())
    # written last, or the other thread could overwrite it with its stage
    run.write("progress.json", {"stage": "failed", "error": f"in stage {stage}: {why}; see {run.folder / LOG}"})
    os._exit(1)


def kill_children(process: psutil.Process) -> None:
    """Kills all child processes; one that has already exited is ignored."""
    for child in process.children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            child.kill()


def _memory_gib(children: bool = False) -> float:
    used = 0
    me = psutil.Process()
    for process in (me, *(me.children(recursive=True) if children else ())):
        with suppress(psutil.NoSuchProcess):
            used += process.memory_info().rss
    return used / GIB
