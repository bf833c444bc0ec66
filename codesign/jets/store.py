"""Jets on disk: candidate words, per-jet scalars and per-candidate columns, in one npz with a JSON manifest inside.

The same content always gives the same bytes. Only filled words are stored, as byte planes (all lowest bytes, then all
second ones, ...): 30 % smaller after deflate than all 16 words of every jet. A jet has 16 slots, or more where
the manifest says so.
"""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import numpy as np
import psutil
from numpy.typing import NDArray

from codesign.base.files import replacing
from codesign.errors import JetsError
from codesign.jets import magic
from codesign.jets.classes import LABELS, OLD_CLASSES
from codesign.jets.columns import COLUMNS, check_kind, described
from codesign.jets.manifest import check_classes, check_manifest
from codesign.jets.word_planes import filled, pack_words, unpack_words
from codesign.jets.words import SLOTS

FORMAT = "codesign-jets"
VERSION = 3  # since electrons follow muons in the list of classes; older files may list their own order
READABLE = (2, VERSION)
SHIPPED = Path(__file__).parent / "samples" / "l1_pu200.npz"
TABLES = ("sc4", "sc8")  # seeded-cone jets of R = 0.4 (tagger) and R = 0.8 (mass)
_MANIFEST = "manifest.json"
_OF_CANDIDATES = "candidates/"  # prefix of the entries that hold a table's columns
SLOTS_MAX = 255  # a jet's number of filled slots is stored in a byte
LARGEST_RATIO, SMALL_BYTES = 50, 100_000_000  # against zip bombs: jets shrink by less than 2, small files do no harm
_BROKEN = (  # errors that zipfile, NumPy and the checks here raise for corrupt bytes
    *(zipfile.BadZipFile, zlib.error, EOFError, ValueError, LookupError, TypeError, AttributeError),
    *(NotImplementedError, MemoryError, OverflowError, RecursionError),
)
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold: a fixed one keeps the bytes the same


