"""Faulty and damaged files of other programs."""

from pathlib import Path

import awkward as ak
import h5py
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from codesign.jets.readers import find, jet_table
from codesign.jets.words import unpack

from .other_files import imported, jetclass, pfnano, refused, traintagger, write_hls4ml, write_root


def test_units_that_a_file_does_not_tell_are_never_guessed(tmp_path: Path) -> None:
    path = write_root(tmp_path / "x.root", "outnano/Jets", traintagger("puppicand", 0.25))
    assert "--units gev or --units hardware" in refused(path)
    assert "add up to 4 times the pT of their jets" in (message := refused(path, units="gev"))
    assert message.endswith("try --units hardware")


def write_parquet(path: Path, gev: float, jets_gev: float = 40.0, candidates_gev: float = 20.0) -> Path:
    """Four jets of two candidates each. gev: what a unit of pT in the file is in GeV."""
    columns = {"jet_pt": [jets_gev / gev] * 4, "jet_eta": [0.0] * 4, "jet_phi": [0.0] * 4,
               "cand_pt": [[candidates_gev / gev] * 2] * 4, "cand_eta": [[0.0, 0.0]] * 4,
               "cand_phi": [[0.0, 0.0]] * 4, "cand_pdgid": [[22, 211]] * 4}  # fmt: skip
    pq.write_table(pa.table(columns), path)
    return path


@pytest.mark.parametrize("faulty", ["refuse", "repair", "drop"])
def test_pt_in_mev_are_refused_and_not_saturated(tmp_path: Path, faulty: jet_table.Policy) -> None:
    path = write_parquet(tmp_path / "mev.parquet", gev=0.001)
    message = refused(path, faulty=faulty)
    assert message.startswith(f"{path}: column cand_pt: 8 of 8 values of pt are beyond the range")
    assert "convert the column to GeV, or give its unit in a source of your own (--source): hardware" in message


def test_jets_beyond_the_range_are_refused_though_their_candidates_fit(tmp_path: Path) -> None:
    """Candidates of 3 GeV are 3000 in MeV, below the 4096 GeV of the word; a jet of 6 GeV is not."""
    path = write_parquet(tmp_path / "mev.parquet", gev=0.001, jets_gev=6.0, candidates_gev=3.0)
    assert "column jet_pt: 4 of 4 values of pt of jets are beyond the range" in refused(path)


def test_half_of_the_values_may_saturate(tmp_path: Path) -> None:
    path = write_hls4ml(tmp_path / "x.h5", jets=2)
    with h5py.File(path, "a") as file:
        file["jetConstituentList"][0, :3, 5] = 5000.0
        file["jets"][0, 1] = 15000.0
    assert unpack(imported(path)[1].table("sc8").words[:, 0])["pt"].tolist() == [16383, 120]
    with h5py.File(path, "a") as file:
        file["jetConstituentList"][1, 0, 5] = file["jets"][1, 1] = 5000.0
    (tmp_path / "jets.npz").unlink()
    assert "column jetConstituentList[5]: 4 of 6 values of pt" in refused(path)


def test_a_charge_that_contradicts_the_type_is_refused_repaired_or_dropped(tmp_path: Path) -> None:
    path = write_root(tmp_path / "x.root", "tree", jetclass((-1, 1, 1)))
    assert "1 candidates whose charge contradicts their type" in refused(path)
    assert "1 jets with a fault" in refused(path, faulty="drop")
    _, jets = imported(path, faulty="repair")
    assert unpack(jets.table("sc8").words[0])["id"][:3].tolist() == [2, 3, 5]


def test_a_link_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    columns = pfnano() | {"JetPFCands_pFCandsIdx": ak.Array([[2, 1, 3], [0]])}
    path = write_root(tmp_path / "x.root", "Events", columns)
    assert "JetPFCands_pFCandsIdx is 3 in event 0, which has 3 of them" in refused(path)


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


def test_numbers_of_any_size_are_saturated(tmp_path: Path) -> None:
    path = write_hls4ml(tmp_path / "x.h5")
    with h5py.File(path, "a") as file:
        file["jetConstituentList"][1, 2, 5] = file["jets"][0, 3] = file["jetConstituentList"][0, 0, 11] = 1e300
    table = imported(path)[1].table("sc8")
    assert unpack(table.words[1])["pt"][0] == 16383
    assert table.scalars["mass_gev"][0] == 2**31 - 1


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
