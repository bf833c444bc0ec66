"""Any YAML text gives plain data or a ConfigError with file and line; never a traceback, and never a hang."""

import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codesign.base.config import read_yaml, value_of
from codesign.base.yaml_text import MOST_BYTES, MOST_LEVELS, MOST_VALUES, compose, dump
from codesign.errors import ConfigError

BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


def read(text):
    return compose(text, lambda line: f"f.yaml:{line}").plain()


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: 1\nb: [1.5, -2, yes, Off, ~, null, '', x]\n", {"a": 1, "b": [1.5, -2, True, False, None, None, "", "x"]}),
        ("a: 1e-7\nb: 4E3\nc: .5\nd: 1_000\n", {"a": 1e-7, "b": 4000.0, "c": 0.5, "d": 1000}),
        # these are text in YAML 1.2, and meant as text
        (
            "a: 12:30:00\nb: 2020-13-45\nc: 010\nd: 085624927225\ne: 0x1F\n",
            {"a": "12:30:00", "b": "2020-13-45", "c": "010", "d": "085624927225", "e": "0x1F"},
        ),
        ("a: &x [1, 2]\nb: *x\n", {"a": [1, 2], "b": [1, 2]}),
        ("'1': a\n\"true\": b\n", {"1": "a", "true": "b"}),
        ("\ufeff# nothing\n", None),
        ("--- {a: 1}\n", {"a": 1}),
        ("a: 18446744073709551615\n", {"a": 2**64 - 1}),
    ],
)
def test_plain_data_is_read(text, data):
    assert read(text.lstrip("\ufeff")) == data


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\n[1, 2]: 3\n", "f.yaml:2: a list or map as a key"),
        ("{}: 3\n", "f.yaml:1: a list or map as a key"),
        ("1: a\n", "f.yaml:1: 1 as a key; keys are text"),
        ("null: a\n", "f.yaml:1: None as a key"),
        ("a: 1\n\na: 2\n", "f.yaml:3: key 'a' is there twice"),
        ("a:\n  b: !!binary aGk=\n", "f.yaml:2: the tag !!binary is not accepted"),
        ("a: !!set {x, y}\n", "f.yaml:1: the tag !!set is not accepted"),
        ("a: !!python/object/apply:os.system [ls]\n", "f.yaml:1: the tag !!python/object/apply:os.system is not"),
        ("a: !!int x\n", "the tag !!int is not accepted"),
        ("a: !mine x\n", "the tag !mine is not accepted"),
        ("&a {x: *a}\n", "f.yaml:1: &a holds itself"),
        ("a: &a\n- [*a]\n", "f.yaml:2: &a holds itself"),
        ("a: *b\n", "the alias *b has no anchor"),
        ("a: .inf\n", "f.yaml:1: .inf is not a finite number"),
        ("a: [1, .NaN]\n", ".NaN is not a finite number"),
        ("a: 1e999\n", "beyond the numbers of 64 bits"),
        ("a: 18446744073709551616\n", "does not fit into 64 bits"),
        (f"a: {'9' * 5000}\n", "does not fit into 64 bits"),
        ('a: "x\\0y"\n', "f.yaml:1: text with the character U+0000"),
        ('a: "\\ud800"\n', "text with the character U+D800"),
        ('a: "\\U00110000"\n', "not readable as YAML"),
        ("a: 1\nb: \x07\n", "f.yaml:2: not readable as YAML: it holds the character U+0007"),
        ("a: 1\n\tb: 2\n", "f.yaml:2: not readable as YAML: "),
        ("a: [1\n", "not readable as YAML"),
        ("a: 1\n---\nb: 2\n", "f.yaml:2: a second document"),
        (BOMB, f"more than {MOST_VALUES:,} values"),
        ("[" * 100_000, f"f.yaml:1: more than {MOST_LEVELS} levels"),
        ("".join(f"{' ' * n}a:\n" for n in range(60)), f"f.yaml:{MOST_LEVELS}: more than {MOST_LEVELS} levels"),
        ("x: &x " + "[" * 30 + "1" + "]" * 30 + "\ny: " + "[" * 30 + "*x" + "]" * 30, f"{MOST_LEVELS} levels"),
        ("a: x" + "x" * MOST_BYTES, "longer than"),
    ],
)
def test_anything_else_is_an_error_with_its_line(text, said):
    with pytest.raises(ConfigError) as error:
        read(text)
    assert said in str(error.value)
    assert len(str(error.value)) < 300


