import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from codesign.cli.simulate import simulate_with_progress
from codesign.errors import JetsError
from codesign.jets.simulation import simulate as simulation
from codesign.jets.simulation.config import SimulationConfig
from codesign.jets.simulation.simulate import pool_chunks, process_chunks, simulate
from codesign.jets.store import load
from codesign.jets.words import unpack

POOL = {"train": 6, "validation": 3, "test": 3}
CONFIG = SimulationConfig(
    seed=5, mean_pileup=3.0, pool_events=POOL, chunk_events=6, processes={"ttbar": 20, "ttbar_boosted": 10}
)
WITHOUT_PILEUP = CONFIG.model_copy(update={"mean_pileup": 0.0, "processes": {"ttbar_boosted": 10}})


def kill_after(chunks: int) -> Callable[[int, int], None]:
    """A progress callback that acts like Ctrl-C once some chunks are there."""
    calls = 0

    def progress(done: int, total: int) -> None:
        nonlocal calls
        calls += 1
        if calls > chunks:
            raise KeyboardInterrupt

    return progress


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run killed with its pools and two of its chunks made; copy it before going on."""
    output = tmp_path_factory.mktemp("killed") / "jets.npz"
    with pytest.raises(KeyboardInterrupt):
        simulate(CONFIG, output, progress=kill_after(len(pool_chunks(CONFIG)) + 2))
    assert not output.exists()
    return output


def copy_of(killed: Path, folder: Path) -> Path:
    shutil.copytree(killed.with_name("jets.npz.parts"), folder / "jets.npz.parts")
    return folder / "jets.npz"


@pytest.fixture(scope="module")
def resumed(killed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = copy_of(killed, tmp_path_factory.mktemp("resumed"))
    simulate(CONFIG, output)
    return output


def test_a_resumed_run_does_only_what_is_missing(killed: Path, tmp_path: Path) -> None:
    output = copy_of(killed, tmp_path)
    seen: list[tuple[int, int]] = []
    summary = simulate(CONFIG, output, progress=lambda done, total: seen.append((done, total)))
    assert seen[0] == (24, 42)
    assert seen[-1] == (42, 42)
    assert (summary.events, summary.made_events) == (30, 18)
    assert not (tmp_path / "jets.npz.parts").exists()


def test_bytes_do_not_depend_on_the_jobs_nor_on_what_was_there(killed: Path, resumed: Path, tmp_path: Path) -> None:
    output = copy_of(killed, tmp_path)
    for part in output.with_name("jets.npz.parts").glob("ttbar-*"):
        part.unlink()
    simulate(CONFIG, output, jobs=2)
    assert output.read_bytes() == resumed.read_bytes()


def test_an_event_file_beside_the_sample_holds_all_its_jets(killed: Path, resumed: Path, tmp_path: Path) -> None:
    output, beside = copy_of(killed, tmp_path), tmp_path / "events.npz"
    seen: list[tuple[int, int]] = []
    simulate(CONFIG, output, progress=lambda done, total: seen.append((done, total)), event_file=beside)
    assert seen[0] == (12, 42)  # the two chunks that are there have no crossings yet
    assert output.read_bytes() == resumed.read_bytes()
    jets, events = load(output).tables["sc4"], load(beside)
    assert len(events.events["event"]) == 30
    assert events.manifest["crossings"]
    every = events.tables["sc4"]
    rows = {tuple(row) for row in zip(every.scalar("event"), every.scalar("rank"), every.scalar("pt"), strict=True)}
    kept = list(zip(jets.scalar("event"), jets.scalar("rank"), jets.scalar("pt"), strict=True))
    assert len(rows) == len(every) > len(kept)
    assert set(kept) <= rows
    first = every.scalar("event") == events.events["event"][0]
    assert every.scalar("weight")[first][0] == events.events["weight"][0]


def test_the_sample(resumed: Path) -> None:
    jets = load(resumed)
    assert jets.manifest["events"] == {"ttbar": 20, "ttbar_boosted": 10}
    assert 300 < jets.manifest["cross_section_pb"]["ttbar"] < 900
    narrow, wide = jets.tables["sc4"], jets.tables["sc8"]
    assert len(narrow) > 60
    assert len(wide) > 10
    for table in (narrow, wide):
        split, event = table.scalar("split"), table.scalar("event")
        assert set(split) == {0, 1, 2}
        assert all(len(set(split[event == each])) == 1 for each in set(event))
        pt = unpack(table.words)["pt"]
        assert (np.diff(pt, axis=1) <= 0).all()
        assert ((pt > 0).sum(axis=1) == np.minimum(table.scalar("candidates"), 16)).all()
        few = table.scalar("candidates") <= 16
        assert (pt.sum(axis=1)[few] == table.scalar("pt")[few]).all()
        assert all(np.isfinite(values).all() for values in table.scalars.values())
    assert narrow.scalar("pt").min() >= 60
    assert wide.scalar("pt").min() >= 400
    assert {0, 2} <= set(narrow.scalar("label"))
    assert {6, 24} & set(wide.scalar("label"))
    ttbar = narrow.scalar("process") == 0
    weight = narrow.scalar("weight")[ttbar][0]
    assert weight == pytest.approx(jets.manifest["cross_section_pb"]["ttbar"] / 20)


def test_without_pileup_no_pool_is_made(tmp_path: Path) -> None:
    assert pool_chunks(WITHOUT_PILEUP) == []
    summary = simulate(WITHOUT_PILEUP, tmp_path / "jets.npz")
    label = load(tmp_path / "jets.npz").tables["sc4"].scalar("label")
    assert summary.jets["sc4"] == len(label) > 15
    assert np.mean(label == 8) < 0.1


def test_parts_of_another_sample_are_refused(killed: Path, tmp_path: Path) -> None:
    output = copy_of(killed, tmp_path)
    with pytest.raises(JetsError, match=r"jets\.npz\.parts holds parts of another sample"):
        simulate(CONFIG.model_copy(update={"seed": 6}), output)


def test_a_part_of_another_sample_is_refused(killed: Path, tmp_path: Path) -> None:
    """As above, but the mark of the folder was lost or moved."""
    output = copy_of(killed, tmp_path)
    other = CONFIG.model_copy(update={"seed": 6})
    (output.with_name("jets.npz.parts") / "fingerprint").write_text(other.fingerprint())
    with pytest.raises(JetsError, match=r"ttbar-train-00000\.npz belongs to another sample"):
        simulate(other, output)


@pytest.mark.parametrize("name", ["ttbar-train-00000.npz", "minimum_bias-train-00000.npz"])
def test_a_truncated_part_is_refused(killed: Path, tmp_path: Path, name: str) -> None:
    output = copy_of(killed, tmp_path)
    part = output.with_name("jets.npz.parts") / name
    part.write_bytes(part.read_bytes()[:-500])
    with pytest.raises(JetsError, match=f"{name}.*delete it"):
        simulate(CONFIG, output)
    assert not output.exists()


def test_chunks_share_out_all_events_and_split_them() -> None:
    config = CONFIG.model_copy(update={"processes": {"qcd": 1003, "bb": 0}, "chunk_events": 100})
    chunks = process_chunks(config)
    assert sum(chunk.events for chunk in chunks) == 1003
    assert {chunk.process for chunk in chunks} == {"qcd"}
    by_split = {s: sum(c.events for c in chunks if c.split == s) for s in ("train", "validation", "test")}
    assert by_split == {"train": 603, "validation": 200, "test": 200}
    assert len({chunk.index for chunk in chunks}) == len(chunks)


@pytest.fixture
def no_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails where anything is simulated."""

    def simulated(*_: object) -> None:
        pytest.fail("simulated before the outputs were checked")

    monkeypatch.setattr(simulation, "prepare", simulated)


