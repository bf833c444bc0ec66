"""One input: makes a damaged copy of a good folder, calls the command line on it once, and judges the answer."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from . import options, probes
from .formats import damaged, plain
from .kinds import FILES, Kind
from .sense import nonsense, nonsense_arrays

OPTIONS = "options"
RARE = 0.05
CODES = (0, 1, 2, 3)
ENDS = (
    "tool-absent",
    "this stand-in compiles nothing",
    "g++ cannot build",
)  # errors of the stand-ins, where real work would begin: the command has accepted everything that it read
MOST_LINES, MOST_COLUMNS = 12, 2500  # an error message may not be longer


@dataclass(frozen=True)
class Answer:
    """An input in words, its command line, and the result. fault: "" if the command line behaved."""

    what: str
    command: str
    code: int | None
    output: str
    fault: str = ""


def answer(good: Path, seed: int, kind: str, number: int, quick: bool = False) -> Answer:
    """Makes an input in a new folder, runs the command line on it, judges the result, and removes the folder."""
    rng = np.random.default_rng([seed, number, zlib.crc32(kind.encode())])
    home = Path.cwd()
    folder = Path(tempfile.mkdtemp(prefix="input", dir=good.parent))
    place = folder / "above" / "here"  # so that the values ".." and "../.." lead to folders of this input only
    place.mkdir(parents=True)
    try:
        os.chdir(place)
        return _options(rng, good, quick) if kind == OPTIONS else _file(rng, good, FILES[kind], quick)
    finally:
        os.chdir(home)
        shutil.rmtree(folder, ignore_errors=True)


def _options(rng: np.random.Generator, good: Path, quick: bool) -> Answer:
    for name in ("run", "sweep", "single"):
        Path(name).symlink_to(good / name) if name == "single" else _copied(good, name)
    words, senseless = options.drawn(rng, quick)
    code, output = called(words)
    fault = misbehaves(code, output)
    if not fault and senseless and code != 3:
        fault = f"accepted with exit code {code}: {' '.join(words)}"
    return Answer("a bad value", _shown(words), code, output, fault)


def _file(rng: np.random.Generator, good: Path, kind: Kind, quick: bool) -> Answer:
    for name in kind.folders:
        _copied(good, name)
    paths = sorted(Path(kind.folders[0]).glob(kind.file))
    path = paths[int(rng.integers(len(paths)))]
    before = plain(path, kind.how)
    for name in kind.without:
        (path.parents[kind.file.count("/")] / name).unlink()
    said = f"{path}: {damaged(rng, path, kind.how)}"
    odd = "" if kind.forgiven else _odd(kind, before, plain(path, kind.how))
    words = _verb(rng, kind, quick).split(" ")
    code, output = called(words)
    fault = misbehaves(code, output)
    code = 0 if code == 3 and any(end in output for end in ENDS) else code
    if not fault and code != 3 and odd and _odd(kind, before, plain(path, kind.how)):  # the verb did not rewrite it
        fault = f"accepted with exit code {code}, although {odd}"
    if not fault and code == 3 and not _names(output, path):
        fault = "the error does not name the file"
    return Answer(said, _shown(words), code, output, fault)


def _copied(good: Path, name: str) -> None:
    shutil.copytree(good / name, name, symlinks=True)


def _odd(kind: Kind, before: Any, after: Any) -> str:
    """What makes no sense in the damaged file; "" if nothing, or if it now names another net: then it is ignored."""
    if after is None or after == before if kind.how != "npz" else after is None:
        return ""
    if kind.how == "npz":
        return nonsense_arrays(after, kind.most_bits)
    if isinstance(before, dict) and isinstance(after, dict) and before.get("net") != after.get("net"):
        return ""
    return nonsense(after, kind.rules)


def _verb(rng: np.random.Generator, kind: Kind, quick: bool) -> str:
    verbs = kind.rare if kind.rare and rng.random() < RARE and not quick else kind.verbs
    return verbs[int(rng.integers(len(verbs)))]


def called(words: list[str]) -> tuple[int | None, str]:
    """Exit code and all output of a call of the command line or of a probe."""
    with tempfile.TemporaryFile("w+", errors="backslashreplace") as file:
        with _captured(file):
            code = _exit_code(words)
        file.seek(0)
        return code, file.read()


def _exit_code(words: list[str]) -> int | None:
    from codesign.cli.app import main

    if Path("run/calibration.jsonl").exists():
        os.environ["CODESIGN_CALIBRATION"] = "run/calibration.jsonl"
    else:
        os.environ.pop("CODESIGN_CALIBRATION", None)
    sys.argv = ["codesign", *words]
    try:
        if words[0] == "probe":
            return probes.run(words[1:])
        main()
    except SystemExit as stop:
        return 0 if stop.code is None else stop.code if isinstance(stop.code, int) else -1
    return None


@contextmanager
def _captured(file: TextIO) -> Iterator[None]:
    """Sends all output of Python, its libraries and its child processes to a file."""
    sys.stdout.flush()
    sys.stderr.flush()
    saved = [os.dup(1), os.dup(2)]
    for number in (1, 2):
        os.dup2(file.fileno(), number)
    try:
        with redirect_stdout(file), redirect_stderr(file):
            yield
        file.flush()
    finally:
        for number, old in zip((1, 2), saved, strict=True):
            os.dup2(old, number)
            os.close(old)


def misbehaves(code: int | None, output: str) -> str:
    """The fault in a call that is wrong whatever the input was; "" if there is none."""
    if "Traceback (most recent call last)" in output:
        return f"a traceback: {output.split('Traceback', 1)[1].strip().splitlines()[-2]}"
    if code not in CODES:
        return f"exit code {code}"
    if code != 3:
        return ""
    if "error: " not in output:
        return "no error message"
    said = re.split(r"^error: ", output, flags=re.MULTILINE)[-1]
    if said.count("\n") > MOST_LINES or max(map(len, said.splitlines()), default=0) > MOST_COLUMNS:
        return "an error of pages"
    return ""


def _names(output: str, path: Path) -> bool:
    """Whether an error names the file, or at least its folder."""
    said = re.split(r"^error: ", output, flags=re.MULTILINE)[-1]
    return any(re.search(rf"\b{re.escape(name)}\b", said) for name in (path.name, path.parts[0], "jets"))


def _shown(words: list[str]) -> str:
    return " ".join(["codesign", *(f"{word!r:.100}" for word in words)])
