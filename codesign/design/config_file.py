"""The YAML file of a design, and the files that it names: their paths are relative to it.

A Design names files as the working directory sees them, as the verbs on its run folder do later, so that its key does
not change with the folder that its config is in. Paths relative to the working directory were what configs held
before; they still count where a file is found only there, with a warning.
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

_NO_FILES = {"jets.file": ("shipped", RANDOM)}  # words that stand for no file
PATHS = ("jets.file", "budget")  # keys of a design that name a file


class PathWarning(FutureWarning):
    """A path in a config that is found from the working directory only, which will not do in the next version."""


def load_design(path: Path, settings: Mapping[str, Any] | None = None) -> Design:
    """The design in a YAML file; settings: dotted key -> value, in the place of the file's, as `--set` gives them.

    Raises ConfigError for a missing file, broken YAML, or keys and values that a design does not take.
    """
    source = read_source(path)
    data = source.data()
    root_paths(data, source, path.parent)
    return parse(data, Design, replaced(source, data, settings or {}))


def root_paths(data: dict[str, Any], source: Source, folder: Path) -> None:
    """Replaces the paths in a design's plain data, relative to the folder of its config, by those that open them."""
    for key in PATHS:
        *parents, last = key.split(".")
        record: Any = data
        for parent in parents:
            record = record.get(parent) if isinstance(record, dict) else None
        if isinstance(record, dict) and last in record:
            record[last] = rooted(key, record[last], folder, partial(source.at, (*parents, last)))


def rooted(key: str, value: Any, folder: Path, where: Callable[[], str]) -> Any:
    """A value of a key in a config of that folder: paths as the working directory sees them, others as they are.

    where: called for the file and line of the value, for a warning.
    """
    if key not in PATHS or not isinstance(value, str) or value in _NO_FILES.get(key, ()):
        return value
    if (key == "budget" and Path(value).suffix not in (".yaml", ".yml")) or Path(value).is_absolute():
        return value
    here = folder / value
    if os.path.abspath(here) == os.path.abspath(value):  # noqa: PTH100  as it is written, since the key holds it
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
    """A path relative to the working directory where it is below it, else an absolute one."""
    absolute, here = os.path.abspath(path), os.getcwd()  # noqa: PTH100, PTH109  links stay as they are
    return os.path.relpath(absolute) if os.path.commonpath([absolute, here]) == here else absolute
