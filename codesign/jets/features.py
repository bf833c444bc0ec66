"""Network inputs from candidate words, in the integer arithmetic of the firmware.

Order and meaning are those of `baseline_hardware_inputs` of CMS's TrainTagger and of `L1TSC4NGJetID::computeFixed`
(CMSSW, L1Trigger/Phase2L1ParticleFlow/src/L1TSC4NGJet.cc). A feature is an integer m; firmware holds it in the unit
of its word (such as pi/720 for deta), and the network reads the same bits as m * 2**-fraction, with `fraction` chosen
so that typical values are near 1. A power of two costs no logic. Empty slots are all zeros and stay zeros: no mean is
ever subtracted.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.errors import JetsError
from codesign.jets.tables import PT_FRACTION, TAGGER_INVERSE, TAGGER_LOG, inverse_pt, log_pt
from codesign.jets.words import FIELDS, HALF_TURN, SLOTS, unpack, unpack_field
from codesign.net.fixedpoint import FixedPoint

Int = NDArray[np.int64]
CHUNK_JETS = 4096  # number of jets whose features are computed at a time


@dataclass(frozen=True, eq=False)
class Candidates:
    """Candidate fields by their names in the word (jets, candidates), and the jet's pt, eta, phi (jets, 1)."""

    fields: Mapping[str, Int]
    jet_pt: Int
    jet_eta: Int
    jet_phi: Int


@dataclass(frozen=True)
class Feature:
    """One network input. `type` is what the network reads; `unit` that of one LSB; `compute` gives integers m."""

    name: str
    type: FixedPoint
    unit: str
    description: str
    compute: Callable[[Candidates], Int]


@dataclass(frozen=True, eq=False)
class FeatureArray:
    """values: (jets, candidates, features) integers m; types: FixedPoint with (features,) bit widths."""

    names: tuple[str, ...]
    values: NDArray[np.int32]
    types: FixedPoint
    out_of_range: Mapping[str, int]  # number of saturated values, for every feature

    def as_float(self) -> NDArray[np.float32]:
        """The network inputs, m * 2**-fraction; exact, since no type is wider than float32's 24 bits."""
        return self.values.astype(np.float32) * self.types.lsb.astype(np.float32)


def _unsigned(integer: int, fraction: int) -> FixedPoint:
    return FixedPoint(False, integer, fraction, "TRN", "SAT")


def _signed(integer: int, fraction: int) -> FixedPoint:
    return FixedPoint(True, integer, fraction, "TRN", "SAT")


def wrap_phi(dphi: Int) -> Int:
    """An angle difference brought into [-720, 720] by at most one turn, as the emulator does: +-720 both stay."""
    turn = 2 * HALF_TURN
    return np.where(dphi > HALF_TURN, dphi - turn, np.where(dphi < -HALF_TURN, dphi + turn, dphi))


def _field(name: str) -> Callable[[Candidates], Int]:
    return lambda c: c.fields[name]


ID_OF_FLAG = {  # the word's id that each flag stands for
    "is_photon": 1,
    "is_electron_plus": 5,
    "is_electron_minus": 4,
    "is_muon_plus": 7,
    "is_muon_minus": 6,
    "is_neutral_hadron": 0,
    "is_charged_hadron_plus": 3,
    "is_charged_hadron_minus": 2,
}


def _has_id(flag: str) -> Callable[[Candidates], Int]:
    return lambda c: (c.fields["id"] == ID_OF_FLAG[flag]).astype(np.int64)


_PT_REL = _unsigned(1, 10)  # CMSSW keeps 16 fraction bits, of which the inverse fills the upper ones
PT_REL_DROPPED = PT_FRACTION + int(TAGGER_INVERSE.fraction) - int(_PT_REL.fraction)  # of the product's fraction bits


def _pt_rel(c: Candidates) -> Int:
    product: Int = c.fields["pt"] * inverse_pt(c.jet_pt, TAGGER_INVERSE)
    return product >> PT_REL_DROPPED


