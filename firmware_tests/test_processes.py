"""A worker trains one design after another: none may show in the next one's bytes."""

import subprocess
import sys

DESIGN = """\
jets: {features: pt_eta_phi, classes: [b, light, electron], max_jets: 2000}
architecture: {name: mlp, sizes: {hidden: [8]}}
training: {epochs: 2, batch_size: 128}
"""
ONE = "precision: {inputs: 6, weights: 4, activations: 5, ebops_penalty: 1.0e-4}\n"
OTHER = "precision: {inputs: 8, weights: 7, activations: 6, learned: false}\npruning: {sparsity: 0.5, method: global}\n"
TRAIN = """\
import sys
from pathlib import Path
from codesign.base.config import load
from codesign.design.design import Design
from codesign.runs.run import Run
from codesign.training.train import freeze, train
for path in map(Path, sys.argv[1:]):
    run = Run.create(load(path, Design), path.with_suffix(""))
    freeze(run, train(run))
"""


def test_the_designs_before_it_in_a_process_change_no_byte_of_a_net(tmp_path):
    written = {"first": ONE, "other": OTHER, "after": ONE}
    for name, differing in written.items():
        (tmp_path / f"{name}.yaml").write_text(DESIGN + differing)
    for names in (("first",), ("other", "after")):
        files = [tmp_path / f"{name}.yaml" for name in names]
        done = subprocess.run([sys.executable, "-c", TRAIN, *files], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    first, other, after = ((tmp_path / name / "net.npz").read_bytes() for name in written)
    assert after == first
    assert other != first
