"""Pictures of a design of trees: what they read most, and one tree as rows of text that a phone can show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from codesign.net.tree_facts import Reached
from codesign.report.plots.labels import lines
from codesign.report.plots.roc import PALETTE, styled
from codesign.report.tree_names import Number
from codesign.report.trees import MOST_LEVELS, Reading

WIDTH = 5.1  # inches: on a screen of 400 pixels, texts shrink by a quarter
INDENT = 0.3  # inches a level
ROW, LINE = 0.31, 0.2  # inches: of a row, and of each further line in it
LONGEST = 46  # characters of a row that is not indented
RAISES, LOWERS, INK, QUIET = PALETTE[0], "#b84400", "#1b1e24", "#565d69"


def read_most(readings: Sequence[Reading], caption: str) -> Figure:
    """Bars: the share of the trees' variance that comparisons of each number explain; beside, their comparators."""
    with styled():
        height = 0.4 * max(len(readings), 1) + 1.15
        figure = Figure(figsize=(WIDTH, height))
        ax = figure.add_axes((0.4, 0.75 / height, 0.57, 1 - 1.15 / height))
        figure.text(0.02, 1 - 0.2 / height, caption, fontsize=13, va="center")
        places = range(len(readings))
        shares = [100 * reading.share for reading in readings]
        ax.barh(places, shares, color=PALETTE[6], height=0.72)
        for place, (share, reading) in enumerate(zip(shares, readings, strict=True)):
            ax.annotate(
                str(reading.comparators), (share, place), (4, 0), textcoords="offset points", va="center", fontsize=12
            )
        names = ["\n".join(lines(reading.number.name, 24)) for reading in readings]
        ax.set_yticks(places, names, fontsize=11.5)
        ax.set(ylim=(len(readings) - 0.4, -0.6), xlim=(0, 1.15 * max(shares, default=1.0) or 1.0))
        ax.tick_params(axis="y", which="both", left=False, right=False)
        ax.tick_params(axis="x", which="both", top=False)
        ax.minorticks_off()
        ax.set_xlabel("share of the variance [%]; number: comparators", fontsize=12, loc="right")
        return figure


@dataclass(frozen=True)
class _Row:
    level: int
    parent: int | None
    branch: str
    text: tuple[str, ...]
    colour: str
    jets: float


def drawn(tree: Reached, numbers: Sequence[Number], output: int) -> Figure:
    """A tree from top to bottom: each question, then what follows on yes, then on no; output: the one of the leaves.

    A thicker line leads where more jets go.
    """
    rows = list(_rows(tree, numbers, output))
    heights = [ROW + LINE * (len(row.text) - 1) for row in rows]
    total = sum(heights) + 0.1
    with styled():
        figure = Figure(figsize=(WIDTH, total))
        ax = figure.add_axes((0, 0, 1, 1))
        ax.set(xlim=(0, WIDTH), ylim=(total, 0))
        ax.axis("off")
        tops = [0.05 + sum(heights[:number]) + ROW / 2 for number in range(len(rows))]
        for number, row in enumerate(rows):
            _draw(ax, row, tops[number], None if row.parent is None else tops[row.parent])
        return figure


def _draw(ax: Axes, row: _Row, y: float, parent: float | None) -> None:
    x = 0.1 + INDENT * row.level
    if parent is not None:
        stem = x - INDENT + 0.06
        width = 0.8 + 4 * row.jets
        ax.plot([stem, stem, x - 0.07], [parent + 0.12, y, y], color="#b5b5ba", lw=width, zorder=0)
    bold = f"{row.branch}  " if row.branch else ""
    first = ax.text(x, y, bold, fontsize=11.5, color=QUIET, va="center", ha="left", weight="bold")
    start = x + 0.36 if row.branch else x
    for number, line in enumerate(row.text):
        ax.text(start, y + LINE * number, line, fontsize=11.5, color=row.colour, va="center", ha="left")
    first.set_zorder(2)


def _rows(tree: Reached, numbers: Sequence[Number], output: int) -> Iterator[_Row]:
    """The rows of a tree, each after its parent."""
    waiting: list[tuple[Reached, int, int | None, str]] = [(tree, 0, None, "")]
    count = 0
    while waiting:
        node, level, parent, branch = waiting.pop()
        text, colour = _told(node, level, numbers, output)
        yield _Row(level, parent, branch, tuple(lines(text, LONGEST - 4 * level)), colour, node.jets)
        if node.below and node.above and level < MOST_LEVELS:
            waiting += [(node.above, level + 1, count, "no"), (node.below, level + 1, count, "yes")]
        count += 1


def _told(node: Reached, level: int, numbers: Sequence[Number], output: int) -> tuple[str, str]:
    jets = f"({100 * node.jets:.0f} % of jets)" if node.jets >= 0.005 or not node.jets else "(< 0.5 % of jets)"
    if node.split and level < MOST_LEVELS:
        return f"{numbers[node.split.feature].below(node.split.threshold)}?", INK
    if node.split:
        values = [leaf.mean[output] for leaf in node.nodes() if not leaf.split]
        return f"{len(values)} leaves, {min(values):+.3g} to {max(values):+.3g} {jets}", QUIET
    value = node.mean[output]
    return f"{value:+.3g} {jets}".replace("-", "\N{MINUS SIGN}", 1), RAISES if value > 0 else LOWERS if value else INK
