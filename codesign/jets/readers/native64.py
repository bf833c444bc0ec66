"""Dumps of whole events as CMS's Phase-2 Level-1 scouting writes them, in the form that it calls Native64.

A file is a row of 64-bit words, lowest byte first. Each event is a header and as many PUPPI words as it announces;
words that are 0 before a header are padding. The header, as the README of the scouting clients describes it
(github.com/gpetruc/p2-scouting-clients):

    bits 62-63  10, which no PUPPI word has
    bit  61     error: candidates of the event were lost
    bits 56-60  run
    bits 24-55  orbit
    bits 12-23  bunch crossing, 0 to 3563
    bits 8-11   0
    bits 0-7    number of candidates
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from codesign.errors import JetsError
from codesign.jets.readers.container import Arrays, Container, reading

WORD_BYTES = 8
START_BYTES = 4096  # of a file, enough for the headers of its first two events
WORDS = "Puppi"  # column of the PUPPI words, as in the ROOT form of these files
_MARK_START, _MARK = 62, 0b10
_CROSSINGS = 3564
_ZEROS = 0xF << 8
_COUNT = 0xFF
_SCANNED_BYTES = 8_000_000  # read at a time while the headers are looked for


def is_header(word: int) -> bool:
    """Whether a word is the header of an event."""
    return word >> _MARK_START == _MARK and not word & _ZEROS and (word >> 12 & 0xFFF) < _CROSSINGS


def is_native64(start: bytes) -> bool:
    """Whether a file that begins with these bytes may be a dump: its first two events have headers."""
    words = np.frombuffer(start[: len(start) // WORD_BYTES * WORD_BYTES], "<u8").tolist()
    headers, place = 0, 0
    while headers < 2 and place < len(words):
        if words[place]:
            if not is_header(words[place]):
                return False
            headers += 1
            place += words[place] & _COUNT
        place += 1
    return headers > 0


class Native64(Container):
    """Events of a dump: one row an event, with its PUPPI words as a list."""

    kind = "native64"
    needs = ("awkward",)

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.columns[""] = {"run": "uint8", "orbit": "uint32", "bx": "uint16", "good": "bool", WORDS: "list of uint64"}
        with reading(path):
            self._starts = np.frombuffer(_headers_of(path), np.int64)

    def _rows(self, tree: str, names: Sequence[str]) -> int:
        return len(self._starts)

    def _bytes_of(self, tree: str, names: Sequence[str]) -> float:
        return float(self.path.stat().st_size)

    def _read(self, tree: str, names: Sequence[str], first: int, last: int) -> Arrays:
        import awkward

        starts = self._starts[first:last]
        block = self._words(int(starts[0]), int(starts[-1]) + 1 + _COUNT)
        headers = block[starts - starts[0]]
        counts = (headers & np.uint64(_COUNT)).astype(np.int64)
        place = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        words = block[np.repeat(starts - starts[0] + 1, counts) + place]
        columns = {
            "run": _field(headers, 56, 5).astype(np.uint8),
            "orbit": _field(headers, 24, 32).astype(np.uint32),
            "bx": _field(headers, 12, 12).astype(np.uint16),
            "good": _field(headers, 61, 1) == 0,
            WORDS: awkward.unflatten(words, counts),
        }
        return {name: columns[name] for name in names}

    def _words(self, first: int, last: int) -> NDArray[np.uint64]:
        """The words first to last - 1 of the file, or fewer at its end."""
        with self.path.open("rb") as file:
            return np.fromfile(file, "<u8", last - first, offset=first * WORD_BYTES)

    def close(self) -> None:
        """Nothing is open between two calls."""


def _field(headers: NDArray[np.uint64], start: int, width: int) -> NDArray[np.uint64]:
    return np.asarray(headers >> np.uint64(start) & np.uint64((1 << width) - 1))


def _headers_of(path: Path) -> array[int]:
    """The numbers of the words that are headers; JetsError if one is not where it must be, or if the end is missing."""
    starts, place, total = array("q"), 0, 0
    for block in _blocks(path):
        while place < total + len(block):
            word = block[place - total]
            if word and not is_header(word):
                raise JetsError(
                    f"{path}: the word {word:#018x} at byte {place * WORD_BYTES:,}, where event {len(starts):,} begins,"
                    " is not the header of an event; the file is corrupt, copy it again from its source"
                )
            if word:
                starts.append(place)
                place += word & _COUNT
            place += 1
        total += len(block)
    if place > total or path.stat().st_size % WORD_BYTES:
        event = len(starts) - (place > total)
        raise JetsError(f"{path} is truncated: it ends inside event {event:,}; copy it again from its source")
    return starts


def _blocks(path: Path) -> Iterator[list[int]]:
    """All whole words of a file, some at a time."""
    with path.open("rb") as file:
        while len(block := np.fromfile(file, "<u8", _SCANNED_BYTES // WORD_BYTES)):
            yield block.tolist()
