"""Does it fit? Figures against a budget, with one line a limit.

A limit is PASS only if the upper end of the figure's band fits, FAIL only if the lower end does not, and INCONCLUSIVE
otherwise, also where nothing is known. A verdict is as bad as its worst limit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, field_validator, model_validator
from rich.table import Table
from rich.text import Text

from codesign.config import Strict, load, read_yaml
from codesign.errors import ConfigError, RunError
from codesign.figures import Figure, Timing, Usage

Outcome = Literal["PASS", "FAIL", "INCONCLUSIVE"]
EXIT_CODES: dict[Outcome, int] = {"PASS": 0, "FAIL": 1, "INCONCLUSIVE": 2}
_SHIPPED = Path(__file__).parent / "data" / "budgets"
_WORST_FIRST: tuple[Outcome, ...] = ("FAIL", "INCONCLUSIVE", "PASS")
_COLOURS: dict[Outcome, str] = {"PASS": "green", "FAIL": "bold red", "INCONCLUSIVE": "yellow"}


class Part(Strict):
    """What an FPGA holds, and where that is written. slr: its number of dies, of equal size."""

    name: str
    lut: int = Field(gt=0)
    ff: int = Field(gt=0)
    dsp: int = Field(ge=0)
    bram18: int = Field(ge=0, description="18 Kb block RAMs")
    uram: int = Field(ge=0)
    slr: int = Field(ge=1)
    source: str


class Budget(Strict):
    """What a model may use of a part, and when it must be ready.

    part: the name of a known one, or all of a Part's fields; slr: how many of its dies (without it: all);
    share: how much of those; interval_ns: a new jet must be able to enter that often; latency_ns: from a jet at the
    inputs to its result at the outputs.
    """

    part: Part
    share: float = Field(1.0, gt=0, le=1)
    slr: int | None = Field(None, ge=1)
    interval_ns: float = Field(gt=0)
    latency_ns: float = Field(gt=0)

    @field_validator("part", mode="before")
    @classmethod
    def _by_name(cls, part: Any) -> Any:
        if not isinstance(part, str):
            return part
        if part not in parts():
            raise ValueError(f"part {part!r} is unknown; use one of {', '.join(parts())}, or give its fields")
        return parts()[part]

    @model_validator(mode="after")
    def _dies(self) -> Self:
        if self.slr is not None and self.slr > self.part.slr:
            raise ValueError(f"{self.part.name} has {self.part.slr} SLRs, not {self.slr}")
        return self

    def allowed(self, resource: str, slr: int | None) -> float:
        """How many of "lut", "ff", ... the share of so many dies has."""
        total: int = getattr(self.part, resource)
        return total * (slr or self.part.slr) / self.part.slr * self.share

    def region(self, slr: int | None) -> str:
        """The share and the dies in words."""
        dies = f"{slr} of {self.part.slr} SLRs" if slr else "whole FPGA"
        return dies if self.share == 1 else f"{self.share:.0%} of {dies}"


def named(name: str, part: str) -> Budget:
    """The budget of a YAML file, or the one of this name in data/budgets/, for a design made for `part`.

    Raises ConfigError if there is none, or if it is for another part.
    """
    path = Path(name)
    if path.suffix not in (".yaml", ".yml"):
        shipped = {file.stem: file for file in sorted(_SHIPPED.glob("*.yaml"))}
        if name not in shipped:
            known = ", ".join(shipped)
            raise ConfigError(f"budget {name!r} is unknown; use one of {known}, or the path of a YAML file")
        path = shipped[name]
    budget = load(path, Budget)
    if budget.part.name != part:
        raise ConfigError(f"{path}: part: the budget is for {budget.part.name}, the design's firmware.part is {part}")
    return budget


def parts() -> dict[str, Part]:
    """The known parts by name, from data/parts.yaml."""
    with as_file(files("codesign") / "data" / "parts.yaml") as path:
        return {name: Part(name=name, **row) for name, row in read_yaml(path).items()}


@dataclass(frozen=True)
class Line:
    """One limit. used and allowed have the unit in the name; cycles: the same in clock cycles, for times."""

    name: str
    used: Figure
    allowed: float
    cycles: Figure | None = None

    @property
    def outcome(self) -> Outcome:
        """By the ends of the band."""
        if self.used.low is None or self.used.high is None:
            return "INCONCLUSIVE"
        if self.used.high <= self.allowed:
            return "PASS"
        return "FAIL" if self.used.low > self.allowed else "INCONCLUSIVE"

    @property
    def margin(self) -> str:
        """What is left of the limit at the upper end of the band; negative where that is above it."""
        if self.used.high is None or math.isinf(self.used.high):
            return "unknown"
        if self.allowed == 0:
            return f"{-self.used.high:,.0f}"
        return f"{(1 - self.used.high / self.allowed) * 100:.3g} %"

    @property
    def source(self) -> str:
        """Where the used figure comes from."""
        return self.used.label

    def to_dict(self) -> dict[str, Any]:
        """Plain data, with the outcome for readers of the file."""
        cycles = self.cycles.to_dict() if self.cycles else None
        return {**asdict(self), "used": self.used.to_dict(), "cycles": cycles, "outcome": self.outcome}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Inverse of `to_dict`."""
        cycles = Figure.from_dict(data["cycles"]) if data["cycles"] else None
        return cls(data["name"], Figure.from_dict(data["used"]), data["allowed"], cycles)


