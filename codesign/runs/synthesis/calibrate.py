"""A site's own pairs of reports, in a file that is only ever appended to: one JSON object per line.

Each pair names the release of its Vitis HLS or RTL generator; `bands` prefers them to the public pairs once there are
enough of one release.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from codesign.backends import RTL, record
from codesign.base.locks import locked
from codesign.errors import CodesignError, ConfigError, ReportError, RunError
from codesign.runs.run import DESIGN, Run
from codesign.runs.synthesis import csynth, utilisation
from codesign.runs.synthesis.bands import RESOURCES, site_entries
from codesign.runs.synthesis.csynth import Counts, Csynth
from codesign.runs.synthesis.jobs import RTL_FOLDER
from codesign.runs.synthesis.results import Result
from codesign.runs.synthesis.site import VARIABLE
from codesign.runs.synthesis.stages import results
from codesign.runs.synthesis.tables import Report, version
from codesign.runs.synthesis.utilisation import Utilisation

# The design states in Vivado's reports, the most reliable first
_STATES = ("Routed", "Fully Routed", "Physopt postRoute", "Physopt postPlace", "Fully Placed", "Placed", "Synthesized")

FILES_MAX = 200_000  # below a folder that is searched for reports: about a second; more is not a folder of designs

Entry = dict[str, Any]


@dataclass(frozen=True)
class Collected:
    """The pairs below a folder. skipped: files and folders that could not be read, each with the reason."""

    entries: list[Entry]
    skipped: tuple[str, ...]


@dataclass(frozen=True)
class Added:
    """How many pairs were appended, how many were there already, and what was skipped."""

    fresh: int
    known: int
    skipped: tuple[str, ...]


def add(folders: Sequence[Path], file: Path) -> Added:
    """Appends the pairs in these folders; a file that cannot be read is skipped and listed in the result.

    Pairs whose reports have the same content are the same pair, wherever the reports are.
    Appends nothing and raises ReportError if a folder holds no pair, ConfigError if the file cannot be written.
    """
    by_folder = [entries(folder) for folder in folders]
    pairs = {_key(entry): entry for one in by_folder for entry in one.entries}
    try:
        with locked(file.parent, file.name):
            known = {_key(entry) for entry in site_entries(file)}
            fresh = [entry for key, entry in pairs.items() if key not in known]
            if fresh:
                now = datetime.now(UTC).isoformat(timespec="seconds")
                _append(file, "".join(json.dumps({"added": now, **entry}, allow_nan=False) + "\n" for entry in fresh))
    except OSError as error:
        raise ConfigError(f"{file}: {error.strerror}; name another with --output or ${VARIABLE}") from None
    return Added(
        len(fresh), len(pairs) - len(fresh), tuple(dict.fromkeys(why for one in by_folder for why in one.skipped))
    )


def _append(file: Path, lines: str) -> None:
    """Appends all of these lines to a file, or none of them; what the file holds already is never changed."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        size = os.fstat(descriptor).st_size
        ended = size == 0 or os.pread(descriptor, 1, size - 1) == b"\n"
        content = (lines if ended else "\n" + lines).encode()
        try:
            complete = os.write(descriptor, content) == len(content)
        except OSError:
            os.ftruncate(descriptor, size)
            raise
        if not complete:
            os.ftruncate(descriptor, size)
            raise ReportError(f"{file}: not all of the pairs could be written, so none was; is the disk full?")
    finally:
        os.close(descriptor)


def entries(folder: Path) -> Collected:
    """All HLS and RTL pairs below a folder, or in a file of pairs; ReportError if a folder has none."""
    if folder.is_file():
        return Collected(site_entries(folder), ())
    if not folder.is_dir():
        raise ReportError(f"{folder}: no such folder; give one with csynth and Vivado reports of the same designs")
    _require_searchable(folder)
    skipped: list[str] = []
    collected = list(rtl_entries(folder, skipped))
    try:
        collected += hls_entries(folder, skipped)
    except ReportError as error:
        if not collected:
            unread = "".join(f"\nskipped {why}" for why in skipped if why != str(error))
            raise ReportError(f"{error}{unread}") from None
    return Collected(collected, tuple(skipped))


def _require_searchable(folder: Path) -> None:
    """ReportError if more than FILES_MAX files are below a folder, as for "/", which would be searched for minutes."""
    files = 0
    for _, _, names in os.walk(folder):
        files += len(names)
        if files > FILES_MAX:
            raise ReportError(f"{folder}: more than {FILES_MAX:,} files are below it; give the folder of the designs")


def rtl_entries(folder: Path, skipped: list[str]) -> Iterator[Entry]:
    """Entries of the runs below a folder whose present RTL Vivado has routed; adds unreadable runs to `skipped`."""
    for path in sorted(folder.rglob(DESIGN)):
        try:
            run = Run.open(path.parent)
            routed = [r for r in (results(run) if run.has("net.json") else []) if r.source == "route:vivado"]
            for result in routed:
                if result.firmware == RTL and result.finished and run.has(record(RTL)):
                    yield _rtl_entry(run, result)
        except CodesignError as error:
            skipped.append(f"{path.parent}: {error}")


