"""Exact sums over a jet's candidates, from adders and comparators only: a part of the network without weights.

A sum needs no order of the candidates. One table says what there is; the builder, the errors and the table in
docs/networks.md all use it. It counts in LSB of the firmware; the network reads the same bits with the binary point of
the summed feature (codesign/jets/features.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from codesign.design.architectures.net import Net
from codesign.errors import NetError
from codesign.jets.features import FEATURES, ID_OF_FLAG, integer_range
from codesign.jets.words import FIRST_CHARGED_ID, SLOTS
from codesign.net.ops import (
    Absolute,
    Add,
    Concat,
    Extremum,
    Largest,
    Log2,
    Multiply,
    Op,
    Pool,
    Reshape,
    Scale,
    Subtract,
    Take,
    Threshold,
    Transpose,
)

# Radii in LSB of pi/720; R = 0.4 is 92 of them. Candidates crowd around the axis: of rings of equal width, the inner
# one would hold most of them. So each radius is twice the one before.
RINGS = (8, 16, 32, 64)
DXY = (8, 16, 32)  # LSB of 1/64 sqrt(cm)
LARGEST = 3
LOG_BITS = 3  # fraction bits of the logarithms
TYPES = tuple(ID_OF_FLAG)
CHARGED = tuple(flag for flag, code in ID_OF_FLAG.items() if code >= FIRST_CHARGED_ID)
PLUS, MINUS = (tuple(flag for flag in CHARGED if flag.endswith(sign)) for sign in ("_plus", "_minus"))


@dataclass(frozen=True)
class Sum:
    """One number of a jet. unit: of its LSB in the firmware; low, high: of one candidate, in that unit."""

    name: str
    unit: str
    low: int
    high: int
    description: str
    summed: bool = True  # over the candidates; otherwise it is a value of one candidate

    def range(self, candidates: int = SLOTS) -> tuple[int, int]:
        """Smallest and largest value for a number of candidates."""
        times = candidates if self.summed else 1
        return self.low * times, self.high * times


@dataclass(frozen=True)
class Group:
    """Sums that are chosen together, in order. build: adds their operations and returns the tensors that hold them."""

    name: str
    description: str
    needs: tuple[str, ...]
    sums: tuple[Sum, ...]
    build: Callable[[_Builder], list[Part]]


@dataclass(frozen=True)
class Part:
    """A tensor (sums,) whose sums have one unit. of: the feature whose LSB that is; "" for a number of candidates."""

    tensor: str
    size: int
    of: str = ""
    signed: bool = False
    summed: bool = True


class _Builder:
    """Adds the operations of some groups to a net; each operation is added when first asked for."""

    def __init__(self, net: Net) -> None:
        self.net = net
        self.added: set[str] = set()

    def add(self, op: Op) -> str:
        if op.name not in self.added:
            self.added.add(op.name)
            self.net.add(op)
        return op.name

    def features(self, tensor: str, *names: str) -> str:
        indices = tuple(self.net.features.index(name) for name in names)
        return self.add(Take(tensor, ("candidates",), indices, -1))

    def pt(self) -> str:
        return self.features("sum_pt_of", "pt")

    def any_of(self, tensor: str, flags: Sequence[str]) -> str:
        """(candidates, 1) whether a candidate has one of the flags: the largest of them."""
        rows = self.add(Transpose(f"{tensor}_rows", (self.features(f"{tensor}_flags", *flags),)))
        one = self.add(Largest(f"{tensor}_any", (rows,), 1))
        return self.add(Transpose(tensor, (one,)))

    def kinds(self) -> str:
        """(candidates, 9) the types, and whether the candidate is charged."""
        charged = self.any_of("sum_charged", CHARGED)
        return self.add(Concat("sum_kinds", (self.features("sum_types", *TYPES), charged)))

    def masked(self, tensor: str, flags: str, of: str) -> str:
        return self.add(Multiply(tensor, (flags, of)))

    def total(self, tensor: str, *each: str) -> str:
        joined = self.add(Concat(f"{tensor}_each", each)) if len(each) > 1 else each[0]
        return self.add(Pool(tensor, (joined,), "sum"))


def _counts(b: _Builder) -> list[Part]:
    return [Part(b.total("sum_counts", b.features("sum_filled", "isfilled"), b.kinds()), len(TYPES) + 2)]


def _pt(b: _Builder) -> list[Part]:
    of_kinds = b.masked("sum_pt_of_kinds", b.kinds(), b.pt())
    return [Part(b.total("sum_pt", b.pt(), of_kinds), len(TYPES) + 2, "pt")]


def _charge(b: _Builder) -> list[Part]:
    signs = b.add(Concat("sum_signs", (b.any_of("sum_plus", PLUS), b.any_of("sum_minus", MINUS))))
    parts = []
    for tensor, each, of in (
        ("sum_charge", signs, ""),
        ("sum_pt_charge", b.masked("sum_pt_signs", signs, b.pt()), "pt"),
    ):
        both = b.total(f"{tensor}s", each)
        plus, minus = (b.add(Take(f"{tensor}_{name}", (both,), (i,), -1)) for i, name in enumerate(("plus", "minus")))
        parts.append(Part(b.add(Subtract(tensor, (plus, minus))), 1, of, signed=True))
    return parts


def _rings(b: _Builder) -> list[Part]:
    """The radius max + min / 2 is below a limit if both 2 deta + dphi and deta + 2 dphi are below twice the limit."""
    angles = b.add(Absolute("sum_angles", (b.features("sum_deta_dphi", "deta", "dphi"),)))
    swapped, doubled = b.add(Take("sum_swapped", (angles,), (1, 0), -1)), b.add(Scale("sum_doubled", (angles,), 1))
    radii = b.add(Add("sum_radii", (doubled, swapped)))
    lsb = float(FEATURES["deta"].type.lsb)
    limits = tuple(2 * ring * lsb for ring in RINGS)
    below = []
    for n in (0, 1):
        radius = b.add(Take(f"sum_radius{n}", (radii,), (n,), -1))
        below.append(b.add(Threshold(f"sum_below{n}", (radius,), limits, "below")))
    inside = b.add(Extremum("sum_inside", tuple(below), "minimum"))
    counted = b.masked("sum_filled_inside", inside, b.features("sum_filled", "isfilled"))
    return [
        Part(b.total("sum_rings", counted), len(RINGS)),
        Part(b.total("sum_pt_rings", b.masked("sum_pt_inside", inside, b.pt())), len(RINGS), "pt"),
    ]


def _dxy(b: _Builder) -> list[Part]:
    dxy = b.features("sum_dxy_of", "dxy")
    lsb = float(FEATURES["dxy"].type.lsb)
    beyond = b.add(Threshold("sum_beyond", (dxy,), tuple(limit * lsb for limit in DXY)))
    return [
        Part(b.total("sum_dxy_counts", beyond), len(DXY)),
        Part(b.total("sum_pt_dxy", b.masked("sum_pt_beyond", beyond, b.pt())), len(DXY), "pt"),
        Part(b.total("sum_dxy", dxy), 1, "dxy"),
    ]


def _dxy_largest(b: _Builder) -> list[Part]:
    column = b.add(Largest("sum_dxy_column", (b.features("sum_dxy_of", "dxy"),), LARGEST))
    return [Part(b.add(Reshape("sum_dxy_largest", (column,), (LARGEST,))), LARGEST, "dxy", summed=False)]


_KINDS = tuple((flag.removeprefix("is_"), FEATURES[flag].description + "s") for flag in TYPES)
_PT_HIGH, _DXY_HIGH = (integer_range(FEATURES[name].type)[1] for name in ("pt", "dxy"))


def _count(name: str, description: str) -> Sum:
    return Sum(name, "candidates", 0, 1, description)


def _pt_sum(name: str, description: str) -> Sum:
    return Sum(name, FEATURES["pt"].unit, 0, _PT_HIGH, description)


GROUPS: dict[str, Group] = {
    group.name: group
    for group in (
        Group(
            "counts",
            "how many candidates there are of each type",
            ("isfilled", *TYPES),
            (
                _count("n", "candidates"),
                *(_count(f"n_{kind}", plural) for kind, plural in _KINDS),
                _count("n_charged", "charged candidates"),
            ),
            _counts,
        ),
        Group(
            "pt",
            "the pT of each type",
            ("pt", *TYPES),
            (
                _pt_sum("pt", "pT of all candidates"),
                *(_pt_sum(f"pt_{kind}", f"pT of {plural}") for kind, plural in _KINDS),
                _pt_sum("pt_charged", "pT of charged candidates"),
            ),
            _pt,
        ),
        Group(
            "charge",
            "the charge of the jet, plain and weighted with pT",
            ("pt", *CHARGED),
            (
                Sum("charge", "candidates", -1, 1, "positive minus negative candidates"),
                Sum("pt_charge", FEATURES["pt"].unit, -_PT_HIGH, _PT_HIGH, "pT of positive minus negative ones"),
            ),
            _charge,
        ),
        Group(
            "rings",
            "what is near the axis: the radius is max + min / 2 of abs(deta) and abs(dphi)",
            ("pt", "deta", "dphi", "isfilled"),
            (
                *(_count(f"n_within_{ring}", f"candidates at a radius below {ring} pi/720") for ring in RINGS),
                *(_pt_sum(f"pt_within_{ring}", f"pT at a radius below {ring} pi/720") for ring in RINGS),
            ),
            _rings,
        ),
        Group(
            "dxy",
            "displaced tracks; the dxy of a neutral candidate is 0",
            ("pt", "dxy"),
            (
                *(_count(f"n_dxy_{limit}", f"candidates with a dxy of at least {limit} LSB") for limit in DXY),
                *(_pt_sum(f"pt_dxy_{limit}", f"pT of candidates with a dxy of at least {limit} LSB") for limit in DXY),
                Sum("dxy", FEATURES["dxy"].unit, 0, _DXY_HIGH, "sum of dxy"),
            ),
            _dxy,
        ),
        Group(
            "dxy_largest",
            f"the {LARGEST} largest dxy of the jet",
            ("dxy",),
            tuple(
                Sum(f"dxy_{n}", FEATURES["dxy"].unit, 0, _DXY_HIGH, f"dxy number {n} in falling order", summed=False)
                for n in range(1, LARGEST + 1)
            ),
            _dxy_largest,
        ),
    )
}


def names(groups: Sequence[str]) -> list[str]:
    """The names of the sums of some groups, in the order of the tensor that `add_sums` returns."""
    return [one.name for group in groups for one in GROUPS[group].sums]


def add_sums(net: Net, groups: Sequence[str], log: bool = False) -> str:
    """Adds the operations of some groups, in the given order, and returns the tensor (sums,) of exact values.

    log: 1 + log2 of each sum that is never negative (0 for 0), in place of the sum.
    Raises NetError that names the first feature that the feature set lacks, or if there are too few candidates.
    """
    builder, parts = _Builder(net), []
    slots = net.ops[0].shape()[0]
    for group in (GROUPS[name] for name in groups):
        if missing := [name for name in group.needs if name not in net.features]:
            raise NetError(
                f"inputs.sums: the sums {group.name!r} need the feature {missing[0]!r}, which the feature set does not"
                " have; leave these sums out, or choose a set that has it"
            )
        if group.name == "dxy_largest" and slots < LARGEST:
            raise NetError(f"inputs.sums: {group.name!r} needs {LARGEST} candidates, and a jet has {slots}")
        parts += group.build(builder)
    tensors = [_logarithm(net, part, slots) if log and not part.signed else part.tensor for part in parts]
    return net.add(Concat("sum_all", tuple(tensors)))


def _logarithm(net: Net, part: Part, slots: int) -> str:
    """In units of the LSB, so that only 0 becomes 0, up to the largest sum there can be."""
    fraction, high = 0, 1
    if part.of:
        kind = FEATURES[part.of].type
        fraction, high = int(kind.fraction), integer_range(kind)[1]
    octaves = (high * (slots if part.summed else 1)).bit_length()
    return net.add(Log2(f"{part.tensor}_log", (part.tensor,), octaves, LOG_BITS, -fraction))
