"""What the records of a run must hold, by their file names; of others only that they are a mapping is known.

The rows of agreement.json are checked by `codesign.proof`, and what verdict.json says is judged again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter

from codesign.errors import CodesignError
from codesign.figures import Timing, Usage
from codesign.fixedpoint import BITS_MOST, FixedPoint

BROKEN = (ValueError, LookupError, TypeError, AttributeError, EOFError, MemoryError, RecursionError, OverflowError)


def _made(make: Callable[[Any], object]) -> AfterValidator:
    """Data of which `make` makes something."""

    def check(data: Any) -> Any:
        try:
            make(data)
        except (CodesignError, *BROKEN) as error:
            raise ValueError(str(error) or type(error).__name__) from None
        return data

    return AfterValidator(check)


Data = dict[str, Any]
Amount = Annotated[float, Field(ge=0, le=1e15)]  # of anything that is counted or measured: more is damage
Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0, le=1e15)]
Count = Annotated[int, Field(ge=0, le=10**15)]
Length = Annotated[int, Field(ge=1, le=10**9)]
Type = Annotated[Data, _made(FixedPoint.from_dict)]


class _File(BaseModel):
    """Keys that are read; there may be others."""

    model_config = ConfigDict(strict=True, extra="allow", allow_inf_nan=False)


class _Score(_File):
    name: str = "score"
    value: float
    error: Amount


class _Auc(_File):
    auc: Share
    error: Amount


class _Efficiency(_File):
    signal: str
    mistag: Share
    efficiency: Share
    error: Amount


class _Width(_File):
    width: Amount | None
    width_error: Amount | None


class _Response(_File):
    quantity: str
    core_gev: Annotated[list[Amount], Field(min_length=2, max_length=2)]
    overall: dict[str, _Width]


class _Sample(_File):
    file: str
    digest: str
    test: Count


class _Metrics(_File):
    score: _Score
    jets: _Sample
    classes: list[str] = []
    macro: _Auc | None = None
    one_against_rest: dict[str, _Auc] = {}
    efficiencies: list[_Efficiency] = []
    responses: dict[str, _Response] = {}


class _Epoch(_File):
    epoch: Annotated[float, Field(ge=1, le=1e9)]
    loss: float
    validation_score: float


class _History(_File):
    epochs: list[_Epoch]


class _Estimate(_File):
    usage: Annotated[Data, _made(Usage.from_dict)]
    timing: Annotated[Data, _made(Timing.from_dict)]


class _Cosim(_File):
    timing: Annotated[Data, _made(Timing.from_dict)]


class _Verdict(_File):
    budget: str


class _Progress(_File):
    stage: str
    error: str = ""
    epoch: Amount = 0.0
    epochs: Positive = 1.0


class _Sources(_File):
    """Of firmware: what verbs read of it; whoever needs a key that is missing says so."""

    name: str = ""
    net: str = ""
    tool: str = ""
    part: str = ""
    clock_ns: Positive = 1.0


class _Rtl(_Sources):
    flavor: Literal["verilog", "vhdl"] = "verilog"
    port: Type | None = None
    port_shape: list[Length] = []
    outputs: dict[str, list[Length]] = {}
    stages: Count = 0
    levels_a_stage: Length = 1
    adder_cost: Amount = 0.0
    register_bits: Count = 0
    multipliers: Count = 0
    lookups: Count = 0


class _Tensor(_File):
    layer: str
    shape: list[Length]


class _Hls(_Sources):
    clock_uncertainty_percent: Annotated[float, Field(ge=0, lt=100)] = 0.0
    port: str = ""
    outputs: list[str] = []
    tensors: dict[str, _Tensor] = {}
    port_type: Type | None = None


class _Element(_File):
    element: str
    offset: Annotated[int, Field(ge=0, le=10**8)]
    width: Annotated[int, Field(ge=0, le=63)]
    signed: bool
    fraction: Annotated[int, Field(ge=-BITS_MOST, le=BITS_MOST)]


class _Row(_File):
    firmware: Literal["RTL", "HLS"]
    interval_cycles: Length
    candidates: Length
    usage: Annotated[Data, _made(Usage.from_dict)]
    timing: Annotated[Data, _made(Timing.from_dict)]
    agreement: list[Data]


class _Intervals(_File):
    period_ns: Positive
    crossing_cycles: Annotated[int, Field(ge=1, le=10**6)]
    rows: list[_Row]


class _Result(_File):
    clock_ns: Positive
    uncertainty_ns: Amount
    seconds: Amount
    usage: Annotated[Data, _made(Usage.from_dict)]
    timing: Annotated[Data, _made(Timing.from_dict)]


class _Vendor(_File):
    rows: list[_Result]


class _Mapped(_File):
    usage: Annotated[Data, _made(Usage.from_dict)]
    carry4: Count
    depth: Count


SCHEMAS: dict[str, TypeAdapter[Any]] = {
    "metrics.json": TypeAdapter(_Metrics),
    "history.json": TypeAdapter(_History),
    "estimate.json": TypeAdapter(_Estimate),
    "cosim.json": TypeAdapter(_Cosim),
    "verdict.json": TypeAdapter(_Verdict),
    "progress.json": TypeAdapter(_Progress),
    "project.json": TypeAdapter(_Rtl),
    "hls_project.json": TypeAdapter(_Hls),
    "intervals.json": TypeAdapter(_Intervals),
    "synth_vitis.json": TypeAdapter(_Vendor),
    "synth_vivado.json": TypeAdapter(_Vendor),
    "ports.json": TypeAdapter(dict[str, list[_Element]]),
    "synth_yosys.json": TypeAdapter(_Mapped),
    "versions.json": TypeAdapter(dict[str, str]),
}
