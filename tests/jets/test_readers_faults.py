"""Faulty and damaged files of other programs."""

from pathlib import Path

import awkward as ak
import h5py
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from codesign.jets.readers import find
from codesign.jets.words import unpack

from .other_files import imported, jetclass, pfnano, refused, traintagger, write_hls4ml, write_root


def test_units_that_a_file_does_not_tell_are_never_guessed(tmp_path: Path) -> None:
    path = write_root(tmp_path / "x.root", "outnano/Jets", traintagger("puppicand", 0.25))
    assert "--units gev or --units hardware" in refused(path)
    assert "add up to 4 times the pT of their jets" in (message := refused(path, units="gev"))
    assert message.endswith("try --units hardware")


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
