"""The folder of a sweep: one run folder per design, and `sweep.json` with the config and the decisions."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, ValidationError, model_validator

from codesign.base.config import Strict
from codesign.base.files import write_atomic
from codesign.base.locks import holder
from codesign.base.records import read_json
from codesign.errors import ConfigError, RunError
from codesign.runs.run import Run
from codesign.sweep.config import SweepConfig

SWEEP = "sweep.json"
LOCK = "sweep"  # held by the process that works on the sweep
# the cheapest gate first
GATES = {
    "estimate": "estimate before training",
    "stopping": "early stopping",
    "training": "training, freezing and RTL without an error",
    "exactness": "framework and RTL equal the reference",
    "budget": "inside the budget",
    "score": "least score",
    "pareto": "Pareto front",
    "places": "places",
    "firmware": "C simulation equals the reference",
}


@dataclass(frozen=True)
class Decision:
    """The gate that a design did not pass (a key of GATES), and why; both "" for a survivor."""

    gate: str
    why: str


KEPT = Decision("", "")


class _Decided(Strict):
    gate: str
    why: str


class _State(Strict):
    """The content of `sweep.json`. runs: names of the run folders beside it."""

    config: str
    asked: SweepConfig
    runs: tuple[Annotated[str, Field(pattern=r"^[A-Za-z0-9_-][A-Za-z0-9_.-]*$", max_length=200)], ...]
    decisions: dict[str, _Decided]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len(set(self.runs)) < len(self.runs):
            raise ValueError("a run is listed twice")
        if unknown := self.decisions.keys() - set(self.runs):
            raise ValueError(f"{min(unknown)!r} has a decision, but is not among the runs")
        if wrong := {row.gate for row in self.decisions.values()} - {"", *GATES}:
            raise ValueError(f"the gate {min(wrong)!r} is unknown")
        return self


@dataclass(frozen=True)
class Gate:
    """How many designs came to a gate, and which it dropped: run folder name -> why."""

    name: str
    entered: int
    dropped: Mapping[str, str]


@dataclass(frozen=True)
class Sweep:
    """The designs of a sweep, the folder that holds their runs, and the decisions so far.

    path: the sweep config; the path of the design file is relative to it. decisions: by the name of the run folder.
    """

    folder: Path
    path: Path
    config: SweepConfig
    runs: tuple[Run, ...] = ()
    decisions: Mapping[str, Decision] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name that the config gives the sweep."""
        return self.config.name

    @classmethod
    def open(cls, folder: Path | str) -> Self:
        """The sweep in a folder; ConfigError if there is none, or if its `sweep.json` is broken."""
        folder = Path(folder)
        path = folder / SWEEP
        if not path.exists():
            raise ConfigError(
                f"{folder} holds no sweep ({SWEEP} is missing); `codesign sweep CONFIG -o {folder}` makes one"
            )
        try:
            state = _State.model_validate_json(json.dumps(read_json(path, "codesign sweep CONFIG")))
        except (ValueError, RunError) as error:
            why = _first(error) if isinstance(error, ValidationError) else str(error).splitlines()[0]
            raise ConfigError(
                f"{path} is broken or of an earlier version ({why});"
                " the `codesign sweep` that made it writes it again, and trains nothing twice"
            ) from None
        decisions = {key: Decision(row.gate, row.why) for key, row in state.decisions.items()}
        return cls(folder, Path(state.config), state.asked, tuple(Run.open(folder / k) for k in state.runs), decisions)

    def rows(self) -> list[dict[str, Any]]:
        """One dict per design, in the order of the sweep: the varied keys, the score and the cost.

        The keys are those of `codesign.sweep.table.row_of`; a value that is not known is None.
        """
        from codesign.sweep.table import row_of

        return [row_of(self, run) for run in self.runs]

    def table(self) -> Any:
        """`rows()` as a pandas DataFrame, one row per design; CodesignError if pandas is not installed."""
        from codesign.sweep.table import data_frame

        return data_frame(self.rows())

    @property
    def worker(self) -> str | None:
        """The process that works on the sweep, in words; None if there is none."""
        return holder(self.folder, LOCK)

    @property
    def command(self) -> str:
        """The command that starts or resumes the sweep."""
        return f"codesign sweep {shlex.quote(str(self.path))} -o {shlex.quote(str(self.folder))}"

    def save(self) -> Self:
        """Writes `sweep.json` atomically; returns the sweep."""
        state = {
            "config": str(self.path),
            "asked": self.config.model_dump(mode="json"),
            "runs": [run.folder.name for run in self.runs],
            "decisions": {key: {"gate": d.gate, "why": d.why} for key, d in self.decisions.items()},
        }
        write_atomic(self.folder / SWEEP, (json.dumps(state, indent=1) + "\n").encode())
        return self

    def decided(self, decisions: Mapping[str, Decision]) -> Self:
        """The sweep with `decisions` added, after saving it."""
        return replace(self, decisions={**self.decisions, **decisions}).save()

    @property
    def reasons(self) -> dict[str, str]:
        """Run folder name -> why the design was dropped, "" for a survivor; undecided designs are left out."""
        return {key: decision.why for key, decision in self.decisions.items()}

    @property
    def survivors(self) -> tuple[Run, ...]:
        """The runs that passed all gates so far."""
        return tuple(run for run in self.runs if self.decisions.get(run.folder.name) == KEPT)

    def fate(self, run: Run) -> dict[str, Any]:
        """Whether a design is a "survivor" so far, which "gate" dropped it and "why"; None where it is not decided."""
        decision = self.decisions.get(run.folder.name)
        if decision is None:
            return {"survivor": None, "gate": None, "why": None}
        return {"survivor": not decision.why, "gate": decision.gate or None, "why": decision.why or None}

    @property
    def is_over(self) -> bool:
        """Whether all designs are decided, and the firmware of each survivor is finished or has failed."""
        decided = bool(self.runs) and all(run.folder.name in self.decisions for run in self.runs)
        return decided and all(progress(run)["stage"] in ("done", "failed") for run in self.survivors)

    @property
    def funnel(self) -> tuple[Gate, ...]:
        """The gates in order, each with the designs that entered and those it dropped; without gates that are off."""
        gates, left = [], len(self.runs)
        for key, name in GATES.items():
            if key in self._off:
                continue
            dropped = {run: d.why for run, d in self.decisions.items() if d.gate == key}
            gates.append(Gate(name, left, dropped))
            left -= len(dropped)
        return tuple(gates)

    @property
    def _off(self) -> set[str]:
        sweep_gates = self.config.gates
        on = {
            "estimate": sweep_gates.before_training,
            "stopping": sweep_gates.stopping != "none",
            "score": sweep_gates.least_score is not None,
        }
        return {key for key, is_on in on.items() if not is_on}


def name_and_runs(folder: Path) -> tuple[str, set[str]] | None:
    """The name and the run folder names of the sweep in a folder, of any version; None if they cannot be read."""
    try:
        state = read_json(folder / SWEEP, "codesign sweep CONFIG")
        return str(state["asked"]["name"]), set(map(str, state["runs"]))
    except (OSError, RunError, KeyError, TypeError):
        return None


def _first(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}".removeprefix(": ")


Tick = Callable[[Sweep], None]  # redraws the progress of a sweep while it runs


def progress(run: Run) -> dict[str, Any]:
    """The last entry of a run's worker in `progress.json`; stage "waiting" if there is none yet."""
    return run.read("progress.json") if run.has("progress.json") else {"stage": "waiting"}
