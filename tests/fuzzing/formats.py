"""Damages a file: changes its meaning in terms of its format and writes it back, or damages its bytes."""

from __future__ import annotations

import gzip
import io
import json
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from . import damage
from .damage import Rng

Change = Callable[[Rng, bytes], tuple[bytes, str]]


def damaged(rng: Rng, path: Path, how: str) -> str:
    """Damages the file at `path`; returns the damage in words. how: its format, a key of FORMATS or "bytes"."""
    drawn = rng.random()
    if drawn < 0.04:
        return damage.place(rng, path)
    content = path.read_bytes()
    change = damage.some_bytes if drawn < 0.25 or how == "bytes" else FORMATS[how]
    new, said = change(rng, content)
    path.write_bytes(new)
    return said


def _json(rng: Rng, content: bytes) -> tuple[bytes, str]:
    if rng.random() < 0.15:
        return damage.lines(rng, content)
    data, said = damage.tree(rng, json.loads(content))
    return json.dumps(data, indent=1).encode(), said


def _yaml(rng: Rng, content: bytes) -> tuple[bytes, str]:
    if rng.random() < 0.3:
        return damage.lines(rng, content)
    data, said = damage.tree(rng, yaml.safe_load(content))
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True).encode("utf-8", "surrogatepass"), said


def _jsonl(rng: Rng, content: bytes) -> tuple[bytes, str]:
    rows = content.splitlines()
    at = int(rng.integers(len(rows)))
    if rng.random() < 0.2:
        return damage.lines(rng, content)
    data, said = damage.tree(rng, json.loads(rows[at]))
    rows[at] = json.dumps(data).encode()
    return b"\n".join(rows) + b"\n", f"line {at + 1}: {said}"


def _gzipped(rng: Rng, content: bytes) -> tuple[bytes, str]:
    data, said = damage.tree(rng, json.loads(gzip.decompress(content)))
    return gzip.compress(json.dumps(data).encode(), mtime=0), said


def _npz(rng: Rng, content: bytes) -> tuple[bytes, str]:
    with np.load(io.BytesIO(content)) as archive:
        stored = dict(archive)
    # a jets file holds its manifest as text
    texts = {name: stored.pop(name) for name in list(stored) if isinstance(stored[name], bytes)}
    if texts and rng.random() < 0.3:
        name = damage.pick(rng, sorted(texts))
        data, said = damage.tree(rng, json.loads(texts[name]))
        texts[name] = json.dumps(data).encode()
    else:
        stored, said = damage.arrays(rng, stored)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **stored)
    with zipfile.ZipFile(buffer, "a") as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    return buffer.getvalue(), said


FORMATS: dict[str, Change] = {
    "json": _json,
    "yaml": _yaml,
    "jsonl": _jsonl,
    "json.gz": _gzipped,
    "npz": _npz,
    "text": damage.lines,
}


def _none(text: str) -> None:
    """Rejects NaN and Infinity, which are not JSON: such a line counts as unreadable, like one that was cut off."""
    raise ValueError(text)


def plain(path: Path, how: str) -> Any:
    """The content of a damaged file, read as leniently as possible; None if it cannot be read."""
    if not path.is_file() or path.is_symlink():
        return None
    content = path.read_bytes()
    try:
        match how:
            case "json":
                return json.loads(content)
            case "yaml":
                return None if b"*" in content else yaml.safe_load(content)  # an alias may make data contain itself
            case "jsonl":
                return [json.loads(line, parse_constant=_none) for line in content.splitlines()]
            case "npz":
                with warnings.catch_warnings(), np.load(io.BytesIO(content)) as archive:
                    warnings.simplefilter("ignore")
                    return {name: array for name, array in dict(archive).items() if isinstance(array, np.ndarray)}
    except Exception:  # a damaged file may raise anything in these readers
        return None
    return None
