"""TensorFlow and torch in one process, as PyPI's builds of them are: CI's may be a build without Triton."""

import os
import subprocess
import sys

import pytest

FIRST = ["codesign.training.frontends.brevitas", "codesign.training.importers.torch_model", "codesign.training.teacher"]


@pytest.mark.parametrize("module", FIRST)
def test_torch_goes_beside_tensorflow(module, tmp_path):
    (tmp_path / "triton.py").write_text("raise SystemExit('Triton was imported')\n")  # in every build of torch
    lines = (
        "import os; os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'",
        f"import tensorflow, {module}, torch._dynamo",
        "from torch.utils._triton import has_triton_package",
        "assert not has_triton_package()",
    )
    process = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)],
        capture_output=True, text=True, timeout=300, env=os.environ | {"PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert process.returncode == 0, process.stderr
