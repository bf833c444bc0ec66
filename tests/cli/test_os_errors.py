"""An error of the operating system gives one line with the path and exit code 3, and leaves nothing half-written."""

import errno
import os
import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from codesign.backends.hls import csim_cache
from codesign.base.files import read_regular, write_atomic
from codesign.runs import stages
from tests.cli.test_cli import run
from tests.fake_runs import fake_design, fake_jets, frozen, trained

ROOT = Path(__file__).parents[2]


@pytest.fixture
def small_files():
    """A limit of 100 bytes on the size of every file, as if the disk were full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_write_that_fails_names_the_file_and_leaves_the_old_one(tmp_path, small_files):
    write_atomic(tmp_path / "a.json", b"old")
    with pytest.raises(OSError, match="File too large") as error:
        write_atomic(tmp_path / "a.json", bytes(1000))
    assert error.value.filename == str(tmp_path / "a.json")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


@pytest.mark.parametrize(
    ("code", "to_do"),
    [
        (errno.ENOSPC, "free some space; the same command goes on from here"),
        (errno.EROFS, "give a folder that can be written"),
        (errno.EACCES, "ask for the permission, or give another path"),
        (errno.EIO, ""),
    ],
)
def test_every_verb_ends_with_the_path_and_no_verdict(code, to_do, monkeypatch, capsys, tmp_path):
    def refuse(*_, **__):
        raise OSError(code, os.strerror(code))

    config = tmp_path / "d.yaml"
    config.write_text("name: x\n")
    monkeypatch.setattr("os.fsync", refuse)
    ended, printed = run(monkeypatch, capsys, "train", config, "-o", tmp_path / "run")
    assert ended == 3
    expected = f"error: {tmp_path / 'run' / 'design.yaml'}: {os.strerror(code)}"
    assert printed.err == expected + (f"; {to_do}\n" if to_do else "\n")


def test_an_output_below_a_file_is_named(monkeypatch, capsys, tmp_path):
    (tmp_path / "file").write_text("")
    (tmp_path / "d.yaml").write_text("name: x\n")
    code, printed = run(monkeypatch, capsys, "train", tmp_path / "d.yaml", "-o", tmp_path / "file" / "run")
    assert (code, len(printed.err.splitlines())) == (3, 1)
    assert str(tmp_path / "file" / "run") in printed.err


@pytest.mark.parametrize("verb", ["check", "csim", "report", "estimate"])
def test_a_run_that_may_not_be_read_is_no_verdict(verb, monkeypatch, capsys, tmp_path):
    def refuse(*_):
        raise PermissionError(errno.EACCES, "Permission denied", str(tmp_path / "design.yaml"))

    monkeypatch.setattr("pathlib.Path.exists", refuse)
    code, printed = run(monkeypatch, capsys, verb, tmp_path)
    assert code == 3
    assert f"{tmp_path / 'design.yaml'}: Permission denied" in printed.err


def test_without_a_home_csim_only_takes_longer(monkeypatch, tmp_path):
    """Inside a container, a user may have neither HOME nor an entry in the passwd file."""

    def no_home():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr("pathlib.Path.home", no_home)
    library = tmp_path / "lib.so"
    library.write_bytes(b"x")
    csim_cache.keep("key", sys.executable, library)
    assert not csim_cache.fetch("key", sys.executable, library)
    assert csim_cache.options(tmp_path, [sys.executable]) == []


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_closed_stream_changes_no_exit_code(closed):
    for arguments, code in (("--help", 0), ("csim nowhere", 3)):
        command = f"{sys.executable} -m codesign {arguments} {closed}"
        done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == code
        assert "Traceback" not in done.stderr


def test_a_device_has_no_end_and_is_not_read():
    with pytest.raises(OSError, match="is not a regular file"):
        read_regular(Path("/dev/zero"), 10)


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A run with real Verilog and a record of each kind."""
    folder = tmp_path_factory.mktemp("records")
    whole = frozen(trained(folder / "run", fake_design(fake_jets(folder))))
    stages.rtl(whole)
    stages.check(whole)
    (whole.folder / "rtl.json").unlink()  # without it, the content of rtl/ is not checked
    return whole.folder


@pytest.mark.parametrize("kind", ["pipe", "device", "folder"])
@pytest.mark.parametrize(
    ("name", "verb"),
    [
        *(("design.yaml", verb) for verb in ("check", "report", "rtl", "baseline")),
        *(("net.json", "check"), ("net.npz", "check"), ("agreement.json", "check"), ("estimate.json", "check")),
        *(("verdict.json", "report"), ("metrics.json", "report"), ("history.json", "report"), ("scores.npz", "report")),
        *(("progress.json", "report"), ("versions.json", "report"), ("rtl/project.json", "estimate")),
        *(("rtl/project.json", "check"), ("rtl/logic.json.gz", "rtl"), ("sweep.json", "report")),
    ],
)
def test_a_record_that_is_no_file_is_one_line_and_is_not_waited_for(
    name, verb, kind, finished, monkeypatch, capsys, tmp_path
):
    path = shutil.copytree(finished, tmp_path / "run") / name
    path.unlink(missing_ok=True)
    {"pipe": os.mkfifo, "folder": os.mkdir, "device": lambda p: p.symlink_to("/dev/zero")}[kind](path)
    if verb == "rtl" and name.startswith("rtl"):
        (path.parents[1] / "agreement.json").unlink()  # so that the emulator runs again
    arguments = ["-o", tmp_path / "baseline.yaml"] if verb == "baseline" else []
    monkeypatch.setattr("codesign.report.page.render", lambda *_: ("", None))
    if name == "scores.npz":
        monkeypatch.undo()
    code, printed = run(monkeypatch, capsys, verb, tmp_path / "run", *arguments)
    lines = [line for line in printed.err.splitlines() if not line.startswith("rtl: ")]  # without progress lines
    assert (code, len(lines)) == (3, 1), printed
    assert str(path) in lines[0]
    assert re.search("not a regular file|is a directory", lines[0], re.IGNORECASE)
