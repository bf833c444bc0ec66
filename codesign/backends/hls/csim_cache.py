"""The user's cache for csim: precompiled headers that projects share, and compiled libraries.

g++ spends half of its time reading ap_types and nnet_utils, which are the same for most designs. Headers and libraries
are stored in `$XDG_CACHE_HOME/codesign/csim` (`~/.cache/...`) under a digest of all that they depend on: sources,
options, compiler. The folder may be deleted at any time; if it cannot be written, csim only takes longer. Each file has
its digest beside it, so that a file that was cut off or damaged is compiled again.
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
from codesign.base.files import cache_folder, is_whole, replacing, seal, seal_of, write_atomic
from codesign.errors import BackendError

HEADERS, LIBRARIES = 4, 200  # the most files of each kind; 100 MB and up to 3 MB each
OWN_HEADER = "nnet_code_gen.h"  # the only header in nnet_utils that hls4ml writes for each design
_SHARED_INCLUDE = re.compile(r'^\s*#include\s+("(?:ap_|nnet_utils/)\w+\.h"|<\w+>)', re.MULTILINE)


@lru_cache
def compiler(program: str) -> str:
    """What a compiler prints as its version and target machine; FileNotFoundError if it is not installed."""
    commands = ([program, "--version"], [program, "-dumpmachine"])
    return "".join(children.run(command).stdout for command in commands)


def options(folder: Path, command: Sequence[str]) -> list[str]:
    """Options with which `command`, run in the project's folder, uses precompiled headers; [] without a cache.

    command: the compiler, and all options that change the code or where headers are searched.
    """
    sources = sorted(path for path in folder.glob("firmware/*") if path.is_file())
    includes = (name for path in sources for name in _SHARED_INCLUDE.findall(path.read_text()))
    lines = [f"#include {name}\n" for name in dict.fromkeys(includes) if OWN_HEADER not in name]
    shared = [path for name in ("ap_types", "nnet_utils") for path in folder.glob(f"firmware/{name}/**/*")]
    contents = (path.read_bytes() for path in sorted(shared) if path.is_file() and path.name != OWN_HEADER)
    digest = _digest(compiler(command[0]).encode(), " ".join(command).encode(), "".join(lines).encode(), *contents)
    with contextlib.suppress(OSError):
        header = cache_folder("csim") / "headers" / digest / "headers.h"
        compiled = header.with_suffix(".h.gch")
        if not is_whole(compiled):
            write_atomic(header, "".join(lines).encode())
            if not _compiled([*command, "-x", "c++-header", str(header)], folder, compiled):
                return []  # compiling the project itself will report the error
            seal(compiled)
            _drop_oldest((cache_folder("csim") / "headers").glob("*/*.gch"), HEADERS)
        os.utime(compiled)
        return ["-include", str(header)]
    return []


def fetch(key: str, program: str, library: Path) -> bool:
    """Copies the cached library with this key to `library`; False if there is none."""
    with contextlib.suppress(OSError):
        stored = _library(key, program)
        if not is_whole(stored):
            return False
        os.utime(stored)
        write_atomic(library, stored.read_bytes())
        return True
    return False


def keep(key: str, program: str, library: Path) -> None:
    """Copies a library into the cache for `fetch`, if the cache can be written."""
    with contextlib.suppress(OSError):
        stored = _library(key, program)
        write_atomic(stored, library.read_bytes())
        seal(stored)
        _drop_oldest((cache_folder("csim") / "libraries").glob("*.so"), LIBRARIES)


def _library(key: str, program: str) -> Path:
    return cache_folder("csim") / "libraries" / f"{_digest(key.encode(), compiler(program).encode())}.so"


def _compiled(command: list[str], folder: Path, result: Path) -> bool:
    """Runs a compiler that writes `result`, whole or not at all; False if it fails."""
    with contextlib.suppress(BackendError), replacing(result) as fresh:
        if children.run([*command, "-o", str(fresh)], cwd=folder).returncode:
            raise BackendError(f"{result} cannot be compiled")
        return True
    return False


def _drop_oldest(files: Iterable[Path], limit: int) -> None:
    """Removes all but the `kept` newest files, of which another process may have removed some already."""
    ages = {}
    for path in files:
        with contextlib.suppress(FileNotFoundError):
            ages[path] = path.stat().st_mtime_ns
    for path in sorted(ages, key=ages.__getitem__, reverse=True)[limit:]:
        path.unlink(missing_ok=True)
        seal_of(path).unlink(missing_ok=True)


def _digest(*parts: bytes) -> str:
    state = hashlib.sha256()
    for part in parts:
        state.update(len(part).to_bytes(8, "little") + part)
    return state.hexdigest()
