"""Measured numbers in the documents come from the data files in docs/data, and nothing measured is typed by hand.

A number counts as measured if it stands outside of the places that are written from a data file, outside of code, links
and citations, and
    has a decimal point or a comma for thousands (0.8733, 168,024), or
    is followed by ± or by a unit (`UNITS`: 22 %, 360 MHz, 6 minutes, 100 LUT).
Such a number that nobody measured (a setting, a definition, a limit of a test, a quotation) is listed, page by page, in
docs/data/settings.txt.
"""

import re
import subprocess
from pathlib import Path

import doc_numbers
import estimate_plots
import pytest
from doc_data import Data, Table

ROOT = Path(__file__).parents[1]
SETTINGS = ROOT / "docs/data/settings.txt"
UNITS = (
    r"(?:%|±|\+-|LUTs?|FFs?|DSPs?|adder bits|ns|us|um|mm|cm|ms|s|min|minutes?|hours?|[kM]Hz|cycles?|clocks?|edges?"
    r"|[kKMG]i?B|[MGT]eV|pb|times)(?![A-Za-z])"
)
NOT_PROSE = re.compile(
    r"^```[\s\S]*?^```"  # code
    r"|`[^`]*`"
    r"|^ {4,}\S.*$"
    r"|\]\([^)]*\)"  # the target of a link
    r"|<!--[\s\S]*?-->"
    r"|arXiv:[\d.]+|hep-ph/\d+|https?://\S+",
    re.MULTILINE,
)
NUMBER = re.compile(rf"(?<![\w.\-/<*^])(?:[-+±]\s?)?\d+(?:,\d{{3}})*(?:\.\d+)?(?:\s{UNITS})?")


def typed_by_hand(text: str) -> list[str]:
    """The numbers of a page that count as measured and are not written from a data file."""
    text = doc_numbers.PLACE.sub("", text)
    text = NOT_PROSE.sub(" ", text)
    text = "\n".join(line for line in text.split("\n") if not doc_numbers.LINE.fullmatch(line))
    numbers = (" ".join(match[0].split()) for match in NUMBER.finditer(text))
    return [number for number in numbers if re.search(r"\d[.,]\d|" + UNITS, number)]


def settings() -> dict[str, list[str]]:
    """docs/data/settings.txt: page -> its numbers that nobody measured; those of every page under `all`."""
    lines = [line for line in SETTINGS.read_text().splitlines() if not line.startswith("#")]
    return {page: rest.split("; ") for page, rest in (line.split(": ", 1) for line in lines)}


@pytest.mark.parametrize("page", doc_numbers.read_pages(ROOT))
def test_no_measured_number_is_typed_by_hand(page):
    listed = settings()
    typed = [n for n in typed_by_hand((ROOT / page).read_text()) if n not in listed["all"]]
    new = [number for number in typed if number not in listed.get(page, ())]
    gone = [number for number in listed.get(page, ()) if number not in typed]
    assert not new, (
        f"{page} has numbers that no data file holds: {'; '.join(new)}. Write them from one, as"
        f" benchmarks/doc_numbers.py says, or, if nobody measured them, list them in {SETTINGS.relative_to(ROOT)}"
    )
    assert not gone, f"{page} does not have {'; '.join(gone)} any more: remove them from {SETTINGS.relative_to(ROOT)}"


def test_the_list_of_settings_names_pages_that_exist():
    assert set(settings()) <= {"all", *doc_numbers.read_pages(ROOT)}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("It takes 32,460 LUT and\n25 ns.", ["32,460 LUT", "25 ns"]),
        ("an AUC of 0.8733 ± 0.0023", ["0.8733 ±", "0.0023"]),
        ("takes <!--{lut:,}-->32,460<!--/--> LUT", []),
        ("<!--{table}-->\n| 0.87 |\n<!--/-->", []),
        ("a page of 16 candidates and version 3 of `0.8.2`", []),
        ("[0.5](x/0.7.md) of arXiv:1810.05165", ["0.5"]),
        ("```\n0.8733\n```\n\n    0.8734\n", []),
        ("about 6 minutes, 200 pixels", ["6 minutes"]),
        ("VU13P, 8x3, 16-bit, w4-a6", []),
    ],
)
def test_what_counts_as_a_measured_number(text, numbers):
    assert typed_by_hand(text) == numbers


