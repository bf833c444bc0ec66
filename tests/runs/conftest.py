"""A run with proved RTL and HLS, for tests of what is proved."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from codesign.cli.app import main
from codesign.runs.run import Run
from tests.fake_runs import estimated, fake_design, fake_jets, frozen, simulated, trained

ALLOWING = """\
part: xcvu13p-flga2577-2-e
slr: 1
interval_ns: 25.0
latency_ns: 1000.0
unrouted: allow
"""


@pytest.fixture(scope="module")
def proved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run with proved RTL and HLS, which passes a budget that allows an unrouted clock; tests must not change it."""
    folder = tmp_path_factory.mktemp("proved")
    simulated(estimated(frozen(trained(folder / "run", fake_design(fake_jets(folder))))))
    (folder / "allowing.yaml").write_text(ALLOWING)
    return folder / "run"


@pytest.fixture
def run(proved: Path, tmp_path: Path) -> Run:
    return Run.open(shutil.copytree(proved, tmp_path / "run"))


@pytest.fixture
def budget(proved: Path) -> str:
    return str(proved.parent / "allowing.yaml")


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Runs the command line; returns the exit code and the printed text in one line."""

    def command(*arguments: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["codesign", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            main()
        printed = capsys.readouterr()
        return int(stop.value.code or 0), " ".join((printed.out + printed.err).split())

    return command
