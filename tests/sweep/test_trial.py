import json
import subprocess
from types import SimpleNamespace

import psutil
import pytest

from codesign.errors import RunError
from codesign.runs import stages
from codesign.runs.run import Run
from codesign.sweep.config import Limits
from codesign.sweep.state import progress
from codesign.sweep.trial import LOG, STAGES, Trial, kill_children, make_firmware, stage_seconds, timed
from tests.fake_runs import fake_design, fake_jets, frozen
from tests.sweep.works import do


@pytest.fixture
def run(tmp_path):
    return Run.create(fake_design(fake_jets(tmp_path)), tmp_path / "run")


def done(run, fate):
    (run.folder / "fate").write_text(fate)
    do(Trial(run.folder, Limits()))
    return progress(run)


def test_an_error_of_ours_is_kept_as_it_is(run):
    assert done(run, "no jets") == {"stage": "failed", "error": "no jets in none.npz"}


def test_any_other_error_is_kept_with_its_traceback(run):
    assert done(run, "bug")["error"] == f"ZeroDivisionError: by accident; see {run.folder / LOG}"
    assert "Traceback" in (run.folder / LOG).read_text()


def test_all_that_is_said_is_in_the_log_and_the_terminal_is_back(run, capfd):
    done(run, "talks")
    print("after")
    assert (run.folder / LOG).read_text().splitlines() == ["to stdout", "to stderr", "from a child"]
    assert capfd.readouterr().out == "after\n"


def test_what_failed_is_not_tried_again(run):
    done(run, "bug")
    assert done(run, "good")["stage"] == "failed"
    assert (run.folder / "calls.txt").read_text() == "x"


def test_a_stage_is_noted_when_it_is_done_and_not_before(run):
    with timed(run, "train"):
        assert stage_seconds(run) == {}
        assert progress(run) == {"stage": "train"}
    with pytest.raises(ValueError, match="half"), timed(run, "freeze"):
        raise ValueError("half")
    with timed(run, "rtl", done=True):
        pass
    assert list(stage_seconds(run)) == ["train"]
    with (run.folder / STAGES).open("a") as record:
        record.write('{"stage": "fre')  # the process was killed while it wrote
    assert list(stage_seconds(run)) == ["train"]


def test_a_project_that_was_written_before_csim_was_killed_is_not_counted_again(run, monkeypatch):
    def killed(run):
        raise RunError("killed")

    frozen(run)
    monkeypatch.setattr(stages, "csim", killed)
    for _ in range(2):
        run.write("progress.json", {"stage": "estimated"})
        make_firmware(Trial(run.folder, Limits()))
        assert progress(run) == {"stage": "failed", "error": "killed"}
    lines = (run.folder / STAGES).read_text().splitlines()
    assert [json.loads(line)["stage"] for line in lines] == ["convert"]


def test_a_child_that_ends_by_itself_does_not_save_the_others():
    ended, alive = (subprocess.Popen(["sleep", "60"]) for _ in range(2))
    children = [psutil.Process(child.pid) for child in (ended, alive)]
    ended.kill()
    ended.wait()
    kill_children(SimpleNamespace(children=lambda recursive: children))
    assert alive.wait(timeout=10) < 0


@pytest.mark.parametrize(
    "line", ['{"stage": "rtl", "seconds": -1}', '{"stage": 3, "seconds": 1}', '{"stage": "rtl"}', "3"]
)
def test_a_line_that_is_no_stage_is_named(run, line):
    (run.folder / STAGES).write_text(f'{{"stage": "train", "seconds": 2.5}}\n{line}\n')
    with pytest.raises(RunError, match=r"stages\.jsonl:2: not a stage and its seconds"):
        stage_seconds(run)
