"""`codesign rebuild` of several folders: each is compared, what holds no design is left alone, one difference fails."""

import pytest

from codesign.runs.delivery import shipping
from tests.cli.test_cli import run


@pytest.fixture
def folders(tmp_path, monkeypatch):
    for name in ("same", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "design.yaml").touch()
    (tmp_path / "include").mkdir()
    monkeypatch.setattr(shipping, "rebuild", lambda folder, check: ["net.json"] if folder.name == "other" else [])
    return [str(tmp_path / name) for name in ("include", "same", "other")]


def test_of_several_what_holds_no_design_is_left_alone(folders, monkeypatch, capsys):
    code, printed = run(monkeypatch, capsys, "rebuild", "--check", *folders)
    assert code == 1
    assert "include: no design, skipped" in printed.out
    assert "same: equal, byte for byte" in printed.out
    assert "other/net.json" in printed.out


def test_all_equal_is_success(folders, monkeypatch, capsys):
    code, _ = run(monkeypatch, capsys, "rebuild", "--check", *folders[:2])
    assert not code
