"""Writers of small files of other programs, from their public descriptions, with the libraries that those use."""

from pathlib import Path
from typing import Any

import awkward as ak
import h5py
import numpy as np
import pytest
import uproot

from codesign.errors import JetsError
from codesign.jets.readers import convert
from codesign.jets.store import JetFile, load

STEP = np.pi / 720


def imported(path: Path, **options: Any) -> tuple[convert.Imported, JetFile]:
    output = path.with_name("jets.npz")
    result = convert.import_jets(convert.Request([path], **options), output, lambda line: None)
    return result, load(output)


def refused(path: Path, **options: Any) -> str:
    """The message that refuses a file, of which nothing is left."""
    with pytest.raises(JetsError) as caught:
        imported(path, **options)
    assert sorted(other.name for other in path.parent.iterdir()) == [path.name]
    assert "\n" not in str(caught.value)
    return str(caught.value)


def write_root(path: Path, tree: str, columns: dict[str, Any]) -> Path:
    with uproot.recreate(path) as file:
        file.mktree(tree, columns)
    return path


def write_hls4ml(path: Path, jets: int = 5, particles: int = 30) -> Path:
    """Jet j is of class j % 5, has pT 60 GeV and eta 0.5, and particles of pT 10, 20 and 30 GeV."""
    numbers, constituents = np.zeros((jets, 59)), np.zeros((jets, particles, 16))
    numbers[:, 1], numbers[:, 2], numbers[:, 3] = 60, 0.5, 80.5
    numbers[np.arange(jets), 53 + np.arange(jets) % 5] = 1
    constituents[:, :3, 5] = [10, 20, 30]
    constituents[:, :3, 8] = [2 * STEP, -3 * STEP, 0]
    constituents[:, :3, 11] = [-5 * STEP, 7 * STEP, 0]
    with h5py.File(path, "w") as file:
        file["jets"], file["jetConstituentList"] = numbers, constituents
        file["jetImage"] = np.zeros((jets, 2, 2))
        file["jetFeatureNames"] = np.array([b"j_ptfrac"] * 59)
        file["particleFeatureNames"] = np.array([b"j1_px"] * 17)
    return path


def traintagger(prefix: str, step: float) -> dict[str, Any]:
    """Two jets: b with a photon and a h-; tau+ with one mu+. step: GeV of one unit of the candidates' pT."""
    jets = {
        "pt_phys": [40.0, 20.0], "eta_phys": [1.0, -1.0], "phi_phys": [3.14, 0.0], "reject": [0, 0],
        "tauflav": [0, 1], "muflav": [0, 0], "elflav": [0, 0], "taucharge": [0, 1],
        "genmatch_pt": [50.0, 25.0], "genmatch_mass": [9.0, 2.0], "genmatch_hflav": [5, 0],
        "genmatch_pflav": [5, 0], "genmatch_lep_vis_pt": [0.0, 19.0],
    }  # fmt: skip
    lists = {
        "pt": [[30 / step, 10 / step], [20 / step]], "deta": [[4, -9], [0]], "dphi": [[3, -2], [1]],
        "z0": [[0, -17], [5]], "dxy": [[0, 12], [3]], "quality": [[0, 7], [6]],
        "puppiweight": [[200, 0], [0]], "emid": [[5, 0], [0]],
        "isPhoton": [[1, 0], [0]], "isChargedHadronMinus": [[0, 1], [0]], "isMuonPlus": [[0, 0], [1]],
    }  # fmt: skip
    empty = [[0, 0], [0]]
    others = ("ElectronPlus", "ElectronMinus", "MuonMinus", "NeutralHadron", "ChargedHadronPlus")
    lists |= {f"is{name}": empty for name in others}
    return {f"jet_{name}": np.array(values) for name, values in jets.items()} | {
        f"jet_{prefix}_{name}": ak.Array(values) for name, values in lists.items()
    }


def jetclass(charge: tuple[int, ...] = (-1, 0, 1)) -> dict[str, Any]:
    """One top jet: a h- along x, a photon along y, an e+ at eta 1."""
    parts = {"px": [100.0, 0.0, 50.0], "py": [0.0, 80.0, 0.0], "pz": [0.0, 0.0, 50.0 * np.sinh(1)],
             "d0val": [-0.4, 0, 0], "dzval": [-2.0, 0, 0], "charge": [*charge], "isChargedHadron": [1, 0, 0],
             "isNeutralHadron": [0, 0, 0], "isPhoton": [0, 1, 0], "isElectron": [0, 0, 1],
             "isMuon": [0, 0, 0]}  # fmt: skip
    jets = {"jet_pt": 170.0, "jet_eta": 0.2, "jet_phi": 0.5, "jet_sdmass": 172.5}
    names = ("QCD", "Hbb", "Hcc", "Hgg", "H4q", "Hqql", "Zqq", "Wqq", "Tbqq", "Tbl")
    jets |= {f"label_{name}": float(name == "Tbqq") for name in names}
    return {name: np.array([value]) for name, value in jets.items()} | {
        f"part_{name}": ak.Array([values]) for name, values in parts.items()
    }


def pfnano() -> dict[str, Any]:
    """Two events: jets of candidates 2 and 0; none; a candidate in no jet."""
    return {
        "Jet_pt": ak.Array([[30.0, 12.0], [9.0]]), "Jet_eta": ak.Array([[0.0, 1.0], [0.0]]),
        "Jet_phi": ak.Array([[0.0, 1.0], [0.0]]),
        "PFCands_pt": ak.Array([[10.0, 12.0, 20.0], [9.0]]), "PFCands_eta": ak.Array([[0.1, 1.0, 0.0], [0.0]]),
        "PFCands_phi": ak.Array([[0.0, 1.0, 0.0], [0.0]]), "PFCands_dz": ak.Array([[-1.0, 0.5, 0.1], [0.2]]),
        "PFCands_d0": ak.Array([[-1.0, 0.04, 0.0], [0.0]]), "PFCands_puppiWeight": ak.Array([[0.5, 1.0, 1.0], [1.0]]),
        "PFCands_pdgId": ak.Array([[1, -13, 211], [-211]]), "PFCands_charge": ak.Array([[0, 1, 1], [-1]]),
        "JetPFCands_jetIdx": ak.Array([[0, 1, 0], [-1]]), "JetPFCands_pFCandsIdx": ak.Array([[2, 1, 0], [0]]),
    }  # fmt: skip
