"""Stages of the RTL with open tools, which the `rtl` extra installs: co-simulation, and the other language."""

from __future__ import annotations

from pathlib import Path

from codesign.agreement import Agreement
from codesign.entry import rtl_front
from codesign.errors import RunError
from codesign.figures import Figure, Timing
from codesign.run import Run
from codesign.stages import AGREEMENT, agreements, rtl_inputs, rtl_witness

COSIM = "cosim.json"
WITNESS = "verilator"
SOURCE = "cosim:verilator"


def cosim(run: Run) -> list[Agreement]:
    """Simulates the Verilog of a run, one jet a clock, on the contract's inputs; keeps cycles in `cosim.json`.

    Done again where the sources have changed since. Raises BackendError without Verilator or for a broken pipeline.
    """
    from codesign.backends.cosim import compile_cosim, run_cosim, simulator, sources_digest

    tool, folder = simulator(), _project(run)
    known = agreements(run)
    digest = sources_digest(folder)
    if run.current(COSIM) and run.read(COSIM)["sources"] == digest:
        return [a for a in known if a.witness == WITNESS]
    compile_cosim(folder)
    others = [a.to_dict() for a in known if a.witness != WITNESS]
    run.write(AGREEMENT, {"net": run.net.key, "rows": others})
    found = rtl_witness(run, WITNESS, lambda x: run_cosim(folder, x).outputs)
    if all(a.exact for a in found):
        jets = rtl_inputs(run)
        stream = run_cosim(folder, jets)
        assert stream.interval_cycles is not None
        note = f"{len(jets):,} jets in a row, from valid_in to valid_out"
        timing = Timing(
            Figure.unavailable(SOURCE, tool, "a simulation of logic knows no delays"),
            Figure.exactly(stream.latency_cycles, "measured", SOURCE, tool, note),
            Figure.exactly(stream.interval_cycles, "measured", SOURCE, tool, note),
        )
        run.write(COSIM, {"net": run.net.key, "sources": digest, "timing": timing.to_dict()})
    return found


def write_vhdl(run: Run) -> Path:
    """The same logic in VHDL, beside the Verilog; its folder. It is not simulated."""
    from codesign.backends import rtl

    _project(run)
    folder, firmware = run.folder / "rtl_vhdl", run.design.firmware
    if not rtl.is_made_from(folder, run.net.key):
        rtl.convert(
            run.net,
            folder,
            part=firmware.part,
            clock_ns=firmware.clock_ns,
            flavor="vhdl",
            front=rtl_front(run.design),
        )
    return folder


def _project(run: Run) -> Path:
    """The folder of the Verilog; RunError if it was not made from the present net, or by an older version."""
    from codesign.backends import rtl

    folder = run.folder / "rtl"
    if not rtl.is_made_from(folder, run.net.key):
        raise RunError(f"{run.folder} has no Verilog of its net yet; run `codesign rtl {run.folder}`")
    return folder
