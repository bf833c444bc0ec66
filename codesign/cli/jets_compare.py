"""The comparison of two samples of jets, printed for people."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from codesign.jets.compare import Comparison


def print_comparison(comparisons: Sequence[Comparison], files: tuple[Path, Path], console: Console) -> None:
    """Prints the class mix and the distributions of each table, those that differ most first."""
    console.print(f"A: {files[0]}\nB: {files[1]}", highlight=False, soft_wrap=True)
    for pair in comparisons:
        console.print(f"{pair.table}: {pair.jets[0]:,} jets in A, {pair.jets[1]:,} in B", highlight=False)
        mix = Table("class", title="share of jets", title_justify="left")
        for name in "AB":
            mix.add_column(name, justify="right")
        for label, shares in pair.shares.items():
            mix.add_row(label, *(f"{share:.1%}" for share in shares))
        console.print(mix)
        table = Table("quantity", title="distributions", title_justify="left")
        for heading in ("median of A", "median of B", "KS distance", "by chance (1 %)"):
            table.add_column(heading, justify="right")
        for row in pair.distances:
            numbers = (*row.medians, row.distance, row.expected)
            table.add_row(row.name, *(f"{number:.4g}" for number in numbers))
        console.print(table)
