"""Whether a design fits: figures compared with a budget, one line per limit.

A limit is PASS only if the upper end of the figure's band fits, FAIL only if the lower end does not, and INCONCLUSIVE
otherwise, also if nothing is known or a proof is still open. A verdict is as bad as its worst limit. Latency and
interval are judged at the requested clock, the one that the crate delivers; whether the firmware reaches that clock is
a separate limit, which is PASS only for a routed design.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from fractions import Fraction
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from codesign.base.config import Strict, load, read_yaml, unknown
from codesign.cost.figures import Figure, Timing, Usage
from codesign.errors import ConfigError

Outcome = Literal["PASS", "FAIL", "INCONCLUSIVE"]
EXIT_CODES: dict[Outcome, int] = {"PASS": 0, "FAIL": 1, "INCONCLUSIVE": 2}
_SHIPPED = Path(__file__).parent / "data" / "budgets"
_WORST_FIRST: tuple[Outcome, ...] = ("FAIL", "INCONCLUSIVE", "PASS")
CLOCK = "clock of the RTL (ns)"
UNROUTED = "only routing can confirm the clock"


class Part(Strict):
    """The resources of an FPGA. slr: the number of its dies, of equal size; source: the document with these numbers."""

    name: str
    lut: int = Field(gt=0)
    ff: int = Field(gt=0)
    dsp: int = Field(ge=0)
    bram18: int = Field(ge=0, description="18 Kb block RAMs")
    uram: int = Field(ge=0)
    slr: int = Field(ge=1)
    source: str


class Budget(Strict):
    """How much of a part a model may use, and how fast it must be.

    part: the name of a known part, or all fields of a Part; slr: how many of its dies (None: all); share: the fraction
    of those dies; interval_ns: the longest time from one jet to the next; latency_ns: the longest time from a jet at
    the inputs to its result at the outputs; unrouted: "allow" leaves the clock of an unrouted design out of the exit
    code, unless its whole band misses the limit. The verdict's words mention the clock either way.
    """

    part: Part
    share: float = Field(1.0, gt=0, le=1)
    slr: int | None = Field(None, ge=1)
    interval_ns: float = Field(gt=0, le=1e6)
    latency_ns: float = Field(gt=0, le=1e6)
    unrouted: Literal["open", "allow"] = "open"

    @field_validator("part", mode="before")
    @classmethod
    def _by_name(cls, part: Any) -> Any:
        if not isinstance(part, str):
            return part
        if part not in parts():
            raise ValueError(unknown("part", part, parts(), ", or give its fields"))
        return parts()[part]

    @model_validator(mode="after")
    def _dies(self) -> Self:
        if self.slr is not None and self.slr > self.part.slr:
            raise ValueError(f"{self.part.name} has {self.part.slr} SLRs, not {self.slr}")
        return self

    def allowed(self, resource: str, slr: int | None) -> float:
        """The number of `resource` ("lut", "ff", ...) in the share of `slr` dies; None: of the whole FPGA."""
        total: int = getattr(self.part, resource)
        return total * (slr or self.part.slr) / self.part.slr * self.share

    def region(self, slr: int | None) -> str:
        """The share and the dies in words: '80% of 1 of 4 SLRs'."""
        dies = f"{slr} of {self.part.slr} SLRs" if slr else "whole FPGA"
        return dies if self.share == 1 else f"{self.share:.0%} of {dies}"


def load_budget(name: str, part: str) -> Budget:
    """The budget in the YAML file `name`, or the one of that name in data/budgets/, for a design on `part`.

    Raises ConfigError if there is no such budget, or if it is for another part.
    """
    path = Path(name)
    if path.suffix not in (".yaml", ".yml"):
        shipped = {file.stem: file for file in sorted(_SHIPPED.glob("*.yaml"))}
        if name not in shipped:
            raise ConfigError(unknown("budget", name, shipped, ", or the path of a YAML file"))
        path = shipped[name]
    budget = load(path, Budget)
    if budget.part.name != part:
        raise ConfigError(f"{path}: part: the budget is for {budget.part.name}, the design's firmware.part is {part}")
    return budget


def parts() -> dict[str, Part]:
    """Name -> known part, from data/parts.yaml."""
    with as_file(files("codesign.cost") / "data" / "parts.yaml") as path:
        return {name: Part(name=name, **row) for name, row in read_yaml(path).items()}


@dataclass(frozen=True)
class Limit:
    """One limit. used, allowed: in the unit that `name` ends with; cycles: `used` in clock cycles, for times.

    detail: a remark on the figure; open: the reason why the limit cannot be PASS yet, whatever the figure;
    waived: the budget leaves an INCONCLUSIVE outcome out of the exit code.
    """

    name: str
    used: Figure
    allowed: float
    cycles: Figure | None = None
    detail: str = ""
    open: str = ""
    waived: bool = False

    @property
    def outcome(self) -> Outcome:
        """PASS, FAIL or INCONCLUSIVE, from the ends of the band."""
        if self.used.low is None or self.used.high is None:
            return "INCONCLUSIVE"
        if self.used.low > self.allowed:
            return "FAIL"
        return "PASS" if self.used.high <= self.allowed and not self.open else "INCONCLUSIVE"

    @property
    def margin(self) -> str:
        """The part of the limit that the upper end of the band leaves free, in %; negative if it exceeds the limit.

        In the resource's own unit if nothing is allowed; "unknown" without an upper end.
        """
        if self.used.high is None or math.isinf(self.used.high):
            return "unknown"
        if self.allowed == 0:
            return f"{0 - self.used.high:,.0f}"
        return f"{(1 - self.used.high / self.allowed) * 100:.3g} %"

    @property
    def source(self) -> str:
        """The origin of `used`: its kind, stage and tool."""
        return self.used.label

    @property
    def remarks(self) -> tuple[str, ...]:
        """The remarks to print below the figure."""
        undecided = self.outcome == "INCONCLUSIVE"
        waived = "the budget waives this" if self.waived and undecided else ""
        return tuple(text for text in (self.detail, self.open if undecided else "", waived) if text)

    def to_dict(self) -> dict[str, Any]:
        """Plain data, with the outcome."""
        cycles = self.cycles.to_dict() if self.cycles else None
        return {**vars(self), "used": self.used.to_dict(), "cycles": cycles, "outcome": self.outcome}


@dataclass(frozen=True)
class Verdict:
    """lines: the limits that decide; information: further figures and limits, which do not count."""

    lines: tuple[Limit, ...]
    information: tuple[Limit, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """The worst outcome of the limits, without waived ones that are INCONCLUSIVE."""
        counted = (line.outcome for line in self.lines if not (line.waived and line.outcome == "INCONCLUSIVE"))
        return min(counted, key=_WORST_FIRST.index, default="PASS")

    @property
    def exit_code(self) -> int:
        """0 for PASS, 1 for FAIL, 2 for INCONCLUSIVE."""
        return EXIT_CODES[self.outcome]

    @property
    def unrouted(self) -> bool:
        """Whether everything fits except for a clock that only routing can confirm."""
        rest = [line for line in self.lines if line.outcome != "PASS"]
        return [(line.outcome, line.open) for line in rest] == [("INCONCLUSIVE", UNROUTED)]

    @property
    def fits(self) -> bool:
        """Whether every limit is PASS, or INCONCLUSIVE only for the unrouted clock."""
        return self.unrouted or all(line.outcome == "PASS" for line in self.lines)

    @property
    def short(self) -> str:
        """The verdict for a cell of a table."""
        if self.fits:
            return "fits, unrouted" if self.unrouted else "fits"
        return "does not fit" if self.outcome == "FAIL" else "may fit"

    @property
    def words(self) -> str:
        """The verdict in words, such as 'fits, at a clock that only routing can confirm'."""
        if self.unrouted:
            waived = " (waived by the budget)" if self.outcome == "PASS" else ""
            return f"fits, at a clock that only routing can confirm{waived}"
        names = "; ".join(line.name for line in self.lines if line.outcome == self.outcome)
        words = {"PASS": "fits", "FAIL": f"does not fit: {names}", "INCONCLUSIVE": f"may fit; open: {names}"}
        return words[self.outcome]

    def to_dict(self) -> dict[str, Any]:
        """Plain data for `verdict.json`."""
        return {
            "outcome": self.outcome,
            "words": self.words,
            "lines": [line.to_dict() for line in self.lines],
            "information": [line.to_dict() for line in self.information],
        }


def check(usage: Usage, timing: Timing, budget: Budget, hls: Timing, period_ns: Fraction) -> Verdict:
    """The verdict on figures: interval and latency at the requested clock of `period_ns`, then each resource.

    Two things are information only: `hls`, the timing of the same network as HLS, and the resources of the other
    region (whole FPGA or one SLR). If a figure has several sources, join them first with `or_else`.
    """
    other = None if budget.slr else 1
    beside = _resources(usage, budget, other) if budget.part.slr > 1 else ()
    return Verdict(
        (*_times(timing, budget, "RTL", period_ns), *_resources(usage, budget, budget.slr)),
        (*_times(hls, budget, "HLS", period_ns), *beside),
    )


def _times(timing: Timing, budget: Budget, how: str, period_ns: Fraction) -> tuple[Limit, Limit]:
    interval, latency = timing.interval_ns(period_ns), timing.latency_ns(period_ns)
    return (
        Limit(f"interval of the {how} (ns)", interval, budget.interval_ns, timing.interval_cycles),
        Limit(f"latency of the {how} (ns)", latency, budget.latency_ns, timing.latency_cycles),
    )


def _resources(usage: Usage, budget: Budget, slr: int | None) -> tuple[Limit, ...]:
    return tuple(
        Limit(
            f"{field.name.upper()}, {budget.region(slr)}", getattr(usage, field.name), budget.allowed(field.name, slr)
        )
        for field in fields(usage)
    )
