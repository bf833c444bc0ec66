"""The operations of a Graph: no numbers, no framework.

An operation defines its result once, in `evaluate`, with plain array arithmetic on the trailing axes. The same lines
run on NumPy arrays with a leading axis of jets (the reference), on symbolic arrays without one (the RTL trace), and
on a training framework's arrays. `exact` gives the smallest fixed-point type that holds every result. A new operation
is one class here, and one entry in the HLS backend.
"""

from codesign.net.ops.arithmetic import Add, MatMul, Multiply, Subtract
from codesign.net.ops.base import Op, Shape, Weights, Wires
from codesign.net.ops.comparisons import Absolute, Extremum, Largest, Log2, Scale, Threshold
from codesign.net.ops.layers import Dense, HardSigmoid, Input, Pool, Quantize, Relu
from codesign.net.ops.table import Table
from codesign.net.ops.trees import Trees
from codesign.net.ops.wires import Concat, Reshape, Spread, Take, Transpose

OPS: dict[str, type[Op]] = {
    op.__name__: op
    for op in (
        *(Input, Quantize, Dense, Relu, HardSigmoid, Pool),
        *(Add, Subtract, Multiply, MatMul),
        *(Threshold, Absolute, Scale, Extremum, Largest, Log2),
        *(Reshape, Transpose, Take, Concat, Spread),
        *(Table, Trees),
    )
}

__all__ = [
    "OPS",
    "Absolute",
    "Add",
    "Concat",
    "Dense",
    "Extremum",
    "HardSigmoid",
    "Input",
    "Largest",
    "Log2",
    "MatMul",
    "Multiply",
    "Op",
    "Pool",
    "Quantize",
    "Relu",
    "Reshape",
    "Scale",
    "Shape",
    "Spread",
    "Subtract",
    "Table",
    "Take",
    "Threshold",
    "Transpose",
    "Trees",
    "Weights",
    "Wires",
]
