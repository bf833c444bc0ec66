"""The pictures of a report: matplotlib figures, and as text inside a page.

These functions draw what they are given; `metrics` computes it. Colours are Petroff's
accessible sequence (arXiv:2107.02270), and curves differ in dashes too, so that a grey print can be read.
"""

import base64
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import mplhep
import numpy as np
from matplotlib import rc_context, style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from codesign.jets.classes import SYMBOLS
from codesign.runs.scores import softmax

Array = NDArray[Any]

PALETTE = ("#1845fb", "#ff5e02", "#c91f16", "#c849a9", "#adad7d", "#86c8dd", "#578dff", "#656364")
DASHES = ("-", (0, (5, 1.5)), (0, (1, 1.2)), (0, (6, 1.5, 1, 1.5)))
LEAST_BACKGROUND = 5  # a ROC curve ends where fewer background jets are left: what follows is noise
# mplhep's experiment style carries only fonts, ticks and colours; no experiment is named in a picture
STYLE = [
    mplhep.style.CMS,
    {
        "font.size": 13,
        "axes.labelsize": 14,
        "xtick.labelsize": 12,
        "ytick.labelsize": 12,
        "legend.fontsize": 12,
        "lines.linewidth": 1.9,
        "xtick.major.size": 7,
        "ytick.major.size": 7,
        "xtick.minor.size": 3.5,
        "ytick.minor.size": 3.5,
        "axes.linewidth": 1.2,
        "savefig.bbox": None,
        "svg.hashsalt": "codesign",  # with no date, the same figure gives the same bytes
    },
]


def roc_curves(
    logits: Array, y: Array, classes: Sequence[str], aucs: Mapping[str, Mapping[str, float]], caption: str
) -> Figure:
    """Background against signal efficiency of each class's probability against all other classes.

    logits: (jets, classes); y: (jets,) position in `classes`; aucs: class -> {"auc", "error"}, for the legend.
    """
    p = softmax(logits)
    with styled():
        figure = Figure(figsize=(7.2, 6.6))
        ax = figure.add_axes((0.12, 0.28, 0.85, 0.66))
        ax.set_title(caption, loc="left", fontsize=13)
        lowest = 0.1
        for position, name in enumerate(classes):
            signal, background = p[y == position, position], p[y != position, position]
            tagged, mistagged = roc(signal, background)
            drawn = mistagged * len(background) >= LEAST_BACKGROUND
            if drawn.any():
                lowest = min(lowest, mistagged[drawn].min())
            auc = aucs[name]
            ax.plot(
                tagged[drawn],
                mistagged[drawn],
                color=PALETTE[position % len(PALETTE)],
                ls=DASHES[position % len(DASHES)],
                label=f"{SYMBOLS.get(name, name)}   {auc['auc']:.3f} ± {auc['error']:.3f}",
            )
        diagonal = np.linspace(0.001, 1, 200)
        ax.plot(diagonal, diagonal, color="#b5b5ba", lw=1.2, ls=":", label="no separation   0.500")
        ax.set(xlim=(0, 1), ylim=(lowest * 0.7, 1.0))
        ax.set_yscale("log")
        ax.grid(alpha=0.35)
        ax.set_xlabel("signal efficiency")
        ax.set_ylabel("background efficiency (all other classes)")
        ax.legend(
            loc="upper left",
            bbox_to_anchor=(-0.12, -0.14),
            borderaxespad=0,
            ncols=3,
            title="class   AUC ± stat.",
            alignment="left",
            handlelength=1.6,
            columnspacing=0.8,
            handletextpad=0.5,
        )
        return figure


def roc(signal: Array, background: Array) -> tuple[Array, Array]:
    """Signal and background efficiency of `score >= t` for the thresholds t at 300 even signal efficiencies."""
    if not len(signal) or not len(background):
        return np.zeros(0), np.zeros(0)
    thresholds = np.unique(np.quantile(signal, np.linspace(0, 1, 300), method="lower"))
    below = [np.searchsorted(np.sort(scores), thresholds, "left") for scores in (signal, background)]
    return (len(signal) - below[0]) / len(signal), (len(background) - below[1]) / len(background)


def training_curve(epochs: Sequence[Mapping[str, float]], caption: str, score: str = "macro AUC") -> Figure:
    """Training loss and score on the validation jets by epoch; epochs: rows of `history.json`; score: its name."""
    with styled():
        figure, ax = axes((6.5, 3.8), caption, right=0.86)
        number = [row["epoch"] for row in epochs]
        (loss,) = ax.plot(number, [row["loss"] for row in epochs], color=PALETTE[2], ls=DASHES[1])
        right = ax.twinx()
        (scores,) = right.plot(number, [row["validation_score"] for row in epochs], color=PALETTE[0])
        for axis, line, label in ((ax, loss, "training loss"), (right, scores, f"validation {score}")):
            axis.set_ylabel(label, color=line.get_color())
            axis.tick_params(axis="y", which="both", colors=line.get_color(), left=axis is ax, right=axis is right)
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.set_xlabel("epoch")
        ax.set_xlim(min(number, default=0) - 0.5, max(number, default=1) + 0.5)
        return figure


def caption(manifest: Mapping[str, Any]) -> str:
    """The program that made the jets, and the conditions, as far as the manifest of their file says."""
    parts = ["simulation"]
    if "energy_gev" in manifest:
        parts.append(f"pp {manifest['energy_gev'] / 1000:g} TeV")
    if "mean_pileup" in manifest:
        parts.append(rf"$\langle$PU$\rangle$ = {manifest['mean_pileup']:g}")
    return r"$\bf{codesign}$ " + ", ".join(parts)


def data_uri(figure: Figure) -> str:
    """The figure as an SVG in a data URI."""
    return svg_uri(svg(figure))


def svg(figure: Figure) -> bytes:
    """The figure as an SVG; the same figure gives the same bytes."""
    buffer = io.BytesIO()
    with styled():
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue()


def svg_uri(picture: bytes) -> str:
    """An SVG as a data URI."""
    return "data:image/svg+xml;base64," + base64.b64encode(picture).decode()


@contextmanager
def styled() -> Iterator[None]:
    """A context with the style of all plots here; the user's own style is restored after it."""
    with rc_context():
        style.use(STYLE)
        yield


def axes(size_inches: tuple[float, float], caption: str, right: float) -> tuple[Figure, Axes]:
    """Axes with the same margins in inches for any figure size, which end at `right` of the width."""
    # a layout engine would find these margins too, by drawing everything twice
    width, height = size_inches
    figure = Figure(figsize=size_inches)
    ax = figure.add_axes((0.85 / width, 0.6 / height, right - 0.85 / width, 1 - 0.95 / height))
    ax.set_title(caption, loc="left", fontsize=13)
    return figure, ax


def outside_legend(ax: Axes) -> None:
    ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1.02), borderaxespad=0, alignment="left")
