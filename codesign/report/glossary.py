"""The glossary, data/glossary.md: one list for the documents, which show it whole, and for the page."""

from __future__ import annotations

import re
from importlib.resources import files

from markdown_it import MarkdownIt

# Those of the glossary that a page uses and does not explain where it uses them
ON_THE_PAGE = (
    *("Band", "Budget", "Cosim", "Csim", "Csynth", "Estimated", "HLS", "Initiation interval", "Latency", "LSB"),
    *("LUT, FF, DSP, BRAM, URAM", "Macro AUC", "Pile-up", "PUPPI candidate", "Quantization-aware training"),
    *("Reference", "Response", "ROC curve", "Route", "RTL", "Slack", "SLR", "Verdict", "Width"),
)
_ENTRY = re.compile(r"^### (?P<word>.+)\n(?P<meaning>(?:(?!#).*\n?)+)", re.MULTILINE)
_MARKDOWN = MarkdownIt("commonmark", {"html": False})
for _end in ("link_open", "link_close"):  # the page stands alone: of a link to a document it keeps the text
    _MARKDOWN.add_render_rule(_end, lambda *_: "")


def entries() -> dict[str, str]:
    """Word -> its meaning as HTML, in the order of the file."""
    text = (files("codesign.report") / "data" / "glossary.md").read_text()
    return {entry["word"]: _MARKDOWN.renderInline(entry["meaning"].strip()) for entry in _ENTRY.finditer(text)}


def of_the_page() -> dict[str, str]:
    """Word -> its meaning as HTML, for ON_THE_PAGE."""
    known = entries()
    return {word: known[word] for word in ON_THE_PAGE}
