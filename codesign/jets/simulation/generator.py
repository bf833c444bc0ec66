"""Proton collisions at 14 TeV from Pythia 8 as flat NumPy records.

Every process is a tuple of Pythia settings in one table, `PROCESSES`. Pythia's default (Monash) tune, leading order.
Units are Pythia's: momenta in GeV, vertices in mm.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.base.files import replacing
from codesign.errors import JetsError

BEAM_ENERGY_GEV = 14000.0
PB_PER_MB = 1e9
MASS_RANGE_GEV = (20.0, 240.0)
MASS_POINT_EVENTS = 100
"""Events of the flat-mass process generated at one mass: Pythia needs a fresh set-up (0.2 s) a mass."""

# Spectra fall like a power of pT: events are drawn pT^4 times as often, with weight 1/pT^4, to populate all pT.
_FLATTEN_PT = (
    "PhaseSpace:bias2Selection=on",
    "PhaseSpace:bias2SelectionPow=4.0",
    "PhaseSpace:bias2SelectionRef=50.",
)
# Hard collisions in one window of pT, so that jets of all kinds have nearly the same spectrum.
_FROM_400_TO_800 = ("PhaseSpace:pTHatMin=400.", "PhaseSpace:pTHatMax=800.", *_FLATTEN_PT)
_W_TO_QUARKS = ("24:onMode=off", "24:onIfAny=1 2 3 4 5")
_Z_TO_QUARKS = ("23:onMode=off", "23:onIfAny=1 2 3 4 5")
_Z_TO_NEUTRINOS = ("23:onMode=off", "23:onIfAny=12 14 16")
_TTBAR = ("Top:gg2ttbar=on", "Top:qqbar2ttbar=on")
_W_AND_PARTON = ("WeakBosonAndParton:qqbar2Wg=on", "WeakBosonAndParton:qg2Wq=on")
_Z_AND_PARTON = ("WeakBosonAndParton:qqbar2gmZg=on", "WeakBosonAndParton:qg2gmZq=on", "WeakZ0:gmZmode=2")
_DRELL_YAN = ("WeakSingleBoson:ffbar2gmZ=on", "PhaseSpace:mHatMin=60.", "23:onMode=off")
_H_TO_BB = ("25:onMode=off", "25:onIfMatch=5 -5")

PROCESSES: dict[str, tuple[str, ...]] = {
    "qcd": ("HardQCD:all=on", "PhaseSpace:pTHatMin=20.", *_FLATTEN_PT),
    "qcd_boosted": ("HardQCD:all=on", "PhaseSpace:pTHatMin=200.", *_FLATTEN_PT),
    "bb": ("HardQCD:hardbbbar=on", "PhaseSpace:pTHatMin=20.", *_FLATTEN_PT),
    "cc": ("HardQCD:hardccbar=on", "PhaseSpace:pTHatMin=20.", *_FLATTEN_PT),
    "ttbar": _TTBAR,
    "ttbar_boosted": (*_TTBAR, "PhaseSpace:pTHatMin=450.", *_W_TO_QUARKS),
    "hbb": ("HiggsSM:ffbar2HZ=on", "HiggsSM:ffbar2HW=on", *_H_TO_BB),
    "hbb_boosted": ("HiggsSM:ffbar2HZ=on", "PhaseSpace:pTHatMin=350.", *_H_TO_BB, *_Z_TO_NEUTRINOS),
    "ztautau": (*_DRELL_YAN, "23:onIfAny=15"),
    "zprime_tautau": (
        "NewGaugeBoson:ffbar2gmZZprime=on",
        "Zprime:gmZmode=3",
        "32:m0=300.",
        "32:onMode=off",
        "32:onIfAny=15",
        "PhaseSpace:mHatMin=200.",
    ),
    "htautau": ("HiggsSM:gg2H=on", "HiggsSM:ff2Hff(t:WW)=on", "25:onMode=off", "25:onIfMatch=15 -15"),
    "zll": (*_DRELL_YAN, "23:onIfAny=11 13"),
    "wqq_boosted": (*_W_AND_PARTON, "PhaseSpace:pTHatMin=250.", *_W_TO_QUARKS),
    "zqq_boosted": (*_Z_AND_PARTON, "PhaseSpace:pTHatMin=250.", *_Z_TO_QUARKS),
    "qcd_400_800": ("HardQCD:all=on", *_FROM_400_TO_800),
    "ttbar_400_800": (*_TTBAR, *_FROM_400_TO_800, *_W_TO_QUARKS),
    "wqq_400_800": (*_W_AND_PARTON, *_FROM_400_TO_800, *_W_TO_QUARKS),
    "zqq_400_800": (*_Z_AND_PARTON, *_FROM_400_TO_800, *_Z_TO_QUARKS),
    "xqq": (
        "HiggsSM:ffbar2HZ=on",
        "PhaseSpace:pTHatMin=250.",
        "25:doForceWidth=on",
        "25:mWidth=0.1",
        # Equal shares of decays to bottom, charm and strange; matrix element mode 100 keeps them at every mass.
        "25:oneChannel=1 0.3334 100 5 -5",
        "25:addChannel=1 0.3333 100 4 -4",
        "25:addChannel=1 0.3333 100 3 -3",
        *_Z_TO_NEUTRINOS,
    ),
}
"""Processes that a configuration may name: Pythia settings by name."""

MINIMUM_BIAS = ("SoftQCD:inelastic=on",)
FLAT_MASS_PROCESS = "xqq"
HEAVY_ID = 10000  # PDG numbers of excited hadrons and diffractive systems begin here


@dataclass(frozen=True)
class Events:
    """All entries of Pythia's event records of a batch, one after the other.

    `offsets` (events + 1,) delimits events; the other arrays are (entries,). `mother1` ... `daughter2` are indices
    into the flat arrays, pointing at entry 0 of the event where Pythia has none. Momenta in GeV, vertices in mm;
    `charge` is right for stable particles. `weight`, `pt_hat` and `m_hat` (GeV, of the hard process) are (events,).
    """

    offsets: NDArray[np.int64]
    id: NDArray[np.int32]
    status: NDArray[np.int32]
    mother1: NDArray[np.int64]
    mother2: NDArray[np.int64]
    daughter1: NDArray[np.int64]
    daughter2: NDArray[np.int64]
    px: NDArray[np.float64]
    py: NDArray[np.float64]
    pz: NDArray[np.float64]
    energy: NDArray[np.float64]
    x_mm: NDArray[np.float64]
    y_mm: NDArray[np.float64]
    z_mm: NDArray[np.float64]
    pt: NDArray[np.float64]
    eta: NDArray[np.float64]
    phi: NDArray[np.float64]
    charge: NDArray[np.float64]
    event: NDArray[np.int64]
    weight: NDArray[np.float64]
    pt_hat: NDArray[np.float64]
    m_hat: NDArray[np.float64]

    @property
    def count(self) -> int:
        """Number of events."""
        return len(self.offsets) - 1


def flat_mass_gev(segment: int) -> float:
    """Mass of the resonance in the `segment`-th group of events: golden-ratio steps fill the range evenly."""
    low, high = MASS_RANGE_GEV
    return low + (high - low) * ((segment + 0.5) * 0.6180339887498949 % 1.0)


def prepare(path: Path, settings: tuple[str, ...], seed: int) -> None:
    """Write Pythia's tables of multiparton interactions to `path`, whole or not at all.

    They take 5 s for minimum bias and depend on the beams only: all generators of a sample share them.
    """
    with replacing(path) as temporary:
        _pythia(settings, seed, _SAVE_TABLES, temporary)


_READ_TABLES, _SAVE_TABLES = 2, 1  # values of MultipartonInteractions:reuseInit


def _pythia(settings: tuple[str, ...], seed: int, reuse: int, tables: Path) -> Any:
    import pythia8mc

    pythia = pythia8mc.Pythia("", False)
    common = ("Print:quiet=on", f"Beams:eCM={BEAM_ENERGY_GEV}", "Random:setSeed=on", f"Random:seed={seed}")
    for setting in (*common, f"MultipartonInteractions:reuseInit={reuse}", *settings):
        if not pythia.readString(setting):
            raise JetsError(f"Pythia does not know the setting {setting!r} of codesign/jets/simulation/generator.py")
    pythia.settings.word("MultipartonInteractions:initFile", str(tables))
    if not pythia.init():
        raise JetsError(f"Pythia could not be initialised with the settings {settings} and the tables {tables}")
    return pythia


class Generator:
    """One initialised Pythia. The same settings, seed and tables give the same events."""

    def __init__(self, settings: tuple[str, ...], seed: int, tables: Path) -> None:
        """`tables`: the file of `prepare`. Raises JetsError if Pythia refuses a setting or cannot initialise."""
        self._pythia = _pythia(settings, seed, _READ_TABLES, tables)
        self._charges: dict[int, float] = {}

    def batch(self, count: int) -> Events:
        """The next `count` events.

        Raises JetsError if Pythia fails to make some of them three times in a row.
        """
        import awkward as ak

        batches = [self._pythia.nextBatch(count)]
        for _ in range(3):
            missing = count - sum(len(batch) for batch in batches)
            if not missing:
                return _flatten(ak.concatenate(batches) if len(batches) > 1 else batches[0], self._charge)
            batches.append(self._pythia.nextBatch(missing))
        raise JetsError(f"Pythia cannot make {missing} of {count} events; try another seed")

    def cross_section_pb(self) -> float:
        """Pythia's estimate of the cross section after the events generated so far, in pb."""
        return float(self._pythia.infoPython().sigmaGen()) * PB_PER_MB

    def _charge(self, identity: int) -> float:
        if identity not in self._charges:
            self._charges[identity] = float(self._pythia.particleData.charge(identity))
        return self._charges[identity]


