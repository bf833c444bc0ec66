"""Exported jets, read with the calls that other programs make."""

import json
from pathlib import Path

import h5py
import numpy as np
import pyarrow.parquet as pq
import pytest
import uproot

from codesign.errors import JetsError
from codesign.jets.readers import convert
from codesign.jets.readers.export import export
from codesign.jets.store import JetFile, JetTable, load
from codesign.jets.words import pack


@pytest.fixture
def jets() -> JetFile:
    """Two jets: a b with a photon of 10 GeV and a h- of 5 GeV beyond half a turn; a top without label in sc4."""
    fields = dict.fromkeys(("pt", "eta", "phi", "id", "z0", "dxy", "quality", "puppi_weight", "emid"), 0)
    words = np.zeros((2, 16), np.uint64)
    words[0, 0] = pack({k: np.int64(v) for k, v in (fields | {"pt": 40, "eta": 12, "phi": 719, "id": 1,
                                                              "puppi_weight": 256}).items()})  # fmt: skip
    words[0, 1] = words[1, 0] = pack(
        {k: np.int64(v) for k, v in (fields | {"pt": 20, "eta": 8, "phi": -718, "id": 2, "z0": -3}).items()}
    )
    scalars = {"pt": [60, 20], "eta": [10, 8], "phi": [-720, -718], "label": [0, -1], "split": [0, 1], "event": [0, 1],
               "candidates": [2, 1], "process": [0, 0]}  # fmt: skip
    reals = {"gen_pt_gev": [18.0, 0.0], "gen_mass_gev": [0.0, 0.0], "puppi_mass_gev": [1.5, 0.0]}
    columns = {k: np.array(v, np.int16) for k, v in scalars.items()} | {
        k: np.array(v, np.float32) for k, v in reals.items()
    }
    return JetFile({"sc4": JetTable(words, columns, {"classes": ["b", "charm"]})}, {"processes": ["x"]})


def test_traintagger_chunks_have_its_twenty_inputs(tmp_path: Path, jets: JetFile) -> None:
    assert export(jets, "sc4", "traintagger", tmp_path / "training_data") == 1
    folder = tmp_path / "training_data"
    (chunk,) = json.loads((folder / "metadata.json").read_text())
    variables = json.loads((folder / "variables.json").read_text())
    data = uproot.open(folder / chunk["file"])["data"].arrays(library="np")
    assert chunk["entries"] == len(data["class_label"]) == 1
    assert data["nn_inputs"].shape == (1, 16, 20)
    first = dict(zip(variables["inputs"], data["nn_inputs"][0, 0], strict=True))
    assert first["pt"] == 10
    assert first["pt_rel"] == pytest.approx(10 / 15)
    assert first["pt_log"] == pytest.approx(np.log(10))
    assert (first["deta"], first["dphi"]) == (-2, -1)
    assert (first["isPhoton"], first["isfilled"], first["puppiweight"]) == (1, 1, 256)
    assert data["nn_inputs"][0, 1, variables["inputs"].index("z0")] == -3
    assert not data["nn_inputs"][0, 2:].any()
    assert data["target_pt"].tolist() == [np.float32(18 / 15)]
    assert variables["outputs"]["electron"] == 7


def test_hls4ml_jets_have_the_columns_that_trainings_read(tmp_path: Path, jets: JetFile) -> None:
    export(jets, "sc4", "hls4ml", tmp_path / "x.h5")
    with h5py.File(tmp_path / "x.h5") as file:
        x, y = file["jetConstituentList"][:, :, [5, 8, 11]], file["jets"][:, -6:-1]
        assert len(file["particleFeatureNames"]) == 17
    assert x.shape == (2, 150, 3)
    assert np.allclose(x[0, :2], [[10, 2 * np.pi / 720, -np.pi / 720], [5, -2 * np.pi / 720, 2 * np.pi / 720]])
    assert not x[0, 2:].any()
    assert not y.any()  # neither b nor "none" is one of g, q, w, z and t


def test_simulated_qcd_jets_become_gluons_and_quarks(tmp_path: Path) -> None:
    """The hardest R = 0.4 jet of the event within 0.8, which is 183.3 steps of pi / 720, names an R = 0.8 jet."""

    def table(rows: list[tuple[int, int, int, int, int]], classes: list[str], **others: list[int]) -> JetTable:
        names = ("event", "pt", "eta", "phi", "label")
        columns = {name: np.array(values) for name, values in zip(names, zip(*rows, strict=True), strict=True)}
        columns |= {name: np.array(values) for name, values in others.items()}
        columns["puppi_mass_gev"] = np.zeros(len(rows))
        return JetTable(np.zeros((len(rows), 16), np.uint64), columns, {"classes": classes})

    narrow = table(
        [(3, 50, 0, 0, 0), (3, 90, 100, 0, 0), (3, 95, 184, 0, 0), (4, 80, 0, -715, 0), (5, 10, 0, 0, 0)],
        ["b"],
        parton_flavour=[21, -2, 21, 21, 4],
    )
    events = [(3, 100, 0, 0, 0), (4, 100, 0, 719, 0), (5, 100, 0, 0, 0), (6, 100, 0, 0, 0), (4, 100, 0, 0, 1)]
    wide = table(events, ["qcd", "w"])
    export(JetFile({"sc4": narrow, "sc8": wide}), "sc8", "hls4ml", tmp_path / "x.h5")
    with h5py.File(tmp_path / "x.h5") as file:
        truth = file["jets"][:, -6:]
    # a quark; a gluon beyond half a turn; charm; no jet near; a W stays one
    assert truth.argmax(axis=1).tolist() == [1, 0, 5, 5, 2]
    assert truth.sum(axis=1).tolist() == [1] * 5


def test_parquet_has_one_row_a_jet(tmp_path: Path, jets: JetFile) -> None:
    export(jets, "sc4", "parquet", tmp_path / "x.parquet")
    rows = pq.read_table(tmp_path / "x.parquet").to_pydict()
    assert rows["class"] == ["b", ""]
    assert rows["cand_pt"][0] == [10, 5]
    assert rows["cand_pdgid"][0] == [22, -211]
    convert.import_jets(convert.Request([tmp_path / "x.parquet"]), tmp_path / "back.npz", lambda line: None)
    back = load(tmp_path / "back.npz").table("sc4")
    assert back.scalars["pt"].tolist() == [60, 20]
    assert (back.words[:, :2] & np.uint64((1 << 40) - 1)).tolist() == (
        jets.table("sc4").words[:, :2] & np.uint64((1 << 40) - 1)
    ).tolist()


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path, jets: JetFile) -> None:
    none = JetFile({"sc4": jets.table("sc4")[np.array([1])]})
    for table, kind in (("sc4", "csv"), ("sc8", "parquet")):
        with pytest.raises(JetsError):
            export(jets, table, kind, tmp_path / "x")
    with pytest.raises(JetsError, match="no jets of the classes"):
        export(none, "sc4", "traintagger", tmp_path / "x")
    with pytest.raises(JetsError, match="--split all: use train, validation, test"):
        export(jets, "sc4", "parquet", tmp_path / "x", "all")
    assert not list(tmp_path.iterdir())


def test_one_split_alone(tmp_path: Path, jets: JetFile) -> None:
    assert export(jets, "sc4", "parquet", tmp_path / "x.parquet", "validation") == 1
    assert pq.read_table(tmp_path / "x.parquet").to_pydict()["split"] == [1]
