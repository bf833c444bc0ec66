"""The data card of a jets file, printed for people."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from codesign.jets.card import Card
from codesign.jets.classes import SPLITS


def print_card(card: Card, console: Console) -> None:
    """Prints a data card: provenance, then classes, processes and candidates of each table."""
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
            f"  candidates per jet: median {multiplicity['median']:.0f}, 95 % have at most {multiplicity['p95']:.0f}; "
            f"{multiplicity['truncated']:.2%} of jets had more than the {multiplicity['slots']} that are stored",
        )
        outside = {feature: count for feature, count in table["out_of_range"].items() if count}
        listed = ", ".join(f"{feature} {count:,}" for feature, count in outside.items()) or "none"
        console.print(f"  feature values saturated (of {table['filled_slots']:,}): {listed}\n")


def _events_text(card: Card) -> str:
    ht = "not recorded" if card["ht_gev"] is None else f"{card['ht_gev']:.1f} GeV"
    return (
        f"  event file: all jets of {card['count']:,} crossings, uncut; median HT {ht}. Networks are trained on the"
        " jets file that was written beside it"
    )


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
