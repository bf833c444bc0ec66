"""Turns Reports into one HTML page that needs no other file and no network."""

from __future__ import annotations

import base64
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from codesign.base.yaml_text import dump
from codesign.cost import numbers
from codesign.cost.figures import Figure
from codesign.cost.quantities import quantities
from codesign.design.design import RANDOM
from codesign.errors import CodesignError
from codesign.jets.card import Card, data_card
from codesign.jets.drawing import PANEL_WIDTH, panels
from codesign.jets.store import open_jets
from codesign.net.agreement import KINDS
from codesign.report import glossary, summary, sweep_page
from codesign.report.plots import interactive
from codesign.report.plots import responses as response_plots
from codesign.report.plots import roc as plots
from codesign.report.plots import trees as tree_plots
from codesign.report.plots.importance import flat
from codesign.report.plots.pareto import LUT
from codesign.report.record import Report
from codesign.report.trees import TreesRead, trees_read
from codesign.runs.intervals import cheapest_lines
from codesign.runs.run import Run
from codesign.runs.scores import tagger_scores
from codesign.runs.versions import versions
from codesign.runs.witnesses import SHOWN, WITNESSES
from codesign.sweep import Gate
from codesign.training.evaluation import score_name


@dataclass(frozen=True)
class Jets:
    """A jets file as the page shows it; if it cannot be read, card is None and `problem` says why.

    pictures: what a picture shows -> the picture as a data URI.
    """

    file: str
    card: Card | None
    pictures: Mapping[str, str]
    problem: str = ""

    @property
    def caption(self) -> str:
        """The caption that plots have for these jets."""
        return plots.caption(self.card["manifest"] if self.card else {})


@dataclass(frozen=True)
class PicturedTrees:
    """What trees read, and two pictures of it as data URIs: bars of what they read most, and one tree."""

    read: TreesRead
    bars: str
    drawn: str


