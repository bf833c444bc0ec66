"""Writes the page of a run or a sweep, and the record of each run into its folder."""

from __future__ import annotations

from pathlib import Path

from codesign.base.files import write_atomic
from codesign.errors import RunError
from codesign.report.page import render
from codesign.report.record import assemble
from codesign.runs.pipeline import PAGE
from codesign.runs.run import DESIGN, Run
from codesign.sweep import SWEEP, Sweep, SweepConfig

OVERVIEW = "overview.svg"


def write_page(folder: Path, page: Path | None = None) -> Path:
    """Writes the page of a run or a sweep, and `report.json` into each run folder; returns the page's path.

    page: where to write the page, by default `report.html` in the folder. A sweep also gets `overview.svg` beside the
    page: the score of its designs against LUT.
    Raises RunError if the folder is neither a run nor a sweep, or has no design yet.
    """
    if (folder / SWEEP).exists():
        sweep = Sweep.open(folder)
        name, runs, reasons, funnel, keys = sweep.name, sweep.runs, sweep.reasons, sweep.funnel, keys_of(sweep.config)
    elif (folder / DESIGN).exists():
        run = Run.open(folder)
        name, runs, reasons, funnel, keys = run.design.name, (run,), {folder.name: ""}, None, None
    else:
        raise RunError(
            f"{folder} holds neither a run nor a sweep; `codesign sweep CONFIG -o {folder}` makes a sweep,"
            f" `codesign train CONFIG -o {folder}` a run"
        )
    if not runs:
        raise RunError(f"{folder} has no design yet; start its sweep first: `codesign sweep CONFIG -o {folder}`")
    reports = [assemble(run) for run in runs]
    for run, report in zip(runs, reports, strict=True):
        run.keep("report.json", report.to_dict())
    page = page or folder / PAGE
    html, picture = render(name, folder, reports, reasons, funnel, keys)
    if picture:
        write_atomic(page.with_name(OVERVIEW), picture)
    write_atomic(page, html.encode())
    return page


def keys_of(config: SweepConfig) -> set[str] | None:
    """The keys on which a sweep's axes may be, None for all.

    Designs beside the points of a grid differ from them in most keys at once, which their architecture stands for.
    """
    return {"architecture.name", *(key for axis in config.axes for key in axis)} if config.beside else None
