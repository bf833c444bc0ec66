import json
from dataclasses import replace

import numpy as np
import pytest

from codesign.errors import BackendError
from codesign.net import agreement, reference
from codesign.net.agreement import Agreement, Contract, compare, contract_inputs, differing_tensors
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint
from codesign.net.graph import Graph
from codesign.net.ops import Dense, Input, Pool
from tests.nets import deep_set, random_inputs, random_net, small_deep_set, small_mlp

NET = random_net(small_deep_set())
SORTED = random_net(small_mlp(), seed=3)
KINDS = ["jets", "overflow", "zero", "maximum", "minimum", "one_candidate"]


def firmware_of(net):
    """A witness that computes `net` and returns all its tensors."""
    return lambda x: reference.run(net, x, trace=True)


def changed(net, weights=None, types=None):
    given = {n: t for n, t in net.types.items() if not net.graph[n].exact_only}
    return FixedNet.build(net.graph, {**net.weights, **(weights or {})}, net.weight_types, {**given, **(types or {})})


@pytest.mark.parametrize("net", [NET, SORTED, random_net(small_deep_set("sum", 7))])
def test_the_reference_agrees_with_itself_on_every_kind_of_input(net):
    rows = Contract(net, {"jets": random_inputs(net, 300)}).check("copy", firmware_of(net))
    assert [row.inputs for row in rows] == KINDS
    assert all(row.exact and row.worst_lsb == 0 and row.first_tensor is None for row in rows)
    assert [row.samples for row in rows] == [4 * n for n in (300, 10_000, 1, 1, 1, 300)]


@pytest.mark.parametrize("name", [name for name in NET.weights if name.endswith("kernel")])
def test_one_bit_of_a_weight_is_found_and_the_tensor_named(name):
    """Changes a weight of the layer's most active input, so that the bit reaches the outputs."""
    op = NET.graph[name.split(".")[0]]
    x = random_inputs(NET, 2000)
    busiest = reference.run(NET, x, trace=True)[op.inputs[0]].std(axis=0).reshape(-1, NET.weights[name].shape[0])
    wrong = NET.weights[name].copy()
    row = int(busiest.sum(axis=0).argmax())
    t = NET.weight_types[name]
    column = int((t.width > 1)[row].argmax())
    wrong[row, column] += t.lsb[row, column] if wrong[row, column] < t.high[row, column] else -t.lsb[row, column]
    other = changed(NET, weights={name: wrong})
    rows = {r.inputs: r for r in Contract(NET, {"jets": x}).check("flipped", firmware_of(other))}
    traced = differing_tensors(NET, reference.run(NET, x, trace=True), firmware_of(other)(x))
    assert traced[0][0] == op.name
    assert traced[0][1] > 0
    assert traced[0][2] >= 1
    if not rows["jets"].exact:  # rounding may hide one bit from the outputs, but not from the tensor
        assert rows["jets"].first_tensor == op.name
    assert op.name != "logits" or not rows["jets"].exact


@pytest.mark.parametrize("tensor", ["inputs", "phi0_relu", "phi1_relu"])
def test_a_type_one_bit_shorter_is_found_and_the_tensor_named(tensor):
    t = NET.types[tensor]
    other = changed(NET, types={tensor: FixedPoint(t.signed, t.integer - 1, t.fraction, t.rounding, t.overflow)})
    rows = Contract(NET, {"jets": random_inputs(NET, 2000)}).check("shorter", firmware_of(other))
    assert not rows[1].exact
    assert rows[1].first_tensor == tensor
    assert rows[1].worst_lsb >= 1
    assert 0 < rows[1].mismatches < rows[1].samples


def test_two_swapped_candidates_are_found_in_a_sorted_model_only():
    def swapped(net):
        return lambda x: reference.run(net, x[:, [1, 0, *range(2, x.shape[1])]])

    rows = Contract(SORTED, {"jets": random_inputs(SORTED, 500)}).check("swapped", swapped(SORTED))
    assert not rows[0].exact
    assert rows[0].decision_flips > 0
    assert rows[0].first_tensor == "logits"
    assert all(row.exact for row in Contract(NET, {"jets": random_inputs(NET, 500)}).check("swapped", swapped(NET)))


