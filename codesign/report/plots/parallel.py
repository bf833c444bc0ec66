"""Parallel coordinates of a sweep: a line a design through its values on the axes, its score and its costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from codesign.report.plots.importance import Axis
from codesign.report.plots.pareto import COSTS, Point, below
from codesign.report.plots.roc import styled

# score -> colour, bright to dark in even steps of lightness, to be told apart in grey (matplotlib's cividis, reversed)
SCALE = ((0.0, "#dcc84f"), (0.5, "#7d7c78"), (1.0, "#00224e"))
LONGEST_TICK = 16
MOST_TICKS = 12  # of an axis with numbers, each value has one; of more, even ticks stand


@dataclass(frozen=True)
class Dimension:
    """One of the parallel axes: a value a design, and value -> text of its ticks, or none for even ones."""

    label: str
    values: tuple[float, ...]
    ticks: Mapping[float, str]

    @property
    def ends(self) -> tuple[float, float]:
        """The smallest and the largest value, apart where they are equal."""
        low, high = min(self.values), max(self.values)
        return (low, high) if low < high else (low - 0.5, high + 0.5)


def dimensions(
    points: Sequence[Point], axes: Sequence[Axis], costs: Mapping[str, Sequence[float | None]], score: str
) -> tuple[Dimension, ...]:
    """The number of each design, its values on the axes, its score, and the costs that are known of all designs.

    axes: with a value for each of the points; costs: quantity -> its value in each design.
    """
    found = [Dimension("#", tuple(float(p.number) for p in points), {}), *(_dimension(axis) for axis in axes)]
    found.append(Dimension(score, tuple(p.score for p in points), {}))
    for cost in COSTS:
        known = tuple(value for value in costs[cost.quantity] if value is not None)
        if len(known) == len(points):
            found.append(Dimension(cost.title, known, {}))
    return tuple(found)


def scores_in_colour(points: Sequence[Point]) -> tuple[float, float]:
    """The scores at the ends of the colours: those far below the others take the lowest colour."""
    outside = below(points)
    inside = [p.score for p in points if p not in outside]
    return min(inside), max(inside)


def picture(found: Sequence[Dimension], points: Sequence[Point], caption: str, score: str) -> Figure:
    """The lines, those of the kept designs thick."""
    with styled():
        figure = Figure(figsize=(11.5, 5.0))
        ax = figure.add_axes((0.05, 0.06, 0.85, 0.74))
        colours = LinearSegmentedColormap.from_list("score", list(SCALE))
        norm = Normalize(*scores_in_colour(points), clip=True)
        for number, point in enumerate(points):
            heights = [_height(d, d.values[number]) for d in found]
            width = 2.4 if point.kept or point.best else 1.0
            ax.plot(range(len(found)), heights, color=colours(norm(point.score)), lw=width, zorder=2 + point.kept)
        for place, dimension in enumerate(found):
            _draw_axis(ax, place, dimension)
        ax.set(xlim=(-0.3, len(found) - 0.6), ylim=(-0.04, 1.04))
        ax.set_axis_off()
        figure.text(0.03, 0.95, caption, fontsize=13)
        bar = figure.add_axes((0.925, 0.1, 0.015, 0.66))
        figure.colorbar(ScalarMappable(norm, colours), cax=bar)
        bar.set_title(score, fontsize=12, loc="right")
        bar.tick_params(labelsize=10)
        return figure


def _dimension(axis: Axis) -> Dimension:
    levels = axis.levels
    if axis.numeric:
        numbers = tuple(value for value in axis.values if isinstance(value, float))
        ticks = {value: f"{value:g}" for value in levels if isinstance(value, float)}
        return Dimension(axis.short, numbers, ticks if len(ticks) <= MOST_TICKS else {})
    names = [str(level) for level in levels]
    texts = [name if len(name) <= LONGEST_TICK else name[: LONGEST_TICK - 1] + "…" for name in names]
    ticks = {float(place): text for place, text in enumerate(texts)}
    return Dimension(axis.short, tuple(float(levels.index(value)) for value in axis.values), ticks)


def _height(dimension: Dimension, value: float) -> float:
    low, high = dimension.ends
    return (value - low) / (high - low)


def _draw_axis(ax: Axes, place: int, dimension: Dimension) -> None:
    ax.plot([place, place], [0, 1], color="#1b1e24", lw=1.2, zorder=4)
    low, high = dimension.ends
    even = (value for value in MaxNLocator(6).tick_values(low, high) if low <= value <= high)
    ticks = dimension.ticks or {float(value): _short(float(value)) for value in even}
    for value, text in ticks.items():
        height = _height(dimension, value)
        ax.plot([place - 0.02, place], [height, height], color="#1b1e24", lw=1.2, zorder=4)
        box = {"facecolor": "white", "alpha": 0.7, "edgecolor": "none", "pad": 0.6}
        ax.text(place - 0.035, height, text, ha="right", va="center", fontsize=10, zorder=5, bbox=box)
    ax.text(place, 1.07, dimension.label, ha="center", va="bottom", fontsize=12)


def _short(value: float) -> str:
    return f"{value / 1000:g}k" if abs(value) >= 10_000 else f"{value:g}"
