"""RTL that starts from words: the network behind it, and the module that cuts whole words."""

import json
import re

import numpy as np
import pytest

from codesign.backends.rtl import convert as rtl
from codesign.backends.rtl.words import WordsFront
from codesign.backends.words_port import WordsPort
from codesign.net import reference
from tests.words import PART, net_of, shipped_jets

PORT = WordsPort("kinematics+id", 6, sorted_input=False)


@pytest.fixture(scope="module", params=["verilog", "vhdl"])
def project(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("words") / "rtl"
    return rtl.convert(
        net_of(PORT), folder, part=PART, clock_ns=2.6, front=WordsFront(PORT), flavor=request.param, name="top"
    )


def test_the_network_gets_exact_features(project):
    jets = shipped_jets(10_000, shuffled=True)
    got = rtl.emulate(project.folder, PORT.values(jets))["logits"]
    assert got.std(axis=0).all()
    assert np.array_equal(got, reference.run(net_of(PORT), PORT.features(jets))["logits"])


def test_the_record_says_what_enters(project):
    again = rtl.RtlProject.load(project.folder)
    assert again.port == PORT.type
    assert again.port_shape == (len(PORT.elements),)


def test_words_are_cut_where_the_network_reads_them(project):
    jets = shipped_jets(50, shuffled=True)
    layout = json.loads((project.folder / "ports.json").read_text())["model_inp"]
    assert any(element["width"] == 0 for element in layout)
    values = PORT.values(jets).astype(int)
    delivered = {"words": [sum(int(w) << 64 * n for n, w in enumerate(jet)) for jet in jets.words]}
    delivered |= {f"jet_{name}": getattr(jets, name).tolist() for name in ("pt", "eta", "phi")}
    for n in range(len(jets)):
        pairs = zip(values[n], layout, strict=True)
        expected = sum(cut(int(v), -e["fraction"], e["width"]) << e["offset"] for v, e in pairs)
        cuts = slices(project)
        assert sum(cut(delivered[p][n], low, high - low + 1) << to for to, p, high, low in cuts) == expected


def cut(number, low, width):
    return (number >> low) % (1 << width)


def slices(project):
    """(lowest bit of the network's module, port, high, low) of each line that cuts."""
    path = next(project.folder.glob("src/top_words.*"))
    pattern = r"entering\W(\d+)(?::| downto )(\d+)\W (?:=|<=) (\w+)\W(\d+)(?::| downto )(\d+)\W;"
    return [(int(to), p, int(high), int(low)) for _, to, p, high, low in re.findall(pattern, path.read_text())]
