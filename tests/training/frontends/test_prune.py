import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.design.training import Pruning
from codesign.training.frontends.prune import global_masks, magnitude_mask, masks_at, sparsity_at, unit_mask


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


KERNELS = {"a": np.array([[1.0, -4.0], [3.0, 2.0]]), "b": np.array([[0.1, 0.4, -0.3], [0.2, 0.1, 0.5]])}


def test_a_method_prunes_what_it_says():
    shares = {
        method: {name: (mask == 0).sum() for name, mask in masks_at(pruning, 1.0, KERNELS, {"a"}).items()}
        for method in ("magnitude", "global", "unit")
        for pruning in [Pruning(method=method, sparsity=0.5)]
    }
    assert shares["magnitude"] == {"a": 2, "b": 3}
    assert sum(shares["global"].values()) == 5
    assert shares["unit"] == {"a": 2}  # one of its two columns; b is no hidden layer
    assert masks_at(Pruning(method="global", sparsity=0.5), 0.1, KERNELS, {"a"}) == {}


def test_the_smallest_shares_of_their_kernels_go_first():
    """LAMP by hand: of a, 1/30, 4/29, 9/25 and 16/16 for 1, 2, 3 and 4; the two 0.1 of b have 1/56 and 1/55."""
    masks = global_masks(KERNELS, 0.3)  # 3 of 10
    assert masks["a"].tolist() == [[0, 1], [1, 1]]
    assert masks["b"].tolist() == [[0, 1, 1], [1, 0, 1]]


@given(st.floats(0, 0.99), st.integers(-20, 20), st.integers(0, 99))
def test_the_scale_of_a_kernel_does_not_matter_to_a_global_threshold(sparsity, exponent, seed):
    rng = np.random.default_rng(seed)
    kernels = {name: rng.normal(size=(4, 5)) for name in "abc"}
    masks = global_masks(kernels, sparsity)
    assert sum((mask == 0).sum() for mask in masks.values()) == round(sparsity * 60)
    scaled = global_masks(kernels | {"b": kernels["b"] * 2.0**exponent}, sparsity)
    for name, mask in masks.items():
        np.testing.assert_array_equal(mask, scaled[name])


def test_a_global_threshold_leaves_each_kernel_its_largest_weight():
    even, few = np.ones((10, 10)), np.array([[3.0, 4.0]])  # a hundredth of the squares each, against a third and more
    masks = global_masks({"even": even, "few": few}, 100 / 102)
    assert [int(mask.sum()) for mask in masks.values()] == [1, 1]
    assert masks["few"].tolist() == [[0, 1]]


@given(st.floats(0, 0.99), st.integers(1, 8), st.integers(1, 8), st.integers(0, 99))
def test_whole_units_of_the_smallest_norm_go_but_never_all(sparsity, rows, units, seed):
    kernel = np.random.default_rng(seed).normal(size=(rows, units))
    mask = unit_mask(kernel, sparsity)
    gone = (mask == 0).all(axis=0)
    assert gone.sum() == min(round(sparsity * units), units - 1)
    assert (mask[:, ~gone] == 1).all()
    norms = np.linalg.norm(kernel, axis=0)
    if gone.any():
        assert norms[gone].max() <= norms[~gone].min()


@pytest.mark.parametrize("method", ["magnitude", "global", "unit"])
def test_what_is_pruned_stays_pruned(method):
    """The kernels of the next epoch have zeros where the masks of the last one had them."""
    rng = np.random.default_rng(0)
    kernels = {name: rng.normal(size=(6, 8)) for name in "ab"}
    pruning = Pruning(method=method, sparsity=0.7, start=0, end=1)
    before = {name: np.ones_like(kernel) for name, kernel in kernels.items()}
    for progress in (0.2, 0.5, 1.0):
        masks = masks_at(pruning, progress, kernels, set(kernels))
        for name, mask in masks.items():
            assert (mask <= before[name]).all()
            kernels[name] = (kernels[name] + rng.normal(size=(6, 8))) * mask
        before = masks
