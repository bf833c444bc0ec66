"""Interval against cost: arithmetic of clocks, crossings and instances, and the exploration of a small run."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from codesign.backends.rtl.convert import RtlProject
from codesign.backends.rtl.interval import Schedule
from codesign.cost.estimate import calibration
from codesign.cost.estimate import estimate as of_adders
from codesign.cost.figures import Figure, Timing, Usage
from codesign.design.firmware import Firmware
from codesign.errors import RunError
from codesign.net.agreement import Agreement
from codesign.report.record import assemble
from codesign.report.write import write_page
from codesign.runs import intervals
from codesign.runs.intervals import Exploration, Row, cheapest_lines, crossing_cycles, explore, explored
from codesign.runs.run import Run
from tests.fake_runs import fake_design, fake_jets, frozen, trained


def row(interval: int, lut: float, mismatches: int = 0, latency: float = 20.0) -> Row:
    source = ("estimated", "a test", "none")
    none = Figure.exactly(0.0, *source)
    usage = Usage(Figure.exactly(lut, *source), none, none, none, none)
    timing = Timing(*(Figure.exactly(value, *source) for value in (2.778, latency, float(interval))))
    agreement = Agreement("rtl", "reference", "jets", 100, mismatches, float(mismatches), None, 0)
    return Row("RTL", interval, 16, usage, timing, (agreement,))


@pytest.mark.parametrize(
    ("period_ns", "clocks"), [("25/9", 9), ("2.778", 8), ("5", 5), ("25/6", 6), ("3", 8), ("2.85", 8), ("30", 0)]
)
def test_whole_clocks_in_a_crossing_of_25_ns(period_ns: str, clocks: int) -> None:
    assert crossing_cycles(Fraction(period_ns)) == clocks


def test_instances_for_an_event_are_counted_in_whole_jets() -> None:
    rows = tuple(row(n, 1000.0) for n in (1, 2, 3, 4, 6, 9, 54, 55))
    found = Exploration(25 / 9, 9, rows)
    assert found.event_cycles == 54
    assert [found.instances(r) for r in rows] == [1, 1, 1, 2, 2, 3, 16, None]
    assert found.last_result_cycles(rows[0]) == 15 + 20
    assert found.last_result_cycles(rows[5]) == 5 * 9 + 20
    assert found.last_result_cycles(rows[-1]) is None


def test_the_cheapest_is_exact_and_fast_enough() -> None:
    rows = (row(1, 90e3), row(3, 50e3), row(6, 30e3), row(9, 22e3), row(9, 10e3, mismatches=1), row(10, 5e3))
    found = Exploration(25 / 9, 9, rows)
    assert found.each_crossing is rows[3]
    assert found.one_instance is rows[1]
    assert found.each_event is rows[5]  # 4 instances of 5000 LUT
    assert "interval 9, 22,000 LUT each; 3 instances take an event, 66,000 LUT together" in cheapest_lines(found)[0]
    none = Exploration(25 / 9, 9, (row(1, 1.0, mismatches=1),))
    assert all(line.endswith("none of those explored") for line in cheapest_lines(none))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("intervals")
    made = frozen(trained(folder / "run", fake_design(fake_jets(folder), firmware=Firmware(clock_mhz=360.0))))
    explore(made)
    return made


def test_a_run_is_explored_and_its_page_says_so(run: Run) -> None:
    found = explored(run)
    assert found is not None
    assert found.crossing_cycles == 9
    rtl = [r for r in found.rows if r.firmware == "RTL"]
    assert [(r.interval_cycles, r.candidates) for r in rtl] == [(1, 16), (2, 8), (3, 6), (6, 3), (9, 2)]
    assert all(r.exact and len(r.agreement) == 8 for r in rtl)
    assert [r.timing.interval_cycles.value for r in rtl] == [1, 2, 3, 6, 9]
    luts = [r.usage.lut.value for r in rtl]
    assert luts == sorted(luts, reverse=True)
    for r in found.rows:
        if r.firmware == "HLS":
            assert r.exact is None
            assert r.usage.lut.kind == r.timing.latency_cycles.kind == "unavailable"
    report = assemble(run)
    assert report.intervals == found
    page = write_page(run.folder).read_text()
    assert "How often it takes a jet" in page
    assert "Cheapest for a new jet every 25 ns (9 clocks): interval 9" in page


def test_what_is_there_is_not_made_again(run: Run) -> None:
    made = run.folder / intervals.FOLDER / "rtl_2" / "project.json"
    before = made.stat().st_mtime_ns
    found = explored(run)
    assert explore(run) == found
    assert made.stat().st_mtime_ns == before


def test_multiplexers_widen_the_band(run: Run) -> None:
    folder = run.folder / intervals.FOLDER / "rtl_6"
    project, turns = RtlProject.load(folder), Schedule.load(folder)
    usage, timing = intervals.estimate(project, turns)
    assert usage.lut.stage == intervals.STAGE
    assert "multiplexers" in usage.lut.note
    adders = calibration().lut_per_cost_outside
    assert usage.lut.value == pytest.approx(adders.value * project.adder_cost + 2 * turns.chunk_bits)
    assert usage.lut.high == pytest.approx(adders.high * project.adder_cost + 2 * turns.chunk_bits)
    assert usage.lut.low is not None
    assert usage.ff.low == 0
    assert timing.latency_cycles.value == project.latency_cycles
    assert of_adders(project)[0].lut.value < usage.lut.value  # type: ignore[operator]


def test_a_design_from_words_is_refused(tmp_path: Path) -> None:
    design = fake_design(fake_jets(tmp_path), firmware=Firmware(inputs="words"))
    with pytest.raises(RunError, match="starts from words"):
        explore(replace(trained(tmp_path / "run", design)))
