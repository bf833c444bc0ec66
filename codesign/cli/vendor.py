"""What `codesign synth` and `codesign calibrate` do once their options are parsed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from rich.console import Console

from codesign.base.pace import silent
from codesign.cli.vendor_tables import bands_table, results_table, watching
from codesign.runs.run import Run
from codesign.runs.synthesis import bands, calibrate, site
from codesign.runs.synthesis import stages as flow

FAULT, FAILED = 1, 3  # exit codes: the tool finished with a fault; it did not finish


def synth(
    run: Path, tool: str, stage: str | None, firmware: str, hours: float | None, console: Console, quiet: bool = False
) -> int:
    """Runs a stage of a vendor's tool and prints its results, with progress unless `quiet`; returns the exit code."""
    choice = flow.check_choice(tool, stage, firmware)
    with nullcontext(silent) if quiet else watching(console, f"{choice.tool} {choice.stage}") as live:
        results = flow.synthesise(Run.open(run), choice.tool, choice.stage, choice.firmware, limit_h=hours, live=live)
    console.print(results_table(results))
    for result in results:
        console.print(f"{result.source}: {result.outcome}: {result.meaning}")
    if not all(result.finished for result in results):
        return FAILED
    return 0 if all(result.outcome == "done" for result in results) else FAULT


def calibrate_from(reports: Sequence[Path], file: Path | None, console: Console) -> int:
    """Appends the pairs in these folders to `file`, by default the site's own, and prints the resulting bands.

    Skipped files are listed last. Returns the exit code: 1 if a file was skipped.
    """
    file = file or site.to_write()
    added = calibrate.add(reports, file)
    counts = f"{added.fresh} pairs added, {added.known} were there already"
    console.print(f"{file}: {counts}", soft_wrap=True)
    console.print(bands_table(bands.site_pairs(file), bands.site_rtl_pairs(file)))
    for why in added.skipped:
        console.print(f"skipped {why}", soft_wrap=True)
    return FAULT if added.skipped else 0
