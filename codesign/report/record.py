"""The Report of a run: its settings and its results, as one record.

A Report holds the results of the present net from all stages, and the verdict on them. A stage that has not run is
listed with the command that runs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from codesign.backends import RTL
from codesign.cost.budget import Verdict
from codesign.cost.figures import Timing, Usage
from codesign.design.design import Design
from codesign.net.agreement import Agreement
from codesign.net.tree_facts import TreeFacts, tree_facts
from codesign.runs.intervals import Exploration, explored
from codesign.runs.open_tools import Mapped, mapped
from codesign.runs.pipeline import left
from codesign.runs.proof import agreements, exact, proven
from codesign.runs.provenance import is_as_made, is_current, is_written
from codesign.runs.run import Run
from codesign.runs.stages import ESTIMATE, estimate, figures, verdict, zeros_and_bits
from codesign.runs.synthesis.results import Result
from codesign.runs.synthesis.stages import results
from codesign.runs.synthesis.verdict import contradictions
from codesign.sweep import progress


@dataclass(frozen=True)
class Report:
    """One design and its results; None or empty for a stage that has not run.

    metrics, history, layers: as in `metrics.json`, `history.json` and `stages.zeros_and_bits`.
    budget: the one used for the verdict; without a verdict, the design's.
    missing: verb that has not run yet -> the command that runs it; failure: the error that stopped the run, or "".
    trees: the counts of its boosted trees, if it has any.
    vendor: results of vendor tools; mapped: cells counted by Yosys; intervals: what sharing logic saves.
    proven: whether the firmware that was written is proven exact, see `proof.proven`.
    """

    folder: Path
    design: Design
    net: str | None
    metrics: dict[str, Any] | None
    history: tuple[dict[str, float], ...]
    layers: tuple[dict[str, Any], ...]
    agreement: tuple[Agreement, ...]
    usage: Usage | None
    timing: Timing | None
    budget: str
    verdict: Verdict | None
    versions: dict[str, str]
    missing: dict[str, str]
    failure: str = ""
    vendor: tuple[Result, ...] = ()
    mapped: Mapped | None = None
    intervals: Exploration | None = None
    proven: bool = False
    trees: tuple[TreeFacts, ...] = ()

    def by(self, witness: str) -> tuple[Agreement, ...]:
        """The comparisons of one witness with the reference."""
        return tuple(a for a in self.agreement if a.witness == witness)

    def exact(self, witness: str) -> bool | None:
        """Whether a witness equals the reference on all inputs of the contract; None if some were not compared."""
        return exact(self.by(witness))

    def to_dict(self) -> dict[str, Any]:
        """Plain data for `report.json`."""
        return {
            "design": {"key": self.design.key} | self.design.document(),
            "net": self.net,
            "metrics": self.metrics,
            "layers": list(self.layers),
            "trees": [facts.to_dict() for facts in self.trees],
            "agreement": [a.to_dict() for a in self.agreement],
            "usage": self.usage.to_dict() if self.usage else None,
            "timing": self.timing.to_dict() if self.timing else None,
            "budget": self.budget,
            "verdict": self.verdict.to_dict() if self.verdict else None,
            "versions": self.versions,
            "missing": self.missing,
            "failure": self.failure,
            "vendor": [result.to_dict() for result in self.vendor],
            "mapped": self.mapped.to_dict() if self.mapped else None,
            "intervals": self.intervals.to_dict() if self.intervals else None,
        }


def assemble(run: Run) -> Report:
    """The Report of a run; results of an earlier net count as missing."""
    frozen = run.has("net.json")
    metrics = run.read("metrics.json") if frozen and run.current("metrics.json") else None
    estimated = frozen and _is_estimated(run)
    usage, timing = figures(run) if estimated else (None, None)
    budget, judged = (frozen and verdict(run)) or (run.design.budget, None)
    proofs = tuple(agreements(run)) if frozen else ()
    vendor = tuple(results(run)) if frozen else ()
    return Report(
        folder=run.folder,
        design=run.design,
        net=run.net.key if frozen else None,
        metrics=metrics,
        history=tuple(run.read("history.json")["epochs"]) if run.has("history.json") else (),
        layers=tuple(zeros_and_bits(run)) if frozen else (),
        agreement=proofs,
        usage=usage,
        timing=timing,
        budget=budget,
        verdict=judged,
        versions=run.read("versions.json") if run.has("versions.json") else {},
        missing={stage.verb: stage.command(run) for stage in left(run) if stage.verb != "report"},
        failure=str(progress(run).get("error", "")),
        vendor=vendor,
        mapped=mapped(run) if frozen else None,
        intervals=explored(run) if frozen else None,
        proven=frozen and proven(run, contradictions(vendor)),
        trees=tree_facts(run.net) if frozen else (),
    )


def _is_estimated(run: Run) -> bool:
    """Whether there is an estimate; for a finished, read-only run it is computed if its file is missing."""
    if not is_current(run, ESTIMATE) and run.is_read_only and is_written(run, RTL) and is_as_made(run, RTL):
        estimate(run)
    return is_current(run, ESTIMATE)
