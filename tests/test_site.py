"""The site of the documents is complete, needs no network, and agrees with the program."""

import re
import shlex
import subprocess
import sys
from html import unescape
from importlib import import_module
from pathlib import Path

import pytest
import typer
import yaml

from codesign.cli.app import app
from codesign.design.design import Design

GLOSSARY = Path("codesign/report/data/glossary.md")
DOCUMENTS = [Path("README.md"), GLOSSARY, *sorted(Path("docs").rglob("*.md"))]
COMMAND = re.compile(r"^(?: {4})?codesign (?P<words>[^#\n]+)", re.MULTILINE)
LOADED = re.compile(r'<(?:script|img|iframe|source)[^>]*\ssrc="(https?:[^"]+)"|<link[^>]*\shref="(https?:[^"]+)"')


def build(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Builds a site with the options of `make docs`, but into `folder`."""
    recipe = re.search(r"\$\(BIN\)/mkdocs (.+)$", Path("Makefile").read_text(), re.MULTILINE)
    assert recipe
    command = [sys.executable, "-m", "mkdocs", *recipe[1].split(), "--site-dir", str(folder), *options]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built without a warning."""
    folder = tmp_path_factory.mktemp("site")
    done = build(folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize("link", ["[a](gone.md)", "[a](index.md#gone)", "![a](gone.svg)"])
def test_a_link_that_leads_nowhere_is_an_error(link: str, tmp_path: Path) -> None:
    """Uses the settings of the site, with a single page and without slow plugins."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text(f"# Page\n\n{link}\n")
    settings = {"INHERIT": str(Path("mkdocs.yml").resolve()), "nav": ["index.md"], "hooks": [], "plugins": []}
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump({**settings, "extra_css": [], "theme": {"name": "mkdocs"}}))
    done = build(tmp_path / "site", "--config-file", str(tmp_path / "mkdocs.yml"))
    assert done.returncode == 1
    assert "gone" in done.stderr
    assert "1 warnings in strict mode" in done.stdout


def text(page: Path) -> str:
    """The text that a reader sees on a page."""
    return unescape(re.sub(r"<[^>]+>", "", page.read_text()))


def test_no_page_loads_anything_from_the_network(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 25
    assert {str(page): addresses for page in pages if (addresses := LOADED.findall(page.read_text()))} == {}


def test_the_command_line_is_described_with_every_verb_and_option(site: Path) -> None:
    page = text(site / "reference/cli.html")
    top = typer.main.get_command(app)
    for name, verb in top.commands.items():
        assert f"codesign {name}" in page
        for option in (option for parameter in verb.params for option in parameter.opts if option.startswith("-")):
            assert option in page, (name, option)


def test_the_reference_names_the_nouns_and_the_keys(site: Path) -> None:
    page = text(site / "reference/python.html")
    nouns = ("Graph", "FixedPoint", "FixedNet", "Design", "Run", "Sweep", "Agreement", "Figure", "Usage", "Timing")
    for noun in (*nouns, "Budget", "Verdict", "load_dataset"):
        assert re.search(rf"\b{noun}\b", page), noun
    keys = text(site / "reference/keys.html")
    assert [name for name in Design.model_fields if name not in keys] == []


@pytest.mark.parametrize(
    ("source", "page", "written", "moved", "in_repository"),
    [
        ("README.md", "index.md", "[a](docs/jets.md#x)", "[a](jets.md#x)", None),
        ("README.md", "index.md", "![a](docs/demo.svg)", "![a](demo.svg)", None),
        ("README.md", "index.md", "[`a`](docs/notebook.ipynb)", "[`a`](notebook.md)", None),
        ("hls_projects/README.md", "shipped.md", "[a](../docs/ci/README.md)", "[a](ci/README.md)", None),
        ("docs/ci/README.md", "ci/README.md", "[a](../../README.md)", "[a](../index.md)", None),
        ("docs/page.md", "page.md", "[a](../LICENSE)", "a", "[a](https://git.example/o/n/blob/HEAD/LICENSE)"),
        ("docs/page.md", "page.md", "[a](../GONE)", "[a](../GONE)", None),  # MkDocs reports it
        ("docs/page.md", "page.md", "`[a](../LICENSE)`", "`[a](../LICENSE)`", None),
        ("docs/page.md", "page.md", "[a](https://b.c/d)", "[a](https://b.c/d)", None),
    ],
)
def test_links_that_leave_the_documents_are_rewritten(
    source: str, page: str, written: str, moved: str, in_repository: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend("docs/site")
    hooks = import_module("hooks")
    pages = {"README.md": "index.md", "docs/notebook.ipynb": "notebook.md"}
    assert hooks.moved(written, source, page, (pages, "")) == moved
    assert hooks.moved(written, source, page, (pages, "https://git.example/o/n")) == (in_repository or moved)


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_commands_in_the_documents_are_commands(document: Path) -> None:
    for match in COMMAND.finditer(document.read_text()):
        verb, words = typer.main.get_command(app), shlex.split(match["words"].partition(" | ")[0])
        if words[0].startswith("-"):
            continue  # an option of codesign itself
        while hasattr(verb, "resolve_command"):
            context = verb.context_class(verb, info_name="codesign")
            _, verb, words = verb.resolve_command(context, words)
        verb.make_context(str(verb.name), words)  # raises for an unknown option or argument


def test_the_design_of_the_tutorial_is_one() -> None:
    block = re.search(r"^```yaml\n(.*?)^```$", Path("docs/tutorial.md").read_text(), re.MULTILINE | re.DOTALL)
    assert block
    design = Design.model_validate(yaml.safe_load(block[1]))
    assert design.name == "first"


def test_words_of_the_glossary_stand_once_and_in_order() -> None:
    groups = GLOSSARY.read_text().split("\n## ")[1:]
    words = [re.findall(r"^### (.+)$", group, re.MULTILINE) for group in groups]
    assert all(group == sorted(group, key=str.lower) for group in words)
    flat = [word for group in words for word in group]
    assert len(flat) == len(set(flat))
    assert {"Initiation interval", "Survivor", "Reference", "Front end", "Witness", "Verdict", "Band"} <= set(flat)
