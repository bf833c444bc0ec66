"""If a package of an extra is missing, one line says how to install it."""

import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from codesign.base import extras
from tests.fake_runs import fake_design, fake_jets, frozen, trained

ROOT = Path(__file__).parents[2]
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
# runs `codesign` in a Python that finds neither the missing modules nor their distributions
WITHOUT = """
import sys
from importlib import metadata
from importlib.machinery import PathFinder
missing = sys.argv[1:3]
del sys.argv[1:3]
find_module, find_distribution = PathFinder.find_spec, metadata.Distribution.from_name
def spec(name, *others):
    return None if name in missing else find_module(name, *others)
def distribution(name):
    if name in missing:
        raise metadata.PackageNotFoundError(name)
    return find_distribution(name)
PathFinder.find_spec, metadata.Distribution.from_name = spec, distribution
from codesign.cli.app import main
main()
"""
TRAIN = ("train", "design.yaml", "-o", "run")
SIMULATE = ("jets", "simulate", str(ROOT / "configs" / "jets" / "shipped.yaml"), "-o", "jets.npz")


def test_the_modules_of_each_extra_are_those_that_it_installs() -> None:
    owners = packages_distributions()
    assert set(EXTRAS) - set(extras.MODULES) == {"dev", "docs"}
    for extra, modules in extras.MODULES.items():
        listed = {requirement.partition("==")[0] for requirement in EXTRAS[extra]}
        assert len(modules) == len(listed)
        for module in modules:
            assert listed & {*owners[module]}, module


@pytest.mark.parametrize(
    ("module", "distribution", "extra", "design", "command"),
    [
        ("pythia8mc", "pythia8mc", "simulate", "", SIMULATE),
        ("fastjet", "fastjet", "simulate", "", SIMULATE),
        ("awkward", "awkward", "simulate", "", SIMULATE),
        ("numba", "numba", "simulate", "", SIMULATE),
        ("torch", "torch", "brevitas", "frontend: brevitas", TRAIN),
        ("brevitas", "brevitas", "brevitas", "frontend: brevitas", TRAIN),
        ("qkeras", "qkeras-v3", "qkeras", "frontend: qkeras", TRAIN),
        ("torch", "torch", "teacher", "training: {teacher: {epochs: 1}}\njets: {max_jets: 500}", TRAIN),
        ("torch", "torch", "brevitas", "", ("freeze", "package.module:net")),
        ("dask_jobqueue", "dask-jobqueue", "cluster", "", ("sweep", "job-script", "sweep.yaml")),
    ],
)
def test_a_missing_package_is_one_message(
    tmp_path: Path, module: str, distribution: str, extra: str, design: str, command: tuple[str, ...]
) -> None:
    (tmp_path / "design.yaml").write_text(f"name: x\n{design}\n")
    (tmp_path / "sweep.yaml").write_text("design: design.yaml\naxes: [{training.seed: [1]}]\ncluster: {kind: slurm}\n")
    call = [sys.executable, "-c", WITHOUT, module, distribution, *command]
    done = subprocess.run(call, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 3, done.stderr
    assert not (tmp_path / "run").exists()
    (line,) = (line for line in done.stderr.splitlines() if line)
    assert f"needs {module}, which is not installed; the extra {extra!r} brings it" in line
    assert "in a clone `make install-all`" in line
    packages = " ".join(EXTRAS[extra])
    assert f"elsewhere `{sys.executable} -m pip install {packages}`" in line


@pytest.mark.parametrize(
    ("module", "verb"), [("alkaid", "rtl"), ("hls4ml", "convert"), ("hgq", "train"), ("matplotlib", "report")]
)
def test_a_package_that_codesign_depends_on_is_one_message_too(tmp_path: Path, module: str, verb: str) -> None:
    run = trained(tmp_path / "run", fake_design(fake_jets(tmp_path)))
    if verb == "train":
        next(path for path in run.folder.iterdir() if path.suffix in (".keras", ".h5")).unlink()
    else:
        frozen(run)
    call = [sys.executable, "-c", WITHOUT, module, module, verb, str(run.folder)]
    done = subprocess.run(call, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 3, done.stderr
    (line,) = (line for line in done.stderr.splitlines() if line)
    assert f"needs {module}, which is not installed; codesign depends on it: in a clone `make install`" in line


def test_a_module_that_a_package_does_not_have_is_a_fault() -> None:
    for name in ("codesign.gone", "numpy.gone"):
        assert extras.not_installed(ModuleNotFoundError(name=name), "this verb") is None
    line = extras.not_installed(ModuleNotFoundError(name="gone.deeper"), "this verb")
    assert line is not None
    assert line.startswith("this verb needs gone, which is not installed; codesign depends on it")


def test_what_codesign_itself_depends_on_is_not_of_an_extra() -> None:
    said = extras.missing("the frontend 'hgq'", "hgq", "hgq.layers")
    assert said.startswith("the frontend 'hgq' needs hgq, which is not installed; codesign depends on it")
    assert "`make install`" in extras.missing("the frontend 'qkeras'", "qkeras", "tensorflow")
