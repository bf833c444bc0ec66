"""YAML text as plain data: the only reader of YAML, for files and for values on the command line.

The reader accepts maps with text keys, lists, text, 64-bit integers, finite numbers, booleans and null, up to a size,
a depth and a number of values that no config comes near. Numbers follow YAML 1.2 (1e-3 is a number, 12:30:00 and 010
are text). Tags are refused. An alias counts as many values as its anchor; an alias inside its own anchor is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from codesign.errors import ConfigError

MOST_BYTES = 1_000_000
MOST_VALUES = 100_000  # about 2 s of PyYAML's scanner
MOST_LEVELS = 40

_WORDS = {"": None, "~": None, "null": None, "true": True, "yes": True, "on": True}
_WORDS |= {"false": False, "no": False, "off": False}
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9_]*)")
_NUMBER = re.compile(r"[-+]?([0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*|[0-9][0-9_]*(?=[eE]))([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

Place = Callable[[int], str]  # the name of a line in error messages
Event = Any  # a PyYAML event; PyYAML has no type hints


@dataclass(frozen=True)
class Node:
    """A value and its line. content: a scalar, a list of nodes, or a dict: key -> (line of the key, node).

    size: the number of values, this one and all inside it; levels: the depth of nesting.
    """

    line: int
    content: Any
    size: int = 1
    levels: int = 1

    def plain(self) -> Any:
        """The value as plain Python data, a fresh copy each time."""
        if isinstance(self.content, dict):
            return {key: node.plain() for key, (_, node) in self.content.items()}
        return [node.plain() for node in self.content] if isinstance(self.content, list) else self.content

    def line_of(self, location: Sequence[str | int]) -> int:
        """Line of the key or item at a path of keys, or of its deepest existing parent."""
        node, line = self, self.line
        for part in location:
            if isinstance(node.content, dict) and part in node.content:
                line, node = node.content[part]
            elif isinstance(node.content, list) and isinstance(part, int) and part < len(node.content):
                node = node.content[part]
                line = node.line
            else:
                break
        return line


def compose(text: str, place: Place) -> Node:
    """The only document in a text; null if the text is empty. ConfigError names the place of the mistake."""
    if len(text.encode(errors="replace")) > MOST_BYTES:
        raise ConfigError(f"{place(1)}: longer than {MOST_BYTES:,} bytes, which is too long for a config")
    try:
        return _Composer(yaml.parse(text, Loader=yaml.SafeLoader), place).document()
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise ConfigError(f"{place(line)}: not readable as YAML: it holds the character U+{_code(error):04X}") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = " ".join(part for part in (error.context, error.problem) if part)
        raise ConfigError(f"{place(mark.line + 1 if mark else 1)}: not readable as YAML: {said}") from None
    except ValueError as error:  # \U00110000 in quotes is not a character; PyYAML does not check
        raise ConfigError(f"{place(1)}: not readable as YAML: {error}") from None


def dump(data: Any, **options: Any) -> str:
    """YAML that `compose` reads back: text that looks like a YAML 1.2 number is quoted, too."""
    return str(yaml.dump(data, Dumper=_Dumper, sort_keys=False, **options))


class _Dumper(yaml.SafeDumper):
    """A safe dumper that knows that 1e-3 is a number, and writes repeated data in full instead of as aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(f"^(?:{_NUMBER.pattern})$"), list("-+.0123456789"))


