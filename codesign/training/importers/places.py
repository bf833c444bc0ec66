"""Where in a model something could not be read: every error of an importer names the layer and its position."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from codesign.errors import CodesignError, FrontendError, NetError


@contextmanager
def located(place: str, instead: str) -> Iterator[None]:
    """Puts the place in front of what is raised inside.

    A layer may have options of any kind, and what reads them may fail in any way; then `instead` says what to use.
    """
    try:
        yield
    except (NetError, FrontendError) as error:
        raise type(error)(f"{place}: {error}") from error
    except CodesignError:
        raise
    except Exception as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise FrontendError(f"{place}: as it is used here, it is not known ({reason}); {instead}") from error


@contextmanager
def located_by_name(places: Mapping[str, str], hint: str) -> Iterator[None]:
    """The same for an error that names a tensor. places: tensor -> layer; hint: what else may help."""
    try:
        yield
    except NetError as error:
        found = next((place for name, place in places.items() if place and repr(name) in str(error)), "")
        raise type(error)(f"{found}{': ' if found else ''}{error}{hint}") from error
