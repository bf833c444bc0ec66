"""The stages csynth, cosim and vsynth of a run, with their results in synth_vitis.json and synth_vivado.json.

A stage that finished with the same inputs, tool and settings is not run again. A failed stage is recorded too, with
the name of its outcome, and runs again the next time it is requested.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from codesign.backends import HLS, RTL, record
from codesign.cost.estimate import hls_figures
from codesign.cost.figures import Timing, Usage
from codesign.errors import BackendError, ReportError, RunError
from codesign.runs.provenance import is_written
from codesign.runs.run import Run
from codesign.runs.synthesis import jobs, logs
from codesign.runs.synthesis.bands import site_rtl_pairs, site_usage
from codesign.runs.synthesis.execute import Ended, execute
from codesign.runs.synthesis.jobs import Job
from codesign.runs.synthesis.outcomes import Outcome
from codesign.runs.synthesis.readers import READERS
from codesign.runs.synthesis.results import Firmware, Result, Source
from codesign.runs.synthesis.tools import Tool, ToolName, find

Stage = Literal["csynth", "cosim", "vsynth"]
STAGES: dict[ToolName, tuple[Stage, ...]] = {"vitis": ("csynth", "cosim"), "vivado": ("vsynth",)}
FILES: dict[ToolName, str] = {"vitis": "synth_vitis.json", "vivado": "synth_vivado.json"}
# Generous: cms_ng takes Vitis HLS an hour or more, and routing a full SLR takes Vivado half a day
LIMIT_H: dict[Stage, float] = {"csynth": 6.0, "cosim": 12.0, "vsynth": 24.0}

Live = Callable[[str], None]


@dataclass(frozen=True)
class Choice:
    """A tool, one of its stages, and the firmware to run it on."""

    tool: ToolName
    stage: Stage
    firmware: Firmware


def check_choice(tool: str, stage: str | None, firmware: str) -> Choice:
    """The choice from the words of the command line; BackendError, which names the valid words, for any other."""
    if tool not in STAGES:
        raise BackendError(f"tool {tool!r} is unknown; use {' or '.join(STAGES)}")
    if firmware not in get_args(Firmware):
        raise BackendError(f"firmware {firmware!r} is unknown; use {' or '.join(get_args(Firmware))}")
    of = cast(Firmware, firmware)
    stage = stage or STAGES[tool][0]
    if stage not in STAGES[tool]:
        raise BackendError(f"{tool} has no stage {stage!r}; use {' or '.join(STAGES[tool])}")
    return Choice(tool, stage, HLS if tool == "vitis" else of)


def synthesise(
    run: Run,
    name: ToolName,
    stage: Stage | None = None,
    firmware: Firmware = RTL,
    *,
    limit_h: float | None = None,
    live: Live = lambda line: None,
) -> list[Result]:
    """Runs a stage of a tool on a run and returns its results, which `results` can read again later.

    stage: by default csynth for Vitis and vsynth for Vivado; firmware: for Vivado only, as Vitis always takes the HLS.
    limit_h: hours after which a stage is stopped. Raises VendorError if the tool is absent or has a wrong version,
    BackendError for a stage that the tool does not have, RunError if the project is not written yet.
    """
    choice = check_choice(name, stage, firmware)
    if name == "vivado":
        job = jobs.of_rtl(run) if firmware == RTL else jobs.of_hls_verilog(run)
        tool = find(name)
        return _once(run, tool, job, "vsynth", ("synth:vivado", "route:vivado"), limit_h, live)
    job, tool = jobs.of_hls(run), find(name)
    results_of_stage = _once(run, tool, job, "csynth", ("csynth:vitis",), limit_h, live)
    if choice.stage == "cosim" and results_of_stage[-1].finished:
        results_of_stage = _once(run, tool, job, "cosim", ("cosim:vitis",), limit_h, live)
    return results_of_stage


def results(run: Run) -> list[Result]:
    """All results of vendor tools for the present net, except those of projects that have changed since."""
    rows = [row for name in FILES.values() if run.current(name) for row in run.read(name)["rows"]]
    recorded = [Result.from_dict(row) for row in rows]
    return [result for result in recorded if _inputs(run, result) in (result.inputs, "")]


def _kept(run: Run) -> list[Result]:
    """The list from `results`, or an empty one if it cannot be read, since the stage is about to run again."""
    try:
        return results(run)
    except RunError:
        return []


def figures(run: Run, firmware: Firmware) -> tuple[Usage, Timing]:
    """The best vendor figures of one firmware: routed, else synthesised, else simulated, else scheduled.

    Where nothing is known, the notes say how the tool failed, or that it has not run.
    """
    order: tuple[Source, ...] = ("route:vivado", "synth:vivado", "cosim:vitis", "csynth:vitis")
    mine = {r.source: r for r in results(run) if r.firmware == firmware}
    usage, times = hls_figures()
    if firmware == RTL:
        what = ("route:vivado", "Vivado", "Vivado has not run")
        usage, times = Usage.unavailable(*what), Timing.unavailable(*what)
    ranked = sorted(mine.values(), key=lambda r: (not r.finished, order.index(r.source)))
    for result in ranked:
        usage, times = usage.or_else(result.usage), times.or_else(result.timing)
    return usage, times


def calibrated(run: Run) -> Usage:
    """LUT and FF of the RTL from this site's routed designs; unavailable if too few of them are comparable."""
    project = run.read(record(RTL)) if is_written(run, RTL) else {}
    if "adder_cost" not in project:
        return Usage.unavailable("RTL trace", "none", "the RTL project is missing")
    return site_usage(project["tool"], project["adder_cost"], project["register_bits"], site_rtl_pairs())


