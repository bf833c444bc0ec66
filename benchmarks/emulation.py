"""How fast a FixedNet runs on the computer, compared with hls4ml's C simulation of the same design; all outputs equal.

The reference takes turns with C simulation as codesign compiles it (-O1) and as hls4ml's build_lib.sh does (-O3), each
in one thread, on the same real jets. Their start-up counts, their compilation does not. The RTL emulator (alkaid) is
included only with --rtl, as tracing takes long. Prints a table and writes the section `emulation` of docs/speed.md.

    python benchmarks/emulation.py [--rounds 3] [--rtl] [DESIGN ...]
"""

import argparse
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import numpy as np
from clock import clock
from rich.table import Table
from sections import replace_section

from codesign.backends.hls import convert as hls4ml
from codesign.backends.hls import csim
from codesign.cli.terminal import console
from codesign.jets.dataset import load_dataset
from codesign.net import reference
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint, Float
from codesign.runs.inputs import contract_jets, joined

PAGE = Path("docs/speed.md")
DESIGNS = ("hls_projects/tagger_deepset", "hls_projects/cms_ng", "hls_projects/tagger_mlp")
PART, CLOCK_NS = "xcvu13p-flga2577-2-e", 2.778
HLS4ML_FLAGS = ("-O3", "-fPIC", "-std=c++23", "-fno-gnu-unique")  # build_lib.sh of hls4ml 1.3.0
FAST_JETS, SLOW_JETS = 200_000, 10_000

Emulator = Callable[[Float], Float]
Rates = dict[str, tuple[float, float]]  # way of computing -> jets per second of wall time and of CPU time


def main() -> None:
    """Runs every design in every way, in turns."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rtl", action="store_true", help="also alkaid's emulator of the RTL")
    parser.add_argument("designs", nargs="*", type=Path, default=[Path(d) for d in DESIGNS])
    arguments = parser.parse_args()
    jets = joined(contract_jets(load_dataset("shipped")))
    with tempfile.TemporaryDirectory() as temporary:
        rows = {
            design.name: measured(FixedNet.load(design), Path(temporary) / design.name, jets, arguments)
            for design in arguments.designs
        }
    console.print(printed(rows))
    replace_section(PAGE, "emulation", section(rows, arguments.rounds))


def measured(net: FixedNet, scratch: Path, jets: Float, arguments: argparse.Namespace) -> Rates:
    """The best rates of each way of computing; SystemExit if one gives other outputs than the plain reference."""
    (name,) = net.graph.outputs
    ways: dict[str, tuple[Emulator, int]] = {
        "reference": (lambda x: reference.run(net, x)[name], FAST_JETS),
        "plain float64": (lambda x: plain(net, x)[name], SLOW_JETS),
    }
    for way, flags in (("csim -O1", csim.COMPILER[1:]), ("csim -O3", HLS4ML_FLAGS)):
        folder = scratch / way[-2:]
        compiled(net, folder, flags)
        ways[way] = (csim_of(folder, name, flags), SLOW_JETS)
    if arguments.rtl:
        ways["RTL emulator"] = (rtl_of(net, scratch / "rtl", name), SLOW_JETS)
    expected = ways["plain float64"][0](jets[:SLOW_JETS])
    rates: Rates = {}
    for _ in range(arguments.rounds):
        for way, (emulate, number) in ways.items():
            x = np.resize(jets[:SLOW_JETS], (number, *jets.shape[1:]))
            with clock() as took:
                got = emulate(x)
            if not np.array_equal(got, np.resize(expected, got.shape)):
                raise SystemExit(f"{way} differs from the plain reference on {net.key}")
            before = rates.get(way, (0.0, 0.0))
            rates[way] = max(before[0], number / took.wall_s), max(before[1], number / took.cpu_s)
    return rates


def plain(net: FixedNet, x: Float) -> dict[str, Float]:
    """Outputs by the plain walk over the graph, which defines what a net computes, without `reference.run`'s plan."""
    parts = [reference.evaluate(net, x[first : first + 4096], FixedPoint.cast) for first in range(0, len(x), 4096)]
    return {name: np.concatenate([part[name] for part in parts]) for name in net.graph.outputs}


def compiled(net: FixedNet, folder: Path, flags: tuple[str, ...]) -> None:
    """Writes the HLS project of a net and compiles it with `flags`, with a cache inside `folder`."""
    hls4ml.convert(net, folder, part=PART, clock_ns=CLOCK_NS)
    with patch.dict(os.environ, XDG_CACHE_HOME=str(folder)), patch.object(csim, "COMPILER", command(flags)):
        csim.compile_csim(folder)


def csim_of(folder: Path, name: str, flags: tuple[str, ...]) -> Emulator:
    """The C simulation of a project that `compiled` has built with the same flags; name: the output."""

    def run(x: Float) -> Float:
        with patch.object(csim, "COMPILER", command(flags)):  # the library's digest includes the compiler command
            return csim.run_csim(folder, x)[name]

    return run


def command(flags: tuple[str, ...]) -> tuple[str, ...]:
    """The compiler command: g++, `flags`, and the options that every project needs."""
    return tuple(dict.fromkeys(("g++", *flags, "-w", *csim.SLOW_WARNINGS, "-Ifirmware", "-Ifirmware/ap_types")))


def rtl_of(net: FixedNet, folder: Path, name: str) -> Emulator:
    """alkaid's emulator of the net's traced logic; name: the output."""
    from codesign.backends.rtl import convert as rtl

    rtl.convert(net, folder, part=PART, clock_ns=CLOCK_NS)
    return lambda x: rtl.emulate(folder, x)[name]


def printed(rows: dict[str, Rates]) -> Table:
    """The table for the terminal."""
    table = Table(*heading(rows), title="jets/s of wall time (of CPU time)")
    for design, rates in rows.items():
        table.add_row(*cells(design, rates))
    return table


def section(rows: dict[str, Rates], rounds: int) -> str:
    """The section of the page: the table in Markdown with its explanation."""
    columns = heading(rows)
    lines = [f"| {' | '.join(cells(design, rates))} |" for design, rates in rows.items()]
    text = (
        f"Jets/s of wall time (of CPU time), the best of {rounds} rounds: {FAST_JETS:,} jets for the reference,"
        f" {SLOW_JETS:,} for the others. -O1 is what `codesign csim` compiles with, -O3 what hls4ml does. No output"
        " differs."
    )
    return "\n".join([text, "", f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}", *lines])


def heading(rows: dict[str, Rates]) -> list[str]:
    """The column headings of both tables."""
    ways = next(iter(rows.values()))
    return ["design", *ways, "reference over the faster csim", "in CPU time"]


def cells(design: str, rates: Rates) -> list[str]:
    """The cells of one row, for both tables."""
    ratios = [rates["reference"][clock] / max(rates["csim -O1"][clock], rates["csim -O3"][clock]) for clock in (0, 1)]
    return [design, *(f"{wall:,.0f} ({cpu:,.0f})" for wall, cpu in rates.values()), *(f"{r:.0f}" for r in ratios)]


if __name__ == "__main__":
    main()
