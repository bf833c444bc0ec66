"""The stages below the waist. Each works on a run folder, and is skipped where its result is there already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from codesign.agreement import Agreement, Witness, contract_inputs
from codesign.agreement import check as check_agreement
from codesign.budget import Verdict, named
from codesign.design import RANDOM
from codesign.entry import check_words, real_jets, rtl_front, words_port
from codesign.errors import RunError
from codesign.figures import Timing, Usage
from codesign.fixedpoint import Float
from codesign.inputs import contract_of
from codesign.records import read_json
from codesign.run import Run

AGREEMENT = "agreement.json"


def convert(run: Run) -> Path:
    """The HLS project of the net, written and read back, with its testbench and golden vectors; its folder."""
    from codesign import vectors
    from codesign.backends import words_csim

    folder = run.folder / "hls"
    golden = folder / vectors.FOLDER
    if not (_made_from(folder / "hls_project.json", run) and (golden / vectors.KINDS).exists()):
        write_hls(run, folder)
        if port := words_port(run.design):
            words_csim.write_golden(run.net, port, real_jets(run), folder / words_csim.VECTORS)
        vectors.write(run.net, golden, contract_of(run))
    return folder


def write_hls(run: Run, folder: Path) -> None:
    """The HLS project as the design and its net alone decide it, byte for byte; without vectors, which take jets."""
    from codesign.backends import hls4ml

    firmware = run.design.firmware
    hls4ml.convert(run.net, folder, part=firmware.part, clock_ns=firmware.clock_ns, words=words_port(run.design))


def csim(run: Run) -> list[Agreement]:
    """Compiles the HLS project and compares C simulation with the reference on the contract's inputs."""
    from codesign.backends.csim import compile_csim, run_csim

    folder = run.folder / "hls"
    if not _made_from(folder / "hls_project.json", run):
        raise RunError(f"{run.folder} has no HLS project of its net yet; run `codesign convert {run.folder}`")
    compile_csim(folder)
    found = witness(run, "csim", lambda x: run_csim(folder, x), lambda x: run_csim(folder, x, trace=True))
    return [*found, *_csim_from_words(run, folder)]


def _csim_from_words(run: Run, folder: Path) -> list[Agreement]:
    from codesign.backends import words_csim

    port = words_port(run.design)
    if port is None:
        return []

    def ask() -> list[Agreement]:
        words_csim.compile_csim(folder)
        compute = partial(words_csim.run_csim, folder, run.net, port)
        return check_words(run.net, port, "csim from words", compute, real_jets(run))

    return _kept(run, "csim from words", ask)


def rtl(run: Run) -> list[Agreement]:
    """Traces the reference to Verilog and compares the RTL emulator with it on the contract's inputs."""
    from codesign.backends import rtl as backend

    folder = run.folder / "rtl"
    if not backend.is_made_from(folder, run.net.key):
        write_rtl(run, folder)
    return rtl_witness(run, "rtl", lambda x: backend.emulate(folder, x))


def write_rtl(run: Run, folder: Path) -> None:
    """The Verilog as the design and its net alone decide it, byte for byte."""
    from codesign.backends import rtl as backend

    firmware = run.design.firmware
    backend.convert(run.net, folder, part=firmware.part, clock_ns=firmware.clock_ns, front=rtl_front(run.design))


def witness(run: Run, name: str, compute: Witness, trace: Witness | None = None) -> list[Agreement]:
    """Compares a witness with the reference on the contract's inputs and keeps the result in `agreement.json`.

    compute: what it makes of inputs, its outputs by name; trace: the same with every tensor, asked where they differ.
    """

    def ask() -> list[Agreement]:
        found = check_agreement(run.net, name, compute, contract_of(run), trace)
        if run.design.jets.file == RANDOM:
            found = [replace(a, inputs=RANDOM) if a.inputs == "jets" else a for a in found]
        return found

    return _kept(run, name, ask)


def rtl_witness(run: Run, name: str, compute: Witness) -> list[Agreement]:
    """As `witness`, for one that computes outputs of what enters the RTL: features, or the numbers cut out of words."""
    port = words_port(run.design)
    if port is None:
        return witness(run, name, compute)
    return _kept(
        run, name, lambda: check_words(run.net, port, name, lambda jets: compute(port.values(jets)), real_jets(run))
    )


def rtl_inputs(run: Run) -> Float:
    """(jets, *port shape) of the RTL: what enters it of the contract's real jets."""
    port = words_port(run.design)
    return port.values(port.prepared(real_jets(run))) if port else contract_of(run)


def _kept(run: Run, name: str, ask: Callable[[], list[Agreement]]) -> list[Agreement]:
    known = agreements(run)
    if any(a.witness == name for a in known):
        return [a for a in known if a.witness == name]
    found = ask()
    run.write(AGREEMENT, {"net": run.net.key, "rows": [a.to_dict() for a in (*known, *found)]})
    return found


def agreements(run: Run) -> list[Agreement]:
    """All comparisons of the present net, by any witness."""
    return [Agreement.from_dict(row) for row in run.read(AGREEMENT)["rows"]] if run.current(AGREEMENT) else []


def differing_tensors(run: Run) -> list[tuple[str, str, int, float]]:
    """(inputs, tensor, differing elements, largest distance in LSB) of csim, in the graph's order."""
    from codesign import reference
    from codesign.agreement import differing_tensors as differ
    from codesign.backends.csim import run_csim

    rows = []
    for kind, x in contract_inputs(run.net, contract_of(run)).items():
        got = run_csim(run.folder / "hls", x, trace=True)
        rows += [(kind, *row) for row in differ(run.net, reference.run(run.net, x, trace=True), got)]
    return rows


def estimate(run: Run) -> dict[str, Any]:
    """LUT, FF, DSP, cycles and interval from the RTL trace, each with kind, source and band."""
    from codesign.backends.rtl import RtlProject
    from codesign.estimate import estimate as from_trace

    if run.current("estimate.json"):
        return run.read("estimate.json")
    usage, timing = from_trace(RtlProject.load(run.folder / "rtl"))
    row = {"net": run.net.key, "usage": usage.to_dict(), "timing": timing.to_dict()}
    run.write("estimate.json", row)
    return row


def figures(run: Run) -> tuple[Usage, Timing]:
    """What is known of the RTL: as routed, cycles as simulated, where that was done, and the rest as estimated."""
    from codesign.vendor import flow

    row = run.read("estimate.json")
    usage, timing = Usage.from_dict(row["usage"]), Timing.from_dict(row["timing"])
    if run.current("cosim.json"):
        timing = Timing.from_dict(run.read("cosim.json")["timing"]).or_else(timing)
    vendor_usage, vendor_timing = flow.figures(run, "rtl")
    return vendor_usage.or_else(flow.calibrated(run)).or_else(usage), vendor_timing.or_else(timing)


def check(run: Run, budget: str | None = None) -> Verdict:
    """The verdict on what is known, kept in `verdict.json`. budget: a name or a file; by default the design's."""
    from codesign.vendor.verdict import judge

    limits = named(budget or run.design.budget, run.design.firmware.part)
    estimate(run)
    verdict = judge(run, *figures(run), limits)
    run.write("verdict.json", {"net": run.net.key, "budget": budget or run.design.budget, **verdict.to_dict()})
    return verdict


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


def _made_from(path: Path, run: Run) -> bool:
    """Whether a project's record is there and names the present net; read without the tool that wrote it."""
    return path.exists() and read_json(path, f"codesign convert {run.folder}").get("net") == run.net.key
