"""`codesign jets import`: the files of other programs into a jets file."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar, get_args

import typer

from codesign.cli.common import Quiet, say_next, teller
from codesign.cli.terminal import console
from codesign.errors import JetsError

if TYPE_CHECKING:
    from codesign.jets.readers.convert import Imported

Choice = TypeVar("Choice", bound=str)


def import_jets(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="ROOT, HDF5, Parquet or scouting dumps; paths, patterns")
    ],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="the jets file to write")] = None,
    kind: Annotated[str, typer.Option("--format", help="a source of docs/readers.md; auto: by the content")] = "auto",
    source: Annotated[Path | None, typer.Option("--source", help="YAML that says what the columns are")] = None,
    units: Annotated[str | None, typer.Option("--units", help="gev or hardware, where a file does not say")] = None,
    faulty: Annotated[str, typer.Option("--faulty", help="refuse, repair or drop jets with faults")] = "refuse",
    test: Annotated[
        list[str] | None, typer.Option("--test", help="files whose jets are the test split; may be repeated")
    ] = None,
    candidates: Annotated[
        int | None, typer.Option("--candidates", min=16, max=255, help="slots of a jet [default: those of the source]")
    ] = None,
    table: Annotated[
        str | None, typer.Option("--table", help="sc4 or sc8, for files of whole events [default: that of the source]")
    ] = None,
    describe: Annotated[
        bool, typer.Option("--describe", help="draft a --source from a file, and write no jets")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Reads jets of other programs: CMS, hls4ml, JetClass, Top Tagging, Parquet, or what a YAML describes."""
    from codesign.jets.readers import convert, find, jet_table
    from codesign.jets.readers.source import Table, load_source

    paths = convert.matching(files)
    if describe:
        from codesign.jets.readers.describe import draft

        typer.echo(draft(paths[0]), nl=False)
        return
    if output is None:
        raise JetsError("no jets file to write; give one with -o jets.npz")
    if source is not None and kind != find.AUTO:
        raise JetsError("--source and --format both name what the files hold; give one of them")
    read_as = load_source(source) if source else None if kind == find.AUTO else find.named(kind)
    request = convert.Request(
        paths,
        convert.matching(test or []),
        read_as,
        units=_one_of("--units", units, jet_table.UNITS) if units else None,
        faulty=_one_of("--faulty", faulty, jet_table.POLICIES),
        candidates=candidates,
        table=_one_of("--table", table, get_args(Table)) if table else None,
    )
    _print(convert.import_jets(request, output, teller(quiet)), output)
    say_next(f"codesign jets info {shlex.quote(str(output))}")


def _one_of(option: str, value: str, allowed: tuple[Choice, ...]) -> Choice:
    for one in allowed:
        if value == one:
            return one
    raise JetsError(f"{option} {value}: use {' or '.join(allowed)}")


def _print(imported: Imported, output: Path) -> None:
    console.print(f"{output}: {imported.jets:,} jets of {imported.rows:,} rows, read as {imported.source.title}")
    for what, counts in (("", imported.counts), ("fault: ", imported.faults)):
        for name, count in counts.items():
            if count:
                console.print(f"  {count:,} {what}{name}", highlight=False)
    classes = ", ".join(f"{name} {count:,}" for name, count in imported.classes.items() if count)
    console.print(f"  classes: {classes}", highlight=False, soft_wrap=True)
    console.print(f"  lost: {imported.source.lost}", highlight=False, soft_wrap=True)
