"""The plots of a sweep's page that answer to the mouse: plotly figures, and the library that draws them, as text.

The page holds the library once, compressed, so that it needs no network: 2 MB in place of 5.
"""

from __future__ import annotations

import base64
import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from codesign.importance import Axis
from codesign.pareto import BEST, COSTS, KEPT, LUT, NOT_KEPT, SCORES, Cost, Point, below, frame, front, in_reach

FONT = 'system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif'
INK, LINE = "#1b1e24", "#d5d9e0"
# bright to dark in even steps of lightness, so that it can be told apart in grey (matplotlib's cividis, reversed)
SCALE = [[0.0, "#dcc84f"], [0.5, "#7d7c78"], [1.0, "#00224e"]]
LONGEST_TICK = 16


@dataclass(frozen=True)
class Plot:
    """A plot for the page: id of its element, height, what a screen reader says of it, and the figure as JSON."""

    id: str
    height: int
    label: str
    figure: str


@cache
def library() -> str:
    """plotly.js as gzip in base64; the same release gives the same text."""
    return base64.b64encode(gzip.compress(get_plotlyjs().encode(), mtime=0)).decode()


def name_of(cost: Cost) -> str:
    """The id of the plot against a cost."""
    return f"plot-{cost.quantity}"


def pareto_plot(
    points: Sequence[Point],
    details: Mapping[int, Sequence[str]],
    limits: Mapping[str, float],
    source: str,
    score: str,
    cost: Cost = LUT,
) -> Plot:
    """Score against a cost, with the Pareto front; hovering over a design tells its name and `details`.

    details: number of a design -> lines about it; limits: name -> cost that is allowed; source: of the costs.
    """
    figure = go.Figure()
    across, up = frame(points)
    best = front(points)
    if best:
        figure.add_scatter(
            x=[*(p.cost for p in best), across[1]],
            y=[*(p.score for p in best), best[-1].score],
            mode="lines",
            line={"shape": "hv", "color": "#656364", "width": 1.5, "dash": "dot"},
            name="Pareto front",
            hoverinfo="skip",
        )
    kinds = {
        "not kept": ([p for p in points if not (p.kept or p.best)], NOT_KEPT, "square-open", 9),
        "kept": ([p for p in points if p.kept and not p.best], KEPT, "circle", 11),
        "best": ([p for p in points if p.best], BEST, "star", 17),
    }
    for name, (some, colour, symbol, size) in kinds.items():
        if some:
            figure.add_trace(_designs(name, some, details, colour, symbol, size))
    drawn = in_reach(points, limits)
    for name, allowed in drawn.items():
        figure.add_vline(allowed, line={"color": "black", "width": 1.4, "dash": "dash"}, annotation_text=name)
        across = (across[0], max(across[1], 1.06 * allowed))
    far = [f"{name}: {allowed:,.0f} {cost.unit}" for name, allowed in limits.items() if name not in drawn]
    outside = [f"#{p.number}" for p in below(points)]
    notes = [source, *(["limits to the right: " + ", ".join(far)] if far else [])]
    notes += ["designs below: " + ", ".join(outside)] if outside else []
    figure.update_xaxes(title=f"{cost.title}<br><sub>{escape('; '.join(notes))}</sub>", range=across, tickformat="~s")
    figure.update_yaxes(title=SCORES[score], range=up)
    label = (
        f"{score} against {cost.title} of {len(points)} designs, with bands and statistical errors."
        f" On the Pareto front, from the cheapest: {', '.join(p.name for p in best) or 'none'}."
        " The same numbers are in the table “The designs in numbers”."
    )
    return Plot(name_of(cost), 470, label, _json(figure))


