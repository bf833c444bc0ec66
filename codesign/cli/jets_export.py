"""`codesign jets export`: a jets file as the files of other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from codesign.cli.terminal import console


def export(
    file: Annotated[Path, typer.Argument(help="a jets file, or 'shipped' for the sample in the package")],
    to: Annotated[str, typer.Option("--to", help="parquet, hls4ml (150 particles, HDF5) or traintagger (a folder)")],
    output: Annotated[Path, typer.Option("-o", "--output", help="the file or folder to write")],
    table: Annotated[str, typer.Option("--table", help="sc4 or sc8")] = "sc4",
    split: Annotated[str | None, typer.Option("--split", help="only the jets of train, validation or test")] = None,
) -> None:
    """Writes jets as Parquet, as hls4ml LHC jets, or as training chunks of CMS's TrainTagger."""
    from codesign.errors import JetsError, about
    from codesign.jets.readers.export import export as write
    from codesign.jets.store import open_jets, path_of

    jets = open_jets(file)
    if output.exists() and output.samefile(path_of(file)):
        raise JetsError(f"{output} is the jets file itself; give another path to write to")
    with about(file):
        written = write(jets, table, to, output, split)
    console.print(f"{output}: {written:,} of {len(jets.table(table)):,} jets", highlight=False, soft_wrap=True)