def _charges(identity: NDArray[np.int32], charge_of: Callable[[int], float]) -> NDArray[np.float64]:
    """Charges of the entries; 0 from HEAVY_ID on, where nothing is stable."""
    position = np.clip(identity, -HEAVY_ID, HEAVY_ID) + HEAVY_ID
    table = np.zeros(2 * HEAVY_ID + 1)
    for kind in np.flatnonzero(np.bincount(position, minlength=len(table))):
        if abs(kind - HEAVY_ID) < HEAVY_ID:
            table[kind] = charge_of(int(kind) - HEAVY_ID)
    return table[position]


def _flatten(records: Any, charge_of: Callable[[int], float]) -> Events:
    import awkward as ak

    counts = ak.to_numpy(ak.num(records.prt, axis=1))
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    entries = ak.flatten(records.prt, axis=1)
    base = np.repeat(offsets[:-1], counts)
    identity = ak.to_numpy(entries.id)
    px, py, pz = (ak.to_numpy(getattr(entries.p, axis)) for axis in ("px", "py", "pz"))
    vertex = entries.vProd
    pt = np.hypot(px, py)
    eta = np.arcsinh(pz / np.maximum(pt, 1e-9))
    return Events(
        offsets=offsets,
        id=identity,
        status=ak.to_numpy(entries.status),
        mother1=ak.to_numpy(entries.mother1) + base,
        mother2=ak.to_numpy(entries.mother2) + base,
        daughter1=ak.to_numpy(entries.daughter1) + base,
        daughter2=ak.to_numpy(entries.daughter2) + base,
        px=px,
        py=py,
        pz=pz,
        energy=ak.to_numpy(entries.p.e),
        x_mm=ak.to_numpy(ak.fill_none(vertex.px, 0.0)),
        y_mm=ak.to_numpy(ak.fill_none(vertex.py, 0.0)),
        z_mm=ak.to_numpy(ak.fill_none(vertex.pz, 0.0)),
        pt=pt,
        eta=eta,
        phi=np.arctan2(py, px),
        charge=_charges(identity, charge_of),
        event=np.repeat(np.arange(len(counts)), counts),
        weight=ak.to_numpy(ak.firsts(records.info.weights)),
        pt_hat=np.sqrt(ak.to_numpy(records.info.pT2Hat)),
        m_hat=ak.to_numpy(records.info.mHat),
    )
