"""`codesign jets simulate`: the simulation with a progress bar."""

import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from codesign.base import extras
from codesign.base.config import load
from codesign.base.pace import Count
from codesign.errors import JetsError


def simulate_with_progress(
    config: Path, output: Path, jobs: int, console: Console, events: Path | None, quiet: bool = False
) -> None:
    """Simulates the sample of a config file into `output`, showing events, rate and time left unless `quiet`.

    events: path of an event file to write as well.
    Raises JetsError if the simulation's packages, some of them under the GPL, are not installed.
    """
    if (module := extras.absent("simulate")) is not None:  # fail here and not inside the workers
        raise JetsError(extras.missing("simulating jets", "simulate", module))
    from codesign.jets.simulation.config import SimulationConfig
    from codesign.jets.simulation.simulate import simulate

    settings = load(config, SimulationConfig)
    if any(path and os.path.realpath(path) == os.path.realpath(config) for path in (output, events)):
        raise JetsError(f"{config} is the configuration, which the jets would overwrite; give another path to write to")
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]:.0f} events/s", markup=False),
        TimeRemainingColumn(),
    )
    if quiet or not console.is_terminal:
        tell = (lambda done, total: None) if quiet else _lines(output.name, console)
        summary = simulate(settings, output, jobs, tell, events)
    else:
        with Progress(*columns, console=console) as bar:
            task = bar.add_task(output.name, total=None, rate=0.0)
            first: list[float] = []  # [events, time] at the first call: events of an interrupted run do not count

            def progress(done: int, total: int) -> None:
                first[:] = first or [done, time.monotonic()]
                rate = (done - first[0]) / max(time.monotonic() - first[1], 1e-9)
                bar.update(task, completed=done, total=total, rate=rate)

            summary = simulate(settings, output, jobs, progress, events)
    jets = " and ".join(f"{count:,} {name.upper()}" for name, count in summary.jets.items())
    rate = summary.made_events / summary.wall_seconds
    console.print(f"{output}: {jets} jets; {summary.wall_seconds:.0f} s, {rate:.0f} events/s, {jobs} jobs")


def _lines(name: str, console: Console) -> Callable[[int, int], None]:
    """Progress as lines, for logs and pipes, where a bar would show only its final state."""
    count: Count | None = None

    def progress(done: int, total: int) -> None:
        nonlocal count
        count = count or Count(partial(console.print, soft_wrap=True), name, total, "events")
        count(done)

    return progress
