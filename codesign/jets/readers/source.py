"""What a file of another program holds, as a YAML record: columns, units, signs, particle types, labels, cuts.

A column is named as in the file. `NAME[3]` takes entry 3 of its last axis, `NAME[1:800:4]` every fourth of entries 1 to
799. A quantity without a unit in the YAML would be a guess, so the unit has no default.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from codesign.base.config import Strict, load
from codesign.jets.words import FIELDS, SLOTS

SHIPPED = Path(__file__).parent / "data"
# `hardware`: integers in the step of the candidate word. `given`: files of this kind come in GeV and in hardware
# integers, and only their owner knows which. `jet`: a share of the jet's value.
Unit = Literal["GeV", "radian", "cm", "mm", "1", "hardware", "given", "jet"]
Sign = Literal["candidate - jet", "jet - candidate"]
Table = Literal["sc4", "sc8"]
Number = int | float
_LENGTHS: tuple[Unit, ...] = ("cm", "mm", "hardware")
UNITS: dict[str, tuple[Unit, ...]] = {  # units that a quantity of the candidates may have
    "pt": ("GeV", "hardware", "given", "jet"),
    **dict.fromkeys(("eta", "phi"), ("radian", "hardware")),
    **dict.fromkeys(("px", "py", "pz"), ("GeV",)),
    **dict.fromkeys(("z0", "d0"), _LENGTHS),
    "puppi_weight": ("1", "hardware"),
    **dict.fromkeys(("quality", "emid"), ("hardware",)),
}
JET_UNITS: dict[str, tuple[Unit, ...]] = {"pt": ("GeV", "hardware"), "eta": UNITS["eta"], "phi": UNITS["phi"]}
SIGNED = ("electron", "muon", "charged_hadron")  # types whose charge is told by another column
FLAGS = {
    "neutral_hadron": 0,
    "photon": 1,
    "charged_hadron_minus": 2,
    "charged_hadron_plus": 3,
    "electron_minus": 4,
    "electron_plus": 5,
    "muon_minus": 6,
    "muon_plus": 7,
    "charged_hadron": 2,
    "electron": 4,
    "muon": 6,
}


class Quantity(Strict):
    """A column with its unit. absent: the value that stands for "none", which becomes 0."""

    column: str
    unit: Unit
    absent: Number | None = None


class Angle(Quantity):
    """An angle relative to the axis of the jet, or with `sign: absolute` of its own."""

    sign: Sign | Literal["absolute"] = "absolute"


def _check_units(record: Strict, units: dict[str, tuple[Unit, ...]]) -> None:
    for name, allowed in units.items():
        quantity = getattr(record, name)
        if quantity and quantity.unit not in allowed:
            raise ValueError(f"{name} cannot be in {quantity.unit}; use one of {', '.join(allowed)}")


class Particles(Strict):
    """How the particle type is told: by PDG numbers, by flags, or not at all (all are neutral hadrons).

    pdg: column; pdg_types: PDG numbers that are not particles -> their type. word_id: column of the numbers 0 to 7 that
    the PUPPI word has for the types. flags: type -> column, where the types
    electron, muon and charged_hadron take their charge from `charge`.
    """

    pdg: str | None = None
    pdg_types: dict[int, Literal["photon", "neutral_hadron"]] = Field(default_factory=dict)
    word_id: str | None = None
    flags: dict[str, str] = Field(default_factory=dict)
    charge: str | None = None

    @model_validator(mode="after")
    def _told_in_one_way(self) -> Self:
        if sum(map(bool, (self.pdg, self.word_id, self.flags))) > 1:
            raise ValueError("the particle type is told by one of `pdg`, `word_id` and `flags`; give one of them")
        if unknown := set(self.flags) - set(FLAGS):
            raise ValueError(f"no particle type {min(unknown)!r}; use {', '.join(FLAGS)}")
        if not self.charge and set(self.flags) & set(SIGNED):
            raise ValueError(f"the types {', '.join(SIGNED)} need a column `charge`")
        return self


class Candidates(Strict):
    """The candidates' columns: pt, eta and phi, or px, py and pz; the others may be missing.

    word: instead of all others, the column of PUPPI words.
    """

    word: str | None = None
    pt: Quantity | None = None
    eta: Angle | None = None
    phi: Angle | None = None
    px: Quantity | None = None
    py: Quantity | None = None
    pz: Quantity | None = None
    z0: Quantity | None = None
    d0: Quantity | None = None
    quality: Quantity | None = None
    puppi_weight: Quantity | None = None
    emid: Quantity | None = None
    particles: Particles = Particles()

    @model_validator(mode="after")
    def _momentum_is_complete(self) -> Self:
        if self.word:
            others = [getattr(self, name) for name in type(self).model_fields if name not in ("word", "particles")]
            if any(others) or self.particles != Particles():
                raise ValueError("a PUPPI word holds all that is known of a candidate; leave out what is beside `word`")
            return self
        sets = [(self.pt, self.eta, self.phi), (self.px, self.py, self.pz)]
        if sorted(sum(part is not None for part in parts) for parts in sets) != [0, 3]:
            raise ValueError("give `pt`, `eta` and `phi` of the candidates, or `px`, `py` and `pz`, or `word`")
        _check_units(self, UNITS)
        return self


class Jet(Strict):
    """The jets' columns. A missing one is that of the sum of the candidates, or 0 if they are relative to it."""

    pt: Quantity | None = None
    eta: Quantity | None = None
    phi: Quantity | None = None
    event: str | None = None
    scalars: dict[str, Quantity] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _units_fit(self) -> Self:
        _check_units(self, JET_UNITS)
        return self


