"""Reads a file by its format, changes what it means, and writes it back; or damages its bytes."""

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
    """Damages the file at `path`, of format `how`; what was done, in words."""
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
    texts = {name: stored.pop(name) for name in list(stored) if isinstance(stored[name], bytes)}  # of jets: a manifest
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
    """A line with what is not JSON says nothing, as one that was cut off."""
    raise ValueError(text)


def plain(path: Path, how: str) -> Any:
    """What a damaged file says, read as leniently as possible; None where it says nothing."""
    if not path.is_file() or path.is_symlink():
        return None
    content = path.read_bytes()
    try:
        match how:
            case "json":
                return json.loads(content)
            case "yaml":
                return None if b"*" in content else yaml.safe_load(content)  # no alias, which may hold itself
            case "jsonl":
                return [json.loads(line, parse_constant=_none) for line in content.splitlines()]
            case "npz":
                with warnings.catch_warnings(), np.load(io.BytesIO(content)) as archive:
                    warnings.simplefilter("ignore")
                    return {name: array for name, array in dict(archive).items() if isinstance(array, np.ndarray)}
    except Exception:  # whatever a damaged file makes of these readers, it says nothing then
        return None
    return None
