"""Runs a whole sweep. All state is in the sweep's folder, so a sweep that was killed resumes when started again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path

from codesign.base import config
from codesign.base.locks import locked
from codesign.design.design import Design
from codesign.errors import RunError
from codesign.jets.store import path_of
from codesign.runs.inputs import require_jets
from codesign.runs.run import DESIGN, Run
from codesign.sweep import gates, trial
from codesign.sweep.cluster import Workers
from codesign.sweep.config import SweepConfig, source_at
from codesign.sweep.folders import folders_of
from codesign.sweep.search import objectives, search
from codesign.sweep.state import KEPT, LOCK, SWEEP, Sweep, Tick, name_and_runs, progress
from codesign.sweep.trial import Trial


def prepare(path: Path, folder: Path, sweep_config: SweepConfig | None = None, take_over: bool = False) -> Sweep:
    """The sweep of a config with the designs known so far; ConfigError names a wrong key.

    sweep_config: the config after changes from the command line, by default the file as it is; take_over: also use the
    folder of another sweep, which is otherwise a RunError. Does not write `sweep.json`: another process may own the
    folder.
    """
    sweep_config = sweep_config or config.load(path, SweepConfig)
    if not take_over:
        _require_own(folder, sweep_config, path)
    searching = search(sweep_config, path, folder)
    known = {design.key: design for design in searching.designs}
    places = folders_of(folder, known.values())
    if not take_over and known:
        _require_own(folder, sweep_config, path, {place.name for place in places.values()})
    return Sweep(folder, path, sweep_config, tuple(Run.create(design, places[key]) for key, design in known.items()))


def _require_own(folder: Path, sweep_config: SweepConfig, path: Path, names: Set[str] = frozenset()) -> None:
    """RunError if the folder holds a run, a sweep of another name, or a sweep with none of the run folders `names`."""
    if (folder / DESIGN).exists():
        raise RunError(f"{folder} is a run's ({DESIGN} is there), not a sweep's; choose another folder with -o")
    if (there := name_and_runs(folder)) is None:
        return
    name, runs = there
    if name != sweep_config.name:
        what = f"of sweep {name!r}, not {sweep_config.name!r} ({path})"
    elif runs and names and not runs & names:
        what = f"of another sweep named {name!r}, which has none of the designs of {path}"
    else:
        return
    raise RunError(
        f"{folder / SWEEP} is {what}: choose another folder with -o, or use --take-over, which keeps the run"
        " folders there but replaces the decisions about them"
    )


def execute(sweep: Sweep, tick: Tick, retry: bool = False) -> Sweep:
    """Trains and estimates all designs, then makes and verifies firmware for the best; returns the decided sweep.

    `tick` is called a few times per second to redraw the progress. A failure is recorded in the design's run folder
    and the other designs go on; with `retry`, designs that failed before are tried again.
    """
    searching = search(sweep.config, sweep.path, sweep.folder)
    with locked(sweep.folder, LOCK, wait=False), Workers(sweep.config.cluster, sweep.folder) as workers:
        if retry:
            _forget_failures(sweep.runs)
        sweep = replace(sweep, decisions={}).save()
        seen: list[Run] = []
        for batch in searching.batches():
            sweep, runs = _entered(sweep, batch.designs)
            sweep = sweep.decided(gates.before_training(runs, sweep.config.gates))
            _train(sweep, workers, runs, seen, tick)
            seen += [run for run in runs if run not in seen]
            searching.tell(batch, _results(sweep, runs))
        sweep = sweep.decided(gates.select(sweep))
        unfinished = [run for run in sweep.survivors if progress(run)["stage"] not in ("done", "failed")]
        trials = [Trial(run.folder, sweep.config.limits) for run in unfinished]
        workers.run(trial.make_firmware, trials, lambda: tick(sweep))
        return sweep.decided(gates.after_firmware(sweep.survivors))


def _train(sweep: Sweep, workers: Workers, runs: Sequence[Run], before: Sequence[Run], tick: Tick) -> None:
    sweep_config = sweep.config
    rivals = tuple(run.folder for run in before) if sweep_config.gates.stopping != "none" else ()
    left = {
        place: run
        for place, run in enumerate(runs)
        if run.folder.name not in sweep.decisions and not gates.is_over(run)
    }
    _require_jets(sweep, list(left.values()))
    trials = [Trial(run.folder, sweep_config.limits, sweep_config.gates, rivals, place) for place, run in left.items()]
    workers.run(trial.train_and_estimate, trials, lambda: tick(sweep))


def _results(sweep: Sweep, runs: Sequence[Run]) -> Mapping[str, tuple[float, ...] | None]:
    """Key of a design -> its objectives, which the search learns from; None where a gate dropped it."""
    dropped = {run.folder.name for run in runs if sweep.decisions.get(run.folder.name, KEPT) != KEPT}
    good = {r.folder.name for r in runs if r.folder.name not in dropped and gates.after_training(r) == KEPT}
    return {run.design.key: objectives(sweep.config, run) if run.folder.name in good else None for run in runs}


def _entered(sweep: Sweep, designs: Sequence[Design]) -> tuple[Sweep, list[Run]]:
    """The sweep with the designs of a batch added to its runs, and the batch's runs without duplicates."""
    known = {run.design.key: run for run in sweep.runs}
    places = folders_of(sweep.folder, [d for d in designs if d.key not in known])
    runs = {d.key: known.get(d.key) or Run.create(d, places[d.key]) for d in designs}
    new = tuple(run for key, run in runs.items() if key not in known)
    return (replace(sweep, runs=sweep.runs + new).save() if new else sweep), list(runs.values())


def _require_jets(sweep: Sweep, runs: Sequence[Run]) -> None:
    """JetsError that names the line of the sweep or of its design, if the jets of a run are missing."""
    for run in runs:
        if not path_of(run.design.jets.file).exists():
            require_jets(run.design, source_at(sweep.config, sweep.path, run.design))


def _forget_failures(runs: Sequence[Run]) -> None:
    for run in runs:
        if progress(run)["stage"] == "failed":
            run.write("progress.json", {"stage": "waiting"})
