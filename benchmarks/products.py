"""The cost of a product of two variables in RTL: adder bits, LUTs mapped by Yosys, and cycles.

Writes a table of docs/rtl.md; takes a minute.

    python benchmarks/products.py
"""

import tempfile
from pathlib import Path

from doc_data import Table
from doc_numbers import publish

from codesign.backends.rtl import convert as rtl
from codesign.backends.rtl import yosys
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint
from codesign.net.graph import Graph
from codesign.net.ops import Input, Multiply, Quantize, Take

PAIRS = 8
BITS = (4, 6, 8, 10, 12)
COLUMNS = [
    ("bits", "{bits} x {bits}"),
    ("adder bits per product", "{adder_bits:.0f}"),
    ("LUT per product, Yosys", "{lut:.0f}"),
    ("cycles", "{cycles}"),
]


def main() -> None:
    """Writes the table."""
    rows = []
    for bits in BITS:
        with tempfile.TemporaryDirectory() as folder:
            project = rtl.convert(net(bits), Path(folder) / "rtl", part="xcvu13p-flga2577-2-e", clock_ns=2.778)
            cells = yosys.synthesise(project.folder)
        cost, lut = project.adder_cost / PAIRS, cells.lut / PAIRS
        rows.append({"bits": bits, "adder_bits": cost, "lut": lut, "cycles": project.latency_cycles})
    publish("products", "python benchmarks/products.py", tables={"products": Table(COLUMNS, rows)})


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
