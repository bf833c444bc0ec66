"""Cost of adders by operation: nothing is lost or counted twice, and it is where a trace of the first layers has it."""

import numpy as np
import pytest
from alkaid.trace import FVArray, trace

from codesign.backends.rtl.adder_costs import _signatures, adder_costs
from codesign.backends.rtl.arrays import SYMBOLIC
from codesign.backends.rtl.cast import cast
from codesign.backends.rtl.convert import HARDWARE, convert
from codesign.backends.rtl.words import WordsFront
from codesign.backends.words_port import WordsPort
from codesign.net import reference
from tests.nets import random_net, small
from tests.words import PART, net_of


@pytest.mark.parametrize("name", ["deep_set", "linear_attention", "gru", "table_set"])
def test_the_operations_share_out_the_cost_of_the_whole(name, tmp_path):
    net = random_net(small(name))
    project = convert(net, tmp_path / "rtl", part=PART, clock_ns=2.778)
    costs = adder_costs(tmp_path / "rtl", net)
    assert list(costs) == [op.name for op in net.graph.ops]
    assert sum(costs.values()) == pytest.approx(project.adder_cost, abs=0.01)
    assert all(cost >= 0 for cost in costs.values())
    assert costs[net.port.name] == 0
    assert sum(cost > 0 for cost in costs.values()) > 3


def test_layers_cost_what_a_trace_that_ends_behind_them_costs_more(tmp_path):
    """Behind rounded tensors, of which the rest of the net needs all bits."""
    net = random_net(small("deep_set"))
    convert(net, tmp_path / "rtl", part=PART, clock_ns=2.778)
    costs = adder_costs(tmp_path / "rtl", net)
    port = net.types[net.port.name]
    k, i, f = (np.broadcast_to(bits, net.port.size) for bits in (port.signed, port.integer, port.fraction))
    x = FVArray.from_kif(k, i, f, HARDWARE, solver_options={"hard_dc": 2}).as_new()
    tensors = reference.evaluate(net, x, cast, SYMBOLIC)
    total = sum(costs.values())
    so_far = 0.0
    checked = 0
    for op in net.graph.ops[1:]:
        so_far += costs[op.name]
        if op.name in net.rounded:
            expected = trace(x, np.asarray(tensors[op.name]).ravel()).cost
            assert so_far == pytest.approx(expected, abs=0.1 * total), op.name
            checked += 1
    assert checked >= 3


def test_wires_are_the_same_up_to_sign_and_a_power_of_two():
    values = np.array([[0.0, 0.0, 0.0, 0.0], [3.0, -6.0, 0.375, 5.0], [-1.0, 2.0, -0.125, 0.0]])
    one, two, three, other = _signatures(values)
    assert one == two == three
    assert other != one
    zero, negative_zero = _signatures(np.array([[0.0, -0.0], [0.0, -0.0]]))
    assert zero == negative_zero


def test_logic_before_the_net_counts_for_its_port(tmp_path):
    port = WordsPort("kinematics+id", 6, sorted_input=True)
    net, front = net_of(port), WordsFront(port)
    project = convert(net, tmp_path / "rtl", part=PART, clock_ns=2.778, front=front)
    costs = adder_costs(tmp_path / "rtl", net, front)
    assert sum(costs.values()) == pytest.approx(project.adder_cost, abs=0.01)
    alone = convert(net, tmp_path / "alone", part=PART, clock_ns=2.778)
    assert costs[net.port.name] == pytest.approx(project.adder_cost - alone.adder_cost, rel=0.1)
