"""The place of an error in a model: every error of an importer names the layer and its position."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from codesign.errors import CodesignError, FrontendError, NetError, first_line


@contextmanager
def located(place: str, instead: str) -> Iterator[None]:
    """Puts the place in front of the messages of errors that are raised inside.

    A layer may have unforeseen options, on which a handler fails with any exception; its message ends in `instead`.
    """
    try:
        yield
    except (NetError, FrontendError) as error:
        raise type(error)(f"{place}: {error}") from error
    except CodesignError:
        raise
    except Exception as error:
        reason = first_line(error)
        raise FrontendError(f"{place}: as it is used here, it is not known ({reason}); {instead}") from error


@contextmanager
def located_by_name(places: Mapping[str, str], hint: str) -> Iterator[None]:
    """Like `located`, for a NetError that names a tensor. places: tensor -> layer; hint: appended to the message."""
    try:
        yield
    except NetError as error:
        found = next((place for name, place in places.items() if place and repr(name) in str(error)), "")
        raise type(error)(f"{found}{': ' if found else ''}{error}{hint}") from error