def render(
    name: str,
    folder: Path,
    reports: Sequence[Report],
    reasons: Mapping[str, str],
    funnel: Sequence[Gate] | None = None,
    keys: Collection[str] | None = None,
) -> tuple[str, bytes | None]:
    """The page as HTML, and score against LUT as SVG if there are designs to compare.

    reasons: run folder name -> why it was dropped, "" for a survivor; funnel: the gates of a sweep; only its page has
    scripts; keys: of a design, on which the axes of a sweep may be, None for all.
    """
    reasons = named(reasons, reports)
    answer = summary.answer(reports, reasons)
    jets = {file: read_jets(file) for file in dict.fromkeys(r.design.jets.file for r in reports)}
    environment = Environment(
        loader=PackageLoader("codesign.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    notes = resource_notes(reports)
    environment.filters |= {
        "central": numbers.central,
        "band": numbers.band,
        "exact_number": numbers.exact_number,
        "number": numbers.number,
        "mark": partial(mark, notes=notes),
        "svg_uri": plots.svg_uri,
    }
    best = answer.best
    detailed = [r for r in reports if reasons.get(r.folder.name) == "" or len(reports) == 1]
    base = best or reports[0]
    sources = shared_sources(reports)
    caption = next(iter(jets.values())).caption
    sweep = None if funnel is None else sweep_page.contents(reports, reasons, funnel, sources, best, caption, keys)
    html = environment.get_template("report.html.j2").render(
        name=name,
        folder=folder,
        answer=answer,
        best=best,
        base=base,
        cheapest=cheapest_lines,
        document=dump(base.design.document(), default_flow_style=None, width=100),
        varied=varied(reports),
        reports=reports,
        reasons=reasons,
        detailed=sorted(detailed, key=summary.score, reverse=True),
        figures=figures,
        sources=sources,
        sweep=sweep,
        notes=notes,
        glossary=glossary.of_the_page(),
        witnesses={name: WITNESSES[name].title for name in SHOWN},
        inputs_in_words=KINDS,
        outcome=summary.outcome,
        in_words=summary.verdict_in_words,
        short=summary.short_verdict,
        differing=summary.differing,
        share=summary.share,
        least_background=plots.LEAST_BACKGROUND,
        roc=partial(roc_picture, jets=jets),
        panel_width=PANEL_WIDTH,
        training=partial(training_picture, jets=jets),
        score_name=score_name(base.design.heads),
        response=partial(response_picture, jets=jets),
        calibration=partial(calibration_picture, jets=jets),
        trees_read=partial(pictured_trees, jets=jets),
        jets=list(jets.values()),
        changed=changed_jets(reports, jets),
        written_by=versions(),
    )
    return html, sweep.pictures.get(interactive.name_of(LUT)) if sweep else None


def named(reasons: Mapping[str, str], reports: Sequence[Report]) -> dict[str, str]:
    """The reasons with the names of designs instead of the keys of their folders."""
    names = {report.folder.name: report.design.name for report in reports}
    return {key: " ".join(names.get(word, word) for word in reason.split(" ")) for key, reason in reasons.items()}


def figures(report: Report) -> dict[str, Figure]:
    """Key of a quantity -> Figure of a design; empty before its estimate."""
    if report.usage is None or report.timing is None:
        return {}
    return quantities(report.usage, report.timing, report.design.firmware.period_ns)


def shared_sources(reports: Sequence[Report]) -> dict[str, str]:
    """Column -> the source of all its figures, or "" where they differ and each must name its own."""
    labels: dict[str, set[str]] = {name: set() for name in ("lut", "ff", "latency", "interval", "clock")}
    for report in reports:
        for quantity, figure in figures(report).items():
            if (column := quantity.partition("_")[0]) in labels:
                labels[column].add(figure.label)
    return {column: next(iter(sources)) if len(sources) == 1 else "" for column, sources in labels.items()}


def resource_notes(reports: Sequence[Report]) -> list[str]:
    """The notes of all LUT and FF, each once: the footnotes of the first table.

    Notes on times differ between designs and are in the budget tables.
    """
    shown = [figure for r in reports if r.usage for figure in (r.usage.lut, r.usage.ff)]
    return list(dict.fromkeys(figure.note for figure in shown if figure.note))


def mark(figure: Figure, notes: Sequence[str]) -> str:
    """The number of a figure's footnote, "" if it has none."""
    return str(notes.index(figure.note) + 1) if figure.note in notes else ""


def varied(reports: Sequence[Report]) -> dict[str, list[str]]:
    """Dotted key of a design -> its value in each report, for the keys in which they differ."""
    rows = [flat(report.design.settings()) for report in reports]
    keys = list(dict.fromkeys(key for row in rows for key in row))
    values = {key: [str(row.get(key, "-")) for row in rows] for key in keys}
    return {key: row for key, row in values.items() if len(set(row)) > 1}


def read_jets(file: str) -> Jets:
    """Data card and pictures of a jets file, or why there are none."""
    if file == RANDOM:
        return Jets(file, None, {}, "No jets are known: `codesign freeze MODEL --jets FILE` compares on real ones.")
    try:
        jets = open_jets(file)
    except CodesignError as error:
        return Jets(file, None, {}, str(error))
    encoded = {what: base64.b64encode(picture).decode() for what, picture in panels(jets).items()}
    return Jets(file, data_card(jets), {what: f"data:image/png;base64,{text}" for what, text in encoded.items()})


def changed_jets(reports: Sequence[Report], jets: Mapping[str, Jets]) -> list[str]:
    """Names of the designs that were evaluated on other jets than their file holds now."""
    changed = []
    for report in reports:
        card = jets[report.design.jets.file].card
        if card and report.metrics and report.metrics["jets"]["digest"] != card["sha256"]:
            changed.append(report.design.name)
    return changed


def roc_picture(report: Report, jets: Mapping[str, Jets]) -> str:
    """ROC curves of a design's test jets, as a data URI."""
    assert report.metrics
    classes = report.metrics["classes"]
    logits, y = tagger_scores(report.folder, classes, f"codesign freeze {report.folder}")
    caption = jets[report.design.jets.file].caption
    return plots.data_uri(plots.roc_curves(logits, y, classes, report.metrics["one_against_rest"], caption))


def training_picture(report: Report, jets: Mapping[str, Jets]) -> str:
    """Loss and validation score by epoch, as a data URI."""
    name = score_name(report.design.heads)
    return plots.data_uri(plots.training_curve(report.history, jets[report.design.jets.file].caption, name))


def response_picture(report: Report, head: str, jets: Mapping[str, Jets]) -> str:
    """Median and relative width of a response head in bins of the true quantity, as a data URI."""
    assert report.metrics
    row = report.metrics["responses"][head]
    return plots.data_uri(response_plots.responses(row, jets[report.design.jets.file].caption))


def calibration_picture(report: Report, head: str, jets: Mapping[str, Jets]) -> str:
    """The calibration of a response head, as a data URI."""
    assert report.metrics
    row = report.metrics["responses"][head]
    return plots.data_uri(response_plots.calibration(row, jets[report.design.jets.file].caption))


def pictured_trees(report: Report, jets: Mapping[str, Jets]) -> tuple[list[PicturedTrees], str]:
    """What the trees of a design read, in pictures; or nothing, and why its jets cannot be read."""
    sample = jets[report.design.jets.file]
    if sample.problem:
        return [], sample.problem
    read = trees_read(Run(report.folder, report.design))
    return [
        PicturedTrees(
            one,
            plots.data_uri(tree_plots.read_most(one.shown, sample.caption)),
            plots.data_uri(tree_plots.drawn(one.tree, one.numbers, one.output)),
        )
        for one in read
    ], ""
