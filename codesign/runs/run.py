"""A run folder, which holds all state. Every verb reads it, adds one stage, and skips a stage that is there.

    design.yaml          the design, as requested
    progress.json        the stage in progress
    checkpoint.npz       a training in progress, after its last finished epoch
    model.weights.*      trained weights, history.json beside it
    net.json net.npz     the frozen net
    scores.npz           outputs of the frozen net on the test jets, metrics.json beside it
    rtl/ hls/            firmware projects
    batch_norm.json      the error from rounding the batch normalisation constants of an imported model
    leaf_rounding.json   the error from rounding the leaves of imported trees
    agreement.json       which witnesses agree, on which inputs
    cosim.json           clock cycles of the Verilog, counted in its simulation
    synth_yosys.json     cells of the Verilog, mapped by Yosys
    synth_vitis.json     results of the vendor tools, synth_vivado.json beside it; the tools ran in synth/
    estimate.json verdict.json versions.json

A stage that is computed from the net carries the net's key; with another net it counts as missing. Several processes
may work on one run at once: they take turns to make the same folder or to change the same file.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, Literal, ParamSpec, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from codesign.backends import HLS, RTL, made_by, record
from codesign.base.config import load
from codesign.base.files import write_atomic
from codesign.base.locks import MAY_NOT_WRITE, locked
from codesign.base.records import read_json
from codesign.base.yaml_text import dump
from codesign.design.design import Design
from codesign.errors import RunError
from codesign.net import names
from codesign.net.fixednet import FixedNet
from codesign.runs.schemas import read_record
from codesign.runs.scores import Scores, read_scores

if TYPE_CHECKING:
    from codesign.cost.budget import Verdict
    from codesign.jets.dataset import Dataset

DESIGN = "design.yaml"
_RESULTS = "results"  # the lock for changing a file, held for milliseconds
Row = Mapping[str, Any]
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Run:
    """One design and its results so far.

    `Run.open("runs/x")` opens a folder, `codesign.train` makes one. The stages after freezing are functions of a run:
    `rtl`, `estimate`, `convert`, `csim` and `check` of `codesign.runs.stages`.

    unwritten: file name -> results of this process that a read-only folder could not take.
    """

    folder: Path
    design: Design
    unwritten: dict[str, dict[str, Any]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def create(cls, design: Design, folder: Path | str) -> Self:
        """A new run in the folder, or the run already there if it has the same design.

        Raises RunError if the folder holds another design, which must not be overwritten.
        """
        folder = Path(folder)
        with locked(folder, _RESULTS):
            if (folder / DESIGN).exists():
                existing = cls.open(folder)
                if existing.design.key != design.key:
                    raise RunError(
                        f"{folder} holds design {existing.design.key} ({existing.design.name}), not {design.key};"
                        " choose another folder with -o, or remove it"
                    )
            _write_if_new(folder / DESIGN, dump(design.document()).encode())
        return cls(folder, design)

    @classmethod
    def open(cls, folder: Path | str) -> Self:
        """The run in a folder; RunError if there is none."""
        folder = Path(folder)
        if not (folder / DESIGN).exists():
            raise RunError(
                f"{folder} is not a run folder ({DESIGN} is missing); `codesign train CONFIG -o {folder}` makes one"
            )
        return cls(folder, load(folder / DESIGN, Design))

    @cached_property
    def net(self) -> FixedNet:
        """The frozen net; RunError if the model is not frozen yet."""
        if not self.has("net.json"):
            raise RunError(f"{self.folder} has no frozen net yet; run `codesign freeze {self.folder}`")
        return FixedNet.load(self.folder)

    @property
    def top(self) -> str:
        """The name of the run's top function in HLS and of its top module in RTL."""
        return names.top(self.design.name, self.net.key, self.net.graph.shapes)

    @property
    def metrics(self) -> dict[str, Any]:
        """Metrics of the frozen net on the test jets, as in `metrics.json`; RunError before `codesign freeze`.

        "score" is {"name", "value", "error"}; a higher value is better. A tagger also has "macro", "one_against_rest"
        and "efficiencies"; response heads have "responses". "classes", "jets" and "dropped" describe the test sample.
        """
        row = self.read("metrics.json")
        if row.get("net") != self.net.key:
            raise RunError(f"{self.folder / 'metrics.json'} is of another net; run `{self._again('metrics.json')}`")
        return row

    def scores(self) -> Scores:
        """Outputs of the frozen net on the test jets, and the jets' true classes; RunError before `codesign freeze`.

        A ROC curve, with scikit-learn and matplotlib:

            scores = Run.open("runs/x").scores()
            mistagged, efficiency, _ = roc_curve(scores.is_class("b"), scores.probability("b"))
            plt.plot(efficiency, mistagged)
        """
        again = self._again("metrics.json")
        return read_scores(self.folder, tuple(self.design.heads), self.metrics["classes"], again)

    def jets(self, split: Literal["train", "validation", "test"] = "test") -> Dataset:
        """The jets of one split, as the network reads them: `x`, `y`, `weight`, `scalars` and `responses`.

        x: (jets, candidates, features) in the units of the features. Raises JetsError if the jets cannot be read.
        """
        from codesign.runs.inputs import datasets

        dataset: Dataset = getattr(datasets(self), split)
        return dataset

    def features(self, split: Literal["train", "validation", "test"] = "test") -> NDArray[np.float32]:
        """(jets, candidates, features): the inputs of one split, ready for `run.net.run`."""
        return self.jets(split).x

    @property
    def verdict(self) -> Verdict | None:
        """Whether the firmware fits its budget, judged on what is known now; None before `codesign check`."""
        from codesign.runs import stages

        known = stages.verdict(self) if self.has("net.json") else None
        return known[1] if known else None

    def has(self, name: str) -> bool:
        """Whether the run has a file of this name, in its folder or in `unwritten`."""
        return name in self.unwritten or (self.folder / name).exists()

    def current(self, name: str) -> bool:
        """Whether a JSON file of the run is there and was made from the present net."""
        if not self.has(name):
            return False
        data = self.unwritten.get(name) or read_json(self.folder / name, self._again(name))
        return data.get("net") == self.net.key

    def read(self, name: str) -> dict[str, Any]:
        """A JSON file of the run; RunError if it is missing or broken."""
        if name in self.unwritten:
            return deepcopy(self.unwritten[name])
        try:
            return read_record(self.folder / name, self._again(name))
        except FileNotFoundError:
            raise RunError(f"{self.folder / name} is missing; run `{self._again(name)}`") from None

    def _again(self, name: str) -> str:
        """The command that writes a file."""
        if name == "agreement.json":
            return self.compares_again
        return f"codesign {_MADE_BY.get(name) or made_by().get(name, 'train')} {self.folder}"

    @property
    def compares_again(self) -> str:
        """The command that repeats all comparisons in `agreement.json`: of the framework and of the firmware built."""
        source = f"{self.design.model.source} -o {self.folder}" if self.design.model else str(self.folder)
        verbs = [f"freeze {source}"]
        if self.has(record(RTL)):
            verbs.append(f"rtl {self.folder}{' --cosim' if self.has('cosim.json') else ''}")
        if self.has(record(HLS)):
            verbs.append(f"csim {self.folder}")
        return " && ".join(f"codesign {verb}" for verb in verbs)

    def write(self, name: str, data: Row) -> None:
        """Writes a JSON file of the run, whole or not at all, unless it has this content already."""
        self.unwritten.pop(name, None)
        _write_if_new(self.folder / name, (json.dumps(data, indent=1, allow_nan=False) + "\n").encode())

    def keep(self, name: str, data: Row) -> None:
        """Like `write`, but a read-only folder is not an error: for results that are also shown and quick to repeat.

        A result that cannot be written stays in memory, and this Run reads it from there.
        """
        try:
            self.write(name, data)
        except OSError as error:
            if error.errno not in MAY_NOT_WRITE:
                raise
            print(f"{self.folder / name} is not stored: {error.strerror}", file=sys.stderr)
            self.unwritten[name] = json.loads(json.dumps(data, allow_nan=False))

    @property
    def is_read_only(self) -> bool:
        """Whether this process may not write to the folder, so that no stage can be added."""
        return not os.access(self.folder, os.W_OK)

    def put_rows(self, name: str, rows: Sequence[Row], replaced: Callable[[Row], bool]) -> None:
        """Adds rows to a JSON file {net, rows}, and drops its earlier rows for which `replaced` is true.

        Raises RunError if the model was frozen again since this process read the net, as the rows are then outdated.
        """
        with locked(self.folder, _RESULTS):
            if FixedNet.load(self.folder).key != self.net.key:
                raise RunError(
                    f"{self.folder} was frozen again in the meantime; run the verb again, for the present net"
                )
            known = self.read(name)["rows"] if self.current(name) else []
            others = [row for row in known if not replaced(row)]
            self.write(name, {"net": self.net.key, "rows": [*others, *rows]})

    @contextmanager
    def making(self, stage: str) -> Iterator[None]:
        """A lock on one stage: a second process that starts it waits, and then finds the result of the first.

        Removes the temporary folders that killed processes left when they were writing this stage.
        """
        with locked(self.folder, stage) as held:
            for left in self.folder.glob(f".{stage}.*") if held else ():
                if left.is_dir():
                    shutil.rmtree(left)
            yield


