"""Dumps of whole events, packed here bit by bit from the public description of the scouting clients."""

import struct
from pathlib import Path
from typing import Any

import awkward as ak
import numpy as np
import pytest
import uproot

from codesign.errors import ConfigError
from codesign.jets.readers import convert, native64
from codesign.jets.readers.events import CUT_EVENTS, SPARE_BITS
from codesign.jets.readers.source import load_source
from codesign.jets.words import unpack

from .other_files import STEP, imported, refused, write_hls4ml, write_root


def charged(pt: int, eta: int, phi: int, kind: int, z0: int, dxy: int, quality: int) -> int:
    direction = pt | (eta & 0xFFF) << 14 | (phi & 0x7FF) << 26 | kind << 37
    return direction | (z0 & 0x3FF) << 40 | dxy << 50 | quality << 58


def neutral(pt: int, eta: int, phi: int, kind: int, weight: int, emid: int) -> int:
    return pt | (eta & 0xFFF) << 14 | (phi & 0x7FF) << 26 | kind << 37 | weight << 40 | emid << 49


def event(*words: int, error: int = 0, run: int = 3, orbit: int = 77, bx: int = 5) -> list[int]:
    return [0b10 << 62 | error << 61 | run << 56 | orbit << 24 | bx << 12 | len(words), *words]


PION, PHOTON = charged(400, 100, 50, 3, -17, 12, 5), neutral(200, 110, 50, 1, 200, 9)
SOFT = neutral(40, -300, 0, 0, 128, 0)  # 10 GeV, far from the others: no jet of 15 GeV
AT_THE_SEAM, BEYOND = charged(100, 0, 720, 2, 0, 0, 7), charged(60, 0, -719, 6, 0, 0, 7)
FORWARD = charged(100, 600, 0, 2, 0, 0, 7)  # eta 2.62
EVENTS = [
    event(PHOTON, SOFT, PION),
    event(PION, error=1),
    event(),
    event(BEYOND, AT_THE_SEAM, FORWARD, bx=3563, orbit=2**32 - 1),
]


def dump(path: Path, *events: list[int]) -> Path:
    path.write_bytes(b"".join(struct.pack(f"<{len(words)}Q", *words) for words in events))
    return path


def check_jets(table: Any, weights: list[int]) -> None:
    """Two jets, by hand.

    Of the first, the axis is the pion's moved by 200 * 10 / 600 = 3.3 in eta, truncated. Of the second, whose
    candidates are one step apart across the seam of phi, it is moved by 60 / 160 = 0.4, truncated, and 720 is -720.
    """
    assert {name: table.scalars[name].tolist() for name in ("pt", "eta", "phi", "event", "label", "candidates")} == {
        "pt": [600, 160], "eta": [103, 0], "phi": [50, -720], "event": [0, 3], "label": [-1, -1], "candidates": [2, 2],
    }  # fmt: skip
    fields = {name: values[:, :3].tolist() for name, values in unpack(table.words).items()}
    assert fields["pt"] == [[400, 200, 0], [100, 60, 0]]
    assert fields["eta"] == [[100, 110, 0], [0, 0, 0]]
    assert fields["phi"] == [[50, 50, 0], [720, -719, 0]]
    assert fields["id"] == [[3, 1, 0], [2, 6, 0]]
    assert fields["z0"] == [[-17, 0, 0], [0, 0, 0]]
    assert fields["quality"] == [[5, 0, 0], [7, 7, 0]]
    assert fields["puppi_weight"] == [[0, *weights], [0, 0, 0]]


@pytest.mark.parametrize("padding", [[], [0], [0, 0, 0]])
def test_native64(tmp_path: Path, padding: list[int]) -> None:
    result, jets = imported(dump(tmp_path / "any.name", padding, *(each + padding for each in EVENTS)))
    assert (result.source.name, result.rows, result.jets, result.counts[CUT_EVENTS]) == ("scouting_native64", 4, 2, 1)
    check_jets(jets.table("sc4"), [200, 0])
    assert jets.table("sc4").words[0, :3].tolist() == [PION, PHOTON, 0]  # bit for bit


def columns_of(form: str) -> dict[str, Any]:
    words = [each[1:] for each in EVENTS]
    fields = [[(w & 0x3FFF, w >> 14 & 0xFFF, w >> 26 & 0x7FF, w >> 37 & 7, w) for w in each] for each in words]
    signed = {
        "pt": [[f[0] for f in each] for each in fields],
        "eta": [[f[1] - (f[1] > 2047) * 4096 for f in each] for each in fields],
        "phi": [[f[2] - (f[2] > 1023) * 2048 for f in each] for each in fields],
        "z0": [[(f[4] >> 40 & 0x1FF) - (f[4] >> 49 & 1) * 512 if f[3] > 1 else 0 for f in each] for each in fields],
        "quality": [[f[4] >> 58 & 7 if f[3] > 1 else 0 for f in each] for each in fields],
    }
    kinds = [[f[3] for f in each] for each in fields]
    columns: dict[str, Any] = {"good": np.array([True, False, True, True])}
    if form in ("Puppi", "Puppi_packed"):
        return columns | {form: ak.values_astype(ak.Array(words), "u8")}
    if form == "ints":
        columns["Puppi_pid"] = ak.values_astype(ak.Array(kinds), "u1")
        columns["Puppi_dxy"] = ak.values_astype(ak.Array([[0] * len(each) for each in words]), "i1")
        return columns | {f"Puppi_{name}": ak.values_astype(ak.Array(v), "i2") for name, v in signed.items()}
    pdg = np.array([130, 22, -211, 211, 11, -11, 13, -13])
    columns["Puppi_pdgId"] = ak.Array([[int(pdg[kind]) for kind in each] for each in kinds])
    steps = {"pt": 0.25, "eta": STEP, "phi": STEP, "z0": 0.05}
    floats = {name: ak.values_astype(ak.Array(signed[name]), "f4") * np.float32(step) for name, step in steps.items()}
    return columns | {f"Puppi_{name}": v for name, v in (floats | {"quality": ak.Array(signed["quality"])}).items()}