@dataclass(frozen=True, eq=False)
class JetTable:
    """words: (jets, 16 or more) PUPPI words, by falling pT; scalars: name -> (jets,); manifest: what JSON holds.

    columns: name -> (jets, slots), values of each candidate that are not in its word; 0 in empty slots.
    Raises JetsError for a wrong shape or type, a reserved name, or a number that is not finite.
    """

    words: NDArray[np.uint64]
    scalars: Mapping[str, NDArray[Any]]
    manifest: Mapping[str, Any] = field(default_factory=dict)
    columns: Mapping[str, NDArray[Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.words.dtype != np.uint64 or self.words.ndim != 2 or not SLOTS <= self.words.shape[1] <= SLOTS_MAX:
            raise JetsError(
                f"jet words must be uint64 (jets, {SLOTS} or more), not {self.words.dtype} {self.words.shape}"
            )
        for name, values in self.scalars.items():
            if name in ("words", "slots"):
                raise JetsError(f"a scalar must not be called {name}: the file uses that name for the candidates")
            if values.dtype.kind not in "biuf":
                raise JetsError(f"scalar {name} holds {values.dtype}, not real numbers")
            check_kind(name, values)
            if values.shape != (len(self.words),):
                raise JetsError(f"scalar {name} has shape {values.shape}, the table has {len(self.words)} jets")
            if (bad := ~np.isfinite(values)).any():
                row = int(np.argmax(bad))
                raise JetsError(f"scalar {name} is {values[row]} at row {row} ({bad.sum()} such rows)")
        for name, values in self.columns.items():
            if values.shape != self.words.shape:
                raise JetsError(f"column {name} has shape {values.shape}, the words have {self.words.shape}")

    def __len__(self) -> int:
        return len(self.words)

    @property
    def slots(self) -> int:
        """Maximum number of candidates of a jet."""
        return int(self.words.shape[1])

    def __getitem__(self, rows: NDArray[Any] | slice) -> Self:
        """Some of the jets, as NumPy selects rows."""
        scalars = {name: values[rows] for name, values in self.scalars.items()}
        columns = {name: values[rows] for name, values in self.columns.items()}
        return type(self)(self.words[rows], scalars, self.manifest, columns)

    def scalar(self, name: str) -> NDArray[Any]:
        """The values (jets,) of one scalar. Raises JetsError if the table has none of that name."""
        if name not in self.scalars:
            what = f": {described(COLUMNS[name])}" if name in COLUMNS else ""
            raise JetsError(f"the jets have no scalar {name!r}{what}; they have {', '.join(sorted(self.scalars))}")
        return self.scalars[name]


@dataclass(frozen=True, eq=False)
class JetFile:
    """tables: "sc4" and "sc8" -> JetTable; manifest: config, seed, versions, processes, cross sections.

    events: name -> (events,), in a file that holds all jets of every crossing; version: of the format it has on disk.
    """

    tables: Mapping[str, JetTable]
    manifest: Mapping[str, Any] = field(default_factory=dict)
    events: Mapping[str, NDArray[Any]] = field(default_factory=dict)
    version: int = VERSION

    def __post_init__(self) -> None:
        shapes = {values.shape for values in self.events.values()}
        for name, values in self.events.items():
            if values.dtype.kind not in "biuf" or values.ndim != 1 or len(shapes) > 1:
                raise JetsError(f"column {name} of the events holds {values.dtype} {values.shape}, not one number each")

    @property
    def has_whole_crossings(self) -> bool:
        """Whether this is an event file: every jet of each crossing, uncut, and a table of the events."""
        return bool(self.events or self.manifest.get("crossings"))

    def table(self, name: str) -> JetTable:
        """One table. Raises JetsError if the file has none of that name."""
        if name not in self.tables:
            raise JetsError(f"no table {name!r} in this jets file; it has {', '.join(sorted(self.tables))}")
        return self.tables[name]

    def labels(self, table: str) -> dict[str, int]:
        """Class name -> value in the `label` column of a table, from the names that it or the file lists, if any."""
        if (own := self.table(table).manifest.get("classes")) is not None:  # jets of other programs have their own
            return {str(name): value for value, name in enumerate(own)}
        if table == "sc4" and (names := self.manifest.get("classes") or (OLD_CLASSES if self.version < 3 else None)):
            return {str(name): value for value, name in enumerate(names)}
        return LABELS[table]

    def digest(self) -> str:
        """SHA-256 of the content (names, types, shapes, values, manifests), independent of the compression."""
        sha = hashlib.sha256(_json(self).encode())
        for name, array in sorted(_arrays(self).items()):
            sha.update(f"{name} {array.dtype.str} {array.shape}\n".encode())
            sha.update(np.ascontiguousarray(array).tobytes())
        return sha.hexdigest()


def save(path: Path | str, jets: JetFile) -> None:
    """Write the jets to `path`, whole or not at all. Raises OSError, which names `path`, if writing fails."""
    entries = {_MANIFEST: _json(jets).encode()}
    entries |= {f"{name}.npy": _npy(array) for name, array in sorted(_arrays(jets).items())}
    with replacing(Path(path)) as temporary, zipfile.ZipFile(temporary, "w") as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED, compresslevel=6)


def path_of(file: Path | str) -> Path:
    """The path of a jets file; 'shipped' names the sample in the package."""
    return SHIPPED if str(file) == "shipped" else Path(file)


def open_jets(file: Path | str) -> JetFile:
    """Reads a jets file as `load` does, or converts another program's; 'shipped' opens the sample in the package."""
    from codesign.jets.readers.cache import converted  # it needs this module

    return load(converted(path_of(file)))


def load(path: Path | str) -> JetFile:
    """Read a jets file. Raises JetsError if it is missing, corrupt, or of another format or version."""
    path = Path(path)
    if not path.exists():
        raise JetsError(f"no jets file at {path}; make it with: codesign jets simulate CONFIG.yaml -o {path}")
    if not path.is_file():
        raise JetsError(f"{path} is not a regular file; give a jets file, or 'shipped'")
    try:
        with zipfile.ZipFile(path) as archive:
            header = _header(path, archive)
            _check_sizes(path, archive)
            arrays = {
                name.removesuffix(".npy"): np.load(io.BytesIO(archive.read(name)), allow_pickle=False)
                for name in archive.namelist()
                if name.endswith(".npy")
            }
        widths = header.get("slots", {})
        tables = {
            name: _table(name, _below(arrays, f"{name}/"), widths.get(name, SLOTS), manifest)
            for name, manifest in header["tables"].items()
        }
        events = _below(arrays, "events/")
        columns = {name: table.scalars for name, table in tables.items()} | {"events": events}
        check_manifest(header["manifest"], columns)
        for name, table in tables.items():
            check_classes(table.manifest, name, table.scalars)
        return JetFile(tables, header["manifest"], events, header["version"])
    except JetsError as error:
        raise error if str(path) in str(error) else JetsError(f"{path}: {error}; give another file") from None
    except OSError as error:
        raise JetsError(f"cannot read the jets file {path}: {error.strerror or error}") from error
    except _BROKEN as error:
        if found := magic.kind(path):
            raise JetsError(
                f"{path} is {found}, not a jets file of codesign, an npz; `codesign jets simulate` writes one, and"
                " docs/jets.md says what is in it"
            ) from error
        raise JetsError(
            f"the jets file {path} is truncated or corrupt ({error}); copy it again from its source, or"
            " simulate the jets again into another file"
        ) from error


def _table(name: str, arrays: dict[str, NDArray[Any]], width: int, manifest: Mapping[str, Any]) -> JetTable:
    """A table of jets with `width` slots, from its entries in the file."""
    if not isinstance(manifest, Mapping):
        raise ValueError(f"the manifest of {name} is not a mapping")
    if not {"words", "slots"} <= set(arrays):
        raise ValueError(f"no words of {name}")
    words = unpack_words(arrays.pop("words"), slots := arrays.pop("slots"), width)
    columns = {}
    for key, values in _below(arrays, _OF_CANDIDATES).items():
        columns[key] = np.zeros(words.shape, values.dtype)
        columns[key][filled(slots, width)] = values
    scalars = {key: values for key, values in arrays.items() if not key.startswith(_OF_CANDIDATES)}
    return JetTable(words, scalars, manifest, columns)


def _below(arrays: Mapping[str, NDArray[Any]], prefix: str) -> dict[str, NDArray[Any]]:
    """The entries whose name begins with `prefix`, without it."""
    return {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}


def _check_sizes(path: Path, archive: zipfile.ZipFile) -> None:
    """JetsError, before unpacking, for data that shrink more than jets do and for more than the free memory."""
    unpacked = sum(entry.file_size for entry in archive.infolist())
    packed = sum(entry.compress_size for entry in archive.infolist())
    if unpacked > LARGEST_RATIO * packed and unpacked > SMALL_BYTES:
        raise JetsError(
            f"the jets file {path} unpacks to {unpacked / 1e9:.1f} GB from {packed / 1e6:.1f} MB, which is not"
            " plausible for jets; copy it again from its source"
        )
    if unpacked > (free := psutil.virtual_memory().available):
        raise JetsError(
            f"the jets file {path} unpacks to {unpacked / 1e9:.1f} GB, and {free / 1e9:.1f} GB of memory are free; use"
            " a machine with more, or simulate fewer events"
        )


def _header(path: Path, archive: zipfile.ZipFile) -> dict[str, Any]:
    """The checked content of the manifest entry."""
    if _MANIFEST not in archive.namelist():
        raise JetsError(f"{path} is a zip or npz but not a jets file: it has no {_MANIFEST}; give another file")
    header = json.loads(archive.read(_MANIFEST))
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise JetsError(f"{path} is not a jets file: its {_MANIFEST} does not say {FORMAT!r}; give another file")
    if header.get("version") not in READABLE:
        raise JetsError(
            f"the jets file {path} has version {header.get('version')}, this codesign reads versions "
            f"{' and '.join(map(str, READABLE))}; simulate it again, or use the codesign that wrote it"
        )
    return header


def _json(jets: JetFile) -> str:
    content = {
        "format": FORMAT,
        "version": jets.version,
        "manifest": dict(jets.manifest),
        "tables": {name: dict(table.manifest) for name, table in jets.tables.items()},
    }
    if wider := {name: table.slots for name, table in jets.tables.items() if table.slots > SLOTS}:
        content["slots"] = wider
    try:
        return json.dumps(content, sort_keys=True, indent=1, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise JetsError(f"the manifest of the jets cannot be written as JSON: {error}") from error


def _arrays(jets: JetFile) -> dict[str, NDArray[Any]]:
    """Entry name -> array, as stored."""
    arrays: dict[str, NDArray[Any]] = {}
    for name, table in jets.tables.items():
        arrays[f"{name}/words"], arrays[f"{name}/slots"] = pack_words(table.words)
        arrays |= {f"{name}/{key}": values for key, values in table.scalars.items()}
        stored = filled(arrays[f"{name}/slots"], table.slots)
        arrays |= {f"{name}/{_OF_CANDIDATES}{key}": values[stored] for key, values in table.columns.items()}
    return arrays | {f"events/{key}": values for key, values in jets.events.items()}


def _npy(array: NDArray[Any]) -> bytes:
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, np.ascontiguousarray(array), version=(1, 0), allow_pickle=False)
    return buffer.getvalue()
