"""Where a site's calibration lies, and what happens where there is no such place."""

import json
import pwd
from pathlib import Path

import pytest

from codesign.errors import ConfigError
from codesign.runs.synthesis import bands, calibrate, site

PAIR = {
    "kind": "hls", "design": "tagger", "hls_version": "2023.2", "expected": {"lut": 1000.0}, "vivado": {"lut": 400.0},
    "reports": {"a": "0123"},
}  # fmt: skip


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user with an empty home, in a folder of some work."""
    for name in (site.VARIABLE, "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return tmp_path / "home"


def write(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(PAIR) + "\n")
    return path


def test_it_lies_among_the_user_s_data(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert site.file() == home / ".local/share/codesign/calibration.jsonl"
    monkeypatch.setenv("XDG_DATA_HOME", "relative")  # to be ignored, by the XDG Base Directory Specification
    assert site.file() == home / ".local/share/codesign/calibration.jsonl"
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert site.file() == Path("/data/codesign/calibration.jsonl")
    monkeypatch.setenv(site.VARIABLE, "/site/vivado.jsonl")
    assert site.file() == Path("/site/vivado.jsonl")


def test_it_is_the_same_wherever_one_stands(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(home / ".local/share/codesign/calibration.jsonl")
    (home / "elsewhere").mkdir()
    for folder in (home, home / "elsewhere"):
        monkeypatch.chdir(folder)
        assert [pair.design for pair in bands.site_pairs()] == ["tagger"]


def test_a_file_that_is_named_must_be_there_to_be_read(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert bands.site_pairs() == []
    monkeypatch.setenv(site.VARIABLE, str(home / "mine.jsonl"))
    with pytest.raises(ConfigError, match=r"CODESIGN_CALIBRATION=.*mine\.jsonl: no such file"):
        bands.site_pairs()
    assert calibrate.add([write(home / "others.jsonl")], site.to_write()) == calibrate.Added(1, 0, ())
    assert [pair.design for pair in bands.site_pairs()] == ["tagger"]


def test_a_calibration_where_it_used_to_be_is_mentioned_and_taken_over(home: Path) -> None:
    assert site.left_behind() == ""
    former = write(site.FORMER)
    assert bands.site_pairs() == []
    assert "configs/calibration.jsonl is no longer read; `codesign calibrate configs/cal" in site.left_behind()
    assert calibrate.add([former], site.to_write()) == calibrate.Added(1, 0, ())
    assert calibrate.add([former], site.to_write()) == calibrate.Added(0, 1, ())
    assert [pair.design for pair in bands.site_pairs()] == ["tagger"]


def test_a_calibration_where_it_used_to_be_is_read_where_it_is_named(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(site.FORMER)
    monkeypatch.setenv(site.VARIABLE, str(site.FORMER))
    assert site.left_behind() == ""
    assert [pair.design for pair in bands.site_pairs()] == ["tagger"]


def test_a_place_that_cannot_be_written_is_named(home: Path) -> None:
    (home / "file").parent.mkdir()
    (home / "file").touch()
    with pytest.raises(ConfigError, match=r"file/c\.jsonl: .*; name another with --output or \$CODESIGN_CALIBRATION"):
        calibrate.add([write(home / "others.jsonl")], home / "file" / "c.jsonl")


def test_without_a_home_only_keeping_is_an_error(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(uid: int) -> None:  # as for a user of a container that its /etc/passwd does not list
        raise KeyError(uid)

    monkeypatch.delenv("HOME")
    monkeypatch.setattr(pwd, "getpwuid", unknown)
    write(site.FORMER)
    assert bands.site_pairs() == []
    assert site.left_behind().endswith("takes its pairs over into $CODESIGN_CALIBRATION")
    with pytest.raises(ConfigError, match=r"no home folder .* name a file with --output or \$CODESIGN_CALIBRATION"):
        site.to_write()
