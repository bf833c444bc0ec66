"""Sections of a Markdown page that benchmarks write, each between two comments with its name."""

from pathlib import Path

from codesign.base.files import write_atomic


def replace_section(page: Path, name: str, text: str) -> None:
    """Puts `text` between the comments `<!-- name -->` and `<!-- /name -->` of a page; SystemExit if one is missing."""
    start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, found, rest = page.read_text().partition(start)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise SystemExit(f"{page} has no section {name}: write {start} and {end} where it shall be")
    write_atomic(page, f"{before}{start}\n{text.strip()}\n{end}{after}".encode())
