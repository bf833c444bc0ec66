"""Time and peak memory for a million jets: to read them, to evaluate a design on them, and to prove it exact.

The jets are those of cache/l1_pu200.npz that have a flavour, repeated with new event ids until there are a million, in
a temporary file; so the scores say nothing about physics. Each step runs in its own process and reads the file first.
Prints a table and writes it into docs/speed.md.

    python benchmarks/million_jets.py [--jets 1000000] [--without-csim]
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from clock import clock, peak_gb
from doc_data import Table
from doc_numbers import publish

from codesign.base.config import load
from codesign.design.design import Design
from codesign.design.training import Precision
from codesign.jets import store
from codesign.jets.classes import TAGGER_CLASSES
from codesign.net import reference
from codesign.runs import stages
from codesign.runs.inputs import datasets
from codesign.runs.run import Run

SOURCE = Path("cache/l1_pu200.npz")
PROJECT = Path("hls_projects/cms_ng")
Row = dict[str, Any]


def main() -> None:
    """Makes the jets, and runs each step in its own process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jets", type=int, default=1_000_000)
    parser.add_argument("--without-csim", action="store_true", help="leave out C simulation, which takes minutes")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step:
        print(json.dumps(measured(arguments.step, Run.open(arguments.folder))))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "run"
        prepare(folder, Path(temporary) / "jets.npz", arguments.jets)
        names = [name for name in STEPS if not (arguments.without_csim and name == "contract")]
        rows = [in_process(name, folder) for name in names]
    values = {"jets": arguments.jets, "file": f"`{SOURCE}`", "project": f"`{PROJECT}`"}
    publish("million_jets", "python benchmarks/million_jets.py", values, {"steps": Table(COLUMNS, rows)})


def prepare(folder: Path, path: Path, jets: int) -> None:
    """Writes a file of `jets` labelled jets to `path`, and a run of a shipped design that reads it into `folder`."""
    source = store.load(SOURCE)
    table, labels = source.table("sc4"), source.labels("sc4")
    labelled = np.flatnonzero(np.isin(table.scalar("label"), [labels[name] for name in TAGGER_CLASSES]))
    rows = np.resize(labelled, jets)
    scalars = {name: values[rows] for name, values in table.scalars.items()}
    copy = np.arange(jets) // len(labelled)
    scalars["event"] = scalars["event"] + copy * (int(table.scalar("event").max()) + 1)
    store.save(path, store.JetFile({"sc4": store.JetTable(table.words[rows], scalars)}, source.manifest))
    design = load(PROJECT / "design.yaml", Design)
    of_these = {"jets": design.jets.model_dump(mode="json") | {"file": str(path)}}
    Run.create(load(PROJECT / "design.yaml", Design, of_these), folder)
    for name in ("net.json", "net.npz"):
        shutil.copy(PROJECT / name, folder / name)


def read(run: Run) -> int:
    """The jets file, and the features of all its jets."""
    data = datasets(run)
    return len(data.train) + len(data.validation) + len(data.test)


def scores(run: Run) -> int:
    """The outputs of the net for every jet."""
    data = datasets(run)
    outputs = [reference.run(run.net, split.x) for split in (data.train, data.validation, data.test)]
    return sum(len(found["logits"]) for found in outputs)


def metrics(run: Run) -> int:
    """scores.npz and metrics.json of the test jets."""
    from codesign.training.train import _evaluate

    data = datasets(run)
    _evaluate(run, data)
    return len(data.test)


def training(run: Run) -> int:
    """An epoch with HGQ2 and the calibration."""
    from codesign.training.train import train

    epoch = run.design.training.model_copy(update={"epochs": 1, "batch_size": 512})
    changed = {"frontend": "hgq", "precision": Precision(), "training": epoch}
    taught = Run.create(run.design.model_copy(update=changed), run.folder / "training")
    train(taught)
    return len(datasets(taught).train)


def contract(run: Run) -> int:
    """The HLS project, its compilation, and C simulation of all test jets and the contract's other inputs."""
    stages.convert(run)
    found = stages.csim(run)
    if not all(row.exact for row in found):
        raise SystemExit("the firmware is not exact")
    return next(row.samples for row in found if row.inputs == "jets") // len(TAGGER_CLASSES)


STEPS: dict[str, Callable[[Run], int]] = {
    "read": read,
    "training": training,
    "scores": scores,
    "metrics": metrics,
    "contract": contract,
}


def measured(name: str, run: Run) -> Row:
    """Runs a step in this process; returns its row: jets, wall and CPU time in s, peak memory in GB."""
    with clock() as took:
        jets = STEPS[name](run)
    children_gb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / 1e9
    peak = max(peak_gb(), children_gb)
    what = (STEPS[name].__doc__ or "").rstrip(".")
    return {"step": name, "what": what, "jets": jets, "wall_s": took.wall_s, "cpu_s": took.cpu_s, "peak_gb": peak}


def in_process(name: str, folder: Path) -> Row:
    """The row of a step that runs in a fresh process, so that its peak memory is its own."""
    command = [sys.executable, __file__, "--step", name, "--folder", str(folder)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    row: Row = json.loads(done.stdout.splitlines()[-1])
    return row


COLUMNS = [
    ("step", "{step}"),
    ("what it does", "{what}"),
    ("jets", "{jets:,}"),
    ("wall time", "{wall_s:.0f} s"),
    ("CPU time", "{cpu_s:.0f} s"),
    ("peak memory", "{peak_gb:.1f} GB"),
]


if __name__ == "__main__":
    main()
