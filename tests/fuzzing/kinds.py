"""The kinds of input: the file to damage, its format, the verbs that read it, and rules that sensible values obey."""

from __future__ import annotations

from dataclasses import dataclass, field

from .sense import Rules, amount, count, known_amount, number, positive, positive_or_none, text

CHECK, COMPARE, REPORT = "check run", "compare run run", "report run"
STATUS, HOLD = "sweep status sweep", "check sweep --baseline sweep/baseline.yaml"
GOING = "sweep status going"
CALIBRATE = "calibrate -o new.jsonl"
STUDY = "sweep {0}/config/sweep.yaml -o {0} --yes"
BASELINE = "baseline sweep -o new.yaml"
TIMES: Rules = {"timing.*.value": known_amount}


@dataclass(frozen=True)
class Kind:
    """One kind of input.

    file: the file to damage, inside the folder `folders[0]`; may contain a *. how: its format. verbs: one of them is
    drawn for each input; rare: verbs that take seconds, drawn once in twenty; without: files to remove, so that the
    damaged file is read. rules: see `sense.nonsense`; most_bits: see `sense.nonsense_arrays`; forgiven: whether a
    senseless file may be ignored, as a checkpoint is; slow: whether an input takes a second or more.
    """

    name: str
    file: str
    how: str
    verbs: tuple[str, ...]
    rules: Rules = field(default_factory=dict)
    folders: tuple[str, ...] = ("run",)
    rare: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    weight: int = 4
    most_bits: int | None = None
    forgiven: bool = False
    slow: bool = False


