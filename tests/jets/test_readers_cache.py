"""The cache of converted jets keeps within its size, and takes nothing away from a process that uses it."""

import os
import time
from pathlib import Path

import pytest

from codesign.base.locks import locked
from codesign.errors import Notice
from codesign.jets.readers import cache
from codesign.jets.store import load, open_jets

from .other_files import write_hls4ml

HOUR_S = 3600.0


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache/codesign/jets"


def convert(path: Path, jets: int, hours_ago: float) -> Path:
    """Converts a new file, as if it had been used some hours ago; returns the jets file."""
    write_hls4ml(path, jets)
    with pytest.warns(Notice, match="was converted to"):
        return age(cache.converted(path), hours_ago)


def age(path: Path, hours_ago: float) -> Path:
    then = time.time() - hours_ago * HOUR_S
    os.utime(path, (then, then))
    return path


def test_what_was_not_used_for_longest_goes_first(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, older = (convert(tmp_path / f"{n}.h5", 5, n) for n in (2, 3))
    assert cache.converted(tmp_path / "3.h5") == older  # used again: now it is the youngest
    age(older, 1)
    monkeypatch.setattr(cache, "MOST_BYTES", 2 * older.stat().st_size + 100)
    new = convert(tmp_path / "new.h5", 5, 0)
    assert sorted(folder.glob("*.npz")) == sorted([older, new])
    assert not list(folder.glob(f".{old.stem}*"))
    with pytest.warns(Notice):
        assert len(open_jets(tmp_path / "2.h5").table("sc8")) == 5


def test_what_was_just_used_stays(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_BYTES", 0)
    first, second = (convert(tmp_path / name, 5, 0) for name in ("a.h5", "b.h5"))
    assert sorted(folder.glob("*.npz")) == sorted([first, second])


def test_a_reader_keeps_what_it_has_opened(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = convert(tmp_path / "a.h5", 5, 1)
    content = first.read_bytes()
    monkeypatch.setattr(cache, "MOST_BYTES", 0)
    with first.open("rb") as file:
        start = file.read(10)
        second = convert(tmp_path / "b.h5", 5, 1)
        assert list(folder.glob("*.npz")) == [second]
        assert start + file.read() == content
    assert len(load(second).table("sc8")) == 5


def test_unfinished_conversions_go_too_unless_they_are_being_made(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("left", "making"):
        (folder / f"{name}.npz.importing").mkdir(parents=True)
        (folder / f"{name}.npz.importing/000000.npz").write_bytes(b"x" * 1000)
        age(folder / f"{name}.npz.importing/000000.npz", 1)
    monkeypatch.setattr(cache, "MOST_BYTES", 0)
    with locked(folder, "making.npz"):
        convert(tmp_path / "a.h5", 5, 0)
    assert [path.name for path in folder.glob("*.importing")] == ["making.npz.importing"]
