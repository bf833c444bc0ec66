"""Quark and gluon jets of R = 0.8, which the simulation calls `qcd`, by the R = 0.4 jets inside."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from codesign.jets.features import wrap_phi
from codesign.jets.store import JetFile, JetTable
from codesign.jets.words import ANGLE_LSB

QCD = "qcd"
NARROW, FLAVOUR = "sc4", "parton_flavour"
GLUON, LIGHT = 21, (1, 2, 3)
RADIUS = 0.8 / ANGLE_LSB


def quark_or_gluon(jets: JetFile, wide: JetTable) -> NDArray[np.str_]:
    """(jets,) "g" or "q" for each jet of `wide`, "" where it is neither.

    The flavour is that of the parton of the hardest R = 0.4 jet of the same event whose axis is within 0.8: q for u, d
    and s, as for the class `light` of R = 0.4 jets. A file without these jets or their flavour gives "" throughout.
    """
    narrow = jets.tables.get(NARROW)
    if narrow is None or FLAVOUR not in narrow.scalars:
        return np.full(len(wide), "")
    order = np.lexsort((-narrow.scalar("pt").astype(np.int64), narrow.scalar("event")))
    event, eta, phi, parton = (narrow.scalar(name)[order].astype(np.int64) for name in ("event", "eta", "phi", FLAVOUR))
    own_event, own_eta, own_phi = (wide.scalar(name).astype(np.int64) for name in ("event", "eta", "phi"))
    first, last = (np.searchsorted(event, own_event, side) for side in ("left", "right"))
    flavour, missing = np.zeros(len(wide), np.int64), np.ones(len(wide), np.bool_)
    for rank in range(int((last - first).max(initial=0))):  # from the hardest jet of an event to the softest
        rows = np.flatnonzero(missing & (first + rank < last))
        there = first[rows] + rank
        near = np.hypot(eta[there] - own_eta[rows], wrap_phi(phi[there] - own_phi[rows])) < RADIUS
        flavour[rows[near]] = parton[there[near]]
        missing[rows[near]] = False
    return np.where(flavour == GLUON, "g", np.where(np.isin(np.abs(flavour), LIGHT), "q", ""))
