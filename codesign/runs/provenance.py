"""Whether a result belongs to the present firmware: results on Verilog or HLS carry a digest of the sources.

`rtl.json` and `hls.json` of a run record what the project of that name was generated for, and a digest of its sources.
A project that was edited, truncated or generated for another clock is therefore not mistaken for the design's.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from codesign.backends import RTL, backend, record
from codesign.base.files import read_text
from codesign.errors import RunError
from codesign.runs.run import Run

# The digests of a project that a shipped design does not have: lines as `sha256sum` writes them
_DIGESTS = "{}.sha256"
RTL_DIGESTS = _DIGESTS.format(RTL)


def digest(run: Run, firmware: str) -> str:
    """The digest of a project's sources; "" without any. For a shipped design, which has no Verilog, of its digests."""
    return _digests(run, firmware)["sources"]


def _digests(run: Run, firmware: str) -> dict[str, str]:
    shipped = _DIGESTS.format(firmware)
    instead = run.has(shipped) and not run.has(record(firmware))
    return backend(firmware).digests(run.folder / firmware, read_text(run.folder / shipped) if instead else None)


def note(run: Run, firmware: str) -> None:
    """Records that a project has just been generated for this design."""
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
    settings = run.design.firmware.model_dump(mode="json")
    return {"top": run.top, "asked": settings, **_digests(run, firmware)}


def is_current(run: Run, name: str) -> bool:
    """Whether a file of results is of the present net and, where there is RTL or its digests, of the present RTL."""
    if not run.current(name):
        return False
    sources = digest(run, RTL)
    return not sources or (run.read(name).get(RTL) == sources and is_as_made(run, RTL))


def stamp(run: Run) -> dict[str, Any]:
    """The first keys of a file of results, from which `is_current` tells whether it is current."""
    return {"net": run.net.key, RTL: digest(run, RTL)}


def is_written(run: Run, firmware: str) -> bool:
    """Whether a run has a project of its present net, edited or not."""
    return run.current(record(firmware))


def require(run: Run, firmware: str) -> Path:
    """The folder of a project, edited or not; RunError if the run has none of its present net."""
    if not is_written(run, firmware):
        raise _missing(run, firmware)
    return run.folder / firmware


def require_as_made(run: Run, firmware: str) -> Path:
    """The folder of a project; RunError if it is missing, edited, or was generated for another net or design."""
    folder = run.folder / firmware
    if not run.has(record(firmware)):
        raise _missing(run, firmware)
    again = f"`codesign {backend(firmware).VERB} {run.folder}` makes it again"
    if not is_written(run, firmware):
        raise RunError(f"{folder} was made from another net than the one in {run.folder}; {again}")
    if not is_as_made(run, firmware):
        raise RunError(
            f"{folder} was edited since it was made, or made for another name, part, clock or port than"
            f" {run.folder}/design.yaml asks for; {again}"
        )
    return folder


def _missing(run: Run, firmware: str) -> RunError:
    target = backend(firmware)
    return RunError(f"{run.folder} has no {target.TITLE} of its net yet; run `codesign {target.VERB} {run.folder}`")
