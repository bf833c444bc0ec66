"""The CMS reference network: the published firmware, the same network from this toolchain, and narrower versions.

Reads the reference network that `make bench-architectures` trains and the sweep of configs/sweeps/cms_ng_inputs.yaml,
and writes the section `comparison` of docs/results.md.

    make bench-comparison
"""

import argparse
import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from architectures import PAGE, reference, row_of
from sections import replace_section

from codesign.cost.figures import Figure
from codesign.runs.run import Run
from codesign.sweep import Sweep

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
    narrowed: dict[int, list[Run]] = {}
    for run in Sweep.open(asked.inputs).runs:
        narrowed.setdefault(run.design.precision.inputs, []).append(run)
    seeds = [run.design.training.seed for run in next(iter(narrowed.values()))]
    common = Sweep.open(asked.architectures)
    ours = [row_of(reference(common, seed)) for seed in seeds]
    lines = [
        f"Trainings with the seeds {', '.join(map(str, seeds))}: mean of the macro AUC ± its standard deviation from"
        f" seed to seed; all have the same test jets, which tell an AUC to ± {ours[0]['error']:.4f}. LUT, cycles"
        " and ns are the means.",
        "",
        "| | input bits | macro AUC | LUT | DSP | latency, cycles | ns | interval, cycles | source |",
        "|---|---|---|---|---|---|---|---|---|",
        PUBLISHED,
        line("the same widths by this path (QKeras)", "13, all of them", ours),
        *(
            line(f"HGQ2, at most {runs[0].design.precision.weights} bits", f"at most {bits}", [*map(row_of, runs)])
            for bits, runs in sorted(narrowed.items())
        ),
    ]
    replace_section(PAGE, "comparison", "\n".join(lines))
    print(f"{len(narrowed) + 2} rows in {PAGE}")


def line(name: str, bits: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """One row of the table: means over trainings that differ only in the seed."""
    auc = [row["auc"] for row in rows]
    cells = [
        name,
        bits,
        f"{statistics.mean(auc):.4f} ± {statistics.stdev(auc):.4f}",
        banded([row["lut"] for row in rows]),
        "0",
        f"{statistics.mean(row['cycles'] for row in rows):.0f}",
        banded([row["latency_ns"] for row in rows]),
        f"{rows[0]['interval']:.0f}",
        "estimated from the RTL trace",
    ]
    return f"| {' | '.join(cells)} |"


def banded(figures: Sequence[Figure]) -> str:
    """Means of the values and of the ends of their bands, as text."""
    value, low, high = (statistics.mean(getattr(f, name) for f in figures) for name in ("value", "low", "high"))
    return f"{value:,.0f} ({low:,.0f} to {high:,.0f})"


if __name__ == "__main__":
    main()
