"""A sweep and a run whose pages several modules read, and pages without plots."""

import shutil
from pathlib import Path

import pytest

from codesign.report.write import write_page
from codesign.runs.run import Run
from tests.fake_runs import (
    estimated,
    fake_design,
    fake_jets,
    fake_sweep,
    frozen,
    simulated,
    trained,
)


@pytest.fixture(scope="session")
def jets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fake_jets(tmp_path_factory.mktemp("jets"))


@pytest.fixture(scope="session")
def swept(tmp_path_factory: pytest.TempPathFactory, jets: Path) -> Path:
    """A finished sweep with its page; tests must not change it."""
    folder = fake_sweep(tmp_path_factory.mktemp("sweep"), jets)
    write_page(folder)
    return folder


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory, jets: Path) -> Path:
    """A finished run; copy it before changing it."""
    folder = tmp_path_factory.mktemp("runs") / "run"
    simulated(estimated(frozen(trained(folder, fake_design(jets)))))
    return folder


@pytest.fixture
def run(finished: Path, tmp_path: Path) -> Run:
    return Run.open(shutil.copytree(finished, tmp_path / "run"))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes pictures empty, for tests of the text only."""
    monkeypatch.setattr("codesign.report.page.panels", lambda jets: {})
    monkeypatch.setattr("codesign.report.plots.roc.svg", lambda figure: b"")
