"""Configs: YAML in, frozen and strict records out.

Every key is known, has a type and carries its unit in its name. A wrong key or value stops the program; the message
gives the file, the line, the path of the key, what was expected and the nearest valid key.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from codesign.base import yaml_text
from codesign.base.files import read_regular
from codesign.errors import ConfigError

SEED_BELOW = 2**31  # NumPy, Keras, torch and Pythia accept every seed below it
EPOCHS_MAX = 100_000
COUNT_MAX = 10**9  # events, jets, trials: a larger number is a typing error, and some libraries count in 32 bits

HIDDEN = "***"
_PASSWORDS = (
    re.compile(r"(://[^\s:/@]*:)(\S*)(?=@)"),  # to the last @, as people forget to write %40 in a password
    re.compile(r"(?i)([?&](?:password|passwd|pwd|passphrase|sslpassword)=)([^&\s'\"]+)"),
)


class Strict(BaseModel):
    """Base of all config records: frozen, no unknown keys, no silent conversion of types, finite numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


_A_MAPPING, _A_LIST = "a mapping, `key: value`", "a list, `[...]`"
_IN_YAML = {  # pydantic's type of an error -> what a config should have there
    **dict.fromkeys(("model_type", "model_attributes_type", "dict_type"), _A_MAPPING),
    **dict.fromkeys(("list_type", "tuple_type", "frozen_set_type", "is_instance_of", "sequence_str"), _A_LIST),
}
MOST_TOLD = 6  # wrong keys of a file that an error lists
Model = TypeVar("Model", bound=BaseModel)
Location = Sequence[str | int]


def hide_passwords(text: str) -> str:
    """The text, with *** in place of the password in each URL."""
    for pattern in _PASSWORDS:
        text = pattern.sub(rf"\1{HIDDEN}", text)
    return text


def passwords(text: str) -> list[str]:
    """The passwords of the URLs in a text, spelled as in the text."""
    return [match[2] for pattern in _PASSWORDS for match in pattern.finditer(text)]


@dataclass(frozen=True)
class Source:
    """Where plain data comes from, for error messages.

    name: the file or the option; node: the YAML in the file; options: dotted key -> the option that replaced its value.
    """

    name: str
    node: yaml_text.Node | None = None
    options: Mapping[str, str] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        """The file's data, before options replace any of it; ConfigError if it is not a mapping."""
        data = self.node.plain() if self.node else {}
        if not isinstance(data, dict):
            raise ConfigError(f"{self.name}: expected `key: value` lines, found {type(data).__name__}")
        return data

    def at(self, location: Location) -> str:
        """The option that set the key at `location`, or the file and line, with the options that set keys below it."""
        keys = {tuple(key.split(".")): option for key, option in self.options.items()}
        path = tuple(map(str, location))
        if own := [option for key, option in keys.items() if path[: len(key)] == key]:
            return own[-1]
        inside = dict.fromkeys(option for key, option in keys.items() if key[: len(path)] == path)
        where = f"{self.name}:{self.node.line_of(location)}" if self.node else self.name
        return f"{where} with {' '.join(inside)}" if inside else where


def load(path: Path, model: type[Model], overrides: Mapping[str, Any] | None = None) -> Model:
    """The record in a YAML file. overrides: dotted key -> value, set before the check, as `--set` does.

    Raises ConfigError for a missing file, broken YAML, or keys and values that `model` does not accept.
    """
    source = read_source(path)
    data = source.data()
    return parse(data, model, replaced(source, data, overrides or {}))


def parse(data: Any, model: type[Model], source: Source | Path) -> Model:
    """A record from plain data; ConfigError names `source`, the place where the data came from."""
    named = source if isinstance(source, Source) else Source(str(source))
    try:
        # through JSON, because strict Python mode would refuse a list where a tuple is declared
        return model.model_validate_json(json.dumps(data))
    except ValidationError as error:
        lines = [_explain(named, data, model, dict(e)) for e in error.errors()]
        if len(lines) > MOST_TOLD:
            lines[MOST_TOLD:] = [f"{named.name}: {len(lines) - MOST_TOLD} more keys are wrong"]
        raise ConfigError("\n".join(lines)) from None


def read_yaml(path: Path) -> dict[str, Any]:
    """The mapping in a YAML file; ConfigError if it is missing, broken, empty or repeats a key."""
    return read_source(path).data()


def read_source(path: Path) -> Source:
    """A YAML file as a `Source`, which knows the line of each key; ConfigError if it is missing or broken."""
    return Source(str(path), _node(path))


def value_of(text: str, option: str) -> Any:
    """The value of a command-line argument read as YAML; ConfigError names the option."""
    return yaml_text.compose(text, lambda line: option).plain()


def replaced(source: Source, data: dict[str, Any], settings: Mapping[str, Any]) -> Source:
    """Sets dotted keys in `data` as `--set` does, and returns the source that names these options in errors."""
    options = {key: f"--set {key}={shown(value)}" for key, value in settings.items()}
    for key, value in settings.items():
        set_key(data, key, value, options[key])
    return replace(source, options={**source.options, **options})


