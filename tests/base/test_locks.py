"""Processes that work on one run at the same time: real processes, as users start them in two terminals."""

import json
import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from codesign.base import locks
from codesign.base.locks import locked
from codesign.errors import RunError
from codesign.runs.proof import agreements
from codesign.runs.run import Run
from tests.fake_runs import estimated, fake_design, fake_jets, frozen, trained
from tests.runs.synthesis.test_calibrate import design

PROCESSES, ROUNDS = 3, 30
# each process prints "ready", and all start together when their standard inputs are closed
TOGETHER = """\
import sys
from pathlib import Path
from codesign.runs.run import Run
from codesign.runs.synthesis import calibrate
folder, number, rounds = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.read()
"""
PUT_ROWS = """\
run = Run.open(folder)
for turn in range(rounds):
    name = f"{number} {turn}"
    run.put_rows("agreement.json", [{"witness": name}], lambda row: row["witness"] == name)
"""
CALIBRATE = """\
for turn in range(rounds):
    calibrate.add([folder / f"design{turn}"], folder / "calibration.jsonl")
"""
HOLD = """\
import sys, time
from pathlib import Path
from codesign.base import locks
from codesign.base.locks import locked
with locked(Path(sys.argv[1]), "hls"):
    print("held", flush=True)
    time.sleep(600)
"""


