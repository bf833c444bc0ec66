"""Schemas of a run's records, by file name; any other record only has to be a mapping.

The rows of agreement.json are checked by `codesign.runs.proof`, and the verdict of verdict.json is computed anew.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, TypeAdapter, model_validator

from codesign.backends.schemas import HLS_PROJECT, PORTS, RTL_PROJECT
from codesign.base.records import Amount, Count, Data, Length, Positive, Record, Share, made_by, read_checked, read_json
from codesign.cost.figures import Timing, Usage


class _Score(Record):
    name: str
    value: float
    error: Amount


class _Auc(Record):
    auc: Share
    error: Amount


class _AucOfJets(_Auc):
    jets: Count


class _WithinProcess(_AucOfJets):
    process: str


class _Efficiency(Record):
    signal: str
    mistag: Share
    efficiency: Share
    error: Amount
    jets: Count


class _Resolution(Record):
    median: float | None
    median_error: Amount | None
    width: Amount | None
    width_error: Amount | None


class _Bin(Record):
    low: float
    high: float
    raw: _Resolution | None = None
    network: _Resolution | None = None
    all_candidates: _Resolution | None = None
    calibrated: _Resolution | None = None


class _Overall(Record):
    raw: _Resolution
    network: _Resolution
    all_candidates: _Resolution | None = None
    calibrated: _Resolution | None = None


class _Response(Record):
    quantity: str
    core_gev: Annotated[list[Amount], Field(min_length=2, max_length=2)]
    overall: _Overall
    true_bins: list[_Bin]
    calibration: Data | None


class _Sculpting(Record):
    share: Share
    jets: Count
    divergence: Share
    by_chance: Share


class _Sample(Record):
    file: str
    digest: str
    train: Count
    test: Count


class _Metrics(Record):
    score: _Score
    jets: _Sample
    classes: Annotated[list[str], Field(min_length=1)]
    macro: _Auc | None = None
    one_against_rest: dict[str, _AucOfJets] = Field(default_factory=dict)
    b_against_light: list[_WithinProcess] = Field(default_factory=list)
    efficiencies: list[_Efficiency] = Field(default_factory=list)
    responses: dict[str, _Response] = Field(default_factory=dict)
    sculpting: list[_Sculpting] = Field(default_factory=list)


class _Epoch(Record):
    epoch: Annotated[float, Field(ge=1, le=1e9)]
    loss: float
    validation_score: float


class _History(Record):
    epochs: list[_Epoch]


class _Estimate(Record):
    usage: Annotated[Data, made_by(Usage.from_dict)]
    timing: Annotated[Data, made_by(Timing.from_dict)]


class _Cosim(Record):
    timing: Annotated[Data, made_by(Timing.from_dict)]


class _Verdict(Record):
    budget: str


class _Progress(Record):
    stage: str
    error: str = ""
    epoch: Amount = 0.0
    epochs: Annotated[float, Field(ge=1, le=1e9)] = 1.0

    @model_validator(mode="after")
    def _of_so_many(self) -> Self:
        if "epoch" in self.model_fields_set and "epochs" not in self.model_fields_set:
            raise ValueError("epoch without the number of epochs")
        return self


class _Row(Record):
    firmware: Literal["RTL", "HLS"]
    interval_cycles: Length
    candidates: Length
    usage: Annotated[Data, made_by(Usage.from_dict)]
    timing: Annotated[Data, made_by(Timing.from_dict)]
    agreement: list[Data]


class _Intervals(Record):
    period_ns: Positive
    crossing_cycles: Annotated[int, Field(ge=1, le=10**6)]
    rows: list[_Row]


class _Result(Record):
    clock_ns: Positive
    uncertainty_ns: Amount
    seconds: Amount
    usage: Annotated[Data, made_by(Usage.from_dict)]
    timing: Annotated[Data, made_by(Timing.from_dict)]


class _Vendor(Record):
    rows: list[_Result]


class _Mapped(Record):
    usage: Annotated[Data, made_by(Usage.from_dict)]
    carry4: Count
    depth: Count


SCHEMAS: dict[str, TypeAdapter[Any]] = {
    "metrics.json": TypeAdapter(_Metrics),
    "history.json": TypeAdapter(_History),
    "estimate.json": TypeAdapter(_Estimate),
    "cosim.json": TypeAdapter(_Cosim),
    "verdict.json": TypeAdapter(_Verdict),
    "progress.json": TypeAdapter(_Progress),
    "project.json": RTL_PROJECT,
    "hls_project.json": HLS_PROJECT,
    "intervals.json": TypeAdapter(_Intervals),
    "synth_vitis.json": TypeAdapter(_Vendor),
    "synth_vivado.json": TypeAdapter(_Vendor),
    "ports.json": PORTS,
    "synth_yosys.json": TypeAdapter(_Mapped),
    "versions.json": TypeAdapter(dict[str, str]),
}


def read_record(path: Path, again: str) -> dict[str, Any]:
    """A record of a run, with the keys and types that its readers rely on.

    again: the command that writes it. Raises RunError for a broken file, and OSError if it cannot be read.
    """
    schema = SCHEMAS.get(path.name)
    return read_checked(path, again, schema) if schema else read_json(path, again)
