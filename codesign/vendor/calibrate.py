"""A site's own pairs of reports, kept in a file that is only ever appended to: one JSON object a line.

Pairs are keyed by the release of Vitis HLS or of the RTL generator; `bands` takes them over the public ones once there
are enough.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from codesign.errors import ReportError
from codesign.run import DESIGN, Run
from codesign.vendor import csynth, utilisation
from codesign.vendor.bands import RESOURCES, site_entries
from codesign.vendor.csynth import Csynth
from codesign.vendor.flow import results
from codesign.vendor.jobs import RTL_FOLDER
from codesign.vendor.results import Result
from codesign.vendor.tables import version
from codesign.vendor.utilisation import Utilisation

_PROJECT = "rtl/project.json"
# What Vivado says of the state of a design, the most believable first
_STATES = ("Routed", "Fully Routed", "Physopt postRoute", "Physopt postPlace", "Fully Placed", "Placed", "Synthesized")


Entry = dict[str, Any]


def add(folders: Sequence[Path], file: Path) -> tuple[int, int]:
    """Appends the pairs found in these folders; (how many, how many were there already).

    A pair is known by the content of its reports, wherever they lie.
    Raises ReportError where a folder holds no pair, or where two reports are of different parts.
    """
    found = {_key(entry): entry for folder in folders for entry in entries(folder)}
    known = {_key(entry) for entry in site_entries(file)}
    fresh = [entry for key, entry in found.items() if key not in known]
    if fresh:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        lines = "".join(json.dumps({"added": now, **entry}) + "\n" for entry in fresh)
        file.parent.mkdir(parents=True, exist_ok=True)
        # one write to a file opened for appending: what is there is never touched
        descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(descriptor, lines.encode())
        finally:
            os.close(descriptor)
    return len(fresh), len(found) - len(fresh)


def entries(folder: Path) -> list[Entry]:
    """All pairs below a folder, of HLS and of RTL; ReportError if there is none."""
    found = list(rtl_entries(folder))
    try:
        return [*found, *hls_entries(folder)]
    except ReportError:
        if not found:
            raise
        return found


def rtl_entries(folder: Path) -> Iterator[Entry]:
    """The runs below a folder whose RTL Vivado has routed as it is now."""
    for path in sorted(folder.rglob(DESIGN)):
        run = Run.open(path.parent)
        routed = [r for r in (results(run) if run.has("net.json") else []) if r.source == "route:vivado"]
        for result in routed:
            if result.firmware == "rtl" and result.finished and run.has(_PROJECT):
                yield _rtl_entry(run, result)


def _rtl_entry(run: Run, result: Result) -> Entry:
    project = run.read(_PROJECT)
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


def hls_entries(folder: Path) -> Iterator[Entry]:
    """The pairs of csynth and Vivado below a folder.

    Each csynth report of a top function with Vivado's report of a design of that name: of those that lie nearest to
    it, the one nearest to the end of the flow.
    """
    expected = {path: csynth.parse(path) for path in sorted(folder.rglob("*_csynth.xml"))}
    counted = dict(_counted(folder))
    if not expected or not counted:
        missing = "no TOP_csynth.xml" if not expected else "no report of report_utilization"
        raise ReportError(f"{folder}: {missing} below it; give the folder of an HLS project with both reports")
    found = False
    for path, report in expected.items():
        named = [rpt for rpt, used in counted.items() if used.design == report.top]
        near = [rpt for rpt in _nearest(path, named) if path in _nearest(rpt, _tops(expected, report.top))]
        if near:
            found = True
            yield _pair(folder, path, report, min(near, key=lambda rpt: _rank(counted[rpt])), counted)
    if not found:
        designs = ", ".join(sorted({used.design for used in counted.values()}))
        raise ReportError(f"{folder}: Vivado's reports are of {designs}, which no csynth report there is")


def _counted(folder: Path) -> Iterator[tuple[Path, Utilisation]]:
    """The plain utilisation reports below a folder, but for those of RTL that no csynth made."""
    for path in sorted(folder.rglob("*.rpt")):
        if RTL_FOLDER not in path.parts and "Site Type" in path.read_text(errors="replace"):
            yield path, utilisation.parse(path)


def _tops(expected: Mapping[Path, Csynth], top: str) -> list[Path]:
    return [path for path, report in expected.items() if report.top == top]


def _nearest(path: Path, others: Sequence[Path]) -> list[Path]:
    """Those that share the most folders with a path."""
    shared = {other: len(os.path.commonpath([path, other])) for other in others}
    return [other for other, length in shared.items() if length == max(shared.values())]


def _rank(used: Utilisation) -> int:
    return _STATES.index(used.state) if used.state in _STATES else len(_STATES)


def _pair(folder: Path, path: Path, report: Csynth, rpt: Path, counted: Mapping[Path, Utilisation]) -> Entry:
    used = counted[rpt]
    one, other = _plain(report.part), _plain(used.part)
    if not (one.startswith(other) or other.startswith(one)):
        raise ReportError(f"{path} is for {report.part}, {rpt} for {used.part}; they are no pair")
    return {
        "kind": "hls",
        "design": report.top,
        "hls_version": report.version,
        "vivado_version": used.version,
        "part": report.part,
        "clock_ns": report.clock_ns,
        "state": used.state,
        "expected": {name: getattr(report, name) for name in RESOURCES},
        "vivado": {name: getattr(used, name) for name in RESOURCES},
        "reports": {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in (path, rpt)},
    }


def _plain(part: str) -> str:
    """A part's name as both tools would write it: without case, dashes and "xc"; the temperature grade may be cut."""
    return part.lower().replace("-", "").removeprefix("xc")
