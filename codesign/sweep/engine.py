"""The whole of a sweep. All its state is in its folder: killed anywhere and started again, it goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path

from codesign.base import config
from codesign.base.locks import locked
from codesign.design.design import Design
from codesign.errors import RunError
from codesign.runs.run import DESIGN, Run
from codesign.sweep import gates, trial
from codesign.sweep.cluster import Workers
from codesign.sweep.config import SweepConfig
from codesign.sweep.folders import folders_of
from codesign.sweep.search import objectives, search
from codesign.sweep.state import KEPT, LOCK, SWEEP, Sweep, Tick, name_and_runs, progress
from codesign.sweep.trial import Trial


def prepare(path: Path, folder: Path, asked: SweepConfig | None = None, take_over: bool = False) -> Sweep:
    """The sweep of a config with the designs that are known so far; ConfigError names what is wrong with it.

    asked: the config with what the command line replaced in it; take_over: also where the folder is another sweep's,
    else a RunError. Writes no `sweep.json`: another process may be at work.
    """
    asked = asked or config.load(path, SweepConfig)
    if not take_over:
        _require_own(folder, asked, path)
    searching = search(asked, path, folder)
    known = {design.key: design for design in searching.designs}
    places = folders_of(folder, known.values())
    if not take_over and known:
        _require_own(folder, asked, path, {place.name for place in places.values()})
    return Sweep(folder, path, asked, tuple(Run.create(design, places[key]) for key, design in known.items()))


def _require_own(folder: Path, asked: SweepConfig, path: Path, names: Set[str] = frozenset()) -> None:
    """RunError if a folder is of a sweep of another name, or of one that has none of the run folders of these names."""
    if (folder / DESIGN).exists():
        raise RunError(f"{folder} is a run's ({DESIGN} is there), not a sweep's; choose another folder with -o")
    if (there := name_and_runs(folder)) is None:
        return
    name, runs = there
    if name != asked.name:
        what = f"of sweep {name!r}, not {asked.name!r} ({path})"
    elif runs and names and not runs & names:
        what = f"of another sweep named {name!r}, which has none of the designs of {path}"
    else:
        return
    raise RunError(
        f"{folder / SWEEP} is {what}: choose another folder with -o, or go on with --take-over, which keeps the run"
        " folders there but replaces what was decided of them"
    )


def execute(sweep: Sweep, tick: Tick, retry: bool = False) -> Sweep:
    """Trains and estimates designs, keeps the best, makes and verifies their firmware; returns the sweep as decided.

    `tick` is called a few times a second to redraw what `progress.json` files say. A design that fails is recorded in
    its run folder and the others go on; with `retry`, those that failed before are tried again.
    """
    searching = search(sweep.asked, sweep.path, sweep.folder)
    with locked(sweep.folder, LOCK, wait=False), Workers(sweep.asked.cluster, sweep.folder) as workers:
        if retry:
            _forget_failures(sweep.runs)
        sweep = replace(sweep, decisions={}).save()
        seen: list[Run] = []
        for batch in searching.batches():
            sweep, runs = _entered(sweep, batch.designs)
            sweep = sweep.decided(gates.before_training(runs, sweep.asked.gates))
            _train(sweep, workers, runs, seen, tick)
            seen += [run for run in runs if run not in seen]
            searching.tell(batch, _results(sweep, runs))
        sweep = sweep.decided(gates.select(sweep))
        unfinished = [run for run in sweep.survivors if progress(run)["stage"] not in ("done", "failed")]
        trials = [Trial(run.folder, sweep.asked.limits) for run in unfinished]
        workers.run(trial.make_firmware, trials, lambda: tick(sweep))
        return sweep.decided(gates.after_firmware(sweep.survivors))


def _train(sweep: Sweep, workers: Workers, runs: Sequence[Run], before: Sequence[Run], tick: Tick) -> None:
    asked = sweep.asked
    rivals = tuple(run.folder for run in before) if asked.gates.stopping != "none" else ()
    trials = [
        Trial(run.folder, asked.limits, asked.gates, rivals, place)
        for place, run in enumerate(runs)
        if run.folder.name not in sweep.decisions and not gates.is_over(run)
    ]
    workers.run(trial.train_and_estimate, trials, lambda: tick(sweep))


def _results(sweep: Sweep, runs: Sequence[Run]) -> Mapping[str, tuple[float, ...] | None]:
    """Key of a design -> what the search is told of it, None where a gate dropped it."""
    dropped = {run.folder.name for run in runs if sweep.decisions.get(run.folder.name, KEPT) != KEPT}
    good = {r.folder.name for r in runs if r.folder.name not in dropped and gates.after_training(r) == KEPT}
    return {run.design.key: objectives(sweep.asked, run) if run.folder.name in good else None for run in runs}


def _entered(sweep: Sweep, designs: Sequence[Design]) -> tuple[Sweep, list[Run]]:
    """The sweep with the designs of a batch among its runs, and their runs, each once."""
    known = {run.design.key: run for run in sweep.runs}
    places = folders_of(sweep.folder, [d for d in designs if d.key not in known])
    runs = {d.key: known.get(d.key) or Run.create(d, places[d.key]) for d in designs}
    new = tuple(run for key, run in runs.items() if key not in known)
    return (replace(sweep, runs=sweep.runs + new).save() if new else sweep), list(runs.values())


def _forget_failures(runs: Sequence[Run]) -> None:
    for run in runs:
        if progress(run)["stage"] == "failed":
            run.write("progress.json", {"stage": "waiting"})
