"""Kinds of damage to a file: each function takes a random generator and the content, and says what it did to it."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

Rng = np.random.Generator
DEEP = 60  # levels of nesting; Python's JSON reader fails at about a thousand

NUMBERS: list[Any] = [
    *(-1, 0, 1, 2, 3, 7, 0.5, -0.5, 1e-300, 1e308, -1e308, 2**31, -(2**31), 2**53, 2**63, 2**64, -(2**63), 10**30),
    *(float("nan"), float("inf"), float("-inf"), 1000, 10**6, 10**9),
]
OTHERS: list[Any] = [
    *(
        None,
        True,
        False,
        "",
        "x",
        "nan",
        "inf",
        "1",
        "-1",
        "\0",
        "..",
        "../..",
        "/",
        "a/b",
        "\ud800",
        "\n",
        "é",
        "x" * 5000,
    ),
    *([], {}, [None], [[]], {"a": 1}, [1, 2, 3], [0.5], {"": None}, [[[]]], {"value": 1}),
]
FOREIGN = [
    *(b"3", b"null", b"[]", b"{}", b'"text"', b"true", b"NaN", b"[" * 5000, b'{"a":' * 5000, b"\x89PNG\r\n\x1a\n" * 9),
    *(
        b"PK\x03\x04" + b"\0" * 60,
        b"\x1f\x8b\x08" + b"\0" * 40,
        b"\x89HDF\r\n\x1a\n" + b"\0" * 90,
        b"SQLite format 3\0" * 9,
    ),
    *(b"a: 1\n", b"a: &a [*a]\n", b"!!python/object:os.system x\n", b"<a><b></a>", b"\n\n\n", b" ", b"\xef\xbb\xbf{}"),
    *(b"1e999", b"9" * 5000, b"\x93NUMPY\x01\x00" + b"\0" * 80, b"\xff" * 300),
]


def pick(rng: Rng, choices: list[Any]) -> Any:
    """One element of a list, unconverted (`rng.choice` would turn it into an array element)."""
    return choices[int(rng.integers(len(choices)))]


def some_bytes(rng: Rng, content: bytes) -> tuple[bytes, str]:
    """Damage to the bytes of a file, whatever its format."""
    at = int(rng.integers(len(content) + 1))
    match int(rng.integers(12)):
        case 0:
            return content[:at], f"cut off after {at} bytes"
        case 1:
            return b"", "emptied"
        case 2 | 3:
            return _flipped(rng, content)
        case 4:
            return content[:at] + b"\0" * int(rng.integers(1, 5)) + content[at:], f"NUL at {at}"
        case 5:
            return content[:at] + rng.bytes(8) + content[at:], f"random bytes at {at}"
        case 6:
            encoding = pick(rng, ["utf-16", "utf-16-le", "utf-32"])
            return content.decode("latin-1").encode(encoding), f"written as {encoding}"
        case 7:
            return content[:at] + b"\xff\xfe\xe9" + content[at:], f"not UTF-8 at {at}"
        case 8:
            return content + content, "there twice"
        case 9:
            return content[:at] + content[at + int(rng.integers(1, 200)) :], f"bytes missing at {at}"
        case 10:
            return content + b"\0" * 2_000_000, "followed by zeros"
        case _:
            other = pick(rng, FOREIGN)
            return other, f"replaced by {other[:20]!r}"


def _flipped(rng: Rng, content: bytes) -> tuple[bytes, str]:
    if not content:
        return content, "as it is"
    changed = bytearray(content)
    places = rng.integers(len(content), size=int(rng.integers(1, 6))).tolist()
    for place in places:
        changed[place] ^= 1 << int(rng.integers(8))
    return bytes(changed), f"bits flipped in bytes {places}"


def lines(rng: Rng, content: bytes) -> tuple[bytes, str]:
    """Damage to a text of lines: a line lost, repeated, exchanged, or with another word or number in it."""
    rows = content.split(b"\n")
    at, other = (int(n) for n in rng.integers(len(rows), size=2))
    match int(rng.integers(6)):
        case 0:
            del rows[at]
            said = f"line {at + 1} lost"
        case 1:
            rows.insert(at, rows[other])
            said = f"line {other + 1} again at {at + 1}"
        case 2:
            rows[at], rows[other] = rows[other], rows[at]
            said = f"lines {at + 1} and {other + 1} exchanged"
        case _:
            said = _word(rng, rows, at)
    return b"\n".join(rows), said


def _word(rng: Rng, rows: list[bytes], at: int) -> str:
    """Replaces one word of line `at` in place."""
    words = rows[at].split(b" ")
    place = int(rng.integers(len(words)))
    value = pick(rng, [*NUMBERS, "", "x", "-", "0*99999999999", "0*-5", "1,5", "1e5", "0x10", "\u0663", "NA", "<", '"'])
    words[place] = str(value).encode()
    rows[at] = b" ".join(words)
    return f"line {at + 1}: word {place + 1} is {value!r}"


def tree(rng: Rng, data: Any) -> tuple[Any, str]:
    """A copy of plain data with one key or value changed, and the change in words."""
    data = copy.deepcopy(data)
    places = list(_places(data))
    if not places:
        return pick(rng, OTHERS), "all replaced"
    holder, key, name = places[int(rng.integers(len(places)))]
    match int(rng.integers(12)):
        case 0:
            del holder[key]
            return data, f"{name} deleted"
        case 1 if isinstance(holder, dict):
            new = pick(rng, ["x", "", "net", f"{key}s", str(key)[:-1], "é", "\0"])
            holder[new] = holder.pop(key)
            return data, f"{name} renamed to {new!r}"
        case 2 if isinstance(holder, list):
            holder.insert(key, copy.deepcopy(holder[key]))
            return data, f"{name} there twice"
        case 3:
            other, from_key, from_name = places[int(rng.integers(len(places)))]
            holder[key] = copy.deepcopy(other[from_key])
            return data, f"{name} replaced by {from_name}"
        case 4:
            nested: Any = holder[key]
            for _ in range(DEEP):
                nested = [nested]
            holder[key] = nested
            return data, f"{name} inside {DEEP} lists"
        case 5 | 6 | 7 if isinstance(holder[key], int | float) and not isinstance(holder[key], bool):
            new = pick(
                rng, [-holder[key], holder[key] * 10**6, holder[key] + 0.5, float(holder[key]), str(holder[key])]
            )
            holder[key] = new
            return data, f"{name} = {new!r}"
        case _:
            new = copy.deepcopy(pick(rng, NUMBERS + OTHERS))
            holder[key] = new
            return data, f"{name} = {new!r:.60}"


def _places(data: Any, name: str = "") -> Iterator[tuple[Any, Any, str]]:
    """(mapping or list, key, dotted name) of every value inside `data`."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in list(items):
        full = f"{name}.{key}".removeprefix(".")
        yield data, key, full
        yield from _places(value, full)


