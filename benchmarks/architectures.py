"""Every architecture on the same jets: how well it tags, what it costs, and its latency.

Reads the sweep of configs/sweeps/architectures.yaml, also trains the CMS reference network at its published widths, and
writes its numbers in docs/results.md and its picture.

    make bench-architectures
"""

import argparse
from pathlib import Path
from typing import Any

from doc_data import Table
from doc_numbers import publish
from matplotlib import figure as plot

from codesign.base.config import load
from codesign.cost.figures import Figure
from codesign.design.design import Design
from codesign.report.plots.roc import DASHES, PALETTE, styled
from codesign.runs import stages
from codesign.runs.proof import agreements
from codesign.runs.run import Run
from codesign.sweep import Sweep
from codesign.training.train import freeze, train

REFERENCE = Path("configs/taggers/cms_ng.yaml")
PICTURE = Path("docs/architectures.svg")
COMMAND = "make bench-architectures"
COST = ("LUT (estimated)", "{lut:,.0f} ({lut_low:,.0f} to {lut_high:,.0f})")
SCORES = [("macro AUC", "{auc:.4f} ± {error:.4f}"), ("b", "{b:.3f}"), ("tau", "{tau:.3f}")]
MARKERS = "osD^v<>pP*XhH"


def main() -> None:
    """Writes the numbers and the picture."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sweep", type=Path, help="folder of the sweep")
    sweep = Sweep.open(parser.parse_args().sweep)
    runs = [run for run in (*sweep.runs, reference(sweep)) if run.has("estimate.json")]
    rows = sorted((row_of(run) for run in runs), key=lambda row: -row["auc"])
    jets = runs[0].read("metrics.json")["jets"]
    values = jets_and_training(jets, runs[0].design)
    publish("architectures", COMMAND, values, {"designs": table(rows), "classes": per_class(runs[0], rows)})
    draw(rows, f"{jets['train']:,} training jets, {jets['test']:,} test jets").savefig(PICTURE, metadata={"Date": None})
    failed = [run.design.name for run in sweep.runs if not run.has("estimate.json")]
    print(f"written: {PICTURE}" + (f"; without a result: {', '.join(failed)}" if failed else ""))


def reference(sweep: Sweep, seed: int | None = None) -> Run:
    """The CMS network at its published widths, with the jets and training of the sweep's first design.

    seed: of the training, by default that of the first design.
    """
    common = sweep.runs[0].design
    same = {key: getattr(common, key).model_dump(mode="json") for key in ("jets", "training")}
    if seed is not None:
        same["training"]["seed"] = seed
    design, folder = load(REFERENCE, Design, same), sweep.folder
    run = Run.create(design, folder / design.key)
    if not run.has("estimate.json"):
        freeze(run, train(run, lambda row: print(design.name, row)))
        stages.rtl(run)
        stages.estimate(run)
        stages.check(run)
    return run


def row_of(run: Run) -> dict[str, Any]:
    """The numbers of one design for the tables; SystemExit if a witness differs from the reference."""
    wrong = [a for a in agreements(run) if not a.exact]
    if wrong:
        raise SystemExit(f"{run.folder}: {wrong[0].witness} differs from the reference; it has no place in a table")
    metrics, (usage, timing) = run.read("metrics.json"), stages.estimated(run)
    design, (_, verdict) = run.design, stages.verdict(run) or ("", stages.check(run))
    return {
        "name": design.architecture.name + (" (published widths)" if design.frontend != "hgq" else ""),
        "bits": design.precision.weights,
        "frontend": design.frontend,
        "overflow": design.precision.overflow,
        "auc": metrics["macro"]["auc"],
        "error": metrics["macro"]["error"],
        **{f"auc_{name}": row["auc"] for name, row in metrics["one_against_rest"].items()},
        **{row["signal"]: row["efficiency"] for row in metrics["efficiencies"]},
        **banded("lut", usage.lut),
        "cycles": timing.latency_cycles.value,
        "interval": timing.interval_cycles.value,
        **banded("ns", timing.latency_ns(design.firmware.period_ns)),
        "verdict": verdict.short,
    }


def banded(name: str, figure: Figure) -> dict[str, float | None]:
    """A figure as `name`, and the ends of its band as `name_low` and `name_high`."""
    return {name: figure.value, f"{name}_low": figure.low, f"{name}_high": figure.high}


def jets_and_training(jets: dict[str, Any], design: Design) -> dict[str, Any]:
    """What the text above a table says of the jets and of the training."""
    t = design.training
    sample = {"train": jets["train"], "test": jets["test"], "file": f"`{jets['file']}`"}
    return sample | {"epochs": t.epochs, "batch": t.batch_size, "seed": t.seed, "input_bits": design.precision.inputs}


def table(rows: list[dict[str, Any]]) -> Table:
    """The main table, with the rows in their order."""
    columns = [
        ("architecture", "`{name}`"),
        ("bits", "{bits}"),
        *SCORES,
        COST,
        ("cycles", "{cycles:.0f}"),
        ("interval", "{interval:.0f}"),
        ("latency ns", "{ns:.0f}"),
        ("verdict", "{verdict}"),
    ]
    return Table(columns, [{k: v for k, v in row.items() if not k.startswith("auc_")} for row in rows])


def per_class(run: Run, rows: list[dict[str, Any]]) -> Table:
    """The table of the AUC of each class against all others. run: one of the rows, for the order of the classes."""
    classes = list(run.read("metrics.json")["one_against_rest"])
    columns = [("architecture", "`{name}`"), ("bits", "{bits}"), *((c, f"{{auc_{c}:.3f}}") for c in classes)]
    return Table(columns, [{k: row[k] for k in ("name", "bits", *(f"auc_{c}" for c in classes))} for row in rows])


def draw(rows: list[dict[str, Any]], caption: str) -> plot.Figure:
    """AUC against LUT: one colour and marker per architecture, its two bit widths joined by a line."""
    with styled():
        figure = plot.Figure(figsize=(10, 6.5), layout="constrained")
        axes = figure.subplots()
        names = list(dict.fromkeys(row["name"] for row in rows))
        for number, name in enumerate(names):
            points = sorted((r for r in rows if r["name"] == name), key=lambda r: r["bits"])
            axes.errorbar(
                [p["lut"] for p in points],
                [p["auc"] for p in points],
                xerr=[[p["lut"] - p["lut_low"] for p in points], [p["lut_high"] - p["lut"] for p in points]],
                yerr=[p["error"] for p in points],
                label=name.replace("_", " "),
                color=PALETTE[number % len(PALETTE)],
                marker=MARKERS[number % len(MARKERS)],
                linestyle=DASHES[number // len(PALETTE) % len(DASHES)],
                linewidth=1,
            )
        axes.set(
            xscale="log", xlabel="LUT (estimated from the RTL trace)", ylabel="macro AUC, one class against the rest"
        )
        axes.set_title(caption, fontsize=12, loc="left")
        axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return figure


if __name__ == "__main__":
    main()
