"""Weights of jets in training, so that no class, pT or mass dominates because it is frequent."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

PT_BINS_GEV = (0, 15, 20, 25, 30, 40, 50, 65, 80, 100, 130, 170, 220, 300, 500, np.inf)
LARGEST_PT_WEIGHT = 10.0  # a nearly empty pT bin of one class must not dominate the loss
MASS_BINS_GEV = (0, 20, *range(30, 210, 10), 225, np.inf)
LARGEST_RESPONSE_WEIGHT = 10.0  # nor a nearly empty bin of true mass or pT


def class_weights(
    y: NDArray[np.int64], classes: int, pt_gev: NDArray[np.floating[Any]] | None = None
) -> NDArray[np.float32]:
    """(jets,) weights of mean 1 with the same sum for every class that occurs.

    y: (jets,) classes. With pt_gev every class also gets the same pT spectrum, in PT_BINS_GEV: the mean of the classes'
    spectra, as far as LARGEST_PT_WEIGHT allows.
    """
    bins = np.zeros(len(y), np.int64) if pt_gev is None else np.digitize(pt_gev, PT_BINS_GEV) - 1
    count = np.zeros((classes, len(PT_BINS_GEV)))
    np.add.at(count, (y, bins), 1)
    per_class = count.sum(axis=1, keepdims=True)
    spectra = count / np.maximum(per_class, 1)
    reference = spectra.sum(axis=0) / max(np.count_nonzero(per_class), 1)
    shape = np.divide(reference, spectra, out=np.zeros_like(spectra), where=spectra > 0)
    in_class = np.minimum(shape, LARGEST_PT_WEIGHT)[y, bins]
    total = np.bincount(y, weights=in_class, minlength=classes)
    weight: NDArray[np.float64] = in_class / total[y]
    mean_one: NDArray[np.float64] = weight * (len(y) / max(weight.sum(), np.finfo(float).tiny))
    return mean_one.astype(np.float32)


def response_weights(
    head: str, true_gev: NDArray[np.floating[Any]], label: NDArray[np.integer[Any]]
) -> NDArray[np.float32]:
    """(jets,) weights of mean 1 that make the true pT or mass flat, whichever the response head corrects.

    pt_response: the same sum for every bin of true pT, in PT_BINS_GEV. mass_response: the same sum for every bin of
    true mass, in MASS_BINS_GEV, separately for QCD jets and for resonances (label above 0), so that the mixture of the
    two is the same at the peaks of W, Z and top as elsewhere. Within a bin all jets count the same, whatever their pT.
    Weights are limited to LARGEST_RESPONSE_WEIGHT before a last normalisation to mean 1.
    """
    if head == "pt_response":
        weight = class_weights(np.digitize(true_gev, PT_BINS_GEV) - 1, len(PT_BINS_GEV))
    else:
        group = 2 * (np.digitize(true_gev, MASS_BINS_GEV) - 1) + (label > 0)
        weight = class_weights(group, 2 * len(MASS_BINS_GEV))
    limited = np.minimum(weight, LARGEST_RESPONSE_WEIGHT)
    mean_one = limited * (len(limited) / max(float(limited.sum()), np.finfo(float).tiny))
    return np.asarray(mean_one, np.float32)
