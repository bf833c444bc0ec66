"""The HLS top function that starts from words, as it is written; that it computes the same is in firmware_tests."""

import re

import pytest

from codesign.backends.hls import convert as hls4ml
from codesign.backends.hls import words as words_hls
from codesign.backends.hls import words_csim
from codesign.backends.words_port import WordsPort
from codesign.errors import BackendError
from codesign.jets.features import FEATURE_SETS
from tests.words import PART, net_of

PORT = WordsPort()


def convert(folder, port=PORT, net=None):
    return hls4ml.convert(net or net_of(port), folder, part=PART, clock_ns=2.6, words=port)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    project_folder = tmp_path_factory.mktemp("words") / "hls"
    convert(project_folder)
    return project_folder


def test_nothing_is_left_to_fill_in(folder):
    for path in (*folder.glob("firmware/*_words.*"), folder / "firmware/nnet_utils" / words_hls.HEADER):
        assert "@" not in path.read_text()


def test_each_feature_is_made_once_in_order(folder):
    text = (folder / "firmware" / "tagger_words.cpp").read_text()
    assignments = re.findall(r"candidates\[slot \* 20 \+ (\d+)\] = feature<.*>\(c, (.*)\(c, j\)\);", text)
    assert [int(n) for n, _ in assignments] == list(range(20))
    assert [f if not f.startswith("has_id") else "id" for _, f in assignments] == [
        f if not f.startswith("is_") else "id" for f in FEATURE_SETS["cms20"]
    ]


def test_only_unsorted_input_is_sorted(folder, tmp_path):
    assert "sort_by_pt" not in (folder / "firmware" / "tagger_words.cpp").read_text()
    convert(tmp_path / "hls", WordsPort("pt_eta_phi", 4, sorted_input=False))
    assert "sort_by_pt<16, 4>(words, sorted);" in (tmp_path / "hls" / "firmware" / "tagger_words.cpp").read_text()


def test_the_same_net_gives_the_same_bytes(folder, tmp_path):
    convert(tmp_path / "hls")
    for path in folder.glob("**/*words*"):
        assert path.read_bytes() == (tmp_path / "hls" / path.relative_to(folder)).read_bytes()


def test_a_net_of_other_features_is_refused_and_nothing_is_left(tmp_path):
    with pytest.raises(BackendError, match="the net reads"):
        convert(tmp_path / "hls", WordsPort(candidates=8), net_of(PORT))
    assert not list(tmp_path.iterdir())


def test_an_output_of_an_arguments_name_is_refused(tmp_path):
    with pytest.raises(BackendError, match="'words' is an argument"):
        convert(tmp_path / "hls", net=net_of(PORT, output="words"))


def test_a_project_without_the_function_cannot_be_compiled_from_words(tmp_path):
    hls4ml.convert(net_of(PORT), tmp_path / "hls", part=PART, clock_ns=2.6)
    with pytest.raises(BackendError, match="starts from features"):
        words_csim.compile_csim(tmp_path / "hls")
