"""The data card of a jets file: its content in numbers."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.jets.classes import SPLITS
from codesign.jets.features import compute
from codesign.jets.store import JetFile, JetTable
from codesign.jets.words import PT_LSB_GEV

Card = dict[str, Any]


def data_card(jets: JetFile) -> Card:
    """Counts, responses, multiplicities and ranges, in plain numbers that JSON holds.

    A response is reconstructed over generated (pT or mass) of jets matched to a generator jet; its width is half
    the distance between the 16 % and 84 % quantiles. For an event file the card also has the number of events and their
    median HT.
    """
    events = {"events": _events_card(jets)} if jets.has_whole_crossings else {}
    return events | {
        "sha256": jets.digest(),
        "manifest": dict(jets.manifest),
        "tables": {name: _table_card(jets, name) for name in jets.tables},
    }


def matched_response(values: NDArray[Any], generated: NDArray[Any]) -> NDArray[np.float64]:
    """values / generated, for the jets whose generated value is above 0."""
    matched = generated > 0
    response: NDArray[np.float64] = values[matched].astype(np.float64) / generated[matched]
    return response


def class_rows(jets: JetFile, name: str) -> dict[str, NDArray[np.bool_]]:
    """Class name -> (jets,) mask, for the classes of a table, then "unlabelled"."""
    label, codes = jets.table(name).scalar("label"), jets.labels(name)
    rows = {class_name: label == code for class_name, code in codes.items()}
    return rows | {"unlabelled": ~np.isin(label, list(codes.values()))}


def _table_card(jets: JetFile, name: str) -> Card:
    table, processes = jets.table(name), _processes(jets)
    split, process = table.scalar("split"), table.scalar("process")
    pt, eta, phi = (table.scalar(scalar) for scalar in ("pt", "eta", "phi"))
    features = compute(table.words, pt, eta, phi, "cms20", table.slots)
    candidates = table.scalar("candidates")
    return {
        "jets": len(table),
        "events": len(np.unique(table.scalar("event"))),
        "splits": {split_name: int((split == number).sum()) for number, split_name in enumerate(SPLITS)},
        "classes": {
            class_name: _class_card(table, rows) | (_mass_card(table, rows) if name == "sc8" else {})
            for class_name, rows in class_rows(jets, name).items()
            if rows.any()
        },
        "processes": {process_name: int((process == number).sum()) for number, process_name in enumerate(processes)},
        "candidates": {
            "median": _quantile(candidates, 0.5),
            "p95": _quantile(candidates, 0.95),
            "slots": table.slots,
            "truncated": float((candidates > table.slots).mean()) if len(table) else 0.0,
        },
        "filled_slots": int((table.words != 0).sum()),
        "out_of_range": dict(features.out_of_range),
    }


def _events_card(jets: JetFile) -> Card:
    ht = jets.events.get("ht")
    return {
        "count": max((len(values) for values in jets.events.values()), default=0),
        "ht_gev": None if ht is None else _quantile(ht * PT_LSB_GEV, 0.5),
    }


def _class_card(table: JetTable, rows: NDArray[np.bool_]) -> Card:
    def of(name: str) -> NDArray[Any]:
        return table.scalar(name)[rows]

    pt_gev = of("pt") * PT_LSB_GEV
    return {
        "splits": {name: int((of("split") == number).sum()) for number, name in enumerate(SPLITS)},
        "pt_gev": _quantile(pt_gev, 0.5),
        "pt_response": _response_card(matched_response(pt_gev, of("gen_pt_gev"))),
    }


def _mass_card(table: JetTable, rows: NDArray[np.bool_]) -> Card:
    mass_gev, generated = table.scalar("puppi_mass_gev")[rows], table.scalar("gen_mass_gev")[rows]
    return {
        "mass_gev": _quantile(mass_gev, 0.5),
        "mass_response": _response_card(matched_response(mass_gev, generated)),
    }


def _response_card(response: NDArray[np.float64]) -> Card | None:
    if not len(response):
        return None
    low, median, high = (float(q) for q in np.quantile(response, [0.16, 0.5, 0.84]))
    return {"jets": len(response), "median": median, "width": (high - low) / 2}


def _quantile(values: NDArray[Any], fraction: float) -> float:
    return float(np.quantile(values, fraction)) if len(values) else 0.0


def _processes(jets: JetFile) -> list[str]:
    return [str(name) for name in jets.manifest.get("processes", ())]
