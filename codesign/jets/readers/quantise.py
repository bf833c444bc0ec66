"""Quantities of any unit as the hardware integers of candidate words and jets, with a count of what did not fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from codesign.errors import JetsError
from codesign.jets.readers.candidates import Chunk
from codesign.jets.readers.particles import types_of
from codesign.jets.readers.source import JET_UNITS, UNITS, Angle, Quantity, Source
from codesign.jets.words import ANGLE_LSB, FIELDS, FIRST_CHARGED_ID, HALF_TURN, PT_LSB_GEV, Z0_LSB_CM

Int = NDArray[np.int64]
Float = NDArray[np.float64]
Units = Literal["gev", "hardware"]
UNIT_WEIGHT = 256  # a PUPPI weight of 1, where the source has none
# The sum of the candidates' pT over the pT of the jet: 4 or 1/4 if GeV and steps of 0.25 GeV were confused.
PLAUSIBLE_SUMS = (0.4, 2.5)
MOST_SATURATED = 0.5  # of the values of a column in a file: beyond it the unit is another one
_MOST_STEPS = 1 << 20  # of pT in sums, far beyond the word, so that squares do not overflow
NOT_FINITE = "values that are NaN or infinite"
NEGATIVE = "candidates with a negative pT"
TURNED = "candidates whose phi was brought back by a turn"
TOO_SOFT = "candidates below half a step of pT, left out"
SATURATED = "values of {} beyond the range of the word, saturated"
_OF_JETS = "{} of jets"  # what pt, eta and phi of the jets are called in SATURATED
_KEYS = {"dxy": "d0"}  # field of the word -> key of a source, where their names differ


@dataclass(frozen=True, eq=False)
class Quantised:
    """Hardware integers. fields: of the word, each (candidates,); jets: pt, eta and phi, each (jets,).

    jet_of: (candidates,) the jet of each; bad: (jets,) which have a fault; mass_gev: (jets,) of the candidates, taken
    as massless; candidates: (jets,) number of them, also of those that are not listed in `fields`; counts: repair ->
    how often; faults: fault -> how often; totals: the name of a saturation in `counts` -> number of values that it is
    counted among.
    """

    fields: dict[str, Int]
    jets: dict[str, Int]
    jet_of: Int
    bad: NDArray[np.bool_]
    mass_gev: Float
    candidates: Int
    counts: Counter[str]
    faults: Counter[str]
    totals: Counter[str]


@np.errstate(over="ignore", invalid="ignore")  # damaged files hold numbers of any size; they are saturated
def quantised(source: Source, chunk: Chunk, units: Units | None) -> Quantised:
    """The candidates of a chunk that have pT, as integers. units: of a source whose unit must be given.

    Raises JetsError for a unit that cannot be right: parts of hardware integers, or pT that do not add up to the jet's.
    """
    given = _given(source, units)
    kinds, odd = types_of(source.candidate.particles, chunk.candidates)
    values = {name: _column(chunk, quantity) for name, quantity in source.quantities.items()}
    usable, bad, faults = _faults(chunk, values, odd)
    jet_of, kinds = chunk.jet_of[usable], kinds[usable]
    values = {name: column[usable] for name, column in values.items()}
    axis = _axis(source, chunk)
    pt, eta, phi = _momenta(source, values, axis, jet_of, given)
    sums = _summed(pt, eta, phi, jet_of, len(chunk))
    _check_sums(source, sums["pt_sum"], axis["pt"])
    steps = {"pt": pt, "eta": eta, "phi": phi, "id": kinds.astype(np.float64)}
    charged = kinds >= FIRST_CHARGED_ID
    for name, limits in FIELDS.items():
        if limits.charged is not None:
            steps[name] = np.where(charged == limits.charged, _of_one_kind(name, source, values, given), 0.0)
    own = {name: sums[name] if of_file is None else of_file for name, of_file in axis.items()}
    steps["phi"], turned = _within_half_a_turn(phi)
    own["phi"], _ = _within_half_a_turn(own["phi"])
    counts, totals = Counter({TURNED: turned}), Counter[str]()
    fields = _in_range(steps, "{}", charged, counts, totals)
    jets = _in_range(own, _OF_JETS, charged, counts, totals)
    hard = fields["pt"] > 0
    counts[TOO_SOFT] = int((~hard).sum())
    fields = {name: column[hard] for name, column in fields.items()}
    jet_of = jet_of[hard]
    candidates = np.bincount(jet_of, minlength=len(chunk))
    return Quantised(fields, jets, jet_of, bad, sums["mass_gev"], candidates, counts, faults, totals)


def check_saturated(source: Source, counts: Counter[str], totals: Counter[str]) -> None:
    """JetsError, which names the column, if most values of one in a file are beyond the range of the word.

    counts, totals: those of `Quantised`, summed over the file.
    """
    for part, units in ((source.candidate, UNITS), (source.jet, JET_UNITS)):
        for name in FIELDS:
            column = _KEYS.get(name, name)
            quantity = getattr(part, column, None)
            what = name if part is source.candidate else _OF_JETS.format(name)
            allowed = units.get(column, ())
            if name == "pt" and quantity is None:  # computed from the candidates' momenta
                quantity = source.candidate.pt or source.candidate.px
                allowed = UNITS["pt" if source.candidate.pt else "px"]
            total, beyond = totals[SATURATED.format(what)], counts[SATURATED.format(what)]
            if quantity is None or beyond <= MOST_SATURATED * total:
                continue
            others = [unit for unit in allowed if unit != quantity.unit]
            cure = f"convert the column to {quantity.unit}"
            if quantity.unit == "given":
                cure = "give the other one of --units gev and --units hardware, or convert the column to it"
            elif others:
                cure += f", or give its unit in a source of your own (--source): {' or '.join(others)}"
            raise JetsError(
                f"column {quantity.column}: {beyond:,} of {total:,} values of {what} are beyond the range of the"
                f" word, which cannot be right for their unit, {quantity.unit}; {cure}"
            )


def _column(chunk: Chunk, quantity: Quantity) -> Float:
    values = np.asarray(chunk.candidates[quantity.column], np.float64)
    return values if quantity.absent is None else np.where(values == quantity.absent, 0.0, values)


def _faults(
    chunk: Chunk, values: Mapping[str, Float], odd: Mapping[str, NDArray[np.bool_]]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], Counter[str]]:
    """(candidates,) which can be used, (jets,) which have a fault, and fault -> how often.

    A slot without pT is empty: it cannot be used, and whatever type it holds is no fault.
    """
    pt = np.hypot(values["px"], values["py"]) if "px" in values else values["pt"]
    infinite = ~np.isfinite(np.stack(list(values.values()))).all(axis=0)
    negative = ~infinite & (pt < 0)
    usable = ~infinite & (pt > 0)
    faults = Counter({NOT_FINITE: int(infinite.sum()), NEGATIVE: int(negative.sum())})
    wrong = infinite | negative
    for name, mask in odd.items():
        faults[name] = int((mask & usable).sum())
        wrong |= mask & usable
    return usable, np.bincount(chunk.jet_of[wrong], minlength=len(chunk)) > 0, faults


def _axis(source: Source, chunk: Chunk) -> dict[str, Float | None]:
    """pt, eta and phi of the jets in steps, each (jets,), NaN as 0.

    None where the file has no such column; but 0 for an angle to which those of the candidates are relative.
    """
    axis: dict[str, Float | None] = {}
    for name in ("pt", "eta", "phi"):
        quantity = getattr(source.jet, name)
        if quantity is not None:
            values = np.asarray(chunk.jets[quantity.column], np.float64)
            axis[name] = np.nan_to_num(_steps(name, quantity, values, "GeV"))
        else:
            is_relative = getattr(getattr(source.candidate, name), "sign", "absolute") != "absolute"
            axis[name] = np.zeros(len(chunk)) if is_relative else None
    return axis


def _momenta(
    source: Source, values: Mapping[str, Float], axis: Mapping[str, Float | None], jet_of: Int, given: str
) -> tuple[Float, Float, Float]:
    """pT, eta and phi of the candidates in steps, each (candidates,), not yet rounded."""
    if "px" in values:
        pt = np.hypot(values["px"], values["py"])
        slope = values["pz"] / pt
        return pt / PT_LSB_GEV, np.arcsinh(slope) / ANGLE_LSB, np.arctan2(values["py"], values["px"]) / ANGLE_LSB
    candidate = source.candidate
    pt = _steps("pt", candidate.pt, values["pt"], given)
    if candidate.pt and candidate.pt.unit == "jet":
        assert axis["pt"] is not None  # a source with this unit has pT of the jets
        pt = pt * axis["pt"][jet_of]
    eta = _absolute("eta", candidate.eta, values["eta"], axis["eta"], jet_of)
    return pt, eta, _absolute("phi", candidate.phi, values["phi"], axis["phi"], jet_of)


def _of_one_kind(name: str, source: Source, values: Mapping[str, Float], given: str) -> Float | float:
    """A field that only charged or only neutral candidates have, in steps; without a column its default."""
    column = _KEYS.get(name, name)
    if column in values:
        return _steps(column, source.quantities[column], values[column], given)
    return float(UNIT_WEIGHT) if name == "puppi_weight" else 0.0


def _within_half_a_turn(phi: Float) -> tuple[Float, int]:
    """Rounded angles brought back by whole turns, and how many were."""
    phi = np.rint(phi)
    turns = np.floor((phi + HALF_TURN) / (2 * HALF_TURN))
    turned = (turns != 0) & (phi != HALF_TURN)  # +720 and -720 are the same direction, and the word holds both
    return phi - 2 * HALF_TURN * np.where(turned, turns, 0), int(turned.sum())


def _in_range(
    steps: Mapping[str, Float], named: str, charged: NDArray[np.bool_], counts: Counter[str], totals: Counter[str]
) -> dict[str, Int]:
    """Steps as integers that the word can hold.

    named: what a field is called in `counts` and `totals`, to which saturated values and all values are added.
    """
    integers = {}
    for name, values in steps.items():
        limits, saturated, whole = FIELDS[name], SATURATED.format(named.format(name)), np.rint(values)
        counts[saturated] += int(((whole < limits.low) | (whole > limits.high)).sum())
        totals[saturated] += len(whole) if limits.charged is None else int((charged == limits.charged).sum())
        integers[name] = np.clip(np.nan_to_num(whole), limits.low, limits.high).astype(np.int64)
    return integers


def _given(source: Source, units: Units | None) -> str:
    if source.needs_units and units is None:
        raise JetsError(
            f"files of {source.name} hold the candidates' pT in GeV or in hardware integers of 0.25 GeV, and do not say"
            " which; give --units gev or --units hardware"
        )
    return "GeV" if units == "gev" else "hardware"


def _steps(name: str, quantity: Quantity | None, values: Float, given: str) -> Float:
    """Values in steps of the candidate word, not yet rounded."""
    assert quantity is not None  # a source is complete
    unit = given if quantity.unit == "given" else quantity.unit
    if unit == "hardware":
        if (parts := values != np.rint(values)).any():
            raise JetsError(
                f"column {quantity.column} holds {values[parts][0]:g}, and hardware integers have no fraction"
                f" ({parts.sum():,} such values); its unit is another one"
            )
        return values
    if name == "pt":
        return values / PT_LSB_GEV if unit == "GeV" else values
    if name in ("eta", "phi"):
        return np.asarray(values / ANGLE_LSB)
    if name == "puppi_weight":
        return values * UNIT_WEIGHT
    cm = values / 10 if unit == "mm" else values
    return cm / Z0_LSB_CM if name == "z0" else np.sqrt(np.abs(cm)) * 64


def _absolute(name: str, angle: Angle | None, values: Float, axis: Float | None, jet_of: Int) -> Float:
    """An angle in steps; relative ones are rounded before the axis is added, so that they are exact to half a step."""
    steps = _steps(name, angle, values, "GeV")
    if angle is None or axis is None or angle.sign == "absolute":
        return steps
    difference = np.rint(steps) if angle.sign == "candidate - jet" else -np.rint(steps)
    return np.asarray(np.rint(axis)[jet_of] + difference)


def _summed(pt: Float, eta: Float, phi: Float, jet_of: Int, jets: int) -> dict[str, Float]:
    """Of the sum of massless candidates pT, eta and phi in steps and the mass in GeV, and the sum of their pT in steps.

    Each is (jets,), under the names pt, eta, phi, mass_gev and pt_sum.
    """
    pt = np.minimum(pt, _MOST_STEPS)
    angle = phi * ANGLE_LSB
    slope = np.clip(eta * ANGLE_LSB, -20, 20)
    parts = (pt * np.cos(angle), pt * np.sin(angle), pt * np.sinh(slope), pt * np.cosh(slope), pt)
    px, py, pz, energy, total = (np.bincount(jet_of, part, jets) for part in parts)
    transverse = np.hypot(px, py)
    eta_sum = np.arcsinh(np.divide(pz, transverse, out=np.zeros(jets), where=transverse > 0)) / ANGLE_LSB
    mass = np.sqrt(np.maximum(energy**2 - transverse**2 - pz**2, 0)) * PT_LSB_GEV
    phi_sum = np.arctan2(py, px) / ANGLE_LSB
    return {"pt": transverse, "eta": eta_sum, "phi": phi_sum, "mass_gev": mass, "pt_sum": total}


def _check_sums(source: Source, total: Float, jet_pt: Float | None) -> None:
    """JetsError where the candidates' pT do not add up to that of their jets, as when units are confused."""
    if jet_pt is None or source.candidate.pt is None or source.candidate.pt.unit == "jet":
        return
    compared = (jet_pt > 0) & (total > 0)
    if not compared.any():
        return
    ratio = float(np.median(total[compared] / jet_pt[compared]))
    if not PLAUSIBLE_SUMS[0] <= ratio <= PLAUSIBLE_SUMS[1]:
        cure = "check the units in the source"
        if source.needs_units:
            cure = f"try --units {'hardware' if ratio > 1 else 'gev'}"
        raise JetsError(
            f"the candidates' pT add up to {ratio:.3g} times the pT of their jets, where {PLAUSIBLE_SUMS[0]} to"
            f" {PLAUSIBLE_SUMS[1]} is plausible: {cure}"
        )
