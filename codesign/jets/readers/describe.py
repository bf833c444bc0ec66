"""A draft of a source for a file of an unknown kind: what it holds, and which columns may be which quantity."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from codesign.errors import JetsError
from codesign.jets.readers.containers import opened

_UNIT = {"pt": "GeV", "eta": "radian", "phi": "radian", "px": "GeV", "py": "GeV", "pz": "GeV"}
_OTHER_NAMES = {"deta": "eta", "etarel": "eta", "dphi": "phi", "phirel": "phi"}


def draft(path: Path) -> str:
    """YAML text for --source: the guesses, each to be checked, and as comments all columns of the file.

    Raises JetsError that names the file if it cannot be read or has no columns.
    """
    with opened(path) as container:
        trees = {name: columns for name, columns in container.columns.items() if columns}
        if not trees:
            raise JetsError(f"{path} has no trees or data sets; give another file")
        tree = max(trees, key=lambda name: len(trees[name]))
        columns, kind = trees[tree], container.kind
    jets = {name: text for name, text in columns.items() if not _is_list(text)}
    lists = {name: text for name, text in columns.items() if _is_list(text)}
    own = {part: _named(part, ("jet",), jets) for part in ("pt", "eta", "phi")}
    parts = {part: _named(part, ("cand", "part", "const"), lists) for part in _UNIT}
    momentum = ("px", "py", "pz") if all(parts[part] for part in ("px", "py", "pz")) else ("pt", "eta", "phi")
    lines = [
        f"# A draft, made from {path.name}. Check every line: names are guessed, and a file does not tell its units.",
        "# docs/readers.md describes the keys.",
        f"name: {_word(path.stem)}",
        f"title: {_word(path.stem)}",
        f"container: {kind}",
        f'trees: ["{tree}"]',
        "table: sc4  # sc8 for jets of R = 0.8",
        "candidates: 16",
        "jet:",
        *(f'  {part}: {{column: "{name or "NAME"}", unit: {_UNIT[part]}}}' for part, name in own.items()),
        "candidate:",
        *(
            f'  {part}: {{column: "{parts[part] or "NAME"}", unit: {_UNIT[part]}{_sign(parts[part])}}}'
            for part in momentum
        ),
        "# particles: {pdg: NAME}",
        "classes: []  # - {name: b, when: [{column: NAME, values: [5]}]}",
        "lost: angles are rounded to pi/720 and pT to 0.25 GeV",
        "verified: not yet",
        "",
        *(f"# columns of {name or 'the file'}:\n{_listed(types)}" for name, types in trees.items()),
    ]
    return "\n".join(lines) + "\n"


def _is_list(text: str) -> bool:
    return any(mark in text for mark in ("[", "vector", "list", "var"))


def _named(part: str, words: tuple[str, ...], columns: dict[str, str]) -> str | None:
    """The column whose name ends with a quantity, preferred by `words`, then by length."""
    others = [other for other, meaning in _OTHER_NAMES.items() if meaning == part]
    for ending in (part, *others):
        if fitting := [name for name in columns if name.lower() == ending or name.lower().endswith(f"_{ending}")]:
            return min(fitting, key=partial(_likely, words))
    return None


def _likely(words: tuple[str, ...], name: str) -> tuple[bool, int, str]:
    """Sorts columns: first those that are named after what is looked for, then by length."""
    return not any(word in name.lower() for word in words), len(name), name


def _sign(name: str | None) -> str:
    is_relative = name is not None and name.lower().endswith(tuple(_OTHER_NAMES))
    return ", sign: candidate - jet" if is_relative else ""


def _word(text: str) -> str:
    return "".join(letter if letter.isalnum() and letter.isascii() else "_" for letter in text) or "mine"


def _listed(columns: dict[str, str]) -> str:
    return "\n".join(f"#   {name}: {text}" for name, text in columns.items())
