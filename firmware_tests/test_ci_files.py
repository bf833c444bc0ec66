"""The files of docs/ci, each run as the shell scripts that it holds, in a repository as its README describes one."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

import pytest
import yaml

CI = Path(__file__).parents[1] / "docs" / "ci"
DESIGN = """\
name: tiny
jets: {features: pt_eta_phi, classes: [b, light, electron], max_jets: 2000}
architecture: {name: mlp, sizes: {hidden: [8]}}
precision: {inputs: 6, weights: 4, activations: 5}
training: {epochs: 1, batch_size: 128}
"""
SWEEP = "name: tiny\ndesign: tiny.yaml\naxes: [{pruning.sparsity: [0.0]}]\n"


@dataclass(frozen=True)
class Job:
    """The shell scripts of a CI file, those that also run after a failure, their environment, and what is kept."""

    scripts: list[str]
    after: list[str]
    environment: dict[str, str]
    artifacts: list[str]

    def run(self, folder: Path) -> tuple[int, str]:
        """As the CI does, up to the first script that fails; its exit code, or 0, and all that was printed."""
        printed, code = "", 0
        for script in self.scripts:
            code, text = self._bash(script, folder)
            printed += text
            if code:
                break
        for script in self.after:
            last, text = self._bash(script, folder)
            assert last == 0, printed + text
            printed += text
        return code, printed

    def _bash(self, script: str, folder: Path) -> tuple[int, str]:
        # the tools of the environment that the tests run in; pip finds codesign there and must ask nobody
        here = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "CI_PROJECT_DIR": str(folder)}
        variables = {name: Template(value).substitute(here) for name, value in self.environment.items()}
        environment = os.environ | here | variables | {"PIP_NO_INDEX": "1"}
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout


def github() -> Job:
    (job,) = read("github-actions.yml")["jobs"].values()
    steps = [step for step in job["steps"] if "run" in step]
    kept = next(step["with"]["path"] for step in job["steps"] if step.get("uses", "").startswith("actions/upload"))
    scripts = [step["run"] for step in steps if "if" not in step]
    return Job(scripts, [step["run"] for step in steps if "if" in step], job["env"], kept.split())


def gitlab() -> Job:
    (job,) = read("gitlab-ci.yml").values()
    return Job(
        ["\n".join(job["script"])], ["\n".join(job["after_script"])], job["variables"], job["artifacts"]["paths"]
    )


def read(name: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((CI / name).read_text())
    return data


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with its own configs. The second file goes on from the sweep that the first one made."""
    folder = tmp_path_factory.mktemp("repository")
    (folder / "requirements.txt").write_text("codesign\n")
    (folder / "configs").mkdir()
    (folder / "configs" / "tiny.yaml").write_text(DESIGN)
    (folder / "configs" / "sweep.yaml").write_text(SWEEP)
    return folder


@pytest.mark.parametrize("job", [github(), gitlab()], ids=["github", "gitlab"])
def test_a_ci_file_passes_with_its_own_baseline_and_fails_with_a_better_one(job: Job, repository: Path) -> None:
    made, kept = repository / "runs" / "ci" / "baseline.yaml", repository / "configs" / "baseline.yaml"
    for path in (made, kept):
        path.unlink(missing_ok=True)

    code, printed = job.run(repository)  # the very first time
    assert "Requirement already satisfied: codesign" in printed
    assert "configs/baseline.yaml: no such file" in printed
    assert code == 3
    for name in job.artifacts:
        assert (repository / name).stat().st_size > 0

    kept.write_text(made.read_text().replace("lut: 0.02 ", "lut: 0.01 "))
    code, printed = job.run(repository)
    assert code == 0, printed
    assert " 0 worse, 0 not comparable, 0 better" in printed
    assert made.read_text() == kept.read_text()

    demanding = yaml.safe_load(kept.read_text())
    ((name, record),) = demanding["designs"].items()
    lut = record["lut"]["value"]
    record["lut"]["value"] = 0.9 * lut
    kept.write_text(yaml.safe_dump(demanding))
    code, printed = job.run(repository)
    assert code == 1
    for word in (name, "LUT", f"{lut:,.6g}", "1 %", "WORSE", "codesign estimate runs/ci/", "1 worse"):
        assert word in printed
    again = yaml.safe_load(made.read_text())
    assert again["designs"][name]["lut"]["value"] == lut
    assert again["tolerances"]["lut"] == 0.01
