"""The CMS reference network: today's firmware as published, the same network by this path, and what narrowing gives.

Reads the reference network that `make bench-architectures` trains and the sweep of configs/sweeps/cms_ng_inputs.yaml,
and writes the section `comparison` of docs/results.md.

    make bench-comparison
"""

import argparse
from pathlib import Path
from typing import Any

from architectures import PAGE, reference, row_of
from sections import replace_section

from codesign.figures import Figure
from codesign.sweep import Sweep

LOSS = 0.002  # of macro AUC that narrower inputs may cost
# csynth report of October 2024 in the CMS tagger's public repository (cms-hls4ml/L1TSC4NGJetModel), Vitis HLS 2023.2,
# xcvu9p-flga2104-2L-e, 2.8 ns
PUBLISHED = (
    "| CMS firmware, as published | 24 | | 370,104 | 667 | 78 to 80 | 218 to 224 | 23 to 24 |"
    " csynth of Vitis 2023.2: a tool estimate, its LUT an upper bound |"
)


def main() -> None:
    """Writes the section."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("architectures", type=Path, help="folder of the sweep of architectures")
    parser.add_argument("inputs", type=Path, help="folder of the sweep of input widths")
    asked = parser.parse_args()
    ours = reference(Sweep.open(asked.architectures))
    narrowed = sorted(Sweep.open(asked.inputs).runs, key=lambda run: run.design.precision.inputs)
    least = row_of(ours)["auc"] - LOSS
    good = [run for run in narrowed if row_of(run)["auc"] >= least]
    lines = [
        "| | input bits | macro AUC | LUT | DSP | latency, cycles | ns | interval, cycles | source |",
        "|---|---|---|---|---|---|---|---|---|",
        PUBLISHED,
        line("the same widths by this path (QKeras)", ours),
        *(
            line("HGQ2, at most 8 bits" + (", the narrowest within 0.002" if run in good[:1] else ""), run)
            for run in narrowed
        ),
    ]
    replace_section(PAGE, "comparison", "\n".join(lines))
    print(f"{len(lines) - 2} rows in {PAGE}")


def line(name: str, run: Any) -> str:
    """One row of the table."""
    row = row_of(run)
    cells = [
        name,
        "13, all of them" if run.design.frontend == "qkeras" else f"at most {run.design.precision.inputs}",
        f"{row['auc']:.4f} ± {row['error']:.4f}",
        banded(row["lut"]),
        "0",
        f"{row['cycles']:.0f}",
        banded(row["latency_ns"]),
        f"{row['interval']:.0f}",
        "estimated from the RTL trace",
    ]
    return f"| {' | '.join(cells)} |"


def banded(figure: Figure) -> str:
    """Value and band."""
    return f"{figure.value:,.0f} ({figure.low:,.0f} to {figure.high:,.0f})"


if __name__ == "__main__":
    main()
