"""The regression gate: compares designs with a baseline, one line per quantity.

A line is
    WORSE          by more than its tolerance; or the design is missing, failed, or no longer proven
    INCONCLUSIVE   not to be compared: other jets, another kind of figure (routed against estimated), nothing known
    SAME           within the tolerance, to either side
    BETTER         by more than the tolerance
and the gate is as bad as its worst line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from codesign.backends import HLS
from codesign.cost.quantities import TITLES
from codesign.report.baseline import Amount, Baseline, Designs, Record, Score, Tolerances
from codesign.report.record import Report
from codesign.runs.proof import lacking
from codesign.runs.witnesses import WITNESSES

Outcome = Literal["WORSE", "INCONCLUSIVE", "SAME", "BETTER"]


@dataclass(frozen=True)
class Change:
    """One quantity of one design, as text. command: what measures it again; is_proof: whether it is about a witness."""

    design: str
    quantity: str
    baseline: str
    now: str
    tolerance: str
    outcome: Outcome
    command: str
    is_proof: bool = False


@dataclass(frozen=True)
class Comparison:
    """All lines. unknown: survivors that are not in the baseline; versions: packages whose version changed."""

    lines: tuple[Change, ...]
    unknown: tuple[str, ...]
    versions: tuple[str, ...]

    def having(self, outcome: Outcome) -> list[Change]:
        """The lines of one outcome."""
        return [line for line in self.lines if line.outcome == outcome]

    @property
    def objections(self) -> list[Change]:
        """The lines that do not pass, the worse ones first."""
        return self.having("WORSE") + self.having("INCONCLUSIVE")

    @property
    def exit_code(self) -> int:
        """1: something is worse; 2: nothing is, but something, or all, cannot be compared; 0: neither."""
        if self.having("WORSE"):
            return 1
        return 2 if self.having("INCONCLUSIVE") or not self.lines else 0


def compare(baseline: Baseline, designs: Designs) -> Comparison:
    """Compares every design of the baseline; for a run's folder, only that design, if the baseline has it."""
    wanted = {n: r for n, r in baseline.designs.items() if n in designs.runs or not designs.is_run}
    lines: list[Change] = []
    versions: dict[str, None] = {}
    for name, record in wanted.items():
        report = designs.report(name)
        lines += _of_design(name, record, report, designs, baseline.tolerances)
        versions |= dict.fromkeys(_changed(record.versions, report.versions if report else {}))
    return Comparison(tuple(lines), tuple(n for n in designs.survivors if n not in wanted), tuple(versions))


def summary(comparison: Comparison, folder: Path, file: Path) -> list[str]:
    """The result of the lines in words, and what to do next."""
    counts = {outcome: len(comparison.having(outcome)) for outcome in get_args(Outcome)}
    designs = len({line.design for line in comparison.lines})
    words = f"{counts['WORSE']} worse, {counts['INCONCLUSIVE']} not comparable, {counts['BETTER']} better"
    held = f"{designs} design{'' if designs == 1 else 's'} held against {file}"
    sentences = [f"{held}, {len(comparison.lines)} quantities: {words}"]
    if comparison.objections and comparison.versions:
        sentences.append("versions are not the baseline's: " + "; ".join(comparison.versions))
    if comparison.unknown:
        sentences.append(f"not in the baseline: {', '.join(comparison.unknown)}")
    if not comparison.objections and (counts["BETTER"] or comparison.unknown):
        sentences.append(f"update the baseline with: codesign baseline {folder} -o {file}")
    elif comparison.objections and not any(line.is_proof for line in comparison.objections):
        sentences.append(f"if that is meant: codesign baseline {folder} -o {file} --force")
    return sentences


def _of_design(
    name: str, record: Record, report: Report | None, designs: Designs, tolerances: Tolerances
) -> Iterator[Change]:
    if report is None:
        again = f"codesign sweep CONFIG -o {designs.folder}"
        yield Change(name, "design", "proven", "missing", "none", "WORSE", again)
        return
    if report.usage is None or (record.score is not None and report.metrics is None):
        why = report.failure or designs.reasons[name] or "not finished"
        again = next(iter(report.missing.values()), f"codesign report {report.folder}")
        yield Change(name, "design", "proven", why, "none", "WORSE", again)
        return
    yield from _exactness(name, record, report, designs.reasons[name])
    now, train = Record.of(report), f"codesign train {report.folder}/design.yaml"
    if other := _other_jets(record, now):
        yield Change(name, "jets", *other, "none", "INCONCLUSIVE", train)
        return
    yield from _score(name, record.score, now.score, tolerances, train)
    for quantity, allowed in _allowed(record, tolerances).items():
        again = f"codesign estimate {report.folder}"
        if (then := getattr(record, quantity)) is not None:
            yield from _amount(name, quantity, then, getattr(now, quantity), allowed, again)


