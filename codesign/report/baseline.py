"""A baseline file: what the designs of a repository reached, and how much worse they may get.

It holds the surviving, proven designs of a sweep, or one proven run; designs that were dropped were never proven in C
simulation, and nobody builds them. Designs are matched by name and not by key: the key changes with every setting, even
one that should change nothing, and a regression gate must guard "the 6-bit deep set", however it is trained today. A
sweep makes the names from its axes. The key stands beside the name, for anybody who wants that exact design again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from pydantic import Field, field_validator

from codesign.base import config
from codesign.base.config import Strict
from codesign.base.files import write_atomic
from codesign.base.yaml_text import dump
from codesign.cost.figures import Figure, Kind
from codesign.design.design import Design
from codesign.errors import ConfigError, RunError
from codesign.report.record import Report, assemble
from codesign.runs.run import DESIGN, Run
from codesign.runs.witnesses import CSIM, WITNESSES
from codesign.sweep import Sweep

CYCLES_MAX = 1_000_000  # a larger tolerance, or a growth above a hundredfold, would let everything pass


class Tolerances(Strict):
    """How much worse a design may get. Exactness has no tolerance.

    The same training with different rounding, on a CPU without AVX-512, must pass: for the deep set of configs/taggers
    that changes the macro AUC by 0.0002 and LUT by 0.7 % (docs/ci/README.md). A score may also fall by its statistical
    error, which is generous: both scores use the same test jets, so the error of their difference is smaller. Latency
    and interval may not grow by a single cycle, because a trigger has a fixed number of them.
    """

    score: float = Field(0.003, ge=0, le=2, description="how far the macro AUC or the width reduction may fall")
    score_errors: float = Field(
        1.0, ge=0, le=100, description="or this many of its statistical errors, if that is more"
    )
    lut: float = Field(0.02, ge=0, le=100, description="share by which LUT may grow")
    clock: float = Field(
        0.02,
        ge=0,
        le=100,
        description="share by which a clock's period may grow, requested or expected",
    )
    latency_cycles: int = Field(0, ge=0, le=CYCLES_MAX, description="cycles that the latency may grow by")
    interval_cycles: int = Field(0, ge=0, le=CYCLES_MAX, description="cycles that the interval may grow by")


class Sample(Strict):
    """The jets on which a score was measured. digest: SHA-256 of the file's content; test: number of test jets."""

    file: str
    digest: str
    table: str
    classes: tuple[str, ...]
    test: int = Field(ge=0)


class Score(Strict):
    """Name, value and statistical error, as in `metrics.json`."""

    name: str
    value: float
    error: float = Field(ge=0)


class Amount(Strict):
    """A Figure without its band, which is the same for all designs measured with the same tool."""

    value: float | None = Field(ge=0)
    kind: Kind
    stage: str
    tool: str

    @classmethod
    def of(cls, figure: Figure) -> Self:
        """The value and the source of a figure."""
        return cls(value=figure.value, kind=figure.kind, stage=figure.stage, tool=figure.tool)


