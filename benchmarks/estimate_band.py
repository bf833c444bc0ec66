"""How far are the estimates of LUT and FF from a netlist that Yosys mapped?

Maps random networks of all sizes, the smallest first, and appends the counted cells to
codesign/cost/data/yosys_lut.csv, one line per network; networks already in the table are not mapped again.

    python benchmarks/estimate_band.py                 # missing networks up to 20,000 LUT: ten minutes of CPU
    python benchmarks/estimate_band.py --cost 160000   # all missing networks: an hour
"""

import argparse
import csv
import tempfile
import time
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from random_networks import Setting, networks, small_networks

from codesign.backends.rtl import convert as rtl
from codesign.backends.rtl import yosys
from codesign.net.fixednet import FixedNet

TABLE = Path(__file__).parent.parent / "codesign" / "cost" / "data" / "yosys_lut.csv"
COMMENT = (
    "# Random networks of benchmarks/random_networks.py as RTL for 2.6 ns, mapped by Yosys 0.70 for xcup;"
    " parts: modules mapped one by one; made by benchmarks/estimate_band.py\n"
)
COLUMNS = (
    *("network", "weight_bits", "activation_bits", "overflow", "rounding", "bits_differ"),
    *("alkaid_cost", "register_bits", "stages", "yosys_lut", "yosys_ff", "yosys_carry4", "yosys_depth", "parts"),
)


def main() -> None:
    """Maps the missing networks, the smallest first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cost", type=float, default=20_000, help="largest adder cost to map")
    limit = parser.parse_args().cost
    known = costs()
    in_order = sorted(networks(), key=lambda row: known[key(*row[:2])])
    for name, setting, net in (*small_networks(), *in_order):
        if known.get(key(name, setting), 0) <= limit and key(name, setting) not in mapped():
            started = time.monotonic()
            row = map_network(name, setting, net)
            append(row)
            print(f"{name} {setting}: {row['yosys_lut']} LUT, {time.monotonic() - started:.0f} s", flush=True)


def map_network(name: str, setting: Setting, net: FixedNet) -> dict[str, object]:
    """Maps one network; returns its row of the table, column -> value."""
    with tempfile.TemporaryDirectory() as folder:
        project = rtl.convert(net, Path(folder) / "rtl", part="xcvu13p-flga2577-2-e", clock_ns=2.6)
        found = yosys.synthesise(project.folder, lambda step: print(f"  {step.module}: {step.lut} LUT", flush=True))
    values = (
        *(name, *setting, round(project.adder_cost, 2), project.register_bits, project.stages),
        *(found.lut, found.ff, found.carry4, found.depth, found.parts),
    )
    return dict(zip(COLUMNS, values, strict=True))


def append(row: dict[str, object]) -> None:
    """Appends a row to the table, which is created if it does not exist."""
    if not TABLE.exists():
        TABLE.write_text(COMMENT + ",".join(COLUMNS) + "\n")
    with TABLE.open("a", newline="") as file:
        csv.DictWriter(file, COLUMNS, lineterminator="\n").writerow(row)


def mapped() -> set[str]:
    """Keys of the networks in the table."""
    return {row_key(row) for row in rows(TABLE)} if TABLE.exists() else set()


def costs() -> dict[str, float]:
    """Key of each network -> its cost by alkaid, from the table that compares it with da4ml's."""
    table = Path(str(files("codesign.cost") / "data" / "alkaid_da4ml_cost.csv"))
    return {row_key(row): float(row["alkaid_cost"]) for row in rows(table)}


def rows(table: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV table without its comment lines, each as column -> text."""
    yield from csv.DictReader(line for line in table.read_text().splitlines() if not line.startswith("#"))


def row_key(row: dict[str, str]) -> str:
    """The key of a row: the network's name and setting."""
    return ",".join(row[column] for column in COLUMNS[:6])


def key(name: str, setting: Setting) -> str:
    """The key of a network, equal to the `row_key` of its row."""
    return ",".join(map(str, (name, *setting)))


if __name__ == "__main__":
    main()
