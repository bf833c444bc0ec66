import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from codesign.training import metrics


@given(st.lists(st.integers(0, 6), min_size=1, max_size=30), st.lists(st.integers(0, 6), min_size=1, max_size=30))
def test_auc_counts_pairs_and_ties_half(signal, background):
    pairs = [(s > b) + 0.5 * (s == b) for s in signal for b in background]
    assert metrics.auc(np.array(signal), np.array(background)) == pytest.approx(np.mean(pairs), abs=1e-12)


def test_one_against_rest_is_what_scikit_learn_computes():
    rng = np.random.default_rng(0)
    y = rng.integers(0, 3, 600)
    logits = rng.normal(size=(600, 3)) + 1.5 * np.eye(3)[y]
    rows = metrics.one_against_rest(logits, y, ["a", "b", "c"])
    p = metrics.softmax(logits)
    assert metrics.macro(rows)["auc"] == pytest.approx(roc_auc_score(y, p, multi_class="ovr"), abs=1e-12)


def test_the_error_is_the_spread_of_repeated_samples():
    rng = np.random.default_rng(1)
    values = [metrics.auc(rng.normal(1, 1, 200), rng.normal(0, 1, 400)) for _ in range(300)]
    assert metrics.auc_error(float(np.mean(values)), 200, 400) == pytest.approx(np.std(values), rel=0.2)


def test_efficiency_at_a_mistag_rate_is_counted():
    y = np.repeat([0, 1], 1000)
    score = np.concatenate([np.linspace(0, 1, 1000), np.linspace(-1, 0.5, 1000)])
    logits = np.stack([score, np.zeros(2000)], axis=1)
    assert metrics.efficiency_at(logits, y, [0], [1], 0.1) == pytest.approx(0.65, abs=0.01)


def test_processes_with_few_jets_are_left_out():
    y = np.array([0, 1] * 200 + [0, 1])
    process = np.array([0] * 400 + [1, 1])
    logits = np.random.default_rng(0).normal(size=(402, 2))
    rows = metrics.within_processes(logits, y, process, ["ttbar", "qcd"], ["b", "light"])
    assert [row["process"] for row in rows] == ["ttbar"]
    assert metrics.within_processes(logits, y, process, ["ttbar", "qcd"], ["b", "gluon"]) == []
