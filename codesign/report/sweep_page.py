"""The sections that only the page of a sweep has: trade-offs, importance of the axes, layers, survivors side by side.

`contents` collects them from the Reports as plain records; `sweep.html.j2` lays them out.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from codesign.cost import numbers
from codesign.cost.figures import Figure
from codesign.report import summary
from codesign.report.layer_tables import LayerTable, layer_tables
from codesign.report.plots import interactive, pareto
from codesign.report.plots import roc as plots
from codesign.report.plots import survivors as sweep_plots
from codesign.report.plots.importance import Axis, Importance, axes, importance, one_by_one
from codesign.report.plots.interactive import Plot
from codesign.report.plots.interactive_parallel import parallel_coordinates
from codesign.report.plots.parallel import dimensions, picture
from codesign.report.plots.pareto import COSTS, LATENCY, LUT, Point
from codesign.report.plots.survivors import MISTAGS, Curve
from codesign.report.record import Report
from codesign.runs.delivery.card import commands, model_card_html
from codesign.runs.run import Run
from codesign.runs.scores import tagger_scores
from codesign.sweep import Gate
from codesign.training.evaluation import score_name

FEWEST_DRAWN = 2  # a plot that compares designs needs at least two

Plots = Iterator[tuple[Plot, bytes]]  # each interactive and as SVG


@dataclass(frozen=True)
class PlottedDesign:
    """A finished design in the table of numbers.

    number: from 1, in the order of the sweep; axes: its value on each axis, as text; points, figures: by cost, for the
    costs that are known; front: titles of the costs on whose Pareto front it is; details: lines of the hover text.
    """

    number: int
    report: Report
    axes: tuple[str, ...]
    points: Mapping[str, Point]
    figures: Mapping[str, Figure]
    front: tuple[str, ...]
    details: tuple[str, ...]

    @property
    def point(self) -> Point:
        """The point of the first known cost; the points of all costs have the same score."""
        return next(iter(self.points.values()))


@dataclass(frozen=True)
class Contents:
    """Everything that `sweep.html.j2` needs. pictures: id of a plot or name of a section -> SVG."""

    score: str
    axes: tuple[Axis, ...]
    lines: tuple[PlottedDesign, ...]
    plots: tuple[Plot, ...]
    pictures: Mapping[str, bytes]
    importance: Mapping[str, Importance]
    mistags: tuple[float, ...]
    curves: Mapping[str, tuple[Curve, ...]]
    responses: Mapping[str, Mapping[str, Mapping[str, Any]]]
    layers: tuple[LayerTable, ...]
    funnel: tuple[Gate, ...]
    names: Mapping[str, str]
    library: str

    def card(self, report: Report) -> str:
        """A survivor's model card as HTML."""
        return model_card_html(Run(report.folder, report.design), below=4)

    def commands(self, report: Report) -> dict[str, str]:
        """The next steps for a survivor: what it does -> the command."""
        return commands(Run(report.folder, report.design))


def contents(
    reports: Sequence[Report],
    reasons: Mapping[str, str],
    funnel: Sequence[Gate],
    sources: Mapping[str, str],
    best: Report | None,
    caption: str,
    keys: Collection[str] | None = None,
) -> Contents:
    """The contents of a sweep's page, as far as the sweep has come.

    reasons: run folder name -> why it was dropped, "" for a survivor; sources: cost -> the source of its figures, ""
    if they have several; best: the design to highlight; caption: describes the jets below each printed picture; keys:
    of a design, on which axes may be, None for all.
    """
    score = score_name(reports[0].design.heads)
    documents = [report.design.settings() for report in reports]
    varied = axes(documents, keys)
    lines = _lines(reports, reasons, best, varied)
    compared = lines if len(lines) >= FEWEST_DRAWN else ()
    survivors = sorted((r for r in reports if reasons.get(r.folder.name) == ""), key=summary.score, reverse=True)
    drawn = [
        *_paretos(compared, limits_of(reports), sources, score, caption),
        *_parallel(compared, one_by_one(varied, documents), score, caption),
    ]
    pictures = {plot.id: printed for plot, printed in drawn}
    matter = _importance(compared, varied, score)
    if any(result.shares for result in matter.values()):
        pictures["importance"] = plots.svg(sweep_plots.importance_bars(matter))
    curves, backgrounds = _curves(survivors)
    for title, some in curves.items():
        pictures[f"roc of {title}"] = plots.svg(sweep_plots.roc_overlay(title, some, backgrounds[title], caption))
    responses = _responses(survivors)
    pictures |= _widths(responses, caption)
    return Contents(
        score=score,
        axes=varied,
        lines=lines,
        plots=tuple(plot for plot, _ in drawn),
        pictures=pictures,
        importance=matter,
        mistags=MISTAGS,
        curves=curves,
        responses=responses,
        layers=layer_tables(survivors),
        funnel=tuple(funnel),
        names={report.folder.name: report.design.name for report in reports},
        library=interactive.library() if drawn else "",
    )


