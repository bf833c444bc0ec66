"""Dask workers that crash, hang, eat all memory or fail: each is recorded, and the others go on."""

import pytest

from codesign.runs.run import Run
from codesign.sweep import cluster
from codesign.sweep.cluster import DEATHS, Workers
from codesign.sweep.config import Cluster, Limits
from codesign.sweep.state import progress
from codesign.sweep.trial import LOG, Trial
from tests.fake_runs import fake_design, fake_jets
from tests.sweep.works import do

FATES = ("killed", "good", "hangs", "killed once", "hungry", "no jets", "good")


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sweep")
    design = fake_design(fake_jets(folder))
    made = [Run.create(design, folder / str(number)) for number in range(len(FATES))]
    for run, fate in zip(made, FATES, strict=True):
        (run.folder / "fate").write_text(fate)
    # short for the one that hangs alone: on a busy machine the others must not run into it
    limits = {fate: Limits(minutes=0.1 if fate == "hangs" else 5, memory_gib=1.5) for fate in FATES}
    trials = [Trial(run.folder, limits[fate]) for run, fate in zip(made, FATES, strict=True)]
    ticks = []
    with Workers(Cluster(jobs=3), folder) as workers:
        workers.run(do, trials, lambda: ticks.append(1))
    assert ticks
    return dict(zip(FATES, made, strict=True))


def calls(run):
    return len((run.folder / "calls.txt").read_text())


def test_the_good_are_done_once(runs):
    assert progress(runs["good"])["stage"] == "estimated"
    assert calls(runs["good"]) == 1


def test_a_design_that_kills_its_workers_is_given_up(runs):
    assert f"in stage train: {DEATHS} worker processes died" in progress(runs["killed"])["error"]
    assert calls(runs["killed"]) == DEATHS


def test_a_design_whose_worker_was_killed_by_accident_is_done(runs):
    assert progress(runs["killed once"])["stage"] == "estimated"
    assert calls(runs["killed once"]) == 2


def test_a_design_that_hangs_is_ended_and_its_log_says_where(runs):
    assert "took longer than 0.1 minutes (limits.minutes" in progress(runs["hangs"])["error"]
    assert "works.py" in (runs["hangs"].folder / LOG).read_text()
    assert calls(runs["hangs"]) == 1


def test_a_design_that_needs_too_much_memory_is_ended(runs):
    assert "GiB, 1.5 are allowed (limits.memory_gib" in progress(runs["hungry"])["error"]
    assert calls(runs["hungry"]) == 1


def test_an_error_is_recorded(runs):
    assert progress(runs["no jets"])["error"] == "no jets in none.npz"


def test_a_design_queued_behind_one_that_kills_its_worker_is_not_charged(tmp_path, monkeypatch):
    """Two designs for one worker: the second waits in its queue when the first one kills it."""
    monkeypatch.setattr(cluster, "DEATHS", 1)
    whole = cluster.make_cluster
    monkeypatch.setattr(
        cluster, "make_cluster", lambda asked, folder: whole(asked.model_copy(update={"jobs": 1}), folder)
    )
    design = fake_design(fake_jets(tmp_path))
    fates = ("killed slowly", "good")
    made = [Run.create(design, tmp_path / fate) for fate in fates]
    for run, fate in zip(made, fates, strict=True):
        (run.folder / "fate").write_text(fate)
    with Workers(Cluster(jobs=2), tmp_path) as workers:
        workers.run(do, [Trial(run.folder, Limits(minutes=5)) for run in made], lambda: None)
    killed, good = made
    assert progress(good)["stage"] == "estimated"
    assert calls(good) == 1
    assert "1 worker processes died" in progress(killed)["error"]
    assert calls(killed) == 1
