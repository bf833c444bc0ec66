"""The cost of a product of two variables in RTL: adder bits, LUTs mapped by Yosys, and cycles.

Writes the section `products` of docs/rtl.md; takes a minute.

    python benchmarks/products.py
"""

import tempfile
from pathlib import Path

from sections import replace_section

from codesign.backends.rtl import convert as rtl
from codesign.backends.rtl import yosys
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint
from codesign.net.graph import Graph
from codesign.net.ops import Input, Multiply, Quantize, Take

PAGE = Path("docs/rtl.md")
PAIRS = 8
BITS = (4, 6, 8, 10, 12)


def main() -> None:
    """Writes the section."""
    lines = ["| bits | adder bits a product | LUT a product, Yosys | cycles |", "|---|---|---|---|"]
    for bits in BITS:
        with tempfile.TemporaryDirectory() as folder:
            project = rtl.convert(net(bits), Path(folder) / "rtl", part="xcvu13p-flga2577-2-e", clock_ns=2.778)
            found = yosys.synthesise(project.folder)
        cost, lut = project.adder_cost / PAIRS, found.lut / PAIRS
        lines.append(f"| {bits} x {bits} | {cost:.0f} | {lut:.0f} | {project.latency_cycles} |")
    replace_section(PAGE, "products", "\n".join(lines))
    print(f"written: {PAGE}")


def net(bits: int) -> FixedNet:
    """A net that multiplies PAIRS pairs of signed numbers of `bits` bits in [-1, 1), without rounding."""
    port = FixedPoint(1, 0, bits - 1)
    graph = Graph(
        (
            Input("x", (), (2, PAIRS)),
            Quantize("pairs", ("x",)),
            Take("first", ("pairs",), (0,)),
            Take("second", ("pairs",), (1,)),
            Multiply("products", ("first", "second")),
        ),
        ("products",),
    )
    types = {"x": port, "pairs": port, "products": FixedPoint(1, 1, 2 * bits - 2)}
    return FixedNet.build(graph, {}, {}, types)


if __name__ == "__main__":
    main()
