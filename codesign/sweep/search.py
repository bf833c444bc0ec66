"""Which points of the axes to try next.

A grid lists all its points. The other searches are Optuna's. They propose points in batches: each batch depends on the
results of all batches before it, which are told to Optuna in order, and the seed of each point follows from its number.
So a search that was killed proposes the same points again. Only the engine's process opens the study.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from codesign.base.config import read_yaml
from codesign.design.design import Design
from codesign.errors import ConfigError
from codesign.runs.run import Run
from codesign.runs.stages import estimated
from codesign.sweep.config import Range, Search, SweepConfig, base_of, choices, design_at, designs_beside, grid
from codesign.sweep.storage import errors_of, storage

if TYPE_CHECKING:
    import optuna

RUN_KEY = "run"  # user attribute of an Optuna trial: the key of its design
Point = dict[str, Any]


@dataclass(frozen=True)
class Batch:
    """Designs to try together; trials: the number of each design's Optuna trial, empty for a grid."""

    designs: tuple[Design, ...]
    trials: tuple[int, ...] = ()


class GridSearch:
    """Every point of a grid, and the designs beside it.

    They come in batches if early stopping compares a training with those of earlier batches.
    """

    def __init__(self, sweep_config: SweepConfig, path: Path) -> None:
        points = (design_at(sweep_config, path, point) for point in grid(sweep_config))
        self.designs = (*points, *designs_beside(sweep_config, path))
        keys = [design.key for design in self.designs]
        if len(set(keys)) < len(keys):
            raise ConfigError(
                f"{path}: two designs of the sweep are the same; change a value of its axes, or a file of `beside`"
            )
        self.batch = sweep_config.search.batch if sweep_config.gates.stopping != "none" else len(keys)

    def batches(self) -> Iterator[Batch]:
        """All designs, in their order."""
        for first in range(0, len(self.designs), self.batch):
            yield Batch(self.designs[first : first + self.batch])

    def tell(self, batch: Batch, results: Mapping[str, tuple[float, ...] | None]) -> None:
        """Ignores the results: the points of a grid do not depend on them."""


class StudySearch:
    """Points that Optuna proposes. When a sweep resumes, the study is opened again with all earlier results."""

    def __init__(self, sweep_config: SweepConfig, path: Path, folder: Path) -> None:
        self.sweep_config, self.path, self.folder = sweep_config, path, folder
        design_at(
            sweep_config, path, {key: _first(values) for axis in sweep_config.axes for key, values in axis.items()}
        )

    @property
    def designs(self) -> tuple[Design, ...]:
        """The designs whose results the study has been told."""
        study = open_study(self.sweep_config, self.path, self.folder)
        with self._errors():
            return tuple(design_at(self.sweep_config, self.path, self._point(trial.params)) for trial in _told(study))

    def batches(self) -> Iterator[Batch]:
        """Batches until the study has `search.trials` results; the trials of a killed batch come again."""
        study = open_study(self.sweep_config, self.path, self.folder)
        while batch := self._next(study):
            yield batch

    def _next(self, study: optuna.Study) -> Batch | None:
        import optuna

        with self._errors():
            done = _told(study)
            if len(done) >= self.sweep_config.search.trials:
                return None
            size = self.sweep_config.search.batch
            # if the sweep was killed while it told results, the rest of that batch is still open
            batch = min(size - len(done) % size, self.sweep_config.search.trials - len(done))
            self._forget_half_asked(study)
            waiting = study.get_trials(deepcopy=False, states=(optuna.trial.TrialState.RUNNING,))
            while len(waiting) < batch:
                self._ask(study, len(done) + len(waiting))
                waiting = study.get_trials(deepcopy=False, states=(optuna.trial.TrialState.RUNNING,))
            designs = tuple(design_at(self.sweep_config, self.path, self._point(t.params)) for t in waiting)
        return Batch(designs, tuple(t.number for t in waiting))

    def tell(self, batch: Batch, results: Mapping[str, tuple[float, ...] | None]) -> None:
        """Tells the study the results of a batch: key of a design -> its objectives, None where a gate dropped it."""
        import optuna

        study = open_study(self.sweep_config, self.path, self.folder)
        for number, design in zip(batch.trials, batch.designs, strict=True):
            values = results[design.key]
            state = optuna.trial.TrialState.FAIL if values is None else optuna.trial.TrialState.COMPLETE
            with self._errors():
                study.tell(number, values, state=state)

    def _errors(self) -> AbstractContextManager[None]:
        return errors_of(self.sweep_config.search.storage, self.path, self.folder)

    def _forget_half_asked(self, study: optuna.Study) -> None:
        """Marks trials as failed whose values a kill left incomplete; new trials replace them."""
        import optuna

        for trial in study.get_trials(deepcopy=False, states=(optuna.trial.TrialState.RUNNING,)):
            if RUN_KEY not in trial.user_attrs:
                study.tell(trial.number, state=optuna.trial.TrialState.FAIL)

    def _ask(self, study: optuna.Study, index: int) -> None:
        study.sampler = _sampler(self.sweep_config.search, index)
        trial = study.ask()
        for axis in self.sweep_config.axes:
            _suggest(trial, axis)
        trial.set_user_attr(RUN_KEY, design_at(self.sweep_config, self.path, self._point(trial.params)).key)

    def _point(self, params: Mapping[str, Any]) -> Point:
        point: Point = {}
        for axis in self.sweep_config.axes:
            value = params[_name(axis)]
            only = next(iter(axis))
            point |= {only: value} if isinstance(axis[only], Range) else list(choices(axis))[int(value)]
        return point


