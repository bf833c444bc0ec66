"""Files are written whole or not at all: their modes, the leftovers of a kill, and errors for damaged files."""

import os
import socket
import stat
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from codesign.base.files import npz_arrays, write_atomic
from codesign.base.records import read_arrays
from codesign.errors import NetError, RunError
from codesign.net.fixednet import FixedNet
from codesign.runs import stages
from codesign.runs.run import Run
from tests.fake_runs import fake_design, fake_jets, frozen, trained
from tests.nets import random_net, small_mlp

STUCK = """\
import os, sys, time
from pathlib import Path
from codesign.base import files
def stuck(descriptor):
    print("written", flush=True)
    time.sleep(600)
os.fsync = stuck
files.write_atomic(Path(sys.argv[1]), b"half")
"""


@contextmanager
def umask(mask):
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize(("mask", "expected"), [(0o022, 0o644), (0o002, 0o664), (0o077, 0o600), (0o027, 0o640)])
def test_a_new_file_has_the_mode_of_the_umask(mask, expected, tmp_path):
    with umask(mask):
        write_atomic(tmp_path / "file", b"new")
        write_atomic(tmp_path / "key", b"new", private=True)
    assert (mode(tmp_path / "file"), mode(tmp_path / "key")) == (expected, 0o600)


