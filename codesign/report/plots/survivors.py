"""Pictures of a sweep besides its Pareto plots: importance, and the curves of all survivors in one frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from codesign.report.plots.importance import Importance
from codesign.report.plots.labels import lines
from codesign.report.plots.pareto import short_names
from codesign.report.plots.roc import DASHES, LEAST_BACKGROUND, PALETTE, roc, styled
from codesign.runs.scores import softmax
from codesign.training.evaluation import MISTAG, TAUS

Array = NDArray[np.float64]
Row = Mapping[str, Any]

LONGEST = 26  # characters in a line of a legend
COLUMNS = 2  # of a legend below the axes
WIDE, AXES_INCHES = 6.2, (5.2, 3.95)  # of a figure of curves
MISTAGS = (0.001, MISTAG, 0.1)  # working points of the table beside the curves


@dataclass(frozen=True)
class Separation:
    """Signal against background classes, separated by p_signal / (p_signal + p_background)."""

    title: str
    signal: tuple[int, ...]
    background: tuple[int, ...]

    def scores(self, logits: Array, y: NDArray[np.int64]) -> tuple[Array, Array]:
        """The scores of signal and of background jets. logits: (jets, classes); y: (jets,) positions of classes."""
        p = softmax(logits)
        s, b = (p[:, list(classes)].sum(axis=1) for classes in (self.signal, self.background))
        score = s / np.maximum(s + b, 1e-30)
        return score[np.isin(y, self.signal)], score[np.isin(y, self.background)]


@dataclass(frozen=True)
class Curve:
    """The ROC curve of one design, and its efficiency, with error, at each of MISTAGS; None where too few jets pass."""

    name: str
    efficiency: Array
    mistag: Array
    points: tuple[tuple[float, float] | None, ...]


def separations(classes: Sequence[str]) -> tuple[Separation, ...]:
    """The separations that a Level-1 trigger needs: b and hadronic taus against light and gluon jets.

    Without those classes, each class against all others.
    """
    position = {name: number for number, name in enumerate(classes)}
    wanted = {"b": ("b",), "hadronic tau": TAUS}
    if {"light", "gluon"} <= set(classes):
        jets = (position["light"], position["gluon"])
        standard = [
            Separation(f"{title} against light and gluon", tuple(position[c] for c in signal), jets)
            for title, signal in wanted.items()
            if set(signal) <= set(classes)
        ]
        if standard:
            return tuple(standard)
    others = {number: tuple(o for o in position.values() if o != number) for number in position.values()}
    return tuple(Separation(f"{name} against the rest", (number,), others[number]) for name, number in position.items())


def curve(name: str, separation: Separation, logits: Array, y: NDArray[np.int64]) -> Curve:
    """The ROC curve of a design's test jets and its working points."""
    signal, background = separation.scores(logits, y)
    points = tuple(_working_point(signal, background, mistag) for mistag in MISTAGS)
    return Curve(name, *roc(signal, background), points)


def roc_overlay(title: str, curves: Sequence[Curve], background: int, caption: str) -> Figure:
    """The ROC curve of each design for one separation, with a mark at the working point of 1 % mistag.

    title: of the separation; background: the number of background jets; a curve ends below LEAST_BACKGROUND of them.
    """
    with styled():
        labels = [_lines(name) for name in short_names([curve.name for curve in curves])]
        figure, ax = _above_legend(labels, caption)
        _draw_curves(ax, curves, labels, background)
        ax.set_title(title, loc="left", fontsize=13)
        _legend_below(ax)
        return figure


def widths(rows: Mapping[str, Sequence[Row]], quantity: str, caption: str) -> Figure:
    """Relative width of the response in bins of the true quantity: one curve per design, and one without a network.

    rows: name of a design -> its `true_bins`.
    """
    with styled():
        labels = [_lines(name) for name in short_names(list(rows))]
        figure, ax = _above_legend(["without a network", *labels], caption)
        first = next(iter(rows.values()))
        _draw_widths(ax, first, "raw", "without a network", "#656364", DASHES[2])
        for number, (label, bins) in enumerate(zip(labels, rows.values(), strict=True)):
            _draw_widths(ax, bins, "network", label, PALETTE[number % len(PALETTE)], DASHES[number % len(DASHES)])
        ax.set_ylim(bottom=0)
        ax.set_xlabel(f"true {quantity} [GeV]")
        ax.set_ylabel("relative width")
        _legend_below(ax)
        return figure


