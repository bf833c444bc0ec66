"""Names of firmware, and names that C++ has already: they are refused, or replaced by importers."""

import re
import string

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygments.lexer import words
from pygments.lexers import CppLexer, SystemVerilogLexer, VhdlLexer
from pygments.token import Keyword, Name

from codesign.backends.hls import convert as hls4ml
from codesign.errors import BackendError
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint
from codesign.net.graph import Graph
from codesign.net.names import LONGEST, clash, is_no_variable, is_reserved, is_top, top
from codesign.net.ops import Dense, Input
from codesign.training.importers.assembly import Assembly

PART = "xcvu13p-flga2577-2-e"
PORT = FixedPoint(1, 2, 3)
HDL = [SystemVerilogLexer, VhdlLexer]
KEYWORDS = [  # as pygments lists them
    word
    for lexer in HDL
    for rules in lexer.tokens.values()
    for rule in rules
    if isinstance(rule, tuple) and isinstance(rule[0], words) and rule[1] in (Keyword, Keyword.Type)
    for word in rule[0].words
    if lexer is SystemVerilogLexer or rule[1] is Keyword  # types of VHDL are ordinary identifiers
]
keys = st.text("0123456789abcdef", min_size=12, max_size=12)
designs = st.text() | st.text(string.ascii_letters + "_-.0", max_size=60) | st.sampled_from(KEYWORDS)


@given(designs, keys, st.lists(st.text(max_size=5)))
def test_firmware_has_a_name_that_every_language_takes(design: str, key: str, operations: list[str]) -> None:
    name = top(design, key, operations)
    assert is_top(name)
    assert len(name) <= LONGEST == 40
    assert re.fullmatch("[a-z][a-z0-9_]*", name)
    assert not re.search("__|_$", name)
    for lexer in (*HDL, CppLexer):
        ((kind, text),) = [token for token in lexer().get_tokens(name) if token[1].strip()]
        assert kind in Name
        assert text == name


@given(designs, designs, keys, keys)
def test_another_net_is_another_name(design: str, other: str, key: str, other_key: str) -> None:
    assert (top(design, key) == top(other, other_key)) <= (key == other_key)
    assert top(design, key).endswith(f"_{key}")


@pytest.mark.parametrize(
    ("design", "name"),
    [
        ("tagger_mlp", "tagger_mlp_0123456789ab"),
        ("Jet.Tagger--v2", "jet_tagger_v2_0123456789ab"),
        ("Müon τ-tagger", "muon_tagger_0123456789ab"),
        ("3rd", "design_3rd_0123456789ab"),
        ("μ", "design_0123456789ab"),
        ("a" * 26 + "_b", "a" * 26 + "_0123456789ab"),
    ],
)
def test_the_name_begins_with_the_designs(design: str, name: str) -> None:
    assert top(design, "0123456789ab") == name


def test_no_operation_starts_with_the_firmwares_name() -> None:
    taken = ["Tagger_0123456789AB_logic0", "top1_tagger_0123456789ab"]
    assert top("tagger", "0123456789ab", taken) == "top2_tagger_0123456789ab"


def test_words_of_the_languages_name_no_firmware() -> None:
    assert len(KEYWORDS) > 300
    assert not list(filter(is_top, KEYWORDS))


@pytest.mark.parametrize("name", ["", "_a", "a_", "a__b", "1a", "Tagger", "jet tagger", "wchar_t", "tägger", "a\n"])
def test_what_some_language_does_not_take_names_no_firmware(name: str) -> None:
    assert not is_top(name)


@pytest.mark.parametrize(
    "name",  # keywords, an alternative token and macros
    ["class", "Default", "co_await", "wchar_t", "and_eq", "NULL", "NaN", "errno"],
)
def test_what_cpp_has_already_names_no_operation(name: str, tmp_path) -> None:
    assert is_reserved(name)
    graph = Graph((Input("inputs", (), (4,)), Dense(name, ("inputs",), 2)), (name,))
    weights = {f"{name}.kernel": np.eye(4, 2), f"{name}.bias": np.zeros(2)}
    net = FixedNet.build(graph, weights, dict.fromkeys(weights, FixedPoint(1, 1, 0)), {"inputs": PORT})
    with pytest.raises(BackendError, match=f"'{name}' cannot name a variable"):
        hls4ml.convert(net, tmp_path / "hls", part=PART, clock_ns=5)


@pytest.mark.parametrize("name", ["size", "int8", "time", "char16"])
def test_a_name_whose_type_cpp_has_is_not_one_that_importers_give(name: str) -> None:
    """NAME_t is a type of <cstddef>, <cstdint> or <ctime>. An architecture may still use NAME for an operation."""
    assert is_reserved(name)
    assert not is_no_variable(name)


def test_parts_of_an_operation_are_names_too() -> None:
    assert all(clash("phi", f"Phi{part}") for part in ("", "_t", "_kernel", "_weight", "_bias", "_exact", "_first2"))
    assert all(clash(f"phi{part}", "phi") for part in ("_t", "_kernel"))
    assert not any(clash("phi", other) for other in ("phi2", "phi_2", "phi_in", "phi_first", "t", "rho_kernel"))


def test_an_importer_numbers_what_is_taken() -> None:
    net = Assembly((4,), PORT)
    kernel = np.eye(4)
    names = ["class", "pt", "time", "tagger", "phi", "phi_kernel", "PT", "pt_t", "class", "inputs", "3rd"]
    ops = [net.dense(name, net.port, kernel, None) for name in names]
    numbered = ["class_2", "pt", "time_2", "tagger_2", "phi", "phi_kernel_2", "PT_2", "pt_t_2", "class_3", "inputs_2"]
    assert ops == [*numbered, "layer_3rd"]