_FIGURES: Rules = {"usage.*.value": known_amount} | TIMES
_TEXTS = dict.fromkeys(("name", "part", "tool", "net"), text)
_RTL: Rules = {
    "clock_ns": positive,
    "levels_a_stage": positive,
    "adder_cost": amount,
    "port_shape.*": positive,
    "outputs.*.*": positive,
    "flavor": text,
    **dict.fromkeys(("stages", "register_bits", "multipliers", "lookups"), count),
    **_TEXTS,
}
_HLS: Rules = {
    "clock_ns": positive,
    "clock_uncertainty_percent": amount,
    "tensors.*.shape.*": positive,
    **dict.fromkeys(("port", "outputs.*", "tensors.*.layer"), text),
    **_TEXTS,
}
_NUMBERS: Rules = {"tolerances.*": amount, "designs.*.score.error": amount, "designs.*.lut.value": amount}
_RUN = (
    Kind("design of a run", "design.yaml", "yaml", (CHECK, COMPARE, "train run", "estimate run")),
    Kind("net.json", "net.json", "json", (CHECK, COMPARE, "estimate run"), rare=("rtl run", "convert run"), weight=8),
    Kind("net.npz", "net.npz", "npz", (CHECK, COMPARE), rare=("rtl run", "convert run"), weight=8, most_bits=10_000),
    Kind("metrics", "metrics.json", "json", (COMPARE,), {"score.error": amount, "score.value": number}, rare=(REPORT,)),
    Kind("history", "history.json", "json", (COMPARE,), {"epochs.*.epoch": positive}, rare=(REPORT,)),
    Kind("agreement", "agreement.json", "json", (CHECK, COMPARE, "rtl run"),
         {"rows.*.samples": count, "rows.*.mismatches": count}),
    Kind("estimate", "estimate.json", "json", (CHECK, COMPARE, "estimate run"), _FIGURES),
    Kind("verdict", "verdict.json", "json", (COMPARE,), {"limits.share": positive, "limits.latency_ns": positive}),
    Kind("versions", "versions.json", "json", (COMPARE,), {"*": text}),
    Kind("rtl.json", "rtl.json", "json", (CHECK, COMPARE), rare=("rtl run",)),
    Kind("hls.json", "hls.json", "json", ("convert run",)),  # no other verb reads it
    Kind("rtl project", "rtl/project.json", "json", ("estimate run", CHECK, "synth run --tool vivado"), _RTL,
         without=("estimate.json",), weight=8),
    Kind("rtl project kept", "rtl/project.json", "json", ("rtl run", "rtl run --cosim"), _RTL),
    Kind("rtl ports", "rtl/ports.json", "json", ("rtl run --cosim",)),
    Kind("rtl logic", "rtl/logic.json.gz", "json.gz", ("rtl run",), without=("agreement.json",)),
    Kind("hls project", "hls/hls_project.json", "json", ("csim run", "synth run --tool vitis"), _HLS,
         without=("agreement.json",), weight=8),
    Kind("golden vectors", "hls/tb_data/*", "text", ("rebuild run --check",), weight=6, slow=True),
    Kind("cosim", "cosim.json", "json", (CHECK, COMPARE), TIMES),
    Kind("synth_yosys", "synth_yosys.json", "json", (COMPARE,), {"carry4": count, "depth": count} | _FIGURES),
    Kind("intervals", "intervals.json", "json", (COMPARE,),
         {"period_ns": positive, "crossing_cycles": positive, "rows.?.interval_cycles": positive,
          "rows.?.candidates": positive, "rows.?.firmware": text}, rare=(REPORT,)),
    Kind("synth_vitis", "synth_vitis.json", "json", (CHECK, COMPARE),
         {"rows.?.clock_ns": positive, "rows.?.seconds": amount, "rows.?.tool": text}, rare=(REPORT,)),
    Kind("scores", "scores.npz", "npz", (REPORT,), weight=1, slow=True),
    Kind("checkpoint", "checkpoint.npz", "npz", ("probe checkpoint",), forgiven=True),
    Kind("progress", "progress.json", "json", (COMPARE,), {"stage": text}),
    Kind("calibration", "calibration.jsonl", "jsonl", (CHECK, COMPARE),
         {"*.vivado.lut": amount, "*.expected.cost": amount}),
)  # fmt: skip
_SWEEP = (
    Kind("sweep.json", "sweep.json", "json", (STATUS, HOLD, BASELINE, "sweep watch sweep"), folders=("sweep",),
         rare=("report sweep",), weight=8),
    Kind("baseline", "baseline.yaml", "yaml", (HOLD, "baseline sweep -o sweep/baseline.yaml"), _NUMBERS,
         folders=("sweep",), weight=8),
    Kind("stages of a sweep", "*/stages.jsonl", "jsonl", (GOING,), {"?.seconds": amount}, folders=("going",)),
    Kind("progress of a sweep", "*/progress.json", "json", (GOING,), {"stage": text}, folders=("going",)),
    Kind("design of a sweep", "*/design.yaml", "yaml", (STATUS, HOLD, BASELINE), folders=("sweep",)),
    # no verb reads those of a design that was dropped
    Kind("metrics of a sweep", "*/metrics.json", "json", (HOLD,), folders=("sweep",), forgiven=True),
)  # fmt: skip
_SINGLE = (
    Kind("design", "design.yaml", "yaml", ("train single/design.yaml -o new",), folders=("single",), weight=8),
    Kind("sweep", "sweep.yaml", "yaml", ("sweep single/sweep.yaml -o new --yes", "sweep job-script single/sweep.yaml"),
         folders=("single",), weight=8),
    Kind("simulation", "simulation.yaml", "yaml", ("jets simulate single/simulation.yaml -o new.npz",),
         folders=("single",), weight=6),
    Kind("budget", "budget.yaml", "yaml", ("check run --budget single/budget.yaml",),
         {"latency_ns": positive, "interval_ns": positive, "share": positive, "slr": positive_or_none},
         folders=("single", "run")),
    Kind("jets", "jets.npz", "npz", ("jets info single/jets.npz",), folders=("single",), weight=8),
    Kind("pairs", "pairs.jsonl", "jsonl", ("calibrate single/pairs.jsonl -o new.jsonl",),
         {"*.vivado.*": amount, "*.expected.*": amount}, folders=("single",)),
    Kind("csynth.xml", "reports/tagger_csynth.xml", "text", (f"{CALIBRATE} single/reports",), folders=("single",)),
    Kind("csynth.rpt", "texts/tagger_csynth.rpt", "text", (f"{CALIBRATE} single/texts",), folders=("single",)),
    Kind("utilisation.rpt", "texts/routed.rpt", "text", (f"{CALIBRATE} single/texts",), folders=("single",)),
    Kind("study.db", "study.db", "bytes", (STUDY.format("study"),), folders=("study",)),
    Kind("journal", "journal.log", "jsonl", (STUDY.format("journal"),), folders=("journal",), weight=6),
)  # fmt: skip
FILES: dict[str, Kind] = {kind.name.replace(" ", "-"): kind for kind in (*_RUN, *_SWEEP, *_SINGLE)}