def parallel_coordinates(
    points: Sequence[Point], axes: Sequence[Axis], costs: Mapping[str, Sequence[float | None]], score: str
) -> Plot:
    """A line a design through its values on the axes, its score and its costs; dragging along one keeps some.

    axes: with a value for each of the points; costs: quantity -> its value in each design, None if unavailable.
    """
    dimensions = [_numbered("#", [float(p.number) for p in points], "d"), *(_dimension(axis) for axis in axes)]
    dimensions.append(_numbered(score, [p.score for p in points], ".3f"))
    for cost in COSTS:
        known = [value for value in costs[cost.quantity] if value is not None]
        if len(known) == len(points):
            dimensions.append(_numbered(cost.title, known, ".3~s"))
    scores = [p.score for p in points]
    within = [p.score for p in points if p not in below(points)]
    figure = go.Figure(
        go.Parcoords(
            dimensions=dimensions,
            line={
                "color": scores,
                "colorscale": SCALE,
                "cmin": min(within),
                "cmax": max(within),
                "showscale": True,
                "colorbar": {"title": score},
            },
            labelfont={"size": 13, "color": INK},
            tickfont={"size": 11, "color": INK},
            rangefont={"size": 10, "color": "#565d69"},
            unselected={"line": {"color": "#d5d9e0", "opacity": 0.25}},
        )
    )
    figure.update_layout(margin={"l": 40, "r": 30, "t": 60, "b": 30})
    label = (
        f"Parallel coordinates of {len(points)} designs: {', '.join(axis.name for axis in axes)}, {score},"
        " LUT and latency. The same numbers are in the table “The designs in numbers”."
    )
    return Plot("plot-parallel", 430, label, _json(figure))


def _designs(
    name: str, points: Sequence[Point], details: Mapping[int, Sequence[str]], colour: str, symbol: str, size: int
) -> go.Scatter:
    error = {"color": colour, "thickness": 1.3, "width": 3}
    return go.Scatter(
        x=[p.cost for p in points],
        y=[p.score for p in points],
        mode="markers+text",
        text=[str(p.number) for p in points],
        textposition="top right",
        textfont={"size": 11, "color": INK},
        marker={"color": colour, "symbol": symbol, "size": size, "line": {"width": 1.5, "color": colour}},
        error_x={
            "array": [p.drawn_high - p.cost for p in points],
            "arrayminus": [p.cost - p.low for p in points],
            "symmetric": False,
            **error,
        },
        error_y={"array": [p.score_error for p in points], **error},
        customdata=["<br>".join([f"<b>{escape(p.name)}</b>", *map(escape, details[p.number])]) for p in points],
        hovertemplate="%{customdata}<extra></extra>",
        name=name,
    )


def _dimension(axis: Axis) -> dict[str, object]:
    """One axis of the parallel coordinates: a tick at each value that occurs, names at even steps."""
    levels = axis.levels
    if axis.numeric:
        numbers = [value for value in axis.values if isinstance(value, float)]
        ticks = [value for value in levels if isinstance(value, float)]
        if len(ticks) > 12:
            return _numbered(axis.short, numbers, ".3~g")
        return {"label": axis.short, "values": numbers, "tickvals": ticks, "ticktext": [f"{t:g}" for t in ticks]}
    names = [str(level) for level in levels]
    return {
        "label": axis.short,
        "values": [levels.index(value) for value in axis.values],
        "tickvals": list(range(len(levels))),
        "ticktext": [name if len(name) <= LONGEST_TICK else name[: LONGEST_TICK - 1] + "…" for name in names],
    }


def _numbered(label: str, values: Sequence[float], tick_format: str) -> dict[str, object]:
    """One axis of the parallel coordinates with even ticks; tick_format: by d3, of the ticks and of the ends."""
    return {"label": label, "values": list(values), "tickformat": tick_format}


def _json(figure: go.Figure) -> str:
    """The figure as JSON that can stand inside a script element."""
    figure.update_layout(
        template=None,
        font={"family": FONT, "size": 13, "color": INK},
        paper_bgcolor="white",
        plot_bgcolor="white",
        hoverlabel={"bgcolor": "white", "bordercolor": LINE, "align": "left", "font": {"color": INK, "size": 13}},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        autosize=True,
    )
    if not any(isinstance(trace, go.Parcoords) for trace in figure.data):
        figure.update_layout(margin={"l": 75, "r": 20, "t": 40, "b": 75}, hovermode="closest")
        lines = {"showline": True, "linecolor": INK, "gridcolor": "#e9ecf0", "zeroline": False, "ticks": "outside"}
        figure.update_xaxes(**lines)
        figure.update_yaxes(**lines)
    return str(figure.to_json()).replace("<", "\\u003c")
