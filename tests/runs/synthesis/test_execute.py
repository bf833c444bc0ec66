"""Whatever ends a tool, nothing that it started is left behind."""

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from codesign.runs.synthesis.execute import execute

# a tool whose child outlives it unless the whole group is ended; it says the child's id
PARENT = "sleep 600 & echo $!; "


def test_the_limit_ends_the_tool_and_all_it_started(tmp_path):
    said = []
    ended = execute(["sh", "-c", PARENT + "wait"], tmp_path, tmp_path / "log", limit_s=2.0, live=said.append)
    assert ended.timed_out
    assert ended.code == -signal.SIGTERM
    assert gone(int(said[0]))


def test_a_tool_that_ignores_the_request_is_killed(tmp_path):
    said = []
    deaf = ["sh", "-c", "trap '' TERM; sleep 600 & echo $!; while true; do wait; done"]
    ended = execute(deaf, tmp_path, tmp_path / "log", limit_s=1.0, live=said.append)
    assert ended.code == -signal.SIGKILL
    assert gone(int(said[0]))


def test_what_a_tool_leaves_behind_is_ended_with_it(tmp_path):
    said = []
    ended = execute(["sh", "-c", PARENT + "exit 3"], tmp_path, tmp_path / "log", limit_s=600.0, live=said.append)
    assert (ended.code, ended.timed_out) == (3, False)
    assert ended.log == f"{said[0]}\n"
    assert gone(int(said[0]))


def test_ctrl_c_ends_the_tool(tmp_path):
    code = (
        # who starts the tests in the background leaves Ctrl-C ignored
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from pathlib import Path; from codesign.runs.synthesis.execute import execute\n"
        f"execute(['sh', '-c', '{PARENT}wait'], Path('.'), Path('log'), limit_s=600.0,"
        " live=lambda line: print(line, flush=True))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=60)
    assert "KeyboardInterrupt" in error
    assert gone(child)


def test_ctrl_c_while_the_tool_is_only_starting_ends_it_too(tmp_path, monkeypatch):
    started, start = [], threading.Thread.start

    def interrupted(thread: threading.Thread) -> None:
        start(thread)
        while not started:
            time.sleep(0.01)
        raise KeyboardInterrupt

    monkeypatch.setattr(threading.Thread, "start", interrupted)
    with pytest.raises(KeyboardInterrupt):
        execute(["sh", "-c", PARENT + "wait"], tmp_path, tmp_path / "log", limit_s=600.0, live=started.append)
    assert gone(int(started[0]))


def gone(pid: int) -> bool:
    """Whether a process ends within a while; a zombie that nobody collects has."""
    for _ in range(300):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.1)
    return False
