"""Where a site keeps its own calibration: one file for all the folders in which somebody works.

$CODESIGN_CALIBRATION, or codesign/calibration.jsonl below $XDG_DATA_HOME, which is ~/.local/share by default.
"""

from __future__ import annotations

import os
from pathlib import Path

from codesign.errors import ConfigError

VARIABLE = "CODESIGN_CALIBRATION"
FORMER = Path("configs", "calibration.jsonl")  # below the folder one stood in, which other work does not see


def file() -> Path | None:
    """The file, which need not be there; None where nothing names one and the user has no home folder."""
    if named := os.environ.get(VARIABLE):
        return Path(named)
    data = Path(os.environ.get("XDG_DATA_HOME", ""))
    if not data.is_absolute():  # such a path is to be ignored, by the XDG Base Directory Specification
        try:
            data = Path.home() / ".local" / "share"
        except RuntimeError:
            return None
    return data / "codesign" / "calibration.jsonl"


def to_write() -> Path:
    """The file to append to; ConfigError where there is no place for it."""
    found = file()
    if found is None:
        raise ConfigError(
            f"there is no home folder to keep the calibration in; name a file with --output or ${VARIABLE}"
        )
    return found


def to_read() -> Path | None:
    """The file with the site's pairs, or None if it has none; ConfigError if $CODESIGN_CALIBRATION names no file."""
    found = file()
    if found is None or found.is_file():
        return found
    if os.environ.get(VARIABLE):
        raise ConfigError(
            f"{VARIABLE}={found}: no such file; `codesign calibrate FOLDERS` makes it, or unset {VARIABLE}"
        )
    return None


def left_behind() -> str:
    """What to do with a calibration where it used to be; "" if there is none, or if it is the one that is read."""
    here = file()
    if not FORMER.is_file() or (here is not None and here.is_file() and here.samefile(FORMER)):
        return ""
    return (
        f"{FORMER} is no longer read; `codesign calibrate {FORMER}` takes its pairs over into {here or f'${VARIABLE}'}"
    )
