"""The pictures of a report, as matplotlib figures and as text that a page can hold.

Functions here compute nothing that `metrics` computes: what they take is what they draw. Colours are Petroff's
accessible sequence (arXiv:2107.02270), and curves differ in dashes too, so that a grey print can be read.
"""

import base64
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import mplhep
import numpy as np
from matplotlib import rc_context, style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from codesign.jets.classes import SYMBOLS
from codesign.metrics import softmax

Array = NDArray[Any]

PALETTE = ("#1845fb", "#ff5e02", "#c91f16", "#c849a9", "#adad7d", "#86c8dd", "#578dff", "#656364")
DASHES = ("-", (0, (5, 1.5)), (0, (1, 1.2)), (0, (6, 1.5, 1, 1.5)))
NOT_KEPT = "#8a8a8f"
LEAST_BACKGROUND = 5  # a ROC curve ends where fewer background jets are left: what follows is noise
SCORES = {  # name of a score -> what an axis says
    "macro AUC": "macro AUC, one class against the rest",
    "width reduction": "width reduction (1 - width / raw width)",
}
IN_REACH = 3.0  # a budget above so many times the largest design is named, not drawn
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


@dataclass(frozen=True)
class Point:
    """A design in the plot of score against LUT: number and name in the table, errors and bands of its report."""

    number: int
    name: str
    score: float
    score_error: float
    lut: float
    lut_low: float
    lut_high: float
    kept: bool
    best: bool = False


def score_against_lut(
    points: Sequence[Point], limits: Mapping[str, float], source: str, caption: str, score: str = "macro AUC"
) -> Figure:
    """Score with statistical error against LUT with band, kept designs marked and named by a number.

    limits: name -> LUT that may be used, drawn as a line; source: where the LUT come from; caption: the jets;
    score: its name.
    """
    with styled():
        figure, ax = axes((11.5, 5.6), caption, right=0.69)
        for point in points:
            _draw_point(ax, point)
        if points:
            _frame(ax, points)
            _draw_limits(ax, points, limits)
            _draw_numbers(ax, points)
        ax.set_xlabel(f"LUT, {source}")
        ax.set_ylabel(SCORES[score])
        ax.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
        ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value / 1000:,.0f}k"))
        outside_legend(ax)
        return figure


def roc_curves(
    logits: Array, y: Array, classes: Sequence[str], aucs: Mapping[str, Mapping[str, float]], caption: str
) -> Figure:
    """Background against signal efficiency of each class's probability against all other classes.

    logits: (jets, classes); y: (jets,) position in `classes`; aucs: class -> {"auc", "error"}, for the legend.
    """
    p = softmax(logits)
    with styled():
        figure, ax = axes((9.5, 5.9), caption, right=0.77)
        lowest = 0.1
        for position, name in enumerate(classes):
            signal, background = p[y == position, position], p[y != position, position]
            kept, mistagged = roc(signal, background)
            drawn = mistagged * len(background) >= LEAST_BACKGROUND
            if drawn.any():
                lowest = min(lowest, mistagged[drawn].min())
            auc = aucs[name]
            ax.plot(
                kept[drawn],
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
        outside_legend(ax, title="class   AUC ± stat.")
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
    """Who made the jets and under which conditions, as far as the manifest of their file says."""
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
    """The house style inside a `with`; the user's own is back after it."""
    with rc_context():
        style.use(STYLE)
        yield


def axes(size_inches: tuple[float, float], caption: str, right: float) -> tuple[Figure, Axes]:
    """Axes that leave the same margins in inches whatever the size, and end at `right` of the width."""
    # a layout engine would find these margins too, by drawing everything twice
    width, height = size_inches
    figure = Figure(figsize=size_inches)
    ax = figure.add_axes((0.85 / width, 0.6 / height, right - 0.85 / width, 1 - 0.95 / height))
    ax.set_title(caption, loc="left", fontsize=13)
    return figure, ax


def outside_legend(ax: Axes, title: str | None = None) -> None:
    ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1.02), borderaxespad=0, title=title, alignment="left")


def _draw_point(ax: Axes, point: Point) -> None:
    colour = PALETTE[2] if point.best else PALETTE[0] if point.kept else NOT_KEPT
    marker, size = ("*", 17) if point.best else ("o", 9) if point.kept else ("s", 7)
    state = "  (best)" if point.best else "" if point.kept else "  (not kept)"
    name = point.name if len(point.name) <= 28 else point.name[:27] + "…"
    label = f"{point.number}  {name}{state}"
    order = 4 if point.kept else 3
    across = [[point.lut - point.lut_low], [point.lut_high - point.lut]]
    ax.errorbar(
        point.lut,
        point.score,
        yerr=point.score_error,
        xerr=across,
        fmt="none",
        color=colour,
        lw=1.3,
        capsize=3,
        zorder=order,
    )
    face = colour if point.kept else "white"
    ax.plot(point.lut, point.score, marker, ms=size, color=colour, mfc=face, mew=1.5, label=label, zorder=order + 1)


def _frame(ax: Axes, points: Sequence[Point]) -> None:
    """Limits of the axes from the points alone, so that a far budget does not squeeze them together."""
    low, high = min(p.lut_low for p in points), max(p.lut_high for p in points)
    bottom, top = min(p.score - p.score_error for p in points), max(p.score + p.score_error for p in points)
    across, up = 0.12 * max(high - low, 0.1 * high, 1), 0.15 * max(top - bottom, 1e-3)
    ax.set(xlim=(max(low - across, 0), high + across), ylim=(bottom - up, top + up))


def _draw_limits(ax: Axes, points: Sequence[Point], limits: Mapping[str, float]) -> None:
    """A line where a limit is in reach of the designs; in the legend, a word on those far to the right."""
    largest = max(p.lut_high for p in points)
    for number, (name, allowed) in enumerate(sorted(limits.items(), key=lambda item: item[1])):
        label = f"{name}: {allowed:,.0f} LUT"
        if allowed <= IN_REACH * largest:
            ax.axvline(allowed, color="black", lw=1.4, ls=DASHES[number % len(DASHES)], label=label)
            ax.set_xlim(right=max(ax.get_xlim()[1], 1.06 * allowed))
        else:
            ax.plot([], [], ls="", marker=r"$\rightarrow$", color="black", ms=14, label=label)


def _draw_numbers(ax: Axes, points: Sequence[Point]) -> None:
    """Each point's number beside it, on the side away from its nearest neighbour."""
    places = ax.transLimits.transform([(p.lut, p.score) for p in points])
    for point, place in zip(points, places, strict=True):
        others = [other - place for other in places if (other != place).any()]
        nearest = min(others, key=lambda step: float(np.hypot(*step)), default=np.array([-1.0, -1.0]))
        right, up = nearest[0] <= 0, nearest[1] <= 0
        ax.annotate(
            str(point.number),
            (point.lut, point.score),
            (8 if right else -8, 6 if up else -6),
            textcoords="offset points",
            ha="left" if right else "right",
            va="bottom" if up else "top",
            zorder=6,
        )