def _rtl_entry(run: Run, result: Result) -> Entry:
    project = run.read(record(RTL))
    missing = {"tool", "adder_cost", "register_bits"} - project.keys()
    if missing:
        raise RunError(f"{run.folder / record(RTL)} lacks {', '.join(sorted(missing))}; run `codesign rtl` again")
    return {
        "kind": "rtl",
        "design": run.design.name,
        "generator": project["tool"],
        "vivado_version": version(result.tool),
        "part": result.part,
        "clock_ns": result.clock_ns,
        "state": "Routed",
        "expected": {"cost": project["adder_cost"], "register_bits": project["register_bits"]},
        "vivado": {name: getattr(result.usage, name).value for name in RESOURCES},
        "achieved_ns": result.timing.clock_ns.value,
        "reports": dict(result.reports or {}),
    }


def _key(entry: Entry) -> tuple[str, ...]:
    return tuple(sorted(entry["reports"].values()))


def hls_entries(folder: Path, skipped: list[str]) -> Iterator[Entry]:
    """The pairs of csynth and Vivado reports below a folder; adds unreadable reports to `skipped`.

    Each csynth report of a top function is paired with a Vivado report of the design of that name: among the nearest
    in the folder tree, the one from the latest step of the flow. ReportError if there is no pair.
    """
    expected, counted = _reports(folder, skipped)
    if not expected or not counted:
        missing = "no csynth report" if not expected else "no report of report_utilization"
        raise ReportError(f"{folder}: {missing} below it; give the folder of an HLS project with both reports")
    has_pair, unlike = False, ""
    for path, report in expected.items():
        named = [rpt for rpt, used in counted.items() if used.design == report.top]
        near = [rpt for rpt in _nearest(path, named) if path in _nearest(rpt, _tops(expected, report.top))]
        if near:
            try:
                yield _pair(folder, path, report, min(near, key=lambda rpt: _rank(counted[rpt])), counted)
                has_pair = True
            except ReportError as error:
                unlike = str(error)
                skipped.append(unlike)
    if not has_pair:
        designs = ", ".join(sorted({used.design for used in counted.values()}))
        raise ReportError(unlike or f"{folder}: Vivado's reports are of {designs}, of which there is no csynth report")


def _reports(folder: Path, skipped: list[str]) -> tuple[dict[Path, Counts], dict[Path, Utilisation]]:
    """The C synthesis and utilisation reports below a folder, recognised by their content and not by their names.

    C synthesis writes up to four reports of a function into one folder; only one is used. Utilisation of the RTL
    generator's projects is left out, as no csynth report belongs to it.
    """
    expected: dict[Path, Counts] = {}
    counted: dict[Path, Utilisation] = {}
    for path in sorted(p for p in folder.rglob("*") if p.suffix in (".xml", ".rpt") and not p.is_dir()):
        try:
            text = Report.read(path).text
            if csynth.is_report(text) or path.stem.endswith("csynth"):
                expected[path] = csynth.parse(path)
            elif utilisation.is_plain(text) and RTL_FOLDER not in path.parts:
                counted[path] = utilisation.parse(path)
            elif not text.strip() and path.suffix == ".rpt":
                raise ReportError(f"{path}: empty; the tool may have been stopped before it wrote")
        except ReportError as error:
            skipped.append(str(error))
    best: dict[tuple[Path, str], Path] = {}
    for path in sorted(expected, key=_fullest):
        best.setdefault((path.parent, expected[path].top), path)
    return {path: expected[path] for path in sorted(best.values())}, counted


def _fullest(path: Path) -> tuple[bool, bool, Path]:
    """Sort key: the report of a function before that of its project, and XML before text."""
    return path.stem == "csynth", path.suffix == ".rpt", path


def _tops(expected: Mapping[Path, Counts], top: str) -> list[Path]:
    return [path for path, report in expected.items() if report.top == top]


def _nearest(path: Path, others: Sequence[Path]) -> list[Path]:
    """The paths among `others` that share the most parent folders with `path`."""
    shared = {other: len(os.path.commonpath([path, other])) for other in others}
    return [other for other, length in shared.items() if length == max(shared.values())]


def _rank(used: Utilisation) -> int:
    return _STATES.index(used.state) if used.state in _STATES else len(_STATES)


def _pair(folder: Path, path: Path, report: Counts, rpt: Path, counted: Mapping[Path, Utilisation]) -> Entry:
    used = counted[rpt]
    one, other = _plain(report.part), _plain(used.part)
    if not (one.startswith(other) or other.startswith(one)):
        raise ReportError(f"{path} is for {report.part}, {rpt} for {used.part}; they are not a pair")
    return {
        "kind": "hls",
        "design": report.top,
        "hls_version": report.version,
        "vivado_version": used.version,
        "part": report.part,
        "clock_ns": report.clock_ns if isinstance(report, Csynth) else None,
        "state": used.state,
        "expected": {name: getattr(report, name) for name in RESOURCES},
        "vivado": {name: getattr(used, name) for name in RESOURCES},
        "reports": {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in (path, rpt)},
    }


def _plain(part: str) -> str:
    """A part's name in a form common to both tools: lower case, without dashes and without "xc"."""
    return part.lower().replace("-", "").removeprefix("xc")
