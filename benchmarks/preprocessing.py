"""The cost of starting from PUPPI words instead of features: logic, registers, and cycles of latency.

    python benchmarks/preprocessing.py [--net FOLDER] [--clock-ns 2.778]

Traces first only the logic in front of a network, for each feature and for all together, with sorted and unsorted
words; then, with --net, the RTL of a frozen net (net.json and net.npz in FOLDER) that starts from features, from sorted
words and from unsorted words. Writes the tables of docs/preprocessing.md.
"""

import argparse
import tempfile
from pathlib import Path
from typing import Any

from doc_data import Table
from doc_numbers import publish

from codesign.backends.rtl import convert as rtl
from codesign.backends.rtl.words import WordsFront
from codesign.backends.rtl.words_logic import trace_features
from codesign.backends.words_port import WordsPort, edge_jets
from codesign.cost.estimate import estimate
from codesign.jets import features
from codesign.net.fixednet import FixedNet
from codesign.net.graph import Graph
from codesign.net.ops import Input, Quantize

PART = "xcvu13p-flga2577-2-e"
ENTRIES = {"sorted words": True, "unsorted words": False}
COSTS = [
    ("cost", "{cost:,.0f}"),
    ("LUT (band)", "{lut:,.0f} ({lut_low:,.0f} to {lut_high:,.0f})"),
    ("registers", "{registers:,}"),
    ("stages", "{stages}"),
]
TIMES = [("cycles", "{cycles}"), ("ns", "{ns:.0f}")]


def main() -> None:
    """Prints and writes the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--net", type=Path, help="folder of a frozen net")
    parser.add_argument("--features", default="cms20", choices=list(features.FEATURE_SETS), help="that the net reads")
    parser.add_argument("--clock-ns", type=float, default=2.778)
    arguments = parser.parse_args()
    fronts = [
        {"features": f"`{features_read}`", "words": name.removesuffix(" words")}
        | figures(identity(features_read), WordsPort(features_read, sorted_input=ordered), arguments.clock_ns)
        for features_read in features.FEATURE_SETS
        for name, ordered in ENTRIES.items()
    ]
    columns = [("features", "{features}"), ("words", "{words}"), *COSTS]
    tables = {"fronts": Table(columns, fronts), "features": by_feature()}
    levels = {row["feature"]: row["levels"] for row in tables["features"].rows}
    values = {
        "edge_jets": len(edge_jets().words),
        "pt_rel_levels": levels.pop("pt_rel"),
        "other_levels": max(levels.values()),
    }
    publish("words_logic", "python benchmarks/preprocessing.py", values, tables)
    if arguments.net:
        net = FixedNet.load(arguments.net)
        ports = {name: WordsPort(arguments.features, net.port.size[0], ordered) for name, ordered in ENTRIES.items()}
        rows = [
            {"input": name} | figures(net, port, arguments.clock_ns)
            for name, port in {"features": None, **ports}.items()
        ]
        command = f"python benchmarks/preprocessing.py --net {arguments.net}"
        publish("words_net", command, shares(rows), {"inputs": Table([("input", "{input}"), *COSTS, *TIMES], rows)})


def shares(rows: list[dict[str, Any]]) -> dict[str, float | str]:
    """How much logic, in percent, and how many cycles sorted words add to features, and unsorted words to sorted."""
    plain, ordered, unordered = rows
    pairs = {"words": (plain, ordered), "sort": (ordered, unordered)}
    added: dict[str, float | str] = {
        f"{name}_percent": 100 * (b["cost"] - a["cost"]) / a["cost"] for name, (a, b) in pairs.items()
    }
    return added | {f"{name}_cycles": cycles(b["cycles"] - a["cycles"]) for name, (a, b) in pairs.items()}


def cycles(number: int) -> str:
    """A number of cycles as text."""
    return f"{number} cycle{'s' * (number != 1)}"


def by_feature() -> Table:
    """The logic of each feature for 16 candidates; logic shared between features is counted for each of them."""
    rows = []
    for name in features.FEATURES:
        logic = trace_features(WordsPort(sorted_input=True), (features.FEATURES[name],))
        rows.append({"feature": name, "cost": logic.cost, "levels": logic.latency[1] / rtl.ADDER_LEVEL_DELAY})
    return Table([("feature", "{feature}"), ("cost", "{cost:,.0f}"), ("adder levels", "{levels:.1f}")], rows)


def identity(feature_set: str) -> FixedNet:
    """A net that computes nothing: its outputs are the features."""
    names = features.FEATURE_SETS[feature_set]
    made = features.types_of(features.features_of(feature_set))
    size = (WordsPort().candidates, len(names))
    graph = Graph((Input("candidates", (), size), Quantize("features", ("candidates",))), ("features",))
    return FixedNet.build(graph, {}, {}, {"candidates": made, "features": made})


def figures(net: FixedNet, port: WordsPort | None, clock_ns: float) -> dict[str, Any]:
    """Cost, LUT with its band, registers, stages, cycles, and latency in ns at the requested clock, of a net's RTL.

    port: of the words that enter; None where features enter.
    """
    with tempfile.TemporaryDirectory() as folder:
        front = WordsFront(port) if port else None
        project = rtl.convert(net, Path(folder) / "rtl", part=PART, clock_ns=clock_ns, front=front)
    lut = estimate(project)[0].lut
    return {
        "cost": project.adder_cost,
        "lut": lut.value,
        "lut_low": lut.low,
        "lut_high": lut.high,
        "registers": project.register_bits,
        "stages": project.stages,
        "cycles": project.latency_cycles,
        "ns": project.latency_cycles * project.clock_ns,
    }


if __name__ == "__main__":
    main()
