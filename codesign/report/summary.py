"""The first lines of a report: which design fits and is best, or why none does, in plain words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from codesign.cost.numbers import exact_number, number, quantity
from codesign.report.record import Report
from codesign.runs.proof import EXACTNESS
from codesign.runs.witnesses import CSIM, EMULATOR, SHOWN, SIMULATION, WITNESSES

_BEST_FIRST = (CSIM, SIMULATION, EMULATOR)  # of the witnesses of firmware, for the one that is named
MOST_TOLD = 6  # designs of which the first lines say why none is the answer


@dataclass(frozen=True)
class Answer:
    """headline: one line; sentences: what a reader should know next; best: the design they are about, if any."""

    headline: str
    sentences: tuple[str, ...]
    best: Report | None = None


def answer(reports: Sequence[Report], reasons: Mapping[str, str]) -> Answer:
    """Which design is best: the one of highest score among the survivors whose verdict is that they fit.

    reasons: run folder name -> why it was dropped, "" for a survivor; a missing name is not decided yet.
    """
    decided = [r for r in reports if r.folder.name in reasons]
    survivors = sorted((r for r in decided if not reasons[r.folder.name]), key=score, reverse=True)
    fitting = [r for r in survivors if r.verdict and r.verdict.fits]
    if len(decided) < len(reports):
        return Answer(f"Not finished: {len(decided)} of {len(reports)} designs are decided", _unfinished(reports))
    if fitting:
        best, *others = fitting
        headline = f"{best.design.name} {_fits(best)}"
        if len(reports) > 1:
            headline += f"{',' if _at_an_open_clock(best) else ''} and {_does(best)} best of those that do"
        return Answer(headline, (_describe(best), *_cheaper(best, others)), best)
    open_questions = [r for r in survivors if outcome(r) != "FAIL"]
    best_guess = open_questions[0] if open_questions else reports[0] if len(reports) == 1 else None
    told = (survivors or reports)[:MOST_TOLD]
    states = [_state(r, reasons) for r in told]
    if len(told) < len(reports):
        states.append(f"The tables say why the other {len(reports) - len(told)} designs were dropped.")
    return Answer(_headline_of_none(reports, open_questions), tuple(states), best_guess)


def outcome(report: Report) -> str:
    """PASS, FAIL, INCONCLUSIVE, or "not checked"."""
    return report.verdict.outcome if report.verdict else "not checked"


def verdict_in_words(report: Report) -> str:
    """'fits, at a clock that only routing can confirm'; "not checked" before the verdict."""
    return report.verdict.words if report.verdict else "not checked"


def short_verdict(report: Report) -> str:
    """The same for a cell of a table: 'fits, unrouted'."""
    return report.verdict.short if report.verdict else "not checked"


def score(report: Report) -> float:
    """The design's score on the test jets; if it is unknown, a number that sorts last."""
    return float(report.metrics["score"]["value"]) if report.metrics else -math.inf


def lut(report: Report) -> float:
    """LUT; infinite if unknown."""
    value = report.usage.lut.value if report.usage else None
    return float("inf") if value is None else value


def differing(report: Report, witness: str) -> str:
    """'0 of 50,000 outputs differ', over all inputs of the contract."""
    return f"{share(report, witness)} outputs differ" if report.by(witness) else "not run yet"


def share(report: Report, witness: str) -> str:
    """'0 of 50,000': how many of a witness's outputs differ from the reference, over all inputs of the contract."""
    rows = report.by(witness)
    return f"{sum(a.mismatches for a in rows):,} of {sum(a.samples for a in rows):,}"


def points_to_check(report: Report) -> list[str]:
    """The limits that the design breaks or may break, with what it uses: 'LUT 500,000 of 432,000 (FAIL)'."""
    lines = report.verdict.lines if report.verdict else ()
    return [
        f"{line.name}: {quantity(line.used, 'used')}, {exact_number(line.allowed)} allowed ({line.outcome})"
        + (f", {line.open}" if line.open and line.outcome == "INCONCLUSIVE" else "")
        for line in lines
        if line.outcome != "PASS"
    ]