@pytest.mark.parametrize(
    ("form", "source", "weights"),
    [
        ("Puppi", "scouting_words", [200, 0]),
        ("Puppi_packed", "scouting_words_old", [200, 0]),
        ("ints", "scouting_ints", [256, 0]),
        ("floats", "scouting_floats", [256, 0]),
    ],
)
@pytest.mark.parametrize("as_tree", [True, False])
def test_root_forms(tmp_path: Path, form: str, source: str, weights: list[int], as_tree: bool) -> None:
    path = tmp_path / "x.root"
    if as_tree:
        write_root(path, "Events", columns_of(form))
    else:
        with uproot.recreate(path) as file:
            file.mkrntuple("Events", columns_of(form))
    result, jets = imported(path)
    assert result.source.name == source
    check_jets(jets.table("sc4"), weights)


def test_the_result_does_not_depend_on_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """500 events, read 100 at a time; headers are looked for in blocks of three words."""
    path = dump(tmp_path / "x.dump", *(EVENTS * 125))
    imported(path)
    whole = (tmp_path / "jets.npz").read_bytes()
    monkeypatch.setattr(convert, "CHUNK_BYTES", 1)
    monkeypatch.setattr(native64, "_SCANNED_BYTES", 24)
    imported(path)
    assert (tmp_path / "jets.npz").read_bytes() == whole


def test_wide_jets_of_the_same_events(tmp_path: Path) -> None:
    """R = 0.8 is 183 steps: a candidate 150 steps away is in the jet, and is not in one of R = 0.4."""
    path = dump(tmp_path / "x", event(PION, neutral(200, 250, 50, 0, 256, 0)))
    assert imported(path)[1].table("sc4").scalars["pt"].tolist() == [400, 200]
    assert imported(path, table="sc8")[1].table("sc8").scalars["pt"].tolist() == [600]


def test_a_file_cut_off_at_any_byte_is_a_named_error(tmp_path: Path) -> None:
    path = dump(tmp_path / "x", *EVENTS)
    content = path.read_bytes()
    ends = np.cumsum([8 * len(each) for each in EVENTS]).tolist()
    for size in range(len(content)):
        if size not in ends:
            path.write_bytes(content[:size])
            message = refused(path)
            assert str(path) in message
            if size > ends[0]:
                assert f"it ends inside event {sum(end < size for end in ends)}" in message


def test_words_that_are_no_headers_are_refused(tmp_path: Path) -> None:
    for bad in (PION, EVENTS[0][0] | 0xF00, EVENTS[0][0] | 0xFFF << 12, 0b11 << 62, 1):
        path = dump(tmp_path / "x", EVENTS[0], EVENTS[2], [bad], EVENTS[3])
        assert f"the word {bad:#018x} at byte 40, where event 2 begins, is not the header" in refused(path)


def test_a_header_that_claims_more_than_the_file_holds(tmp_path: Path) -> None:
    path = dump(tmp_path / "x", EVENTS[0], [event()[0] | 255, PION])
    assert "it ends inside event 1" in refused(path)


def test_spare_bits_of_words(tmp_path: Path) -> None:
    path = dump(tmp_path / "x", event(PION | 1 << 61), event(PION))
    assert f"1 {SPARE_BITS}" in refused(path)
    assert imported(path, faulty="drop")[1].table("sc4").scalars["event"].tolist() == [1]
    assert imported(path, faulty="repair")[1].table("sc4").words[:, 0].tolist() == [PION, PION]


def test_no_event_with_a_jet_is_an_error(tmp_path: Path) -> None:
    assert "no jets are left of 2 rows" in refused(dump(tmp_path / "x", event(SOFT), event(PION, error=1)))


def test_words_are_unsigned_integers(tmp_path: Path) -> None:
    columns = columns_of("Puppi") | {"Puppi": ak.Array([[1.0], [], [], []])}
    assert "PUPPI words are uint64" in refused(write_root(tmp_path / "x.root", "Events", columns))


def test_a_table_is_chosen_for_events_only(tmp_path: Path) -> None:
    message = refused(write_hls4ml(tmp_path / "x.h5"), table="sc4")
    assert message.startswith("--table sc4: files of hls4ml_lhc_jets hold jets of sc8")


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("candidate: {word: W}", "give `cone` too"),
        ("cone: {}\ncandidate: {word: W, emid: {column: E, unit: hardware}}", "leave out what is beside `word`"),
        ("cone: {}\njet: {pt: {column: P, unit: GeV}}\ncandidate: {word: W}", "the rows are events"),
    ],
)
def test_contradictions_in_a_source_of_events(tmp_path: Path, lines: str, message: str) -> None:
    (tmp_path / "s.yaml").write_text(
        f"name: n\ntitle: t\ncontainer: native64\nlost: nothing\nverified: none yet\n{lines}\n", encoding="utf-8"
    )
    with pytest.raises(ConfigError, match=message):
        load_source(tmp_path / "s.yaml")