class Condition(Strict):
    """A condition on a column of the jets: one of some values, or a range with its ends."""

    column: str
    values: Annotated[list[Number], Field(min_length=1)] | None = None
    least: Number | None = None
    most: Number | None = None
    absolute: bool = False


class Case(Strict):
    """A class, and the conditions that a jet of it meets, all of them. No jet may belong to two classes."""

    name: str
    when: Annotated[list[Condition], Field(min_length=1)]


class Links(Strict):
    """Columns of the pairs (jet, candidate) of an event, where the file lists events and not jets."""

    jet: str
    candidate: str


class Cone(Strict):
    """What is kept of the jets that the seeded cone finds: above a pT in GeV, within |eta|."""

    pt_min_gev: float = Field(default=15.0, ge=0, le=4000)
    eta_max: float = Field(default=2.4, gt=0, le=5)


class Source(Strict):
    """One kind of file.

    trees: the tree or group that holds the columns, the first that is there. known_by: columns that tell this kind from
    others, beside those that are read. cone: for files whose rows are events, in which the firmware's cone of the
    table's radius finds the jets. table: of the jets file. candidates: slots of a jet that are stored.
    former_names: parts of column names -> what they were in older files, which make a source NAME_old.
    lost: what the jets file cannot hold. verified: on which file it was read.
    """

    name: str
    title: str
    container: Literal["root", "hdf5", "parquet", "native64"]
    trees: list[str] = Field(default_factory=lambda: [""])
    known_by: list[str] = Field(default_factory=list)
    table: Table = "sc4"
    candidates: int = Field(default=SLOTS, ge=SLOTS, le=255)
    former_names: dict[str, str] = Field(default_factory=dict)
    links: Links | None = None
    cone: Cone | None = None
    jet: Jet = Jet()
    candidate: Candidates
    classes: list[Case] = Field(default_factory=list)
    cuts: list[Condition] = Field(default_factory=list)
    lost: str
    verified: str

    @model_validator(mode="after")
    def _shares_are_of_something(self) -> Self:
        if self.candidate.pt and self.candidate.pt.unit == "jet" and self.jet.pt is None:
            raise ValueError("pt of the candidates is a share of that of the jet; give `pt` of the jet too")
        return self

    @model_validator(mode="after")
    def _jets_are_read_or_found(self) -> Self:
        if self.candidate.word and self.cone is None:
            raise ValueError("PUPPI words are read of whole events; give `cone` too, which may be {}")
        if self.cone is None:
            return self
        if self.links or self.classes or self.jet.pt or self.jet.eta or self.jet.phi:
            raise ValueError(
                "the rows are events (`cone`); leave out `links`, `classes` and `pt`, `eta`, `phi` of jets"
            )
        if any(getattr(quantity, "sign", "absolute") != "absolute" for quantity in self.quantities.values()):
            raise ValueError("the rows are events (`cone`), so that no angle is relative to a jet; leave out `sign`")
        return self

    @property
    def quantities(self) -> dict[str, Quantity]:
        """Field -> the quantity of the candidates that are read from a column."""
        fields = {name: getattr(self.candidate, name) for name in type(self.candidate).model_fields}
        return {name: value for name, value in fields.items() if isinstance(value, Quantity)}

    @property
    def candidate_columns(self) -> list[str]:
        """Columns of the candidates, as the YAML names them."""
        particles = self.candidate.particles
        named = [quantity.column for quantity in self.quantities.values()]
        columns = (self.candidate.word, particles.pdg, particles.word_id, particles.charge)
        named += [*particles.flags.values(), *filter(None, columns)]
        return list(dict.fromkeys(named))

    @property
    def jet_columns(self) -> list[str]:
        """Columns of the jets, as the YAML names them."""
        quantities = [*filter(None, (self.jet.pt, self.jet.eta, self.jet.phi)), *self.jet.scalars.values()]
        named = [quantity.column for quantity in quantities] + ([self.jet.event] if self.jet.event else [])
        named += [condition.column for case in self.classes for condition in case.when]
        return list(dict.fromkeys([*named, *(condition.column for condition in self.cuts)]))

    @property
    def file_columns(self) -> list[str]:
        """Names in the file of all columns that are read."""
        links = [self.links.jet, self.links.candidate] if self.links else []
        return list(dict.fromkeys(base_name(name) for name in [*self.candidate_columns, *self.jet_columns, *links]))

    @property
    def growth(self) -> int:
        """How many times larger what is made of the columns is in memory than they are: words become their fields."""
        return len(FIELDS) if self.candidate.word else 1

    @property
    def needs_units(self) -> bool:
        """Whether a user must give the unit of the candidates' pT, which the files do not state."""
        return any(quantity.unit == "given" for quantity in self.quantities.values())


def base_name(column: str) -> str:
    """The name in the file of a column `NAME` or `NAME[...]`."""
    return column.partition("[")[0]


def load_source(path: Path) -> Source:
    """A source of the user's. Raises ConfigError, which names the file and the line."""
    return load(path, Source)


@cache
def shipped() -> tuple[Source, ...]:
    """The sources in the package, by name."""
    sources = [load(path, Source) for path in sorted(SHIPPED.glob("*.yaml"))]
    return tuple(version for source in sources for version in (source, *_former(source)))


def _former(source: Source) -> list[Source]:
    """The source of older files, whose columns had other names; none if there are none."""
    if not source.former_names:
        return []
    text = source.model_copy(update={"name": f"{source.name}_old", "former_names": {}}).model_dump_json()
    for new, old in source.former_names.items():
        text = text.replace(new, old)
    return [Source.model_validate_json(text)]
