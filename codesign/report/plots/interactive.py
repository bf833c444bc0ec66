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

from codesign.report.plots.parallel import SCALE, Dimension, scores_in_colour
from codesign.report.plots.pareto import BEST, KEPT, LUT, NOT_KEPT, SCORES, Cost, Point, below, frame, front, in_reach

FONT = 'system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif'
INK, LINE = "#1b1e24", "#d5d9e0"
PARALLEL = "plot-parallel"


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
        "not decided yet": ([p for p in points if not (p.decided or p.best)], NOT_KEPT, "circle-open", 9),
        "not kept": ([p for p in points if p.decided and not (p.kept or p.best)], NOT_KEPT, "square-open", 9),
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


def parallel_coordinates(found: Sequence[Dimension], points: Sequence[Point], score: str) -> Plot:
    """A line a design through all dimensions; dragging along one keeps the designs in that range."""
    low, high = scores_in_colour(points)
    figure = go.Figure(
        go.Parcoords(
            dimensions=[_dimension(dimension) for dimension in found],
            line={
                "color": [p.score for p in points],
                "colorscale": SCALE,
                "cmin": low,
                "cmax": high,
                "showscale": True,
                "colorbar": {"title": score},
            },
            labelfont={"size": 13, "color": INK},
            tickfont={"size": 11, "color": INK},
            rangefont={"size": 10, "color": "#565d69"},
            unselected={"line": {"color": LINE, "opacity": 0.25}},
        )
    )
    figure.update_layout(margin={"l": 40, "r": 30, "t": 60, "b": 30})
    label = (
        f"Parallel coordinates of {len(points)} designs: {', '.join(dimension.label for dimension in found[1:])}."
        " The same numbers are in the table “The designs in numbers”."
    )
    return Plot(PARALLEL, 430, label, _json(figure))


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


def _dimension(dimension: Dimension) -> dict[str, object]:
    drawn: dict[str, object] = {"label": dimension.label, "values": list(dimension.values), "range": dimension.ends}
    if dimension.ticks:
        return drawn | {"tickvals": list(dimension.ticks), "ticktext": list(dimension.ticks.values())}
    return drawn | {"tickformat": ".3~s" if max(dimension.values) >= 1000 else ".4~g"}


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
