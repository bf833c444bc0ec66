"""One glossary, for the documents and for the page."""

import re
from pathlib import Path

from codesign.report import glossary

FILE = Path("codesign/report/data/glossary.md")


def test_every_entry_of_the_file_is_read():
    words = re.findall(r"^### (.+)$", FILE.read_text(), re.MULTILINE)
    assert list(glossary.entries()) == words
    assert len(words) > 50
    assert all(meaning.endswith((".", ".)")) for meaning in glossary.entries().values())


def test_words_of_the_page_are_of_the_glossary_in_order():
    assert list(glossary.of_the_page()) == sorted(glossary.ON_THE_PAGE, key=str.lower)


def test_meanings_are_html_without_links_and_headings():
    meaning = glossary.entries()
    assert meaning["SLR"] == "Super logic region: one of the dies of a large FPGA. A VU13P has four."
    assert "as in the vendor's <code>ap_fixed&lt;W, I&gt;</code>" in meaning["Fixed-point type"]
    assert "(A <em>calibrated</em> mass is something else" in meaning["Calibration"]
    assert "see Responses and mass.)" in meaning["Calibration"].replace("\n", " ")
    assert not any(mark in text for text in meaning.values() for mark in ("](", "<a", "##"))
