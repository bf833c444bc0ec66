"""The interactive plots of a sweep's page: plotly figures, and the library that draws them, as text.

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

from codesign.report.plots.pareto import (
    BEST,
    KEPT,
    LUT,
    NOT_KEPT,
    SCORES,
    Cost,
    Point,
    below,
    corners,
    frame,
    front,
    in_reach,
)

FONT = 'system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif'
LEAST_WIDTH = 300  # pixels, of a phone
INK, LINE = "#1b1e24", "#d5d9e0"


@dataclass(frozen=True)
class Plot:
    """A plot for the page: the id of its element, its text for screen readers, and the figure as JSON.

    height, least_width: in pixels; narrow, narrow_height: the figure for a narrower page, "" if the same
    one fits; note: its caption's remark on the figures in it.
    """

    id: str
    height: int
    least_width: int
    label: str
    figure: str
    note: str = ""
    narrow: str = ""
    narrow_height: int = 0


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

    details: number of a design -> lines about it; limits: name -> allowed cost; source: where the costs come from.
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
        "dropped": ([p for p in points if p.decided and not (p.kept or p.best)], NOT_KEPT, "square-open", 9),
        "survivor": ([p for p in points if p.kept and not p.best], KEPT, "circle", 11),
        "best": ([p for p in points if p.best], BEST, "star", 17),
    }
    for name, (some, colour, symbol, size) in kinds.items():
        if some:
            places = [corner for p, corner in zip(points, corners(points), strict=True) if p in some]
            figure.add_trace(_designs(name, some, places, details, colour, symbol, size))
    drawn = in_reach(points, limits)
    for name, allowed in drawn.items():
        figure.add_vline(allowed, line={"color": "black", "width": 1.4, "dash": "dash"}, annotation_text=name)
        across = (across[0], max(across[1], 1.06 * allowed))
    far = [f"{name}: {allowed:,.0f} {cost.unit}" for name, allowed in limits.items() if name not in drawn]
    outside = [f"#{p.number}" for p in below(points)]
    notes = [f"{cost.title}: {source}", *(["limits to the right: " + ", ".join(far)] if far else [])]
    notes += ["designs below the frame: " + ", ".join(outside)] if outside else []
    figure.update_xaxes(title=cost.title, range=across, tickformat="~s")
    figure.update_yaxes(title=SCORES[score], range=up)
    label = (
        f"{score} against {cost.title} of {len(points)} designs, with bands and statistical errors."
        f" On the Pareto front, from the cheapest: {', '.join(p.name for p in best) or 'none'}."
        " The same numbers are in the table “The designs in numbers”."
    )
    figure.update_layout(margin={"l": 75, "r": 20, "t": 40, "b": 50}, hovermode="closest")
    axes = {"showline": True, "linecolor": INK, "gridcolor": "#e9ecf0", "zeroline": False, "ticks": "outside"}
    figure.update_xaxes(**axes)
    figure.update_yaxes(**axes)
    return Plot(name_of(cost), 430, LEAST_WIDTH, label, as_json(figure), "; ".join(notes))


def told(point: Point, details: Mapping[int, Sequence[str]]) -> str:
    """The text shown when the mouse is over a design: its name and its details, one per line."""
    return "<br>".join([f"<b>{escape(point.name)}</b>", *map(escape, details[point.number])])


def _designs(
    name: str,
    points: Sequence[Point],
    places: Sequence[tuple[bool, bool]],
    details: Mapping[int, Sequence[str]],
    colour: str,
    symbol: str,
    size: int,
) -> go.Scatter:
    error = {"color": colour, "thickness": 1.3, "width": 3}
    sides = [f"{'top' if up else 'bottom'} {'right' if right else 'left'}" for right, up in places]
    return go.Scatter(
        x=[p.cost for p in points],
        y=[p.score for p in points],
        mode="markers+text",
        text=[str(p.number) for p in points],
        textposition=sides,
        textfont={"size": 11, "color": INK},
        marker={"color": colour, "symbol": symbol, "size": size, "line": {"width": 1.5, "color": colour}},
        error_x={
            "array": [p.drawn_high - p.cost for p in points],
            "arrayminus": [p.cost - p.low for p in points],
            "symmetric": False,
            **error,
        },
        error_y={"array": [p.score_error for p in points], **error},
        customdata=[told(p, details) for p in points],
        hovertemplate="%{customdata}<extra></extra>",
        name=name,
    )


def as_json(figure: go.Figure) -> str:
    """The figure as JSON that is safe inside a script element."""
    figure.update_layout(
        template=None,
        font={"family": FONT, "size": 13, "color": INK},
        paper_bgcolor="white",
        plot_bgcolor="white",
        hoverlabel={"bgcolor": "white", "bordercolor": LINE, "align": "left", "font": {"color": INK, "size": 13}},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        autosize=True,
    )
    return str(figure.to_json()).replace("<", "\\u003c")