def test_tensors_are_asked_for_only_where_outputs_differ():
    x = random_inputs(NET, 500)
    victims = {x[17].tobytes(), x[400].tobytes()}
    traced = []

    def broken(inputs):
        tensors = reference.run(NET, inputs, trace=True)
        hit = [row.tobytes() in victims for row in inputs]
        for name in ("pool", "logits"):
            tensors[name] = tensors[name] + np.multiply.outer(hit, np.ones(tensors[name].shape[-1]))
        return tensors

    def trace(inputs):
        traced.append(inputs)
        return broken(inputs)

    rows = Contract(NET, {"jets": x}).check("csim", lambda inputs: {"logits": broken(inputs)["logits"]}, trace)
    assert np.array_equal(np.concatenate(traced), x[[17, 400]])
    assert rows[0].first_tensor == "pool"
    assert rows[0].mismatches == 8
    assert [row.exact for row in rows] == [False, True, True, True, True, True]


def test_outputs_of_different_shapes_are_compared_together():
    ops = (Input("x", (), (4, 3)), Dense("a", ("x",), 2), Pool("p", ("x",), "sum"), Dense("b", ("p",), 5))
    net = random_net(Graph(ops, ("b", "a")))
    x = random_inputs(net, 200)

    def broken(inputs):
        tensors = reference.run(net, inputs, trace=True)
        return {**tensors, "a": tensors["a"] + (inputs[:, :1, :1] > 0)}

    assert all(row.exact for row in Contract(net, {"jets": x}).check("copy", firmware_of(net)))
    assert Contract(net, {"jets": x}).check("broken", broken)[0].first_tensor == "a"


def test_distance_and_flips_are_counted_in_lsb_and_jets():
    x = random_inputs(NET, 100)
    expected = reference.run(NET, x)
    lsb = np.broadcast_to(NET.types["logits"].lsb, (4,))
    computed = {"logits": expected["logits"].copy()}
    computed["logits"][5, 2] += 3 * lsb[2]
    top = expected["logits"][9].argmax()
    computed["logits"][9, top] -= 1000 * lsb[top]
    row = compare(NET, "csim", "jets", expected, computed)
    assert row.mismatches == 2
    assert row.worst_lsb == 1000
    flips = (computed["logits"].argmax(axis=1) != expected["logits"].argmax(axis=1)).sum()
    assert row.decision_flips == flips >= 1


def test_half_an_lsb_is_a_mismatch():
    expected = reference.run(NET, random_inputs(NET, 10))
    computed = {"logits": expected["logits"] + 0.5 * NET.types["logits"].lsb}
    assert compare(NET, "framework", "jets", expected, computed).mismatches == 40


def test_a_witness_without_numbers_disagrees():
    expected = reference.run(NET, random_inputs(NET, 10))
    row = compare(NET, "framework", "jets", expected, {"logits": np.full((10, 4), np.nan)})
    assert row.mismatches == 40
    assert row.worst_lsb == np.inf


@pytest.mark.parametrize("computed", [{}, {"logits": np.zeros((10, 3))}, {"logits": np.zeros(4)}])
def test_a_missing_or_misshapen_output_is_an_error(computed):
    with pytest.raises(BackendError, match="for output 'logits'"):
        compare(NET, "csim", "jets", reference.run(NET, random_inputs(NET, 10)), computed)


def test_nothing_compared_is_never_exact():
    row = Agreement("csim", "reference", "jets", 0, 0, 0.0, None, 0)
    assert not row.exact
    assert replace(row, samples=1).exact
    assert not replace(row, samples=1, mismatches=1, worst_lsb=1.0).exact


@pytest.mark.parametrize("worst", [2.0, np.inf])
def test_an_agreement_survives_its_file(worst):
    row = Agreement("csim", "reference", "jets", 7, 1, worst, "pool", 1, 7)
    assert Agreement.from_dict(json.loads(json.dumps(row.to_dict(), allow_nan=False))) == row


