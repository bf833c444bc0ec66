"""Names that a user gives to make reach codesign unchanged, and no part of them is executed."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STUB = """#!/usr/bin/env bash
{ printf '%s' "${0##*/}"; printf '\\37%s' "$@"; printf '\\36'; } >> "$CALLS"
"""
HOSTILE = [
    "two words",
    "-option",
    'it\'s "quoted" # * ~ a,b)c( back\\slash',
    "`touch ran`",
    "$(touch ran)",
    "$(shell touch ran)",
    "$$(touch ran)",
    "$$$$(shell touch ran)",
    "$HOME $(HOME) ${HOME}",
    "x; touch ran",
    '"; touch ran; "',
    "' && touch ran | touch ran > ran '",
    "x\ntouch ran",
]

Call = list[str]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with the Makefile and an installed environment whose programs only record how they were called."""
    folder = tmp_path / "clone"
    (folder / ".venv" / "bin").mkdir(parents=True)
    shutil.copy(ROOT / "Makefile", folder)
    for name in ("pyproject.toml", "constraints.txt", ".venv/.core", ".venv/.rtl", ".venv/.dev"):
        (folder / name).touch()
    for name in ("codesign", "python", "pytest"):
        (folder / ".venv" / "bin" / name).write_text(STUB)
        (folder / ".venv" / "bin" / name).chmod(0o755)
    return folder


