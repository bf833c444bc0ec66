"""The gates of a sweep, the cheapest first: which designs are dropped, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from codesign.runs.proof import by_witness, lacking
from codesign.runs.provenance import is_current
from codesign.runs.run import Run
from codesign.runs.stages import ESTIMATE, estimated, verdict
from codesign.runs.witnesses import BEFORE_FIRMWARE, OF_SURVIVORS
from codesign.sweep import prior
from codesign.sweep.config import Gates, SweepConfig
from codesign.sweep.state import KEPT, Decision, Sweep, progress
from codesign.sweep.stopping import STOPPED


def before_training(runs: Iterable[Run], gates: Gates) -> dict[str, Decision]:
    """Decisions on the designs that break their budget whatever they learn."""
    if not gates.before_training:
        return {}
    reasons = {run.folder.name: prior.cannot_fit(run.design) for run in runs}
    return {key: Decision("estimate", why) for key, why in reasons.items() if why}


def after_training(run: Run) -> Decision:
    """The decision on a design that lacks what the later gates need."""
    if run.has(STOPPED):
        return Decision("stopping", run.read(STOPPED)["why"])
    if not (run.has("net.json") and run.current("metrics.json") and is_current(run, ESTIMATE) and verdict(run)):
        return Decision("training", "failed: " + progress(run).get("error", "see its folder"))
    if unproved := _unproved(run, BEFORE_FIRMWARE):
        return Decision("exactness", unproved)
    return KEPT


def is_over(run: Run) -> bool:
    """Whether nothing is left to do before survivors are chosen: the design is estimated, stopped or failed."""
    return after_training(run).gate != "training" or progress(run)["stage"] == "failed"


def select(sweep: Sweep) -> dict[str, Decision]:
    """A decision on each design that was not dropped yet.

    Survivors have been frozen exactly, do not break their budget, score enough, and are on the Pareto front of their
    score against LUT; of more than `keep`, those of highest score.
    """
    decisions: dict[str, Decision] = {}
    points: dict[str, _Point] = {}
    for run in sweep.runs:
        key = run.folder.name
        if sweep.decisions.get(key, KEPT).gate == "estimate":
            continue
        decisions[key] = after_training(run)
        if decisions[key] == KEPT:
            decisions[key] = _worth(run, sweep.config)
        if decisions[key] == KEPT:
            points[key] = _Point.of(run)
    for key, why in dominated(points.values()).items():
        decisions[key] = Decision("pareto", why)
    survivors = sorted((k for k in points if decisions[k] == KEPT), key=lambda k: -points[k].score)
    for key in survivors[sweep.config.keep :]:
        decisions[key] = Decision("places", f"not among the best {sweep.config.keep}")
    return decisions


def after_firmware(runs: Iterable[Run]) -> dict[str, Decision]:
    """Decisions on the survivors whose witnesses have not shown that they equal the reference."""
    reasons = {run.folder.name: _unproved(run, OF_SURVIVORS) for run in runs}
    return {key: Decision("firmware", why) for key, why in reasons.items() if why}


@dataclass(frozen=True)
class _Point:
    key: str
    name: str
    score: float
    lut: float

    @classmethod
    def of(cls, run: Run) -> _Point:
        lut = estimated(run)[0].lut.value
        assert lut is not None
        return cls(run.folder.name, run.design.name, run.read("metrics.json")["score"]["value"], lut)


def dominated(points: Iterable[_Point]) -> dict[str, str]:
    """Key -> the design that is as good with fewer LUT; designs on the Pareto front are left out."""
    points = list(points)
    reasons = {}
    for one in points:
        for other in points:
            as_good = other.score >= one.score and other.lut <= one.lut
            if as_good and (other.score > one.score or other.lut < one.lut):
                reasons[one.key] = f"{other.name} is as good with fewer LUT"
                break
    return reasons


def _worth(run: Run, sweep_config: SweepConfig) -> Decision:
    judged = verdict(run)
    if judged is None:
        return Decision("training", "failed: it has no verdict on its net and RTL")
    if broken := [line.name for line in judged[1].lines if line.outcome == "FAIL"]:
        return Decision("budget", f"breaks its budget: {', '.join(broken)}")
    score, least = run.read("metrics.json")["score"]["value"], sweep_config.gates.least_score
    if least is not None and score < least:
        return Decision("score", f"scores {score:.4f}, at least {least:g} is required")
    return KEPT


def _unproved(run: Run, witnesses: Sequence[str]) -> str:
    """The witness that differs from the reference, or has not shown that it equals it; "" if all are exact."""
    for witness in witnesses:
        comparisons = by_witness(run, witness)
        if differing := sum(a.mismatches for a in comparisons):
            return f"failed: {differing:,} outputs of {witness} differ from the reference"
        if missing := lacking(comparisons):
            return f"failed: {progress(run).get('error', f'{witness} {missing}')}"
    return ""
