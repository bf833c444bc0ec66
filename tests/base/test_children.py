"""A child process leaves nothing running when it ends, when it is stopped, or when its parent is killed."""

import signal
import subprocess
import sys
import tempfile
import time

import psutil
import pytest

from codesign.base import children

# like make with a compiler: the shell starts another process, which would outlive it
TREE = ("sh", "-c", 'echo > "$TMPDIR/cc.s"; sleep 600 & echo $! > "$0"; echo said; echo erred >&2; wait')
LONE = ("sh", "-c", 'sleep 600 >&- 2>&- & echo $! > "$0"; exit 3')
PARENT = "import sys; from codesign.base import children; children.run(sys.argv[1:])"
WITHIN_S = 10.0


def started(file):
    """The grandchild process, once it runs. file: where its process id appears."""
    until = time.monotonic() + WITHIN_S
    while not (file.exists() and file.read_text().strip()):
        assert time.monotonic() < until, "the command did not start"
        time.sleep(0.01)
    return psutil.Process(int(file.read_text()))


def ends(process):
    """Whether a process ends soon; a process that nobody waits for stays as a zombie."""
    until = time.monotonic() + WITHIN_S
    while time.monotonic() < until:
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.01)
    return False


def ended(file):
    """Whether the process whose id is in a file has ended or ends soon."""
    try:
        return ends(psutil.Process(int(file.read_text())))
    except psutil.NoSuchProcess:
        return True


def test_output_code_folder_and_environment_are_as_of_subprocess(tmp_path):
    script = 'printf "$WORD in "; pwd; echo erred >&2; exit 7'
    done = children.run(["/bin/sh", "-c", script], cwd=tmp_path, env={"WORD": "here"})
    assert (done.returncode, done.stdout, done.stderr) == (7, f"here in {tmp_path}\n", "erred\n")
    assert children.run(["sh", "-c", "kill -SEGV $$"]).returncode == -signal.SIGSEGV
    assert children.run(["cat"]).stdout == ""


def test_a_command_that_is_not_there_is_an_error_and_leaves_no_guard(tmp_path):
    before = psutil.Process().children()
    with pytest.raises(FileNotFoundError):
        children.run(["no-such-compiler"])
    assert psutil.Process().children() == before


def test_what_a_command_leaves_running_ends_with_it(tmp_path):
    assert children.run([*LONE, tmp_path / "pid"]).returncode == 3
    assert ended(tmp_path / "pid")


def test_a_command_that_takes_too_long_is_ended_with_its_children(tmp_path):
    with pytest.raises(subprocess.TimeoutExpired):
        children.run([*TREE, tmp_path / "pid"], timeout=1)
    assert ended(tmp_path / "pid")


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_stopped_parent_takes_all_of_them_along(how, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, *TREE, tmp_path / "pid"], stderr=subprocess.DEVNULL,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    grandchild = started(tmp_path / "pid")
    parent.send_signal(how)
    assert parent.wait(WITHIN_S) != 0
    assert ends(grandchild)
    assert len(list(tmp_path.glob("tmp/*/cc.s"))) == (how != signal.SIGINT)
    children.run(["true"])
    assert not list((tmp_path / "tmp").iterdir())
