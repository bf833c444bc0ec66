"""The command line. Each verb adds one stage to a run folder; a stage that is there already is not made again."""

from __future__ import annotations

import errno
import os
import sys
import traceback
import warnings
from contextlib import suppress
from typing import Annotated, Any

import typer
from rich.text import Text

from codesign import __version__
from codesign.base import extras
from codesign.cli import (
    delivery,
    designs,
    firmware,
    jets,
    jets_export,
    jets_import,
    new,
    regression_gate,
    sweeps,
    whole,
)
from codesign.cli.common import ERROR, INTERRUPTED
from codesign.cli.groups import Grouped
from codesign.cli.terminal import console, errors
from codesign.design.config_file import PathWarning
from codesign.errors import CodesignError, Notice

# characters; a line of an error may quote a long input, and is shortened in the middle: what to do stands at its end
_LONGEST = 1500
_show_warning = warnings.showwarning
_TO_DO = {
    errno.ENOSPC: "free some space; the same command goes on from here",
    errno.EDQUOT: "free some space; the same command goes on from here",
    errno.EROFS: "give a folder that can be written",
    errno.EACCES: "ask for the permission, or give another path",
    errno.EMFILE: "allow more open files: ulimit -n 4096",
}


START = "From a design to its page"
STAGES = "Its stages, in order"
MORE = "A closer look"
DELIVERY = "Vendor tools and delivery"
VERBS = {
    START: (new.new, whole.run),
    STAGES: (
        *(designs.train, designs.freeze, firmware.rtl, firmware.estimate, firmware.convert, firmware.csim),
        *(regression_gate.check, designs.report),
    ),
    MORE: (designs.compare, regression_gate.baseline, firmware.intervals, firmware.synth_open),
    DELIVERY: (delivery.synth, delivery.calibrate, delivery.handoff, delivery.ship, delivery.rebuild),
}


def _typer(help: str | None, *, completion: bool = False, **more: Any) -> typer.Typer:
    """A Typer group without rich's markup, which would read `[default: the first]` in a help text as a style."""
    return typer.Typer(
        help=help,
        no_args_is_help=True,
        context_settings={"max_content_width": 120, "help_option_names": ["-h", "--help"]},
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=completion,
        **more,
    )


def _print_version(wanted: bool) -> None:
    if wanted:
        console.print(f"codesign {__version__}")
        raise typer.Exit


def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="print the version and exit")
    ] = False,
) -> None:
    """Options of `codesign` itself."""


app = _typer(__doc__, name="codesign", cls=Grouped, completion=True)
app.callback(help=__doc__)(_options)
for verb in VERBS[START]:
    app.command(rich_help_panel=START)(verb)
on_sweeps = _typer(sweeps.__doc__, cls=sweeps.RunByDefault)
for sweep_verb in (sweeps.run, sweeps.status, sweeps.watch, sweeps.job_script):
    on_sweeps.command()(sweep_verb)
app.add_typer(on_sweeps, name="sweep", rich_help_panel=START)
on_jets = _typer("Make jets, and look at them.")
for jets_verb in (jets.simulate, jets.info, jets_export.export):
    on_jets.command()(jets_verb)
on_jets.command("import")(jets_import.import_jets)
app.add_typer(on_jets, name="jets", rich_help_panel=START)
for group in (STAGES, MORE, DELIVERY):
    for verb in VERBS[group]:
        app.command(rich_help_panel=group)(verb)


def main() -> None:
    """Runs the command line. An error prints one message without a traceback; its exit code differs from verdicts'."""
    warnings.showwarning = _warn
    try:
        code = app(standalone_mode=False)
        if sys.stdout:  # None if the shell has closed it
            sys.stdout.flush()
    except CodesignError as error:
        code = _failed(str(error))
    except typer.TyperException as error:  # a wrong option, or a group without a verb (prints its help)
        message = error.format_message() if hasattr(error, "format_message") else str(error)
        code = _say(message) if message.startswith("Usage:") else _failed(_with_help(message))
    except KeyboardInterrupt:
        code = INTERRUPTED
    except typer.Abort as error:  # Typer raises it for Ctrl-C, for Ctrl-D at a prompt, and for any EOFError of a verb
        code = _cut_off(error.__cause__) if isinstance(error.__cause__, EOFError) else INTERRUPTED
    except SystemExit as stop:  # a finished completion; or, with code 1, Typer's answer to a closed pipe
        code = 0 if not stop.code else _failed("a pipe was closed by its reader")
    except OSError as error:
        code = _failed(_in_words(error))
    except Exception as error:  # Python itself would exit with 1, which is the exit code of a FAIL
        absent = extras.not_installed(error, "this verb") if isinstance(error, ModuleNotFoundError) else None
        if absent is None:
            traceback.print_exc()
        code = _failed(absent or "this is a bug in codesign; please report it with the lines above")
    if code == INTERRUPTED:
        _say("stopped; the same command goes on from here")
    sys.exit(code)


def _with_help(message: str) -> str:
    """What is wrong with the words of a command, and the help of the verb that they begin with."""
    command: Any = typer.main.get_command(app)
    verb = []
    for word in sys.argv[1:]:
        if word not in getattr(command, "commands", {}):
            break
        verb.append(word)
        command = command.commands[word]
    if isinstance(command, sweeps.RunByDefault):
        verb.append("run")
    end = f"{message} See" if message.endswith("?") else f"{message.rstrip('.')}; see"
    return f"{end} `{' '.join(('codesign', *verb))} --help`"


def _warn(message: Warning | str, category: type[Warning], *place: Any, **more: Any) -> None:
    """Prints a warning for users (PathWarning, Notice) as one line, and any other as Python does."""
    if issubclass(category, PathWarning | Notice):
        kind = "warning:" if issubclass(category, PathWarning) else "note:"
        _say(Text.assemble((kind, "bold yellow"), f" {message}"))
    else:
        _show_warning(message, category, *place, **more)


def _cut_off(error: EOFError) -> int:
    """Reports an EOFError that the reader of the file did not catch; returns the exit code."""
    traceback.print_exception(error)
    return _failed(
        "a file that was read is empty or cut off; the lines above name the verb that wrote it: remove it and run that"
        " again"
    )


def _failed(message: str) -> int:
    """Prints an error; returns its exit code."""
    try:
        if sys.stdout:
            sys.stdout.flush()
    except OSError:  # otherwise Python would try again as it ends, and exit with 120
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    lines = (line if len(line) <= _LONGEST else f"{line[:900]} [...] {line[-500:]}" for line in message.splitlines())
    return _say(Text.assemble(("error:", "bold red"), " " + "\n".join(lines)))


def _say(text: str | Text) -> int:
    """Prints without breaking lines, which may hold a command to copy; returns the exit code of an error."""
    with suppress(OSError):  # standard error is closed, so there is nowhere left to print
        errors.print(text, soft_wrap=True)
    return ERROR


def _in_words(error: OSError) -> str:
    """An OSError as one line: its paths, the system's message, and what to do."""
    paths = " and ".join(str(path) for path in (error.filename, error.filename2) if path is not None)
    reason = error.strerror or str(error) or type(error).__name__
    to_do = _TO_DO.get(error.errno or 0)
    return " ".join((f"{paths}: {reason}" if paths else reason).split()) + (f"; {to_do}" if to_do else "")
