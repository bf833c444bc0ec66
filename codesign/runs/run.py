"""A run folder: the only state. Every verb reads it, adds one stage, and skips a stage that is there.

    design.yaml          what was asked
    progress.json        the stage under way
    checkpoint.npz       a training under way, after its last finished epoch
    model.weights.*      trained weights, history.json beside it
    net.json net.npz     the frozen net
    scores.npz           outputs of the frozen net on the test jets, metrics.json beside it
    rtl/ hls/            firmware projects
    batch_norm.json      what rounding the constants of an imported model's batch normalisations costs
    agreement.json       which witnesses agree, on which inputs
    cosim.json           clock cycles of the Verilog, counted in its simulation
    synth_yosys.json     cells of the Verilog, mapped by Yosys
    synth_vitis.json     what vendor tools said, synth_vivado.json beside it; synth/ is where they ran
    estimate.json verdict.json versions.json

A stage that is computed from the net carries the net's key; with another net it counts as missing. Processes may work
on one run side by side: they take turns where they make the same folder, and where they change the same file.
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
_RESULTS = "results"  # lock for changing what is in a file, held for milliseconds
Row = Mapping[str, Any]
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Run:
    """One design and what has been made of it so far.

    `Run.open("runs/x")` opens a folder, `codesign.train` makes one. The stages after freezing are functions of a run:
    `rtl`, `estimate`, `convert`, `csim` and `check` of `codesign.runs.stages`.

    unwritten: results of this process, by the name of the file that the folder, which may only be read, has not taken.
    """

    folder: Path
    design: Design
    unwritten: dict[str, dict[str, Any]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def create(cls, design: Design, folder: Path | str) -> Self:
        """A new run, or the one that is there if it is of the same design.

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
        """What the run's firmware is called, in HLS and in RTL."""
        return names.top(self.design.name, self.net.key, self.net.graph.shapes)

    @property
    def metrics(self) -> dict[str, Any]:
        """What the frozen net reaches on the test jets, as in `metrics.json`; RunError before `codesign freeze`.

        "score": {"name", "value", "error"}, for which higher is better. A tagger also has "macro", "one_against_rest"
        and "efficiencies"; response heads have "responses". "classes", "jets" and "dropped" say what it was tested on.
        """
        row = self.read("metrics.json")
        if row.get("net") != self.net.key:
            raise RunError(f"{self.folder / 'metrics.json'} is of another net; run `{self._again('metrics.json')}`")
        return row

    def scores(self) -> Scores:
        """Outputs of the frozen net on the test jets, with their classes; RunError before `codesign freeze`.

        A ROC curve, with scikit-learn and matplotlib:

            scores = Run.open("runs/x").scores()
            mistagged, efficiency, _ = roc_curve(scores.is_class("b"), scores.probability("b"))
            plt.plot(efficiency, mistagged)
        """
        again = self._again("metrics.json")
        return read_scores(self.folder, tuple(self.design.heads), self.metrics.get("classes", ()), again)

    def jets(self, split: Literal["train", "validation", "test"] = "test") -> Dataset:
        """The jets of one split, as the network reads them: `x`, `y`, `weight`, `scalars` and `responses`.

        x: (jets, candidates, features) in the units of the features. JetsError where the design's file cannot be read.
        """
        from codesign.runs.inputs import datasets

        dataset: Dataset = getattr(datasets(self), split)
        return dataset

    def features(self, split: Literal["train", "validation", "test"] = "test") -> NDArray[np.float32]:
        """(jets, candidates, features) the inputs of one split, which `run.net.run` takes as they are."""
        return self.jets(split).x

    @property
    def verdict(self) -> Verdict | None:
        """Whether the firmware fits its budget, judged on what is known now; None before `codesign check`."""
        from codesign.runs import stages

        known = stages.verdict(self) if self.has("net.json") else None
        return known[1] if known else None

    def has(self, name: str) -> bool:
        """Whether a file of the run is there."""
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
        """The command that makes a file."""
        if name == "agreement.json":
            return self.compares_again
        return f"codesign {_MADE_BY.get(name, 'train')} {self.folder}"

    @property
    def compares_again(self) -> str:
        """The command that makes all comparisons in `agreement.json` again, of the framework and of what is built."""
        source = f"{self.design.model.source} -o {self.folder}" if self.design.model else str(self.folder)
        verbs = [f"freeze {source}"]
        if self.has("rtl/project.json"):
            verbs.append(f"rtl {self.folder}{' --cosim' if self.has('cosim.json') else ''}")
        if self.has("hls/hls_project.json"):
            verbs.append(f"csim {self.folder}")
        return " && ".join(f"codesign {verb}" for verb in verbs)

    def write(self, name: str, data: Row) -> None:
        """Writes a JSON file of the run, whole or not at all; not if it says the same already."""
        self.unwritten.pop(name, None)
        _write_if_new(self.folder / name, (json.dumps(data, indent=1, allow_nan=False) + "\n").encode())

    def keep(self, name: str, data: Row) -> None:
        """As `write`, for what is shown as well and quickly made again: a folder that may only be read is no error.

        This run then holds the result in memory, and reads it from there.
        """
        try:
            self.write(name, data)
        except OSError as error:
            if error.errno not in MAY_NOT_WRITE:
                raise
            print(f"{self.folder / name} is not kept: {error.strerror}", file=sys.stderr)
            self.unwritten[name] = json.loads(json.dumps(data, allow_nan=False))

    @property
    def is_read_only(self) -> bool:
        """Whether the folder may only be read, so that nobody can add a stage to it."""
        return not os.access(self.folder, os.W_OK)

    def put_rows(self, name: str, rows: Sequence[Row], replaced: Callable[[Row], bool]) -> None:
        """Adds rows to a JSON file {net, rows} in the place of those that are `replaced`; all others stay.

        Raises RunError if the model was frozen anew since this process read the net: the rows are of the earlier one.
        """
        with locked(self.folder, _RESULTS):
            if FixedNet.load(self.folder).key != self.net.key:
                raise RunError(f"{self.folder} was frozen anew meanwhile; run the verb again, with the net of now")
            known = self.read(name)["rows"] if self.current(name) else []
            others = [row for row in known if not replaced(row)]
            self.write(name, {"net": self.net.key, "rows": [*others, *rows]})

    @contextmanager
    def making(self, stage: str) -> Iterator[None]:
        """Makes a stage alone: a second process that asks for it waits, and then finds what the first has made.

        Removes what killed processes left of the folder while they wrote it.
        """
        with locked(self.folder, stage) as held:
            for left in self.folder.glob(f".{stage}.*") if held else ():
                if left.is_dir():
                    shutil.rmtree(left)
            yield


def remove_untrained(folder: Path) -> None:
    """Removes a run folder that holds nothing but what was asked; any other one, or one in use, stays."""
    with suppress(RunError, OSError), locked(folder, "train", wait=False):
        left = {path.name for path in folder.iterdir() if not path.match(".*.lock")}
        if left <= {DESIGN, "progress.json"}:
            shutil.rmtree(folder)


def alone(stage: str) -> Callable[[Callable[Concatenate[Run, P], T]], Callable[Concatenate[Run, P], T]]:
    """Decorates a function of a run that makes a stage, see `Run.making`."""

    def decorate(work: Callable[Concatenate[Run, P], T]) -> Callable[Concatenate[Run, P], T]:
        @wraps(work)
        def held(run: Run, /, *args: P.args, **options: P.kwargs) -> T:
            with run.making(stage):
                return work(run, *args, **options)

        return held

    return decorate


def _write_if_new(path: Path, content: bytes) -> None:
    """What is there already need not be written, nor may it be where the folder can only be read."""
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
    "hls/hls_project.json": "convert",
    "rtl/project.json": "rtl",
}
