"""Readers that turn the reports in a job's folder into a Result, one for each source."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from codesign.errors import ReportError
from codesign.runs.run import Run
from codesign.runs.synthesis import cosim, csynth, timing, utilisation
from codesign.runs.synthesis.jobs import CLOCK, SOLUTION, Job
from codesign.runs.synthesis.outcomes import Outcome
from codesign.runs.synthesis.results import (
    Result,
    Slack,
    Source,
    cosim_timing,
    csynth_timing,
    csynth_usage,
    slacks_in_words,
    vivado_timing,
    vivado_usage,
)

HIERARCHY_DEPTH = 2  # levels of instances that a Result holds; the report itself has all of them


def read_csynth(run: Run, job: Job, blank: Result) -> Result:
    """Counts, cycles and clock of the top function from C synthesis."""
    path, report = _scheduled(job)
    left = round(report.clock_ns - report.uncertainty_ns - report.estimated_ns, 4)
    result = replace(
        blank,
        clock_ns=report.clock_ns,
        uncertainty_ns=report.uncertainty_ns,
        usage=csynth_usage(report, blank.tool),
        timing=csynth_timing(report, blank.tool),
        slack=Slack(left, None, None, None),
        reports=_digests(run, path),
    )
    late = f"C synthesis itself expects {report.estimated_ns:g} ns of {report.clock_ns - report.uncertainty_ns:g} ns"
    return _judged(result, ("timing-failure", late) if left < 0 else None)


def read_cosim(run: Run, job: Job, blank: Result) -> Result:
    """Cycles of the simulated RTL, with the clock from csynth."""
    path = job.project / SOLUTION / "sim" / "report" / f"{job.top}_cosim.rpt"
    report = cosim.parse(path)
    clock = csynth_timing(_scheduled(job)[1], blank.tool).clock_ns
    result = replace(blank, timing=cosim_timing(report, clock, blank.tool), reports=_digests(run, path))
    return _judged(result, None if report.passed else ("mismatch", f"see {path.relative_to(run.folder)}"))


def read_synth(run: Run, job: Job, blank: Result) -> Result:
    """Utilisation and timing before placement."""
    return _vivado(run, job, blank, "synth")


def read_route(run: Run, job: Job, blank: Result) -> Result:
    """Utilisation and timing after routing; if any net is unrouted, the result has no figures."""
    errors = timing.routing_errors(job.folder / "route_status.rpt")
    if errors:
        return blank.failed("unrouted", f"{errors} nets with routing errors; see {job.folder / 'route_status.rpt'}")
    return _vivado(run, job, blank, "route")


READERS: dict[Source, Callable[[Run, Job, Result], Result]] = {
    "csynth:vitis": read_csynth,
    "cosim:vitis": read_cosim,
    "synth:vivado": read_synth,
    "route:vivado": read_route,
}


def _scheduled(job: Job) -> tuple[Path, csynth.Csynth]:
    """Path and content of the top function's report: XML if there is one, else text, else the project's summary.

    Its period is replaced by the job's exact one, since reports have only two decimals.
    """
    folder = job.project / SOLUTION / "syn" / "report"
    names = (f"{job.top}_csynth.xml", f"{job.top}_csynth.rpt", "csynth.xml", "csynth.rpt")
    path = next((folder / name for name in names if (folder / name).is_file()), folder / names[0])
    report = csynth.parse(path)
    if report.top != job.top:
        raise ReportError(f"{path}: the report is of {report.top}, not of {job.top}")
    if isinstance(report, csynth.Summary):
        return path, report.at(job.clock_ns, job.uncertainty_ns)
    if abs(report.clock_ns - job.clock_ns) > 0.0051:
        raise ReportError(f"{path}: the clock is {report.clock_ns:g} ns, not the requested {job.clock_ns:g} ns")
    return path, replace(report, clock_ns=job.clock_ns)


def _vivado(run: Run, job: Job, blank: Result, state: str) -> Result:
    counts, paths, tree = (job.folder / f"{state}_{kind}.rpt" for kind in ("utilization", "timing", "hierarchy"))
    used, slacks = utilisation.parse(counts), timing.parse(paths, CLOCK, job.clock_ns)
    if abs(slacks.clock_ns - job.clock_ns) > timing.PERIOD_TOLERANCE_NS:
        raise ReportError(f"{paths}: the clock is {slacks.clock_ns:g} ns, not the requested {job.clock_ns:g} ns")
    result = replace(
        blank,
        uncertainty_ns=job.uncertainty_ns if slacks.uncertainty_ns is None else slacks.uncertainty_ns,
        usage=vivado_usage(used, blank.source, blank.tool),
        timing=vivado_timing(slacks, blank.source, blank.tool),
        slack=Slack(slacks.setup_slack_ns, slacks.hold_slack_ns, slacks.pulse_width_slack_ns, slacks.failing_endpoints),
        hierarchy=tuple(i.to_dict() for i in utilisation.parse_hierarchy(tree) if i.depth <= HIERARCHY_DEPTH),
        reports=_digests(run, counts, paths, tree),
    )
    result = replace(result, critical_warnings=(*_unchecked(slacks, job), *result.critical_warnings))
    return _judged(result, None if slacks.met or state == "synth" else ("timing-failure", _late(slacks)))


def _unchecked(slacks: timing.TimingSummary, job: Job) -> tuple[str, ...]:
    """Warnings about what makes slacks look better than they are."""
    warnings = []
    if slacks.unclocked:
        warnings.append(f"no clock reaches {slacks.unclocked} registers, whose timing is not checked")
    if slacks.uncertainty_ns is None:
        warnings.append("the report shows no path, so the clock uncertainty that was used is not known")
    elif slacks.user_uncertainty_ns < job.uncertainty_ns - timing.PERIOD_TOLERANCE_NS:
        warnings.append(f"{job.uncertainty_ns:g} ns uncertainty requested, {slacks.user_uncertainty_ns:g} ns used")
    return tuple(warnings)


def _late(slacks: timing.TimingSummary) -> str:
    need = f"; {slacks.achieved_ns:.3f} ns would do for setup" if "setup" in slacks.failing else ""
    return f"{slacks.clock_ns:g} ns requested, {slacks_in_words(slacks)}{need}"


def _judged(result: Result, fault: tuple[Outcome, str] | None) -> Result:
    """The result with its outcome: the fault if there is one, else critical warnings, else unchanged."""
    if fault is not None:
        return replace(result, outcome=fault[0], message=_joined(fault[1], result.message))
    if result.critical_warnings:
        count = f"{len(result.critical_warnings)}, the first: {result.critical_warnings[0]}"
        return replace(result, outcome="critical-warning", message=_joined(count, result.message))
    return result


def _joined(*texts: str) -> str:
    return "; ".join(text for text in texts if text)


def _digests(run: Run, *paths: Path) -> dict[str, str]:
    return {str(path.relative_to(run.folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
