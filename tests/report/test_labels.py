"""Texts in a plot are broken into lines, and nothing of them is lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.report.plots.labels import lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sparsity", ["sparsity"]),
        ("learning_rate", ["learning_", "rate"]),
        ("[64, 32, 32, 16]", ["[64, 32, 32,", "16]"]),
        ("demo-w4-a6-s0.4", ["demo-w4-a6-", "s0.4"]),
        ("quantizationaware", ["quantization", "aware"]),
        ("", []),
    ],
)
def test_lines_end_behind_a_mark_where_there_is_one(text: str, expected: list[str]) -> None:
    assert lines(text, 12) == expected


@given(st.text(alphabet="ab-_, .", max_size=60), st.integers(2, 20))
def test_no_line_is_longer_and_no_letter_is_lost(text: str, longest: int) -> None:
    broken = lines(text, longest)
    assert all(len(line) <= longest for line in broken)
    assert "".join(broken).replace(" ", "") == re.sub(" ", "", text)