class _Composer:
    """Nodes from a stream of events, so that a limit stops the reading before the rest of the text is parsed."""

    def __init__(self, events: Iterator[Event], place: Place) -> None:
        self._events, self._place = events, place
        self._anchors: dict[str, Node | None] = {}  # None while the anchored node is being read
        self._values = 0

    def document(self) -> Node:
        next(self._events)  # the start of the stream
        if isinstance(next(self._events), yaml.StreamEndEvent):
            return Node(1, None)
        root = self._node(next(self._events), 1)
        next(self._events)  # the end of the document
        if not isinstance(after := next(self._events), yaml.StreamEndEvent):
            raise self._error(after, "a second document; give each a file of its own")
        return root

    def _node(self, event: Event, level: int) -> Node:
        if isinstance(event, yaml.AliasEvent):
            node = self._anchored(event)
        else:
            if event.anchor:
                self._anchors[event.anchor] = None
            node = self._new(event, level)
            if event.anchor:
                self._anchors[event.anchor] = node
        if level + node.levels - 1 > MOST_LEVELS:
            raise self._error(
                event, f"more than {MOST_LEVELS} levels of lists and maps, which is too deep for a config"
            )
        return node

    def _anchored(self, event: Event) -> Node:
        if event.anchor not in self._anchors:
            raise self._error(event, f"the alias *{event.anchor} has no anchor &{event.anchor} before it")
        node = self._anchors[event.anchor]
        if node is None:
            raise self._error(event, f"&{event.anchor} holds itself")
        self._count(event, node.size)
        return node

    def _new(self, event: Event, level: int) -> Node:
        if level > MOST_LEVELS:
            raise self._error(
                event, f"more than {MOST_LEVELS} levels of lists and maps, which is too deep for a config"
            )
        if event.tag not in (None, "!"):
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            raise self._error(event, f"the tag {tag} is not accepted; write the plain value, and text in quotes")
        self._count(event, 1)
        line = event.start_mark.line + 1
        if isinstance(event, yaml.ScalarEvent):
            return Node(line, self._scalar(event))
        content: Any = dict(self._pairs(level)) if isinstance(event, yaml.MappingStartEvent) else [*self._items(level)]
        inside = [node for _, node in content.values()] if isinstance(content, dict) else content
        size = 1 + sum(node.size for node in inside)
        return Node(line, content, size, 1 + max((node.levels for node in inside), default=0))

    def _items(self, level: int) -> Iterator[Node]:
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            yield self._node(event, level + 1)

    def _pairs(self, level: int) -> Iterator[tuple[str, tuple[int, Node]]]:
        seen: set[str] = set()
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, level + 1).content
            if not isinstance(key, str):
                said = f"{key!r} as a key" if not isinstance(key, dict | list) else "a list or map as a key"
                raise self._error(event, f"{said}; keys are text, in quotes if they look like something else")
            if key in seen:
                raise self._error(event, f"key {key!r} is there twice")
            seen.add(key)
            yield key, (event.start_mark.line + 1, self._node(next(self._events), level + 1))

    def _scalar(self, event: Event) -> Any:
        text: str = event.value
        if unprintable := _UNPRINTABLE.search(text):
            raise self._error(event, f"text with the character U+{ord(unprintable[0]):04X}, which cannot be printed")
        if not event.implicit[0]:  # in quotes
            return text
        if text.lower() in _WORDS and text in (text.lower(), text.upper(), text.capitalize()):
            return _WORDS[text.lower()]
        if _NOT_FINITE.fullmatch(text):
            raise self._error(event, f"{text} is not a finite number")
        if _WHOLE.fullmatch(text):
            if len(text) > 25 or not -(2**63) <= (whole := int(text.replace("_", ""))) < 2**64:
                raise self._error(event, f"{text[:40]} does not fit into 64 bits")
            return whole
        if _NUMBER.fullmatch(text):
            number = float(text.replace("_", ""))
            if number in (float("inf"), float("-inf")):
                raise self._error(event, f"{text[:40]} is beyond the numbers of 64 bits")
            return number
        return text

    def _count(self, event: Event, values: int) -> None:
        self._values += values
        if self._values > MOST_VALUES:
            raise self._error(event, f"more than {MOST_VALUES:,} values, aliases counted as what they stand for")

    def _error(self, event: Event, message: str) -> ConfigError:
        return ConfigError(f"{self._place(event.start_mark.line + 1)}: {message}")


def _code(error: yaml.reader.ReaderError) -> int:
    return error.character if isinstance(error.character, int) else ord(error.character)
