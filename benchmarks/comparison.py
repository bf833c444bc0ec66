"""The CMS reference network: the published firmware, the same network from this toolchain, and narrower versions.

Reads the reference network that `make bench-architectures` trains and the sweep of configs/sweeps/cms_ng_inputs.yaml,
and writes its numbers in docs/results.md.

    make bench-comparison
"""

import argparse
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from architectures import reference, row_of
from doc_data import Row, Table
from doc_numbers import publish

from codesign.runs.run import Run
from codesign.sweep import Sweep

# csynth report of October 2024 in the CMS tagger's public repository (cms-hls4ml/L1TSC4NGJetModel), Vitis HLS 2023.2,
# xcvu9p-flga2104-2L-e, 2.8 ns
PUBLISHED = {
    "name": "CMS firmware, as published",
    "inputs": "24",
    "auc": None,
    "spread": None,
    "lut": "370,104",
    "dsp": 667,
    "cycles": "78 to 80",
    "ns": "218 to 224",
    "interval": "23 to 24",
    "source": "csynth of Vitis 2023.2: a tool estimate, its LUT an upper bound",
}
COLUMNS = [
    ("", "{name}"),
    ("input bits", "{inputs}"),
    ("macro AUC", "{auc:.4f} ± {spread:.4f}"),
    ("LUT", "{lut}"),
    ("DSP", "{dsp}"),
    ("latency, cycles", "{cycles}"),
    ("ns", "{ns}"),
    ("interval, cycles", "{interval}"),
    ("source", "{source}"),
]


def main() -> None:
    """Writes the numbers."""
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
    rows = [
        PUBLISHED,
        row("the same widths by this path (QKeras)", "13, all of them", ours),
        *(
            row(f"HGQ2, at most {runs[0].design.precision.weights} bits", f"at most {bits}", [*map(row_of, runs)])
            for bits, runs in sorted(narrowed.items())
        ),
    ]
    values = {"seeds": ", ".join(map(str, seeds)), "error": ours[0]["error"]}
    publish("comparison", "make bench-comparison", values, {"designs": Table(COLUMNS, rows)})


def row(name: str, bits: str, rows: Sequence[Row]) -> dict[str, Any]:
    """One row of the table: means over trainings that differ only in the seed."""
    auc = [one["auc"] for one in rows]
    return {
        "name": name,
        "inputs": bits,
        "auc": statistics.mean(auc),
        "spread": statistics.stdev(auc),
        "lut": banded("lut", rows),
        "dsp": 0,
        "cycles": f"{statistics.mean(one['cycles'] for one in rows):.0f}",
        "ns": banded("ns", rows),
        "interval": f"{rows[0]['interval']:.0f}",
        "source": "estimated from the RTL trace",
    }


def banded(name: str, rows: Sequence[Row]) -> str:
    """Means of a figure and of the ends of its bands, as text."""
    value, low, high = (statistics.mean(row[key] for row in rows) for key in (name, f"{name}_low", f"{name}_high"))
    return f"{value:,.0f} ({low:,.0f} to {high:,.0f})"


if __name__ == "__main__":
    main()
