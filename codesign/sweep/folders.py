"""The run folders of a sweep: readable names, found again by the key of their design.

A folder's name is the design's name followed by the first digits of its key: `bits-w4-a6-s0.5-1a2b3c4d`. Only the key
identifies the design: its name changes when the sweep gets another axis, and the design keeps its folder then. Folders
of earlier versions, whose name is the whole key, are still used.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from codesign.design.design import Design
from codesign.runs.run import DESIGN, Run

KEY_DIGITS = 8  # of twelve: enough to tell the designs of a sweep apart; `_known` compares the whole key all the same
LONGEST_NAME = 100  # file systems allow 255 bytes


def folders_of(sweep: Path, designs: Iterable[Design]) -> dict[str, Path]:
    """Key of a design -> its run folder inside the sweep's folder; the run folder need not exist yet."""
    there: dict[str, list[Path]] = {}
    for path in sorted(sweep.iterdir()) if sweep.is_dir() else ():
        if (path / DESIGN).is_file():
            there.setdefault(_key_in(path.name), []).append(path)
    return {d.key: _known(d, there.get(d.key[:KEY_DIGITS], [])) or sweep / folder_name(d) for d in designs}


def folder_name(design: Design) -> str:
    """The name of a new run folder for a design."""
    return f"{design.name[:LONGEST_NAME]}-{design.key[:KEY_DIGITS]}"


def _known(design: Design, folders: list[Path]) -> Path | None:
    return next((path for path in folders if path.name == design.key or Run.open(path).design.key == design.key), None)


def _key_in(name: str) -> str:
    """The first KEY_DIGITS digits of the key in a folder's name."""
    return name.rsplit("-", 1)[-1][:KEY_DIGITS]
