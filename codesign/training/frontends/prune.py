"""Pruning: which weights become zero, and when.

The schedule is the cubic one of Zhu and Gupta (arXiv:1710.01878): most weights go early, while the rest can still
adapt, and training continues after the last one has gone.
"""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.design.design import Pruning

Masks = dict[str, NDArray[np.float32]]  # by kernel: 1 for the weights that stay


def sparsity_at(pruning: Pruning, progress: float) -> float:
    """Share of weights that should be zero when `progress` (0 to 1) of the epochs are done."""
    if pruning.sparsity == 0 or progress < pruning.start:
        return 0.0
    if progress >= pruning.end:
        return pruning.sparsity
    done = (progress - pruning.start) / (pruning.end - pruning.start)
    return pruning.sparsity * (1 - (1 - done) ** 3)


def masks_at(pruning: Pruning, progress: float, kernels: Mapping[str, NDArray[Any]], hidden: Collection[str]) -> Masks:
    """The masks when `progress` (0 to 1) of the epochs are done; none where nothing is pruned yet.

    kernels: (inputs, units) by name; hidden: those whose units only other layers of the network read.
    """
    sparsity = sparsity_at(pruning, progress)
    if sparsity == 0:
        return {}
    if pruning.method == "global":
        return global_masks(kernels, sparsity)
    if pruning.method == "unit":
        return {name: unit_mask(kernel, sparsity) for name, kernel in kernels.items() if name in hidden}
    return {name: magnitude_mask(kernel, sparsity) for name, kernel in kernels.items()}


def magnitude_mask(kernel: NDArray[Any], sparsity: float) -> NDArray[np.float32]:
    """1 for the weights that stay: all but the round(sparsity * size) smallest; the first of equals goes first."""
    return _without_smallest(np.abs(kernel), round(sparsity * kernel.size))


def global_masks(kernels: Mapping[str, NDArray[Any]], sparsity: float) -> Masks:
    """All but the round(sparsity * all weights) of the lowest score in all kernels together.

    The score is LAMP (Lee, Park, Mo, Ahn, Shin, arXiv:2010.07611): the square of a weight over the sum of the squares
    of its kernel's weights that are no smaller. So kernels of different scales compare, and none loses all its weights.
    """
    scores = np.concatenate([_lamp(kernel).ravel() for kernel in kernels.values()])
    kept = _without_smallest(scores, round(sparsity * scores.size))
    ends = np.cumsum([kernel.size for kernel in kernels.values()])[:-1]
    parts = np.split(kept, ends)
    return {name: part.reshape(kernels[name].shape) for name, part in zip(kernels, parts, strict=True)}


def unit_mask(kernel: NDArray[Any], sparsity: float) -> NDArray[np.float32]:
    """All but the round(sparsity * units) units of the smallest norm; of a kernel (inputs, units) one always stays.

    As filters are pruned by Li, Kadav, Durdanovic, Samet and Graf (arXiv:1608.08710), here by the Euclidean norm.
    """
    units = kernel.shape[-1]
    kept = _without_smallest(np.linalg.norm(kernel, axis=0), min(round(sparsity * units), units - 1))
    return np.broadcast_to(kept, kernel.shape).copy()


def _lamp(kernel: NDArray[Any]) -> NDArray[np.float64]:
    squares = np.square(kernel.astype(np.float64)).ravel()
    order = np.argsort(squares, kind="stable")
    no_smaller = np.cumsum(squares[order][::-1])[::-1]
    scores = np.empty_like(squares)
    scores[order] = squares[order] / np.maximum(no_smaller, np.finfo(float).tiny)
    return scores.reshape(kernel.shape)


def _without_smallest(sizes: NDArray[Any], count: int) -> NDArray[np.float32]:
    """Zeros in the place of the `count` smallest."""
    mask = np.ones(sizes.size, np.float32)
    mask[np.argsort(sizes.ravel(), kind="stable")[:count]] = 0
    return mask.reshape(sizes.shape)
