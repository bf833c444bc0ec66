"""Reads the YAML file of a design; paths in it are relative to the file.

A Design holds paths relative to the working directory, as the verbs on its run folder need them later, so that its key
does not depend on the folder of its config. Configs used to hold paths relative to the working directory too; such a
path still works, with a warning, if its file exists only there.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from codesign.base.config import Source, parse, read_source, replaced
from codesign.design.design import RANDOM, Design

_NO_FILES = {"jets.file": ("shipped", RANDOM)}  # values that are not paths
PATHS = ("jets.file", "budget")  # keys of a design that name a file


class PathWarning(FutureWarning):
    """A path in a config that is found only from the working directory; the next version will not accept it."""


def load_design(path: Path, settings: Mapping[str, Any] | None = None) -> Design:
    """The design in a YAML file; settings: dotted key -> value, which replace those in the file, as `--set` does.

    Raises ConfigError for a missing file, broken YAML, or keys and values that a design does not take.
    """
    return read_design(path, settings)[0]


def read_design(path: Path, settings: Mapping[str, Any] | None = None) -> tuple[Design, Source]:
    """Like `load_design`, with the source, which knows the line or the option of each key."""
    source = read_source(path)
    data = source.data()
    root_paths(data, source, path.parent)
    replacing = replaced(source, data, settings or {})
    return parse(data, Design, replacing), replacing


def root_paths(data: dict[str, Any], source: Source, folder: Path) -> None:
    """Replaces paths relative to `folder`, that of the config, in a design's plain data; see `rooted`."""
    for key in PATHS:
        *parents, last = key.split(".")
        record: Any = data
        for parent in parents:
            record = record.get(parent) if isinstance(record, dict) else None
        if isinstance(record, dict) and last in record:
            record[last] = rooted(key, record[last], folder, partial(source.at, (*parents, last)))


def rooted(key: str, value: Any, folder: Path, where: Callable[[], str]) -> Any:
    """The value of a key in a config in `folder`: a path relative to the working directory, any other value unchanged.

    where: returns the file and line of the value, for a warning.
    """
    if key not in PATHS or not isinstance(value, str) or value in _NO_FILES.get(key, ()):
        return value
    if (key == "budget" and Path(value).suffix not in (".yaml", ".yml")) or Path(value).is_absolute():
        return value
    here = folder / value
    if os.path.abspath(here) == os.path.abspath(value):  # noqa: PTH100  links unresolved: the key holds the path
        return value
    if not here.exists() and Path(value).exists():
        better = os.path.relpath(value, folder)
        warnings.warn(
            f"{where()}: {key}: {value} is found from the working directory only, and not by the next version: paths"
            f" in a config are relative to it; write {better}",
            PathWarning,
            stacklevel=2,
        )
        return value
    return _from_here(here)


def _from_here(path: Path) -> str:
    """A relative path if it is below the working directory, else an absolute one."""
    absolute, here = os.path.abspath(path), os.getcwd()  # noqa: PTH100, PTH109  links stay as they are
    return os.path.relpath(absolute) if os.path.commonpath([absolute, here]) == here else absolute
