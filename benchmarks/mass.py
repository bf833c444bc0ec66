"""The mass regressor: resolution and closure against the raw masses, sculpting, losses, and the best that is possible.

Trains the designs of configs/mass that are not trained yet, and writes the numbers and pictures of docs/mass.md.

    make mass
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from doc_data import Table
from doc_numbers import publish
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
CONFIGS, PICTURES = Path("configs/mass"), Path("docs")
NAMES = {"raw": "raw, 16", "all_candidates": "raw, all", "network": "network", "calibrated": "calibrated"}
Row = Mapping[str, Any]
Columns = list[tuple[str, str]]
MEDIAN, WIDTH = "{median:.3f} ± {median_error:.3f}", "{width:.3f} ± {width_error:.3f}"
CEILING = [
    ("learned by", "{name}"),
    ("median response", MEDIAN),
    ("relative width", WIDTH),
    ("narrower", "{narrower:.1f} %"),
    ("calibrated: median", "{calibrated_median:.3f} ± {calibrated_median_error:.3f}"),
    ("width", "{calibrated_width:.3f} ± {calibrated_width_error:.3f}"),
    ("narrower", "{calibrated_narrower:.1f} %"),
]
SCULPTING = [
    ("QCD jets that pass", "{percent:g} %"),
    ("jets", "{jets:,}"),
    ("Jensen-Shannon divergence [bits]", "{divergence:.4f}"),
    ("of as many random jets", "{by_chance:.4f}"),
]


def main() -> None:
    """Writes the numbers and the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder of the runs")
    folder = parser.parse_args().folder
    best, plain = (
        frozen(Run.create(load_design(CONFIGS / f"{name}.yaml"), folder / name))
        for name in ("mass_moments", "mass_deepset")
    )
    data = datasets(best)
    row = best.read("metrics.json")["responses"][HEAD]
    caption = plots.caption(load_jets(Path(best.design.jets.file)).manifest)
    for name, figure in (
        ("mass_response", response_plots.responses(row, caption)),
        ("mass_calibration", response_plots.calibration(row, caption)),
    ):
        (PICTURES / f"{name}.svg").write_bytes(plots.svg(figure))
    tagger = frozen(Run.create(load_design(CONFIGS / "mass_tagger.yaml"), folder / "mass_tagger"))
    losses = [frozen(run) for run in prepare(CONFIGS / "losses.yaml", folder / "losses").runs]
    seeds = [frozen(run) for run in prepare(CONFIGS / "mirror.yaml", folder / "mirror").runs]
    tables = {
        "overall": overall(row),
        "true_bins": bins(row, "true_bins", "true mass [GeV]"),
        "pt_bins": bins(row, "pt_bins", "jet pT [GeV]"),
        "ceiling": ceiling(data, row, plain.read("metrics.json")["responses"][HEAD]),
        "sculpting": sculpting(tagger),
        "losses": loss_table(losses),
        "mirror": mirror_table(seeds),
    }
    publish("mass", "make mass", jets(best, data) | extremes(row) | tagging(tagger) | few_jets(seeds), tables)


def frozen(run: Run) -> Run:
    """The run after training and freezing; a stage that is already done is skipped."""
    freeze(run, train(run, lambda row: print(run.design.name, row, flush=True)))
    return run


def jets(run: Run, data: Datasets) -> dict[str, Any]:
    """The numbers of jets, those left out, and the net."""
    return {
        "train": len(data.train),
        "test": len(data.test),
        "dropped": ", ".join(f"{count:,} {name}" for name, count in data.dropped.items()),
        "net": f"`{run.net.key}`",
        "epochs": run.design.training.epochs,
    }


def overall(row: Row) -> Table:
    """The table of median responses and relative widths for masses in the core range."""
    low, high = row["core_gev"]
    raw = row["overall"]["raw"]["width"]
    columns = [
        (f"mass, {low:g} to {high:g} GeV", "{name}"),
        ("median response", MEDIAN),
        ("relative width", WIDTH),
        ("narrower than raw, 16", "{narrower:.1f} %"),
    ]
    rows = [{"name": text} | resolution(row["overall"][name], raw) for name, text in NAMES.items()]
    return Table(columns, [{**rows[0], "narrower": None, "narrower_error": None}, *rows[1:]])


def resolution(found: Row, raw: float) -> dict[str, float]:
    """Median and width of a response with their errors, and how many percent narrower it is than a width `raw`."""
    numbers = {name: found[name] for name in ("median", "median_error", "width", "width_error")}
    narrower = {"narrower": 100 * (1 - found["width"] / raw), "narrower_error": 100 * found["width_error"] / raw}
    return numbers | narrower


def bins(row: Row, key: str, title: str) -> Table:
    """The table of medians and widths in bins, of the true mass (`true_bins`) or of the jet pT (`pt_bins`)."""
    columns: Columns = [(title, "{low} to {high}"), ("jets", "{jets:,}")]
    for name, text in NAMES.items():
        columns += [(f"{text}: median", f"{{{name}_median:.3f}}")]
        columns += [("width", f"{{{name}_width:.3f}} ± {{{name}_width_error:.3f}}")]
    quantities = ("median", "width", "width_error")
    rows = [
        {"low": one["low"], "high": one["high"], "jets": one["raw"]["jets"]}
        | {f"{name}_{quantity}": one[name][quantity] for name in NAMES for quantity in quantities}
        for one in row[key]
    ]
    return Table(columns, rows)


