"""What no verb may accept, said as simply as possible: numbers that are none, and signs and sizes that cannot be."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

import numpy as np

Rule = Callable[[Any], bool]
Rules = Mapping[str, Rule]
MOST = 1e15  # of anything that is counted or measured here


def number(value: Any) -> bool:
    """A plain finite number."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def count(value: Any) -> bool:
    """A whole number from 0 on."""
    return number(value) and value == int(value) and 0 <= value < MOST


def amount(value: Any) -> bool:
    """A number from 0 on."""
    return number(value) and 0 <= value < MOST


def known_amount(value: Any) -> bool:
    """A number from 0 on, or None where nothing is known."""
    return value is None or amount(value)


def positive(value: Any) -> bool:
    """A number above 0."""
    return amount(value) and value > 0


def text(value: Any) -> bool:
    """A text."""
    return isinstance(value, str)


def nonsense(data: Any, rules: Rules) -> str:
    """The first value that breaks a rule, or is a number that is none; "" if all make sense. rules: by dotted name."""
    for name, value in _leaves(data):
        if isinstance(value, float) and not math.isfinite(value):
            return f"{name} is {value}"
    for name, value in _all(data):
        for pattern, rule in rules.items():
            if fnmatchcase(name, pattern) and not rule(value):
                return f"{name} is {value!r:.60}"
    return ""


def nonsense_arrays(stored: Any, most_bits: int | None = None) -> str:
    """The same for arrays; most_bits: no element of a bit width may be above it."""
    for name, values in (stored or {}).items():
        if values.dtype.kind in "fc" and not np.isfinite(values).all():
            return f"{name} holds a number that is none"
        if (
            most_bits
            and ":" in name
            and values.dtype.kind in "iuf"
            and (np.abs(values.astype(float)) > most_bits).any()
        ):
            return f"{name} holds bit widths of {np.abs(values.astype(float)).max():g}"
    return ""


def _all(data: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        full = f"{name}.{key}".removeprefix(".")
        yield full, value
        yield from _all(value, full)


def _leaves(data: Any) -> Iterator[tuple[str, Any]]:
    return ((name, value) for name, value in _all(data) if not isinstance(value, dict | list))
