"""The data card of a jets file: what is in it, in numbers and in one picture."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from rich.text import Text

from codesign.jets.classes import SPLITS
from codesign.jets.features import compute
from codesign.jets.store import JetFile, JetTable
from codesign.jets.words import PT_LSB_GEV

Card = dict[str, Any]


def data_card(jets: JetFile) -> Card:
    """Counts, responses, multiplicities and ranges, in plain numbers that JSON holds.

    A response is reconstructed over generated (pT or mass) of jets matched to a generator jet; its width is half
    the distance between the 16 % and 84 % quantiles. An event file also has the number of its events and their HT.
    """
    events = {"events": _events_card(jets)} if jets.has_whole_crossings else {}
    return events | {
        "sha256": jets.digest(),
        "manifest": dict(jets.manifest),
        "tables": {name: _table_card(jets, name) for name in jets.tables},
    }


def print_card(card: Card, console: Console) -> None:
    """Print a data card for people."""
    manifest = card["manifest"]
    console.print(Text.assemble(("Jets file", "bold"), f"  content sha256 {card['sha256'][:16]}"))
    for line in _provenance(manifest):
        console.print(line)
    if events := card.get("events"):
        console.print(_events_text(events))
    for name, table in card["tables"].items():
        console.print(_class_table(name, table))
        console.print(_process_table(table))
        multiplicity = table["candidates"]
        console.print(
            f"  candidates a jet: median {multiplicity['median']:.0f}, 95 % have at most {multiplicity['p95']:.0f}; "
            f"{multiplicity['truncated']:.2%} of jets had more than {multiplicity['slots']} and kept as many",
        )
        outside = {feature: count for feature, count in table["out_of_range"].items() if count}
        listed = ", ".join(f"{feature} {count:,}" for feature, count in outside.items()) or "none"
        console.print(f"  feature values saturated (of {table['filled_slots']:,}): {listed}\n")


def matched_response(values: NDArray[Any], generated: NDArray[Any]) -> NDArray[np.float64]:
    """values / generated where there is a generated one."""
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


def _events_text(card: Card) -> str:
    ht = "not recorded" if card["ht_gev"] is None else f"{card['ht_gev']:.1f} GeV"
    return (
        f"  event file: all jets of {card['count']:,} crossings, uncut; median HT {ht}. Networks are trained on the"
        " jets file that was written beside it"
    )


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


def _provenance(manifest: Card) -> list[str]:
    versions = ", ".join(f"{name} {version}" for name, version in manifest.get("versions", {}).items())
    return [
        f"  seed {manifest.get('seed', 'unknown')}, mean pile-up {manifest.get('mean_pileup', 'unknown')}",
        f"  made with {versions or 'unknown versions'}",
    ]


def _class_table(name: str, card: Card) -> Table:
    title = f"{name}: {card['jets']:,} jets of {card['events']:,} events"
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column("class")
    masses = ("median mass [GeV]", "mass response") if name == "sc8" else ()
    for heading in (*SPLITS, "median pT [GeV]", "pT response", *masses):
        table.add_column(heading, justify="right")
    for class_name, numbers in card["classes"].items():
        row = [f"{numbers['splits'][split]:,}" for split in SPLITS]
        row += [f"{numbers['pt_gev']:.1f}", _response_text(numbers["pt_response"])]
        if masses:
            row += [f"{numbers['mass_gev']:.1f}", _response_text(numbers["mass_response"])]
        table.add_row(class_name, *row)
    table.add_section()
    table.add_row("all", *(f"{card['splits'][split]:,}" for split in SPLITS))
    return table


def _response_text(response: Card | None) -> str:
    return f"{response['median']:.2f} ± {response['width']:.2f}" if response else "-"


def _process_table(card: Card) -> str:
    listed = ", ".join(f"{name} {count:,}" for name, count in card["processes"].items() if count)
    return f"  jets by process: {listed or 'not recorded'}"