@pytest.mark.parametrize("kept", [0o600, 0o664, 0o755])
def test_a_file_that_is_replaced_keeps_its_mode(kept, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(kept)
    with umask(0o022):
        write_atomic(path, b"new")
        assert (mode(path), path.read_bytes()) == (kept, b"new")
        write_atomic(path, b"secret", private=True)
    assert mode(path) == 0o600


def test_the_folders_of_a_run_are_open_as_the_umask_has_them(tmp_path):
    """They are first written to a temporary folder beside their place, which Python opens to its owner only."""
    with umask(0o002):
        run = frozen(trained(tmp_path / "run", fake_design(fake_jets(tmp_path))))
        stages.rtl(run)
        stages.check(run)
        stages.convert(run)
    made = list(run.folder.rglob("*"))
    assert {"rtl", "hls", "verdict.json", "project.json", "hls_project.json", "checksums.txt"} <= {p.name for p in made}
    assert {path for path in made if path.is_dir() and mode(path) != 0o775} == set()
    assert {path for path in made if path.is_file() and mode(path) & 0o666 != 0o664} == set()


def test_the_content_is_on_the_disk_before_the_name_is(tmp_path, monkeypatch):
    order = []
    synced, replaced = os.fsync, Path.replace
    monkeypatch.setattr(
        os, "fsync", lambda descriptor: (order.append(os.fstat(descriptor).st_size), synced(descriptor))
    )
    monkeypatch.setattr(Path, "replace", lambda path, target: (order.append(target.name), replaced(path, target)))
    write_atomic(tmp_path / "file", b"12345")
    assert order == [5, "file"]


def test_what_a_killed_process_left_goes_with_the_next_writing(tmp_path):
    path = tmp_path / "net.npz"
    process = subprocess.Popen([sys.executable, "-c", STUCK, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "written\n"
    write_atomic(path, b"by another process")
    assert len(list(tmp_path.iterdir())) == 2, "the process was alive and its file was taken away"
    process.kill()
    process.communicate()
    elsewhere = tmp_path / f".net.npz.{socket.gethostname()}x.1.abc"
    other = tmp_path / f".net.json.{socket.gethostname()}.{process.pid}.abc"
    for path_left in (elsewhere, other):
        path_left.write_bytes(b"of another machine, or of another file")
    write_atomic(path, b"after it")
    assert sorted(tmp_path.iterdir()) == sorted([path, elsewhere, other])
    assert path.read_bytes() == b"after it"


def damaged(path: Path) -> dict[str, bytes]:
    """Kind of damage to an npz file -> the damaged bytes."""
    whole = path.read_bytes()
    return {
        "empty": b"",
        "cut off": whole[: len(whole) // 2],
        "its last byte gone": whole[:-1],
        "no npz": b"hello",
        "an npy": np.lib.format.magic(1, 0) + b"\x00\x00",
        "scribbled over": whole[:60] + b"\xff" * 40 + whole[100:],
    }


WAYS = ["empty", "cut off", "its last byte gone", "no npz", "an npy", "scribbled over"]


@pytest.mark.parametrize("way", WAYS)
def test_a_damaged_npz_is_no_end_of_the_input(way, tmp_path):
    path = tmp_path / "a.npz"
    np.savez(path, values=np.arange(100))
    assert list(npz_arrays(path)) == ["values"]
    path.write_bytes(damaged(path)[way])
    with pytest.raises(ValueError, match=r"empty, cut off or damaged: ."):
        npz_arrays(path)


@pytest.mark.parametrize(
    ("name", "said"),
    [("pipe", "is not a regular file"), ("device", "is not a regular file"), ("folder", "Is a directory")],
)
def test_what_is_not_a_regular_file_is_refused_and_not_waited_for(name, said, tmp_path):
    """Opening a pipe without a writer would never return."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "device").symlink_to("/dev/zero")
    with pytest.raises(OSError, match=said) as error:
        npz_arrays(tmp_path / name)
    assert error.value.filename == str(tmp_path / name)


def test_a_net_that_is_a_pipe_is_refused(tmp_path):
    for name in ("net.npz", "net.json"):
        random_net(small_mlp(), seed=1).save(tmp_path)
        (tmp_path / name).unlink()
        os.mkfifo(tmp_path / name)
        with pytest.raises(NetError, match=rf"{name} cannot be read .*is not a regular file"):
            FixedNet.load(tmp_path)
        (tmp_path / name).unlink()


@pytest.mark.parametrize("way", WAYS)
def test_a_damaged_net_names_the_file_of_the_two(way, tmp_path):
    random_net(small_mlp(), seed=1).save(tmp_path)
    path = tmp_path / "net.npz"
    path.write_bytes(damaged(path)[way])
    with pytest.raises(NetError, match=r"net\.npz cannot be read.*freeze the model again"):
        FixedNet.load(tmp_path)


def test_a_cut_net_json_is_named(tmp_path):
    random_net(small_mlp(), seed=1).save(tmp_path)
    (tmp_path / "net.json").write_text('{"format": 1, ')
    with pytest.raises(NetError, match=r"net\.json cannot be read"):
        FixedNet.load(tmp_path)


def test_missing_or_foreign_scores_say_how_to_make_them(tmp_path):
    with pytest.raises(RunError, match=r"scores\.npz is missing; .*codesign freeze RUN"):
        read_arrays(tmp_path / "scores.npz", "codesign freeze RUN", "logits")
    np.savez(tmp_path / "scores.npz", y=np.arange(3))
    with pytest.raises(RunError, match=r"scores\.npz is broken.*'logits.*codesign freeze RUN"):
        read_arrays(tmp_path / "scores.npz", "codesign freeze RUN", "logits")


@pytest.mark.parametrize("content", ["[]", "null", '"text"'])
def test_a_json_file_that_is_no_object_is_broken(content, tmp_path):
    run = Run.create(fake_design(tmp_path / "jets.npz"), tmp_path)
    (tmp_path / "estimate.json").write_text(content)
    with pytest.raises(RunError, match=r"estimate\.json is broken"):
        run.read("estimate.json")


def test_a_report_on_empty_scores_names_them_and_is_no_ctrl_c(tmp_path):
    run = frozen(trained(tmp_path / "run", fake_design(fake_jets(tmp_path))))
    (run.folder / "scores.npz").write_bytes(b"")
    command = [sys.executable, "-m", "codesign", "report", str(run.folder)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 3
    assert "scores.npz is broken" in done.stderr
    assert f"codesign freeze {run.folder}" in done.stderr
    assert "stopped" not in done.stderr
