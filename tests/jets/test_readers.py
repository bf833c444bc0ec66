"""Files of other programs, written here from their public descriptions with the libraries that those programs use."""

import re
from pathlib import Path
from typing import get_args

import h5py
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import uproot

from codesign.errors import Notice
from codesign.jets.readers import convert, jet_table
from codesign.jets.readers.quantise import Units
from codesign.jets.readers.source import (
    Angle,
    Candidates,
    Case,
    Condition,
    Cone,
    Jet,
    Links,
    Particles,
    Sign,
    Source,
    shipped,
)
from codesign.jets.readers.table import markdown
from codesign.jets.store import load, open_jets
from codesign.jets.words import unpack

from .other_files import imported, jetclass, pfnano, traintagger, write_hls4ml, write_root


def test_both_ways_in_which_root_stores_columns_are_read(tmp_path: Path) -> None:
    with uproot.recreate(tmp_path / "x.root") as file:
        file.mkrntuple("tree", jetclass())
    assert imported(tmp_path / "x.root")[0].classes["t_bqq"] == 1


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
    assert result.counts[jet_table.UNSORTED] == 5


@pytest.mark.parametrize(("prefix", "tree"), [("puppicand", "outnano/Jets"), ("pfcand", "outnano/jets")])
@pytest.mark.parametrize(("units", "step"), [("gev", 1.0), ("hardware", 0.25)])
def test_traintagger_ntuples_of_both_kinds_and_both_units(
    tmp_path: Path, prefix: str, tree: str, units: Units, step: float
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


def test_candidates_are_found_by_links_and_jets_of_an_event_stay_together(tmp_path: Path) -> None:
    result, jets = imported(write_root(tmp_path / "x.root", "Events", pfnano()))
    table = jets.table("sc4")
    assert result.counts[jet_table.EMPTY] == 1
    assert table.scalars["event"].tolist() == [0, 0]
    assert len(set(table.scalars["split"].tolist())) == 1
    first, second = (unpack(words) for words in table.words)
    assert first["pt"][:3].tolist() == [80, 40, 0]
    assert first["id"][:2].tolist() == [3, 0]
    assert first["z0"][:2].tolist() == [2, 0]
    assert first["puppi_weight"][:2].tolist() == [0, 128]
    assert (second["id"][0], second["z0"][0], second["dxy"][0]) == (7, 10, 13)


def test_parquet(tmp_path: Path) -> None:
    columns = {"jet_pt": [30.0], "jet_eta": [0.0], "jet_phi": [0.0], "cand_pt": [[10.0, 20.0]],
               "cand_eta": [[0.0, 0.0]], "cand_phi": [[6.28, 0.0]], "cand_pdgid": [[22, 11]]}  # fmt: skip
    pq.write_table(pa.table(columns), tmp_path / "x")
    result, jets = imported(tmp_path / "x")
    fields = unpack(jets.table("sc4").words[0])
    assert fields["id"][:2].tolist() == [4, 1]
    assert fields["phi"][:2].tolist() == [0, -1]  # 6.28 is 1439.3 steps, a turn is 1440
    assert result.counts["candidates whose phi was brought back by a turn"] == 1


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


def test_every_key_of_a_source_is_explained() -> None:
    text = Path("docs/readers.md").read_text().partition("| key | meaning |")[2].partition("`NAME[3]`")[0]
    for record in (Source, Jet, Candidates, Particles, Angle, Condition, Case, Links, Cone):
        assert [key for key in record.model_fields if not re.search(rf"`{key}(: \w+)?`", text)] == []
    for value in (*get_args(Sign), "absolute"):
        assert f"`{value}`" in text
