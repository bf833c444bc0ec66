"""A sweep: many designs from one, trained side by side, and the survivors turned into firmware.

Its state is the run folders and `sweep.json`; started again, it goes on where it stopped. The designs are shared out
to worker processes, which tell how far they are through each run's `progress.json`.
"""

from __future__ import annotations

import itertools
import json
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import active_children
from pathlib import Path
from typing import Any, Self

from pydantic import Field, model_validator

from codesign import budget, config
from codesign.agreement import Agreement
from codesign.config import Strict
from codesign.design import Design
from codesign.errors import CodesignError, ConfigError, RunError
from codesign.files import write_atomic
from codesign.run import Run
from codesign.workers import worker_pool

SWEEP = "sweep.json"
DESIGNS_A_WORKER = 4  # compiled training steps are never freed: half a gigabyte a design


class SweepConfig(Strict):
    """A design file and the keys to vary in it.

    Each axis maps dotted keys to lists of equal length, which change together; the axes are combined with each other.
    """

    name: str = Field("sweep", pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$")
    design: str = Field(description="the YAML file of the design, relative to this one")
    axes: tuple[dict[str, list[Any]], ...]
    keep: int = Field(6, ge=1, description="at most so many survivors become firmware")

    @model_validator(mode="after")
    def _even(self) -> Self:
        for axis in self.axes:
            lengths = {key: len(values) for key, values in axis.items()}
            if len(set(lengths.values())) > 1 or 0 in lengths.values():
                raise ValueError(f"the keys of one axis change together and need lists of one length, found {lengths}")
        return self


@dataclass(frozen=True)
class Sweep:
    """The designs of a sweep and the folder that holds their runs."""

    name: str
    folder: Path
    keep: int
    runs: tuple[Run, ...]

    @classmethod
    def create(cls, path: Path, folder: Path) -> Self:
        """Run folders for all designs of a sweep config; ConfigError names what is wrong with it."""
        asked = config.load(path, SweepConfig)
        base = path.parent / asked.design
        designs = [_design(asked, base, path, values) for values in _combinations(asked)]
        keys = [design.key for design in designs]
        if len(set(keys)) < len(keys):
            raise ConfigError(f"{path}: two points of the axes give the same design; change or remove one")
        for design in designs:
            budget.named(design.budget, design.firmware.part)
        runs = tuple(Run.create(design, folder / design.key) for design in designs)
        sweep = cls(asked.name, folder, asked.keep, runs)
        sweep._write({})
        return sweep

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The sweep in a folder; ConfigError if there is none."""
        path = folder / SWEEP
        if not path.is_file():
            raise ConfigError(
                f"{folder} holds no sweep ({SWEEP} is missing); `codesign sweep CONFIG -o {folder}` makes one"
            )
        state = json.loads(path.read_text())
        runs = tuple(Run.open(folder / key) for key in state["runs"])
        return cls(state["name"], folder, state["keep"], runs)

    @property
    def reasons(self) -> dict[str, str]:
        """Run key -> why it was not kept; empty for a survivor."""
        reasons: dict[str, str] = json.loads((self.folder / SWEEP).read_text())["reasons"]
        return reasons

    def _write(self, reasons: dict[str, str]) -> None:
        state = {
            "name": self.name,
            "keep": self.keep,
            "runs": [run.folder.name for run in self.runs],
            "reasons": reasons,
        }
        write_atomic(self.folder / SWEEP, (json.dumps(state, indent=1) + "\n").encode())


def execute(sweep: Sweep, jobs: int, tick: Callable[[], None]) -> dict[str, str]:
    """Trains and estimates every design, keeps the best, makes and verifies their firmware.

    `tick` is called a few times a second to redraw what `progress.json` files say. Returns why each design that was
    not kept was dropped. A design that fails is recorded in its run's `progress.json`; the others go on.
    """
    _share_out(_train_and_estimate, sweep.runs, jobs, tick)
    reasons = select(sweep)
    survivors = [run for run in sweep.runs if not reasons[run.folder.name]]
    _share_out(_make_firmware, survivors, jobs, tick)
    reasons |= {run.folder.name: _unproved(run, ("framework", "rtl", "csim")) for run in survivors}
    sweep._write(reasons)
    return reasons


def select(sweep: Sweep) -> dict[str, str]:
    """Run key -> why it is not kept, or "" for a survivor.

    Survivors have been frozen exactly, do not break their budget, and are on the Pareto front of their score against
    LUT; of more than `keep`, those of highest score.
    """
    reasons: dict[str, str] = {}
    names = {run.folder.name: run.design.name for run in sweep.runs}
    points: dict[str, tuple[float, float]] = {}
    for run in sweep.runs:
        key = run.folder.name
        if not (run.has("metrics.json") and run.has("verdict.json")):
            reasons[key] = "failed: " + progress(run).get("error", "see its folder")
        elif unproved := _unproved(run, ("framework", "rtl")):
            reasons[key] = unproved
        elif run.read("verdict.json")["outcome"] == "FAIL":
            reasons[key] = "breaks its budget"
        else:
            lut = run.read("estimate.json")["usage"]["lut"]["value"]
            points[key] = run.read("metrics.json")["score"]["value"], lut
    for key, (score, lut) in points.items():
        better = [k for k, (s, n) in points.items() if s >= score and n <= lut and (s > score or n < lut)]
        reasons[key] = f"{names[better[0]]} is as good with fewer LUT" if better else ""
    survivors = sorted((k for k in points if not reasons[k]), key=lambda k: -points[k][0])
    for key in survivors[sweep.keep :]:
        reasons[key] = f"only the best {sweep.keep} are kept"
    return reasons


def _unproved(run: Run, witnesses: tuple[str, ...]) -> str:
    """Which witness has not shown, or has shown otherwise, that it equals the reference; "" if all have."""
    rows = run.read("agreement.json")["rows"] if run.has("agreement.json") else []
    for witness in witnesses:
        found = [Agreement.from_dict(row) for row in rows if row["witness"] == witness]
        if not found:
            return f"failed: {progress(run).get('error', f'{witness} was not compared with the reference')}"
        if differing := sum(a.mismatches for a in found):
            return f"failed: {differing:,} outputs of {witness} differ from the reference"
    return ""


def progress(run: Run) -> dict[str, Any]:
    """What a run's worker said last."""
    return run.read("progress.json") if run.has("progress.json") else {"stage": "waiting"}


def _combinations(asked: SweepConfig) -> Iterator[dict[str, Any]]:
    steps = [
        [dict(zip(axis, values, strict=True)) for values in zip(*axis.values(), strict=True)] for axis in asked.axes
    ]
    for choice in itertools.product(*steps):
        yield {key: value for part in choice for key, value in part.items()}


def _design(asked: SweepConfig, base: Path, path: Path, values: dict[str, Any]) -> Design:
    data = config.read_yaml(base)
    for key, value in values.items():
        config.set_key(data, key, value)
    data["name"] = "-".join([asked.name, *(f"{_short(key)}{value}" for key, value in values.items())])
    try:
        return config.parse(data, Design, base)
    except ConfigError as error:
        raise ConfigError(f"{path}: axes: {error}") from None


def _short(key: str) -> str:
    """The last part of a dotted key, up to its first letters: precision.weights -> w."""
    return key.rsplit(".", 1)[-1][:1]


def _share_out(work: Callable[[Path], None], runs: Any, jobs: int, tick: Callable[[], None]) -> None:
    """Runs `work` on each run folder in `jobs` processes."""
    with worker_pool(jobs, DESIGNS_A_WORKER) as pool:
        pending: set[Future[None]] = {pool.submit(work, run.folder) for run in runs}
        try:
            while pending:
                done, pending = wait(pending, timeout=0.25)
                for future in done:
                    future.result()
                tick()
        except BrokenProcessPool:
            raise RunError(
                "a worker process was killed, by the system if memory ran out; the same command goes on,"
                " with less memory if --jobs is smaller"
            ) from None
        except BaseException:
            # what they have in hand starts again from the run folder
            for worker in active_children():
                worker.terminate()
            raise


def _train_and_estimate(folder: Path) -> None:
    from codesign import stages
    from codesign.train import freeze, train

    def work(run: Run) -> None:
        if not (run.has("net.json") and run.current("metrics.json")):  # killed between the two: frozen again
            run.write("progress.json", {"stage": "starting"})
            freeze(run, train(run))
        run.write("progress.json", {"stage": "rtl"})
        stages.rtl(run)
        stages.estimate(run)
        stages.check(run)
        run.write("progress.json", {"stage": "estimated"})

    _recorded(folder, work)


def _make_firmware(folder: Path) -> None:
    from codesign import stages

    def work(run: Run) -> None:
        run.write("progress.json", {"stage": "convert"})
        stages.convert(run)
        run.write("progress.json", {"stage": "csim"})
        stages.csim(run)
        run.write("progress.json", {"stage": "done"})

    _recorded(folder, work)


def _recorded(folder: Path, work: Callable[[Run], None]) -> None:
    """Does the work; an error is kept in the run folder, so that the other designs go on."""
    run = Run.open(folder)
    try:
        work(run)
    except CodesignError as error:
        run.write("progress.json", {"stage": "failed", "error": str(error)})
    except Exception as error:  # not one of ours: the worker's last chance to say what it was
        write_atomic(folder / "error.log", traceback.format_exc().encode())
        run.write("progress.json", {"stage": "failed", "error": f"{type(error).__name__}: {error}; see error.log"})
