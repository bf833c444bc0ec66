"""The stages below the waist. Each works on a run folder, and is skipped where its result is there already."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from codesign.agreement import Agreement, check, contract_inputs
from codesign.errors import RunError
from codesign.fixedpoint import Float
from codesign.inputs import contract_jets, datasets
from codesign.run import Run

AGREEMENT = "agreement.json"


def convert(run: Run) -> Path:
    """The HLS project of the net, written and read back; its folder."""
    from codesign.backends import hls4ml

    folder = run.folder / "hls"
    firmware = run.design.firmware
    if not _made_from(folder / "project.json", run):
        hls4ml.convert(run.net, folder, part=firmware.part, clock_ns=firmware.clock_ns)
    return folder


def csim(run: Run) -> list[Agreement]:
    """Compiles the HLS project and compares C simulation with the reference on the contract's inputs."""
    from codesign.backends.csim import compile_csim, run_csim

    folder = run.folder / "hls"
    if not (folder / "project.json").exists():
        raise RunError(f"{run.folder} has no HLS project yet; run `codesign convert {run.folder}`")
    compile_csim(folder)
    return witness(run, "csim", lambda x: run_csim(folder, x, trace=True))


def rtl(run: Run) -> list[Agreement]:
    """Traces the reference to Verilog and compares the RTL emulator with it on the contract's inputs."""
    from codesign.backends import rtl as backend

    folder = run.folder / "rtl"
    firmware = run.design.firmware
    if not _made_from(folder / "project.json", run):
        backend.convert(run.net, folder, part=firmware.part, clock_ns=firmware.clock_ns)
    return witness(run, "rtl", lambda x: backend.emulate(folder, x))


def witness(run: Run, name: str, compute: Any) -> list[Agreement]:
    """Compares a witness with the reference on the contract's inputs and keeps the result in `agreement.json`."""
    known = agreements(run)
    if any(a.witness == name for a in known):
        return [a for a in known if a.witness == name]
    found = check(run.net, name, compute, contract_jets(datasets(run)))
    run.write(AGREEMENT, {"net": run.net.key, "rows": [a.to_dict() for a in (*known, *found)]})
    return found


def agreements(run: Run) -> list[Agreement]:
    """All comparisons of the present net, by any witness."""
    return [Agreement.from_dict(row) for row in run.read(AGREEMENT)["rows"]] if run.current(AGREEMENT) else []


def first_difference(run: Run, inputs: str = "jets") -> tuple[Float, dict[str, Float], dict[str, Float]]:
    """The contract's inputs of one kind with every tensor of reference and csim, for `csim --trace`."""
    from codesign import reference
    from codesign.backends.csim import run_csim

    x = contract_inputs(run.net, contract_jets(datasets(run)))[inputs]
    return x, reference.run(run.net, x, trace=True), run_csim(run.folder / "hls", x, trace=True)


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
    import json

    return path.exists() and json.loads(path.read_text()).get("net") == run.net.key
