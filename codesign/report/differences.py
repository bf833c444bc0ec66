"""Compares two designs: which settings differ, and which design has the better results.

Every row compares the second with the first. A judgement says how sure it is: scores have statistical errors, figures
have bands and sources, and numbers from different jets or sources are not compared. What one of them does not have yet
is neither better nor worse.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from codesign.cost.figures import Figure
from codesign.cost.numbers import band, central, exact_number
from codesign.cost.quantities import TITLES, quantities
from codesign.report.plots.importance import flat
from codesign.report.record import Report
from codesign.report.summary import share, short_verdict
from codesign.runs.witnesses import SHOWN

Judgement = Literal["better", "worse", ""]

_OUTCOMES = ("FAIL", "INCONCLUSIVE", "PASS")  # the worst first


@dataclass(frozen=True)
class Difference:
    """One field of two designs, and how the second design differs from the first.

    texts: its value in each; change: '+34,200 (+43%)', "" if it is not a number; judgement: of the second design;
    doubt: why the judgement may be wrong; source: where the numbers come from; result: False for a setting.
    """

    what: str
    texts: tuple[str, str]
    change: str = ""
    judgement: Judgement = ""
    doubt: str = ""
    source: str = ""
    result: bool = True

    @property
    def differs(self) -> bool:
        """Whether the two are not the same."""
        return self.texts[0] != self.texts[1] or bool(self.change)


def rows(one: Report, other: Report) -> tuple[Difference, ...]:
    """First what differs, settings before results; then what is the same in both."""
    differences = [*_settings(one, other), *_scores(one, other), *_figures(one, other), *_proofs(one, other)]
    return (*(row for row in differences if row.differs), *(row for row in differences if not row.differs))


def same(differences: Sequence[Difference]) -> str:
    """The rows that do not differ, in one line."""
    return "; ".join(f"{row.what}: {row.texts[0]}" for row in differences if not row.differs)


def names(one: Report, other: Report) -> tuple[str, str]:
    """The titles of the two columns: the designs' names, or their folders if the names are equal."""
    names = (one.design.name, other.design.name)
    return names if names[0] != names[1] else (str(one.folder), str(other.folder))


def _settings(one: Report, other: Report) -> Iterator[Difference]:
    left, right = ({k: v for k, v in flat(r.design.document()).items() if k != "name"} for r in (one, other))
    for key in dict.fromkeys((*left, *right)):
        yield Difference(key, (_plain(left.get(key)), _plain(right.get(key))), result=False)


def _plain(value: Any) -> str:
    return "-" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _scores(one: Report, other: Report) -> Iterator[Difference]:
    left, right = (_measured(report) for report in (one, other))
    jets = [report.metrics["jets"]["digest"] for report in (one, other) if report.metrics]
    doubt = "other test jets" if len(set(jets)) > 1 else ""
    for what in dict.fromkeys((*left, *right)):
        yield _measurement(what, left.get(what), right.get(what), doubt)


@dataclass(frozen=True)
class _Measurement:
    """A value with its statistical error; sign: 1 if more is better, -1 if less is better."""

    value: float
    error: float
    sign: int = 1

    @property
    def text(self) -> str:
        return f"{self.value:.4f} ± {self.error:.4f}"


def _measured(report: Report) -> dict[str, _Measurement]:
    """Name -> the value measured on test jets."""
    metrics: Mapping[str, Any] = report.metrics or {}
    measurements = {}
    if metrics:
        measurements[metrics["score"]["name"]] = _Measurement(metrics["score"]["value"], metrics["score"]["error"])
    for row in metrics.get("efficiencies", ()):
        what = f"efficiency for {row['signal']} at {row['mistag']:.0%} mistag"
        measurements[what] = _Measurement(row["efficiency"], row["error"])
    for name, row in metrics.get("one_against_rest", {}).items():
        measurements[f"AUC of {name}"] = _Measurement(row["auc"], row["error"])
    for response in metrics.get("responses", {}).values():
        row = response["overall"]["network"]
        if row["width"] is not None:
            measurements[f"width of the {response['quantity']}"] = _Measurement(row["width"], row["width_error"], -1)
    return measurements


def _measurement(what: str, one: _Measurement | None, other: _Measurement | None, doubt: str) -> Difference:
    texts = (one.text if one else "not measured", other.text if other else "not measured")
    if one is None or other is None or doubt:
        return Difference(
            what, texts, doubt=doubt, source="on the test jets, ± statistical; an AUC of a class is against the rest"
        )
    step = other.value - one.value
    if abs(step) < math.hypot(one.error, other.error):
        doubt = "within the errors"
    return Difference(
        what,
        texts,
        change=f"{step:+.4f}" if step else "",
        judgement=_judged(step * one.sign),
        doubt=doubt if step else "",
        source="on the test jets, ± statistical; an AUC of a class is against the rest",
    )