def remove_untrained(folder: Path) -> None:
    """Removes a run folder that holds no more than its design and progress; any other folder, or one in use, stays."""
    with suppress(RunError, OSError), locked(folder, "train", wait=False):
        left = {path.name for path in folder.iterdir() if not path.match(".*.lock")}
        if left <= {DESIGN, "progress.json"}:
            shutil.rmtree(folder)


def alone(stage: str) -> Callable[[Callable[Concatenate[Run, P], T]], Callable[Concatenate[Run, P], T]]:
    """Decorator that runs a function of a Run under the lock of a stage, see `Run.making`."""

    def decorate(work: Callable[Concatenate[Run, P], T]) -> Callable[Concatenate[Run, P], T]:
        @wraps(work)
        def held(run: Run, /, *args: P.args, **options: P.kwargs) -> T:
            with run.making(stage):
                return work(run, *args, **options)

        return held

    return decorate


def _write_if_new(path: Path, content: bytes) -> None:
    """Writes a file unless it has this content already, so that an unchanged file in a read-only folder is no error."""
    if not (path.is_file() and path.read_bytes() == content):
        write_atomic(path, content)


_MADE_BY = {
    "metrics.json": "freeze",
    "estimate.json": "estimate",
    "verdict.json": "check",
    "history.json": "train",
    "versions.json": "train",
    "cosim.json": "rtl --cosim",
    "synth_yosys.json": "synth-open",
    "intervals.json": "intervals",
}
