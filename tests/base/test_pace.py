"""Progress lines of long stages, with a clock that the test sets."""

import pytest

from codesign.backends.hls import csim, csim_cache
from codesign.backends.rtl import convert as rtl
from codesign.base import pace
from codesign.net import reference
from codesign.runs import stages
from tests.fake_runs import fake_design, fake_jets, frozen, trained


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 1000.0

    monkeypatch.setattr(pace.time, "monotonic", lambda: Clock.now)
    return Clock


def told(clock, steps, total=100):
    """The lines that `Count` prints. steps: (seconds since the last step, inputs done so far)."""
    lines = []
    count = pace.Count(lines.append, "csim", total, "inputs", every_s=5.0)
    for seconds, done in steps:
        clock.now += seconds
        count(done)
    return lines


def test_lines_are_a_few_seconds_apart_and_the_first_and_the_last_are_told_at_once(clock):
    assert told(clock, [(0, 0), (2, 10), (2, 20), (2, 30), (1, 40), (3, 100)]) == [
        "csim: 0 of 100 inputs",
        "csim: 30 of 100 inputs, about 0:00:14 left",
        "csim: 100 of 100 inputs",
    ]


def test_what_was_done_before_does_not_count_for_the_rate(clock):
    """60 inputs were done before; 10 more took 30 s, so the remaining 30 take 90 s."""
    assert told(clock, [(0, 60), (30, 70)])[1] == "csim: 70 of 100 inputs, about 0:01:30 left"


def test_large_numbers_are_grouped(clock):
    assert told(clock, [(0, 21000)], 21063) == ["csim: 21,000 of 21,063 inputs"]


@pytest.fixture
def run(tmp_path):
    return frozen(trained(tmp_path / "run", fake_design(fake_jets(tmp_path))))


def test_rtl_tells_what_it_traces_and_how_many_inputs_it_runs(run):
    rtl._traced.cache_clear()  # another test of the same process may have traced this net
    lines = []
    rows = stages.rtl(run, lines.append)
    rounded = len(run.net.rounded - {run.net.port.name})
    assert rounded == 1
    assert lines[0] == f"rtl: 0 of {rounded} rounded tensors traced"
    assert f"rtl: {rounded} of {rounded} rounded tensors traced" in lines
    assert f"{rows[0].witness}: 0 of {sum(row.count for row in rows):,} inputs run" in lines


def test_csim_tells_that_it_compiles_and_how_many_inputs_it_runs(run, monkeypatch):
    """Does not need g++: the reference stands in for the compiled library."""
    monkeypatch.setattr(csim, "_compile", lambda folder: (folder / csim.LIBRARY).write_bytes(b"library"))
    monkeypatch.setattr(csim_cache, "fetch", lambda *key: False)
    monkeypatch.setattr(csim_cache, "keep", lambda *key: None)
    monkeypatch.setattr(csim, "run_csim", lambda folder, x, trace=False: reference.run(run.net, x, trace))
    stages.convert(run)
    lines = []
    rows = stages.csim(run, lines.append)
    assert lines[0].startswith("csim: compiling with g++")
    assert lines[1] == "csim: choosing the contract's inputs and computing the expected outputs"
    assert lines[2] == f"csim: 0 of {sum(row.count for row in rows):,} inputs run"
    assert stages.csim(run, lines.append) == rows
    assert len([line for line in lines if "compiling" in line]) == 1
