"""Generator-level jets (anti-kt) and their flavour by ghost association.

Heavy hadrons and final partons enter the clustering with a momentum scaled to almost nothing ("ghosts"), so that they
mark the jets they belong to without changing them (CMS `JetFlavourClustering`; Cacciari and Salam, arXiv:0707.1378).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.jets.simulation.generator import Events

ETA_MAX = 4.0
GHOST_SCALE = 1e-18
HADRON_PT_MIN_GEV = 5.0  # CMS JetFlavourClustering counts heavy hadrons from 5 GeV
FINAL_PARTON_STATUS = (-71, -72, -73, -74)  # Pythia: partons that enter hadronisation


@dataclass(frozen=True)
class GenJets:
    """Jets of a batch, ordered by event and falling pT. `offsets` (events + 1,); the others (jets,), GeV.

    `hadron_flavour` is 5, 4 or 0; `parton_flavour` the PDG number of the parton that names the jet, 0 for none.
    """

    offsets: NDArray[np.int64]
    pt: NDArray[np.float64]
    eta: NDArray[np.float64]
    phi: NDArray[np.float64]
    mass: NDArray[np.float64]
    b_hadrons: NDArray[np.int64]
    c_hadrons: NDArray[np.int64]
    hadron_flavour: NDArray[np.int64]
    parton_flavour: NDArray[np.int64]


@dataclass(frozen=True)
class _Inputs:
    """Particles and ghosts sorted by event: index into the event record, kind (0 particle, 1 b, 2 c, 3 parton)."""

    index: NDArray[np.int64]
    kind: NDArray[np.int64]
    offsets: NDArray[np.int64]
    momenta: Any


def _heavy(identity: NDArray[np.int64], quark: int) -> NDArray[np.bool_]:
    """Hadrons whose heaviest quark is `quark`, from the digits of the PDG number."""
    thousands, hundreds = identity // 1000 % 10, identity // 100 % 10
    hadron = (identity > 100) & (identity < 1_000_000)
    heavy: NDArray[np.bool_] = hadron & ((thousands == quark) | ((thousands == 0) & (hundreds == quark)))
    return heavy


def _inputs(events: Events, wanted: NDArray[np.bool_]) -> _Inputs:
    import awkward as ak

    identity = np.abs(events.id).astype(np.int64)
    of_wanted = wanted[events.event]
    central = of_wanted & (np.abs(events.eta) < ETA_MAX)
    visible = central & (events.status > 0) & ~np.isin(identity, (12, 14, 16))
    is_b = _heavy(identity, 5)
    is_c = _heavy(identity, 4) & ~is_b
    hard = of_wanted & (events.pt > HADRON_PT_MIN_GEV)
    last_b = is_b & ~is_b[events.daughter1] & ~is_b[events.daughter2]
    last_c = is_c & ~is_c[events.daughter1] & ~is_c[events.daughter2]
    parton = central & ((identity <= 5) | (identity == 21)) & (identity > 0)
    parton &= np.isin(events.status, FINAL_PARTON_STATUS)
    groups = [np.flatnonzero(mask) for mask in (visible, last_b & hard, last_c & hard, parton)]
    index = np.concatenate(groups)
    kind = np.repeat(np.arange(4), [len(group) for group in groups])
    order = np.argsort(index, kind="stable")  # entries are stored by event
    index, kind = index[order], kind[order]
    scale = np.where(kind == 0, 1.0, GHOST_SCALE)
    counts = np.bincount(events.event[index], minlength=events.count)
    fields = {"px": events.px, "py": events.py, "pz": events.pz, "E": events.energy}
    momenta = ak.zip({name: values[index] * scale for name, values in fields.items()}, with_name="Momentum4D")
    return _Inputs(index, kind, np.concatenate([[0], np.cumsum(counts)]), ak.unflatten(momenta, counts))


def gen_jets(events: Events, radius: float, pt_min_gev: float, wanted: NDArray[np.bool_]) -> GenJets:
    """Anti-kt jets of all visible stable particles with |eta| < 4 in the events `wanted`, a mask (events,)."""
    import awkward as ak
    import fastjet

    fastjet._swig.ClusterSequence.set_fastjet_banner_stream(None)  # docs/simulation.md cites FastJet instead
    inputs = _inputs(events, wanted)
    sequence = fastjet.ClusterSequence(inputs.momenta, fastjet.JetDefinition(fastjet.antikt_algorithm, radius))
    jets = sequence.inclusive_jets(min_pt=pt_min_gev)
    members = sequence.constituent_index(min_pt=pt_min_gev)
    counts = ak.to_numpy(ak.num(jets, axis=1))
    flat = ak.flatten(jets, axis=1)
    px, py, pz, energy = (ak.to_numpy(getattr(flat, name)) for name in ("px", "py", "pz", "E"))
    event = np.repeat(np.arange(events.count), counts)
    sizes = ak.to_numpy(ak.flatten(ak.num(members, axis=2)))
    member = ak.to_numpy(ak.flatten(ak.flatten(members, axis=2))) + np.repeat(inputs.offsets[event], sizes)
    owner = np.repeat(np.arange(len(event)), sizes)
    kind = inputs.kind[member]
    b_hadrons = np.bincount(owner[kind == 1], minlength=len(event))
    c_hadrons = np.bincount(owner[kind == 2], minlength=len(event))
    pt = np.hypot(px, py)
    order = np.lexsort((-pt, event))
    partons = inputs.index[member[kind == 3]]
    flavour = _parton_flavour(events, partons, owner[kind == 3], len(event))
    return GenJets(
        offsets=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        pt=pt[order],
        eta=np.arcsinh(pz / np.maximum(pt, 1e-9))[order],
        phi=np.arctan2(py, px)[order],
        mass=np.sqrt(np.maximum(energy**2 - px**2 - py**2 - pz**2, 0.0))[order],
        b_hadrons=b_hadrons[order],
        c_hadrons=c_hadrons[order],
        hadron_flavour=np.where(b_hadrons > 0, 5, np.where(c_hadrons > 0, 4, 0))[order],
        parton_flavour=flavour[order],
    )


def _parton_flavour(
    events: Events, partons: NDArray[np.int64], owner: NDArray[np.int64], jets: int
) -> NDArray[np.int64]:
    """PDG number of the parton that names each jet: the hardest b, else the hardest c, else the hardest of all."""
    flavour = np.zeros(jets, np.int64)
    order = np.lexsort((events.pt[partons], owner))
    identity = events.id[partons][order]
    flavour[owner[order]] = identity
    for quark in (4, 5):
        heavy = np.abs(identity) == quark
        flavour[owner[order][heavy]] = identity[heavy]
    return flavour
