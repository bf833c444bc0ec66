"""Pruning: which weights become zero, and when.

The schedule is the cubic one of Zhu and Gupta (arXiv:1710.01878): most weights are pruned early, while the rest can
still adapt, and training continues after the last one is pruned.
"""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.design.training import Pruning

Masks = dict[str, NDArray[np.float32]]  # kernel -> mask, 1 for the weights that stay


def sparsity_at(pruning: Pruning, progress: float) -> float:
    """Share of weights that should be zero after a share `progress` (0 to 1) of the epochs."""
    if pruning.sparsity == 0 or progress < pruning.start:
        return 0.0
    if progress >= pruning.end:
        return pruning.sparsity
    done = (progress - pruning.start) / (pruning.end - pruning.start)
    return pruning.sparsity * (1 - (1 - done) ** 3)


def masks_at(pruning: Pruning, progress: float, kernels: Mapping[str, NDArray[Any]], hidden: Collection[str]) -> Masks:
    """The masks after a share `progress` (0 to 1) of the epochs; empty before pruning starts.

    kernels: name -> (inputs, units); hidden: names of the kernels whose units only other layers of the network read.
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
    """0 for the round(sparsity * size) smallest weights, 1 for the rest; of equal weights the first is pruned first."""
    return _without_smallest(np.abs(kernel), round(sparsity * kernel.size))


def global_masks(kernels: Mapping[str, NDArray[Any]], sparsity: float) -> Masks:
    """Masks that prune the round(sparsity * all weights) weights with the lowest scores over all kernels together.

    The score is LAMP (Lee, Park, Mo, Ahn, Shin, arXiv:2010.07611): the square of a weight over the sum of the squares
    of the weights in its kernel that are not smaller. It makes kernels of different scales comparable, and never prunes
    a kernel entirely.
    """
    scores = np.concatenate([_lamp(kernel).ravel() for kernel in kernels.values()])
    mask = _without_smallest(scores, round(sparsity * scores.size))
    ends = np.cumsum([kernel.size for kernel in kernels.values()])[:-1]
    parts = np.split(mask, ends)
    return {name: part.reshape(kernels[name].shape) for name, part in zip(kernels, parts, strict=True)}


def unit_mask(kernel: NDArray[Any], sparsity: float) -> NDArray[np.float32]:
    """Mask (inputs, units) that prunes the round(sparsity * units) units of smallest norm; one unit always stays.

    Li, Kadav, Durdanovic, Samet and Graf (arXiv:1608.08710) prune filters in this way; here with the Euclidean norm.
    """
    units = kernel.shape[-1]
    mask = _without_smallest(np.linalg.norm(kernel, axis=0), min(round(sparsity * units), units - 1))
    return np.broadcast_to(mask, kernel.shape).copy()


def _lamp(kernel: NDArray[Any]) -> NDArray[np.float64]:
    squares = np.square(kernel.astype(np.float64)).ravel()
    order = np.argsort(squares, kind="stable")
    no_smaller = np.cumsum(squares[order][::-1])[::-1]
    scores = np.empty_like(squares)
    scores[order] = squares[order] / np.maximum(no_smaller, np.finfo(float).tiny)
    return scores.reshape(kernel.shape)


def _without_smallest(sizes: NDArray[Any], count: int) -> NDArray[np.float32]:
    """Ones, with zeros at the `count` smallest elements."""
    mask = np.ones(sizes.size, np.float32)
    mask[np.argsort(sizes.ravel(), kind="stable")[:count]] = 0
    return mask.reshape(sizes.shape)
