"""Where everything that a person reads is printed: texts are printed as they are.

Rich would take `[rtl]`, `[/x]` and `:b:` in a message for its own markup. Names, paths and messages hold such texts, so
no console of codesign interprets them; what is to be bold or coloured is given as `rich.text.Text` or a style.
"""

import errno
import sys
from typing import Any, NoReturn

from rich.console import Console

WIDTH_OF_A_FILE = 140  # in a file or a pipe there is no width to keep to


class Terminal(Console):
    """A rich Console without markup and emoji codes, in its strings and in all cells of its tables."""

    def __init__(self, *, stderr: bool = False, **options: Any) -> None:
        self._stream = "standard error" if stderr else "standard output"
        stream = sys.stderr if stderr else sys.stdout  # None where the shell has closed it
        width = None if stream and stream.isatty() else WIDTH_OF_A_FILE
        fixed = {"stderr": stderr, "markup": False, "emoji": False, "highlight": False}
        super().__init__(**{"width": width, **options, **fixed})

    def print(self, *objects: Any, **options: Any) -> None:
        """As rich prints; an OSError names the stream, as that of a file names the file."""
        try:
            super().print(*objects, **options)
        except OSError as error:
            raise OSError(error.errno, error.strerror, self._stream) from error

    def on_broken_pipe(self) -> NoReturn:
        """Leaves a closed pipe to whoever prints; rich would exit with 1, which is the code of a FAIL."""
        raise BrokenPipeError(errno.EPIPE, "its reader has gone", self._stream)


console = Terminal()
errors = Terminal(stderr=True)
