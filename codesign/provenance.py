"""Whether a result is of the present RTL: a file that was made from the Verilog carries the digest of its sources."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from codesign.errors import RunError
from codesign.run import Run

RTL = "rtl"
RTL_DIGESTS = "rtl.sha256"  # of a shipped design, which keeps no Verilog: lines as `sha256sum` writes them
PROJECT = "rtl/project.json"
_SOURCES = ("rtl/project.json", "rtl/ports.json", "rtl/src/")  # without what a simulation leaves beside them


def rtl_digest(run: Run) -> str:
    """Of all sources of the RTL, as they are or as a shipped design has them written down; "" where neither is kept."""
    if run.has(PROJECT):
        paths = sorted(path for path in (run.folder / RTL).rglob("*") if path.is_file())
        named = {path.relative_to(run.folder).as_posix(): path for path in paths}
        lines = [_line(path, name) for name, path in named.items() if name.startswith(_SOURCES)]
    elif run.has(RTL_DIGESTS):
        lines = (run.folder / RTL_DIGESTS).read_text().splitlines()
        lines = [line for line in lines if line.partition("  ")[2].startswith(_SOURCES)]
    else:
        return ""
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:16]


def is_current(run: Run, name: str) -> bool:
    """Whether a file of results is of the present net and, where the RTL is kept to be compared with, of this RTL."""
    if not run.current(name):
        return False
    digest = rtl_digest(run)
    return not digest or run.read(name).get("rtl") == digest


def stamp(run: Run) -> dict[str, Any]:
    """What a file of results starts with, by which `is_current` knows it."""
    return {"net": run.net.key, "rtl": rtl_digest(run)}


def require_rtl(run: Run) -> Path:
    """The folder of the Verilog; RunError if it is missing, or was made from another net."""
    if not run.has(PROJECT):
        raise RunError(f"{run.folder} has no Verilog of its net yet; run `codesign rtl {run.folder}`")
    if not run.current(PROJECT):
        raise RunError(
            f"{run.folder / RTL} was made from another net than the one in {run.folder}; `codesign rtl {run.folder}`"
            " makes it again"
        )
    return run.folder / RTL


def _line(path: Path, name: str) -> str:
    return f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}"
