"""RTL stages that use open tools, installed by the `rtl` extra: co-simulation, synthesis, and writing VHDL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codesign.backends import RTL
from codesign.cost.figures import Figure, Timing, Usage
from codesign.errors import RunError
from codesign.net.agreement import Agreement
from codesign.runs.proof import by_witness, exact
from codesign.runs.provenance import is_current, require_as_made, stamp
from codesign.runs.run import Run, alone
from codesign.runs.stages import COSIM, forget, port_inputs, port_witness
from codesign.runs.witnesses import SIMULATION
from codesign.runs.words import settings_of

if TYPE_CHECKING:
    from codesign.backends.rtl.yosys import Netlist, Step

VHDL = "rtl_vhdl"
SOURCE = "cosim:verilator"
MAPPED = "synth_yosys.json"
MAPPER = "synth:yosys"


@dataclass(frozen=True)
class Mapped:
    """Yosys's counts for a run. carry4: carry-chain cells of four bits; depth: LUTs in series on the longest path."""

    usage: Usage
    carry4: int
    depth: int

    def to_dict(self) -> dict[str, Any]:
        """Plain data for `synth_yosys.json`."""
        return {"usage": self.usage.to_dict(), "carry4": self.carry4, "depth": self.depth}


@alone(RTL)
def cosim(run: Run) -> list[Agreement]:
    """Simulates the Verilog of a run on the contract's inputs, one jet per clock; writes its cycles to `cosim.json`.

    Returns the earlier rows if they are exact and the sources have not changed since. Raises BackendError without
    Verilator or for a broken pipeline.
    """
    from codesign.backends.rtl.cosim import compile_cosim, run_cosim, simulator, sources_digest

    tool, folder = simulator(), require_as_made(run, RTL)
    known = by_witness(run, SIMULATION)
    digest = sources_digest(folder)
    if is_current(run, COSIM) and run.read(COSIM).get("sources") == digest and exact(known):
        return known
    compile_cosim(folder)
    forget(run, SIMULATION)
    rows = port_witness(run, SIMULATION, lambda x: run_cosim(folder, x).outputs)
    if all(a.exact for a in rows):
        jets = port_inputs(run)
        stream = run_cosim(folder, jets)
        assert stream.interval_cycles is not None
        note = f"{len(jets):,} jets in a row, from valid_in to valid_out"
        timing = Timing(
            Figure.unavailable(SOURCE, tool, "a simulation of logic knows no delays"),
            Figure.exactly(stream.latency_cycles, "measured", SOURCE, tool, note),
            Figure.exactly(stream.interval_cycles, "measured", SOURCE, tool, note),
        )
        run.write(COSIM, {**stamp(run), "sources": digest, "timing": timing.to_dict()})
    return rows


@alone("synth_yosys")
def synth_open(
    run: Run, progress: Callable[[Step], None] = lambda step: None, *, timeout_s: float = 7200.0, memory_gb: float = 4.0
) -> Mapped:
    """Maps the Verilog of a run with Yosys, and writes its counts to `synth_yosys.json`.

    Raises BackendError if Yosys is missing or reaches the time or memory limit.
    """
    from codesign.backends.rtl.yosys import synthesise

    folder = require_as_made(run, RTL)
    netlist = synthesise(folder, progress, timeout_s=timeout_s, memory_gb=memory_gb)
    counts = Mapped(_usage(netlist, run.design.firmware.part), netlist.carry4, netlist.depth)
    run.write(MAPPED, {**stamp(run), **counts.to_dict()})
    return counts


def mapped(run: Run) -> Mapped | None:
    """Yosys's counts for the present RTL; None if it has not run. RunError for a broken record."""
    if not is_current(run, MAPPED):
        return None
    row = run.read(MAPPED)
    carry4, depth = row.get("carry4"), row.get("depth")
    if not (isinstance(carry4, int) and isinstance(depth, int)):
        raise RunError(
            f"{run.folder / MAPPED}: carry4 or depth is not a number; run `codesign synth-open {run.folder}` again"
        )
    return Mapped(Usage.from_dict(row.get("usage", {})), carry4, depth)


def _usage(netlist: Netlist, part: str) -> Usage:
    """The cell counts as exact figures; they do not claim what Vivado would place."""
    how = "as a whole" if netlist.parts == 1 else f"in {netlist.parts} parts"
    notes = {
        "lut": f"LUT1 to LUT6 of the netlist, mapped {how} for UltraScale+, not placed on {part}",
        "ff": "flip-flops; none became shift registers"
        + ("" if netlist.parts == 1 else ", none between the parts was optimised away: an upper limit"),
    }
    values = {"lut": netlist.lut, "ff": netlist.ff, "dsp": netlist.dsp, "bram18": netlist.bram18, "uram": netlist.uram}
    return Usage(
        **{n: Figure.exactly(v, "mapped-yosys", MAPPER, netlist.tool, notes.get(n, "")) for n, v in values.items()}
    )


@alone(VHDL)
def write_vhdl(run: Run) -> Path:
    """Writes the same logic in VHDL beside the Verilog and returns its folder. The VHDL is not simulated."""
    from codesign.backends.rtl import backend as rtl

    verilog, folder = require_as_made(run, RTL), run.folder / VHDL
    if not rtl.is_made_from(folder, run.net.key):
        rtl.convert(run.net, folder, settings_of(run), flavor="vhdl", like=verilog)
    return folder
