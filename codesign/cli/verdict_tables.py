"""Tables of judgements: a verdict, a regression gate, and the differences between two designs."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from codesign.cost.budget import Limit, Verdict
from codesign.cost.figures import Figure
from codesign.report import regression_gate
from codesign.report.differences import Difference

COLOURS = {
    "PASS": "green",
    "FAIL": "bold red",
    "BETTER": "green",
    "SAME": "dim",
    "INCONCLUSIVE": "yellow",
    "WORSE": "bold red",
}


def verdict_table(verdict: Verdict) -> Table:
    """All limits of a verdict, for a terminal; those that decide come first."""
    table = Table(
        title=Text(f"{verdict.outcome}: {verdict.words}", COLOURS[verdict.outcome]),
        caption="[ ]: band of the figure. Margin: what is left of the limit at the upper end of the band.",
    )
    for column in ("limit", "used", "allowed", "margin", "source and remarks", "outcome"):
        table.add_column(column, justify="right" if column in ("used", "allowed", "margin") else "left")
    for line in verdict.lines:
        table.add_row(*_cells(line), Text(line.outcome, COLOURS[line.outcome]))
    table.add_section()
    for line in verdict.information:
        table.add_row(*_cells(line), "for information", style="dim")
    return table


def gate_table(lines: list[regression_gate.Change]) -> Table:
    """The lines of a regression gate, for a terminal or a log."""
    drawn = Table()
    for column in ("design", "quantity", "baseline", "now", "tolerance", ""):
        drawn.add_column(column, overflow="fold")
    drawn.add_column("again with", overflow="fold")
    for line in lines:
        cells = (line.design, line.quantity, line.baseline, line.now, line.tolerance)
        drawn.add_row(*cells, Text(line.outcome, COLOURS[line.outcome]), line.command)
    return drawn


def differences_table(differences: Sequence[Difference], names: tuple[str, str]) -> Table:
    """The rows that differ, for people; names: of the two designs."""
    differing = [row for row in differences if row.differs]
    sources = list(dict.fromkeys(row.source for row in differing if row.source))
    shown = Table("", *names, "change", "the second is", "source")
    shown.caption = "\n".join(f"[{number}] {text}" for number, text in enumerate(sources, 1))
    for before, row in zip((None, *differing), differing, strict=False):
        if before and before.result != row.result:
            shown.add_section()
        judged = Text(row.judgement, {"better": "green", "worse": "red"}.get(row.judgement, ""))
        if row.doubt:
            judged.append(f"{', ' if row.judgement else ''}{row.doubt}", "dim")
        source = f"[{sources.index(row.source) + 1}]" if row.source else ""
        shown.add_row(row.what, *row.texts, row.change, judged, Text(source, "dim"))
    return shown


def _cells(line: Limit) -> tuple[Text | str, ...]:
    used = _text(line.used)
    if line.cycles is not None and line.cycles.value is not None:
        used += f"\n{_text(line.cycles)} {'cycle' if line.cycles.value == 1 else 'cycles'}"
    source = Text("\n".join((line.source, *line.remarks)))  # no markup in them
    return line.name, used, _number(line.allowed), line.margin, source


def _text(figure: Figure) -> str:
    if figure.value is None or figure.low is None or figure.high is None:
        return "unavailable"
    if figure.low == figure.high:
        return _number(figure.value)
    return f"{_number(figure.value)} [{_number(figure.low)}, {_number(figure.high)}]"


def _number(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.4g}"