# candidate_mass() of L1TSC4NGJetID.h in GeV, by id; here rounded to 1/256 GeV
MASS_GEV_BY_ID = np.array([0.5, 0.0, 0.13, 0.13, 0.005, 0.005, 0.105, 0.105])
_MASS = _unsigned(0, 8)
MASS_BY_ID = np.rint(MASS_GEV_BY_ID / float(_MASS.lsb)).astype(np.int64)
_FLAG = _unsigned(1, 0)

_ALL = (
    Feature("pt", _unsigned(6, 6), "0.25 GeV", "transverse momentum", _field("pt")),
    Feature("pt_rel", _PT_REL, "1/1024", "pT over jet pT, by the 1/pT table", _pt_rel),
    Feature("pt_log", TAGGER_LOG, "1/1024", "ln(pT / GeV), by the log table", lambda c: log_pt(c.fields["pt"])),
    Feature("deta", _signed(3, 6), "pi/720", "jet eta minus candidate eta", lambda c: c.jet_eta - c.fields["eta"]),
    Feature(
        "dphi",
        _signed(3, 6),
        "pi/720",
        "candidate phi minus jet phi",
        lambda c: wrap_phi(c.fields["phi"] - c.jet_phi),
    ),
    Feature("mass", _MASS, "1/256 GeV", "mass of the particle type", lambda c: MASS_BY_ID[c.fields["id"]]),
    Feature("is_photon", _FLAG, "flag", "photon", _has_id("is_photon")),
    Feature("is_electron_plus", _FLAG, "flag", "positron", _has_id("is_electron_plus")),
    Feature("is_electron_minus", _FLAG, "flag", "electron", _has_id("is_electron_minus")),
    Feature("is_muon_plus", _FLAG, "flag", "positive muon", _has_id("is_muon_plus")),
    Feature("is_muon_minus", _FLAG, "flag", "negative muon", _has_id("is_muon_minus")),
    Feature("is_neutral_hadron", _FLAG, "flag", "neutral hadron", _has_id("is_neutral_hadron")),
    Feature("is_charged_hadron_plus", _FLAG, "flag", "positive hadron", _has_id("is_charged_hadron_plus")),
    Feature("is_charged_hadron_minus", _FLAG, "flag", "negative hadron", _has_id("is_charged_hadron_minus")),
    Feature("z0", _signed(2, 7), "0.05 cm", "longitudinal position of the track, charged only", _field("z0")),
    Feature("dxy", _unsigned(4, 4), "1/64 sqrt(cm)", "square root of abs(d0), charged only", _field("dxy")),
    Feature("isfilled", _FLAG, "flag", "the slot holds a candidate", lambda c: (c.fields["pt"] > 0).astype(np.int64)),
    Feature("puppi_weight", _unsigned(1, 8), "1/256", "PUPPI weight, neutral only", _field("puppi_weight")),
    Feature("emid", _unsigned(3, 3), "1", "electromagnetic identification bits, neutral only", _field("emid")),
    Feature("quality", _unsigned(1, 2), "1", "track quality, charged only", _field("quality")),
)

FEATURES = {feature.name: feature for feature in _ALL}
FEATURE_SETS: dict[str, tuple[str, ...]] = {
    "cms20": tuple(FEATURES),
    "direct": tuple(name for name in FEATURES if name not in ("pt_rel", "pt_log", "mass")),  # without tables
    "kinematics+id": ("pt", "pt_rel", "pt_log", "deta", "dphi", *ID_OF_FLAG, "isfilled"),
    "pt_eta_phi": ("pt", "deta", "dphi"),
}


def compute(
    words: NDArray[np.uint64],
    jet_pt: NDArray[np.integer[Any]],
    jet_eta: NDArray[np.integer[Any]],
    jet_phi: NDArray[np.integer[Any]],
    feature_set: str,
    candidates: int = SLOTS,
) -> FeatureArray:
    """Features of the leading candidates of each jet.

    words: (jets, slots); jet_pt, jet_eta, jet_phi: (jets,) hardware integers of the jet. Candidates are sorted by pT,
    equal pT keeping their order. Values a type cannot hold are saturated and counted.
    Raises JetsError for an unknown feature set, more candidates than slots, or jet scalars that are not integers.
    """
    features = features_of(feature_set)
    values = np.zeros((len(words), candidates, len(features)), np.int32)
    out_of_range = dict.fromkeys((feature.name for feature in features), 0)
    for rows, part in in_chunks(words, jet_pt, jet_eta, jet_phi, feature_set, candidates):
        values[rows] = part.values
        for name, number in part.out_of_range.items():
            out_of_range[name] += number
    return FeatureArray(tuple(out_of_range), values, types_of(features), out_of_range)


