"""Nets behind unsorted words: what needs no order is computed from words as they arrive, the rest is exact as well."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codesign.backends.rtl import bits, words_logic, words_order, words_sort
from codesign.backends.rtl import convert as rtl
from codesign.backends.rtl.words import WordsFront
from codesign.backends.words_port import JET, Jets, WordsPort, contract_jets, edge_jets
from codesign.design.architectures import trees as boosted
from codesign.design.architectures.inputs import Inputs, reading
from codesign.errors import BackendError
from codesign.jets import features
from codesign.jets.features import FEATURE_SETS
from codesign.jets.words import FIELDS, SLOTS
from codesign.net import reference
from codesign.net.fixednet import FixedNet
from codesign.net.graph import Graph
from codesign.net.ops import Absolute, Input, Pool, Reshape, Take
from tests.trees import built, random_parameters
from tests.words import PART, net_of, shipped_jets

PORT = WordsPort("direct", sorted_input=False)
SUMS = ("counts", "pt", "rings", "dxy", "dxy_largest")


@pytest.fixture(scope="module")
def net():
    """Random trees on sums and the four leading candidates."""
    names, made = FEATURE_SETS["direct"], features.types_of(features.features_of("direct"))
    inputs = Inputs(sums=SUMS, candidates=4)
    graph = reading(lambda count: boosted(count, names, {"logits": 2}, 40), SLOTS, names, inputs)
    *before, last = graph.ops
    compared = FixedNet.build(Graph(tuple(before), last.inputs), {}, {}, {graph.ops[0].name: made})
    parameters = random_parameters(last, compared.types[last.inputs[0]], np.random.default_rng(0))
    return built(graph, parameters, made)


@pytest.fixture(scope="module")
def emulated(net):
    logic = rtl.trace_net(net, WordsFront(PORT))
    return lambda jets: logic.predict(PORT.values(jets))


def net_with(*ops):
    """A net of candidates, all of whose operations are outputs."""
    made = features.types_of(features.features_of("direct"))
    graph = Graph((Input("candidates", (), (SLOTS, 17)), *ops), tuple(op.name for op in ops))
    return FixedNet.build(graph, {}, {}, {"candidates": made})


def side_by_side(outputs):
    return np.concatenate([values.reshape(len(values), -1) for values in outputs.values()], axis=1)


def test_trees_on_sums_and_leading_candidates_are_exact(net, emulated):
    for kind, jets in contract_jets({"jets": shipped_jets(5000, shuffled=True)}).items():
        expected = reference.run(net, PORT.features(jets))["logits"]
        assert expected.std(axis=0).all()
        assert np.array_equal(emulated(jets), expected), kind


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_any_order_of_candidates_of_different_pt_gives_the_same(data, emulated):
    pt = data.draw(st.lists(st.integers(0, FIELDS["pt"].high), min_size=SLOTS, max_size=SLOTS, unique=True))
    rest = data.draw(st.lists(st.integers(0, (1 << 50) - 1), min_size=SLOTS, max_size=SLOTS))
    one = np.array([p | r << 14 for p, r in zip(pt, rest, strict=True)], np.uint64)
    other = np.array(data.draw(st.permutations(one.tolist())), np.uint64)
    axis = (np.full(2, data.draw(st.integers(field.low, field.high))) for field in JET.values())
    first, second = emulated(Jets(np.stack([one, other]), *axis))
    assert np.array_equal(first, second)


@pytest.mark.parametrize(
    ("module", "fact", "wrong"),
    [
        (words_order, "needs_order", lambda net, op, axes: False),
        (words_sort, "ranks", lambda pt: bits.ranks(pt[::-1])[::-1]),  # of equal pT, the last slot comes first
    ],
)
def test_a_wrong_order_is_found(module, fact, wrong, net, monkeypatch, tmp_path):
    monkeypatch.setattr(module, fact, wrong)
    with pytest.raises(BackendError, match="differs from the reference"):
        rtl.convert(net, tmp_path, part=PART, clock_ns=2.6, front=WordsFront(PORT))


@pytest.mark.parametrize(
    ("ops", "sorted_first"),
    [
        ([Pool("total", ("candidates",), "sum")], False),
        ([Pool("total", ("candidates",), "sum"), Absolute("each", ("candidates",))], False),
        ([Take("leading", ("candidates",), (0, 1))], True),
        ([Reshape("flat", ("candidates",), (SLOTS * 17,))], True),
    ],
)
def test_words_are_sorted_first_only_if_all_that_is_read_needs_it(ops, sorted_first, monkeypatch):
    """Also an output that has a row for each candidate is in order."""
    net = net_with(*ops)
    sorts = []
    sort = words_logic.sort_by_pt
    monkeypatch.setattr(words_logic, "sort_by_pt", lambda *of: sorts.append(of) or sort(*of))
    logic = rtl.trace_net(net, WordsFront(PORT))
    assert bool(sorts) is sorted_first
    jets = shipped_jets(500, shuffled=True)
    expected = reference.run(net, PORT.features(jets))
    assert np.array_equal(logic.predict(PORT.values(jets)), side_by_side(expected))


def test_a_part_of_the_candidates_is_chosen_before_any_sum():
    """Sums over the twelve leading candidates need to know which these are."""
    port = WordsPort("direct", 12, sorted_input=False)
    jets = shipped_jets(500, shuffled=True)
    expected = reference.run(net_of(port), port.features(jets))["logits"]
    assert expected.std(axis=0).all()
    assert np.array_equal(rtl.trace_net(net_of(port), WordsFront(port)).predict(port.values(jets)), expected)


@pytest.mark.parametrize("places", [(0,), (0, 1)])
def test_leading_candidates_beside_a_sum_are_exact(places):
    """The leading candidate alone takes no ranks; holes and equal pT are among the jets."""
    ops = [Pool("total", ("candidates",), "sum"), Take("leading", ("candidates",), places)]
    net = net_with(*ops)
    logic = rtl.trace_net(net, WordsFront(PORT))
    for jets in (shipped_jets(500, shuffled=True), edge_jets()):
        expected = reference.run(net, PORT.features(jets))
        assert np.array_equal(logic.predict(PORT.values(jets)), side_by_side(expected))
