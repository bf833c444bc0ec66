"""Where a site's own calibration is: one file, whichever folder a user works in.

It is $CODESIGN_CALIBRATION, or codesign/calibration.jsonl below $XDG_DATA_HOME, which is ~/.local/share by default.
"""

from __future__ import annotations

import os
from pathlib import Path

from codesign.errors import ConfigError

VARIABLE = "CODESIGN_CALIBRATION"
FORMER = Path("configs", "calibration.jsonl")  # relative to the working directory, so invisible from any other


def file() -> Path | None:
    """The file, which need not exist; None if no variable names one and the user has no home folder."""
    if named := os.environ.get(VARIABLE):
        return Path(named)
    data = Path(os.environ.get("XDG_DATA_HOME", ""))
    if not data.is_absolute():  # the XDG Base Directory Specification says to ignore relative paths
        try:
            data = Path.home() / ".local" / "share"
        except RuntimeError:
            return None
    return data / "codesign" / "calibration.jsonl"


def to_write() -> Path:
    """The file to append to; ConfigError if there is no place for it."""
    path = file()
    if path is None:
        raise ConfigError(
            f"there is no home folder to store the calibration in; name a file with --output or ${VARIABLE}"
        )
    return path


def to_read() -> Path | None:
    """The file with the site's pairs, or None if it has none; ConfigError if $CODESIGN_CALIBRATION names no file."""
    path = file()
    if path is None or path.is_file():
        return path
    if os.environ.get(VARIABLE):
        raise ConfigError(
            f"{VARIABLE}={path}: no such file; `codesign calibrate FOLDERS` makes it, or unset {VARIABLE}"
        )
    return None


def left_behind() -> str:
    """What to do about a calibration at its former place; "" if there is none, or if it is the file in use."""
    here = file()
    if not FORMER.is_file() or (here is not None and here.is_file() and here.samefile(FORMER)):
        return ""
    return (
        f"{FORMER} is no longer read; `codesign calibrate {FORMER}` takes its pairs over into {here or f'${VARIABLE}'}"
    )
