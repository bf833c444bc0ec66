"""A jets file as the files of other programs, which their own code reads."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.base import extras
from codesign.base.files import replacing, replacing_folder
from codesign.errors import JetsError
from codesign.jets.classes import SPLITS, TAGGER_CLASSES
from codesign.jets.features import FEATURES, MASS_GEV_BY_ID, compute, sort_by_pt, wrap_phi
from codesign.jets.readers.flavour import QCD, quark_or_gluon
from codesign.jets.readers.particles import PDG_BY_ID
from codesign.jets.store import JetFile, JetTable
from codesign.jets.targets import pt_target
from codesign.jets.words import ANGLE_LSB, PT_LSB_GEV, SLOTS, unpack

CHUNK_JETS = 100_000
LHC_CLASSES = {"g": 53, "q": 54, "w": 55, "z": 56, "t": 57, "top": 57}  # class -> column of the 59 numbers of a jet
LHC_PARTICLES, LHC_CHUNK = 150, 5_000
_LHC_UNDEFINED = 58
_PARTICLE_NAMES = [
    "j1_px",
    "j1_py",
    "j1_pz",
    "j1_e",
    "j1_erel",
    "j1_pt",
    "j1_ptrel",
    "j1_eta",
    "j1_etarel",
    "j1_etarot",
    "j1_phi",
    "j1_phirel",
    "j1_phirot",
    "j1_deltaR",
    "j1_costheta",
    "j1_costhetarel",
    "j1_pdgid",
]
# names of the twenty features in TrainTagger's `variables.json`, in the order of FEATURES
_TRAINTAGGER_NAMES = [
    "pt",
    "pt_rel",
    "pt_log",
    "deta",
    "dphi",
    "mass",
    "isPhoton",
    "isElectronPlus",
    "isElectronMinus",
    "isMuonPlus",
    "isMuonMinus",
    "isNeutralHadron",
    "isChargedHadronPlus",
    "isChargedHadronMinus",
    "z0",
    "dxy",
    "isfilled",
    "puppiweight",
    "emid",
    "quality",
]
_TRAINTAGGER_CLASSES = ("b", "charm", "light", "gluon", "taup", "taum", "muon", "electron")


def export(jets: JetFile, table: str, kind: str, output: Path, split: str | None = None) -> int:
    """Writes one table in the form `kind` of FORMS, whole or not at all; returns the number of jets that were written.

    split: write only the jets of this one of SPLITS. Raises JetsError for an unknown form or split, a table that the
    file does not have, or jets of which none can be written.
    """
    if kind not in FORMS:
        raise JetsError(f"--to {kind}: use {', '.join(FORMS)}")
    write, needs = FORMS[kind]
    if (problem := extras.unimportable(f"writing {kind}", "readers", needs)) is not None:
        raise JetsError(problem)
    rows = jets.table(table)
    if split is not None:
        if split not in SPLITS:
            raise JetsError(f"--split {split}: use {', '.join(SPLITS)}")
        rows = rows[rows.scalar("split") == SPLITS.index(split)]
    names = {value: name for name, value in jets.labels(table).items()}
    classes = np.array([names.get(int(label), "") for label in rows.scalar("label")])
    if kind == "hls4ml" and (classes == QCD).any():
        classes = np.where(classes == QCD, quark_or_gluon(jets, rows), classes)
    return write(rows, classes, output)


def _parquet(table: JetTable, classes: NDArray[Any], output: Path) -> int:
    """One row a jet; candidates as lists, in the columns of the source `parquet`, with the class as text."""
    import pyarrow
    import pyarrow.parquet

    with replacing(output) as temporary:
        writer = None
        for first in range(0, len(table), CHUNK_JETS):
            part, own = table[first : first + CHUNK_JETS], classes[first : first + CHUNK_JETS]
            fields = unpack(part.words)
            filled = fields["pt"] > 0
            offsets = np.concatenate([[0], np.cumsum(filled.sum(axis=1))]).astype(np.int32)
            lists = {
                "cand_pt": fields["pt"] * PT_LSB_GEV,
                "cand_eta": fields["eta"] * ANGLE_LSB,
                "cand_phi": fields["phi"] * ANGLE_LSB,
                "cand_pdgid": PDG_BY_ID[fields["id"]],
            }
            columns = {"jet_pt": part.scalar("pt") * PT_LSB_GEV, "class": own, "split": part.scalar("split")}
            columns |= {f"jet_{name}": part.scalar(name) * ANGLE_LSB for name in ("eta", "phi")}
            columns |= {
                name: pyarrow.ListArray.from_arrays(offsets, pyarrow.array(values[filled]))
                for name, values in lists.items()
            }
            rows = pyarrow.table(columns)
            writer = writer or pyarrow.parquet.ParquetWriter(temporary, rows.schema)
            writer.write_table(rows)
        if writer is None:
            raise JetsError("the table has no jets to write")
        writer.close()
    return len(table)


def _hls4ml(table: JetTable, classes: NDArray[Any], output: Path) -> int:
    """The columns of the hls4ml LHC jets that the words determine; the others are 0."""
    import h5py

    if not len(table):
        raise JetsError("the table has no jets to write")
    with replacing(output) as temporary, h5py.File(temporary, "w") as file:
        numbers = file.create_dataset("jets", (len(table), 59), "f8")
        shape = (len(table), LHC_PARTICLES, 16)
        chunks = (min(len(table), 100), *shape[1:])
        particles = file.create_dataset("jetConstituentList", shape, "f4", chunks=chunks, compression="gzip")
        for first in range(0, len(table), LHC_CHUNK):
            part = slice(first, first + LHC_CHUNK)
            numbers[part], particles[part] = _lhc_arrays(table[part], classes[part])
        file["particleFeatureNames"] = np.array([name.encode() for name in _PARTICLE_NAMES])
        file["jetImage"] = np.zeros((len(table), 1, 1), np.float32)  # the images are not made
    return len(table)


def _lhc_arrays(table: JetTable, classes: NDArray[Any]) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
    """(jets, 59) numbers of the jets and (jets, 150, 16) of their particles."""
    jets, particles = np.zeros((len(table), 59)), np.zeros((len(table), LHC_PARTICLES, 16), np.float32)
    jets[:, 1], jets[:, 2] = table.scalar("pt") * PT_LSB_GEV, table.scalar("eta") * ANGLE_LSB
    jets[:, 3] = table.scalar("puppi_mass_gev")
    jets[np.arange(len(table)), [LHC_CLASSES.get(name, _LHC_UNDEFINED) for name in classes]] = 1
    fields = unpack(sort_by_pt(table.words)[:, :LHC_PARTICLES])
    filled = (fields["pt"] > 0).astype(np.float64)
    pt, eta, phi = fields["pt"] * PT_LSB_GEV, fields["eta"] * ANGLE_LSB, fields["phi"] * ANGLE_LSB
    dphi = wrap_phi(fields["phi"] - table.scalar("phi").astype(np.int64)[:, None]) * ANGLE_LSB
    columns = {
        0: pt * np.cos(phi), 1: pt * np.sin(phi), 2: pt * np.sinh(eta), 3: pt * np.cosh(eta), 5: pt,
        6: pt / np.maximum(jets[:, 1], PT_LSB_GEV)[:, None], 7: eta * filled,
        8: (eta - jets[:, 2][:, None]) * filled, 10: phi * filled, 11: dphi * filled,
    }  # fmt: skip
    for column, values in columns.items():
        particles[:, : pt.shape[1], column] = values
    return jets, particles


def _traintagger(table: JetTable, classes: NDArray[Any], output: Path) -> int:
    """A folder `training_data` of TrainTagger: jets of its eight classes, pT in GeV, angles in hardware integers."""
    import uproot

    table, classes = table[rows := np.isin(classes, TAGGER_CLASSES)], classes[rows]
    if not len(table):
        raise JetsError(f"no jets of the classes {', '.join(TAGGER_CLASSES)}, which TrainTagger's chunks hold")
    target = pt_target(table.scalars)
    listed = []
    with replacing_folder(output) as folder:
        folder.mkdir()
        for chunk, first in enumerate(range(0, len(table), CHUNK_JETS)):
            part = slice(first, first + CHUNK_JETS)
            jet_pt = table.scalar("pt")[part] * PT_LSB_GEV
            ratio = np.nan_to_num(target.ratio[part]).astype(np.float32)
            columns = {
                "nn_inputs": _inputs(table[part]),
                "class_label": np.array([TAGGER_CLASSES.index(name) for name in classes[part]], np.int32),
                "target_pt": ratio,
                "target_pt_phys": (ratio * jet_pt).astype(np.float32),
                "jet_pt_phys": jet_pt.astype(np.float32),
                "jet_genmatch_pt": table.scalar("gen_pt_gev")[part].astype(np.float32),
            }
            name = f"data_chunk_{chunk}.root"
            with uproot.recreate(folder / name) as file:
                file.mktree("data", columns)
            listed.append({"chunk": chunk, "entries": len(jet_pt), "file": name})
        (folder / "metadata.json").write_text(json.dumps(listed, indent=1))
        variables = {
            "outputs": {name: number for number, name in enumerate(_TRAINTAGGER_CLASSES)},
            "inputs": _TRAINTAGGER_NAMES,
            "extras": ["jet_pt_phys", "jet_genmatch_pt"],
        }
        (folder / "variables.json").write_text(json.dumps(variables, indent=1))
    return len(table)


def _inputs(table: JetTable) -> NDArray[np.float32]:
    """(jets, 16, 20) features in TrainTagger's units; pt_rel and pt_log without the tables of the firmware."""
    pt, eta, phi = (table.scalar(name) for name in ("pt", "eta", "phi"))
    values = compute(table.words, pt, eta, phi, "cms20", SLOTS).values.astype(np.float64)
    fields = unpack(sort_by_pt(table.words)[:, :SLOTS])
    filled = fields["pt"] > 0
    pt_gev = fields["pt"] * PT_LSB_GEV
    column = {name: number for number, name in enumerate(FEATURES)}
    values[..., column["pt"]] = pt_gev
    values[..., column["pt_rel"]] = pt_gev / np.maximum(pt * PT_LSB_GEV, PT_LSB_GEV)[:, None]
    values[..., column["pt_log"]] = np.log(np.where(filled, pt_gev, 1))
    values[..., column["mass"]] = np.where(filled, MASS_GEV_BY_ID[fields["id"]], 0)
    return values.astype(np.float32)


# name -> what writes it, and the modules that this needs
FORMS: dict[str, tuple[Callable[[JetTable, NDArray[Any], Path], int], tuple[str, ...]]] = {
    "parquet": (_parquet, ("pyarrow",)),
    "hls4ml": (_hls4ml, ("h5py",)),
    "traintagger": (_traintagger, ("uproot", "awkward")),
}
