"""The notebook runs from its first cell to its last, and the files that it writes agree with what it prints."""

import json
import os
import subprocess
import sys
from pathlib import Path

NOTEBOOK = Path("docs/notebook.ipynb").resolve()


def test_the_notebook_runs_and_its_firmware_is_exact(tmp_path: Path) -> None:
    cells = json.loads(NOTEBOOK.read_text())["cells"]
    assert [cell for cell in cells if cell.get("outputs")] == []  # outputs depend on the machine, so none are stored
    script = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    environment = {**os.environ, "MPLBACKEND": "agg", "PYTHONPATH": str(NOTEBOOK.parents[1])}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("differing outputs: 0 of 8000\n")
    rows = json.loads((tmp_path / "runs/notebook/agreement.json").read_text())["rows"]
    assert {row["witness"] for row in rows} == {"framework"}
    assert sum(row["mismatches"] for row in rows) == 0
    assert sum(row["samples"] for row in rows) >= 160_000  # 8 outputs for more than 20,000 inputs
