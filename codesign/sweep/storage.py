"""The storage of a sweep's Optuna study. A password in its URL is used, but never shown or written to a file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from codesign.base.config import HIDDEN, hide_passwords, passwords
from codesign.base.records import BROKEN
from codesign.errors import ConfigError

PASSWORD = "CODESIGN_STORAGE_PASSWORD"  # environment variable with the password of a URL that has none


@contextmanager
def errors_of(url: str | None, config: Path, folder: Path) -> Iterator[None]:
    """Turns errors of the study's storage into a ConfigError that does not show its password."""
    import optuna
    import sqlalchemy

    known = (ImportError, optuna.exceptions.OptunaError, sqlalchemy.exc.SQLAlchemyError, OSError)
    try:
        yield
    except (*known, *BROKEN, AssertionError) as error:  # Optuna raises BROKEN and AssertionError for a damaged study
        said = str(error) if isinstance(error, known) else f"{type(error).__name__}: {error}; is it damaged?"
        where = hide_passwords(url) if url else folder / "study.db"
        raise ConfigError(
            f"{config}: search.storage: {where} does not work as an Optuna study: {_without_secrets(said, url)}"
        ) from None


def storage(url: str | None, folder: Path) -> Any:
    """The `storage` argument of an Optuna study: an object, or a URL with its password; OSError for a wrong file."""
    if url is not None and url.startswith("journal:"):
        from optuna.storages import JournalStorage
        from optuna.storages.journal import JournalFileBackend

        path = Path(url.removeprefix("journal:"))
        _require_file(path)
        return JournalStorage(JournalFileBackend(str(path)))
    folder.mkdir(parents=True, exist_ok=True)
    _require_file(folder / "study.db")
    return _with_password(url) if url else f"sqlite:///{(folder / 'study.db').resolve()}"


def _require_file(path: Path) -> None:
    """OSError if the path is something other than a regular file, which Optuna would wait for or fail to read."""
    if path.is_symlink() and not path.exists():
        raise OSError(f"{path} is a broken link; remove it")
    if path.exists() and not path.is_file():
        raise OSError(f"{path} is not a regular file; remove it")


def _with_password(url: str) -> str:
    from sqlalchemy import exc
    from sqlalchemy.engine import make_url

    try:
        parts = make_url(url)
    except ValueError as error:  # the port is not a number
        raise exc.ArgumentError(str(error)) from None
    if PASSWORD in os.environ and parts.username and parts.password in (None, HIDDEN):
        parts = parts.set(password=os.environ[PASSWORD])
    return parts.render_as_string(hide_password=False)


def _without_secrets(text: str, url: str | None) -> str:
    """A library's message with the passwords of the URL and the environment replaced by HIDDEN."""
    secrets = [*passwords(url or ""), os.environ.get(PASSWORD, "")]
    for secret in {*secrets, *map(unquote, secrets)} - {""}:
        text = text.replace(secret, HIDDEN)
    return hide_passwords(text)
