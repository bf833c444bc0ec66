"""The table of sources in docs/readers.md, from their YAML files."""

from __future__ import annotations

from codesign.jets.readers.source import shipped


def markdown() -> str:
    """One row a source, in the order of their names."""
    rows = ["| `--format` | files | table | candidates | lost | verified on |", "|---|---|---|---|---|---|"]
    for s in shipped():
        units = "; needs `--units`" if s.needs_units else ""
        rows.append(
            f"| `{s.name}` | {s.title} ({s.container}){units} | {s.table} | {s.candidates} | {s.lost} | {s.verified} |"
        )
    return "\n".join(rows)
