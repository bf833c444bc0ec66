"""Files of other programs, written here from their public descriptions with the libraries that those programs use."""

from pathlib import Path
from typing import Any

import awkward as ak
import h5py
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import uproot

from codesign.errors import JetsError, Notice
from codesign.jets.readers import convert, find
from codesign.jets.readers.source import shipped
from codesign.jets.readers.table import markdown
from codesign.jets.store import JetFile, load, open_jets
from codesign.jets.words import unpack

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


def test_both_ways_in_which_root_stores_columns_are_read(tmp_path: Path) -> None:
    with uproot.recreate(tmp_path / "x.root") as file:
        file.mkrntuple("tree", jetclass())
    assert imported(tmp_path / "x.root")[0].classes["t_bqq"] == 1


def write_hls4ml(path: Path, jets: int = 5, particles: int = 30) -> Path:
    """Jet j is of class j, has pT 1000 GeV and eta 0.5, and particles of pT 10, 20 and 30 GeV."""
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


def test_hls4ml_jets_become_words_sorted_by_pt(tmp_path: Path) -> None:
    result, jets = imported(write_hls4ml(tmp_path / "any.name"))
    table = jets.table("sc8")
    assert result.source.name == "hls4ml_lhc_jets"
    assert jets.labels("sc8") == {"g": 0, "q": 1, "w": 2, "z": 3, "t": 4}
    assert table.scalars["label"].tolist() == [0, 1, 2, 3, 4]
    assert table.scalars["pt"].tolist() == [240] * 5
    assert table.scalars["eta"].tolist() == [115] * 5  # 0.5 / (pi / 720) = 114.6
    assert table.scalars["mass_gev"].tolist() == [80.5] * 5
    fields = unpack(table.words[0])
    assert fields["pt"][:4].tolist() == [120, 80, 40, 0]
    assert fields["eta"][:3].tolist() == [115, 112, 117]
    assert fields["phi"][:3].tolist() == [0, 7, -5]
    assert fields["puppi_weight"][:4].tolist() == [256, 256, 256, 0]
    assert table.scalars["candidates"].tolist() == [3] * 5
    assert result.counts[convert.UNSORTED] == 5


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


@pytest.mark.parametrize(("prefix", "tree"), [("puppicand", "outnano/Jets"), ("pfcand", "outnano/jets")])
@pytest.mark.parametrize(("units", "step"), [("gev", 1.0), ("hardware", 0.25)])
def test_traintagger_ntuples_of_both_kinds_and_both_units(
    tmp_path: Path, prefix: str, tree: str, units: convert.Units, step: float
) -> None:
    result, jets = imported(write_root(tmp_path / "x", tree, traintagger(prefix, step)), units=units)
    table = jets.table("sc4")
    assert result.classes == {**dict.fromkeys(result.classes, 0), "b": 1, "tau_plus": 1}
    fields = unpack(table.words[0])
    assert fields["pt"][:3].tolist() == [120, 40, 0]
    assert fields["id"][:2].tolist() == [1, 2]
    assert fields["eta"][:2].tolist() == [225, 238]  # 1 / (pi / 720) = 229.2; the jet's minus deta
    assert fields["phi"][:2].tolist() == [-717, 718]  # 3.14 / (pi / 720) = 719.6; 720 + 3 wraps
    assert fields["z0"][:2].tolist() == [0, -17]
    assert fields["dxy"][:2].tolist() == [0, 12]
    assert fields["puppi_weight"][:2].tolist() == [200, 0]
    assert fields["quality"][:2].tolist() == [0, 7]
    assert unpack(table.words[1])["id"][0] == 7
    assert table.scalars["gen_pt_gev"].tolist() == [50, 25]
    assert table.scalars["lepton_visible_pt_gev"].tolist() == [0, 19]


def test_units_that_a_file_does_not_tell_are_never_guessed(tmp_path: Path) -> None:
    path = write_root(tmp_path / "x.root", "outnano/Jets", traintagger("puppicand", 0.25))
    assert "--units gev or --units hardware" in refused(path)
    assert "add up to 4 times the pT of their jets" in (message := refused(path, units="gev"))
    assert message.endswith("try --units hardware")


