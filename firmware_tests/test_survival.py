"""kill -9 at random points: the same command finishes the sweep with the same results, and nothing done twice."""

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress

import psutil
import pytest

from codesign.sweep import Sweep
from codesign.sweep.state import KEPT

BASE = """\
name: base
jets: {max_jets: 1000, features: pt_eta_phi}
architecture: {name: mlp, sizes: {hidden: [2]}}
training: {epochs: 2, batch_size: 250}
"""
SWEEP = "name: tiny\ndesign: base.yaml\naxes: [{precision.weights: [3, 4, 5]}]\nkeep: 1\n"
KILLS = 5


def command(folder):
    return [sys.executable, "-m", "codesign", "sweep", str(folder / "sweep.yaml"), "-o", str(folder / "runs")]


def started(folder):
    return subprocess.Popen(command(folder), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("undisturbed")
    (folder / "base.yaml").write_text(BASE)
    (folder / "sweep.yaml").write_text(SWEEP)
    process = started(folder)
    said, _ = process.communicate(timeout=600)
    assert process.returncode == 0, said
    return folder


def results(folder):
    """What a sweep is about: the nets byte by byte, what was proved, what was decided."""
    sweep = Sweep.open(folder / "runs")
    nets = {run.folder.name: (run.folder / "net.npz").read_bytes() for run in sweep.runs}
    rows = {run.folder.name: run.read("agreement.json")["rows"] for run in sweep.runs}
    return nets, rows, sweep.decisions


def stages_done(folder):
    lines = [line for path in (folder / "runs").glob("*/stages.jsonl") for line in path.read_text().splitlines()]
    return Counter((json.loads(line)["stage"]) for line in lines)


def workers_of(process):
    """The running workers of a sweep; what ends while it is looked at is none."""
    found = []
    with suppress(psutil.NoSuchProcess):  # a zombie counts as none too
        for child in psutil.Process(process.pid).children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                if "spawn_main" in " ".join(child.cmdline()):
                    found.append(child)
    return found


def test_killed_at_random_points_it_ends_the_same(undisturbed, tmp_path):
    seed = time.time_ns() % 10**6
    chance = random.Random(seed)
    took = sum(json.loads(line)["seconds"] for path in (undisturbed / "runs").glob("*/stages.jsonl")
               for line in path.read_text().splitlines())  # fmt: skip
    for name in ("base.yaml", "sweep.yaml"):
        shutil.copy(undisturbed / name, tmp_path / name)
    for kill in range(KILLS):
        process = started(tmp_path)
        time.sleep(chance.uniform(1, 4 + took / 2))
        victims = workers_of(process) if process.poll() is None and kill % 2 else []
        if victims:
            chance.choice(victims).kill()
            time.sleep(chance.uniform(0, 3))
        workers = workers_of(process) if process.poll() is None else []
        process.kill()
        process.communicate()
        _, alive = psutil.wait_procs(workers, timeout=30)
        assert not alive, "workers outlive their sweep"
    process = started(tmp_path)
    said, _ = process.communicate(timeout=600)
    assert process.returncode == 0, f"seed {seed}: {said}"
    assert results(tmp_path) == results(undisturbed), f"seed {seed}"
    # fewer where a kill fell between the end of a stage and its line; never more, which would be work done twice
    assert stages_done(tmp_path) <= stages_done(undisturbed), f"seed {seed}"
    assert list(Sweep.open(tmp_path / "runs").decisions.values()).count(KEPT) == 1


def test_nothing_is_done_twice_and_a_finished_sweep_starts_no_worker(undisturbed):
    before = {path: path.stat().st_mtime_ns for path in (undisturbed / "runs").glob("*/*.npz")}
    process = started(undisturbed)
    said, _ = process.communicate(timeout=300)
    assert process.returncode == 0, said
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert "train" not in said.replace("training", "")
    assert stages_done(undisturbed)["train"] == 3


def test_ctrl_c_stops_cleanly_and_says_how_to_go_on(undisturbed, tmp_path):
    for name in ("base.yaml", "sweep.yaml"):
        shutil.copy(undisturbed / name, tmp_path / name)
    # the tests may run where Ctrl-C is ignored, which a child would inherit
    process = subprocess.Popen(
        command(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    deadline = time.monotonic() + 120
    while not (workers := workers_of(process)) and time.monotonic() < deadline:
        time.sleep(0.2)
    time.sleep(4)
    workers = workers_of(process)
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=60)
    assert "the same command goes on from here" in said
    assert "Traceback" not in said
    assert workers
    assert not psutil.wait_procs(workers, timeout=20)[1]
    assert not list((tmp_path / "runs").glob("*/.partial*"))


def test_two_processes_do_not_work_in_one_folder(undisturbed):
    import fcntl

    with (undisturbed / "runs" / ".sweep.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        process = started(undisturbed)
        said, _ = process.communicate(timeout=120)
    assert process.returncode == 3
    assert "is at work on the sweep of" in " ".join(said.split())
