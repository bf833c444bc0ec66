"""Traces the same random networks with alkaid or with da4ml and prints the cost that the tool reports for each.

    python benchmarks/compare_costs.py alkaid > alkaid.csv                        # in codesign's environment
    PYTHONPATH=. OTHER/bin/python benchmarks/compare_costs.py da4ml > da4ml.csv   # in one with da4ml==0.5.2

The last columns of both outputs, side by side, are codesign/cost/data/alkaid_da4ml_cost.csv.
"""

import sys
from typing import Any

import numpy as np
from random_networks import networks

from codesign.net import reference
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint
from codesign.net.ops import Relu
from codesign.net.ops.base import Weights


def alkaid_cost(net: FixedNet) -> float:
    from codesign.backends.rtl import convert as rtl

    return float(rtl.trace_net(net).cost)


def da4ml_cost(net: FixedNet) -> float:
    from da4ml.trace import FixedVariableArrayInput, HWConfig, comb_trace
    from da4ml.trace.ops import relu

    def cast(t: FixedPoint, x: Any) -> Any:
        k, i, f = (np.broadcast_to(bits, x.shape) for bits in (t.signed, t.integer, t.fraction))
        return x.quantize(k, i, f, t.overflow, t.rounding)

    numeric = Relu.evaluate

    def evaluate(op: Relu, weights: Weights, *xs: Any, xp: Any = np) -> Any:
        return relu(xs[0]) if xs[0].dtype == object else numeric(op, weights, *xs, xp=xp)

    Relu.evaluate = evaluate  # type: ignore[method-assign, assignment]
    port = FixedVariableArrayInput(net.port.size, hwconf=HWConfig(1, -1, -1), solver_options={"hard_dc": 2})
    tensors = reference.evaluate(net, cast(net.types["candidates"], port), cast)
    logic = comb_trace(port, tensors["logits"])
    jets = net.types["candidates"].cast(np.random.default_rng(0).normal(size=(200, *net.port.size)) * 8)
    Relu.evaluate = numeric  # type: ignore[method-assign]
    if not np.array_equal(logic.predict(jets).reshape(len(jets), -1), reference.run(net, jets)["logits"]):
        raise SystemExit("da4ml's trace differs from the reference: its cost is that of another network")
    return float(logic.cost)


if __name__ == "__main__":
    cost = {"alkaid": alkaid_cost, "da4ml": da4ml_cost}[sys.argv[1]]
    print(f"network,weight_bits,activation_bits,overflow,rounding,bits_differ,{sys.argv[1]}_cost")
    for name, setting, net in networks():
        print(",".join([name, *map(str, setting), f"{cost(net):.7g}"]), flush=True)