def make(clone: Path, *targets: str, given: Mapping[str, str], by_environment: bool) -> list[Call]:
    """All calls of the stubs by `make`, in order; fails if anything in the clone changed."""
    log = clone.parent / "calls"
    log.unlink(missing_ok=True)
    before = sorted(clone.rglob("*"))
    arguments = [] if by_environment else [f"{name}={value}" for name, value in given.items()]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    environment |= {"CALLS": str(log)} | (dict(given) if by_environment else {})
    done = subprocess.run(["make", *targets, *arguments], cwd=clone, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert sorted(clone.rglob("*")) == before
    return [call.split("\37") for call in log.read_text().split("\36")[:-1]]


@pytest.mark.parametrize("by_environment", [False, True], ids=["argument", "environment"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_design_of_any_name_is_one_argument(clone: Path, name: str, by_environment: bool) -> None:
    file, run = f"configs/{name}.yaml", f"runs/{name}"
    targets = ("rtl", "synth-open", "intervals", "csynth", "cosim", "vsynth")
    assert make(clone, *targets, given={"DESIGN": file}, by_environment=by_environment) == [
        ["codesign", "train", "-o", run, "--", file],
        ["codesign", "freeze", "--", run],
        ["codesign", "rtl", "--cosim", "--", run],
        ["codesign", "rtl", "--", run],
        ["codesign", "synth-open", "--", run],
        ["codesign", "intervals", "--cosim", "--", run],
        ["codesign", "convert", "--", run],
        ["codesign", "synth", "--tool", "vitis", "--stage", "csynth", "--", run],
        ["codesign", "convert", "--", run],
        ["codesign", "synth", "--tool", "vitis", "--stage", "cosim", "--", run],
        ["codesign", "rtl", "--", run],
        ["codesign", "synth", "--tool", "vivado", "--of=rtl", "--", run],
    ]


@pytest.mark.parametrize("by_environment", [False, True], ids=["argument", "environment"])
@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_else_a_user_gives_is_one_argument(clone: Path, name: str, by_environment: bool) -> None:
    (clone / name).mkdir()  # a frozen run with this name
    for file in ("design.yaml", "net.json"):
        (clone / name / file).touch()
    names = ("DESIGN", "OF", "PAGE", "JOBS", "TEST_JOBS", "FUZZ_INPUTS", "FUZZ_SEED")
    given = dict.fromkeys(names, name)
    assert make(
        clone, "vsynth", "page-check", "matrix", "test", "fuzz", given=given, by_environment=by_environment
    ) == [
        ["codesign", "rtl", "--", name],
        ["codesign", "synth", "--tool", "vivado", f"--of={name}", "--", name],
        ["python", "benchmarks/page_check.py", "--", name],
        ["python", "benchmarks/matrix.py", "runs/matrix", f"--jobs={name}"],
        ["pytest", "-n", name, "--dist", "loadfile"],
        ["python", "-m", "tests.fuzzing", f"--inputs={name}", f"--seed={name}"],
    ]


@pytest.mark.parametrize("name", HOSTILE)
def test_an_interpreter_of_any_name_makes_the_environment(clone: Path, name: str) -> None:
    interpreter = clone / "an interpreter" / name
    interpreter.parent.mkdir()
    shutil.copy(clone / ".venv" / "bin" / "python", interpreter)
    (clone / ".venv" / "bin" / "python").unlink()
    calls = make(clone, ".venv/bin/python", given={"PYTHON": str(interpreter)}, by_environment=False)
    assert [call[0] for call in calls] == [name] * 3
    assert calls[1:] == [[name, "--version"], [name, "-m", "venv", ".venv"]]


def test_without_values_there_are_defaults(clone: Path) -> None:
    jobs = subprocess.run(["nproc"], capture_output=True, text=True, check=True).stdout.strip()
    assert make(clone, "page-check", "matrix", "test", "fuzz", given={}, by_environment=False) == [
        ["python", "benchmarks/page_check.py", "--", "runs/demo/report.html"],
        ["python", "benchmarks/matrix.py", "runs/matrix", f"--jobs={jobs}"],
        ["pytest", "-n", "2", "--dist", "loadfile"],
        ["python", "-m", "tests.fuzzing", "--inputs=10000", "--seed=1"],
    ]


def test_of_hls_takes_what_csynth_made(clone: Path) -> None:
    (clone / "run").mkdir()
    for file in ("design.yaml", "net.json"):
        (clone / "run" / file).touch()
    calls = make(clone, "vsynth", given={"DESIGN": "run", "OF": "hls"}, by_environment=False)
    assert calls == [["codesign", "synth", "--tool", "vivado", "--of=hls", "--", "run"]]


def test_a_missing_design_is_asked_for(clone: Path) -> None:
    done = subprocess.run(["make", "rtl"], cwd=clone, capture_output=True, text=True)
    assert done.returncode != 0
    assert "name a design: DESIGN=" in done.stderr


# --- what is shipped with a design ----------------------------------------------------------------------------------

COMPILER = """#!/usr/bin/env bash
while [[ $1 != -o ]]; do shift; done
cp "${0%/*}/program" "$2"
"""


@pytest.fixture
def compiler(tmp_path: Path) -> Path:
    """A stand-in for g++, whose programs only record how they were called."""
    for name, text in (("program", STUB), ("g++", COMPILER)):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    return tmp_path / "g++"


def shipped(folder: Path) -> Path:
    """Writes the Makefiles of a shipped design and empty files for the sources that they name; returns the folder."""
    for name in ("hls/emulator/emulator.cpp", "hls/emulator/emulator.map", "hls/emulator/emulator_example.cpp"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    shutil.copy(ROOT / "codesign/runs/delivery/templates/Makefile.project", folder / "Makefile")
    text = (ROOT / "codesign/backends/hls/templates/Makefile.hls").read_text()
    for key, value in {"NAME": "tagger", "WARNINGS": ""}.items():
        text = text.replace(f"@{key}@", value)
    (folder / "hls" / "Makefile").write_text(text)
    return folder


@pytest.mark.parametrize("from_hls", [False, True], ids=["project", "hls"])
@pytest.mark.parametrize("by_environment", [False, True], ids=["argument", "environment"])
@pytest.mark.parametrize("name", [name for name in HOSTILE if "\n" not in name])
def test_the_other_design_may_have_any_name(
    tmp_path: Path, compiler: Path, name: str, by_environment: bool, from_hls: bool
) -> None:
    here, other = shipped(tmp_path / "here"), shipped(tmp_path / "bundles" / name)
    folder, given = (here / "hls", other / "hls") if from_hls else (here, other)
    for project in (here, other):  # build in advance what make would add
        (project / "hls" / "build").mkdir()
        for file in ("tagger.so", "emulator_example"):
            shutil.copy(tmp_path / "program", project / "hls" / "build" / file)
    values = {"OTHER": str(given), "CXX": str(compiler)}
    assert make(folder, "example", given=values, by_environment=by_environment) == [
        [
            *("emulator_example", "build/tagger.so", "tb_data"),
            *(f"{other}/hls/build/tagger.so", f"{other}/hls/tb_data"),
        ]
    ]
    assert not list(tmp_path.rglob("ran"))


@pytest.mark.parametrize("name", HOSTILE)
def test_makes_that_are_called_do_not_expand_what_was_given(clone: Path, compiler: Path, name: str) -> None:
    project = shipped(clone / "hls_projects" / "tagger")
    (project / "hls" / "build").mkdir()
    (project / "hls" / "tagger_test.cpp").touch()
    shutil.copy(compiler.with_name("program"), project / "hls" / "build" / "tagger_test")
    given = {"DESIGN": name, "PAGE": name, "CXX": str(compiler)}
    assert make(clone, "firmware-tests", given=given, by_environment=False) == [
        ["tagger_test", "tb_data"],
        ["pytest", "firmware_tests/test_shipped.py"],
    ]
