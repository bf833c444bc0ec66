"""Magnitude pruning: which weights become zero, and when.

The schedule is the cubic one of Zhu and Gupta (arXiv:1710.01878): most weights go early, while the rest can still
adapt, and training continues after the last one has gone.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.design import Pruning


def sparsity_at(pruning: Pruning, progress: float) -> float:
    """Share of weights that should be zero when `progress` (0 to 1) of the epochs are done."""
    if pruning.sparsity == 0 or progress < pruning.start:
        return 0.0
    if progress >= pruning.end:
        return pruning.sparsity
    done = (progress - pruning.start) / (pruning.end - pruning.start)
    return pruning.sparsity * (1 - (1 - done) ** 3)


def magnitude_mask(kernel: NDArray[Any], sparsity: float) -> NDArray[np.float32]:
    """1 for the weights that stay: all but the round(sparsity * size) smallest; the first of equals goes first."""
    count = round(sparsity * kernel.size)
    mask = np.ones(kernel.size, np.float32)
    mask[np.argsort(np.abs(kernel).ravel(), kind="stable")[:count]] = 0
    return mask.reshape(kernel.shape)
