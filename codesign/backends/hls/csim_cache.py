"""What one csim leaves for the next: the headers that projects share, precompiled, and the libraries made.

Half of g++'s time goes into reading ap_types and nnet_utils, which are the same for most designs. Both are kept in
`$XDG_CACHE_HOME/codesign/csim` (`~/.cache/...`) under the digest of all that enters them: sources, options, compiler.
The folder may be deleted at any time, and where it cannot be written csim only takes longer. Each file has its own
digest beside it: one that was cut off or damaged is made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from codesign.base import children
from codesign.base.files import is_whole, replacing, seal, seal_of, write_atomic
from codesign.errors import BackendError

HEADERS, LIBRARIES = 4, 200  # kept: 100 MB and up to 3 MB each
OWN_HEADER = "nnet_code_gen.h"  # the one in nnet_utils that hls4ml writes for each design
_SHARED_INCLUDE = re.compile(r'^\s*#include\s+("(?:ap_|nnet_utils/)\w+\.h"|<\w+>)', re.MULTILINE)


@lru_cache
def compiler(program: str) -> str:
    """Which compiler this is, by its own words; FileNotFoundError if it is not there."""
    asked = ([program, "--version"], [program, "-dumpmachine"])
    return "".join(children.run(command).stdout for command in asked)


def options(folder: Path, command: Sequence[str]) -> list[str]:
    """Options that make `command`, run in the project's folder, start from precompiled headers; none without a cache.

    command: compiler and all options that change code or search for headers.
    """
    sources = sorted(path for path in folder.glob("firmware/*") if path.is_file())
    found = (name for path in sources for name in _SHARED_INCLUDE.findall(path.read_text()))
    lines = [f"#include {name}\n" for name in dict.fromkeys(found) if OWN_HEADER not in name]
    shared = [path for name in ("ap_types", "nnet_utils") for path in folder.glob(f"firmware/{name}/**/*")]
    contents = (path.read_bytes() for path in sorted(shared) if path.is_file() and path.name != OWN_HEADER)
    digest = _digest(compiler(command[0]).encode(), " ".join(command).encode(), "".join(lines).encode(), *contents)
    with contextlib.suppress(OSError):
        header = _root() / "headers" / digest / "headers.h"
        made = header.with_suffix(".h.gch")
        if not is_whole(made):
            write_atomic(header, "".join(lines).encode())
            if not _made([*command, "-x", "c++-header", str(header)], folder, made):
                return []  # the project's own compilation will say what is wrong
            seal(made)
            _drop_oldest((_root() / "headers").glob("*/*.gch"), HEADERS)
        os.utime(made)
        return ["-include", str(header)]
    return []


def fetch(key: str, program: str, library: Path) -> bool:
    """Puts the library that was kept under a key at `library`; False if there is none."""
    with contextlib.suppress(OSError):
        kept = _library(key, program)
        if not is_whole(kept):
            return False
        os.utime(kept)
        write_atomic(library, kept.read_bytes())
        return True
    return False


def keep(key: str, program: str, library: Path) -> None:
    """Keeps a copy of a library for `fetch`, if the cache can be written."""
    with contextlib.suppress(OSError):
        kept = _library(key, program)
        write_atomic(kept, library.read_bytes())
        seal(kept)
        _drop_oldest((_root() / "libraries").glob("*.so"), LIBRARIES)


def _root() -> Path:
    """The cache's folder; OSError where there is none, as for a user without a home in a container."""
    try:
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "codesign" / "csim"
    except RuntimeError as error:
        raise FileNotFoundError(str(error)) from None


def _library(key: str, program: str) -> Path:
    return _root() / "libraries" / f"{_digest(key.encode(), compiler(program).encode())}.so"


def _made(command: list[str], folder: Path, result: Path) -> bool:
    """Runs a compiler for `result`, which is there whole or not at all."""
    with contextlib.suppress(BackendError), replacing(result) as fresh:
        if children.run([*command, "-o", str(fresh)], cwd=folder).returncode:
            raise BackendError(f"{result} cannot be made")
        return True
    return False


def _drop_oldest(files: Iterable[Path], kept: int) -> None:
    """Another process may have dropped one already."""
    ages = {}
    for path in files:
        with contextlib.suppress(FileNotFoundError):
            ages[path] = path.stat().st_mtime_ns
    for path in sorted(ages, key=ages.__getitem__, reverse=True)[kept:]:
        path.unlink(missing_ok=True)
        seal_of(path).unlink(missing_ok=True)


def _digest(*parts: bytes) -> str:
    state = hashlib.sha256()
    for part in parts:
        state.update(len(part).to_bytes(8, "little") + part)
    return state.hexdigest()
