"""How far does training reduce the cost of a graph? Lists the ratios behind the factors of codesign/sweep/prior.py.

python benchmarks/least_cost.py runs/architectures runs/demo ...
"""

import argparse
from pathlib import Path

from rich.table import Table

from codesign.cli.terminal import console
from codesign.runs.run import DESIGN, Run
from codesign.sweep import prior


def main() -> None:
    """Prints each trained design, the one with the smallest ratio of LUT first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+", help="folders of sweeps")
    table = Table("LUT a bit operation", "cycles a level", "widths", "design", title="Trained against untrained")
    for row in sorted(rows(parser.parse_args().folders)):
        table.add_row(f"{row[0]:.3f}", f"{row[1]:.2f}", *row[2:])
    console.print(table)


def rows(folders: list[Path]) -> list[tuple[float, float, str, str]]:
    """(LUT per bit operation, cycles per adder level, "learned" or "fixed" widths, name) of each estimated design."""
    found = []
    for path in (path for folder in folders for path in sorted(folder.glob(f"*/{DESIGN}"))):
        run = Run.open(path.parent)
        if not run.has("estimate.json"):
            continue
        design, estimate = run.design, run.read("estimate.json")
        graph = design.graph
        operations = prior.bit_operations(design, graph)
        if not operations:  # a network of tables only
            continue
        lut = estimate["usage"]["lut"]["value"] / operations
        cycles = estimate["timing"]["latency_cycles"]["value"] / prior.adder_levels(graph)
        learned = design.frontend == "hgq" and design.precision.learned is not False
        found.append((lut, cycles, "learned" if learned else "fixed", f"{design.architecture.name} {design.name}"))
    return found


if __name__ == "__main__":
    main()
