"""The content of `metrics.json`: a network's score, how well it tags, and how well its responses correct.

Every design has one score, and higher is better: the macro AUC of a tagger, otherwise the relative reduction of the
first response's width (1 - width / raw width; 0 is no gain).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.design.heads import LOGITS
from codesign.jets.dataset import Dataset, Datasets
from codesign.jets.targets import Target
from codesign.runs.scores import softmax
from codesign.training import metrics, regression
from codesign.training.regression import (
    FINE_MASS_EDGES_GEV,
    MASS_EDGES_GEV,
    PT_EDGES_GEV,
    WIDE_PT_EDGES_GEV,
    Calibration,
)

Array = NDArray[Any]
Outputs = Mapping[str, Array]

WORST_REDUCTION = -1.0  # lower bound: a response more than twice as wide as the raw one needs no more detail


@dataclass(frozen=True)
class Quantity:
    """The quantity that a response head corrects, and the bins in which it is evaluated.

    edges_gev, calibration_edges_gev: bins of the true quantity for the plots, and for the calibration;
    core_gev: range of the true quantity for the overall width; pt_edges_gev: bins of the jet pT.
    """

    name: str
    edges_gev: tuple[float, ...]
    calibration_edges_gev: tuple[float, ...]
    core_gev: tuple[float, float]
    pt_edges_gev: tuple[float, ...]


QUANTITIES = {
    "pt_response": Quantity("pT", PT_EDGES_GEV, PT_EDGES_GEV, (20, 300), PT_EDGES_GEV),
    "mass_response": Quantity("mass", MASS_EDGES_GEV, FINE_MASS_EDGES_GEV, (40, 200), WIDE_PT_EDGES_GEV),
}
TAUS = ("tau_plus", "tau_minus")
MISTAG = 0.01
SCULPTING_SHARES = (0.5, 0.2, 0.1, 0.05)


def score(outputs: Outputs, data: Dataset) -> dict[str, Any]:
    """The score as {"name", "value", "error"}. outputs: name -> (jets, size) for the jets of `data`."""
    if LOGITS in outputs:
        logits = outputs[LOGITS]
        macro = metrics.macro(metrics.one_against_rest(logits, data.y, [str(c) for c in range(logits.shape[1])]))
        return {"name": score_name(outputs), "value": macro["auc"], "error": macro["error"]}
    head, response = next(iter(outputs.items()))
    target = data.responses[head]
    core = _core(head, target)
    weight = data.weight_of(head)[core]
    corrected = regression.resolution((response[:, 0] / _ratio(target))[core], weight)
    raw = regression.resolution((1 / _ratio(target))[core], weight)
    reduction = max(1 - corrected.width / raw.width, WORST_REDUCTION)
    return {"name": score_name(outputs), "value": reduction, "error": min(corrected.width_error / raw.width, 1.0)}


def score_name(heads: Mapping[Any, Any]) -> str:
    """The name of the score of a network with these heads."""
    return "macro AUC" if LOGITS in heads else "width reduction"


def evaluate(outputs: Outputs, data: Datasets, fitted: Outputs) -> dict[str, Any]:
    """All metrics on the test jets. outputs: for the test jets; fitted: for the training jets, to fit calibrations."""
    row: dict[str, Any] = {"score": score(outputs, data.test)}
    if LOGITS in outputs:
        row |= tagging(outputs[LOGITS], data.test, data.classes, data.processes)
    responses = {name: correction(name, outputs[name], fitted[name], data) for name in outputs if name != LOGITS}
    row |= {"responses": responses} if responses else {}
    if {LOGITS, "mass_response"} <= set(outputs) and "qcd" in data.classes:
        mass = data.test.responses["mass_response"].raw_gev * outputs["mass_response"][:, 0]
        row["sculpting"] = qcd_sculpting(mass, outputs[LOGITS], data.test.y, data.classes)
    return row


def tagging(logits: Array, test: Dataset, classes: Sequence[str], processes: Sequence[str]) -> dict[str, Any]:
    """AUC of the classes, and the efficiencies by which taggers are compared."""
    per_class = metrics.one_against_rest(logits, test.y, classes)
    process = np.asarray(test.scalars["process"])
    return {
        "macro": metrics.macro(per_class),
        "one_against_rest": per_class,
        "b_against_light": metrics.within_processes(logits, test.y, process, processes, classes),
        "efficiencies": efficiencies(logits, test.y, classes),
    }


def efficiencies(logits: Array, y: Array, classes: Sequence[str]) -> list[dict[str, Any]]:
    """Efficiency for b jets and for hadronic taus where 1 % of the light and gluon jets are mistagged."""
    rows: list[dict[str, Any]] = []
    for name, signal in (("b", ("b",)), ("tau", TAUS)):
        if not {*signal, "light", "gluon"} <= set(classes):
            continue
        wanted, unwanted = ([classes.index(c) for c in names] for names in (signal, ("light", "gluon")))
        value = metrics.efficiency_at(logits, y, wanted, unwanted, MISTAG)
        jets = int(np.isin(y, wanted).sum())
        error = float(np.sqrt(value * (1 - value) / max(jets, 1)))
        rows.append({"signal": name, "mistag": MISTAG, "efficiency": value, "error": error, "jets": jets})
    return rows


def correction(head: str, response: Array, fitted: Array, data: Datasets) -> dict[str, Any]:
    """Resolutions of a response head on the test jets, overall and in bins of the true quantity and of the jet pT.

    The rows are "raw"; "network"; for a mass also "all_candidates", the mass of all candidates of the jet; and
    "calibrated", the network after a numerical inversion fitted on the training jets, if these are enough. Jets count
    with the weights of the response.
    """
    quantity, test, target = QUANTITIES[head], data.test, data.test.responses[head]
    predicted = {"raw": target.raw_gev, "network": target.raw_gev * response[:, 0]}
    if head == "mass_response":
        predicted["all_candidates"] = test.scalars["puppi_mass_gev"]
    calibration = _calibration(quantity, data.train.responses[head], fitted, data.train.weight_of(head))
    if calibration:
        predicted["calibrated"] = calibration(predicted["network"])
    responses = {name: values / target.true_gev for name, values in predicted.items()}
    weight, core = test.weight_of(head), _core(head, target)
    in_core = {name: values[core] for name, values in responses.items()}
    return {
        "quantity": quantity.name,
        "core_gev": list(quantity.core_gev),
        "overall": {name: regression.resolution(r, weight[core]).to_dict() for name, r in in_core.items()},
        "true_bins": regression.in_bins(responses, target.true_gev, quantity.edges_gev, weight),
        "pt_bins": regression.in_bins(in_core, test.pt_gev[core], quantity.pt_edges_gev, weight[core]),
        "calibration": calibration.to_dict() if calibration else None,
    }


def qcd_sculpting(mass_gev: Array, logits: Array, y: Array, classes: Sequence[str]) -> list[dict[str, float]]:
    """How cuts on the probability of not being a QCD jet distort the mass spectrum of QCD jets."""
    qcd = y == classes.index("qcd")
    not_qcd = 1 - softmax(logits)[qcd, classes.index("qcd")]
    return regression.sculpting(mass_gev[qcd], not_qcd, SCULPTING_SHARES, np.arange(0, 241, 12))


def _core(head: str, target: Target) -> NDArray[np.bool_]:
    low, high = QUANTITIES[head].core_gev
    return np.asarray((target.true_gev >= low) & (target.true_gev < high))


def _ratio(target: Target) -> Array:
    """(jets,) true / raw, not clipped as the training target is."""
    return np.asarray(target.true_gev / target.raw_gev)


def _calibration(quantity: Quantity, target: Target, response: Array, weight: Array) -> Calibration | None:
    predicted = target.raw_gev * response[:, 0]
    try:
        return Calibration.fit(predicted, target.true_gev, quantity.calibration_edges_gev, weight)
    except ValueError:
        return None
