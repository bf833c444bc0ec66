"""Mirror images of jets, for training: collisions look the same in a mirror, so one jet stands for four.

Reversing phi flips the sign of dphi, reversing the beam axis those of deta and z0. All other features stay the same,
including dxy, the root of a magnitude. Training with mirror images does not make a network blind to these signs,
and its firmware gets no larger.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

MIRRORS = (("dphi",), ("deta", "z0"))  # features whose signs flip together


def mirrors(features: Sequence[str]) -> NDArray[np.bool_]:
    """(mirrors, features) which features each mirror flips; mirrors that flip none are left out."""
    turned = np.array([[name in names for name in features] for names in MIRRORS], bool)
    return turned[turned.any(axis=1)]


def mirrored(x: NDArray[np.float32], turned: NDArray[np.bool_], random: np.random.Generator) -> NDArray[np.float32]:
    """(jets, candidates, features) each jet unchanged or in one or both mirrors, all equally likely; x is not modified.

    turned: see `mirrors`. The mirror image of a type's lowest value is outside the type; the network's input quantizer
    saturates it.
    """
    through = random.integers(0, 2, size=(len(x), len(turned)), dtype=np.int8)
    signs = np.where((through @ turned.astype(np.int8)) % 2 == 1, np.float32(-1), np.float32(1))
    return np.asarray(x * signs[:, None, :])