@pytest.mark.usefixtures("no_chunk")
@pytest.mark.parametrize("events", ["jets.npz", "./jets.npz", "folder/../jets.npz", "link.npz", "linked/jets.npz"])
def test_one_path_for_both_files_is_refused(events: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "jets.npz").write_bytes(b"old")
    (tmp_path / "link.npz").symlink_to("jets.npz")
    (tmp_path / "linked").symlink_to(tmp_path)
    monkeypatch.chdir(tmp_path)
    for output in (Path("jets.npz"), tmp_path / "jets.npz"):
        with pytest.raises(
            JetsError,
            match=r"the event file .* and the jets file .* are one file; give it another path",
        ):
            simulate(WITHOUT_PILEUP, output, event_file=Path(events))
    assert (tmp_path / "jets.npz").read_bytes() == b"old"


@pytest.mark.usefixtures("no_chunk")
@pytest.mark.parametrize("events", ["jets.npz.parts", "jets.npz.parts/events.npz"])
def test_an_event_file_among_the_parts_would_be_removed_with_them(events: str, tmp_path: Path) -> None:
    with pytest.raises(JetsError, match="would be in"):
        simulate(WITHOUT_PILEUP, tmp_path / "jets.npz", event_file=tmp_path / events)


@pytest.mark.usefixtures("no_chunk")
@pytest.mark.parametrize("bad", ["file/out.npz", "folder", "pipe", "/proc/out.npz"])
@pytest.mark.parametrize("both", [False, True])
def test_outputs_are_checked_before_anything_is_simulated(bad: str, both: bool, tmp_path: Path) -> None:
    """A folder that is a file, a path that is a folder or a pipe, and a place where not even root may write."""
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    refused = tmp_path / bad
    output, events = (tmp_path / "jets.npz", refused) if both else (refused, None)
    with pytest.raises(OSError, match=r".") as error:
        simulate(WITHOUT_PILEUP, output, event_file=events)
    assert error.value.filename == str(refused)
    assert error.value.strerror
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder", "pipe"]


def test_missing_folders_of_the_event_file_are_made(tmp_path: Path) -> None:
    config = WITHOUT_PILEUP.model_copy(update={"processes": {"ttbar_boosted": 3}})
    simulate(config, tmp_path / "jets.npz", event_file=tmp_path / "new" / "folder" / "events.npz")
    assert len(load(tmp_path / "new" / "folder" / "events.npz").events["event"]) == 3


def test_the_configuration_is_not_overwritten(tmp_path: Path) -> None:
    config = tmp_path / "tiny.yaml"
    config.write_text(json.dumps(WITHOUT_PILEUP.document()))  # JSON is YAML
    before = config.read_bytes()
    for output, events in ((config, None), (tmp_path / "jets.npz", tmp_path / "." / "tiny.yaml")):
        with pytest.raises(JetsError, match=r"tiny\.yaml is the configuration, which the jets would overwrite"):
            simulate_with_progress(config, output, 1, Console(), events)
    assert config.read_bytes() == before
