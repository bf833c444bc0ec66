"""The table of all sums, as docs/networks.md has it."""

from codesign.design.architectures.sums import GROUPS


def markdown() -> str:
    """The table of docs/networks.md, with the ranges of 16 candidates."""
    rows = ["| group | sum | unit | range | what it is |", "|---|---|---|---|---|"]
    for group in GROUPS.values():
        for one in group.sums:
            low, high = one.range()
            rows.append(f"| {group.name} | `{one.name}` | {one.unit} | {low:,} to {high:,} | {one.description} |")
    return "\n".join(rows)
