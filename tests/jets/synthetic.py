"""Small jets files with the columns of real ones, but without physics."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.jets.classes import CLASSES, WIDE_CLASSES
from codesign.jets.features import sort_by_pt
from codesign.jets.store import JetFile, JetTable
from codesign.jets.words import SLOTS, pack

PROCESSES = ("qcd", "ttbar", "ztautau")
FLOATS = ("gen_pt_gev", "gen_mass_gev", "puppi_mass_gev", "weight")


def jet_file(jets: int = 200, seed: int = 1) -> JetFile:
    """A jets file with both tables, `jets` jets in each."""
    sc4, sc8 = jet_table("sc4", jets, seed), jet_table("sc8", jets, seed + 1)
    manifest = {
        "seed": seed,
        "mean_pileup": 200.0,
        "versions": {"codesign": "0.1.0"},
        "processes": list(PROCESSES),
    }
    return JetFile({"sc4": sc4, "sc8": sc8}, manifest)


def jet_table(name: str, jets: int, seed: int) -> JetTable:
    """One table; the labels cycle through all classes, and each event has three jets."""
    rng = np.random.default_rng(seed)
    eta, phi = rng.integers(-500, 500, jets), rng.integers(-720, 720, jets)
    words = random_words(rng, eta, phi)
    pt = (words & np.uint64(0x3FFF)).astype(np.int64).sum(axis=1)
    labels = [-1, *range(len(CLASSES))] if name == "sc4" else [-1, *WIDE_CLASSES.values()]
    event = np.arange(jets) // 3
    scalars: dict[str, NDArray[Any]] = {
        "split": (event % 3).astype(np.int8),
        "process": (event % len(PROCESSES)).astype(np.int8),
        "event": event.astype(np.int64),
        "pt": np.minimum(pt, 16383).astype(np.int16),
        "eta": eta.astype(np.int16),
        "phi": phi.astype(np.int16),
        "candidates": (words != 0).sum(axis=1).astype(np.int16),
        "label": np.resize(labels, jets).astype(np.int8),
    }
    scalars |= {column: rng.gamma(2.0, 30.0, jets).astype(np.float32) for column in FLOATS}
    if name == "sc4":
        scalars["rank"] = (np.arange(jets) % 3).astype(np.int8)
        scalars["target_pt_ratio"] = rng.uniform(0.3, 2.0, jets).astype(np.float32)
        scalars["lepton_visible_pt_gev"] = np.zeros(jets, np.float32)
        scalars["hadron_flavour"] = scalars["parton_flavour"] = np.zeros(jets, np.int8)
    else:
        scalars["resonance_mass_gev"] = rng.uniform(20, 240, jets).astype(np.float32)
        scalars["b_hadrons"] = scalars["c_hadrons"] = np.zeros(jets, np.int8)
    return JetTable(words, scalars, {"radius": 0.4 if name == "sc4" else 0.8})


def random_words(rng: np.random.Generator, eta: NDArray[Any], phi: NDArray[Any]) -> NDArray[np.uint64]:
    """(jets, 16) sorted words around the given axes, with 1 to 16 candidates per jet."""
    shape = (len(eta), SLOTS)
    filled = np.arange(SLOTS) < rng.integers(1, SLOTS + 1, len(eta))[:, None]
    kind = rng.integers(0, 8, shape)
    charged = kind >= 2
    fields = {
        "pt": 4 + rng.geometric(0.02, shape),
        "eta": eta[:, None] + rng.integers(-90, 91, shape),
        "phi": (phi[:, None] + rng.integers(-90, 91, shape) + 720) % 1440 - 720,
        "id": kind,
        "z0": rng.integers(-200, 201, shape) * charged,
        "dxy": rng.integers(0, 30, shape) * charged,
        "quality": rng.choice([1, 3, 5, 7], shape) * charged,
        "puppi_weight": rng.integers(1, 257, shape) * ~charged,
        "emid": rng.choice([0, 2, 7], shape) * ~charged,
    }
    return sort_by_pt(pack({name: np.where(filled, values, 0) for name, values in fields.items()}))
