"""Files and folders that tools write are moved into place whole, cleaned up after a kill, and checked by digest."""

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress

import pytest

from codesign.base.files import is_whole, replacing, replacing_folder, scratch, seal
from tests.cli.test_cli import run as codesign_run
from tests.fake_runs import fake_design, fake_jets, frozen, trained

KILLED = """\
import os, signal, sys
from pathlib import Path
from codesign.base.files import is_whole, npz_arrays, replacing, replacing_folder, scratch, seal, write_atomic
with {way}(Path(sys.argv[1])) as place:
    if "{way}" != "replacing":
        (place / "deep" / "deeper").mkdir(parents=True)
        place = place / "deep" / "file"
    place.write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("way", [scratch, replacing, replacing_folder])
def test_what_a_killed_process_was_making_is_gone_with_the_next(way, tmp_path):
    path = tmp_path / "made"
    done = subprocess.run([sys.executable, "-c", KILLED.format(way=way.__name__), path])
    assert done.returncode == -signal.SIGKILL
    (left,) = tmp_path.iterdir()
    assert left != path
    with way(path) as place:
        assert not left.exists()
        if way is replacing_folder:
            place.mkdir()
            place /= "file"
        (place / "file" if way is scratch else place).write_text("whole")
    assert list(tmp_path.iterdir()) == ([] if way is scratch else [path])


@pytest.mark.parametrize("way", [replacing, replacing_folder])
def test_after_an_error_what_was_there_stays(way, tmp_path):
    path = tmp_path / "made"
    with way(path) as place:
        place.mkdir() if way is replacing_folder else place.write_text("first")
    before = path.stat().st_ino
    with suppress(ZeroDivisionError), way(path) as place:
        place.mkdir() if way is replacing_folder else place.write_text("second")
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == [path]
    assert path.stat().st_ino == before


def test_scratch_folders_are_for_their_owner_and_a_foreign_link_is_not_followed(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "file").write_text("of another")
    with scratch() as folder:
        assert folder.parent == tmp_path
        assert folder.stat().st_mode & 0o777 == 0o700
        dead = folder.name.replace(f".{os.getpid()}.", ".999999999.")
    (tmp_path / dead).symlink_to(tmp_path / "kept")
    with scratch():
        assert not (tmp_path / dead).is_symlink()
    assert (tmp_path / "kept" / "file").read_text() == "of another"


@pytest.mark.parametrize("content", [b"", b"12", b"1234x", b"123456"])
def test_a_file_that_is_not_as_it_was_sealed_is_not_whole(content, tmp_path):
    path = tmp_path / "library.so"
    assert not is_whole(path)
    path.write_bytes(b"12345")
    assert not is_whole(path)
    seal(path)
    assert is_whole(path)
    # the output of `sha256sum` for 12345
    expected = "5994471abb01112afcc18159f6cc74b4f511b99806da59b3caf5a9c173cacfc5"
    assert (tmp_path / "library.so.sha256").read_text() == expected
    path.write_bytes(content)
    assert not is_whole(path)


@pytest.mark.parametrize("there", ["link", "dangling link", "file", "pipe"])
def test_a_link_or_a_file_in_the_place_of_a_folder_is_named_and_stays(there, tmp_path):
    place, elsewhere = tmp_path / "rtl", tmp_path / "elsewhere"
    said = f"is a symbolic link to {elsewhere}, and a folder is to be written in its place; remove the link"
    if there == "link":
        elsewhere.mkdir()
        (elsewhere / "file").write_text("of another")
    if "link" in there:
        place.symlink_to(elsewhere)
    else:
        place.touch() if there == "file" else os.mkfifo(place)
        said = "is not a folder, and one is to be written in its place; remove it"
    before = sorted((path, path.lstat().st_ino) for path in tmp_path.rglob("*"))
    with pytest.raises(OSError, match=said) as error, replacing_folder(place):
        raise AssertionError("nothing is written")
    assert error.value.filename == str(place)
    assert sorted((path, path.lstat().st_ino) for path in tmp_path.rglob("*")) == before


@pytest.mark.parametrize(("verb", "name"), [("rtl", "rtl"), ("convert", "hls")])
def test_a_verb_whose_folder_is_a_link_names_it_on_one_line(verb, name, tmp_path, monkeypatch, capsys):
    run = frozen(trained(tmp_path / "run", fake_design(fake_jets(tmp_path))))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "file").write_text("of another")
    (run.folder / name).symlink_to(tmp_path / "elsewhere")
    code, said = codesign_run(monkeypatch, capsys, verb, run.folder)
    assert code == 3
    assert said.err.splitlines()[-1] == (
        f"error: {run.folder / name}: is a symbolic link to {tmp_path / 'elsewhere'}, and a folder is to be written in"
        " its place; remove the link and run this again"
    )
    assert (tmp_path / "elsewhere" / "file").read_text() == "of another"
