"""Writes docs/json.md from the records of `--json`: `python -m codesign.cli.json_docs > docs/json.md`."""

from __future__ import annotations

import re
import sys
import types
from collections.abc import Iterator
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from codesign.cli.json_models import PRINTED

_INTRODUCTION = """\
# What `--json` prints

<!-- written by: python -m codesign.cli.json_docs > docs/json.md -->

`codesign check`, `estimate`, `sweep status`, `jets info` and `compare` take `--json`. They then print one JSON object
on standard output and nothing else there; warnings and errors go to standard error. Exit codes are those without
`--json`: 3 is an error, after which standard output is empty.

Every object names its verb in `verb` and the version of its layout in `format`. Keys may be added without a new
`format`; removing a key, or changing its meaning, raises it. Read the keys that you know, and ignore the rest. Numbers
carry their unit in the name of their key; `null` stands for what is not known.

```
codesign check runs/mine --json | jq -r '.limits[] | select(.outcome != "PASS") | .name'
```

The records are pydantic models in `codesign.cli.json_models`; `Check.model_json_schema()` gives a JSON Schema.
"""
_NAMES = {str: "text", int: "whole number", float: "number", bool: "true or false", type(None): "null", Any: "anything"}


def page() -> str:
    """The whole of docs/json.md."""
    return "\n".join([_INTRODUCTION, *(section for model in _in_order() for section in _section(model))])


def _in_order() -> list[type[BaseModel]]:
    """The records that verbs print, then the records inside them, each once."""
    models: list[type[BaseModel]] = list(PRINTED)
    for model in models:  # the list grows during the loop
        for field in model.model_fields.values():
            models += [inner for inner in _models_in(field.annotation) if inner not in models]
    return models


def _models_in(annotation: Any) -> Iterator[Any]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def _section(model: type[BaseModel]) -> Iterator[str]:
    text = " ".join((model.__doc__ or "").split())
    printed = model in PRINTED
    title = text.partition(": ")[0] if printed else model.__name__
    yield f"## {title}\n" if printed else f"### {title}\n"
    yield f"{_sentence(text.partition(': ')[2]) if printed else text}\n"
    yield "| key | type | |\n|---|---|---|"
    for name, field in model.model_fields.items():
        yield f"| `{name}` | {_type(field.annotation)} | {field.description or ''} |"
    yield ""


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _type(annotation: Any) -> str:
    """A type in words; a record as its name with a link."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if annotation in _NAMES:
        return _NAMES[annotation]
    if origin is Literal:
        return " or ".join(f"`{part}`" if part != "" else '""' for part in parts)
    if origin in (Union, types.UnionType):
        return " or ".join(_type(part) for part in parts)
    if origin is list:
        return f"list of {_type(parts[0])}"
    if origin is dict:
        return f"object: name to {_type(parts[1])}"
    return f"[{annotation.__name__}](#{re.sub('[^a-z0-9]', '', annotation.__name__.lower())})"


if __name__ == "__main__":
    sys.stdout.write(page())