def started(script: str, *arguments: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", script, *map(str, arguments)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def verb(name: str, folder: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "codesign", name, str(folder)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def together(script: str, folder: Path, rounds: int) -> None:
    """Runs a script in several processes, which start their work at the same moment."""
    processes = [started(TOGETHER + script, folder, number, rounds) for number in range(PROCESSES)]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.close()
        process.stdin = None
    for process in processes:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors


@pytest.fixture(scope="module")
def jets(tmp_path_factory):
    return fake_jets(tmp_path_factory.mktemp("jets"))


@pytest.fixture
def run(tmp_path, jets):
    return frozen(trained(tmp_path / "run", fake_design(jets)))


@pytest.fixture
def holder(tmp_path):
    process = started(HOLD, tmp_path)
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_no_row_of_any_process_is_lost(run):
    together(PUT_ROWS, run.folder, ROUNDS)
    witnesses = [row["witness"] for row in run.read("agreement.json")["rows"]]
    assert sorted(set(witnesses)) == sorted(
        ["framework", *(f"{number} {turn}" for number in range(PROCESSES) for turn in range(ROUNDS))]
    )
    assert len(witnesses) - witnesses.count("framework") == PROCESSES * ROUNDS


def test_pairs_of_reports_are_kept_once_whoever_adds_them(tmp_path):
    for turn in range(ROUNDS):
        design(tmp_path / f"design{turn}", 1000 + turn, 400)
    together(CALIBRATE, tmp_path, ROUNDS)
    lines = [json.loads(line) for line in (tmp_path / "calibration.jsonl").read_text().splitlines()]
    assert sorted(line["expected"]["lut"] for line in lines) == [1000 + turn for turn in range(ROUNDS)]


def test_two_processes_that_make_the_same_stage_take_turns(run):
    """The second waits and then finds the results of the first; both print the same."""
    (run.folder / ".rtl.abandoned" / "project").mkdir(parents=True)  # the leftover of a killed process
    with locked(run.folder, "rtl"):
        both = [verb("rtl", run.folder) for _ in range(2)]
        assert all(f"waiting for process {os.getpid()} on " in process.stderr.readline() for process in both)
    said = [process.communicate(timeout=300) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert said[0][0] == said[1][0]
    kinds = [a.inputs for a in agreements(run) if a.witness == "rtl"]
    assert {"overflow", "zero", "maximum", "minimum", "one_candidate"} < set(kinds)
    assert len(kinds) == len(set(kinds))
    assert (run.folder / "rtl" / "project.json").is_file()
    assert not [path.name for path in run.folder.glob(".rtl.*") if path.is_dir()]


def test_each_verb_that_makes_a_folder_waits_for_it(run):
    lock_of = {"train": "train", "freeze": "freeze", "convert": "hls", "csim": "hls", "synth-open": "synth_yosys"}
    with ExitStack() as held:
        for name in set(lock_of.values()):
            held.enter_context(locked(run.folder, name))
        waiting = {name: verb(name, run.folder) for name in lock_of}
        told = {name: process.stderr.readline() for name, process in waiting.items()}
        for process in waiting.values():
            process.kill()
            process.communicate()
    for name, lock in lock_of.items():
        assert f"at work on the {lock} of" in told[name], name


def test_who_waits_is_told_for_whom(tmp_path, holder):
    waiting = started(HOLD, tmp_path)
    assert f"waiting for process {holder.pid} on " in (told := waiting.stderr.readline())
    assert f"the hls of {tmp_path}" in told
    holder.terminate()
    assert waiting.stdout.readline() == "held\n"
    waiting.kill()
    waiting.communicate()


def test_who_does_not_wait_is_told_who_is_at_work(tmp_path, holder):
    with pytest.raises(RunError, match=f"process {holder.pid} on .* is at work on the hls of"), \
            locked(tmp_path, "hls", wait=False):  # fmt: skip
        pass


def test_a_killed_process_leaves_no_lock(tmp_path, holder):
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    with locked(tmp_path, "hls", wait=False) as held:
        assert held


def test_other_locks_of_the_folder_are_free(tmp_path, holder):
    with locked(tmp_path, "rtl", wait=False) as held:
        assert held


def test_a_file_system_without_locks_is_said(tmp_path, monkeypatch):
    def none(*arguments):
        raise OSError(37, "No locks available")

    monkeypatch.setattr("codesign.base.locks.fcntl.flock", none)
    with pytest.raises(RunError, match=r"has no locks \(No locks available\)"), locked(tmp_path, "hls"):
        pass


def test_rows_of_a_net_that_was_frozen_anew_meanwhile_replace_nothing(run):
    late = Run.open(run.folder)
    assert late.net.key == run.net.key
    frozen(run, seed=2)
    with pytest.raises(RunError, match="frozen again in the meantime"):
        late.put_rows("agreement.json", [{"witness": "csim"}], lambda row: False)
    rows = Run.open(run.folder).read("agreement.json")["rows"]
    assert {row["witness"] for row in rows} == {"framework"}


def without_write_permission() -> None:
    """Makes a child process respect permissions: root may write anywhere unless it drops CAP_DAC_OVERRIDE."""
    import ctypes

    if os.geteuid() == 0:
        PR_CAPBSET_DROP, CAP_DAC_OVERRIDE = 24, 1
        assert ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0) == 0


def test_a_run_that_can_only_be_read_is_read_checked_and_reported(run, tmp_path):
    estimated(run)
    before = {path: path.read_bytes() for path in run.folder.rglob("*") if path.is_file()}
    for path in [*before, run.folder]:
        path.chmod(path.stat().st_mode & ~0o222)
    page = tmp_path / "page.html"
    verbs = (["check"], ["check", "--budget", "stretch_25ns"], ["report", "-o", str(page)])
    found = [
        subprocess.run(
            [sys.executable, "-m", "codesign", verb, str(run.folder), *options],
            capture_output=True, text=True, preexec_fn=without_write_permission,
        )
        for verb, *options in verbs
    ]  # fmt: skip
    run.folder.chmod(0o755)
    check, other, report = found
    assert "fits, at a clock that only routing can confirm" in check.stdout
    assert "not stored" not in check.stderr
    assert "FAIL" in other.stdout
    assert "verdict.json is not stored: Permission denied" in other.stderr
    assert (check.returncode, other.returncode, report.returncode) == (2, 1, 0)
    assert "<html" in page.read_text()
    assert {path: path.read_bytes() for path in run.folder.rglob("*") if path.is_file()} == before


def test_who_holds_a_lock_can_be_asked_without_taking_it(tmp_path):
    assert locks.holder(tmp_path, "stage") is None
    assert not list(tmp_path.iterdir())
    with locked(tmp_path, "stage"):
        assert f"process {os.getpid()} on " in locks.holder(tmp_path, "stage")
    assert locks.holder(tmp_path, "stage") is None


def test_whoever_only_asks_turns_nobody_away(tmp_path):
    with locked(tmp_path, "stage"):
        pass
    script = "import sys\nfrom pathlib import Path\nfrom codesign.base.locks import holder\nprint(flush=True)\n"
    script += "while True: holder(Path(sys.argv[1]), 'stage')\n"
    with subprocess.Popen([sys.executable, "-c", script, tmp_path], stdout=subprocess.PIPE) as asking:
        try:
            asking.stdout.readline()
            for _ in range(50):
                with locked(tmp_path, "stage", wait=False):
                    pass
        finally:
            asking.kill()
