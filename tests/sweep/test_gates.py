from functools import partial

import pytest

from codesign.cost.figures import Figure, Timing, Usage
from codesign.design.architectures.config import ArchitectureConfig
from codesign.design.architectures.inputs import Inputs
from codesign.design.design import Design, Precision
from codesign.errors import RunError
from codesign.jets.features import features_of, types_of
from codesign.net.agreement import Agreement
from codesign.runs import stages
from codesign.runs.proof import firmware_of
from codesign.sweep.engine import prepare
from codesign.sweep.gates import before_training, is_over, select
from codesign.sweep.prior import adder_levels, bit_operations, cannot_fit
from codesign.sweep.state import Decision
from codesign.sweep.stopping import STOPPED
from tests.fake_runs import frozen_net


def test_another_sweep_does_not_overwrite_a_run(config, tmp_path):
    sweep = prepare(config, tmp_path / "runs")
    victim = sweep.runs[0].folder / "design.yaml"
    victim.write_text(victim.read_text().replace("seed: 1", "seed: 2"))
    with pytest.raises(RunError, match="holds design"):
        prepare(config, tmp_path / "runs")


def finished(run, score, lut, outcome="INCONCLUSIVE"):
    """Writes everything into a run that the gates read; the clock is not routed, so the verdict is never PASS."""
    figure = partial(Figure.exactly, kind="estimated", stage="test", tool="test")
    dsp = 1e6 if outcome == "FAIL" else 0
    usage = Usage(lut=figure(lut), ff=figure(0), dsp=figure(dsp), bram18=figure(0), uram=figure(0))
    timing = Timing(clock_ns=figure(2.778), latency_cycles=figure(20), interval_cycles=figure(1))
    frozen_net(run.design, types_of(features_of(run.design.jets.features)), seed=1).save(run.folder)
    net = run.net.key
    jets = {"file": "jets.npz", "digest": "0", "train": 100, "test": 100}
    row = {"name": "macro AUC", "value": score, "error": 0.001}
    run.write("metrics.json", {"net": net, "classes": ["b", "light"], "jets": jets, "score": row})
    run.write("estimate.json", {"net": net, "usage": usage.to_dict(), "timing": timing.to_dict()})
    agreed(run, "framework", "rtl")
    assert stages.check(run).outcome == outcome


def agreed(run, *witnesses, **mismatches):
    """Writes rows of witnesses on all inputs of the contract. mismatches: witness -> wrong outputs on jets."""
    counts = {"jets": 10_000, "overflow": 10_000, "zero": 1, "maximum": 1, "minimum": 1, "one_candidate": 1000}
    rows = []
    for witness in witnesses:
        for kind, count in counts.items():
            wrong = mismatches.get(witness, 0) if kind == "jets" else 0
            numbers = (8 * count, wrong, float(wrong), None, 0, count, firmware_of(run, witness))
            rows.append(Agreement(witness, "reference", kind, *numbers).to_dict())
    run.write("agreement.json", {"net": run.net.key, "rows": rows})


def kept(sweep):
    reasons = {key: decision.why for key, decision in select(sweep).items()}
    return [run.folder.name for run in sweep.runs if not reasons[run.folder.name]], reasons


def test_survivors_are_on_the_front_and_inside_the_budget(config, tmp_path):
    sweep = prepare(config, tmp_path / "runs")
    for run, values in zip(sweep.runs, [(0.80, 100), (0.85, 200), (0.84, 250), (0.90, 900, "FAIL")], strict=True):
        finished(run, *values)
    names, reasons = kept(sweep)
    assert names == [sweep.runs[0].folder.name, sweep.runs[1].folder.name]
    assert reasons[sweep.runs[2].folder.name].startswith(sweep.runs[1].design.name)
    assert reasons[sweep.runs[3].folder.name] == "breaks its budget: DSP, 1 of 4 SLRs"


def test_equal_designs_do_not_drop_each_other(config, tmp_path):
    sweep = prepare(config, tmp_path / "runs")
    for run in sweep.runs:
        finished(run, 0.8, 100)
    assert len(kept(sweep)[0]) == 2  # `keep: 2` drops the rest
    assert sum(reason == "not among the best 2" for reason in kept(sweep)[1].values()) == 2


