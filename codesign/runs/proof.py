"""What is proved about a run: `agreement.json`, read strictly, and what is missing for the exactness contract.

A witness is exact if it was compared on all inputs of the contract and no output differs. Without a comparison it is
never exact, and a difference counts until the firmware or the net is made again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import prod

from codesign.backends import HLS
from codesign.cost.budget import Limit
from codesign.cost.figures import Figure
from codesign.design.design import RANDOM
from codesign.errors import RunError
from codesign.net.agreement import (
    CONTRACT_INPUTS,
    EDGE_WORDS,
    FILLED,
    JETS,
    KINDS,
    OTHER_JETS,
    OVERFLOW_SAMPLES,
    REAL_JETS,
    Agreement,
)
from codesign.net.fixednet import FixedNet
from codesign.runs.provenance import digest, is_written
from codesign.runs.run import Run
from codesign.runs.witnesses import CSIM, CSIM_FROM_WORDS, EMULATOR, FRAMEWORK, SIMULATION, WITNESSES

AGREEMENT = "agreement.json"
EXACTNESS = "exactness (differing outputs)"
_ROUNDED = re.compile(r"; (batch normalisation|leaves) of both in \d+ bits$")  # what may follow "reference"
_SAMPLE = (JETS, OTHER_JETS, REAL_JETS, FILLED, RANDOM)
_LEAST = {"overflow": OVERFLOW_SAMPLES} | dict.fromkeys(("zero", "maximum", "minimum", "one_candidate"), 1)


def agreements(run: Run) -> list[Agreement]:
    """All comparisons of the present net and firmware, with any witness.

    Raises RunError that names the file, the row and the wrong key.
    """
    if not run.current(AGREEMENT):
        return []
    path, rows = run.folder / AGREEMENT, run.read(AGREEMENT).get("rows")
    again = f"; remove it and run `{run.compares_again}`"
    if not isinstance(rows, list):
        raise RunError(f"{path}: rows: expected a list of comparisons, found {rows!r}{again}")
    comparisons: list[Agreement] = []
    # What later versions write in every row, and earlier ones in none.
    later = [key for key in ("count", "made_from") if any(isinstance(row, Mapping) and key in row for row in rows)]
    for number, row in enumerate(rows):
        try:
            comparison = Agreement.from_dict(row)
            if missing := [key for key in later if key not in row or (key == "count" and comparison.count is None)]:
                raise RunError(f"{missing[0]}: missing")
            comparisons.append(_of_net(comparison, run.net))
            if any(
                (a.witness, a.inputs) == (comparisons[-1].witness, comparisons[-1].inputs) for a in comparisons[:-1]
            ):
                raise RunError(f"inputs: {comparisons[-1].witness} was compared on {comparisons[-1].inputs!r} before")
        except RunError as error:
            raise RunError(f"{path}: rows[{number}]: {error}{again}") from None
    return [a for a in comparisons if "made_from" not in later or a.made_from == firmware_of(run, a.witness)]


def firmware_of(run: Run, witness: str) -> str | None:
    """The digest of the present firmware that a witness is about; None for the framework."""
    firmware = WITNESSES[witness].firmware
    return digest(run, firmware) if firmware else None


def by_witness(run: Run, witness: str) -> list[Agreement]:
    """The comparisons of one witness."""
    return [a for a in agreements(run) if a.witness == witness]


def lacking(rows: Sequence[Agreement]) -> str:
    """The comparisons that a witness lacks, in words, such as 'was not compared'; "" if the contract is met."""
    counts = Counter[str]()
    for row in rows:
        counts[row.inputs] += row.count or 0
    sample = sum(counts[kind] for kind in _SAMPLE)
    if not sample:
        return "was not compared"
    if (total := sample + counts[EDGE_WORDS]) < CONTRACT_INPUTS:
        return f"was compared on {total:,} inputs, not on {CONTRACT_INPUTS:,}"
    least = {} if counts[EDGE_WORDS] else _LEAST
    missing = [KINDS[kind] for kind, number in least.items() if counts[kind] < number]
    return f"was not compared on enough inputs of the kind: {missing[0]}" if missing else ""


def exact(rows: Sequence[Agreement]) -> bool | None:
    """Whether a witness equals the reference on all inputs of the contract; None if some were not compared."""
    if any(row.mismatches for row in rows):
        return False
    return None if lacking(rows) else True


def unproved(run: Run) -> list[str]:
    """The comparisons that the delivered firmware lacks, each with its command. The RTL needs its emulator or a
    simulation, the HLS, if it was written, C simulation; both need the framework."""
    rows = agreements(run)
    of = {name: [a for a in rows if a.witness == name] for name in WITNESSES}
    rtl = SIMULATION if not lacking(of[SIMULATION]) else EMULATOR
    needed = [FRAMEWORK, rtl]
    if is_written(run, HLS):
        needed += [CSIM, *([CSIM_FROM_WORDS] if run.design.firmware.inputs == "words" else [])]
    source = f"{run.design.model.source} -o {run.folder}" if run.design.model else str(run.folder)
    return [
        f"{name} {why}: `{WITNESSES[name].command(source if name == FRAMEWORK else run.folder)}`"
        for name in needed
        if (why := lacking(of[name]))
    ]


def exactness(run: Run, contradictions: Sequence[str] = ()) -> Limit:
    """The line of the verdict: FAIL for any recorded difference, INCONCLUSIVE while `unproved` names something.

    contradictions: differences found by a vendor's tool, which does not count them.
    """
    rows = agreements(run)
    if not rows and not contradictions:
        used = Figure.unavailable("comparison", "against the reference", "nothing was compared")
    else:
        differing = float(sum(a.mismatches for a in rows)) or float(len(contradictions))
        witnesses = ", ".join(dict.fromkeys(a.witness for a in rows))
        used = Figure.exactly(differing, "measured", witnesses, "against the reference", "; ".join(contradictions))
    wrong = [f"{a.witness} differs in {a.mismatches:,} of {a.samples:,} on {a.inputs}" for a in rows if a.mismatches]
    detail = "; ".join([*wrong, *contradictions, *_compared(rows)])
    return Limit(EXACTNESS, used, 0.0, detail=detail, open="; ".join(unproved(run)))


def proven(run: Run, contradictions: Sequence[str] = ()) -> bool:
    """Whether the delivered firmware is proven, as in the verdict: nothing is `unproved`, and nothing differs.

    contradictions: as for `exactness`.
    """
    return exactness(run, contradictions).outcome == "PASS"


def inputs_in_words(rows: Iterable[Agreement]) -> str:
    """The number of inputs of each origin: '7,897 test jets, 2,103 other jets, 11,003 made-up inputs'."""
    counts = Counter[str]()
    for a in rows:
        counts[KINDS[a.inputs] if a.inputs in (JETS, OTHER_JETS, REAL_JETS) else "made-up inputs"] += a.count or 0
    return ", ".join(f"{number:,} {what}" for what, number in counts.items())


def _compared(rows: Sequence[Agreement]) -> list[str]:
    """Witnesses and their inputs; witnesses with the same inputs share a text: 'rtl, csim on 7,897 test jets, ...'."""
    groups: dict[str, list[str]] = {}
    for witness in dict.fromkeys(a.witness for a in rows):
        groups.setdefault(inputs_in_words(a for a in rows if a.witness == witness), []).append(witness)
    return [f"{', '.join(witnesses)} on {inputs}" for inputs, witnesses in groups.items()]


def _of_net(row: Agreement, net: FixedNet) -> Agreement:
    """The row with its number of inputs; RunError for a row that cannot belong to this net."""
    outputs = sum(prod(net.graph.shapes[name]) for name in net.graph.outputs)
    tensors = [op.name for op in net.graph.ops]
    for key, value, known in (
        ("witness", row.witness, [*WITNESSES]),
        ("against", _ROUNDED.sub("", row.against), ["reference"]),
        ("inputs", row.inputs, [*KINDS]),
        ("first_tensor", row.first_tensor, [None, *tensors]),
    ):
        if value not in known:
            raise RunError(f"{key}: {value!r} is unknown (known: {', '.join(map(str, known))})")
    if row.samples % outputs or row.count not in (None, row.samples // outputs):
        raise RunError(f"samples: {row.samples} are not the {outputs} outputs of {row.count or 'some'} inputs")
    if row.count is None:  # of an earlier version, which put test jets and others together
        row = replace(row, count=row.samples // outputs, inputs=REAL_JETS if row.inputs == JETS else row.inputs)
    return row
