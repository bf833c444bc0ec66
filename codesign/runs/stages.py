"""The stages below the waist. Each works on a run folder, and is skipped if its result is already there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from codesign.base.config import parse
from codesign.base.pace import Tell, silent
from codesign.cost.budget import Budget, Verdict, load_budget
from codesign.cost.figures import Timing, Usage
from codesign.errors import RunError, about
from codesign.net.agreement import Agreement, Witness, contract_inputs
from codesign.net.agreement import check as check_agreement
from codesign.net.fixedpoint import Float
from codesign.runs.inputs import contract_of, golden_of, joined
from codesign.runs.proof import AGREEMENT, HLS_RECORD, by_witness, firmware_of, lacking
from codesign.runs.provenance import is_as_made, is_current, note, require_rtl, stamp
from codesign.runs.run import DESIGN, Run, alone
from codesign.runs.witnesses import CSIM, CSIM_FROM_WORDS, EMULATOR, HLS, RTL, of_firmware
from codesign.runs.words import check_words, real_jets, real_jets_by_split, rtl_front, words_port

ESTIMATE = "estimate.json"
VERDICT = "verdict.json"
COSIM = "cosim.json"


@alone("hls")
def convert(run: Run) -> Path:
    """Writes the HLS project of the net with testbench and golden vectors, and reads it back; returns its folder."""
    from codesign.backends.hls import words_csim
    from codesign.net import vectors

    folder = run.folder / "hls"
    if not is_converted(run):
        forget(run, *of_firmware(HLS))
        write_hls(run, folder)
        note(run, HLS)
        if port := words_port(run.design):
            words_csim.write_golden(run.net, port, real_jets(run), folder / words_csim.VECTORS)
        vectors.write(run.net, folder / vectors.FOLDER, golden_of(run))
    return folder


def is_converted(run: Run) -> bool:
    """Whether the HLS project of the present net is there, unchanged, with its golden vectors."""
    from codesign.net import vectors

    is_written = run.current(HLS_RECORD) and is_as_made(run, HLS)
    return is_written and run.has(f"hls/{vectors.FOLDER}/{vectors.KINDS}")


def write_hls(run: Run, folder: Path) -> None:
    """Writes the part of the HLS project that follows from design and net alone, byte for byte; vectors need jets."""
    from codesign.backends.hls import convert as hls4ml

    firmware, words = run.design.firmware, words_port(run.design)
    clock_ns = float(firmware.period_ns)
    with about(run.folder):
        hls4ml.convert(run.net, folder, part=firmware.part, clock_ns=clock_ns, project=run.top, words=words)


@alone("hls")
def csim(run: Run, tell: Tell = silent) -> list[Agreement]:
    """Compiles the HLS project and compares C simulation with the reference on the contract's inputs.

    tell: receives lines about the progress.
    """
    from codesign.backends.hls.csim import compile_csim, run_csim

    folder = run.folder / "hls"
    if not run.current(HLS_RECORD):
        raise RunError(f"{run.folder} has no HLS project of its net yet; run `codesign convert {run.folder}`")
    compile_csim(folder, tell=tell)
    found = witness(run, CSIM, lambda x: run_csim(folder, x), lambda x: run_csim(folder, x, trace=True), tell=tell)
    return [*found, *_csim_from_words(run, folder, tell)]


def _csim_from_words(run: Run, folder: Path, tell: Tell) -> list[Agreement]:
    from codesign.backends.hls import words_csim

    port = words_port(run.design)
    if port is None:
        return []

    def ask() -> list[Agreement]:
        tell(f"{CSIM_FROM_WORDS}: compiling with g++")
        words_csim.compile_csim(folder)
        compute = partial(words_csim.run_csim, folder, run.net, port)
        return check_words(run.net, port, CSIM_FROM_WORDS, compute, real_jets_by_split(run), tell)

    return _kept(run, CSIM_FROM_WORDS, ask)


@alone("rtl")
def rtl(run: Run, tell: Tell = silent) -> list[Agreement]:
    """Traces the reference to Verilog and compares the RTL emulator with it on the contract's inputs.

    tell: takes lines that say how far it is.
    """
    from codesign.backends.rtl import convert as backend

    folder = run.folder / "rtl"
    if not (backend.is_made_from(folder, run.net.key) and is_as_made(run, RTL)):
        forget(run, *of_firmware(RTL))
        write_rtl(run, folder, tell)
        note(run, RTL)
    return rtl_witness(run, EMULATOR, lambda x: backend.emulate(folder, x), tell)


def write_rtl(run: Run, folder: Path, tell: Tell = silent) -> None:
    """Writes the Verilog, which follows from the design and its net alone, byte for byte."""
    from codesign.backends.rtl import convert as backend

    firmware, front = run.design.firmware, rtl_front(run.design)
    clock_ns = float(firmware.period_ns)
    with about(run.folder):
        backend.convert(run.net, folder, part=firmware.part, clock_ns=clock_ns, name=run.top, front=front, tell=tell)


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
        rows = check_agreement(run.net, name, compute, contract_of(run), trace, tell)
        return [replace(a, against=against) for a in rows]

    return _kept(run, name, ask)


def rtl_witness(run: Run, name: str, compute: Witness, tell: Tell = silent) -> list[Agreement]:
    """Like `witness`, for one that takes the inputs of the RTL: features, or the numbers cut out of words."""
    port = words_port(run.design)
    if port is None:
        return witness(run, name, compute, tell=tell)
    jets = real_jets_by_split(run)
    return _kept(run, name, lambda: check_words(run.net, port, name, lambda x: compute(port.values(x)), jets, tell))


def rtl_inputs(run: Run) -> Float:
    """(inputs, *port shape): the contract's inputs as the RTL takes them, real jets and those that fill them up."""
    port = words_port(run.design)
    return port.values(port.prepared(real_jets(run))) if port else joined(contract_of(run))


