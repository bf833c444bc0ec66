"""The trade-off of score against cost: its points, its Pareto front, and the picture for print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from codesign.report.plots.labels import lines
from codesign.report.plots.roc import DASHES, PALETTE, axes, outside_legend, styled

KEPT, BEST, NOT_KEPT = PALETTE[0], PALETTE[2], "#8a8a8f"
SCORES = {  # name of a score -> what an axis says
    "macro AUC": "macro AUC, one class against the rest",
    "width reduction": "width reduction (1 - width / raw width)",
}
IN_REACH = 2.0  # a limit above so many times the largest design is named, not drawn
FAR_BELOW = 3.0  # a design so many times further below the best than half of the designs are would squeeze the others
NUMBER = np.array([0.025, 0.03])  # from a point to the middle of its number, as shares of the frame
ENOUGH = float(np.hypot(*NUMBER))  # between a number and all else, no more than to its own point
MARKER = 0.04  # half a marker's size, as a share of the frame
LONGEST = 34  # characters in a line of the legend
NAMED = 16  # of more designs, the legend names only those that are kept


@dataclass(frozen=True)
class Cost:
    """A kind of cost: the name of its figure, its label on an axis, its unit, and how names of limits start."""

    quantity: str
    title: str
    unit: str
    limit: str


LUT = Cost("lut", "LUT", "LUT", "LUT, ")
LATENCY = Cost("latency_ns", "latency (ns)", "ns", "latency of the RTL (ns)")
COSTS = (LUT, LATENCY)


@dataclass(frozen=True)
class Point:
    """A design in a plot of score against a cost: its number and name in the table, its errors and bands.

    high: may be infinite; sound: no witness differs and no limit is broken, so that it can be on the front; decided:
    whether the sweep has decided on it.
    """

    number: int
    name: str
    score: float
    score_error: float
    cost: float
    low: float
    high: float
    kept: bool
    best: bool = False
    sound: bool = True
    decided: bool = True

    @property
    def drawn_high(self) -> float:
        """The end of the bar drawn for the band; the bar of an open band leaves the frame."""
        return min(self.high, 100 * max(self.cost, 1.0))


def front(points: Sequence[Point]) -> list[Point]:
    """The sound designs for which no other sound one has a higher score at no higher cost, cheapest first."""
    best: list[Point] = []
    for point in sorted((p for p in points if p.sound), key=lambda p: (p.cost, -p.score, p.number)):
        if not best or point.score > best[-1].score:
            best.append(point)
    return best


def score_against_cost(
    points: Sequence[Point],
    limits: Mapping[str, float],
    source: str,
    caption: str,
    score: str = "macro AUC",
    cost: Cost = LUT,
) -> Figure:
    """Score with statistical error against a cost with its band; survivors are marked and numbered.

    limits: name -> allowed cost, drawn as a line; source: where the costs come from; caption: the jets;
    score: its name.
    """
    with styled():
        figure, ax = axes((11.5, 5.6), caption, right=0.69)
        for point, name in zip(points, short_names([p.name for p in points]), strict=True):
            _draw_point(ax, point, name, named=point.kept or point.best or len(points) <= NAMED)
        if points:
            across, up = frame(points)
            ax.set(xlim=across, ylim=up)
            _draw_front(ax, points)
            _draw_limits(ax, points, limits, cost.unit)
            _draw_numbers(ax, points)
            if outside := below(points):
                numbers = ", ".join(str(p.number) for p in outside)
                ax.plot(
                    [], [], ls="", marker=r"$\downarrow$", color=NOT_KEPT, ms=12, label=f"below the frame: {numbers}"
                )
        ax.set_xlabel(f"{cost.title}, {source}")
        ax.set_ylabel(SCORES[score])
        ax.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
        if ax.get_xlim()[1] >= 10_000:
            ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value / 1000:,.0f}k"))
        outside_legend(ax)
        return figure


def largest(points: Sequence[Point]) -> float:
    """The end of the widest band; an open band ends at the cost itself."""
    return max(p.high if np.isfinite(p.high) else p.cost for p in points)


def frame(points: Sequence[Point]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Limits of cost and score from the points alone, so that a far limit does not squeeze them together.

    Designs that were not kept and score far below the others are outside, and `below` names them; all others are wholly
    inside, with room for marker and number.
    """
    outside = below(points)
    inside = [p for p in points if p not in outside]
    low, high = min(p.low for p in inside), largest(inside)
    across = 0.12 * max(high - low, 0.1 * high, 1)
    left = min(max(low - across, 0), min(p.cost for p in inside) - MARKER * (high + across))
    return (left, high + across), _heights(inside)