def _figures(one: Report, other: Report) -> Iterator[Difference]:
    left, right = (_named(report) for report in (one, other))
    for what in dict.fromkeys((*left, *right)):
        yield _figure(what, left.get(what), right.get(what))


def _named(report: Report) -> dict[str, Figure]:
    """Title -> Figure of a report."""
    if report.usage is None or report.timing is None:
        return {}
    figures = quantities(report.usage, report.timing, report.design.firmware.period_ns)
    return {title: figures[key] for key, title in TITLES.items() if key != "clock_mhz"}  # the same as clock_ns


def _figure(what: str, one: Figure | None, other: Figure | None) -> Difference:
    """The row of a figure, for which less is better."""
    texts = (_text(one), _text(other))
    if one is None or other is None or one.value is None or other.value is None:
        return Difference(what, texts, source=" / ".join(dict.fromkeys(side.label for side in (one, other) if side)))
    if one.label != other.label:
        return Difference(what, texts, doubt="different sources", source=f"{one.label} / {other.label}")
    step = other.value - one.value
    relative = f" ({step / one.value:+.0%})" if one.value else ""
    return Difference(
        what,
        texts,
        change=f"{'+' if step > 0 else '-'}{_size(step)}{relative}" if step else "",
        judgement=_judged(-step),
        doubt="bands overlap" if step and _overlap(one, other) else "",
        source=one.label,
    )


def _text(figure: Figure | None) -> str:
    """Value and band: '79,600 (66,500 to 92,800)'."""
    if figure is None:
        return "not estimated"
    return f"{central(figure)} ({band(figure)})" if band(figure) else central(figure)


def _size(step: float) -> str:
    return exact_number(float(f"{abs(step):.3g}"))


def _overlap(one: Figure, other: Figure) -> bool:
    assert one.low is not None
    assert one.high is not None
    assert other.low is not None
    assert other.high is not None
    return one.low <= other.high and other.low <= one.high


def _proofs(one: Report, other: Report) -> Iterator[Difference]:
    """The rows of verdict and exactness, for which a higher rank is better, and of the weights."""
    alike = one.budget == other.budget
    ranks = [_OUTCOMES.index(report.verdict.outcome) if report.verdict else None for report in (one, other)]
    yield Difference(
        "budget",
        (f"{short_verdict(one)} ({one.budget})", f"{short_verdict(other)} ({other.budget})"),
        judgement=_ranked(*ranks) if alike else "",
        doubt="" if alike else "different budgets",
    )
    for witness in SHOWN:
        texts = (_exactness(one, witness), _exactness(other, witness))
        judgement = _ranked(one.exact(witness), other.exact(witness))
        yield Difference(f"{witness} and reference", texts, judgement=judgement)
    left, right = _counts(one), _counts(other)
    for what in dict.fromkeys((*left, *right)):
        yield _count(what, *(counts.get(what, 0) if counts else None for counts in (left, right)))


def _counts(report: Report) -> dict[str, int]:
    """Title -> a number of the frozen net; empty before it is frozen."""
    if report.net is None:
        return {}
    counts = {}
    if report.layers or not report.trees:
        for what, key in {"weights": "weights", "zero weights": "zeros", "bits of the others": "bits"}.items():
            counts[what] = sum(layer[key] for layer in report.layers)
    if report.trees:
        counts["trees"] = sum(facts.trees for facts in report.trees)
        counts["comparators of trees"] = sum(facts.comparators for facts in report.trees)
    return counts


def _count(what: str, before: int | None, after: int | None) -> Difference:
    """The row of a count; None: not known, because the net is not frozen."""
    texts = ("not frozen" if before is None else f"{before:,}", "not frozen" if after is None else f"{after:,}")
    step = 0 if before is None or after is None else after - before
    change = f"{step:+,} ({step / before:+.0%})" if step and before else ""
    return Difference(what, texts, change=change, source="frozen net")


def _exactness(report: Report, witness: str) -> str:
    exact = report.exact(witness)
    return "not run" if exact is None else "exact" if exact else f"{share(report, witness)} differ"


def _judged(gain: float) -> Judgement:
    return "better" if gain > 0 else "worse" if gain < 0 else ""


def _ranked(one: int | None, other: int | None) -> Judgement:
    """The judgement on two ranks, of which the higher is better; None: not known."""
    return "" if one is None or other is None else _judged(other - one)