def search(sweep_config: SweepConfig, path: Path, folder: Path) -> GridSearch | StudySearch:
    """The search of a config; ConfigError if a design at one of its points is wrong."""
    return (
        GridSearch(sweep_config, path)
        if sweep_config.search.method == "grid"
        else StudySearch(sweep_config, path, folder)
    )


def objectives(sweep_config: SweepConfig, run: Run) -> tuple[float, ...]:
    """The values of a finished run that the search optimises, in the order of `search.objectives`."""
    usage, timing = estimated(run)
    values = {
        "score": run.read("metrics.json")["score"]["value"],
        "lut": usage.lut.value,
        "latency_ns": timing.latency_ns(run.design.firmware.period_ns).value,
    }
    return tuple(float(values[name]) for name in sweep_config.search.objectives)


def open_study(sweep_config: SweepConfig, path: Path, folder: Path) -> optuna.Study:
    """The Optuna study of a sweep, created if it does not exist.

    Its name holds a digest of all that decides its points (axes, base design, search), so that a changed config in the
    same folder starts a new study.
    """
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    what = {"axes": sweep_config.model_dump(mode="json")["axes"], "base": read_yaml(base_of(sweep_config, path))}
    what["search"] = {
        k: v for k, v in sweep_config.search.model_dump(mode="json").items() if k not in ("storage", "trials")
    }
    digest = hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()[:8]
    directions: list[Literal["maximize", "minimize"]] = [
        "maximize" if name == "score" else "minimize" for name in sweep_config.search.objectives
    ]
    with errors_of(sweep_config.search.storage, path, folder):
        return optuna.create_study(
            study_name=f"{sweep_config.name}-{digest}",
            storage=storage(sweep_config.search.storage, folder),
            directions=directions,
            load_if_exists=True,
        )


def _sampler(settings: Search, index: int) -> optuna.samplers.BaseSampler:
    import optuna

    seed = (settings.seed * 1_000_003 + index) % 2**32  # NumPy takes seeds of 32 bits
    match settings.method:
        case "nsga2":
            return optuna.samplers.NSGAIISampler(seed=seed, population_size=settings.batch)
        case "tpe":
            return optuna.samplers.TPESampler(seed=seed, n_startup_trials=settings.batch, constant_liar=True)
        case _:
            return optuna.samplers.RandomSampler(seed=seed)


def _suggest(trial: optuna.Trial, axis: Mapping[str, list[Any] | Range]) -> None:
    values = next(iter(axis.values()))
    if isinstance(values, list):
        # the index, not the value: neighbours in the list are then neighbours for the sampler
        trial.suggest_int(_name(axis), 0, len(values) - 1)
    elif values.whole:
        trial.suggest_int(_name(axis), int(values.low), int(values.high), log=values.log)
    else:
        trial.suggest_float(_name(axis), values.low, values.high, log=values.log)


def _told(study: optuna.Study) -> list[optuna.trial.FrozenTrial]:
    return [t for t in study.get_trials(deepcopy=False) if t.state.is_finished() and RUN_KEY in t.user_attrs]


def _name(axis: Mapping[str, Any]) -> str:
    return "+".join(axis)


def _first(values: list[Any] | Range) -> Any:
    if isinstance(values, Range):
        return int(values.low) if values.whole else values.low
    return values[0]
