"""Marks the numbers in the documents that were measured on older jets than the simulation makes now.

In a document, a comment above measured numbers names the command that produces them; there is no other list of them:

    <!-- numbers: make mass -->

When the simulated jets change, the numbers stay. Their comment then names the last commit with the jets that they were
measured on, and a line tells readers:

    <!-- numbers: make mass; jets: before 70752bc -->
    *Measured on the jets before 70752bc.*

    python benchmarks/mark_docs.py                                 # lists all numbers: from older jets, or current
    python benchmarks/mark_docs.py --before 70752bc [NUMBERS ...]  # marks all unmarked numbers, or only the named ones
    python benchmarks/mark_docs.py --remade NUMBERS [NUMBERS ...]  # removes the marks of numbers measured again
    python benchmarks/mark_docs.py --check                         # exit code 1 if a comment and its line do not match

NUMBERS is a document, `docs/mass.md`, or the numbers of one command in it, `"docs/mass.md#make mass"`. Numbers without
a command have `by hand` in its place; the text around them says how they were obtained.
"""

import argparse
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from codesign.base.files import write_atomic
from codesign.cli.app import app

ROOT = Path(__file__).parents[1]
BY_HAND = "by hand"
COMMENT = re.compile(r"<!-- numbers: (?P<command>[^;]+?)(?:; jets: before (?P<commit>[0-9a-f]{7,40}))? -->")
LOOKS_LIKE = re.compile(r"<!--\s*numbers\b")
LINE = re.compile(r"\*Measured on the jets before [0-9a-f]+\.\*")


@dataclass(frozen=True)
class Numbers:
    """A comment on numbers in a document. line: counted from 0; commit: None if the numbers are not marked."""

    page: str
    line: int
    command: str
    commit: str | None

    @property
    def name(self) -> str:
        """The name of these numbers on the command line."""
        return f"{self.page}#{self.command}"

    @property
    def lines(self) -> list[str]:
        """The lines in the document: the comment and, if marked, the line for readers."""
        if self.commit is None:
            return [f"<!-- numbers: {self.command} -->"]
        return [
            f"<!-- numbers: {self.command}; jets: before {self.commit} -->",
            f"*Measured on the jets before {self.commit}.*",
        ]

    @classmethod
    def read(cls, page: str, line: int, text: str) -> Self | None:
        """The comment in a line of text; None if the line is not a comment on numbers."""
        found = COMMENT.fullmatch(text)
        return cls(page, line, found["command"], found["commit"]) if found else None


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> None:
    """Runs the command line described at the top of this module; SystemExit with a message for faults."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted = parser.add_mutually_exclusive_group()
    wanted.add_argument("--before", nargs="+", metavar=("COMMIT", "NUMBERS"))
    wanted.add_argument("--remade", nargs="+", metavar="NUMBERS")
    wanted.add_argument("--check", action="store_true")
    asked = parser.parse_args(arguments)
    pages = {path.relative_to(root).as_posix(): path.read_text().split("\n") for path in documents(root)}
    if faults := [fault for page, lines in pages.items() for fault in faults_of(page, lines, root)]:
        raise SystemExit("\n".join(faults))
    known = [numbers for page, lines in pages.items() for numbers in comments(page, lines)]
    if asked.before:
        commit, *names = asked.before
        mark(root, pages, [n for n in chosen(known, names) if n.commit is None], short(commit, root))
    elif asked.remade:
        mark(root, pages, chosen(known, asked.remade), None)
    elif not asked.check:
        for numbers in known:
            print(f"{f'before {numbers.commit}' if numbers.commit else 'as made now':16} {numbers.name}")


def documents(root: Path) -> list[Path]:
    """The pages written by hand; pages of shipped designs are generated, and name their jets by a digest."""
    return [root / "README.md", *sorted((root / "docs").rglob("*.md"))]


def comments(page: str, lines: Sequence[str]) -> list[Numbers]:
    """All comments on numbers in a page."""
    return [found for number, text in enumerate(lines) if (found := Numbers.read(page, number, text))]


def chosen(known: Sequence[Numbers], names: Sequence[str]) -> list[Numbers]:
    """The numbers with the given names, or all if no names are given; SystemExit for an unknown name."""
    for name in names:
        if name not in {own for numbers in known for own in (numbers.page, numbers.name)}:
            listed = "\n".join(f"  {own}" for own in dict.fromkeys(numbers.name for numbers in known))
            raise SystemExit(f"no numbers {name!r} in the documents; there are\n{listed}")
    return [numbers for numbers in known if not names or numbers.page in names or numbers.name in names]


def short(commit: str, root: Path) -> str:
    """The short hash of a commit; SystemExit if the repository has no such commit."""
    command = ["git", "-C", str(root), "rev-parse", "--verify", "--quiet", "--short", f"{commit}^{{commit}}"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{commit!r} is not a commit of this repository; name the last one that made the old jets")
    return done.stdout.strip()


def mark(root: Path, pages: dict[str, list[str]], numbers: Sequence[Numbers], commit: str | None) -> None:
    """Marks numbers with a commit, or removes their mark if it is None; writes the pages and prints the changes."""
    for one in sorted(numbers, key=lambda n: n.line, reverse=True):  # from the end, so that earlier lines do not move
        pages[one.page][one.line : one.line + len(one.lines)] = replace(one, commit=commit).lines
    for page in dict.fromkeys(one.page for one in numbers):
        write_atomic(root / page, "\n".join(pages[page]).encode())
    for one in numbers:
        print(f"{one.name}: {f'before {commit}' if commit else 'as made now'}")


def faults_of(page: str, lines: Sequence[str], root: Path) -> list[str]:
    """Faults in a page's comments and the lines below them, as messages with file and line."""
    found = []
    known = comments(page, lines)
    for number, text in enumerate(lines):
        if LOOKS_LIKE.search(text) and not COMMENT.fullmatch(text):
            form = "<!-- numbers: COMMAND; jets: before COMMIT -->"
            found.append(f"{page}:{number + 1}: a comment on numbers is a line of its own, as {form}")
    told = {one.line + 1 for one in known if one.commit}
    for one in known:
        below = one.lines[1:]
        if below and list(lines[one.line + 1 : one.line + 2]) != below:
            found.append(f"{page}:{one.line + 1}: marked, but readers are not told: write below it\n  {below[0]}")
        if not is_there(one.command, root):
            found.append(f"{page}:{one.line + 1}: nothing here is started by `{one.command}`; correct the command")
    for number, text in enumerate(lines):
        if LINE.fullmatch(text) and number not in told:
            found.append(f"{page}:{number + 1}: tells readers of older jets, but no comment above it does; remove it")
    return found


def is_there(command: str, root: Path) -> bool:
    """Whether a command exists: a make target, a script of the repository, or a verb of codesign."""
    if command == BY_HAND:
        return True
    program, first, *_ = [*command.split(), "", ""]
    if program == "make":
        return f".PHONY: {first}\n" in (root / "Makefile").read_text()
    if program == "python":
        return (root / first).is_file()
    verbs = {verb.name or getattr(verb.callback, "__name__", "").replace("_", "-") for verb in app.registered_commands}
    return program == "codesign" and first in verbs | {group.name for group in app.registered_groups}


if __name__ == "__main__":
    main()
