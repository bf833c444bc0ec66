"""How the command line shows vendor tools: their last line while they run, and tables of their results."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.table import Table
from rich.text import Text

from codesign.runs.synthesis.bands import FEWEST, Pair, RtlPair, csynth_bands, of_a_new_design, ratios, rtl_ratios
from codesign.runs.synthesis.outcomes import Outcome
from codesign.runs.synthesis.results import Result

# the lines to print without a terminal, out of thousands: errors, and the steps of the tools
_NOTABLE = re.compile(
    r"^\s*(ERROR|CRITICAL WARNING|FATAL)|^(Starting|Finished) |^Phase \d+ |\*\*\* C/RTL|Finished Command"
)


@contextmanager
def watching(console: Console, what: str) -> Iterator[Callable[[str], None]]:
    """Shows a tool's last line and the elapsed time; without a terminal, prints one line per step of the tool."""
    started = time.monotonic()

    def elapsed() -> str:
        minutes, seconds = divmod(int(time.monotonic() - started), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"

    if not console.is_terminal:
        yield (
            lambda line: (
                console.print(f"{elapsed()}  {line.strip()}", soft_wrap=True) if _NOTABLE.search(line) else None
            )
        )
        return
    with console.status(Text(what)) as status:
        yield lambda line: status.update(Text.assemble(f"{what}  {elapsed()}  ", (line.strip()[:100], "dim")))


def results_table(results: list[Result]) -> Table:
    """One row per source: outcome, resource counts, clock and slacks in ns, cycles."""
    table = Table("source", "of", "outcome", "LUT", "FF", "DSP", "BRAM18", "URAM", "clock (ns)", "slack (ns)", "cycles")
    for r in results:
        usage, timing = r.usage, r.timing
        counts = (usage.lut, usage.ff, usage.dsp, usage.bram18, usage.uram)
        latency, interval = timing.latency_cycles.value, timing.interval_cycles.value
        table.add_row(
            r.source,
            r.firmware.upper(),
            Text(r.outcome, colour(r.outcome)),
            *("-" if figure.value is None else f"{figure.value:,.0f}" for figure in counts),
            "-" if timing.clock_ns.value is None else f"{timing.clock_ns.value:.3f}",
            "-" if r.slack is None else "\n".join(f"{slack:+.3f} {name}" for name, slack in r.slack.checks.items()),
            "-" if latency is None or interval is None else f"{latency:.0f}, every {interval:.0f}",
        )
    return table


def bands_table(pairs: Sequence[Pair], rtl: Sequence[RtlPair]) -> Table:
    """Ratios of Vivado's counts to the expected ones and the band in use, one row per generator and resource."""
    table = Table("expected by", "resource", "pairs", "Vivado / expected", "in use")
    for version in sorted({pair.version for pair in pairs}):
        own = [pair for pair in pairs if pair.version == version]
        for resource, band in csynth_bands(version, own).items():
            mine = ratios(own, resource)
            in_use = f"{band.low:.2f} to {band.high:.2f}, {band.basis}"
            table.add_row(f"csynth {version}", resource, str(len(mine)), _span(mine), in_use)
    for generator in sorted({pair.generator for pair in rtl}):
        traced = [pair for pair in rtl if pair.generator == generator]
        for resource in ("lut", "ff"):
            mine = rtl_ratios(traced, resource)
            in_use = f"the estimate's own until there are {FEWEST}"
            if len(mine) >= FEWEST:
                band = of_a_new_design(mine, "")
                in_use = f"{band.low:.2f} to {band.high:.2f}, between the smallest and the largest of them"
            table.add_row(generator, resource, str(len(mine)), _span(mine), in_use)
    return table


def _span(values: Sequence[float]) -> str:
    return f"{min(values):.2f} to {max(values):.2f}" if values else "-"


def colour(outcome: Outcome) -> str:
    """Green for done, yellow for critical warnings, red for the rest."""
    if outcome == "done":
        return "green"
    return "yellow" if outcome == "critical-warning" else "bold red"