def _inputs(run: Run, result: Result) -> str:
    """The digest of inputs that a new result would have; "" if the project is missing."""
    try:
        if result.source in ("csynth:vitis", "cosim:vitis"):
            return jobs.of_hls(run).digest(f"{result.source.partition(':')[0]}.tcl", result.tool)
        job = jobs.of_rtl(run) if result.firmware == RTL else jobs.of_hls_verilog(run)
        return job.digest("vsynth.tcl", result.tool)
    except RunError:
        return ""


def _once(
    run: Run, tool: Tool, job: Job, stage: Stage, sources: Sequence[Source], limit_h: float | None, live: Live
) -> list[Result]:
    """Runs a stage unless it has results, and records them; a lock stops two processes from sharing its folder."""
    with run.making(job.folder.name):
        return _once_alone(run, tool, job, stage, sources, limit_h, live)


def _once_alone(
    run: Run, tool: Tool, job: Job, stage: Stage, sources: Sequence[Source], limit_h: float | None, live: Live
) -> list[Result]:
    script = f"{stage}.tcl"
    inputs = job.digest(script, tool.label)
    known = [r for r in _kept(run) if r.source in sources and r.firmware == job.firmware]
    done_before = len(known) == len(sources) and all(r.finished and r.inputs == inputs for r in known)
    if done_before and job.folder.is_dir():
        return known
    if stage != "cosim":  # cosim continues in the folder of csynth
        shutil.rmtree(job.folder, ignore_errors=True)
    log = job.folder / f"{stage}.log"
    limit = LIMIT_H[stage] if limit_h is None else limit_h
    command = tool.command(job.write(script))
    ended = execute(command, job.folder, log, limit_s=limit * 3600, live=live, environment=_environment(tool))
    fault = _fault(ended, limit, log)
    done: list[Result] = []
    for source in sources:
        done.append(_read(run, job, _blank(run, tool, job, source, inputs, ended, log), fault, source == sources[-1]))
        if not done[-1].finished:
            break
    _keep(run, tool, job, sources, done)
    return done


def _environment(tool: Tool) -> dict[str, str]:
    """Environment that puts the tool's folder first on PATH, and gives decimal points in reports in any language."""
    language = os.environ.get("LC_ALL")  # takes precedence over LC_NUMERIC unless it is empty
    return {
        "PATH": os.pathsep.join([str(tool.path.parent), os.environ.get("PATH", os.defpath)]),
        "LC_NUMERIC": "C",
        **({"LC_ALL": "", "LC_CTYPE": language} if language else {}),
    }


def _fault(ended: Ended, limit_h: float, log: Path) -> tuple[Outcome, str] | None:
    """The outcome and message of a tool that failed or ran into its limit; None if it succeeded."""
    if ended.timed_out:
        return "time-limit", f"stopped after {limit_h:g} h; allow more with --hours; the log: {log}"
    if ended.code == 0:
        return None
    outcome, line = logs.failure(ended.log, ended.code)
    return outcome, f"{line}; the log: {log}"


def _read(run: Run, job: Job, blank: Result, fault: tuple[Outcome, str] | None, last: bool) -> Result:
    """The result of one source. If the tool failed, only the last source fails; reports from before it still count.

    cosim exits with an error when it finds a difference; that counts as a mismatch.
    """
    differs = blank.source == "cosim:vitis" and fault is not None and fault[0] == "tool-error"
    try:
        if fault is None or not last or differs:
            result = READERS[blank.source](run, job, blank)
            if not differs or result.outcome == "mismatch":
                return result
    except ReportError as error:
        if fault is None:
            return blank.failed("report-missing", str(error))
    assert fault is not None
    return blank.failed(*fault)


def _keep(run: Run, tool: Tool, job: Job, sources: Sequence[Source], done: list[Result]) -> None:
    """Replaces the results of these sources in the tool's file."""
    rows = [result.to_dict() for result in done]
    run.put_rows(FILES[tool.name], rows, lambda row: row["source"] in sources and row["firmware"] == job.firmware)


def _blank(run: Run, tool: Tool, job: Job, source: Source, inputs: str, ended: Ended, log: Path) -> Result:
    why = (source, tool.label, "the report does not say")
    return Result(
        source=source,
        firmware=job.firmware,
        outcome="done",
        message=tool.remark,
        tool=tool.label,
        part=job.part,
        clock_ns=job.clock_ns,
        uncertainty_ns=job.uncertainty_ns,
        inputs=inputs,
        seconds=round(ended.seconds, 1),
        usage=Usage.unavailable(*why),
        timing=Timing.unavailable(*why),
        peak_memory_mb=logs.peak_memory_mb(ended.log),
        critical_warnings=logs.critical_warnings(ended.log),
        log=str(log.relative_to(run.folder)),
    )
