"""Rows and cells of the tables in text reports, which are drawn with | and +."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from codesign.errors import ReportError

Row = list[str]


def read(path: Path) -> str:
    """The text of a report; ReportError if there is none."""
    try:
        return path.read_text(errors="replace")
    except OSError as error:
        raise ReportError(f"{path}: no report there ({error.strerror})") from None


def tables(text: str) -> Iterator[list[Row]]:
    """Each table as its rows, the header first; cells without the blanks around them, but see `indent`."""
    rows: list[Row] = []
    for line in [*text.splitlines(), ""]:
        stripped = line.strip()
        if stripped.startswith("|") and stripped.endswith("|") and len(stripped) > 1:
            rows.append(stripped[1:-1].split("|"))
        elif rows and not stripped.startswith("+"):
            yield rows
            rows = []


def cells(row: Row) -> Row:
    """The cells of a row without the blanks around them."""
    return [cell.strip() for cell in row]


def header(text: str, key: str) -> str:
    """The value of a line `| key : value` or `* key: value` above the tables; "" if there is none."""
    found = re.search(rf"^\s*[|*]\s*{re.escape(key)}\s*:\s*(.*?)\s*\|?\s*$", text, re.MULTILINE)
    return found.group(1) if found else ""


def version(text: str) -> str:
    """The release that a text names, such as "2023.2"; "" if none."""
    found = re.search(r"\b(20\d\d\.\d)(\.\d+)?\b", text)
    return found.group(0) if found else ""


def number(cell: str) -> float | None:
    """The number a cell begins with, None for "-", "NA", "undef", "?" or nothing."""
    found = re.match(r"\s*[<~]?(-?\d+(?:\.\d+)?)", cell)
    return float(found.group(1)) if found else None
