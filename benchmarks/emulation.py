"""How fast a FixedNet runs on the computer, compared with hls4ml's C simulation of the same design; all outputs equal.

The reference takes turns with C simulation as codesign compiles it (-O1) and as hls4ml's build_lib.sh does (-O3), each
in one thread, on the same real jets. Their start-up counts, their compilation does not. The RTL emulator (alkaid) is
included only with --rtl, as tracing takes long. Prints a table and writes it into docs/speed.md.

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
from doc_data import Table
from doc_numbers import publish

from codesign.backends.hls import convert as hls4ml
from codesign.backends.hls import csim
from codesign.jets.dataset import load_dataset
from codesign.net import reference
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint, Float
from codesign.runs.inputs import contract_jets, joined

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
    values = {"rounds": arguments.rounds, "fast_jets": FAST_JETS, "slow_jets": SLOW_JETS}
    publish("emulation", "python benchmarks/emulation.py", values, {"designs": table(rows)})


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


def table(rows: dict[str, Rates]) -> Table:
    """The rates of every design, and how much faster the reference is than the faster C simulation."""
    ways = list(next(iter(rows.values())))
    columns = [
        ("design", "{design}"),
        *((way, f"{{{field(way)}:,.0f}} ({{{field(way)}_cpu:,.0f}})") for way in ways),
        ("reference over the faster csim", "{ratio:.0f}"),
        ("in CPU time", "{ratio_cpu:.0f}"),
    ]
    return Table(columns, [row(design, rates) for design, rates in rows.items()])


def row(design: str, rates: Rates) -> dict[str, str | float]:
    """One row of the table: jets per second of each way, by wall and by CPU time."""
    wall, cpu = (rates["reference"][n] / max(rates["csim -O1"][n], rates["csim -O3"][n]) for n in (0, 1))
    by_wall = {field(way): both[0] for way, both in rates.items()}
    by_cpu = {f"{field(way)}_cpu": both[1] for way, both in rates.items()}
    return {"design": design} | by_wall | by_cpu | {"ratio": wall, "ratio_cpu": cpu}


def field(way: str) -> str:
    """The name of a way of computing in the data file."""
    return way.lower().replace(" -", "_").replace(" ", "_")


if __name__ == "__main__":
    main()
