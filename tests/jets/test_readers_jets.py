"""Which candidates, events and classes jets of other programs get, where a small mistake would go unseen."""

from pathlib import Path

import awkward as ak
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from codesign.errors import ConfigError
from codesign.jets.readers import convert, jet_table
from codesign.jets.readers.source import Source, load_source
from codesign.jets.words import unpack

from .other_files import STEP, imported, pfnano, traintagger, write_root


def test_candidates_of_equal_pt_keep_the_order_of_the_file(tmp_path: Path) -> None:
    columns = {"jet_pt": [70.0], "jet_eta": [0.0], "jet_phi": [0.0], "cand_pt": [[10.0, 20.0, 20.0, 20.0]],
               "cand_eta": [[0.0, 3 * STEP, STEP, 2 * STEP]], "cand_phi": [[0.0] * 4],
               "cand_pdgid": [[22] * 4]}  # fmt: skip
    pq.write_table(pa.table(columns), tmp_path / "x.parquet")
    fields = unpack(imported(tmp_path / "x.parquet")[1].table("sc4").words[0])
    assert fields["pt"][:5].tolist() == [80, 80, 80, 40, 0]
    assert fields["eta"][:4].tolist() == [3, 1, 2, 0]


def test_linked_candidates_of_equal_pt_keep_the_order_of_the_links(tmp_path: Path) -> None:
    """The links of the first jet are to the candidates 2, 0 and 1."""
    columns = pfnano() | {
        "PFCands_pt": ak.Array([[10.0, 10.0, 10.0], [9.0]]), "PFCands_eta": ak.Array([[0.0, STEP, 2 * STEP], [0.0]]),
        "JetPFCands_jetIdx": ak.Array([[0, 0, 0], [-1]]), "JetPFCands_pFCandsIdx": ak.Array([[2, 0, 1], [0]]),
    }  # fmt: skip
    table = imported(write_root(tmp_path / "x.root", "Events", columns))[1].table("sc4")
    assert unpack(table.words[0])["eta"][:3].tolist() == [2, 0, 1]


def test_jets_of_an_event_are_in_one_split_in_whichever_chunk_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """250 events of two jets, read in chunks of 100 events."""
    monkeypatch.setattr(convert, "CHUNK_BYTES", 1)
    events = 250
    pairs = {"Jet_pt": [10.0, 10.0], "PFCands_pt": [10.0, 10.0], "PFCands_pdgId": [22, 22], "PFCands_charge": [0, 0],
             "JetPFCands_jetIdx": [0, 1], "JetPFCands_pFCandsIdx": [0, 1]}  # fmt: skip
    columns = {name: ak.Array([pairs.get(name, [0.0, 0.0])] * events) for name in pfnano()}
    scalars = imported(write_root(tmp_path / "x.root", "Events", columns))[1].table("sc4").scalars
    assert scalars["event"].tolist() == [event for event in range(events) for _ in range(2)]
    splits = scalars["split"].reshape(events, 2)
    assert (splits[:, 0] == splits[:, 1]).all()
    train, validation, test = np.bincount(splits[:, 0])
    assert abs(train - 200) < 4 * 6.4  # four standard deviations of 250 events at 80 %, and below at 10 %
    assert abs(validation - 25) < 4 * 4.8
    assert abs(test - 25) < 4 * 4.8


def test_conditions_without_the_sign(tmp_path: Path) -> None:
    """TrainTagger takes d, u and s quarks and antiquarks as light, and leaves out jets beyond 2.4 on both sides."""
    light = {"jet_genmatch_hflav": np.array([0, 0]), "jet_genmatch_pflav": np.array([-2, 5])}
    none = {"jet_tauflav": np.array([0, 0]), "jet_eta_phys": np.array([1.0, -2.5])}
    path = write_root(tmp_path / "x.root", "outnano/Jets", traintagger("puppicand", 0.25) | light | none)
    result, jets = imported(path, units="hardware")
    assert (result.jets, result.counts[jet_table.CUT], result.classes["light"]) == (1, 1, 1)
    assert jets.table("sc4").scalars["eta"].tolist() == [229]


def test_candidates_relative_to_an_axis_that_the_file_does_not_hold(tmp_path: Path) -> None:
    """The axis is 0, also where the last jet has no candidates."""
    relative = {"unit": "radian", "sign": "candidate - jet"}
    source = Source.model_validate({
        "name": "mine", "title": "mine", "container": "parquet", "lost": "-", "verified": "-",
        "candidate": {"pt": {"column": "pt", "unit": "GeV"}, "eta": {"column": "eta", **relative},
                      "phi": {"column": "phi", **relative}},
    })  # fmt: skip
    columns = {"pt": [[10.0], [20.0], [0.0]], "eta": [[STEP], [-2 * STEP], [0.0]], "phi": [[0.0]] * 3}
    pq.write_table(pa.table(columns), tmp_path / "x.parquet")
    result, jets = imported(tmp_path / "x.parquet", source=source)
    assert (result.jets, result.counts[jet_table.EMPTY]) == (2, 1)
    assert unpack(jets.table("sc4").words)["eta"][:, 0].tolist() == [1, -2]
    assert jets.table("sc4").scalars["eta"].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("jet", "unit", "message"),
    [
        ("pt: {column: a, unit: radian}", "GeV", "pt cannot be in radian; use one of GeV, hardware"),
        ("pt: {column: a, unit: jet}", "GeV", "pt cannot be in jet; use one of GeV, hardware"),
        ("eta: {column: a, unit: GeV}", "GeV", "eta cannot be in GeV; use one of radian, hardware"),
        ("event: a", "jet", "pt of the candidates is a share of that of the jet; give `pt` of the jet too"),
    ],
)
def test_units_that_jets_cannot_have_are_refused_with_the_source(
    tmp_path: Path, jet: str, unit: str, message: str
) -> None:
    angles = "eta: {column: c, unit: radian}, phi: {column: d, unit: radian}"
    (tmp_path / "mine.yaml").write_text(
        f"name: mine\ntitle: mine\ncontainer: root\nlost: none\nverified: none\njet: {{{jet}}}\n"
        f"candidate: {{pt: {{column: b, unit: {unit}}}, {angles}}}\n"
    )
    with pytest.raises(ConfigError, match=f"mine.yaml.*{message}"):
        load_source(tmp_path / "mine.yaml")


def test_candidates_whose_pt_is_a_share_of_that_of_the_jet(tmp_path: Path) -> None:
    source = Source.model_validate({
        "name": "mine", "title": "mine", "container": "parquet", "lost": "-", "verified": "-",
        "jet": {"pt": {"column": "jet_pt", "unit": "GeV"}},
        "candidate": {"pt": {"column": "share", "unit": "jet"}, "eta": {"column": "eta", "unit": "radian"},
                      "phi": {"column": "eta", "unit": "radian"}},
    })  # fmt: skip
    pq.write_table(pa.table({"jet_pt": [40.0], "share": [[0.75, 0.25]], "eta": [[0.0, 0.0]]}), tmp_path / "x.parquet")
    table = imported(tmp_path / "x.parquet", source=source)[1].table("sc4")
    assert unpack(table.words[0])["pt"][:3].tolist() == [120, 40, 0]
