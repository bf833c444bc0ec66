"""Numbers with their origin: no resource or time is ever a bare float.

`kind` says how far a Figure can be trusted:
    measured       read from the design itself at that stage: a report after routing, a simulation
    tool-estimate  predicted by a vendor's tool, such as C synthesis
    mapped-yosys   counted in a netlist of an open synthesis tool
    estimated      calculated with a calibration, or counted in generated code, with a band
    unavailable    not known; never filled with a guess
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from fractions import Fraction
from typing import Any, Literal, Self, get_args

from codesign.errors import RunError

Kind = Literal["measured", "tool-estimate", "mapped-yosys", "estimated", "unavailable"]


@dataclass(frozen=True)
class Figure:
    """A value, the band in which the true value is expected, and their origin.

    stage: the point in the flow, such as "RTL trace" or "post-route"; tool: name and version.
    value, low and high are None if and only if kind is "unavailable"; high is infinite for an open band.
    Raises ValueError for an unknown kind, for anything but numbers and text, and for a value outside its band.
    """

    value: float | None
    low: float | None
    high: float | None
    kind: Kind
    stage: str
    tool: str
    note: str = ""

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise ValueError(f"kind {self.kind!r} is unknown; use one of {', '.join(get_args(Kind))}")
        numbers = [number for number in (self.value, self.low, self.high) if number is not None]
        if any(isinstance(number, bool) or not isinstance(number, int | float) for number in numbers):
            raise ValueError(f"value, low and high are numbers, not {', '.join(map(repr, numbers))}")
        if any(not isinstance(text, str) for text in (self.stage, self.tool, self.note)):
            raise ValueError("stage, tool and note are texts")
        if len(numbers) != (0 if self.kind == "unavailable" else 3):
            raise ValueError("value, low and high are None for an unavailable figure, and only for one")
        if numbers:
            value, low, high = numbers
            if not (0 <= low <= value <= high and math.isfinite(value)):
                raise ValueError(f"{value} is not a finite value inside a band [{low}, {high}] above 0")

    @classmethod
    def exactly(cls, value: float, kind: Kind, stage: str, tool: str, note: str = "") -> Self:
        """A figure whose band has no width."""
        return cls(value, value, value, kind, stage, tool, note)

    @classmethod
    def unavailable(cls, stage: str, tool: str, note: str) -> Self:
        """A figure without numbers; `note` says why they are not known."""
        return cls(None, None, None, "unavailable", stage, tool, note)

    @property
    def label(self) -> str:
        """The origin, which a table must print beside the number: 'estimated: RTL trace (alkaid 0.8.2)'."""
        return f"{self.kind}: {self.stage} ({self.tool})"

    def times(self, factor: Fraction) -> Figure:
        """This figure times `factor`, multiplied exactly: 9 cycles of 1000/360 ns are 25 ns, not 25.000000000000004."""
        value, low, high = (_product(number, factor) for number in (self.value, self.low, self.high))
        return replace(self, value=value, low=low, high=high)

    def over(self, number: float) -> Figure:
        """`number` divided by this figure, such as a frequency from a period; unavailable if this figure is 0."""
        if self.low is None or self.high is None or not self.value:
            return type(self).unavailable(self.stage, self.tool, self.note)
        high = number / self.low if self.low else math.inf
        return replace(self, value=number / self.value, low=number / self.high, high=high)

    def to_dict(self) -> dict[str, Any]:
        """Plain data; JSON has no infinity, so `high` of an open band is the text "inf"."""
        return {**asdict(self), "high": "inf" if self.high == math.inf else self.high}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Inverse of `to_dict`; RunError if the data is not a figure."""
        try:
            return cls(**{**data, "high": math.inf if data["high"] == "inf" else data["high"]})
        except (TypeError, KeyError, ValueError) as error:
            raise RunError(f"no figure: {str(data)[:200]} ({error}); run the stage that wrote it again") from None


def _product(number: float | None, factor: Fraction) -> float | None:
    return number if number is None or math.isinf(number) else float(Fraction(number) * factor)


@dataclass(frozen=True)
class _Figures:
    """A record whose fields are all Figures."""

    def to_dict(self) -> dict[str, Any]:
        """Name -> the figure as plain data."""
        return {field.name: getattr(self, field.name).to_dict() for field in fields(self)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Inverse of `to_dict`; RunError for missing, unknown or broken figures."""
        names = [field.name for field in fields(cls)]
        if not isinstance(data, Mapping) or sorted(data) != sorted(names):
            given = ", ".join(map(str, data)) if isinstance(data, Mapping) else repr(data)
            raise RunError(f"expected the figures {', '.join(names)}, found {given}; run the stage again")
        return cls(**{name: Figure.from_dict(data[name]) for name in names})

    @classmethod
    def unavailable(cls, stage: str, tool: str, note: str) -> Self:
        """A record of unavailable figures; `note` says why they are not known."""
        return cls(**{field.name: Figure.unavailable(stage, tool, note) for field in fields(cls)})

    def or_else(self, other: Self) -> Self:
        """These figures, with each unavailable one taken from `other`."""
        mine = {field.name: getattr(self, field.name) for field in fields(self)}
        return type(self)(**{n: f if f.value is not None else getattr(other, n) for n, f in mine.items()})


@dataclass(frozen=True)
class Usage(_Figures):
    """FPGA resources of a design. bram18: 18 Kb block RAMs."""

    lut: Figure
    ff: Figure
    dsp: Figure
    bram18: Figure
    uram: Figure


@dataclass(frozen=True)
class Timing(_Figures):
    """Clock, latency and interval of a design.

    clock_ns: the shortest period that the firmware is expected to reach, or reached after routing, but not shorter than
    the requested one; latency_cycles: clock edges from a jet at the inputs to its result at the outputs, with the input
    and the output register; interval_cycles: cycles from one jet to the next.
    """

    clock_ns: Figure
    latency_cycles: Figure
    interval_cycles: Figure

    @property
    def clock_mhz(self) -> Figure:
        """The frequency of `clock_ns` in MHz."""
        return self.clock_ns.over(1000.0)

    def latency_ns(self, period_ns: Fraction) -> Figure:
        """The latency in ns at a clock of `period_ns`: the crate's clock, not the expected `clock_ns`."""
        return self.latency_cycles.times(period_ns)

    def interval_ns(self, period_ns: Fraction) -> Figure:
        """The interval in ns at a clock of `period_ns`."""
        return self.interval_cycles.times(period_ns)
