"""The contract of a jets file: what each scalar of a jet is, its unit, its kind of number, and who needs it.

The writer, the reader, their errors and the table in docs/jets.md all use these records. A file may hold more scalars.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from numpy.typing import NDArray

from codesign.errors import JetsError

TRAINING, RESPONSES = "training", "response heads"


@dataclass(frozen=True)
class Column:
    """One scalar (jets,) of a table.

    kind: integer or real numbers; unit: of the number that is stored; tables: those that have it; needed_for: training,
    response heads, or "" for what is only information.
    """

    name: str
    kind: Literal["integer", "real"]
    unit: str
    meaning: str
    tables: tuple[str, ...] = ("sc4", "sc8")
    needed_for: str = ""


COLUMNS = {
    column.name: column
    for column in (
        Column("pt", "integer", "0.25 GeV", "transverse momentum of the Level-1 jet", needed_for=TRAINING),
        Column("eta", "integer", "pi/720", "pseudorapidity of its axis", needed_for=TRAINING),
        Column("phi", "integer", "pi/720", "azimuth of its axis", needed_for=TRAINING),
        Column("label", "integer", "", "class, position in the manifest's `classes`; -1: none", needed_for=TRAINING),
        Column("split", "integer", "", "0 training, 1 validation, 2 test; the same for an event", needed_for=TRAINING),
        Column("event", "integer", "", "number of the event", needed_for=TRAINING),
        Column("process", "integer", "", "position in the manifest's `processes`"),
        Column("candidates", "integer", "", "candidates of the jet, also those that are not stored"),
        Column("weight", "real", "", "cross-section weight of the event"),
        Column("gen_pt_gev", "real", "GeV", "pT of the generator jet, 0 without one", needed_for=RESPONSES),
        Column("gen_mass_gev", "real", "GeV", "mass of the generator jet, 0 without one", needed_for=RESPONSES),
        Column("puppi_mass_gev", "real", "GeV", "mass of all candidates of the jet", needed_for=RESPONSES),
        Column("target_pt_ratio", "real", "", "true over Level-1 pT, within limits", ("sc4",)),
        Column("lepton_visible_pt_gev", "real", "GeV", "visible pT of the matched lepton, 0 without one", ("sc4",)),
        Column("hadron_flavour", "integer", "", "5 with a b hadron, 4 with a c hadron, else 0", ("sc4",)),
        Column("parton_flavour", "integer", "", "PDG number of the parton, 0 without one", ("sc4",)),
        Column("rank", "integer", "", "place among the jets of the event by pT, from 0", ("sc4",)),
        Column("b_hadrons", "integer", "", "b hadrons in the generator jet", ("sc8",)),
        Column("c_hadrons", "integer", "", "c hadrons in the generator jet", ("sc8",)),
        Column("resonance_mass_gev", "real", "GeV", "mass of the resonance inside, 0 without", ("sc8",), RESPONSES),
    )
}


def check_kind(name: str, values: NDArray[Any]) -> None:
    """Raises JetsError for a known scalar that holds reals instead of integers, or flags; others may hold either."""
    column = COLUMNS.get(name)
    if column and values.dtype.kind not in ("iu" if column.kind == "integer" else "iuf"):
        raise JetsError(f"scalar {name} holds {values.dtype}, not {column.kind} numbers: {described(column)}")


def described(column: Column) -> str:
    """'transverse momentum of the Level-1 jet (integer, in 0.25 GeV)'."""
    return f"{column.meaning} ({column.kind}{f', in {column.unit}' if column.unit else ''})"


def markdown() -> str:
    """The table of docs/jets.md."""
    rows = ["| scalar | numbers | unit | meaning | tables | needed for |", "|---|---|---|---|---|---|"]
    for c in COLUMNS.values():
        rows.append(f"| `{c.name}` | {c.kind} | {c.unit} | {c.meaning} | {', '.join(c.tables)} | {c.needed_for} |")
    return "\n".join(rows)
