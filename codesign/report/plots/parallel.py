"""Parallel coordinates of a sweep: one line per design through its values on the axes, its score and its costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from codesign.report.plots.importance import Axis
from codesign.report.plots.labels import lines
from codesign.report.plots.pareto import COSTS, Point, below
from codesign.report.plots.roc import styled

# score -> colour in even steps of lightness, to be told apart in grey: matplotlib's cividis, reversed, without its end
# that is too bright; the contrast to white is at least the 3 that WCAG 2.1 asks of a line (1.4.11)
SCALE = ((0.0, "#a8901c"), (0.5, "#5b5a5a"), (1.0, "#00224e"))
LONGEST = 12  # characters in a line of a label
MOST_TICKS = 12  # of an axis with numbers, each value has one; of more, even ticks stand
APART = 0.045  # of an axis, between two ticks


@dataclass(frozen=True)
class Dimension:
    """One of the parallel axes: a value per design, and value -> text of its ticks, or none for evenly spaced ticks."""

    label: str
    values: tuple[float, ...]
    ticks: Mapping[float, str]

    @property
    def ends(self) -> tuple[float, float]:
        """The smallest and the largest value, moved apart if they are equal."""
        low, high = min(self.values), max(self.values)
        return (low, high) if low < high else (low - 0.5, high + 0.5)

    @property
    def heights(self) -> tuple[float, ...]:
        """The place of each design on the axis, 0 at its lower end and 1 at its upper one."""
        return tuple(self.height(value) for value in self.values)

    def height(self, value: float) -> float:
        """The place of a value on the axis."""
        low, high = self.ends
        return (value - low) / (high - low)

    def drawn_ticks(self, apart: float = APART) -> dict[float, list[str]]:
        """Height -> lines of text; of two ticks closer than `apart`, a share of the axis, the lower one is drawn."""
        low, high = self.ends
        whole = all(float(value).is_integer() for value in self.values)
        even = map(float, MaxNLocator(6, integer=whole).tick_values(low, high))
        wanted = self.ticks or {value: _short(value) for value in even if low <= value <= high}
        drawn: dict[float, list[str]] = {}
        for value in sorted(wanted):
            height = self.height(value)
            if not drawn or height - max(drawn) >= apart:
                drawn[height] = lines(wanted[value], LONGEST)
        return drawn


def dimensions(
    points: Sequence[Point], axes: Sequence[Axis], costs: Mapping[str, Sequence[float | None]], score: str
) -> tuple[Dimension, ...]:
    """The number of each design, its values on the axes, its score, and the costs known for all designs.

    axes: with a value for each of the points; costs: quantity -> its value in each design.
    """
    numbers = Axis(("#",), tuple(float(p.number) for p in points))
    drawn = [_dimension(numbers, "#"), *map(_dimension, axes, _labels(axes))]
    drawn.append(Dimension(score, tuple(p.score for p in points), {}))
    for cost in COSTS:
        known = tuple(value for value in costs[cost.quantity] if value is not None)
        if len(known) == len(points):
            drawn.append(Dimension(cost.title, known, {}))
    return tuple(drawn)


def scores_in_colour(points: Sequence[Point]) -> tuple[float, float]:
    """The scores at the ends of the colour scale: scores far below the others get the lowest colour."""
    outside = below(points)
    inside = [p.score for p in points if p not in outside]
    return min(inside), max(inside)


def picture(dimensions: Sequence[Dimension], points: Sequence[Point], caption: str, score: str) -> Figure:
    """The lines; those of survivors are thick."""
    with styled():
        wide = max(11.5, 1.35 * len(dimensions) + 1.5)  # inches
        figure = Figure(figsize=(wide, 5.2))
        ax = figure.add_axes((0.6 / wide, 0.06, 1 - 2.2 / wide, 0.72))
        colours = LinearSegmentedColormap.from_list("score", list(SCALE))
        norm = Normalize(*scores_in_colour(points), clip=True)
        for number, point in enumerate(points):
            heights = [d.heights[number] for d in dimensions]
            width = 3.0 if point.kept or point.best else 1.5
            ax.plot(range(len(dimensions)), heights, color=colours(norm(point.score)), lw=width, zorder=2 + point.kept)
        for place, dimension in enumerate(dimensions):
            _draw_axis(ax, place, dimension)
        ax.set(xlim=(-0.3, len(dimensions) - 0.6), ylim=(-0.04, 1.04))
        ax.set_axis_off()
        figure.text(0.03, 0.95, caption, fontsize=13)
        bar = figure.add_axes((1 - 0.85 / wide, 0.1, 0.17 / wide, 0.62))
        figure.colorbar(ScalarMappable(norm, colours), cax=bar)
        bar.set_title(score, fontsize=12, loc="right")
        bar.tick_params(labelsize=10)
        return figure


def _labels(axes: Sequence[Axis]) -> list[str]:
    """The label of each axis: the last part of its key, or the whole key if another one ends in the same part."""
    short = [axis.short for axis in axes]
    return [name if short.count(name) == 1 else axis.name for name, axis in zip(short, axes, strict=True)]


def _dimension(axis: Axis, label: str) -> Dimension:
    levels = axis.levels
    if axis.numeric:
        numbers = tuple(value for value in axis.values if isinstance(value, float))
        ticks = {value: f"{value:g}" for value in levels if isinstance(value, float)}
        return Dimension(label, numbers, ticks if len(ticks) <= MOST_TICKS else {})
    ticks = {float(place): str(level) for place, level in enumerate(levels)}
    return Dimension(label, tuple(float(levels.index(value)) for value in axis.values), ticks)


def _draw_axis(ax: Axes, place: int, dimension: Dimension) -> None:
    ax.plot([place, place], [0, 1], color="#1b1e24", lw=1.2, zorder=4)
    for height, text in dimension.drawn_ticks().items():
        ax.plot([place - 0.02, place], [height, height], color="#1b1e24", lw=1.2, zorder=4)
        box = {"facecolor": "white", "alpha": 0.7, "edgecolor": "none", "pad": 0.6}
        ax.text(place - 0.035, height, "\n".join(text), ha="right", va="center", fontsize=10, zorder=5, bbox=box)
    ax.text(place, 1.07, "\n".join(lines(dimension.label, LONGEST)), ha="center", va="bottom", fontsize=12)


def _short(value: float) -> str:
    return f"{value / 1000:g}k" if abs(value) >= 10_000 else f"{value:.4g}"
