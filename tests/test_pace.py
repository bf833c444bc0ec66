"""How far a long stage is, on a clock that is set by hand."""

import pytest

from codesign import pace


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 1000.0

    monkeypatch.setattr(pace.time, "monotonic", lambda: Clock.now)
    return Clock


def told(clock, steps, total=100):
    """steps: (seconds since the last one, how many are done)."""
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
    """60 were there already; 10 took 30 s, so that the other 30 take 90 s."""
    assert told(clock, [(0, 60), (30, 70)])[1] == "csim: 70 of 100 inputs, about 0:01:30 left"


def test_large_numbers_are_grouped(clock):
    assert told(clock, [(0, 21000)], 21063) == ["csim: 21,000 of 21,063 inputs"]
