"""The keys of a sweep config, and the design at each point of its axes."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, PrivateAttr, field_serializer, field_validator, model_validator

from codesign.base import config
from codesign.base.config import EPOCHS_MAX, SEED_BELOW, Strict
from codesign.cost import budget
from codesign.design.config_file import root_paths, rooted
from codesign.design.design import Design
from codesign.errors import ConfigError

Objective = Literal["score", "lut", "latency_ns"]
MANY = 100_000  # trials, workers, GiB: a larger number is taken for a typing error


class Range(Strict):
    """A range of numbers from which a search draws values."""

    low: float
    high: float
    log: bool = Field(False, description="even in the logarithm")
    whole: bool = Field(False, description="whole numbers only")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low < self.high:
            raise ValueError(f"low ({self.low:g}) must be below high ({self.high:g})")
        if self.log and self.low <= 0:
            raise ValueError(f"a logarithmic range starts above zero, found low: {self.low:g}")
        return self


class Search(Strict):
    """How the points on the axes are chosen."""

    method: Literal["grid", "random", "tpe", "nsga2"] = "grid"
    trials: int = Field(32, ge=1, le=MANY, description="points of a search that is not a grid")
    batch: int = Field(
        8, ge=2, le=MANY, description="points that are chosen together, from the results of all earlier ones"
    )
    seed: int = Field(1, ge=0, lt=SEED_BELOW)
    objectives: tuple[Objective, ...] = Field(
        ("score", "lut"), min_length=1, description="maximise the score, minimise the others"
    )
    storage: str | None = Field(
        None,
        repr=False,
        description="of the Optuna study: a database URL or journal:FILE; by default study.db in the folder",
    )

    @field_serializer("storage", when_used="json")
    def _without_password(self, storage: str | None) -> str | None:
        return storage and config.hide_passwords(storage)


class Gates(Strict):
    """Which designs are dropped before they cost more time."""

    before_training: bool = Field(True, description="drop designs that break the budget even in the best case")
    stopping: Literal["none", "median", "hyperband"] = Field("none", description="of trainings that fall behind")
    warm_up_epochs: int = Field(3, ge=0, le=EPOCHS_MAX, description="no training is stopped before")
    least_score: float | None = Field(None, description="lowest score of a survivor: macro AUC or width reduction")


class Limits(Strict):
    """Limits of one design; a design that exceeds one is recorded as failed, and the sweep goes on."""

    minutes: float = Field(
        180.0, gt=0, le=1e6, description="for each of its two parts: training to estimate, and firmware"
    )
    memory_gib: float = Field(12.0, gt=0, le=MANY, description="of the worker and its child processes")


class Cluster(Strict):
    """Where the workers run; for a batch system, the run folders must be on a file system that all nodes share."""

    kind: Literal["local", "htcondor", "slurm"] = "local"
    jobs: int = Field(2, ge=1, le=MANY, description="workers")
    memory_gib: float = Field(8.0, gt=0, le=MANY, description="requested from the batch system for each worker")
    walltime: str = Field("08:00:00", pattern=r"^\d+:\d\d:\d\d$", description="of a worker")
    queue: str | None = Field(None, description="Slurm's partition, or HTCondor's +JobFlavour")
    account: str | None = None
    container: str | None = Field(None, description="image with codesign in it, run by apptainer")
    extra: tuple[str, ...] = Field((), description="further lines of the job description")

    @model_validator(mode="after")
    def _of_a_batch_system(self) -> Self:
        if self.kind == "local":
            for key in ("queue", "account", "container"):
                if getattr(self, key) is not None:
                    raise ValueError(f"{key} is for a batch system; add kind: htcondor or kind: slurm, or remove it")
        return self


class SweepConfig(Strict):
    """A design file and the keys to vary in it.

    Each axis maps dotted keys to lists of equal length, which change together; every combination of the axes is a
    point. An axis with a single key may be a range, from which the search draws numbers.
    """

    name: str = Field("sweep", pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$")
    design: str = Field(description="the YAML file of the design, relative to this one")
    axes: tuple[dict[str, list[Any] | Range], ...]
    beside: tuple[str, ...] = Field(
        (), description="more design files, tried as they are beside the points of a grid; relative to this one"
    )
    search: Search = Search()
    gates: Gates = Gates()
    limits: Limits = Limits()
    cluster: Cluster = Cluster()
    keep: int = Field(6, ge=1, le=MANY, description="at most this many survivors become firmware")

    # dotted key -> the command-line option that varies it
    _options: dict[str, str] = PrivateAttr(default_factory=dict)

    @field_validator("axes")
    @classmethod
    def _even(cls, axes: tuple[dict[str, list[Any] | Range], ...]) -> tuple[dict[str, list[Any] | Range], ...]:
        seen: set[str] = set()
        for axis in axes:
            lengths = {key: len(values) for key, values in axis.items() if isinstance(values, list)}
            if len(set(lengths.values())) > 1 or 0 in lengths.values() or not axis:
                raise ValueError(f"the keys of one axis change together and need lists of one length, found {lengths}")
            if len(lengths) < len(axis) and len(axis) > 1:
                raise ValueError(f"a range stands alone in its axis, found it beside others: {', '.join(axis)}")
            if twice := seen & set(axis):
                raise ValueError(f"{min(twice)} is on two axes; a point would have two values of it")
            seen |= set(axis)
        return axes

    @model_validator(mode="after")
    def _drawable(self) -> Self:
        ranges = [key for axis in self.axes for key, values in axis.items() if isinstance(values, Range)]
        if ranges and self.search.method == "grid":
            raise ValueError(f"a grid cannot have ranges, found one of {ranges[0]}; list its values, or add a search")
        return self

    @model_validator(mode="after")
    def _beside_a_grid(self) -> Self:
        if self.beside and self.search.method != "grid":
            raise ValueError(f"beside: the search {self.search.method} tries points of its axes only; use a grid")
        stems = [Path(file).stem for file in self.beside]
        if len(set(stems)) < len(stems):
            raise ValueError("beside: two files have the same name, by which the sweep would call both designs")
        return self

    def replaced(self, axis: Mapping[str, list[Any]], option: str = "") -> Self:
        """A copy with `axis` added, and its keys removed from the other axes; option: the option that added it."""
        others = tuple({key: v for key, v in old.items() if key not in axis} for old in self.axes)
        axes = (*(old for old in others if old), dict(axis))
        changed = type(self).model_validate(self.model_dump() | {"axes": axes}, strict=False)
        changed._options.update(self._options | dict.fromkeys(axis, option))
        return changed


def grid(sweep_config: SweepConfig) -> Iterator[dict[str, Any]]:
    """Every point of the grid, as dotted key -> value."""
    steps = [list(choices(axis)) for axis in sweep_config.axes]
    for choice in itertools.product(*steps):
        yield {key: value for part in choice for key, value in part.items()}


def choices(axis: Mapping[str, list[Any] | Range]) -> Iterator[dict[str, Any]]:
    """The steps of an axis whose values are lists, each as dotted key -> value."""
    lists = [values for values in axis.values() if isinstance(values, list)]
    yield from (dict(zip(axis, values, strict=True)) for values in zip(*lists, strict=True))


def grid_size(sweep_config: SweepConfig) -> int:
    """Number of points of a grid; 0 for any other search."""
    lengths = (
        len(values) for axis in sweep_config.axes for values in [next(iter(axis.values()))] if isinstance(values, list)
    )
    return math.prod(lengths) + len(sweep_config.beside) if sweep_config.search.method == "grid" else 0


def base_of(sweep_config: SweepConfig, path: Path) -> Path:
    """Path of the design file that is varied; ConfigError if it does not exist. path: the sweep config."""
    return _design_file(path, sweep_config.design, ["design"])


def _design_file(path: Path, file: str, location: list[str | int]) -> Path:
    """Path of a design file that the sweep config at `path` names; ConfigError if it does not exist."""
    design_file = path.parent / file
    if not design_file.exists():
        raise ConfigError(
            f"{_line(path, location)}: {location[0]}: {file}: no such file; the path is relative to the"
            f" folder of this sweep, {path.parent.resolve()}"
        )
    return design_file


def designs_beside(sweep_config: SweepConfig, path: Path) -> tuple[Design, ...]:
    """The designs of `beside`, each named after the sweep and its file; ConfigError names a wrong key."""
    designs = []
    for number, file in enumerate(sweep_config.beside):
        design = _design_at(_name_beside(sweep_config, file), _design_file(path, file, ["beside", number]), {}, {})
        budget.load_budget(design.budget, design.firmware.part)
        designs.append(design)
    return tuple(designs)


def _name_beside(sweep_config: SweepConfig, file: str) -> str:
    return f"{sweep_config.name}-{_shown(Path(file).stem)}"


def design_at(sweep_config: SweepConfig, path: Path, point: Mapping[str, Any]) -> Design:
    """The design at a point; ConfigError names the wrong key. path: the sweep config."""
    base = base_of(sweep_config, path)
    values = {key: _rooted(sweep_config, path, key, value) for key, value in point.items()}
    name = design_name(sweep_config.name, point)
    try:
        design = _design_at(name, base, values, {})
    except ConfigError:  # again, now with the line number of each axis, which is slow to find and only an error needs
        design = _design_at(
            name, base, values, {key: _place(sweep_config, path, key, value) for key, value in point.items()}
        )
    budget.load_budget(design.budget, design.firmware.part)
    return design


def source_at(sweep_config: SweepConfig, path: Path, design: Design) -> config.Source:
    """Where the keys of a design of the sweep are set, for errors about its jets. path: the sweep config."""
    key = "jets.file"
    for file in sweep_config.beside:
        if design.name == _name_beside(sweep_config, file):
            return config.read_source(path.parent / file)
    on_an_axis = any(key in axis for axis in sweep_config.axes)
    places = {key: _place(sweep_config, path, key, design.jets.file)} if on_an_axis else {}
    return replace(config.read_source(base_of(sweep_config, path)), options=places)


def _rooted(sweep_config: SweepConfig, path: Path, key: str, value: Any) -> Any:
    """A value of an axis: paths in the sweep's file are relative to that file, paths in an option stay as given."""
    return (
        value
        if key in sweep_config._options
        else rooted(key, value, path.parent, lambda: _place(sweep_config, path, key, value))
    )


