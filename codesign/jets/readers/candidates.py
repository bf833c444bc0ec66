"""Arrays of a file as one list of candidates: however the file nests them, a chunk has the same form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.errors import JetsError
from codesign.jets.readers.container import Arrays
from codesign.jets.readers.source import Links, Source, base_name

Int = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Chunk:
    """Some jets of a file: column -> values.

    jets: each (jets,); counts: (jets,) candidates of each; candidates: each (all candidates,), in the order of the
    jets; event: (jets,) number of the row that holds the jet, from 0 in the file.
    """

    jets: Mapping[str, NDArray[Any]]
    counts: Int
    candidates: Mapping[str, NDArray[Any]]
    event: Int

    def __len__(self) -> int:
        return len(self.counts)

    @property
    def jet_of(self) -> Int:
        """(all candidates,) the jet of each candidate."""
        return np.repeat(np.arange(len(self)), self.counts)


def chunk_of(source: Source, arrays: Arrays, first: int) -> Chunk:
    """The jets in some rows of a file, the first of which has the number `first`.

    Raises JetsError, which names the column, for one of another shape or type, or for links that lead nowhere.
    """
    if source.links:
        return _linked(source, source.links, arrays, first)
    jets = {name: _one_number(name, select(arrays, name)) for name in source.jet_columns}
    counts, candidates = _flat({name: select(arrays, name) for name in source.candidate_columns})
    return Chunk(jets, counts, candidates, first + np.arange(len(counts)))


def select(arrays: Arrays, column: str) -> Any:
    """The values of a column `NAME`, or of `NAME[...]`: entries of its last axis."""
    values = arrays[base_name(column)]
    if match := re.fullmatch(r"[^\[]+\[([-\d:]+)\]", column):
        if not isinstance(values, np.ndarray) or values.ndim < 2:
            raise JetsError(f"column {column}: {base_name(column)} has one number a row, or lists of any length")
        parts = [int(part) if part else None for part in match[1].split(":")]
        try:
            return values[..., parts[0] if len(parts) == 1 else slice(*parts)]
        except IndexError:
            width = values.shape[-1]
            raise JetsError(f"column {column}: the last axis of {base_name(column)} has {width} entries") from None
    if "[" in column:
        raise JetsError(f"column {column}: write NAME, NAME[3] or NAME[0:8:2]")
    return values


def _one_number(name: str, values: Any) -> NDArray[Any]:
    if not isinstance(values, np.ndarray) or values.ndim != 1:
        raise JetsError(f"column {name} holds {_type_of(values)}, not one number a jet")
    return _numbers(name, values)


def _numbers(name: str, values: Any) -> NDArray[Any]:
    numbers: NDArray[Any] = np.asarray(values)
    if numbers.dtype.kind not in "biuf":
        raise JetsError(f"column {name} holds {numbers.dtype}, not real numbers")
    return numbers


def _flat(columns: Mapping[str, Any]) -> tuple[Int, dict[str, NDArray[Any]]]:
    """(rows,) number of entries of each row, and column -> (all entries,); JetsError if columns do not fit together."""
    counts: Int | None = None
    flat = {}
    for name, values in columns.items():
        own, flat[name] = _flat_column(name, values)
        if counts is None:
            first, counts = name, own
        elif not np.array_equal(counts, own):
            row = int(np.argmax(counts != own)) if len(counts) == len(own) else min(len(counts), len(own))
            raise JetsError(f"columns {first} and {name} have different numbers of entries, first at row {row}")
    assert counts is not None  # a source has columns for the momentum
    return counts, flat


def _flat_column(name: str, values: Any) -> tuple[Int, NDArray[Any]]:
    if values.ndim != 2:
        raise JetsError(f"column {name} holds {_type_of(values)}, not a list of numbers in each row")
    if isinstance(values, np.ndarray):
        return np.full(len(values), values.shape[1], np.int64), _numbers(name, values.reshape(-1))
    import awkward  # HDF5 files, which have no lists, are read without it

    counts = np.asarray(awkward.num(values, axis=1), np.int64)
    return counts, _numbers(name, awkward.to_numpy(awkward.flatten(values), allow_missing=False))


def _type_of(values: Any) -> str:
    return f"{values.dtype} {list(values.shape)}" if isinstance(values, np.ndarray) else str(values.type)


def _linked(source: Source, links: Links, arrays: Arrays, first: int) -> Chunk:
    """Jets of events whose pairs (jet, candidate) are listed; a pair with a number below 0 belongs to no jet."""
    jets_in, jets = _of_events(arrays, source.jet_columns)
    candidates_in, candidates = _of_events(arrays, source.candidate_columns)
    pairs_in, pairs = _of_events(arrays, [links.jet, links.candidate])
    event = np.repeat(np.arange(len(pairs_in)), pairs_in)
    jet, candidate = pairs[links.jet].astype(np.int64), pairs[links.candidate].astype(np.int64)
    used = (jet >= 0) & (candidate >= 0)
    for name, number, limits in ((links.jet, jet, jets_in), (links.candidate, candidate, candidates_in)):
        if (beyond := used & (number >= limits[event])).any():
            row = int(np.argmax(beyond))
            raise JetsError(
                f"column {name} is {number[row]} in event {first + event[row]}, which has {limits[event[row]]} of them"
            )
    jet = jet + (np.cumsum(jets_in) - jets_in)[event]
    candidate = candidate + (np.cumsum(candidates_in) - candidates_in)[event]
    jet, candidate = jet[used], candidate[used]
    order = np.argsort(jet, kind="stable")
    return Chunk(
        jets,
        np.bincount(jet, minlength=int(jets_in.sum())),
        {name: values[candidate[order]] for name, values in candidates.items()},
        first + np.repeat(np.arange(len(jets_in)), jets_in),
    )


def _of_events(arrays: Arrays, columns: Sequence[str]) -> tuple[Int, dict[str, NDArray[Any]]]:
    return _flat({name: select(arrays, name) for name in columns})
