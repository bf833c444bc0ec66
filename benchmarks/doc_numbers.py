"""Measured numbers of the documents: each stands in a data file in docs/data, and is written into the pages from there.

A comment above measured numbers names the command that produces them, the data file and its digest; the numbers
themselves stand between markers that say which value of the file they are, and in which format:

    <!-- numbers: make mass; data: docs/data/mass.json 3f2a91c0bb77 -->
    The firmware takes <!--{lut:,}-->212,000<!--/--> LUT.

    <!--{widths}-->
    | loss | relative width |
    |---|---|
    | huber | 0.235 |
    <!--/-->
    <!-- /numbers -->

A benchmark calls `publish` at its end, which writes the data file and all its places in the pages. Text between these
places is written by hand. When the simulated jets change, the numbers stay. Their comment then names the last commit
with the jets that they were measured on, and a line tells readers:

    <!-- numbers: make mass; data: docs/data/mass.json 3f2a91c0bb77; jets: before 70752bc -->
    *Measured on the jets before 70752bc.*

    python benchmarks/doc_numbers.py                                 # lists all numbers: from older jets, or current
    python benchmarks/doc_numbers.py --before 70752bc [NUMBERS ...]  # marks all unmarked numbers, or the named ones
    python benchmarks/doc_numbers.py --remade NUMBERS [NUMBERS ...]  # removes the marks of numbers measured again
    python benchmarks/doc_numbers.py --write                         # writes all numbers from their data files again
    python benchmarks/doc_numbers.py --check                         # exit code 1 if pages and data files do not match

NUMBERS is a document, `docs/mass.md`, or the numbers of one command in it, `"docs/mass.md#make mass"`. Numbers without
a command have `by hand` in its place; the text around them says how they were obtained.
"""

import argparse
import hashlib
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from doc_data import Data, Table

from codesign.base.files import write_atomic

ROOT = Path(__file__).parents[1]
DATA = "docs/data"
BY_HAND = "by hand"
COMMENT = re.compile(
    r"<!-- numbers: (?P<command>[^;]+?); data: (?P<data>\S+\.json) (?P<digest>[0-9a-f]{12})"
    r"(?:; jets: before (?P<commit>[0-9a-f]{7,40}))? -->"
)
LOOKS_LIKE = re.compile(r"<!--\s*numbers\b")
END = "<!-- /numbers -->"
PLACE = re.compile(r"<!--\{(?P<key>[^{}]+)\}-->.*?<!--/-->", re.DOTALL)
LINE = re.compile(r"\*Measured on the jets before [0-9a-f]+\.\*")


@dataclass(frozen=True)
class Numbers:
    """A comment on numbers in a document. line: counted from 0; commit: None if the numbers are not marked."""

    page: str
    line: int
    command: str
    data: str
    digest: str
    commit: str | None

    @property
    def name(self) -> str:
        """The name of these numbers on the command line."""
        return f"{self.page}#{self.command}"

    @property
    def lines(self) -> list[str]:
        """The lines in the document: the comment and, if marked, the line for readers."""
        comment = f"<!-- numbers: {self.command}; data: {self.data} {self.digest}"
        if self.commit is None:
            return [f"{comment} -->"]
        return [f"{comment}; jets: before {self.commit} -->", f"*Measured on the jets before {self.commit}.*"]

    @classmethod
    def read(cls, page: str, line: int, text: str) -> Self | None:
        """The comment in a line of text; None if the line is not a comment on numbers."""
        parts = COMMENT.fullmatch(text)
        return cls(page, line, **parts.groupdict()) if parts else None


def publish(
    name: str,
    command: str,
    values: Mapping[str, Any] | None = None,
    tables: Mapping[str, Table] | None = None,
    root: Path = ROOT,
) -> None:
    """Writes the data file docs/data/NAME.json and its numbers in the pages; SystemExit if none has a place for it.

    A file that holds the same numbers already stays as it is.
    """
    path = root / DATA / f"{name}.json"
    data = Data(command, f"written by `{command}` at {short('HEAD', root)}", values or {}, tables or {})
    if not path.exists() or replace(Data.parse(path.read_text()), made=data.made).dump() != data.dump():
        path.parent.mkdir(exist_ok=True)
        write_atomic(path, data.dump().encode())
    print(*(table.markdown() for table in data.tables.values()), sep="\n\n")
    write(root, f"{DATA}/{name}.json")
    print(f"written: {path}")


def write(root: Path, name: str | None = None) -> None:
    """Writes the numbers of one data file, or of all, into the pages; SystemExit if none has a place for it."""
    pages = read_pages(root)
    places = [n for page, lines in pages.items() for n in comments(page, lines) if name in (None, n.data)]
    if not places:
        raise SystemExit(f"no page has numbers of {name}: write <!-- numbers: COMMAND; data: {name} {'0' * 12} -->")
    for one in sorted(places, key=lambda n: n.line, reverse=True):  # from the end, so that earlier lines do not move
        lines, last = pages[one.page], end_of(one, pages[one.page])
        pages[one.page][one.line : last] = rendered(one, lines[one.line : last], root)
    for page in dict.fromkeys(one.page for one in places):
        write_atomic(root / page, "\n".join(pages[page]).encode())


