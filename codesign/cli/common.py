"""What the verbs share: exit codes, common options, progress lines and the "next:" line."""

import shlex
from pathlib import Path
from typing import Annotated, Any

import typer

from codesign.base.config import value_of
from codesign.base.pace import Tell, silent
from codesign.cli.terminal import console, errors
from codesign.errors import ConfigError

ERROR = 3  # exit code of an error; 0, 1 and 2 are verdicts
INTERRUPTED = 130  # exit code after Ctrl-C, as in shells: 128 + SIGINT

Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="print the results only, no progress")]
Json = Annotated[
    bool, typer.Option("--json", help="print one JSON object, as docs/json.md describes it, and nothing else")
]
Settings = Annotated[list[str] | None, typer.Option("--set", help="replace a key: --set precision.weights=4")]
RunFolder = Annotated[Path, typer.Argument(metavar="RUN", help="run folder, made by `codesign train`")]


def mention_former_calibration() -> None:
    """Warns if a site's calibration is still in the place of an earlier version, where it is no longer read."""
    from codesign.runs.synthesis import site

    if line := site.left_behind():
        errors.print(line, soft_wrap=True)


def teller(quiet: bool) -> Tell:
    """The function that takes a verb's progress lines: it prints to standard error, or nothing if `quiet`."""
    return silent if quiet else lambda line: errors.print(line, soft_wrap=True)


def say_next(command: str) -> None:
    """Prints the last line of a verb: the command most likely needed next, on one line to copy."""
    console.print(f"next: {command}", soft_wrap=True)


def report_command(folder: Path) -> str:
    """The command that writes the page of a run or a sweep."""
    return f"codesign report {shlex.quote(str(folder))}"


def key_value(text: str, option: str, example: str) -> tuple[str, Any]:
    """Key and value of an option KEY=VALUE, the value read as YAML; ConfigError if there is no `=`."""
    key, equals, value = text.partition("=")
    if not equals:
        raise ConfigError(f"{option} {text}: expected KEY=VALUE, for example {option} {example}")
    return key, value_of(value, f"{option} {text}")
