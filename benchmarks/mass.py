"""The mass regressor: resolution and closure against the raw masses, sculpting, losses, and the best that is possible.

Trains the designs of configs/mass that are not trained yet, and writes the sections and pictures of docs/mass.md.

    make mass
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sections import replace_section
from sklearn.ensemble import HistGradientBoostingRegressor

from codesign.design.config_file import load_design
from codesign.design.heads import HeadName
from codesign.jets.dataset import Dataset, Datasets
from codesign.jets.store import load as load_jets
from codesign.report.plots import responses as response_plots
from codesign.report.plots import roc as plots
from codesign.runs.inputs import datasets
from codesign.runs.run import Run
from codesign.sweep.engine import prepare
from codesign.training.evaluation import correction
from codesign.training.train import freeze, train

HEAD: HeadName = "mass_response"
CONFIGS, PAGE = Path("configs/mass"), Path("docs/mass.md")
NAMES = {"raw": "raw, 16", "all_candidates": "raw, all", "network": "network", "calibrated": "calibrated"}
Row = Mapping[str, Any]


def main() -> None:
    """Writes the sections and the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder of the runs")
    folder = parser.parse_args().folder
    best, plain = (
        frozen(Run.create(load_design(CONFIGS / f"{name}.yaml"), folder / name))
        for name in ("mass_moments", "mass_deepset")
    )
    data = datasets(best)
    row = best.read("metrics.json")["responses"][HEAD]
    replace_section(PAGE, "resolution", f"{jets_sentence(best, data)}\n\n{overall(row)}\n\n{bins(row)}")
    caption = plots.caption(load_jets(Path(best.design.jets.file)).manifest)
    for name, figure in (
        ("mass_response", response_plots.responses(row, caption)),
        ("mass_calibration", response_plots.calibration(row, caption)),
    ):
        (PAGE.parent / f"{name}.svg").write_bytes(plots.svg(figure))
    replace_section(PAGE, "ceiling", ceiling(data, row, plain.read("metrics.json")["responses"][HEAD]))
    tagger = frozen(Run.create(load_design(CONFIGS / "mass_tagger.yaml"), folder / "mass_tagger"))
    replace_section(PAGE, "sculpting", sculpting(tagger))
    losses = [frozen(run) for run in prepare(CONFIGS / "losses.yaml", folder / "losses").runs]
    replace_section(PAGE, "losses", loss_table(losses))
    seeds = [frozen(run) for run in prepare(CONFIGS / "mirror.yaml", folder / "mirror").runs]
    replace_section(PAGE, "mirror", mirror_table(seeds))
    print(f"written: {PAGE}")


def frozen(run: Run) -> Run:
    """The run after training and freezing; a stage that is already done is skipped."""
    freeze(run, train(run, lambda row: print(run.design.name, row, flush=True)))
    return run


def jets_sentence(run: Run, data: Datasets) -> str:
    """The sentence on the numbers of jets, those left out, and the net."""
    dropped = ", ".join(f"{count:,} {name}" for name, count in data.dropped.items())
    return (
        f"{len(data.train):,} training and {len(data.test):,} test jets; left out of all splits: {dropped}."
        f" Net `{run.net.key}`, {run.design.training.epochs} epochs."
    )


def overall(row: Row) -> str:
    """The table of median responses and relative widths for masses in the core range."""
    low, high = row["core_gev"]
    raw = row["overall"]["raw"]["width"]
    lines = [f"| mass, {low:g} to {high:g} GeV | median response | relative width | narrower than raw, 16 |"]
    lines.append("|---|---|---|---|")
    for name, text in NAMES.items():
        r = row["overall"][name]
        gain = "" if name == "raw" else f"{100 * (1 - r['width'] / raw):.1f} %"
        lines.append(f"| {text} | {both(r, 'median')} | {both(r, 'width')} | {gain} |")
    return "\n".join(lines)


def bins(row: Row) -> str:
    """Tables of medians and widths in bins of the true mass and of the jet pT."""
    tables = []
    for key, title in (("true_bins", "true mass [GeV]"), ("pt_bins", "jet pT [GeV]")):
        names = " | ".join(f"{text}: median | width" for text in NAMES.values())
        lines = [f"| {title} | jets | {names} |", "|---|---|" + "---|---|" * len(NAMES)]
        for found in row[key]:
            cells = " | ".join(f"{found[n]['median']:.3f} | {both(found[n], 'width')}" for n in NAMES)
            lines.append(f"| {found['low']} to {found['high']} | {found['raw']['jets']:,} | {cells} |")
        tables.append("\n".join(lines))
    return "\n\n".join(tables)


def both(resolution: Row, what: str) -> str:
    """A value with its error, such as '0.241 ± 0.004'; what: "median" or "width"."""
    return f"{resolution[what]:.3f} ± {resolution[f'{what}_error']:.3f}"


