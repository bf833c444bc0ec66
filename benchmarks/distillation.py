"""How much a large float teacher improves a 6-bit deep set, on the same jets and with the same seeds.

Trains each student alone and with the teacher at several loss weights and temperatures, freezes all of them, and writes
its numbers in docs/results.md. Finished runs are not repeated.

    make bench-distillation
"""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from doc_data import Table
from doc_numbers import publish
from numpy.typing import NDArray

from codesign.design.architectures.config import ArchitectureConfig
from codesign.design.design import Design, JetsConfig
from codesign.design.training import Precision, Teacher, Training
from codesign.runs.inputs import datasets
from codesign.runs.proof import agreements
from codesign.runs.run import Run
from codesign.training import metrics
from codesign.training.teacher import teacher_folder
from codesign.training.train import freeze, train

PRECISION = Precision(inputs=10, weights=6, activations=6)
LESSONS = ((0.5, 2.0), (0.9, 1.0), (0.9, 2.0), (0.9, 4.0))  # (weight of the teacher in the loss, temperature)
COLUMNS = [
    ("", "{name}"),
    ("macro AUC", "{auc}"),
    ("b", "{b}"),
    ("tau", "{tau}"),
    ("gain in macro AUC", "{gain:+.4f} ± {gain_jets:.4f} ± {gain_seeds:.4f}"),
    ("standard errors", "{sigma:+.1f}"),
]
REPLICAS = 100  # bootstrap samples of the test jets, drawn with replacement
Array = NDArray[Any]