def test_every_data_file_is_shown_in_a_page():
    pages = doc_numbers.read_pages(ROOT)
    shown = {one.data for page, lines in pages.items() for one in doc_numbers.comments(page, lines)}
    assert shown == {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs/data").glob("*.json")}


@pytest.mark.parametrize("path", sorted((ROOT / "docs/data").glob("*.json")), ids=lambda path: path.stem)
def test_a_data_file_is_laid_out_as_it_is_written_and_says_who_wrote_it(path):
    data = Data.parse(path.read_text())
    assert data.dump() == path.read_text()
    assert data.made.startswith((f"written by `{data.command}` at ", "transcribed from "))


def test_the_numbers_of_estimates_are_those_of_the_present_fits():
    fits = estimate_plots.calibration()
    stored = Data.parse((ROOT / "docs/data/estimates.json").read_text())
    written = Data("", "", estimate_plots.numbers(fits), {"networks": estimate_plots.mapped_designs(fits)}).dump()
    fresh = Data.parse(written)
    assert fresh.values == pytest.approx(stored.values, rel=1e-5)
    assert fresh.text("networks") == stored.text("networks")


PAGE = """\
# Title

<!-- numbers: make demo; data: docs/data/demo.json 000000000000 -->

It takes <!--{lut:,}-->1<!--/--> LUT; the first of the rows has <!--{rows.0.auc:.2f}--><!--/-->.

<!--{rows}-->
<!--/-->
<!-- /numbers -->
"""
WRITTEN = """\
It takes <!--{lut:,}-->32,460<!--/--> LUT; the first of the rows has <!--{rows.0.auc:.2f}-->0.87<!--/-->.

<!--{rows}-->
| name | macro AUC |
|---|---|
| `one` | 0.8712 ± 0.0023 |
| `two` |  |
<!--/-->
<!-- /numbers -->
"""
COLUMNS = [("name", "`{name}`"), ("macro AUC", "{auc:.4f} ± {error:.4f}")]
ROWS = [{"name": "one", "auc": 0.87123456, "error": 0.0023}, {"name": "two", "auc": None, "error": None}]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one commit, whose page has places for the numbers of `make demo`."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "README.md").write_text("# Nothing measured\n")
    (tmp_path / "docs/page.md").write_text(PAGE)
    (tmp_path / "Makefile").write_text(".PHONY: demo\ndemo:\n")
    git = ["git", "-C", str(tmp_path), "-c", "user.name=n", "-c", "user.email=e", "-c", "commit.gpgsign=false"]
    subprocess.run([*git, "init", "--quiet"], check=True)
    subprocess.run([*git, "commit", "--quiet", "--allow-empty", "-m", "jets"], check=True)
    doc_numbers.publish("demo", "make demo", {"lut": 32460}, {"rows": Table(COLUMNS, ROWS)}, tmp_path)
    return tmp_path


def test_a_command_writes_its_numbers_into_the_page(repository):
    assert (repository / "docs/page.md").read_text().endswith(WRITTEN)
    doc_numbers.main(["--check"], repository)


def test_the_same_numbers_again_change_nothing(repository):
    before = {path: path.read_bytes() for path in (repository / "docs").rglob("*.*")}
    subprocess.run(
        ["git", "-C", repository, "-c", "user.name=n", "-c", "user.email=e", "commit", "-qm", "x", "--allow-empty"],
        check=True,
    )
    doc_numbers.publish("demo", "make demo", {"lut": 32460}, {"rows": Table(COLUMNS, ROWS)}, repository)
    assert {path: path.read_bytes() for path in (repository / "docs").rglob("*.*")} == before


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "page.md",
            "32,460",
            "32,461",
            "docs/page.md:3: these numbers are not those of docs/data/demo.json; change them",
        ),
        ("page.md", "| `two` |  |\n", "", "docs/page.md:3: these numbers are not those of docs/data/demo.json"),
        ("data/demo.json", "32460", "32461", "docs/page.md:3: these numbers are not those of docs/data/demo.json"),
        ("data/demo.json", '"made": "', '"made": "also ', "docs/page.md:3: these numbers are not those of"),
        ("data/demo.json", '"lut"', '"luts"', "docs/page.md:3: docs/data/demo.json has no {lut:,}: 'lut'"),
        (
            "data/demo.json",
            "make demo",
            "make mass",
            "docs/page.md:3: docs/data/demo.json holds numbers of `make mass`",
        ),
        ("data/demo.json", "{", "", "docs/page.md:3: docs/data/demo.json is not a data file of numbers"),
        ("page.md", "demo.json", "gone.json", "docs/page.md:3: docs/data/gone.json is not a data file of numbers"),
        ("page.md", "<!-- /numbers -->", "", "docs/page.md:3: numbers without an end: write <!-- /numbers --> below"),
        (
            "page.md",
            "It takes <!--",
            "It takes\n<!--",
            "docs/page.md:6: a line that starts with a number's marker ends",
        ),
        (
            "page.md",
            "LUT; the",
            "`LUT` <!--/--> `<!--{lut}-->`; the",
            "docs/page.md:5: a number's marker in code is shown",
        ),
    ],
)
def test_numbers_that_differ_from_their_data_file_are_named(repository, file, old, new, message):
    path = repository / "docs" / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(SystemExit, match=re.escape(message)):
        doc_numbers.main(["--check"], repository)


def test_numbers_without_a_place_in_a_page_are_refused(repository):
    with pytest.raises(SystemExit, match=r"no page has numbers of docs/data/mass\.json"):
        doc_numbers.publish("mass", "make mass", {"lut": 1}, root=repository)


def test_a_list_of_lines_is_shown_as_code():
    assert Data("", "", {"screen": ["a", "  b"]}).text("screen") == "\n```\na\n  b\n```\n"
