"""Where the runs of a sweep lie: folders that people can tell apart, and that are found by the key of their design.

A folder is called after its design, with the beginning of the key behind it: `bits-w4-a6-s0.5-1a2b3c4d`. The key alone
says whose folder it is. A design keeps its folder where its name has changed since, as it does when a sweep gets
another axis. Folders of earlier versions, which are called by the whole key, are used as they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from codesign.design.design import Design
from codesign.runs.run import DESIGN, Run

KEY_DIGITS = 8  # of twelve: enough to tell the designs of a sweep apart, which is looked at nevertheless
LONGEST_NAME = 100  # file systems allow 255 bytes


def folders_of(sweep: Path, designs: Iterable[Design]) -> dict[str, Path]:
    """Key of a design -> its run folder in the folder of a sweep, which need not be there yet."""
    there: dict[str, list[Path]] = {}
    for path in sorted(sweep.iterdir()) if sweep.is_dir() else ():
        if (path / DESIGN).is_file():
            there.setdefault(_key_in(path.name), []).append(path)
    return {d.key: _known(d, there.get(d.key[:KEY_DIGITS], [])) or sweep / folder_name(d) for d in designs}


def folder_name(design: Design) -> str:
    """What a new run folder of a design is called."""
    return f"{design.name[:LONGEST_NAME]}-{design.key[:KEY_DIGITS]}"


def _known(design: Design, folders: list[Path]) -> Path | None:
    return next((path for path in folders if path.name == design.key or Run.open(path).design.key == design.key), None)


def _key_in(name: str) -> str:
    """The part of a key that a folder's name holds."""
    return name.rsplit("-", 1)[-1][:KEY_DIGITS]
