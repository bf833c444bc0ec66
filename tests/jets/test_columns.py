"""The contract of a jets file: what the simulation writes, what readers refuse, and what the document says agree."""

from pathlib import Path

import numpy as np
import pytest

from codesign.errors import JetsError
from codesign.jets.columns import COLUMNS, markdown
from codesign.jets.store import JetTable, open_jets

WORDS = np.zeros((2, 16), np.uint64)


@pytest.mark.parametrize("table", ["sc4", "sc8"])
def test_the_simulation_writes_the_columns_of_the_contract(table):
    scalars = open_jets("shipped").table(table).scalars
    assert set(scalars) == {name for name, column in COLUMNS.items() if table in column.tables}
    kinds = {name: "integer" if values.dtype.kind in "iu" else "real" for name, values in scalars.items()}
    assert kinds == {name: COLUMNS[name].kind for name in scalars}


def test_reals_in_the_place_of_integers_are_named_with_their_unit():
    with pytest.raises(JetsError, match=r"scalar eta holds float32, not integer numbers: .*in pi/720"):
        JetTable(WORDS, {"eta": np.zeros(2, np.float32)})


def test_integers_in_the_place_of_reals_and_other_scalars_are_taken():
    table = JetTable(WORDS, {"weight": np.ones(2, np.int8), "mine": np.ones(2)})
    assert set(table.scalars) == {"weight", "mine"}


def test_a_missing_column_is_described():
    with pytest.raises(JetsError, match=r"no scalar 'pt': transverse momentum .*in 0\.25 GeV\); they have mine"):
        JetTable(WORDS, {"mine": np.ones(2)}).scalar("pt")


def test_the_document_has_the_table_of_the_contract():
    assert markdown() in Path("docs/jets.md").read_text()