class Record(Strict):
    """What one design reached: times in ns at the requested clock, and the expected clock period `clock_ns`.

    exact: the witnesses that equalled the reference; jets, score: None without metrics; clock_ns: None in files of
    earlier versions.
    """

    key: str
    jets: Sample | None
    score: Score | None
    lut: Amount
    latency_cycles: Amount
    latency_ns: Amount
    interval_cycles: Amount
    interval_ns: Amount
    clock_ns: Amount | None = None
    exact: tuple[str, ...]
    versions: dict[str, str]

    @field_validator("exact")
    @classmethod
    def _witnesses(cls, exact: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := [name for name in exact if name not in WITNESSES]:
            raise ValueError(f"{unknown[0]!r} is not a witness; known are {', '.join(WITNESSES)}")
        return exact

    @classmethod
    def of(cls, report: Report) -> Self:
        """The record of a run's report; RunError if the run has no estimate yet."""
        if report.usage is None or report.timing is None:
            raise RunError(f"{report.folder} has no estimate yet; run `{next(iter(report.missing.values()))}`")
        usage, timing, period = report.usage, report.timing, report.design.firmware.period_ns
        return cls(
            key=report.design.key,
            jets=_sample(report.design, report.metrics),
            score=Score(**report.metrics["score"]) if report.metrics else None,
            lut=Amount.of(usage.lut),
            latency_cycles=Amount.of(timing.latency_cycles),
            latency_ns=Amount.of(timing.latency_ns(period)),
            interval_cycles=Amount.of(timing.interval_cycles),
            interval_ns=Amount.of(timing.interval_ns(period)),
            clock_ns=Amount.of(timing.clock_ns),
            exact=tuple(w for w in dict.fromkeys(a.witness for a in report.agreement) if report.exact(w)),
            versions=report.versions,
        )


class Baseline(Strict):
    """Designs by name, and how much worse they may get."""

    tolerances: Tolerances = Tolerances()
    designs: dict[str, Record] = Field(min_length=1)

    def with_tolerances(self, values: Mapping[str, Any]) -> Self:
        """A copy with some tolerances replaced; ConfigError names a wrong one."""
        changed = config.parse(self.tolerances.model_dump() | dict(values), Tolerances, Path("--tolerance"))
        return self.model_copy(update={"tolerances": changed})

    def text(self) -> str:
        """The text of the YAML file."""
        fields = Tolerances.model_fields.items()
        tolerances = [f"  {name}: {getattr(self.tolerances, name):g}  # {field.description}" for name, field in fields]
        designs = {"designs": self.model_dump(mode="json")["designs"]}
        dumped = dump(designs, default_flow_style=None, width=120, allow_unicode=True)
        return "\n".join([_HEADER, "tolerances:", *tolerances, "", dumped])

    def write(self, path: Path) -> None:
        """Writes the YAML file atomically."""
        write_atomic(path, self.text().encode())


_HEADER = """\
# Baseline of designs: `codesign check SWEEP --baseline THIS_FILE` fails where one got worse than this by more than the
# tolerances, which are yours to change. `codesign baseline SWEEP -o THIS_FILE` writes it again and keeps them."""


@dataclass(frozen=True)
class Designs:
    """The designs in the folder of a sweep or of one run. reasons: name -> why it was dropped, "" if it was not."""

    folder: Path
    is_run: bool
    runs: Mapping[str, Run]
    reasons: Mapping[str, str]

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The designs of a folder; ConfigError if two have the same name, or if it holds neither a sweep nor a run."""
        if (folder / DESIGN).exists():
            run = Run.open(folder)
            return cls(folder, True, {run.design.name: run}, {run.design.name: ""})
        sweep = Sweep.open(folder)
        runs, reasons = _by_name(sweep.runs), sweep.reasons
        unfinished = "the sweep is not finished"
        return cls(folder, False, runs, {n: reasons.get(run.folder.name, unfinished) for n, run in runs.items()})

    def report(self, name: str) -> Report | None:
        """The report of a design; None if no design has this name."""
        return assemble(self.runs[name]) if name in self.runs else None

    @property
    def survivors(self) -> list[str]:
        """The names of the designs that were not dropped."""
        return [name for name, reason in self.reasons.items() if not reason]

    def records(self) -> dict[str, Record]:
        """Name -> record of each kept design that is proven, also in C simulation; RunError if there is none."""
        reports = {name: assemble(self.runs[name]) for name in self.survivors}
        proven = {name: r for name, r in reports.items() if r.proven and r.exact(CSIM) and r.usage}
        if proven:
            return {name: Record.of(report) for name, report in proven.items()}
        missing = [command for report in reports.values() for command in report.missing.values()]
        ask = missing[0] if missing and self.is_run else f"codesign sweep CONFIG -o {self.folder}"
        raise RunError(f"{self.folder} has no survivor that is proven; `{ask}` continues it")


def _by_name(runs: Iterable[Run]) -> dict[str, Run]:
    named: dict[str, Run] = {}
    for run in runs:
        if other := named.get(run.design.name):
            raise ConfigError(
                f"{other.folder} and {run.folder} are both named {run.design.name}, and a baseline knows designs by"
                f" their names; change the name in one {DESIGN}"
            )
        named[run.design.name] = run
    return named


def _sample(design: Design, metrics: Mapping[str, Any] | None) -> Sample | None:
    if metrics is None:
        return None
    jets = metrics["jets"]
    classes = tuple(metrics["classes"])
    return Sample(file=jets["file"], digest=jets["digest"], table=design.jets.table, classes=classes, test=jets["test"])
