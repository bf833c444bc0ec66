"""A package that reads or writes a kind of file and is absent or broken is named, and the file is not blamed."""

import builtins
import importlib
import struct
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from codesign.base import extras
from codesign.errors import JetsError
from codesign.jets.readers.export import export

from .other_files import imported, jetclass, refused, write_hls4ml, write_root
from .synthetic import jet_file


def written(folder: Path, kind: str) -> Path:
    path = folder / "x"
    if kind == "hdf5":
        return write_hls4ml(path)
    if kind == "root":
        return write_root(path, "tree", jetclass())
    pq.write_table(pa.table({"jet_pt": [1.0]}), path)
    return path


def without(monkeypatch: pytest.MonkeyPatch, *absent: str, error: ImportError | None = None) -> None:
    """Makes the import of some modules fail, as if they were not installed, or with an error."""
    import_module, statement = importlib.import_module, builtins.__import__

    def fail(name: str) -> None:
        if name.partition(".")[0] in absent:
            raise error or ModuleNotFoundError(f"No module named {name!r}", name=name)

    def by_name(name: str, package: str | None = None) -> Any:
        fail(name)
        return import_module(name, package)

    def by_statement(name: str, *rest: Any, **named: Any) -> Any:
        fail(name)
        return statement(name, *rest, **named)

    monkeypatch.setattr(extras, "import_module", by_name)
    monkeypatch.setattr(builtins, "__import__", by_statement)


@pytest.mark.parametrize(
    ("kind", "module"),
    [("root", "uproot"), ("root", "awkward"), ("hdf5", "h5py"), ("parquet", "pyarrow"), ("parquet", "awkward")],
)
def test_an_absent_package_is_named_by_the_files_that_need_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, module: str
) -> None:
    path = written(tmp_path, kind)
    without(monkeypatch, module)
    message = refused(path)
    assert message.startswith(f"reading {path} needs {module}, which is not installed; the extra 'readers' brings it: ")
    assert "corrupt" not in message


def test_whole_events_need_numba(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x"
    path.write_bytes(struct.pack("<2Q", 0b10 << 62 | 1, 400))
    without(monkeypatch, "numba")
    message = refused(path)
    assert f"{path}: finding jets in whole events needs numba, which is not installed; the extra 'readers'" in message


def test_a_file_is_read_without_the_packages_of_other_kinds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "hdf5")
    without(monkeypatch, "uproot", "pyarrow", "awkward")
    assert imported(path)[0].jets == 5


@pytest.mark.parametrize(
    "error",
    [
        ImportError("libarrow.so.2100: cannot open shared object file"),
        ModuleNotFoundError("No module named 'lost'", name="lost"),
    ],
)
def test_a_broken_package_is_named_with_its_own_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: ImportError
) -> None:
    path = written(tmp_path, "parquet")
    without(monkeypatch, "pyarrow", error=error)
    message = refused(path)
    assert message.startswith(f"reading {path} needs pyarrow, which cannot be imported ({error}); install it again: ")


def test_a_package_for_a_compression_is_no_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*given: Any) -> None:
        raise ModuleNotFoundError("install the 'zstandard' package with:\n    pip install zstandard")

    path = written(tmp_path, "root")
    monkeypatch.setattr("codesign.jets.readers.containers.Root._read", read)
    assert "needs a package that cannot be imported (install the 'zstandard' package with:)" in refused(path)


@pytest.mark.parametrize(("kind", "module"), [("parquet", "pyarrow"), ("hls4ml", "h5py"), ("traintagger", "uproot")])
def test_an_absent_package_is_named_by_what_it_would_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, module: str
) -> None:
    without(monkeypatch, module)
    with pytest.raises(JetsError, match=f"writing {kind} needs {module}, which is not installed"):
        export(jet_file(6), "sc4", kind, tmp_path / "out")
    assert not list(tmp_path.iterdir())
