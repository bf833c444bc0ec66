"""Mirror images of jets, for training: collisions look the same in a mirror, so one jet stands for four.

Reversing phi turns the sign of dphi, reversing the beam axis those of deta and z0. All other features, dxy as the root
of a magnitude among them, stay. A network that is trained with mirror images is not made blind to these signs, and its
firmware is none the larger.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

MIRRORS = (("dphi",), ("deta", "z0"))  # features whose signs turn together


def mirrors(features: Sequence[str]) -> NDArray[np.bool_]:
    """(mirrors, features) which features each mirror turns; mirrors that turn none are left out."""
    turned = np.array([[name in names for name in features] for names in MIRRORS], bool)
    return turned[turned.any(axis=1)]


def mirrored(x: NDArray[np.float32], turned: NDArray[np.bool_], random: np.random.Generator) -> NDArray[np.float32]:
    """(jets, candidates, features) each jet as it is or in one or more of the mirrors, all as likely; x stays.

    The lowest value of a type has no mirror image in it; the network's input quantizer saturates that of it.
    """
    through = random.integers(0, 2, size=(len(x), len(turned)), dtype=np.int8)
    signs = np.where((through @ turned.astype(np.int8)) % 2 == 1, np.float32(-1), np.float32(1))
    return np.asarray(x * signs[:, None, :])
