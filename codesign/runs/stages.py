"""The stages below the waist. Each works on a run folder, and is skipped if its result is already there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from codesign.backends import HLS, RTL, backend
from codesign.backends.words_port import Jets
from codesign.base.config import parse
from codesign.base.pace import Tell, silent
from codesign.cost.budget import Budget, Verdict, load_budget
from codesign.cost.figures import Timing, Usage
from codesign.errors import RunError, about
from codesign.net.agreement import Agreement, Witness
from codesign.net.fixedpoint import Float
from codesign.runs.inputs import contract_of, golden_of, joined
from codesign.runs.proof import AGREEMENT, by_witness, firmware_of, lacking
from codesign.runs.provenance import is_as_made, is_current, is_written, note, require, require_as_made, stamp
from codesign.runs.run import DESIGN, Run, alone
from codesign.runs.witnesses import CSIM, CSIM_FROM_WORDS, EMULATOR, WITNESSES, of_firmware
from codesign.runs.words import settings_of, words_contract_of, words_port

ESTIMATE = "estimate.json"
VERDICT = "verdict.json"
COSIM = "cosim.json"


@alone(HLS)
def convert(run: Run) -> Path:
    """Writes the HLS project of the net with testbench and golden vectors, and reads it back; returns its folder."""
    from codesign.backends.hls import words_csim
    from codesign.net import vectors

    folder = run.folder / HLS
    if not is_converted(run):
        _write_anew(run, HLS)
        if port := words_port(run.design):
            real = Jets.joined(*words_contract_of(run, port).real.values())
            words_csim.write_golden(run.net, port, real, folder / words_csim.VECTORS)
        vectors.write(run.net, folder / vectors.FOLDER, golden_of(run))
    return folder


def is_converted(run: Run) -> bool:
    """Whether the HLS project of the present net is there, unchanged, with its golden vectors."""
    from codesign.net import vectors

    unchanged = is_written(run, HLS) and is_as_made(run, HLS)
    return unchanged and run.has(f"{HLS}/{vectors.FOLDER}/{vectors.KINDS}")


@alone(HLS)
def csim(run: Run, tell: Tell = silent) -> list[Agreement]:
    """Compiles the HLS project and compares C simulation with the reference on the contract's inputs.

    tell: receives lines about the progress.
    """
    folder = require(run, HLS)
    target = backend(HLS)
    target.prepare(folder, tell)
    compute = partial(target.compute, folder)
    return [*witness(run, CSIM, compute, partial(compute, trace=True), tell=tell), *_csim_from_words(run, folder, tell)]


def _csim_from_words(run: Run, folder: Path, tell: Tell) -> list[Agreement]:
    from codesign.backends.hls import words_csim

    port = words_port(run.design)
    if port is None:
        return []

    def ask() -> list[Agreement]:
        tell(f"{CSIM_FROM_WORDS}: compiling with g++")
        words_csim.compile_csim(folder)
        compute = partial(words_csim.run_csim, folder, run.net, port)
        return words_contract_of(run, port).check(CSIM_FROM_WORDS, compute, tell)

    return _kept(run, CSIM_FROM_WORDS, ask)


def rtl(run: Run, tell: Tell = silent) -> list[Agreement]:
    """Traces the reference to Verilog and compares the RTL emulator with it on the contract's inputs.

    tell: takes lines that say how far it is.
    """
    return write_and_compare(run, EMULATOR, tell)


def write_and_compare(run: Run, name: str, tell: Tell = silent) -> list[Agreement]:
    """Compares a target's fast model with the reference. name: of that witness; its project is written if need be."""
    firmware = WITNESSES[name].firmware
    target, folder = backend(firmware), run.folder / firmware
    with run.making(firmware):
        if not (target.is_made_from(folder, run.net.key) and is_as_made(run, firmware)):
            _write_anew(run, firmware, tell)
        target.prepare(folder, tell)
        return port_witness(run, name, partial(target.compute, folder), tell)


def _write_anew(run: Run, firmware: str, tell: Tell = silent) -> None:
    """Writes the run's own project of a target; what was compared with the earlier one no longer counts."""
    forget(run, *of_firmware(firmware))
    write_firmware(run, firmware, run.folder / firmware, tell)
    note(run, firmware)


def write_firmware(run: Run, firmware: str, folder: Path, tell: Tell = silent) -> None:
    """Writes what of a target's project follows from the design and its net alone, byte for byte; vectors need jets."""
    with about(run.folder):
        backend(firmware).convert(run.net, folder, settings_of(run), tell)


def witness(
    run: Run,
    name: str,
    compute: Witness,
    trace: Witness | None = None,
    against: str = "reference",
    tell: Tell = silent,
) -> list[Agreement]:
    """Compares a witness with the reference on the contract's inputs and keeps the result in `agreement.json`.

    compute: inputs -> the witness's outputs by name; trace: the same for every tensor, called if outputs differ;
    against: a name for the reference that tells readers more than "reference".
    """

    def ask() -> list[Agreement]:
        rows = contract_of(run).check(name, compute, trace, tell)
        return [replace(a, against=against) for a in rows]

    return _kept(run, name, ask)


def port_witness(run: Run, name: str, compute: Witness, tell: Tell = silent) -> list[Agreement]:
    """Like `witness`, for one that takes the inputs of the firmware: features, or the numbers cut out of words."""
    port = words_port(run.design)
    if port is None:
        return witness(run, name, compute, tell=tell)
    return _kept(run, name, lambda: words_contract_of(run, port).check(name, lambda x: compute(port.values(x)), tell))


