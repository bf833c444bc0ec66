"""The password of a study's storage is used, but never shown and never written to a file."""

import json
import subprocess
import sys
from functools import partial

import optuna
import pytest
import yaml

from codesign.base import config
from codesign.base.config import hide_passwords
from codesign.errors import ConfigError
from codesign.sweep import Sweep, SweepConfig
from codesign.sweep.search import StudySearch, open_study
from codesign.sweep.storage import PASSWORD, storage

SECRET = "s3cr+t"
DESIGN = "architecture: {name: mlp, sizes: {hidden: [2]}}\n"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("postgresql://ann:pw@host/db", "postgresql://ann:***@host/db"),
        ("postgresql+psycopg2://ann:p@w@host:5432/db", "postgresql+psycopg2://ann:***@host:5432/db"),
        ("mysql://ann:p/w?:@host/db", "mysql://ann:***@host/db"),
        ("postgresql://host/db?user=ann&password=pw&sslmode=require",
         "postgresql://host/db?user=ann&password=***&sslmode=require"),
        ("postgresql://ann@host/db", "postgresql://ann@host/db"),
        ("sqlite:////data/a:b@c.db", "sqlite:////data/a:b@c.db"),
        ("journal:runs/study.log", "journal:runs/study.log"),
        ("cannot open 'redis://:pw@host' now", "cannot open 'redis://:***@host' now"),
    ],
)  # fmt: skip
def test_passwords_are_hidden_and_the_rest_is_shown(written, shown):
    assert hide_passwords(written) == shown


def asked(folder, url):
    (folder / "design.yaml").write_text(DESIGN)
    document = {
        "design": "design.yaml",
        "axes": [{"precision.weights": [3, 4]}],
        "search": {"method": "tpe", "storage": url},
    }
    path = folder / "sweep.yaml"
    path.write_text(yaml.safe_dump(document))
    return path, config.load(path, SweepConfig)


def test_what_is_kept_of_a_sweep_has_no_password(tmp_path):
    path, made = asked(tmp_path, f"postgresql://ann:{SECRET}@host/db")
    Sweep(tmp_path / "runs", path, made).save()
    for kept in (tmp_path / "runs").iterdir():
        assert SECRET not in kept.read_text()
    state = json.loads((tmp_path / "runs" / "sweep.json").read_text())
    assert state["asked"]["search"]["storage"] == "postgresql://ann:***@host/db"
    assert made.search.storage == f"postgresql://ann:{SECRET}@host/db", "it is needed to open the study"
    assert SECRET not in repr(made)


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://ann:{SECRET}@localhost:1/db",  # without its driver or its server
        f"postgresql://ann:{SECRET}@localhost:port/db",
        f"nosuch://ann:{SECRET}@localhost/db",
        f"postgresql://ann@localhost:1/db?password={SECRET}",
        f"not a URL ://ann:{SECRET}@host",
    ],
)
def test_the_errors_of_a_storage_do_not_show_it(url, tmp_path):
    path, made = asked(tmp_path, url)
    with pytest.raises(ConfigError, match=r"search\.storage") as refused:
        open_study(made, path, tmp_path)
    assert SECRET not in str(refused.value)
    assert refused.value.__suppress_context__


@pytest.mark.parametrize("call", ["optuna.create_study", "optuna.Study.ask", "optuna.Study.tell"])
def test_a_library_that_quotes_it_as_the_server_takes_it_is_masked(call, tmp_path, monkeypatch):
    """The database may go away at any time: at the beginning, while points are drawn, or while results are told."""
    path, made = asked(tmp_path, f"sqlite:///{tmp_path}/study.db")
    searching = StudySearch(made, path, tmp_path)
    batch = next(searching.batches())
    # from here on, the URL has a password
    monkeypatch.setattr(searching, "sweep_config", asked(tmp_path, "postgresql://ann:p%40ss@host/db")[1])
    monkeypatch.setattr("codesign.sweep.search.storage", lambda *asked: f"sqlite:///{tmp_path}/other.db")

    def gone(*arguments, **options):
        raise optuna.exceptions.StorageInternalError("no connection: host=host password=p@ss from p%40ss")

    monkeypatch.setattr(call, gone)
    tell = partial(searching.tell, batch, {design.key: None for design in batch.designs})
    work = tell if call.endswith("tell") else partial(next, searching.batches())
    with pytest.raises(ConfigError, match=r"host=host password=\*\*\* from \*\*\*$"):
        work()


def test_the_command_line_does_not_show_it(tmp_path):
    path, _ = asked(tmp_path, f"nosuch://ann:{SECRET}@localhost/db")
    command = [sys.executable, "-m", "codesign", "sweep", str(path), "-o", str(tmp_path / "runs")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 3
    assert "nosuch://ann:***@localhost/db" in done.stderr.replace("\n", "")
    assert SECRET not in done.stdout + done.stderr


@pytest.mark.parametrize(
    "text",
    [
        f"design: design.yaml\naxes: []\nsearch: postgresql://ann:{SECRET}@host/db\n",
        f"design: design.yaml\nsearch: {{storage: postgresql://ann:{SECRET}@host/db: x}}\n",
    ],
)
def test_a_config_that_is_wrong_beside_it_does_not_show_it(text, tmp_path):
    path = tmp_path / "sweep.yaml"
    path.write_text(text)
    with pytest.raises(ConfigError) as refused:
        config.load(path, SweepConfig)
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        ("postgresql://ann@host/db", "postgresql://ann:p%40ss%2Fw%3Ard@host/db"),
        ("postgresql://ann:***@host/db", "postgresql://ann:p%40ss%2Fw%3Ard@host/db"),
        ("postgresql://ann:own@host/db", "postgresql://ann:own@host/db"),
        ("sqlite:////data/study.db", "sqlite:////data/study.db"),
    ],
)
def test_the_password_may_come_from_the_environment(url, opened, tmp_path, monkeypatch):
    monkeypatch.setenv(PASSWORD, "p@ss/w:rd")
    assert storage(url, tmp_path) == opened


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"distribution", b"distribution_"),  # a key that Optuna reads
        (b"datetime_start", b"datetime"),
        (b"{", b"\xff"),
    ],
)
def test_a_damaged_journal_is_an_error_that_names_it(tmp_path, old, new):
    (tmp_path / "base.yaml").write_text(DESIGN)
    journal, path = tmp_path / "study.log", tmp_path / "sweep.yaml"
    search = {"method": "random", "trials": 2, "batch": 2, "storage": f"journal:{journal}"}
    axes = [{"precision.weights": [3, 4]}]
    path.write_text(yaml.safe_dump({"name": "s", "design": "base.yaml", "axes": axes, "search": search}))
    asked = config.load(path, SweepConfig)
    next(StudySearch(asked, path, tmp_path).batches())
    content = journal.read_bytes()
    assert old in content
    journal.write_bytes(content.replace(old, new))
    with pytest.raises(ConfigError, match=r"search\.storage: journal:.*study\.log does not work as an Optuna study"):
        next(StudySearch(asked, path, tmp_path).batches())


def test_a_folder_in_the_place_of_a_study_is_named(tmp_path):
    (tmp_path / "study.db").mkdir()
    with pytest.raises(OSError, match=r"study\.db is not a regular file; remove it"):
        storage(None, tmp_path)