def extremes(row: Row) -> dict[str, float]:
    """The smallest and the largest median of the bins in the core range, for the network and calibrated."""
    low, high = row["core_gev"]
    inside = [one for one in row["true_bins"] if low <= one["low"] and one["high"] <= high]
    return {
        f"{name}_{end.__name__}": end(one[name]["median"] for one in inside)
        for name in ("network", "calibrated")
        for end in (min, max)
    }


def ceiling(data: Datasets, row: Row, plain: Row) -> Table:
    """The table that compares the network with a deep set without moments and with boosted trees in float.

    The trees read the same features; a second row shows trees that also read jet pT and raw mass.
    """
    raw = row["overall"]["raw"]["width"]
    learned = {
        "the network, in firmware's integers": row["overall"],
        "a deep set without moments, in firmware's integers": plain["overall"],
    }
    for text, told in (("trees on the same features", False), ("trees that also read jet pT and raw mass", True)):
        forest = HistGradientBoostingRegressor(
            loss="absolute_error", max_iter=200, learning_rate=0.08, early_stopping=False, random_state=0
        )
        forest.fit(flat(data.train, told), data.train.targets[HEAD], sample_weight=data.train.weight_of(HEAD))
        test, fitted = (forest.predict(flat(split, told))[:, None] for split in (data.test, data.train))
        learned[text] = correction(HEAD, test, fitted, data)["overall"]
    rows = [
        {"name": text}
        | resolution(masses["network"], raw)
        | {f"calibrated_{name}": number for name, number in resolution(masses["calibrated"], raw).items()}
        for text, masses in learned.items()
    ]
    return Table(CEILING, rows)


def flat(split: Dataset, told: bool) -> np.ndarray:
    """(jets, columns) features of all candidates; with `told` also jet pT in GeV and the logarithm of the raw mass."""
    columns = [split.x.reshape(len(split), -1)]
    if told:
        columns += [split.pt_gev[:, None], np.log(split.responses[HEAD].raw_gev)[:, None]]
    return np.concatenate(columns, axis=1)


def tagging(run: Run) -> dict[str, Any]:
    """The tagger's training, AUC and mass resolution."""
    metrics = run.read("metrics.json")
    return {
        "tagger": f"`{run.design.name}`",
        "tagger_epochs": run.design.training.epochs,
        "tagger_auc": metrics["macro"]["auc"],
        "tagger_error": metrics["macro"]["error"],
        "tagger_classes": ", ".join(metrics["classes"]),
        "tagger_width": metrics["responses"][HEAD]["overall"]["network"]["width"],
    }


def sculpting(run: Run) -> Table:
    """How cuts on the tagger distort the QCD mass spectrum."""
    cuts = run.read("metrics.json")["sculpting"]
    rows = [{"percent": 100 * cut["share"]} | {k: cut[k] for k in ("jets", "divergence", "by_chance")} for cut in cuts]
    return Table(SCULPTING, rows)


def loss_table(runs: Sequence[Run]) -> Table:
    """The table that compares the three losses after the same number of epochs."""
    columns = [
        (f"loss, {runs[0].design.training.epochs} epochs", "{loss}"),
        ("median response", MEDIAN),
        ("relative width", WIDTH),
    ]
    names = ("median", "median_error", "width", "width_error")
    rows = []
    for run in runs:
        of_network = run.read("metrics.json")["responses"][HEAD]["overall"]["network"]
        rows.append({"loss": run.design.heads[HEAD].loss} | {name: of_network[name] for name in names})
    return Table(columns, rows)


def few_jets(runs: Sequence[Run]) -> dict[str, int]:
    """The jets and epochs of the trainings with and without mirrored jets."""
    data = datasets(runs[0])
    epochs = runs[0].design.training.epochs
    return {"mirror_train": len(data.train), "mirror_test": len(data.test), "mirror_epochs": epochs}


def mirror_table(runs: Sequence[Run]) -> Table:
    """The table of how much narrower than the raw mass the network is, with and without mirrored jets, by seed."""
    seeds = sorted({run.design.training.seed for run in runs})
    columns = [
        ("narrower than raw, 16", "{name}"),
        *((f"seed {seed}", f"{{seed_{seed}:.1f}} %") for seed in seeds),
        ("mean", "{mean:.1f} %"),
        ("calibrated, mean", "{calibrated:.1f} %"),
    ]
    rows = []
    for mirror, text in ((False, "jets as they are"), (True, "mirrored too")):
        overalls = [run.read("metrics.json")["responses"][HEAD]["overall"] for run in of_seeds(runs, mirror)]
        network, calibrated = (
            [100 * (1 - one[kind]["width"] / one["raw"]["width"]) for one in overalls]
            for kind in ("network", "calibrated")
        )
        by_seed = {f"seed_{seed}": gain for seed, gain in zip(seeds, network, strict=True)}
        means = {"mean": float(np.mean(network)), "calibrated": float(np.mean(calibrated))}
        rows.append({"name": text} | by_seed | means)
    return Table(columns, rows)


def of_seeds(runs: Sequence[Run], mirror: bool) -> list[Run]:
    """The runs trained with or without mirrored jets, sorted by seed."""
    return sorted((r for r in runs if r.design.training.mirror == mirror), key=lambda r: r.design.training.seed)


if __name__ == "__main__":
    main()
