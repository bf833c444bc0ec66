"""Checks the parts of a jets file's manifest that readers rely on: names that cover the columns, and numbers.

A missing key means that its value is unknown, as in files from other programs; a key that is there must be valid.
"""

from collections.abc import Mapping
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.jets.classes import UNLABELLED

NUMBERS = ("mean_pileup", "energy_gev")


def check_manifest(manifest: object, columns: Mapping[str, Mapping[str, NDArray[Any]]]) -> None:
    """Raises ValueError, which names the key, for a manifest that does not fit the columns of its file.

    columns: table -> name -> (rows,); the table `events` has those of the events. Labels of R = 0.8 jets are PDG
    numbers, which need no list of names.
    """
    if not isinstance(manifest, dict):
        raise ValueError(f"the manifest must be an object, found {_shown(manifest)}")
    if not isinstance(versions := manifest.get("versions", {}), dict):
        raise ValueError(f"`versions` of the manifest must be an object, found {_shown(versions)}")
    for key in NUMBERS:
        value = manifest.get(key, 0)
        if not isinstance(value, Real) or isinstance(value, bool):
            raise ValueError(f"`{key}` of the manifest must be a number, found {_shown(value)}")
    check_classes(manifest, "sc4", columns.get("sc4", {}))
    if (processes := _names(manifest, "processes")) is not None:
        for table, scalars in columns.items():
            _check_covered("processes", len(processes), table, "process", scalars)


def check_classes(manifest: Mapping[str, Any], table: str, scalars: Mapping[str, NDArray[Any]]) -> None:
    """Raises ValueError unless the `classes` of a manifest, if it has them, name every label of a table."""
    if (classes := _names(manifest, "classes")) is not None:
        _check_covered("classes", len(classes), table, "label", scalars, (UNLABELLED,))


def _names(manifest: Mapping[str, Any], key: str) -> list[str] | None:
    """The names that a key lists; None without the key. ValueError if one is not a string or occurs twice."""
    if key not in manifest:
        return None
    names = manifest[key]
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        raise ValueError(f"`{key}` of the manifest must be a list of names, found {_shown(names)}")
    if twice := [name for name in names if names.count(name) > 1]:
        raise ValueError(f"`{key}` of the manifest names {_shown(twice[0])} twice")
    return names


def _check_covered(
    key: str,
    names: int,
    table: str,
    column: str,
    scalars: Mapping[str, NDArray[Any]],
    others: tuple[int, ...] = (),
) -> None:
    """ValueError unless each value of a column is the position of a name or in `others`; the column may be missing."""
    values = scalars.get(column, np.zeros(0, np.int64))
    if not (covered := np.isin(values, [*others, *range(names)])).all():
        row = int(np.argmin(covered))
        raise ValueError(
            f"`{key}` of the manifest has {names} names, but {column} is {values[row]} at row {row} of {table}"
            f" ({np.count_nonzero(~covered)} such rows)"
        )


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
