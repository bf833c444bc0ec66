"""Run and sweep folders with the files of real ones, made without training: random nets on jets without physics."""

from pathlib import Path
from typing import Any

import numpy as np

from codesign.cost.figures import Figure, Timing, Usage
from codesign.design.architectures.config import ArchitectureConfig
from codesign.design.design import Design, JetsConfig
from codesign.design.training import Precision, Pruning
from codesign.jets.store import save
from codesign.net import reference
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint, Float
from codesign.runs import stages
from codesign.runs.inputs import datasets
from codesign.runs.run import Run
from codesign.runs.versions import versions
from codesign.sweep import Sweep, SweepConfig
from codesign.sweep.state import Decision
from codesign.training.train import _evaluate

from .jets.synthetic import jet_file

SIZES = {"phi": [4], "rho": [4]}


def fake_jets(folder: Path) -> Path:
    """A jets file with 600 jets in each table."""
    path = folder / "jets.npz"
    save(path, jet_file(600))
    return path


def fake_design(jets: Path, name: str = "fake", **changes: Any) -> Design:
    """A small deep set on three features. changes: fields of the design to replace."""
    fields: dict[str, Any] = {
        "jets": JetsConfig(file=str(jets), features="pt_eta_phi"),
        "architecture": ArchitectureConfig(sizes=SIZES),
        "precision": Precision(weights=4, activations=6),
    }
    return Design(name=name, **(fields | changes))


def frozen_net(design: Design, types: FixedPoint, seed: int) -> FixedNet:
    """A net with random weights, half of them zero, for a design. types: of its input features."""
    rng = np.random.default_rng(seed)
    graph = design.graph
    weight_type = FixedPoint(1, 1, 3, "RND", "SAT")
    weights, weight_types = {}, {}
    for op in graph.ops:
        for parameter, shape in graph.parameters(op).items():
            name = f"{op.name}.{parameter}"
            weights[name] = weight_type.cast(rng.normal(size=shape) * (rng.random(shape) > 0.5))
            weight_types[name] = weight_type
    tensors = {"candidates": types, "inputs": FixedPoint(1, 4, 3, "RND", "SAT")}
    return FixedNet.build(graph, weights, weight_types, tensors)


def trained(folder: Path, design: Design) -> Run:
    """A run after `train`."""
    run = Run.create(design, folder)
    (folder / "model.weights.h5").write_bytes(b"")
    steps = range(1, 6)
    epochs = [{"epoch": n, "epochs": 5, "loss": 2.0 + 1 / n, "validation_score": 0.9 - 0.2 / n} for n in steps]
    run.write("history.json", {"epochs": epochs})
    run.write("versions.json", versions())
    return run


def frozen(run: Run, seed: int = 1) -> Run:
    """A run after `freeze`."""
    data = datasets(run)
    net = frozen_net(run.design, data.types, seed)
    net.save(run.folder)
    _evaluate(run, data)
    agrees(run, "framework")
    return run


def agrees(run: Run, witness: str, wrong_lsb: float = 0.0) -> None:
    """Records a witness that repeats the reference, with an error of `wrong_lsb` LSB in one output of each jet."""
    output = run.net.graph.outputs[0]

    def compute(x: Float) -> dict[str, Float]:
        tensors = reference.run(run.net, x)
        tensors[output][:, 0] += wrong_lsb * run.net.types[output].lsb.max()
        return tensors

    stages.witness(run, witness, compute)


def estimated(run: Run, lut: float = 20_000.0, budget: str | None = None) -> Run:
    """A run after `rtl`, `estimate` and `check`."""
    agrees(run, "rtl")
    source = ("estimated", "RTL trace", "a test")
    none, one, ten = (Figure(value, value, value, *source) for value in (0.0, 1.0, 10.0))
    usage = Usage(
        lut=Figure(lut, 0.9 * lut, 1.2 * lut, *source, "outside the calibration"),
        ff=Figure(2 * lut, 0.0, 3 * lut, *source),
        dsp=none,
        bram18=none,
        uram=none,
    )
    clock = Figure(2.778, 2.778, 2.778, *source)
    timing = Timing(clock_ns=clock, latency_cycles=ten, interval_cycles=one)
    run.write("estimate.json", {"net": run.net.key, "usage": usage.to_dict(), "timing": timing.to_dict()})
    stages.check(run, budget)
    return run


def simulated(run: Run, wrong_lsb: float = 0.0) -> Run:
    """A run after `convert` and `csim`."""
    (run.folder / "hls").mkdir()
    run.write("hls/hls_project.json", {"net": run.net.key})
    agrees(run, "csim", wrong_lsb)
    return run


def fake_sweep(folder: Path, jets: Path) -> Path:
    """A finished sweep of three designs in `folder`; the gates dropped the middle one."""
    designs = [fake_design(jets, f"sparse{s}", pruning=Pruning(sparsity=s)) for s in (0.0, 0.4, 0.7)]
    runs = [frozen(trained(folder / d.key, d), seed) for seed, d in enumerate(designs)]
    for number, run in enumerate(runs):
        estimated(run, lut=30_000.0 - 10_000 * number)
    reasons = {run.folder.name: "" for run in runs} | {runs[1].folder.name: f"{designs[0].key} tags as well"}
    for run in runs:
        if not reasons[run.folder.name]:
            simulated(run)
    write_sweep(folder, runs, reasons)
    return folder


def write_sweep(folder: Path, runs: list[Run], reasons: dict[str, str], beside: tuple[str, ...] = ()) -> None:
    """Writes `sweep.json` beside the runs. reasons: run folder name -> why it was dropped, "" if it was not."""
    axes = ({"pruning.sparsity": [0.0, 0.4, 0.7]},)
    config = SweepConfig(name="sparsities", design="design.yaml", axes=axes, beside=beside)
    decisions = {key: Decision("pareto" if why else "", why) for key, why in reasons.items()}
    Sweep(folder, folder / "sweep.yaml", config, tuple(runs), decisions).save()
