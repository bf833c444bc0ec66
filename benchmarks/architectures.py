"""Every architecture on the same jets: how well it tags, what it costs, and its latency.

Reads the sweep of configs/sweeps/architectures.yaml, also trains the CMS reference network at its published widths, and
writes the section `architectures` of docs/results.md and its picture.

    make bench-architectures
"""

import argparse
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure
from sections import replace_section

from codesign.base.config import load
from codesign.design.design import Design
from codesign.report.plots.roc import DASHES, PALETTE, styled
from codesign.runs import stages
from codesign.runs.proof import agreements
from codesign.runs.run import Run
from codesign.sweep import Sweep
from codesign.training.train import freeze, train

REFERENCE = Path("configs/taggers/cms_ng.yaml")
PAGE, PICTURE = Path("docs/results.md"), Path("docs/architectures.svg")
MARKERS = "osD^v<>pP*XhH"


def main() -> None:
    """Writes the section and the picture."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sweep", type=Path, help="folder of the sweep")
    sweep = Sweep.open(parser.parse_args().sweep)
    runs = [run for run in (*sweep.runs, reference(sweep)) if run.has("estimate.json")]
    rows = sorted((row_of(run) for run in runs), key=lambda row: -row["auc"])
    jets = runs[0].read("metrics.json")["jets"]
    replace_section(PAGE, "architectures", f"{sentence(jets, runs[0].design)}\n\n{table(rows)}\n\n{per_class(rows)}")
    draw(rows, f"{jets['train']:,} training jets, {jets['test']:,} test jets").savefig(PICTURE, metadata={"Date": None})
    failed = [run.design.name for run in sweep.runs if not run.has("estimate.json")]
    print(
        f"{len(rows)} designs in {PAGE} and {PICTURE}" + (f"; without a result: {', '.join(failed)}" if failed else "")
    )


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
        "classes": {name: row["auc"] for name, row in metrics["one_against_rest"].items()},
        "efficiencies": {row["signal"]: row["efficiency"] for row in metrics["efficiencies"]},
        "lut": usage.lut,
        "cycles": timing.latency_cycles.value,
        "interval": timing.interval_cycles.value,
        "latency_ns": timing.latency_ns(design.firmware.period_ns),
        "verdict": verdict.short,
    }


def sentence(jets: dict[str, Any], design: Design) -> str:
    """The text above the table: jets, training and the meaning of the columns."""
    t = design.training
    return (
        f"{jets['train']:,} training jets and {jets['test']:,} test jets of `{jets['file']}` (simulated, 14 TeV, mean"
        f" pile-up 200, split by event), {t.epochs} epochs of batches of {t.batch_size}, seed {t.seed}. Bits are upper"
        " limits of weights and activations, below which HGQ2 learns its own; architectures with products of two"
        " variables saturate (`precision.overflow`), the others wrap. Every row is exact (framework, reference and RTL"
        " logic). b and tau: efficiency where 1 % of the light and gluon jets are mistagged. LUT, cycles and"
        " latency are estimates from the RTL trace, with bands, the latency at the clock asked for; the verdict is"
        " against one SLR of a VU13P, a jet every 25 ns, and 1000 ns."
    )


def table(rows: list[dict[str, Any]]) -> str:
    """The main table in Markdown, with the rows in their order."""
    lines = [
        "| architecture | bits | macro AUC | b | tau | LUT (estimated) | cycles | interval | latency ns | verdict |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        lut, ns = row["lut"], row["latency_ns"]
        cells = [
            f"`{row['name']}`",
            str(row["bits"]),
            f"{row['auc']:.4f} ± {row['error']:.4f}",
            *(f"{row['efficiencies'][signal]:.3f}" for signal in ("b", "tau")),
            f"{lut.value:,.0f} ({lut.low:,.0f} to {lut.high:,.0f})",
            f"{row['cycles']:.0f}",
            f"{row['interval']:.0f}",
            f"{ns.value:.0f}",
            row["verdict"],
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def per_class(rows: list[dict[str, Any]]) -> str:
    """The table of the AUC of each class against all others, in Markdown."""
    classes = list(rows[0]["classes"])
    lines = [f"| architecture | bits | {' | '.join(classes)} |", "|---" * (len(classes) + 2) + "|"]
    for row in rows:
        cells = [f"`{row['name']}`", str(row["bits"]), *(f"{row['classes'][name]:.3f}" for name in classes)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def draw(rows: list[dict[str, Any]], caption: str) -> Figure:
    """AUC against LUT: one colour and marker per architecture, its two bit widths joined by a line."""
    with styled():
        figure = Figure(figsize=(10, 6.5), layout="constrained")
        axes = figure.subplots()
        names = list(dict.fromkeys(row["name"] for row in rows))
        for number, name in enumerate(names):
            points = sorted((r for r in rows if r["name"] == name), key=lambda r: r["bits"])
            lut = [p["lut"] for p in points]
            axes.errorbar(
                [n.value for n in lut],
                [p["auc"] for p in points],
                xerr=[[n.value - n.low for n in lut], [n.high - n.value for n in lut]],
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
