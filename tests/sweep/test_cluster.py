import re
import sys
from pathlib import Path

import pytest

from codesign.errors import RunError
from codesign.sweep.cluster import job_script
from codesign.sweep.config import Cluster

HERE = Path(__file__).parent


def script(**asked):
    """The job script for the batch system, with paths of this machine replaced."""
    text = job_script(Cluster(**asked), Path("runs/bits"))
    return re.sub(r"(?m)^#!.*$", "#!SHELL", text.replace(sys.executable, "PYTHON").replace(str(Path.cwd()), "FOLDER"))


@pytest.mark.parametrize("kind", ["htcondor", "slurm"])
def test_the_job_script_is_the_golden_one(kind):
    extra = {"htcondor": ('requirements = (OpSysAndVer == "AlmaLinux9")',), "slurm": ("--constraint=haswell",)}[kind]
    found = script(
        kind=kind, memory_gib=6, walltime="04:00:00", queue="longlunch", account="trigger",
        container="/cvmfs/unpacked.cern.ch/codesign.sif", extra=extra,
    )  # fmt: skip
    assert found == (HERE / f"{kind}.txt").read_text()


@pytest.mark.parametrize("kind", ["htcondor", "slurm"])
def test_a_short_config_is_enough(kind):
    assert "PYTHON -m distributed.cli.dask_worker" in script(kind=kind)


def test_what_is_wrong_is_said():
    with pytest.raises(RunError, match="starts processes, not jobs"):
        job_script(Cluster(), Path("runs"))
    with pytest.raises(RunError, match="KEY = VALUE, found 'rubbish'"):
        job_script(Cluster(kind="htcondor", extra=("rubbish",)), Path("runs"))