def main() -> None:
    """Writes the numbers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder of the runs")
    parser.add_argument("--jets", default="cache/l1_pu200_all.npz", help="jets file")
    parser.add_argument("--candidates", type=int, default=48, help="of a jet that the teacher sees")
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--epochs", type=int, default=20, help="of the students")
    asked = parser.parse_args()
    teachers = [None, *(Teacher(candidates=asked.candidates, weight=w, temperature=t) for w, t in LESSONS)]
    students = [
        [frozen(design(asked, seed, teacher), asked.folder) for seed in range(1, asked.seeds + 1)]
        for teacher in teachers
    ]
    values, table = results(*students)
    publish("distillation", "make bench-distillation", values, {"students": table})


def design(asked: argparse.Namespace, seed: int, teacher: Teacher | None) -> Design:
    """A deep set with fixed widths: hgq would learn narrower ones, which would depend on whether there is a teacher."""
    lesson = f"w{teacher.weight:g}-t{teacher.temperature:g}" if teacher else "alone"
    return Design(
        name=f"deep_set-{lesson}-{seed}",
        jets=JetsConfig(file=asked.jets),
        architecture=ArchitectureConfig(name="deep_set"),
        frontend="brevitas",
        precision=PRECISION,
        training=Training(epochs=asked.epochs, seed=seed, teacher=teacher),
    )


def frozen(asked: Design, folder: Path) -> Run:
    """The trained and frozen run, made if needed; SystemExit if a witness differs from the reference."""
    run = Run.create(asked, folder / asked.key)
    if not run.has("metrics.json"):
        freeze(run, train(run, lambda row: print(asked.name, row, flush=True)))
    if wrong := [a for a in agreements(run) if not a.exact]:
        raise SystemExit(f"{run.folder}: {wrong[0].witness} differs from the reference; it has no place in a table")
    return run


def results(alone: list[Run], *taught: list[Run]) -> tuple[dict[str, Any], Table]:
    """What was trained, and the table of scores and gains."""
    of_seed = taught[0][0]
    teacher = of_seed.design.training.teacher
    assert teacher is not None
    record = json.loads((teacher_folder(of_seed, datasets(of_seed)) / "teacher.json").read_text())
    jets, t, p = record["jets"], of_seed.design.training, of_seed.design.precision
    values = {
        "train": jets["train"],
        "test": jets["test"],
        "file": f"`{jets['file']}`",
        "teacher_parameters": record["parameters"],
        "teacher_candidates": teacher.candidates,
        "teacher_epochs": teacher.epochs,
        "weight_bits": p.weights,
        "activation_bits": p.activations,
        "input_bits": p.inputs,
        "epochs": t.epochs,
        "seeds": len(alone),
        "replicas": REPLICAS,
    }
    score = f"{record['score']['value']:.4f} ± {record['score']['error']:.4f}"
    rows = [
        {"name": "teacher, float", "auc": score, "b": None, "tau": None} | gain(),
        row("student alone", alone) | gain(),
    ]
    for runs in taught:
        lesson = runs[0].design.training.teacher
        assert lesson is not None
        rows.append(row(f"taught, w {lesson.weight:g}, T {lesson.temperature:g}", runs) | gain(alone, runs))
    return values, Table(COLUMNS, rows)


def row(name: str, runs: list[Run]) -> dict[str, Any]:
    """One row of the table, without its gain."""
    return {"name": name, "auc": auc_text(runs)} | {s: efficiency_text(runs, s) for s in ("b", "tau")}


def auc_text(runs: list[Run]) -> str:
    """Mean macro AUC with the errors from the jets and from the seeds: '0.8512 ± 0.0020 ± 0.0004'."""
    found = [run.read("metrics.json")["macro"] for run in runs]
    values = [row["auc"] for row in found]
    return f"{np.mean(values):.4f} ± {found[0]['error']:.4f} ± {mean_error(values):.4f}"


def efficiency_text(runs: list[Run], signal: str) -> str:
    """Mean efficiency at 1 % mistagged light and gluon jets, with the errors from the jets and from the seeds."""
    rows = [row for run in runs for row in run.read("metrics.json")["efficiencies"] if row["signal"] == signal]
    values = [row["efficiency"] for row in rows]
    return f"{np.mean(values):.3f} ± {rows[0]['error']:.3f} ± {mean_error(values):.3f}"


def gain(alone: list[Run] | None = None, taught: list[Run] | None = None) -> dict[str, float | None]:
    """The mean gain in macro AUC, its errors from jets and seeds, and the gain in units of both; None without runs."""
    names = ("gain", "gain_jets", "gain_seeds", "sigma")
    if alone is None or taught is None:
        return dict.fromkeys(names)
    pairs = list(zip(alone, taught, strict=True))
    gains = [float(np.diff([run.read("metrics.json")["macro"]["auc"] for run in pair])[0]) for pair in pairs]
    of_seeds, of_jets = mean_error(gains), float(np.std(replicas(pairs), ddof=1))
    mean = float(np.mean(gains))
    return dict(zip(names, (mean, of_jets, of_seeds, mean / float(np.hypot(of_seeds, of_jets))), strict=True))


def replicas(pairs: list[tuple[Run, Run]]) -> list[float]:
    """The mean gain on each bootstrap sample of the test jets; all students see the same sample."""
    outputs = [[np.load(run.folder / "scores.npz") for run in pair] for pair in pairs]
    y: Array = outputs[0][0]["y"]
    logits = [[scores["logits"] for scores in pair] for pair in outputs]
    rng = np.random.default_rng(0)
    gains = []
    for _ in range(REPLICAS):
        rows = rng.integers(0, len(y), len(y))
        gains.append(float(np.mean([macro(b[rows], y[rows]) - macro(a[rows], y[rows]) for a, b in logits])))
    return gains


def macro(logits: Array, y: Array) -> float:
    """Macro AUC, one class against the rest. logits: (jets, classes); y: (jets,) class numbers."""
    return metrics.macro(metrics.one_against_rest(logits, y, [str(c) for c in range(logits.shape[1])]))["auc"]


def mean_error(values: Any) -> float:
    """Standard error of the mean; NaN for a single value."""
    return float(np.std(values, ddof=1) / np.sqrt(len(values))) if len(values) > 1 else float("nan")


if __name__ == "__main__":
    main()
