"""The good folders that inputs are copied from: a run with every record, a sweep of three designs, and single files."""

from __future__ import annotations

import json
import shutil
from contextlib import chdir
from pathlib import Path

import numpy as np

from codesign.backends import HLS, RTL
from codesign.backends.rtl import cosim
from codesign.base.config import load
from codesign.base.files import seal, write_atomic
from codesign.base.yaml_text import dump
from codesign.cost.figures import Figure, Timing, Usage
from codesign.report.baseline import Baseline, Designs
from codesign.runs import stages
from codesign.runs.inputs import datasets
from codesign.runs.intervals import Exploration, Row
from codesign.runs.open_tools import MAPPED, SOURCE, Mapped
from codesign.runs.provenance import RTL_DIGESTS, note, stamp
from codesign.runs.run import Run
from codesign.runs.synthesis.results import Result
from codesign.sweep.config import SweepConfig
from codesign.sweep.search import StudySearch
from codesign.training import checkpoints
from codesign.training.checkpoints import Checkpoint, NumpyGenerator
from codesign.training.train import _evaluate
from tests.runs.synthesis import vitis_reports, vivado_reports

from ..fake_runs import agrees, fake_design, fake_jets, fake_sweep, frozen_net, trained

ROOT = Path(__file__).parents[2]
CHECKPOINT_FOR = {"design": "fuzzed"}
STAGE = '{"stage": "train", "started": 1.0, "seconds": 2.5, "pid": 1}\n'
SWEEP = """\
name: small
design: design.yaml
axes:
  - {precision.weights: [3, 5], precision.activations: [4, 6]}
  - {pruning.sparsity: [0.0, 0.5]}
search: {method: %s, trials: 2, batch: 2%s}
gates: {least_score: 0.7, warm_up_epochs: 2}
cluster: {kind: slurm, jobs: 2, walltime: "01:00:00"}
keep: 2
"""
STUB = "#!/bin/sh\necho 'this stand-in compiles nothing' >&2\nexit 1\n"
STUBBED = ("g++", "c++", "make", "yosys")


def build(folder: Path) -> None:
    """Makes all good folders below `folder`, and stand-ins for compilers in `bin`."""
    jets = fake_jets(folder)
    for name in STUBBED:
        put(folder / "bin" / name, STUB).chmod(0o755)
    made = run(folder / "run", jets)
    sweep = fake_sweep(folder / "sweep", jets)
    for design in sweep.glob("*/"):
        put(design / "stages.jsonl", STAGE)
        put(design / "progress.json", '{"stage": "done"}\n')
    Baseline(designs=Designs.open(sweep).records()).write(sweep / "baseline.yaml")
    going(sweep, folder / "going")
    single(folder / "single", made, jets)
    study(folder / "study", folder / "single" / "design.yaml")
    study(folder / "journal", folder / "single" / "design.yaml", ", storage: 'journal:journal/journal.log'")