def _kept(run: Run, name: str, ask: Callable[[], list[Agreement]]) -> list[Agreement]:
    """The rows of a witness; it is compared again only if the contract is not met and nothing differs."""
    known = by_witness(run, name)
    if known and (not lacking(known) or any(a.mismatches for a in known)):
        return known
    found = [replace(a, made_from=firmware_of(run, name)) for a in ask()]
    _put_agreements(run, found, name)
    return found


def forget(run: Run, *witnesses: str) -> None:
    """Drops the rows of witnesses whose firmware is made, or compared, again."""
    if any(by_witness(run, name) for name in witnesses):
        _put_agreements(run, [], *witnesses)


def _put_agreements(run: Run, rows: list[Agreement], *witnesses: str) -> None:
    """Replaces all earlier rows of these witnesses."""
    run.put_rows(AGREEMENT, [row.to_dict() for row in rows], lambda row: row["witness"] in witnesses)


@alone("hls")
def differing_tensors(run: Run) -> list[tuple[str, str, int, float]]:
    """(inputs, tensor, differing elements, largest distance in LSB) for csim, in the order of the graph."""
    from codesign.backends.hls.csim import run_csim
    from codesign.net import reference
    from codesign.net.agreement import differing_tensors as differ

    rows = []
    for kind, x in contract_inputs(run.net, contract_of(run)).items():
        got = run_csim(run.folder / "hls", x, trace=True)
        rows += [(kind, *row) for row in differ(run.net, reference.run(run.net, x, trace=True), got)]
    return rows


def estimate(run: Run) -> dict[str, Any]:
    """LUT, FF, DSP, cycles and interval from the RTL trace, each with kind, source and band.

    Raises RunError if the RTL is missing or was made from another net.
    """
    from codesign.backends.rtl.convert import RtlProject
    from codesign.cost.estimate import estimate as from_trace

    if is_current(run, ESTIMATE):
        return run.read(ESTIMATE)
    usage, timing = from_trace(RtlProject.load(require_rtl(run)))
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
    vendor_usage, vendor_timing = flow.figures(run, "rtl")
    return vendor_usage.or_else(flow.calibrated(run)).or_else(usage), vendor_timing.or_else(timing)


def check(run: Run, budget: str | None = None) -> Verdict:
    """The verdict on what is known, written to `verdict.json`. budget: a name or a file, by default the design's."""
    name = run.design.budget if budget is None else budget
    with about(f"{run.folder / DESIGN}: budget"):
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

    found = judge(run, *figures(run), limits)
    head = {"net": run.net.key, "budget": name, "limits": limits.model_dump(mode="json")}
    run.keep(VERDICT, {**head, **found.to_dict()})
    return found


def zeros_and_bits(run: Run) -> list[dict[str, Any]]:
    """For each kernel: its weights, how many are zero, and the bits of the others."""
    rows = []
    for name, values in run.net.weights.items():
        if name.endswith(".kernel"):
            width = np.broadcast_to(run.net.weight_types[name].width, values.shape)
            kept = values != 0
            rows.append(
                {
                    "layer": name.removesuffix(".kernel"),
                    "weights": values.size,
                    "zeros": int((~kept).sum()),
                    "bits": int(width[kept].sum()),
                }
            )
    return rows
