import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.report.baseline import Baseline, Designs, Tolerances
from codesign.report.regression_gate import Change, Comparison, _outcome, compare, summary
from codesign.runs.run import Run
from tests.fake_runs import agrees, fake_design, fake_jets, fake_sweep, trained, write_sweep

QUANTITIES = 10  # three witnesses, score, LUT, the expected clock, cycles and ns of latency and interval


@pytest.fixture(scope="session")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished sweep of sparse0.0, sparse0.4 (dropped) and sparse0.7; tests must not change it."""
    return fake_sweep(tmp_path_factory.mktemp("sweep"), fake_jets(tmp_path_factory.mktemp("jets")))


@pytest.fixture
def sweep(swept: Path, tmp_path: Path) -> Path:
    """A copy of the finished sweep, which a test may change."""
    return shutil.copytree(swept, tmp_path / "sweep")


def run_of(sweep: Path, name: str) -> Run:
    return Designs.open(sweep).runs[name]


def baseline_of(sweep: Path, tolerances: dict[str, Any] | None = None, **changes: Any) -> Baseline:
    """The baseline of a sweep. changes: fields of sparse0.0 to replace; a dict such as {"value": ...} is merged in."""
    designs = Designs.open(sweep).records()
    data = json.loads(designs["sparse0.0"].model_dump_json())
    for name, change in changes.items():
        data[name] = data[name] | change if isinstance(change, dict) and data[name] else change
    changed = type(designs["sparse0.0"]).model_validate_json(json.dumps(data))
    return Baseline(tolerances=Tolerances(**(tolerances or {})), designs=designs | {"sparse0.0": changed})


def held(sweep: Path, tolerances: dict[str, Any] | None = None, **changes: Any) -> Comparison:
    return compare(baseline_of(sweep, tolerances, **changes), Designs.open(sweep))


def only(lines: list[Change]) -> Change:
    (line,) = lines
    return line


def test_a_change_that_may_be_meant_names_the_update(swept: Path) -> None:
    sentences = summary(held(swept, lut={"value": 1.0}), swept, Path("b.yaml"))
    assert sentences[-1] == f"if that is meant: codesign baseline {swept} -o b.yaml --force"


def test_a_sweep_is_as_good_as_itself(swept: Path) -> None:
    comparison = held(swept)
    assert len(comparison.having("SAME")) == len(comparison.lines) == 2 * QUANTITIES
    assert comparison.exit_code == 0
    assert summary(comparison, swept, Path("b.yaml")) == [
        f"2 designs held against b.yaml, {2 * QUANTITIES} quantities: 0 worse, 0 not comparable, 0 better"
    ]


@pytest.mark.parametrize(
    ("value", "outcome"), [(24_000, "SAME"), (23_999, "WORSE"), (40_000, "SAME"), (40_001, "BETTER")]
)
def test_lut_may_grow_by_its_share_and_not_by_one_more(swept: Path, value: int, outcome: str) -> None:
    comparison = held(swept, {"lut": 0.25}, lut={"value": value})
    line = next(line for line in comparison.lines if line.design == "sparse0.0" and line.quantity == "LUT")
    assert (line.now, line.tolerance, line.outcome) == ("30,000", "25 %", outcome)
    assert comparison.exit_code == (outcome == "WORSE")
    assert line.command == f"codesign estimate {run_of(swept, 'sparse0.0').folder}"


def test_what_is_better_passes_and_the_update_is_named(swept: Path) -> None:
    comparison = held(swept, lut={"value": 50_000.0})
    assert only(comparison.having("BETTER")).baseline == "50,000"
    assert comparison.exit_code == 0
    assert (
        summary(comparison, swept, Path("b.yaml"))[-1]
        == f"update the baseline with: codesign baseline {swept} -o b.yaml"
    )


def test_the_score_may_fall_by_its_tolerance_or_its_error_whichever_is_more(swept: Path) -> None:
    now = baseline_of(swept).designs["sparse0.0"].score
    assert now is not None

    def outcome(drop: float, error: float, **tolerances: float) -> str:
        comparison = held(swept, tolerances, score={"value": now.value + drop, "error": error})
        return next(line.outcome for line in comparison.lines if line.quantity == "macro AUC")

    assert outcome(0.004, 0.0) == "WORSE"
    assert outcome(0.002, 0.0) == "SAME"
    assert outcome(0.004, 0.005) == "SAME"
    assert outcome(0.004, 0.005, score_errors=0.5) == "WORSE"
    assert outcome(0.004, 0.0, score=0.01) == "SAME"
    assert outcome(-0.004, 0.0) == "BETTER"


def test_no_cycle_more_is_allowed_and_the_interval_is_held_too(swept: Path) -> None:
    comparison = held(swept, latency_cycles={"value": 9.0}, interval_cycles={"value": 0.5})
    assert [line.quantity for line in comparison.having("WORSE")] == ["latency (cycles)", "interval (cycles)"]
    line = comparison.having("WORSE")[0]
    assert (line.baseline, line.now, line.tolerance) == ("9", "10", "0")


def test_cycles_that_may_be_more_may_also_take_their_time(swept: Path) -> None:
    nine = {"latency_cycles": {"value": 9.0}, "latency_ns": {"value": 9 * 2.778}}
    assert len(held(swept, **nine).having("WORSE")) == 2
    assert held(swept, {"latency_cycles": 1}, **nine).exit_code == 0


def test_a_slower_clock_is_worse_though_the_cycles_are_the_same(swept: Path) -> None:
    comparison = held(swept, latency_ns={"value": 27.0}, interval_ns={"value": 2.7})
    assert [line.quantity for line in comparison.having("WORSE")] == ["latency (ns)", "interval (ns)"]
    assert held(swept, {"clock": 0.03}, latency_ns={"value": 27.0}, interval_ns={"value": 2.7}).exit_code == 0


def test_a_longer_expected_clock_is_worse_though_no_time_at_the_asked_one_is(swept: Path) -> None:
    comparison = held(swept, clock_ns={"value": 2.7})
    assert [line.quantity for line in comparison.having("WORSE")] == ["clock expected (ns)"]
    assert held(swept, {"clock": 0.03}, clock_ns={"value": 2.7}).exit_code == 0


def test_a_baseline_of_an_earlier_version_has_no_expected_clock(swept: Path) -> None:
    comparison = held(swept, clock_ns=None)
    assert comparison.exit_code == 0
    assert len(comparison.lines) == 2 * QUANTITIES - 1


def test_one_differing_output_is_worse_and_no_tolerance_helps(sweep: Path) -> None:
    baseline = baseline_of(sweep, {"score": 1.0, "lut": 9.0})
    run = run_of(sweep, "sparse0.7")
    data = run.read("agreement.json")
    row = next(row for row in data["rows"] if row["witness"] == "csim")
    row["mismatches"] = 1
    run.write("agreement.json", data)
    line = only(compare(baseline, Designs.open(sweep)).having("WORSE"))
    assert (line.design, line.quantity, line.baseline, line.tolerance) == ("sparse0.7", "csim", "exact", "none")
    assert line.now.startswith("1 of ")
    assert line.command == f"codesign csim {run.folder} --trace"
    assert not [
        sentence
        for sentence in summary(compare(baseline, Designs.open(sweep)), sweep, Path("b"))
        if "--force" in sentence
    ]


def test_a_witness_that_was_not_in_the_baseline_must_not_differ_either(sweep: Path) -> None:
    baseline = baseline_of(sweep)
    agrees(run_of(sweep, "sparse0.0"), "verilator", wrong_lsb=1.0)
    line = only(compare(baseline, Designs.open(sweep)).having("WORSE"))
    assert (line.quantity, line.baseline) == ("verilator", "not compared")
    assert line.command.endswith("--cosim")


def test_a_design_that_is_no_longer_proven_is_worse_and_the_proof_is_named(swept: Path) -> None:
    baseline = baseline_of(swept)
    dropped = baseline.designs["sparse0.0"]
    designs = Designs.open(swept)
    folder = designs.runs["sparse0.4"].folder
    baseline = baseline.model_copy(update={"designs": {"sparse0.4": dropped}})
    line = next(line for line in compare(baseline, designs).having("WORSE") if line.quantity == "csim")
    assert line.now == f"not compared; dropped: {designs.reasons['sparse0.4']}"
    assert line.command == f"codesign convert {folder} && codesign csim {folder} --trace"


def test_a_missing_design_is_worse(swept: Path) -> None:
    baseline = baseline_of(swept)
    baseline = baseline.model_copy(update={"designs": {"gone": baseline.designs["sparse0.0"]}})
    comparison = compare(baseline, Designs.open(swept))
    line = only(list(comparison.lines))
    assert (line.design, line.now, line.outcome) == ("gone", "missing", "WORSE")
    assert line.command == f"codesign sweep CONFIG -o {swept}"
    assert comparison.unknown == ("sparse0.0", "sparse0.7")


def test_a_failed_design_is_worse_and_says_why(swept: Path, tmp_path: Path) -> None:
    baseline = baseline_of(swept)
    (name, record), *_ = baseline.designs.items()
    run = trained(tmp_path / "runs" / "0", fake_design(tmp_path / "jets.npz", name))
    run.write("progress.json", {"stage": "failed", "error": "out of memory"})
    write_sweep(tmp_path / "runs", [run], {"0": "failed: out of memory"})
    baseline = baseline.model_copy(update={"designs": {name: record}})
    line = only(list(compare(baseline, Designs.open(tmp_path / "runs")).lines))
    assert (line.quantity, line.now, line.outcome) == ("design", "out of memory", "WORSE")
    assert line.command == f"codesign freeze {run.folder}"


def test_other_jets_are_not_compared(swept: Path) -> None:
    comparison = held(swept, jets={"digest": "f" * 64})
    line = only(comparison.objections)
    assert (line.quantity, line.baseline, line.outcome) == ("jets", "digest ffffffffffff", "INCONCLUSIVE")
    assert not [line for line in comparison.lines if line.design == "sparse0.0" and line.quantity == "LUT"]
    assert comparison.exit_code == 2


def test_the_same_jets_in_another_place_are_the_same(swept: Path) -> None:
    assert held(swept, jets={"file": "elsewhere.npz"}).exit_code == 0


def test_a_design_that_differs_is_worse_on_any_jets(sweep: Path) -> None:
    baseline = baseline_of(sweep, jets={"test": 5})
    agrees(run_of(sweep, "sparse0.0"), "verilator", wrong_lsb=1.0)
    comparison = compare(baseline, Designs.open(sweep))
    assert comparison.having("INCONCLUSIVE")
    assert comparison.exit_code == 1


def test_a_routed_figure_is_not_compared_with_an_estimate(swept: Path) -> None:
    comparison = held(swept, lut={"value": 30_000.0, "kind": "measured", "stage": "post-route"})
    line = only(comparison.objections)
    assert (line.baseline, line.now) == ("30,000 measured: post-route", "30,000 estimated: RTL trace")
    assert comparison.exit_code == 2


def test_what_was_never_known_is_not_asked_for(swept: Path) -> None:
    comparison = held(swept, lut={"value": None, "kind": "unavailable"})
    assert comparison.exit_code == 0
    assert len(comparison.lines) == 2 * QUANTITIES - 1


def test_scores_of_two_kinds_are_not_compared(swept: Path) -> None:
    assert only(held(swept, score={"name": "width reduction"}).objections).outcome == "INCONCLUSIVE"


def test_another_version_is_named_where_something_got_worse(swept: Path) -> None:
    old = baseline_of(swept).designs["sparse0.0"].versions | {"numpy": "1.0"}
    worse = held(swept, lut={"value": 1.0}, versions=old)
    assert any("numpy 1.0, now " in line for line in summary(worse, swept, Path("b.yaml")))
    assert not any("numpy" in line for line in summary(held(swept, versions=old), swept, Path("b.yaml")))


def test_a_run_is_held_against_its_own_design_alone(swept: Path) -> None:
    baseline, run = baseline_of(swept), Designs.open(run_of(swept, "sparse0.7").folder)
    assert {line.design for line in compare(baseline, run).lines} == {"sparse0.7"}
    assert compare(baseline, run).exit_code == 0


def test_a_run_that_the_baseline_does_not_know_does_not_pass(swept: Path) -> None:
    comparison = compare(baseline_of(swept), Designs.open(run_of(swept, "sparse0.4").folder))
    assert (comparison.lines, comparison.unknown, comparison.exit_code) == ((), ("sparse0.4",), 2)


@given(growth=st.floats(-1e6, 1e6), allowed=st.floats(0, 1e6))
def test_worse_and_better_mirror_each_other_around_the_tolerance(growth: float, allowed: float) -> None:
    outcome, mirrored = _outcome(growth, allowed), _outcome(-growth, allowed)
    assert (outcome == "SAME") == (abs(growth) <= allowed)
    assert {outcome, mirrored} in ({"SAME"}, {"WORSE", "BETTER"})