def _exactness(name: str, record: Record, report: Report, dropped: str) -> Iterator[Change]:
    """The lines of witnesses: one that differs is worse, and so is one that was compared before and is not now."""
    witnesses = list(dict.fromkeys([*record.exact, *(a.witness for a in report.agreement)]))
    wrong = {}
    for witness in witnesses:
        rows = report.by(witness)
        if differing := sum(a.mismatches for a in rows):
            wrong[witness] = f"{differing:,} of {sum(a.samples for a in rows):,} outputs differ"
        elif missing := lacking(rows):
            wrong[witness] = (missing if rows else "not compared") + (f"; dropped: {dropped}" if dropped else "")
    for witness, now in wrong.items():
        unwritten = WITNESSES[witness].firmware == HLS and "convert" in report.missing
        convert = [report.missing["convert"]] if unwritten else []
        command = " && ".join([*convert, WITNESSES[witness].command(report.folder)])
        before = "exact" if witness in record.exact else "not compared"
        yield Change(name, witness, before, now, "none", "WORSE", command, is_proof=True)
    for witness in witnesses:
        if witness not in wrong:
            yield Change(name, witness, "exact", "exact", "none", "SAME", "", is_proof=True)


def _other_jets(record: Record, now: Record) -> tuple[str, str] | None:
    """What changed in the jets since the baseline, as two texts; None if at most the path changed."""
    then, today = ({} if r.jets is None else r.jets.model_dump(exclude={"file"}) for r in (record, now))
    keys = [key for key in then | today if then.get(key) != today.get(key)]
    cells = [", ".join(f"{key} {_short(jets.get(key, 'unknown'))}" for key in keys) for jets in (then, today)]
    return (cells[0], cells[1]) if keys else None


def _score(name: str, then: Score | None, now: Score | None, tolerances: Tolerances, again: str) -> Iterator[Change]:
    if then is None or now is None:  # both are, with the same jets
        return
    allowed = max(tolerances.score, tolerances.score_errors * then.error)
    outcome = _outcome(then.value - now.value, allowed) if then.name == now.name else "INCONCLUSIVE"
    cells = [f"{score.value:.4f} ± {score.error:.4f}" for score in (then, now)]
    yield Change(name, then.name, cells[0], cells[1], f"{allowed:.4f}", outcome, again)


def _allowed(record: Record, tolerances: Tolerances) -> dict[str, tuple[float, str]]:
    """Quantity -> how much it may grow, as a number and in words.

    A time may grow with its cycles and with the clock's period: (cycles + more) * period * (1 + share) - time.
    """
    allowed = {"lut": ((record.lut.value or 0.0) * tolerances.lut, f"{tolerances.lut * 100:g} %")}
    period = (record.clock_ns and record.clock_ns.value) or 0.0
    allowed["clock_ns"] = period * tolerances.clock, f"{tolerances.clock * 100:g} %"
    for time in ("latency", "interval"):
        more: int = getattr(tolerances, f"{time}_cycles")
        cycles, ns = (getattr(record, f"{time}_{unit}").value for unit in ("cycles", "ns"))
        allowed[f"{time}_cycles"] = float(more), f"{more}"
        longer = 0.0 if not cycles or ns is None else (cycles + more) / cycles * ns * (1 + tolerances.clock) - ns
        allowed[f"{time}_ns"] = longer, f"{longer:.3g}"
    return allowed


def _amount(
    name: str, quantity: str, then: Amount, now: Amount, allowed: tuple[float, str], again: str
) -> Iterator[Change]:
    """The line of a cost or time; none if the baseline has no value."""
    if then.value is None:
        return
    cells = [_number(then), _number(now)]
    if now.value is None or (then.kind, then.stage) != (now.kind, now.stage):
        cells = [f"{cell} {a.kind}: {a.stage}" for cell, a in zip(cells, (then, now), strict=True)]
        outcome: Outcome = "INCONCLUSIVE"
    else:
        outcome = _outcome(now.value - then.value, allowed[0])
    yield Change(name, TITLES[quantity], cells[0], cells[1], allowed[1], outcome, again)


def _outcome(growth: float, allowed: float) -> Outcome:
    """The outcome for a quantity that got worse by `growth`."""
    if growth > allowed:
        return "WORSE"
    return "BETTER" if -growth > allowed else "SAME"


def _number(amount: Amount) -> str:
    return "unavailable" if amount.value is None else f"{amount.value:,.6g}"


def _short(value: object) -> str:
    """The first digits of a digest, or the members of a list of classes."""
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)[:12]


def _changed(then: dict[str, str], now: dict[str, str]) -> list[str]:
    return [f"{name} {then[name]}, now {now[name]}" for name in then if name in now and then[name] != now[name]]