def importance_bars(targets: Mapping[str, Importance]) -> Figure:
    """One group of bars per axis, one bar per target, with the range found by leaving out a part of the designs."""
    with styled():
        known = {name: importance for name, importance in targets.items() if importance.shares}
        names = [share.axis.name for share in next(iter(known.values())).shares]
        labels = ["\n".join(lines(name, LONGEST)) for name in names]
        tallest = max(label.count("\n") + 1 for label in labels)
        tall = 1.2 + max(0.75, 0.25 * tallest) * len(names)  # inches
        figure = Figure(figsize=(7.2, tall))
        ax = figure.add_axes((0.37, 0.7 / tall, 0.59, 1 - 1.15 / tall))
        height = 0.8 / len(known)
        for number, (target, importance) in enumerate(known.items()):
            rows = {share.axis.name: share for share in importance.shares}
            places = [row + (number - (len(known) - 1) / 2) * height for row in range(len(names))]
            shares = [rows[name] for name in names]
            ax.barh(
                places,
                [share.value for share in shares],
                height=0.85 * height,
                color=PALETTE[number],
                hatch=("", "//")[number % 2],
                edgecolor="white",
                xerr=[[s.value - s.low for s in shares], [s.high - s.value for s in shares]],
                error_kw={"lw": 1.3, "capsize": 3, "ecolor": "#1b1e24"},
                label=target,
            )
        ax.set_yticks(range(len(names)), labels)
        ax.tick_params(axis="y", which="both", left=False, right=False)
        ax.invert_yaxis()
        ax.set_xlim(0, 1)
        ax.set_xlabel("share of the variance")
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=len(known), borderaxespad=0.3)
        return figure


def _working_point(signal: Array, background: Array, mistag: float) -> tuple[float, float] | None:
    if not len(signal) or mistag * len(background) < LEAST_BACKGROUND:
        return None
    threshold = np.quantile(background, 1 - mistag)
    value = float((signal > threshold).mean())
    return value, float(np.sqrt(value * (1 - value) / len(signal)))


def _draw_curves(ax: Axes, curves: Sequence[Curve], labels: Sequence[str], background: int) -> None:
    for number, (curve, label) in enumerate(zip(curves, labels, strict=True)):
        colour, dashes = PALETTE[number % len(PALETTE)], DASHES[number % len(DASHES)]
        drawn = curve.mistag * background >= LEAST_BACKGROUND
        ax.plot(curve.efficiency[drawn], curve.mistag[drawn], color=colour, ls=dashes, label=label)
        if point := curve.points[MISTAGS.index(MISTAG)]:
            ax.plot(point[0], MISTAG, "o", color=colour, ms=6, mec="white", zorder=5)
    ax.axhline(MISTAG, color="#b5b5ba", lw=1.2, ls=":")
    ax.set_yscale("log")
    ax.set(xlim=(0, 1), ylim=(max(LEAST_BACKGROUND / max(background, 1), 1e-5), 1))
    ax.grid(alpha=0.35)
    ax.set_xlabel("signal efficiency")
    ax.set_ylabel("mistag rate of the background")


def _draw_widths(ax: Axes, bins: Sequence[Row], which: str, label: str, colour: str, dashes: Any) -> None:
    known = [row for row in bins if row.get(which) and row[which]["width"] is not None]
    ax.errorbar(
        [(row["low"] + row["high"]) / 2 for row in known],
        [row[which]["width"] for row in known],
        yerr=[row[which]["width_error"] for row in known],
        color=colour,
        ls=dashes,
        marker="o",
        ms=4,
        capsize=2,
        label=label,
    )


def _above_legend(labels: Sequence[str], caption: str) -> tuple[Figure, Axes]:
    """Axes with room below them for a legend of these labels, in a figure narrow enough for a phone."""
    rows = [labels[start : start + COLUMNS] for start in range(0, len(labels), COLUMNS)]
    below = 0.75 + 0.21 * sum(max(label.count("\n") + 1 for label in row) for row in rows)
    tall = AXES_INCHES[1] + 0.65 + below
    figure = Figure(figsize=(WIDE, tall))
    ax = figure.add_axes((0.85 / WIDE, below / tall, AXES_INCHES[0] / WIDE, AXES_INCHES[1] / tall))
    figure.text(0.85 / WIDE, 1 - 0.08 / tall, caption, fontsize=13, va="top")
    return figure, ax


def _legend_below(ax: Axes) -> None:
    ax.legend(loc="upper left", bbox_to_anchor=(0, -0.6 / AXES_INCHES[1]), borderaxespad=0, ncols=COLUMNS)


def _lines(name: str) -> str:
    return "\n".join(lines(name, LONGEST))