def arrays(rng: Rng, stored: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """Named arrays with one of them changed, and the change in words."""
    stored = dict(stored)
    name = pick(rng, sorted(stored))
    change, said = pick(rng, _ARRAYS)
    old = np.asarray(stored[name])
    match said:
        case "lost":
            del stored[name]
        case "renamed":
            stored[name + "s"] = stored.pop(name)
        case "that of another name":
            stored[name] = stored[pick(rng, sorted(stored))]
        case _:
            with np.errstate(all="ignore"):
                stored[name] = change(rng, old)
    return stored, f"{name} {said}"


def _one(value: Any, kind: Any = np.float64) -> Callable[[Rng, Any], Any]:
    def change(rng: Rng, old: Any) -> Any:
        new = np.array(old if old.dtype.kind in "biuf" else np.zeros(old.shape), kind)
        new.reshape(-1)[int(rng.integers(new.size)) if new.size else slice(0)] = value
        return new

    return change


def _as(kind: Any) -> Callable[[Rng, Any], Any]:
    return lambda rng, old: old.astype(kind) if old.dtype.kind in "biuf" or kind == "O" else np.zeros(old.shape, kind)


_ARRAYS: list[tuple[Callable[[Rng, Any], Any], str]] = [
    *((lambda rng, old: old, said) for said in ("lost", "renamed", "that of another name")),
    (lambda rng, old: old.reshape(-1), "flat"),
    (lambda rng, old: old[None], "with an axis more"),
    (lambda rng, old: old[:-1] if old.ndim else old[None], "a row short"),
    (lambda rng, old: old[:0] if old.ndim else np.zeros(0), "without rows"),
    (lambda rng, old: np.concatenate([old, old]) if old.ndim else old, "twice as long"),
    (lambda rng, old: old.T.copy(), "transposed"),
    (lambda rng, old: np.zeros((0,), old.dtype), "empty"),
    (lambda rng, old: np.array(3), "one number"),
    *((_as(kind), f"as {kind}") for kind in ("f4", "f2", "i1", "i4", "u1", "u8", "?", "c16", "U5", "S3", "M8[s]", "O")),
    *((_one(value), f"with {value} in it") for value in (np.nan, np.inf, -np.inf, 1e308, -1e308, -1.0, 0.5, 1e6)),
    *((_one(value, np.int64), f"with {value} in it") for value in (-1, 2**62, -(2**62), 10**6, -(10**6), 60, 1000)),
]


def place(rng: Rng, path: Path) -> str:
    """Replaces a file by something that is not a regular file, or removes it; says by what."""
    path.unlink()
    match int(rng.integers(7)):
        case 0:
            path.mkdir()
            return "a folder"
        case 1:
            os.mkfifo(path)
            return "a pipe that nobody writes into"
        case 2:
            path.symlink_to("nowhere")
            return "a link to nowhere"
        case 3:
            path.symlink_to(path.name)
            return "a link to itself"
        case 4:
            path.symlink_to("/dev/zero")
            return "a device without end"
        case 5:
            (path / "inside").mkdir(parents=True)
            return "a folder with another in it"
        case _:
            return "nothing"
