"""What `make docs` does beside MkDocs: pages of files outside docs/ and of the program, links that leave docs/.

Documents are written to be read where they lie, on GitHub or in an editor, so their links are relative paths. In the
site, links between pages stay what they are. A link to any other file of the repository leads to the repository, if
`repo_url` names one, and is otherwise plain text, as the site may be read without a clone. A path that does not exist
is left as it is: MkDocs then names it, and `--strict` makes that an error.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from reference import command_line, keys

ROOT = Path(__file__).parents[2]
NOTEBOOK = "docs/notebook.ipynb"
LINK = re.compile(r"(?<!!)\[(?P<text>[^]]+)\]\((?P<path>[^):#\s]+)(?P<anchor>#[^)\s]*)?\)")
IMAGE = re.compile(r"(?P<head>!\[[^]]*\]\()(?P<path>[^):#\s]+)\)")
CODE = re.compile(r"^```.*?^```$|`[^`]*`", re.MULTILINE | re.DOTALL)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the pages that are made here: copies, the notebook as text, the command line."""
    for page, source in config.extra["copied"].items():
        text = (ROOT / source).read_text()
        files.append(File.generated(config, page, content=moved(text, source, page, sources(config))))
    files.append(File.generated(config, "notebook.md", content=notebook_page((ROOT / NOTEBOOK).read_text())))
    files.append(File.generated(config, "reference/cli.md", content=command_line()))
    files.append(File.generated(config, "reference/keys.md", content=keys()))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Links of pages in docs/ that leave it."""
    if page.file.generated_by:
        return markdown
    return moved(markdown, f"docs/{page.file.src_uri}", page.file.src_uri, sources(config))


def sources(config: MkDocsConfig) -> tuple[dict[str, str], str]:
    """Page of the site for each file of the repository that has one, and the repository's address or nothing."""
    copied = {source: page for page, source in config.extra["copied"].items()}
    return copied | {NOTEBOOK: "notebook.md"}, (config.repo_url or "").rstrip("/")


def moved(text: str, source: str, page: str, known: tuple[dict[str, str], str]) -> str:
    """The text of a file with links that hold for the page that is made of it; code stays as it is.

    known: what `sources` gives.
    """
    pages, repository = known

    def place(path: str) -> str:
        return posixpath.normpath(posixpath.join(posixpath.dirname(source), path))

    def link(match: re.Match[str]) -> str:
        target = place(match["path"])
        if target in pages or target.startswith("docs/"):
            uri = pages.get(target, target.removeprefix("docs/"))
            return f"[{match['text']}]({posixpath.relpath(uri, posixpath.dirname(page) or '.')}{match['anchor'] or ''})"
        if not (ROOT / target).exists():
            return match[0]
        return f"[{match['text']}]({repository}/blob/HEAD/{target})" if repository else match["text"]

    def image(match: re.Match[str]) -> str:
        uri = place(match["path"]).removeprefix("docs/")
        return f"{match['head']}{posixpath.relpath(uri, posixpath.dirname(page) or '.')})"

    return _outside_code(text, lambda part: IMAGE.sub(image, LINK.sub(link, part)))


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    """The text, changed wherever it is not code. A link whose text is code is a link."""
    kept: list[str] = []

    def hide(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\0{len(kept) - 1}\0"

    return re.sub(r"\0(\d+)\0", lambda match: kept[int(match[1])], change(CODE.sub(hide, text)))


def notebook_page(text: str) -> str:
    """A notebook as a page: its text, and its code without outputs."""
    cells = json.loads(text)["cells"]
    head = f"*This page is the notebook [`{NOTEBOOK}`](notebook.ipynb), which a test runs.*"
    parts = ["".join(cell["source"]) for cell in cells]
    shown = [
        f"```python\n{part}\n```" if cell["cell_type"] == "code" else part
        for cell, part in zip(cells, parts, strict=True)
    ]
    return "\n\n".join([shown[0], head, *shown[1:]]) + "\n"