def end_of(one: Numbers, lines: Sequence[str]) -> int:
    """The number of the line that ends a block of numbers; SystemExit if there is none before the next block."""
    for number in range(one.line + 1, len(lines)):
        if lines[number] == END:
            return number
        if LOOKS_LIKE.search(lines[number]):
            break
    raise SystemExit(f"{one.page}:{one.line + 1}: numbers without an end: write {END} below them")


def rendered(one: Numbers, lines: Sequence[str], root: Path) -> list[str]:
    """The lines of a block as its data file has them; SystemExit if file or value do not exist, or do not fit."""
    where = f"{one.page}:{one.line + 1}"
    try:
        raw = (root / one.data).read_bytes()
        data = Data.parse(raw.decode())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SystemExit(f"{where}: {one.data} is not a data file of numbers: {error}") from error
    if data.command != one.command:
        raise SystemExit(f"{where}: {one.data} holds numbers of `{data.command}`; correct the command or the file")

    def place(match: re.Match[str]) -> str:
        try:
            return f"<!--{{{match['key']}}}-->{data.text(match['key'])}<!--/-->"
        except (LookupError, ValueError, TypeError) as error:
            raise SystemExit(f"{where}: {one.data} has no {{{match['key']}}}: {error}") from error

    comment = replace(one, digest=hashlib.sha256(raw).hexdigest()[:12]).lines[0]
    return PLACE.sub(place, "\n".join([comment, *lines[1:]])).split("\n")


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> None:
    """Runs the command line described at the top of this module; SystemExit with a message for faults."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted = parser.add_mutually_exclusive_group()
    wanted.add_argument("--before", nargs="+", metavar=("COMMIT", "NUMBERS"))
    wanted.add_argument("--remade", nargs="+", metavar="NUMBERS")
    wanted.add_argument("--write", action="store_true")
    wanted.add_argument("--check", action="store_true")
    options = parser.parse_args(arguments)
    if options.write:
        write(root)
    pages = read_pages(root)
    if faults := [fault for page, lines in pages.items() for fault in faults_of(page, lines, root)]:
        raise SystemExit("\n".join(faults))
    known = [numbers for page, lines in pages.items() for numbers in comments(page, lines)]
    if options.before:
        commit, *names = options.before
        mark(root, pages, [n for n in chosen(known, names) if n.commit is None], short(commit, root))
    elif options.remade:
        mark(root, pages, chosen(known, options.remade), None)
    elif not options.check:
        for numbers in known:
            print(f"{f'before {numbers.commit}' if numbers.commit else 'as made now':16} {numbers.name}")


def read_pages(root: Path) -> dict[str, list[str]]:
    """Lines of the pages written by hand; pages of shipped designs are generated, and name their jets by a digest."""
    paths = [root / "README.md", *sorted((root / "docs").rglob("*.md"))]
    return {path.relative_to(root).as_posix(): path.read_text().split("\n") for path in paths}


def comments(page: str, lines: Sequence[str]) -> list[Numbers]:
    """All comments on numbers in a page."""
    return [numbers for number, text in enumerate(lines) if (numbers := Numbers.read(page, number, text))]


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
    """Faults in a page's numbers, their comments and the lines below them, as messages with file and line."""
    faults = []
    known = comments(page, lines)
    for number, text in enumerate(lines):
        if LOOKS_LIKE.search(text) and not COMMENT.fullmatch(text):
            form = "<!-- numbers: COMMAND; data: FILE DIGEST; jets: before COMMIT -->"
            faults.append(f"{page}:{number + 1}: a comment on numbers is a line of its own, as {form}")
        if re.match(r"\s*<!--\{[^{}]*\}-->.", text):
            faults.append(f"{page}:{number + 1}: a line that starts with a number's marker ends the paragraph; move it")
        if any("<!--{" in code for code in re.findall(r"`[^`]*`", text)):
            faults.append(f"{page}:{number + 1}: a number's marker in code is shown; put the code into the value")
    told = {one.line + 1 for one in known if one.commit}
    for one in known:
        below = one.lines[1:]
        if below and list(lines[one.line + 1 : one.line + 2]) != below:
            faults.append(f"{page}:{one.line + 1}: marked, but readers are not told: write below it\n  {below[0]}")
        if not is_there(one.command, root):
            faults.append(f"{page}:{one.line + 1}: nothing here is started by `{one.command}`; correct the command")
        faults += stale(one, lines, root)
    for number, text in enumerate(lines):
        if LINE.fullmatch(text) and number not in told:
            faults.append(f"{page}:{number + 1}: tells readers of older jets, but no comment above it does; remove it")
    return faults


def stale(one: Numbers, lines: Sequence[str], root: Path) -> list[str]:
    """A message if a block of numbers is not what its data file says, or cannot be written from it."""
    try:
        last = end_of(one, lines)
        fresh = rendered(one, lines[one.line : last], root)
    except SystemExit as error:
        return [str(error)]
    if fresh == list(lines[one.line : last]):
        return []
    return [
        f"{one.page}:{one.line + 1}: these numbers are not those of {one.data}; change them there, and run"
        " python benchmarks/doc_numbers.py --write"
    ]


def is_there(command: str, root: Path) -> bool:
    """Whether a command exists: a make target, a script of the repository, or a verb of codesign."""
    from codesign.cli.app import app

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