def limits_of(reports: Sequence[Report]) -> dict[str, dict[str, float]]:
    """Cost -> name of a limit -> the allowed value, from the verdicts of all designs."""
    rows = [line for r in reports if r.verdict for line in (*r.verdict.lines, *r.verdict.information)]
    return {
        cost.quantity: {
            row.name.removeprefix(cost.limit) or "budget": row.allowed
            for row in rows
            if row.name.startswith(cost.limit)
        }
        for cost in COSTS
    }


def costs_of(report: Report) -> dict[str, Figure]:
    """Cost -> Figure of a design, for the costs that are known."""
    if report.usage is None or report.timing is None:
        return {}
    latency = report.timing.latency_ns(report.design.firmware.period_ns)
    figures = {LUT.quantity: report.usage.lut, LATENCY.quantity: latency}
    return {name: figure for name, figure in figures.items() if figure.value is not None}


def point(number: int, report: Report, figure: Figure, reason: str | None, best: bool) -> Point:
    """A finished design in a plot of score against a cost.

    reason: why the design was dropped, "" if it was not, None if it is undecided; best: whether to highlight it.
    """
    assert report.metrics
    assert figure.value is not None
    assert figure.low is not None
    assert figure.high is not None
    score = report.metrics["score"]
    sound = summary.outcome(report) != "FAIL" and all(agreement.exact for agreement in report.agreement)
    return Point(
        number=number,
        name=report.design.name,
        score=score["value"],
        score_error=score["error"],
        cost=figure.value,
        low=figure.low,
        high=figure.high,
        kept=reason == "",
        best=best,
        sound=sound,
        decided=reason is not None,
    )


def _lines(
    reports: Sequence[Report], reasons: Mapping[str, str], best: Report | None, axes: Sequence[Axis]
) -> tuple[PlottedDesign, ...]:
    lines = []
    for number, report in enumerate(reports, 1):
        costs = costs_of(report)
        if report.metrics is None or not costs:
            continue
        reason = reasons.get(report.folder.name)
        points = {name: point(number, report, f, reason, report is best) for name, f in costs.items()}
        values = tuple(axis.texts[number - 1] for axis in axes)
        line = PlottedDesign(number, report, values, points, costs, (), ())
        lines.append(replace(line, details=_details(line, axes, reason)))
    fronts = {
        cost: {p.number for p in pareto.front([li.points[cost] for li in lines if cost in li.points])}
        for cost in (c.quantity for c in COSTS)
    }
    return tuple(
        replace(line, front=tuple(c.title for c in COSTS if line.number in fronts[c.quantity])) for line in lines
    )


def _details(line: PlottedDesign, axes: Sequence[Axis], reason: str | None) -> tuple[str, ...]:
    """The lines of the hover text of a design."""
    score = line.report.metrics["score"] if line.report.metrics else {}
    state = "not decided yet" if reason is None else f"dropped: {reason}" if reason else "kept"
    texts = [f"{axis.name}: {value}" for axis, value in zip(axes, line.axes, strict=True)]
    texts.append(f"{score['name']} {score['value']:.4f} ± {score['error']:.4f} (test jets, statistical)")
    for cost in COSTS:
        if figure := line.figures.get(cost.quantity):
            what = "latency " if cost is LATENCY else ""
            texts.append(f"{what}{numbers.quantity(figure, cost.unit)}, {figure.label}")
    return (*texts, f"budget: {summary.short_verdict(line.report)}", f"#{line.number}, {state}")