def in_chunks(
    words: NDArray[np.uint64],
    jet_pt: NDArray[np.integer[Any]],
    jet_eta: NDArray[np.integer[Any]],
    jet_phi: NDArray[np.integer[Any]],
    feature_set: str,
    candidates: int = SLOTS,
) -> Iterator[tuple[slice, FeatureArray]]:
    """`compute` in chunks (rows, their features) so small that their integers, 3 kB per jet, stay in the cache."""
    features = features_of(feature_set)
    if not 1 <= candidates <= words.shape[1]:
        raise JetsError(f"{candidates} candidates were requested; a jet has 1 to {words.shape[1]} slots")
    for name, values in (("pt", jet_pt), ("eta", jet_eta), ("phi", jet_phi)):
        _check_jet_scalar(name, values, len(words))
    for first in range(0, len(words), CHUNK_JETS):
        rows = slice(first, first + CHUNK_JETS)
        axis = (np.asarray(values[rows], np.int64)[:, None] for values in (jet_pt, jet_eta, jet_phi))
        yield rows, _features(Candidates(unpack(sort_by_pt(words[rows])[:, :candidates]), *axis), features)


def _features(jets: Candidates, features: tuple[Feature, ...]) -> FeatureArray:
    filled = jets.fields["pt"] > 0
    saturated = np.zeros((*filled.shape, len(features)), np.int32)
    out_of_range = {}
    for column, feature in enumerate(features):
        low, high = integer_range(feature.type)
        m = np.where(filled, feature.compute(jets), 0)
        out_of_range[feature.name] = int(((m < low) | (m > high)).sum())
        saturated[..., column] = np.clip(m, low, high)
    return FeatureArray(tuple(f.name for f in features), saturated, types_of(features), out_of_range)


def _check_jet_scalar(name: str, values: NDArray[np.integer[Any]], jets: int) -> None:
    if not np.issubdtype(values.dtype, np.integer) or values.shape != (jets,):
        raise JetsError(f"jet {name} must be {jets} hardware integers, not {values.dtype} {values.shape}")
    low, high = FIELDS[name].low, FIELDS[name].high
    bad = (values < low) | (values > high)
    if bad.any():
        row = int(np.argmax(bad))
        raise JetsError(f"jet {name} is {values[row]} at row {row}, outside [{low}, {high}] ({bad.sum()} such jets)")


def features_of(feature_set: str) -> tuple[Feature, ...]:
    """The features of a named set, in order. Raises JetsError for an unknown name."""
    if feature_set not in FEATURE_SETS:
        raise JetsError(f"feature set {feature_set!r} is unknown; use one of {', '.join(FEATURE_SETS)}")
    return tuple(FEATURES[name] for name in FEATURE_SETS[feature_set])


def types_of(features: tuple[Feature, ...]) -> FixedPoint:
    """One FixedPoint with (features,) bit widths."""
    types = [feature.type for feature in features]
    return FixedPoint(
        [int(t.signed) for t in types],
        [int(t.integer) for t in types],
        [int(t.fraction) for t in types],
        "TRN",
        "SAT",
    )


def integer_range(kind: FixedPoint) -> tuple[int, int]:
    """Smallest and largest integer m of a scalar type."""
    magnitude = 1 << int(kind.integer + kind.fraction)
    return -magnitude * int(kind.signed), magnitude - 1


def sort_by_pt(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Words (jets, slots) by falling pT; equal pT keep their order, as in the firmware's stable sort."""
    pt = unpack_field(words, "pt")
    return np.take_along_axis(words, np.argsort(-pt, axis=1, kind="stable"), axis=1)
