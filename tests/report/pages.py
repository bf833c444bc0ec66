"""Pages as tests read them, and a design that has heads of both kinds."""

import re
from html.parser import HTMLParser
from pathlib import Path

from codesign.design.architectures.config import ArchitectureConfig
from codesign.design.design import Design, JetsConfig
from codesign.design.heads import Head, HeadName, resolved
from codesign.report.write import write_page
from tests.fake_runs import (
    fake_design,
)


class Page(HTMLParser):
    """The text of a page, and everything else in it that can be checked without a browser."""

    VOID = ("meta", "br", "img", "link", "input", "hr")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.headers: list[dict[str, str | None]] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.attributes: dict[str, str | None] = {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag not in self.VOID:
            self.open.append(tag)
        self.ids += [values["id"]] if values.get("id") else []
        self.links += [str(values[name]) for name in ("href", "src") if values.get(name)]
        if tag == "img":
            self.images.append(values)
        elif tag == "th":
            self.headers.append(values)
        elif tag == "html":
            self.attributes = values

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "script"):
            self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.words))


def page_of(folder: Path) -> Page:
    return Page(write_page(folder).read_text())


WIDE = ArchitectureConfig(sizes={"phi": [8], "rho": [16]})  # large enough that some random units are not always zero


def wide_design(jets: Path, *heads: HeadName) -> Design:
    """A design for the sc8 table, with the given heads."""
    wide = JetsConfig(file=str(jets), table="sc8", features="pt_eta_phi")
    chosen = resolved({name: Head() for name in heads}, "sc8")
    return fake_design(jets, "wide").model_copy(update={"jets": wide, "heads": chosen, "architecture": WIDE})