def put(path: Path, text: str) -> Path:
    """Writes a text and creates the folders above it; returns the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def run(folder: Path, jets: Path) -> Run:
    """A run with the results of every stage; the bit widths of its port differ from element to element."""
    made = trained(folder, fake_design(jets, "fuzzed"))
    data = datasets(made)
    frozen_net(made.design, data.types, 1).save(folder)
    _evaluate(made, data)
    stages.write_firmware(made, RTL, folder / "rtl")
    note(made, RTL)
    stages.convert(made)
    for name in ("ap_types", "nnet_utils"):  # hundreds of files to copy, and no verb that is called here reads them
        shutil.rmtree(folder / "hls" / "firmware" / name)
    note(made, HLS)
    for witness in ("framework", "rtl", "csim"):
        agrees(made, witness)
    records(made)
    stages.check(made)
    put(folder / "progress.json", '{"stage": "done"}\n')
    put(folder / "stages.jsonl", STAGE)
    put(folder / RTL_DIGESTS, "")
    pairs(folder / "calibration.jsonl")
    return made


def records(made: Run) -> None:
    """Writes the records that open tools and vendor tools would have left in a run, and a checkpoint."""
    tool = ("estimated", "RTL trace", "a test")
    one, ten, many = (Figure(n, n, n, *tool) for n in (1.0, 10.0, 1000.0))
    usage = Usage(lut=Figure(900.0, 800.0, 1100.0, *tool), ff=many, dsp=one, bram18=one, uram=one)
    clock = Figure(2.778, 2.778, 2.778, *tool)
    timing = Timing(clock_ns=clock, latency_cycles=ten, interval_cycles=one)
    rtl = made.folder / "rtl"
    put(rtl / cosim.PROGRAM, STUB).chmod(0o755)
    seal(rtl / cosim.PROGRAM)
    write_atomic(rtl / cosim.DIGEST, cosim.sources_digest(rtl).encode())
    simulated = Timing(Figure.unavailable(SOURCE, "a test", "no delays"), ten, one)
    made.write("cosim.json", {**stamp(made), "sources": "of earlier ones", "timing": simulated.to_dict()})
    made.write(MAPPED, {**stamp(made), **Mapped(usage, 10, 5).to_dict()})
    row = Row("RTL", 1, 16, usage, timing)
    made.write("intervals.json", {**stamp(made), **Exploration(2.778, 8, (row,)).to_dict()})
    part = made.design.firmware.part
    said = Result(
        "csynth:vitis", "hls", "done", "", "Vitis HLS 2023.2", part, 2.778, 0.3, "", 1.0, usage, timing, reports={}
    )
    made.write("synth_vitis.json", {"net": made.net.key, "rows": [said.to_dict()]})
    checkpoint = Checkpoint(made.folder / checkpoints.CHECKPOINT, CHECKPOINT_FOR)
    checkpoint._written = -checkpoints.EVERY_S
    checkpoint.keep([{"epoch": 1.0}], {"order": NumpyGenerator(np.random.default_rng(1))})


def pairs(path: Path) -> None:
    """Writes twelve calibration pairs of a site, enough for its bands to be used."""
    lines = []
    for number in range(1, 13):
        expected = {"cost": 1000.0 * number, "register_bits": 900 * number}
        line = {"kind": "rtl", "design": f"d{number}", "generator": "alkaid 0.8.2", "vivado_version": "2023.2"}
        counts = {"lut": 400 * number, "ff": 500 * number}
        lines.append(line | {"expected": expected, "vivado": counts, "reports": {"a": f"{number}"}})
    put(path, "".join(json.dumps(line) + "\n" for line in lines))


def going(sweep: Path, folder: Path) -> None:
    """A copy of a sweep as it was while its last design was still training."""
    shutil.copytree(sweep, folder)
    state = json.loads((folder / "sweep.json").read_text())
    put(folder / "sweep.json", json.dumps(state | {"decisions": {}}))
    put(folder / state["runs"][-1] / "progress.json", '{"stage": "train", "epoch": 3, "epochs": 30}\n')


def single(folder: Path, made: Run, jets: Path) -> None:
    """Writes files that belong to no run: configs, a budget, jets, reports of vendor tools."""
    put(folder / "design.yaml", dump(made.design.document()))
    put(folder / "sweep.yaml", SWEEP % ("grid", ""))
    shutil.copy(ROOT / "configs" / "jets" / "l1_pu200.yaml", folder / "simulation.yaml")
    shutil.copy(ROOT / "codesign" / "cost" / "data" / "budgets" / "one_slr.yaml", folder / "budget.yaml")
    shutil.copy(jets, folder / "jets.npz")
    pairs(folder / "pairs.jsonl")
    for place, name, text in (
        ("reports", "tagger_csynth.xml", vitis_reports.csynth_xml()),
        ("texts", "tagger_csynth.rpt", vitis_reports.csynth_text()),
    ):
        put(folder / place / name, text)
        put(folder / place / "routed.rpt", vivado_reports.utilisation(state="Routed"))


def study(folder: Path, design: Path, storage: str = "") -> None:
    """An Optuna study after its first batch. storage: further keys of `search` in the sweep config."""
    path = put(folder / "config" / "sweep.yaml", SWEEP % ("random", storage))
    shutil.copy(design, path.parent)
    with chdir(folder.parent):
        next(StudySearch(load(path, SweepConfig), path, folder).batches())
