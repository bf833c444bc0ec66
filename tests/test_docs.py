"""What the documents say of the code is what the code says."""

import ast
import inspect
import re
from pathlib import Path

from codesign.architectures import ARCHITECTURES
from codesign.frontends import FRONTENDS

NETWORKS = Path("docs/networks.md").read_text()


def sizes_in_the_table(name: str) -> dict[str, object]:
    row = next(line for line in NETWORKS.splitlines() if line.startswith(f"| `{name}` |"))
    cell = row.split("|")[-2]
    found = dict(pair.split(": ", 1) for pair in re.findall(r"`(\w+: [^`]+)`", cell))
    return {size: value if value.isalpha() else ast.literal_eval(value) for size, value in found.items()}


def test_every_architecture_is_described_with_its_sizes_and_no_other():
    rows = re.findall(r"^\| `(\w+)` \|", NETWORKS, re.MULTILINE)
    assert rows == list(ARCHITECTURES)
    for name, function in ARCHITECTURES.items():
        defaults = {size: p.default for size, p in list(inspect.signature(function).parameters.items())[3:]}
        plain = {size: list(value) if isinstance(value, tuple) else value for size, value in defaults.items()}
        assert sizes_in_the_table(name) == plain, name


def test_every_frontend_is_described():
    header = next(line for line in NETWORKS.splitlines() if line.startswith("| | `hgq`"))
    assert re.findall(r"`(\w+)`", header) == list(FRONTENDS)
