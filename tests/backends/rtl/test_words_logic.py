"""The logic from words to features equals `codesign.jets.features`, bit for bit."""

import numpy as np
import pytest
from alkaid.trace import FVArray, trace
from hypothesis import given, settings
from hypothesis import strategies as st

from codesign.backends.rtl import convert as rtl
from codesign.backends.rtl import words_logic
from codesign.backends.rtl.bits import saturated
from codesign.backends.rtl.words import WordsFront
from codesign.backends.rtl.words_logic import COMPUTE, trace_features
from codesign.backends.words_port import JET, Jets, WordsPort, contract_jets
from codesign.errors import BackendError
from codesign.jets.features import FEATURES
from codesign.jets.words import SLOTS
from codesign.net.fixedpoint import FixedPoint
from tests.words import PART, net_of, shipped_jets

PORTS = {
    "sorted": WordsPort(),
    "unsorted": WordsPort(sorted_input=False),
    "unsorted_leading_5": WordsPort("kinematics+id", 5, sorted_input=False),
    "leading_12": WordsPort("pt_eta_phi", 12),
}


@pytest.fixture(scope="module")
def emulated():
    """(port's name, jets) -> features by the logic, which is traced once a port."""
    traced = {}

    def run(name, jets):
        port = PORTS[name]
        if name not in traced:
            traced[name] = trace_features(port)
        values = port.values(jets)
        return traced[name].predict(values).reshape(port.features(jets).shape)

    return run


def test_each_feature_has_its_logic():
    assert set(COMPUTE) == set(FEATURES)


@pytest.mark.parametrize("name", PORTS)
def test_features_of_real_and_edge_words_are_exact(name, emulated):
    port = PORTS[name]
    for kind, jets in contract_jets({"jets": shipped_jets(10_000, shuffled=not port.sorted_input)}).items():
        entering = port.prepared(jets)
        expected = port.features(entering)
        assert expected.std(axis=(0, 1)).all()
        assert np.array_equal(emulated(name, entering), expected), kind


@pytest.mark.parametrize(
    ("signed", "kind"),
    [(1, (1, 3, 0)), (1, (1, 5, 0)), (1, (1, 7, 0)), (0, (0, 3, 0)), (0, (0, 6, 0))],
)
def test_saturation_and_absence_by_hand(signed, kind):
    """All values of six bits."""
    t = FixedPoint(*kind)
    x = FVArray.from_kif(np.array([signed, 0]), np.array([6 - signed, 1]), np.zeros(2, int), rtl.HARDWARE).as_new()
    m, present = np.asarray(x)
    logic = trace(x, np.array([saturated(m, t), saturated(m, t, present)]))
    values = np.arange(64) - 32 * signed
    rows = np.array([(value, flag) for value in values for flag in (0, 1)], np.float64)
    expected = np.clip(rows[:, 0], -signed * 2 ** kind[1], 2 ** kind[1] - 1)
    assert np.array_equal(logic.predict(rows), np.stack([expected, expected * rows[:, 1]], axis=1))


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_features_of_any_words_are_exact(data, emulated):
    word = st.one_of(
        st.integers(0, (1 << 64) - 1), st.integers(0, 40), st.sampled_from([0, 4 + (1 << 30), (1 << 64) - 1])
    )
    words = np.array([data.draw(st.lists(word, min_size=SLOTS, max_size=SLOTS))], np.uint64)
    axis = [np.array([data.draw(st.integers(field.low, field.high))]) for field in JET.values()]
    jets = Jets(words, *axis)
    for name in ("sorted", "unsorted"):
        entering = PORTS[name].prepared(jets)
        assert np.array_equal(emulated(name, entering), PORTS[name].features(entering))


@pytest.mark.parametrize(
    ("fact", "wrong"),
    [("FIRST_CHARGED_ID", 3), ("HALF_TURN", 719), ("_log_of_shift", lambda: np.arange(16.0)), ("_SMALL_BITS", 2)],
)
def test_logic_that_is_wrong_in_one_place_is_found(fact, wrong, monkeypatch, tmp_path):
    monkeypatch.setattr(words_logic, fact, wrong)
    with pytest.raises(BackendError, match="differs from the reference"):
        rtl.convert(net_of(WordsPort()), tmp_path, part=PART, clock_ns=2.6, front=WordsFront(WordsPort()))
