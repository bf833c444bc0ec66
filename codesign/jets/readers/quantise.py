"""Quantities of any unit as the hardware integers of candidate words and jets, with a count of what did not fit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from codesign.errors import JetsError
from codesign.jets.readers.candidates import Chunk
from codesign.jets.readers.particles import types_of
from codesign.jets.readers.source import UNITS, Quantity, Source
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


@dataclass(frozen=True, eq=False)
class Quantised:
    """Hardware integers. fields: of the word, each (candidates,); jets: pt, eta and phi, each (jets,).

    jet_of: (candidates,) the jet of each; bad: (jets,) which have a fault; counts: fault or repair -> how often.
    quantities: the name of a saturation in `counts` -> number of values that it is counted among.
    sums: (jets,) sum of the candidates' pT in GeV; mass_gev: (jets,) of the candidates, taken as massless.
    """

    fields: dict[str, Int]
    jets: dict[str, Int]
    jet_of: Int
    bad: NDArray[np.bool_]
    mass_gev: Float
    counts: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    quantities: Counter[str] = field(default_factory=Counter)


@np.errstate(over="ignore", invalid="ignore")  # damaged files hold numbers of any size; they are saturated
def quantised(source: Source, chunk: Chunk, units: Units | None) -> Quantised:
    """The candidates of a chunk that have pT, as integers. units: of a source whose unit must be given.

    Raises JetsError for a unit that cannot be right: parts of hardware integers, or pT that do not add up to the jet's.
    """
    counts: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    quantities: Counter[str] = Counter()
    jet_of, given = chunk.jet_of, _given(source, units)
    kinds, odd = types_of(source.candidate.particles, chunk.candidates)
    values = {name: _column(chunk, quantity) for name, quantity in source.quantities.items()}
    infinite = ~np.isfinite(np.stack(list(values.values()))).all(axis=0)
    cartesian = "px" in values
    pt = np.hypot(values["px"], values["py"]) if cartesian else values["pt"]
    usable = ~infinite & (pt > 0)
    real = infinite | (pt != 0)  # an empty slot of a fixed-width array has no pT, and may hold any type
    faults[NOT_FINITE] = int(infinite.sum())
    faults[NEGATIVE] = int((~infinite & (pt < 0)).sum())
    for name, mask in odd.items():
        faults[name] = int((mask & usable).sum())
    wrong = real & (infinite | (pt < 0)) | usable & np.any([*odd.values(), np.zeros(len(pt), bool)], axis=0)
    bad = np.bincount(jet_of[wrong], minlength=len(chunk)) > 0
    jet_of, kinds = jet_of[usable], kinds[usable]
    values = {name: column[usable] for name, column in values.items()}
    axis = {name: _jet_steps(chunk, getattr(source.jet, name), name) for name in ("pt", "eta", "phi")}
    if cartesian:
        pt = pt[usable] / PT_LSB_GEV
        eta = np.arcsinh(values["pz"] / (pt * PT_LSB_GEV)) / ANGLE_LSB
        phi = np.arctan2(values["py"], values["px"]) / ANGLE_LSB
    else:
        pt = _steps("pt", source.candidate.pt, values["pt"], given)
        if source.candidate.pt and source.candidate.pt.unit == "jet":
            pt = pt * _needed(axis["pt"], "pt")[jet_of]
        eta, phi = (
            _absolute(name, getattr(source.candidate, name), values[name], axis, jet_of) for name in ("eta", "phi")
        )
    sums = _summed(pt, eta, phi, jet_of, len(chunk))
    jets = {name: np.rint(sums[name] if own is None else own) for name, own in axis.items()}
    _check_sums(source, sums["pt_sum"], axis["pt"])
    fields = {"pt": np.rint(pt), "eta": np.rint(eta), "phi": np.rint(phi), "id": kinds.astype(np.float64)}
    charged = kinds >= FIRST_CHARGED_ID
    for name, column in (
        ("z0", "z0"),
        ("dxy", "d0"),
        ("quality", "quality"),
        ("puppi_weight", "puppi_weight"),
        ("emid", "emid"),
    ):
        default = float(UNIT_WEIGHT * (name == "puppi_weight"))
        steps = _steps(column, source.quantities[column], values[column], given) if column in values else default
        fields[name] = np.where(charged == FIELDS[name].charged, np.rint(steps), 0.0)
    for part in (fields, jets):
        turns = np.floor((part["phi"] + HALF_TURN) / (2 * HALF_TURN))
        # +720 and -720 are the same direction, and the word holds both
        moved = (turns != 0) & (part["phi"] != HALF_TURN)
        counts[TURNED] += int(moved.sum()) if part is fields else 0
        part["phi"] = part["phi"] - 2 * HALF_TURN * np.where(moved, turns, 0)
        for name, steps in part.items():
            limits = FIELDS[name]
            saturated = SATURATED.format(name if part is fields else f"{name} of jets")
            counts[saturated] += int(((steps < limits.low) | (steps > limits.high)).sum())
            of_kind = part is fields and limits.charged is not None
            quantities[saturated] += int((charged == limits.charged).sum()) if of_kind else len(steps)
            part[name] = np.clip(np.nan_to_num(steps), limits.low, limits.high)
    soft = fields["pt"] == 0
    counts[TOO_SOFT] = int(soft.sum())
    whole = {name: steps[~soft].astype(np.int64) for name, steps in fields.items()}
    own = {name: steps.astype(np.int64) for name, steps in jets.items()}
    return Quantised(whole, own, jet_of[~soft], bad, sums["mass_gev"], counts, faults, quantities)


def check_saturated(source: Source, counts: Counter[str], quantities: Counter[str]) -> None:
    """JetsError, which names the column, if most values of one in a file are beyond the range of the word.

    counts, quantities: those of `Quantised`, summed over the file.
    """
    for part in (source.candidate, source.jet):
        for name in FIELDS:
            column = "d0" if name == "dxy" else name
            quantity = getattr(part, column, None)
            what = name if part is source.candidate else f"{name} of jets"
            allowed = UNITS.get(column, ())
            if name == "pt" and quantity is None:  # computed from the candidates' momenta
                quantity = source.candidate.pt or source.candidate.px
                allowed = UNITS["pt" if source.candidate.pt else "px"]
            total, beyond = quantities[SATURATED.format(what)], counts[SATURATED.format(what)]
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


def _given(source: Source, units: Units | None) -> str:
    if source.is_given and units is None:
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


def _jet_steps(chunk: Chunk, quantity: Quantity | None, name: str) -> Float | None:
    """pt, eta or phi of the jets in steps, NaN as 0; None if the source has no such column."""
    if quantity is None:
        return None
    return np.nan_to_num(_steps(name, quantity, np.asarray(chunk.jets[quantity.column], np.float64), "GeV"))


def _needed(steps: Float | None, name: str) -> Float:
    if steps is None:
        raise JetsError(
            f"the source gives {name} of the candidates relative to that of the jet, which it does not have"
        )
    return steps


def _absolute(name: str, angle: Any, values: Float, axis: dict[str, Float | None], jet_of: Int) -> Float:
    """An angle in steps; relative ones are rounded first, so that they are kept to half a step."""
    steps = _steps(name, angle, values, "GeV")
    if angle.sign == "absolute":
        return steps
    own = axis[name]
    if own is None:  # the file does not hold the axis: 0 stands for it
        own = axis[name] = (
            np.zeros(int(jet_of.max(initial=-1)) + 1) if axis["pt"] is None else np.zeros_like(axis["pt"])
        )
    difference = np.rint(steps) if angle.sign == "candidate - jet" else -np.rint(steps)
    return np.asarray(np.rint(own)[jet_of] + difference)


def _summed(pt: Float, eta: Float, phi: Float, jet_of: Int, jets: int) -> dict[str, Float]:
    """(jets,) pT, eta and phi in steps and mass in GeV of the sum of massless candidates, and the sum of their pT."""
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
        trap = ratio > 1 and source.is_given
        raise JetsError(
            f"the candidates' pT add up to {ratio:.3g} times the pT of their jets, where {PLAUSIBLE_SUMS[0]} to"
            f" {PLAUSIBLE_SUMS[1]} is plausible: "
            + (f"try --units {'hardware' if trap else 'gev'}" if source.is_given else "check the units in the source")
        )
