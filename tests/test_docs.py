"""The documents agree with the code."""

import ast
import inspect
import re
import subprocess
from pathlib import Path

import doc_numbers
import pytest
from doc_data import Data

from codesign.design.architectures import ARCHITECTURES
from codesign.design.frontends import FRONTENDS

NETWORKS = Path("docs/networks.md").read_text()


def sizes_in_the_table(name: str) -> dict[str, object]:
    row = next(line for line in NETWORKS.splitlines() if line.startswith(f"| `{name}` |"))
    cell = row.split("|")[-2]
    sizes = dict(pair.split(": ", 1) for pair in re.findall(r"`(\w+: [^`]+)`", cell))
    words = {"true": True, "false": False}
    return {
        size: words.get(value, value) if value.isalpha() else ast.literal_eval(value) for size, value in sizes.items()
    }


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


PAGE = """\
# Title

<!-- numbers: make demo; data: docs/data/demo.json 000000000000 -->

| <!--{auc}-->0.87<!--/--> |
<!-- /numbers -->

<!-- numbers: by hand; data: docs/data/share.json 000000000000; jets: before 1234567 -->
*Measured on the jets before 1234567.*

As many as <!--{share}-->12<!--/--> %
<!-- /numbers -->
"""
DEMO = "<!-- numbers: make demo; data: docs/data/demo.json"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one commit, and a document with one marked and one unmarked comment on numbers."""
    (tmp_path / "docs/data").mkdir(parents=True)
    (tmp_path / "README.md").write_text("# Nothing measured\n")
    (tmp_path / "docs/page.md").write_text(PAGE)
    (tmp_path / "docs/data/demo.json").write_text(Data("make demo", "written by a test", {"auc": 0.87}).dump())
    (tmp_path / "docs/data/share.json").write_text(Data("by hand", "written by a test", {"share": 12}).dump())
    (tmp_path / "Makefile").write_text(".PHONY: demo\ndemo:\n")
    git = ["git", "-C", str(tmp_path), "-c", "user.name=n", "-c", "user.email=e", "-c", "commit.gpgsign=false"]
    subprocess.run([*git, "init", "--quiet"], check=True)
    subprocess.run([*git, "commit", "--quiet", "--allow-empty", "-m", "jets"], check=True)
    doc_numbers.main(["--write"], tmp_path)
    return tmp_path


def test_numbers_of_older_jets_in_the_documents_say_so():
    doc_numbers.main(["--check"])


def test_numbers_are_marked_and_unmarked_and_nothing_else_changes(repository):
    page = repository / "docs/page.md"
    written = page.read_text()
    doc_numbers.main(["--before", "HEAD"], repository)
    commit = subprocess.check_output(["git", "-C", repository, "rev-parse", "--short", "HEAD"], text=True).strip()
    digest = written.partition(DEMO)[2][:13]
    marked = f"{DEMO}{digest}; jets: before {commit} -->\n*Measured on the jets before {commit}.*\n\n| <"
    assert page.read_text() == written.replace(f"{DEMO}{digest} -->\n\n| <", marked)  # the older mark is unchanged
    doc_numbers.main(["--check"], repository)
    doc_numbers.main(["--remade", "docs/page.md#make demo"], repository)
    assert page.read_text() == written
    doc_numbers.main(["--remade", "docs/page.md"], repository)
    assert "Measured" not in page.read_text()
    doc_numbers.main(["--before", "HEAD", "docs/page.md#by hand"], repository)
    assert page.read_text() == written.replace("1234567", commit)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("*Measured on the jets before 1234567.*\n", "", "docs/page.md:8: marked, but readers are not told"),
        ("before 1234567.*", "before 7654321.*", "docs/page.md:8: marked, but readers are not told"),
        ("; jets: before 1234567", "", "docs/page.md:9: tells readers of older jets, but no comment above it does"),
        ("<!-- numbers: make demo", "<!-- numbers make demo", "docs/page.md:3: a comment on numbers is a line"),
        ("; data: docs/data/demo.json", "", "docs/page.md:3: a comment on numbers is a line"),
        ("| <!--{", "| <!-- numbers: make demo --> <!--{", "docs/page.md:5: a comment on numbers is a line of its own"),
        ("make demo", "make dmeo", "docs/page.md:3: nothing here is started by `make dmeo`"),
        ("make demo", "python benchmarks/gone.py", "docs/page.md:3: nothing here is started by"),
        ("make demo", "codesign estimat RUN", "docs/page.md:3: nothing here is started by"),
    ],
)
def test_a_comment_and_its_line_that_do_not_fit_are_named(repository, old, new, message):
    page = repository / "docs/page.md"
    page.write_text(page.read_text().replace(old, new))
    with pytest.raises(SystemExit, match=re.escape(message)):
        doc_numbers.main(["--check"], repository)


def test_numbers_and_commits_that_do_not_exist_are_named(repository):
    before = (repository / "docs/page.md").read_text()
    with pytest.raises(SystemExit, match=r"no numbers 'docs/page.md#make mass' .*\n  docs/page.md#make demo"):
        doc_numbers.main(["--remade", "docs/page.md#make mass"], repository)
    with pytest.raises(SystemExit, match="'1234567' is not a commit of this repository"):
        doc_numbers.main(["--before", "1234567"], repository)
    assert (repository / "docs/page.md").read_text() == before
