"""Pictures of regressors: responses in bins and calibration curves. They draw what `evaluation.correction` gives."""

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from codesign.report.plots.roc import DASHES, PALETTE, axes, styled

Row = Mapping[str, Any]

COMPARED = {
    "raw": "raw",
    "all_candidates": "all candidates",
    "network": "network",
    "calibrated": "calibrated",
}
COLOURS = dict(zip(COMPARED, (PALETTE[7], PALETTE[5], PALETTE[1], PALETTE[0]), strict=True))
MARKERS = dict(zip(COMPARED, "sDo^", strict=True))


def responses(row: Row, caption: str) -> Figure:
    """Median response above and relative width below, in bins of the true quantity, with statistical errors."""
    with styled():
        figure, below = axes((7.2, 6.2), caption, right=0.97)
        left, bottom, width, height = below.get_position().bounds
        below.set_title("", loc="left")
        below.set_position((left, bottom, width, 0.44 * height))
        above = figure.add_axes((left, bottom + 0.51 * height, width, 0.44 * height), sharex=below)
        above.set_title(caption, loc="left", fontsize=13)
        above.tick_params(labelbottom=False)
        for name, label in COMPARED.items():
            _in_bins(above, row["true_bins"], name, "median", label)
            _in_bins(below, row["true_bins"], name, "width", label)
        above.axhline(1, color="black", lw=1.0, ls=DASHES[2])
        above.set_ylabel("median response")
        below.set_ylabel("relative width")
        below.set_xlabel(f"true {row['quantity']} [GeV]")
        below.set_ylim(bottom=0)
        if above.containers:
            above.legend(loc="lower right", bbox_to_anchor=(1, 1.1), borderaxespad=0, ncols=4, columnspacing=1)
        return figure


def calibration(row: Row, caption: str) -> Figure:
    """Median of the raw, predicted and calibrated quantity against the true one; bars: half the 16-84 % distance."""
    with styled():
        figure, ax = axes((5.1, 4.2), caption, right=0.97)
        for name in ("raw", "network", "calibrated"):
            bins = [b for b in row["true_bins"] if _known(b.get(name))]
            centres = [(b["low"] + b["high"]) / 2 for b in bins]
            medians = [c * b[name]["median"] for c, b in zip(centres, bins, strict=True)]
            spreads = [m * b[name]["width"] for m, b in zip(medians, bins, strict=True)]
            ax.errorbar(
                centres,
                medians,
                yerr=spreads,
                fmt=f"-{MARKERS[name]}",
                ms=5,
                lw=1.2,
                capsize=2,
                color=COLOURS[name],
                label=COMPARED[name],
            )
        top = ax.get_xlim()[1]
        ax.plot([0, top], [0, top], color="black", lw=1.0, ls=DASHES[2])
        ax.set(xlim=(0, top), ylim=(0, None))
        ax.set_xlabel(f"true {row['quantity']} [GeV]")
        ax.set_ylabel(f"{row['quantity']} [GeV]")
        ax.legend(loc="upper left")
        return figure


def _in_bins(ax: Axes, rows: Sequence[Row], name: str, what: str, label: str) -> None:
    known = [r for r in rows if _known(r.get(name))]
    if not known:
        return
    ax.errorbar(
        [(r["low"] + r["high"]) / 2 for r in known],
        [r[name][what] for r in known],
        xerr=[(r["high"] - r["low"]) / 2 for r in known],
        yerr=[r[name][f"{what}_error"] for r in known],
        fmt=MARKERS[name],
        ms=5,
        lw=1.3,
        color=COLOURS[name],
        label=label,
    )


def _known(resolution: Row | None) -> bool:
    return resolution is not None and resolution["width"] is not None