def _design_at(name: str, base: Path, point: Mapping[str, Any], places: Mapping[str, str]) -> Design:
    source = replace(config.read_source(base), options=places)
    data = source.data()
    root_paths(data, source, base.parent)
    for key, value in point.items():
        config.set_key(data, key, value, places.get(key, ""))
    data["name"] = name
    return config.parse(data, Design, source)


def _place(sweep_config: SweepConfig, path: Path, key: str, value: Any) -> str:
    """Where the value of an axis was set: a command-line option, or a line of the sweep's file."""
    if option := sweep_config._options.get(key):
        return option
    number = next(number for number, axis in enumerate(sweep_config.axes) if key in axis)
    return f"{_line(path, ['axes', number, key])}: axes: {key}={config.shown(value)}"


def _line(path: Path, location: list[str | int]) -> str:
    """File and line of a key; the file alone if it can no longer be read, as a resumed sweep does not need it."""
    try:
        return config.read_source(path).at(location)
    except ConfigError:
        return str(path)


def design_name(sweep: str, point: Mapping[str, Any]) -> str:
    """A readable name: the sweep's name and the values, each after the first letters of its key."""
    short = _short_keys(list(point))
    return "-".join([sweep, *(f"{short[key]}{_shown(value)}" for key, value in point.items())])


def _short_keys(keys: list[str]) -> dict[str, str]:
    """Dotted key -> the first letters of its last part, as many as tell all keys apart."""
    last = {key: key.rsplit(".", 1)[-1] for key in keys}
    letters = 1
    while len({name[:letters] for name in last.values()}) < len(set(last.values())):
        letters += 1
    return {key: name[:letters] for key, name in last.items()}


def _shown(value: Any) -> str:
    text = f"{value:.3g}" if isinstance(value, float) else str(value)
    return "".join(c if c.isalnum() or c in "._-" else "_" for c in text.replace(", ", "_").strip("[]"))
