"""A small network on exact sums: how well it tags, and what it costs.

Reads the sweep of configs/sweeps/sums.yaml and writes the numbers of docs/networks.md.

    make bench-sums
"""

import argparse
from pathlib import Path
from typing import Any

from architectures import COST, SCORES, jets_and_training, row_of
from doc_data import Table
from doc_numbers import publish

from codesign.sweep import Sweep


def main() -> None:
    """Writes the numbers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sweep", type=Path, help="folder of the sweep")
    sweep = Sweep.open(parser.parse_args().sweep)
    if missing := [run.design.name for run in sweep.runs if not run.has("estimate.json")]:
        raise SystemExit(f"no result of {', '.join(missing)}; `codesign sweep status {sweep.folder}` says why")
    values = jets_and_training(sweep.runs[0].read("metrics.json")["jets"], sweep.runs[0].design)
    rows = sorted(map(row_of, sweep.runs), key=lambda row: -row["bits"])
    publish("sums", "make bench-sums", values, {"designs": table(rows)})


def table(rows: list[dict[str, Any]]) -> Table:
    """The table, with the rows in their order."""
    shown = ("bits", "auc", "error", "b", "tau", "lut", "lut_low", "lut_high", "cycles", "ns")
    columns = [("bits", "{bits}"), *SCORES, COST, ("cycles", "{cycles:.0f}"), ("latency ns", "{ns:.1f}")]
    return Table(columns, [{name: row[name] for name in shown} for row in rows])


if __name__ == "__main__":
    main()
