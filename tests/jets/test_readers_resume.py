"""An import that was stopped goes on where it stopped, with the same bytes as one that was not."""

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from codesign.base.locks import locked
from codesign.errors import JetsError, RunError
from codesign.jets.readers import convert
from codesign.jets.readers.jet_table import Part, part_of

CHUNKS = 6  # of 100 rows, the fewest that are read at a time, from two files of 300
KILLED = """
import os, signal, sys
from pathlib import Path
from codesign.jets.readers import convert
convert.CHUNK_BYTES = 1
whole, done = convert.part_of, []
def until_the_fourth(*arguments):
    if len(done) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    done.append(1)
    return whole(*arguments)
convert.part_of = until_the_fourth
convert.import_jets(convert.Request([Path("a"), Path("b")]), Path("jets.npz"), print)
"""


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Two files of 300 jets; in the working folder, since the fingerprint of an import holds their paths."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(convert, "CHUNK_BYTES", 1)
    for name in "ab":
        write(Path(name), seed=ord(name))
    return [Path("a"), Path("b")]


def write(path: Path, seed: int) -> None:
    pt = np.random.default_rng(seed).integers(1, 200, (300, 3)) / 4
    columns = {"jet_pt": pt.sum(axis=1), "jet_eta": np.zeros(300), "jet_phi": np.zeros(300), "cand_pt": list(pt),
               "cand_eta": [np.zeros(3)] * 300, "cand_phi": [np.zeros(3)] * 300,
               "cand_pdgid": [np.array([22, 211, 130])] * 300}  # fmt: skip
    pq.write_table(pa.table(columns), path)


def read(files: list[Path], output: str = "jets.npz", **options: Any) -> tuple[bytes, list[str]]:
    """The bytes of an import, and what it told."""
    told: list[str] = []
    convert.import_jets(convert.Request(files, **options), Path(output), told.append)
    assert not Path(f"{output}.importing").exists()
    return Path(output).read_bytes(), told


def stop(files: list[Path], monkeypatch: pytest.MonkeyPatch, error: BaseException, chunks: int = 3) -> None:
    """Stops an import with an error after some chunks."""
    done: list[int] = []

    def until(*arguments: Any) -> Part:
        if len(done) == chunks:
            raise error
        done.append(1)
        return part_of(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(convert, "part_of", until)
        with pytest.raises(type(error)):
            read(files)
    assert not Path("jets.npz").exists()


def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A list that gets an entry for each chunk that is read."""
    rows: list[int] = []

    def count(*arguments: Any) -> Part:
        rows.append(int(arguments[0].event[0]))
        return part_of(*arguments)

    monkeypatch.setattr(convert, "part_of", count)
    return rows


def test_a_killed_import_goes_on_with_the_same_bytes(files: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    whole, _ = read(files, "whole.npz")
    environment = os.environ | {"PYTHONPATH": str(Path(convert.__file__).parents[3])}
    done = subprocess.run([sys.executable, "-c", KILLED], env=environment, capture_output=True, text=True)
    assert done.returncode == -9, done.stderr
    assert len(list(Path("jets.npz.importing").glob("*.npz"))) == 3
    rows = counted(monkeypatch)
    resumed, told = read(files)
    assert resumed == whole
    assert rows == [0, 100, 200]  # of the second file
    assert f"jets.npz: an earlier import was stopped after 3 of {CHUNKS} chunks; going on from there" in told


def test_after_ctrl_c_and_a_full_disk_it_goes_on(files: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    whole, _ = read(files, "whole.npz")
    stop(files, monkeypatch, KeyboardInterrupt())

    def full(*arguments: Any, **arrays: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(np, "savez", full)
        with pytest.raises(OSError, match=r"No space left.*jets\.npz\.importing/000003"):
            read(files)
    rows = counted(monkeypatch)
    assert read(files)[0] == whole
    assert len(rows) == CHUNKS - 3


@pytest.mark.parametrize("change", ["file", "options"])
def test_after_a_change_it_starts_anew(files: list[Path], monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    stop(files, monkeypatch, KeyboardInterrupt())
    if change == "file":
        write(files[0], seed=1)
    options: dict[str, Any] = {} if change == "file" else {"faulty": "drop"}
    rows = counted(monkeypatch)
    resumed, told = read(files, **options)
    assert len(rows) == CHUNKS
    assert any(
        "the files or the options are not those of the import that was stopped; starting anew" in t for t in told
    )
    assert resumed == read(files, "whole.npz", **options)[0]


def test_a_damaged_chunk_is_made_again(files: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    whole, _ = read(files, "whole.npz")
    stop(files, monkeypatch, KeyboardInterrupt())
    Path("jets.npz.importing/000001.npz").write_bytes(b"PK")
    rows = counted(monkeypatch)
    assert read(files)[0] == whole
    assert len(rows) == CHUNKS - 2


def test_nothing_is_left_when_a_file_is_faulty(files: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    stop(files, monkeypatch, JetsError("faulty"))
    assert sorted(path.name for path in Path().iterdir()) == [".jets.npz.lock", "a", "b"]


def test_one_process_at_a_time(files: list[Path]) -> None:
    with locked(Path(), "jets.npz"), pytest.raises(RunError, match=r"is at work on the jets\.npz"):
        read(files)


def test_each_row_group_is_decoded_once(files: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks end at the rows 100 and 200, row groups at 70, 140, 210 and 280."""
    pq.write_table(pq.read_table("a"), "groups", row_group_size=70)
    whole = read([files[0]], "whole.npz")[0]
    decoded: list[int] = []
    decode = pq.ParquetFile.read_row_group

    def count(self: Any, group: int, **options: Any) -> Any:
        decoded.append(group)
        return decode(self, group, **options)

    monkeypatch.setattr(pq.ParquetFile, "read_row_group", count)
    Path("groups").rename("a")  # the name of the file is in the manifest
    assert read([files[0]])[0] == whole
    assert decoded == [0, 1, 2, 3, 4]
