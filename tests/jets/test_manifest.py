"""Errors name the wrong key of a damaged manifest; an event file is not accepted as a file of training jets."""

import io
import json
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from codesign.cli.jets_card import print_card
from codesign.errors import JetsError
from codesign.jets import store
from codesign.jets.card import data_card
from codesign.jets.classes import CLASSES
from codesign.jets.dataset import load_dataset
from codesign.jets.store import JetFile, load, save

from .synthetic import PROCESSES, jet_file
from .test_store import rewrite_manifest


def file_with(path: Path, **manifest: object) -> Path:
    save(path / "jets.npz", jet_file(300))
    rewrite_manifest(path / "jets.npz", manifest=dict(jet_file(300).manifest) | manifest)
    return path / "jets.npz"


def event_file(path: Path, ht: list[int] | None = None) -> Path:
    jets = jet_file(300)
    events = {"event": np.arange(3), **({} if ht is None else {"ht": np.array(ht, np.int32)})}
    save(path / "events.npz", JetFile(jets.tables, dict(jets.manifest) | {"crossings": True}, events))
    return path / "events.npz"


@pytest.mark.parametrize("key", ["classes", "processes"])
@pytest.mark.parametrize(
    ("value", "message"),
    [
        (5, "must be a list of names, found 5"),
        (None, "must be a list of names, found None"),
        ("bclg", "must be a list of names, found 'bclg'"),
        ({"b": 0}, "must be a list of names, found {'b': 0}"),
        ([["b"], ["charm"]], r"must be a list of names, found \[\['b'\], \['charm'\]\]"),
        (["b", 4], r"must be a list of names, found \['b', 4\]"),
        (["b", ""], "must be a list of names"),
        (["b", "charm", "b"], "names 'b' twice"),
    ],
)
def test_names_that_are_not_a_list_of_distinct_texts_are_refused(
    key: str, value: object, message: str, tmp_path: Path
) -> None:
    path = file_with(tmp_path, **{key: value})
    with pytest.raises(JetsError, match=rf"{path} .*`{key}` of the manifest {message}.*; copy it again") as error:
        load_dataset(path)
    with pytest.raises(JetsError) as again:
        load(path)
    assert str(again.value) == str(error.value)


def test_names_must_cover_the_columns(tmp_path: Path) -> None:
    """By hand: labels cycle from -1 to 8, so 30 of 300 jets have label 8; the events cycle through three processes."""
    with pytest.raises(JetsError, match=r"`classes` .* has 8 names, but label is 8 at row 9 of sc4 \(30 such rows\)"):
        load(file_with(tmp_path, classes=list(CLASSES[:8])))
    with pytest.raises(
        JetsError, match=r"`processes` .* has 2 names, but process is 2 at row 6 of sc4 \(99 such rows\)"
    ):
        load(file_with(tmp_path, processes=list(PROCESSES[:2])))
    with pytest.raises(JetsError, match=r"has 0 names"):
        load(file_with(tmp_path, processes=[]))


def test_more_names_than_values_are_fine(tmp_path: Path) -> None:
    path = file_with(tmp_path, classes=[*CLASSES, "strange"], processes=[*PROCESSES, "bb"])
    assert load(path).labels("sc4")["strange"] == len(CLASSES)
    assert load_dataset(path).processes == (*PROCESSES, "bb")


def test_files_without_names_load(tmp_path: Path) -> None:
    save(tmp_path / "bare.npz", JetFile(jet_file(300).tables, {}))
    assert data_card(load(tmp_path / "bare.npz"))["tables"]["sc4"]["processes"] == {}
    assert len(load_dataset(tmp_path / "bare.npz").train) > 0


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        (7, "the manifest must be an object, found 7"),
        ([], r"the manifest must be an object, found \[\]"),
        ({"versions": "1.0"}, "`versions` of the manifest must be an object, found '1.0'"),
        ({"mean_pileup": "200"}, "`mean_pileup` of the manifest must be a number, found '200'"),
        ({"energy_gev": True}, "`energy_gev` of the manifest must be a number, found True"),
    ],
)
def test_what_readers_of_a_manifest_rely_on_is_checked(manifest: object, message: str, tmp_path: Path) -> None:
    save(tmp_path / "jets.npz", jet_file(30))
    rewrite_manifest(tmp_path / "jets.npz", manifest=manifest)
    with pytest.raises(JetsError, match=rf"jets\.npz .*{message}"):
        load(tmp_path / "jets.npz")


def test_an_event_file_is_not_for_training(tmp_path: Path) -> None:
    with pytest.raises(JetsError, match=r"events\.npz is an event file.* give the jets file .* beside it \(`-o`\)"):
        load_dataset(event_file(tmp_path))


def test_the_card_of_an_event_file_says_so(tmp_path: Path) -> None:
    """By hand: HT is in units of 0.25 GeV, so the median of 400, 1201 and 4000 is 300.25 GeV."""
    card = data_card(load(event_file(tmp_path, [4000, 400, 1201])))
    assert card["events"] == {"count": 3, "ht_gev": 300.25}
    assert json.loads(json.dumps(card, allow_nan=False)) == card
    console = Console(file=io.StringIO(), width=200)
    print_card(card, console)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert "event file: all jets of 3 crossings, uncut; median HT 300.2 GeV" in text
    assert data_card(load(event_file(tmp_path)))["events"] == {"count": 3, "ht_gev": None}
    assert "events" not in data_card(jet_file(30))


@pytest.mark.parametrize("ht", [np.zeros(2), np.zeros((3, 2)), np.array(["a", "b", "c"])])
def test_columns_of_events_are_one_number_each(ht: np.ndarray) -> None:
    with pytest.raises(JetsError, match="of the events holds"):
        JetFile({}, {}, {"event": np.arange(3), "ht": ht})


def test_the_shipped_sample_is_named_as_the_user_did(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(store, "SHIPPED", file_with(tmp_path))
    with pytest.raises(JetsError) as error:
        load_dataset("shipped", max_jets=1)
    assert str(error.value).startswith("shipped has no b jets among the 1 that max_jets: 1 leaves")
    with pytest.raises(JetsError, match=r"^shipped stores 16 candidates"):
        load_dataset("shipped", candidates=17)