def test_training_chunks(tmp_path: Path) -> None:
    inputs = np.zeros((2, 16, 20), np.float32)
    inputs[:, 0, [0, 3, 4, 12, 14, 16, 19]] = [30, -5, 6, 1, 9, 1, 7]
    columns = {"nn_inputs": inputs, "class_label": np.array([7, 4]), "jet_pt_phys": np.array([30.0, 30.0])}
    path = write_root(tmp_path / "x.root", "data", columns | {"jet_genmatch_pt": np.array([33.0, 33.0])})
    result, jets = imported(path, units="gev")
    assert result.classes["electron"] == result.classes["tau_plus"] == 1
    fields = {name: int(values[0]) for name, values in unpack(jets.table("sc4").words[0]).items()}
    assert fields == {"pt": 120, "eta": 5, "phi": 6, "id": 3, "z0": 9, "dxy": 0, "quality": 7,
                      "puppi_weight": 0, "emid": 0}  # fmt: skip


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


def test_jetclass(tmp_path: Path) -> None:
    result, jets = imported(write_root(tmp_path / "x.root", "tree", jetclass()))
    assert result.classes["t_bqq"] == 1
    fields = unpack(jets.table("sc8").words[0])
    assert fields["id"][:3].tolist() == [2, 1, 5]
    assert fields["pt"][:3].tolist() == [400, 320, 200]
    assert fields["phi"][:3].tolist() == [0, 360, 0]
    assert fields["eta"][:3].tolist() == [0, 0, 229]
    assert fields["z0"][:3].tolist() == [-4, 0, 0]  # -2 mm in steps of 0.5 mm
    assert fields["dxy"][:3].tolist() == [13, 0, 0]  # sqrt(0.04) * 64 = 12.8


def test_a_charge_that_contradicts_the_type_is_refused_repaired_or_dropped(tmp_path: Path) -> None:
    path = write_root(tmp_path / "x.root", "tree", jetclass((-1, 1, 1)))
    assert "1 candidates whose charge contradicts their type" in refused(path)
    assert "1 jets with a fault" in refused(path, faulty="drop")
    _, jets = imported(path, faulty="repair")
    assert unpack(jets.table("sc8").words[0])["id"][:3].tolist() == [2, 3, 5]


def test_top_tagging(tmp_path: Path) -> None:
    momenta = np.zeros((2, 804), np.float32)
    momenta[:, :8] = [5, 3, 4, 0, 13, 0, 12, 5]  # E, px, py, pz of two particles
    rows = np.zeros(2, [("index", "i8"), ("values_block_0", "f4", 804), ("values_block_1", "i8", 2)])
    rows["values_block_0"], rows["values_block_1"] = momenta, [[0, 0], [0, 1]]
    with h5py.File(tmp_path / "x.h5", "w") as file:
        file["table/table"] = rows
    result, jets = imported(tmp_path / "x.h5")
    assert result.classes == {"qcd": 1, "top": 1, "unlabelled": 0}
    table = jets.table("sc8")
    assert unpack(table.words[0])["pt"][:3].tolist() == [48, 20, 0]
    assert table.scalars["pt"].tolist() == [65, 65]  # of (3, 16): 16.28 GeV
    assert table.slots == 200


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


def test_candidates_are_found_by_links_and_jets_of_an_event_stay_together(tmp_path: Path) -> None:
    result, jets = imported(write_root(tmp_path / "x.root", "Events", pfnano()))
    table = jets.table("sc4")
    assert result.counts[convert.EMPTY] == 1
    assert table.scalars["event"].tolist() == [0, 0]
    assert len(set(table.scalars["split"].tolist())) == 1
    first, second = (unpack(words) for words in table.words)
    assert first["pt"][:3].tolist() == [80, 40, 0]
    assert first["id"][:2].tolist() == [3, 0]
    assert first["z0"][:2].tolist() == [2, 0]
    assert first["puppi_weight"][:2].tolist() == [0, 128]
    assert (second["id"][0], second["z0"][0], second["dxy"][0]) == (7, 10, 13)


def test_a_link_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    columns = pfnano() | {"JetPFCands_pFCandsIdx": ak.Array([[2, 1, 3], [0]])}
    path = write_root(tmp_path / "x.root", "Events", columns)
    assert "JetPFCands_pFCandsIdx is 3 in event 0, which has 3 of them" in refused(path)


def test_parquet(tmp_path: Path) -> None:
    columns = {"jet_pt": [30.0], "jet_eta": [0.0], "jet_phi": [0.0], "cand_pt": [[10.0, 20.0]],
               "cand_eta": [[0.0, 0.0]], "cand_phi": [[6.28, 0.0]], "cand_pdgid": [[22, 11]]}  # fmt: skip
    pq.write_table(pa.table(columns), tmp_path / "x")
    result, jets = imported(tmp_path / "x")
    fields = unpack(jets.table("sc4").words[0])
    assert fields["id"][:2].tolist() == [4, 1]
    assert fields["phi"][:2].tolist() == [0, -1]  # 6.28 is 1439.3 steps, a turn is 1440
    assert result.counts["candidates whose phi was brought back by a turn"] == 1