def below(points: Sequence[Point]) -> list[Point]:
    """The designs that a plot leaves out of its frame because their score is far below the others'.

    Survivors are never among them, nor is a design that the frame of the others would cut.
    """
    best = max(p.score for p in points)
    half = best - float(np.median([p.score for p in points]))
    least = best - FAR_BELOW * max(half, 1e-3)
    outside = [p for p in points if p.score < least and not (p.kept or p.best)]
    for point in sorted(outside, key=lambda p: -p.score):
        bottom, top = _heights([p for p in points if p not in outside])
        if point.score + point.score_error < bottom - MARKER * (top - bottom):
            break
        outside.remove(point)
    return outside


def corners(points: Sequence[Point]) -> list[tuple[bool, bool]]:
    """On which side of each point its number is drawn: right or left, above or below.

    From the top down, each number goes where it is farthest from all points and from the numbers already placed.
    """
    (left, right), (bottom, top) = frame(points)
    places = np.array([((p.cost - left) / (right - left), (p.score - bottom) / (top - bottom)) for p in points])
    options = [(True, True), (True, False), (False, True), (False, False)]
    chosen, there = {}, [*places]
    for number in sorted(range(len(points)), key=lambda number: -points[number].score):
        centres = [places[number] + np.where(option, NUMBER, -NUMBER) for option in options]
        rooms = [min(min(np.hypot(*(centre - other)) for other in there), ENOUGH) for centre in centres]
        best = int(np.argmax(rooms))
        chosen[number] = options[best]
        there.append(centres[best])
    return [chosen[number] for number in range(len(points))]


def in_reach(points: Sequence[Point], limits: Mapping[str, float]) -> dict[str, float]:
    """The limits close enough to be drawn, the tightest first; the others are only named."""
    reach = IN_REACH * largest(points)
    return dict(sorted(((n, a) for n, a in limits.items() if a <= reach), key=lambda limit: limit[1]))


def short_names(names: Sequence[str]) -> list[str]:
    """Names of designs without their common beginning up to a dash."""
    parts = [name.split("-") for name in names]
    common = 0
    while len(names) > 1 and all(len(p) > common + 1 and p[common] == parts[0][common] for p in parts):
        common += 1
    return ["-".join(p[common:]) for p in parts]


def _heights(points: Sequence[Point]) -> tuple[float, float]:
    """Limits of the score for a frame that holds these points."""
    bottom, top = min(p.score - p.score_error for p in points), max(p.score + p.score_error for p in points)
    room = 0.15 * max(top - bottom, 1e-3)
    return bottom - room, top + room


def _draw_point(ax: Axes, point: Point, name: str, named: bool) -> None:
    colour = BEST if point.best else KEPT if point.kept else NOT_KEPT
    marker, size = ("*", 17) if point.best else ("o", 9) if point.kept else ("s", 7)
    dropped = "  (dropped)" if point.decided else "  (not decided yet)"
    state = "  (best)" if point.best else "" if point.kept else dropped
    label = "\n".join(lines(f"{point.number}  {name}{state}", LONGEST)) if named else None
    order = 4 if point.kept else 3
    across = [[point.cost - point.low], [point.drawn_high - point.cost]]
    ax.errorbar(
        point.cost,
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
    ax.plot(point.cost, point.score, marker, ms=size, color=colour, mfc=face, mew=1.5, label=label, zorder=order + 1)


def _draw_front(ax: Axes, points: Sequence[Point]) -> None:
    best = front(points)
    if best:
        costs, scores = [p.cost for p in best], [p.score for p in best]
        end = ax.get_xlim()[1]
        ax.step([*costs, end], [*scores, scores[-1]], where="post", color="#656364", lw=1.2, label="Pareto front")


def _draw_limits(ax: Axes, points: Sequence[Point], limits: Mapping[str, float], unit: str) -> None:
    """Draws a line for each limit in reach of the designs; the legend mentions those far to the right."""
    drawn = in_reach(points, limits)
    for number, (name, allowed) in enumerate(sorted(limits.items(), key=lambda item: item[1])):
        label = f"{name}: {allowed:,.0f} {unit}"
        if name in drawn:
            ax.axvline(allowed, color="black", lw=1.4, ls=DASHES[number % len(DASHES)], label=label)
            ax.set_xlim(right=max(ax.get_xlim()[1], 1.06 * allowed))
        else:
            ax.plot([], [], ls="", marker=r"$\rightarrow$", color="black", ms=14, label=label)


def _draw_numbers(ax: Axes, points: Sequence[Point]) -> None:
    """Each point's number beside it, on the side away from its nearest neighbour."""
    points = [p for p in points if p not in below(points)]
    for point, (right, up) in zip(points, corners(points), strict=True):
        ax.annotate(
            str(point.number),
            (point.cost, point.score),
            (8 if right else -8, 6 if up else -6),
            textcoords="offset points",
            ha="left" if right else "right",
            va="bottom" if up else "top",
            zorder=6,
        )
