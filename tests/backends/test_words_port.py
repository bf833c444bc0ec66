"""The input port of a design that starts from words, and the words on which it is compared with the reference."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.backends.words_port import JET, PARTS, Jets, WordsPort, edge_jets
from codesign.errors import BackendError
from codesign.jets import features
from codesign.jets.words import FIELDS, HALF_TURN, SLOTS, unpack_field
from codesign.net.fixedpoint import FixedPoint
from tests.words import net_of, shipped_jets


def test_the_parts_of_a_word_follow_one_another():
    ends = np.cumsum([field.width for field in PARTS.values()])
    assert [field.start for field in PARTS.values()] == [0, *ends[:-1]]
    assert ends[-1] == max(field.start + field.width for field in FIELDS.values())


@given(st.lists(st.integers(0, (1 << 64) - 1), min_size=SLOTS, max_size=SLOTS))
def test_the_parts_hold_every_bit_that_means_something(words):
    jets = Jets(np.array([words], np.uint64), *(np.array([field.low]) for field in JET.values()))
    port = WordsPort()
    values = port.values(jets)
    assert port.type.holds(values)
    entered = values[0, : SLOTS * len(PARTS)].reshape(SLOTS, len(PARTS)).astype(int).tolist()
    for word, parts in zip(words, entered, strict=True):
        again = sum((v % (1 << f.width)) << f.start for v, f in zip(parts, PARTS.values(), strict=True))
        assert again == word % (1 << 61)


def test_each_element_has_a_name_and_a_type():
    port = WordsPort()
    assert len(port.elements) == len(set(port.elements)) == port.type.width.size == port.values(edge_jets()).shape[1]
    assert port.type.width.sum() == 16 * 61 + 14 + 12 + 11


def test_unsorted_words_are_refused_where_sorted_ones_are_asked_for():
    jets = shipped_jets(100, shuffled=True)
    with pytest.raises(BackendError, match="sort them first"):
        WordsPort().features(jets)
    expected = WordsPort().features(jets.sorted())
    assert np.array_equal(WordsPort(sorted_input=False).features(jets), expected)


def test_features_are_those_of_the_data_set():
    jets = shipped_jets(100)
    made = features.compute(jets.words, jets.pt, jets.eta, jets.phi, "kinematics+id", 5)
    assert np.array_equal(WordsPort("kinematics+id", 5).features(jets), made.as_float())


@pytest.mark.parametrize("other", [WordsPort("kinematics+id"), WordsPort(candidates=8)])
def test_a_net_of_other_features_is_refused(other):
    net = net_of(WordsPort())
    WordsPort().check_net(net)
    with pytest.raises(BackendError, match="the net reads"):
        other.check_net(net)


def test_a_net_whose_port_is_narrower_is_refused():
    net = net_of(WordsPort())
    narrow = FixedPoint(1, 2, 4)
    with pytest.raises(BackendError, match="the net reads"):
        WordsPort().check_net(type(net)(net.graph, net.weights, net.weight_types, {**net.types, "candidates": narrow}))


def test_edge_words_reach_every_edge():
    jets = edge_jets()
    pt, phi = unpack_field(jets.words, "pt"), unpack_field(jets.words, "phi")
    every = set(range(FIELDS["pt"].high + 1))
    assert set(jets.pt.tolist()) == set(pt.ravel().tolist()) == every
    difference = (phi - jets.phi[:, None])[pt > 0]
    assert set(difference) >= {sign * (HALF_TURN + step) for sign in (-1, 1) for step in (-1, 0, 1)}
    assert set(unpack_field(jets.words, "id").ravel()) == set(range(8))
    assert ((pt[:, :-1] == 0) & (pt[:, 1:] > 0) & (jets.words[:, :-1] > 0)).any()
    assert ((pt[:, :-1] == pt[:, 1:]) & (jets.words[:, :-1] != jets.words[:, 1:]) & (pt[:, 1:] > 0)).any()
    assert {0, (1 << 64) - 1} <= set(jets.words.ravel().tolist())


def test_edge_words_saturate_every_feature_that_can():
    jets = edge_jets().sorted()
    made = features.compute(jets.words, jets.pt, jets.eta, jets.phi, "cms20")
    assert {name for name, count in made.out_of_range.items() if count} == {"pt", "pt_rel", "deta", "dphi"}
    for column, feature in enumerate(features.features_of("cms20")):
        if made.out_of_range[feature.name]:
            assert made.values[..., column].max() == features.integer_range(feature.type)[1]
