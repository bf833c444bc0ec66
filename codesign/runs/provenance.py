"""Whether a result belongs to the present firmware: results on Verilog or HLS carry a digest of the sources.

`rtl.json` and `hls.json` of a run record what the project of that name was generated for, and a digest of its sources.
A project that was edited, truncated or generated for another clock is therefore not mistaken for the design's.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from codesign.base.files import read_text
from codesign.errors import RunError
from codesign.runs.run import Run
from codesign.runs.witnesses import HLS, RTL

RTL_DIGESTS = "rtl.sha256"  # in a shipped design, which has no Verilog: lines as `sha256sum` writes them
PROJECT = "rtl/project.json"
_SOURCES = ("rtl/project.json", "rtl/ports.json", "rtl/src/")  # without the files that a simulation adds
# The logic that the emulator runs. No digest of sources includes it, because its bytes depend on the zlib version.
_EMULATED = "rtl/logic.json.gz"
_HLS_FIRMWARE = "hls/firmware"
LIBRARIES = ("ap_types", "nnet_utils")  # the same for all designs, and beside a shipped one
PER_DESIGN = "nnet_code_gen.h"  # the one header in LIBRARIES that differs between designs


def rtl_digest(run: Run) -> str:
    """The digest of all RTL sources, from the files or from a shipped design's rtl.sha256; "" if there is neither."""
    if run.has(PROJECT):
        paths = sorted(path for path in (run.folder / RTL).rglob("*") if path.is_file())
        named = {path.relative_to(run.folder).as_posix(): path for path in paths}
        lines = [_line(path, name) for name, path in named.items() if name.startswith(_SOURCES)]
    elif run.has(RTL_DIGESTS):
        lines = read_text(run.folder / RTL_DIGESTS).splitlines()
        lines = [line for line in lines if line.partition("  ")[2].startswith(_SOURCES)]
    else:
        return ""
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:16]


def hls_digest(run: Run) -> str:
    """The digest of the C++ that is specific to this design in its HLS project; "" where there is none."""
    folder = run.folder / _HLS_FIRMWARE
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    own = [path for path in paths if path.relative_to(folder).parts[0] not in LIBRARIES or path.name == PER_DESIGN]
    lines = [_line(path, path.relative_to(run.folder).as_posix()) for path in own]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16] if lines else ""


def note(run: Run, firmware: str) -> None:
    """Records that the project `firmware` ("rtl" or "hls") has just been generated for this design."""
    run.write(f"{firmware}.json", {"net": run.net.key, **_as_is(run, firmware)})


def is_as_made(run: Run, firmware: str) -> bool:
    """Whether a project was generated for this design's name, part, clock and port, and has not been edited since.

    Projects of earlier versions have no record and are trusted.
    """
    name = f"{firmware}.json"
    if not run.has(name):
        return True
    as_is = _as_is(run, firmware)
    known = {"top": as_is["top"], **run.read(name)}  # earlier versions did not record `top`
    return {key: value for key, value in known.items() if key != "net"} == as_is


def _as_is(run: Run, firmware: str) -> dict[str, Any]:
    as_is: dict[str, Any] = {"top": run.top, "asked": run.design.firmware.model_dump(mode="json")}
    if firmware == HLS:
        return as_is | {"sources": hls_digest(run)}
    path = run.folder / _EMULATED
    emulated = hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.is_file() else ""
    return as_is | {"sources": rtl_digest(run), "emulated": emulated}


def is_current(run: Run, name: str) -> bool:
    """Whether a file of results is of the present net and, where there is RTL or its digests, of the present RTL."""
    if not run.current(name):
        return False
    digest = rtl_digest(run)
    return not digest or (run.read(name).get("rtl") == digest and is_as_made(run, RTL))


def stamp(run: Run) -> dict[str, Any]:
    """The first keys of a file of results, from which `is_current` tells whether it is current."""
    return {"net": run.net.key, "rtl": rtl_digest(run)}


def require_rtl(run: Run) -> Path:
    """The folder of the Verilog; RunError if it is missing, edited, or was generated for another net or design."""
    if not run.has(PROJECT):
        raise RunError(f"{run.folder} has no Verilog of its net yet; run `codesign rtl {run.folder}`")
    if not run.current(PROJECT):
        raise RunError(
            f"{run.folder / RTL} was made from another net than the one in {run.folder}; `codesign rtl {run.folder}`"
            " makes it again"
        )
    if not is_as_made(run, RTL):
        raise RunError(
            f"{run.folder / RTL} was edited since it was made, or made for another name, part, clock or port than"
            f" {run.folder}/design.yaml asks for; `codesign rtl {run.folder}` makes it again"
        )
    return run.folder / RTL


def _line(path: Path, name: str) -> str:
    return f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}"
