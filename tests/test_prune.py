import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.design import Pruning
from codesign.prune import magnitude_mask, sparsity_at


@given(st.floats(0, 0.99), st.integers(1, 8), st.integers(1, 8), st.integers(0, 99))
def test_the_smallest_weights_go_and_no_others(sparsity, rows, columns, seed):
    kernel = np.random.default_rng(seed).normal(size=(rows, columns))
    mask = magnitude_mask(kernel, sparsity)
    assert (mask == 0).sum() == round(sparsity * kernel.size)
    if 0 < (mask == 0).sum() < kernel.size:
        assert np.abs(kernel[mask == 0]).max() <= np.abs(kernel[mask == 1]).min()


def test_equal_weights_go_in_a_fixed_order():
    assert magnitude_mask(np.ones((2, 2)), 0.5).tolist() == [[0, 0], [1, 1]]


def test_the_schedule_starts_at_nothing_and_ends_at_the_asked_sparsity():
    pruning = Pruning(sparsity=0.7, start=0.2, end=0.6)
    steps = [sparsity_at(pruning, p) for p in np.linspace(0, 1, 101)]
    assert steps[19] == 0
    assert steps[60] == pytest.approx(0.7)
    assert steps[-1] == 0.7
    assert steps == sorted(steps)


def test_no_sparsity_prunes_nothing():
    assert sparsity_at(Pruning(), 1.0) == 0
