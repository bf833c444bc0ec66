"""Time to train many designs: two workers with one compiled step each, against plain Keras fits one after another.

    python benchmarks/sweep_speed.py [--designs 24] [--jets 100000] [--epochs 10]

Both train the same deep sets (bit widths times sparsities) from the same seeds, on the same jets, for the same number
of epochs and with the same batch size, with XLA. The plain way is what a user of HGQ2 writes: build,
`compile(jit_compile=True)`, `fit` on arrays, all cores, nothing else. Ours is `codesign.training.train.train`, which
also computes a score on the validation jets after each epoch, calibrates the ranges and writes run folders. The results
go to docs/speed.md.
"""

import argparse
import itertools
import os
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from doc_data import Table
from doc_numbers import publish

from codesign.base.config import parse
from codesign.design.design import Design
from codesign.jets.simulation.workers import worker_pool
from codesign.runs.run import Run

FILE = "cache/l1_pu200.npz"
BITS, SPARSITIES = (3, 4, 5, 6, 7, 8), (0.0, 0.3, 0.5, 0.7)
BATCH = 512
COLUMNS = [
    ("way", "{way}"),
    ("wall s", "{wall_s:.0f}"),
    ("CPU s", "{cpu_s:.0f}"),
    ("s per design", "{each_s:.1f}"),
    ("mean macro AUC", "{auc:.4f}"),
]


@dataclass(frozen=True)
class Trained:
    """Scores of the designs on the validation jets, and the time in seconds that all trainings took together."""

    scores: tuple[float, ...]
    wall_s: float
    cpu_s: float


def main() -> None:
    """Trains all designs in both ways, and writes the times and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--designs", type=int, default=len(BITS) * len(SPARSITIES))
    parser.add_argument("--jets", type=int, default=100_000)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    chosen = designs(asked.designs, asked.jets, asked.epochs)
    with tempfile.TemporaryDirectory() as folder:
        ours = timed(asked.jobs, shared_step, [(design, Path(folder) / design["name"]) for design in chosen])
    os.environ |= {"TF_NUM_INTRAOP_THREADS": "0", "TF_NUM_INTEROP_THREADS": "0"}  # TensorFlow chooses the number
    plain = timed(1, plain_fit, chosen)
    table = Table(
        COLUMNS,
        [
            row("plain `keras.Model.fit`, one after another, all cores", plain),
            row(f"`codesign`, {asked.jobs} workers, one compiled step each, ranges calibrated", ours),
        ],
    )
    publish("sweep_speed", "python benchmarks/sweep_speed.py", compared(asked, ours, plain), {"ways": table})


def designs(number: int, jets: int, epochs: int) -> list[dict[str, Any]]:
    """Documents of the first `number` designs: deep sets of default size, over all bits at each sparsity in turn."""
    points = list(itertools.product(SPARSITIES, BITS))[:number]
    return [
        {
            "name": f"bits{bits}_sparsity{round(100 * sparsity)}",
            "jets": {"file": FILE, "max_jets": jets},
            "precision": {"inputs": 10, "weights": bits, "activations": bits},
            "pruning": {"sparsity": sparsity},
            "training": {"epochs": epochs, "batch_size": BATCH},
        }
        for sparsity, bits in points
    ]


def timed(jobs: int, train: Callable[[Any], tuple[float, float, float]], tasks: Sequence[Any]) -> Trained:
    """Runs all tasks in `jobs` fresh processes; the time that they spend on scoring is subtracted."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    with worker_pool(jobs) as pool:
        rows = list(pool.map(train, tasks))
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    scores, scoring_wall, scoring_cpu = zip(*rows, strict=True)
    return Trained(scores, wall - sum(scoring_wall), cpu - sum(scoring_cpu))


def shared_step(task: tuple[dict[str, Any], Path]) -> tuple[float, float, float]:
    """Trains one design our way; (score of the last epoch, 0, 0), because scoring is part of the training."""
    from codesign.training.train import train

    rows: list[dict[str, float]] = []
    document, folder = task
    train(Run.create(parse(document, Design, folder), folder), rows.append)
    return rows[-1]["validation_score"], 0.0, 0.0


def plain_fit(document: dict[str, Any]) -> tuple[float, float, float]:
    """Trains one design with `keras.Model.fit`; (score, wall seconds, CPU seconds), the times of scoring alone."""
    from codesign.runs.inputs import datasets
    from codesign.training.frontends import frontend

    design = parse(document, Design, Path(document["name"]))
    hgq = frontend("hgq")
    import keras

    from codesign.training import evaluation

    keras.utils.clear_session()
    data = datasets(Run(Path(document["name"]), design))
    model = hgq.unshared(design.graph, design.precision, data.types, data.train.x, design.training.seed)
    fit(model, data, design)
    start = time.perf_counter(), time.process_time()
    score = evaluation.score(hgq.predict(model, data.validation.x), data.validation)["value"]
    return score, time.perf_counter() - start[0], time.process_time() - start[1]


def fit(model: Any, data: Any, design: Design) -> None:
    """Fits as in the Keras documentation, and sets the masks of the pruning schedule before each epoch."""
    import keras

    from codesign.base.choice import some_rows
    from codesign.training.frontends.keras_training import prune
    from codesign.training.frontends.tensors import hidden_layers

    training, steps = design.training, len(data.train) // design.training.batch_size
    rate = keras.optimizers.schedules.CosineDecay(training.learning_rate, steps * training.epochs)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.keras.compile(optimizer=keras.optimizers.Adam(rate), loss=loss, jit_compile=True)
    hidden = hidden_layers(model.graph)
    pruning = keras.callbacks.LambdaCallback(
        on_epoch_begin=lambda epoch, logs: prune(model.program, design.pruning, epoch / training.epochs, hidden)
    )
    full = some_rows(len(data.train), steps * training.batch_size)  # a short last batch needs another compilation
    model.keras.fit(
        data.train.x[full],
        data.train.y[full],
        sample_weight=data.train.weight[full],
        batch_size=training.batch_size,
        epochs=training.epochs,
        shuffle=True,
        verbose=0,
        callbacks=[pruning],
    )


def compared(asked: argparse.Namespace, ours: Trained, plain: Trained) -> dict[str, Any]:
    """What was trained, and the ratios of the times and the difference of the scores."""
    difference = np.subtract(ours.scores, plain.scores)
    error = difference.std(ddof=1) / np.sqrt(len(difference)) if len(difference) > 1 else np.nan
    return {
        "designs": len(ours.scores),
        "least_bits": BITS[0],
        "most_bits": BITS[-1],
        "sparsity": SPARSITIES[-1],
        "jets": asked.jets,
        "epochs": asked.epochs,
        "batch": BATCH,
        "cores": os.cpu_count(),
        "options": f"`--designs {asked.designs} --jets {asked.jets} --epochs {asked.epochs}`",
        "wall_ratio": plain.wall_s / ours.wall_s,
        "cpu_ratio": plain.cpu_s / ours.cpu_s,
        "difference": float(difference.mean()),
        "error": float(error),
    }


def row(name: str, trained: Trained) -> dict[str, Any]:
    """One row of the table."""
    times = {"wall_s": trained.wall_s, "cpu_s": trained.cpu_s, "each_s": trained.wall_s / len(trained.scores)}
    return {"way": name} | times | {"auc": float(np.mean(trained.scores))}


if __name__ == "__main__":
    main()