def test_nan_is_refused_repaired_or_dropped(tmp_path: Path) -> None:
    path = write_hls4ml(tmp_path / "x.h5")
    with h5py.File(path, "a") as file:
        file["jetConstituentList"][1, 2, 5] = np.nan
    assert "1 values that are NaN or infinite" in refused(path)
    assert imported(path, faulty="repair")[1].table("sc8").scalars["candidates"].tolist() == [3, 2, 3, 3, 3]
    assert len(imported(path, faulty="drop")[1].table("sc8")) == 4


def test_a_missing_column_names_the_nearest_source(tmp_path: Path) -> None:
    columns = jetclass()
    del columns["part_px"]
    path = write_root(tmp_path / "x.root", "tree", columns)
    assert "nearest is jetclass, whose part_px it lacks" in refused(path)
    assert "has no column part_px, which jetclass reads" in refused(path, source=find.named("jetclass"))


def test_columns_of_the_wrong_type_or_shape_are_named(tmp_path: Path) -> None:
    path = write_hls4ml(tmp_path / "x.h5")
    with h5py.File(path, "a") as file:
        del file["jets"]
        file["jets"] = np.array([b"text"] * 5)
    assert "jets[1]" in refused(path)
    columns = jetclass() | {"jet_pt": ak.Array([[1.0, 2.0]])}
    write_root(path, "tree", columns)
    assert "column jet_pt holds" in refused(path)


def test_files_that_claim_more_than_they_hold_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.h5"
    with h5py.File(path, "w") as file:
        for name, shape in (("jets", (10**9, 59)), ("jetConstituentList", (10**9, 30, 16)), ("jetImage", (1, 2, 2))):
            file.create_dataset(name, shape, "f4", chunks=(1000, *shape[1:]) if shape[0] > 1 else None)
    assert "claims 1,000,000,000 rows" in refused(path)


def test_no_rows_are_an_error(tmp_path: Path) -> None:
    assert "has no rows" in refused(write_hls4ml(tmp_path / "x.h5", jets=0))


@pytest.mark.parametrize("kind", ["hdf5", "root", "parquet"])
def test_a_file_cut_off_at_any_byte_is_a_named_error(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x"
    if kind == "hdf5":
        write_hls4ml(path)
    elif kind == "root":
        write_root(path, "tree", jetclass())
    else:
        pq.write_table(pa.table({"jet_pt": [1.0]}), path)
    content = path.read_bytes()
    for size in (0, 3, 8, 40, 100, 333, len(content) // 3, len(content) // 2, len(content) - 500, len(content) - 1):
        path.write_bytes(content[: max(size, 0)])
        assert str(path) in refused(path)


def test_a_file_is_converted_once_and_again_after_it_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = write_hls4ml(tmp_path / "x.h5", jets=7)
    with pytest.warns(Notice, match=r"x\.h5 was converted to .*: 7 jets, read as hls4ml"):
        assert len(open_jets(path).table("sc8")) == 7
    assert len(open_jets(path).table("sc8")) == 7  # without a notice, which would be an error here
    write_hls4ml(path, jets=9)
    with pytest.warns(Notice):
        assert len(open_jets(path).table("sc8")) == 9


def test_several_files_and_a_test_split(tmp_path: Path) -> None:
    for name in ("a.h5", "b.h5", "t.h5"):
        write_hls4ml(tmp_path / name, jets=50)
    files = convert.matching([str(tmp_path / "[ab].h5")])
    request = convert.Request(files, [tmp_path / "t.h5"], candidates=16)
    result = convert.import_jets(request, tmp_path / "jets.npz", lambda line: None)
    table = load(tmp_path / "jets.npz").table("sc8")
    assert (result.jets, table.slots) == (150, 16)
    assert table.scalars["event"].tolist() == list(range(150))
    assert (table.scalars["split"][100:] == 2).all()
    assert set(table.scalars["split"][:100].tolist()) == {0, 1}


def test_every_source_has_a_name_of_its_own_and_tells_what_is_lost() -> None:
    names = [source.name for source in shipped()]
    assert len(set(names)) == len(names)
    assert all(source.lost and source.verified for source in shipped())
    assert markdown() in Path("docs/readers.md").read_text()
