"""The face of an open file of any kind, and one error for whatever its library raises for damaged bytes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from codesign.errors import JetsError, first_line

Arrays = Mapping[str, Any]  # column -> NumPy array of one or more numbers a row, or awkward array of lists


class Container(ABC):
    """An open file. columns: tree or group -> column name -> its type, for people. needs: modules that read it."""

    kind: str
    needs: tuple[str, ...]

    def __init__(self, path: Path) -> None:
        self.path = path
        self.columns: dict[str, dict[str, str]] = {}

    def rows(self, tree: str, names: Sequence[str]) -> int:
        """Number of rows of some columns. Raises JetsError if they differ in length."""
        with reading(self.path):
            return self._rows(tree, names)

    def bytes_of(self, tree: str, names: Sequence[str]) -> float:
        """Size in memory that the file claims for some columns."""
        with reading(self.path):
            return self._bytes_of(tree, names)

    def read(self, tree: str, names: Sequence[str], first: int, last: int) -> Arrays:
        """Some columns of the rows first to last - 1."""
        with reading(self.path):
            return self._read(tree, names, first, last)

    @abstractmethod
    def _rows(self, tree: str, names: Sequence[str]) -> int: ...

    @abstractmethod
    def _bytes_of(self, tree: str, names: Sequence[str]) -> float: ...

    @abstractmethod
    def _read(self, tree: str, names: Sequence[str], first: int, last: int) -> Arrays: ...

    @abstractmethod
    def close(self) -> None:
        """Closes the file."""


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Makes whatever the libraries raise for damaged bytes a JetsError that names the file."""
    try:
        yield
    except JetsError as error:
        raise error if str(path) in str(error) else JetsError(f"{path}: {error}") from error
    except MemoryError as error:
        raise JetsError(f"{path}: reading it needs more memory than is free; the file may be damaged") from error
    except ImportError as error:  # of a package for one kind of compression, imported when it is first needed
        raise JetsError(
            f"{path}: reading it needs a package that cannot be imported ({first_line(error)}); install it"
        ) from error
    except Exception as error:  # each library has its own errors, and raises plain ones as well
        raise JetsError(
            f"{path} is truncated, corrupt or of a kind that cannot be read"
            f" ({type(error).__name__}: {first_line(error)}); copy it again from its source"
        ) from error
