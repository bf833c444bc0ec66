"""The cost of starting from PUPPI words instead of features: logic, registers, and cycles of latency.

    python benchmarks/preprocessing.py [--net FOLDER] [--clock-ns 2.778]

Traces first only the logic in front of a network, for each feature and for all together, with sorted and unsorted
words; then, with --net, the RTL of a frozen net (net.json and net.npz in FOLDER) that starts from features, from sorted
words and from unsorted words.
"""

import argparse
import tempfile
from collections.abc import Mapping
from pathlib import Path

from rich.table import Table

from codesign.backends.rtl import convert as rtl
from codesign.backends.rtl.convert import RtlProject
from codesign.backends.rtl.words import WordsFront
from codesign.backends.rtl.words_logic import trace_features
from codesign.backends.words_port import WordsPort
from codesign.cli.terminal import console
from codesign.cost.estimate import estimate
from codesign.jets import features
from codesign.net.fixednet import FixedNet
from codesign.net.graph import Graph
from codesign.net.ops import Input, Quantize

PART = "xcvu13p-flga2577-2-e"
ENTRIES = {"sorted words": True, "unsorted words": False}


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--net", type=Path, help="folder of a frozen net")
    parser.add_argument("--features", default="cms20", choices=list(features.FEATURE_SETS), help="that the net reads")
    parser.add_argument("--clock-ns", type=float, default=2.778)
    arguments = parser.parse_args()
    console.print(by_feature())
    for feature_set in features.FEATURE_SETS:
        ports = {name: WordsPort(feature_set, sorted_input=ordered) for name, ordered in ENTRIES.items()}
        console.print(designs(f"{feature_set}, no network", identity(feature_set), ports, arguments.clock_ns))
    if arguments.net:
        net = FixedNet.load(arguments.net)
        ports = {name: WordsPort(arguments.features, net.port.size[0], ordered) for name, ordered in ENTRIES.items()}
        title = f"net {net.key} of {arguments.net}"
        console.print(designs(title, net, {"features": None, **ports}, arguments.clock_ns))


def by_feature() -> Table:
    """The logic of each feature for 16 candidates; logic shared between features is counted for each of them."""
    table = Table("feature", "cost", "adder levels", title="Each feature alone, 16 sorted candidates")
    for name in features.FEATURES:
        logic = trace_features(WordsPort(sorted_input=True), (features.FEATURES[name],))
        table.add_row(name, f"{logic.cost:,.0f}", f"{logic.latency[1] / rtl.ADDER_LEVEL_DELAY:.1f}")
    return table


def identity(feature_set: str) -> FixedNet:
    """A net that computes nothing: its outputs are the features."""
    names = features.FEATURE_SETS[feature_set]
    made = features.types_of(features.features_of(feature_set))
    size = (WordsPort().candidates, len(names))
    graph = Graph((Input("candidates", (), size), Quantize("features", ("candidates",))), ("features",))
    return FixedNet.build(graph, {}, {}, {"candidates": made, "features": made})


def designs(title: str, net: FixedNet, entries: Mapping[str, WordsPort | None], clock_ns: float) -> Table:
    """RTL figures of one net for each of its input ports. entries: name -> port, None for features."""
    table = Table("enters", "cost", "LUT (band)", "registers", "stages", "cycles", "ns", title=title)
    for name, port in entries.items():
        with tempfile.TemporaryDirectory() as folder:
            front = WordsFront(port) if port else None
            table.add_row(name, *row(rtl.convert(net, Path(folder) / "rtl", part=PART, clock_ns=clock_ns, front=front)))
    return table


def row(project: RtlProject) -> tuple[str, ...]:
    """Cost, LUT with its band, registers, stages, cycles, and latency in ns at the requested clock."""
    lut = estimate(project)[0].lut
    return (
        f"{project.adder_cost:,.0f}",
        f"{lut.value:,.0f} ({lut.low:,.0f} to {lut.high:,.0f})",
        f"{project.register_bits:,}",
        str(project.stages),
        str(project.latency_cycles),
        f"{project.latency_cycles * project.clock_ns:.0f}",
    )


if __name__ == "__main__":
    main()
