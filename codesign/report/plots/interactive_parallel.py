"""Interactive parallel coordinates: one line per design, wide enough to see, drawn without WebGL.

Plotly's own parallel coordinates draw lines of half a pixel, whose width cannot be set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go
from matplotlib.colors import LinearSegmentedColormap, Normalize, to_hex

from codesign.report.plots.interactive import INK, Plot, as_json, told
from codesign.report.plots.labels import lines
from codesign.report.plots.parallel import LONGEST, SCALE, Dimension, scores_in_colour
from codesign.report.plots.pareto import Point

PARALLEL = "plot-parallel"
LEAST_HEIGHT, TICK_PX, AROUND_PX = 430, 20, 90  # of the plot, of a line of a tick, of what is above and below the axes
KEPT_PX, DROPPED_PX = 3.0, 1.6  # widths of lines
AXIS_PX, COLOURS_PX = 100, 110  # room for an axis with its ticks, and for the bar of colours
NARROW_PX, NARROW_APART = 78, 0.24  # the same where axes lie below each other, on a phone, and room for a tick


def parallel_coordinates(
    dimensions: Sequence[Dimension], points: Sequence[Point], details: Mapping[int, Sequence[str]], score: str
) -> Plot:
    """One line per design through all dimensions; the page's script selects the lines that cross a drawn box.

    details: number of a design -> lines about it.
    """
    label = (
        f"Parallel coordinates of {len(points)} designs: {', '.join(dimension.label for dimension in dimensions[1:])}."
        " The same numbers are in the table “The designs in numbers”."
    )
    most = max(sum(map(len, dimension.drawn_ticks().values())) for dimension in dimensions)  # lines of ticks
    return Plot(
        PARALLEL,
        max(LEAST_HEIGHT, AROUND_PX + TICK_PX * most),
        AXIS_PX * len(dimensions) + COLOURS_PX,
        label,
        as_json(_upright(dimensions, points, details, score)),
        narrow=as_json(_lying(dimensions, points, details, score)),
        narrow_height=NARROW_PX * len(dimensions) + COLOURS_PX,
    )


def _upright(
    dimensions: Sequence[Dimension], points: Sequence[Point], details: Mapping[int, Sequence[str]], score: str
) -> go.Figure:
    """The axes stand beside each other."""
    figure = _lines(dimensions, points, details, swapped=False)
    words = [note for place, dimension in enumerate(dimensions) for note in _words(place, dimension)]
    bar = {"thickness": 14, "title": {"text": "<br>".join(lines(score, LONGEST))}, "x": 1.01}
    figure.update_layout(
        annotations=words,
        shapes=[_axis({"x0": place, "x1": place, "y0": 0, "y1": 1}) for place in range(len(dimensions))],
        coloraxis_colorbar=bar,
        margin={"l": 10, "r": 10, "t": 70, "b": 20},
    )
    figure.update_xaxes(range=(-0.6, len(dimensions) - 0.6))
    figure.update_yaxes(range=(-0.05, 1.05))
    return figure


def _lying(
    dimensions: Sequence[Dimension], points: Sequence[Point], details: Mapping[int, Sequence[str]], score: str
) -> go.Figure:
    """The axes lie below each other, for a page that is narrower than all of them."""
    figure = _lines(dimensions, points, details, swapped=True)
    words = [note for place, dimension in enumerate(dimensions) for note in _words_below(place, dimension)]
    bar = {"thickness": 14, "orientation": "h", "title": {"text": score, "side": "top"}, "y": 0, "yanchor": "top"}
    figure.update_layout(
        annotations=words,
        shapes=[_axis({"x0": 0, "x1": 1, "y0": place, "y1": place}) for place in range(len(dimensions))],
        coloraxis_colorbar=bar,
        margin={"l": 10, "r": 10, "t": 10, "b": 80},
    )
    figure.update_xaxes(range=(-0.08, 1.08))
    figure.update_yaxes(range=(len(dimensions) - 0.5, -0.5))
    return figure


def _lines(
    dimensions: Sequence[Dimension], points: Sequence[Point], details: Mapping[int, Sequence[str]], swapped: bool
) -> go.Figure:
    """The lines of the designs, without axes. swapped: the axes lie along y."""
    low, high = scores_in_colour(points)
    colours, norm = LinearSegmentedColormap.from_list("score", list(SCALE)), Normalize(low, high, clip=True)
    figure = go.Figure()
    for number, point in enumerate(points):
        chosen = point.kept or point.best
        places, heights = list(range(len(dimensions))), [dimension.heights[number] for dimension in dimensions]
        figure.add_scatter(
            x=heights if swapped else places,
            y=places if swapped else heights,
            mode="lines+markers",
            line={"color": to_hex(colours(norm(point.score))), "width": KEPT_PX if chosen else DROPPED_PX},
            marker={"color": [point.score] * len(dimensions), "coloraxis": "coloraxis", "size": 7 if chosen else 5},
            customdata=[told(point, details)] * len(dimensions),
            hovertemplate="%{customdata}<extra></extra>",
            name=point.name,
            unselected={"marker": {"opacity": 1}},
        )
    figure.update_layout(
        coloraxis={"colorscale": SCALE, "cmin": low, "cmax": high},
        showlegend=False,
        hovermode="closest",
        dragmode="select",
    )
    figure.update_xaxes(visible=False, fixedrange=True)
    figure.update_yaxes(visible=False, fixedrange=True)
    return figure


def _axis(ends: Mapping[str, float]) -> dict[str, object]:
    return {"type": "line", "layer": "below", "line": {"color": INK, "width": 1.2}, **ends}


def _words(place: int, dimension: Dimension) -> list[dict[str, object]]:
    """The name of an axis above it, and its ticks on its left."""
    name = _text("<br>".join(lines(dimension.label, LONGEST)), place, 1, size=13, yshift=12, yanchor="bottom")
    ticks = dimension.drawn_ticks().items()
    side: dict[str, Any] = {"xanchor": "right", "xshift": -7, "align": "right"}
    return [name, *(_text("<br>".join(text), place, height, **side) for height, text in ticks)]


def _words_below(place: int, dimension: Dimension) -> list[dict[str, object]]:
    """The name of an axis that lies above its left end, and its ticks below it."""
    name = _text(dimension.label, 0, place, size=13, xanchor="left", xshift=-8, yshift=8, yanchor="bottom")
    ticks = dimension.drawn_ticks(NARROW_APART).items()
    return [name, *(_text("<br>".join(text), height, place, yanchor="top", yshift=-7) for height, text in ticks)]


def _text(text: str, x: float, y: float, size: int = 11, **where: object) -> dict[str, object]:
    look = {"showarrow": False, "font": {"size": size}, "bgcolor": "rgba(255, 255, 255, 0.8)", "borderpad": 0}
    return {"text": text, "x": x, "y": y, **look, **where}