def test_a_comparison_counts_its_inputs():
    x = random_inputs(NET, 30)
    rows = Contract(NET, {"jets": x[:10], "other_jets": x[10:]}).check("copy", firmware_of(NET))
    assert [(row.inputs, row.count, row.samples) for row in rows][:3] == [
        ("jets", 10, 40),
        ("other_jets", 20, 80),
        ("overflow", 10_000, 40_000),
    ]
    assert rows[-1].count == 30


def test_a_contract_is_computed_once_for_all_witnesses(monkeypatch):
    runs = []
    run = reference.run
    monkeypatch.setattr(
        agreement.reference, "run", lambda net, x, trace=False: (runs.append(trace), run(net, x, trace))[1]
    )
    contract = Contract(NET, {"jets": random_inputs(NET, 50)})
    rows = contract.check("one", firmware_of(NET))
    computed = runs.count(False)
    assert computed == len(rows) == len(KINDS)
    others = contract.check("other", firmware_of(changed(NET, types={"rho0_relu": FixedPoint(0, 1, 1)})))
    assert runs.count(False) == computed
    assert {row.inputs: row.mismatches > 0 for row in others}["jets"]
    assert [row.inputs for row in others] == [row.inputs for row in rows] == KINDS


@pytest.mark.parametrize("jets", [np.zeros((0, 16, 3)), np.zeros((50, 16, 3))])
def test_a_comparison_that_proves_nothing_is_refused(jets):
    with pytest.raises(BackendError, match="prove nothing"):
        Contract(NET, {"jets": jets}).check("copy", firmware_of(NET))


def test_inputs_that_overflow_nothing_are_refused(monkeypatch):
    monkeypatch.setattr(agreement.overflow, "reaching", lambda net, x: np.zeros((100, *net.port.size)))
    with pytest.raises(BackendError, match="overflow nothing"):
        Contract(NET, {"jets": random_inputs(NET, 50)}).check("copy", firmware_of(NET))


def test_a_net_in_which_nothing_can_overflow_needs_no_overflow():
    graph = deep_set(4, 2, 3, (4,), (4,))
    weights = {f"{op.name}.{p}": np.ones(s) for op in graph.ops for p, s in graph.parameters(op).items()}
    net = FixedNet.build(graph, weights, {n: FixedPoint(1, 1, 0) for n in weights}, {"candidates": FixedPoint(1, 2, 1)})
    assert all(row.exact for row in Contract(net, {"jets": random_inputs(net, 50)}).check("copy", firmware_of(net)))


@pytest.mark.parametrize("port", [FixedPoint(1, 3, 5), FixedPoint(0, [4, 2, -3], [0, 3, 5])])
def test_contract_inputs_fill_the_port_and_never_leave_it(port):
    net = changed(NET, types={"candidates": port})
    jets = random_inputs(net, 1500)
    inputs = contract_inputs(net, {"jets": jets})
    assert list(inputs) == KINDS
    assert [len(x) for x in inputs.values()] == [1500, 10_000, 1, 1, 1, 1000]
    for kind, x in inputs.items():
        assert x.shape[1:] == net.port.size, kind
        assert port.holds(x), kind
    low, high = (np.broadcast_to(bound, (16, 3)) for bound in (port.low, port.high))
    for half in (inputs["overflow"][:5000], inputs["overflow"][5000:]):
        assert (half.min(axis=0) == low).all()
        assert (half.max(axis=0) == high).all()
    assert len(np.unique(inputs["overflow"], axis=0)) > 5000
    assert (inputs["maximum"] == high).all()
    assert (inputs["minimum"] == low).all()
    assert (inputs["one_candidate"][:, 0] == jets[:1000, 0]).all()
    assert (inputs["one_candidate"][:, 1:] == 0).all()


def test_contract_inputs_are_the_same_for_the_same_seed():
    jets = random_inputs(NET, 10)
    one, two, other = (contract_inputs(NET, {"jets": jets}, seed)["overflow"] for seed in (0, 0, 1))
    assert np.array_equal(one, two)
    assert not np.array_equal(one, other)
