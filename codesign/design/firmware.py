"""Part, clock and inputs of a design's firmware."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from codesign.base.config import Strict

CLOCK_NS = 2.778  # if a design sets no clock; changing it would change the key of every such design


class Firmware(Strict):
    """Part, clock and inputs. The clock is given by its frequency or by its period, not by both."""

    part: str = "xcvu13p-flga2577-2-e"
    clock_mhz: float | None = Field(
        None, ge=10, le=2000, allow_inf_nan=False, description="at 360, 9 clocks are 25 ns exactly"
    )
    clock_ns: float | None = Field(None, gt=0, le=100, allow_inf_nan=False, description=f"by default {CLOCK_NS:g}")
    inputs: Literal["features", "words"] = Field("features", description="what enters: features, or PUPPI words")
    sorted_input: bool = Field(True, description="words come in falling pT; if not, the firmware sorts them")

    @model_validator(mode="before")
    @classmethod
    def _one_clock(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        given = [key for key in ("clock_mhz", "clock_ns") if data.get(key) is not None]
        if len(given) > 1:
            raise ValueError("clock_mhz and clock_ns both give the clock; leave one of them out")
        return data if given else {**data, "clock_ns": CLOCK_NS}

    @property
    def period_ns(self) -> Fraction:
        """The configured period, exact: 1000/360 ns for 360 MHz, and 2.778 ns for 2.778 ns."""
        if self.clock_ns is not None:
            return Fraction(repr(self.clock_ns))
        assert self.clock_mhz is not None
        return 1000 / Fraction(repr(self.clock_mhz))

    @property
    def clock(self) -> str:
        """The clock as it is configured: '360 MHz' or '2.778 ns'."""
        return f"{self.clock_ns:g} ns" if self.clock_ns is not None else f"{self.clock_mhz:g} MHz"

    @model_validator(mode="after")
    def _words_are_sorted(self) -> Self:
        if self.inputs == "features" and not self.sorted_input:
            raise ValueError("sorted_input: false is for a design that starts from words; add inputs: words")
        return self
