"""Bit vectors of the RTL's ports: the position of each element, and the conversion between values and bits.

`ports.json` of a project holds a Layout for each port. Rows of bits are little-endian, bit 0 first, padded to 8 bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.backends.schemas import PORTS
from codesign.base.records import read_checked
from codesign.errors import BackendError, RunError
from codesign.net.fixedpoint import Float

FILE = "ports.json"
WORD = 8  # bytes; a row of bits has a whole number of words

Rows = NDArray[np.uint8]


@dataclass(frozen=True)
class Element:
    """One number in a port: bits offset to offset + width - 1, in units of 2**-fraction; width 0 if it is unused."""

    element: str
    offset: int
    width: int
    signed: bool
    fraction: int


@dataclass(frozen=True)
class Layout:
    """All elements of one port, in the order of the flattened tensors."""

    elements: tuple[Element, ...]

    @property
    def width(self) -> int:
        """Width of the port in bits."""
        return sum(element.width for element in self.elements)

    @property
    def row_bytes(self) -> int:
        """Bytes in one row of the port, a multiple of WORD."""
        return -(-self.width // (8 * WORD)) * WORD

    def rows(self) -> list[dict[str, Any]]:
        """The elements as plain data for `ports.json`."""
        return [asdict(element) for element in self.elements]

    def pack(self, values: Float) -> Rows:
        """(jets, row_bytes) rows of bits of values: (jets, elements); bits that the port lacks are dropped."""
        bits = np.zeros((len(values), self.row_bytes * 8), np.uint8)
        for column, e in zip(values.T, self.elements, strict=True):
            integers = np.floor(np.ldexp(column, e.fraction)).astype(np.int64)
            bits[:, e.offset : e.offset + e.width] = (integers[:, None] >> np.arange(e.width)) & 1
        return np.packbits(bits, axis=1, bitorder="little")

    def unpack(self, rows: Rows) -> Float:
        """(jets, elements) values of rows: (jets, row_bytes); the inverse of `pack`."""
        bits = np.unpackbits(rows, axis=1, bitorder="little").astype(np.int64)
        values = np.zeros((len(rows), len(self.elements)))
        for column, e in zip(values.T, self.elements, strict=True):
            weights = np.int64(1) << np.arange(e.width, dtype=np.int64)
            if e.signed and e.width:
                weights[-1] *= -1
            column[:] = np.ldexp((bits[:, e.offset : e.offset + e.width] @ weights).astype(np.float64), -e.fraction)
        return values


def layout(elements: Sequence[tuple[str, tuple[int, ...]]], precisions: Sequence[tuple[bool, int, int]]) -> Layout:
    """The layout of elements (tensor, index) with these (signed, integer, fraction), side by side from bit 0."""
    made, offset = [], 0
    for (name, index), (signed, integer, fraction) in zip(elements, precisions, strict=True):
        width = int(signed) + integer + fraction
        made.append(Element(f"{name}[{']['.join(map(str, index))}]", offset, width, bool(signed), fraction))
        offset += width
    return Layout(tuple(made))


def load(folder: Path) -> tuple[Layout, Layout]:
    """The input and the output port of a project; BackendError if `ports.json` cannot be read."""
    path = folder / FILE
    try:
        ports = read_checked(path, f"codesign rtl {folder.parent}", PORTS)
        found = {name: Layout(tuple(Element(**row) for row in rows)) for name, rows in ports.items()}
        return found["model_inp"], found["model_out"]
    except RunError as error:
        raise BackendError(str(error)) from None
    except (OSError, TypeError, KeyError) as error:
        raise BackendError(f"{path} cannot be read ({error}); convert the net to RTL again") from None
