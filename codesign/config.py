"""Configs: YAML in, frozen and strict records out.

Every key is known, typed and carries its unit in its name. A wrong one stops the program with the file, the line, the
key's path, what was expected and the nearest valid key.
"""

from __future__ import annotations

import difflib
import json
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from codesign.errors import ConfigError


class Strict(BaseModel):
    """Base of all config records: frozen, no unknown keys, no silent conversion of types."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


Model = TypeVar("Model", bound=BaseModel)


def load(path: Path, model: type[Model], overrides: dict[str, Any] | None = None) -> Model:
    """The record in a YAML file; `overrides`: dotted key -> value, replaced before checking.

    Raises ConfigError for a missing file, broken YAML, or keys and values that `model` does not take.
    """
    data = read_yaml(path)
    for key, value in (overrides or {}).items():
        set_key(data, key, value)
    return parse(data, model, path)


def parse(data: Any, model: type[Model], path: Path) -> Model:
    """A record from plain data that came from `path`, which is named in errors."""
    try:
        # through JSON, because strict Python mode would refuse a list where a tuple is declared
        return model.model_validate_json(json.dumps(data))
    except ValidationError as error:
        lines = [_explain(path, data, model, dict(e)) for e in error.errors()]
        raise ConfigError("\n".join(lines)) from None


def read_yaml(path: Path) -> dict[str, Any]:
    """The mapping in a YAML file; ConfigError if it is missing, broken, empty or repeats a key."""
    try:
        data = yaml.load(path.read_text(), Loader=_Loader)
    except FileNotFoundError:
        raise ConfigError(f"{path}: no such file{_similar_files(path)}") from None
    except (yaml.YAMLError, UnicodeDecodeError, IsADirectoryError) as error:
        raise ConfigError(f"{path}: not readable as YAML: {error}") from None
    if not isinstance(data, dict):
        raise ConfigError(f"{path}: expected `key: value` lines, found {type(data).__name__}")
    return data


def set_key(data: dict[str, Any], dotted: str, value: Any) -> None:
    """Sets data["a"]["b"] for "a.b", making the mappings on the way."""
    *parents, last = dotted.split(".")
    for parent in parents:
        data = data.setdefault(parent, {})
    data[last] = value


class _Loader(yaml.SafeLoader):
    """YAML 1.2 numbers (1e-3 is one), and no key twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"key {key!r} is there twice", key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    __import__("re").compile(r"^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)$"),
    list("-+0123456789."),
)


def _explain(path: Path, data: Any, model: type[BaseModel], error: dict[str, Any]) -> str:
    location = [part for part in error["loc"] if not isinstance(part, str) or "[" not in part]
    where = f"{path}:{_line(path, location)}" if path.is_file() else str(path)
    key = ".".join(map(str, location))
    if key:  # the whole record has none
        where = f"{where}: {key}"
    if error["type"] == "extra_forbidden":
        valid = _keys_at(model, location[:-1])
        close = difflib.get_close_matches(str(location[-1]), valid, n=1, cutoff=0.4)
        hint = f"; did you mean {close[0]!r}?" if close else ""
        return f"{where}: unknown key{hint} (valid here: {', '.join(valid)})"
    if error["type"] == "missing":
        return f"{where}: missing; it must be given"
    found = f", found {error['input']!r}" if not isinstance(error["input"], dict | list) else ""
    return f"{where}: {_lower_first(error['msg'])}{found}{_unit_hint(str(location[-1]) if location else '')}"


def _unit_hint(key: str) -> str:
    units = {"ns": "nanoseconds", "gev": "GeV", "cm": "centimetres", "mhz": "MHz", "minutes": "minutes"}
    unit = units.get(key.rsplit("_", 1)[-1])
    return f" (a plain number, in {unit})" if unit else ""


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _keys_at(model: type[BaseModel], location: list[Any]) -> list[str]:
    """Valid keys of the record at a path of keys, as far as it is a record."""
    current: Any = model
    chosen = False  # whether the next part is a key that the user chose, of a mapping of records
    for part in location:
        if chosen:
            chosen = False
            continue
        field = current.model_fields.get(part) if _is_record(current) else None
        current = _record_in(field.annotation) if field is not None else None
        chosen = field is not None and getattr(field.annotation, "__origin__", None) is dict
    return list(current.model_fields) if _is_record(current) else []


def _is_record(candidate: Any) -> bool:
    return isinstance(candidate, type) and issubclass(candidate, BaseModel)


def _record_in(annotation: Any) -> Any:
    if _is_record(annotation):
        return annotation
    return next((r for a in getattr(annotation, "__args__", ()) if (r := _record_in(a)) is not None), None)


def _line(path: Path, location: list[Any]) -> int:
    """Line of a key in a YAML file, or of the deepest parent that is there."""
    node = yaml.compose(path.read_text(), Loader=_Loader)
    line = 1
    for part in location:
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == str(part)), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line


def _similar_files(path: Path) -> str:
    close = difflib.get_close_matches(path.name, [p.name for p in path.parent.glob("*.yaml")], n=1)
    return f"; did you mean {path.parent / close[0]}?" if close else ""
