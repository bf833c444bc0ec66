"""The figures of the shipped trees from unsorted words, from the records in their folder.

Writes a section of docs/results.md at once, since nothing is trained or simulated again.

    python benchmarks/words_25ns.py
"""

import json
from typing import Any

from doc_numbers import ROOT, publish

from codesign.design.config_file import load_design

FOLDER = ROOT / "hls_projects/tagger_trees"


def main() -> None:
    """Writes the numbers."""
    timing, usage = read("cosim.json")["timing"], read("synth_yosys.json")["usage"]
    metrics, agreement = read("metrics.json"), read("agreement.json")
    clock_mhz = load_design(FOLDER / "design.yaml").firmware.clock_mhz
    clocks = timing["latency_cycles"]["value"]
    simulated = [row for row in agreement["rows"] if row["witness"] == "verilator"]
    values = {
        "auc": metrics["score"]["value"],
        "error": metrics["score"]["error"],
        "test": metrics["jets"]["test"],
        "clocks": clocks,
        "interval": timing["interval_cycles"]["value"],
        "clock_mhz": clock_mhz,
        "latency_ns": clocks * 1000 / clock_mhz,
        "simulated": sum(row["count"] for row in simulated),
        "differing": sum(row["mismatches"] for row in simulated),
        **{name: usage[name]["value"] for name in ("lut", "ff", "dsp", "bram18")},
    }
    publish("words_25ns", "python benchmarks/words_25ns.py", values)


def read(name: str) -> dict[str, Any]:
    """A record of the shipped design."""
    return dict(json.loads((FOLDER / name).read_text()))


if __name__ == "__main__":
    main()
