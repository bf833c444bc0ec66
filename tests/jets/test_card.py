import io
import json
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from codesign.cli.jets_card import print_card
from codesign.jets.card import data_card, matched_response
from codesign.jets.classes import CLASSES
from codesign.jets.drawing import PANEL_WIDTH, draw, panels
from codesign.jets.store import JetFile, JetTable

from .synthetic import jet_file, jet_table


def printed(jets: JetFile) -> str:
    console = Console(file=io.StringIO(), width=130)
    print_card(data_card(jets), console)
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_counts_add_up() -> None:
    card = data_card(jet_file(300))
    assert set(card["tables"]) == {"sc4", "sc8"}
    for table in card["tables"].values():
        assert table["jets"] == 300
        assert table["events"] == 100
        assert sum(table["splits"].values()) == 300
        assert sum(sum(c["splits"].values()) for c in table["classes"].values()) == 300
        assert sum(table["processes"].values()) == 300
        assert table["out_of_range"].keys() >= {"pt", "deta"}
    assert list(card["tables"]["sc4"]["classes"]) == [*CLASSES, "unlabelled"]


def test_a_card_is_plain_json_and_names_its_content() -> None:
    jets = jet_file(30)
    card = data_card(jets)
    assert json.loads(json.dumps(card, allow_nan=False)) == card
    assert card["sha256"] == jets.digest()
    assert card["manifest"]["seed"] == 1


def test_response_is_of_matched_jets_only() -> None:
    table = jet_table("sc4", 200, seed=4)
    gen = table.scalars["pt"] * np.float32(0.25) / np.float32(0.8)
    gen[::2] = 0
    scalars = dict(table.scalars) | {"gen_pt_gev": gen, "label": np.zeros(200, np.int8)}
    card = data_card(JetFile({"sc4": JetTable(table.words, scalars)}, {}))
    response = card["tables"]["sc4"]["classes"]["b"]["pt_response"]
    assert response["jets"] == 100
    assert response["median"] == pytest.approx(0.8, rel=1e-6)
    assert response["width"] == pytest.approx(0, abs=1e-6)
    assert len(matched_response(np.ones(2), np.zeros(2))) == 0


def test_saturated_features_are_counted_and_printed() -> None:
    table = jet_table("sc4", 60, seed=4)
    scalars = dict(table.scalars) | {"eta": np.full(60, 2000, np.int16)}
    jets = JetFile({"sc4": JetTable(table.words, scalars)}, {"processes": ["qcd"]})
    filled = data_card(jets)["tables"]["sc4"]
    assert filled["out_of_range"]["deta"] == filled["filled_slots"] > 0
    assert f"deta {filled['filled_slots']:,}" in printed(jets)


def test_the_printed_card_shows_what_a_reader_needs() -> None:
    text = printed(jet_file(300))
    for expected in ("sc4: 300 jets of 100 events", "tau_plus", "mean pile-up 200", "ttbar 99", "codesign 0.1.0"):
        assert expected in text


def test_empty_and_single_jet_files_have_a_card_and_a_picture(tmp_path: Path) -> None:
    for jets in (0, 1):
        assert f"sc4: {jets} jets" in printed(jet_file(jets))
    draw(jet_file(0), tmp_path / "card.png")
    assert (tmp_path / "card.png").stat().st_size > 10_000


def test_the_panels_are_also_pictures_of_their_own() -> None:
    pictures = panels(jet_file(30))
    assert len(pictures) == 6
    for what, picture in pictures.items():
        width = int.from_bytes(picture[16:20], "big")  # PNG: signature, length and name of IHDR, then width and height
        assert picture.startswith(b"\x89PNG"), what
        assert width == PANEL_WIDTH, what
    assert list(panels(JetFile({"sc8": jet_table("sc8", 30, seed=2)}, {}))) == ["Mass of the wide jets"]


def test_a_picture_of_one_table_is_drawn_without_touching_the_users_style(tmp_path: Path) -> None:
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    draw(JetFile({"sc4": jet_table("sc4", 50, seed=2)}, {}), tmp_path / "card.svg")
    assert dict(mpl.rcParams) == before
    text = (tmp_path / "card.svg").read_text()
    assert text.startswith("<?xml")
    assert "CMS" not in text
