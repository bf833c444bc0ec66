"""Columns of the event file for whole crossings: sums over the jets of the trigger and of the generator.

HT sums the R = 0.4 jets above 30 GeV within |eta| 2.4, as the Phase-2 Level-1 menu of CMS does (CMS-TDR-021).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.jets.seeded_cone import ConeJets
from codesign.jets.simulation.gen_jets import GenJets
from codesign.jets.simulation.generator import Events
from codesign.jets.words import ANGLE_LSB, PT_LSB_GEV

HT_PT_MIN_GEV, HT_ETA_MAX = 30.0, 2.4

Columns = dict[str, NDArray[Any]]


def event_columns(
    events: Events, jets: ConeJets, gen: GenJets, vertex_z_cm: NDArray[np.float64], collisions: list[int]
) -> Columns:
    """Columns (events,) of a batch, whose jets must be complete: every R = 0.4 jet and every generator jet.

    ht: of the trigger's jets, in 0.25 GeV; gen_ht_gev, gen_jets: sum and number of generator jets with the same cuts;
    pt_hat_gev, m_hat_gev: of the hard process; vertex_z_cm: where it happened; pileup: the `collisions` laid over it.
    """
    pt_min, eta_max = round(HT_PT_MIN_GEV / PT_LSB_GEV), int(HT_ETA_MAX / ANGLE_LSB)
    counted = (jets.pt >= pt_min) & (np.abs(jets.eta) <= eta_max)
    gen_event = np.repeat(np.arange(events.count), np.diff(gen.offsets))
    gen_counted = (gen.pt > HT_PT_MIN_GEV) & (np.abs(gen.eta) < HT_ETA_MAX)

    def total(event: NDArray[np.int64], values: NDArray[Any]) -> NDArray[np.float64]:
        return np.bincount(event, weights=values, minlength=events.count).astype(np.float64)

    return {
        "ht": total(jets.event[counted], jets.pt[counted]).astype(np.int32),
        "gen_ht_gev": total(gen_event[gen_counted], gen.pt[gen_counted]).astype(np.float32),
        "gen_jets": total(gen_event[gen_counted], np.ones(gen_counted.sum())).astype(np.int16),
        "pt_hat_gev": events.pt_hat.astype(np.float32),
        "m_hat_gev": events.m_hat.astype(np.float32),
        "vertex_z_cm": vertex_z_cm.astype(np.float32),
        "pileup": np.array(collisions, np.int16),
    }