@dataclass(frozen=True)
class Verdict:
    """lines: the limits, which decide; information: figures beside other limits, which do not."""

    lines: tuple[Line, ...]
    information: tuple[Line, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """The worst of the limits."""
        return min((line.outcome for line in self.lines), key=_WORST_FIRST.index)

    @property
    def exit_code(self) -> int:
        """0 for PASS, 1 for FAIL, 2 for INCONCLUSIVE."""
        return EXIT_CODES[self.outcome]

    def to_dict(self) -> dict[str, Any]:
        """Plain data for `verdict.json`."""
        return {
            "outcome": self.outcome,
            "lines": [line.to_dict() for line in self.lines],
            "information": [line.to_dict() for line in self.information],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Inverse of `to_dict`; RunError for data that is no verdict."""
        try:
            lines, information = (tuple(Line.from_dict(row) for row in data[name]) for name in ("lines", "information"))
        except (KeyError, TypeError) as error:
            raise RunError(f"no verdict: {error} is missing or wrong; run `codesign check` again") from None
        return cls(lines, information)


def check(usage: Usage, timing: Timing, budget: Budget, hls: Timing) -> Verdict:
    """The verdict on a design: interval and latency first, then each resource.

    The same resources of the other region, whole FPGA or one SLR, and `hls`, the timing of the same network as HLS,
    are information. Where a figure has several sources, join them first with `or_else`.
    """
    other = None if budget.slr else 1
    return Verdict(
        (*_times(timing, budget, "RTL"), *_resources(usage, budget, budget.slr)),
        (*_times(hls, budget, "HLS"), *(_resources(usage, budget, other) if budget.part.slr > 1 else ())),
    )


def verdict_table(verdict: Verdict) -> Table:
    """All lines, the deciding ones first, for a terminal."""
    table = Table(title=Text(verdict.outcome, _COLOURS[verdict.outcome]))
    for column in ("limit", "used", "allowed", "margin", "source", "outcome"):
        table.add_column(column, justify="right" if column in ("used", "allowed", "margin") else "left")
    for line in verdict.lines:
        table.add_row(*_cells(line), Text(line.outcome, _COLOURS[line.outcome]))
    table.add_section()
    for line in verdict.information:
        table.add_row(*_cells(line), "information", style="dim")
    return table


def _times(timing: Timing, budget: Budget, how: str) -> tuple[Line, Line]:
    return (
        Line(f"interval of the {how} (ns)", timing.interval_ns, budget.interval_ns, timing.interval_cycles),
        Line(f"latency of the {how} (ns)", timing.latency_ns, budget.latency_ns, timing.latency_cycles),
    )


def _resources(usage: Usage, budget: Budget, slr: int | None) -> tuple[Line, ...]:
    return tuple(
        Line(f"{field.name.upper()}, {budget.region(slr)}", getattr(usage, field.name), budget.allowed(field.name, slr))
        for field in fields(usage)
    )


def _cells(line: Line) -> tuple[str, str, str, str, str]:
    used = _text(line.used)
    if line.cycles is not None and line.cycles.value is not None:
        used += f"\n{_text(line.cycles)} cycles"
    return line.name, used, _number(line.allowed), line.margin, line.source


def _text(figure: Figure) -> str:
    if figure.value is None or figure.low is None or figure.high is None:
        return "unavailable"
    if figure.low == figure.high:
        return _number(figure.value)
    return f"{_number(figure.value)} [{_number(figure.low)}, {_number(figure.high)}]"


def _number(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"