def set_key(data: dict[str, Any], dotted: str, value: Any, option: str = "") -> None:
    """Sets data["a"]["b"] for "a.b", adding missing mappings; ConfigError if a parent holds something else."""
    *parents, last = parts = dotted.split(".")
    if not all(parts):
        raise ConfigError(f"{option or dotted}: a key is names with dots between them, for example precision.weights")
    for number, parent in enumerate(parents, 1):
        data = data.setdefault(parent, {})
        if not isinstance(data, dict):
            above = ".".join(parents[:number])
            raise ConfigError(f"{option or dotted}: {above} is {shown(data)} and holds no keys; set {above} itself")
    data[last] = value


def shown(value: Any) -> str:
    """A value as a config would write it, on one line of at most 60 characters, without passwords."""
    text = hide_passwords(json.dumps(value) if not isinstance(value, str) else value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The known word nearest to `word`, as the end of a sentence: "; did you mean 'x'?"; "" if none is near."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"; did you mean {close[0]!r}?" if close else ""


def unknown(what: str, word: str, known: Iterable[str], otherwise: str = "") -> str:
    """The message for a word that is not a known one, with the nearest; otherwise: what could be given instead."""
    names = list(known)
    valid = f"use one of {', '.join(names)}{otherwise}"
    nearest = did_you_mean(word, names)
    return f"{what} {word!r} is unknown{f'{nearest} ({valid})' if nearest else f'; {valid}'}"


def _node(path: Path) -> yaml_text.Node:
    try:
        content = read_regular(path, yaml_text.MOST_BYTES)
    except FileNotFoundError:
        raise ConfigError(f"{path}: no such file{_similar_files(path)}") from None
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}; give a YAML file") from None
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ConfigError(f"{path}: this is UTF-16; save it as UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{path}:{line}: not readable as YAML: not UTF-8; save it as UTF-8") from None
    return yaml_text.compose(text, lambda line: f"{path}:{line}")


def _explain(source: Source, data: Any, model: type[BaseModel], error: dict[str, Any]) -> str:
    location = _in_data(data, error)
    where, key = source.at(location), ".".join(map(str, location))
    if key:  # an error of the whole record has no key
        where = f"{where}: {key}"
    if error["type"] == "extra_forbidden":
        valid = _keys_at(model, location[:-1])
        return f"{where}: unknown key{did_you_mean(str(location[-1]), valid)} (valid here: {', '.join(valid)})"
    if error["type"] == "missing":
        return f"{where}: missing; it must be given"
    given, reason = error["input"], reason_of(error)
    given_text = shown(repr(given) if isinstance(given, str) else given)
    told = isinstance(given, dict | list) or (isinstance(given, str) and given_text in reason)
    found = "" if told else f", found {given_text}"
    return f"{where}: {reason}{found}{_hint(str(location[-1]) if location else '', error)}"


def reason_of(error: Mapping[str, Any]) -> str:
    """The message of one of pydantic's errors, in the words of YAML; of a validator's ValueError, its own words."""
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    if expected := _IN_YAML.get(error["type"]):
        return f"input should be {expected}"
    return str(error["msg"][:1].lower() + error["msg"][1:])


def _in_data(data: Any, error: Mapping[str, Any]) -> list[str | int]:
    """The path of keys to an error, without the names of union members that pydantic puts between the keys."""
    *parents, last = error["loc"] or [None]
    location: list[str | int] = []
    for part in (*parents, last):
        if (isinstance(data, dict) and part in data) or (isinstance(data, list) and isinstance(part, int)):
            data = data[part] if not isinstance(data, list) or part < len(data) else None
            location.append(part)
    if error["type"] in ("missing", "extra_forbidden") and location[-1:] != [last]:
        location.append(last)
    return location


def _hint(key: str, error: Mapping[str, Any]) -> str:
    """What the user may have meant: another word, or another unit; "" without a guess."""
    given, allowed = error["input"], error.get("ctx", {})
    if isinstance(given, str) and error["type"] == "literal_error":
        return did_you_mean(given, (word.strip("'") for word in allowed["expected"].replace(" or ", ", ").split(", ")))
    unit = key.rsplit("_", 1)[-1]
    if unit == "ns" and error["type"].startswith("less_than") and isinstance(given, int | float):
        return f" (nanoseconds); did you mean {1000 / given:.4g}, the period of {given:g} MHz?"
    units = {"ns": "nanoseconds", "gev": "GeV", "cm": "centimetres", "mhz": "MHz", "minutes": "minutes"}
    return f" (a plain number, in {units[unit]})" if unit in units else ""


def _keys_at(model: type[BaseModel], location: Sequence[Any]) -> list[str]:
    """Valid keys of the record at a path of keys; [] if there is no record at that path."""
    current: Any = model
    chosen = False  # whether the next part is a key that the user chose, in a mapping of records
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


def _similar_files(path: Path) -> str:
    try:
        names = [p.name for p in path.parent.glob("*.yaml")]
    except OSError:
        return ""
    close = difflib.get_close_matches(path.name, names, n=1)
    return f"; did you mean {path.parent / close[0]}?" if close else ""
