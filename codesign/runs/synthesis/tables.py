"""Text reports of the tools: tables drawn with | and +, header lines, and the numbers in them.

A number must fill its cell and be in ASCII digits with a decimal point. A tool that runs under another locale may write
-0,902 or 5,804; such a text is ambiguous, so it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from codesign.base.files import MOST_BYTES, read_regular
from codesign.errors import ReportError

_UNKNOWN = ("", "-", "?", "NA", "N/A", "undef")
# Up to 15 digits, which float64 holds exactly; no count or time of a design needs more
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_COUNT = re.compile(r"[0-9]{1,15}")


@dataclass(frozen=True)
class Cell:
    """A piece of a report that should be a number. raw: its text with surrounding blanks; place: file and line."""

    raw: str
    place: str

    @property
    def text(self) -> str:
        """The text without surrounding blanks."""
        return self.raw.strip()

    def number(self, what: str) -> float | None:
        """The number; None if the tool says that it is unknown; ReportError for other text. what: names the number."""
        if self.text in _UNKNOWN:
            return None
        if not _NUMBER.fullmatch(self.text):
            raise self._error(what, "a plain number")
        return float(self.text)

    def count(self, what: str) -> int | None:
        """Like `number`, for a whole number that is not negative."""
        if self.text in _UNKNOWN:
            return None
        if not _COUNT.fullmatch(self.text):
            raise self._error(what, "a plain count")
        return int(self.text)

    def known_number(self, what: str) -> float:
        """Like `number`, but ReportError if the number is unknown."""
        value = self.number(what)
        if value is None:
            raise self._error(what, "a number")
        return value

    def known_count(self, what: str) -> int:
        """Like `count`, but ReportError if the count is unknown."""
        value = self.count(what)
        if value is None:
            raise self._error(what, "a count")
        return value

    def _error(self, what: str, expected: str) -> ReportError:
        return ReportError(
            f"{self.place}: {what} is not {expected} but {self.text[:40]!r}; write the report again, with LC_ALL=C if"
            " this is a decimal comma or a thousands separator"
        )


Row = list[Cell]


@dataclass(frozen=True)
class Report:
    """A text report."""

    path: Path
    text: str

    @classmethod
    def read(cls, path: Path) -> Self:
        """The report in a file, with line ends as "\\n"; ReportError if the file cannot be read."""
        try:
            text = read_regular(path, MOST_BYTES).decode("utf-8-sig", errors="replace")
            return cls(path, text.replace("\r\n", "\n").replace("\r", "\n"))
        except OSError as error:
            raise ReportError(f"{path}: no report there ({error.strerror})") from None

    def tables(self) -> Iterator[list[Row]]:
        """Each table as a list of its rows, the header first."""
        rows: list[Row] = []
        for number, line in enumerate([*self.text.split("\n"), ""], 1):
            stripped = line.strip()
            if stripped.startswith("|") and stripped.endswith("|") and len(stripped) > 1:
                place = f"{self.path}:{number}"
                rows.append([Cell(raw, place) for raw in stripped[1:-1].split("|")])
            elif rows and not stripped.startswith("+"):
                yield rows
                rows = []

    def header(self, key: str) -> str:
        """The value of a line `| key : value` or `* key: value` above the tables; "" if there is none."""
        match = re.search(rf"^\s*[|*]\s*{re.escape(key)}\s*:[ \t]*(.*?)\s*\|?\s*$", self.text, re.MULTILINE)
        return match.group(1) if match else ""

    def named(self, key: str) -> str:
        """Like `header`, but ReportError if the line is missing or its value is empty."""
        value = self.header(key)
        if not value:
            raise ReportError(f"{self.path}: no line that names the {key}; the report is incomplete")
        return value

    def find(self, pattern: str) -> list[Row]:
        """The groups of each match of a pattern, in which ^ and $ match at the ends of lines."""
        return [
            [Cell(text, f"{self.path}:{self.text.count(chr(10), 0, match.start(1)) + 1}") for text in match.groups()]
            for match in re.finditer(pattern, self.text, re.MULTILINE)
        ]


def texts(row: Row) -> list[str]:
    """The texts of a row's cells, without surrounding blanks."""
    return [cell.text for cell in row]


def by_name(names: list[str], row: Row) -> dict[str, Cell]:
    """Column name -> cell; ReportError if there are more or fewer cells than names, as in a damaged line."""
    if len(row) != len(names):
        raise ReportError(f"{row[0].place}: {len(row)} cells under {len(names)} column names; the report is damaged")
    return dict(zip(names, row, strict=True))


def version(text: str) -> str:
    """The release named in a text, such as "2023.2"; "" if there is none."""
    match = re.search(r"\b(20[0-9][0-9]\.[0-9])(\.[0-9]+)?\b", text)
    return match.group(0) if match else ""


def span(low: Cell, high: Cell, what: str) -> tuple[int | None, int | None]:
    """(least, most) of a count, None where unknown; ReportError if the least is above the most."""
    least, most = low.count(f"the least {what}"), high.count(f"the most {what}")
    if least is not None and most is not None and least > most:
        raise ReportError(f"{low.place}: the least {what}, {least}, is above the most, {most}; the report is damaged")
    return least, most
