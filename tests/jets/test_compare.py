import io

import numpy as np
import pytest
from rich.console import Console

from codesign.cli.jets_compare import print_comparison
from codesign.errors import JetsError
from codesign.jets.compare import compared, distance
from codesign.jets.store import JetFile

from .synthetic import jet_file, jet_table


def test_the_distance_is_the_largest_difference_of_cumulated_shares():
    assert distance(np.array([1.0, 2.0]), np.array([3.0, 4.0])) == 1
    assert distance(np.array([1.0, 2.0, 3.0, 4.0]), np.array([3.0, 4.0, 3.0, 4.0])) == 0.5
    assert distance(np.array([1.0, 1.0, 2.0]), np.array([2.0, 1.0, 1.0])) == 0


def test_a_file_does_not_differ_from_itself_and_a_shifted_one_does(tmp_path):
    jets = jet_file(300)
    assert all(row.distance == 0 for pair in compared(jets, jets) for row in pair.distances)
    table = jets.table("sc4")
    moved = JetFile({"sc4": type(table)(table.words, {**table.scalars, "eta": table.scalars["eta"] + np.int16(400)})})
    (pair,) = compared(jets, moved)
    assert {row.name for row in pair.distances if row.distance > row.expected} == {"jet eta", "deta"}
    console = Console(file=io.StringIO(), width=130)
    print_comparison([pair], (tmp_path / "a", tmp_path / "b"), console)
    assert "sc4: 300 jets in A, 300 in B" in console.file.getvalue()


def test_files_without_a_common_table_are_refused():
    one, other = JetFile({"sc4": jet_table("sc4", 9, 1)}), JetFile({"sc8": jet_table("sc8", 9, 1)})
    with pytest.raises(JetsError, match="no table in common: sc4 and sc8"):
        compared(one, other)
