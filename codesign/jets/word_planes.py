"""Words as a jets file stores them: filled slots only, as byte planes, which deflate to 30 % less than whole words."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def pack_words(words: NDArray[np.uint64]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """(jets, slots) words -> (8, filled) bytes of the slots up to the last filled one, and (jets,) their number."""
    width = words.shape[1]
    slots = np.max(np.where(words != 0, np.arange(1, width + 1), 0), axis=1, initial=0)
    kept = words[filled(slots, width)]
    return np.ascontiguousarray(kept.astype("<u8").view(np.uint8).reshape(-1, 8).T), slots.astype(np.uint8)


def unpack_words(planes: NDArray[np.uint8], slots: NDArray[np.uint8], width: int) -> NDArray[np.uint64]:
    """Inverse of `pack_words`, for jets of `width` slots; ValueError if the planes do not fit the slots."""
    if planes.dtype != np.uint8 or planes.ndim != 2 or planes.shape != (8, slots.sum()):
        raise ValueError(f"words are stored as {planes.dtype} {planes.shape}, not as 8 planes of {slots.sum()} bytes")
    words = np.zeros((len(slots), width), np.uint64)
    words[filled(slots, width)] = np.ascontiguousarray(planes.T).view("<u8")[:, 0]
    return words


def filled(slots: NDArray[Any], width: int) -> NDArray[np.bool_]:
    """(jets, width) which slots a file stores: each jet's up to its last filled one."""
    return np.arange(width) < np.asarray(slots)[:, None]
