"""The two consoles for all output to people; they print text exactly as it is.

Rich would read `[rtl]`, `[/x]` and `:b:` in a message as its own markup. Names, paths and messages contain such text,
so these consoles interpret none; bold or coloured text is passed as `rich.text.Text` or with a style.
"""

import errno
import sys
from typing import Any, NoReturn

from rich.console import Console

WIDTH_OF_A_FILE = 140  # columns; a file or a pipe has no width of its own


class Terminal(Console):
    """A rich Console without markup and emoji codes, in strings and in the cells of tables."""

    def __init__(self, *, stderr: bool = False, **options: Any) -> None:
        self._stream = "standard error" if stderr else "standard output"
        stream = sys.stderr if stderr else sys.stdout  # None if the shell has closed it
        width = None if stream and stream.isatty() else WIDTH_OF_A_FILE
        fixed = {"stderr": stderr, "markup": False, "emoji": False, "highlight": False}
        super().__init__(**{"width": width, **options, **fixed})

    def print(self, *objects: Any, **options: Any) -> None:
        """Prints like rich, except that an OSError names the stream, as the OSError of a file names the file."""
        try:
            super().print(*objects, **options)
        except OSError as error:
            raise OSError(error.errno, error.strerror, self._stream) from error

    def on_broken_pipe(self) -> NoReturn:
        """Raises BrokenPipeError for the caller; rich would exit with 1, which is the exit code of a FAIL."""
        raise BrokenPipeError(errno.EPIPE, "its reader has gone", self._stream)


console = Terminal()
errors = Terminal(stderr=True)