def _paretos(
    lines: Sequence[PlottedDesign],
    limits: Mapping[str, Mapping[str, float]],
    sources: Mapping[str, str],
    score: str,
    caption: str,
) -> Plots:
    """For each cost known of at least two designs: the interactive plot of the score against it, and its SVG."""
    details = {line.number: line.details for line in lines}
    for cost in COSTS:
        points = [line.points[cost.quantity] for line in lines if cost.quantity in line.points]
        if len(points) >= FEWEST_DRAWN:
            source = sources[cost.quantity.removesuffix("_ns")] or "different sources, see the table"
            allowed = limits[cost.quantity]
            figure = pareto.score_against_cost(points, allowed, source, caption, score, cost)
            yield interactive.pareto_plot(points, details, allowed, source, score, cost), plots.svg(figure)


def _parallel(lines: Sequence[PlottedDesign], axes: Sequence[Axis], score: str, caption: str) -> Plots:
    """The parallel coordinates as an interactive plot and as SVG, if there are designs."""
    if lines:
        rows = [line.number - 1 for line in lines]
        some = [Axis(axis.keys, tuple(axis.values[row] for row in rows)) for axis in axes]
        figures = {cost.quantity: [line.figures.get(cost.quantity) for line in lines] for cost in COSTS}
        costs = {name: [figure.value if figure else None for figure in column] for name, column in figures.items()}
        points = [line.point for line in lines]
        drawn = dimensions(points, some, costs, score)
        details = {line.number: line.details for line in lines}
        plot = parallel_coordinates(drawn, points, details, score)
        yield plot, plots.svg(picture(drawn, points, caption, score))


def _importance(lines: Sequence[PlottedDesign], axes: Sequence[Axis], score: str) -> dict[str, Importance]:
    points = [line.points.get(LUT.quantity) for line in lines]
    known = [p for p in points if p is not None]
    some = [Axis(axis.keys, tuple(axis.values[p.number - 1] for p in known)) for axis in axes]
    some = [axis for axis in some if len(axis.levels) > 1]
    return {
        score: importance(some, [p.score for p in known], [p.score_error for p in known]),
        LUT.title: importance(some, [math.log(max(p.cost, 1.0)) for p in known]),
    }


def _curves(survivors: Sequence[Report]) -> tuple[dict[str, tuple[Curve, ...]], dict[str, int]]:
    """Title of each separation -> the survivors' ROC curves, and -> its number of background jets."""
    curves: dict[str, list[Curve]] = {}
    backgrounds: dict[str, int] = {}
    for report in survivors:
        if not report.metrics or "macro" not in report.metrics:
            continue
        classes = report.metrics["classes"]
        logits, y = tagger_scores(report.folder, classes, f"codesign freeze {report.folder}")
        for separation in sweep_plots.separations(classes):
            curves.setdefault(separation.title, []).append(sweep_plots.curve(report.design.name, separation, logits, y))
            backgrounds[separation.title] = int(np.isin(y, separation.background).sum())
    return {title: tuple(drawn) for title, drawn in curves.items()}, backgrounds


def _responses(survivors: Sequence[Report]) -> dict[str, dict[str, Mapping[str, Any]]]:
    """Response head -> name of a survivor -> its responses in the metrics."""
    rows: dict[str, dict[str, Mapping[str, Any]]] = {}
    for report in survivors:
        for head, row in (report.metrics or {}).get("responses", {}).items():
            rows.setdefault(head, {})[report.design.name] = row
    return rows


def _widths(rows: Mapping[str, Mapping[str, Mapping[str, Any]]], caption: str) -> dict[str, bytes]:
    """The survivors' relative widths: one SVG for each response head with at least one populated bin."""
    pictures = {}
    for head, responses in rows.items():
        bins = {name: row["true_bins"] for name, row in responses.items() if row["true_bins"]}
        if bins:
            quantity = next(iter(responses.values()))["quantity"]
            pictures[f"widths-{head}"] = plots.svg(sweep_plots.widths(bins, quantity, caption))
    return pictures
