"""Values that no verb may accept: NaN and infinity, and numbers with an impossible sign or size."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

import numpy as np

Rule = Callable[[Any], bool]
Rules = Mapping[str, Rule]
MOST = 1e15  # no count or measurement here is larger


def number(value: Any) -> bool:
    """Whether the value is a finite number; True and False are not."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def count(value: Any) -> bool:
    """Whether the value is a whole number, 0 or more."""
    return number(value) and value == int(value) and 0 <= value < MOST


def amount(value: Any) -> bool:
    """Whether the value is a number, 0 or more."""
    return number(value) and 0 <= value < MOST


def known_amount(value: Any) -> bool:
    """Whether the value is a number, 0 or more, or None for unknown."""
    return value is None or amount(value)


def positive(value: Any) -> bool:
    """Whether the value is a number above 0."""
    return amount(value) and value > 0


def positive_or_none(value: Any) -> bool:
    """Whether the value is a number above 0, or None, which stands for all."""
    return value is None or positive(value)


def text(value: Any) -> bool:
    """Whether the value is a text."""
    return isinstance(value, str)


def nonsense(data: Any, rules: Rules) -> str:
    """The first value that is NaN or infinite or breaks a rule, in words; "" if there is none.

    rules: pattern of dotted names -> test that the values must pass.
    """
    for name, value in _leaves(data):
        if isinstance(value, float) and not math.isfinite(value):
            return f"{name} is {value}"
    for name, value in _all(data):
        for pattern, rule in rules.items():
            if fnmatchcase(name, pattern) and not rule(value):
                return f"{name} is {value!r:.60}"
    return ""


def nonsense_arrays(stored: Any, most_bits: int | None = None) -> str:
    """The same for named arrays. most_bits: largest allowed magnitude in arrays of bit widths, None for any."""
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