def test_no_text_makes_it_wait():
    start = time.monotonic()
    for text in (BOMB, "[" * MOST_BYTES, "- " * 400_000, "a: b: " * 100_000, "{" * 500_000, "&a " * 300_000):
        with pytest.raises(ConfigError):
            read(text)
    assert time.monotonic() - start < 20


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a: 1\n".encode("utf-16"), "this is UTF-16; save it as UTF-8"),
        (b"a: 1\nb: caf\xe9\n", ":2: not readable as YAML: not UTF-8"),
        (b"x" * (MOST_BYTES + 1), "is larger than 1,000,000 bytes"),
        (b"a: \0\n", ":1: not readable as YAML: it holds the character U+0000"),
    ],
)
def test_a_file_that_is_no_text_is_named(content, said, tmp_path):
    path = tmp_path / "d.yaml"
    path.write_bytes(content)
    with pytest.raises(ConfigError) as error:
        read_yaml(path)
    assert f"{path}{said}" in str(error.value) or f"{path}: {said}" in str(error.value)


def test_a_mark_at_the_start_of_a_file_is_no_text(tmp_path):
    path = tmp_path / "d.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert read_yaml(path) == {"a": 1}


def test_what_is_no_regular_file_is_refused_without_a_wait(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (Path("/dev/zero"), tmp_path / "pipe"):
        with pytest.raises(ConfigError, match=f"{path}: is not a regular file"):
            read_yaml(path)
    with pytest.raises(ConfigError, match=f"{tmp_path}: Is a directory"):
        read_yaml(tmp_path)
    with pytest.raises(ConfigError, match="NUL"):
        read_yaml(tmp_path / "a\0b")
    with pytest.raises(ConfigError, match="File name too long"):
        read_yaml(tmp_path / ("a" * 300))


@pytest.mark.parametrize("text", ["[", "{a", "*x", "!!binary x", "'", "a: b: c", "\t- x", "\x00"])
def test_a_broken_value_of_an_option_names_the_option(text):
    with pytest.raises(ConfigError, match=r"^--set x: "):
        value_of(text, "--set x")


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=("C",)), max_size=20)
    | st.from_regex(r"[-+0-9._e:E]{1,13}", fullmatch=True),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.text(st.characters(codec="ascii", exclude_categories=("C",)), max_size=8), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(data=PLAIN)
def test_what_is_written_is_read_back(data):
    """A design's key is twelve hexadecimal digits, and can look like a number: 085624927225 or 12e456789012."""
    assert read(dump(data, allow_unicode=True)) == data
    shared = [data, data]
    assert "&id" not in dump(shared)


MUTATIONS = (
    "[1]: ",
    "? ",
    "&a ",
    "*a",
    "!!set ",
    "\t",
    "\0",
    "- ",
    ": ",
    "{",
    "]",
    "'",
    "|\n",
    "<<: *a",
    "%YAML 1.1\n",
)


@given(st.lists(st.tuples(st.integers(0, 400), st.sampled_from(MUTATIONS) | st.text(max_size=3)), max_size=4))
@settings(max_examples=150)
def test_a_mutated_config_is_data_or_an_error_with_its_line(changes):
    text = (Path(__file__).parents[2] / "configs/taggers/deep_set.yaml").read_text()
    for place, inserted in changes:
        text = text[:place] + inserted + text[place:]
    said = "f.yaml:"
    try:
        assert read(dump(data := read(text), allow_unicode=True)) == data
    except ConfigError as error:
        said = str(error)
    assert said.startswith("f.yaml:")
