"""The three frontends at the same bit widths: how well a deep set tags, and what it costs.

Reads the sweep of configs/sweeps/frontends.yaml and writes the numbers of docs/networks.md.

    make bench-frontends
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
    runs = [run for run in sweep.runs if run.has("estimate.json")]
    if missing := [run.design.name for run in sweep.runs if not run.has("estimate.json")]:
        raise SystemExit(f"no result of {', '.join(missing)}; `codesign sweep status {sweep.folder}` says why")
    values = jets_and_training(runs[0].read("metrics.json")["jets"], runs[0].design)
    rows = sorted((row_of(run) for run in runs), key=lambda row: (row["bits"], row["frontend"], row["overflow"] or ""))
    publish("frontends", "make bench-frontends", values, {"designs": table(rows)})


def table(rows: list[dict[str, Any]]) -> Table:
    """The table, with the rows in their order. kind: the front end, and what its tensors do beyond their range."""
    shown = ("bits", "auc", "error", "b", "tau", "lut", "lut_low", "lut_high", "cycles")
    columns = [("bits", "{bits}"), ("front end", "{kind}"), *SCORES, COST, ("cycles", "{cycles:.0f}")]
    return Table(columns, [{"kind": kind(row)} | {name: row[name] for name in shown} for row in rows])


def kind(row: dict[str, Any]) -> str:
    """The front end of a row and, where it is given, its overflow, as code in Markdown."""
    return ", ".join(f"`{row[name]}`" for name in ("frontend", "overflow") if row[name])


if __name__ == "__main__":
    main()