def _describe(report: Report) -> str:
    assert report.usage
    assert report.timing
    lut_used, timing, firmware = report.usage.lut, report.timing, report.design.firmware
    latency, interval = timing.latency_ns(firmware.period_ns), timing.interval_ns(firmware.period_ns)
    what = _what_it_does(report.metrics) if report.metrics else _NOT_HERE
    return (
        f"{what}. Its firmware takes {quantity(lut_used, 'LUT')}, {lut_used.kind};"
        f" at the requested {firmware.clock}, its outputs come {quantity(latency, 'ns')} after the candidates, and it"
        f" takes a new jet every {quantity(interval, 'ns')}. A clock of {quantity(timing.clock_mhz, 'MHz')} is"
        f" {_expected(report)}. It computes exactly what the trained network computes:"
        f" {_proof(report)}."
    )


def _proof(report: Report) -> str:
    """'in C simulation 0 of 50,000 outputs differ'; without an HLS project, the same for a witness of the RTL."""
    witness = next((name for name in _BEST_FIRST if report.exact(name)), CSIM)
    return f"{WITNESSES[witness].place} {differing(report, witness)}"


def _at_an_open_clock(report: Report) -> bool:
    return report.verdict is not None and report.verdict.unrouted


def _fits(report: Report) -> str:
    at = ", at a clock that only routing can confirm" if _at_an_open_clock(report) else ""
    return f"fits its budget{at}"


def _expected(report: Report) -> str:
    assert report.timing
    clock = report.timing.clock_ns
    return "what routing reached" if clock.kind == "measured" else f"expected, {clock.kind}"


_NOT_HERE = "The model was trained elsewhere, and not evaluated here"


def _does(report: Report) -> str:
    return "tags" if report.metrics and "macro" in report.metrics else "corrects"


def _what_it_does(metrics: Mapping[str, Any]) -> str:
    """'It separates 8 classes of jets with a macro AUC of ...', 'It corrects the mass of jets: ...', or both."""
    parts = []
    if "macro" in metrics:
        macro = metrics["macro"]
        parts.append(
            f"separates {len(metrics['classes'])} classes of jets with a macro AUC of"
            f" {macro['auc']:.4f} ± {macro['error']:.4f}"
        )
    for row in metrics.get("responses", {}).values():
        raw, network = (row["overall"][name] for name in ("raw", "network"))
        low, high = row["core_gev"]
        parts.append(
            f"corrects the {row['quantity']} of jets: between {low:g} and {high:g} GeV its relative width is"
            f" {number(network['width'])} instead of {number(raw['width'])}"
        )
    return "It " + ", and ".join(parts)


def _cheaper(best: Report, others: Sequence[Report]) -> tuple[str, ...]:
    """A sentence on the smallest design that fits, if it is another one."""
    smallest = min(others, key=lut, default=best)
    if lut(smallest) >= lut(best) or not (best.metrics and smallest.metrics and smallest.usage):
        return ()
    loss, error = score(best) - score(smallest), best.metrics["score"]["error"]
    compared = "less than" if loss < error else f"{loss / error:.1f} times"
    return (
        f"The smallest one that fits is {smallest.design.name}: {quantity(smallest.usage.lut, 'LUT')}, with a"
        f" {best.metrics['score']['name']} lower by {loss:.4f}, {compared} the statistical error.",
    )


def _headline_of_none(reports: Sequence[Report], open_questions: Sequence[Report]) -> str:
    if len(reports) > 1:
        return "No design is shown to fit its budget" if open_questions else "No design fits its budget"
    (report,) = reports
    name = report.design.name
    if report.verdict is None:
        return f"{name} is not finished"
    wrong = {line.name for line in report.verdict.lines if line.outcome == "FAIL"}
    if wrong == {EXACTNESS}:
        return f"{name} does not compute what the trained network computes"
    if wrong:
        return f"{name} does not fit its budget"
    return f"{name} may fit its budget; {report.verdict.words.removeprefix('may fit; ')}"


def _state(report: Report, reasons: Mapping[str, str]) -> str:
    """Why a design is not the best one."""
    parts = [reasons.get(report.folder.name, "")]
    parts += points_to_check(report) or [outcome(report)]
    inexact = [w for w in SHOWN if report.exact(w) is False]
    parts += [f"{witness} is not exact: {differing(report, witness)}" for witness in inexact]
    parts += [f"not done yet: {', '.join(report.missing)}"] if report.missing else []
    return f"{report.design.name}: " + "; ".join(part for part in parts if part)


def _unfinished(reports: Sequence[Report]) -> tuple[str, ...]:
    ready = sum(r.metrics is not None for r in reports)
    return (f"{ready} designs are trained and frozen. The same command resumes the sweep.",)