def ceiling(data: Datasets, row: Row, plain: Row) -> str:
    """The table that compares the network with a deep set without moments and with boosted trees in float.

    The trees read the same features; a second row shows trees that also read jet pT and raw mass.
    """
    raw = row["overall"]["raw"]["width"]
    lines = [
        "| learned by | median response | relative width | narrower | calibrated: median | width | narrower |",
        "|---|---|---|---|---|---|---|",
    ]
    found = {
        "the network, in firmware's integers": row["overall"],
        "a deep set without moments, in firmware's integers": plain["overall"],
    }
    for text, told in (("trees on the same features", False), ("trees that also read jet pT and raw mass", True)):
        forest = HistGradientBoostingRegressor(
            loss="absolute_error", max_iter=200, learning_rate=0.08, early_stopping=False, random_state=0
        )
        forest.fit(flat(data.train, told), data.train.targets[HEAD], sample_weight=data.train.weight_of(HEAD))
        test, fitted = (forest.predict(flat(split, told))[:, None] for split in (data.test, data.train))
        found[text] = correction(HEAD, test, fitted, data)["overall"]
    for text, masses in found.items():
        cells = [
            f"{both(r, 'median')} | {both(r, 'width')} | {100 * (1 - r['width'] / raw):.1f} %"
            for r in (masses["network"], masses["calibrated"])
        ]
        lines.append(f"| {text} | {' | '.join(cells)} |")
    return "\n".join(lines)


def flat(split: Dataset, told: bool) -> np.ndarray:
    """(jets, columns) features of all candidates; with `told` also jet pT in GeV and the logarithm of the raw mass."""
    columns = [split.x.reshape(len(split), -1)]
    if told:
        columns += [split.pt_gev[:, None], np.log(split.responses[HEAD].raw_gev)[:, None]]
    return np.concatenate(columns, axis=1)


def sculpting(run: Run) -> str:
    """How cuts on the tagger distort the QCD mass spectrum, and the tagger's AUC and mass resolution."""
    metrics = run.read("metrics.json")
    width = metrics["responses"][HEAD]["overall"]["network"]["width"]
    lines = [
        f"{run.design.name}, {run.design.training.epochs} epochs: macro AUC {metrics['macro']['auc']:.4f} ±"
        f" {metrics['macro']['error']:.4f} of {', '.join(metrics['classes'])}; relative width of the mass {width:.3f}.",
        "",
        "| QCD jets kept | jets | Jensen-Shannon divergence [bits] | of as many random jets |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {100 * cut['share']:g} % | {cut['jets']:,} | {cut['divergence']:.4f} | {cut['by_chance']:.4f} |"
        for cut in metrics["sculpting"]
    ]
    return "\n".join(lines)


def loss_table(runs: Sequence[Run]) -> str:
    """The table that compares the three losses after the same number of epochs."""
    lines = [f"| loss, {runs[0].design.training.epochs} epochs | median response | relative width |", "|---|---|---|"]
    for run in runs:
        found = run.read("metrics.json")["responses"][HEAD]["overall"]["network"]
        lines.append(f"| {run.design.heads[HEAD].loss} | {both(found, 'median')} | {both(found, 'width')} |")
    return "\n".join(lines)


def mirror_table(runs: Sequence[Run]) -> str:
    """The table of how much narrower than the raw mass the network is, with and without mirrored jets, by seed."""
    seeds = sorted({run.design.training.seed for run in runs})
    jets = datasets(runs[0])
    lines = [
        f"{len(jets.train):,} training and {len(jets.test):,} test jets, {runs[0].design.training.epochs} epochs.",
        "",
        f"| narrower than raw, 16 | {' | '.join(f'seed {seed}' for seed in seeds)} | mean | calibrated, mean |",
        "|---" * (len(seeds) + 3) + "|",
    ]
    for mirror, text in ((False, "jets as they are"), (True, "mirrored too")):
        rows = [run.read("metrics.json")["responses"][HEAD]["overall"] for run in of_seeds(runs, mirror)]
        network, calibrated = (
            [100 * (1 - row[kind]["width"] / row["raw"]["width"]) for row in rows] for kind in ("network", "calibrated")
        )
        cells = [*network, np.mean(network), np.mean(calibrated)]
        lines.append(f"| {text} | {' | '.join(f'{gain:.1f} %' for gain in cells)} |")
    return "\n".join(lines)


def of_seeds(runs: Sequence[Run], mirror: bool) -> list[Run]:
    """The runs trained with or without mirrored jets, sorted by seed."""
    return sorted((r for r in runs if r.design.training.mirror == mirror), key=lambda r: r.design.training.seed)


if __name__ == "__main__":
    main()
