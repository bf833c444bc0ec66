"""What all verbs share: where they print, and how they end."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

# in a file or a pipe there is no width to keep to
console = Console(width=None if sys.stdout.isatty() else 140)

ERROR = 3  # exit code of an error; 0, 1 and 2 are verdicts
INTERRUPTED = 130  # by Ctrl-C, as shells have it

RunFolder = Annotated[Path, typer.Argument(metavar="RUN", help="run folder, made by `codesign train`")]
