import io
import json
import sys

import pytest
from rich.console import Console

from codesign.base.config import load
from codesign.base.locks import locked
from codesign.cli import sweep_display as display
from codesign.cli.app import main
from codesign.cli.sweep_display import funnel_table, seconds_left, status, status_table, sweeping, verdicts, watch
from codesign.sweep.config import SweepConfig
from codesign.sweep.engine import prepare
from codesign.sweep.gates import select
from codesign.sweep.state import LOCK, Decision, Sweep
from tests.sweep.test_gates import finished


@pytest.fixture
def sweep(config, tmp_path):
    """A sweep with two workers: one design estimated in 40 s, one half trained, one failed, one waiting."""
    made = prepare(config, tmp_path / "runs")
    done, training, failed, _ = made.runs
    finished(done, 0.8, 100)
    done.write("progress.json", {"stage": "estimated"})
    rows = [{"stage": "train", "started": 0, "seconds": 30}, {"stage": "rtl", "started": 30, "seconds": 10}]
    (done.folder / "stages.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    row = {"stage": "train", "epoch": 5, "epochs": 10, "loss": 1.25, "validation_score": 0.75}
    training.write("progress.json", row)
    failed.write("progress.json", {"stage": "failed", "error": "no jets in none.npz"})
    return made


def text(renderable, width=200):
    console = Console(file=io.StringIO(), width=width)
    console.print(renderable)
    return console.file.getvalue()


def test_the_rest_takes_as_long_as_what_is_done_shared_out(sweep):
    assert seconds_left(sweep) == 40 * (0.5 + 1) / 2


def test_without_a_finished_design_nobody_knows(config, tmp_path):
    made = prepare(config, tmp_path / "runs")
    assert seconds_left(made) is None
    assert "known when the first design is finished" in text(status(made))


def test_status_counts_stages_names_failures_and_says_how_long(sweep):
    with locked(sweep.folder, "sweep"):
        said = text(status(sweep))
    assert "small: 4 designs: 1 estimated, 1 train, 1 failed, 1 waiting" in said
    assert f"{sweep.runs[2].design.name}: no jets in none.npz" in said
    assert "about 0:00:30 left" in said


def test_the_table_has_a_row_a_design(sweep):
    said = text(status_table(sweep))
    assert all(run.design.name in said for run in sweep.runs)
    assert "5/10" in said
    assert "0.7500" in said


def test_trials_that_are_not_proposed_yet_count(config, tmp_path):
    config.write_text(config.read_text() + "search: {method: random, trials: 5, batch: 2}\n")
    made = prepare(config, tmp_path / "runs")
    assert "5 more will be proposed" in text(status(made))


def over(sweep):
    decided = sweep.decided({run.folder.name: Decision("training", "failed: no jets") for run in sweep.runs[1:]})
    decided.runs[0].write("progress.json", {"stage": "done"})
    return decided.decided({sweep.runs[0].folder.name: Decision("", "")})


def test_watching_ends_with_the_sweep(sweep):
    console = Console(file=io.StringIO(), width=200, force_terminal=True)
    seen = []

    def load():
        seen.append(1)
        return over(sweep) if len(seen) > 4 else sweep

    with locked(sweep.folder, LOCK):
        watch(load, console, every_s=0.01)
    assert len(seen) == 5
    assert "finished: 1 survivor, 3 dropped" in console.file.getvalue()


def test_watching_ends_when_nobody_works_on_the_sweep(sweep, config):
    console = Console(file=io.StringIO(), width=400, force_terminal=True)
    watch(lambda: sweep, console, every_s=0.01)
    assert f"to resume it: codesign sweep {config} -o {sweep.folder}" in console.file.getvalue()


def test_a_sweep_that_finishes_just_after_it_was_loaded_is_shown_as_finished(sweep):
    console = Console(file=io.StringIO(), width=200, force_terminal=True)
    loaded = iter([sweep, over(sweep)])
    watch(lambda: next(loaded), console, every_s=0.01)
    assert "finished: 1 survivor, 3 dropped" in console.file.getvalue()


def test_a_log_gets_a_line_a_change(sweep):
    console = Console(file=io.StringIO(), width=200)
    with sweeping(console) as tick:
        tick(sweep)
        before = console.file.getvalue()
        tick(sweep)
        assert console.file.getvalue() == before
        sweep.runs[1].write("progress.json", {"stage": "freeze"})
        tick(sweep)
    lines = console.file.getvalue().splitlines()
    assert [line.split(": ", 1)[1].split()[0] for line in lines] == ["estimated", "train", "failed", "freeze"]


def test_gates_and_verdicts_name_designs_and_reasons(sweep):
    decided = sweep.decided(select(sweep))
    gates = text(funnel_table(decided))
    assert f"{sweep.runs[2].design.name}: failed: no jets in none.npz" in gates
    assert "survivors" in gates
    assert "failed: no jets in none.npz" in text(verdicts(Sweep.open(sweep.folder)), 250)


def test_a_sweep_that_nobody_works_on_says_so_and_how_to_go_on(sweep, config):
    sweep.save()
    said = text(status(sweep), 400)
    assert "1 estimated, 1 interrupted in train, 1 failed, 1 waiting" in said
    assert f"to resume it: codesign sweep {config} -o {sweep.folder}\n" in said
    assert "interrupted in train" in text(status_table(sweep))
    with locked(sweep.folder, "sweep"):
        said = text(status(sweep), 400)
        assert "1 train, 1 failed" in said
        assert "nobody works on it" not in said
        assert "interrupted" not in text(status_table(sweep))
    assert "nobody" not in text(status(over(sweep)), 400)


def test_options_that_the_config_does_not_hold_are_mentioned(config, tmp_path):
    asked = load(config, SweepConfig).model_copy(update={"keep": 1})
    made = prepare(config, tmp_path / "runs", asked)
    assert f"-o {tmp_path / 'runs'}, with the options and from the folder that it was started with" in text(
        status(made), 400
    )


def test_a_log_says_every_few_seconds_how_many_designs_are_over(sweep, monkeypatch):
    console = Console(file=io.StringIO(), width=200)
    with sweeping(console) as tick:
        tick(sweep)
        monkeypatch.setattr(display, "EVERY_S", -1.0)
        tick(sweep)
    last = console.file.getvalue().splitlines()[-1]
    assert "2 of 4 designs estimated or dropped; about 0:00:30 left until all designs are estimated" in last


@pytest.fixture
def firmware(sweep):
    """All designs are decided and three survive: one's firmware took 60 s, one's has run 20 s, and one waits."""
    for run in sweep.runs[1:3]:
        run.write("progress.json", {"stage": "estimated"})
    keys = [run.folder.name for run in sweep.runs]
    kept = sweep.decided({key: Decision("", "") for key in keys[:3]} | {keys[3]: Decision("pareto", "worse")})
    for run, seconds in zip(kept.survivors, ({"convert": 20, "csim": 40}, {"convert": 20}), strict=False):
        rows = [{"stage": stage, "started": 0, "seconds": number} for stage, number in seconds.items()]
        with (run.folder / "stages.jsonl").open("a") as record:
            record.write("".join(json.dumps(row) + "\n" for row in rows))
    kept.survivors[0].write("progress.json", {"stage": "done"})
    kept.survivors[1].write("progress.json", {"stage": "csim"})
    return kept


FIRMWARE = "firmware made for 1 of 3 survivors, about 0:00:50 left"  # (60 - 20 + 60) s by two workers


def test_while_firmware_is_made_a_log_and_the_status_say_how_far_that_is(firmware, monkeypatch):
    monkeypatch.setattr(display, "EVERY_S", -1.0)
    console = Console(file=io.StringIO(), width=200)
    with sweeping(console) as tick:
        tick(firmware)
    assert console.file.getvalue().splitlines()[-1].endswith(f" s  {FIRMWARE}")
    assert FIRMWARE in text(status(firmware))
    assert "estimated, then" not in text(status(firmware))


def test_while_firmware_is_made_the_live_table_says_how_far_that_is(firmware):
    console = Console(file=io.StringIO(), width=200, force_terminal=True)
    with sweeping(console) as tick:
        tick(firmware)
    assert FIRMWARE in console.file.getvalue()
    assert "until all are estimated" not in console.file.getvalue()


def test_before_the_first_firmware_is_made_no_time_is_promised(firmware):
    firmware.survivors[0].write("progress.json", {"stage": "csim"})
    said = text(status(firmware))
    assert "firmware made for 0 of 3 survivors\n" in said
    assert "left" not in said


def test_when_all_are_estimated_and_none_is_decided_no_time_is_left(sweep):
    for run in sweep.runs:
        run.write("progress.json", {"stage": "estimated"})
    assert "the survivors are being chosen" in text(status(sweep))


def test_status_names_what_comes_next(config, tmp_path, monkeypatch, capsys):
    folder = prepare(config, tmp_path / "runs").save().folder

    def last_line() -> str:
        monkeypatch.setattr(sys, "argv", ["codesign", "sweep", "status", str(folder)])
        with pytest.raises(SystemExit):
            main()
        return capsys.readouterr().out.splitlines()[-1]

    assert last_line() == f"next: codesign sweep {config} -o {folder}"
    with locked(folder, LOCK):
        assert last_line() == f"next: codesign sweep watch {folder}"
    sweep = Sweep.open(folder)
    sweep.decided({run.folder.name: Decision("budget", "too large") for run in sweep.runs})
    assert last_line() == f"next: codesign report {folder}"