def port_inputs(run: Run) -> Float:
    """(inputs, *port shape): the contract's inputs as `port_witness` takes them: real jets and those that fill up."""
    port = words_port(run.design)
    if port is None:
        return joined(contract_of(run).sample)
    contract = words_contract_of(run, port)
    return port.values(Jets.joined(*(contract.inputs[kind] for kind in contract.real)))


def _kept(run: Run, name: str, ask: Callable[[], list[Agreement]]) -> list[Agreement]:
    """The rows of a witness; it is compared again only if the contract is not met and nothing differs."""
    known = by_witness(run, name)
    if known and (not lacking(known) or any(a.mismatches for a in known)):
        return known
    rows = [replace(a, made_from=firmware_of(run, name)) for a in ask()]
    _put_agreements(run, rows, name)
    return rows


def forget(run: Run, *witnesses: str) -> None:
    """Drops the rows of witnesses whose firmware is made, or compared, again."""
    if any(by_witness(run, name) for name in witnesses):
        _put_agreements(run, [], *witnesses)


def _put_agreements(run: Run, rows: list[Agreement], *witnesses: str) -> None:
    """Replaces all earlier rows of these witnesses."""
    run.put_rows(AGREEMENT, [row.to_dict() for row in rows], lambda row: row["witness"] in witnesses)


@alone(HLS)
def differing_tensors(run: Run) -> list[tuple[str, str, int, float]]:
    """(inputs, tensor, differing elements, largest distance in LSB) for csim, in the order of the graph."""
    from codesign.net import reference
    from codesign.net.agreement import differing_tensors as differ

    rows = []
    for kind, x in contract_of(run).inputs.items():
        got = backend(HLS).compute(run.folder / HLS, x, trace=True)
        rows += [(kind, *row) for row in differ(run.net, reference.run(run.net, x, trace=True), got)]
    return rows


def estimate(run: Run) -> dict[str, Any]:
    """LUT, FF, DSP, cycles and interval from the RTL trace, each with kind, source and band.

    Raises RunError if the RTL is missing or was made from another net.
    """
    from codesign.cost.estimate import estimate as from_counts

    if is_current(run, ESTIMATE):
        return run.read(ESTIMATE)
    counts = backend(RTL).figures(require_as_made(run, RTL))
    assert counts is not None  # the pipeline is generated, so it is counted
    usage, timing = from_counts(counts)
    row = {**stamp(run), "usage": usage.to_dict(), "timing": timing.to_dict()}
    run.keep(ESTIMATE, row)
    return row


def estimated(run: Run) -> tuple[Usage, Timing]:
    """The written estimate; RunError if it is broken, or not for the present net and RTL."""
    if not is_current(run, ESTIMATE):
        raise RunError(f"{run.folder} has no estimate of its net and RTL; run `codesign estimate {run.folder}`")
    row = run.read(ESTIMATE)
    return Usage.from_dict(row.get("usage", {})), Timing.from_dict(row.get("timing", {}))


def figures(run: Run) -> tuple[Usage, Timing]:
    """The best figures of the RTL: routed ones and simulated cycles where they exist, estimates for the rest."""
    from codesign.runs.synthesis import stages as flow

    usage, timing = estimated(run)
    if is_current(run, COSIM):
        timing = Timing.from_dict(run.read(COSIM).get("timing", {})).or_else(timing)
    vendor_usage, vendor_timing = flow.figures(run, RTL)
    return vendor_usage.or_else(flow.calibrated(run)).or_else(usage), vendor_timing.or_else(timing)


def check(run: Run, budget: str | None = None) -> Verdict:
    """The verdict on what is known, written to `verdict.json`. budget: a name or a file, by default the design's."""
    name, place = (run.design.budget, f"{run.folder / DESIGN}: budget") if budget is None else (budget, "--budget")
    with about(place):
        limits = load_budget(name, run.design.firmware.part)
    estimate(run)
    return _judged(run, name, limits)


def is_checked(run: Run) -> bool:
    """Whether a run was held against a budget since its net was frozen, and its estimate is there."""
    return run.current(VERDICT) and "limits" in run.read(VERDICT) and is_current(run, ESTIMATE)


def verdict(run: Run) -> tuple[str, Verdict] | None:
    """The name of the budget that a run was last compared with, and the verdict by it on what is known now.

    None if the run was not checked since the net was frozen, or if the estimate is missing. A written verdict is not
    trusted: it is judged again, so that a difference found since then counts.
    """
    from codesign.runs.synthesis.verdict import judge

    if not is_checked(run):
        return None
    row = run.read(VERDICT)
    limits = parse(row["limits"], Budget, run.folder / VERDICT)
    return str(row["budget"]), judge(run, *figures(run), limits)


def refresh(run: Run) -> Verdict:
    """Judges the run again by the budget it was last compared with, and writes the verdict."""
    known = verdict(run)
    if known is None:
        return check(run)
    return _judged(run, known[0], parse(run.read(VERDICT)["limits"], Budget, run.folder / VERDICT))


def _judged(run: Run, name: str, limits: Budget) -> Verdict:
    from codesign.runs.synthesis.verdict import judge

    judged = judge(run, *figures(run), limits)
    head = {"net": run.net.key, "budget": name, "limits": limits.model_dump(mode="json")}
    run.keep(VERDICT, {**head, **judged.to_dict()})
    return judged


def zeros_and_bits(run: Run) -> list[dict[str, Any]]:
    """For each kernel: its weights, how many are zero, and the bits of the others."""
    rows = []
    for name, values in run.net.weights.items():
        if name.endswith(".kernel"):
            width = np.broadcast_to(run.net.weight_types[name].width, values.shape)
            nonzero = values != 0
            rows.append(
                {
                    "layer": name.removesuffix(".kernel"),
                    "weights": values.size,
                    "zeros": int((~nonzero).sum()),
                    "bits": int(width[nonzero].sum()),
                }
            )
    return rows
