"""Pages of the site that are made from the program: the command line, and the keys of the YAML files."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import typer
from pydantic import BaseModel

from codesign.cli.app import app
from codesign.cost import budget
from codesign.design import design, heads, training
from codesign.design.architectures.config import ArchitectureConfig
from codesign.design.architectures.inputs import Inputs
from codesign.design.firmware import Firmware
from codesign.sweep import config as sweeps

PIPES = str.maketrans({"|": "&#124;", "<": "&lt;", ">": "&gt;", "[": r"\["})


def command_line() -> str:
    """The reference of the command line, read from the program itself."""
    top = typer.main.get_command(app)
    note = "This page is made from the program itself; `codesign --help` and `codesign VERB --help` say the same."
    lines = ["# Command line", "", _prose(top.help), "", note, ""]
    for words, command in _verbs(top, ("codesign",)):
        lines += _verb(words, command)
    return "\n".join(lines) + "\n"


def _verbs(group: Any, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, command in group.commands.items():
        if command.hidden:
            continue
        yield (*words, name), command
        if hasattr(command, "commands"):
            yield from _verbs(command, (*words, name))


def _verb(words: tuple[str, ...], command: Any) -> list[str]:
    """Section of a verb: what it does, how it is called, a table of what it takes."""
    context = command.context_class(command, info_name=" ".join(words))
    usage = context.get_usage().removeprefix("Usage: ")
    lines = [
        f"{'#' * len(words)} {' '.join(words)}",
        "",
        _prose(command.help),
        "",
        f"```\n{' '.join(usage.split())}\n```",
        "",
    ]
    rows = [_row(parameter, context) for parameter in command.params]
    if any(rows):
        lines += ["| argument or option | meaning |", "|---|---|", *filter(None, rows), ""]
    return lines


def _row(parameter: Any, context: Any) -> str | None:
    """One argument or option as a row of the table; none for one that help does not show."""
    record = parameter.get_help_record(context)
    if record is None or getattr(parameter, "hidden", False):
        return None
    names, meaning = record
    names = re.sub(r"<list\[(\w+)\]>", r"<\1> ...", " ".join(names.split()))  # what may be given several times
    return f"| `{names}` | {_cell(meaning)} |"


def _cell(text: str | None) -> str:
    """A text inside a table, all of it as it stands."""
    return " ".join((text or "").split()).translate(PIPES)


def keys() -> str:
    """The reference of the YAML files, read from the classes that check them."""
    head = "A key that is not listed here stops the program, which then names the nearest valid one."
    note = "This page is made from the classes that check the files."
    lines = ["# Keys of the YAML files", "", head, "", note, ""]
    sections: dict[str, type[BaseModel]] = {
        "A design": design.Design,
        "jets": design.JetsConfig,
        "architecture": ArchitectureConfig,
        "heads: each head": heads.Head,
        "inputs": Inputs,
        "precision": training.Precision,
        "precision.layers: each layer": training.LayerPrecision,
        "pruning": training.Pruning,
        "training": training.Training,
        "training.teacher": training.Teacher,
        "boosting": training.Boosting,
        "firmware": Firmware,
        "A sweep": sweeps.SweepConfig,
        "axes: a range": sweeps.Range,
        "search": sweeps.Search,
        "gates": sweeps.Gates,
        "limits": sweeps.Limits,
        "cluster": sweeps.Cluster,
        "A budget": budget.Budget,
        "A part": budget.Part,
    }
    for title, model in sections.items():
        lines += [
            f"{'##' if title.startswith('A ') else '###'} {title}",
            "",
            _prose(inspect.cleandoc(model.__doc__ or "")),
            "",
        ]
        lines += ["| key | type | default | meaning |", "|---|---|---|---|", *map(_key, model.model_fields.items()), ""]
    return "\n".join(lines)


def _key(named: tuple[str, Any]) -> str:
    """One key of a YAML file as a row of the table."""
    name, field = named
    limits = ", ".join(filter(None, map(_limit, field.metadata)))
    default = "required" if field.is_required() else _default(field)
    kind = _cell(_type(field.annotation)) + (f", {limits}" if limits else "")
    return f"| `{name}` | {kind} | {default} | {_cell(field.description)} |"


def _type(annotation: Any) -> str:
    """An annotation as a user reads it: choices by their values, another section by the word `keys`."""
    if annotation is None or annotation is type(None):
        return "none"
    if get_origin(annotation) is Literal:
        return " or ".join(map(str, get_args(annotation)))
    if isinstance(annotation, UnionType) or get_origin(annotation) is Union:
        return " or ".join(_type(part) for part in get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "keys, below"
    words = {str: "text", int: "whole number", float: "number", bool: "true or false", Any: "anything"}
    if annotation in words:
        return words[annotation]
    if (origin := get_origin(annotation)) in (list, tuple):
        return f"list of {_type(get_args(annotation)[0])}"
    if origin is not None and issubclass(origin, Mapping):
        return f"{_type(get_args(annotation)[0])} to {_type(get_args(annotation)[1])}"
    return _type(get_args(annotation)[0]) if get_args(annotation) else getattr(annotation, "__name__", str(annotation))


def _limit(rule: Any) -> str:
    """A limit of a number, in words."""
    signs = {"ge": "at least", "gt": "above", "le": "at most", "lt": "below", "multiple_of": "a multiple of"}
    return ", ".join(f"{words} {getattr(rule, key):,}" for key, words in signs.items() if hasattr(rule, key))


def _default(field: Any) -> str:
    """A default as YAML shows it; a section stands for its own defaults."""
    value = field.get_default(call_default_factory=True)
    if isinstance(value, BaseModel):
        return "its own defaults"
    if isinstance(value, Mapping):
        return ", ".join(f"`{key}`" for key in value) or "none"
    return "none" if value is None else f"`{json.dumps(value)}`"


def _prose(text: str | None) -> str:
    """Help as paragraphs: the program keeps its line breaks, a page breaks lines by itself."""
    return (text or "").replace("\b\n", "").strip().replace("<", "&lt;")
