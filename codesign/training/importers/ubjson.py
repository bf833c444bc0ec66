"""Universal Binary JSON (ubjson.org, draft 12), in which xgboost saves models by default.

xgboost itself may hang or abort on a damaged file, so such a file must be recognised before xgboost reads it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

_NUMBERS = {"i": ">i1", "U": ">u1", "I": ">i2", "l": ">i4", "L": ">i8", "d": ">f4", "D": ">f8"}
_WORDS = {"Z": None, "T": True, "F": False}
_DEEPEST = 64  # xgboost's documents have some ten levels


def loads(content: bytes) -> Any:
    """The value that the bytes hold, with arrays of numbers as lists; ValueError if they hold no value or more."""
    reader = _Reader(content)
    value = reader.value(reader.marker(), 0)
    if reader.at != len(content):
        raise ValueError(f"{len(content) - reader.at} bytes follow its end")
    return value


class _Reader:
    def __init__(self, content: bytes) -> None:
        self.content = content
        self.at = 0

    def marker(self) -> str:
        """The next marker that is not a no-operation."""
        while (mark := chr(self.bytes(1)[0])) == "N":
            pass
        return mark

    def value(self, mark: str, depth: int) -> Any:
        if depth > _DEEPEST:
            raise ValueError(f"it is nested deeper than {_DEEPEST} levels")
        if mark in _WORDS:
            return _WORDS[mark]
        if mark in _NUMBERS:
            return self.numbers(mark, 1)[0]
        if mark == "S":
            return self.text()
        if mark in "[{":
            return self.container(mark, depth)
        raise ValueError(f"byte {self.at - 1} is not the beginning of a value")

    def container(self, mark: str, depth: int) -> Any:
        kind, count = self.kind_and_count()
        if mark == "[" and kind in _NUMBERS:
            return self.numbers(kind, count or 0)
        items: list[Any] = []
        end = "]" if mark == "[" else "}"
        while len(items) != count and (count is not None or self.content[self.at : self.at + 1] != end.encode()):
            key = self.text() if mark == "{" else None
            items.append((key, self.value(kind or self.marker(), depth + 1)))
        if count is None:
            self.bytes(1)
        return [value for _, value in items] if mark == "[" else dict(items)

    def kind_and_count(self) -> tuple[str, int | None]:
        """What a container says of its items: '' or None for nothing."""
        kind = ""
        if self.content[self.at : self.at + 1] == b"$":
            kind = chr(self.bytes(2)[1])
        if self.content[self.at : self.at + 1] != b"#":
            if kind:
                raise ValueError(f"a container without a length has the type {kind!r}")
            return kind, None
        self.bytes(1)
        return kind, self.length()

    def length(self) -> int:
        mark = self.marker()
        if mark not in "iUIlL":
            raise ValueError(f"byte {self.at - 1} is not the beginning of a length")
        return int(self.numbers(mark, 1)[0])

    def text(self) -> str:
        return self.bytes(self.length()).decode()

    def numbers(self, mark: str, count: int) -> list[Any]:
        kind = np.dtype(_NUMBERS[mark])
        values: list[Any] = np.frombuffer(self.bytes(kind.itemsize * count), kind).tolist()
        return values

    def bytes(self, count: int) -> bytes:
        if not 0 <= count <= len(self.content) - self.at:
            raise ValueError(f"it ends after {len(self.content)} bytes, in the middle of a value")
        self.at += count
        return self.content[self.at - count : self.at]