def test_a_design_that_is_not_exact_is_no_survivor(config, tmp_path):
    sweep = prepare(config, tmp_path / "runs")
    for run in sweep.runs:
        finished(run, 0.8, 100)
    agreed(sweep.runs[0], "framework", "rtl", rtl=3)
    agreed(sweep.runs[1], "framework")
    reasons = kept(sweep)[1]
    assert reasons[sweep.runs[0].folder.name] == "failed: 3 outputs of rtl differ from the reference"
    assert reasons[sweep.runs[1].folder.name] == "failed: rtl was not compared"


def test_a_failed_design_is_reported_and_the_others_are_kept(config, tmp_path):
    sweep = prepare(config, tmp_path / "runs")
    sweep.runs[0].write("progress.json", {"stage": "failed", "error": "no jets"})
    for run in sweep.runs[1:3]:
        finished(run, 0.8, 100)
    names, reasons = kept(sweep)
    assert len(names) == 2
    assert reasons[sweep.runs[0].folder.name] == "failed: no jets"


def test_the_funnel_counts_what_each_gate_dropped(config, tmp_path):
    sweep = prepare(config, tmp_path / "runs")
    values = [(0.80, 100), (0.79, 200), (0.85, 900, "FAIL"), (0.84, 300)]
    for run, row in zip(sweep.runs, values, strict=True):
        finished(run, *row)
    funnel = {gate.name: gate for gate in sweep.decided(select(sweep)).funnel}
    assert [gate.entered for gate in funnel.values()] == [4, 4, 4, 4, 3, 2, 2]
    assert funnel["inside the budget"].dropped == {sweep.runs[2].folder.name: "breaks its budget: DSP, 1 of 4 SLRs"}
    assert list(funnel["Pareto front"].dropped) == [sweep.runs[1].folder.name]
    assert "least score" not in funnel
    assert "early stopping" not in funnel


def test_a_least_score_drops_what_scores_less(config, tmp_path):
    config.write_text(config.read_text() + "gates: {least_score: 0.82}\n")
    sweep = prepare(config, tmp_path / "runs")
    for run, score in zip(sweep.runs, (0.80, 0.82, 0.83, 0.81), strict=True):
        finished(run, score, 100 * score)
    assert [d.gate for d in select(sweep).values()] == ["score", "", "", "score"]


def test_a_stopped_training_is_over_and_says_why(config, tmp_path):
    sweep = prepare(config, tmp_path / "runs")
    run = sweep.runs[0]
    assert not is_over(run)
    run.write(STOPPED, {"why": "stopped after epoch 3 of 9", "epochs": []})
    assert is_over(run)
    assert select(sweep)[run.folder.name] == Decision("stopping", "stopped after epoch 3 of 9")


def test_what_cannot_fit_is_dropped_before_training(config, tmp_path):
    (config.parent / "base.yaml").write_text(
        "name: base\nfrontend: qkeras\narchitecture: {name: mlp, sizes: {hidden: [224]}}\n"
    )
    sweep = prepare(config, tmp_path / "runs")
    dropped = before_training(sweep.runs, sweep.config.gates)
    wide = [run for run in sweep.runs if run.design.precision.weights == 5 and run.design.pruning.sparsity == 0]
    assert [run.folder.name for run in wide] == list(dropped)
    (decision,) = dropped.values()
    assert decision.gate == "estimate"
    assert "LUT, 1 of 4 SLRs: at least" in decision.why
    assert before_training(sweep.runs, sweep.config.gates.model_copy(update={"before_training": False})) == {}


def test_a_small_design_is_never_impossible(config, tmp_path):
    assert not any(cannot_fit(run.design) for run in prepare(config, tmp_path / "runs").runs)


def test_bit_operations_and_levels_of_a_network_on_sums_by_hand():
    precision = Precision(inputs=7, weights=5, activations=6)
    alone = Design(architecture=ArchitectureConfig(name="mlp_sums"), precision=precision)
    # 40 sums to 32, 16 and 8 units
    assert bit_operations(alone, alone.graph) == 40 * 32 * 7 * 5 + (32 * 16 + 16 * 8) * 6 * 5
    # a sum of 16 candidates; 40, 32 and 16 terms and a bias
    assert adder_levels(alone.graph) == 4 + 6 + 6 + 5
    sizes = {"phi": [8], "rho": [4]}
    beside = Design(
        architecture=ArchitectureConfig(name="deep_set", sizes=sizes), precision=precision, inputs=Inputs(sums=("pt",))
    )
    on_candidates = 16 * 20 * 8 * 7 * 5
    assert bit_operations(beside, beside.graph) == on_candidates + (8 * 6 + 10 * 7) * 4 * 5 + 4 * 8 * 6 * 5
