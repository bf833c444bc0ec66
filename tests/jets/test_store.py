import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from codesign.errors import JetsError
from codesign.jets import store
from codesign.jets.store import JetFile, JetTable, load, save

from .synthetic import jet_file


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    save(tmp_path / "jets.npz", jet_file(40))
    return tmp_path / "jets.npz"


def rewrite_manifest(path: Path, **changes: object) -> None:
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    entries["manifest.json"] = json.dumps(json.loads(entries["manifest.json"]) | changes).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)


def test_load_gives_back_what_was_saved(saved: Path) -> None:
    before, after = jet_file(40), load(saved)
    assert after.manifest == before.manifest
    assert set(after.tables) == {"sc4", "sc8"}
    for name, table in before.tables.items():
        np.testing.assert_array_equal(after.tables[name].words, table.words)
        assert after.tables[name].manifest == table.manifest
        assert set(after.tables[name].scalars) == set(table.scalars)
        for key, values in table.scalars.items():
            np.testing.assert_array_equal(after.tables[name].scalar(key), values)
            assert after.tables[name].scalar(key).dtype == values.dtype
    assert after.digest() == before.digest()


def test_the_same_content_gives_the_same_bytes_at_any_time(
    saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time", lambda: 2e9)
    jets = jet_file(40)
    shuffled = dict(reversed(jets.tables.items()))
    save(tmp_path / "again.npz", JetFile(shuffled, dict(reversed(jets.manifest.items()))))
    assert (tmp_path / "again.npz").read_bytes() == saved.read_bytes()


def test_the_digest_changes_with_any_word_scalar_or_manifest_entry() -> None:
    jets = jet_file(40)
    table = jets.tables["sc4"]
    other_words = table.words.copy()
    other_words[3, 1] ^= np.uint64(1)
    changed = [
        JetFile(jets.tables | {"sc4": JetTable(other_words, table.scalars, table.manifest)}, jets.manifest),
        JetFile(
            jets.tables | {"sc4": JetTable(table.words, table.scalars | {"pt": table.scalars["pt"] + 1})}, jets.manifest
        ),
        JetFile(jets.tables, jets.manifest | {"seed": 2}),
    ]
    assert len({jets.digest(), *(j.digest() for j in changed)}) == 4


def test_empty_tables_and_single_jets_survive(tmp_path: Path) -> None:
    for jets in (0, 1):
        save(tmp_path / "few.npz", jet_file(jets))
        assert len(load(tmp_path / "few.npz").table("sc8")) == jets


def test_an_empty_slot_before_a_filled_one_stays_there(tmp_path: Path) -> None:
    words = np.zeros((3, 16), np.uint64)
    words[0, 2] = words[2, 15] = 7
    save(tmp_path / "gaps.npz", JetFile({"sc4": JetTable(words, {})}))
    np.testing.assert_array_equal(load(tmp_path / "gaps.npz").table("sc4").words, words)


def test_a_jet_may_have_more_slots_whether_they_are_filled_or_not(tmp_path: Path) -> None:
    for filled in (3, 40):
        words = np.zeros((2, 48), np.uint64)
        words[0, :filled] = 7
        save(tmp_path / "wide.npz", JetFile({"sc4": JetTable(words, {})}))
        np.testing.assert_array_equal(load(tmp_path / "wide.npz").table("sc4").words, words)
    assert JetFile({"sc4": JetTable(words, {})}).digest() != JetFile({"sc4": JetTable(words[:, :16], {})}).digest()


@pytest.mark.parametrize("slots", [15, 256])
def test_too_few_or_too_many_slots_are_refused(slots: int) -> None:
    with pytest.raises(JetsError, match="16 or more"):
        JetTable(np.zeros((1, slots), np.uint64), {})


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(JetsError, match=r"no jets file at .*gone\.npz; make it with: codesign jets simulate"):
        load(tmp_path / "gone.npz")


@pytest.mark.parametrize("kept", [1, 100, 0.5, -1])
def test_a_truncated_file_is_refused_by_name(saved: Path, kept: float) -> None:
    content = saved.read_bytes()
    size = int(kept * len(content)) if isinstance(kept, float) else kept
    saved.write_bytes(content[:size])
    with pytest.raises(JetsError, match=r"jets\.npz is truncated or corrupt .* simulate the jets again"):
        load(saved)


def test_one_flipped_byte_anywhere_in_the_words_is_found(saved: Path) -> None:
    content = bytearray(saved.read_bytes())
    start = content.index(b"sc4/words.npy") + 200
    for position in range(start, start + 400, 57):
        broken = content.copy()
        broken[position] ^= 0x10
        saved.write_bytes(broken)
        with pytest.raises(JetsError, match="truncated or corrupt"):
            load(saved)


def test_other_files_are_told_apart(saved: Path, tmp_path: Path) -> None:
    np.savez(tmp_path / "other.npz", x=np.zeros(3))
    with pytest.raises(JetsError, match="not a jets file: it has no manifest"):
        load(tmp_path / "other.npz")
    rewrite_manifest(saved, format="something")
    with pytest.raises(JetsError, match="does not say 'codesign-jets'"):
        load(saved)


def test_columns_of_candidates_and_events_come_back(tmp_path: Path) -> None:
    table = jet_file(40).tables["sc4"]
    filled = table.words != 0
    columns = {"vertex": np.where(filled, np.arange(16) - 7, 0).astype(np.int16), "origin": filled.astype(np.int8)}
    events = {"event": np.arange(14), "ht": np.arange(14) * 10}
    save(tmp_path / "all.npz", JetFile({"sc4": JetTable(table.words, table.scalars, {}, columns)}, {}, events))
    jets = load(tmp_path / "all.npz")
    assert set(jets.tables["sc4"].scalars) == set(table.scalars)
    for found, expected in ((jets.tables["sc4"].columns, columns), (jets.events, events)):
        assert set(found) == set(expected)
        for name, values in expected.items():
            np.testing.assert_array_equal(found[name], values)
            assert found[name].dtype == values.dtype
    some = jets.tables["sc4"][np.array([3, 1])]
    np.testing.assert_array_equal(some.columns["vertex"], columns["vertex"][[3, 1]])
    np.testing.assert_array_equal(some.scalars["pt"], table.scalars["pt"][[3, 1]])


def test_a_column_of_another_shape_is_refused() -> None:
    words = jet_file(4).tables["sc4"].words
    with pytest.raises(JetsError, match=r"column vertex has shape \(4, 15\), the words have \(4, 16\)"):
        JetTable(words, {}, {}, {"vertex": np.zeros((4, 15))})


def test_a_file_keeps_the_digest_of_the_version_it_was_written_in(tmp_path: Path) -> None:
    old = JetFile(jet_file(4).tables, {}, version=2)
    save(tmp_path / "old.npz", old)
    assert load(tmp_path / "old.npz").digest() == old.digest() != JetFile(old.tables, {}).digest()


@pytest.mark.parametrize(
    ("content", "name"),
    [  # the first bytes according to the documentation of each format
        (b"root\x00\x00\xf3\xd4", "a ROOT file"),
        (b"root:x:0:0:root:/root:/bin/bash\n", "text, such as YAML or JSON"),
        (b"\x89HDF\r\n\x1a\n\x00", "an HDF5 file"),
        (b"PAR1\x15\x04", "a Parquet file"),
        (b"seed: 1\nmean_pileup: 200\n", "text, such as YAML or JSON"),
        (b"", "an empty file"),
    ],
)
def test_a_file_of_another_format_is_named_and_nobody_is_told_to_delete_it(
    content: bytes, name: str, tmp_path: Path
) -> None:
    path = tmp_path / "jets.root"
    path.write_bytes(content)
    with pytest.raises(JetsError) as error:
        load(path)
    assert f"{path} is {name}, not a jets file" in str(error.value)
    assert "delete" not in str(error.value)
    assert "corrupt" not in str(error.value)


def test_a_truncated_file_is_not_to_be_deleted_either(saved: Path) -> None:
    saved.write_bytes(saved.read_bytes()[:-100])
    with pytest.raises(JetsError, match="truncated or corrupt") as error:
        load(saved)
    assert "delete" not in str(error.value)


def test_a_file_that_unpacks_to_gigabytes_is_refused_before_it_is_unpacked(
    saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(saved, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("sc4/zeros.npy", "w") as entry:
        for _ in range(150):
            entry.write(bytes(1_000_000))
    with pytest.raises(JetsError, match=r"unpacks to 0\.2 GB from 0\.\d MB, which is not plausible"):
        load(saved)


def test_more_than_the_free_memory_is_refused(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store.psutil, "virtual_memory", lambda: type("Memory", (), {"available": 1000}))
    with pytest.raises(JetsError, match=r"unpacks to 0\.0 GB, and 0\.0 GB of memory are free"):
        load(saved)


@pytest.mark.parametrize("values", [np.zeros(3, complex), np.array(["a", "b", "c"]), np.zeros(3, "M8[s]")])
def test_a_scalar_that_is_no_number_is_refused(values: np.ndarray) -> None:
    with pytest.raises(JetsError, match=r"scalar pt holds .*, not real numbers"):
        JetTable(np.zeros((3, 16), np.uint64), {"pt": values})


def test_another_version_is_refused(saved: Path) -> None:
    rewrite_manifest(saved, version=1)
    with pytest.raises(JetsError, match="has version 1, this codesign reads versions 2 and 3"):
        load(saved)


def test_a_table_without_words_is_refused(saved: Path) -> None:
    rewrite_manifest(saved, tables={"sc4": {}, "ak4": {}})
    with pytest.raises(JetsError, match="no words of ak4"):
        load(saved)


def test_a_failed_write_leaves_the_old_file_and_nothing_else(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = saved.read_bytes()

    def disk_full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", disk_full)
    with pytest.raises(OSError, match="No space left on device") as error:
        save(saved, jet_file(50))
    assert error.value.filename == str(saved)
    assert saved.read_bytes() == before
    assert list(saved.parent.iterdir()) == [saved]


def test_a_writer_killed_halfway_leaves_no_file_under_the_name(tmp_path: Path) -> None:
    script = (
        "import os, sys\n"
        "from codesign.jets.store import JetFile, save\n"
        "os.fsync = lambda _: os._exit(9)\n"
        "save(sys.argv[1], JetFile({}, {}))\n"
    )
    run = subprocess.run([sys.executable, "-c", script, str(tmp_path / "jets.npz")], check=False)
    assert run.returncode == 9
    assert not (tmp_path / "jets.npz").exists()


def test_tables_of_the_wrong_shape_are_refused() -> None:
    words = np.zeros((3, 16), np.uint64)
    with pytest.raises(JetsError, match=r"uint64 \(jets, 16 or more\), not uint64 \(3, 8\)"):
        JetTable(words[:, :8], {})
    with pytest.raises(JetsError, match="not int64"):
        JetTable(words.astype(np.int64), {})
    with pytest.raises(JetsError, match=r"scalar pt has shape \(2,\), the table has 3 jets"):
        JetTable(words, {"pt": np.zeros(2, np.int16)})
    with pytest.raises(JetsError, match="a scalar must not be called slots"):
        JetTable(words, {"slots": np.zeros(3)})


def test_unknown_tables_and_scalars_are_named() -> None:
    with pytest.raises(JetsError, match="no table 'ak4' in this jets file; it has sc4, sc8"):
        jet_file(3).table("ak4")
    with pytest.raises(JetsError, match="no scalar 'charge'; they have candidates, eta, event"):
        jet_file(3).table("sc4").scalar("charge")


def test_a_manifest_that_json_cannot_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(JetsError, match="manifest of the jets cannot be written as JSON"):
        save(tmp_path / "jets.npz", JetFile({}, {"path": Path("x")}))
    assert not list(tmp_path.iterdir())


def test_reading_words_and_features_loads_no_plotting_or_training_library() -> None:
    script = (
        "import sys, codesign.jets.store, codesign.jets.features, codesign.jets.dataset, codesign.jets.card\n"
        "print([m for m in ('matplotlib', 'mplhep', 'keras', 'tensorflow', 'sklearn') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
    assert store.FORMAT == "codesign-jets"


def test_a_number_that_is_none_in_a_scalar_is_named() -> None:
    words = np.zeros((1, 16), np.uint64)
    with pytest.raises(JetsError, match="scalar pt_gev is nan at row 0"):
        JetTable(words, {"pt_gev": np.array([np.nan])}, {})
