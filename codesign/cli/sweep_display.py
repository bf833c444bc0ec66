"""What a terminal shows about a sweep: a live table, the remaining time, the gates, and the results."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from codesign.base.config import load as load_config
from codesign.cli.tables import figure_texts, witness_text
from codesign.cli.verdict_tables import COLOURS as COLOURS_OF
from codesign.errors import CodesignError
from codesign.runs.pipeline import through
from codesign.runs.provenance import is_current
from codesign.runs.run import Run
from codesign.runs.stages import ESTIMATE, estimated, verdict
from codesign.runs.witnesses import CSIM, EMULATOR
from codesign.sweep.config import SweepConfig
from codesign.sweep.state import Sweep, Tick, progress
from codesign.sweep.trial import stage_seconds
from codesign.training.evaluation import score_name

COLOURS = {"done": "green", "failed": "bold red", "waiting": "dim", "stopped": "dim", "dropped": "dim"}
FIRST_PART = through("estimate")
SECOND_PART = ("convert", "csim")  # of survivors
AHEAD = ("waiting", "teacher", *FIRST_PART)  # stages of a design that is not estimated yet
OVER = ("done", "failed")  # of a survivor
RESTING = ("waiting", "estimated", "stopped", *OVER)  # all others are under way
CHANGES_EVERY_EPOCHS = 10
EVERY_S = 10.0  # between lines of a log that say how many designs are over


@contextmanager
def sweeping(console: Console) -> Iterator[Tick]:
    """A live table with one row per design; yields the function that redraws it. In a log, one line per change."""
    started = time.monotonic()
    if not console.is_terminal:
        yield _changes(console, started)
        return
    with Live(console=console, refresh_per_second=4) as live:
        yield lambda sweep: live.update(_live(sweep, started))


def watch(load: Callable[[], Sweep], console: Console, every_s: float = 1.0) -> None:
    """Follows a sweep that another process runs, until it is over, nobody works on it any more, or Ctrl-C.

    The process that works on a sweep holds its lock throughout. It may release it just after the sweep was loaded, so
    a single look at a free lock does not tell a sweep that was stopped from one that has just finished.
    """
    started = time.monotonic()
    was_idle = False
    with Live(console=console, auto_refresh=False) as live:
        while True:
            sweep = load()
            live.update(Group(_live(sweep, started), status(sweep)), refresh=True)
            idle = sweep.worker is None
            if sweep.is_over or (idle and was_idle):
                return
            was_idle = idle
            time.sleep(every_s)


def status(sweep: Sweep) -> Text:
    """The number of designs in each stage, the failures, and the remaining time."""
    idle = not sweep.is_over and sweep.worker is None
    stages = Counter(_stage(sweep, run, idle) for run in sweep.runs)
    text = Text(f"{sweep.name}: {len(sweep.runs)} designs: ")
    text.append(", ".join(f"{count} {stage}" for stage, count in stages.most_common()) or "none yet")
    if trials := trials_left(sweep):
        text.append(f"; {trials} more will be proposed")
    text.append("\n")
    if idle:
        text.append(f"no process works on it, so it was stopped or killed; to resume it: {_going_on(sweep)}\n", "bold")
    text.append(_left_in_words(sweep))
    for run in sweep.runs:
        now = progress(run)
        if now["stage"] == "failed":
            text.append(f"\n{run.design.name}: {now.get('error', 'failed')}", "red")
    return text


def status_table(sweep: Sweep) -> Table:
    """One row per design: its stage and what is known about it."""
    table = Table("design", "stage", "epoch", "loss", "validation score", "LUT", title=sweep.name)
    idle = not sweep.is_over and sweep.worker is None
    for run in sweep.runs:
        table.add_row(run.design.name, *_row(sweep, run, idle))
    return table


def funnel_table(sweep: Sweep) -> Table:
    """How many designs entered each gate, how many it dropped, and why."""
    table = Table("gate", "entered", "dropped", "why", title="Gates")
    names = {run.folder.name: run.design.name for run in sweep.runs}
    for gate in sweep.funnel:
        why = "\n".join(f"{names[key]}: {reason}" for key, reason in gate.dropped.items())
        table.add_row(gate.name, str(gate.entered), str(len(gate.dropped)), why)
    table.add_section()
    table.add_row("survivors", str(len(sweep.survivors)))
    return table


def verdicts(sweep: Sweep) -> Table:
    """One row per design, survivors first: its score, its cost, and what is proved."""
    table = Table(title=f"{sweep.name}: {len(sweep.runs)} designs")
    name = score_name(sweep.runs[0].design.heads) if sweep.runs else "score"
    numbers = ("LUT", "latency\nns", "interval\nns", "clock\nMHz")
    for column in ("design", name, *numbers, "budget", "csim", "RTL"):
        table.add_column(column, no_wrap=True, justify="right" if column in numbers else "left")
    table.add_column("survivor", ratio=1)
    clocks = ", ".join(dict.fromkeys(run.design.firmware.clock for run in sweep.runs))
    table.caption = (
        f"latency and interval: at the clock asked for ({clocks}); clock: what is expected of the firmware;\n"
        "LUT and clock are estimates from the RTL trace, with bands in the report"
    )
    reasons = sweep.reasons
    for run in sorted(sweep.runs, key=lambda r: bool(reasons.get(r.folder.name))):
        table.add_row(*_verdict_row(run, reasons.get(run.folder.name, "")))
    return table


def seconds_left(sweep: Sweep) -> float | None:
    """Seconds until all designs are trained and estimated; None before the first one is.

    It is the mean time of the finished designs, divided among the workers.
    """
    took = [sum(stage_seconds(run).get(stage, 0.0) for stage in FIRST_PART) for run in sweep.runs]
    finished = [seconds for run, seconds in zip(sweep.runs, took, strict=True) if not _ahead(run) and seconds]
    if not finished:
        return None
    left = float(trials_left(sweep))
    for run in sweep.runs:
        if run.folder.name in sweep.decisions or not _ahead(run):
            continue
        now = progress(run)
        left += 1 - now["epoch"] / now["epochs"] if "epoch" in now else 1
    return left * sum(finished) / len(finished) / sweep.config.cluster.jobs


def _ahead(run: Run) -> bool:
    return progress(run)["stage"] in AHEAD


def firmware_seconds_left(sweep: Sweep) -> float | None:
    """Seconds until the firmware of all survivors is made; None before the first one is.

    It is the mean time of the finished ones, less the time already spent on the others, divided among the workers.
    """
    took = [
        (str(progress(run)["stage"]), sum(stage_seconds(run).get(stage, 0.0) for stage in SECOND_PART))
        for run in sweep.survivors
    ]
    finished = [seconds for stage, seconds in took if stage == "done" and seconds]
    unfinished = [seconds for stage, seconds in took if stage not in OVER]
    if not finished or not unfinished:
        return None
    mean = sum(finished) / len(finished)
    left = sum(max(0.0, mean - seconds) for seconds in unfinished)
    return left / min(sweep.config.cluster.jobs, len(unfinished))


def _left_in_words(sweep: Sweep) -> str:
    if sweep.is_over:
        return f"finished: {_survivors(len(sweep.survivors))}, {len(sweep.runs) - len(sweep.survivors)} dropped"
    if sweep.survivors:
        return _firmware_in_words(sweep)
    seconds = seconds_left(sweep)
    if seconds is None:
        return "how long it takes is known when the first design is finished"
    if not seconds:
        return "the survivors are being chosen"
    return f"about {_duration(seconds)} left until all designs are estimated, then the survivors' firmware"


def _firmware_in_words(sweep: Sweep) -> str:
    """How many survivors have their firmware; they are known once all designs are estimated."""
    ready = sum(progress(run)["stage"] == "done" for run in sweep.survivors)
    count = len(sweep.survivors)
    text = f"firmware made for {ready} of {_survivors(count)}"
    seconds = firmware_seconds_left(sweep)
    return text if seconds is None else f"{text}, about {_duration(seconds)} left"


def _survivors(count: int) -> str:
    return f"{count} survivor{'' if count == 1 else 's'}"


def _duration(seconds: float) -> timedelta:
    return timedelta(seconds=round(seconds))


def trials_left(sweep: Sweep) -> int:
    """How many designs a search will still propose; 0 for a grid, whose designs are all known."""
    search = sweep.config.search
    return 0 if search.method == "grid" else max(0, search.trials - len(sweep.runs))


def _live(sweep: Sweep, started: float) -> RenderableType:
    table = status_table(sweep)
    table.caption = f"{time.monotonic() - started:.0f} s"
    if sweep.survivors and not sweep.is_over:
        table.caption += f", {_firmware_in_words(sweep)}"
    elif seconds := seconds_left(sweep):
        table.caption += f", about {_duration(seconds)} left until all are estimated"
    return table


def _stage(sweep: Sweep, run: Run, idle: bool = False) -> str:
    """The stage of a design. idle: no process works on the sweep, so no stage is under way."""
    decision = sweep.decisions.get(run.folder.name)
    if decision and decision.gate == "estimate":
        return "dropped"
    stage = str(progress(run)["stage"])
    return f"interrupted in {stage}" if idle and stage not in RESTING else stage


def _going_on(sweep: Sweep) -> str:
    """How to resume the sweep; options of the earlier command are not stored."""
    try:
        same = load_config(sweep.path, SweepConfig) == sweep.config
    except (CodesignError, OSError):
        same = False
    return sweep.command if same else f"{sweep.command}, with the options and from the folder that it was started with"


def _row(sweep: Sweep, run: Run, idle: bool = False) -> list[str | Text]:
    now, stage = progress(run), _stage(sweep, run, idle)
    epoch = f"{now['epoch']}/{now['epochs']}" if "epoch" in now else ""
    loss, score = (f"{now[k]:.4f}" if k in now else "" for k in ("loss", "validation_score"))
    if not score and run.has("metrics.json"):
        score = f"{run.read('metrics.json')['score']['value']:.4f} (test)"
    lut = ""
    if run.has("net.json") and is_current(run, ESTIMATE):
        lut = figure_texts(estimated(run)[0].lut)[0]
    return [Text(stage, COLOURS.get(stage, "yellow")), epoch, loss, score, lut]


def _changes(console: Console, started: float) -> Tick:
    """For logs: prints a design's line when its stage changes, and every tenth epoch."""
    last: dict[str, str] = {}
    told = started

    def tick(sweep: Sweep) -> None:
        nonlocal told
        for run in sweep.runs:
            now, stage = progress(run), _stage(sweep, run)
            shown = f"{stage}{now.get('epoch', 0) // CHANGES_EVERY_EPOCHS}"
            if last.get(run.folder.name, "waiting0") != shown:
                last[run.folder.name] = shown
                _, epoch, loss, score, lut = (str(cell) for cell in _row(sweep, run))
                parts = (epoch, loss and f"loss {loss}", score and f"{score_name(run.design.heads)} {score}")
                detail = "  ".join(part for part in parts if part)
                detail += f"  {lut} LUT" if lut else ""
                detail += f"  {now['error']}" if "error" in now else ""
                line = f"{time.monotonic() - started:6.0f} s  {run.design.name}: {stage}  {detail}"
                console.print(line, soft_wrap=True)
        if (now_s := time.monotonic()) - told > EVERY_S:
            told = now_s
            console.print(f"{now_s - started:6.0f} s  {_how_far(sweep)}", soft_wrap=True)

    return tick


def _how_far(sweep: Sweep) -> str:
    if sweep.survivors:
        return _left_in_words(sweep)
    estimated_or_dropped = sum(not _ahead(run) for run in sweep.runs)
    count = len(sweep.runs) + trials_left(sweep)
    return f"{estimated_or_dropped} of {count} designs estimated or dropped; {_left_in_words(sweep)}"


def _verdict_row(run: Run, reason: str) -> list[str | Text]:
    judged = verdict(run) if run.has("net.json") and run.current("metrics.json") else None
    if judged is None:
        return [run.design.name, *[""] * 8, reason]
    score = run.read("metrics.json")["score"]
    usage, timing = estimated(run)
    period = run.design.firmware.period_ns
    figures = (timing.latency_ns(period), timing.interval_ns(period), timing.clock_mhz)
    return [
        run.design.name,
        f"{score['value']:.4f} ± {score['error']:.4f}",
        figure_texts(usage.lut)[0],
        *("unavailable" if figure.value is None else f"{figure.value:.3g}" for figure in figures),
        Text(judged[1].short, COLOURS_OF[judged[1].outcome]),
        witness_text(run, CSIM),
        witness_text(run, EMULATOR),
        Text("yes", "green") if not reason else Text(reason, "dim"),
    ]
