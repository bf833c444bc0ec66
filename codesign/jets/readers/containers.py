"""ROOT, HDF5, Parquet and scouting files behind one face: named columns, rows, and ranges of rows as arrays."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from codesign.base import extras
from codesign.base.files import regular
from codesign.errors import JetsError
from codesign.jets.readers.container import Arrays, Container, reading
from codesign.jets.readers.native64 import START_BYTES, Native64, is_native64

STARTS = {"root": b"root\0", "hdf5": b"\x89HDF\r\n\x1a\n", "parquet": b"PAR1"}
# A corrupt or hostile file may claim any number of rows. Detector data shrink by less than 20.
LARGEST_RATIO, SMALL_BYTES = 200, 100_000_000


class Root(Container):
    """TTrees and RNTuples, by uproot."""

    kind = "root"
    needs = ("uproot", "awkward")

    def __init__(self, path: Path) -> None:
        import uproot

        super().__init__(path)
        self._file = uproot.open(path)
        self._trees = {}
        for name, kind in self._file.classnames(cycle=False).items():
            if kind in ("TTree", "ROOT::RNTuple"):
                tree = self._trees[name] = self._file[name]
                columns = tree.branches if kind == "TTree" else tree.fields
                self.columns[name] = {column.name: str(column.typename) for column in columns}

    def _rows(self, tree: str, names: Sequence[str]) -> int:
        return int(self._trees[tree].num_entries)

    def _bytes_of(self, tree: str, names: Sequence[str]) -> float:
        columns = [self._trees[tree][name] for name in names]
        # the number of entries is a claim of its own: its smallest row is one byte of each column
        least = self._rows(tree, names) * len(names)
        return float(max(sum(getattr(column, "uncompressed_bytes", 0) for column in columns), least))

    def _read(self, tree: str, names: Sequence[str], first: int, last: int) -> Arrays:
        arrays = self._trees[tree].arrays(list(names), entry_start=first, entry_stop=last, library="ak")
        return {name: _plain(arrays[name]) for name in names}

    def close(self) -> None:
        self._file.close()


class Hdf5(Container):
    """Groups of datasets with one row a jet; a dataset of records counts as a group of its fields."""

    kind = "hdf5"
    needs = ("h5py",)

    def __init__(self, path: Path) -> None:
        import h5py

        super().__init__(path)
        self._file = h5py.File(path, "r")
        self._data: dict[str, dict[str, Any]] = {}

        def visit(name: str, item: Any) -> None:
            if isinstance(item, h5py.Dataset) and item.shape:
                if item.dtype.names:
                    self._data[name] = dict.fromkeys(item.dtype.names, item)
                    self.columns[name] = {
                        f: _shape_text(item.dtype[f].base, item.dtype[f].shape) for f in item.dtype.names
                    }
                else:
                    group, _, short = name.rpartition("/")
                    self._data.setdefault(group, {})[short] = item
                    self.columns.setdefault(group, {})[short] = _shape_text(item.dtype, item.shape[1:])

        self._file.visititems(visit)

    def _rows(self, tree: str, names: Sequence[str]) -> int:
        lengths = {name: len(self._data[tree][name]) for name in names}
        if odd := next((name for name in names if lengths[name] != lengths[names[0]]), None):
            raise JetsError(f"{odd} has {lengths[odd]:,} rows, and {names[0]} has {lengths[names[0]]:,}")
        return lengths[names[0]]

    def _bytes_of(self, tree: str, names: Sequence[str]) -> float:
        items = [self._data[tree][name] for name in names]
        return float(sum(math.prod(item.shape) * item.dtype.itemsize for item in items))

    def _read(self, tree: str, names: Sequence[str], first: int, last: int) -> Arrays:
        arrays = {}
        for name in names:
            item = self._data[tree][name]
            arrays[name] = item[first:last][name] if item.dtype.names else item[first:last]
        return arrays

    def close(self) -> None:
        self._file.close()


class Parquet(Container):
    """The columns of a Parquet file, by pyarrow; numbers or lists of numbers."""

    kind = "parquet"
    needs = ("pyarrow", "awkward")

    def __init__(self, path: Path) -> None:
        import pyarrow.parquet

        super().__init__(path)
        self._file = pyarrow.parquet.ParquetFile(path)
        self.columns[""] = {field.name: str(field.type) for field in self._file.schema_arrow}
        self._last: tuple[int, tuple[str, ...], Any] | None = None
        self._starts = [0]
        for group in range(self._file.metadata.num_row_groups):
            self._starts.append(self._starts[-1] + self._file.metadata.row_group(group).num_rows)

    def _rows(self, tree: str, names: Sequence[str]) -> int:
        return int(self._file.metadata.num_rows)

    def _bytes_of(self, tree: str, names: Sequence[str]) -> float:
        groups = [self._file.metadata.row_group(group) for group in range(self._file.metadata.num_row_groups)]
        return float(max(sum(group.total_byte_size for group in groups), self._rows(tree, names)))

    def _read(self, tree: str, names: Sequence[str], first: int, last: int) -> Arrays:
        import awkward
        import pyarrow

        slices = []
        for group, (start, end) in enumerate(zip(self._starts[:-1], self._starts[1:], strict=True)):
            if start < last and end > first:
                begin = max(first - start, 0)
                slices.append(self._group(group, tuple(names)).slice(begin, min(last, end) - start - begin))
        table = pyarrow.concat_tables(slices)
        if empty := next((name for name in names if table[name].null_count), None):
            raise JetsError(f"column {empty} has missing values (null); fill them or leave those jets out")
        array = awkward.from_arrow(table)
        return {name: _plain(array[name]) for name in names}

    def _group(self, group: int, names: tuple[str, ...]) -> Any:
        """The table of a row group. The last one is kept, because chunks that follow each other often share it."""
        if self._last is None or self._last[:2] != (group, names):
            self._last = group, names, self._file.read_row_group(group, columns=list(names))
        return self._last[2]

    def close(self) -> None:
        self._last = None
        self._file.close()


_KINDS: dict[str, type[Container]] = {container.kind: container for container in (Root, Hdf5, Parquet, Native64)}


def kind_of(path: Path) -> str | None:
    """The container format of a file, by its first bytes; None for any other file, OSError if it cannot be read."""
    with regular(path).open("rb") as file:
        start = file.read(START_BYTES)
    kind = next((kind for kind, magic in STARTS.items() if start.startswith(magic)), None)
    return Native64.kind if kind is None and is_native64(start) else kind


@contextmanager
def opened(path: Path) -> Iterator[Container]:
    """An open container. Raises JetsError that names the file if it is none, or if it is truncated or corrupt.

    The same if a package that reads its kind is not installed or is broken.
    """
    if (kind := kind_of(path)) is None:
        raise JetsError(
            f"{path} is neither a ROOT, an HDF5 nor a Parquet file, nor a dump of PUPPI words; see docs/readers.md for"
            " what is read"
        )
    if (problem := extras.unimportable(f"reading {path}", "readers", _KINDS[kind].needs)) is not None:
        raise JetsError(problem)
    with reading(path):
        container = _KINDS[kind](path)
    try:
        yield container
    finally:
        container.close()


def check_size(container: Container, tree: str, names: Sequence[str]) -> None:
    """JetsError if the columns claim far more memory than a file of this size can hold."""
    claimed, size = container.bytes_of(tree, names), container.path.stat().st_size
    if claimed > SMALL_BYTES and claimed > LARGEST_RATIO * size:
        raise JetsError(
            f"{container.path} claims {container.rows(tree, names):,} rows, {claimed / 1e9:.1f} GB from"
            f" {size / 1e6:.3f} MB, which is not plausible for jets; copy it again from its source"
        )


def _plain(array: Any) -> Any:
    """A NumPy array where each row has the same shape of numbers, else the awkward array."""
    import awkward

    if array.ndim > 1 and "var" in str(array.type):
        return array
    return awkward.to_numpy(array, allow_missing=False)


def _shape_text(dtype: np.dtype[Any], shape: tuple[int, ...]) -> str:
    return f"{dtype}{list(shape) if shape else ''}"
