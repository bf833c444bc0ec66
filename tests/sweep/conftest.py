import pytest

DESIGN = "name: base\narchitecture: {name: mlp, sizes: {hidden: [8]}}\n"
SWEEP = """\
name: small
design: base.yaml
axes:
  - {precision.weights: [3, 5], precision.activations: [4, 6]}
  - {pruning.sparsity: [0.0, 0.5]}
keep: 2
"""


@pytest.fixture
def config(tmp_path):
    (tmp_path / "base.yaml").write_text(DESIGN)
    path = tmp_path / "sweep.yaml"
    path.write_text(SWEEP)
    return path
