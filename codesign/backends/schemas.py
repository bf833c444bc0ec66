"""Schemas of the JSON records in firmware projects."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from codesign.base.records import Amount, Count, Data, Length, Positive, Record, made_by
from codesign.net.fixedpoint import BITS_MOST, FixedPoint

Type = Annotated[Data, made_by(FixedPoint.from_dict)]


class Sources(Record):
    """The keys of a firmware project that verbs read. A missing key is reported by the code that needs it."""

    name: str = ""
    net: str = ""
    tool: str = ""
    part: str = ""
    clock_ns: Positive = 1.0


class Rtl(Sources):
    flavor: Literal["verilog", "vhdl"] = "verilog"
    port: Type | None = None
    port_shape: list[Length] = Field(default_factory=list)
    outputs: dict[str, list[Length]] = Field(default_factory=dict)
    stages: Count = 0
    levels_a_stage: Length = 1
    adder_cost: Amount = 0.0
    register_bits: Count = 0
    multipliers: Count = 0
    lookups: Count = 0


class Tensor(Record):
    layer: str
    shape: list[Length]


class Hls(Sources):
    clock_uncertainty_percent: Annotated[float, Field(ge=0, lt=100)] = 0.0
    port: str = ""
    outputs: list[str] = Field(default_factory=list)
    tensors: dict[str, Tensor] = Field(default_factory=dict)
    port_type: Type | None = None


class Element(Record):
    element: str
    offset: Annotated[int, Field(ge=0, le=10**8)]
    width: Annotated[int, Field(ge=0, le=63)]
    signed: bool
    fraction: Annotated[int, Field(ge=-BITS_MOST, le=BITS_MOST)]


RTL_PROJECT = TypeAdapter(Rtl)
HLS_PROJECT = TypeAdapter(Hls)
PORTS = TypeAdapter(dict[str, list[Element]])
