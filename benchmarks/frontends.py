"""The three frontends at the same bit widths: how well a deep set tags, and what it costs.

Reads the sweep of configs/sweeps/frontends.yaml and writes the section `frontends` of docs/networks.md.

    make bench-frontends
"""

import argparse
from pathlib import Path
from typing import Any

from architectures import row_of
from sections import replace_section

from codesign.sweep import Sweep

PAGE = Path("docs/networks.md")


def main() -> None:
    """Writes the section."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sweep", type=Path, help="folder of the sweep")
    sweep = Sweep.open(parser.parse_args().sweep)
    runs = [run for run in sweep.runs if run.has("estimate.json")]
    if missing := [run.design.name for run in sweep.runs if not run.has("estimate.json")]:
        raise SystemExit(f"no result of {', '.join(missing)}; `codesign sweep status {sweep.folder}` says why")
    jets, training = runs[0].read("metrics.json")["jets"], runs[0].design.training
    rows = sorted((row_of(run) for run in runs), key=lambda row: (row["bits"], row["frontend"], row["overflow"] or ""))
    replace_section(PAGE, "frontends", f"{sentence(jets, training)}\n\n{table(rows)}")
    print(f"{len(rows)} designs in {PAGE}")


def sentence(jets: dict[str, Any], training: Any) -> str:
    """The text above the table: jets, training and the meaning of the columns."""
    return (
        f"`make bench-frontends`: a `deep_set` of its default size, {jets['train']:,} training and"
        f" {jets['test']:,} test jets of `{jets['file']}` (simulated, 14 TeV, mean pile-up 200, split by event),"
        f" {training.epochs} epochs, seed {training.seed}, 10-bit inputs; the same bits for weights and activations."
        " Every row is exact (framework, reference and RTL logic). b and tau: efficiency where 1 % of the light and"
        " gluon jets are mistagged. LUT and cycles are estimates from the RTL trace."
    )


def table(rows: list[dict[str, Any]]) -> str:
    """The table in Markdown, with the rows in their order."""
    lines = ["| bits | frontend | macro AUC | b | tau | LUT (estimated) | cycles |", "|---|---|---|---|---|---|---|"]
    for row in rows:
        lut = row["lut"]
        cells = [
            str(row["bits"]),
            f"`{row['frontend']}`" + (f", `{row['overflow']}`" if row["overflow"] else ""),
            f"{row['auc']:.4f} ± {row['error']:.4f}",
            *(f"{row['efficiencies'][signal]:.3f}" for signal in ("b", "tau")),
            f"{lut.value:,.0f} ({lut.low:,.0f} to {lut.high:,.0f})",
            f"{row['cycles']:.0f}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
