"""What pip installs does its work without the clone."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DESIGN = """
name: smallest
jets: {max_jets: 500, candidates: 4}
architecture: {name: mlp, sizes: {hidden: [4]}}
precision: {inputs: 4, weights: 3, activations: 4}
training: {epochs: 1}
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that has the wheel, and all that it depends on, but not the clone."""
    folder = tmp_path_factory.mktemp("wheel")
    sources = folder / "sources"  # a copy, since setuptools writes beside what it builds, and takes up what lies there
    shutil.copytree(ROOT / "codesign", sources / "codesign", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, sources)
    venv.create(folder / "environment", with_pip=False)
    programs = folder / "environment" / "bin"
    (library,) = (folder / "environment" / "lib").glob("python*/site-packages")
    # the packages here, without what their .pth files add: an editable codesign
    shared = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (library / "shared.pth").write_text("".join(f"{path}\n" for path in shared))
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    built = call(*pip, "wheel", "--no-index", "--no-deps", "--no-build-isolation", "-w", folder, sources, cwd=folder)
    assert built.returncode == 0, built.stderr
    (wheel,) = folder.glob("*.whl")
    put = call(*pip, "--python", programs / "python", "install", "--no-index", "--no-deps", wheel, cwd=folder)
    assert put.returncode == 0, put.stderr
    return programs


def call(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)


def test_a_design_comes_to_its_verdict(installed: Path, tmp_path: Path) -> None:
    where = call(installed / "python", "-c", "import codesign; print(codesign.__file__)", cwd=tmp_path).stdout
    assert Path(where).is_relative_to(installed.parent)
    (tmp_path / "design.yaml").write_text(DESIGN)
    for verb in ("train design.yaml -o run", "freeze run", "rtl run", "estimate run", "check run --budget one_fpga"):
        done = call(installed / "codesign", *verb.split(), cwd=tmp_path)
        unrouted = 2 if verb.startswith("check") else 0  # its clock can only be confirmed by routing
        assert done.returncode == unrouted, done.stdout + done.stderr
    verdict = json.loads((tmp_path / "run" / "verdict.json").read_text())
    assert (verdict["outcome"], verdict["budget"]) == ("INCONCLUSIVE", "one_fpga")
    assert verdict["words"] == "fits, at a clock that only routing can confirm"


def test_an_unknown_budget_names_those_that_are_installed(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "design.yaml").write_text("name: x\nbudget: one_slrr\n")
    done = call(installed / "codesign", "train", "design.yaml", cwd=tmp_path)
    assert done.returncode == 3
    assert "use one of one_fpga, one_slr, stretch_25ns, or the path of a YAML file" in done.stderr


def test_all_files_of_the_package_are_in_the_wheel(installed: Path) -> None:
    (library,) = (installed.parent / "lib").glob("python*/site-packages")
    files = [path for path in (ROOT / "codesign").rglob("*") if path.is_file() and path.parent.name != "__pycache__"]
    assert len(files) > 100
    assert [path for path in files if not (library / path.relative_to(ROOT)).is_file()] == []
